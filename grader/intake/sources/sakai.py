"""Sakai, *Download All*: a folder for each student, their files in a folder of that.

``<assignment>/<Last, First>(<user id>)/Submission attachment(s)/``, beside it ``timestamp.txt``,
what was typed, and the staff's comments and ``Feedback Attachment(s)``, which are no work. Of an
anonymous assignment and of groups the folder's name is one word without a user id.
[sakai, AssignmentServiceImpl.zipSubmissions]
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Tree
from grader.intake.sources.level import Level, beside
from grader.intake.tree import Budget, Kind, Node, Unreadable

__all__ = ["is_a_students", "read"]

NAME = re.compile(r"(?P<name>.+?) ?\((?P<login>[^()]+)\)")
ATTACHMENTS = "Submission attachment(s)"
TIMESTAMP = "timestamp.txt"
TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d*")


def read(level: Level) -> Tree | None:
    """Return the class if folders have Sakai's names and hold its folders."""
    made = [node for node in level.folders if is_a_students(node, level.budget)]
    if not made:
        return None
    named = [node for node in level.folders if node in made or NAME.fullmatch(node.name)]
    students, left = beside(node for node in level.entries if node not in named)
    students += [_handed(node, level) for node in named]
    why = f"{made[0].name} is <name>(<user id>), with {ATTACHMENTS} in it"
    return Tree("Sakai download", why, tuple(students), tuple(level.left + left))


def is_a_students(node: Node, budget: Budget) -> bool:
    """Whether a folder is one that Sakai makes for a student."""
    return any(child.name == ATTACHMENTS for child in _children(node, budget))


def _children(node: Node, budget: Budget) -> list[Node]:
    if node.kind is not Kind.FOLDER:
        return []
    try:
        return node.children(budget)
    except Unreadable:
        return []


def _handed(node: Node, level: Level) -> Handed:
    children = {child.name: child for child in _children(node, level.budget)}
    attached = children.get(ATTACHMENTS)
    # Who zipped their folder, or wrote in it, has it whole.
    part = attached or node
    found = NAME.fullmatch(node.name)
    name, login = (found["name"], found["login"]) if found else (node.name, "")
    person = Person(name=name, id=login, login=login)
    at = _time(children[TIMESTAMP]) if TIMESTAMP in children else ""
    return Handed(name, person, (Part(part),), submitted_at=at)


def _time(node: Node) -> str:
    try:
        text = node.read(PurePosixPath(node.name), 1000).decode("utf-8", "replace").strip()
    except Unreadable:
        return ""
    found = TIME.fullmatch(text)
    return "{}-{}-{} {}:{}:{}".format(*found.groups()) if found else text
