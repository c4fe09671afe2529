"""All panels share their axes, so that the paths can be compared by eye."""

import matplotlib.pyplot as plt
import numpy as np


def finite_part(path):
    path = np.asarray(path, dtype=float)
    return path[np.isfinite(path.sum(axis=1))]


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array([*theta_init], dtype=float)
    path = theta[np.newaxis]
    for _ in range(num_steps):
        theta = theta - np.multiply(lr, grad_fn(theta))
        path = np.append(path, theta[np.newaxis], axis=0)
    return path


def draw_contours(ax, loss_fn, low, high, n=70):
    xs, ys = np.linspace(low[0], high[0], n), np.linspace(low[1], high[1], n)
    Z = np.empty((n, n))
    for row, y in enumerate(ys):
        for column, x in enumerate(xs):
            Z[row, column] = loss_fn(np.array([x, y]))
    ax.contourf(xs, ys, Z, levels=24, cmap="magma", alpha=0.8)
    ax.contour(xs, ys, Z, levels=12, colors="k", linewidths=0.3)


def draw_path(ax, path):
    ax.plot(path[:, 0], path[:, 1], "c-", lw=1)
    ax.scatter(path[:, 0], path[:, 1], c=np.arange(len(path)), cmap="winter", s=12, zorder=3)
    ax.text(path[0, 0], path[0, 1], "start", color="w")
    ax.text(path[-1, 0], path[-1, 1], "end", color="w")
    ax.plot(path[[0, -1], 0], path[[0, -1], 1], "wo", ms=6, zorder=4)


def box(paths):
    points = np.concatenate([finite_part(path) for path in paths])
    low, high = points.min(axis=0), points.max(axis=0)
    pad = 0.1 * (high - low)
    pad = np.where(pad == 0, 0.1, pad)
    return low - pad, high + pad


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    draw_contours(ax, loss_fn, *box([path]))
    draw_path(ax, finite_part(path))
    ax.set_xlabel("$x$")
    ax.set_ylabel("$y$")
    ax.figure.suptitle("Path on the loss surface")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    runs = [lambda: trajectory(grad_fn, theta_init, lr, num_steps) for lr in lrs]
    for lr in lrs:
        paths = [run() for run in runs]
    low, high = box(paths)
    fig, axes = plt.subplots(
        1, len(lrs), sharex=True, sharey=True, squeeze=False, figsize=(4 * len(lrs), 4)
    )
    for ax, lr, path in zip(axes.ravel(), lrs, paths):
        draw_contours(ax, loss_fn, low, high)
        draw_path(ax, finite_part(path))
        ax.set_xlim(low[0], high[0])
        ax.set_ylim(low[1], high[1])
        ax.set_xlabel("$x$")
        ax.set_ylabel("$y$")
        ax.plot([], [], "c-", label=f"η={lr}")
        ax.legend(loc="upper right")
    fig.suptitle("Which learning rate?")
    return fig
