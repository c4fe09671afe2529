import matplotlib.pyplot as plt


import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    path = [theta]
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            theta = theta - lr * np.asarray(grad_fn(theta))
            path.append(theta)
    return np.array(path)


def _grid(loss_fn, good):
    low, high = good.min(axis=0), good.max(axis=0)
    margin = 0.2 * (high - low) + 0.5
    xs = np.linspace(low[0] - margin[0], high[0] + margin[0], 60)
    ys = np.linspace(low[1] - margin[1], high[1] + margin[1], 60)
    Z = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])
    return xs, ys, Z


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), squeeze=False)
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"lr = {lr}")
    return fig


def plot_trajectory(loss_fn, path, ax=None):
    path = np.asarray(path, dtype=float)
    good = path[np.isfinite(path).all(axis=1)]
    if ax is None:
        _, ax = plt.subplots()
    xs, ys, Z = _grid(loss_fn, good)
    ax.contour(xs, ys, Z, levels=20)
    ax.plot(good[:, 0], good[:, 1], "k.-")
    ax.plot(*good[0], "go")
    ax.plot(*good[-1], "r*")
    ax.annotate("start", good[-1])
    ax.annotate("end", good[0])
    ax.set_xlabel("x"); ax.set_ylabel("y"); ax.set_title("descent")
    return ax
