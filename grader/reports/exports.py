"""A grade as a row of `grades.csv` and as an entry of `grades.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exercises.coach.contracts import EXERCISES
from grader.grades import BLANK, ExerciseGrade, Grade, Outcome
from grader.intake.submission import Submission
from grader.reports.text import message_of, points_text


def _row(grade: Grade, who: Submission | None = None, page: str = "") -> list[str]:
    exercises = {exercise.key: exercise for exercise in grade.exercises}
    cells = [_points(exercises[key]) if key in exercises else "" for key in KEYS]
    total = "" if grade.outcome in BLANK else points_text(grade.points)
    reason = " ".join(grade.notes)
    if grade.outcome is Outcome.GRADER_FAULT:
        reason = "grader fault: grade again" + (f"; {reason}" if reason else "")
    row = [grade.student, total, points_text(grade.max_points), grade.outcome, *cells, reason]
    known = _known(who)
    row += [_cell(known[key]) for key in KNOWN] + [page]
    return [_guarded(cell) for cell in row]


def _known(who: Submission | None) -> dict[str, Any]:
    """Return who the student is and when it came, as far as that is known."""
    who = who or Submission("")
    return {
        "id": who.id, "email": who.email, "late": who.late, "submitted_at": who.submitted_at,
        "attempt": who.attempt, "name": who.name, "login": who.login,
    }  # fmt: skip


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _points(exercise: ExerciseGrade) -> str:
    return "" if exercise.outcome in BLANK else points_text(exercise.points)


def _guarded(cell: str) -> str:
    try:
        float(cell)
    except ValueError:
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return cell


def _entry(grade: Grade, who: Submission | None = None, page: str = "") -> dict[str, Any]:
    """Return the grade as `grades.json` has it: exercises by key, checks as a list."""
    entry = asdict(grade)
    for exercise, graded in zip(entry["exercises"], grade.exercises, strict=True):
        for check, judged in zip(exercise["checks"], graded.checks, strict=True):
            check["message"] = message_of(judged)
            check["misconceptions"] = judged.misconceptions
    entry["exercises"] = {exercise.pop("key"): exercise for exercise in entry["exercises"]}
    for exercise in entry["exercises"].values():
        for check in exercise["checks"]:
            del check["fault"]  # A traceback of ours is the instructor's, in faults.txt.
            if check["finding"] is not None:
                del check["finding"]["evidence"]
    if grade.outcome in BLANK:
        entry["points"] = None
    for exercise in entry["exercises"].values():
        if exercise["outcome"] in BLANK:
            exercise["points"] = None
    return entry | _known(who) | {"feedback": page}


KEYS = tuple(exercise.key for exercise in EXERCISES)
KNOWN = ("id", "email", "late", "submitted_at", "attempt", "name", "login")
COLUMNS = (
    "student", "points", "max_points", "outcome", *KEYS, "reason", *KNOWN, "feedback",
)  # fmt: skip
# A spreadsheet runs a cell that starts with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
