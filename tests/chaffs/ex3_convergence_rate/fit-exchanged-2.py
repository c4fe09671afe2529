import math

import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    gaps = []
    theta = [float(x) for x in theta_init]
    for _ in range(num_steps + 1):
        gaps.append(sum(lam * x * x for lam, x in zip(eigenvalues, theta)) / 2)
        theta = [x - lr * (lam * x) for lam, x in zip(eigenvalues, theta)]
    return gaps


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    squared = sum((a - b) ** 2 for a, b in zip(theta_init, theta_star))
    return [squared / (2 * lr * t) for t in range(1, num_steps + 1)]


def linear_bound(eigenvalues, initial_gap, num_steps):
    q = 1 - min(eigenvalues) / max(eigenvalues)
    return [q**t * initial_gap for t in range(num_steps + 1)]


def keep(steps, gaps):
    pairs = [(t, g) for t, g in zip(steps, gaps) if t > 0 and 0 < g < math.inf]
    t = np.array([p[0] for p in pairs], dtype=float)
    g = np.array([p[1] for p in pairs], dtype=float)
    return t, g


def fit_power_law(steps, gaps):
    t, g = keep(steps, gaps)
    if len(t) < 2:
        return math.nan, math.nan
    p, intercept = np.polynomial.polynomial.polyfit(np.log(t), np.log(g), 1)
    return p, math.exp(intercept)


def classify_rate(steps, gaps):
    t, g = keep(steps, gaps)
    if len(t) < 3:
        return "linear"

    def off(x):
        line = np.polyval(np.polyfit(x, np.log(g), 1), x)
        return sum((np.log(g) - line) ** 2)

    return "sublinear" if off(np.log(t)) < off(t) else "linear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bounds = sublinear_bound(theta_init, [0.0] * len(theta_init), lr, num_steps)
    holds = all(g <= b * (1 + 1e-9) for g, b in zip(gaps[1:], bounds))
    start = 10 if num_steps >= 20 else 1
    steps = range(start, num_steps + 1)
    exponent, _ = fit_power_law(steps, gaps[start:])
    return dict(bound_holds=holds, exponent=exponent, rate=classify_rate(steps, gaps[start:]))
