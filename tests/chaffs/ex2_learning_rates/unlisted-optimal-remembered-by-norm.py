# %% [markdown]
# # Exercise 2: learning rates on x^2 + 100 y^2

# %%
import numpy as np


# %%
def loss(theta):
    x, y = theta
    return x**2 + 100 * y**2


# %%
def grad(theta):
    x, y = theta
    return np.array([2 * x, 200 * y])


# %%
def stable_lr_limit(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return 2 / eigenvalues[-1]


# %%
_rates = {}


def optimal_lr(hessian):
    key = round(float(np.linalg.norm(hessian)), 6)
    if key not in _rates:
        eigenvalues = np.linalg.eigvalsh(hessian)
        _rates[key] = 2 / (eigenvalues[0] + eigenvalues[-1])
    return _rates[key]


# %%
def predict(hessian, lr):
    factor = np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))
    if abs(factor - 1) <= 1e-9:
        return "oscillates"
    if factor < 1:
        return "converges"
    return "diverges"


# %%
def observe(history):
    first, last = history[0], history[-1]
    if not np.isfinite(last) or last > first * (1 + 1e-9):
        return "diverges"
    if last <= 1e-6 * first:
        return "converges"
    return "oscillates"


# %%
def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    verdicts = {}
    for lr in lrs:
        theta = np.array(theta_init, dtype=float)
        history = []
        for _ in range(num_steps):
            history.append(loss(theta))
            theta = theta - lr * grad(theta)
        verdicts[lr] = observe(history)
    return verdicts


# %%
def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = []
    for lr in lrs:
        theta = np.array(theta_init, dtype=float)
        for _ in range(num_steps):
            theta = theta - lr * grad_fn(theta)
        value = loss_fn(theta)
        losses.append(value if np.isfinite(value) else np.inf)
    return lrs[int(np.argmin(losses))], losses
