"""Files side by side that are called after several people: a class, or versions of one's work.

Which of the two is never guessed: both readings are shown, and ``--class`` reads the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from grader.intake.file_names import is_document, is_python, module_of
from grader.intake.files import Part, defined_in
from grader.intake.kit_files import is_the_kit
from grader.intake.people import Handed, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of, is_code, modules_below, skim
from grader.intake.sources.owners import (
    folded_owner,
    is_part,
    is_within,
    owner_of,
    owners_in,
    somebody_in,
)
from grader.intake.sources.tree_level import IntakeError, Level, called, given, loose
from grader.intake.tree import LARGEST, Budget, Kind, Node, Unreadable, stem_of
from grader.wording import listed

__all__ = [
    "DRIVE", "EACH_BY_ITSELF", "as_one", "class_of_files", "is_module", "is_one_of", "itself",
    "owned_in", "people_named_in", "refuse_authors", "refuse_authors_of_several",
    "refuse_documents", "refuse_owners_in", "refuse_several_owners", "writers_in",
]  # fmt: skip

EACH_BY_ITSELF = "grade each folder by itself, into one --out with --assignment NAME"
LEAST_NAME = 2
# Whose files are is looked for in so many folders of a folder.
DEEP = 3
# So many files for one exercise are no one's copies.
MOST_COPIES = 9
# Google Drive packs a large folder into several zips: ``HW4-20261120T100000Z-1-002.zip``. What was
# handed in to Classroom lies in one, and several people's files of one name are counted there.
DRIVE = re.compile(r"(.+-\d{8}T\d{6}Z)(?:-\d+)?-\d{3}")


def is_module(node: Node) -> bool:
    """Whether a file has an exercise's name."""
    return module_of(PurePosixPath(node.name)) is not None


def refuse_authors(level: Level, nodes: Sequence[Node], word: str = "", other: str = "") -> None:
    """Refuse folders that are nobody's by name and hold files that are called after several people.

    Each has to define a function that another one defines too: no helper does.

    Parameters
    ----------
    word, other : how to say that the files are students', and what else the folders may be
    """
    found = [each for node in nodes for each in _named(_code_in(node, skim()))]
    authors = _authors(found)
    if any(is_module(file) for _, file in found):
        if is_one_of(map(folded_owner, authors), nodes[0]):
            return
        # Of these and those, --class takes the former alone.
        word = "put the files of each into a folder of their own"
    if len(authors) > 1:
        people = sorted(authors)
        folder = next(iter(authors.values())).where.parent
        own = other or as_one(nodes[0])
        by_itself = EACH_BY_ITSELF if len(nodes) > 1 else f"name {folder} itself"
        places = listed([str(authors[who].where) for who in people])
        raise IntakeError(
            f"{called(level)}: {places} can be read in two ways. Nothing was graded.\n"
            f"  a class: {listed(people)}, each with the files that are called after them "
            f"({word or f'{by_itself}, and with --class'})\n"
            f"  one student: {own}"
        )


def refuse_documents(level: Level, nodes: Sequence[Node], word: str) -> None:
    """Refuse code that is called after somebody beside documents that are called after others.

    ``ada.pdf`` and ``bob.pdf`` beside ``cyd.py``, in folders that are nobody's by name.

    Parameters
    ----------
    word : how to say that the files are students'
    """
    files = [child for node in nodes for child in children_of(node) if not child.holds]
    authors = {folded_owner(who := _owner(f)): who for f in files if is_code(f)}
    papers = [PurePosixPath(f.name).stem for f in files if is_document(PurePosixPath(f.name))]
    others = {folded_owner(who): who for name in papers if (who := somebody_in(name))}
    others = {k: who for k, who in others.items() if not any(is_within(a, k) for a in authors)}
    if authors and "" not in authors and len(others) > 1:
        names = listed([*others.values(), *authors.values()])
        whose, theirs = listed([*authors.values()]), listed([*others.values()])
        raise IntakeError(
            f"{called(level)} has code called after {whose}, and documents called after {theirs}. "
            "It can be read in two ways, and nothing was graded.\n"
            f"  a class: {names} are students {word}\n"
            f"  one student: all of it is {called(level)}'s ({level.given('--one-student')})"
        )


def refuse_authors_of_several(level: Level, word: str) -> None:
    """Refuse folders in most of which files are called after the same several people.

    ``ps1/ada.ipynb``, ``ps1/bob.ipynb`` beside ``ps2/ada.ipynb``: a folder is an assignment's.

    Parameters
    ----------
    word : how to say that the files are students'
    """
    code = {node: files for node in level.folders if (files := [*_code_in(node, skim())])}
    named = {node: [*_named(files)] for node, files in code.items()}
    shared = _in_most([{owner for owner, _ in files} for files in named.values()], len(named))
    for node, owned in named.items():
        people = _authors(each for each in owned if each[0] in shared)
        _refuse_people_of(level, node, people, word)
    after = {node: owners for node in level.folders if (owners := people_named_in(node))}
    if len(after) > 1:
        shared = _in_most(after.values(), sum(map(bool, map(modules_below, level.folders))))
        for node, owners in after.items():
            _refuse_people_of(level, node, shared.intersection(owners), word)


def _in_most(people: Iterable[Iterable[str]], count: int) -> set[str]:
    """Return who is in several of so many folders, and in most of them.

    Two students may both have ``gd.py`` and ``again.py``; hardly most of a class.
    """
    folders = Counter(who for each in people for who in each)
    return {who for who, times in folders.items() if times > 1 and 2 * times > count}


def _refuse_people_of(level: Level, node: Node, people: Collection[str], word: str) -> None:
    if len(people) > 1:
        names = listed(sorted(people))
        raise IntakeError(
            f"{node.name} in {called(level)} has files that are called after {names}, as other "
            "folders there have, and can be read in two ways. Nothing was graded.\n"
            f"  a class: {names} are students: {word}\n"
            f"  one's work: all that {node.name} holds is one student's ({level.given('--class')})"
        )


def _named(files: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """Yield the files that may be called after somebody, each with whom."""
    for file in files:
        owner = _owner(file)
        # A letter counts versions.
        if len(owner) >= LEAST_NAME or (owner and not owner.isascii()):
            yield owner, file


def _owner(file: Node) -> str:
    return owner_of(file.name) if is_module(file) else somebody_in(PurePosixPath(file.name).stem)


def _authors(files: Iterable[tuple[str, Node]]) -> dict[str, Node]:
    """Return who wrote the function that most of them wrote, each with a file of theirs."""
    written: dict[bytes, dict[str, Node]] = {}
    for owner, file in files:
        for function in _functions_in(file):
            written.setdefault(function, {}).setdefault(owner, file)
    return max(written.values(), key=len, default={})


def writers_in(node: Node) -> list[str]:
    """Return what the folders in a folder are called that define one function, if several do."""
    below = [child for child in children_of(node) if child.holds]
    if len(below) == 1:
        return writers_in(below[0])
    folders = [each for each in below if not is_part(each.name)]
    code = ((stem_of(each.name), file) for each in folders for file in _code_in(each, skim()))
    writers = _authors(code)
    return sorted(writers) if len(writers) > 1 else []


def _code_in(node: Node, budget: Budget) -> Iterator[Node]:
    """Yield the code at the top of a folder, or of the only one in it.

    There is none in a clone, nor where files with exercises' names tell: where all are, or one is
    called after nobody.
    """
    children = children_of(node, budget)
    below = [child for child in children if child.holds]
    files = [c for c in children if c.kind is Kind.FILE and is_python(PurePosixPath(c.name))]
    named = [*filter(is_module, files)]
    is_told = bool(named) and (named == files or not all(map(_owner, named)))
    if is_told or is_the_kit(children, budget):
        return
    if not files and len(below) == 1:
        yield from _code_in(below[0], budget)
    yield from files


def _functions_in(file: Node) -> frozenset[bytes]:
    try:
        return defined_in(file.read(PurePosixPath(file.name), LARGEST))
    except Unreadable:
        return frozenset()


def refuse_owners_in(level: Level, parts: Sequence[Node]) -> None:
    """Refuse parts, ``Exercise 1`` and ``Exercise 2``, whose files may be several students'."""
    names: list[str] = []
    for part in parts:
        names += _named_in(part, skim())
    refuse_several_owners(level, names, called(level), f"({EACH_BY_ITSELF}, and with --class)")


def _named_in(node: Node, budget: Budget, depth: int = DEEP) -> Iterator[str]:
    """Yield the names of exercises' files in a folder, and in those that are in it."""
    children = children_of(node, budget)
    if is_the_kit(children, budget):
        return
    for child in children:
        if child.holds and depth:
            yield from _named_in(child, budget, depth - 1)
        elif is_module(child):
            yield child.name


def as_one(node: Node) -> str:
    """Return how to say that all that a folder among students holds is one student's."""
    option = given("--class", node.where.parent, is_packed=node.is_packed)
    return f"all of it is the work of {stem_of(node.name)} ({option})"


def itself(node: Node) -> str:
    """Return the word that says that a place holds a class, given the place that was named."""
    return f"({given('--class', node.where, is_packed=node.is_packed)})"


def people_named_in(node: Node, *, in_front: bool = False) -> list[str]:
    """Return after whom a folder's files for one exercise are called, where these are several.

    There are none where a file for the exercise is called after nobody, or the folder after one of
    them: then it is a student's, who may name versions as they like.

    Parameters
    ----------
    in_front : whether the name has to be before the exercise's, where versions rarely have a word
    """
    by_module: dict[str | None, dict[str, str]] = {}
    for name in _named_in(node, skim(), 1):
        owner = owners_in(name)[0] if in_front else owner_of(name)
        by_module.setdefault(module_of(PurePosixPath(name)), {})[folded_owner(owner)] = owner
    for people in by_module.values():
        if len(people) > 1 and not is_one_of(people, node):
            return sorted(people.values())
    return []


def is_one_of(people: Iterable[str], node: Node) -> bool:
    """Whether a folder is called after one of several people, and so theirs.

    A section called A is nobody's, though the letter is in most people's names.
    """
    folder = folded_owner(stem_of(node.name))
    return any(who in folder or is_within(folder, who) for who in people)


def refuse_several_owners(level: Level, names: Sequence[str], place: str, word: str) -> None:
    """Refuse files side by side that may be several students', by what else is in their names.

    Parameters
    ----------
    place, word : where they lie, and how to say that they are students'
    """
    sides = {name: owners_in(name) for name in names}
    before = {folded_owner(owner) for owner, _ in sides.values() if owner}
    after: dict[str | None, set[str]] = {}
    for name, (_, owner) in sides.items():
        if owner:
            after.setdefault(module_of(PurePosixPath(name)), set()).add(folded_owner(owner))
    either: dict[str | None, set[str]] = {}
    for name in names:
        if owner := owner_of(name):
            either.setdefault(module_of(PurePosixPath(name)), set()).add(folded_owner(owner))
    copies = Counter(module_of(PurePosixPath(name)) for name in names)
    if (
        len(before) > 1
        or any(len(owners) > 1 for owners in (*after.values(), *either.values()))
        or max(copies.values(), default=0) > (1 if _is_drives(level.node) else MOST_COPIES)
    ):
        owned = {name: owner for name in names if (owner := owner_of(name))}
        people = list(dict.fromkeys(owned[name] for name in sorted(owned)))
        others = [name for name in names if name not in owned]
        nobodys = f"; {listed(others)} would be nobody's" if others else ""
        a_class = (
            f"{listed(people)}, each with the files that have their name in them{nobodys} {word}"
            if len(people) > 1
            else "put the files of each into a folder of their own"
        )
        raise IntakeError(
            f"{place} holds {listed(names)} side by side, and can be read in two ways. Nothing was "
            "graded.\n"
            f"  a class: {a_class}\n"
            f"  one student: they are versions of one's work ({level.given('--one-student')})"
        )


def _is_drives(node: Node) -> bool:
    """Whether a folder or an archive is, or is in, a download of Google Drive's."""
    above = (node.name, *node.where.parts)
    is_ones = any(DRIVE.fullmatch(stem_of(name)) for name in above)
    return is_ones or (node.folder is not None and _is_drives(node.folder))


def owned_in(level: Level) -> dict[Node, str]:
    """Return the files that name somebody, and whom.

    Where none has an exercise's name, and nothing else is there, a file may be called after its
    student alone: ``ada.ipynb``.
    """
    named = {n: owner_of(n.name) for n in level.files if is_module(n)}
    if not named and not level.folders:
        code = [n for n in level.files if is_python(PurePosixPath(n.name))]
        named = {n: somebody_in(PurePosixPath(n.name).stem) for n in code if _functions_in(n)}
    return {node: owner for node, owner in named.items() if owner}


def class_of_files(level: Level, why: str) -> Tree | None:
    """Return the students who are named in the files of a level; None if nobody is.

    Whom a folder or an archive beside them is called after too is not told from the two.

    Raises
    ------
    IntakeError
        When one name is written in two ways.
    """
    there = {folded_owner(stem_of(node.name)) for node in level.folders}
    people: dict[str, list[Part]] = {}
    for node, owner in owned_in(level).items():
        if folded_owner(owner) not in there:
            people.setdefault(owner, []).append(Part(node))
    written = Counter(map(folded_owner, people))
    if alike := [owner for owner in people if written[folded_owner(owner)] > 1]:
        raise IntakeError(
            f"{called(level)} has files of {listed(alike)}: one student, or several? Nothing was "
            "graded. Rename the files so that each student is written in one way."
        )
    if not people:
        return None
    named = tuple(Handed(who, Person(name=who), tuple(parts)) for who, parts in people.items())
    taken = {part.node for each in named for part in each.parts}
    left = [*level.left, *(loose(n) for n in level.files if n not in taken)]
    return Tree(Source.PLAIN, why, named, tuple(left))
