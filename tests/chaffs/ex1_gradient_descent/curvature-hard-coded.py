"""Exercise 1. L''(x) = 12x^2 - 6, worked out on paper."""

import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def second(x):
    return 12 * x**2 - 6


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    ends = []
    for start in starts:
        down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)
        up, _ = gradient_descent(
            lambda x: -loss_fn(x), lambda x: -grad_fn(x), start, lr, num_steps
        )
        ends += [float(down), float(up)]
    points = []
    for x in sorted(end for end in ends if np.isfinite(end) and abs(end) <= 1e6):
        if abs(grad_fn(x)) > 1e-3:
            continue
        if points and x - points[-1][0] <= 1e-3:
            continue
        points.append((x, "minimum" if second(x) > 0 else "maximum"))
    return points
