"""What a hidden test's ending means: the learner's fault, ours, or nobody's."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from types import TracebackType

import pytest

from exercises.coach.judging.finding import Finding, Wrong
from exercises.coach.judging.status import NotStarted
from grader.grades import Outcome, Reason, Why
from grader.picture_data import Sketch, sketch_of

__all__ = ["PASSED", "Verdict", "fault_of", "verdict_on"]

RUNNERS = ("_pytest", "pluggy", "grader.pytest_engine")
ENDINGS = {"timed out": Outcome.TIMED_OUT, "crashed": Outcome.CRASHED}


@dataclass(frozen=True)
class Verdict:
    """How one hidden test ended on one submission.

    Attributes
    ----------
    outcome : the ending
    finding : what was wrong with the answer
    reason : why it ended so, where no answer was compared
    fault : the traceback of a grader fault, for the instructor
    sketch : the picture of the finding, where one helps
    """

    outcome: Outcome
    finding: Finding | None = None
    reason: Reason | None = None
    fault: str = ""
    sketch: Sketch | None = None

    @property
    def waits(self) -> bool:
        """Whether the function is written and only waits for another one that is not."""
        return self.reason is not None and self.reason.why is Why.WAITS


PASSED = Verdict(Outcome.PASSED)


def verdict_on(error: BaseException) -> Verdict:
    """Return what the exception that ended a test means; whatever is not foreseen is our fault."""
    if isinstance(error, Wrong):
        # The answer stays here; the grade travels on with the lines of its picture.
        finding, sketch = replace(error.finding, evidence=None), sketch_of(error.finding)
        return Verdict(ENDINGS.get(finding.status, Outcome.FAILED), finding, sketch=sketch)
    if isinstance(error, NotStarted):
        name, why = error.question.function, Why.WAITS if error.needs else Why.NOT_STARTED
        about = (name, error.needs) if error.needs else (name,)
        return Verdict(Outcome.NOT_STARTED, reason=Reason(why, about))
    if isinstance(error, pytest.skip.Exception):
        return Verdict(Outcome.SKIPPED, reason=Reason(Why.SKIPPED, (str(error),)))
    return fault_of(error)


def fault_of(error: BaseException) -> Verdict:
    """Return the verdict for a fault of ours, with its traceback."""
    trace = _below_the_runner(error.__traceback__)
    lines = traceback.format_exception(type(error), error, trace)
    return Verdict(Outcome.GRADER_FAULT, reason=Reason(Why.GRADER_FAULT), fault="".join(lines))


def _below_the_runner(trace: TracebackType | None) -> TracebackType | None:
    below = trace
    while below is not None:
        if not str(below.tb_frame.f_globals.get("__name__", "")).startswith(RUNNERS):
            return below
        below = below.tb_next
    return trace
