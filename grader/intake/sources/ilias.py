"""ILIAS, all submissions of an exercise: a folder for each student, the late files marked.

``<Last>_<First>_<login>_<number>/``; what came after the deadline, in an extended one, is called
``Late Submission - <file>`` there, in the language of whoever downloaded it. Without such a file
nothing tells that the folders are ILIAS's, nor whether anybody was late. Of a team these folders
are in one more, ``Team 12/``, one for each member who uploaded something: all of it is the team's.
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
# What several of a team handed in may be a section's, too, unless it is called a team.
SURELY_TEAM = re.compile(r"Team \d+")
# Umlauts are written out in the names of files.
LATE = re.compile(r"(?:Late Submission|Verspaetete Abgabe) - (?P<file>.+)", re.DOTALL)


def _persons(node: Node, level: Level) -> list[Node] | None:
    """Return the folders of the student, or of those of a team who uploaded; None of any other."""
    inside = children_of(node, level.budget) if TEAM.fullmatch(node.name) else [node]
    if len(inside) != 1 and not SURELY_TEAM.fullmatch(node.name):
        return None
    is_known = all(each.kind is Kind.FOLDER and NAME.fullmatch(each.name) for each in inside)
    return inside if is_known else None


def read(level: Level) -> Tree | None:
    """Return the class if folders are called as ILIAS's are, and a file in one is marked late.

    Where all are teams', no file has to be.
    """
    people = {
        node: [(file, LATE.fullmatch(file.name)) for each in own for file in children_of(each)]
        for node in level.folders
        if (own := _persons(node, level)) is not None
    }
    knows_late = any(late for files in people.values() for _, late in files)
    is_of_teams = len(people) == len(level.folders) and all(
        SURELY_TEAM.fullmatch(node.name) for node in people
    )
    if not (knows_late or (is_of_teams and any(people.values()))):
        return None
    students, left = beside(node for node in level.entries if node not in people)
    for node, files in people.items():
        parts = tuple(Part(child, late["file"] if late else "") for child, late in files)
        is_late = any(late for _, late in files) if knows_late else None
        students.append(Handed(node.name, Person(name=node.name), parts, is_late))
    why = "<Last>_<First>_<login>_<number>" + (", and files marked as late" if knows_late else "")
    return Tree(Source.ILIAS, why, tuple(students), tuple(level.left + left))
