# 作业三:收敛速度
# 王小明 2023011457
import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def _iterates(lam, theta, lr):
    while True:
        yield theta
        theta = theta - lr * (lam * theta)


def _gaps(lam, theta, lr, last):
    for t, theta in enumerate(_iterates(lam, theta, lr)):
        yield float(lam @ (theta * theta)) / 2
        if t == last:
            return


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, float)
    theta = np.asarray(theta_init, float)
    return tuple(_gaps(lam, theta, lr, num_steps))


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.asarray(theta_init, float) - np.asarray(theta_star, float)
    top = np.inner(d, d)
    return tuple(top / (2 * lr * t) for t in range(1, 1 + num_steps))


def linear_bound(eigenvalues, initial_gap, num_steps):
    lam = sorted(eigenvalues)
    rate = 1 - lam[0] / lam[-1]
    return tuple(initial_gap * rate**t for t in range(num_steps + 1))


def _usable(steps, gaps):
    for t, g in zip(steps, gaps):
        if t > 0 and 0 < g < float("inf"):
            yield t, g


def _least_squares(x, y):
    """QR instead of the normal equations."""
    A = np.vander(x, 2)
    q, r = np.linalg.qr(A)
    p = np.linalg.solve(r, q.T @ y)
    return p, ((A @ p - y) ** 2).sum()


def fit_power_law(steps, gaps):
    t, g = np.array(list(_usable(steps, gaps)), dtype=float).T
    (exponent, log_c), _ = _least_squares(np.log(t), np.log(g))
    return exponent, np.exp(log_c)


def classify_rate(steps, gaps):
    t, g = np.array(list(_usable(steps, gaps)), dtype=float).T
    _, straight_in_log_log = _least_squares(np.log(t), np.log(g))
    _, straight_in_semi_log = _least_squares(t, np.log(g))
    return ["linear", "sublinear"][int(straight_in_log_log < straight_in_semi_log)]


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, [0] * len(theta_init), lr, num_steps)
    begin = 1 if num_steps < 20 else 10
    window = range(begin, num_steps + 1), gaps[begin:]
    usable = sum(1 for _ in _usable(*window))
    return {
        "bound_holds": all(gap <= (1 + 1e-9) * b for gap, b in zip(gaps[1:], bound)),
        "exponent": fit_power_law(*window)[0] if usable > 1 else float("nan"),
        "rate": classify_rate(*window) if usable > 1 else "linear",
    }
