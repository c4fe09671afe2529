# %% [markdown]
# # Exercise 1

# %%
import numpy as np


# %%
def loss(x):
    return x**4 - 3 * x**2 + 2


# %%
def grad(x):
    return 4 * x**3 - 6 * x


# %%
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        g = grad_fn(theta)
        history.append(loss_fn(theta))
        if np.linalg.norm(np.ravel(g)) < 1e-6:
            # converged: the rest of the history stays the same
            history += [history[-1]] * (num_steps - len(history))
            break
        theta = theta - lr * g
    return theta, history


# %%
def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    points = []
    for start in starts:
        for rate in (lr, -lr):
            x = np.float64(start)
            for _ in range(num_steps):
                x = x - rate * grad_fn(x)
            if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
                continue
            if any(abs(x - p) < 1e-3 for p, _ in points):
                continue
            kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
            points.append((float(x), kind))
    return sorted(points)
