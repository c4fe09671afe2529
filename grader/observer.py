"""The coach's `Observer` on the sandbox: a learner's functions are called in a confined process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from exercises.coach.calling.observe import Observation, OutOfTime
from exercises.coach.judging.finding import Finding, Flaw
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import name_lost
from grader.judging_time import ANSWER_SECONDS, CHECK_SECONDS, Watch
from grader.sandbox.host.session import Session
from grader.substitute_functions import StandIns, stand_ins

__all__ = ["NOT_ALLOWED", "REFUSED", "SandboxObserver"]


# What the confinement makes of a new process, a socket or another's file.
REFUSED = {"PermissionError", "gaierror", "URLError"}
NOT_ALLOWED = "the grader allows no new processes or sockets here, and no files of others"


class SandboxObserver:
    """Calls one submission's functions for the hidden tests.

    Parameters
    ----------
    session : the submission's session

    Attributes
    ----------
    stand_ins : right functions that take the place of the submission's own
    watch : counts the grader's own time over an answer and ends it when it is too long; None
        where nobody else waits for it
    probed : seconds that each function took in `probing`
    silent : functions of which nothing came back there
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.watch: Watch | None = None
        self.last: Question | None = None
        self.stand_ins: StandIns = ()
        self.most_for_names: float | None = None
        self.probed: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.silent: set[tuple[str, str]] = set()

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Call the question's function once."""
        if self.watch is None:
            return self._call(question, figures, remote)
        self.end_answer()
        self.last = question
        try:
            return self._call(question, figures, remote)
        finally:
            # From here on the grader's time over the answer is the submission's.
            self.watch.start(self.seconds_for_an_answer)

    def _call(self, question: Question, figures: bool, remote: bool) -> Observation:
        key = question.stem, question.function
        with nullcontext() if self.most_for_names is None else self._time_for_names(key):
            observation = self.session.call(
                question.stem,
                question.function,
                question.args,
                question.kwargs,
                remote=remote,
                stand_ins=self.stand_ins,
                figures=figures,
            )
        if self.most_for_names is not None and observation.status in ("timed out", "crashed"):
            self.silent.add(key)
        if observation.status == "timed out":
            return self._timed(observation)
        if observation.status == "raised" and not observation.note:
            if observation.raised is not None and REFUSED.intersection(
                (observation.raised.type_name, *observation.raised.bases)
            ):
                return replace(observation, note=NOT_ALLOWED)
            lost = name_lost(observation, self.session.stopped, question.stem)
            return replace(observation, lost=lost)
        return observation

    def _timed(self, observation: Observation) -> Observation:
        """Return the observation of a call that timed out with the seconds that it had."""
        limits = self.session.limits
        if self.session.seconds < limits.submission_seconds or observation.out_of_time is not None:
            return replace(observation, seconds=limits.call_seconds)
        whole = limits.submission_seconds
        return replace(observation, out_of_time=OutOfTime.LAST_OF_IT, seconds=whole)

    def carried(self, question: Question) -> Observation | None:
        """Return None: here whole checks are judged again, see `grader.error_carried_forward`."""
        return None

    @property
    def seconds_for_an_answer(self) -> float:
        """What the grader itself may take over one."""
        return max(self.session.limits.call_seconds, ANSWER_SECONDS)

    def begin_check(self) -> None:
        """Begin a check: up to its first question its time is the grader's own, and has an end."""
        self.last = None
        if self.watch is not None:
            self.watch.start(CHECK_SECONDS)

    def end_answer(self) -> None:
        """Count the time that the check took over the last answer."""
        if self.watch is not None:
            seconds = self.watch.stop()
            if self.last is not None:
                self.session.seconds += seconds

    def overtime(self) -> Finding | None:
        """Return what to say where the grader's time over the last answer was up; None before one.

        Then the check took its time by itself.
        """
        if self.last is None:
            return None
        flaw = Flaw(
            f"an answer that the grader could not go through in {self.seconds_for_an_answer:g} s",
            "an answer of the size that was asked for",
        )
        return Finding(self.last.stem, self.last.function, self.last.text(), flaw, "timed out")

    @contextmanager
    def probing(self, most: float) -> Iterator[None]:
        """Within the block calls look for a mistake's name, and no check is the worse for them.

        They have at most ``most`` seconds, for all blocks and functions together, beside those of
        the submission.
        """
        self.most_for_names = min(most, self.session.limits.naming_seconds)
        try:
            yield
        finally:
            self.most_for_names = None

    @contextmanager
    def _time_for_names(self, key: tuple[str, str]) -> Iterator[None]:
        """Let a call take as much as other functions' names can spare, and note nothing of it."""
        session = self.session
        limits, seconds, hung = session.limits, session.seconds, session.hung
        # A function takes no more than it leaves: else the first slow one would take all there is.
        left = (self.most_for_names or 0.0) - sum(self.probed.values()) - self.probed[key]
        most = 0.0 if key in self.silent else max(left, 0.0)
        session.limits = replace(limits, submission_seconds=most)
        session.seconds, session.hung = 0.0, set(hung)
        try:
            yield
        finally:
            self.probed[key] += session.seconds
            session.limits, session.seconds, session.hung = limits, seconds, hung

    @contextmanager
    def with_right(self, functions: tuple[str, ...]) -> Iterator[None]:
        """Within the block these are right ones, ``ex5.mse_grad`` for example."""
        self.stand_ins = stand_ins(functions)
        try:
            yield
        finally:
            self.stand_ins = ()

    @contextmanager
    def hurrying(self, seconds: float) -> Iterator[None]:
        """Within the block no call has more than ``seconds``."""
        limits = self.session.limits
        least = min(seconds, limits.call_seconds)
        self.session.limits = replace(limits, call_seconds=least)
        try:
            yield
        finally:
            self.session.limits = limits
