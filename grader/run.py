"""``grader grade``, from its options to its exit status."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.versions import versions
from grader import worker
from grader.attempts import Attempts
from grader.cluster import Cluster, ClusterError, Unfit, grade_there
from grader.course.file import Course, CourseError
from grader.course.folders import join
from grader.course.order import Order, told_of
from grader.course.rule import Rule
from grader.edition import Edition, hash_of, judges, kit_version
from grader.engine import Check, EngineFault
from grader.gradebook.book import BOOK, Gradebook
from grader.gradebook.file import GradebookError, is_no_room
from grader.gradebook.standings import Standings
from grader.grades import BLANK, Grade, Outcome
from grader.intake import IntakeError
from grader.intake.students import Intake
from grader.intake.submission import Submission
from grader.marking import blank, not_submitted
from grader.pool import Lost, Pool, SameProcess, processes
from grader.progress import meter
from grader.reports import feedback, write_reports
from grader.reports.by_hand import kept_by_hand
from grader.reports.closing import print_closing
from grader.reports.files import remove_pages, write_moves
from grader.reports.lateness import lateness_lines
from grader.reports.summary import (
    print_lines,
    print_moves,
    print_others,
    summary_of,
    write_faults,
)
from grader.reports.text import points_text
from grader.sandbox.host.forked import Begun
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.libc import PR_SET_DUMPABLE, prctl
from grader.sandbox.limits import SandboxFault
from grader.secret import SecretError, read_secret, secret_of_grades, seed_id
from grader.terminal import console_on, system_error
from grader.trial import TrialFailed, failed_by_all, try_out
from grader.worker import Readiness, Terms

__all__ = ["Grading", "Order", "done_in_order", "edition_of", "grade_class", "grade_submissions"]

DONE, NOTHING_DONE, FAULT, TOO_OPEN, NOBODYS, SIGNALLED = 0, 1, 3, 4, 5, 128
TRYING = b"for trying only"
# As Python says it; there is no type of error for it alone.
NO_THREAD = "can't start new thread"
MORE_PROCESSES = (
    "No grade is lost. Raise the limit on processes (ulimit -u), close other programs or give "
    "fewer --jobs, and run again."
)
WORKER_ENDED = (
    "grader fault: a worker process was ended before it was ready. Is the machine short of memory "
    "or processes? No grade is lost. Run the same command again, with fewer --jobs."
)


def grade_submissions(order: Order, begun: Begun | None = None) -> int:
    """Do what was ordered; return the exit status.

    Parameters
    ----------
    order : what, and how
    begun : a sandbox's process that was started before, in case it is one student's work
    """
    console = console_on()

    def work(scratch: Path) -> int:
        if order.out is None:
            return _try_one(order, scratch, console, begun)
        return grade_class(order, order.out, scratch, console, begun=begun)

    again = f"Stopped. No grade is lost. To go on: {_command()}"
    return done_in_order(work, again if order.out is not None else "Stopped.")


def done_in_order(work: Callable[[Path], int], stopped: str) -> int:
    """Do some grading in a scratch folder; say what ended it, and return the exit status."""
    errors = console_on(stderr=True)
    with suppress(OSError):
        # The secret is in this process's memory: no other of the same user may look into it.
        prctl(PR_SET_DUMPABLE, 0)
    try:
        with _ended_by_signals(), worker.scratch_folder() as scratch:
            return work(scratch)
    except _TooOpen as error:
        status, said = TOO_OPEN, str(error)
    except BrokenExecutor:
        status, said = FAULT, WORKER_ENDED
    except RuntimeError as error:
        if NO_THREAD not in str(error):
            raise
        status, said = FAULT, f"grader fault: {error}. {MORE_PROCESSES}"
    except (EngineFault, SandboxFault, TrialFailed) as error:
        status, said = FAULT, f"grader fault: {error}"
    except (IntakeError, GradebookError, SecretError, CourseError, ClusterError) as error:
        status, said = NOTHING_DONE, f"Error: {error}"
    except OSError as error:
        status, said = NOTHING_DONE, f"Error: {system_error(error)}"
    except KeyboardInterrupt as error:
        status, said = _status_of(error), stopped
    with suppress(OSError):  # the terminal may be gone
        errors.print(Text(said))
    return status


class _Ended(KeyboardInterrupt):
    """The system, or whoever closed the terminal, asks the run to end; ends it as Ctrl-C does."""


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Within the block SIGTERM and SIGHUP end the run in order, so that no folder is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough: the clean-up is to come to its end
        raise _Ended(number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    # Under nohup a run goes on without its terminal.
    taken = {name: known for name, known in before.items() if known is not signal.SIG_IGN}
    for name in taken:
        signal.signal(getattr(signal, name), end)
    try:
        yield
    finally:
        for name, known in taken.items():
            signal.signal(getattr(signal, name), known)


def _status_of(stop: KeyboardInterrupt) -> int:
    """Return 128 and the number of the signal, as a shell would."""
    number = stop.args[0] if isinstance(stop, _Ended) else signal.SIGINT
    return SIGNALLED + int(number)


def _command() -> str:
    """Return the command that was typed."""
    return shlex.join(["grader", *sys.argv[1:]])


class _TooOpen(Exception):
    """There is less isolation than required."""


def grade_class(
    order: Order, out: Path, scratch: Path, console: Console, bar: Console | None = None,
    begun: Begun | None = None,
) -> int:  # fmt: skip
    """Grade a class into ``out``; return the exit status.

    Parameters
    ----------
    order : what, and how
    out, scratch : existing folders, or such that can be made
    console : what is said of it all
    bar : where it is shown how far it is; ``console`` where None
    begun : as for `grade_submissions`
    """
    # Before anything is made or started: a mistyped place is told at once.
    intake = order.read_place()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GradebookError(
            f"{out} cannot be made: {error.strerror}. Choose another --out."
        ) from error
    with Gradebook(out / BOOK) as book:
        place = order.secret_file or _secret_before(book, out, is_fresh=order.fresh)
        secret = secret_of_grades(place, set() if order.fresh else book.seeds(), out)
        terms = worker.Terms(secret, order.only, order.limits, scratch, order.folders)
        jobs = 1 if intake.is_single else order.jobs
        # Here, for a sandbox that was begun is still coming up.
        judged = judges(order.folders)
        with _workers(order, jobs, terms, begun, is_single=intake.is_single) as (pool, ready):
            _announce(ready.isolation, order, console)
            _introduce(intake, console)
            join(order.folders)
            edition = edition_of(terms, ready.isolation, judged)
            grading = Grading(
                book, edition, pool, ready.catalog,
                only=order.only, fresh=order.fresh, is_best=order.attempt == "best",
                assignment=intake.tree.assignment, rule=order.course.rule,
            )  # fmt: skip
            stopped = _run(grading, intake, order, console, bar or console)
            if stopped is not None:
                return _status_of(stopped)
        _refuse_another(grading, intake)
        looked_at = _place_of(order.submissions, intake)
        grading.end(looked_at, is_whole=not intake.is_single)
        keep_terms(book, order, edition, judged, intake)
        try:
            status = _report(grading, intake, out, ready.isolation, console)
        except OSError as error:
            if not is_no_room(error):
                raise
            raise GradebookError(
                f"{error.filename or out} could not be written: {error.strerror}. Free space and "
                f"run again: {grading.done} grade{' is' if grading.done == 1 else 's are'} safe."
            ) from error
    return status or _export(order.course, out)


def _export(course: Course, out: Path) -> int:
    """Write the formats that the course lists; return the gravest status."""
    if not course.exports:
        return DONE
    from grader.reports.exports.exporting import export
    from grader.reports.exports.formats import FORMATS

    return max(export(FORMATS[name], out, None, said) for name, said in course.exports.items())


def _secret_before(book: Gradebook, out: Path, *, is_fresh: bool) -> Path:
    """Return the secret beside the grades, or the file that an earlier run of these named."""
    beside = out / "secret.key"
    if not beside.exists() and not is_fresh:
        for told in reversed(book.facts("order").values()):
            if told["secret"] is not None and Path(told["secret"]).is_file():
                return Path(told["secret"])
    return beside


def keep_terms(
    book: Gradebook, order: Order, edition: Edition, judged: Mapping[str, str], intake: Intake
) -> None:
    """Keep how a run was made: what judged, how points count, and how the place was read."""
    book.note("rule", "", order.course.rule.told())
    book.note("judges", edition.hidden, judged)
    assignment = intake.tree.assignment
    name = str(order.submissions.resolve()) + (f" ({assignment})" if assignment else "")
    book.note("order", name, told_of(order))


@contextmanager
def _workers(
    order: Order, jobs: int, terms: Terms, begun: Begun | None = None, *, is_single: bool
) -> Iterator[tuple[Pool[Submission, Grade], Readiness]]:
    """Start what grades, and end it: this process, others beside it, or the tasks on a cluster."""
    pool: Pool[Submission, Grade]
    if not order.scheduler:
        here = partial(SameProcess, worker.close) if is_single else partial(processes, jobs)
        pool = Pool(here, partial(worker.grade_one, terms), 2 * jobs)
        prepare = partial(worker.prepare, terms)
        if is_single:  # in this process; a sandbox that was begun does not go into another one
            prepare = partial(prepare, begun)
        try:
            yield pool, pool.ask(prepare, jobs)
        finally:
            pool.stop()
        return
    cluster = Cluster(order.scheduler, terms)
    is_done = False
    try:
        ready = cluster.prepare()
        task = partial(grade_there, cluster.terms, cluster.kit, ready.isolation.level)
        pool = Pool(cluster.executor, task, cluster.in_flight, (Unfit, CancelledError))
        try:
            with cluster.told():
                yield pool, ready
        finally:
            pool.stop()
        is_done = True
    finally:
        cluster.close(is_done=is_done)


def _place_of(submissions: Path, intake: Intake) -> str:
    """Return where a run looked: one student's work is a part of the class beside it."""
    place = submissions.resolve()
    return str(place.parent if intake.is_single else place)


def _refuse_another(grading: Grading, intake: Intake) -> None:
    """Refuse to put a class in which nobody handed in an exercise in the place of grades."""
    if (
        intake.is_single
        or grading.found_work()
        or not any(map(_has_work, grading.standings.grades()))
    ):
        return
    raise IntakeError(
        f"nobody in {intake.place} handed in a file with the name of an exercise, such as "
        f"{EXERCISES[0].filename}: is it another assignment's? The reports are as they were. To "
        "have everybody blank, grade it into another --out."
    )


def _has_work(grade: Grade) -> bool:
    return grade.outcome is not Outcome.NOT_SUBMITTED or bool(grade.unreadable)


def _introduce(intake: Intake, console: Console) -> None:
    """Say how the place was read, unless that is plain to see."""
    if not intake.is_single:
        students = f"{len(intake)} student{'' if len(intake) == 1 else 's'}"
        console.print(Text(f"read as: {intake.tree.source}, {students} ({intake.tree.why})"))


def _run(
    grading: Grading, intake: Intake, order: Order, console: Console, bar: Console
) -> KeyboardInterrupt | None:
    """Grade, and show how far it is; return what stopped it, if anything did."""
    is_best = order.attempt == "best"
    submissions = intake.attempts() if is_best else intake.submissions()
    total = intake.attempt_count if is_best else len(intake)
    try:
        if not intake.is_single:
            try_out(grading.pool, grading.catalog, order.only)
        with meter(bar, total) as shown:
            for _ in grading.run(submissions):
                shown.show(grading.done, grading.graded)
    except KeyboardInterrupt as stop:
        with suppress(OSError):
            console.print(
                f"Stopped. {grading.done} of {total} submissions have their grade. To go on: "
                f"{_command()}\nThe reports are written when all have their grade."
            )
        return stop
    again = f" ({grading.known} had their grade before)" if grading.known else ""
    plural = "" if grading.graded == 1 else "s"
    console.print(f"graded {grading.graded} submission{plural}{again}")
    return None


def _report(
    grading: Grading, intake: Intake, out: Path, isolation: Isolation, console: Console
) -> int:
    standings = grading.standings
    gone = remove_pages(standings.withdrawn(), out)
    with kept_by_hand(out / "grades.csv", grading.book) as kept:
        write_reports(
            standings.grades(),
            out,
            isolation=isolation.level,
            kit_version=kit_version(),
            isolations=standings.isolations(),
            people=grading.attempts.people(),
        )
    write_moves(standings.moves(), out / "moved.csv")
    summary = summary_of(standings.of_this_run())
    faults = out / "faults.txt"
    faults.unlink(missing_ok=True)
    if intake.is_single:
        for grade in standings.of_this_run():
            print_one(grade, isolation, console)
    else:
        summary.print(console)
        falls = list(grading.attempts.falls())
        # Each is told once: as a fall it says what counts.
        told = {(fall.student, fall.before, fall.after) for fall in falls}
        moves = (m for m in standings.moves() if (m.student, m.before, m.after) not in told)
        print_moves(moves, console)
        print_lines(map(str, falls), console)
        print_lines(lateness_lines(grading.book), console)
        print_others(standings, gone, console)
        console.print(
            f"reports: {out / 'grades.csv'}, {out / 'grades.json'}, {out / 'feedback'}/<student>.md"
        )
    print_lines(kept, console)
    if summary.faults:
        write_faults(standings.of_this_run(), faults)
        console.print(
            f"{summary.faults} submissions have a grader fault and are blank, not 0; "
            f"tracebacks in {faults}. The same command grades them again."
        )
    if not intake.is_single:
        for check in failed_by_all(standings.of_this_run()):
            console.print(
                f"nobody passed {check}: look at that check before you hand these grades back"
            )
        print_closing(intake, standings.of_this_run_alone(), console)
    if summary.faults:
        return FAULT
    return NOBODYS if intake.nobodys else DONE


def _try_one(order: Order, scratch: Path, console: Console, begun: Begun | None) -> int:
    """Grade one student's work in this process, and keep nothing."""
    intake = order.read_place()
    if not intake.is_single:
        raise IntakeError(
            f"{order.submissions} is a class: name a folder for its grades with --out"
        )
    secret = read_secret(order.secret_file) if order.secret_file else TRYING
    terms = worker.Terms(secret, order.only, order.limits, scratch, order.folders)
    try:
        isolation = worker.prepare(terms, begun).isolation
        _announce(isolation, order, console)
        submission = next(intake.submissions())
        grade = order.course.rule.apply(worker.grade_one(terms, submission), submission)
    finally:
        worker.close()
    print_one(grade, isolation, console)
    return FAULT if grade.outcome is Outcome.GRADER_FAULT else DONE


def print_one(grade: Grade, isolation: Isolation, console: Console) -> None:
    """Print a student's feedback, the points at its end."""
    console.print(Text(feedback(grade, isolation.level, versions())))
    for fault in summary_of([grade]).examples:
        console.print(Text(fault.fault))
    parts = [f"{e.key} {points_text(e.points)} of {points_text(e.max_points)}"
             for e in grade.exercises]  # fmt: skip
    counted = grade.points if grade.counted is None else grade.counted.points
    whole = f"{points_text(counted)} of {points_text(grade.out_of)}"
    if grade.outcome in BLANK:
        whole = str(grade.outcome)
    console.print(f"points: {whole}  ({', '.join(parts)})")


def _announce(isolation: Isolation, order: Order, console: Console) -> None:
    if order.course.path is not None:
        console.print(Text(order.course.line))
    console.print(Text(f"{isolation.says}; {versions()}"))
    if isolation.level not in order.levels:
        raise _TooOpen(
            f"Refused: --require-isolation {order.levels[0]}, and this machine has "
            f"{isolation.level}. Nothing was graded. The line above says what is missing."
        )


def edition_of(terms: Terms, isolation: Isolation, judged: Mapping[str, str]) -> Edition:
    """Return what the grades of a run depend on besides the submissions."""
    limits = terms.limits
    exercises = " ".join(sorted(terms.only)) or "all exercises"
    seconds = f"{limits.call_seconds:g} s per call, {limits.submission_seconds:g} s per submission"
    return Edition(
        hidden=hash_of(judged),
        kit=kit_version(),
        seed=seed_id(terms.secret),
        isolation=isolation.level,
        terms=f"{exercises}; {seconds}",
    )


class Grading:
    """One run over a class.

    Parameters
    ----------
    book : where the grades are kept
    edition : what they depend on
    pool : grades what is missing
    catalog : the checks
    only : keys of the exercises to grade; all when empty
    fresh : grade also what has a grade
    is_best : whether a student's best attempt counts, rather than the newest
    assignment : for which the work was handed in
    rule : how points count


    Attributes
    ----------
    attempts : everybody's, as they were read
    known : how many had a grade
    graded : how many were graded in this run
    """

    def __init__(
        self, book: Gradebook, edition: Edition, pool: Pool[Submission, Grade],
        catalog: Sequence[Check], *, only: frozenset[str] = frozenset(), fresh: bool = False,
        is_best: bool = False, assignment: str = "", rule: Rule | None = None,
    ) -> None:  # fmt: skip
        self.book = book
        self.edition = edition
        self.pool = pool
        self.catalog = catalog
        self.only = only
        self.fresh = fresh
        self.assignment = assignment
        self.attempts = Attempts(book, edition, is_best=is_best, assignment=assignment, rule=rule)
        self.known = 0
        self.graded = 0

    @property
    def done(self) -> int:
        """How many submissions have a grade."""
        return self.known + self.graded

    @property
    def standings(self) -> Standings:
        """The grades for the reports: this run's, and those of other places that stand."""
        return Standings(self.book)

    def found_work(self) -> bool:
        """Whether anybody handed anything in for an exercise, readable or not."""
        graded = (self.book.grade(each, self.edition) for each in self.attempts.counting().values())
        return any(grade is not None and _has_work(grade) for grade in graded)

    def end(self, place: str, *, is_whole: bool) -> None:
        """Keep whom the run found at ``place``, each with the attempt that counts."""
        handed_in = list(self.attempts.counting().items())
        people = self.attempts.people()
        self.book.end_run(
            place, self.edition, handed_in, is_whole=is_whole,
            people={student: people[student] for student, _ in handed_in},
            assignment=self.assignment,
        )  # fmt: skip

    def run(self, submissions: Iterable[Submission]) -> Iterator[Grade]:
        """Grade what has no grade; yield each when it is on the disk."""
        for submission, result in self.pool.run(self._missing(submissions)):
            if isinstance(result, Lost):
                result = blank(submission, self.catalog, self.only, result.why)
            self._keep(submission, result)
            yield result

    def _missing(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        for submission in submissions:
            self.attempts.note(submission)
            if not self.fresh and self.book.is_done(submission.digest, self.edition):
                self.known += 1
            elif submission.unread:
                why = " ".join([*submission.unread, "Make it readable and run again."])
                self._keep(submission, blank(submission, self.catalog, self.only, why))
            elif not submission.files:
                self._keep(submission, not_submitted(submission, self.catalog, self.only))
            else:
                yield submission

    def _keep(self, submission: Submission, grade: Grade) -> None:
        self.book.add(submission.digest, self.edition, grade, submission, self.assignment)
        self.graded += 1
