"""One call of a contract's function, as data and as the learner would type it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.coach.contracts import Exercise, Function, exercise_of
from exercises.coach.judging.value_text import typed
from exercises.coach.problems import Problem

__all__ = ["Question"]


@dataclass(frozen=True, eq=False)
class Question:
    """A function of an exercise and the arguments that it is called with.

    Attributes
    ----------
    stem, function : whose function, for example ``ex1_gradient_descent`` and ``grad``
    args, kwargs : plain data, or the bound methods ``problem.loss`` and ``problem.grad``
    """

    stem: str
    function: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exercise(self) -> Exercise:
        """The exercise to which the function belongs."""
        return exercise_of(self.stem)

    @property
    def contract(self) -> Function:
        """What the table of exercises says of the function."""
        return self.exercise.functions[self.function]

    @property
    def problem(self) -> Problem | None:
        """The problem whose functions are among the arguments, if there is one."""
        values = (getattr(a, "__self__", None) for a in (*self.args, *self.kwargs.values()))
        return next((p for p in values if isinstance(p, Problem)), None)

    def argument(self, name: str, default: Any = None) -> Any:
        """Return the argument that stands for the contract's parameter ``name``."""
        bound = dict(zip(self.contract.parameters, self.args, strict=False)) | dict(self.kwargs)
        return bound.get(name, default)

    def text(self) -> str:
        """For example ``gradient_descent(loss, grad, theta_init=3.0, lr=0.1, …) on L(x) = x²``."""
        given = [*zip(self.contract.parameters, self.args, strict=False), *self.kwargs.items()]
        alone = len(given) == 1
        shown = [_shown(name, value, alone) for name, value in given]
        on = f" on {self.problem.formula}" if self.problem is not None else ""
        return f"{self.function}({', '.join(shown)}){on}"


def _shown(name: str, value: Any, alone: bool) -> str:
    if isinstance(getattr(value, "__self__", None), Problem):
        return str(value.__name__)
    text = "ax" if type(value).__name__ == "FreshAxes" else typed(value)
    return text if alone else f"{name}={text}"
