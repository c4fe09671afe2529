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
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


# %%
def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    candidates = [float(s) for s in starts]
    for start in starts:
        for rate in (lr, -lr):
            x, _ = gradient_descent(loss_fn, grad_fn, start, rate, num_steps)
            if np.isfinite(x) and abs(x) < 1e6 and abs(grad_fn(x)) < 1e-3:
                candidates.append(float(x))
    points = []
    for x in sorted(candidates):
        if points and abs(x - points[-1][0]) < 1e-3:
            continue
        kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
        points.append((x, kind))
    return points
