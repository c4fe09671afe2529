# Giulia D'Angelo - esercizio 3
import numpy as np

from .ex1_gradient_descent import gradient_descent


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def my_descent(loss_fn, grad_fn, theta, lr, num_steps):
    theta = np.array(theta, dtype=float)
    history = []
    for t in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.array(eigenvalues, dtype=float)

    def f(theta):
        return float(0.5 * np.sum(lam * theta**2))

    def g(theta):
        return lam * theta

    descend = gradient_descent
    # one step more than asked: its history then holds t = 0 ... T
    _, history = descend(f, g, theta_init, lr, num_steps + 1)
    return np.array(history)


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    a, b = np.array(theta_init), np.array(theta_star)
    t = np.arange(1, num_steps + 1, dtype=float)
    return np.linalg.norm(a - b) ** 2 * 0.5 / lr / t


def linear_bound(eigenvalues, initial_gap, num_steps):
    L = np.amax(eigenvalues)
    mu = np.amin(eigenvalues)
    return initial_gap * ((L - mu) / L) ** np.arange(num_steps + 1)


def log10_points(steps, gaps):
    t, g = np.array(steps, dtype=float), np.array(gaps, dtype=float)
    with np.errstate(all="ignore"):
        x, y = np.log10(t), np.log10(g)  # nan or -inf where it is not positive
    ok = np.isfinite(x) & np.isfinite(y)
    return t[ok], x[ok], y[ok]


def fit_power_law(steps, gaps):
    _, x, y = log10_points(steps, gaps)
    if x.size < 2:
        return float("nan"), float("nan")
    slope, intercept = np.polyfit(x, y, 1)
    return slope, 10**intercept


def classify_rate(steps, gaps):
    t, x, y = log10_points(steps, gaps)
    if x.size < 3:
        return "linear"
    _, power, *_ = np.polyfit(x, y, 1, full=True)
    _, geometric, *_ = np.polyfit(t, y, 1, full=True)
    return "sublinear" if power.sum() < geometric.sum() else "linear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    t0 = 10 if num_steps >= 20 else 1
    steps = np.arange(t0, num_steps + 1)
    with np.errstate(all="ignore"):
        holds = np.all(gaps[1:] / bound <= 1 + 1e-9)
    exponent, _ = fit_power_law(steps, gaps[t0:])
    return {"bound_holds": holds, "exponent": exponent, "rate": classify_rate(steps, gaps[t0:])}


if __name__ == "__main__":
    lam, start = slow_quadratic()
    print("slow:", verify_rate(lam, start, 1.0, 5000))
    print("fast:", verify_rate(np.array([1.0, 3.0]), np.ones(2), 0.3, 60))
