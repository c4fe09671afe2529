# Kwame Mensah 10762231
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class State:
    theta: Vector
    losses: tuple[float, ...] = ()


def loss(x: ArrayLike) -> ArrayLike:
    return x**4 - 3 * x**2 + 2


def grad(x: ArrayLike) -> ArrayLike:
    return 4 * x**3 - 6 * x


def update(state: State, loss_fn: Callable, grad_fn: Callable, lr: float) -> State:
    value = float(loss_fn(state.theta))
    return replace(
        state,
        theta=state.theta - lr * grad_fn(state.theta),
        losses=state.losses + (value,),
    )


def gradient_descent(
    loss_fn: Callable[[Vector], float],
    grad_fn: Callable[[Vector], Vector],
    theta_init: ArrayLike,
    lr: float,
    num_steps: int,
) -> tuple[Vector, tuple[float, ...]]:
    state = State(np.array(theta_init, dtype=np.float64))
    for _ in range(num_steps):
        state = update(state, loss_fn, grad_fn, lr)
    return state.theta, state.losses


@dataclass(frozen=True, order=True)
class Candidate:
    x: float

    def is_critical(self, grad_fn: Callable) -> bool:
        return bool(np.isfinite(self.x) and abs(self.x) <= 1e6 and abs(grad_fn(self.x)) <= 1e-3)

    def kind(self, grad_fn: Callable) -> str:
        return "minimum" if grad_fn(self.x + 1e-4) > grad_fn(self.x - 1e-4) else "maximum"


def find_critical_points(
    loss_fn: Callable,
    grad_fn: Callable,
    starts: Iterable[float],
    lr: float = 0.01,
    num_steps: int = 2000,
) -> list[tuple[float, str]]:
    ends: list[Candidate] = []
    for start in starts:
        for direction in (lr, -lr):
            x = np.float64(start)
            for _ in range(num_steps):
                x = x - direction * grad_fn(x)
            ends.append(Candidate(float(x)))
    kept: list[Candidate] = []
    for c in sorted(c for c in ends if c.is_critical(grad_fn)):
        if not kept or c.x - kept[-1].x > 1e-3:
            kept.append(c)
    return [(c.x, c.kind(grad_fn)) for c in kept]
