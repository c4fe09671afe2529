"""Seaborn-like helpers on tidy records."""
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np


def descent_records(grad_fn, theta_init, lr, num_steps):
    theta = np.asarray(theta_init, dtype=float).copy()
    yield {"step": 0, "x": theta[0], "y": theta[1]}
    for step in range(1, num_steps + 1):
        theta = theta - lr * np.asarray(grad_fn(theta))
        yield {"step": step, "x": theta[0], "y": theta[1]}


def trajectory(grad_fn, theta_init, lr, num_steps):
    rows = list(descent_records(grad_fn, theta_init, lr, num_steps))
    return np.array([[row["x"], row["y"]] for row in rows])


def kdeplot_like(loss_fn, *, xlim, ylim, ax, levels=14, cmap="mako", fill=True):
    cmap = mpl.colors.LinearSegmentedColormap.from_list("mako", ["#0b0405", "#357ba3", "#def5e5"])
    xx, yy = np.mgrid[xlim[0]:xlim[1]:61j, ylim[0]:ylim[1]:61j]
    zz = np.apply_along_axis(loss_fn, -1, np.stack([xx, yy], axis=-1))
    method = ax.contourf if fill else ax.contour
    return method(xx, yy, zz, levels=levels, cmap=cmap)


def lineplot(data, *, ax, palette="flare", size=3):
    colors = plt.get_cmap("plasma")(np.linspace(0.2, 0.9, max(len(data) - 1, 1)))
    for (x0, y0), (x1, y1), color in zip(data[:-1], data[1:], colors):
        ax.plot([x0, x1], [y0, y1], color=color, lw=size, solid_capstyle="round")


def scatterplot(data, *, ax, hue, style):
    for label, point in data.items():
        ax.scatter(*point, label=label, c=hue[label], marker=style[label], s=80, zorder=5,
                   edgecolors="white")


def despine(ax):
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        _, ax = plt.subplots(figsize=(6, 4.5), layout="constrained")
    path = np.asarray(path, float)
    seen = path[np.isfinite(path).all(axis=1)]
    lo, hi = seen.min(0), seen.max(0)
    span = np.where(hi > lo, hi - lo, 1.0)
    (x0, y0), (x1, y1) = lo - 0.15 * span, hi + 0.15 * span
    kdeplot_like(loss_fn, xlim=(x0, x1), ylim=(y0, y1), ax=ax)
    lineplot(seen, ax=ax)
    scatterplot({"start": seen[0], "end": seen[-1]}, ax=ax,
                hue={"start": "tab:green", "end": "tab:red"}, style={"start": "o", "end": "X"})
    despine(ax)
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$")
    ax.legend(frameon=False, loc="best")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    n = len(lrs)
    fig = plt.figure(figsize=(5 * n, 4))
    for lr in lrs:
        ax = fig.add_subplot(1, n, 1)
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"lr = {lr}, {num_steps} steps")
    return fig
