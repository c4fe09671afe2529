"""The kit's own files: what every learner has and nobody has written.

A clone of the kit that is handed in whole is known by its folders, whatever its version; a single
file of the kit's is known by its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

from exercises.coach.contracts import EXERCISES
from grader.intake.tree import Budget, Node, Unreadable

__all__ = [
    "ROOT", "SOURCE", "in_the_kit", "is_called_as_the_kits", "is_the_kit", "is_the_kits",
    "is_untouched",
    "not_work_in",
]  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
# Of a clone, these are the kit's whatever is in them; `exercises` is what a learner writes in.
FOLDERS = frozenset({"solutions", "grader", "tests", ".github"})
COACH = "coach"
# A source file of the kit's is shorter than this; whatever is longer need not be compared.
SOURCE = 1 << 18
EXERCISES_FOLDER = "exercises"
STUBS = frozenset(exercise.filename for exercise in EXERCISES)


def is_the_kit(children: Iterable[Node], budget: Budget) -> bool:
    """Whether these are what is at the top of a clone of the kit."""
    folders = {node.name: node for node in children if node.holds}
    own = folders.get(EXERCISES_FOLDER)
    if own is None:
        return False
    if {"solutions", "grader"} <= folders.keys():
        return True
    try:
        return any(node.name == COACH and node.holds for node in own.children(budget))
    except Unreadable:
        return False


def is_untouched(place: Node, budget: Budget) -> bool:
    """Whether a folder is a clone of the kit in which nobody has written into a stub."""
    if not place.holds:
        return False
    try:
        children = place.children(budget)
        if not is_the_kit(children, budget):
            return False
        own = next(node for node in children if node.name == EXERCISES_FOLDER)
        stubs = [node for node in own.children(budget) if node.name in STUBS]
        read = {node.name: node.read(PurePosixPath(node.name), SOURCE) for node in stubs}
    except Unreadable:
        return False
    return all(data == (ROOT / EXERCISES_FOLDER / name).read_bytes() for name, data in read.items())


def not_work_in(path: PurePosixPath, clone: PurePosixPath | None) -> bool:
    """Whether a path below a clone of the kit is the kit's own; ``clone`` is None outside one."""
    if clone is None:
        return False
    inside = path.relative_to(clone).parts
    if inside[0] in FOLDERS:
        return True
    return inside[0] == EXERCISES_FOLDER and (
        COACH in inside[1:2] or inside[-1] == "conftest.py" or inside[-1].startswith("test_")
    )


def is_the_kits(data: bytes) -> str:
    """Return which file of the kit's this is by its content; empty when it is none.

    The stubs are not among them: a stub that is handed in is an exercise that was not started.
    """
    return _known().get(_hash(data), "") if len(data) <= SOURCE else ""


def is_called_as_the_kits(name: str) -> bool:
    """Whether a file of the kit's has this name, so that it is worth looking into."""
    return name in _names()


def in_the_kit(place: Path) -> bool:
    """Whether a place lies in this very kit, where its own files are what is asked for."""
    return place.resolve().is_relative_to(ROOT)


def _hash(data: bytes) -> str:
    # Git and Windows change the line ends, editors the last one.
    return hashlib.sha256(b"\n".join(line.rstrip() for line in data.splitlines())).hexdigest()


@cache
def _known() -> dict[str, str]:
    found = {}
    for path in _own_files():
        data = path.read_bytes()
        # An empty __init__.py is like anybody's.
        if data.strip():
            found[_hash(data)] = path.relative_to(ROOT).as_posix()
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in _own_files())


def _own_files() -> list[Path]:
    folders = (ROOT / "solutions", ROOT / "grader", ROOT / EXERCISES_FOLDER)
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    stubs = {ROOT / EXERCISES_FOLDER / name for name in STUBS}
    return [path for path in files if path not in stubs]
