"""Exercise 4: draw the path of gradient descent on the loss surface."""

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    path = [theta.copy()]
    for _ in range(num_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta.copy())
    return np.array(path)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        _, ax = plt.subplots()
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(axis=1)]

    low, high = path.min(axis=0), path.max(axis=0)
    margin = 0.2 * (high - low) + 1e-3 * (1 + np.abs(high))
    xs = np.linspace(low[0] - margin[0], high[0] + margin[0], 80)
    ys = np.linspace(low[1] - margin[1], high[1] + margin[1], 80)
    Z = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])

    ax.contour(xs, ys, Z, levels=25, cmap="viridis")
    ax.plot(path[:, 0], path[:, 1], "o", color="none", linestyle="-", markerfacecolor="r")
    ax.plot(*path[0], "ko", label="start")
    ax.plot(*path[-1], "b*", markersize=12, label="end")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("Gradient descent path")
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), figsize=(5 * len(lrs), 4), squeeze=False)
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"η = {lr}")
    return fig
