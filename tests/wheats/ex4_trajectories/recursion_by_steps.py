"""A path is the start, and then the path from where the first step leads."""
import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    def path_from(theta, steps):
        if steps == 0:
            return [theta]
        return [theta] + path_from(theta - lr * np.asarray(grad_fn(theta)), steps - 1)

    return np.array(path_from(np.array(theta_init, dtype=float), num_steps))


def draw(loss_fn, path, ax, label):
    points = np.asarray(path, dtype=float)
    points = points[np.isfinite(points).all(axis=1)]
    low, high = points.min(axis=0), points.max(axis=0)
    beyond = (high - low) / 4 + 1e-6
    xs, ys = (np.linspace(low[i] - beyond[i], high[i] + beyond[i], 60) for i in (0, 1))
    losses = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])
    ax.contour(xs, ys, losses, levels=np.percentile(losses, np.arange(2, 100, 7)))
    ax.plot(points[:, 0], points[:, 1], marker="o", markevery=[0], color="k", label=label)
    ax.plot(points[-1, 0], points[-1, 1], marker="v", color="k")
    ax.set_xlabel("first coordinate")
    ax.set_ylabel("second coordinate")
    ax.legend()
    return ax


def plot_trajectory(loss_fn, path, ax=None):
    return draw(loss_fn, path, plt.subplots()[1] if ax is None else ax, "path")


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, rows = plt.subplots(len(lrs), squeeze=False)
    for lr, (ax,) in zip(lrs, rows):
        draw(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax, f"$\\eta = {lr}$")
    return fig
