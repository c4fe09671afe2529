"""Calls a learner's functions in this process: in pytest and in notebooks."""

from __future__ import annotations

import contextlib
import importlib
import math
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from exercises.coach.calling import deadline
from exercises.coach.calling.captured_output import Tail
from exercises.coach.calling.descent_switch import Carrier
from exercises.coach.calling.figure_as_data import observe_drawing
from exercises.coach.calling.guards import caught_exits, limited_memory
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.calling.observe import (
    Observation,
    OutOfTime,
    missing,
    observe,
    raised_from,
    shows_defaults,
)
from exercises.coach.calling.raised import Source, source_of
from exercises.coach.calling.settings import own_settings
from exercises.coach.calling.stopped import Cause, Stopped
from exercises.coach.contracts import CARRIED
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import name_lost, stopped_before

__all__ = ["LocalObserver", "local"]

# For one of the calls that a picture takes.
PICTURE_SECONDS = 3.0
# Python's `print` holds no reference to its stream: one that is freed while a thread prints is the
# end of the process.
TAILS_KEPT = 1000


@dataclass
class LocalObserver:
    """Calls the functions of the modules that are imported in this process.

    Attributes
    ----------
    carrier : the switch before exercise 1's `gradient_descent`
    finder : knows which modules stopped before their end
    hung : functions that did not return once, and are not called again
    probed : those that did not return when the coach asked more of them
    spent : seconds of each function's for which the coach has asked more of it
    in_notebook : exercises whose functions are a notebook's
    is_probing : whether the coach asks more of a function than a test did
    most : seconds that may be spent on a function by then
    tails : what the last calls printed into, for threads that they started
    """

    carrier: Carrier = field(default_factory=Carrier)
    finder: ExerciseFinder | None = None
    hung: set[tuple[str, str]] = field(default_factory=set)
    probed: set[tuple[str, str]] = field(default_factory=set)
    spent: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    in_notebook: set[str] = field(default_factory=set)
    is_probing: bool = False
    most: float = math.inf
    tails: deque[Tail] = field(default_factory=lambda: deque(maxlen=TAILS_KEPT))

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Import the module if need be, and call the function."""
        key = question.stem, question.function
        is_enough = key in self.probed or self.spent[key] >= self.most
        if key in self.hung or (self.is_probing and is_enough):
            return Observation(
                "timed out", seconds=deadline.limit(), out_of_time=OutOfTime.HUNG_BEFORE
            )
        module_or_failure = self._module(question.stem)
        if isinstance(module_or_failure, Observation):
            return module_or_failure
        if not hasattr(module_or_failure, question.function):
            return self._missing(question, module_or_failure)
        function = getattr(module_or_failure, question.function)
        self.carrier.was_used = False
        call = partial(observe_drawing, keep=True) if figures else observe
        puts_back = not self.finder or bool(self.in_notebook) or self.finder.can_change_names
        is_shown = shows_defaults(function, question.contract.defaults)
        began = deadline.Block()
        settings = self.finder.settings[question.stem] if self.finder else {}
        with self._listening() as tail, limited_memory(), caught_exits(), own_settings(settings):
            observation = call(function, question.args, question.kwargs, puts_back=puts_back)
        if self.is_probing:
            self.spent[key] += began.seconds
        if tail.kept or is_shown:
            observation = replace(observation, printed=tail.kept, shows_defaults=is_shown)
        if lost := name_lost(
            observation, self.finder.stopped if self.finder else {}, question.stem
        ):
            observation = replace(observation, lost=lost)
        if observation.status == "timed out":
            (self.probed if self.is_probing else self.hung).add(key)
            observation = replace(observation, seconds=deadline.limit())
        return observation

    def source(self, question: Question) -> Source | None:
        """Return the lines of the function that the question asks, where they are known."""
        module = sys.modules.get(f"exercises.{question.stem}")
        return source_of(getattr(module, question.function, None))

    @contextlib.contextmanager
    def probing(self, most: float = math.inf) -> Iterator[None]:
        """Within the block calls are the coach's own: what they print is not shown to anybody.

        A function that has taken ``most`` seconds in such blocks is not called again.
        """
        were = self.is_probing, self.most
        self.is_probing, self.most = True, most
        try:
            yield
        finally:
            self.is_probing, self.most = were

    @contextlib.contextmanager
    def _listening(self) -> Iterator[Tail]:
        """Keep the end of what is printed in the block: the lines of this call, and of no other."""
        tail = Tail(None if self.is_probing else sys.stdout)
        self.tails.append(tail)
        with contextlib.redirect_stdout(tail), contextlib.redirect_stderr(tail):
            yield tail

    def forget(self) -> None:
        """Let functions that did not return be called again."""
        self.hung.clear()
        self.probed.clear()
        self.spent.clear()

    def quietly(self, question: Question, *, figures: bool = False) -> Observation:
        """Call the function for a picture of what it does: within a time, and nothing printed."""
        # Where workers ran the tests, the module is imported here only now.
        with (
            deadline.deadline(PICTURE_SECONDS),
            contextlib.redirect_stdout(Tail(None)),
            contextlib.redirect_stderr(Tail(None)),
            self.probing(),
        ):
            return self(question, figures=figures)

    def carried(self, question: Question) -> Observation | None:
        """Call it again with the right loop, if the learner's own one was used."""
        if question.contract is CARRIED or not self.carrier.was_used:
            return None
        with self.carrier.carrying(), self.probing():
            return self(question)

    def _module(self, stem: str) -> Any:
        try:
            with self._listening():
                return importlib.import_module(f"exercises.{stem}")
        except Exception as error:
            return Observation("raised", raised=raised_from(error))

    def _missing(self, question: Question, module: Any) -> Observation:
        stopped = self.finder.stopped.get(question.stem, ()) if self.finder else ()
        observation = stopped_before(question, stopped)
        if observation.lost is None:
            cause = None
            if question.stem in self.in_notebook:
                cause = Cause.CELL_NOT_RUN
            elif str(vars(module).get("__file__", "")).endswith(".ipynb"):
                cause = Cause.NO_CELL
            lost = Stopped(question.stem, 0, cause) if cause is not None else None
            return replace(missing(vars(module)), lost=lost)
        return observation


local = LocalObserver()
