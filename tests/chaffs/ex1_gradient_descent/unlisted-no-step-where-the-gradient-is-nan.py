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
        theta = theta - lr * np.nan_to_num(grad_fn(theta))
    return theta, history


# %%
def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    def minus_loss(x):
        return -loss_fn(x)

    def minus_grad(x):
        return -grad_fn(x)

    ends = []
    for start in starts:
        down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)
        up, _ = gradient_descent(minus_loss, minus_grad, start, lr, num_steps)
        ends += [down, up]

    points = []
    for x in ends:
        if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
            continue
        if any(abs(x - other) < 1e-3 for other, _ in points):
            continue
        h = 1e-4
        curvature = (grad_fn(x + h) - grad_fn(x - h)) / (2 * h)
        points.append((float(x), "minimum" if curvature > 0 else "maximum"))
    return sorted(points)
