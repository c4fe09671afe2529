"""Задание 4. Ольга Петрова, группа 203."""
import matplotlib.pyplot as plt
import numpy as np

from ex1_gradient_descent import gradient_descent


def trajectory(grad_fn, theta_init, lr, num_steps):
    visited = []

    def spy(theta):
        visited.append(np.array(theta, dtype=float))
        return grad_fn(theta)

    last, _ = gradient_descent(lambda theta: 0.0, spy, theta_init, lr, num_steps)
    return np.array([*visited, last], dtype=float)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        _, ax = plt.subplots()
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(axis=-1)]
    ax.plot(path[:, 0], path[:, 1], color="0.2", zorder=2)
    ax.scatter(path[1:-1, 0], path[1:-1, 1], color="0.2", s=10, zorder=2)
    ax.scatter(*path[0], color="C2", marker=">", s=60, zorder=3, label="$t = 0$")
    ax.scatter(*path[-1], color="C3", marker="<", s=60, zorder=3, label=f"$t = {len(path) - 1}$")
    ax.margins(0.15)
    x, y = np.linspace(*ax.get_xlim(), 75), np.linspace(*ax.get_ylim(), 75)
    loss = [[loss_fn(np.array([a, b])) for a in x] for b in y]
    ax.contour(x, y, loss, levels=30, zorder=1, alpha=0.6)
    ax.set(xlabel="$w_1$", ylabel="$w_2$")
    ax.legend(title="Descent path")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    mosaic = plt.figure(figsize=(4 * len(lrs), 4), layout="tight").subplot_mosaic(
        [[f"rate {i}" for i in range(len(lrs))]]
    )
    for ax, lr in zip(mosaic.values(), lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"η = {lr:e}")
    return ax.figure
