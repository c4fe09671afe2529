"""What is below a folder or an archive, as far as names tell."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from grader.intake.file_names import is_python, module_of
from grader.intake.kit_files import is_the_kit, not_work_in
from grader.intake.people import Left, folded
from grader.intake.sources.owners import is_part
from grader.intake.sources.same_contents import called_again, copies, unpacked
from grader.intake.tree import ARCHIVES, Budget, Kind, Node, Unreadable, is_skipped, stem_of

__all__ = [
    "Inside",
    "Sort",
    "children_of",
    "is_code",
    "is_read",
    "modules_below",
    "skim",
    "sort_of",
    "students_among",
    "without_exercise",
]

DEPTH = 24
# What tells a class's layout is at the top of its students' folders; the rest is not looked at.
SKIMMED = 3000
SKIM_SECONDS = 10.0


def skim() -> Budget:
    """Return what looking into one student's folder, to learn the layout, may cost."""
    return Budget(entries=SKIMMED, seconds=SKIM_SECONDS)


def modules_below(node: Node, budget: Budget | None = None) -> frozenset[str]:
    """Return which exercises there are files of anywhere below a node, the kit's own apart.

    A damaged archive, or one that is not read, has none.
    """
    budget = budget or skim()
    found: set[str] = set()
    with suppress(Unreadable):
        _collect(node, node.where, None, found, budget, DEPTH)
    return frozenset(found)


def _collect(
    node: Node, path: PurePosixPath, clone: PurePosixPath | None, found: set[str],
    budget: Budget, depth: int,
) -> None:  # fmt: skip
    if not node.holds:
        if module := module_of(PurePosixPath(node.name)):
            found.add(module)
        return
    if depth == 0:
        return
    try:
        children = node.children(budget)
    except Unreadable:
        return
    home = path if is_the_kit(children, budget) else clone
    for child in children:
        inside = path / child.name
        if not is_skipped(child.name) and not not_work_in(inside, home):
            budget.look()
            _collect(child, inside, home, found, budget, depth - 1)


def children_of(node: Node, budget: Budget | None = None) -> list[Node]:
    """Return what is in a folder or an archive, each once; nothing if it is unreadable.

    What tools made is left out, an archive beside what was unpacked from it, and a copy.
    """
    try:
        children = node.children(budget or skim())
    except Unreadable:
        return []
    children = [child for child in children if not is_skipped(child.name)]
    if node.twice is None:
        twice = {*copies(children), *(each.archive for each in unpacked(children))}
        node.twice = frozenset(child.name for child in twice)
    return [child for child in children if child.name not in node.twice]


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


def is_code(node: Node) -> bool:
    """Whether a file is an exercise's or another of Python's."""
    path = PurePosixPath(node.name)
    return not node.holds and (module_of(path) is not None or is_python(path))


def is_read(node: Node) -> bool:
    """Whether it is a folder, or an archive of a kind that is opened."""
    return node.kind is Kind.FOLDER or (node.holds and node.name.lower().endswith(ARCHIVES))


def students_among(nodes: Iterable[Node]) -> list[Node]:
    """Return the folders and archives that are a student's each, by where they lie.

    An archive that is not opened is, too, beside what is; unless it has nobody's name, or that of
    one of these, as where somebody unpacked it.
    """
    nodes = list(nodes)
    names = {folded(stem_of(node.name)) for node in nodes if is_read(node)}
    return [
        node for node in nodes
        if is_read(node)
        or (node.holds and names and not is_part(node.name) and names.isdisjoint(
            map(folded, called_again(stem_of(node.name)))))
    ]  # fmt: skip


def without_exercise(node: Node) -> Left:
    """Return a folder beside the students in which no file has an exercise's name.

    One with a program, a notebook or an archive in it may be somebody's all the same.
    """
    try:
        is_work = _holds_code(node, skim(), DEPTH)
    except Unreadable:
        # Who looks no further does not know.
        is_work = True
    why = "a folder without an exercise in it"
    if is_work:
        why += ", but with code: whose is it?"
    return Left(str(node.where), why, is_work=is_work)


def _holds_code(node: Node, budget: Budget, depth: int) -> bool:
    for child in node.children(budget):
        if is_skipped(child.name):
            continue
        budget.look()
        if child.kind is Kind.ARCHIVE or child.name.lower().endswith((".py", ".ipynb")):
            return True
        if child.kind is Kind.FOLDER and (depth == 0 or _holds_code(child, budget, depth - 1)):
            return True
    return False
