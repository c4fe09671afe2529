"""Update rules: the right one, and those that learners write in its place, as iterates of a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from exercises.coach.calling.right_descent import right_iterates
from exercises.coach.misconception_catalogue import known
from exercises.coach.misconceptions.known_mistake import EntryFault

__all__ = [
    "RESTARTS",
    "RIGHT_RULE",
    "RULES",
    "Arguments",
    "Rule",
    "Run",
    "Trail",
    "Variant",
    "cut",
    "decaying",
    "ema",
    "hard_coded",
    "heavy_ball",
    "look_ahead",
    "nesterov",
    "normalised",
    "truncating",
]


@dataclass(frozen=True, eq=False)
class Run:
    """What a loop is asked for.

    Attributes
    ----------
    loss, grad : of θ; `loss` is None where the function is not handed one
    start : as the learner got it
    lr, steps : η and T
    """

    loss: Callable[[Any], Any] | None
    grad: Callable[[Any], Any]
    start: Any
    lr: float
    steps: int

    @property
    def theta(self) -> Any:
        """The start as floats."""
        return np.array(self.start, dtype=float)[()]


Arguments = tuple[Any, ...]
Variant = tuple[tuple[str, ...], Callable[[Arguments], Run | None]]
"""Ids, and the run that a learner with these mistakes makes of a call's arguments."""


@dataclass(frozen=True, eq=False)
class Rule:
    """An update rule: the id of the mistake in it, none if it is right, and its iterates θ_t.

    Attributes
    ----------
    id : the mistake's, none if the rule is right
    iterates : θ₀, θ₁, … of a run
    records_start : whether θ is θ₀ again whenever the loop records it, and θ_T only after the loop
    more : the ids of further mistakes in the same update
    """

    id: str
    iterates: Callable[[Run], Iterator[Any]]
    records_start: bool = False
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        known(*self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes in the update."""
        return (*filter(None, [self.id]), *self.more)

    @property
    def name(self) -> str:
        """The id as text, for a fault's message."""
        return self.id or "the right rule"


@dataclass(eq=False)
class Trail:
    """The iterates of a rule on a run and their losses, computed when they are asked for.

    Attributes
    ----------
    rule, run : whose iterates, and with which arguments
    thetas, losses : as far as they were asked for, from t = 0 on
    told : what was made of them, by whom; asked for again by every explanation that is tried
    """

    rule: Rule
    run: Run
    thetas: list[Any] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    told: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _rest: Iterator[Any] | None = None

    def theta(self, t: int) -> Any:
        """θ_t."""
        if t >= len(self.thetas):
            self._go_on_to(t)
        return self.thetas[t]

    def _go_on_to(self, t: int) -> None:
        try:
            if self._rest is None:
                self._rest = self.rule.iterates(self.run)
            self.thetas.extend(islice(self._rest, t + 1 - len(self.thetas)))
        except Exception as error:
            raise EntryFault(self.rule.name) from error

    def recorded(self, t: int) -> Any:
        """What θ is when the loop records it for the t-th time, counted from 0."""
        is_set_back = self.rule.records_start and t < self.run.steps
        return self.theta(0 if is_set_back else t)

    def recorded_losses(self, first: int, end: int) -> list[float]:
        """L of what is recorded from the ``first``-th time to the one before the ``end``-th."""
        if self.rule.records_start:
            return [self.loss(0 if t < self.run.steps else t) for t in range(first, end)]
        return self.losses_to(end)[first:end]

    def loss(self, t: int) -> float:
        """L(θ_t); nan where no loss is known."""
        return self.losses_to(t + 1)[t]

    def losses_to(self, end: int) -> list[float]:
        """Return L(θ₀) … L(θ_{end−1}), and what is known beyond; not to be written into."""
        loss = self.run.loss
        for t in range(len(self.losses), end):
            self.losses.append(float(loss(self.theta(t))) if loss is not None else math.nan)
        return self.losses


Step = Callable[[Run, int, Any], Any]
RESTARTS = "restarts-each-step"


def _stepping(name: str, step: Step, *more: str) -> Rule:
    def iterates(run: Run) -> Iterator[Any]:
        theta, t = run.theta, 0
        while True:
            yield theta
            theta, t = step(run, t, theta), t + 1

    return Rule(name, iterates, more=more)


def _frozen(run: Run) -> Iterator[Any]:
    theta, gradient = run.theta, run.grad(run.theta)
    while True:
        yield theta
        theta = theta - run.lr * gradient


def _restarting(run: Run) -> Iterator[Any]:
    yield run.theta
    first = run.theta - run.lr * run.grad(run.theta)
    while True:
        yield first


def _accumulating(run: Run) -> Iterator[Any]:
    theta, total = run.theta, 0 * run.theta
    while True:
        yield theta
        total = total + run.grad(theta)
        theta = theta - run.lr * total


def _one_coordinate_after_another(run: Run, t: int, theta: Any) -> Any:
    moved = np.array(theta)
    for i in np.ndindex(moved.shape):
        moved[i] -= run.lr * np.asarray(run.grad(moved[()]))[i]
    return moved[()]


def normalised(epsilon: float) -> Rule:
    """η∇L/(‖∇L‖ + ε), with the ε that keeps some from dividing by 0."""

    def step(run: Run, t: int, theta: Any) -> Any:
        g = run.grad(theta)
        return theta - run.lr * g / (np.sqrt(np.sum(np.square(g))) + epsilon)

    return _stepping("normalised-step", step)


def hard_coded(rate: float) -> Rule:
    """The same η whatever the argument is."""
    return _stepping("lr-hard-coded", lambda run, t, theta: theta - rate * run.grad(theta))


def decaying(factor: Callable[[int], float]) -> Rule:
    """η·factor(t)."""
    return _stepping(
        "decaying-lr", lambda run, t, theta: theta - run.lr * factor(t) * run.grad(theta)
    )


def heavy_ball(beta: float) -> Rule:
    """Heavy ball: v ← βv + g, θ ← θ − ηv (Polyak 1964)."""
    return _with_velocity(beta, 1.0, lambda g, v: v)


def ema(beta: float) -> Rule:
    """Heavy ball with a running mean of the gradients: v ← βv + (1 − β)g, θ ← θ − ηv."""
    return _with_velocity(beta, 1 - beta, lambda g, v: v)


def nesterov(beta: float) -> Rule:
    """Nesterov's without a point ahead: v ← βv + g, θ ← θ − η(g + βv) (as PyTorch has it)."""
    return _with_velocity(beta, 1.0, lambda g, v: g + beta * v)


def _with_velocity(beta: float, weight: float, step: Callable[[Any, Any], Any]) -> Rule:
    def iterates(run: Run) -> Iterator[Any]:
        theta, v = run.theta, 0 * run.theta
        while True:
            yield theta
            g = run.grad(theta)
            v = beta * v + weight * g
            theta = theta - run.lr * step(g, v)

    return Rule("momentum", iterates)


def look_ahead(beta: Callable[[int], float]) -> Rule:
    """The gradient at θ_t + β_t(θ_t − θ_{t−1}) (Nesterov 1983)."""

    def iterates(run: Run) -> Iterator[Any]:
        theta, v, t = run.theta, 0 * run.theta, 0
        while True:
            yield theta
            ahead = theta + beta(t) * v
            moved = ahead - run.lr * run.grad(ahead)
            theta, v, t = moved, moved - theta, t + 1

    return Rule("momentum", iterates)


def cut(theta: Any) -> Any:
    """Return θ as ``astype(int)`` leaves it; what an int64 cannot hold becomes its least."""
    return np.where(np.abs(theta) < 2.0**63, np.trunc(theta), -(2.0**63))[()]


def truncating(rule: Rule) -> Rule:
    """The rule, each iterate cut to integers when the start is made of integers."""
    step = rule.iterates

    def iterates(run: Run) -> Iterator[Any]:
        if np.asarray(run.start).dtype.kind not in "iu":
            yield from step(run)
        theta = run.theta
        while True:
            yield theta
            one = step(Run(run.loss, run.grad, theta, run.lr, run.steps))
            next(one)
            theta = cut(next(one))

    return Rule("truncates-integers", iterates)


# Schedules that end with the run: what is left of η after t of T steps.
SCHEDULES: tuple[Callable[[int, int], float], ...] = (
    lambda t, T: 0.5 * (1 + math.cos(math.pi * t / max(T, 1))),
    lambda t, T: 0.5 * (1 + math.cos(math.pi * t / max(T - 1, 1))),
    lambda t, T: 0.5 * (1 + math.cos(math.pi * (t + 1) / max(T, 1))),
    lambda t, T: math.cos(0.5 * math.pi * t / max(T, 1)),
    lambda t, T: 1 - t / max(T, 1),
    lambda t, T: 1 - (t + 1) / max(T, 1),
    lambda t, T: 1 - t / (T + 1),
    lambda t, T: 1 / math.log(t + 2),
)


def _scheduled(left: Callable[[int, int], float]) -> Rule:
    return _stepping(
        "decaying-lr",
        lambda run, t, theta: theta - run.lr * left(t, run.steps) * run.grad(theta),
    )


RIGHT_RULE = Rule("", lambda run: right_iterates(run.grad, run.start, run.lr))
RULES: tuple[Rule, ...] = (
    RIGHT_RULE,
    _stepping("climbs", lambda run, t, theta: theta + run.lr * run.grad(theta)),
    _stepping("ignores-lr", lambda run, t, theta: theta - run.grad(theta)),
    _stepping("lr-squared", lambda run, t, theta: theta - run.lr**2 * run.grad(theta)),
    Rule("frozen-gradient", _frozen),
    _stepping("gradient-of-start", lambda run, t, theta: run.theta - run.lr * run.grad(theta)),
    # Either `start - …`, or θ is set to the start within the loop: then the start is recorded.
    Rule(RESTARTS, _restarting),
    Rule(RESTARTS, _restarting, records_start=True),
    _stepping("sign-step", lambda run, t, theta: theta - run.lr * np.sign(run.grad(theta))),
    *(normalised(epsilon) for epsilon in (0.0, 1e-12, 1e-10, 1e-8, 1e-6)),
    _stepping("subtracts-loss", lambda run, t, theta: theta - run.lr * _loss(run, theta)),
    _stepping("coordinate-sequential", _one_coordinate_after_another),
    Rule("accumulates-gradient", _accumulating),
    look_ahead(lambda t: t / (t + 3)),
    look_ahead(lambda t: (t - 1) / (t + 2)),
    look_ahead(lambda t: max(t - 1, 0) / (t + 2)),
    look_ahead(lambda t: t / (t + 2)),
    *(_scheduled(left) for left in SCHEDULES),
    # Two mistakes in one update.
    _stepping("climbs", lambda run, t, theta: theta + run.grad(theta), "ignores-lr"),
    _stepping("climbs", lambda run, t, theta: theta + run.lr**2 * run.grad(theta), "lr-squared"),
    _stepping(
        "climbs", lambda run, t, theta: theta + run.lr * np.sign(run.grad(theta)), "sign-step"
    ),
    _stepping(
        "climbs", lambda run, t, theta: theta + run.lr * _unit(run.grad(theta)), "normalised-step"
    ),
    _stepping("ignores-lr", lambda run, t, theta: theta - np.sign(run.grad(theta)), "sign-step"),
    _stepping(
        "ignores-lr", lambda run, t, theta: theta - _unit(run.grad(theta)), "normalised-step"
    ),
)


def _unit(gradient: Any) -> Any:
    return gradient / np.sqrt(np.sum(np.square(gradient)))


def _loss(run: Run, theta: Any) -> Any:
    return run.loss(theta) if run.loss is not None else math.nan
