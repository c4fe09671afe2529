# प्रिया शर्मा
from itertools import accumulate, repeat

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    start = np.asarray(theta_init, dtype=np.float64)
    steps = accumulate(repeat(lr, num_steps), lambda th, eta: th - eta * grad_fn(th), initial=start)
    return np.vstack(list(steps))


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        fig = plt.figure()
        ax = fig.gca()
    path = np.asarray(path)
    path = path[~np.any(np.isnan(path) | np.isinf(path), axis=1)]

    span = np.ptp(path, axis=0)
    pad = np.where(span > 0, 0.15 * span, 0.5)
    x0, y0 = path.min(0) - pad
    x1, y1 = path.max(0) + pad
    X, Y = np.mgrid[x0:x1:75j, y0:y1:75j]
    points = np.stack([X.ravel(), Y.ravel()], axis=1)
    Z = np.apply_along_axis(loss_fn, 1, points).reshape(X.shape)
    ax.contour(X, Y, Z, 20, colors="gray", linewidths=0.6)

    d = np.diff(path, axis=0)
    ax.quiver(
        path[:-1, 0], path[:-1, 1], d[:, 0], d[:, 1],
        angles="xy", scale_units="xy", scale=1, color="firebrick", width=0.004,
    )
    ax.plot(path[0, 0], path[0, 1], marker="o", color="black", ls="none")
    ax.plot(path[-1, 0], path[-1, 1], marker="X", color="black", ls="none")
    ax.set_xlim(x0, x1)
    ax.set_ylim(y0, y1)
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("path (o start, x end)", loc="left")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig = plt.figure(figsize=(4, 4 * len(lrs)))
    for k, lr in enumerate(lrs, start=1):
        ax = fig.add_subplot(len(lrs), 1, k)
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(rf"$\eta = {lr}$", loc="left")
    fig.subplots_adjust(hspace=0.4)
    return fig
