"""``grader grade``, from its options to its exit status."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.versions import versions
from grader import worker
from grader.cluster import Cluster, Unfit, grade_there
from grader.course.file import Course
from grader.course.own_folders import join
from grader.course.run_options import Order, told_of
from grader.errors import Status, TooOpen, UserError
from grader.grade_class import Grading, has_work
from grader.gradebook.book import BOOK, Gradebook
from grader.gradebook.database import GradebookError, is_no_room
from grader.gradebook.standings import Standings
from grader.grades import BLANK, Grade, Outcome
from grader.intake import IntakeError
from grader.intake.students import Intake
from grader.intake.submission import Submission
from grader.interruption import done_in_order, status_of
from grader.pool import Pool, SameProcess, processes
from grader.progress import meter
from grader.provenance import Edition, hash_of, judges, kit_version
from grader.reports.edited_by_hand import kept_by_hand
from grader.reports.end_of_run import (
    lateness_lines,
    namesake_lines,
    print_closing,
    print_lines,
    print_moves,
    print_others,
    summary_of,
    write_faults,
)
from grader.reports.feedback import feedback
from grader.reports.feedback_data import total_text
from grader.reports.files import remove_pages, write_moves, write_reports
from grader.reports.text import of_text
from grader.sandbox.host.forked import Begun
from grader.sandbox.host.isolation import Isolation
from grader.secret import read_secret, secret_of_grades, seed_id
from grader.terminal import console_on, tell
from grader.trial_on_solutions import READY_SECONDS, failed_by_all, in_time, try_out
from grader.worker import Readiness, Terms

__all__ = ["Order", "edition_of", "grade_class", "grade_submissions"]

TRYING = b"for trying only"


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


def _command() -> str:
    """Return the command that was typed."""
    return shlex.join(["grader", *sys.argv[1:]])


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
        Standings(book).check_exercises()
        place = order.course.secret or _secret_before(book, out, is_fresh=order.fresh)
        order = order.with_secret(place)  # What was named once is kept with every run.
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
                only=order.only, fresh=order.fresh, is_best=order.course.attempt == "best",
                assignment=intake.tree.assignment, rule=order.course.rule,
            )  # fmt: skip
            stopped = _run(grading, intake, order, console, bar or console)
            if stopped is not None:
                return status_of(stopped)
        _refuse_another(grading, intake, order.only)
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
    # The smaller, the graver.
    return min(filter(None, (status, *_exported(order.course, out))), default=Status.DONE)


def _exported(course: Course, out: Path) -> Iterator[int]:
    """Write the formats that the course lists, each whatever became of the others."""
    if course.exports:
        from grader.reports.exports.exporting import export
        from grader.reports.exports.formats import FORMATS
    for name, said in course.exports.items():
        try:
            yield export(FORMATS[name], out, None, said)
        except UserError as error:
            yield tell(error)


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
            with in_time("ready"):
                ready = pool.ask(prepare, jobs, READY_SECONDS)
            yield pool, ready
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


def _refuse_another(grading: Grading, intake: Intake, only: Collection[str]) -> None:
    """Refuse to put a class in which nobody handed in an exercise in the place of grades."""
    if (
        intake.is_single
        or grading.found_work()
        or not any(map(has_work, grading.standings.grades()))
    ):
        return
    asked = [each.filename for each in EXERCISES if each.key in only]
    what = f"a file with the name of an exercise, such as {EXERCISES[0].filename}"
    if asked:
        what = f"{' or '.join(asked)}, and nothing else is graded (--only)"
    raise IntakeError(
        f"nobody in {intake.place} handed in {what}: is it another assignment's? The reports are "
        "as they were. To have everybody blank, grade it into another --out."
    )


def _introduce(intake: Intake, console: Console) -> None:
    """Say how the place was read, unless that is plain to see."""
    if not intake.is_single:
        students = f"{len(intake)} student{'' if len(intake) == 1 else 's'}"
        console.print(Text(f"read as: {intake.tree.called}, {students} ({intake.tree.why})"))


def _run(
    grading: Grading, intake: Intake, order: Order, console: Console, bar: Console
) -> KeyboardInterrupt | None:
    """Grade, and show how far it is; return what stopped it, if anything did."""
    is_best = order.course.attempt == "best"
    submissions = intake.attempts() if is_best else intake.submissions()
    total = intake.attempt_count if is_best else len(intake)
    try:
        if not intake.is_single:
            # On a cluster the workers may be other people's for as long.
            seconds = None if order.scheduler else READY_SECONDS
            with in_time("through the reference solutions"):
                try_out(grading.pool, grading.catalog, order.only, seconds)
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
    if intake.is_single:
        for grade in standings.of_this_run():
            print_one(grade, isolation, console)
    else:
        summary.print(console)
        _tell_class(grading, gone, out, console)
    print_lines(kept, console)
    _tell_faults(summary.faults, standings, out / "faults.txt", console)
    if not intake.is_single:
        for check in failed_by_all(standings.of_this_run()):
            console.print(
                f"nobody passed {check}: look at that check before you hand these grades back"
            )
        elsewhere = standings.elsewhere().values()
        print_closing(intake, standings.of_this_run_alone(), elsewhere, console)
    if summary.faults:
        return Status.FAULT
    return Status.LEFT_OVER if intake.nobodys else Status.DONE


def _tell_class(grading: Grading, gone: Sequence[str], out: Path, console: Console) -> None:
    """Say whose points moved, whose work was late, who else is there, where the reports are."""
    standings = grading.standings
    falls = list(grading.attempts.falls())
    # Each is told once: as a fall it says what counts.
    told = {(fall.student, fall.before, fall.after) for fall in falls}
    moves = (m for m in standings.moves() if (m.student, m.before, m.after) not in told)
    print_moves(moves, console)
    print_lines(map(str, falls), console)
    print_lines(lateness_lines(grading.book), console)
    print_others(standings, gone, console)
    print_lines(namesake_lines(standings), console)
    console.print(
        f"reports: {out / 'grades.csv'}, {out / 'grades.json'}, {out / 'feedback'}/<student>.md"
    )


def _tell_faults(count: int, standings: Standings, place: Path, console: Console) -> None:
    """Write the tracebacks of faults of the grader's, and say how many submissions have one."""
    place.unlink(missing_ok=True)
    if count:
        write_faults(standings.of_this_run(), place)
        have = f"{count} submissions have" if count > 1 else "1 submission has"
        console.print(
            f"{have} a grader fault and {'are' if count > 1 else 'is'} blank, not 0; "
            f"tracebacks in {place}. The same command grades them again."
        )


def _try_one(order: Order, scratch: Path, console: Console, begun: Begun | None) -> int:
    """Grade one student's work in this process, and keep nothing."""
    intake = order.read_place()
    if not intake.is_single:
        raise IntakeError(
            f"{order.submissions} is a class: name a folder for its grades with --out. Where it is "
            "one student's, give --one-student."
        )
    secret = read_secret(order.course.secret) if order.course.secret else TRYING
    terms = worker.Terms(secret, order.only, order.limits, scratch, order.folders)
    try:
        isolation = worker.prepare(terms, begun).isolation
        _announce(isolation, order, console)
        submission = next(intake.submissions())
        grade = order.course.rule.apply(worker.grade_one(terms, submission), submission.who)
    finally:
        worker.close()
    print_one(grade, isolation, console)
    return Status.FAULT if grade.outcome is Outcome.GRADER_FAULT else Status.DONE


def print_one(grade: Grade, isolation: Isolation, console: Console) -> None:
    """Print a student's feedback, the points at its end."""
    console.print(Text(feedback(grade, isolation.level, versions())))
    for fault in summary_of([grade]).examples:
        console.print(Text(fault.fault))
    parts = [
        f"{e.key} {e.word}" if e.outcome in BLANK else f"{e.key} {of_text(e.points, e.max_points)}"
        for e in grade.exercises
    ]
    whole = total_text(grade)
    if grade.total is not None:
        whole = of_text(grade.total, grade.out_of)
    console.print(f"points: {whole}  ({', '.join(parts)})")


def _announce(isolation: Isolation, order: Order, console: Console) -> None:
    if order.course.path is not None:
        console.print(Text(order.course.line))
    console.print(Text(f"{isolation.says}; {versions()}"))
    if isolation.level not in order.levels:
        raise TooOpen(
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
