"""What lies in one place twice: archives beside what they hold, and people in several downloads.

Whoever downloads a second time has the first one beside it, packed or not; and a course's several
assignments lie side by side. Who somebody is, the source's number tells, the e-mail address or the
login: a name alone joins nobody. Each of them is there once, with their newest work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from grader.intake.file_names import module_of
from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree, folded
from grader.intake.sources.contents_by_name import modules_below
from grader.intake.sources.owners import is_part
from grader.intake.sources.same_contents import (
    COMPARED,
    called_again,
    files_below,
    is_same_inside,
    unpacked,
    without_versions,
)
from grader.intake.sources.tree_level import IntakeError, Level
from grader.intake.tree import (
    Budget,
    Kind,
    Node,
    Unreadable,
    stem_of,
)
from grader.wording import listed

__all__ = [
    "AGAIN",
    "adding",
    "drop_packed",
    "joined",
    "modules_of",
    "together",
    "who",
    "without_copies",
]

AGAIN = "Handed in more than once; this is the newest."
Key = tuple[str, str, str, str]

# A number behind a name, as of somebody's attempts.
COUNTED = re.compile(r"(?P<name>.*[^\W\d_])[\W_]+(?P<count>[1-9]\d?)\)?", re.DOTALL)


@dataclass(frozen=True)
class _Copy:
    """A student as one download has them."""

    place: Node
    handed: Handed

    @property
    def age(self) -> tuple[str, int]:
        """What sorts by time, as far as the source tells."""
        return self.handed.moment, self.handed.upload


def who(source: Source, handed: Handed) -> Key | None:
    """Return what a student is known by wherever a source names them; None where by nothing."""
    person = handed.person
    for kind in ("id", "email", "login"):
        if value := getattr(person, kind):
            return source.system, kind, folded(value), folded(person.name)
    return None


def joined(found: Mapping[Node, Tree]) -> tuple[list[Handed], list[Left]]:
    """Return everybody in several downloads, and the downloads that add nothing to the others.

    Raises
    ------
    IntakeError
        When it cannot be told which of two hand-ins is the newer, or what the downloads are of.
    """
    left = [
        Left(str(place.where), "all of it is in another download here too")
        for place in _all_in_another(found)
    ]
    there = {item.where for item in left}
    found = {place: tree for place, tree in found.items() if str(place.where) not in there}
    people: dict[object, list[_Copy]] = {}
    for place, tree in found.items():
        has_numbers = any(who(tree.source, each) for each in tree.students)
        for handed in tree.students:
            name = (tree.sources, handed.student) if has_numbers else (place, len(people))
            key: object = who(tree.source, handed) or name
            people.setdefault(key, []).append(_Copy(place, handed))
    _refuse_the_same_names(found)
    students: list[Handed] = []
    adding: set[Node] = set()
    for copies in people.values():
        distinct = _distinct(copies)
        adding |= {copy.place for copy in distinct}
        students.append(together([copy.handed for copy in distinct]))
    left += [
        Left(str(place.where), f"all of it is in {listed(sorted(n.name for n in adding))} too")
        for place in found
        if place not in adding and found[place].students
    ]
    return students, left


def _distinct(copies: Sequence[_Copy]) -> list[_Copy]:
    """Return the hand-ins of one person, the newest first, each once.

    Raises
    ------
    IntakeError
        When two differ and nothing tells which is the newer.
    """
    # Of two alike the folder stays: it need not be unpacked.
    ordered = sorted(copies, key=lambda copy: copy.place.kind is Kind.ARCHIVE)
    ordered.sort(key=lambda copy: copy.age, reverse=True)
    kept: list[_Copy] = []
    for copy in ordered:
        alike = [each for each in kept if each.age == copy.age]
        if any(_is_same(each, copy) for each in alike):
            continue
        # Two assignments may be handed in within the minute that a source tells.
        if other := next((each for each in alike if _overlap(each.handed, copy.handed)), None):
            if copy.age != ("", 0) and _packed(other) != _packed(copy):
                continue
            raise IntakeError(_which_counts(other, copy))
        kept.append(copy)
    return kept


def _which_counts(one: _Copy, other: _Copy) -> str:
    return (
        f"{one.place.name} and {other.place.name} both have {one.handed.student}, with different "
        "work, and nothing in them tells which is the newer. Nothing was graded.\n"
        "  two downloads of one assignment: name the newer one alone\n"
        "  two assignments: grade each by itself, into one --out with --assignment NAME"
    )


def without_copies(tree: Tree, place: Node) -> Tree:
    """Return a class of plain folders without those that are copies of another, by name and work.

    Raises
    ------
    IntakeError
        When one is called like a copy or a version of another and holds different work.
    """
    people: dict[tuple[str, str], list[Handed]] = {}
    kept: list[Handed] = []
    left: list[Left] = []
    doubtful: list[tuple[Handed, Handed]] = []
    for each in sorted(tree.students, key=lambda each: len(each.student)):
        names = called_again(each.student) if _is_plain(each) else ()
        own = [other for name in names for other in people.get((each.group, name), ())]
        if not own:
            kept.append(each)
            for name in (each.student, *without_versions(each.student)):
                people.setdefault((each.group, name), []).append(each)
        elif any(is_same_inside(one.parts[0].node, each.parts[0].node) for one in own):
            left.append(Left(str(each.parts[0].node.where), f"a copy of {own[0].student}"))
        else:
            doubtful.append((own[0], each))
    doubtful = doubtful or list(_counted(kept))
    if doubtful:
        raise IntakeError(_one_or_two(doubtful, tree, place))
    order = {id(each): number for number, each in enumerate(tree.students)}
    kept.sort(key=lambda each: order[id(each)])
    return replace(tree, students=tuple(kept), left=(*tree.left, *left))


def _counted(students: Sequence[Handed]) -> Iterator[tuple[Handed, Handed]]:
    """Yield who may be whose later attempt, where all are called so: ``ada-1, ada-2, bob-1``.

    Where all have one name before the number, the number tells students apart.
    """
    counts: dict[tuple[str, str], dict[int, Handed]] = {}
    for each in students:
        found = COUNTED.fullmatch(each.student)
        if found is None or not _is_plain(each):
            return
        counts.setdefault((each.group, found["name"]), {})[int(found["count"])] = each
    if len(counts) > 1 and all(sorted(own) == [*range(1, len(own) + 1)] for own in counts.values()):
        for own in counts.values():
            yield from ((own[1], own[number]) for number in sorted(own) if number > 1)


def _one_or_two(pairs: Sequence[tuple[Handed, Handed]], tree: Tree, place: Node) -> str:
    """Return both readings of folders that are called like a copy or a version of another."""
    one, again = pairs[0]
    both = [one.student, again.student]
    if len({*both}) == 1:
        both = [each.parts[0].node.name for each in (one, again)]
    where = one.parts[0].node.where.parent
    # In sections and folders around the class, --class makes one student of each.
    option = "--class" if where == place.where else "--sections"
    remedy = f"keep the one that counts, and take the other out of {place.name}"
    if all(one.student in called_again(other.student) for other in tree.students):
        remedy = f"all of it is {place.name}'s (--one-student)"
    others = listed(f"{again.student} and {one.student}" for one, again in pairs[1:])
    return (
        f"{both[1]} is called like a copy or a version of {both[0]}, and what is in them is not "
        f"the same{others and f'; so are {others}'}. It can be read in two ways, and nothing was "
        "graded.\n"
        f"  two students: {listed(both)} ({option})\n"
        f"  one student: {remedy}"
    )


def _is_plain(handed: Handed) -> bool:
    """Whether somebody is a folder or an archive that is not empty, and called as that is."""
    nodes = [part.node for part in handed.parts if part.node.holds]
    if handed.person != Person(name=handed.student):
        return False
    try:
        is_empty = not any(node.children(Budget()) for node in nodes)
    except Unreadable:
        is_empty = False
    return [stem_of(node.name) for node in nodes] == [handed.student] and not is_empty


def together(rounds: Sequence[Handed]) -> Handed:
    """Return one person: the newest work, with the exercises that only earlier work holds."""
    first, *others = sorted(rounds, key=lambda each: (each.moment, each.upload), reverse=True)
    if not others:
        return first
    counted, parts = [first], list(first.parts)
    older = list(first.older)
    for each in others:
        there = modules_of(parts)
        if more := list(adding(each.parts, there)):
            parts += more
            counted.append(each)
        if _overlap(first, each):
            older += [each.as_earlier, *each.older]
    notes = dict.fromkeys(note for each in (first, *others) for note in each.notes)
    if older:
        notes[AGAIN] = None
    attempts = [each.attempt for each in (first, *others) if each.attempt is not None]
    return replace(
        first, parts=tuple(parts), older=tuple(older), notes=tuple(notes),
        attempt=max([*attempts, len(older) + 1]) if attempts or older else None,
        late=max((each.late for each in counted if each.late is not None), default=None),
    )  # fmt: skip


def adding(parts: Sequence[Part], there: frozenset[str]) -> Iterator[Part]:
    """Yield what has exercises that are not there yet, for those alone."""
    for part in parts:
        held = modules_of([part])
        if held - there:
            yield replace(part, only=held - there) if held & there else part


def _overlap(one: Handed, other: Handed) -> bool:
    """Whether two hand-ins are for the same exercises, as they are where no name tells."""
    held, also = modules_of(one.parts), modules_of(other.parts)
    return bool(held & also) or not held or not also


def modules_of(parts: Sequence[Part]) -> frozenset[str]:
    """Return which exercises there are files of in some parts, by their names."""
    held: set[str] = set()
    for part in parts:
        if part.node.holds:
            held |= modules_below(part.node)
        elif module := module_of(PurePosixPath(part.called)):
            held.add(module)
    return frozenset(held)


def _packed(copy: _Copy) -> int:
    """Return how many archives a hand-in is in: somebody unpacked one with fewer."""
    return sum(part.node.kind is Kind.ARCHIVE for part in copy.handed.parts)


def _is_same(one: _Copy, other: _Copy) -> bool:
    """Whether two hand-ins are the same files, packed or not."""
    try:
        return _content(one.handed) == _content(other.handed)
    except Unreadable:
        return False


def _content(handed: Handed) -> list[tuple[str, bytes]]:
    budget = Budget(bytes=COMPARED)
    return sorted(entry for part in handed.parts for entry in files_below(part.node, budget))


def _refuse_the_same_names(found: Mapping[Node, Tree]) -> None:
    """Refuse downloads that have the same people's names, and no number that says who is who.

    Moodle counts anew for each assignment; what a form collected has no numbers at all.

    Raises
    ------
    IntakeError
        When most names of one are in another, and hardly a number.
    """
    places = list(found)
    for place, other in ((a, b) for n, a in enumerate(places) for b in places[n + 1 :]):
        if found[place].sources != found[other].sources:
            continue
        names, ids = _names_and_ids(found[place])
        other_names, other_ids = _names_and_ids(found[other])
        shared = sorted((names & other_names).elements())
        least = min(names.total(), other_names.total())
        if len(shared) < 2 or 2 * len(shared) < least or 2 * len(ids & other_ids) >= len(shared):
            continue
        what = "the same names under other numbers" if ids else "the same names"
        raise IntakeError(
            f"{place.name} and {other.name} have {what} ({listed(shared)}). Nothing was graded.\n"
            "  two assignments: grade each by itself, into one --out with --assignment NAME\n"
            "  two downloads of one assignment: name the newer one alone\n"
            "  two sections, in which different people have these names: --sections"
        )


def _names_and_ids(tree: Tree) -> tuple[Counter[str], set[str]]:
    people = [each.person for each in tree.students]
    ids = {value for each in people if (value := each.id or each.email or each.login)}
    return Counter(person.name for person in people), ids


def _all_in_another(found: Mapping[Node, Tree]) -> list[Node]:
    """Return the downloads without numbers of which another holds everybody, with the same work."""
    kept = dict(found)
    for place, tree in found.items():
        if len(tree.students) < 2 or any(who(tree.source, each) for each in tree.students):
            continue
        for other in kept.keys() - {place}:
            if found[other].sources != tree.sources:
                continue
            theirs = {each.person.name: each for each in found[other].students}
            if all(
                each.person.name in theirs
                and _is_same(_Copy(place, each), _Copy(other, theirs[each.person.name]))
                for each in tree.students
            ):
                del kept[place]
                break
    return [place for place in found if place not in kept]


# ---------------------------------------------------------------------------- packed and unpacked


def drop_packed(level: Level) -> None:
    """Leave out the archives of a level that were unpacked beside themselves, or into a folder."""
    for each in unpacked(level.entries):
        # ada.zip may have been unpacked to hw4: then hw4 is nobody's name, and the zip stays.
        people = [n for n in each.inside if n.kind is Kind.FOLDER and not is_part(n.name)]
        names = [node.name for node in each.inside]
        if each.into or len(people) > 1 or names == [stem_of(each.archive.name)]:
            where = each.into or listed(names)
            level.entries.remove(each.archive)
            level.left.append(Left(str(each.archive.where), f"all of it is in {where} too"))
