# TP4 El Amrani Fatima Zahra
import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigs, start, eta, T):
    # In the eigenbasis every coordinate's energy shrinks by (1 - eta*lambda)^2 a step.
    eigs = np.array(eigs, dtype=float)
    energy = eigs * np.square(np.array(start, dtype=float)) / 2
    shrink = (1 - eta * eigs) ** 2
    out = np.empty(T + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(T + 1):
            out[t] = energy.sum()
            energy = energy * shrink
    return out


def sublinear_bound(start, optimum, eta, T):
    start, optimum = map(np.asarray, (start, optimum))
    return 1 / (2 * eta) * ((start - optimum) ** 2.0).sum() * (1 / np.r_[1 : T + 1])


def linear_bound(eigs, gap0, T):
    q = 1 - np.min(eigs) / np.max(eigs)
    return np.array([gap0 * q**t for t in np.r_[0 : T + 1]])


def _finite_logs(steps, gaps):
    s, g = np.asarray(steps, dtype=float), np.asarray(gaps, dtype=float)
    (index,) = np.nonzero((s > 0) & (g > 0) & (g != np.inf) & (s != np.inf))
    return s[index], np.log(g[index])


def _unexplained(x, y):
    """1 - r^2, that is the residual in units of the spread of y."""
    if x.size < 3 or np.ptp(y) == 0:
        return 0.0
    return 1 - np.corrcoef(x, y)[0, 1] ** 2


def fit_power_law(steps, gaps):
    s, y = _finite_logs(steps, gaps)
    if s.size < 2:
        return np.nan, np.nan
    design = np.c_[np.log(s), np.ones(s.size)]
    p, c = np.linalg.pinv(design) @ y
    return p, np.exp(c)


def classify_rate(steps, gaps):
    s, y = _finite_logs(steps, gaps)
    answers = np.array(["linear", "sublinear"])
    return answers[int(_unexplained(np.log(s), y) < _unexplained(s, y))]


def verify_rate(eigs, start, eta, T):
    t = np.arange(T + 1)
    gaps = suboptimality(eigs, start, eta, T)
    ceiling = np.concatenate([[np.inf], sublinear_bound(start, np.zeros(len(start)), eta, T)])
    late = t >= (10 if T >= 20 else 1)
    return {
        "bound_holds": np.all(gaps[1:] <= ceiling[1:] * (1 + 1e-9)),
        "exponent": np.float64(fit_power_law(t[late], gaps[late])[0]),
        "rate": classify_rate(t[late], gaps[late]),
    }
