"""Write the reports of a run, each to a file of its own, one student at a time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from grader.grades import Grade
from grader.intake.people import folded
from grader.intake.submission import Submission
from grader.reports import class_view
from grader.reports.exports import COLUMNS, _entry, _guarded, _row
from grader.reports.feedback import feedback

__all__ = ["feedback_path", "page_of", "write_reports"]

NAME_BYTES = 200
HASH_DIGITS = 12


def write_reports(
    grades: Iterable[Grade], out: Path, *, isolation: str, kit_version: str,
    people: Mapping[str, Submission] | None = None,
) -> None:  # fmt: skip
    """Write ``grades.csv``, ``grades.json``, ``misconceptions.csv`` and ``feedback/<student>.md``.

    A file appears under its name only when it is whole. The grades are read once, one after
    another, so that memory stays flat however many there are.

    Parameters
    ----------
    grades : one for each student
    out : the folder
    isolation, kit_version : stand in the files
    people : who each student is, by what they are called
    """
    folder = out / "feedback"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _whole(out / "grades.csv") as table,
        _whole(out / "misconceptions.csv") as mistakes,
        _whole(out / "grades.json") as document,
    ):
        rows, ids = csv.writer(table), csv.writer(mistakes)
        ids.writerow(class_view.COLUMNS)
        rows.writerow(COLUMNS)
        head = json.dumps({"kit_version": kit_version, "isolation": isolation})
        document.write(head[:-1] + ', "submissions": [')
        pages = _Pages(folder)
        for n, grade in enumerate(grades):
            who = (people or {}).get(grade.student)
            place = pages.place(grade.student)
            rows.writerow(_row(grade, who, place.name))
            ids.writerows([_guarded(cell) for cell in row] for row in class_view.rows_of(grade))
            document.write(
                (",\n" if n else "\n")
                + json.dumps(_entry(grade, who, place.name), ensure_ascii=False)
            )
            with _whole(place) as page:
                page.write(feedback(grade, isolation))
        document.write("\n]}\n")


class _Pages:
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
    name = student.encode("utf-8", "backslashreplace").decode()
    try:
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                is_theirs = name in (row["student"], row["student"].removeprefix("'"))
                if is_theirs and (page := row.get("feedback")):
                    return out / "feedback" / Path(page).name
    except (OSError, KeyError, ValueError, csv.Error):
        pass
    return feedback_path(out / "feedback", student)


def feedback_path(folder: Path, student: str) -> Path:
    """Return the place of a student's page.

    A name too long for a file is cut, and ends in a hash of the whole: another student's may begin
    like it.
    """
    name = student.encode("utf-8", "replace")
    if len(name) > NAME_BYTES:
        tail = "~" + hashlib.sha256(name).hexdigest()[:HASH_DIGITS]
        name = name[: NAME_BYTES - len(tail)] + tail.encode()
    return folder / f"{name.decode('utf-8', 'ignore')}.md"


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """Open a file beside ``path`` and give it that name when the block has ended well."""
    partial = path.with_name(f".{path.name}.part")
    with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        yield file
    os.replace(partial, path)
