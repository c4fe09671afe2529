"""What kind of tree a place is: each source is asked in turn, here and in a single folder below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.file_names import module_of
from grader.intake.files import Part
from grader.intake.kit_files import is_untouched
from grader.intake.people import Handed, Left, Person, Source, Tree, with_labels
from grader.intake.sources import (
    autolab,
    blackboard,
    brightspace,
    canvas,
    cocalc,
    forms,
    gradescope,
    ilias,
    moodle,
    nbgrader,
    openolat,
    plain_folders,
    repositories,
    sakai,
    schoology,
    submitty,
    teams,
    vpl,
)
from grader.intake.sources.ambiguous_folders import people_in
from grader.intake.sources.contents_by_name import (
    Sort,
    modules_below,
    skim,
    sort_of,
    students_among,
)
from grader.intake.sources.duplicates import drop_packed, joined, who, without_copies
from grader.intake.sources.named_files import (
    as_one,
    class_of_files,
    people_named_in,
    refuse_authors,
)
from grader.intake.sources.owners import is_part, is_section
from grader.intake.sources.tree_level import (
    IntakeError,
    Level,
    Options,
    beside,
    is_archive_without_ending,
    level_of,
    loose,
)
from grader.intake.sources.tree_level import plain as as_student
from grader.intake.tree import Budget, Kind, Node, Unreadable, kind_of_file, stem_of
from grader.intake.undecoded import as_bytes, is_undecoded, ways_to_read
from grader.wording import listed

__all__ = ["read_level", "recognise"]

# A download of more files is none: nobody has to look at the names of each.
MOST = 20_000
# What a student's archive never is.
WHOLE = " A whole download: fetch it again, or unpack it and name the folder."
# So many letters of somebody's name are no accident.
TELLING = 3
# Systems that write names of people, which a section's name may be part of.
NAMING = frozenset(
    {
        Source.BLACKBOARD, Source.BRIGHTSPACE, Source.CANVAS, Source.MOODLE, Source.SAKAI,
        Source.SCHOOLOGY, Source.VPL,
    }
)  # fmt: skip
# What no student's own folder is taken for.
SYSTEMS = frozenset(Source) - {
    Source.PLAIN, Source.ONE_STUDENT, Source.ONE_FILE, Source.REPOSITORIES,
}  # fmt: skip
# What says most of itself comes first.
SOURCES = (
    gradescope.read, moodle.read, blackboard.read, brightspace.read, sakai.read,
    schoology.read, openolat.read, vpl.read, submitty.read, cocalc.read, ilias.read, teams.read,
    autolab.read, canvas.read, repositories.read, nbgrader.read, forms.read,
)  # fmt: skip


def recognise(node: Node, options: Options) -> Tree:
    """Return who handed in what below a place.

    Parameters
    ----------
    node : the folder, archive or file that the instructor named
    options : what the instructor says of it

    Raises
    ------
    IntakeError
        When nobody is there, or it is not clear whose the work is.
    """
    if not node.holds:
        if is_archive_without_ending(node):
            raise IntakeError(
                f"{node.name} is an archive without its ending: add it, such as .zip."
            )
        name = PurePosixPath(node.name).stem
        student = Handed(name, Person(name=name), (Part(node),))
        return Tree(Source.ONE_FILE, "a file was named", (student,), (), is_single=True)
    budget = Budget.for_a_class()
    try:
        level = level_of(node, options, budget)
    except Unreadable as error:
        raise IntakeError(f"{error}{'' if error.is_ours else WHOLE}") from error
    if options.reading == "one student":
        return plain_folders.one_student(level, "--one-student says so")
    tree = read_level(level)
    if not options.reading:
        _refuse_files_of_several(level, tree)
        tree = without_copies(tree, node)
        if tree.source is Source.PLAIN:
            teams.refuse_drafts(level)
    if options.assignment and tree.assignment != options.assignment:
        names = nbgrader.assignments_in(level) if tree.source is Source.PLAIN else []
        if names and options.assignment not in names:
            raise IntakeError(
                f"{node.name} has no folders <student>/{options.assignment}/. "
                f"There are: {listed(names, 12)}."
            )
        why = f"{tree.why}; --assignment {options.assignment}"
        tree = replace(tree, why=why, assignment=options.assignment)
    if (
        node.kind is Kind.ARCHIVE
        and tree.source is Source.PLAIN
        and len(tree.students) == 1
        and options.reading != "class"
        and not any(left.is_work for left in tree.left)
    ):
        # Whoever zips a folder has it in the zip.
        tree = plain_folders.one_student(level, f"{node.name} holds one folder")
    return _told_undecoded(
        replace(tree, students=with_labels(tree.students)), node, options.names_in
    )


def _told_undecoded(tree: Tree, top: Node, names_in: str) -> Tree:
    """Return the tree, which says whose names could not be decoded, if they lie on a disk.

    Raises
    ------
    IntakeError
        When they are in an archive: whose the work is depends on what their bytes mean.
    """
    packed: dict[str, dict[str, None]] = {}
    others: dict[str, None] = {}
    for name, where in _undecoded(tree):
        place = _packed_in(where, top)
        (others if place is None else packed.setdefault(place, {}))[name] = None
    for place, names in packed.items():
        raise IntakeError(_which_encoding(place, sorted(names), names_in))
    if not others:
        return tree
    shown = listed([as_bytes(name) for name in others])
    return replace(tree, why=f"{tree.why}; not in UTF-8: {shown} (--names-in ENCODING)")


def _undecoded(tree: Tree) -> Iterator[tuple[str, PurePosixPath]]:
    """Yield the names that could not be decoded, of those that say whose something is."""
    for each in tree.students:
        person = each.person
        for part in each.parts:
            # Plain files are somebody's by what is left of their name.
            own = part.node.name if Source.PLAIN in tree.sources else ""
            names = (own, each.student, person.name, person.login, person.email, each.group)
            for name in filter(is_undecoded, names):
                yield name, part.node.where
                break
    for left in tree.left:
        name = PurePosixPath(left.where).name
        if left.is_work and is_undecoded(name):
            yield name, PurePosixPath(left.where)


def _packed_in(where: PurePosixPath, top: Node) -> str | None:
    """Return the archive that a path leads into; None if it leads into none."""
    for above in where.parents:
        if kind_of_file(above.name) is Kind.ARCHIVE:
            return str(above)
    return top.name if top.kind is Kind.ARCHIVE else None


def _which_encoding(place: str, names: Sequence[str], names_in: str) -> str:
    shown = listed([as_bytes(name) for name in names])
    what = "has names that are not in UTF-8, and does not say in which encoding they are"
    if names_in:
        what = f"has names that are neither in UTF-8 nor in {names_in}"
    ways = [ways_to_read(names), "  or unpack it where it was made, and name the folder"]
    return "\n".join([f"{place} {what}: {shown}. Nothing was graded.", *filter(None, ways)])


def read_level(level: Level, group: str = "", *, is_section: bool = False) -> Tree:
    """Return what a level is, by the first source that knows it.

    Parameters
    ----------
    level : a folder or archive
    group : the section that it is, for telling apart who shares a name
    is_section : whether it is known to hold students
    """
    level.reader = read_level
    if is_section:
        level.options = replace(level.options, reading="")
        tree = _known(level) or _wrapped(level) or _section(level, group or level.node.name)
    elif level.options.reading == "sections":
        tree = None
    else:
        tree = _known(level) or _wrapped(level)
    tree = tree or plain_folders.read(level)
    if not group:
        return tree
    students = tuple(replace(each, group=each.group or group) for each in tree.students)
    return replace(tree, students=students)


def _known(level: Level) -> Tree | None:
    """Return what a level is by the source that knows most of it, of equals by the first.

    The end of a file's name is its student's own: there it may be as another system writes names.
    """
    tree: Tree | None = None
    entries, left = level.entries, level.left
    for source in SOURCES:
        # A source may take something out of the level that it reads.
        own = replace(level, entries=[*entries], left=[*left])
        try:
            found = source(own)
        except IntakeError:
            if tree is None:
                raise
            continue
        if found is not None and (tree is None or _unknown_in(found) < _unknown_in(tree)):
            tree, level.entries, level.left = found, own.entries, own.left
        if tree is not None and not _unknown_in(tree):
            break
    return None if tree is None else _with_more_beside(level, tree)


def _unknown_in(tree: Tree) -> int:
    """Count the work that a source gives to nobody, or to whom a folder is called after."""
    plain = [s for s in tree.students if len(s.parts) == 1 and s == _as_called(s)]
    return len(plain) + sum(item.is_work for item in tree.left)


def _as_called(handed: Handed) -> Handed:
    return as_student(handed.parts[0].node, handed.group)


def _section(level: Level, group: str) -> Tree | None:
    """Return the folders of a section as students, unless each holds students itself."""
    inside = [found for node in level.folders if (found := sort_of(node)).units]
    if inside and all(each.sort is Sort.PEOPLE for each in inside):
        return None
    if not level.folders:
        # That it holds students has been said; only who they are is to be found out.
        return class_of_files(level, "a section")
    if not any(map(modules_below, level.folders)):
        return None
    own = students_among(level.folders)
    left = [loose(n) for n in level.entries if n not in own]
    students = tuple(as_student(n, group) for n in own)
    return Tree(Source.PLAIN, "", students, tuple(level.left + left))


def _wrapped(level: Level) -> Tree | None:
    """Return what a system wrote into folders or archives of the level; None if none did.

    Raises
    ------
    IntakeError
        When one of several folders looks like a whole class.
    """
    drop_packed(level)
    if level.options.reading == "class":
        _refuse_downloads_as_students(level)
        return None
    found: dict[Node, Tree] = {}
    folders = level.folders
    for node in folders:
        tree = _download_in(node, level, is_alone=len(folders) == 1)
        if tree is not None and not _is_the_students_own(node, tree):
            found[node] = tree
    if any(module_of(PurePosixPath(node.name)) for node in level.files):
        # What lies loose is a student's work, unless a whole class is beside it.
        found = {node: tree for node, tree in found.items() if len(tree.students) > 1}
    if not found:
        return None
    if len(found) < len(folders) and all(is_section(node.name) for node in folders):
        return plain_folders.of_sections(level, folders, f"{folders[0].name} is a section's name")
    others = [node for node in level.entries if node not in found]
    if any(len(tree.students) > 1 for tree in found.values()):
        kits = [node for node in others if is_untouched(node, skim())]
        level.left += [Left(str(node.where), "the kit, as it is handed out") for node in kits]
        others = [node for node in others if node not in kits]
    holding = [node for node in others if node.holds and modules_below(node)]
    if not holding:
        return _together(level, found, others)
    # What is only one person's is the work of the student whose folder it is.
    classes = [node for node, tree in found.items() if len(tree.students) > 1]
    if not classes:
        return None
    one, tree = classes[0], found[classes[0]]
    raise IntakeError(
        f"{one.name} looks like a class of {len(tree.students)} students ({tree.called}), and lies "
        f"beside {listed([each.name for each in holding])}, with exercises in them too. "
        "Nothing was graded.\n"
        f"  a section: it holds students, as the others do ({level.given('--sections')})\n"
        f"  a student: {as_one(one)}\n"
        f"  the whole class: name {one.name} alone"
    )


def _refuse_downloads_as_students(level: Level) -> None:
    """Refuse --class where it would make one student of everybody in a download.

    Beside a student's own folder it may be one more student's: that was asked about.
    """
    folders = level.folders
    level = replace(level, options=replace(level.options, reading=""))
    found = [_download_in(node, level, is_alone=len(folders) == 1) for node in folders]
    trees = [tree for tree in found if tree and tree.source in SYSTEMS and len(tree.students) > 1]
    if len(trees) < len(folders) or not trees:
        return
    name, tree = folders[0].name, trees[0]
    raise IntakeError(
        f"{name} holds {len(tree.students)} students ({tree.called}), and --class would make one "
        "of them. Nothing was graded.\n"
        f"  a class: leave --class out, or name {name} itself\n"
        f"  one student: all of it is {level.node.name}'s (--one-student)"
    )


def _download_in(node: Node, level: Level, *, is_alone: bool) -> Tree | None:
    """Return what a system wrote into a folder or archive, or into the only one in that."""
    try:
        inner = level_of(node, level.options, skim())
        inner.reader = level.reader
        if len(inner.entries) > MOST:
            return None
        if (tree := _known(inner)) is not None:
            return tree
        tree = _wrapped(inner) if is_alone or len(inner.folders) == 1 else None
    except Unreadable:
        return None
    if is_alone or tree is None:
        return tree
    # In a student's folder there may be one more of their own, or one of their repositories.
    return tree if len(tree.students) > 1 and tree.source is not Source.REPOSITORIES else None


def _with_more_beside(level: Level, tree: Tree) -> Tree:
    """Return a download together with those that lie beside its files, as its own zip may."""
    taken = {
        each.parts[0].node: each
        for each in tree.students
        if len(each.parts) == 1 and who(tree.source, each) is None
    }
    nobodys = {item.where for item in tree.left}
    found: dict[Node, Tree] = {}
    folders = level.folders
    for node in folders:
        if node in taken or str(node.where) in nobodys:
            inner = _download_in(node, level, is_alone=len(folders) == 1)
            if inner is not None and inner.sources == tree.sources != (Source.REPOSITORIES,):
                found[node] = inner
            elif (
                # Whom the source knows by a name of its own is one, whatever is in the folder.
                node in taken
                and taken[node] == as_student(node, taken[node].group)
                and (tree.source is not Source.REPOSITORIES or _holds_several(node, inner))
                and not level.options.reading
            ):
                _refuse_several(node, tree, inner)
    if not found:
        return tree
    own = [each for each in tree.students if each not in [taken.get(node) for node in found]]
    students, left = joined({level.node: replace(tree, students=tuple(own)), **found})
    left = [item for item in left if item.where != str(level.node.where)]
    places = {str(node.where) for node in found}
    left += [item for item in tree.left if item.where not in places]
    left += [item for inner in found.values() for item in inner.left]
    return replace(tree, students=tuple(students), left=tuple(left))


def _refuse_files_of_several(level: Level, tree: Tree) -> None:
    """Refuse a folder among students in which files, or folders, are called after several people.

    Among a download's own, it is somebody else's than the system's that put it there.
    """
    is_plain = Source.PLAIN in tree.sources
    for each in tree.students if len(tree.students) > 1 else ():
        node = each.parts[0].node if len(each.parts) == 1 else None
        if node is None or not node.holds or each != as_student(node, each.group):
            continue
        is_students = is_plain and not is_part(node.name)
        people = people_named_in(node, in_front=is_students)
        if not is_plain and tree.source is not Source.REPOSITORIES:
            people = people or [stem_of(each.name) for each in people_in(node)]
        if people:
            raise IntakeError(
                f"{node.where} may hold the work of {listed(people)}, and can be read in two ways. "
                "Nothing was graded.\n"
                f"  students: move {node.name} elsewhere, and grade it by itself into the same "
                "--out\n"
                f"  a student: {as_one(node)}"
            )
        if not is_students:
            refuse_authors(level, [node])


def _holds_several(node: Node, inner: Tree | None) -> bool:
    """Whether repositories, or folders with the same exercises, are in a folder beside some.

    A repository may have folders of any names.
    """
    is_clones = (
        inner is not None and inner.source is Source.REPOSITORIES and len(inner.students) > 1
    )
    return is_clones or sort_of(node).sort is Sort.PEOPLE


def _refuse_several(node: Node, tree: Tree, inner: Tree | None) -> None:
    """Refuse a folder beside a download's files if it may be several students'."""
    people = [each.student for each in inner.students] if inner is not None else []
    if len(people) < 2:
        people = [stem_of(each.name) for each in people_in(node)]
    if len(people) < 2:
        return
    is_clones = tree.source is Source.REPOSITORIES
    what = "repositories" if is_clones else f"a class's files ({tree.called})"
    raise IntakeError(
        f"{node.name} lies beside {what} and holds {listed(people)}. It can be read in two ways, "
        "and nothing was graded.\n"
        f"  students: move {node.name} elsewhere, and grade it by itself into the same --out\n"
        f"  a student: {as_one(node)}"
    )


def _is_the_students_own(node: Node, tree: Tree) -> bool:
    """Whether a folder is the only student's in it: named after them, or a repository's inside."""
    if tree.source is Source.REPOSITORIES:
        return len(tree.students) == 1
    if tree.source in NAMING and len(tree.students) == 1:
        own, name = stem_of(node.name), tree.students[0].person.name
        # A section called A is nobody's own, though the letter is in most people's names.
        words = {_letters(word) for word in re.split(r"[\W_]+", name)}
        return _letters(own) in words or (len(own) >= TELLING and _letters(own) in _letters(name))
    return False


def _places(left: list[Left]) -> set[str]:
    return {item.where for item in left}


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _together(level: Level, found: dict[Node, Tree], others: list[Node]) -> Tree:
    left: list[Left] = list(level.left)
    for node, tree in found.items():
        group = node.name if len(found) > 1 else ""
        own = tuple(replace(each, group=each.group or group) for each in tree.students)
        found[node] = replace(tree, students=own)
        left += tree.left
    students, same = joined(found)
    left += same
    found = {node: tree for node, tree in found.items() if str(node.where) not in _places(same)}
    more, rest = beside(others)
    trees = list(found.values())
    inside = next(iter(found)).name
    why = trees[0].why if len(trees) == 1 else f"{trees[0].why}; and {len(trees) - 1} more like it"
    known = {tree.assignment for tree in trees}
    tree = replace(
        trees[0], why=f"in {inside}: {why}", students=tuple(students + more),
        left=tuple(left + rest), assignment=known.pop() if len(known) == 1 else "",
    )  # fmt: skip
    return tree if len(trees) == 1 else tree.with_sections(trees)
