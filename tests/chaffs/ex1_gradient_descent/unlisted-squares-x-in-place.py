import numpy as np


def loss(x):
    y = x
    y *= x
    return y * y - 3 * y + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for t in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    ends = []
    for s in starts:
        x, _ = gradient_descent(loss_fn, grad_fn, s, lr, num_steps)
        ends.append(x)
        x, _ = gradient_descent(lambda x: -loss_fn(x), lambda x: -grad_fn(x), s, lr, num_steps)
        ends.append(x)
    points = []
    for x in ends:
        if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
            continue
        if any(abs(x - p) <= 1e-3 for p, _ in points):
            continue
        if grad_fn(x + 1e-4) - grad_fn(x - 1e-4) > 0:
            points.append((float(x), "minimum"))
        else:
            points.append((float(x), "maximum"))
    points.sort()
    return points
