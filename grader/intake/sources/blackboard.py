"""Blackboard, *Assignment File Download*: all files side by side, who and when in their names.

``<assignment>_<user name>_attempt_<yyyy-mm-dd-hh-mm-ss>_<file>``, and for each attempt a text
``<assignment>_<user name>_attempt_<time>.txt`` that begins ``Name: <full name> (<user name>)``.
A site in another language writes its own word for *attempt* and for *Name*: ``poging`` and
``Naam``, ``Tentative`` and ``Nom``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Earlier, Handed, Left, Person, Source, Tree
from grader.intake.sources.duplicates import AGAIN, together
from grader.intake.sources.tree_level import Level, beside, start_of_all
from grader.intake.tree import Node, Unreadable
from grader.intake.undecoded import decoded, is_undecoded
from grader.wording import listed

__all__ = ["read"]

# Of letters, and of vowels and accents that are characters of their own.
NAME = re.compile(
    r"(?P<head>.+?_.+?)_(?P<word>[^\s\d_]{2,20})_(?P<at>\d{4}(?:-\d\d){5})"
    r"(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)
ENGLISH = "attempt"
FULL_NAME = re.compile(
    r"[^\s\d_:\uff1a]{2,20}[ \xa0]?[:\uff1a][ \t]*(?P<name>[^\r\n]*?)[ \t]*"
    r"\((?P<login>[^()\r\n]*)\)"
)
LONGEST = 1 << 16


@dataclass(frozen=True)
class Upload:
    """A file of an attempt; the text about the attempt has no ``file``.

    Both the assignment and the user name may have a ``_`` in them: ``head`` is the two.
    """

    head: str
    at: str
    file: str
    node: Node


def read(level: Level) -> Tree | None:
    """Return the class if the files have Blackboard's names."""
    uploads: list[Upload] = []
    rest: list[Node] = []
    named = {node: found for node in level.entries if (found := NAME.fullmatch(node.name))}
    words = _words(named)
    for node in level.entries:
        if node in named and named[node]["word"] in words:
            found = named[node]
            uploads.append(Upload(found["head"], found["at"], found["file"] or "", node))
        else:
            rest.append(node)
    files = [upload for upload in uploads if upload.file]
    if not files:
        return None
    students, left = beside(rest)
    logins = _logins(uploads)
    known = {head.removesuffix(login).strip("_") for head, login in logins.items()}
    assignment = level.options.assignment if level.options.assignment in known else ""
    people: dict[str, dict[str, list[Upload]]] = {}
    for upload in uploads:
        login = logins[upload.head]
        own = upload.head.removesuffix(login).strip("_")
        if not assignment or own == assignment:
            people.setdefault(login, {}).setdefault(own, []).append(upload)
        else:
            left.append(Left(str(upload.node.where), f"another assignment than {assignment}"))
    students += [
        together([_handed(login, own) for own in each.values()]) for login, each in people.items()
    ]
    word = named[files[0].node]["word"]
    why = f"{files[0].node.name} is <assignment>_<user name>_{word}_<time>_<file>"
    if len(known) > 1 and not assignment:
        why += f"; {len(known)} assignments together, --assignment names one: "
        why += listed(sorted(known), 12)
    return Tree(Source.BLACKBOARD, why, tuple(students), tuple(level.left + left))


def _words(named: dict[Node, re.Match[str]]) -> set[str]:
    """Return how the site says *attempt*: another word is its own if an attempt's text is there."""
    words = {ENGLISH}
    for node, found in named.items():
        if found["word"] not in words and not found["file"]:
            login = _who(node)[1]
            if login and found["head"].endswith(f"_{login}"):
                words.add(found["word"])
    return words


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
    name = _who(texts[0].node)[0] if texts else ""
    notes = [AGAIN] if len(times) > 1 else []
    if not attempts[0]:
        notes.append("Only files are graded: what is typed into Blackboard is not read.")
    return Handed(
        login, Person(name=name or login, id=login, login=login), attempts[0],
        submitted_at=times[0], attempt=len(times) if len(times) > 1 else None,
        older=tuple(
            Earlier(parts, None, at) for parts, at in zip(attempts[1:], times[1:], strict=True)
        ),
        notes=tuple(notes),
    )  # fmt: skip


def _logins(uploads: Sequence[Upload]) -> dict[str, str]:
    """Return the user name in each head: as a text says it, else what the assignment leaves."""
    logins: dict[str, str] = {}
    for upload in uploads:
        login = "" if upload.file or upload.head in logins else _who(upload.node)[1]
        if login and upload.head.endswith(f"_{login}"):
            logins[upload.head] = login
    assignments = {head.removesuffix(login) for head, login in logins.items()}
    heads = {upload.head for upload in uploads}
    if not assignments and len(heads) > 1:
        alike = start_of_all(heads)
        assignments = {alike[: alike.rfind("_") + 1]}
    for head in heads - logins.keys():
        known = max((a for a in assignments if head.startswith(a)), key=len, default="")
        logins[head] = head.removeprefix(known) if known else head.rpartition("_")[2]
    return logins


def _who(node: Node) -> tuple[str, str]:
    """Return the full name and the user name that an attempt's text begins with."""
    try:
        data = node.read(PurePosixPath(node.name), LONGEST)
    except Unreadable:
        return "", ""
    found = FULL_NAME.match(decoded(data, ("utf-8-sig", node.names_in)))
    if found is None:
        return "", ""
    # No name is better than one of letters that nobody knows.
    return "" if is_undecoded(found["name"]) else found["name"], found["login"].strip()
