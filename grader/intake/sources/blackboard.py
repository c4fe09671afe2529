"""Blackboard, *Assignment File Download*: all files side by side, who and when in their names.

``<assignment>_<user name>_attempt_<yyyy-mm-dd-hh-mm-ss>_<file>``, and for each attempt a text
``<assignment>_<user name>_attempt_<time>.txt`` that begins ``Name: <full name> (<user name>)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Tree
from grader.intake.sources.level import Level, beside
from grader.intake.tree import Node, Unreadable

__all__ = ["read"]

NAME = re.compile(
    r"(?P<assignment>.+)_(?P<login>[^_]+)_attempt_(?P<at>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)
FULL_NAME = re.compile(r"Name:[ \t]*(?P<name>[^\r\n]*?)[ \t]*\((?P<login>[^()\r\n]*)\)")
LONGEST = 1 << 16


@dataclass(frozen=True)
class Upload:
    """A file of an attempt; the text about the attempt has no ``file``."""

    login: str
    at: str
    file: str
    node: Node


def read(level: Level) -> Tree | None:
    """Return the class if the files have Blackboard's names."""
    uploads: list[Upload] = []
    rest: list[Node] = []
    for node in level.entries:
        if found := NAME.fullmatch(node.name):
            uploads.append(Upload(found["login"], found["at"], found["file"] or "", node))
        else:
            rest.append(node)
    files = [upload for upload in uploads if upload.file]
    if not files:
        return None
    students, left = beside(rest)
    people: dict[str, list[Upload]] = {}
    for upload in uploads:
        people.setdefault(upload.login, []).append(upload)
    students += [_handed(login, own) for login, own in people.items()]
    why = f"{files[0].node.name} is <assignment>_<user name>_attempt_<time>_<file>"
    return Tree("Blackboard download", why, tuple(students), tuple(level.left + left))


def _handed(login: str, uploads: list[Upload]) -> Handed:
    """Return one student's newest attempt, and the earlier ones."""
    times = sorted({upload.at for upload in uploads}, reverse=True)
    attempts = [
        tuple(
            Part(upload.node, upload.file) for upload in uploads if upload.at == at and upload.file
        )
        for at in times
    ]
    texts = [upload for upload in uploads if not upload.file and upload.at == times[0]]
    name = _full_name(texts[0].node) if texts else ""
    notes = ("Handed in more than once, and the newest counts.",) if len(times) > 1 else ()
    return Handed(
        login, Person(name=name or login, id=login, login=login), attempts[0],
        submitted_at=times[0], attempt=len(times) if len(times) > 1 else None,
        older=tuple(attempts[1:]), notes=notes,
    )  # fmt: skip


def _full_name(node: Node) -> str:
    try:
        text = node.read(PurePosixPath(node.name), LONGEST).decode("utf-8-sig", "replace")
    except Unreadable:
        return ""
    found = FULL_NAME.match(text)
    return found["name"] if found else ""
