"""Marks one submission: has its checks judged, and adds up what they are worth."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from grader.check_outcome import Verdict
from grader.error_carried_forward import Carrying, Examiner, grade_of, missing
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Check
from grader.stopped_lines import stops_told

__all__ = ["blank", "graded", "mark", "not_submitted"]


def mark(
    submission: Submission, observer: SandboxObserver, engine: Examiner, only: Collection[str] = ()
) -> Grade:
    """Return the submission's grade.

    Parameters
    ----------
    submission : what was handed in
    observer : calls its functions
    engine : runs the hidden tests
    only : keys of the exercises to grade, for example ``{"ex3"}``; all when empty
    """
    started = time.perf_counter()
    chosen = chosen_of(engine.catalog, only)
    judged = Carrying(submission, observer, engine)
    judged.run(chosen)
    grades = judged.grades(chosen)
    seconds = time.perf_counter() - started
    grade = graded(submission, chosen, grades, seconds)
    return replace(
        grade, notes=(*grade.notes, *stops_told(grade, submission, observer.session.stopped))
    )


def chosen_of(catalog: Sequence[Check], only: Collection[str]) -> list[Check]:
    """Return the checks of the exercises in ``only``, or all when it is empty."""
    return [check for check in catalog if not only or check.key in only]


def not_submitted(submission: Submission, catalog: Sequence[Check], only: Collection[str]) -> Grade:
    """Return the grade of a student of whom there is no file."""
    checks = chosen_of(catalog, only)
    grades = [grade_of(check, missing(check, submission)) for check in checks]
    return graded(submission, checks, grades, 0.0)


def blank(
    submission: Submission, catalog: Sequence[Check], only: Collection[str], fault: str
) -> Grade:
    """Return the grade of a submission that a fault of ours kept from being judged."""
    checks = chosen_of(catalog, only)
    verdict = Verdict(Outcome.GRADER_FAULT, reason=Reason(Why.GRADER_FAULT), fault=fault)
    return graded(submission, checks, [grade_of(check, verdict) for check in checks], 0.0)


def graded(
    submission: Submission, checks: Sequence[Check], grades: Sequence[CheckGrade], seconds: float
) -> Grade:
    """Add checks up to exercises, and exercises to a submission's grade."""
    keys = dict.fromkeys(check.key for check in checks)
    pairs = list(zip(checks, grades, strict=True))
    exercises = [_exercise(key, [g for check, g in pairs if check.key == key]) for key in keys]
    return Grade(
        submission.student,
        together([exercise.outcome for exercise in exercises]),
        sum(exercise.points for exercise in exercises),
        sum(check.points for check in checks),
        seconds,
        tuple(exercises),
        submission.notes,
    )


def _exercise(key: str, grades: Sequence[CheckGrade]) -> ExerciseGrade:
    return ExerciseGrade(
        key,
        together([grade.outcome for grade in grades]),
        sum(grade.points for grade in grades),
        sum(grade.max_points for grade in grades),
        sum(grade.points_own for grade in grades),
        tuple(grades),
    )
