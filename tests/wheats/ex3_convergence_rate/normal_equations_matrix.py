import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    hessian = np.diag(np.array(eigenvalues, dtype=float))
    theta = np.array(theta_init, dtype=float)
    gap = np.zeros(num_steps + 1)
    for t in range(num_steps + 1):
        gap[t] = 0.5 * np.einsum("i,ii,i", theta, hessian, theta)
        theta = theta - lr * np.diag(hessian) * theta
    return gap


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    norm = np.linalg.norm(np.array(theta_init, float) - np.array(theta_star, float))
    return np.array([norm**2 / (2 * lr * t) for t in range(1, num_steps + 1)])


def linear_bound(eigenvalues, initial_gap, num_steps):
    kappa_inverse = min(eigenvalues) / max(eigenvalues)
    return np.array([(1 - kappa_inverse) ** t * initial_gap for t in range(num_steps + 1)])


class Line:
    """y = a x + b by the normal equations with np.matrix."""

    def __init__(self, x, y):
        A = np.matrix(np.column_stack([x, np.ones(len(x))]))
        b = np.matrix(y).T
        self.a, self.b = 0.0, 0.0
        self.residual = float("inf")
        if len(x) >= 2:
            solution = np.linalg.solve(A.T * A, A.T * b)
            self.a, self.b = solution.A1
            self.residual = np.square(A * solution - b).sum()


def keep(steps, gaps):
    steps, gaps = np.array(steps, float), np.array(gaps, float)
    with np.errstate(invalid="ignore"):
        ok = np.logical_and.reduce([steps > 0, gaps > 0, gaps < np.inf, steps < np.inf])
    return steps[ok], gaps[ok]


def fit_power_law(steps, gaps):
    steps, gaps = keep(steps, gaps)
    line = Line(np.log(steps), np.log(gaps))
    return [line.a, np.exp(line.b)]


def classify_rate(steps, gaps):
    steps, gaps = keep(steps, gaps)
    log_log = Line(np.log(steps), np.log(gaps))
    semi_log = Line(steps, np.log(gaps))
    return "sublinear" if log_log.residual < semi_log.residual else "linear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, 0 * np.array(theta_init), lr, num_steps)
    from_step = 10 if num_steps >= 20 else 1
    t = np.arange(num_steps + 1)[from_step:]
    report = {}
    report["rate"] = classify_rate(t, gaps[from_step:])
    report["exponent"] = fit_power_law(t, gaps[from_step:])[0]
    report["bound_holds"] = not np.any(~(gaps[1:] <= bound * (1 + 1e-9)))
    return report
