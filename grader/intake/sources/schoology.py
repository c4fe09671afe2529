"""Schoology, *Download All* of an assignment: a folder for each student, revision by revision.

``<Last, First> - <id>/Revision <n> - On time/``, or ``- Late``: a revision for each time that
somebody handed in, with what was handed in then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of
from grader.intake.sources.duplicates import together
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Budget, Kind, Node

__all__ = ["read"]

NAME = re.compile(r"(?P<name>.+?) - (?P<id>\w*\d\w*)", re.DOTALL)
REVISION = re.compile(r"Revision (?P<number>\d{1,6}) - (?P<when>On time|Late)", re.IGNORECASE)


def read(level: Level) -> Tree | None:
    """Return the class if folders hold Schoology's revisions."""
    revisions = {node: own for node in level.folders if (own := _revisions(node, level.budget))}
    if not revisions:
        return None
    # A student who handed nothing in has an empty folder.
    named = [node for node in level.folders if node in revisions or NAME.fullmatch(node.name)]
    students, left = beside(node for node in level.entries if node not in named)
    students += [_handed(node, revisions.get(node, ())) for node in named]
    why = f"{next(iter(revisions)).name} holds Revision <number> - On time or Late"
    return Tree(Source.SCHOOLOGY, why, tuple(students), tuple(level.left + left))


def _revisions(node: Node, budget: Budget) -> list[tuple[re.Match[str], Node]]:
    """Return the revisions in a folder; none if anything else is in it."""
    children = children_of(node, budget) if node.kind is Kind.FOLDER else []
    found = [
        (match, child)
        for child in children
        if child.kind is Kind.FOLDER and (match := REVISION.fullmatch(child.name))
    ]
    return found if len(found) == len(children) else []


def _handed(node: Node, revisions: Sequence[tuple[re.Match[str], Node]]) -> Handed:
    found = NAME.fullmatch(node.name)
    name, number = (found["name"], found["id"]) if found else (node.name, "")
    person = Person(name=name, id=number)
    if not revisions:
        return Handed(name, person, (Part(node),))
    rounds = [
        Handed(
            name, person, (Part(folder),), match["when"].casefold() == "late",
            attempt=int(match["number"]), upload=int(match["number"]),
        )
        for match, folder in revisions
    ]  # fmt: skip
    return together(rounds)
