import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


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
        if abs(grad_fn(start)) <= 1e-3:
            ends.append(float(start))
            continue
        for sign in (1, -1):
            x, _ = gradient_descent(
                lambda t: sign * loss_fn(t), lambda t: sign * grad_fn(t), start, lr, num_steps
            )
            if np.isfinite(x) and abs(x) <= 1e6 and abs(grad_fn(x)) <= 1e-3:
                ends.append(float(x))
    points = []
    for x in sorted(ends):
        if not points or x - points[-1][0] > 1e-3:
            kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
            points.append((x, kind))
    return points
