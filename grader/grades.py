"""Grades as data: what one check, one exercise and one submission came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from exercises.coach.judging.finding import Finding, finding_from
from grader.picture_data import Sketch, sketch_from

__all__ = [
    "BLANK",
    "CheckGrade",
    "Counted",
    "ExerciseGrade",
    "Grade",
    "Outcome",
    "Reason",
    "Why",
    "grade_from",
    "text_of",
    "together",
]


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
CANNOT_BE_READ = "cannot be read"


class Why(StrEnum):
    """Why a check ended as it did, where no answer was compared, or what its points rest on."""

    NOT_SUBMITTED = "not submitted"
    UNREADABLE = "unreadable"
    NOT_STARTED = "not started"
    WAITS = "waits for another function"
    BUILDS_ON = "builds on what is not right"
    CARRIED = "right with what it builds on right"
    STILL_WRONG = "wrong with what it builds on right, too"
    SKIPPED = "skipped by the hidden test"
    GRADER_FAULT = "grader fault"

    @classmethod
    def _missing_(cls, value: object) -> Why | None:
        """Read what gradebooks were told when `gradient_descent` alone was carried forward."""
        earlier = {
            "right with a right gradient_descent": cls.CARRIED,
            "wrong with a right gradient_descent, too": cls.STILL_WRONG,
        }
        return earlier.get(str(value))


@dataclass(frozen=True)
class Reason:
    """Why a check ended as it did.

    Attributes
    ----------
    why : the kind of reason
    about : names of functions or files, or a test's own words; of `Why.CARRIED` and
        `Why.STILL_WRONG` the keys of the functions that right ones took the place of
    """

    why: Why
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckGrade:
    """One hidden test on one submission.

    Attributes
    ----------
    id : for example ``ex1/one_step``, for ``test_one_step`` in ``test_ex1.py``
    title : its docstring, the line that the student reads
    function : the contract's function that it judges
    outcome : how it ended
    points, max_points : what it earned, of what
    points_own : what it earned with nothing but the learner's own functions
    finding : what was wrong with the answer; where ``points`` were had with right functions in the
        place of wrong ones, with the learner's own
    reasons : why it ended so, where that is not in the finding
    fault : the traceback of a grader fault, for the instructor only
    sketch : the picture of the finding, where one helps
    """

    id: str
    title: str
    function: str
    outcome: Outcome
    points: float
    max_points: float
    points_own: float
    finding: Finding | None = None
    reasons: tuple[Reason, ...] = ()
    fault: str = ""
    sketch: Sketch | None = None

    @property
    def key(self) -> str:
        """The exercise's, for example ``ex3``."""
        return self.id.partition("/")[0]

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The ids that behaviour identified in this function itself."""
        # What a skipped check looks like is what the function below it made of it.
        is_own = self.outcome not in (Outcome.SKIPPED, Outcome.PASSED)
        return self.finding.flaw.misconceptions if self.finding is not None and is_own else ()


@dataclass(frozen=True)
class ExerciseGrade:
    """One exercise of one submission; ``points`` counts the better of own and carried."""

    key: str
    outcome: Outcome
    points: float
    max_points: float
    points_own: float
    checks: tuple[CheckGrade, ...]

    @property
    def unreadable(self) -> tuple[Reason, ...]:
        """Why its file could not be read; empty where it could."""
        reasons = [reason for check in self.checks for reason in check.reasons]
        return tuple(reason for reason in reasons if reason.why is Why.UNREADABLE)

    @property
    def word(self) -> str:
        """The outcome for people to read: what cannot be read was submitted."""
        return word_of(self)


@dataclass(frozen=True)
class Counted:
    """What counts of a grade's points under the course's rule, `grader.weights_and_late_work.Rule`.

    Attributes
    ----------
    points, out_of : what counts, of what
    before_late : what would count if it had come in time
    is_weighted : whether the exercises have weights
    late_days : days begun since the due date; 0 in time, None where it is not known when it came
    percent : of the points, taken off for that
    lateness : that in words; empty where nothing was taken off
    """

    points: float
    out_of: float
    before_late: float
    is_weighted: bool = False
    late_days: int | None = 0
    percent: float = 0.0
    lateness: str = ""


@dataclass(frozen=True)
class Grade:
    """One submission's grade. A grader fault anywhere makes ``outcome`` `Outcome.GRADER_FAULT`.

    ``points`` are what the checks add up to; where the course has a rule, ``counted`` is what
    counts of them. `total` and `out_of` are what is handed back in either case.
    """

    student: str
    outcome: Outcome
    points: float
    max_points: float
    seconds: float
    exercises: tuple[ExerciseGrade, ...]
    notes: tuple[str, ...] = ()
    counted: Counted | None = None

    @property
    def checks(self) -> tuple[CheckGrade, ...]:
        """The checks of all exercises."""
        return tuple(check for exercise in self.exercises for check in exercise.checks)

    @property
    def total(self) -> float | None:
        """The points that count; None where a part is not known, which is blank everywhere."""
        is_known = self.outcome not in BLANK and not self.unreadable
        points = self.points if self.counted is None else self.counted.points
        return points if is_known else None

    @property
    def out_of(self) -> float:
        """What `total` is out of."""
        return self.max_points if self.counted is None else self.counted.out_of

    @property
    def unreadable(self) -> tuple[ExerciseGrade, ...]:
        """The exercises of which the file could not be read."""
        return tuple(each for each in self.exercises if each.unreadable)

    @property
    def word(self) -> str:
        """The outcome for people to read: what cannot be read was submitted."""
        return word_of(self)


def word_of(graded: ExerciseGrade | Grade) -> str:
    """Return an outcome for people to read."""
    is_unreadable = graded.outcome is Outcome.NOT_SUBMITTED and bool(graded.unreadable)
    return CANNOT_BE_READ if is_unreadable else str(graded.outcome)


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of the whole: a fault anywhere, what all are, or the gravest."""
    unique = set(outcomes)
    if Outcome.GRADER_FAULT in unique:
        return Outcome.GRADER_FAULT
    if len(unique) == 1:
        return unique.pop()
    if unique == {Outcome.NOT_STARTED, Outcome.NOT_SUBMITTED}:
        return Outcome.NOT_STARTED
    gravest = (Outcome.CRASHED, Outcome.TIMED_OUT)
    return next((outcome for outcome in gravest if outcome in unique), Outcome.FAILED)


def text_of(grade: Grade) -> str:
    """Return a grade as JSON, all of it but what the course's rule makes of it."""
    fields = asdict(grade)
    del fields["counted"]
    return json.dumps(fields)


def grade_from(text: str) -> Grade:
    """Return the grade that `text_of` wrote."""
    fields = json.loads(text)
    exercises = tuple(_exercise(e) for e in fields.pop("exercises"))
    notes = tuple(fields.pop("notes"))
    return Grade(**_typed(fields), exercises=exercises, notes=notes)


def _exercise(fields: dict[str, Any]) -> ExerciseGrade:
    checks = tuple(_check(check) for check in fields.pop("checks"))
    return ExerciseGrade(**_typed(fields), checks=checks)


def _check(fields: dict[str, Any]) -> CheckGrade:
    found, given = fields.pop("finding"), fields.pop("reasons")
    reasons = tuple(Reason(Why(each["why"]), tuple(each["about"])) for each in given)
    finding = finding_from(found) if found is not None else None
    drawn = fields.pop("sketch", None)
    sketch = sketch_from(drawn) if drawn is not None else None
    return CheckGrade(**_typed(fields), finding=finding, reasons=reasons, sketch=sketch)


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"outcome": Outcome(fields["outcome"])}
