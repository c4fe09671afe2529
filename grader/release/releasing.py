"""``grader release``: what is handed out to learners, and what a service runs; a row for each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from grader.course.file import Course
from grader.options import course_file, course_of, with_options
from grader.release.bundles import (
    TOP,
    ReleaseError,
    autograder,
    classroom50,
    jupyterhub,
    learners,
    prairielearn,
)
from grader.release.own import untested
from grader.secret import read_secret
from grader.terminal import written_whole
from grader.whole_files import staged, write_files, write_whole, zipped

__all__ = ["command_of", "names"]

DIR, ZIP, EITHER = "DIR", "ZIP", "DIR|ZIP"
README = "What to do with them is in {readme}."


@dataclass(frozen=True)
class Release:
    """What can be handed out.

    Attributes
    ----------
    about : what it is, for whom reads the command's help
    place : where it goes: ``DIR``, ``ZIP``, or what the name ends in
    files : what is in it, of the course, its secret and what the own options say
    said : what comes behind the count of the files
    options : its own, beside the course's
    for_learners : whether learners get a course's own exercises with it
    holds_secret : whether it grades, and so holds the course's secret
    executable : the files that are run
    """

    about: str
    place: str
    files: Callable[[Course, bytes, Mapping[str, Any]], Mapping[str, bytes]]
    said: str
    options: tuple[Callable[..., Any], ...] = ()
    for_learners: bool = True
    holds_secret: bool = False
    executable: tuple[str, ...] = ()


RELEASES = {
    "learners": Release(
        """Write what learners receive: the exercises whole, and how to set them up.

        A course's own exercises are among them, with the learner tests beside their stubs.
        Refused, with every reason, where a stub is solved or a solution is among the files. The
        same kit always gives the same bytes.
        """,
        EITHER,
        lambda course, secret, values: learners(course.folders),
        ", for learners",
    ),
    "gradescope": Release(
        """Write the autograder that is uploaded to Gradescope.

        It holds the hidden tests, the solutions and the secret, a course's own too: it is for
        Gradescope alone. The total is by the course's weights.
        """,
        ZIP,
        lambda course, secret, values: autograder(secret, values["visibility"], course),
        ", for Gradescope. The numbers are drawn from {key}: grade exports with {same_numbers}, "
        "and keep it.",
        (
            click.option("--visibility", default="visible", show_default=True,
                         type=click.Choice(("visible", "after_due_date", "after_published",
                                            "hidden")),
                         help="When students see what the checks say, in Gradescope's words."),
        ),
        for_learners=False,
        holds_secret=True,
        executable=("setup.sh", "run_autograder"),
    ),
    "classroom50": Release(
        """Write the starter code and the autograder for Classroom 50.

        The autograder runs where students may read and change it: it holds the learner tests, and
        no hidden test, no solution and no secret.
        """,
        DIR,
        lambda course, secret, values: classroom50(course.folders),
        f". {README} Students can change what runs in their repositories: grade the collected "
        "ones with grader grade.",
    ),
    "prairielearn": Release(
        """Write a question for a PrairieLearn course, and what grades it.

        It holds the hidden tests, the solutions and the secret, a course's own too: it is for the
        course's repository. The total is by the course's weights.
        """,
        DIR,
        lambda course, secret, values: prairielearn(secret, values["image"], course),
        f", for a course's repository that students cannot read. {README}",
        (
            click.option("--image", metavar="NAME", default="gradient-descent-grader",
                         show_default=True, help="Under which name the image is published."),
        ),
        holds_secret=True,
        executable=("serverFilesCourse/gradient_descent/run.sh",),
    ),
    "jupyterhub": Release(
        """Write the folder for everybody's home on a JupyterHub, and what its environment needs.
        """,
        DIR,
        lambda course, secret, values: jupyterhub(course.folders),
        f". {README}",
    ),
}  # fmt: skip


def names() -> list[str]:
    """Return what can be handed out, by name."""
    return list(RELEASES)


def command_of(name: str) -> click.Command:
    """Return the command that writes one, with its own options."""
    row = RELEASES[name]

    def run(
        place: Path, course_file: Path | None, secret_file: Path | None = None, **values: Any
    ) -> None:
        course = course_of(course_file, {}, is_before_term=True)
        _release(row, place, secret_file or course.secret, course, values)

    kind = click.Path(dir_okay=row.place != ZIP, file_okay=row.place != DIR, path_type=Path)
    options = [click.argument("place", metavar=row.place, type=kind), *row.options, course_file]
    if row.holds_secret:
        secret = click.option(
            "--secret-file", type=click.Path(dir_okay=False, path_type=Path),
            help=f"The course's secret.  [course.toml's, or secret.key beside {row.place}]",
        )  # fmt: skip
        options.insert(1, secret)
    return click.command(name, help=inspect.cleandoc(row.about))(with_options(run, options))


def _release(
    row: Release, place: Path, secret_file: Path | None, course: Course, values: Mapping[str, Any]
) -> None:
    """Write it as a whole, and say what it lacks."""
    is_zip = row.place != DIR and place.suffix.lower() == ".zip"
    key = secret_file or (place if is_zip else place.resolve()).with_name("secret.key")
    with written_whole(place):
        if row.place == ZIP and not is_zip:
            raise ReleaseError(f"{place} must end in .zip: Gradescope takes nothing else.")
        if not is_zip:
            _refuse_taken(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        files = row.files(course, read_secret(key) if row.holds_secret else b"", values)
        if is_zip:
            top = f"{TOP}/" if row.place == EITHER else ""
            within = {f"{top}{name}": data for name, data in files.items()}
            write_whole(place, zipped(within, row.executable))
        else:
            with staged(place) as new:
                write_files(new, files, row.executable)
    same, readme = _same_numbers(key, course), place / "README.md"
    said = row.said.format(key=key, same_numbers=same, readme=readme)
    click.echo(f"wrote {place}: {len(files)} files{said}")
    if row.for_learners:
        _tell_learners(course)
    if row.holds_secret:
        _tell_service(course)


def _same_numbers(key: Path, course: Course) -> str:
    """Say how an export is graded on the numbers that the service drew."""
    return "the same course.toml" if key == course.secret else f"--secret-file {key}"


def _tell_learners(course: Course) -> None:
    """Say what the own exercises among the files lack."""
    for stem in untested(course.folders):
        click.echo(
            f"{stem}.py is in it, without learner tests: pytest exercises says nothing of it. "
            f"Write test_{stem}.py beside the stub in the course's folder.",
            err=True,
        )


def _tell_service(course: Course) -> None:
    """Say what of the course's rules the service does not follow."""
    if course.rule.late is not None and course.rule.due is not None:
        click.echo(
            "Not in it: what being late costs. Set that there, or grade what is collected with "
            f"grader grade --course {course.path or 'FILE'}.",
            err=True,
        )


def _refuse_taken(place: Path) -> None:
    if place.is_dir() and any(place.iterdir()):
        raise ReleaseError(f"{place} is not empty. Nothing was written. Name a new folder.")
    if place.exists() and not place.is_dir():
        raise ReleaseError(f"{place} is a file. Nothing was written. Name a new folder.")
