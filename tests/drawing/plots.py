"""A right plot of a descent, any part of which can be drawn in another way, and its judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.calling.right_descent import right_path
from exercises.coach.judging import plots
from exercises.coach.problems import Polynomial2D

# L(x, y) = x² + 4y² + xy: exchanging x and y, or turning an axis round, leaves a trace.
oblique = Polynomial2D([[0.0, 0.0, 4.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def descend(problem, start, lr, num_steps):
    return right_path(problem.grad, start, lr, num_steps)


# Goes back and forth in x and in y: sorting it by either is another path.
PATH = descend(oblique, [1.0, -3.0], 0.22, 9)

Drawer = Callable[..., Any]


def grid(path, n=24, margin=0.2):
    path = path[np.isfinite(path).all(axis=1)]
    low, high = path.min(axis=0), path.max(axis=0)
    pad = margin * (high - low)
    return [np.linspace(low[i] - pad[i], high[i] + pad[i], n) for i in (0, 1)]


def surface(loss, x, y):
    return np.array([[loss(np.array([a, b])) for a in x] for b in y])


def contours(ax, loss, path, n=24):
    x, y = grid(path, n)
    ax.contour(x, y, surface(loss, x, y), levels=12)


def line(ax, path):
    ax.plot(path[:, 0], path[:, 1], "r.-")


def ends(ax, path):
    ax.plot(*path[0], "go", label="start")
    ax.plot(*path[-1], "b*", label="end")


def words(ax):
    ax.set(xlabel="x", ylabel="y", title="Descent")


def says(**options):
    def name(ax):
        ax.set(xlabel="$x$", ylabel="$y$", **options)

    return name


def whole(ax, loss, path, *, field=contours, way=line, marks=ends, says=words):
    """Draw a right plot with one of its parts done in another way."""
    if field:
        field(ax, loss, path)
    if way:
        way(ax, path)
    if marks:
        marks(ax, path)
    if says:
        says(ax)
    return ax


def plot_with(**parts) -> Drawer:
    def plot_trajectory(loss_fn, path, ax=None):
        ax = plt.subplots()[1] if ax is None else ax
        return whole(ax, loss_fn, path, **parts)

    return plot_trajectory


def judged(plot, problem=oblique, path=PATH, *, given=True):
    args = [problem.loss, path, FRESH_AXES] if given else [problem.loss, path]
    seen = observe_drawing(plot, args)
    assert seen.status == "returned", seen.raised
    return plots.judge_plot(seen.figure, problem, path, given_axes=given)
