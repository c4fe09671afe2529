"""What a hidden test's ending means: the learner's fault, ours, or nobody's."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from types import TracebackType

import pytest

from exercises.coach.judging.finding import Finding, Wrong
from exercises.coach.judging.status import NotStarted
from grader.grades import Outcome
from grader.observer import SandboxObserver

__all__ = ["FOR_THE_STUDENT", "PASSED", "Verdict", "fault_of", "verdict_on"]

RUNNERS = ("_pytest", "pluggy", "grader.engine")
FOR_THE_STUDENT = (
    "This check could not be judged: a fault of the grader's, which costs you nothing."
)


@dataclass(frozen=True)
class Verdict:
    """How one hidden test ended on one submission.

    Attributes
    ----------
    outcome : the ending
    message : the coach's words when it did not pass
    misconceptions : the ids that behaviour identified
    fault : the traceback of a grader fault, for the instructor
    waits : whether the function is written and only waits for another one that is not
    """

    outcome: Outcome
    message: str = ""
    misconceptions: tuple[str, ...] = ()
    fault: str = ""
    waits: bool = False


PASSED = Verdict(Outcome.PASSED)


def verdict_on(error: BaseException, observer: SandboxObserver) -> Verdict:
    """Return what the exception that ended a test means; whatever is not foreseen is our fault."""
    if isinstance(error, Wrong):
        finding = error.finding
        outcome = _outcome(finding, observer)
        return Verdict(outcome, finding.text(), tuple(finding.flaw.misconceptions))
    if isinstance(error, NotStarted):
        return Verdict(Outcome.NOT_STARTED, f"{error}.", waits=bool(error.needs))
    if isinstance(error, pytest.skip.Exception):
        return Verdict(Outcome.SKIPPED, str(error))
    return fault_of(error)


def fault_of(error: BaseException) -> Verdict:
    """Return the verdict for a fault of ours, with its traceback."""
    trace = _below_the_runner(error.__traceback__)
    lines = traceback.format_exception(type(error), error, trace)
    return Verdict(Outcome.GRADER_FAULT, FOR_THE_STUDENT, fault="".join(lines))


def _outcome(finding: Finding, observer: SandboxObserver) -> Outcome:
    endings = {"timed out": Outcome.TIMED_OUT, "crashed": Outcome.CRASHED}
    return endings.get(observer.status_of(finding), Outcome.FAILED)


def _below_the_runner(trace: TracebackType | None) -> TracebackType | None:
    below = trace
    while below is not None:
        if not str(below.tb_frame.f_globals.get("__name__", "")).startswith(RUNNERS):
            return below
        below = below.tb_next
    return trace
