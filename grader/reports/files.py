"""Write the reports of a run, each to a file of its own, one student at a time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from exercises.coach.judging.versions import versions
from grader.gradebook import Move
from grader.grades import Grade
from grader.intake.people import folded
from grader.intake.submission import Submission
from grader.reports import records
from grader.reports.exports.csv_file import COLUMNS, guarded, row
from grader.reports.exports.json_file import entry
from grader.reports.feedback import feedback
from grader.reports.text import points_text

__all__ = [
    "Pages", "feedback_path", "page_of", "remove_pages", "write_moves", "write_reports",
]  # fmt: skip

NAME_BYTES = 200
HASH_DIGITS = 12
MOVED = ("student", "before", "after", "change", "checks", "why")


def write_reports(
    grades: Iterable[Grade], out: Path, *, isolation: str, kit_version: str,
    isolations: Mapping[str, str] | None = None, people: Mapping[str, Submission] | None = None,
) -> None:  # fmt: skip
    """Write ``grades.csv``, ``grades.json``, ``misconceptions.csv`` and ``feedback/<student>.md``.

    A file appears under its name only when it is whole. The grades are read once, one after
    another, so that memory stays flat however many there are.

    Parameters
    ----------
    grades : everybody's, one for each student
    out : the folder
    isolation : in force in this run
    kit_version : this kit's
    isolations : of students who were graded with another one, before
    people : who each student is, by what they are called
    """
    others = isolations or {}
    folder = out / "feedback"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _whole(out / "grades.csv") as table,
        _whole(out / "misconceptions.csv") as mistakes,
        _whole(out / "grades.json") as document,
    ):
        rows, ids = csv.writer(table), csv.writer(mistakes)
        ids.writerow(records.COLUMNS)
        rows.writerow(COLUMNS)
        head = json.dumps({"kit_version": kit_version, "isolation": isolation})
        document.write(head[:-1] + ', "submissions": [')
        pages = Pages(folder)
        for n, grade in enumerate(grades):
            who = (people or {}).get(grade.student)
            place = pages.place(grade.student)
            rows.writerow(row(grade, who, place.name))
            ids.writerows([guarded(cell) for cell in line] for line in records.rows_of(grade))
            level = others.get(grade.student, isolation)
            told = entry(grade, who, place.name)
            told |= {} if level == isolation else {"isolation": level}
            document.write((",\n" if n else "\n") + json.dumps(told, ensure_ascii=False))
            with _whole(place) as page:
                page.write(feedback(grade, level, versions()))
        document.write("\n]}\n")


class Pages:
    """Gives every student a page of their own, on file systems too that mind no case or accents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: set[str] = set()

    def place(self, student: str) -> Path:
        """Return where the student's page is; what a name shares with an earlier one, it loses."""
        place = feedback_path(self.folder, student)
        if folded(place.name) in self.taken:
            digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
            place = place.with_name(f"{place.stem}~{digest[:HASH_DIGITS]}.md")
        self.taken.add(folded(place.name))
        return place


def page_of(out: Path, student: str) -> Path:
    """Return where a run's reports have a student's page; it may not be there."""
    for name, page in _listed(out):
        if name == _as_listed(student):
            return out / "feedback" / page
    return feedback_path(out / "feedback", student)


def _listed(out: Path) -> list[tuple[str, str]]:
    """Return each student and the name of the page, as the reports of the latest run have them."""
    try:
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = [(each["student"], each.get("feedback")) for each in csv.DictReader(file)]
    except (OSError, KeyError, ValueError, csv.Error):
        return []
    return [(name, Path(page).name) for name, page in rows if page]


def _as_listed(student: str) -> str:
    return guarded(student.encode("utf-8", "backslashreplace").decode())


def write_moves(moves: Iterable[Move], path: Path) -> None:
    """Write whose points changed, by how much, in which checks, and why."""
    with _whole(path) as table:
        rows = csv.writer(table)
        rows.writerow(MOVED)
        for move in moves:
            points = [points_text(p) for p in (move.before, move.after, move.after - move.before)]
            cells = (move.student, *points, " ".join(move.checks), move.why)
            rows.writerow([guarded(cell) for cell in cells])


def remove_pages(students: Iterable[str], out: Path) -> list[str]:
    """Remove the pages of students who are no longer there; return whose there were.

    To be called before the reports are written anew: they say which page is whose, where names
    differ in case or accents only.
    """
    gone = []
    listed = _listed(out)
    for student in students:
        page = page_of(out, student)
        others = {folded(name) for who, name in listed if who != _as_listed(student)}
        if folded(page.name) not in others and page.is_file():
            page.unlink()
            gone.append(student)
    return gone


def feedback_path(folder: Path, student: str) -> Path:
    """Return the place of a student's page.

    A name too long for a file is cut, and ends in a hash of the whole: another student's may begin
    like it.
    """
    # A name is what somebody typed: it may not lead out of the folder.
    name = re.sub(r"[/\\\0]", "_", student).encode("utf-8", "replace")
    if len(name) > NAME_BYTES:
        tail = "~" + hashlib.sha256(name).hexdigest()[:HASH_DIGITS]
        name = name[: NAME_BYTES - len(tail)] + tail.encode()
    return folder / f"{name.decode('utf-8', 'ignore')}.md"


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """Open a file beside ``path`` and give it that name when the block has ended well."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
