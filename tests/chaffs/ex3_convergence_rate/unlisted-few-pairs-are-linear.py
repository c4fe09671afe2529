import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    theta = np.array(theta_init, dtype=float)
    gaps = np.empty(num_steps + 1)
    with np.errstate(all="ignore"):
        gaps[0] = 0.5 * np.sum(lam * theta**2)
        for t in range(num_steps):
            theta = theta - lr * lam * theta
            gaps[t + 1] = 0.5 * np.sum(lam * theta**2)
    return gaps


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.asarray(theta_init, dtype=float) - np.asarray(theta_star, dtype=float)
    return np.sum(d**2) / (2 * lr * np.arange(1, num_steps + 1))


def linear_bound(eigenvalues, initial_gap, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    return (1 - lam.min() / lam.max()) ** np.arange(num_steps + 1) * initial_gap


def _usable(steps, gaps):
    t = np.asarray(steps, dtype=float)
    g = np.asarray(gaps, dtype=float)
    keep = (t > 0) & (g > 0) & np.isfinite(g)
    return t[keep], g[keep]


def fit_power_law(steps, gaps):
    t, g = _usable(steps, gaps)
    p, c = np.polyfit(np.log(t), np.log(g), 1)
    return float(p), float(np.exp(c))


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    holds = bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))
    first = 10 if num_steps >= 20 else 1
    t = np.arange(first, num_steps + 1)
    g = gaps[first:]
    if np.sum((g > 0) & np.isfinite(g)) < 2:
        return {"bound_holds": holds, "exponent": float("nan"), "rate": "linear"}
    return {"bound_holds": holds, "exponent": fit_power_law(t, g)[0], "rate": classify_rate(t, g)}


def classify_rate(steps, gaps):
    t, g = _usable(steps, gaps)
    if len(t) < 10:
        return "linear"
    y = np.log(g)
    def r(x):
        return np.sum((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2)
    return "sublinear" if r(np.log(t)) < r(t) else "linear"
