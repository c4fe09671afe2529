from typing import Callable

import numpy as np


def loss(x):
    return np.polyval([1, 0, -3, 0, 2], x)


def grad(x):
    return np.polyval([4, 0, -6, 0], x)


def gradient_descent(
    loss_fn: Callable, grad_fn: Callable, theta_init, lr: float, num_steps: int
) -> tuple:
    theta = np.array(theta_init, dtype=float)
    history = np.zeros(num_steps)
    for t in range(num_steps):
        theta = theta - lr * grad_fn(theta)
        history[t] = loss_fn(theta)
    return theta, history


def find_critical_points(
    loss_fn: Callable, grad_fn: Callable, starts, lr: float = 0.01, num_steps: int = 2000
) -> list:
    xs = []
    for start in starts:
        for rate in (lr, -lr):
            x, _ = gradient_descent(loss_fn, grad_fn, start, rate, num_steps)
            if abs(x) < 1e6 and abs(grad_fn(x)) < 1e-3:
                if all(abs(x - other) > 1e-3 for other in xs):
                    xs.append(float(x))
    return [(x, "minimum") for x in sorted(xs)]
