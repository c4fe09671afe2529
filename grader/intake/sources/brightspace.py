"""Brightspace (D2L), *Download* of an assignment's submissions: who and when in the names.

Folders ``<number>-<number> - <full name> - <time>``, or the same before `` - <file>``. One of the
numbers is the student's, the other the assignment's, and so the same for all; ``index.html`` lists
them. Each time that somebody hands in is a folder of its own, with only what was handed in then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grader.intake.files import Part
from grader.intake.people import Earlier, Handed, Person, Source, Tree
from grader.intake.sources.duplicates import AGAIN, adding, modules_of
from grader.intake.sources.tree_level import IntakeError, Level, beside
from grader.intake.tree import Kind, Node
from grader.wording import listed

__all__ = ["read"]

NAME = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) - (?P<name>.+?) - "
    r"(?P<at>[^-]*\d{4}[^-]*?|\d{4}-\d\d-\d\d[^-]*?)(?: - (?P<file>.+))?",
    re.DOTALL,
)
CLOCK = r"(?P<hour>\d{1,2})[:.h]?(?P<minute>\d\d)(?!\d) ?(?P<half>[AP]\.?M)?"
TIMES = (
    re.compile(
        rf"(?P<month>[^\W\d]{{3,20}})\.? (?P<day>\d+),? (?P<year>\d{{4}}),? {CLOCK}", re.IGNORECASE
    ),
    re.compile(
        r"(?P<day>\d+)\.? (?:de )?(?P<month>[^\W\d]{3,20})\.?,?(?: de)? (?P<year>\d{4}),? " + CLOCK,
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d),? {CLOCK}", re.IGNORECASE),
)
# How a month begins, without accents, in English, French, Spanish, Portuguese, German, Dutch,
# Italian, the Scandinavian languages and Turkish.
MONTHS = (
    "jan ene gen oca", "feb fev sub", "mar mrt maa", "apr avr abr nis", "may mai mei maj mag",
    "jun juin giu haz", "jul juil lug tem", "aug aou ago agu", "sep set eyl", "oct okt out ott eki",
    "nov kas", "dec dez dic des ara",
)  # fmt: skip
BEGINS = {start: n for n, starts in enumerate(MONTHS, 1) for start in starts.split()}


@dataclass(frozen=True)
class Upload:
    """A folder or a file of a download."""

    numbers: tuple[str, str]
    name: str
    at: str
    file: str
    node: Node


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
    return Tree(Source.BRIGHTSPACE, why, tuple(students), tuple(level.left + left))


def upload_of(node: Node) -> Upload | None:
    """Return what a name says, None if it is none of Brightspace's."""
    found = NAME.fullmatch(node.name)
    if found is None:
        return None
    file = "" if node.kind is Kind.FOLDER else (found["file"] or "")
    return Upload((found["first"], found["second"]), found["name"], found["at"], file, node)


def _handed(uploads: Sequence[Upload], number: str) -> Handed:
    """Return one student's newest attempt, with what only earlier ones hold, and the earlier.

    Raises
    ------
    IntakeError
        When nothing tells which of several attempts is the newest.
    """
    rounds: dict[str, list[Upload]] = {}
    for upload in sorted(uploads, key=lambda each: (_when(each.at), each.at), reverse=True):
        rounds.setdefault(upload.at, []).append(upload)
    if len(rounds) > 1 and not all(map(_when, rounds)):
        names = listed(sorted(str(upload.node.where) for upload in uploads))
        raise IntakeError(
            f"{names}: of these the newest counts, and the times are not in a language that is "
            "read. Nothing was graded. Take the earlier ones out of the download."
        )
    newest, *older = rounds.values()
    counted = [Part(upload.node, upload.file) for upload in newest]
    for each in older:
        counted += adding([Part(u.node, u.file) for u in each], modules_of(counted))
    notes = (AGAIN,) if older else ()
    name = newest[0].name
    return Handed(
        name, Person(name=name, id=number), tuple(counted),
        submitted_at=_when(newest[0].at) or newest[0].at,
        attempt=len(rounds) if older else None,
        older=tuple(
            Earlier(tuple(Part(u.node, u.file) for u in each), None, _when(each[0].at))
            for each in older
        ),
        notes=notes,
    )  # fmt: skip


def _when(at: str) -> str:
    """Return a time as ISO 8601 writes it; empty where it is in another language."""
    at = unicodedata.normalize("NFC", at)
    found = next((found for time in TIMES if (found := time.search(at))), None)
    if found is None:
        return ""
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + 12 * half.upper().startswith("P")
    month = found["month"]
    number = int(month) if month.isdigit() else _month(month)
    try:
        time = datetime(int(found["year"]), number, int(found["day"]), hour, int(found["minute"]))
    except ValueError:
        return ""
    return time.isoformat(sep=" ")


def _month(word: str) -> int:
    """Return a month's number, 0 if the word is none."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(c for c in parts if not unicodedata.combining(c))
    return BEGINS.get(letters[:4], BEGINS.get(letters[:3], 0))
