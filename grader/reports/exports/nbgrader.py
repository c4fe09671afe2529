"""nbgrader: the table that ``nbgrader export`` writes.

nbgrader does not quote its cells, and writes 0 for who handed nothing in; here they are quoted, and
such a score is blank. [jupyter/nbgrader, nbgrader/plugins/export.py]
"""

from __future__ import annotations

from grader.reports.exports.csv_file import guarded, table
from grader.reports.exports.format import Class, Export, Format, Option, Result, Values, number
from grader.reports.exports.matching import shared

__all__ = ["COLUMNS", "FORMAT"]

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip
ZONE = " UTC"


def write(graded: Class, values: Values) -> Export:
    """Write ``grades.csv`` under nbgrader's titles."""
    assignment, due = values["assignment"], values.get("duedate") or ""
    twice = shared(graded.results, _student_id, "student id")
    rows = [
        [guarded(cell) for cell in _row(each, assignment, due)]
        for each in graded.results
        if each.student not in twice
    ]
    filled = tuple(student for student in graded.with_points if student not in twice)
    nowhere = {student: twice[student] for student in graded.with_points if student in twice}
    return Export({"grades.csv": table(COLUMNS, rows)}, filled, nowhere)


def _student_id(result: Result) -> str:
    return result.who.id or result.who.login or result.student


def _row(result: Result, assignment: str, due: str) -> list[str]:
    who = result.who
    last, comma, first = who.name.partition(",")
    if who.name in (who.id, result.student) and not comma:
        last = ""  # a folder's name, and no person's
    score = raw = penalty = ""
    if result.points is not None:
        counted = result.grade.counted
        before = result.points if counted is None else counted.before_late
        score, raw, penalty = (number(p) for p in (result.points, before, before - result.points))
    return [
        assignment, due, who.submitted_at.removesuffix(ZONE), _student_id(result),
        last.strip(), first.strip(), who.email,
        raw, penalty, score, number(result.grade.out_of),
    ]  # fmt: skip


FORMAT = Format(
    "nbgrader",
    "the table that `nbgrader export` writes",
    write,
    (
        Option("--assignment", "The assignment's name in nbgrader.", "NAME", is_required=True),
        Option("--duedate", "When it was to be handed in, as the table shall say it.", "DATE"),
    ),
)
