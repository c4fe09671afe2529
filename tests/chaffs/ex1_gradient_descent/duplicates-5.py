# %% [markdown]
# # Exercise 1: gradient descent on x^4 - 3x^2 + 2

# %%
import numpy as np


# %%
def loss(x):
    """L(x) = x^4 - 3x^2 + 2"""
    return x**4 - 3 * x**2 + 2


# %%
def grad(x):
    """L'(x) = 4x^3 - 6x"""
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
    points = {}
    for start in starts:
        for sign in (1, -1):
            x, _ = gradient_descent(
                lambda t, s=sign: s * loss_fn(t), lambda t, s=sign: s * grad_fn(t),
                start, lr, num_steps,
            )
            x = float(x)
            if np.isfinite(x) and abs(x) <= 1e6 and abs(grad_fn(x)) <= 1e-3:
                points[round(x, 8)] = x
    found = []
    for x in sorted(points.values()):
        kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
        found.append((x, kind))
    return found
