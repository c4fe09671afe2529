"""Reference solution of exercise 6: it stands on its own, without the shared engine."""

from collections.abc import Callable
from typing import Any

import numpy as np


def push(velocity: Any, gradient: Any, lr: float, beta: float = 0.9) -> Any:
    """Return βv − η∇L."""
    return beta * np.asarray(velocity) - lr * np.asarray(gradient)


def momentum(
    grad_fn: Callable[[Any], Any], theta_init: Any, lr: float, num_steps: int, beta: float = 0.9
) -> Any:
    """Return θ₀ … θ_T."""
    path = [np.array(theta_init, dtype=float)]
    velocity = np.zeros_like(path[0])
    for _ in range(num_steps):
        velocity = push(velocity, grad_fn(path[-1]), lr, beta)
        path.append(path[-1] + velocity)
    return np.array(path)


def steps_saved(
    loss_fn: Callable[[Any], Any], grad_fn: Callable[[Any], Any], theta_init: Any, lr: float,
    target: float, most: int = 1_000,
) -> int:  # fmt: skip
    """Return T without minus T with momentum; β = 0 is plain descent."""

    def steps(beta: float) -> int:
        path = momentum(grad_fn, theta_init, lr, most, beta)
        return next((t for t, theta in enumerate(path) if loss_fn(theta) <= target), most)

    return steps(0.0) - steps(0.9)
