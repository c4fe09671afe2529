"""Problems that the grader keeps: a child asks for each loss and gradient by a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from exercises.coach.calling.observe import VISITED, Observation
from exercises.coach.problems import Problem

__all__ = ["RecordedProblem", "by_number", "on_record", "records_of"]

# No loss of the exercises is near; what a submission sends fills the grader's memory.
LARGEST_THETA = 10_000
VISITED_BYTES = 16 << 20


class RecordedProblem:
    """The grader's own record of a problem whose functions it evaluates for a child."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.begin()

    def begin(self) -> None:
        """Forget what was asked: the call is made from its beginning."""
        self.visited: list[Any] = []
        self.visited_bytes = 0
        self.calls = {"loss": 0, "grad": 0}

    def evaluate(self, name: str, theta: Any) -> dict[str, Any]:
        """Return the answer to a child's question."""
        self.calls[name] += 1
        if theta.size > LARGEST_THETA:
            return {"error": f"a theta of {theta.size} numbers; at most {LARGEST_THETA} are taken"}
        if name == "grad":
            self._keep(theta)
        try:
            with np.errstate(all="ignore"):
                return {"value": getattr(self.problem, name)(theta[()])}
        except (ValueError, TypeError, IndexError, ArithmeticError) as error:
            return {"error": str(error)[:400]}

    def _keep(self, theta: Any) -> None:
        self.visited_bytes += theta.nbytes
        if len(self.visited) < VISITED and self.visited_bytes <= VISITED_BYTES:
            self.visited.append(theta.copy())


class _Numbered(Problem):
    """Stands for a problem of which the child gets no more than a number to ask by."""

    def __init__(self, index: int) -> None:
        self.index = index

    def loss(self, theta: Any) -> float:
        """Do nothing: only its name travels."""
        raise NotImplementedError

    def grad(self, theta: Any) -> Any:
        """Do nothing: only its name travels."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """Return the number."""
        return {"remote": self.index}


def records_of(args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[RecordedProblem, ...]:
    """Return a fresh record for each problem whose functions are among the arguments."""
    problems = [getattr(a, "__self__", None) for a in (*args, *kwargs.values())]
    unique = {id(p): p for p in problems if isinstance(p, Problem)}
    return tuple(RecordedProblem(problem) for problem in unique.values())


def by_number(argument: Any, records: tuple[RecordedProblem, ...]) -> Any:
    """Return what stands for a problem's function in a request; other arguments as they are."""
    problem = getattr(argument, "__self__", None)
    for index, record in enumerate(records):
        if record.problem is problem:
            return getattr(_Numbered(index), argument.__name__)
    return argument


def on_record(observation: Observation, records: tuple[RecordedProblem, ...]) -> Observation:
    """Return the observation with the grader's own counts in place of the child's."""
    if not records:
        return observation
    first = records[0]
    return replace(
        observation,
        visited=tuple(first.visited),
        grad_calls=first.calls["grad"],
        loss_calls=first.calls["loss"],
    )
