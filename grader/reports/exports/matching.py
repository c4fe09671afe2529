"""Whose row of somebody else's table a student is: by number, login, address or exact name.

Nobody is guessed. Where several rows fit, or several students fit one row, none of them is filled
in; a number, login or address that belongs to a person of quite another name is another person's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NoReturn, TypeVar

from grader.intake.people import Who
from grader.intake.peoples_names import are_alike, bare_words, spellings
from grader.reports.exports.format import ExportError, Result
from grader.wording import all_of, listed

__all__ = [
    "Matches", "RowPerson", "columns_of", "match", "refuse_duplicates", "refuse_nobody", "shared",
]  # fmt: skip

Key = TypeVar("Key", bound=Hashable)

NUMBER, NAME = "number", "name"
NAMED = 4


@dataclass(frozen=True)
class RowPerson:
    """Who a row of a table is about; what the table does not tell is empty.

    Attributes
    ----------
    row : its place among the rows of the sheet
    line : of the file, for messages
    numbers : the system's number first, then the institution's
    login, email, name : where there are columns for them
    """

    row: int
    line: int
    numbers: tuple[str, ...] = ()
    login: str = ""
    email: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """What the row is called in a message."""
        known = next((text for text in (self.name, *self.numbers, self.login) if text), "no name")
        return f"{known!r} (line {self.line})"


def refuse_nobody(path: Path, matches: Matches, whose: str, remedy: str) -> NoReturn:
    """Refuse a file in which no student has a row; ask whose it is only where nothing is alike.

    Raises
    ------
    ExportError
        With the reasons of those who are like somebody in it.
    """
    alike = [
        f"{who} ({why})" for who, why in matches.nowhere.items() if who in matches.alike
    ]  # fmt: skip
    if alike:
        raise ExportError(
            f"{path}: no row is for certain anybody's: {listed(alike, NAMED, '; ')}. Nothing "
            "was written. Grade with --roster to tell who is who, or correct the names."
        )
    first, *others = matches.nowhere
    who = f"none of the {1 + len(others)} students has a row" if others else f"{first} has no row"
    # Who is called by a number, or is somebody's name and more, may be in it all the same.
    raise ExportError(
        f"{path}: {who} in it. Is it {whose}? Nothing was written. {remedy} If it is the right "
        "file, grade with --roster to tell who is who."
    )


@dataclass
class Matches:
    """Which row each student is, and why others are none.

    Attributes
    ----------
    found : student to row
    otherwise : those who were found by something else than a number
    nowhere : student to the reason
    alike : those of them who are like somebody in it
    disputed : the rows that several results are for
    strangers : whose number, login or address is that of a name with nothing in common
    """

    found: dict[str, RowPerson] = field(default_factory=dict)
    otherwise: list[str] = field(default_factory=list)
    nowhere: dict[str, str] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    disputed: set[int] = field(default_factory=set)
    strangers: list[str] = field(default_factory=list)

    @property
    def rows(self) -> set[int]:
        """The rows of those who have a result."""
        return {person.row for person in self.found.values()} | self.disputed


def match(
    results: Sequence[Result],
    people: Sequence[RowPerson],
    *,
    trust_numbers: bool = False,
    nameless: Set[str] = frozenset(),
    other_numbers: bool = False,
) -> Matches:
    """Find everybody's row.

    Parameters
    ----------
    results : the students
    people : the rows
    trust_numbers : take a number for the student's even if the names have nothing in common
    nameless : those whose name was hidden where they handed in: their number is all that is known
    other_numbers : the system's numbers are those of other people, and say nothing
    """
    rows = _Rows(people, trust_numbers, nameless, other_numbers)
    matches = Matches()
    taken: dict[int, list[str]] = {}
    for result in results:
        try:
            person, way = rows.of(result)
        except _NoRow as why:
            matches.nowhere[result.student] = str(why)
            if isinstance(why, _Stranger):
                matches.strangers.append(result.student)
            elif isinstance(why, _Alike):
                matches.alike.add(result.student)
            continue
        matches.found[result.student] = person
        taken.setdefault(person.row, []).append(result.student)
        if not way.is_number:
            matches.otherwise.append(result.student)
    for students in taken.values():
        if len(students) > 1:
            person = matches.found[students[0]]
            matches.disputed.add(person.row)
            for student in students:
                del matches.found[student]
                others = _others(student, students)
                matches.alike.add(student)
                matches.nowhere[student] = f"{others} has a result for {person.called} too"
    return matches


def shared(results: Iterable[Result], key: Callable[[Result], str], what: str) -> dict[str, str]:
    """Return those whose place others have too, each with the reason.

    Parameters
    ----------
    results : the students
    key : where each one's result goes
    what : the key's name, for the reason
    """
    having: dict[str, list[str]] = {}
    for result in results:
        if place := key(result):
            having.setdefault(place, []).append(result.student)
    return {
        student: f"{_others(student, students)} has a result under the same {what} too"
        for students in having.values()
        if len(students) > 1
        for student in students
    }


def _others(student: str, students: Iterable[str]) -> str:
    return all_of(repr(each) for each in students if each != student)


def refuse_duplicates(people: Iterable[RowPerson], path: object) -> None:
    """Refuse a table in which two rows have one number.

    Raises
    ------
    ExportError
        It names the rows.
    """
    seen: dict[str, RowPerson] = {}
    for person in people:
        number = next(iter(person.numbers), "")
        other = seen.setdefault(number, person) if number else person
        if other is not person:
            raise ExportError(
                f"{path}: lines {other.line} and {person.line} both have the number {number}: "
                f"{other.name or '?'} and {person.name or '?'}. Nothing was written. Download it "
                "again, so that everybody is in it once."
            )


@dataclass(frozen=True)
class Way:
    """A way to know a row: what the row says, and what a student may be called there."""

    what: str
    of_person: Callable[[RowPerson], Iterable[str]]
    of_result: Callable[[Result], Iterable[str]]

    @property
    def is_number(self) -> bool:
        """Whether a system or an institution gave it to nobody else."""
        return self.what == NUMBER


class _NoRow(Exception):
    """A student has no row; the text says why."""


class _Alike(_NoRow):
    """Some row may be theirs; it is not for certain whose it is."""


class _Stranger(_NoRow):
    """The row that a number leads to has quite another name."""


class _Rows:
    """The rows, by everything that a way may ask for."""

    def __init__(
        self,
        people: Sequence[RowPerson],
        trust_numbers: bool,
        nameless: Set[str],
        other_numbers: bool,
    ) -> None:
        self.people = people
        self.ways = WAYS[1:] if other_numbers else WAYS
        self.nameless = nameless
        self.trust_numbers = trust_numbers
        self.by = {way: _by(people, way.of_person) for way in WAYS}

    def of(self, result: Result) -> tuple[RowPerson, Way]:
        """Return a student's row, and the way that led there."""
        for way in self.ways:
            keys = set(way.of_result(result)) - {""}
            found = {each.row: each for key in keys for each in self.by[way].get(key, ())}
            if len(found) > 1:
                told = all_of(person.called for person in list(found.values())[:3])
                raise _Alike(f"several rows fit: {told}")
            for person in found.values():
                known = {key for key in keys if person in self.by[way].get(key, ())}
                # Whom only a login or an address names may be called anything in the reports.
                is_named = way.is_number or (way.what != NAME and bool(result.who.name))
                if is_named and not self.trust_numbers and result.student not in self.nameless:
                    self._doubt(result, person, known, f"the {way.what} is that of")
                return person, way
        near = self._near(result)
        if near:
            told = all_of(each.called for each in near[:3])
            are = "is" if len(near) == 1 else "are"
            raise _Alike(f"no row is theirs; {told} {are} spelt otherwise")
        raise _NoRow("no row is theirs")

    def _doubt(self, result: Result, person: RowPerson, keys: set[str], whose: str) -> None:
        """Raise where a row that was found by no name is another person's."""
        if not _may_be(result, person, keys):
            raise _Stranger(f"{whose} {person.called}, a name with nothing in common")
        namesakes = self._spelt_as(result)
        if namesakes and person not in namesakes:
            raise _NoRow(f"{whose} {person.called}, and the name that of {namesakes[0].called}")

    def _near(self, result: Result) -> list[RowPerson]:
        """Return the rows that differ in case, accents or order only; none is taken for theirs."""
        near = self.by_words.get(tuple(sorted(bare_words(result.name))), [])
        # Canvas writes names without blanks in the names of files.
        return near or self._spelt_as(result)

    def _spelt_as(self, result: Result) -> list[RowPerson]:
        return [p for way in spellings(result.name) for p in self.by_spelling.get(way, ())]

    @cached_property
    def by_spelling(self) -> dict[str, list[RowPerson]]:
        """The rows by every way to write their names without blanks."""
        return _by(self.people, lambda person: spellings(person.name))

    @cached_property
    def by_words(self) -> dict[tuple[str, ...], list[RowPerson]]:
        """The rows by the words of their names, in whatever order."""
        return _by(self.people, lambda person: [tuple(sorted(bare_words(person.name)))])


def _by(
    people: Iterable[RowPerson], keys_of: Callable[[RowPerson], Iterable[Key]]
) -> dict[Key, list[RowPerson]]:
    found: dict[Key, list[RowPerson]] = {}
    for person in people:
        for key in filter(None, set(keys_of(person))):
            found.setdefault(key, []).append(person)
    return found


# The system's own number, then the institution's, then what people are called.
WAYS = (
    Way(
        NUMBER,
        lambda person: person.numbers[:1],
        lambda result: [result.who.id or result.student],
    ),
    Way(
        NUMBER,
        lambda person: person.numbers[1:],
        lambda result: [result.who.id or result.student],
    ),
    Way(
        "login",
        lambda person: [person.login.casefold()],
        lambda result: [
            text.casefold()
            for text in (
                *_logins(result.who),
                result.who.email,
                result.who.id,
                result.student,
            )
        ],
    ),
    Way(
        "address",
        lambda person: [person.email.casefold()],
        lambda result: [result.who.email.casefold(), result.student.casefold()],
    ),
    Way(
        NAME,
        lambda person: _exactly(person.name),
        lambda result: {*_exactly(result.who.name), *_exactly(result.student)},
    ),
)


def _logins(who: Who) -> list[str]:
    """Return what the login may be: where all begin alike, more of the repository's name is."""
    parts = who.repository.split("-")
    ends = ["-".join(parts[start:]) for start in range(1, len(parts))]
    return [who.login, *(end for end in ends if who.login and end.endswith(f"-{who.login}"))]


def _exactly(name: str) -> set[str]:
    """Return a name as it is written, and with the last name behind; letter for letter."""
    text = " ".join(unicodedata.normalize("NFC", name).split())
    last, comma, first = text.partition(",")
    return {text, f"{first.strip()} {last.strip()}"} - {""} if comma else {text} - {""}


def _may_be(result: Result, person: RowPerson, keys: set[str]) -> bool:
    """Whether two names have anything in common, or one of them is not known."""
    name = result.name
    if not person.name or name in {*keys, result.who.login, result.who.email, ""}:
        return True
    return are_alike(name, person.name)


def columns_of(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return where the columns with certain names are, the first of each."""
    found: dict[str, int] = {}
    for key, known in names.items():
        for place, title in enumerate(header):
            if title.casefold() in known and key not in found:
                found[key] = place
    return found
