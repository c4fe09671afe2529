import numpy as np
import matplotlib.pyplot as plt


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    path = [theta.copy()]
    for _ in range(num_steps):
        theta = theta - lr * np.asarray(grad_fn(theta))
        path.append(theta.copy())
    return np.array(path)


def _grid(path, n=4):
    p = np.asarray(path, float)
    ok = p[np.isfinite(p).all(axis=1)]
    lo, hi = ok.min(0), ok.max(0)
    pad = 0.3 * np.maximum(hi - lo, 1e-3)
    return ok, np.linspace(lo[0] - pad[0], hi[0] + pad[0], n), np.linspace(lo[1] - pad[1], hi[1] + pad[1], n)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        _, ax = plt.subplots()
    ok, x, y = _grid(path)
    Z = np.array([[loss_fn(np.array([a, b])) for a in x] for b in y])
    ax.contour(x, y, Z, levels=15)
    ax.plot(ok[:, 0], ok[:, 1], "r.-", label="path")
    ax.plot(*ok[0], "go", label="start")
    ax.plot(*ok[-1], "b*", label="end")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("descent")
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), squeeze=False, figsize=(4 * len(lrs), 4))
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"lr = {lr}")
    return fig

