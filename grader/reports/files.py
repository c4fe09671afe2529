"""Write the reports of a run, each to a file of its own, one student at a time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from exercises.coach.judging.versions import versions
from grader.grades import Grade
from grader.reports import class_view
from grader.reports.exports import COLUMNS, _entry, _guarded, _row
from grader.reports.feedback import feedback

__all__ = ["feedback_path", "write_reports"]

NAME_BYTES = 200
HASH_DIGITS = 12


def write_reports(grades: Iterable[Grade], out: Path, *, isolation: str, kit_version: str) -> None:
    """Write ``grades.csv``, ``grades.json``, ``misconceptions.csv`` and ``feedback/<student>.md``.

    A file appears under its name only when it is whole. The grades are read once, one after
    another, so that memory stays flat however many there are.
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
        for n, grade in enumerate(grades):
            rows.writerow(_row(grade))
            ids.writerows([_guarded(cell) for cell in row] for row in class_view.rows_of(grade))
            document.write((",\n" if n else "\n") + json.dumps(_entry(grade), ensure_ascii=False))
            with _whole(feedback_path(folder, grade.student)) as page:
                page.write(feedback(grade, isolation, versions()))
        document.write("\n]}\n")


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
