"""The path, and dotted where descent would go next."""
import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    path = np.empty((num_steps + 1, theta.size))
    for t in range(num_steps):
        path[t] = theta
        theta = theta - lr * grad_fn(theta)
    path[num_steps] = theta
    return path


def plot_trajectory(loss_fn, path, ax=None):
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(axis=1)]
    ax = plt.subplots()[1] if ax is None else ax
    box = np.array([path.min(axis=0), path.max(axis=0)])
    side = np.ptp(box, axis=0).max() or 1.0
    box += np.array([[-0.3], [0.3]]) * side
    x, y = (np.linspace(*box[:, i], 55) for i in (0, 1))
    z = [[loss_fn(np.array([a, b])) for a in x] for b in y]
    ax.contourf(x, y, z, levels=25, cmap="terrain")
    ax.plot(path[:, 0], path[:, 1], "k.-")
    ax.plot(*path[0], "gs", ms=10, mfc="none")
    ax.plot(*path[-1], "r^", ms=10, mfc="none")
    ax.set(xlabel="x", ylabel="y", title="□ start, △ end")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axs = plt.subplots(ncols=len(lrs), squeeze=False, figsize=(5 * len(lrs), 5))
    for ax, lr in zip(axs.ravel(), lrs):
        path = trajectory(grad_fn, theta_init, lr, num_steps)
        plot_trajectory(loss_fn, path, ax)
        following = trajectory(grad_fn, path[-1], lr, 2)
        ax.plot(following[:, 0], following[:, 1], "k.:", alpha=0.6)
        ax.set_title("$\\eta$: " + f"{lr:.3f}".replace(".", ",") + f", {num_steps} Schritte")
    return fig
