"""Ends count where |L'| is at most 1e-8, the strictest bound that the stub allows."""

import numpy as np

STRICT = 1e-8


def loss(x):
    return (x**2 - 1) * (x**2 - 2)


def grad(x):
    return 2 * x * (2 * x**2 - 3)


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta, history = np.array(theta_init, dtype=float), np.empty(num_steps)
    for t in range(num_steps):
        history[t] = loss_fn(theta)
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    points = {}
    for start in starts:
        for sign in (1, -1):
            x = float(
                gradient_descent(
                    lambda x, s=sign: s * loss_fn(x),
                    lambda x, s=sign: s * grad_fn(x),
                    start,
                    lr,
                    num_steps,
                )[0]
            )
            if not abs(x) <= 1e6 or abs(grad_fn(x)) > STRICT:
                continue
            if all(abs(x - other) > 1e-3 for other in points):
                rises = grad_fn(x + 1e-4) > grad_fn(x - 1e-4)
                points[x] = "minimum" if rises else "maximum"
    return sorted(points.items())
