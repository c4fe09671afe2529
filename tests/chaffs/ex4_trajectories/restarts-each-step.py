import math

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    path = np.zeros((num_steps + 1, 2))
    path[0] = theta_init
    for t in range(num_steps):
        path[t + 1] = path[0] - lr * np.asarray(grad_fn(path[0]))
    return path


def surface(loss_fn, path, n=70):
    """A grid around the finite part of the path and the loss on it."""
    good = path[np.isfinite(path).all(axis=1)]
    centre = (good.max(axis=0) + good.min(axis=0)) / 2
    half = 0.6 * (good.max(axis=0) - good.min(axis=0))
    half[half == 0] = 1.0
    X, Y = np.meshgrid(
        np.linspace(centre[0] - half[0], centre[0] + half[0], n),
        np.linspace(centre[1] - half[1], centre[1] + half[1], n),
    )
    Z = np.empty_like(X)
    for i in range(n):
        for j in range(n):
            Z[i, j] = loss_fn(np.array([X[i, j], Y[i, j]]))
    return X, Y, Z


def plot_trajectory(loss_fn, path, ax=None):
    path = np.array(path, dtype=float)
    if ax is None:
        ax = plt.figure(figsize=(6, 5)).add_subplot()
    X, Y, Z = surface(loss_fn, path)
    filled = ax.contourf(X, Y, Z, 30, cmap="Blues_r")
    ax.figure.colorbar(filled, ax=ax, label="loss")
    good = path[np.isfinite(path).all(axis=1)]
    ax.plot(good[:, 0], good[:, 1], color="orange", marker=".")
    ax.scatter(good[0, 0], good[0, 1], c="lime", s=80, zorder=3, label="start")
    ax.scatter(good[-1, 0], good[-1, 1], c="red", s=80, zorder=3, label="finish")
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$")
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    columns = min(3, len(lrs))
    rows = math.ceil(len(lrs) / columns)
    fig, axes = plt.subplots(rows, columns, figsize=(5 * columns, 4 * rows))
    axes = np.ravel(axes)
    for i, lr in enumerate(lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax=axes[i])
        axes[i].set_title("learning rate %g" % lr)
    for spare in axes[len(lrs) :]:
        spare.set_visible(False)
    fig.tight_layout()
    return fig
