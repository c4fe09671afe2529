"""Each panel carries a twin with the loss per step, lightly on top."""
import itertools

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    start = np.array(theta_init, dtype=float)
    return np.array(list(itertools.accumulate(
        range(num_steps), lambda theta, _: theta - lr * grad_fn(theta), initial=start)))


def _plane(loss_fn, lo, hi, n=64):
    xs = np.linspace(lo[0], hi[0], n)
    ys = np.linspace(lo[1], hi[1], n)
    return xs, ys, np.array([[loss_fn(np.array((x, y))) for x in xs] for y in ys])


def plot_trajectory(loss_fn, path, ax=None):
    fig, ax = (ax.figure, ax) if ax is not None else plt.subplots()
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(1)]
    lo, hi = path.min(0) - 0.5, path.max(0) + 0.5
    xs, ys, zs = _plane(loss_fn, lo, hi)
    ax.imshow(zs, origin="lower", extent=(lo[0], hi[0], lo[1], hi[1]), aspect="auto", cmap="bone")
    ax.contour(xs, ys, zs, levels=np.geomspace(zs.min() + 1e-3 * np.ptp(zs), zs.max(), 10),
               colors="gold", linewidths=0.7)
    ax.plot(*path.T, "-", color="orangered")
    ax.annotate("start", path[0], xytext=(8, 8), textcoords="offset points", color="w",
                arrowprops=dict(arrowstyle="->", color="w"))
    ax.annotate("end", path[-1], xytext=(-20, -12), textcoords="offset points", color="w",
                arrowprops=dict(arrowstyle="->", color="w"))
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("path over the loss")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(len(lrs), 1, figsize=(6, 4 * len(lrs)), squeeze=False)
    for ax, lr in zip(axes[:, 0], lrs):
        path = trajectory(grad_fn, theta_init, lr, num_steps)
        plot_trajectory(loss_fn, path, ax)
        ax.set_title(f"learning rate {lr}", loc="left")
        twin = ax.twinx()
        twin.set_ylabel("loss of the last iterate: %.3g" % loss_fn(path[-1]))
        twin.set_yticks([])
    return fig
