"""Arrows of every make as plain data: from where to where, in data coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Arrow, ConnectionPatch

from exercises.coach.plots.entries import Budget, Filed, curve_entry, in_data

__all__ = ["arrow_between", "describe_fancy_arrow", "describe_polygon_arrow", "describe_quiver"]


def describe_quiver(quiver: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe arrows that are to scale by their ends, others by their tails only."""
    tails = budget.take(in_data(quiver.XY, quiver.get_offset_transform(), axes))
    steps = budget.take(np.ma.column_stack([np.ma.ravel(quiver.U), np.ma.ravel(quiver.V)]))
    is_square = not isinstance(axes.get_aspect(), str) and axes.get_aspect() == 1
    is_aligned = isinstance(quiver.angles, str) and (quiver.angles == "xy" or is_square)
    if not is_aligned or quiver.scale_units != "xy" or not quiver.scale or len(tails) != len(steps):
        return [("unscaled", {"xy": tails})]
    steps = steps / float(quiver.scale)
    shift = {"tip": 1.0, "mid": 0.5, "middle": 0.5}.get(quiver.pivot, 0.0)
    tails = tails - shift * steps
    points = np.stack([tails, tails + steps], axis=1).reshape(-1, 2)
    return [curve_entry("quiver", points, lengths=[2] * len(tails), arrow=True)]


def describe_fancy_arrow(patch: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe a FancyArrowPatch or a ConnectionPatch."""
    if isinstance(patch, ConnectionPatch):
        if patch.coords1 != "data" or patch.coords2 != "data":
            return []
        ends = [patch.xy1, patch.xy2]
    elif patch._posA_posB is not None:
        ends = in_data(np.array(patch._posA_posB, dtype=float), patch.get_transform(), axes)
    else:
        return []
    return arrow_between(ends, patch, budget)


def arrow_between(ends: Any, patch: Any, budget: Budget) -> Filed:
    """Describe an arrow between two points; the style of ``patch`` says where its head is."""
    style = getattr(type(patch.get_arrowstyle()), "arrow", "->")
    points = budget.take(ends)
    is_back, is_forth = style.startswith("<"), style.endswith(">")
    if is_back and not is_forth:
        points = points[::-1].copy()
    color = patch.get_edgecolor()
    return [curve_entry("arrow", points, arrow=is_back != is_forth, color=color)]


def describe_polygon_arrow(patch: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe an Arrow or a FancyArrow (`Axes.arrow`)."""
    if isinstance(patch, Arrow):  # drawn from (0, 0) to (1, 0), then moved
        ends = patch.get_patch_transform().transform([[0.0, 0.0], [1.0, 0.0]])
    else:
        tail = np.array([patch._x, patch._y], dtype=float)
        ends = np.stack([tail, tail + np.array([patch._dx, patch._dy], dtype=float)])
    transform = patch.get_data_transform()
    points = budget.take(in_data(ends, transform, axes))
    return [curve_entry("arrow", points, arrow=True, color=patch.get_edgecolor())]
