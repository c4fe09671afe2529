"""Canvas: the gradebook that was exported, with one column filled in.

The header is ``Student, ID, SIS User ID, SIS Login ID, Section``, then ``<title> (<id>)`` for each
assignment and columns that are read only; ``    Points Possible`` may stand below it. A blank cell,
or ``-``, is no score. [canvas-lms, lib/gradebook_importer.rb]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from grader.reports.exports.column import OPTIONS, chosen, fill, untouched
from grader.reports.exports.format import (
    Class,
    Export,
    ExportError,
    Format,
    Option,
    Values,
)
from grader.reports.exports.matching import (
    Matches,
    RowPerson,
    columns_of,
    match,
    refuse_duplicates,
    refuse_nobody,
)
from grader.reports.exports.scale import scale_to
from grader.reports.exports.sheet import Row, Sheet, maximum_in, read_sheet

__all__ = ["FORMAT"]

AGAIN = "Export the gradebook from Canvas again (Grades, Export), and name that file as it is."
TITLE = re.compile(r"(?P<title>.*) \((?P<id>\d+)\)", re.DOTALL)
COLUMNS = {
    "name": ("student",), "last": ("lastname",), "first": ("firstname",), "id": ("id",),
    "sis": ("sis user id",), "login": ("sis login id",),
}  # fmt: skip
POINTS = "points possible"
READ_ONLY = "read only"
NO_STUDENT = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)
TEST_STUDENTS = ("student, test", "test student")
EXCUSED = "EX"
NO_COLUMN = (
    "has no column of an assignment, '<title> (<id>)', that can be filled in. Make the assignment "
    f"in Canvas and publish it. {AGAIN}"
)
# Of an assignment for groups the download has a group's name, and the id of one of its members.
GROUPS = (
    "where these are groups, each with the id of one member, or people have another name now, give "
    "--trust-ids: Canvas gives what that member gets to the whole group"
)


@dataclass(frozen=True)
class CanvasTable:
    """A gradebook of Canvas's: what is where."""

    sheet: Sheet
    columns: dict[str, int]
    points: Row | None
    people: tuple[RowPerson, ...]

    def possible(self, column: int) -> str:
        """Return what the row of points says of a column."""
        return self.points.text(column) if self.points is not None else ""

    @property
    def assignments(self) -> dict[int, re.Match[str]]:
        """The columns that are an assignment's, and what their titles say."""
        found = {}
        for place, title in enumerate(self.sheet.header):
            told = TITLE.fullmatch(title)
            if told and READ_ONLY not in self.possible(place).casefold():
                found[place] = told
        return found


def write(graded: Class, values: Values) -> Export:
    """Fill one column of an exported gradebook; every other byte stays."""
    path = Path(values["canvas"])
    book = _read(path)
    column = chosen(path, book.assignments, values.get("column") or "", NO_COLUMN)
    title = book.sheet.header[column]
    scale = scale_to(
        maximum_in(book.possible(column), {r.grade.out_of for r in graded.results}, str(path)),
        graded,
        f"{path}, {title!r}",
        is_wanted=bool(values["scale"]),
    )
    matches = match(graded.results, book.people, trust_numbers=bool(values["trust_ids"]))
    with_points = [result for result in graded.results if result.points is not None]
    if with_points and not matches.found:
        _refuse_strangers(path, graded, matches)
    done = fill(book.sheet, column, graded, matches, scale, "Canvas", EXCUSED)
    notes = [f"column: {title}", *scale.notes, *done.notes]
    if matches.strangers:
        notes.append(f"an id under another name, as {matches.strangers[0]} has: {GROUPS}")
    notes += untouched(book.people, matches.rows)
    data = book.sheet.replaced(done.changes)
    return Export({path.name: data}, done.students, done.nowhere, tuple(notes))


def _refuse_strangers(path: Path, graded: Class, matches: Matches) -> NoReturn:
    """Refuse a gradebook in which nobody of the class has a row.

    Raises
    ------
    ExportError
        With the reason, and what to do about it.
    """
    if strange := matches.strangers:
        raise ExportError(
            f"{path}: {strange[0]} is nobody in it for certain: {matches.nowhere[strange[0]]}. "
            f"So it is for {len(strange)} of {len(graded.results)}. Nothing was written. "
            f"{GROUPS[0].upper()}{GROUPS[1:]}. Otherwise name the gradebook of the course that "
            "these grades are of."
        )
    if nameless := [r.student for r in graded.results if r.who.name == f"anon_{r.who.id}"]:
        raise ExportError(
            f"{path}: who handed in as {nameless[0]} is not known, since the assignment is "
            "anonymous, and nobody has such an id in a gradebook. Nothing was written. Once "
            "Canvas shows the names, download the submissions again, and grade those into "
            "another --out."
        )
    remedy = "Name the gradebook of the course that these grades are of."
    refuse_nobody(path, matches, "another course's", remedy)


def _read(path: Path) -> CanvasTable:
    sheet = read_sheet(path, AGAIN)
    columns = columns_of(sheet.header, COLUMNS)
    if "id" not in columns or not {"name", "last"} & columns.keys():
        raise ExportError(
            f"{path} is not a gradebook that Canvas exported: its first line must have the columns "
            f"Student and ID, and it has {', '.join(sheet.header[:6])}. {AGAIN}"
        )
    points, people = None, []
    # Its words are in the first column, which is not the students' once somebody has moved it.
    named = {0, *(columns[key] for key in ("name", "last") if key in columns)}
    for place, row in enumerate(sheet.rows[1:], 1):
        if any(POINTS in row.text(column).casefold() for column in named):
            points = row
        elif not all(NO_STUDENT.fullmatch(cell.text) for cell in row.cells):
            person = _person(row, place, columns)
            if person.name.casefold() not in TEST_STUDENTS:
                people.append(person)
    if not people:
        raise ExportError(f"{path} holds no student. {AGAIN}")
    refuse_duplicates(people, path)
    return CanvasTable(sheet, columns, points, tuple(people))


def _person(row: Row, place: int, columns: dict[str, int]) -> RowPerson:
    def cell(key: str) -> str:
        return row.text(columns.get(key))

    name = cell("name") or ", ".join(part for part in (cell("last"), cell("first")) if part)
    return RowPerson(place, row.line, (cell("id"), cell("sis")), cell("login"), "", name)


FORMAT = Format(
    "canvas",
    "the gradebook that you exported, one column of it filled in, every other byte as it was",
    write,
    (
        Option("--canvas", "The gradebook as Canvas exported it.", "FILE.csv", True, True),
        *OPTIONS,
    ),
)
