"""Folders that can be read in two ways, to different people's points: they are refused, in words.

Each function looks for one kind of them, and shows both readings with the option that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NoReturn

from grader.intake.file_names import is_document, module_of
from grader.intake.kit_files import is_the_kit
from grader.intake.sources.contents_by_name import (
    Inside,
    Sort,
    children_of,
    is_code,
    modules_below,
    skim,
    without_exercise,
)
from grader.intake.sources.named_files import (
    EACH_BY_ITSELF,
    is_module,
    is_one_of,
    itself,
    refuse_owners_in,
    refuse_several_owners,
    writers_in,
)
from grader.intake.sources.owners import folded_owner, is_part, is_section, is_within, owner_of
from grader.intake.sources.same_contents import called_again
from grader.intake.sources.tree_level import IntakeError, Level, called, level_of
from grader.intake.tree import ARCHIVES, Budget, Kind, Node, Unreadable, stem_of
from grader.wording import listed

__all__ = [
    "people_in",
    "refuse_a_class_in",
    "refuse_numbered",
    "refuse_one_in_a_part",
    "refuse_people",
    "refuse_people_beside_parts",
    "refuse_people_in",
    "refuse_people_in_parts",
    "refuse_people_in_several",
    "refuse_people_over_parts",
    "refuse_same_names",
    "refuse_sections_called_like_people",
    "refuse_sections_with_files",
    "refuse_versions",
    "refuse_wrappers",
    "shared_names",
    "two_ways",
]

# What a folder of somebody who is not to be known is called, too.
NUMBERED = re.compile(r"(submission|abgabe|hand-?in|work|homework|hw|assignment)s?[\W_]*\d+", re.I)
# Of all names of students' folders, those that several students have: their own or assignments'.
SHARED = 0.5


def people_in(node: Node, budget: Budget | None = None) -> tuple[Node, ...]:
    """Return the folders and archives in a folder that may each be somebody's, by their names.

    There are none where code lies beside them: then all of it is one person's; and none where
    a part of somebody's work has the exercises.
    """
    budget = budget or skim()
    if not node.holds:
        return ()
    children = children_of(node, budget)
    if is_the_kit(children, budget) or any(map(is_code, children)):
        return ()
    below = [c for c in children if c.holds and not c.name.startswith((".", "__"))]
    if len(below) == 1:
        return people_in(below[0], budget)
    people = tuple(child for child in below if not is_part(child.name))
    is_in_parts = any(modules_below(child) for child in below if child not in people)
    return () if is_in_parts or len(people) < 2 else people


def _is_one_persons(node: Node) -> bool:
    """Whether code is at a folder's top, or in parts of somebody's work."""
    children = children_of(node)
    below = [child for child in children if child.holds and is_part(child.name)]
    return any(map(is_code, children)) or any(map(_is_one_persons, below))


def refuse_people_in(level: Level, node: Node) -> None:
    """Refuse a folder that is alone in the place if the folders in it may be students."""
    if people := people_in(node):
        inside = people[0].where.parent
        is_here = inside == node.where and not level.node.where.parts
        word = "--sections, or " if is_here else ""
        refuse_people(level, node, [stem_of(each.name) for each in people], word, inside)
    if writers := writers_in(node):
        # Code lies beside them, perhaps of one who has no folder.
        refuse_people(level, node, writers, "")


def refuse_people(
    level: Level, node: Node, people: Sequence[str], word: str, inside: PurePosixPath | None = None
) -> NoReturn:
    """Refuse a folder that is alone in the place and may be people's.

    Parameters
    ----------
    level, node, people : the place, the folder and those whose it may be
    word : how to say so where the place is named
    inside : the folder in it, if any, that is to be named otherwise
    """
    names = listed(people)
    raise IntakeError(
        f"{node.name} is all that {called(level)} holds, and can be read in two ways. Nothing "
        "was graded.\n"
        f"  a class: {names} are students ({word}name {inside or node.where} itself)\n"
        f"  one student: {names} are the work of {stem_of(node.name)} "
        f"({level.given('--class')})"
    )


def refuse_people_in_parts(level: Level, parts: Sequence[Node]) -> None:
    """Refuse parts that may be a class's: ``Week 1/ada`` and ``Week 1/bob``, both with code."""
    for node in parts:
        people = [n for n in people_in(node) if modules_below(n) or without_exercise(n).is_work]
        if len(people) > 1:
            names = listed([stem_of(each.name) for each in people])
            raise IntakeError(
                f"{node.name} in {called(level)} holds {names}, and can be read in two ways. "
                "Nothing was graded.\n"
                f"  a class: {names} are students: {EACH_BY_ITSELF}\n"
                f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
            )


def refuse_people_over_parts(level: Level, parts: Sequence[Node]) -> None:
    """Refuse parts in which there are folders of several names: ``late/cyd`` and ``hw4/ada``.

    What a folder in one's parts is called, others in them are called too.
    """
    people = {folded_owner(who): who for node in parts for who in _named_in_parts(node)}
    if len(people) > 1:
        names, folders = listed(people.values()), listed([node.name for node in parts])
        raise IntakeError(
            f"{called(level)} holds {folders}, with what is called after {names} in them, and can "
            "be read in several ways. Nothing was graded.\n"
            f"  sections: {names} are students ({level.given('--sections')})\n"
            f"  assignments: {EACH_BY_ITSELF}\n"
            f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
        )


def refuse_people_beside_parts(level: Level, parts: Sequence[Node]) -> None:
    """Refuse a part with the work if several folders beside it may be people's: ``ada``, ``bob``.

    Nothing in them runs: they are empty, or hold documents.
    """
    people = [
        node for node in level.folders
        if not is_part(node.name) and not is_section(node.name) and _is_of_documents(node)
    ]  # fmt: skip
    if len(people) > 1:
        names = listed([stem_of(node.name) for node in people])
        raise IntakeError(
            f"{called(level)} holds {names} beside {listed([n.name for n in parts])}, with code "
            "there alone. It can be read in two ways, and nothing was graded.\n"
            f"  a class: {names} are students ({level.given('--class')})\n"
            f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
        )


def _is_of_documents(node: Node) -> bool:
    return all(is_document(PurePosixPath(child.name)) for child in children_of(node))


def _named_in_parts(node: Node) -> Iterator[str]:
    """Yield after whom folders and archives, and files with exercises' names, in a part are called.

    Where nothing runs, as in a folder with a PDF, it is somebody's all the same, unless the part's
    own code lies in parts of it.
    """
    children = children_of(node)
    files = [child for child in children if is_code(child)]
    yield from filter(None, (owner_of(file.name) for file in files if is_module(file)))
    below = [] if files or is_the_kit(children, skim()) else [c for c in children if c.holds]
    parts = [child for child in below if is_part(child.name)]
    for child in parts:
        yield from _named_in_parts(child)
    is_in_parts = any(map(modules_below, parts))
    for child in below:
        is_work = modules_below(child) or without_exercise(child).is_work
        if child not in parts and (is_work or not is_in_parts):
            yield stem_of(child.name)


def refuse_people_in_several(level: Level) -> None:
    """Refuse folders none of which has code at its top, and some of which may hold students.

    Where files have the exercises' names, these tell what a folder is.
    """
    if any(map(_is_one_persons, level.folders)):
        return
    inside = {node: people for node in level.folders if (people := people_in(node))}
    for node, people in inside.items():
        if shared := shared_names(inside.values()):
            refuse_same_names(level, [*inside], shared)
        raise IntakeError(two_ways(level, node, people))


def refuse_numbered(level: Level, nodes: Sequence[Node]) -> None:
    """Refuse folders that are called alike and hold the same: one's attempts, or anybody's work.

    So may be those of which one alone has exercises in it.
    """
    holding = [modules_below(node) for node in nodes]
    held = [module for modules in holding for module in modules]
    names = listed([stem_of(node.name) for node in nodes])
    is_alone = len(nodes) > sum(map(bool, holding)) == 1
    if (is_alone or len(set(held)) < len(held)) and all(
        NUMBERED.fullmatch(stem_of(node.name)) for node in nodes
    ):
        raise IntakeError(
            f"{called(level)} holds {names}, and can be read in two ways. Nothing was graded.\n"
            f"  a class: each is a student's ({level.given('--class')})\n"
            f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
        )


def refuse_a_class_in(level: Level, node: Node) -> None:
    """Refuse a folder that is alone in the place if its files may be several students'."""
    try:
        inner = level_of(node, level.options, level.budget)
    except Unreadable:
        return
    named = [each.name for each in inner.files if module_of(PurePosixPath(each.name))]
    refuse_several_owners(level, named, str(node.where), itself(node))
    holding = [each for each in inner.folders if modules_below(each)]
    if not named and len(holding) > 1 and all(is_part(each.name) for each in holding):
        refuse_numbered(inner, holding)
        refuse_owners_in(inner, holding)
    if not named and len(inner.folders) == 1:
        refuse_a_class_in(inner, inner.folders[0])


def refuse_same_names(level: Level, nodes: Sequence[Node], shared: Sequence[str]) -> None:
    """Refuse folders that hold folders of the same names: either may be the students."""
    folders, names = listed([node.name for node in nodes]), listed([*map(stem_of, shared)])
    if all(is_part(node.name) for node in nodes):
        raise IntakeError(
            f"{called(level)}: {folders} hold the same students' folders ({names}). Nothing was "
            f"graded. Put all files of a student into one folder, or {EACH_BY_ITSELF}. Of several "
            "downloads of one class name the newest alone."
        )
    is_packed = shared[0].lower().endswith(ARCHIVES)
    own = f"each student's {names} (--assignment {shared[0]})"
    raise IntakeError(
        f"{called(level)}: {folders} hold folders of the same names ({names}), and can be read in "
        "several ways. Nothing was graded.\n"
        f"  one's work: all that each of {folders} holds is one student's "
        f"({level.given('--class')})\n"
        + ("" if is_packed else f"  assignments: {own}\n")
        + f"  students: {names}, in each assignment's folder: {EACH_BY_ITSELF}\n"
        "  sections: each folder is a section, the folders in it are students "
        f"({level.given('--sections')})\n"
        "  downloads of one class: name the newest alone"
    )


def refuse_one_in_a_part(level: Level, inside: dict[Node, Inside]) -> None:
    """Refuse a folder that has nobody's name, among students', if what is in it may have one's.

    ``late/cyd`` beside ``ada`` and ``bob``; so do several with documents alone. What an archive is
    called its student may have chosen.
    """
    if all(is_part(node.name) for node in level.folders):
        return
    # Groups may be whom the folders are of.
    are_people = not all(is_part(node.name) or is_section(node.name) for node in level.folders)
    for node in level.folders:
        is_nobodys = is_part(node.name) or (are_people and is_section(node.name))
        if node.kind is not Kind.FOLDER or not is_nobodys or inside[node].is_direct:
            continue
        units = inside[node].units or _coded_in(node) or people_in(node)
        # Several with exercises are looked at elsewhere.
        is_asked = len(units) == 1 or (units and not inside[node].units)
        if is_asked and not any(is_part(unit.name) for unit in units):
            raise IntakeError(two_ways(level, node, units))


def _coded_in(node: Node) -> tuple[Node, ...]:
    """Return the folders and archives with code in a folder that has none at its top."""
    children = children_of(node)
    if any(map(is_code, children)):
        return ()
    return tuple(c for c in children if c.holds and without_exercise(c).is_work)


def refuse_sections_with_files(
    level: Level, inside: dict[Node, Inside], holding: Sequence[Node], fewest: int
) -> None:
    """Refuse a folder that may be a section if an exercise and students' folders are in it.

    ``Tuesday/ex1_gradient_descent.py`` beside ``Tuesday/cyd``: not all of it is one student's. Nor
    where the exercise is called after somebody whom the folder is not called after.
    """
    for node in holding:
        children = children_of(node, level.budget)
        owners = [owner for c in children if is_module(c) and (owner := owner_of(c.name))]
        is_others = bool(owners) and not is_one_of(map(folded_owner, owners), node)
        if not inside[node].is_direct or not (is_section(node.name) or is_others):
            continue
        if is_the_kit(children, level.budget):
            continue
        units = [c for c in children if modules_below(c) and c.holds and not is_part(c.name)]
        if len(units) >= fewest:
            raise IntakeError(two_ways(level, node, units))


def refuse_versions(level: Level, inside: dict[Node, Inside], sections: Sequence[Node]) -> None:
    """Refuse folders that may be students, with versions of their work in them, not sections."""
    if any(is_section(node.name) for node in sections):
        return
    people = [node for node in sections if inside[node].sort is Sort.PEOPLE]
    units = [unit for node in sections for unit in inside[node].units]
    is_named = all(map(_is_full_name, (node.name for node in sections)))
    own = [node for node in people if _may_be_versions(inside[node].units, node)]
    if (
        own
        or shared_names([inside[node].units for node in sections])
        or (is_named and not any(_is_full_name(stem_of(unit.name)) for unit in units))
    ):
        node = (own or people)[0]
        raise IntakeError(two_ways(level, node, inside[node].units))


def refuse_wrappers(level: Level, inside: dict[Node, Inside], sections: Sequence[Node]) -> None:
    """Refuse folders most of which hold one folder: sections, or students who zipped theirs.

    A section of one is among larger ones; whoever zips a folder has it in the zip.
    """
    people = [node for node in sections if inside[node].sort is Sort.PEOPLE]
    singles = [node for node in sections if len(inside[node].units) == 1 and node not in people]
    is_packed = any(node.kind is Kind.ARCHIVE for node in singles)
    if (is_packed or len(singles) > len(people)) and not all(is_section(n.name) for n in people):
        raise IntakeError(two_ways(level, people[0], inside[people[0]].units))


def refuse_sections_called_like_people(
    level: Level, inside: dict[Node, Inside], holding: Sequence[Node]
) -> None:
    """Refuse a section's name that may be somebody's: ``Sam Block`` beside ``Ada Lee``."""
    others = [node for node in holding if not is_section(node.name)]
    if 2 * sum(_begins_like_people(node) for node in others) > len(others):
        for node in holding:
            if inside[node].sort is Sort.PEOPLE and _begins_like_people(node):
                raise IntakeError(two_ways(level, node, inside[node].units))


def _begins_like_people(node: Node) -> bool:
    """Whether a name begins with two words as people's names do; a section's has a letter."""
    words = re.findall(r"[^\W_]+", stem_of(node.name))[:2]
    return len(words) == 2 and all(
        len(word) > 1 and word.isalpha() and word[0].isupper() for word in words
    )


def _is_full_name(name: str) -> bool:
    """Whether a folder is called as people are: ``Ada Lovelace``, ``Lovelace, Ada``."""
    words = re.split(r"[\s,_]+", name.strip())
    return len(words) > 1 and all(word[:1].isupper() for word in words) and not is_part(name)


def _may_be_versions(units: Sequence[Node], node: Node) -> bool:
    """Whether half of what is in a folder is called after the folder, or after another in it.

    ``ada/ada_v2`` and ``ada/ada.zip``; ``ada/descent (1)`` beside ``ada/descent``. What is counted
    from 1 may be versions too.
    """
    own, names = folded_owner(stem_of(node.name)), {stem_of(unit.name) for unit in units}
    if names == {str(number) for number in range(1, len(units) + 1)}:
        return True
    after = [
        unit
        for unit in units
        if is_within(own, folded_owner(stem_of(unit.name)))
        or not names.isdisjoint({*called_again(stem_of(unit.name))} - {stem_of(unit.name)})
    ]
    return 2 * len(after) >= len(units)


def two_ways(level: Level, node: Node, units: Sequence[Node]) -> str:
    """Return both readings of a folder that holds folders: a student, or a section."""
    stems = [stem_of(unit.name) for unit in units]
    # A folder and an archive may differ by the ending alone.
    names = listed(stems if len({*stems}) == len(stems) else [unit.name for unit in units])
    are, students = ("are", "students") if len(units) > 1 else ("is", "a student")
    return (
        f"{node.name} in {called(level)} holds {names}, and can be read in two ways. Nothing was "
        "graded.\n"
        f"  a student: {names} {are} the work of {stem_of(node.name)} ({level.given('--class')})\n"
        f"  a section: {names} {are} {students} ({level.given('--sections')})"
    )


def shared_names(units: Iterable[Sequence[Node]]) -> list[str]:
    """Return the names that several have, where they are most of all names."""
    names = [unit.name for own in units for unit in own]
    shared = sorted({name for name in names if names.count(name) > 1})
    return shared if len(shared) >= SHARED * len(set(names)) else []
