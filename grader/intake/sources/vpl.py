"""Virtual Programming Lab in Moodle, all submissions as one zip: a folder for each student.

``<full name> - <login>/<yyyy-mm-dd-hh-mm-ss>/`` for each time that somebody handed in; if VPL ran
it, ``<yyyy-mm-dd-hh-mm-ss>.ceg/`` beside that has what came of it, which is nobody's work.
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

NAME = re.compile(r"(?P<name>.+) - (?P<login>\S+)", re.DOTALL)
TIME = re.compile(r"(?P<at>\d{4}(?:-\d\d){5})(?P<ran>\.ceg)?")


def read(level: Level) -> Tree | None:
    """Return the class if folders hold VPL's times, and what it ran or names as VPL has them."""
    found = {node: own for node in level.folders if (own := _times(node, level.budget))}
    times = {node: [n for n, is_work in own if is_work] for node, own in found.items()}
    times = {node: own for node, own in times.items() if own}
    has_run = any(len(found[node]) > len(own) for node, own in times.items())
    if not times or not (has_run or all(NAME.fullmatch(n.name) for n in level.folders)):
        return None
    students, left = beside(node for node in level.entries if node not in times)
    students += [_handed(node, own) for node, own in times.items()]
    ran = " and what ran, .ceg" if has_run else ", as VPL has it"
    why = f"{next(iter(times)).name} holds <yyyy-mm-dd-hh-mm-ss>{ran}"
    return Tree(Source.VPL, why, tuple(students), tuple(level.left + left))


def _times(node: Node, budget: Budget) -> list[tuple[Node, bool]]:
    """Return the folders in a folder, each with whether it is work; none if they are not VPL's."""
    children = children_of(node, budget) if node.kind is Kind.FOLDER else []
    found = [
        (child, match["ran"] is None)
        for child in children
        if child.kind is Kind.FOLDER and (match := TIME.fullmatch(child.name))
    ]
    return found if len(found) == len(children) else []


def _handed(node: Node, times: Sequence[Node]) -> Handed:
    found = NAME.fullmatch(node.name)
    name, login = (found["name"], found["login"]) if found else (node.name, "")
    person = Person(name=name, login=login)
    return together([Handed(name, person, (Part(at),), submitted_at=at.name) for at in times])
