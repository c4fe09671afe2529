import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import ConnectionPatch


def trajectory(grad_fn, theta_init, lr, num_steps):
    step = lambda path, _: path + [path[-1] - lr * np.asarray(grad_fn(path[-1]))]
    return np.array(functools.reduce(step, range(num_steps), [np.array(theta_init, dtype=float)]))


def with_axes(function):
    @functools.wraps(function)
    def wrapper(loss_fn, path, ax=None):
        if ax is None:
            fig = plt.figure()
            ax = fig.add_gridspec(1, 1).subplots()
        function(loss_fn, np.asarray(path, dtype=float), ax)
        return ax

    return wrapper


@with_axes
def plot_trajectory(loss_fn, path, ax):
    path = path[np.isfinite(path).all(axis=1)]
    span = np.maximum(np.ptp(path, axis=0), 1e-3)
    x0, y0 = path.min(axis=0) - 0.1 * span
    x1, y1 = path.max(axis=0) + 0.1 * span
    Y, X = np.mgrid[y0:y1:50j, x0:x1:50j]
    Z = np.frompyfunc(lambda a, b: loss_fn(np.array([a, b])), 2, 1)(X, Y).astype(float)
    ax.pcolormesh(X, Y, Z, shading="gouraud", cmap="Greys", rasterized=True)
    ax.contour(X, Y, Z, levels=10, colors=["navy"])
    for tail, head in zip(path, path[1:]):
        ax.figure.add_artist(ConnectionPatch(
            xyA=tail, xyB=head, coordsA=ax.transData, coordsB=ax.transData, axesA=ax, axesB=ax,
            arrowstyle="->", color="tomato"))
    ax.scatter([path[0, 0]], [path[0, 1]], marker="P", color="k", label="θ₀")
    ax.scatter([path[-1, 0]], [path[-1, 1]], marker="v", color="k", label="θ_T")
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="x", ylabel="y")
    ax.legend(loc="upper right")


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(nrows=1, ncols=len(lrs), squeeze=False)
    for ax, lr in zip(axes.flat, lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.get_legend().set_title(f"step size {lr}, {num_steps} steps")
    return fig
