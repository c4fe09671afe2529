"""Plain folders: one for each student, perhaps in sections, perhaps in one folder more.

Nothing but names and places tells whose work is whose here, so everything that could be read in
two ways, to different people's points, is shown in both and left to the instructor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from exercises.coach.contracts import EXERCISES
from grader.intake.file_names import DOCUMENTS, is_python, module_of
from grader.intake.kit_files import is_the_kit
from grader.intake.people import Handed, Left, Source, Tree
from grader.intake.sources.ambiguous_folders import (
    people_in,
    refuse_a_class_in,
    refuse_numbered,
    refuse_one_in_a_part,
    refuse_people,
    refuse_people_beside_parts,
    refuse_people_in,
    refuse_people_in_parts,
    refuse_people_in_several,
    refuse_people_over_parts,
    refuse_same_names,
    refuse_sections_called_like_people,
    refuse_sections_with_files,
    refuse_versions,
    refuse_wrappers,
    shared_names,
    two_ways,
)
from grader.intake.sources.contents_by_name import (
    Inside,
    Sort,
    children_of,
    is_code,
    modules_below,
    sort_of,
    students_among,
    without_exercise,
)
from grader.intake.sources.named_files import (
    DRIVE,
    EACH_BY_ITSELF,
    class_of_files,
    is_module,
    is_one_of,
    itself,
    owned_in,
    refuse_authors,
    refuse_authors_of_several,
    refuse_documents,
    refuse_owners_in,
    refuse_several_owners,
)
from grader.intake.sources.owners import folded_owner, is_part, is_section, owner_of
from grader.intake.sources.tree_level import IntakeError, Level, called, level_of, loose, plain
from grader.intake.tree import (
    Kind,
    Node,
    Unreadable,
    stem_of,
)
from grader.wording import listed

__all__ = ["of_sections", "one_student", "read"]


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
        return of_sections(level, level.folders, "--sections: each folder is a section")
    try:
        is_clone = is_the_kit(level.entries, level.budget)
    except Unreadable:
        is_clone = False
    if is_clone:
        return one_student(level, "it is the kit itself, as it is handed out")
    parts = {found[1] for n in level.folders if (found := DRIVE.fullmatch(stem_of(n.name)))}
    if len(level.folders) > 1 and len(parts) == 1 and not files and _all_parts(level.folders):
        tree = of_sections(level, level.folders, "the parts of one download from Google Drive")
        return replace(tree, source=Source.PLAIN, sections=(), students=_rejoined(tree.students))
    inside = {node: sort_of(node) for node in level.folders}
    holding = [node for node, found in inside.items() if found.sort is not Sort.EMPTY]
    if files:
        return _with_files(level, files, inside, holding)
    if len(level.folders) == 1 and inside[level.folders[0]].sort is not Sort.PEOPLE:
        refuse_people_in(level, level.folders[0])
        refuse_authors(level, level.folders)
        if is_part(level.folders[0].name) or is_section(level.folders[0].name):
            refuse_documents(level, level.folders, itself(level.folders[0]))
    if len(level.folders) == 1 and holding and _is_work(inside[holding[0]]):
        # What is read, or refused, as several students' if it is named itself may be a class.
        tree = read(level_of(holding[0], level.options, level.budget))
        if len(tree.students) > 1:
            refuse_people(level, holding[0], [each.student for each in tree.students], "")
    coded = [] if holding else [n for n in level.folders if without_exercise(n).is_work]
    if len(level.folders) > 1 and coded and all(is_part(node.name) for node in coded):
        refuse_people_in_parts(level, coded)
        refuse_people_over_parts(level, level.folders)
        refuse_people_beside_parts(level, coded)
        refuse_documents(level, level.folders, f"({EACH_BY_ITSELF}, and with --class)")
        refuse_authors(
            level, coded, other=f"they are versions of one's work ({level.given('--one-student')})"
        )
        return one_student(level, f"what has code in it, {coded[0].name}, has no student's name")
    if len(holding) == 1 and is_part(holding[0].name) and _is_work(inside[holding[0]]):
        refuse_numbered(level, level.folders)
        nobodys = [
            node for node in level.folders
            if is_part(node.name) or is_section(node.name) or people_in(node)
        ]  # fmt: skip
        refuse_people_over_parts(level, nobodys)
        refuse_people_beside_parts(level, holding)
        refuse_documents(level, nobodys, f"({EACH_BY_ITSELF}, and with --class)")
        return one_student(level, f"all is in {holding[0].name}, which is not a student's name")
    if len(holding) > 1 and all(is_part(n.name) and _is_work(inside[n]) for n in holding):
        refuse_numbered(level, holding)
        refuse_owners_in(level, holding)
        refuse_people_over_parts(level, [n for n in level.folders if is_part(n.name)])
        refuse_people_beside_parts(level, holding)
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


def _with_files(
    level: Level, files: Sequence[Node], inside: dict[Node, Inside], holding: Sequence[Node]
) -> Tree:
    """Read a level where exercises lie loose: one student's, unless they may be several'."""
    names = [node.name for node in files]
    for node in holding:
        if inside[node].sort is Sort.PEOPLE:
            several = listed([stem_of(each.name) for each in inside[node].units])
            raise IntakeError(
                f"{called(level)} holds {min(names)} beside {node.name}, in which {several} have "
                "exercises. It can be read in two ways, and nothing was graded.\n"
                f"  a class: {several} are students: put what is loose into its student's folder, "
                "or take it away\n"
                f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
            )
    loose_modules = {module_of(PurePosixPath(name)) for name in names}
    strangers = [node for node in holding if not is_part(node.name)]
    owners = [owner for name in names if (owner := owner_of(name))]
    if owners:
        # Whoever calls files after themselves has no folders called after others beside them.
        coded = [n for n in level.folders if n not in holding and without_exercise(n).is_work]
        strangers += [node for node in coded if not is_part(node.name)]
        strangers = [node for node in strangers if not is_one_of(map(folded_owner, owners), node)]
    elif len(strangers) == 1:
        # Unpacked beside itself; or a folder for what is not at the top.
        node = strangers[0]
        if node.kind is Kind.ARCHIVE or not loose_modules & modules_below(node):
            strangers = []
    if strangers:
        named = class_of_files(level, "")
        owned = {part.node: h.student for h in named.students for part in h.parts} if named else {}
        folders = [n for n in level.folders if n in holding or n in strangers]
        people = dict.fromkeys([*(stem_of(n.name) for n in folders), *owned.values()])
        others = [node.name for node in files if node not in owned]
        nobodys = f"; {listed(others)} would be nobody's" if others else ""
        raise IntakeError(
            f"{called(level)} holds {min(names)} beside {len(folders)} folder"
            f"{'s' if len(folders) > 1 else ''} with work in them: of a class, move what is "
            "loose into its student's folder. It can be read in two ways, and nothing was graded.\n"
            f"  a class: {listed([*people])}{nobodys} ({level.given('--class')})\n"
            f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
        )
    refuse_several_owners(level, names, called(level), itself(level.node))
    refuse_documents(level, [level.node], itself(level.node))
    refuse_authors(
        level,
        [level.node],
        other=f"they are versions of one's work ({level.given('--one-student')})",
    )
    return one_student(level, f"{min(names)} is at its top")


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
    several, one = map(level.given, ("--class", "--one-student"))
    told = f" Where {listed(people)} are students: {several}." if len(people) > 1 else ""
    return told + (f" Where it is all of one student's: {one}." if is_code else "")


def _of_folders(level: Level, inside: dict[Node, Inside], holding: list[Node]) -> Tree:
    """Read a level of folders and archives alone."""
    if not level.folders:
        raise IntakeError(
            f"{called(level)} holds no student: a folder or a zip for each, with files such as "
            f"{EXERCISES[0].filename} in it.{_beside(level)}{_is_it_ones(level)}"
        )
    people = [node for node in holding if inside[node].sort is Sort.PEOPLE]
    parts = [node for node in holding if inside[node].sort is Sort.PARTS]
    refuse_sections_with_files(level, inside, holding, fewest=1 if people else 2)
    if not people and not parts:
        if holding and all(is_section(node.name) for node in holding) and _differ(inside, holding):
            sections = _with_others(level, holding)
            return of_sections(level, sections, f"{holding[0].name} is a section's name")
        refuse_people_in_several(level)
        refuse_one_in_a_part(level, inside)
        groups = [node for node in level.folders if is_section(node.name)]
        for node in groups:
            refuse_a_class_in(level, node)
        one = f"each folder is the work of one ({level.given('--class')})"
        refuse_authors(level, groups, level.given("--sections"), one)
        refuse_authors_of_several(level, f"{EACH_BY_ITSELF}, and with --class")
        return _class(level, level.folders, "a folder or an archive for each student")
    if not people:
        return _of_parts(level, inside, holding, parts)
    shared = shared_names([people_in(node) or inside[node].units for node in people])
    if len(people) == len(holding) and len(holding) > 1 and shared:
        refuse_same_names(level, people, shared)
    if all(not inside[node].is_direct for node in holding) or all(
        is_section(node.name) for node in people
    ):
        if len(holding) == 1 and not is_section(holding[0].name):
            return of_sections(level, holding, f"{holding[0].name} holds the students' folders")
        refuse_sections_called_like_people(level, inside, holding)
        sections = [n for n in holding if not inside[n].is_direct]
        refuse_wrappers(level, inside, sections)
        refuse_versions(level, inside, sections)
        sections = _with_others(level, sections, holding)
        return of_sections(level, sections, "each folder holds students' folders")
    raise IntakeError(two_ways(level, people[0], inside[people[0]].units))


def _with_others(
    level: Level, sections: list[Node], holding: Sequence[Node] = ()
) -> Sequence[Node]:
    """Return sections with those in which nobody kept the names of the exercises' files.

    There is code in them, in several folders or in one with a section's name; or somebody's folder
    is in one of such a name, though nobody there handed in what is read.
    """
    others = [node for node in level.folders if node not in (*sections, *holding)]
    return sections + [
        node for node in others
        if (without_exercise(node).is_work and len(people_in(node)) > 1)
        or (is_section(node.name) and (without_exercise(node).is_work or _holds_folders(node)))
    ]  # fmt: skip


def _holds_folders(node: Node) -> bool:
    """Whether there are folders in a folder that may each be somebody's."""
    return any(each.holds and not is_part(each.name) for each in children_of(node))


def _of_parts(
    level: Level, inside: dict[Node, Inside], holding: list[Node], parts: list[Node]
) -> Tree:
    """Read folders some of which hold folders with different exercises: parts, or students."""
    direct = [node for node in holding if inside[node].is_direct]
    shared = shared_names([inside[node].units for node in parts])
    if (direct or shared) and not any(is_section(node.name) for node in parts):
        return _class(level, level.folders, "a folder or an archive for each student")
    raise IntakeError(two_ways(level, parts[0], inside[parts[0]].units))


def _differ(inside: dict[Node, Inside], holding: Sequence[Node]) -> bool:
    """Whether each of several folders holds just one, of a name that is no part's."""
    units = [inside[node].units for node in holding]
    names = {unit.name.casefold() for own in units for unit in own}
    return all(len(own) == 1 and not is_part(own[0].name) for own in units) and len(names) == len(
        holding
    )


def _class(level: Level, nodes: Sequence[Node], why: str, group: str = "") -> Tree:
    """Return each folder and archive as a student."""
    own = students_among(nodes)
    others = [n for n in level.entries if n not in own and (n in nodes or not n.holds)]
    if not own:
        raise IntakeError(
            f"{called(level)} holds no student: a folder or a zip for each, with files such as "
            f"{EXERCISES[0].filename} in it.{_beside(level)}"
        )
    students = tuple(plain(node, group) for node in own)
    return Tree(Source.PLAIN, why, students, tuple(level.left + list(map(loose, others))))


def of_sections(level: Level, nodes: Sequence[Node], why: str) -> Tree:
    """Return the students of each section; what is beside the sections is a student or nobody's."""
    students: list[Handed] = []
    left = list(level.left)
    trees = []
    # A section may be what any source writes.
    any_source = level.reader or _as_plain
    for node, inner in zip(nodes, _opened(level, nodes), strict=True):
        try:
            own = level_of(inner, level.options, level.budget)
        except Unreadable:
            # Somebody's own, or a section: it is there in any case, with the reason.
            students.append(plain(node))
            continue
        is_section = len(nodes) > 1 or level.options.reading == "sections"
        try:
            tree = any_source(own, node.name if is_section else "", is_section=is_section)
        except IntakeError as error:
            if not own.folders and not any(map(is_code, own.files)):
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
                left.append(_beside_sections(node))
            else:
                left.append(loose(node))
    if not students:
        raise IntakeError(f"{called(level)} holds no student.{_beside(level)}")
    tree = Tree(Source.SECTIONS, why, tuple(students), tuple(left))
    if len(nodes) == len(trees) == 1:
        return replace(tree, source=trees[0].source, sections=trees[0].sections)
    return tree.with_sections(trees)


def _beside_sections(node: Node) -> Left:
    """Return a folder that may be one more section, in which nobody handed in what is read."""
    found = without_exercise(node)
    if found.is_work or not _holds_folders(node):
        return found
    return replace(found, why=f"{found.why}, but with folders: are they students?", is_work=True)


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
    others = [loose(n) for n in level.entries if not (is_module(n) or is_code(n))]
    closed = next((f" {left.where} is {left.why}." for left in others if left.is_work), "")
    if all(PurePosixPath(node.name).suffix.lower() in DOCUMENTS for node in level.entries):
        closed = " A document or a picture cannot be run: ask for the .py or .ipynb files."
    return f" There is {listed(names)}.{closed}" if names else ""
