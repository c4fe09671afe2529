"""Microsoft Teams, the *Student Work* of a class: a folder for each student, version by version.

``Submitted files/<full name>/<assignment>/Version <n>/``: a version for each time that somebody
turned in. ``Working files``, beside it, are drafts that nobody handed in: who is in it alone has
handed nothing in. In other languages these folders have other names: of two in which the same
people have the same assignments, those with versions in one alone are what was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from grader.intake.files import Part
from grader.intake.people import Earlier, Handed, Left, Person, Source, Tree, folded
from grader.intake.sources.contents_by_name import without_exercise
from grader.intake.sources.duplicates import AGAIN
from grader.intake.sources.named_files import itself
from grader.intake.sources.tree_level import (
    IntakeError,
    Level,
    beside,
    called,
    level_of,
    loose,
)
from grader.intake.tree import Kind, Node, Unreadable, stem_of
from grader.wording import listed

__all__ = ["read", "refuse_drafts"]

SUBMITTED, WORKING = "Submitted files", "Working files"
NOTHING = "Nothing was handed in for the assignment."
DRAFTS = "Nothing was turned in; drafts are not read."
# Version, Versión, Versione, Versão, Versie, Verzió, Wersja, Версия …
VERSION = re.compile(
    r"(?:ver[sz]\w*|wersja|вер\w*|έκδοση|sürüm|版本|バージョン|버전|الإصدار|גירסה|phiên bản)"
    r" ?(\d+)",
    re.IGNORECASE,
)


def read(level: Level) -> Tree | None:
    """Return the class if the folders are those of Teams."""
    named = {node.name: node for node in level.folders}
    submitted, working = named.get(SUBMITTED), named.get(WORKING)
    if submitted is None and level.node.name != SUBMITTED:
        submitted, working = _in_another_language(level)
        if submitted is None:
            return None
    top = SUBMITTED if submitted is None else submitted.name
    if submitted is not None:
        others = [node for node in level.entries if node is not submitted]
        left = [*level.left, *(_beside(node, top, working) for node in others)]
        level = replace(level_of(submitted, level.options, level.budget), left=left)
    people = {node: _folders(node, level) for node in level.folders if node.kind is Kind.FOLDER}
    known = sorted({folder.name for own in people.values() for folder in own})
    wanted = [level.options.assignment] if level.options.assignment in known else known
    if not known:
        return None
    students, left = beside(node for node in level.entries if node not in people)
    for node, own in people.items():
        students.append(_student(node, [f for f in own if f.name in wanted], level))
        left += [
            Left(str(folder.where), f"another assignment than {wanted[0]}")
            for folder in own if folder.name not in wanted
        ]  # fmt: skip
    there = {folded(each.student) for each in students}
    students += [
        Handed(node.name, Person(name=node.name), notes=(DRAFTS,))
        for node in (_folders(working, level) if working else ())
        if folded(node.name) not in there
    ]
    why = f"{top}/<full name>/<assignment>"
    if len(wanted) > 1:
        why += f"; {len(wanted)} assignments together, --assignment names one: {listed(wanted, 12)}"
    return Tree(Source.TEAMS, why, tuple(students), tuple(level.left + left))


def refuse_drafts(level: Level) -> None:
    """Refuse *Working files* that lie there alone: nobody turned in what is in it."""
    node, inner = level.node, level
    while stem_of(node.name) != WORKING:
        if len(inner.folders) != 1 or inner.files:
            return
        node = inner.folders[0]
        try:
            inner = level_of(node, level.options, level.budget)
        except Unreadable:
            return
    # Not a student's folder of that name.
    own = [assignment for person in inner.folders for assignment in _folders(person, level)]
    if own and not inner.files:
        raise IntakeError(
            f"{called(inner)} has the drafts of Microsoft Teams, which nobody turned in. Nothing "
            "was graded.\n"
            f"  what was turned in: download {SUBMITTED}, which lies beside it, too\n"
            f"  the drafts: each folder is a student's {itself(node)}"
        )


def _in_another_language(level: Level) -> tuple[Node, Node] | tuple[None, None]:
    """Return the folder with what was handed in and the one with the drafts, if they are Teams'."""
    folders = [node for node in level.folders if node.kind is Kind.FOLDER]
    if len(folders) != 2 or level.options.reading:
        return None, None
    for submitted, working in (folders, reversed(folders)):
        handed_in, drafts = _assignments(submitted, level), _assignments(working, level)
        is_same = 2 * len(handed_in.keys() & drafts.keys()) >= max(1, len(handed_in))
        if is_same and all(handed_in.values()) and not any(drafts.values()):
            return submitted, working
    return None, None


def _assignments(node: Node, level: Level) -> dict[tuple[str, str], bool]:
    """Return what people have folders for, and whether versions are in it and no other folder."""
    inside = {
        (person.name, folder.name): [each.name for each in _folders(folder, level)]
        for person in _folders(node, level)
        for folder in _folders(person, level)
    }
    return {key: bool(names) and None not in map(_version, names) for key, names in inside.items()}


def _beside(node: Node, submitted: str, working: Node | None) -> Left:
    if node is working:
        return Left(str(node.where), "drafts in Teams, which nobody handed in")
    # Teams writes nothing else there: somebody may have put work that came by mail.
    is_work = (without_exercise if node.kind is Kind.FOLDER else loose)(node).is_work
    whose = ": whose is it?" if is_work else ""
    return Left(str(node.where), f"beside {submitted}, and so not handed in{whose}", is_work)


def _student(node: Node, folders: list[Node], level: Level) -> Handed:
    """Return what one student turned in for the assignments; of one exercise the better counts."""
    name = Person(name=node.name)
    if not folders:
        # Somebody else than Teams may have put files there.
        is_empty = any(_folders(node, level))
        parts = () if is_empty else (Part(node),)
        return Handed(node.name, name, parts, notes=(NOTHING,) if is_empty else ())
    first, *others = (_handed(node, folder, level) for folder in folders)
    notes = dict.fromkeys(note for each in (first, *others) for note in each.notes)
    return replace(
        first, parts=sum((each.parts for each in others), first.parts), notes=tuple(notes),
        older=sum((each.older for each in others), first.older),
        attempt=max(each.attempt or 1 for each in (first, *others)),
    )  # fmt: skip


def _handed(node: Node, folder: Node, level: Level) -> Handed:
    """Return what one student turned in for one assignment, the newest version first."""
    numbered = {
        number: each
        for each in _folders(folder, level)
        if (number := _version(each.name)) is not None
    }
    newest, *older = sorted(numbered, reverse=True) or [1]
    return Handed(
        node.name, Person(name=node.name), (Part(numbered.get(newest, folder)),), attempt=newest,
        older=tuple(Earlier((Part(numbered[n]),), attempt=n) for n in older),
        notes=(AGAIN,) if older else (),
    )  # fmt: skip


def _version(name: str) -> int | None:
    """Return the number of a version; None where a folder is none."""
    found = VERSION.fullmatch(unicodedata.normalize("NFC", name))
    return int(found[1]) if found else None


def _folders(node: Node, level: Level) -> list[Node]:
    try:
        return level_of(node, level.options, level.budget).folders
    except Unreadable:
        return []
