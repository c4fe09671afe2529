"""The roster's rows joined to who handed in: by id, e-mail, login or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations
from pathlib import PurePosixPath

from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.peoples_names import are_alike, in_ascii, letters, spellings
from grader.intake.roster import Roster, RosterRow
from grader.intake.sources.owners import somebody_in, words_in
from grader.intake.sources.same_contents import called_again
from grader.intake.tree import stem_of

__all__ = ["join"]

# By what a row is found.
ID, FOLDED, EMAIL, LOGIN, NAME = "id", "id without case", "e-mail", "login", "name"
GROUP = "group"
# ILIAS and OpenOlat call a folder ``Lovelace_Ada_ada``, ILIAS with a number behind that; others,
# and people, ``Ada Lovelace (00124)``, ``00124 - Ada Lovelace``.
FOLDER = "folder"
MOST_WORDS = 12
# Neither a task's or a version's, nor a year.
NUMBER = re.compile(r"(?<!\d)(?!20\d\d(?!\d))\d{3,}")
# What GitHub calls a repository that was downloaded as a zip ends in.
BRANCH = re.compile(r"-(?:main|master)$")


def join(tree: Tree, roster: Roster) -> tuple[Tree, Roster]:
    """Return the class with what the roster knows of everybody, and how the roster fits.

    Who somebody is never changes what they are called in the reports, or whose work is whose. A
    team is nobody on it, whatever its number is: its members are those who are in it.
    """
    fits: dict[int, list[int]] = {}
    doubtful: list[str] = []
    unknown: list[str] = []
    in_teams: set[int] = set()
    padded: list[str] = []
    index = _Index(roster.rows, tree.students)
    rows_of = {handed.student: index.rows_for(handed) for handed in tree.students}
    taken = {row for rows in rows_of.values() for row in rows}
    for student in [each for each, rows in rows_of.items() if not rows]:
        rows_of[student] = sorted(index.without_versions(student) - taken)
    for number, handed in enumerate(tree.students):
        rows = rows_of[handed.student]
        if members := index.members_of(handed):
            in_teams |= members
            continue
        if len(rows) == 1 and rows[0] not in roster.clashing:
            fits.setdefault(rows[0], []).append(number)
        else:
            (doubtful if rows else unknown).append(handed.student)
    students = list(tree.students)
    for row, numbers in fits.items():
        if len(numbers) > 1:
            doubtful += [students[number].student for number in numbers]
            continue
        known = roster.rows[row].person
        same = _same_numbers(students[numbers[0]], known)
        students[numbers[0]] = _with(students[numbers[0]], known)
        if len(same) > 1:
            padded.append(max(same, key=len))
    doubted = {row for student in doubtful for row in rows_of[student]}
    missing = {
        n: row.person
        for n, row in enumerate(roster.rows)
        if n not in fits and n not in doubted and n not in roster.clashing and n not in in_teams
    }
    result = replace(
        roster, missing=tuple(missing.values()), unknown=tuple(unknown),
        doubtful=tuple(sorted(doubtful)), padded=tuple(padded),
    )  # fmt: skip
    is_plain = Source.PLAIN in tree.sources
    left = tuple(_with_owner(item, index, missing, is_plain=is_plain) for item in tree.left)
    return replace(tree, students=tuple(students), left=left), result


def _with_owner(
    item: Left, index: _Index, missing: Mapping[int, Person], *, is_plain: bool
) -> Left:
    """Return what is nobody's as what may be somebody's, if it has a missing student's name.

    ``Cyd.docx`` beside the students' folders holds no code, and is no page of the course's.
    """
    stem = PurePosixPath(item.where).stem
    rows = [] if item.is_work else [row for row in index.called(stem) if row in missing]
    if not rows:
        return item
    # In a system's own download a folder without code is nobody's either.
    what = f"put it into a folder called {stem} if it is theirs" if is_plain else "is it theirs?"
    why = f"it has the name of {missing[rows[0]].called}, who is missing: {what}"
    return replace(item, why=why, is_work=True)


def _with(handed: Handed, known: Person) -> Handed:
    own = handed.person
    person = Person(
        known.name or own.name, max(_same_numbers(handed, known), key=len, default=own.id),
        known.email or own.email, known.login or own.login, own.repository,
    )  # fmt: skip
    return replace(handed, person=person)


def _same_numbers(handed: Handed, known: Person) -> set[str]:
    """Return somebody's number as the roster has it, and with other zeros before it, if any."""
    numbers = (known.id, handed.person.id, handed.student) if known.id else ()
    return {number for number in numbers if _unpadded(number) == _unpadded(known.id)}


class _Index:
    """The rows by all that may lead to one: a class is looked up in it, and not row by row."""

    def __init__(self, rows: Sequence[RosterRow], students: Sequence[Handed]) -> None:
        self.rows = rows
        self.found: dict[tuple[str, str | tuple[str, str]], list[int]] = {}
        for number, row in enumerate(rows):
            who = row.person
            keys: set[tuple[str, str | tuple[str, str]]] = {(ID, each) for each in row.ids}
            keys |= {(FOLDED, each.casefold()) for each in row.ids}
            keys |= {(EMAIL, who.email.casefold()), (LOGIN, who.login.casefold())}
            keys |= {(NAME, spelling) for spelling in spellings(who.name)}
            keys |= {(FOLDER, folder) for folder in _folders_of(row)}
            keys |= {(GROUP, group) for group in row.groups}
            for key in keys:
                if key[1]:
                    self.found.setdefault(key, []).append(number)
        self.keys = {key[1][1] for key in self.found if key[0] == FOLDER}
        self.padded = _padded(rows, students)
        self.numbered = {each.student: self._by_number(each) for each in students}
        self.are_anothers = any(
            by_number and others and not by_number & others
            for by_number, others in self.numbered.values()
        )

    def _by_number(self, handed: Handed) -> tuple[set[int], set[int]]:
        """Return to which rows a number leads, and to which the address, else the name, does."""
        own = handed.person
        by_email = self._at(EMAIL, [own.email.casefold()])
        names = {own.name, own.id, own.login, handed.student} - {""}
        names |= {tail for name in names for tail in self._behind_a_group(name)}
        return self._at(ID, [own.id]), by_email or self._at(NAME, _all(names))

    def _behind_a_group(self, name: str) -> Iterator[str]:
        """Yield what is behind ``Group 1-``, as Moodle writes it, or ``Homework 4 - ``."""
        for found in re.finditer("-", name):
            head, tail = name[: found.start()].strip(), name[found.end() :]
            # Nobody's name ends in a number, but a login may.
            is_numbered = bool(re.fullmatch(r"[^\W\d].*\d", head))
            is_ones = self._at(LOGIN, [head.casefold()]) or self._at(FOLDED, [head.casefold()])
            if self._at(GROUP, [letters(head)]) or (is_numbered and not is_ones):
                yield tail

    def members_of(self, handed: Handed) -> set[int]:
        """Return the rows of a team's members; none where a student is called so."""
        name = handed.person.name or handed.student
        ways = (LOGIN, EMAIL, FOLDED)
        is_ones = self._at(NAME, spellings(name)) or any(
            self._at(w, [name.casefold()]) for w in ways
        )
        if is_ones or self._at(LOGIN, _ends(handed)):
            return set()
        # Of several repositories the beginning that all have may be the teams', too.
        called = [name, *_ends(handed)]
        return next(filter(None, (self._at(GROUP, [letters(each)]) for each in called)), set())

    def rows_for(self, handed: Handed) -> list[int]:
        """Return the rows that fit best: by id, else e-mail, else login, else name.

        A number may be another system's, and there somebody else's: where the address or the name
        leads to other rows than it, all of them fit. Where anybody's does, a number counts for
        nobody whose name has nothing in common with the row's.
        """
        own = handed.person
        by_number, others = self.numbered[handed.student]
        called = {own.name, own.login, handed.student}
        if by_number and not others and self.are_anothers and not self._may_be(own, by_number):
            by_number = set()
        elif by_number:
            return sorted(by_number if by_number & (others or by_number) else by_number | others)
        else:
            called.add(own.id)
        folded = {name.casefold() for name in called - {""}}
        ways = [
            self._at(EMAIL, [own.email.casefold()]),
            self._at(LOGIN, folded),
            self._at(EMAIL, folded),
            self._at(FOLDED, folded),
            self._at(LOGIN, _ends(handed)),
            others,
            self._at(FOLDER, _names_and_keys(handed.student, self.keys)),
            self.padded.get(handed.student, set()),
        ]
        return sorted(next((rows for rows in ways if rows), ()))

    def without_versions(self, name: str) -> set[int]:
        """Return the rows of those whom a name is of, but for words for versions and a day.

        A longer number than these have is somebody's, perhaps another's.
        """
        bare = {somebody_in(each) for each in called_again(name)} - {""}
        told = [each for each in bare if not NUMBER.search(name.replace(each, " "))]
        return {row for each in told for row in self.called(each)}

    def called(self, name: str) -> list[int]:
        """Return the rows of those who are called so, or by a name and a number or login."""
        folded = [name.casefold()]
        ways = [self._at(way, folded) for way in (LOGIN, EMAIL, FOLDED)]
        ways += [
            self._at(NAME, spellings(name)),
            self._at(FOLDER, _names_and_keys(name, self.keys)),
        ]
        return sorted(set().union(*ways))

    def _may_be(self, own: Person, rows: set[int]) -> bool:
        return any(are_alike(own.name, self.rows[row].person.name) for row in rows)

    def _at(self, kind: str, texts: Iterable[str | tuple[str, str]]) -> set[int]:
        return {number for text in texts for number in self.found.get((kind, text), ())}


def _padded(rows: Sequence[RosterRow], students: Sequence[Handed]) -> dict[str, set[int]]:
    """Return the rows of those called by a number where a spreadsheet took its first zeros.

    It took those of the roster, or those that folders are called by. That is certain only where all
    numbers that kept theirs are of one length, no other is longer or begins with a 0, and most of
    those who handed in lead to a row; and not where people may just be numbered from 1.
    """
    handed_in = {each.student for each in students if each.student.isdecimal()}
    listed = {row.ids[0]: {number} for number, row in enumerate(rows) if row.ids}
    if not all(len(row.ids) <= 1 and number.isdecimal() for row in rows for number in row.ids):
        return {}
    by_digits = {_unpadded(number): row for number, row in listed.items()}
    found = {n: by_digits[digits] for n in handed_in if (digits := _unpadded(n)) in by_digits}
    for full, short in ((handed_in, listed), (listed, handed_in)):
        lengths = {*map(len, full)}
        if (
            2 * len(found) > len(handed_in)
            and len(lengths) == 1
            and all(number[0] != "0" and len(number) <= max(lengths) for number in short)
            and {*map(int, short)} != {*range(1, len(short) + 1)}
        ):
            return found
    return {}


def _folders_of(row: RosterRow) -> Iterator[tuple[str, str]]:
    """Yield the name, perhaps in ASCII, with all that may be beside it in the name of a folder."""
    who = row.person
    for name in spellings(who.name):
        for written in {name, in_ascii(name)}:
            # An address mostly begins with the login, and the name has to be the same besides.
            for key in {who.login, who.email, who.email.partition("@")[0], *row.ids} - {""}:
                yield written, _unpadded(key)


def _names_and_keys(folder: str, known: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield what may be a name, and a login or number before or behind it, in that of a folder.

    More may be in it, as what was handed in: ``Lovelace_Ada_00124_hw4``.
    """
    text = unicodedata.normalize("NFC", folder)
    words = words_in(text)[:MOST_WORDS]
    for start, middle, end in combinations(range(len(words) + 1), 3):
        parts = [
            text[words[a].start() : words[b - 1].end()] for a, b in ((start, middle), (middle, end))
        ]
        for name, key in (parts, parts[::-1]):
            if (own := _unpadded(key)) in known:
                yield letters(name), own


def _unpadded(key: str) -> str:
    """Return a number without the zeros that a spreadsheet takes from it."""
    return key.casefold().lstrip("0")


def _ends(handed: Handed) -> Iterator[str]:
    """Yield what a repository's name may end in after a hyphen: a login may have some itself."""
    folder = stem_of(handed.parts[0].node.name).casefold() if handed.parts else ""
    branch = BRANCH.search(folder)
    if not handed.person.login and branch is None:
        return
    parts = (folder[: branch.start()] if branch else folder).split("-")
    yield from ("-".join(parts[number:]) for number in range(1, len(parts)))


def _all(names: set[str]) -> set[str]:
    return {spelling for name in names for spelling in spellings(name)}
