"""A learner's exercise, as tests see it: ask a function, get an `Answer` to judge.

``ex1 = Learner("ex1_gradient_descent")`` imports nothing; ``ex1.grad(2.0)`` does, so that a file
which cannot be read fails the tests that need it and no others.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from exercises.coach import deadline
from exercises.coach.answer import Answer
from exercises.coach.contracts import exercise_of
from exercises.coach.finding import Flaw
from exercises.coach.loading import SLOW, Carrier, ExerciseFinder, Stopped
from exercises.coach.observe import Observation, observe, raised_from
from exercises.coach.question import Question
from exercises.coach.status import raised_text

__all__ = ["Learner", "Observer", "local"]


class Observer(Protocol):
    """Where a learner's functions are called: in this process, or in a confined one."""

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Call the question's function once; `remote` has the counts taken outside its process."""

    def carried(self, question: Question) -> Observation | None:
        """Call it with a right `gradient_descent` in exercise 1; None where that says nothing."""


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
        observation = observe(function, question.args, question.kwargs, figures=figures)
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
        stopped = self.finder.stopped.get(question.stem) if self.finder else None
        if stopped is None:
            return Observation("missing")
        return stopped_before(question, stopped)


def stopped_before(question: Question, stopped: Stopped) -> Observation:
    """Return the observation for a function below the line at which its file stopped."""
    if stopped.raised is not None and stopped.raised.type_name != "SystemExit":
        is_unread = "SyntaxError" in stopped.raised.bases or not stopped.line
        note = f"the file stopped there: `{question.function}` further down was not read"
        if is_unread:
            note = stopped.note or "nothing in the file can be read until that is mended"
        return Observation("raised", raised=stopped.raised, note=note)
    why = "sys.exit() was called" if stopped.raised is not None else stopped.note
    if why == SLOW:
        why = "the file did not come to its end in time: is there a loop outside the functions?"
    where = f"{stopped.file}, line {stopped.line}:  {stopped.source}"
    rest = f"the file stopped there: `{question.function}` further down was not read"
    return Observation("missing", note=f"{why}\n{where}\n{rest}")


def name_lost(observation: Observation, stopped: Mapping[str, Stopped], stem: str) -> str:
    """Say where the file stopped, when that may be why a call found some name undefined."""
    raised, where = observation.raised, stopped.get(stem)
    if where is None or raised is None or raised.type_name != "NameError":
        return ""
    why, rest = where.note, "what stands below it was not read"
    if where.raised is not None:
        why, rest = raised_text(where.raised), where.note or rest
    return f"{where.file}, line {where.line}:  {where.source}\n    {why}; {rest}"


local = LocalObserver()


class Learner:
    """One exercise's functions, to be asked.

    Parameters
    ----------
    stem : the exercise's file without its ending
    observer : where the functions are called; this process by default
    """

    def __init__(self, stem: str, observer: Observer | None = None) -> None:
        self.stem = exercise_of(stem).stem
        self.observer: Observer = observer if observer is not None else local
        self.past: dict[str, list[tuple[Question, Observation, Any, bool]]] = {}

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        """``learner.grad(2.0)`` is ``learner.ask("grad", 2.0)``."""
        if name.startswith("_") or name not in exercise_of(self.stem).functions:
            raise AttributeError(f"{self.stem} has no function {name!r}")
        return lambda *args, **kwargs: self.ask(name, *args, **kwargs)

    def ask(
        self, function: str, *args: Any, figures: bool = False, remote: bool = False, **kwargs: Any
    ) -> Answer:
        """Call ``function`` with these arguments and return the answer, whatever happened.

        Parameters
        ----------
        function : a name of the contract
        figures : describe what the call draws
        remote : evaluate and count a problem's functions outside the learner's process
        """
        question = Question(self.stem, function, args, kwargs)
        return Answer(self, question, self.observer(question, figures=figures, remote=remote))

    def carried(self, question: Question) -> Observation | None:
        """Return what the call does on a right `gradient_descent`, where that can be known."""
        return self.observer.carried(question)

    def note(self, answer: Answer, expected: Any, *, is_right: bool) -> None:
        """Keep what an answer showed, for later diagnoses."""
        past = (answer.question, answer.observation, expected, is_right)
        self.past.setdefault(answer.question.function, []).append(past)

    def diagnose(self, answer: Answer, flaw: Flaw, expected: Any) -> Flaw:
        """Return the flaw with the mistake's name, when behaviour tells it."""
        # Who makes no mistake never pays for the bank's import.
        from exercises.coach.bank import Past, diagnose

        question = answer.question

        def again(*args: Any, function: str = question.function) -> Observation:
            return self.observer(Question(question.stem, function, args))

        now = Past(question, answer.observation, expected, is_right=False)
        past = [Past(*each) for each in self.past.get(question.function, [])]
        return diagnose(now, flaw, past, again)
