"""CoCalc, what was collected of an assignment: a folder for each student, called by their id.

``<collect path>/<student id>/`` with the files and one more beside them that tells who it is,
``STUDENT - Ada Lovelace.txt``. [CoCalc, course/assignments/actions.ts]
"""

from __future__ import annotations

import re

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Kind, Node

__all__ = ["read"]

ID = re.compile(r"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}")
NAME = re.compile(r"STUDENT - (?P<name>.+)\.txt", re.DOTALL)


def read(level: Level) -> Tree | None:
    """Return the class if folders are called by ids, and a file in one tells whose it is."""
    people = {
        node: _split(children_of(node, level.budget))
        for node in level.folders
        if node.kind is Kind.FOLDER and ID.fullmatch(node.name)
    }
    if not any(name for name, _ in people.values()):
        return None
    students, left = beside(node for node in level.entries if node not in people)
    for node, (name, files) in people.items():
        person = Person(name=name or node.name, id=node.name)
        students.append(Handed(person.name, person, tuple(map(Part, files))))
    why = "folders called by ids, with STUDENT - <name>.txt in them"
    return Tree(Source.COCALC, why, tuple(students), tuple(level.left + left))


def _split(files: list[Node]) -> tuple[str, list[Node]]:
    """Return whose some files are, and the others; nobody's where a student made one more such."""
    told = {file: found["name"] for file in files if (found := NAME.fullmatch(file.name))}
    return next(iter(told.values())) if len(told) == 1 else "", [f for f in files if f not in told]
