"""Common labels by the frameless full-figure Axes, own colormap, offset shadow."""
import matplotlib.patheffects as pe
import matplotlib.pyplot as plt
import matplotlib.transforms as mtransforms
import numpy as np
from matplotlib.colors import ListedColormap, SymLogNorm

SAND = ListedColormap(["#fff8e7", "#f5deb3", "#deb887", "#d2a56d", "#c68e56", "#a0703c", "#7a5230"])


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array([*theta_init], dtype=float)
    rows = np.zeros((num_steps + 1, 2))
    for row in rows:
        row[:] = theta
        theta = theta - lr * grad_fn(theta)
    return rows


def plot_trajectory(loss_fn, path, ax=None):
    q = np.asarray(path, dtype=float)
    q = q[np.isfinite(q).all(axis=1)]
    if ax is None:
        ax = plt.subplots()[1]
    lo, hi = q.min(axis=0), q.max(axis=0)
    mid, half = (lo + hi) / 2, (hi - lo) * 0.7 + 1e-3
    x = np.linspace(mid[0] - half[0], mid[0] + half[0], 45)
    y = np.linspace(mid[1] - half[1], mid[1] + half[1], 45)
    z = np.array([[loss_fn(np.array([a, b])) for a in x] for b in y])
    ax.contourf(x, y, z, levels=8, cmap=SAND)
    shadow = mtransforms.ScaledTranslation(2 / 72, -2 / 72, ax.figure.dpi_scale_trans)
    ax.plot(q[:, 0], q[:, 1], color="0.5", lw=3, alpha=0.4, transform=ax.transData + shadow)
    ax.plot(q[:, 0], q[:, 1], color="b", path_effects=[pe.withStroke(linewidth=3, foreground="w")])
    for point, sign, colour in ((q[0], "A", "g"), (q[-1], "Ω", "r")):
        ax.text(*point, sign, color=colour, ha="center", va="center", clip_on=True,
                bbox={"boxstyle": "circle", "fc": "w", "ec": colour})
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("A → Ω")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), squeeze=False, figsize=(11, 4))
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_xlabel("")
        ax.set_ylabel("")
        ax.set_title(f"{num_steps} steps, η = {np.format_float_scientific(lr, precision=3)}")
    big = fig.add_subplot(111, frameon=False)
    big.tick_params(labelcolor="none", top=False, bottom=False, left=False, right=False)
    big.set_xlabel("x")
    big.set_ylabel("y")
    return fig
