"""The command line: ``grader grade``, ``intake``, ``export``, ``release`` and the rest."""

from __future__ import annotations

import gc
import math
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

import grader.course.own_exercises_first  # isort: skip  # noqa: F401 (before the table of exercises is read)
from exercises.coach.calling.deadline import CALL_SECONDS
from exercises.coach.contracts import EXERCISES, in_words
from grader.encoding import fit_streams
from grader.errors import Ending, Interrupted, UserError
from grader.options import (
    course_file,
    course_of,
    course_options,
    jobs,
    reading,
    reports_folder,
)
from grader.provenance import kit_version
from grader.qualify.command import qualify
from grader.sandbox.host.isolation import LEVELS
from grader.sandbox.limits import CALLS_AT_DEADLINE, Limits

if TYPE_CHECKING:
    from grader.intake.sources.tree_level import ReadAs
    from grader.sandbox.host.forked import Begun

__all__ = ["main"]

# Before NumPy is imported. What is multiplied here is small: threads would only wake and sleep.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# By Ctrl-C; of what takes long there is more to say, and `done_in_order` does.
STOPPED = "stopped before it was done: run the same command again."


# Click's own option wants the version on import, and what tells it takes long to be imported.
def _show_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        click.echo(f"grader, version {kit_version()}")
        context.exit()


class _Seconds(click.FloatRange):
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return seconds; what is not a number is in no range, and click lets it through."""
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return seconds


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever ends it, a full disk too, is told in words."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except click.MissingParameter as error:
            # What the option is for says what to give it.
            about = str(getattr(error.param, "help", None) or "")
            raise click.MissingParameter(about, error.ctx, error.param) from None
        except (Ending, OSError) as error:
            from grader.terminal import system_error, tell

            ending = UserError(system_error(error)) if isinstance(error, OSError) else error
            raise SystemExit(tell(ending)) from error
        except KeyboardInterrupt as error:
            from grader.interruption import status_of
            from grader.terminal import tell

            raise SystemExit(tell(Interrupted(STOPPED, status_of(error)))) from error


@click.group(
    cls=_Commands,
    help=f"Grade submissions of the {in_words(len(EXERCISES))} exercises on gradient descent.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False,
              callback=_show_version,
              help="Show the version and exit.")  # fmt: skip
def main() -> None:
    """Hold the commands together."""
    fit_streams()
    try:
        os.getcwd()
    except FileNotFoundError:
        raise UserError(
            "the folder that you are in is gone: it was removed or moved. Change to one that is "
            "there (cd), and run the command again."
        ) from None
    # At the end Python walks thrice through all that exists, in vain.
    click.get_current_context().call_on_close(gc.freeze)


@main.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@reading
@click.option("--out", type=click.Path(file_okay=False, path_type=Path),
              help="Folder of the reports, which are nobody's work.")  # fmt: skip
@course_file
def intake(
    submissions: Path, reading: ReadAs, assignment: str, names_in: str, roster: Path | None,
    out: Path | None, course_file: Path | None,
) -> None:  # fmt: skip
    """Show who handed in what, and grade nothing.

    SUBMISSIONS is read as grader grade reads it: which system it comes from and why, everybody's
    files and which of them would be graded, what is left out, and what is nobody's.

    Exit status: 0 everything has an owner; 1 nobody is there, or it is not clear whose the work
    is; 5 something that looks like work belongs to nobody.
    """
    from grader.intake.students import Options
    from grader.reports.intake_view import show_intake

    course = course_of(course_file, {"roster": roster})
    options = Options(reading, assignment, out, names_in)
    folders = tuple(folder.path for folder in course.folders)
    raise SystemExit(show_intake(submissions, options, course.roster, folders))


@main.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@reading
@course_options
@click.option("--attempt", type=click.Choice(("newest", "best")),
              help="Which attempt of a student counts.  [default: newest]")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the gradebook and the reports.")  # fmt: skip
@jobs
@click.option("--scheduler", metavar="ADDRESS", default="",
              help="Grade on a Dask cluster: its scheduler's, tcp://HOST:PORT.")  # fmt: skip
@click.option("--only", multiple=True, type=click.Choice([e.key for e in EXERCISES]),
              help="Grade this exercise only; may be given several times.")  # fmt: skip
@click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path),
              help="The course's secret, made on first use.  [OUT/secret.key]")  # fmt: skip
@click.option("--require-isolation", type=click.Choice(LEVELS),
              help="Refuse to grade with less.")  # fmt: skip
@click.option("--deadline", type=_Seconds(0.1, 3600), default=CALL_SECONDS,
              show_default=True, metavar="SECONDS", help="For one call.")  # fmt: skip
@click.option("--submission-deadline", type=_Seconds(0.1, 36000), metavar="SECONDS",
              help="For all calls of a submission.  "
              f"[default: {CALLS_AT_DEADLINE} times --deadline]")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Grade again even what has a grade.")
def grade(
    submissions: Path, out: Path | None, jobs: int, only: tuple[str, ...],
    secret_file: Path | None, require_isolation: str | None, deadline: float,
    submission_deadline: float | None, fresh: bool, reading: ReadAs, assignment: str,
    names_in: str, roster: Path | None, attempt: str | None, scheduler: str,
    course_file: Path | None, said: dict[str, Any],
) -> None:  # fmt: skip
    """Grade a class, or one student's folder or file.

    SUBMISSIONS is what the course's system handed over, packed or not: a download of Canvas or
    Moodle, an export of Gradescope, nbgrader's folders, repositories, or a folder or an archive
    for each student. grader intake shows how it is read. What has a grade in OUT already is not
    graded again: a run that was stopped goes on where it was.

    What is the same in every run of a course stands in a course.toml, which grader init writes;
    an option here beats it.

    Exit status: 0 all graded; 1 nothing could be done; 3 a fault of the grader left something
    blank; 4 less isolation than required; 5 all graded, but something that looks like work belongs
    to nobody; 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP.
    """
    whole = submission_deadline or CALLS_AT_DEADLINE * deadline
    limits = Limits(call_seconds=deadline, submission_seconds=whole)
    begun = None
    if not scheduler and reading in ("", "one student") and _is_one_students(submissions):
        begun = _begun(limits)
    # Imported here, so that --help and a mistyped option do not wait for NumPy and pytest.
    gc.disable()
    from grader.grade_command import Order, grade_submissions
    from grader.intake.students import Options

    gc.enable()
    said |= {"exercises": only, "secret": secret_file, "roster": roster, "attempt": attempt}
    course = course_of(course_file, said)
    order = Order(
        submissions=submissions,
        out=out,
        jobs=jobs,
        levels=LEVELS[LEVELS.index(require_isolation) :] if require_isolation else LEVELS,
        limits=limits,
        fresh=fresh,
        options=Options(reading, assignment, names_in=names_in),
        scheduler=scheduler,
        course=course,
    )
    raise SystemExit(grade_submissions(order, begun))


def _is_one_students(place: Path) -> bool:
    """Guess, before it is read, whether a place is one student's: to be wrong costs time alone."""
    stems = [exercise.stem for exercise in EXERCISES]
    if place.is_file():
        return place.suffix in (".py", ".ipynb")
    return any(
        (place / f"{stem}{ending}").is_file() for stem in stems for ending in (".py", ".ipynb")
    )


def _begun(limits: Limits) -> Begun | None:
    """Let a sandbox's process come up while this one imports the rest; None where it cannot."""
    from grader.sandbox.host.forked import Begun, can_fork

    if not can_fork():
        return None
    try:
        begun = Begun(limits)
    except OSError:
        return None  # whoever needs it tries again, and says what is wrong
    click.get_current_context().call_on_close(begun.close)
    return begun


@main.command()
@click.argument("student", required=False)
@click.option("--class", "whole_class", is_flag=True,
              help="Print the figures of the whole class, on one screen.")  # fmt: skip
@reports_folder
@course_file
def show(student: str | None, whole_class: bool, out: Path, course_file: Path | None) -> None:
    """Print one student's feedback, or with --class the figures of all.

    STUDENT is a name, an id or an address, or a part of one that nobody else has.
    """
    course_of(course_file, {})
    if whole_class == (student is not None):
        raise click.UsageError("name a student, or give --class.")
    if student is None:
        _show_class(out)
    else:
        _show_student(student, out)


def _show_class(out: Path) -> None:
    from grader.reports.class_records import read_class
    from grader.reports.class_view import print_class
    from grader.reports.statistics import figures_of
    from grader.terminal import console_on

    print_class(figures_of(read_class(out).records), console_on(), str(out))


def _show_student(student: str, out: Path) -> None:
    from grader.reports.files import near_names, page_like, page_of

    path = page_of(out, student)
    if not path.is_file():
        path = page_like(out, student) or path
    if not path.is_file():
        near = " or ".join(map(repr, near_names(out, student)))
        table = out / "grades.csv"
        remedy = f"Did you mean {near}?" if near else f"The names are in {table}."
        if not near and not table.is_file():
            remedy = "There are no grades yet: run grader grade to its end first."
        raise UserError(f"{out} has no feedback for {student!r}. {remedy}")
    click.echo(path.read_text(encoding="utf-8"), nl=False)


@main.command()
@click.argument("out", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--open", "is_opened", is_flag=True, help="Show the class's page in the browser.")
@course_file
def report(out: Path, is_opened: bool, course_file: Path | None) -> None:
    """Write pages for the browser: one for the class, one for each student.

    OUT is where grader grade wrote. The pages are made of its gradebook, and nothing is graded
    again. Each stands on its own, without script and links to elsewhere: the class's is
    OUT/pages/index.html, everybody's own is in OUT/pages/students.

    Exit status: 0 done; 1 nothing was written.
    """
    from grader.reports.pages.writing import report as write

    course = course_of(course_file, {})
    raise SystemExit(write(out, course.title, is_opened=is_opened))


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"),
              show_default=True, help="Folder for the class and its grades.")  # fmt: skip
@jobs
def demo(out: Path, jobs: int) -> None:
    """Grade a class of invented students and say where the reports are."""
    from grader.demo import copy_of_class
    from grader.grade_command import Order, grade_submissions
    from grader.terminal import reason_of

    try:
        submissions = copy_of_class(out)
    except OSError as error:
        why = f"{out} could not be written: {reason_of(error)}. Choose another --out."
        raise UserError(why) from error
    order = Order(
        submissions=submissions,
        out=out,
        jobs=jobs,
        levels=LEVELS,
        limits=Limits(),
        fresh=False,
    )
    raise SystemExit(grade_submissions(order))


@main.command()
@reports_folder
@course_options
@jobs
@click.option("--dry-run", is_flag=True, help="Only say who would move, and change nothing.")
def regrade(
    out: Path, course_file: Path | None, said: dict[str, Any], jobs: int, dry_run: bool
) -> None:
    """Grade everybody again as they were graded, after a change; say who moved, and why.

    What changed may be a hidden test, the files, the kit, or how points count. It is graded into a
    copy first; who moved stands in OUT/regrade, as a page and a table, before anything is
    overwritten. What nothing changed of is not graded again.

    Exit status: as of grader grade.
    """
    from grader.regrade.command import regrade as grade_again

    raise SystemExit(grade_again(out, course_file, said, jobs=jobs, is_dry=dry_run))


@main.command()
@click.argument("student")
@click.argument("check")
@reports_folder
@course_options
@click.option(
    "--in-process",
    is_flag=True,
    help="Then make the call here, unconfined, under pdb: their code has your rights.",
)
@click.option("--yes", is_flag=True, help="With --in-process: do not ask.")
def debug(
    student: str, check: str, out: Path, course_file: Path | None, said: dict[str, Any],
    in_process: bool, yes: bool,
) -> None:  # fmt: skip
    """Judge one check on one student again, and show the very call that lost the point.

    STUDENT is a name, an id, or a part of one; CHECK is a test's name, the line that the feedback
    has for it, or a part of one, or a function. It has the student's own numbers, and runs the
    files that were graded, confined. In OUT/debug stay a picture of the answer beside the right
    one, and a script that makes the call again.

    Exit status: 0 done; 1 not found, or refused; 3 a fault of the grader.
    """
    from grader.debug.command import debug as look

    raise SystemExit(
        look(student, check, out, course_file, said, in_process=in_process, is_sure=yes)
    )


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Write a course.toml with every value, its default and what it does.

    FOLDER is made if it is not there. A course.toml in it is never changed.
    """
    from grader.course.init import write_course

    write_course(folder)


class _Table(click.Group):
    """A command for each row of a table, which is read when one is asked for."""

    def __init__(self, *given: Any, what: str, rows: Callable[[], Any], **named: Any) -> None:
        super().__init__(*given, **named)
        self.what, self.rows = what, rows

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of the rows."""
        names: list[str] = self.rows().names()
        return names

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command of a row."""
        known = name in self.list_commands(context)
        command: click.Command | None = self.rows().command_of(name) if known else None
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a row, or say which there are."""
        known = self.list_commands(context)
        if args and args[0] not in known and not args[0].startswith("-"):
            raise click.UsageError(
                f"there is no {self.what} {args[0]!r}. {self.what.capitalize()}s: "
                f"{', '.join(known)}.", context,
            )  # fmt: skip
        return super().resolve_command(context, args)


def _formats() -> ModuleType:
    from grader.reports.exports import exporting

    return exporting


@main.group(cls=_Table, what="format", rows=_formats,
            subcommand_metavar="FORMAT --out OUT [OPTIONS]")  # fmt: skip
def export() -> None:
    """Write the grades in OUT as what a course's system takes back.

    What could not be read or judged is blank in every format, never 0, and so is a total that
    lacks it. Files appear whole or not at all.

    Exit status: 0 all points are in; 1 refused, nothing was written; 3 a fault of the grader left
    somebody blank; 5 somebody's points have no place.
    """


def _releases() -> ModuleType:
    from grader.release import releasing

    return releasing


@main.group(cls=_Table, what="bundle", rows=_releases)
def release() -> None:
    """Write what is handed out: the exercises, or what a service runs."""


main.add_command(qualify)

if __name__ == "__main__":
    main()
