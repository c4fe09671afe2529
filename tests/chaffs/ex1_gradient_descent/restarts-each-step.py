from typing import Callable

import numpy as np


def loss(x):
    return np.polyval([1, 0, -3, 0, 2], x)


def grad(x):
    return np.polyval([4, 0, -6, 0], x)


def gradient_descent(
    loss_fn: Callable, grad_fn: Callable, theta_init, lr: float, num_steps: int
) -> tuple:
    start = np.array(theta_init, dtype=float)
    theta = start.copy()
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = start - lr * grad_fn(start)
    return theta, history


def curvature(grad_fn: Callable, x: float, h: float = 1e-4) -> float:
    return (grad_fn(x + h) - grad_fn(x - h)) / (2 * h)


def walk(grad_fn: Callable, x, lr: float, num_steps: int) -> float:
    x = np.float64(x)
    for _ in range(num_steps):
        x = x - lr * grad_fn(x)
    return float(x)


def find_critical_points(
    loss_fn: Callable, grad_fn: Callable, starts, lr: float = 0.01, num_steps: int = 2000
) -> list:
    found = {}
    for start in starts:
        for x in (walk(grad_fn, start, lr, num_steps), walk(grad_fn, start, -lr, num_steps)):
            if not abs(x) <= 1e6 or abs(grad_fn(x)) > 1e-3:
                continue
            if all(abs(x - known) > 1e-3 for known in found):
                found[x] = "minimum" if curvature(grad_fn, x) > 0 else "maximum"
    return sorted(found.items())
