"""Clipped levels, masked grid, steps and pyplot's state kept by a with block of one's own."""
from contextlib import contextmanager

import matplotlib.pyplot as plt
import numpy as np


@contextmanager
def current(ax):
    before = plt.gcf() if plt.get_fignums() else None
    plt.sca(ax)
    yield ax
    if before is not None:
        plt.figure(before.number)


def trajectory(grad_fn, theta_init, lr, num_steps):
    z = complex(*theta_init)
    path = np.empty(num_steps + 1, dtype=complex)
    path[0] = z
    with np.errstate(all="ignore"):
        for t in range(num_steps):
            g = grad_fn(np.array([path[t].real, path[t].imag]))
            path[t + 1] = complex(path[t].real - lr * g[0], path[t].imag - lr * g[1])
    return np.column_stack([path.real, path.imag])


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.figure(dpi=80).add_subplot()
    pts = np.asarray(path, dtype=float)
    pts = pts[np.isfinite(pts).all(axis=1)]
    lo, hi = pts.min(axis=0), pts.max(axis=0)
    d = (hi - lo).max() * 0.25 + 1e-6
    x, y = np.meshgrid(np.linspace(lo[0] - d, hi[0] + d, 70), np.linspace(lo[1] - d, hi[1] + d, 70))
    z = np.array([[loss_fn(np.array([a, b])) for a, b in zip(r, s)] for r, s in zip(x, y)])
    z = np.ma.masked_greater(z, np.quantile(z, 0.98))
    with current(ax):
        plt.contour(x, y, z, levels=9, linestyles="dashed")
        plt.plot(pts[:, 0], pts[:, 1], drawstyle="default", color="purple")
        plt.plot(pts[0, 0], pts[0, 1], "kx")
        plt.plot(pts[-1, 0], pts[-1, 1], "k+", markersize=12)
        plt.xlabel("x")
        plt.ylabel("y")
        plt.title("x: start, +: end")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig = plt.figure(figsize=(4 * len(lrs), 3.5))
    for k, lr in enumerate(lrs, 1):
        ax = fig.add_subplot(1, len(lrs), k)
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title("lr=" + format(lr, ".3e") + "\n" + f"steps={num_steps}", fontsize=8)
    return fig
