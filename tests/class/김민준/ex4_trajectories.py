# 과제 4 김민준
from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure


def trajectory(
    grad_fn: Callable, theta_init: Sequence[float], lr: float, num_steps: int
) -> np.ndarray:
    thetas: list[np.ndarray] = [np.array(theta_init, dtype=float)]
    while len(thetas) <= num_steps:
        thetas.append(thetas[-1] - lr * grad_fn(thetas[-1]))
    return np.stack(thetas)


def _limits(values: np.ndarray) -> tuple[float, float]:
    lo, hi = float(values.min()), float(values.max())
    pad = (hi - lo) / 8 or 1.0
    return lo - pad, hi + pad


def plot_trajectory(loss_fn: Callable, path: np.ndarray, ax: Axes | None = None) -> Axes:
    if ax is None:
        ax = plt.subplots(figsize=(6, 5), layout="constrained")[1]
    pts = np.asarray(path, dtype=float)
    pts = pts[np.all(np.isfinite(pts), axis=1)]
    xlim, ylim = _limits(pts[:, 0]), _limits(pts[:, 1])

    gx, gy = np.linspace(*xlim, 90), np.linspace(*ylim, 90)
    f = np.vectorize(lambda x, y: loss_fn(np.array((x, y))), otypes=[float])
    ax.contour(gx, gy, f(*np.meshgrid(gx, gy)), levels=18, cmap="Greys", linewidths=0.8)

    segments = np.stack([pts[:-1], pts[1:]], axis=1)
    ax.add_collection(
        LineCollection(segments, cmap="plasma", array=np.arange(len(segments)), linewidths=2)
    )
    ax.annotate("θ₀", pts[0], xytext=(4, 4), textcoords="offset points")
    ax.annotate(f"θ_{len(pts) - 1}", pts[-1], xytext=(4, -10), textcoords="offset points")
    ax.scatter(pts[[0, -1], 0], pts[[0, -1], 1], c="k", s=15, zorder=5)
    ax.set(xlim=xlim, ylim=ylim, xlabel="θ₁", ylabel="θ₂", title="Descent, dark to light")
    return ax


def plot_learning_rates(
    loss_fn: Callable, grad_fn: Callable, theta_init: Sequence[float], lrs: Sequence[float],
    num_steps: int,
) -> Figure:
    fig, axes = plt.subplots(
        ncols=len(lrs), figsize=(5 * len(lrs), 4), layout="constrained", squeeze=False
    )
    for panel, lr in zip(axes.flat, lrs, strict=True):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), panel)
        panel.set_title(f"η = {lr:.3g}" if float(f"{lr:.3g}") == lr else f"η = {lr!r}")
    return fig
