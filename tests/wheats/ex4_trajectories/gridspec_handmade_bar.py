import matplotlib.gridspec as gridspec
import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    path = np.full((num_steps + 1, 2), np.nan)
    path[0] = theta_init
    for t in range(num_steps):
        path[t + 1] = path[t] - lr * grad_fn(path[t].copy())
    return path


def region(paths, margin=0.2):
    both = np.concatenate([p[np.isfinite(p).all(axis=1)] for p in paths])
    low, high = both.min(axis=0), both.max(axis=0)
    pad = margin * np.maximum(high - low, 1e-9)
    return low - pad, high + pad


def fill(ax, loss_fn, low, high, levels=None, n=70):
    X, Y = np.meshgrid(np.linspace(low[0], high[0], n), np.linspace(low[1], high[1], n))
    Z = np.vectorize(lambda a, b: loss_fn(np.array([a, b])))(X, Y)
    if levels is None:
        levels = np.percentile(Z, np.linspace(0, 100, 11))
    colours = plt.cm.YlGnBu(np.linspace(1, 0.1, len(levels) - 1))
    # one call a band
    for a, b, colour in zip(levels[:-1], levels[1:], colours):
        ax.contourf(X, Y, Z, levels=[a, b], colors=[colour])
    return levels, colours


def walk(ax, path):
    good = path[np.isfinite(path).all(axis=1)]
    ax.plot(good[:, 0], good[:, 1], "k-", lw=1)
    ax.plot(good[:1, 0], good[:1, 1], ls="none", marker="s", mfc="w", mec="k", ms=9)
    ax.plot(good[-1:, 0], good[-1:, 1], ls="none", marker="*", mfc="r", mec="r", ms=12)


def plot_trajectory(loss_fn, path, ax=None):
    path = np.array(path, dtype=float)
    ax = ax or plt.figure(figsize=(5, 5)).add_subplot(111)
    fill(ax, loss_fn, *region([path]))
    walk(ax, path)
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("square to star")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    paths = [trajectory(grad_fn, theta_init, lr, num_steps) for lr in lrs]
    low, high = region(paths)
    fig = plt.figure(figsize=(4 * len(lrs) + 1, 4))
    gs = gridspec.GridSpec(1, len(lrs) + 1, width_ratios=[1] * len(lrs) + [0.06], figure=fig)
    levels = None
    for k, (lr, path) in enumerate(zip(lrs, paths)):
        ax = fig.add_subplot(gs[0, k])
        levels, colours = fill(ax, loss_fn, low, high, levels)
        walk(ax, path)
        ax.set_title(f"η={lr:.3g}; {num_steps} steps")
    bar = fig.add_subplot(gs[0, -1])
    for k, colour in enumerate(colours):
        bar.axhspan(k, k + 1, color=colour)
    bar.set_yticks(range(len(levels)), [f"{v:.2g}" for v in levels])
    bar.set_xticks([])
    bar.set_title("loss")
    return fig
