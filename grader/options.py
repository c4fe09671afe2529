"""The options that say of a course what `course.toml` may say: each beats the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import UserError

if TYPE_CHECKING:
    from grader.course.file import Course

__all__ = [
    "course_file", "course_of", "course_options", "jobs", "reading", "reports_folder",
    "with_options",
]  # fmt: skip

FILE = click.Path(path_type=Path)
KEYS = ("title", "folders", "weights", "total", "due", "time_zone", "exports")
LATE = ("percent_per_day", "at_most", "grace_minutes")

OPTIONS = (
    click.option("--title", help="The course's title."),
    click.option("--folder", "folders", multiple=True, metavar="DIR", type=FILE,
                 help="A folder of own checks and exercises; may be given several times."),
    click.option("--weight", "weights", multiple=True, metavar="EX=NUMBER",
                 help="What an exercise weighs, such as ex1=20; one for each."),
    click.option("--total", type=float, metavar="POINTS",
                 help="What the weights add up to.  [default: 100]"),
    click.option("--due", metavar="TIME", help="When work was due: 2026-12-01T23:59+01:00."),
    click.option("--time-zone", metavar="NAME", help="Of times without one: Europe/Zurich."),
    click.option("--late-percent", "percent_per_day", type=float, metavar="NUMBER",
                 help="Taken off for each day begun."),
    click.option("--late-at-most", "at_most", type=float, metavar="NUMBER",
                 help="Per cent taken off in all.  [default: 100]"),
    click.option("--late-grace", "grace_minutes", type=float, metavar="MINUTES",
                 help="After the due date that cost nothing.  [default: 0]"),
    click.option("--export", "exports", multiple=True, metavar="FORMAT",
                 help="Write this format at the end; may be given several times."),
)  # fmt: skip


course_file = click.option(
    "--course", "course_file", type=FILE, metavar="FILE",
    help="The course.toml to use.  [the one in this folder, if there is one]",
)  # fmt: skip
jobs = click.option(
    "--jobs", type=click.IntRange(1, 256), default=lambda: os.cpu_count() or 1,
    show_default="all cores", help="Worker processes.",
)  # fmt: skip
reports_folder = click.option(
    "--out", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True,
    help="Where grader grade wrote its reports.",
)  # fmt: skip


def with_options(
    command: Callable[..., None], options: Sequence[Callable[..., Any]]
) -> Callable[..., None]:
    """Return a command with some options, which its help lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def course_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--course`` and an option for each value of the file that has none elsewhere.

    The command gets what they say as ``said``, for `course_of`.
    """

    @wraps(command)
    def with_said(**values: Any) -> None:
        said = {key: values.pop(key) for key in KEYS}
        said["late"] = {key: values.pop(key) for key in LATE}
        said["weights"] = dict(map(_weight, said["weights"]))
        command(said=said, **values)

    return with_options(with_said, (course_file, *OPTIONS))


READINGS = {"one_student": "one student", "is_class": "class", "sections": "sections"}


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how SUBMISSIONS is to be read."""

    @wraps(command)
    def read(**values: Any) -> None:
        given = [told for name, told in READINGS.items() if values.pop(name)]
        if len(given) > 1:
            raise click.UsageError("--one-student, --class and --sections: give one of them.")
        command(reading=given[0] if given else "", **values)

    options = (
        click.option("--one-student", is_flag=True, help="All of it is one student's work."),
        click.option("--class", "is_class", is_flag=True,
                     help="Each folder and archive in it is a student; of files, whom they name."),
        click.option("--sections", is_flag=True,
                     help="Each folder and archive in it is a section of students."),
        click.option("--assignment", metavar="NAME", default="",
                     help="Which of several assignments it is: each adds to those before."),
        click.option("--names-in", metavar="ENCODING", default="", callback=_encoding,
                     help="Of names in a zip or a roster that are not in UTF-8, such as gbk."),
        click.option("--roster", type=click.Path(dir_okay=False, path_type=Path),
                     help="CSV of who should hand in: name, id, email or login."),
    )  # fmt: skip
    return with_options(read, options)


def _encoding(context: click.Context, option: click.Parameter, value: str) -> str:
    # Imported here, so that --help does not wait.
    from grader.intake.undecoded import keeps_ascii

    if value and not keeps_ascii(value):
        raise click.BadParameter(
            f"{value} is not an encoding of names. Give one such as gbk, big5, cp932 (Japanese), "
            "cp949 (Korean), cp1251, cp866 (Cyrillic), cp1252, cp850 or cp437 (Latin)."
        )
    return value


def course_of(file: Path | None, said: dict[str, Any], *, is_before_term: bool = False) -> Course:
    """Return the course."""
    # Imported here, so that --help does not wait for NumPy.
    from grader.course.file import read_course

    return read_course(file, said, is_before_term=is_before_term)


def _weight(text: str) -> tuple[str, float]:
    key, _, number = text.partition("=")
    try:
        return key.strip(), float(number)
    except ValueError:
        raise UserError(f"--weight: {text!r} is not a weight. Write it as ex1=20.") from None
