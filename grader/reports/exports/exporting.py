"""``grader export``: from the gradebook to the file that goes back, everybody accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from exercises.coach.judging.versions import versions
from grader.errors import Status
from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.intake.people import Who
from grader.options import course_file, course_of, with_options
from grader.provenance import kit_version
from grader.reports.exports.format import (
    Blank,
    Class,
    Export,
    ExportError,
    Format,
    Option,
    Result,
    Values,
)
from grader.reports.exports.formats import FORMATS
from grader.reports.report_names import Places
from grader.reports.text import printable
from grader.terminal import console_on, written_whole
from grader.whole_files import whole_folder, write_files
from grader.wording import listed

__all__ = ["closing_lines", "command_of", "export", "names", "read_class", "write_folder"]

SHOWN = 200


def names() -> list[str]:
    """Return the names of the formats."""
    return list(FORMATS)


def command_of(name: str) -> click.Command:
    """Return the command that writes a format, with the format's own options."""
    each = FORMATS[name]

    def run(out: Path, to: Path | None, course_file: Path | None, **values: Any) -> None:
        course_of(course_file, {})
        raise SystemExit(export(each, out, to, values))

    options: tuple[Callable[..., Any], ...] = (
        click.option(
            "--out", required=True, metavar="OUT",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Where grader grade keeps its gradebook.",
        ),
        click.option(
            "--to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
            help=f"Folder for what is written; a new one, or that of the last export.  "
            f"[OUT/exports/{name}]",
        ),
        *map(_declared, each.options),
        course_file,
    )  # fmt: skip
    about = each.writes.replace("`", "")
    return click.command(name, short_help=about, help=f"Write {about}.")(with_options(run, options))


def _declared(option: Option) -> Callable[[Callable[..., None]], Callable[..., None]]:
    kind: dict[str, Any] = {"is_flag": True}
    if option.metavar:
        kind = {"metavar": option.metavar, "required": option.is_required}
    if option.is_file:
        kind["type"] = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option(option.name, option.key, help=option.help, **kind)


def export(each: Format, out: Path, to: Path | None, values: Values) -> int:
    """Write a format, print what became of everybody, and return the exit status."""
    console = console_on()
    folder = to or out / "exports" / each.name
    with written_whole(folder):
        graded, withdrawn = read_class(out)
        made = each.write(graded, values)
        write_folder(folder, made.files, each.name, _files_in(each, values))
    tops = sorted({Path(name).parts[0] for name in made.files})
    told = ", ".join(tops) if len(tops) <= 3 else f"{len(made.files)} files"
    console.print(Text(printable(f"wrote {folder}: {told or 'nothing'}")))
    for line in closing_lines(graded, made, withdrawn):
        console.print(Text(printable(line)))
    if any(result.blank is Blank.FAULT for result in graded.results):
        return Status.FAULT
    return Status.LEFT_OVER if made.nowhere else Status.DONE


def read_class(out: Path) -> tuple[Class, list[str]]:
    """Return the class that a gradebook has, and who was withdrawn.

    Raises
    ------
    GradebookError
        When there is no gradebook, or nobody in it.
    """
    results = []
    with Gradebook.of_reports(out) as book:
        standings = Standings(book)
        standings.check_somebody()
        people = book.people({})
        places = Places()
        for standing in standings:
            who = people.get(standing.student, Who())
            page = f"{places.of(standing.student)}.md"
            results.append(Result(standing.grade, who, standing.isolation, page))
        names = sorted({run.assignment for run in book.runs()} - {""})
        graded = Class(tuple(results), str(versions()), kit_version(), assignments=tuple(names))
        return graded, standings.withdrawn()


def closing_lines(graded: Class, made: Export, withdrawn: Iterable[str]) -> Iterator[str]:
    """Yield what became of everybody; the last line counts them all."""
    yield from made.notes
    if len(graded.assignments) > 1:
        yield f"each total is the sum over {listed(graded.assignments, SHOWN)}"
    for students in _namesakes(graded):
        yield f"several results of one student, by the id or the e-mail: {listed(students, SHOWN)}"
    gone = list(withdrawn)
    if gone:
        yield f"withdrawn, and left out: {listed(gone, SHOWN)}"
    blank = {r.student: r.why_blank for r in graded.results if r.points is None}
    if blank:
        yield f"blank: {_with_reasons(blank)}"
    if made.nowhere:
        yield f"points without a place: {_with_reasons(made.nowhere)}"
    yield (
        f"students {len(graded.results)} · filled in {len(made.filled)} · blank {len(blank)} · "
        f"without a place {len(made.nowhere)}"
    )


def _with_reasons(reasons: Mapping[str, str]) -> str:
    """Return the students, each reason once behind all whom it is of."""
    students: dict[str, list[str]] = {}
    for student, why in reasons.items():
        students.setdefault(why, []).append(student)
    told = (f"{listed(names, SHOWN)} ({why})" for why, names in students.items())
    return listed(told, SHOWN, "; ")


def _namesakes(graded: Class) -> Iterator[list[str]]:
    """Yield those who are one person as far as the source or the roster tells."""
    told: set[tuple[str, ...]] = set()
    for key in ("id", "email"):
        having: dict[str, list[str]] = {}
        for result in graded.results:
            if known := getattr(result.who, key).casefold():
                having.setdefault(known, []).append(result.student)
        for students in having.values():
            if len(students) > 1 and tuple(students) not in told:
                told.add(tuple(students))
                yield students


def _files_in(each: Format, values: Values) -> list[Path]:
    return [Path(values[o.key]) for o in each.options if o.is_file and values.get(o.key)]


def write_folder(
    folder: Path, files: Mapping[str, bytes], name: str, given: Iterable[Path] = ()
) -> None:
    """Write a folder as a whole, in the place of the one that the last export of the format made.

    Parameters
    ----------
    folder : made with the folders that it is in
    files : path below it to content
    name : the format's
    given : files of the instructor's, none of which may be in it

    Raises
    ------
    UserError
        When the folder holds anything else. Then nothing is written.
    OSError
        When something cannot be written. Then the folder is as it was.
    """
    if any(path.resolve().is_relative_to(folder.resolve()) for path in given):
        raise ExportError(
            f"{folder} holds the very file that is to be filled in. Nothing was written. Name "
            "another folder with --to."
        )
    with whole_folder(folder, name, "Name a new folder with --to.") as new:
        write_files(new, files)
