import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    theta = np.array(theta_init, dtype=float)
    gaps = [0.5 * np.sum(lam * theta**2)]
    for t in range(num_steps):
        theta = theta - lr * lam * theta
        gaps.append(0.5 * np.sum(lam * theta**2))
    return np.array(gaps)


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.array(theta_init, dtype=float) - np.array(theta_star, dtype=float)
    t = np.arange(1, num_steps + 1)
    return np.sum(d**2) / (2 * lr * t)


def linear_bound(eigenvalues, initial_gap, num_steps):
    q = 1 - np.min(eigenvalues) / np.max(eigenvalues)
    return q ** np.arange(num_steps + 1) * initial_gap


def fit_power_law(steps, gaps):
    steps = np.asarray(steps, dtype=float)
    gaps = np.asarray(gaps, dtype=float)
    ok = (steps > 0) & (gaps > 0) & np.isfinite(gaps)
    if ok.sum() < 2:
        return np.nan, np.nan
    p, c = np.polyfit(np.log(steps[ok]), np.log(gaps[ok]), 1)
    return p, np.exp(c)


def classify_rate(steps, gaps):
    steps = np.asarray(steps, dtype=float)
    gaps = np.asarray(gaps, dtype=float)
    ok = (steps > 0) & (gaps > 0) & np.isfinite(gaps)
    if ok.sum() < 2:
        return "linear"
    steps, y = steps[ok], np.log(gaps[ok])
    r = []
    for x in (np.log(steps), steps):
        r.append(np.sum((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2))
    return "sublinear" if r[0] < r[1] else "linear"


def verify_rate(theta_init, eigenvalues, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    t0 = 1 if num_steps < 20 else 10
    t = np.arange(t0, num_steps + 1)
    return {"bound_holds": bool(np.all(gaps[1:] <= bound * (1 + 1e-9))), "exponent": fit_power_law(t, gaps[t0:])[0], "rate": classify_rate(t, gaps[t0:])}
