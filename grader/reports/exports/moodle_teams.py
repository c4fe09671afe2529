"""The teams of an assignment of Moodle's: which rows of its worksheet are a team's members'.

Where a team hands in once, the download has one folder, ``Name of team_<the group's id>``, and the
worksheet a row for each member, with the group's name before the grade. The group's id is in no
worksheet, and may be some participant's number: so a team is known by its name alone, as Moodle
makes a file's name of it.
[moodle, mod/assign/classes/downloader.php, mod/assign/gradingtable.php, clean_param]
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from grader.reports.exports.format import ExportError, Result
from grader.reports.exports.matching import RowPerson, shared
from grader.reports.exports.sheet import Sheet
from grader.wording import all_of

__all__ = ["Teams", "teams_column", "teams_of"]

NOT_IN_FILES = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")
NO_TEAM = "no row has a team of that name"


@dataclass(frozen=True)
class Teams:
    """The members of every team, why a team has none, and which rows are somebody's."""

    members: Mapping[str, tuple[RowPerson, ...]]
    nowhere: Mapping[str, str]
    rows: Set[int]


def teams_column(sheet: Sheet, names: Set[str], columns: Set[int | None]) -> int | None:
    """Return which of some columns has the names of teams, in any language: the last that does."""
    ours = {form for name in names for form in _forms(name)}
    for column in sorted(filter(None, columns), reverse=True):
        if any(ours & _forms(row.text(column)) for row in sheet.rows[1:]):
            return column
    return None


def teams_of(
    results: Sequence[Result],
    people: Sequence[RowPerson],
    sheet: Sheet,
    column: int,
    *,
    is_sure: bool,
) -> Teams | None:
    """Return the teams; None if what was handed in is each student's own.

    Parameters
    ----------
    column : where names of results are
    is_sure : whether its title says that these are teams; of a user name, too, each has another

    Raises
    ------
    ExportError
        When it may be either.
    """
    by_form: dict[str, dict[str, list[RowPerson]]] = {}
    students: dict[str, list[RowPerson]] = {}
    for person in people:
        team = sheet.rows[person.row].text(column)
        for form in _forms(team):
            by_form.setdefault(form, {}).setdefault(team, []).append(person)
        for form in _forms(person.name):
            students.setdefault(form, []).append(person)
    found = {result.student: _fits(by_form, result) for result in results}
    teams, singles, either = _told_apart(results, found, students)
    if not teams and (singles or not either):
        return None
    if not is_sure and all(len(rows) < 2 for fits in found.values() for rows in fits.values()):
        return None
    if singles or not teams:
        raise ExportError(
            f"{sheet.path}: {(teams or either)[0]} is a team in it (column "
            f"{sheet.header[column]!r}), and {(singles or either)[0]} a student. Nothing was "
            "written. Grade what teams and what students handed in into two folders; a team that "
            "has a student's name needs another one in Moodle: download both again then."
        )
    nowhere = {r.student: NO_TEAM for r in results if not found[r.student]}
    for student, fits in found.items():
        if len(fits) > 1:
            nowhere[student] = f"several teams fit: {all_of(map(repr, fits))}"
    nowhere |= shared(
        [r for r in results if len(found[r.student]) == 1],
        lambda result: next(iter(found[result.student])), "team's name",
    )  # fmt: skip
    members = {
        student: tuple(next(iter(fits.values())))
        for student, fits in found.items() if student not in nowhere
    }  # fmt: skip
    taken = {p.row for fits in found.values() for those in fits.values() for p in those}
    return Teams(members, nowhere, taken)


def _told_apart(
    results: Sequence[Result],
    found: Mapping[str, Mapping[str, Sequence[RowPerson]]],
    students: Mapping[str, Sequence[RowPerson]],
) -> tuple[list[str], list[str], list[str]]:
    """Return who is a team's name, who a student's, and who may be either.

    Parameters
    ----------
    found : by result, the teams that fit it, with their members
    students : the rows, by the forms of their students' names
    """
    teams, singles, either = [], [], []
    for result in results:
        own = [p for form in _forms(result.name) for p in students.get(form, ())]
        rows = [person for members in found[result.student].values() for person in members]
        is_own = any(person.numbers[0] == result.who.id for person in own)
        if own and (is_own or not rows):
            singles.append(result.student)
        elif rows and not own:
            teams.append(result.student)
        elif {person.row for person in rows} != {person.row for person in own}:
            either.append(result.student)
    return teams, singles, either


def _fits(
    by_form: Mapping[str, Mapping[str, list[RowPerson]]], result: Result
) -> dict[str, list[RowPerson]]:
    """Return the teams of the worksheet whose names a result may have, each with its members."""
    return {
        team: members for form in sorted(_forms(result.name))
        for team, members in by_form.get(form, {}).items()
    }  # fmt: skip


def _forms(name: str) -> set[str]:
    """Return what files are called for a name: with ``&`` as it is in a page, or taken out."""
    plain = unicodedata.normalize("NFC", html.unescape(name)).replace("_", " ")
    ways = (plain, plain.replace("&", "&amp;"))
    return {" ".join(NOT_IN_FILES.sub("", way).split()) for way in ways} - {""}
