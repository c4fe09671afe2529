"""A learner who makes one mistake, and what its names may be."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exercises.coach.calling.observe import Observation, observe
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.question import Question
from exercises.coach.learner import Learner

STEMS = {exercise.key: exercise.stem for exercise in EXERCISES}
MODULES = {key: importlib.import_module(f"solutions.{stem}") for key, stem in STEMS.items()}

# The id of a mistake, the exercise, the function, and that function with the mistake.
Formula = tuple[str, str, str, Callable[..., Any]]
# An exercise, a function of it, and that function with mistakes that have no id.
Unlisted = tuple[str, str, tuple[Callable[..., Any], ...]]


class Pupil:
    """An observer of a learner whose functions are the solutions', but for some."""

    def __init__(self, key: str, **functions: Callable[..., Any]) -> None:
        self.key = key
        self.functions = functions
        self.calls = 0

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        self.calls += 1
        right = getattr(MODULES[self.key], question.function, None)
        return observe(self.functions.get(question.function, right), question.args, question.kwargs)

    def carried(self, question: Question) -> None:
        return None

    def learner(self) -> Learner:
        return Learner(STEMS[self.key], self)


@dataclass(frozen=True)
class Sample:
    """A mistake: whose function, how it is made, and the ids that its names may be."""

    name: str
    key: str
    function: str
    make: Callable[..., Any]
    ids: frozenset[str]
    others: tuple[tuple[str, Callable[..., Any]], ...] = ()

    def pupil(self) -> Pupil:
        return Pupil(self.key, **{self.function: self.make}, **dict(self.others))
