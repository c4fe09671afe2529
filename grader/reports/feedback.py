"""One student's feedback as Markdown: what each check said, in the coach's words."""

from __future__ import annotations

from exercises.coach.showing.message import markdown_of_rows
from grader.grades import Grade, Outcome
from grader.reports.feedback_data import (
    ToldCheck,
    ToldExercise,
    exercises_told,
    notes_told,
    total_text,
)
from grader.reports.text import in_markdown, one_line

__all__ = ["MARKS", "WRONG", "feedback"]

MARKS = {
    Outcome.PASSED: "✓",
    Outcome.NOT_STARTED: "–",
    Outcome.NOT_SUBMITTED: "–",
    Outcome.SKIPPED: "–",
    Outcome.GRADER_FAULT: "?",
}
WRONG = "✗"


def feedback(grade: Grade, isolation: str, versions: str = "") -> str:
    """Return the page that a student reads.

    Parameters
    ----------
    grade : the submission's grade
    isolation : the isolation in force, one line, printed at the end
    versions : of Python, NumPy and Matplotlib, printed there too
    """
    parts = [f"# {in_markdown(one_line(grade.student))}: {total_text(grade)}", ""]
    notes = notes_told(grade)
    parts += [*(f"- {in_markdown(note)}" for note in notes), ""] if notes else []
    for exercise in exercises_told(grade):
        parts += _exercise(exercise)
    parts.append(f"Graded with isolation: {isolation}." + (f" {versions}." if versions else ""))
    return "\n".join(parts) + "\n"


def _exercise(exercise: ToldExercise) -> list[str]:
    lines = [f"## {exercise.heading}: {exercise.points}", ""]
    lines += [in_markdown(exercise.note), ""] if exercise.note else []
    for check in exercise.checks:
        lines += _check(check)
    return [*lines, ""] if exercise.checks else lines


def _check(told: ToldCheck) -> list[str]:
    mark = MARKS.get(told.check.outcome, WRONG)
    lines = [f"- {mark} {told.title} ({told.points})" + (" *" if told.is_carried else "")]
    lines += [f"  {in_markdown(line)}" for line in told.lines]
    return [*lines, "", *markdown_of_rows(told.rows, indent="  "), ""] if told.rows else lines
