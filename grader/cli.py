"""The command line: ``grader grade``, ``intake``, ``export``, ``release`` and the rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

import click

from exercises.coach.calling.deadline import CALL_SECONDS
from exercises.coach.contracts import EXERCISES, in_words
from grader.gradebook import kit_version
from grader.qualify.command import qualify
from grader.sandbox.host.isolation import LEVELS
from grader.sandbox.limits import CALLS_AT_DEADLINE, Limits

__all__ = ["main"]


@click.group(
    help=f"Grade submissions of the {in_words(len(EXERCISES))} exercises on gradient descent."
)
@click.version_option(kit_version(), prog_name="grader")
def main() -> None:
    """Hold the commands together."""
    from grader.terminal import fit_streams

    fit_streams()


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how SUBMISSIONS is to be read."""
    options = (
        click.option("--one-student", "reading", flag_value="one student",
                     help="All of it is one student's work."),
        click.option("--class", "reading", flag_value="class",
                     help="Each folder and archive in it is a student."),
        click.option("--sections", "reading", flag_value="sections",
                     help="Each folder and archive in it is a section of students."),
        click.option("--assignment", metavar="NAME", default="",
                     help="Which of several assignments it is: each adds to those before."),
        click.option("--roster", type=click.Path(dir_okay=False, path_type=Path),
                     help="CSV of who should hand in: name, id, email or login."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@_reading
@click.option("--out", type=click.Path(file_okay=False, path_type=Path),
              help="Folder of the reports, which are nobody's work.")  # fmt: skip
def intake(
    submissions: Path, reading: str | None, assignment: str, roster: Path | None, out: Path | None
) -> None:
    """Show who handed in what, and grade nothing.

    SUBMISSIONS is read as grader grade reads it: which system it comes from and why, everybody's
    files and which of them would be graded, what is left out, and what is nobody's.

    Exit status: 0 everything has an owner; 1 nobody is there, or it is not clear whose the work
    is; 5 something that looks like work belongs to nobody.
    """
    from grader.intake.command import show_intake
    from grader.intake.students import Options

    raise SystemExit(show_intake(submissions, Options(reading or "", assignment, out), roster))


@main.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@_reading
@click.option("--attempt", type=click.Choice(("newest", "best")), default="newest",
              show_default=True, help="Which attempt of a student counts.")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the gradebook and the reports.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), default=lambda: os.cpu_count() or 1,
              show_default="all cores", help="Worker processes.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", default="",
              help="Grade on a Dask cluster: its scheduler's, tcp://HOST:PORT.")  # fmt: skip
@click.option("--only", multiple=True, type=click.Choice([e.key for e in EXERCISES]),
              help="Grade this exercise only; may be given several times.")  # fmt: skip
@click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path),
              help="The course's secret, made on first use.  [OUT/secret.key]")  # fmt: skip
@click.option("--require-isolation", type=click.Choice(LEVELS),
              help="Refuse to grade with less.")  # fmt: skip
@click.option("--deadline", type=click.FloatRange(0.1, 3600), default=CALL_SECONDS,
              show_default=True, metavar="SECONDS", help="For one call.")  # fmt: skip
@click.option("--submission-deadline", type=click.FloatRange(0.1, 36000), metavar="SECONDS",
              help="For all calls of a submission.  "
              f"[default: {CALLS_AT_DEADLINE} times --deadline]")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Grade again even what has a grade.")
def grade(
    submissions: Path, out: Path | None, jobs: int, only: tuple[str, ...],
    secret_file: Path | None, require_isolation: str | None, deadline: float,
    submission_deadline: float | None, fresh: bool, reading: str | None, assignment: str,
    roster: Path | None, attempt: str, scheduler: str,
) -> None:  # fmt: skip
    """Grade a class, or one student's folder or file.

    SUBMISSIONS is what the course's system handed over, packed or not: a download of Canvas or
    Moodle, an export of Gradescope, nbgrader's folders, repositories, or a folder or an archive
    for each student. grader intake shows how it is read. What has a grade in OUT already is not
    graded again: a run that was stopped goes on where it was.

    Exit status: 0 all graded; 1 nothing could be done; 3 a fault of the grader left something
    blank; 4 less isolation than required; 5 all graded, but something that looks like work belongs
    to nobody; 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP.
    """
    # Imported here, so that --help and a mistyped option do not wait for NumPy and pytest.
    from grader.intake.students import Options
    from grader.run import Order, grade_submissions

    whole = submission_deadline or CALLS_AT_DEADLINE * deadline
    order = Order(
        submissions=submissions,
        out=out,
        jobs=jobs,
        only=frozenset(only),
        secret_file=secret_file,
        levels=LEVELS[LEVELS.index(require_isolation) :] if require_isolation else LEVELS,
        limits=Limits(call_seconds=deadline, submission_seconds=whole),
        fresh=fresh,
        options=Options(reading or "", assignment),
        roster=roster,
        attempt=attempt,
        scheduler=scheduler,
    )
    raise SystemExit(grade_submissions(order))


@main.command()
@click.argument("student", required=False)
@click.option("--class", "whole_class", is_flag=True,
              help="Print which mistakes the class made, commonest first.")  # fmt: skip
@click.option("--out", type=click.Path(exists=True, file_okay=False, path_type=Path),
              required=True, help="Where grader grade wrote its reports.")  # fmt: skip
def show(student: str | None, whole_class: bool, out: Path) -> None:
    """Print one student's feedback, or with --class the mistakes of all."""
    if whole_class == (student is not None):
        raise click.UsageError("name a student, or give --class.")
    if student is None:
        _show_class(out)
    else:
        _show_student(student, out)


def _show_class(out: Path) -> None:
    from grader.reports.class_view import class_view, read_class
    from grader.terminal import console_on

    try:
        mistakes, students = read_class(out)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{error}. Run grader grade with --out {out} first.") from error
    console_on().print(class_view(mistakes, students))


def _show_student(student: str, out: Path) -> None:
    from grader.reports.files import page_of

    path = page_of(out, student)
    if not path.is_file():
        near = _near(student, out / "feedback")
        remedy = f"Did you mean {near}?" if near else f"The names are in {out / 'grades.csv'}."
        raise click.ClickException(f"{out} has no feedback for {student!r}. {remedy}")
    click.echo(path.read_text(encoding="utf-8"), nl=False)


def _near(student: str, folder: Path) -> str:
    """Return up to three names that hold what was typed, or resemble it."""
    names = {path.stem.lower(): path.stem for path in sorted(folder.glob("*.md"))}
    typed = student.lower()
    near = [low for low in names if typed and typed in low] or get_close_matches(typed, names)
    return " or ".join(repr(names[low]) for low in near[:3])


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"),
              show_default=True, help="Folder for the class and its grades.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), default=lambda: os.cpu_count() or 1,
              show_default="all cores", help="Worker processes.")  # fmt: skip
def demo(out: Path, jobs: int) -> None:
    """Grade a class of invented students and say where the reports are."""
    from grader.demo import copy_of_class
    from grader.intake import IntakeError
    from grader.run import Order, grade_submissions

    try:
        submissions = copy_of_class(out)
    except (IntakeError, OSError) as error:
        raise click.ClickException(str(error)) from error
    order = Order(
        submissions=submissions,
        out=out,
        jobs=jobs,
        only=frozenset(),
        secret_file=None,
        levels=LEVELS,
        limits=Limits(),
        fresh=False,
    )
    raise SystemExit(grade_submissions(order))


class _Formats(click.Group):
    """A command for each row of the table of formats, which is read when one is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of the formats."""
        from grader.reports.exports.exporting import names

        return names()

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command that writes a format."""
        from grader.reports.exports.exporting import command_of

        return command_of(name) if name in self.list_commands(context) else None


@main.group(cls=_Formats, subcommand_metavar="FORMAT --out OUT [OPTIONS]")
def export() -> None:
    """Write the grades in OUT as what a course's system takes back.

    What could not be read or judged is blank in every format, never 0, and so is a total that
    lacks it. Files appear whole or not at all.

    Exit status: 0 all points are in; 1 refused, nothing was written; 3 a fault of the grader left
    somebody blank; 5 somebody's points have no place.
    """


@main.group()
def release() -> None:
    """Write what is handed out: the exercises, or what a service runs."""


@release.command("learners")
@click.argument("place", metavar="DIR|ZIP", type=click.Path(path_type=Path))
def release_to_learners(place: Path) -> None:
    """Write what learners receive: the exercises whole, and how to set them up.

    Refused, with every reason, where a stub is solved or a solution is among the files. The same
    kit always gives the same bytes.
    """
    from grader.release.releasing import release_learners

    release_learners(place)


@release.command("gradescope")
@click.argument("place", metavar="ZIP", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path),
              help="The course's secret, made on first use.  [secret.key beside ZIP]")  # fmt: skip
@click.option("--visibility", default="visible", show_default=True,
              type=click.Choice(("visible", "after_due_date", "after_published", "hidden")),
              help="When students see what the checks say, in Gradescope's words.")  # fmt: skip
def release_to_gradescope(place: Path, secret_file: Path | None, visibility: str) -> None:
    """Write the autograder that is uploaded to Gradescope.

    It holds the hidden tests, the solutions and the secret: it is for Gradescope alone.
    """
    from grader.release.releasing import release_gradescope

    release_gradescope(place, secret_file, visibility)


@release.command("classroom50")
@click.argument("place", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def release_to_classroom50(place: Path) -> None:
    """Write the starter code and the autograder for Classroom 50.

    The autograder runs where students may read and change it: it holds the learner tests, and no
    hidden test, no solution and no secret.
    """
    from grader.release.releasing import release_classroom50

    release_classroom50(place)


@release.command("prairielearn")
@click.argument("place", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--image", metavar="NAME", default="gradient-descent-grader", show_default=True,
              help="Under which name the image is published.")  # fmt: skip
@click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path),
              help="The course's secret, made on first use.  [secret.key beside DIR]")  # fmt: skip
def release_to_prairielearn(place: Path, image: str, secret_file: Path | None) -> None:
    """Write a question for a PrairieLearn course, and what grades it.

    It holds the hidden tests, the solutions and the secret: it is for the course's repository.
    """
    from grader.release.releasing import release_prairielearn

    release_prairielearn(place, secret_file, image)


@release.command("jupyterhub")
@click.argument("place", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def release_to_jupyterhub(place: Path) -> None:
    """Write the folder for everybody's home on a JupyterHub, and what its environment needs."""
    from grader.release.releasing import release_jupyterhub

    release_jupyterhub(place)


main.add_command(qualify)

if __name__ == "__main__":
    main()
