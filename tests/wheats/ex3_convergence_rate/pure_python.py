"""Lists and the math module; NumPy only for the given function."""
import math

import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def value(eigenvalues, theta):
    return 0.5 * math.fsum(lam * x * x for lam, x in zip(eigenvalues, theta))


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lams = [float(v) for v in eigenvalues]
    theta = [float(v) for v in theta_init]
    gaps = []
    for t in range(num_steps + 1):
        try:
            gaps.append(value(lams, theta))
        except (OverflowError, ValueError):  # fsum complains about huge numbers
            gaps.append(math.inf)
        theta = [x - lr * lam * x for lam, x in zip(lams, theta)]
    return gaps


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    squared_distance = 0.0
    for a, b in zip(theta_init, theta_star):
        squared_distance += (a - b) ** 2
    return [squared_distance / (2 * lr * t) for t in range(1, num_steps + 1)]


def linear_bound(eigenvalues, initial_gap, num_steps):
    factor = 1 - min(eigenvalues) / max(eigenvalues)
    bounds = [initial_gap]
    while len(bounds) <= num_steps:
        bounds.append(bounds[-1] * factor)
    return bounds


def straight_line(xs, ys):
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    sxx = sum((x - mean_x) ** 2 for x in xs)
    sxy = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys))
    slope = sxy / sxx
    return slope, mean_y - slope * mean_x


def squared_residuals(xs, ys):
    slope, intercept = straight_line(xs, ys)
    return sum((y - slope * x - intercept) ** 2 for x, y in zip(xs, ys))


def logs(steps, gaps):
    pairs = [(float(t), float(g)) for t, g in zip(steps, gaps)]
    pairs = [(t, g) for t, g in pairs if t > 0 and 0 < g < math.inf]
    return [t for t, _ in pairs], [math.log(g) for _, g in pairs]


def fit_power_law(steps, gaps):
    t, log_gap = logs(steps, gaps)
    slope, intercept = straight_line([math.log(s) for s in t], log_gap)
    return (slope, math.exp(intercept))


def classify_rate(steps, gaps):
    t, log_gap = logs(steps, gaps)
    log_log = squared_residuals([math.log(s) for s in t], log_gap)
    semi_log = squared_residuals(t, log_gap)
    if log_log < semi_log:
        return "sublinear"
    return "linear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bounds = sublinear_bound(theta_init, [0.0] * len(theta_init), lr, num_steps)
    holds = True
    for gap, bound in zip(gaps[1:], bounds):
        if not gap <= bound * (1 + 1e-9):
            holds = False
    first = 10 if num_steps >= 20 else 1
    steps = list(range(first, num_steps + 1))
    result = {"bound_holds": holds}
    try:
        result["exponent"] = fit_power_law(steps, gaps[first:])[0]
        result["rate"] = classify_rate(steps, gaps[first:])
    except ZeroDivisionError:  # everything is 0: nothing left to fit
        result["exponent"] = math.nan
        result["rate"] = "linear"
    return result
