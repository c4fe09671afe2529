"""OpenOlat, a task's archive: a folder for each student or group, with one for each step in it.

``<Last>_<First>_<login>/2_submissions/``, and ``4_revisions_1`` for what was revised. ``1_task``,
``3_corrections``, ``5_corrections_1`` and ``6_assessment`` beside these, and ``solutions`` beside
the students, are the staff's. A task that leaves out a step does not count it.
[OpenOLAT, GTACourseNode.archiveNodeData]
"""

from __future__ import annotations

import re

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of
from grader.intake.sources.duplicates import together
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Budget, Kind, Node

__all__ = ["read"]

STEP = re.compile(
    r"\d+_(?:(?P<handed>submissions|revisions_(?P<round>\d+))|task|corrections(?:_\d+)?|assessment)"
)
SOLUTIONS = "solutions"


def read(level: Level) -> Tree | None:
    """Return the class if folders hold nothing but the steps of a task."""
    steps = {node: own for node in level.folders if (own := _steps(node, level.budget))}
    if not steps:
        return None
    others = [node for node in level.entries if node not in steps]
    solutions = [node for node in others if node.name == SOLUTIONS]
    students, left = beside(node for node in others if node not in solutions)
    left += [Left(str(node.where), "the staff's") for node in solutions]
    for node, own in steps.items():
        rounds = []
        for child, found in own.items():
            if found["handed"]:
                number = 1 + int(found["round"] or 0)
                part = (Part(child),)
                person = Person(name=node.name)
                rounds.append(Handed(node.name, person, part, attempt=number, upload=number))
            else:
                left.append(Left(str(child.where), "the staff's"))
        students.append(together(rounds))
    why = f"{next(iter(steps)).name} holds the steps of a task, such as 1_submissions"
    return Tree(Source.OPENOLAT, why, tuple(students), tuple(level.left + left))


def _steps(node: Node, budget: Budget) -> dict[Node, re.Match[str]]:
    """Return the steps in a folder; none if anything else is in it, or nothing was handed in."""
    children = children_of(node, budget) if node.kind is Kind.FOLDER else []
    found = {
        child: match
        for child in children
        if child.kind is Kind.FOLDER and (match := STEP.fullmatch(child.name))
    }
    is_whole = len(found) == len(children) and any(match["handed"] for match in found.values())
    return found if is_whole else {}
