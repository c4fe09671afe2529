"""ILIAS, all submissions of an exercise: a folder for each student, the late files marked.

``<Last>_<First>_<login>_<number>/``; what came after the deadline, in an extended one, is called
``Late Submission - <file>`` there, in the language of whoever downloaded it. Without such a file
nothing tells that the folders are ILIAS's, nor whether anybody was late. Of a team these folders
are in one more, ``Team 12/``, one for each member who uploaded something.
[ILIAS, ilExSubmission::downloadAllAssignmentFiles; lang/ilias_de.lang]
"""

from __future__ import annotations

import re

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Kind, Node

__all__ = ["read"]

NAME = re.compile(r"[^_]+_[^_]+_.+_\d+", re.DOTALL)
TEAM = re.compile(r"\w+ \d+")
# Umlauts are written out in the names of files.
LATE = re.compile(r"(?:Late Submission|Verspaetete Abgabe) - (?P<file>.+)", re.DOTALL)


def _persons(node: Node, level: Level) -> Node | None:
    """Return the folder of the student, or of the one of a team who handed in; None if it is none.

    What several of a team handed in may be a section's, too.
    """
    if TEAM.fullmatch(node.name):
        inside = children_of(node, level.budget)
        node = inside[0] if len(inside) == 1 else node
    return node if node.kind is Kind.FOLDER and NAME.fullmatch(node.name) else None


def read(level: Level) -> Tree | None:
    """Return the class if folders are called as ILIAS's are, and a file in one is marked late."""
    people = {
        node: [(child, LATE.fullmatch(child.name)) for child in children_of(own, level.budget)]
        for node in level.folders
        if (own := _persons(node, level)) is not None
    }
    if not any(late for files in people.values() for _, late in files):
        return None
    students, left = beside(node for node in level.entries if node not in people)
    for node, files in people.items():
        parts = tuple(Part(child, late["file"] if late else "") for child, late in files)
        is_late = any(late for _, late in files)
        students.append(Handed(node.name, Person(name=node.name), parts, is_late))
    why = "<Last>_<First>_<login>_<number>, and files marked as late"
    return Tree(Source.ILIAS, why, tuple(students), tuple(level.left + left))
