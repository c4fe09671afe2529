import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    path = [tuple(float(v) for v in theta_init)]
    for _ in range(num_steps):
        g = grad_fn(np.array(path[-1]))
        path.append(tuple(np.float64(p) - lr * d for p, d in zip(path[-1], g)))
    return path


def finite(path):
    path = np.array(path, dtype=float).reshape(-1, 2)
    return path[np.isfinite(path).all(axis=1)]


def plot_trajectory(loss_fn, path, ax=None):
    p = finite(path)
    if ax is None:
        fig, ax = plt.subplots()
    reach = 1.4 * np.abs(p).max()
    s = np.linspace(-reach, reach, 101)
    Z = np.array([[loss_fn(np.array([a, b])) for a in s] for b in s])
    low = Z.min()
    ax.contour(s, s, Z, levels=low + (Z.max() - low) * np.linspace(0.01, 0.9, 9) ** 2)
    dx, dy = np.diff(p, axis=0).T
    ax.set_aspect("equal")
    ax.quiver(p[:-1, 0], p[:-1, 1], dx, dy, units="xy", scale=1, width=0.01 * reach, color="C3")
    ax.plot(p[0, 0], p[0, 1], marker=(5, 1), ms=14, label="start", ls="")
    ax.plot(p[-1, 0], p[-1, 1], marker=(6, 0), ms=10, label="end", ls="")
    ax.legend()
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), sharex=True, sharey=True, squeeze=False)
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.legend(title=f"lr {lr:.1e}, {num_steps} steps")
    return fig
