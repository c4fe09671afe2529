"""Judges one exercise of one submission again, and keeps what a grade does not: each call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exercises.coach.calling.observe import Observation
from exercises.coach.judging.finding import Evidence, Wrong
from exercises.coach.judging.question import Question
from grader.check_outcome import Verdict
from grader.grade_submission import mark
from grader.grades import CheckGrade, Outcome, Why
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.pytest_engine import Check, Engine
from grader.sandbox.host.sandbox import Sandbox
from grader.substitute_functions import StandIns, stand_ins

__all__ = ["Call", "JudgedAgain", "judge"]


@dataclass(frozen=True)
class Call:
    """A call that a check made, and what came back."""

    question: Question
    observation: Observation


@dataclass
class JudgedAgain:
    """What came of a check.

    Attributes
    ----------
    submission : what was judged: of several files for an exercise the one that counts
    grade : the check's
    calls : those that it made, in the run that counts
    evidence : of the wrong answer; None where it has none
    stand_ins : right functions that the run that counts had in the place of the student's
    earlier : calls that other checks of the exercise made before, where alone the check passes
    """

    submission: Submission
    grade: CheckGrade
    calls: tuple[Call, ...]
    evidence: Evidence | None
    stand_ins: StandIns
    earlier: tuple[Call, ...] = ()


class _Listening(SandboxObserver):
    """Keeps every call, until it is taken."""

    calls: list[Call]

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        observation = super().__call__(question, figures=figures, remote=remote)
        self.calls.append(Call(question, observation))
        return observation


@dataclass(frozen=True)
class _Run:
    """What a check did, once."""

    calls: tuple[Call, ...] = ()
    evidence: Evidence | None = None
    stand_ins: StandIns = ()


@dataclass
class _Keeping:
    """An engine that keeps what the check in question did, each time that it runs."""

    engine: Engine
    check: Check
    runs: list[_Run] = field(default_factory=list)
    others: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.catalog = self.engine.catalog

    def examine(
        self, student: str, observer: SandboxObserver, checks: Sequence[str]
    ) -> dict[str, Verdict]:
        """Run checks one by one, and take note of one."""
        verdicts: dict[str, Verdict] = {}
        assert isinstance(observer, _Listening)
        for name in checks:
            observer.calls = []
            errors: list[BaseException] = []
            verdicts |= self.engine.examine(student, observer, [name], errors.extend)
            if name == self.check.id:
                wrong = [e.finding.evidence for e in errors if isinstance(e, Wrong)]
                evidence = next((each for each in wrong if each is not None), None)
                self.runs.append(_Run(tuple(observer.calls), evidence, observer.stand_ins))
            elif not self.runs:
                self.others += observer.calls
        return verdicts


def judge(submission: Submission, check: Check, engine: Engine, sandbox: Sandbox) -> JudgedAgain:
    """Judge a check as the grader does, after those of its exercise that come before it.

    What earlier answers showed helps to name a later mistake; so all of the exercise is judged.
    """
    with sandbox.session(submission.files) as session:
        observer = _Listening(session)
        observer.calls = []
        keeping = _Keeping(engine, check)
        grade = mark(submission, observer, keeping, {check.key})
    (exercise,) = grade.exercises
    (found,) = (each for each in exercise.checks if each.id == check.id)
    # As in `error_carried_forward`: the finding is of such a run only where that failed, too.
    about = [reason.about for reason in found.reasons if reason.why is Why.STILL_WRONG]
    is_carried = bool(about)
    right = stand_ins(*about) if about else ()
    runs = [run for run in keeping.runs if run.stand_ins == right]
    run = runs[-1] if runs else _Run()
    is_alone = (
        run.evidence is None or is_carried or not _passes_alone(submission, check, engine, sandbox)
    )
    earlier = () if is_alone else tuple(keeping.others)
    return JudgedAgain(submission, found, run.calls, run.evidence, run.stand_ins, earlier)


def _passes_alone(submission: Submission, check: Check, engine: Engine, sandbox: Sandbox) -> bool:
    """Whether the check passes where no other came before it."""
    with sandbox.session(submission.files) as session:
        observer = SandboxObserver(session)
        verdicts = engine.examine(submission.student, observer, [check.id])
    return verdicts[check.id].outcome is Outcome.PASSED
