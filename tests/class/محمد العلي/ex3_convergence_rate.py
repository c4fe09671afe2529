# الواجب الثالث - محمد العلي
from itertools import accumulate, repeat

import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.array(eigenvalues, float)
    thetas = accumulate(
        repeat(1.0 - lr * lam, num_steps), np.multiply, initial=np.array(theta_init, float)
    )
    return np.fromiter((0.5 * np.vdot(lam, th * th) for th in thetas), float)


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d2 = sum(map(lambda a, b: (a - b) * (a - b), theta_init, theta_star))
    return list(map(lambda t: d2 / (2 * lr * t), range(1, num_steps + 1)))


def linear_bound(eigenvalues, initial_gap, num_steps):
    q = 1 - min(eigenvalues) / max(eigenvalues)
    return list(accumulate(repeat(q, num_steps), lambda g, q: g * q, initial=float(initial_gap)))


def logged(steps, gaps):
    ok = [
        (t, np.log(g))
        for t, g in zip(steps, gaps)
        if t > 0 and g > 0 and np.isfinite(g) and np.isfinite(t)
    ]
    return np.array(ok, dtype=float).reshape(-1, 2).T


def slope_and_error(x, y):
    if x.size < 2:
        return 0.0, 0.0, 0.0
    xc, yc = x - x.mean(), y - y.mean()
    slope = xc @ yc / (xc @ xc)
    return slope, y.mean() - slope * x.mean(), np.sum((yc - slope * xc) ** 2)


def fit_power_law(steps, gaps):
    t, log_gap = logged(steps, gaps)
    slope, intercept, _ = slope_and_error(np.log(t), log_gap)
    return slope, np.exp(intercept)


def classify_rate(steps, gaps):
    t, log_gap = logged(steps, gaps)
    errors = {
        "sublinear": slope_and_error(np.log(t), log_gap)[2],
        "linear": slope_and_error(t, log_gap)[2],
    }
    return min(errors, key=errors.get)


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bounds = sublinear_bound(theta_init, repeat(0.0), lr, num_steps)
    tail = [(t, g) for t, g in enumerate(gaps) if t >= (10 if num_steps >= 20 else 1)]
    steps, tail_gaps = zip(*tail)
    return {
        "bound_holds": all(g <= b * (1 + 1e-9) for g, b in zip(gaps[1:], bounds)),
        "exponent": float(fit_power_law(steps, tail_gaps)[0]),
        "rate": classify_rate(steps, tail_gaps),
    }
