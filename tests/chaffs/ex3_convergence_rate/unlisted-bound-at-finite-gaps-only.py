# %% [markdown]
# # Exercise 3: does the gap really fall like 1/T?

# %%
import numpy as np


# %%
def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


# %%
def suboptimality(eigenvalues, theta_init, lr, num_steps):
    eigenvalues = np.asarray(eigenvalues, dtype=float)
    theta = np.array(theta_init, dtype=float)
    gaps = [0.5 * np.sum(eigenvalues * theta**2)]
    for _ in range(num_steps):
        theta = theta - lr * eigenvalues * theta
        gaps.append(0.5 * np.sum(eigenvalues * theta**2))
    return np.array(gaps)


# %%
def sublinear_bound(theta_init, theta_star, lr, num_steps):
    distance = np.asarray(theta_init, dtype=float) - np.asarray(theta_star, dtype=float)
    t = np.arange(1, num_steps + 1)
    return np.sum(distance**2) / (2 * lr * t)


# %%
def linear_bound(eigenvalues, initial_gap, num_steps):
    mu, big_l = np.min(eigenvalues), np.max(eigenvalues)
    return (1 - mu / big_l) ** np.arange(num_steps + 1) * initial_gap


# %%
def usable(steps, gaps):
    steps = np.asarray(steps, dtype=float)
    gaps = np.asarray(gaps, dtype=float)
    good = (steps > 0) & (gaps > 0) & np.isfinite(steps) & np.isfinite(gaps)
    return steps[good], gaps[good]


# %%
def fit_power_law(steps, gaps):
    steps, gaps = usable(steps, gaps)
    if len(steps) < 2:
        return np.nan, np.nan
    exponent, intercept = np.polyfit(np.log(steps), np.log(gaps), 1)
    return exponent, np.exp(intercept)


# %%
def classify_rate(steps, gaps):
    steps, gaps = usable(steps, gaps)
    if len(steps) < 2:
        return "linear"
    residuals = []
    for x in (np.log(steps), steps):
        line = np.polyval(np.polyfit(x, np.log(gaps), 1), x)
        residuals.append(np.sum((np.log(gaps) - line) ** 2))
    return "sublinear" if residuals[0] < residuals[1] else "linear"


# %%
def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    finite = np.isfinite(gaps[1:])
    first = 10 if num_steps >= 20 else 1
    t, tail = usable(np.arange(first, num_steps + 1), gaps[first:])
    return {
        "bound_holds": bool(np.all(gaps[1:][finite] <= bound[finite] * (1 + 1e-9))),
        "exponent": fit_power_law(t, tail)[0],
        "rate": classify_rate(t, tail),
    }
