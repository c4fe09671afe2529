"""Brightspace (D2L), *Download* of an assignment's submissions: who and when in the names.

Folders ``<number>-<number> - <full name> - <time>``, or the same before `` - <file>``. One of the
numbers is the student's, the other the assignment's, and so the same for all; ``index.html`` lists
them. Each time that somebody hands in is a folder of its own, with only what was handed in then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from grader.intake.files import Part
from grader.intake.names import module_of
from grader.intake.people import Handed, Person, Tree
from grader.intake.sources.level import Level, beside, modules_below
from grader.intake.tree import Kind, Node

__all__ = ["read"]

NAME = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) - (?P<name>.+?) - "
    r"(?P<at>[^-]*\d{4}[^-]*?|\d{4}-\d\d-\d\d[^-]*?)(?: - (?P<file>.+))?",
    re.DOTALL,
)
TIME = re.compile(
    r"(?:(?P<month>[A-Za-z]{3})\w*\.? (?P<day>\d+)|(?P<day_2>\d+) (?P<month_2>[A-Za-z]{3})\w*)"
    r",? (?P<year>\d{4}) (?P<hour>\d{1,2})[:.]?(?P<minute>\d\d)(?!\d) ?(?P<half>[AP]M)?",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Upload:
    """A folder or a file of a download."""

    numbers: tuple[str, str]
    name: str
    at: str
    file: str
    node: Node

    @property
    def modules(self) -> frozenset[str]:
        """Which exercises are in it."""
        if self.node.holds:
            return modules_below(self.node)
        module = module_of(PurePosixPath(self.file))
        return frozenset({module} if module else ())


def read(level: Level) -> Tree | None:
    """Return the class if folders or files have Brightspace's names."""
    uploads = [upload for node in level.entries if (upload := upload_of(node)) is not None]
    if not uploads:
        return None
    mine = {upload.node for upload in uploads}
    students, left = beside(node for node in level.entries if node not in mine)
    # What is the same for all is the assignment's number.
    place = 1 if len(uploads) > 1 and len({u.numbers[0] for u in uploads}) == 1 else 0
    people: dict[tuple[str, str], list[Upload]] = {}
    for upload in uploads:
        people.setdefault((upload.numbers[place], upload.name), []).append(upload)
    students += [_handed(own, number) for (number, _), own in people.items()]
    why = f"{uploads[0].node.name} is <number>-<number> - <full name> - <time>"
    return Tree("Brightspace download", why, tuple(students), tuple(level.left + left))


def upload_of(node: Node) -> Upload | None:
    """Return what a name says, None if it is none of Brightspace's."""
    found = NAME.fullmatch(node.name)
    if found is None:
        return None
    file = "" if node.kind is Kind.FOLDER else (found["file"] or "")
    return Upload((found["first"], found["second"]), found["name"], found["at"], file, node)


def _handed(uploads: Sequence[Upload], number: str) -> Handed:
    """Return one student's newest attempt, with what only earlier ones hold, and the earlier."""
    rounds: dict[str, list[Upload]] = {}
    for upload in sorted(uploads, key=lambda each: (_when(each.at), each.at), reverse=True):
        rounds.setdefault(upload.at, []).append(upload)
    newest, *older = rounds.values()
    counted = list(newest)
    for each in older:
        there = frozenset[str]().union(*(upload.modules for upload in counted))
        counted += [upload for upload in each if upload.modules - there]
    notes = ("Handed in more than once, and the newest counts.",) if older else ()
    name = newest[0].name
    return Handed(
        name, Person(name=name, id=number), tuple(Part(u.node, u.file) for u in counted),
        submitted_at=_when(newest[0].at) or newest[0].at,
        attempt=len(rounds) if older else None,
        older=tuple(tuple(Part(u.node, u.file) for u in each) for each in older), notes=notes,
    )  # fmt: skip


def _when(at: str) -> str:
    """Return a time as ISO 8601 writes it; empty where it is in another language."""
    found = TIME.search(at)
    month = (found["month"] or found["month_2"]).lower() if found else ""
    if found is None or month not in MONTHS:
        return ""
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + 12 * (half.upper() == "PM")
    try:
        day = int(found["day"] or found["day_2"])
        time = datetime(
            int(found["year"]), MONTHS.index(month) + 1, day, hour, int(found["minute"])
        )
    except ValueError:
        return ""
    return time.isoformat(sep=" ")
