"""Moodle, *Download all submissions*: folders or files that begin with the student's name.

From 4.1 a folder ``Full Name_<id>_assignsubmission_file``, earlier with a ``_`` at its end; without
folders the same, ``_`` and the file's name. A ``_`` in a name became a space. Text typed into
Moodle is another folder, ``…_onlinetext``, of the same student. A team's is ``Name of team_<id>``,
the others' ``Default group``.
[moodle, mod/assign/classes/downloader.php, mod/assign/feedback/file/importziplib.php]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources.tree_level import Level, beside
from grader.intake.tree import Kind, Node, stem_of

__all__ = ["read"]

NAME = re.compile(
    r"(?P<who>(?P<name>.*?)(?:_(?P<id>\d+))?)_assignsubmission_(?P<plugin>[a-z]+)"
    # Two downloads that were unpacked in one place.
    r"(?: ?\(\d{1,3}\))?(?:_(?P<file>.*))?",
    re.DOTALL,
)

FEEDBACK = re.compile(r"_\d+_assignfeedback_[a-z]+")


@dataclass(frozen=True)
class Piece:
    """A folder or a file of a download."""

    who: str
    name: str
    id: str
    plugin: str
    file: str
    node: Node


def read(level: Level) -> Tree | None:
    """Return the class if folders or files have Moodle's names."""
    pieces = [(node, piece_of(node)) for node in level.entries]
    mine = [piece for _, piece in pieces if piece is not None]
    if not mine:
        return None
    students, left = beside(
        node for node, piece in pieces if piece is None and not FEEDBACK.search(node.name)
    )
    left += [
        Left(str(node.where), "the staff's feedback")
        for node in level.entries
        if FEEDBACK.search(node.name)
    ]
    people: dict[str, list[Piece]] = {}
    for piece in mine:
        people.setdefault(piece.who, []).append(piece)
    students += [_handed(each) for each in people.values()]
    return Tree(
        Source.MOODLE,
        f"{mine[0].node.name} is <full name>_<id>_assignsubmission_<plugin>",
        tuple(students),
        tuple(level.left + left),
    )


def piece_of(node: Node) -> Piece | None:
    """Return what a name says, None if it is none of Moodle's."""
    found = NAME.fullmatch(node.name)
    if found is None and node.kind is Kind.ARCHIVE:
        # A student's folder that somebody zipped.
        found = NAME.fullmatch(stem_of(node.name))
    if found is None or not found["who"]:
        return None
    file = "" if node.kind is Kind.FOLDER else (found["file"] or "")
    return Piece(
        found["who"], found["name"].strip() or found["who"], found["id"] or "", found["plugin"],
        file, node,
    )  # fmt: skip


def _handed(pieces: list[Piece]) -> Handed:
    # Files come before typed text, which is rarely a program.
    pieces = sorted(pieces, key=lambda piece: (piece.plugin != "file", piece.node.name))
    first = pieces[0]
    parts = tuple(Part(piece.node, piece.file) for piece in pieces)
    typed = any(piece.plugin == "onlinetext" for piece in pieces)
    notes = ("Text typed into Moodle was not read: only files are graded.",) if typed else ()
    return Handed(first.name, Person(name=first.name, id=first.id), parts, notes=notes)
