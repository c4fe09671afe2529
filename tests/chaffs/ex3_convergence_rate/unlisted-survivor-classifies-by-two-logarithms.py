import numpy as np
np.seterr(all='ignore')

def slow_quadratic(dim=50, condition_number=1000000.0, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return (np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim))

def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    start = np.asarray(theta_init, dtype=float)
    t = np.arange(num_steps + 1).reshape(-1, 1)
    thetas = (1.0 - lr * lam) ** t * start
    return 0.5 * thetas ** 2 @ lam

def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.subtract(theta_init, theta_star)
    return d @ d / (2 * lr) / np.linspace(1, num_steps, num_steps)

def linear_bound(eigenvalues, initial_gap, num_steps):
    lam = np.sort(np.asarray(eigenvalues, dtype=float))
    return initial_gap * np.power(1 - lam[0] / lam[-1], np.arange(num_steps + 1))

def _line(x, y):
    """slope, intercept, sum of squared residuals"""
    design = np.stack([x, np.ones_like(x)], axis=1)
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    return (*coefficients, float(np.sum((design @ coefficients - y) ** 2)))

def _clean(steps, gaps):
    pairs = np.array([steps, gaps], dtype=float)
    return pairs[:, np.isfinite(pairs).all(axis=0) & (pairs > 0).all(axis=0)]

def fit_power_law(steps, gaps):
    t, gap = _clean(steps, gaps)
    p, log_c, _ = _line(np.log(t), np.log(gap))
    return (p, np.exp(log_c))

def classify_rate(steps, gaps):
    t, gap = _clean(steps, gaps)
    power = _line(np.log(t), np.log10(gap))[2]
    geometric = _line(t, np.log(gap))[2]
    return min((power, 'sublinear'), (geometric, 'linear'))[1]

def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gap = suboptimality(eigenvalues, theta_init, lr, num_steps)
    t = np.arange(num_steps + 1)
    bound = sublinear_bound(theta_init, np.zeros_like(theta_init), lr, num_steps)
    tail = slice(1 if num_steps < 20 else 10, None)
    return dict(bound_holds=np.all(gap[1:] <= bound * (1 + 1e-09)), exponent=fit_power_law(t[tail], gap[tail])[0], rate=classify_rate(t[tail], gap[tail]), gaps=gap, bound=bound)