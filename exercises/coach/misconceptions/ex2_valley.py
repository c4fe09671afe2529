"""Exercise 2: where a run on x² + 100y² has come to after n steps, for right and wrong loops.

Every rule that is linear in each coordinate has a closed form, which makes 10 000 steps as cheap as
ten.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from exercises.coach.misconceptions.known_mistake import NOTHING
from exercises.coach.misconceptions.loop.rules import cut

__all__ = [
    "HESSIAN",
    "RIGHT_LAST",
    "Last",
    "cut_to_integers",
    "decaying",
    "looking_ahead",
    "loss",
    "power",
    "slope",
    "stepping",
    "with_velocity",
]

HESSIAN = np.array([2.0, 200.0])
SIMULATED = 460
CUT_AT_REST = 500
Last = Callable[[Any, float, int], Any]
"""(start, η, n) ↦ θ_n, of a learner with the mistake."""


def loss(theta: Any) -> float:
    """x² + 100y²."""
    return float(theta[0] ** 2 + 100 * theta[1] ** 2)


def _grown(start: Any, growth: Any) -> Any:
    """Return start · growth, where a coordinate that is 0 stays 0 however it would grow."""
    return np.where(start == 0, 0.0, start * growth)


def power(factor: Callable[[float], Any]) -> Last:
    """Each step multiplies θ by what η makes of it, coordinate by coordinate."""

    def last(start: Any, lr: float, n: int) -> Any:
        factors = np.asarray(factor(lr), dtype=float)
        theta, before = (_grown(start, factors**k) for k in (n, max(n - 1, 0)))
        # Once θ is inf the next step is inf − inf.
        return np.where(np.isinf(before), np.nan, theta)

    return last


def decaying(law: Callable[[Any], Any]) -> Last:
    """Vanilla descent with η·law(t), t = 0 … n − 1 as one array."""

    @lru_cache(maxsize=4)
    def scales(n: int) -> Any:
        return law(np.arange(float(n)))

    def last(start: Any, lr: float, n: int) -> Any:
        return _grown(start, np.array([np.prod(1 - lr * h * scales(n)) for h in HESSIAN]))

    return last


def _with_memory(of: Callable[[Any], tuple[Any, Any, Any]]) -> Last:
    """θ_n from r₁ⁿ and r₂ⁿ, r the roots of r² − sr + p; read s, p and θ₁/θ₀ from ηh."""

    def last(start: Any, lr: float, n: int) -> Any:
        total, product, first = of(lr * HESSIAN)
        spread = np.sqrt((total / 2) ** 2 - product + 0j)
        fast, slow = total / 2 + spread, total / 2 - spread
        share = np.where(spread == 0, 0.5, (first - slow) / (2 * spread))
        return _grown(start, np.real(share * fast**n + (1 - share) * slow**n))

    return last


def with_velocity(beta: float, weight: float = 1.0) -> Last:
    """Heavy ball."""
    return _with_memory(lambda x: (1 + beta - weight * x, beta + 0 * x, 1 - weight * x))


def looking_ahead(beta: float, first: float) -> Last:
    """Nesterov's; ``first`` is 1, or 1 + β where what is kept is the point ahead."""
    return _with_memory(lambda x: ((1 + beta) * (1 - x), beta * (1 - x), 1 - first * x))


def stepping(step: Callable[[Any, float, Any], Any]) -> Last:
    """What has no closed form: θ, η, θ₀ ↦ the next θ, over some hundred steps at most."""

    def last(start: Any, lr: float, n: int) -> Any:
        if n > SIMULATED:
            return NOTHING
        theta = start
        for _ in range(n):
            theta = step(theta, lr, start)
        return theta

    return last


def cut_to_integers(start: Any, lr: float, n: int) -> Any:
    """Iterates cut to integers; they come to rest or blow up within some hundred steps."""
    if np.any(start != np.round(start)):
        return NOTHING
    theta = start
    for _ in range(min(n, CUT_AT_REST)):
        moved = cut(theta - lr * HESSIAN * theta)
        if np.array_equal(moved, theta) or not np.all(np.isfinite(moved)):
            return moved
        theta = moved
    return theta


RIGHT_LAST = power(lambda lr: 1 - lr * HESSIAN)


def slope(theta: Any) -> Any:
    """(2x, 200y)."""
    return HESSIAN * theta
