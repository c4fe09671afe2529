"""`grades.csv`: a row for each student."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from exercises.coach.contracts import EXERCISES
from grader.grades import BLANK, Grade, Outcome
from grader.intake.people import Who
from grader.reports.exports.format import Class, Export, Format, Values, number
from grader.reports.text import points_text, with_unseen_spelt

__all__ = ["COLUMNS", "FORMAT", "as_listed", "guarded", "known", "row", "table"]

KEYS = tuple(exercise.key for exercise in EXERCISES)
# Where the course has weights or a rule for late work: what the checks add up to, and why other
# points count.
COUNTED = ("raw_points", "raw_max_points", "late_days", "late_percent")
KNOWN = ("id", "email", "late", "submitted_at", "attempt", "name", "login")
COLUMNS = (
    "student", "points", "max_points", "outcome", *KEYS, "reason", *KNOWN, "feedback",
    *COUNTED,
)  # fmt: skip
# A spreadsheet runs a cell that starts with one of these as a formula; in East Asian settings the
# wide signs too.
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def write(graded: Class, values: Values) -> Export:
    """Write the table that ``grader grade`` writes, with every number in full.

    A total that lacks what could not be read is blank here.
    """
    rows = [row(result.grade, result.who, result.page, number) for result in graded.results]
    return Export({"grades.csv": table(COLUMNS, rows)}, graded.with_points)


FORMAT = Format("csv", "`grades.csv`, a row for each student, every number in full", write)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as RFC 4180 and UTF-8 have it; its cells are guarded already."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def row(
    grade: Grade, who: Who | None = None, page: str = "",
    text: Callable[[float], str] = points_text,
) -> list[str]:  # fmt: skip
    """Return a grade as a row under `COLUMNS`, guarded; ``text`` writes the points."""
    known_points = {e.key: text(e.points) for e in grade.exercises if e.outcome not in BLANK}
    cells = [known_points.get(key, "") for key in KEYS]
    total = "" if grade.total is None else text(grade.total)
    reason = " ".join(grade.notes)
    if grade.outcome is Outcome.GRADER_FAULT:
        reason = "grader fault: grade again" + (f"; {reason}" if reason else "")
    told = [grade.student, total, text(grade.out_of), grade.word, *cells, reason]
    told += [*map(_cell, known(who).values()), page, *_counted(grade, text)]
    return [guarded(cell) for cell in told]


def _counted(grade: Grade, text: Callable[[float], str]) -> list[str]:
    counted = grade.counted
    if counted is None:
        return [""] * len(COUNTED)
    days = "" if counted.late_days is None else str(counted.late_days)
    raw = "" if grade.total is None else text(grade.points)
    percent = "" if counted.late_days is None else text(counted.percent)
    return [raw, text(grade.max_points), days, percent]


def known(who: Who | None) -> dict[str, Any]:
    """Return who the student is and when it came, as far as that is known."""
    return {key: getattr(who or Who(), key) for key in KNOWN}


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula, and no terminal as a command.

    Of two different cells that can be printed none becomes the other.
    """
    cell = with_unseen_spelt(cell)
    try:
        float(cell)
    except ValueError:
        return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell
    return cell


def as_listed(student: str) -> str:
    """Return a student's name as the table has it."""
    return guarded(student.encode("utf-8", "backslashreplace").decode())


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
