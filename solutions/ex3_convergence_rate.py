# %% [markdown]
# # Exercise 3 — the O(1/T) rate on a convex quadratic, and when it is not the rate
"""Reference solution of exercise 3: verify the convergence rate of gradient descent."""

# %%
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solutions.descent import Array, losses

FIRST_STEP_FITTED = 10
ROUNDING = 1e-9


def slow_quadratic(
    dim: int = 50, condition_number: float = 1e6, smoothness: float = 1.0
) -> tuple[Array, Array]:
    """Return (eigenvalues, theta_init) of a quadratic whose gap follows 1/T.

    A geometric spectrum from smoothness/condition_number to smoothness, and a start of ones. The
    part of the gap that belongs to λ dies out at about t = 1/(2ηλ). Where the eigenvalues are
    spread over many decades, the parts die out one after another, and their sum falls like 1/T
    until about T = κ/10. Each single part falls geometrically, and so does the sum in the end.
    """
    eigenvalues = np.geomspace(smoothness / condition_number, smoothness, dim)
    return eigenvalues, np.ones(dim)


# %%
def suboptimality(
    eigenvalues: ArrayLike, theta_init: ArrayLike, lr: float, num_steps: int
) -> Array:
    """Return the gap L(θ_t) − L* of L(θ) = ½ Σ λᵢθᵢ² for t = 0 … T, shape (num_steps + 1,)."""
    spectrum = np.asarray(eigenvalues, dtype=float)
    half = spectrum / 2

    # L* = 0, so the loss is the gap. The *difference of neighbouring losses* is not: it falls like
    # 1/T².
    def loss(theta: Array) -> Any:
        return half @ theta**2

    return losses(loss, lambda theta: spectrum * theta, theta_init, lr, num_steps)


def sublinear_bound(
    theta_init: ArrayLike, theta_star: ArrayLike, lr: float, num_steps: int
) -> Array:
    """Return ‖θ₀ − θ*‖² / (2ηt) for t = 1 … T, shape (num_steps,), valid for η ≤ 1/λ_max.

    It follows from the descent lemma L(θ_{t+1}) ≤ L(θ_t) − (η/2)‖∇L(θ_t)‖², summed over t and
    telescoped, for any convex loss. It starts at t = 1: before the first step it promises nothing.
    It is an upper bound: a geometric run satisfies it too, and `slow_quadratic` stays some 28 times
    below it.
    """
    distance = np.asarray(theta_init, dtype=float) - np.asarray(theta_star, dtype=float)
    bound: Array = np.sum(distance**2) / (2 * lr * np.arange(1, num_steps + 1))
    return bound


def linear_bound(eigenvalues: ArrayLike, initial_gap: float, num_steps: int) -> Array:
    """Return (1 − λ_min/λ_max)^t · initial_gap for t = 0 … T, shape (num_steps + 1,).

    It is valid for η = 1/λ_max, and not tight: there the slowest part of the gap is multiplied by
    (1 − λ_min/λ_max)² per step, the square of this factor.
    """
    spectrum = np.asarray(eigenvalues, dtype=float)
    bound: Array = initial_gap * (1 - spectrum.min() / spectrum.max()) ** np.arange(num_steps + 1.0)
    return bound


# %% [markdown]
# C·t^p is a straight line in log t, C·q^t one in t: both fits are a least-squares line through log
# gap.
# %%
def fit_power_law(steps: ArrayLike, gaps: ArrayLike) -> tuple[float, float]:
    """Return (p, C) of the least-squares line log gap = log C + p·log t; nan below two pairs."""
    t, log_gap = _usable(steps, gaps)
    if t.size < 2:
        return float("nan"), float("nan")
    exponent, log_coefficient = np.polyfit(np.log(t), log_gap, 1)
    # The line's intercept is log C: the coefficient itself is its exponential.
    return float(exponent), float(np.exp(log_coefficient))


def classify_rate(steps: ArrayLike, gaps: ArrayLike) -> str:
    """Return ``"sublinear"`` or ``"linear"``, whichever line leaves the smaller residual.

    The sign of a slope tells nothing: on both plots both kinds of run fall.
    """
    t, log_gap = _usable(steps, gaps)
    # Too few gaps above 0 to fit a line: the run arrived within a step or two, faster than 1/T.
    if t.size < 3:
        return "linear"
    sublinear = _squared_residual(np.log(t), log_gap)
    return "sublinear" if sublinear < _squared_residual(t, log_gap) else "linear"


def verify_rate(
    eigenvalues: ArrayLike, theta_init: ArrayLike, lr: float, num_steps: int
) -> dict[str, Any]:
    """Return whether the O(1/T) bound holds, the fitted exponent, and the kind of rate."""
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(np.shape(theta_init)), lr, num_steps)
    # The first steps belong to the steepest directions, not to the law that is fitted.
    first = FIRST_STEP_FITTED if num_steps >= 2 * FIRST_STEP_FITTED else 1
    steps = np.arange(first, num_steps + 1)
    exponent, _ = fit_power_law(steps, gaps[first:])
    return {
        # `gaps[1:]`, because the bound starts at t = 1. A gap of nan fails the comparison, as it
        # should.
        "bound_holds": bool(np.all(gaps[1:] <= bound * (1 + ROUNDING))),
        "exponent": exponent,
        "rate": classify_rate(steps, gaps[first:]),
    }


def _usable(steps: ArrayLike, gaps: ArrayLike) -> tuple[Array, Array]:
    """Return t and log gap of the pairs that have both logarithms."""
    t, gap = np.asarray(steps, dtype=float), np.asarray(gaps, dtype=float)
    kept = (t > 0) & (gap > 0) & np.isfinite(t) & np.isfinite(gap)
    return t[kept], np.log(gap[kept])


def _squared_residual(x: Array, y: Array) -> float:
    return float(np.sum((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2))
