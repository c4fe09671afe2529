import string

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D


def trajectory(grad_fn, theta_init, lr, num_steps):
    a, b = map(np.float64, theta_init)
    xs, ys = [a], [b]
    for _ in range(num_steps):
        ga, gb = grad_fn(np.array([a, b]))
        a, b = a - lr * ga, b - lr * gb
        xs.append(a)
        ys.append(b)
    return np.column_stack((xs, ys))


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.figure().subplot_mosaic("A")["A"]
    p = np.array([q for q in np.asarray(path, float) if np.all(np.isfinite(q))])
    m = 0.25 * max(np.ptp(p[:, 0]), np.ptp(p[:, 1]), 0.01)
    x = np.arange(61) / 60 * (np.ptp(p[:, 0]) + 2 * m) + p[:, 0].min() - m
    y = np.arange(61) / 60 * (np.ptp(p[:, 1]) + 2 * m) + p[:, 1].min() - m
    z = np.fromiter((loss_fn(np.array([u, v])) for v in y for u in x), float).reshape(61, 61)
    ax.contourf(x, y, z, 20, cmap="Blues_r")
    ax.contour(x, y, z, 20, colors="white", linewidths=0.3)
    for k in range(len(p) - 1):
        ax.annotate(str(k + 1), xy=p[k + 1], xytext=p[k],
                    arrowprops={"arrowstyle": "-|>", "color": "crimson"}, fontsize=6)
    ax.scatter(*p[0], c="lime", s=60, label="start")
    ax.scatter(*p[-1], c="black", s=60, label="last")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("numbered steps")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    names = string.ascii_lowercase[: len(lrs)]
    fig, axd = plt.subplot_mosaic([[*names, "L"]], figsize=(4 * len(lrs) + 2, 4))
    for name, lr in zip(names, lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), axd[name])
        axd[name].set_title(f"({name}) η = {lr:.4f}, {num_steps} updates")
    handles = [Line2D([], [], color="lime", marker="o", ls="none", label="start"),
               Line2D([], [], color="black", marker="o", ls="none", label="last")]
    axd["L"].legend(handles=handles, loc="center")
    axd["L"].set_xticks([])
    axd["L"].set_yticks([])
    return fig
