"""Grades as data: what one check, one exercise and one submission came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["BLANK", "CheckGrade", "ExerciseGrade", "Grade", "Outcome"]


class Outcome(StrEnum):
    """How a check, an exercise or a submission ended."""

    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    SKIPPED = "skipped"
    NOT_STARTED = "not started"
    NOT_SUBMITTED = "not submitted"
    GRADER_FAULT = "grader fault"


BLANK = (Outcome.GRADER_FAULT, Outcome.NOT_SUBMITTED)
"""Nobody knows what these are worth: no points, not 0, wherever points are told."""


@dataclass(frozen=True)
class CheckGrade:
    """One hidden test on one submission.

    Attributes
    ----------
    id : for example ``ex1/one_step``, for ``test_one_step`` in ``test_ex1.py``
    title : its docstring, the line that the student reads
    function : the contract's function that it judges
    points, max_points : what it earned, of what
    points_own : what it earned with the learner's own `gradient_descent`
    message : the coach's words when it did not pass; empty otherwise
    misconceptions : the ids that behaviour identified
    fault : the traceback of a grader fault, for the instructor only
    """

    id: str
    title: str
    function: str
    outcome: Outcome
    points: float
    max_points: float
    points_own: float
    message: str = ""
    misconceptions: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class ExerciseGrade:
    """One exercise of one submission; ``points`` counts the better of own and carried."""

    key: str
    outcome: Outcome
    points: float
    max_points: float
    points_own: float
    checks: tuple[CheckGrade, ...]


@dataclass(frozen=True)
class Grade:
    """One submission's grade. A grader fault anywhere makes ``outcome`` `Outcome.GRADER_FAULT`."""

    student: str
    outcome: Outcome
    points: float
    max_points: float
    seconds: float
    exercises: tuple[ExerciseGrade, ...]
    notes: tuple[str, ...] = ()
