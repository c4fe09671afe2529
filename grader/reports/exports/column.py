"""One column of a table that a system exported: which it is, and everybody's points in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from grader.reports.exports.format import Class, ExportError, Option, number
from grader.reports.exports.matching import Matches, RowPerson
from grader.reports.exports.scale import OPTION as SCALE
from grader.reports.exports.scale import Scale
from grader.reports.exports.sheet import Sheet, lowered
from grader.wording import listed

__all__ = ["OPTIONS", "Filled", "chosen", "fill", "untouched"]

OPTIONS = (
    Option("--column", "Which assignment's column, by its title or id.", "TITLE"),
    SCALE,
    Option("--trust-ids", "Go by an id even if the names have nothing in common."),
)


@dataclass(frozen=True)
class Filled:
    """What became of everybody.

    Attributes
    ----------
    changes : row and column to the new text
    students : whose points are in them
    nowhere : whose points have no place, and why
    notes : what else is to be said, a line each
    """

    changes: Mapping[tuple[int, int], str]
    students: tuple[str, ...]
    nowhere: Mapping[str, str]
    notes: tuple[str, ...]


def chosen(path: Path, known: Mapping[int, re.Match[str]], asked: str, none: str) -> int:
    """Return the place of the column to fill; it must be plain which it is.

    Parameters
    ----------
    path : the file
    known : the columns that can be filled, and what their titles say, as ``title`` and ``id``
    asked : what the instructor says of it
    none : why there may be no column, and what to do

    Raises
    ------
    ExportError
        With the columns to choose from.
    """
    asked = asked.strip()
    fits = [
        place for place, told in known.items()
        if not asked or asked in (told.string, told["title"].strip(), told["id"])
    ]  # fmt: skip
    if len(fits) == 1:
        return fits[0]
    if not known:
        raise ExportError(f"{path} {none}")
    if not asked:
        what = "it cannot be told which column to fill in"
    elif fits:
        what = f"several columns are called {asked!r}"
    else:
        what = f"no assignment has the title or the id {asked!r}"
    raise ExportError(
        f"{path}: {what}. Nothing was written. Name one with --column, by its title or "
        f"its id: {'; '.join(told.string for told in known.values())}."
    )


def fill(
    sheet: Sheet, column: int, graded: Class, matches: Matches, scale: Scale, system: str,
    excused: str = "",
) -> Filled:  # fmt: skip
    """Return the points of a class for a column, and who has none.

    Parameters
    ----------
    sheet, column : what is filled in
    graded, matches, scale : whose row each student is, and how points are converted
    system : what the table is from
    excused : what a cell says that is left
    """
    nowhere = {
        r.student: matches.nowhere[r.student]
        for r in graded.results if r.points is not None and r.student in matches.nowhere
    }  # fmt: skip
    changes: dict[tuple[int, int], str] = {}
    notes: list[str] = []
    befores: dict[str, tuple[str, float]] = {}
    for result in graded.results:
        person = matches.found.get(result.student)
        if person is None:
            continue
        row = sheet.rows[person.row]
        before = row.text(column)
        if column >= len(row.cells):
            nowhere[result.student] = f"line {row.line} of the gradebook has no cell for it"
        elif result.points is None:
            if before not in ("", "-"):
                notes.append(f"left as it was: {result.student}, {before}: {result.why_blank}")
        elif excused and before.casefold() == excused.casefold():
            nowhere[result.student] = f"is excused in {system} ({excused}), which is left"
        else:
            points = scale.of(result.points)
            changes[person.row, column] = number(points)
            befores[result.student] = (before, points)
    return Filled(changes, tuple(befores), nowhere, (*notes, *lowered(befores, system)))


def untouched(people: Iterable[RowPerson], rows: Set[int]) -> list[str]:
    """Say who is in a table, in none of the rows that somebody's result is for."""
    others = [person.name or person.called for person in people if person.row not in rows]
    told = f"in the gradebook, and not among these grades: {listed(others, 20, '; ')}"
    return [told] if others else []
