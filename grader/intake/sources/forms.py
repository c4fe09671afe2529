"""Uploads of forms and file requests: whose each file is, at an end of its name.

``Homework 4 (File responses)/ex1_gradient_descent - Ada Lovelace.py`` of Google's, and
``Question 1/ex1_gradient_descent_Ada Lovelace.py`` of Microsoft's: a folder for each question, in
which everybody's files lie side by side. ``Ada Lovelace - ex1_gradient_descent.py`` of a file
request, as Dropbox has them: all in one folder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from grader.intake.file_names import module_of
from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources import owners
from grader.intake.sources.contents_by_name import modules_below
from grader.intake.sources.owners import folded_owner, is_section, somebody_in
from grader.intake.sources.tree_level import Level, level_of, loose
from grader.intake.tree import Kind, Node, Unreadable, stem_of

__all__ = ["read"]

NAME = re.compile(r"(?P<file>.+)(?: - |_)(?P<who>[^_]+?)(?: \(\d+\))?", re.DOTALL)
FIRST = re.compile(r"(?P<who>[^_]+?) - (?P<file>.+)", re.DOTALL)
# What people call a copy; and two capital words of a file's own name.
NOT_A_NAME = re.compile(
    r"copy|kopie|final|version|new|old|gradient|descent|learning|rates?|convergence|rate|"
    r"trajectories|linear|regression|exercise|homework|part|fixed|numpy|backup|the|my|"
    r"first|second|third|one|two|three|try|attempt|submission|resubmission|corrected|last|late|"
    r"draft|test|solution|solutions|answer|answers|with|without|plots?|comments?",
    re.IGNORECASE,
)
PARTICLE = re.compile(
    r"(van|von|der|den|de|del|della|da|di|do|dos|du|la|le|el|al|bin|ibn|y|zu|ter)\b"
)
# Google calls its folders so, in every language: there what is behind a file's name is somebody.
ANSWERS = re.compile(r"\(File responses\)", re.IGNORECASE)
# A question's folder is in the form's.
DEPTH = 2


def read(level: Level) -> Tree | None:
    """Return the class if in some folder several people's files of one exercise lie together."""
    files, rest = _below(level)
    works = [node for node in files if module_of(PurePosixPath(node.name))]
    if tree := _requested(level, files, works + _packed(level), rest):
        return tree
    answered = {node: who for node in files if (who := _answered_by(node, level))}
    sure = {node: who for node in files if (who := answered.get(node) or owner_of(node))}
    named = [(node, sure[node]) for node in works if node in sure]
    if not named or 2 * len(named) < len(works):
        return None
    if not answered and not _are_several(named):
        return None
    if _are_namesakes(named):
        return None
    # Who is called otherwise than most are is behind the same mark.
    mark = " - " if f" - {named[0][1]}" in named[0][0].name else "_"
    people: dict[str, list[Node]] = {}
    left = [*level.left, *rest]
    for node in files:
        if who := sure.get(node) or _behind(node, mark):
            people.setdefault(who, []).append(node)
        else:
            left.append(loose(node))
    students = tuple(
        Handed(who, Person(name=who), tuple(Part(node, _own_name(node, who)) for node in nodes))
        for who, nodes in people.items()
    )
    why = f"{named[0][0].name} is <file>{mark}<full name>"
    return Tree(Source.FORM, why, students, tuple(left))


def _requested(
    level: Level, files: Sequence[Node], works: Sequence[Node], rest: Sequence[Left]
) -> Tree | None:
    """Return the class if all that has exercises begins with somebody, most with a full name."""
    named = {node: found for node in files if (found := FIRST.fullmatch(node.name))}
    whose = {node: named[node]["who"].strip() for node in works if node in named}
    if len(whose) < len(works) or not _are_several([*whose.items()]):
        return None
    if 2 * sum(bool(_full_name(who)) for who in whose.values()) < len(whose):
        return None
    files_of = {node: (who, named[node]["file"]) for node, who in whose.items()}
    if _are_namesakes([*whose.items()]) or _have_people_behind(files_of):
        return None
    people: dict[str, list[Part]] = {}
    left = [*level.left, *rest]
    for node in files:
        if who := whose.get(node) or (_full_name(named[node]["who"]) if node in named else ""):
            people.setdefault(who, []).append(Part(node, named[node]["file"]))
        else:
            left.append(loose(node))
    students = tuple(Handed(who, Person(name=who), tuple(parts)) for who, parts in people.items())
    why = f"{works[0].name} is <full name> - <file>"
    return Tree(Source.FILE_REQUEST, why, students, tuple(left))


def _are_namesakes(works: Sequence[tuple[Node, str]]) -> bool:
    """Whether one name has the same in two folders, which most in both have: they are no questions.

    In a question's folder somebody may have put what was asked for in another.
    """
    held: dict[PurePosixPath, Counter[str | None]] = {}
    places: dict[tuple[str, str | None], set[PurePosixPath]] = {}
    for node, who in works:
        module, folder = module_of(PurePosixPath(node.name)), node.where.parent
        held.setdefault(folder, Counter())[module] += 1
        places.setdefault((who, module), set()).add(folder)
    return any(
        sum(2 * held[folder][module] > held[folder].total() for folder in folders) > 1
        for (_, module), folders in places.items()
    )


def _packed(level: Level) -> list[Node]:
    """Return the archives with exercises in them, unless most are a section's or a group's."""
    archives = [n for n in level.entries if n.kind is Kind.ARCHIVE and modules_below(n)]
    found = [FIRST.fullmatch(node.name) for node in archives]
    groups = sum(bool(each and is_section(each["who"])) for each in found)
    return [] if 2 * groups > len(archives) else archives


def _have_people_behind(owned: dict[Node, tuple[str, str]]) -> bool:
    """Whether most files are called after somebody more, of several: ``Group A - Ada - ex1….py``.

    A student may have a ``fast`` and a ``slow`` version.
    """
    behind: dict[tuple[PurePosixPath, str], list[str]] = {}
    for node, (who, file) in owned.items():
        packed = "" if module_of(PurePosixPath(file)) else somebody_in(stem_of(file))
        if other := folded_owner(owners.owner_of(file) or packed):
            behind.setdefault((node.where.parent, who), []).append(other)
    is_most = 2 * sum(map(len, behind.values())) > len(owned)
    return is_most and any(len(set(people)) > 1 for people in behind.values())


def owner_of(node: Node) -> str:
    """Return the full name at the end of a file's name; empty where there is none."""
    found = NAME.fullmatch(_stem(node))
    return _full_name(found["who"]) if found else ""


def _answered_by(node: Node, level: Level) -> str:
    """Return who is behind a file's name in a folder of Google's, with a full name or any other."""
    found = NAME.fullmatch(_stem(node))
    if found is None or not ANSWERS.search(node.where.parent.name or level.node.name):
        return ""
    return found["who"].strip() if f" - {found['who']}" in node.name else ""


def _full_name(text: str) -> str:
    words = text.split()
    is_name = len(words) > 1 and all(
        PARTICLE.match(word) or (word[0].isalpha() and not word[0].islower()) for word in words
    )
    is_name = is_name and not any(NOT_A_NAME.fullmatch(word) for word in words)
    return " ".join(words) if is_name else ""


def _behind(node: Node, mark: str) -> str:
    """Return what is behind the last mark, if an exercise's whole name is before it."""
    file, found, who = _stem(node).rpartition(mark)
    ending = node.name[len(_stem(node)) :]
    return who.strip() if found and module_of(PurePosixPath(file + ending)) else ""


def _stem(node: Node) -> str:
    return stem_of(node.name) if node.kind is Kind.ARCHIVE else PurePosixPath(node.name).stem


def _own_name(node: Node, who: str) -> str:
    """Return what the student had called a file."""
    stem = _stem(node)
    own = stem[: stem.rindex(who.split()[0])].removesuffix("_").removesuffix(" - ")
    return own + node.name[len(stem) :]


def _below(level: Level) -> tuple[list[Node], list[Left]]:
    """Return the files and archives of a form's folders, and what is nobody's in them."""
    files: list[Node] = []
    left: list[Left] = []
    levels = [level]
    for depth in range(DEPTH + 1):
        below: list[Level] = []
        for each in levels:
            files += [n for n in each.entries if n.kind in (Kind.FILE, Kind.ARCHIVE)]
            if each is not level:
                left += each.left
            if depth < DEPTH:
                below += _folders(each)
        levels = below
    return files, left


def _folders(level: Level) -> Iterator[Level]:
    for node in level.entries:
        if node.kind is Kind.FOLDER:
            try:
                yield level_of(node, level.options, level.budget)
            except Unreadable:
                continue


def _are_several(works: list[tuple[Node, str]]) -> bool:
    owners: dict[tuple[PurePosixPath, str | None], set[str]] = {}
    for node, who in works:
        key = (node.where.parent, module_of(PurePosixPath(node.name)))
        owners.setdefault(key, set()).add(who)
    return any(len(each) > 1 for each in owners.values())
