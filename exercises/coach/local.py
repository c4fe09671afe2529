"""Calls a learner's functions in this process: in pytest and in notebooks."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.coach.calling import deadline
from exercises.coach.calling.drawn import observe_drawing
from exercises.coach.calling.loading import Carrier, ExerciseFinder
from exercises.coach.calling.observe import Observation, observe, raised_from
from exercises.coach.judging.question import Question
from exercises.coach.judging.status import name_lost, stopped_before

__all__ = ["local"]


@dataclass
class LocalObserver:
    """Calls the functions of the modules that are imported in this process.

    Attributes
    ----------
    carrier : the switch before exercise 1's `gradient_descent`
    finder : knows which modules stopped before their end
    hung : functions that did not return once, and are not called again
    """

    carrier: Carrier = field(default_factory=Carrier)
    finder: ExerciseFinder | None = None
    hung: set[tuple[str, str]] = field(default_factory=set)

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Import the module if need be, and call the function."""
        key = question.stem, question.function
        if key in self.hung:
            note = "(not called again: it did not return in an earlier test)"
            return Observation("timed out", note=note, seconds=deadline.limit())
        module_or_failure = self._module(question.stem)
        if isinstance(module_or_failure, Observation):
            return module_or_failure
        if not hasattr(module_or_failure, question.function):
            return self._missing(question)
        function = getattr(module_or_failure, question.function)
        self.carrier.was_used = False
        call = observe_drawing if figures else observe
        observation = call(function, question.args, question.kwargs)
        if lost := name_lost(
            observation, self.finder.stopped if self.finder else {}, question.stem
        ):
            observation = replace(observation, note=lost)
        if observation.status == "timed out":
            self.hung.add(key)
            observation = replace(observation, seconds=deadline.limit())
        return observation

    def carried(self, question: Question) -> Observation | None:
        """Call it again with the right loop, if the learner's own one was used."""
        if question.function == "gradient_descent" or not self.carrier.was_used:
            return None
        with self.carrier.carrying():
            return self(question)

    def _module(self, stem: str) -> Any:
        try:
            return importlib.import_module(f"exercises.{stem}")
        except Exception as error:
            return Observation("raised", raised=raised_from(error))

    def _missing(self, question: Question) -> Observation:
        stopped = self.finder.stopped.get(question.stem, ()) if self.finder else ()
        return stopped_before(question, stopped)


local = LocalObserver()
