# %% [markdown]
# # Exercise 3

# %%
import numpy as np


# %%
def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


# %%
def suboptimality(eigenvalues, theta_init, lr, num_steps):
    eigenvalues = np.array(eigenvalues, dtype=float)
    theta = np.array(theta_init, dtype=float)
    gaps = [0.5 * np.sum(eigenvalues * theta**2)]
    for _ in range(num_steps):
        theta = theta - lr * eigenvalues * theta
        gaps.append(0.5 * np.sum(eigenvalues * theta**2))
    return np.array(gaps)


# %%
def sublinear_bound(theta_init, theta_star, lr, num_steps):
    distance = np.linalg.norm(np.asarray(theta_init, float) - np.asarray(theta_star, float))
    t = np.arange(1, num_steps + 1)
    return distance / (lr * t)


# %%
def linear_bound(eigenvalues, initial_gap, num_steps):
    mu, big_l = np.min(eigenvalues), np.max(eigenvalues)
    return (1 - mu / big_l) ** np.arange(num_steps + 1) * initial_gap


# %%
def usable(steps, gaps):
    steps, gaps = np.asarray(steps, dtype=float), np.asarray(gaps, dtype=float)
    good = (steps > 0) & (gaps > 0) & np.isfinite(gaps) & np.isfinite(steps)
    return steps[good], gaps[good]


# %%
def fit_power_law(steps, gaps):
    steps, gaps = usable(steps, gaps)
    if len(steps) < 2:
        return np.nan, np.nan
    exponent, intercept = np.polyfit(np.log(steps), np.log(gaps), 1)
    return exponent, np.exp(intercept)


# %%
def residual(x, y):
    line = np.polyval(np.polyfit(x, y, 1), x)
    return np.sum((y - line) ** 2)


def classify_rate(steps, gaps):
    steps, gaps = usable(steps, gaps)
    if len(steps) < 2:
        return "linear"
    y = np.log(gaps)
    return "sublinear" if residual(np.log(steps), y) < residual(steps, y) else "linear"


# %%
def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    steps = np.arange(num_steps + 1)
    limit = np.sum(np.square(theta_init, dtype=float)) / (2 * lr) * (1 + 1e-9)
    first = 10 if num_steps >= 20 else 1
    t, tail = usable(steps[first:], gaps[first:])
    exponent = np.polyfit(np.log(t), np.log(tail), 1)[0] if len(t) > 1 else np.nan
    return {
        "bound_holds": bool(np.all(gaps * steps <= limit)),
        "exponent": float(exponent),
        "rate": classify_rate(t, tail),
    }
