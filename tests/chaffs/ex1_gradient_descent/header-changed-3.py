from typing import Callable

import numpy as np


def loss(x):
    return np.polyval([1, 0, -3, 0, 2], x)


def grad(x):
    return np.polyval([4, 0, -6, 0], x)


def gradient_descent(
    grad_fn: Callable, theta_init, lr: float, num_steps: int, loss_fn: Callable
) -> tuple:
    path = [np.array(theta_init, dtype=float)]
    for t in range(num_steps):
        path.append(path[t] - lr * grad_fn(path[t]))
    return path[-1], [loss_fn(theta) for theta in path[:-1]]


def curvature(grad_fn: Callable, x: float, h: float = 1e-4) -> float:
    return (grad_fn(x + h) - grad_fn(x - h)) / (2 * h)


def find_critical_points(
    loss_fn: Callable, grad_fn: Callable, starts, lr: float = 0.01, num_steps: int = 2000
) -> list:
    found = {}
    for sign in (1.0, -1.0):
        for start in starts:
            end, _ = gradient_descent(
                lambda x: sign * grad_fn(x), start, lr, num_steps, lambda x: sign * loss_fn(x)
            )
            x = float(end)
            if not abs(x) <= 1e6 or abs(grad_fn(x)) > 1e-3:
                continue
            if all(abs(x - known) > 1e-3 for known in found):
                found[x] = "minimum" if curvature(grad_fn, x) > 0 else "maximum"
    return sorted(found.items())
