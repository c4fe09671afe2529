import matplotlib.pyplot as plt
import numpy as np
from mpl_toolkits.axes_grid1 import make_axes_locatable


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.asarray(theta_init, dtype=float) + 0.0
    path = theta[np.newaxis]
    for _ in range(num_steps):
        path = np.append(path, [path[-1] - lr * grad_fn(path[-1])], axis=0)
    return path


def plot_trajectory(loss_fn, path, ax=None):
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(axis=1)]
    if ax is None:
        ax = plt.figure().add_subplot()
    lo, hi = path.min(axis=0), path.max(axis=0)
    pad = 0.2 * (hi - lo) + 1e-3
    lo, hi = lo - pad, hi + pad
    x, y = np.linspace(lo[0], hi[0], 90), np.linspace(lo[1], hi[1], 90)
    xx, yy = np.meshgrid(x, y)
    z = np.array([loss_fn(t) for t in np.dstack([xx, yy]).reshape(-1, 2)]).reshape(xx.shape)
    shown = ax.contourf(xx, yy, np.sqrt(z - z.min()), 14, cmap="PuBuGn")
    path_line, = ax.plot(path[:, 0], path[:, 1], c="k", lw=1, marker="o", ms=3, mfc="w")
    ax.plot(path[[0], 0], path[[0], 1], "o", c="tab:blue", ms=9)
    ax.plot(path[[-1], 0], path[[-1], 1], "o", c="tab:red", ms=9)
    cax = make_axes_locatable(ax).append_axes("right", size="5%", pad=0.05)
    ax.figure.colorbar(shown, cax=cax).set_label("√(L − min L)")
    zoom = ax.inset_axes([0.62, 0.62, 0.35, 0.35])
    zoom.plot(path[-3:, 0], path[-3:, 1], "k.-")
    zoom.set(xticks=[], yticks=[])
    ax.set(xlabel="x", ylabel="y", title="blue to red, the last steps enlarged")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    with plt.style.context("ggplot"):
        fig, axes = plt.subplots(1, len(lrs), figsize=(6 * len(lrs), 5))
        for lr, ax in zip(lrs, np.ravel(axes)):
            plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
            ax.set_title(f"η = {lr}")
        fig.suptitle(f"{num_steps} steps of gradient descent")
    return fig
