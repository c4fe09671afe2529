"""Gradient descent written right, once: to compare a learner's with, and to take its place.

The reference solutions have an engine of their own, which no learner receives.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

__all__ = ["right_descent", "right_iterates", "right_path"]


def right_iterates(grad_fn: Any, theta_init: Any, lr: Any) -> Iterator[Any]:
    """Yield θ₀, θ₁, … of θ ← θ − η∇L(θ), without end; each step asks for one gradient."""
    theta = np.array(theta_init, dtype=float)[()]
    while True:
        yield theta
        theta = theta - lr * grad_fn(theta)


def right_path(grad_fn: Any, theta_init: Any, lr: Any, num_steps: int) -> Any:
    """Return θ₀ … θ_T, shape (num_steps + 1, *θ.shape)."""
    with np.errstate(all="ignore"):
        iterates = islice(right_iterates(grad_fn, theta_init, lr), num_steps + 1)
        return np.array([*iterates], dtype=float)


def right_descent(loss_fn: Any, grad_fn: Any, theta_init: Any, lr: Any, num_steps: int) -> Any:
    """Return ``(theta, history)`` as the contract of exercise 1's `gradient_descent` has it."""
    iterates, history = right_iterates(grad_fn, theta_init, lr), []
    theta = next(iterates)
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = next(iterates)
    return theta, history
