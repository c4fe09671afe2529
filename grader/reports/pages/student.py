"""A student's page: what `feedback` says, in HTML, and pictures; nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grades import Grade, Outcome
from grader.reports.feedback import MARKS, WRONG
from grader.reports.feedback_data import (
    ToldCheck,
    ToldExercise,
    exercises_told,
    notes_told,
    total_text,
)
from grader.reports.pages.layout import cut, page
from grader.reports.pages.picture import Picture, picture_of_sketch

__all__ = ["student_page"]

COLOURS = {
    Outcome.PASSED: "right",
    Outcome.FAILED: "wrong",
    Outcome.TIMED_OUT: "wrong",
    Outcome.CRASHED: "wrong",
}


@dataclass(frozen=True)
class _Check:
    told: ToldCheck
    picture: Picture | None

    @property
    def mark(self) -> str:
        return MARKS.get(self.told.check.outcome, WRONG)

    @property
    def colour(self) -> str:
        return COLOURS.get(self.told.check.outcome, "open")


@dataclass(frozen=True)
class _Exercise:
    told: ToldExercise
    checks: tuple[_Check, ...]


def student_page(grade: Grade, isolation: str) -> str:
    """Return the page of a student, whole.

    Parameters
    ----------
    grade : the submission's grade
    isolation : in force when it was graded
    """
    exercises = [_exercise(told) for told in exercises_told(grade)]
    return page(
        "student.html.j2", name=cut(grade.student), total=total_text(grade),
        notes=notes_told(grade), exercises=exercises, isolation=isolation,
    )  # fmt: skip


def _exercise(told: ToldExercise) -> _Exercise:
    return _Exercise(told, tuple(_Check(check, _picture(check)) for check in told.checks))


def _picture(told: ToldCheck) -> Picture | None:
    """Return the picture of a check; of one mistake there is one, where it is explained."""
    sketch = told.check.sketch
    if sketch is None or not told.rows or told.is_again:
        return None
    return picture_of_sketch(sketch)
