"""One student's feedback as Markdown: what each check said, in the coach's words."""

from __future__ import annotations

import re

from exercises.coach.contracts import exercise_of
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome

__all__ = ["feedback", "points_text"]

MARKS = {
    Outcome.PASSED: "✓",
    Outcome.NOT_STARTED: "–",
    Outcome.NOT_SUBMITTED: "–",
    Outcome.SKIPPED: "–",
    Outcome.GRADER_FAULT: "?",
}
FAULT = "The grader failed here, not you. This check is left blank until it is graded again."


def feedback(grade: Grade, isolation: str) -> str:
    """Return the page that a student reads.

    Parameters
    ----------
    grade : the submission's grade
    isolation : the isolation in force, one line, printed at the end
    """
    parts = [f"# {_one_line(grade.student)}: {_total(grade)}", ""]
    parts += [f"- {_one_line(note)}" for note in grade.notes]
    parts += [""] if grade.notes else []
    for exercise in grade.exercises:
        parts += _exercise(exercise)
    parts.append(f"Graded with isolation: {isolation}.")
    return "\n".join(parts) + "\n"


def points_text(points: float) -> str:
    """Return points without needless decimals: ``17`` or ``17.5``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def _total(grade: Grade) -> str:
    if grade.outcome in (Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED):
        return f"{grade.outcome}"
    return f"{points_text(grade.points)} of {points_text(grade.max_points)} points"


def _exercise(exercise: ExerciseGrade) -> list[str]:
    described = exercise_of(exercise.key)
    points = f"{points_text(exercise.points)} of {points_text(exercise.max_points)}"
    if exercise.outcome in (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.GRADER_FAULT):
        points = str(exercise.outcome)
    lines = [f"## Exercise {described.number}, {described.title}: {points}", ""]
    if exercise.outcome is Outcome.NOT_SUBMITTED:
        return lines
    if exercise.points > exercise.points_own:
        lines += [
            f"{points_text(exercise.points_own)} of these points with your own `gradient_descent`; "
            "the rest with a right one in its place: one mistake costs once.",
            "",
        ]
    for check in exercise.checks:
        lines += _check(check)
    return [*lines, ""]


def _check(check: CheckGrade) -> list[str]:
    mark = MARKS.get(check.outcome, "✗")
    points = f"{points_text(check.points)} of {points_text(check.max_points)}"
    lines = [f"- {mark} {check.title} ({points})"]
    if check.outcome is Outcome.GRADER_FAULT:
        return [*lines, f"  {FAULT}"]
    if check.outcome is Outcome.PASSED or not check.message:
        return lines
    if check.outcome in (Outcome.SKIPPED, Outcome.NOT_STARTED):
        return [*lines, f"  {_one_line(check.message)}"]
    return [*lines, "", *_fenced(check.message), ""]


def _fenced(message: str) -> list[str]:
    """Fence a message that may hold any text of a learner's, back quotes too."""
    longest = max((len(run) for run in re.findall(r"`+", message)), default=0)
    fence = "`" * max(3, longest + 1)
    rows = [_printable(row) for row in message.split("\n")]
    return [f"  {fence}text", *(f"  {row}" for row in rows), f"  {fence}"]


def _one_line(text: str) -> str:
    return _printable(" ".join(text.split()))


def _printable(text: str) -> str:
    """Drop control characters: a terminal that prints the page must not obey them."""
    return "".join(c if c.isprintable() or c == "\t" else "�" for c in text)
