"""Blackboard and Brightspace: the gradebook that was exported, with one column filled in.

Blackboard's (Work Offline, Download) has ``<title> [Total Pts: 100 Score] |<id>`` for each column,
is cut by tabs and in UTF-16, or by commas, and comes back as it was. Brightspace's has ``<title>
Points Grade <Numeric MaxPoints:100>``, and a ``#`` before ids and logins and at the end of each
line. It takes no names and nothing that it worked out itself: those columns, and rows without new
points, are left out of what goes back. [Blackboard Help, Work Offline; D2L, Importing Grades]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.intake.roster import columns_named
from grader.reports.exports.column import OPTIONS, chosen, fill, untouched
from grader.reports.exports.format import Class, Export, ExportError, Format, Option, Values
from grader.reports.exports.matching import RowPerson, match, refuse_duplicates, refuse_nobody
from grader.reports.exports.scale import scale_to
from grader.reports.exports.sheet import Row, maximum_in, read_sheet

__all__ = ["BLACKBOARD", "BRIGHTSPACE"]


@dataclass(frozen=True)
class System:
    """A system whose gradebook names students by login, id and name.

    Attributes
    ----------
    name : the system's
    title : what the header of a column with points says
    shape : that in words
    again : where the gradebook is exported
    is_whole : whether all of it goes back
    """

    name: str
    title: re.Pattern[str]
    shape: str
    again: str
    is_whole: bool


def _write(system: System, graded: Class, values: Values) -> Export:
    path = Path(values[system.name.lower()])
    again = f"Export it from {system.name} again ({system.again}), and name that file as it is."
    sheet = read_sheet(path, again, is_wide=system.is_whole)
    places = columns_named(sheet.header)
    people = [_person(row, place, places) for place, row in enumerate(sheet.rows[1:], 1)]
    if not {"id", "login"} & places.keys():
        raise ExportError(
            f"{path} is not a gradebook that {system.name} exported: its first line must have a "
            f"column for user names or ids, and it has {', '.join(sheet.header[:6])}. {again}"
        )
    if not people:
        raise ExportError(f"{path} holds no student. {again}")
    refuse_duplicates(people, path)
    titles = {n: told for n, t in enumerate(sheet.header) if (told := system.title.fullmatch(t))}
    none = f"has no column that can be filled in, {system.shape}. {again}"
    column = chosen(path, titles, values.get("column") or "", none)
    ours = {result.grade.out_of for result in graded.results}
    most = maximum_in(titles[column]["points"] or "", ours, str(path))
    where = f"{path}, {sheet.header[column]!r}"
    scale = scale_to(most, graded, where, is_wanted=bool(values["scale"]))
    matches = match(graded.results, people, trust_numbers=bool(values["trust_ids"]))
    if graded.with_points and not matches.found:
        remedy = "Name the gradebook of the course that these grades are of."
        refuse_nobody(path, matches, "another course's", remedy)
    done = fill(sheet, column, graded, matches, scale, system.name)
    notes = [f"column: {sheet.header[column]}", *scale.notes, *done.notes]
    notes += untouched(people, matches.rows)
    data = sheet.replaced(done.changes)
    if not system.is_whole:
        keys = [number for kind in ("id", "login") for number in places.get(kind, [])]
        last = [len(sheet.header) - 1] if _ends_lines(sheet.rows[1:]) else []
        data = sheet.part(done.changes, [*sorted(keys), column, *last])
    return Export({path.name: data}, done.students, done.nowhere, tuple(notes))


def _person(row: Row, place: int, columns: dict[str, list[int]]) -> RowPerson:
    def cell(kind: str) -> str:
        return next((row.text(n) for n in columns.get(kind, ()) if row.text(n)), "").lstrip("#")

    name = cell("name") or ", ".join(part for part in (cell("last"), cell("first")) if part)
    return RowPerson(place, row.line, (cell("id"),), cell("login"), cell("email"), name)


def _ends_lines(rows: Sequence[Row]) -> bool:
    return all(row.cells[-1].text.strip() == "#" for row in rows)


SYSTEMS = (
    System(
        "Blackboard",
        re.compile(
            r"(?P<title>.*) \[[^\]:]*: (?P<points>[\d.,]+)[^\]]*\] ?\|(?P<id>\d+)",
            re.DOTALL,
        ),
        "'<title> [Total Pts: 100 Score] |<id>'",
        "Work Offline, Download",
        is_whole=True,
    ),
    System(
        "Brightspace",
        re.compile(
            r"(?P<title>.*) Points Grade(?: <.*\bMaxPoints:(?P<points>[\d.,]+).*>)?(?P<id>)",
            re.DOTALL | re.IGNORECASE,
        ),
        "'<title> Points Grade'",
        "Enter Grades, Export, with points grades and names",
        is_whole=False,
    ),
)
WRITES = {
    "Blackboard": "the gradebook that you downloaded, one column of it filled in, every other byte "
    "as it was",
    "Brightspace": "of the gradebook that you exported, what can be imported: ids and one column, "
    "filled in",
}
BLACKBOARD, BRIGHTSPACE = (
    Format(
        system.name.lower(), WRITES[system.name], partial(_write, system),
        (Option(f"--{system.name.lower()}", f"The gradebook as {system.name} exported it.",
                "FILE.csv", True, True), *OPTIONS),
    )
    for system in SYSTEMS
)  # fmt: skip
