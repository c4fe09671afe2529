# %% [markdown]
# # Exercise 4 — the path of descent on a contour plot
"""Reference solution of exercise 4: draw trajectories on the loss surface."""

# %%
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

# `trajectory` is the shared loop with another thing kept: the iterates where exercise 1 keeps the
# losses.
from solutions.descent import Array, trajectory

__all__ = ["plot_learning_rates", "plot_trajectory", "trajectory"]

GRID = 61
LEVELS = 14
MARGIN = 0.12
NARROWEST = 0.6
FARTHEST = 1e150
# From the palette of Okabe and Ito, which colour-blind readers tell apart too.
PATH, START, END = "#d55e00", "#ffffff", "#f0e442"


# %%
def plot_trajectory(
    loss_fn: Callable[[Array], Any], path: ArrayLike, ax: Axes | None = None
) -> Axes:
    """Draw ``path``, shape (T + 1, 2), over the contours of ``loss_fn`` and return the Axes.

    The region holds every finite iterate. No window opens: showing the figure is the caller's
    choice.
    """
    if ax is None:
        # A new figure: `plt.gca()` would draw on whatever figure happens to be current.
        _, ax = plt.subplots(figsize=(6, 5), layout="constrained")
    path = np.asarray(path, dtype=float)
    # One nan in the path would make every limit nan, one inf would make a limit infinite.
    finite = path[np.isfinite(path).all(axis=1)]
    x_limits, y_limits = _region(finite)
    draw_contours(ax, loss_fn, x_limits, y_limits)

    draw_path(ax, finite)
    ax.set(xlim=x_limits, ylim=y_limits, xlabel="x", ylabel="y", title="Gradient descent")
    ax.legend(fontsize="small", frameon=True, framealpha=0.9)
    return ax


def plot_learning_rates(
    loss_fn: Callable[[Array], Any],
    grad_fn: Callable[[Array], Any],
    theta_init: ArrayLike,
    lrs: Sequence[float],
    num_steps: int,
) -> Figure:
    """Draw one Axes per learning rate, in order, with its own contours and path, η in the title."""
    size = (4.2 * len(lrs), 4.4)
    figure, axes = plt.subplots(1, len(lrs), figsize=size, layout="constrained", squeeze=False)
    for ax, lr in zip(axes.flat, lrs, strict=True):
        # Each panel has its own region: one diverging path would shrink all others to a point.
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"η = {lr:g}")
    return figure


# %%
def draw_path(ax: Axes, finite: Array) -> None:
    """Draw finite iterates, shape (T + 1, 2), joined, with the first and the last one marked."""
    # zorder above the contours; dots small enough that 200 steps near the end stay a line.
    ax.plot(*finite.T, color=PATH, lw=1.4, marker="o", ms=3, zorder=3, label="iterates")
    marks: dict[str, Any] = {"ls": "none", "mec": "black", "zorder": 4}
    ax.plot(*finite[:1].T, marker="o", ms=9, mfc=START, label="start", **marks)
    # A run that blew up stays inf or nan: its last finite iterate is the last that can be drawn.
    last = f"after {max(len(finite) - 1, 0)} steps"
    ax.plot(*finite[-1:].T, marker="D", ms=8, mfc=END, label=last, **marks)


def _region(points: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the limits in x and y around ``points``, with a margin."""
    if not len(points):
        return (-1.0, 1.0), (-1.0, 1.0)
    # A path that blew up may end near the largest float, where a margin on top of it overflows.
    points = np.clip(points, -FARTHEST, FARTHEST)
    low, high = points.min(axis=0), points.max(axis=0)
    # A path along an axis (or of one point) has no width across it: take some of the other side's.
    width = high - low
    width = np.maximum(width, NARROWEST * (width.max() or 1.0))
    middle = (low + high) / 2
    (left, bottom), (right, top) = middle - (0.5 + MARGIN) * width, middle + (0.5 + MARGIN) * width
    return (left, right), (bottom, top)


def draw_contours(
    ax: Axes,
    loss_fn: Callable[[Array], Any],
    x_limits: tuple[float, float],
    y_limits: tuple[float, float],
) -> None:
    """Fill the contours of ``loss_fn``, which takes one point of shape (2,) at a time."""
    x, y = np.linspace(*x_limits, GRID), np.linspace(*y_limits, GRID)
    with np.errstate(all="ignore"):
        # Rows run over y and columns over x: that is the order `contour` wants, and the other one
        # draws a transposed surface, on which the path seems to climb.
        field = np.array([[float(loss_fn(np.array([a, b]))) for a in x] for b in y])
    field = np.ma.masked_invalid(field)
    # Levels even in √L: on a quadratic the lines are then equally spaced and the valley floor keeps
    # its share of them, where even levels in L would crowd the walls.
    depth = np.sqrt(field - field.min())
    levels = field.min() + np.linspace(0, depth.max() or 1.0, LEVELS) ** 2
    # The scale ends well above the highest level: pale fills, on which the path stands out.
    norm = PowerNorm(0.5, vmin=levels[0], vmax=levels[0] + 3 * (levels[-1] - levels[0]))
    ax.contourf(x, y, field, levels=levels, cmap="Blues", norm=norm)
    ax.contour(x, y, field, levels=levels, colors="#7a9cc0", linewidths=0.7)
