"""What is below a folder or an archive, as far as names tell."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath

from grader.intake.kit_files import is_the_kit, not_work_in
from grader.intake.names import module_of
from grader.intake.people import Left
from grader.intake.tree import ARCHIVES, Budget, Kind, Node, Unreadable, is_skipped

__all__ = ["children_of", "is_read", "modules_below", "skim", "without_exercise"]

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
    """Return what is in a folder or an archive, without what tools made; nothing if unreadable."""
    try:
        children = node.children(budget or skim())
    except Unreadable:
        return []
    return [child for child in children if not is_skipped(child.name)]


def is_read(node: Node) -> bool:
    """Whether it is a folder, or an archive of a kind that is opened."""
    return node.kind is Kind.FOLDER or (node.holds and node.name.lower().endswith(ARCHIVES))


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
