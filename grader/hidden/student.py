"""Who is judged: the keys under which a pytest run keeps its students and the course's secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from exercises.coach.contracts import exercise_of
from exercises.coach.learner import Learner, Observer

__all__ = ["LEARNERS", "SECRET", "Student", "check_id", "stem_of"]

LEARNERS = pytest.StashKey[Sequence[tuple[str, Observer]]]()
"""The students of the run, each with where their functions are called."""
SECRET = pytest.StashKey[bytes]()
"""The course's secret, from which every student's numbers come."""


def stem_of(module_name: str) -> str:
    """Return the stem of the exercise that a module of hidden tests is about."""
    return exercise_of(module_name.rpartition(".")[2].removeprefix("test_")).stem


def check_id(module_name: str, function_name: str) -> str:
    """Return ``ex1/descends_…``: names a check in grade books and seeds its inputs."""
    key = exercise_of(stem_of(module_name)).key
    return f"{key}/{function_name.removeprefix('test_')}"


@dataclass
class Student:
    """One student of the run, with one `Learner` an exercise for all its checks.

    The learners last from check to check: what an answer showed helps to name a later mistake.
    """

    name: str
    observer: Observer
    learners: dict[str, Learner] = field(default_factory=dict)

    def learner(self, stem: str) -> Learner:
        """Return the student's learner for an exercise."""
        if stem not in self.learners:
            self.learners[stem] = Learner(stem, self.observer)
        return self.learners[stem]
