"""Autolab, all submissions of an assessment: a file for each version, side by side.

``<email>_<version>_<handin>``, where all hand in under one name. Of a name with a ``_`` in it
Autolab puts the address elsewhere, and it is not told from the name: those are not read here.
[Autolab, SubmissionsController#download_filename]
"""

from __future__ import annotations

import re

from grader.intake.files import Part
from grader.intake.people import Handed, Person, Source, Tree
from grader.intake.sources.duplicates import together
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Kind

__all__ = ["read"]

NAME = re.compile(r"(?P<email>[^@]+@[^@_]+)_(?P<version>\d{1,6})_(?P<file>[^_]+)", re.DOTALL)


def read(level: Level) -> Tree | None:
    """Return the class if files are called as Autolab's are, all with one name at the end."""
    found = {
        node: match
        for node in level.entries
        if node.kind is not Kind.FOLDER and (match := NAME.fullmatch(node.name))
    }
    if len({match["file"] for match in found.values()}) != 1:
        return None
    people: dict[str, list[Handed]] = {}
    for node, match in found.items():
        version, email = int(match["version"]), match["email"]
        part = (Part(node, match["file"]),)
        handed = Handed(email, Person(email=email), part, attempt=version, upload=version)
        people.setdefault(email.casefold(), []).append(handed)
    students, left = beside(node for node in level.entries if node not in found)
    students += [together(rounds) for rounds in people.values()]
    why = f"{next(iter(found)).name}: <email>_<version>_<file>"
    return Tree(Source.AUTOLAB, why, tuple(students), tuple(level.left + left))
