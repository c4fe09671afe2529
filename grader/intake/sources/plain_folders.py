"""Plain folders: one for each student, perhaps in sections, perhaps in one folder more.

Nothing but names and places tells whose work is whose here, so everything that could be read in
two ways, to different people's points, is shown in both and left to the instructor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePosixPath

from exercises.coach.contracts import EXERCISES
from grader.intake.kit_files import is_the_kit
from grader.intake.names import is_python, module_of
from grader.intake.people import Handed, Left, Source, Tree
from grader.intake.sources.contents_by_name import (
    children_of,
    is_read,
    modules_below,
    skim,
    without_exercise,
)
from grader.intake.sources.named_files import (
    class_of_files,
    is_module,
    itself,
    owned_in,
    refuse_authors,
    refuse_authors_of_several,
    refuse_owners_in,
    refuse_several_owners,
)
from grader.intake.sources.owners import is_part
from grader.intake.sources.tree_level import IntakeError, Level, called, level_of, loose, plain
from grader.intake.tree import (
    ARCHIVES,
    Budget,
    Kind,
    Node,
    Unreadable,
    stem_of,
)
from grader.wording import listed

__all__ = ["Sort", "one_student", "read", "sort_of"]

# What a folder of several people is called.
GROUP = re.compile(
    r"(?:^|[\W_])(sections?|sec|groups?|gruppen?|grp|tutorials?|tut|labs?|class(es)?|classroom|"
    r"cohort|period|block|course|kurs|klasse|übungsgruppe|campus|morning|afternoon|evening|"
    r"mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|submissions|students|all)"
    r"(?:$|[\W_\d])",
    re.IGNORECASE,
)
# What a folder of somebody who is not to be known is called, too.
NUMBERED = re.compile(r"(submission|abgabe|hand-?in|work|homework|hw|assignment)s?[\W_]*\d+", re.I)
# Google Drive packs a large folder into several zips: ``HW4-20261120T100000Z-1-002.zip``.
DRIVE = re.compile(r"(.+-\d{8}T\d{6}Z)(?:-\d+)?-\d{3}")
EACH_BY_ITSELF = "grade each folder by itself, into one --out with --assignment NAME"
# Of all names of students' folders, those that several students have: their own or assignments'.
SHARED = 0.5


class Sort(Enum):
    """What one folder or archive of a class holds."""

    EMPTY = "nothing of the five"
    WORK = "one person's work"
    PARTS = "folders with different exercises"
    PEOPLE = "folders with the same exercises"


@dataclass(frozen=True)
class Inside:
    """What is in a folder or archive: its sort, and the folders in it that make it so."""

    sort: Sort
    units: tuple[Node, ...] = ()
    is_direct: bool = False


def sort_of(node: Node, budget: Budget | None = None) -> Inside:
    """Return what a folder or archive of a class holds, as far as its names tell."""
    budget = budget or skim()
    if not node.holds:
        return Inside(Sort.EMPTY)
    children = children_of(node, budget)
    if is_the_kit(children, budget):
        return Inside(Sort.WORK, is_direct=True)
    if any(module_of(PurePosixPath(child.name)) for child in children if not child.holds):
        return Inside(Sort.WORK, is_direct=True)
    held = {child: modules_below(child) for child in children if child.holds}
    units = tuple(child for child, modules in held.items() if modules)
    if not units:
        return Inside(Sort.EMPTY)
    if len(units) == 1:
        inner = sort_of(units[0], budget)
        return inner if inner.sort is not Sort.WORK else Inside(Sort.WORK, units)
    if all(is_part(unit.name) for unit in units):
        return Inside(Sort.WORK, units)
    modules = [module for unit in units for module in held[unit]]
    is_same = len(set(modules)) < len(modules)
    return Inside(Sort.PEOPLE if is_same else Sort.PARTS, units)


def one_student(level: Level, why: str) -> Tree:
    """Return everything at the level as one student's work."""
    return Tree(Source.ONE_STUDENT, why, (plain(level.node),), (), is_single=True)


def read(level: Level) -> Tree:
    """Return the class, or the one student, that plain folders hold.

    Raises
    ------
    IntakeError
        When they hold none, or can be read in two ways.
    """
    asked = level.options.reading
    if asked == "one student":
        return one_student(level, "--one-student says so")
    files = [node for node in level.files if module_of(PurePosixPath(node.name))]
    if asked == "class":
        return _class_as_said(level)
    if asked == "sections":
        return _sections(level, level.folders, "--sections: each folder is a section")
    try:
        is_clone = is_the_kit(level.entries, level.budget)
    except Unreadable:
        is_clone = False
    if is_clone:
        return one_student(level, "it is the kit itself, as it is handed out")
    parts = {found[1] for n in level.folders if (found := DRIVE.fullmatch(stem_of(n.name)))}
    if len(level.folders) > 1 and len(parts) == 1 and not files and _all_parts(level.folders):
        tree = _sections(level, level.folders, "the parts of one download from Google Drive")
        return replace(tree, source=Source.PLAIN, sections=(), students=_rejoined(tree.students))
    inside = {node: sort_of(node) for node in level.folders}
    holding = [node for node, found in inside.items() if found.sort is not Sort.EMPTY]
    if files:
        return _with_files(level, files, holding)
    if len(level.folders) == 1 and inside[level.folders[0]].sort is not Sort.PEOPLE:
        _refuse_people_in(level, level.folders[0])
        refuse_authors(level, level.folders)
    if len(level.folders) == 1 and holding and inside[holding[0]].sort is Sort.WORK:
        _refuse_a_class_in(level, holding[0])
    coded = [] if holding else [n for n in level.folders if without_exercise(n).is_work]
    if len(level.folders) > 1 and coded and all(is_part(node.name) for node in coded):
        _refuse_people_in_parts(level, coded)
        refuse_authors(level, coded, other="they are versions of one's work (--one-student)")
        return one_student(level, f"what has code in it, {coded[0].name}, has no student's name")
    if len(holding) == 1 and is_part(holding[0].name) and _is_work(inside[holding[0]]):
        return one_student(level, f"all is in {holding[0].name}, which is no student's name")
    if len(holding) > 1 and all(is_part(n.name) and _is_work(inside[n]) for n in holding):
        _refuse_numbered(level, holding)
        refuse_owners_in(level, holding)
        return one_student(level, f"{listed([n.name for n in holding])} are parts of one's work")
    return _of_folders(level, inside, holding)


def _all_parts(folders: Sequence[Node]) -> bool:
    return all(DRIVE.fullmatch(stem_of(node.name)) for node in folders)


def _rejoined(students: Sequence[Handed]) -> tuple[Handed, ...]:
    """Return everybody once, with what of theirs went into several parts of a download."""
    found: dict[str, Handed] = {}
    for each in students:
        before = found.get(each.student)
        parts = (*(before.parts if before else ()), *each.parts)
        found[each.student] = replace(each, parts=parts, group="")
    return tuple(found.values())


def _is_work(inside: Inside) -> bool:
    return inside.sort in (Sort.WORK, Sort.PARTS)


def _with_files(level: Level, files: Sequence[Node], holding: Sequence[Node]) -> Tree:
    """Read a level where exercises lie loose: one student's, unless they may be several'."""
    names = [node.name for node in files]
    loose_modules = {module_of(PurePosixPath(name)) for name in names}
    strangers = [node for node in holding if not is_part(node.name)]
    if len(strangers) == 1:
        # Unpacked beside itself; or a folder for what is not at the top.
        node = strangers[0]
        if node.kind is Kind.ARCHIVE or not loose_modules & modules_below(node):
            strangers = []
    if strangers:
        named = class_of_files(level, "")
        owned = {part.node: h.student for h in named.students for part in h.parts} if named else {}
        people = dict.fromkeys([*(stem_of(n.name) for n in holding), *owned.values()])
        others = [node.name for node in files if node not in owned]
        nobodys = f"; {listed(others)} would be nobody's" if others else ""
        raise IntakeError(
            f"{called(level)} holds {min(names)} beside {len(holding)} folder"
            f"{'s' if len(holding) > 1 else ''} with exercises in them: of a class, move what is "
            "loose into its student's folder. It can be read in two ways, and nothing was graded.\n"
            f"  a class: {listed([*people])}{nobodys} (--class)\n"
            f"  one student: all of it is {called(level)}'s (--one-student)"
        )
    refuse_several_owners(called(level), names, itself(level.node))
    refuse_authors(level, [level.node], other="they are versions of one's work (--one-student)")
    return one_student(level, f"{min(names)} is at its top")


def people_in(node: Node, budget: Budget | None = None) -> tuple[Node, ...]:
    """Return the folders and archives in a folder that may each be somebody's, by their names.

    There are none where code lies beside them: then all of it is one person's; and none where
    a part of somebody's work has the exercises.
    """
    budget = budget or skim()
    if not node.holds:
        return ()
    children = children_of(node, budget)
    if is_the_kit(children, budget) or any(map(_is_code, children)):
        return ()
    below = [c for c in children if c.holds and not c.name.startswith((".", "__"))]
    if len(below) == 1:
        return people_in(below[0], budget)
    people = tuple(child for child in below if not is_part(child.name))
    is_in_parts = any(modules_below(child) for child in below if child not in people)
    return () if is_in_parts or len(people) < 2 else people


def _is_code(node: Node) -> bool:
    path = PurePosixPath(node.name)
    return not node.holds and (module_of(path) is not None or is_python(path))


def _is_one_persons(node: Node) -> bool:
    """Whether code is at a folder's top, or in parts of somebody's work."""
    children = children_of(node)
    below = [child for child in children if child.holds and is_part(child.name)]
    return any(map(_is_code, children)) or any(map(_is_one_persons, below))


def _refuse_people_in(level: Level, node: Node) -> None:
    """Refuse a folder that is alone in the place if the folders in it may be students."""
    if people := people_in(node):
        names = listed([stem_of(each.name) for each in people])
        inside = people[0].where.parent
        sections = "--sections, or " if inside == node.where else ""
        raise IntakeError(
            f"{node.name} is all that {called(level)} holds, and can be read in two ways. Nothing "
            "was graded.\n"
            f"  a class: {names} are students ({sections}name {inside} itself)\n"
            f"  one student: {names} are the work of {stem_of(node.name)} (--class)"
        )


def _refuse_people_in_parts(level: Level, parts: Sequence[Node]) -> None:
    """Refuse parts that may be a class's: ``Week 1/ada`` and ``Week 1/bob``, both with code."""
    for node in parts:
        people = [n for n in people_in(node) if modules_below(n) or without_exercise(n).is_work]
        if len(people) > 1:
            names = listed([stem_of(each.name) for each in people])
            raise IntakeError(
                f"{node.name} in {called(level)} holds {names}, and can be read in two ways. "
                "Nothing was graded.\n"
                f"  a class: {names} are students: {EACH_BY_ITSELF}\n"
                f"  one student: all of it is {called(level)}'s (--one-student)"
            )


def _refuse_people_in_several(level: Level) -> None:
    """Refuse folders none of which has code at its top, and some of which may hold students.

    Where files have the exercises' names, these tell what a folder is.
    """
    inside = {node: people_in(node) for node in level.folders}
    for node, people in inside.items():
        if any(modules_below(each) or without_exercise(each).is_work for each in people):
            if not any(map(_is_one_persons, level.folders)):
                if shared := _shared(inside.values()):
                    _refuse_same_names(level, [n for n, held in inside.items() if held], shared)
                raise IntakeError(_two_ways(level, node, people))
            return


def _refuse_numbered(level: Level, nodes: Sequence[Node]) -> None:
    """Refuse folders that are called alike and hold the same: one's attempts, or anybody's work."""
    held = [module for node in nodes for module in modules_below(node)]
    names = listed([stem_of(node.name) for node in nodes])
    if len(set(held)) < len(held) and all(NUMBERED.fullmatch(stem_of(n.name)) for n in nodes):
        raise IntakeError(
            f"{called(level)} holds {names}, and can be read in two ways. Nothing was graded.\n"
            "  a class: each is a student's (--class)\n"
            f"  one student: all of it is {called(level)}'s (--one-student)"
        )


def _refuse_a_class_in(level: Level, node: Node) -> None:
    """Refuse a folder that is alone in the place if its files may be several students'."""
    try:
        inner = level_of(node, level.options, level.budget)
    except Unreadable:
        return
    named = [each.name for each in inner.files if module_of(PurePosixPath(each.name))]
    refuse_several_owners(str(node.where), named, itself(node))
    holding = [each for each in inner.folders if modules_below(each)]
    if not named and len(holding) > 1 and all(is_part(each.name) for each in holding):
        _refuse_numbered(inner, holding)
        refuse_owners_in(inner, holding)
    if not named and len(inner.folders) == 1:
        _refuse_a_class_in(inner, inner.folders[0])


def _class_as_said(level: Level) -> Tree:
    """Return each folder and archive as a student, and whoever is named in a file beside them."""
    why = "--class: each folder and archive is a student"
    named = class_of_files(level, f"{why}, and who is named in a file")
    if named is None:
        return _class(level, level.folders, why)
    if not level.folders:
        others = [loose(node) for node in level.entries if node.kind is not Kind.FILE]
        return replace(named, left=(*named.left, *others))
    left = {item.where for item in level.left}
    folders = _class(level, level.folders, why)
    files = {str(node.where) for node in level.files}
    return replace(
        named,
        students=(*folders.students, *named.students),
        left=(
            *(item for item in folders.left if item.where not in files),
            *(item for item in named.left if item.where not in left),
        ),
    )


def _is_it_ones(level: Level) -> str:
    is_code = any(is_python(PurePosixPath(node.name)) for node in level.files)
    people = list(dict.fromkeys(owned_in(level).values()))
    told = f" Where {listed(people)} are students, give --class." if len(people) > 1 else ""
    return told + (" Where it is all of one student's, give --one-student." if is_code else "")


def _of_folders(level: Level, inside: dict[Node, Inside], holding: list[Node]) -> Tree:
    """Read a level of folders and archives alone."""
    if not level.folders:
        raise IntakeError(
            f"{called(level)} holds no student: a folder or a zip for each, with files such as "
            f"{EXERCISES[0].filename} in it.{_beside(level)}{_is_it_ones(level)}"
        )
    people = [node for node in holding if inside[node].sort is Sort.PEOPLE]
    parts = [node for node in holding if inside[node].sort is Sort.PARTS]
    _refuse_sections_with_files(level, inside, holding, fewest=1 if people else 2)
    if not people and not parts:
        if (
            holding
            and all(GROUP.search(node.name) for node in holding)
            and _differ(inside, holding)
        ):
            sections = _with_others(level, holding)
            return _sections(level, sections, f"{holding[0].name} is a section's name")
        _refuse_people_in_several(level)
        _refuse_one_in_a_part(level, inside)
        groups = [node for node in level.folders if GROUP.search(node.name)]
        for node in groups:
            _refuse_a_class_in(level, node)
        refuse_authors(level, groups, "--sections", "each folder is the work of one (--class)")
        refuse_authors_of_several(level, f"{EACH_BY_ITSELF}, and with --class")
        return _class(level, level.folders, "a folder or an archive for each student")
    if not people:
        return _of_parts(level, inside, holding, parts)
    shared = _shared([people_in(node) or inside[node].units for node in people])
    if len(people) == len(holding) and len(holding) > 1 and shared:
        _refuse_same_names(level, people, shared)
    if all(not inside[node].is_direct for node in holding) or all(
        GROUP.search(node.name) for node in people
    ):
        if len(holding) == 1 and not GROUP.search(holding[0].name):
            return _sections(level, holding, f"{holding[0].name} holds the students' folders")
        sections = [n for n in holding if not inside[n].is_direct]
        _refuse_wrappers(level, inside, sections)
        _refuse_versions(level, inside, sections)
        sections = _with_others(level, sections, holding)
        return _sections(level, sections, "each folder holds students' folders")
    raise IntakeError(_two_ways(level, people[0], inside[people[0]].units))


def _refuse_same_names(level: Level, nodes: Sequence[Node], shared: Sequence[str]) -> None:
    """Refuse folders that hold folders of the same names: either may be the students."""
    folders, names = listed([node.name for node in nodes]), listed([*map(stem_of, shared)])
    if all(is_part(node.name) for node in nodes):
        raise IntakeError(
            f"{called(level)}: {folders} hold the same students' folders ({names}). Nothing was "
            f"graded. Put all files of a student into one folder, or {EACH_BY_ITSELF}."
        )
    is_packed = shared[0].lower().endswith(ARCHIVES)
    own = f"each student's {names} (--assignment {shared[0]})"
    raise IntakeError(
        f"{called(level)}: {folders} hold folders of the same names ({names}), and can be read in "
        "several ways. Nothing was graded.\n"
        f"  one's work: all that each of {folders} holds is one student's (--class)\n"
        + ("" if is_packed else f"  assignments: {own}\n")
        + f"  students: {names}, in each assignment's folder: {EACH_BY_ITSELF}\n"
        "  sections: each folder is a section, the folders in it are students (--sections)\n"
        "  downloads of one class: name the newest alone"
    )


def _with_others(
    level: Level, sections: list[Node], holding: Sequence[Node] = ()
) -> Sequence[Node]:
    """Return sections with those in which nobody kept the names of the exercises' files.

    There is code in them, in several folders or in one with a section's name.
    """
    others = [node for node in level.folders if node not in (*sections, *holding)]
    return sections + [
        node for node in others
        if (GROUP.search(node.name) or len(people_in(node)) > 1) and without_exercise(node).is_work
    ]  # fmt: skip


def _refuse_one_in_a_part(level: Level, inside: dict[Node, Inside]) -> None:
    """Refuse a folder that has nobody's name, among students', if what is in it may have one's.

    ``late/cyd`` beside ``ada`` and ``bob``. What an archive is called its student may have chosen.
    """
    if all(is_part(node.name) for node in level.folders):
        return
    for node in level.folders:
        if node.kind is not Kind.FOLDER or not is_part(node.name) or inside[node].is_direct:
            continue
        units = inside[node].units or _coded_in(node)
        # Several with exercises are looked at elsewhere.
        is_asked = len(units) == 1 or (units and not inside[node].units)
        if is_asked and not any(is_part(unit.name) for unit in units):
            raise IntakeError(_two_ways(level, node, units))


def _coded_in(node: Node) -> tuple[Node, ...]:
    """Return the folders and archives with code in a folder that has none at its top."""
    children = children_of(node)
    if any(map(_is_code, children)):
        return ()
    return tuple(c for c in children if c.holds and without_exercise(c).is_work)


def _refuse_sections_with_files(
    level: Level, inside: dict[Node, Inside], holding: Sequence[Node], fewest: int
) -> None:
    """Refuse a folder with a section's name if there are an exercise and students' folders in it.

    ``Tuesday/ex1_gradient_descent.py`` beside ``Tuesday/cyd``: not all of it is one student's.
    """
    for node in holding:
        if not inside[node].is_direct or not GROUP.search(node.name):
            continue
        children = children_of(node, level.budget)
        if is_the_kit(children, level.budget):
            continue
        units = [c for c in children if modules_below(c) and c.holds and not is_part(c.name)]
        if len(units) >= fewest:
            raise IntakeError(_two_ways(level, node, units))


def _refuse_versions(level: Level, inside: dict[Node, Inside], sections: Sequence[Node]) -> None:
    """Refuse folders that may be students, with versions of their work in them, not sections."""
    if any(GROUP.search(node.name) for node in sections):
        return
    people = [node for node in sections if inside[node].sort is Sort.PEOPLE]
    units = [unit for node in sections for unit in inside[node].units]
    is_named = all(map(_is_full_name, (node.name for node in sections)))
    if _shared([inside[node].units for node in sections]) or (
        is_named and not any(_is_full_name(stem_of(unit.name)) for unit in units)
    ):
        raise IntakeError(_two_ways(level, people[0], inside[people[0]].units))


def _refuse_wrappers(level: Level, inside: dict[Node, Inside], sections: Sequence[Node]) -> None:
    """Refuse folders most of which hold one folder: sections, or students who zipped theirs.

    A section of one is among larger ones; whoever zips a folder has it in the zip.
    """
    people = [node for node in sections if inside[node].sort is Sort.PEOPLE]
    singles = [node for node in sections if len(inside[node].units) == 1 and node not in people]
    is_packed = any(node.kind is Kind.ARCHIVE for node in singles)
    if (is_packed or len(singles) > len(people)) and not all(GROUP.search(n.name) for n in people):
        raise IntakeError(_two_ways(level, people[0], inside[people[0]].units))


def _is_full_name(name: str) -> bool:
    """Whether a folder is called as people are: ``Ada Lovelace``, ``Lovelace, Ada``."""
    words = re.split(r"[\s,_]+", name.strip())
    return len(words) > 1 and all(word[:1].isupper() for word in words) and not is_part(name)


def _of_parts(
    level: Level, inside: dict[Node, Inside], holding: list[Node], parts: list[Node]
) -> Tree:
    """Read folders some of which hold folders with different exercises: parts, or students."""
    direct = [node for node in holding if inside[node].is_direct]
    shared = _shared([inside[node].units for node in parts])
    if (direct or shared) and not any(GROUP.search(node.name) for node in parts):
        return _class(level, level.folders, "a folder or an archive for each student")
    raise IntakeError(_two_ways(level, parts[0], inside[parts[0]].units))


def _two_ways(level: Level, node: Node, units: Sequence[Node]) -> str:
    names = listed([stem_of(unit.name) for unit in units])
    are, students = ("are", "students") if len(units) > 1 else ("is", "a student")
    return (
        f"{node.name} in {called(level)} holds {names}, and can be read in two ways. Nothing was "
        "graded.\n"
        f"  a student: {names} {are} the work of {stem_of(node.name)} (--class)\n"
        f"  a section: {names} {are} {students} (--sections)"
    )


def _differ(inside: dict[Node, Inside], holding: Sequence[Node]) -> bool:
    """Whether each of several folders holds just one, of a name that is no part's."""
    units = [inside[node].units for node in holding]
    names = {unit.name.casefold() for own in units for unit in own}
    return all(len(own) == 1 and not is_part(own[0].name) for own in units) and len(names) == len(
        holding
    )


def _shared(units: Iterable[Sequence[Node]]) -> list[str]:
    """Return the names that several have, where they are most of all names."""
    names = [unit.name for own in units for unit in own]
    shared = sorted({name for name in names if names.count(name) > 1})
    return shared if len(shared) >= SHARED * len(set(names)) else []


def _class(level: Level, nodes: Sequence[Node], why: str, group: str = "") -> Tree:
    """Return each folder and archive as a student."""
    is_packed = any(node.name.lower().endswith(ARCHIVES) for node in nodes)
    students, left = [], list(level.left)
    for node in nodes:
        if is_packed or is_read(node):
            students.append(plain(node, group))
        else:
            left.append(loose(node))
    left += [loose(node) for node in level.entries if not node.holds]
    if not students:
        raise IntakeError(
            f"{called(level)} holds no student: a folder or a zip for each, with files such as "
            f"{EXERCISES[0].filename} in it.{_beside(level)}"
        )
    return Tree(Source.PLAIN, why, tuple(students), tuple(left))


def _sections(level: Level, nodes: Sequence[Node], why: str) -> Tree:
    """Return the students of each section; what is beside the sections is a student or nobody's."""
    students: list[Handed] = []
    left = list(level.left)
    trees = []
    # A section may be what any source writes.
    any_source = level.reader or _as_plain
    for node, inner in zip(nodes, _opened(level, nodes), strict=True):
        own = level_of(inner, level.options, level.budget)
        is_section = len(nodes) > 1 or level.options.reading == "sections"
        try:
            tree = any_source(own, node.name if is_section else "", is_section=is_section)
        except IntakeError as error:
            if not own.folders and not any(map(_is_code, own.files)):
                left.append(Left(str(node.where), "a section without a student"))
                continue
            raise error
        students += tree.students
        left += tree.left
        trees.append(tree)
    for node in level.entries:
        if node not in nodes:
            if node.holds and modules_below(node):
                students.append(plain(node))
            elif node.holds:
                left.append(without_exercise(node))
            else:
                left.append(loose(node))
    if not students:
        raise IntakeError(f"{called(level)} holds no student.{_beside(level)}")
    tree = Tree(Source.SECTIONS, why, tuple(students), tuple(left))
    if len(nodes) == 1:
        return replace(tree, source=trees[0].source, sections=trees[0].sections)
    return tree.with_sections(trees)


def _opened(level: Level, nodes: Sequence[Node]) -> Sequence[Node]:
    """Return the sections, or what is alone in each, where that is a folder of the same name."""
    alone = []
    for node in nodes:
        try:
            inner = level_of(node, level.options, level.budget)
        except Unreadable:
            return nodes
        is_alone = len(inner.folders) == 1 and not any(map(is_module, inner.files))
        alone += inner.folders if is_alone else []
    is_same = len({node.name for node in alone}) == 1
    return alone if len(alone) == len(nodes) > 1 and is_same else nodes


def _as_plain(level: Level, group: str = "", *, is_section: bool = False) -> Tree:
    return _class(level, level.folders, "a section", group if is_section else "")


def _beside(level: Level) -> str:
    """Say what else is there, so that a mistyped place is known at once."""
    names = [node.name for node in level.entries] + [left.where for left in level.left]
    links = [left.where for left in level.left if left.is_link]
    if links:
        return f" There is {listed(links)}: a symbolic link, which is not followed."
    # Of a mail or half a download; a file of code is asked about.
    others = [loose(n) for n in level.files if not (is_module(n) or _is_code(n))]
    closed = next((f" {left.where} is {left.why}." for left in others if left.is_work), "")
    return f" There is {listed(names)}.{closed}" if names else ""
