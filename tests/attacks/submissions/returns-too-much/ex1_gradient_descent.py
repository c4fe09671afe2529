"""Returns arrays and lists larger and deeper than any answer."""

import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return np.zeros(40_000_000), np.zeros((20_000_000, 2))


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    points = []
    points.append(points)
    for _ in range(100_000):
        points = [points, "minimum"]
    return points
