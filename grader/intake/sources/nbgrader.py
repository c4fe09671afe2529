"""nbgrader's ``submitted/<student>/<assignment>/``, with a ``timestamp.txt`` for each.

The other folders of a course (``source``, ``release``, ``autograded``, ``feedback``) are left
alone. Where there are several assignments, the instructor says which.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Tree
from grader.intake.sources import sakai
from grader.intake.sources.level import IntakeError, Level, level_of, listed, loose, modules_below
from grader.intake.tree import Kind, Node, Unreadable, is_skipped

__all__ = ["assignments_in", "read"]

SUBMITTED = "submitted"
COURSE = frozenset(
    {"source", "release", "autograded", "feedback", "nbgrader_config.py", "gradebook.db"}
)
TIMESTAMP = "timestamp.txt"


def read(level: Level) -> Tree | None:
    """Return the class of one assignment if the folders are nbgrader's, or one is asked for."""
    if level.options.reading == "class":
        return None
    names = {node.name for node in level.entries}
    inner = next((n for n in level.folders if n.name == SUBMITTED and n.kind is Kind.FOLDER), None)
    if inner is not None and COURSE & (names | {left.where for left in level.left}):
        beside = [node for node in level.entries if node is not inner]
        left = [Left(str(node.where), "of the course, no submission") for node in beside]
        level = level_of(inner, level.options, level.budget)
        level.left += left
    is_named = level.node.name == SUBMITTED
    students = {node: _folders(node, level) for node in level.folders}
    if any(
        sakai.is_a_students(folder, level.budget) for own in students.values() for folder in own
    ):
        # Sakai's times have the same name, one level higher.
        return None
    stamped = [f for own in students.values() for f in own if _timestamp(f, level) is not None]
    names = {folder.name for own in students.values() for folder in own}
    if stamped or (names and level.options.assignment in names):
        return _class(level, students)
    if is_named and names and not any(_has_files(node, level) for node in students):
        return _class(level, students)
    return None


def _class(level: Level, students: dict[Node, list[Node]]) -> Tree:
    known = sorted({folder.name for own in students.values() for folder in own})
    wanted = level.options.assignment or (known[0] if len(known) == 1 else "")
    if wanted not in known:
        what = f"there is no assignment {wanted!r}" if wanted else "there are several assignments"
        raise IntakeError(
            f"{level.node.name or 'The place'} has nbgrader's folders, and {what}. Nothing was "
            f"graded. Name one with --assignment: {listed(known, 12)}."
        )
    found = [_handed(node, own, wanted, level) for node, own in students.items()]
    left = [loose(node) for node in level.entries if not node.holds]
    for node, own in students.items():
        left += [
            Left(str(each.where), f"another assignment than {wanted}")
            for each in own
            if each.name != wanted
        ]
        left += _strays(node, level)
    why = f"<student>/{wanted}" + (
        " with timestamp.txt" if any(h.submitted_at for h in found) else ""
    )
    return Tree(
        "nbgrader's submitted folder", why, tuple(found), tuple(level.left + left),
        assignment=wanted,
    )  # fmt: skip


def assignments_in(level: Level) -> list[str]:
    """Return the names of folders that two students or more have."""
    names = [folder.name for node in level.folders for folder in _folders(node, level)]
    return sorted({name for name in names if names.count(name) > 1})


def _handed(node: Node, own: list[Node], wanted: str, level: Level) -> Handed:
    folders = [folder for folder in own if folder.name == wanted]
    at = next((t for f in folders if (t := _timestamp(f, level)) is not None), "")
    notes = () if folders else (f"Nothing was handed in for {wanted}.",)
    person = Person(name=node.name, id=node.name)
    return Handed(node.name, person, tuple(Part(f) for f in folders), None, at, notes=notes)


def _children(node: Node, level: Level) -> list[Node]:
    try:
        return [child for child in node.children(level.budget) if not is_skipped(child.name)]
    except Unreadable:
        return []


def _folders(node: Node, level: Level) -> list[Node]:
    return [child for child in _children(node, level) if child.kind is Kind.FOLDER]


def _has_files(node: Node, level: Level) -> bool:
    return any(not child.holds and modules_below(child) for child in _children(node, level))


def _strays(node: Node, level: Level) -> list[Left]:
    files = [child for child in _children(node, level) if child.kind is not Kind.FOLDER]
    return [
        Left(str(f.where), "beside the assignments' folders", bool(modules_below(f))) for f in files
    ]


def _timestamp(folder: Node, level: Level) -> str | None:
    for child in _children(folder, level):
        if child.name == TIMESTAMP:
            try:
                return (
                    child.read(PurePosixPath(child.name), 1000).decode("utf-8", "replace").strip()
                )
            except Unreadable:
                return ""
    return None
