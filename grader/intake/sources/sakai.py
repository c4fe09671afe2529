"""Sakai, *Download All*: a folder for each student, their files in a folder of that.

``<assignment>/<Last, First>(<user id>)/Submission attachment(s)/``, beside it ``timestamp.txt``,
what was typed, and the staff's comments and ``Feedback Attachment(s)``, which are no work. Without
folders all of that is in the files' names. In other languages these folders have other names. Of
an anonymous assignment the folder's name is one word without a user id. A group's is its title and
id, and its ``members.txt`` has everybody in it: what it handed in counts for each. Times are UTC,
whether in digits alone or as ISO 8601 has them.
[sakai, AssignmentServiceImpl.zipSubmissions and zipGroupSubmissions; MyTime.toString]
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.people import Handed, Left, Person, Source, Tree
from grader.intake.sources.contents_by_name import children_of, modules_below, without_exercise
from grader.intake.sources.tree_level import IntakeError, Level, beside
from grader.intake.tree import Budget, Kind, Node, Unreadable
from grader.intake.undecoded import decoded
from grader.wording import listed

__all__ = ["is_a_students", "read"]

NAME = re.compile(r"(?P<name>.+?) ?\((?P<login>[^()]+)\)")
ATTACHMENTS = "Submission attachment(s)"
TIMESTAMP, MEMBERS = "timestamp.txt", "members.txt"
FLAT = re.compile(
    rf"(?P<who>.+?\([^()]+\))_(?:{re.escape(ATTACHMENTS)}_(?P<file>.+)|.+)", re.DOTALL
)
TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d*")


def read(level: Level) -> Tree | None:
    """Return the class if most folders hold Sakai's: in a student's own there may be any."""
    made = [node for node in level.folders if is_a_students(node, level.budget)]
    named = [node for node in level.folders if node in made or NAME.fullmatch(node.name)]
    if not made or 2 * len(named) < len(level.folders):
        return _without_folders(level)
    students, left = beside(node for node in level.entries if node not in named)
    inside = {child.name for node in made for child in _children(node, level.budget)}
    told = ATTACHMENTS if ATTACHMENTS in inside else TIMESTAMP
    handed = {node: _handed(node, level, is_told=told == ATTACHMENTS) for node in named}
    students += [each for node in named for each in _members(node, handed[node], level)]
    why = f"{made[0].name} is <name>(<user id>), with {told} in it"
    return Tree(Source.SAKAI, why, tuple(students), tuple(level.left + left))


def _without_folders(level: Level) -> Tree | None:
    found = {node: told for node in level.entries if (told := FLAT.fullmatch(node.name))}
    if not any(told["file"] for told in found.values()):
        return None
    students, left = beside(node for node in level.entries if node not in found)
    people: dict[str, list[Part]] = {}
    for node, told in found.items():
        parts = people.setdefault(told["who"], [])
        if told["file"]:
            parts.append(Part(node, told["file"]))
        else:
            left.append(Left(str(node.where), "typed, or the staff's"))
    for who, own in people.items():
        name, login = _who(who)
        students.append(Handed(name, Person(name=name, id=login, login=login), tuple(own)))
    why = f"{next(iter(found)).name} is <name>(<user id>)_{ATTACHMENTS}_<file>"
    return Tree(Source.SAKAI, why, tuple(students), tuple(level.left + left))


def is_a_students(node: Node, budget: Budget) -> bool:
    """Whether a folder is one that Sakai makes for a student."""
    children = {child.name: child.kind for child in _children(node, budget)}
    return ATTACHMENTS in children or (
        {TIMESTAMP} <= children.keys()
        and Kind.FOLDER in children.values()
        and NAME.fullmatch(node.name) is not None
    )


def _children(node: Node, budget: Budget) -> list[Node]:
    return children_of(node, budget) if node.kind is Kind.FOLDER else []


def _handed(node: Node, level: Level, *, is_told: bool) -> Handed:
    children = {child.name: child for child in _children(node, level.budget)}
    attached = children.get(ATTACHMENTS) if is_told else _only_work(node, children.values())
    # Who zipped their folder, or wrote in it, has it whole.
    part = attached or node
    name, login = _who(node.name)
    person = Person(name=name, id=login, login=login)
    at = _time(children[TIMESTAMP]) if TIMESTAMP in children else ""
    return Handed(name, person, (Part(part),), submitted_at=at)


def _only_work(node: Node, children: Iterable[Node]) -> Node | None:
    """Return the folder that a student's work is in, where the site's language has its own name.

    Raises
    ------
    IntakeError
        When there is code in several, of which some are the staff's.
    """
    folders = [n for n in children if n.kind is Kind.FOLDER]
    coded = [n for n in folders if modules_below(n) or without_exercise(n).is_work]
    if len(coded) > 1:
        raise IntakeError(
            f"{node.where} holds {listed([n.name for n in coded])}: one of them is what was handed "
            "in, and another the staff's feedback. Which it is cannot be told in this language. "
            "Nothing was graded. Download it from Sakai again without the feedback attachments."
        )
    return coded[0] if coded else None


def _who(text: str) -> tuple[str, str]:
    found = NAME.fullmatch(text)
    return (found["name"].rstrip(","), found["login"]) if found else (text, "")


def _members(node: Node, handed: Handed, level: Level) -> Iterator[Handed]:
    """Yield what was handed in for each member of a group, for a student alone as it is."""
    children = {child.name: child for child in _children(node, level.budget)}
    told = html.unescape(_text(children[MEMBERS], 1 << 20)) if MEMBERS in children else ""
    people = [_who(each) for each in told.split("; ")] if told else []
    if not people or not all(login for _, login in people):
        yield handed
        return
    for name, login in people:
        person = Person(name=name, id=login, login=login)
        note = f"Handed in by the group {handed.person.name}."
        yield replace(handed, student=name, person=person, notes=(*handed.notes, note))


def _time(node: Node) -> str:
    text = _text(node, 1000)
    found = TIME.fullmatch(text)
    return "{}-{}-{} {}:{}:{}+00:00".format(*found.groups()) if found else text


def _text(node: Node, limit: int) -> str:
    try:
        data = node.read(PurePosixPath(node.name), limit)
    except Unreadable:
        return ""
    return decoded(data, ("utf-8-sig", node.names_in)).strip()
