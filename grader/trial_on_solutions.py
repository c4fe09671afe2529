"""The hidden tests are tried before they judge: on the reference solutions, in the very same run.

What fails them is wrong itself, or the sandbox is: nobody is graded then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from exercises.coach.contracts import EXERCISES
from grader.errors import GraderFault
from grader.grades import Grade, Outcome
from grader.intake.submission import Submission
from grader.pool import Lost, Pool
from grader.pytest_engine import Check
from grader.reports.text import message_of
from solutions.standalone import standalone

__all__ = ["READY_SECONDS", "TrialFailed", "failed_by_all", "in_time", "reference", "try_out"]

NAME = "the reference solutions"
# Fewer may all be wrong.
LEAST = 5
# Far above what it takes on a busy machine. A step in C of a check, be it a loop or a sleep, is
# ended from outside alone, where nobody's work is at stake yet.
READY_SECONDS = 600.0
ENDLESS = (
    f"the hidden tests were not {{}} in {READY_SECONDS / 60:.0f} minutes. Has one of your own "
    "checks a loop or a wait without end, in a test or at the top of its file? Nobody was graded."
)


class TrialFailed(GraderFault):
    """The hidden tests do not let right work pass; the text names the check."""


def reference(only: Collection[str] = ()) -> Submission:
    """Return the reference solutions as a submission."""
    exercises = [e for e in EXERCISES if not only or e.key in only]
    return Submission(NAME, {e.filename: standalone(e.stem).encode() for e in exercises})


def try_out(
    pool: Pool[Submission, Grade], catalog: Sequence[Check], only: Collection[str] = (),
    seconds: float | None = None,
) -> None:  # fmt: skip
    """Grade the reference solutions.

    Parameters
    ----------
    pool : that is to grade the class
    catalog : the checks
    only : keys of the exercises; all when empty
    seconds : that it may take; as long as it takes when None

    Raises
    ------
    TrialFailed
        When a check does not pass, or an exercise's points do not add up to what it is worth.
    TimeoutError
        When it takes longer.
    """
    for problem in _sums(catalog, only):
        raise TrialFailed(problem)
    for _, result in pool.run([reference(only)], seconds):
        if isinstance(result, Lost):
            raise TrialFailed(f"{NAME} could not be graded: {result.why}")
        for check in result.checks:
            if check.outcome is not Outcome.PASSED:
                said = check.fault.strip().splitlines()[-1:] or [message_of(check)]
                raise TrialFailed(
                    f"{check.id} does not pass {NAME} ({check.outcome}), so it would judge nobody "
                    f"rightly. Correct that hidden test, or solutions/. It said:\n{said[0]}"
                )


@contextmanager
def in_time(what: str) -> Iterator[None]:
    """Have a `TimeoutError` of the pool's in the block say what was not ``what``."""
    try:
        yield
    except TimeoutError:
        raise TrialFailed(ENDLESS.format(what)) from None


def _sums(catalog: Sequence[Check], only: Collection[str]) -> Iterator[str]:
    own = {exercise.key for exercise in EXERCISES if exercise.is_own}
    points: Counter[str] = Counter()
    for check in catalog:
        # What a course checks besides is worth what it says, on top of the kit's exercise.
        if check.key in own or not check.is_own:
            points[check.key] += check.points  # type: ignore[assignment]
    for exercise in EXERCISES:
        is_asked = not only or exercise.key in only
        if is_asked and exercise.key in points and points[exercise.key] != exercise.points:
            yield (
                f"the checks of {exercise.key} are worth {points[exercise.key]:g} points together, "
                f"and the exercise {exercise.points}. Change the points of its hidden tests, or of "
                "its row in exercises/coach/contracts.py (of an own exercise, in its .toml)."
            )


def failed_by_all(grades: Iterable[Grade]) -> list[str]:
    """Return the ids of checks that nobody passed, though `LEAST` or more handed something in.

    Whoever did not hand the exercise in, or has not started it, says nothing about a check.
    """
    open_ended = (Outcome.NOT_SUBMITTED, Outcome.NOT_STARTED, Outcome.GRADER_FAULT)
    tried: Counter[str] = Counter()
    passed: set[str] = set()
    for grade in grades:
        for check in grade.checks:
            if check.outcome is Outcome.PASSED:
                passed.add(check.id)
            elif check.outcome not in open_ended:
                tried[check.id] += 1
    return [name for name, times in tried.items() if times >= LEAST and name not in passed]
