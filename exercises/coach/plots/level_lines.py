"""Sets of contours as plain data: their levels, and some vertices of each level's line."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from exercises.coach.plots.entries import Array, Budget, Filed, in_data

__all__ = ["describe_contours"]

VERTICES = 400
LEAST_PER_LEVEL = 6
LEVELS = 500
KEYS = 10**9


def describe_contours(contours: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe lines as they are, and filled contours by the lines between their bands."""
    levels = [float(level) for level in np.ravel(contours.levels)[:LEVELS]]
    whole = [path.vertices for path in contours.get_paths()[: LEVELS + 1]]
    if contours.filled:
        whole = _between(whole)
    total = sum(map(len, whole)) or 1
    # A few hundred vertices tell which function it is; the shares keep each level's weight.
    kept = []
    for vertices in whole:
        wanted = max(LEAST_PER_LEVEL, round(VERTICES * len(vertices) / total))
        n = min(wanted, len(vertices))
        kept.append(vertices[np.linspace(0, len(vertices) - 1, n).astype(int)])
    box = [*contours.sticky_edges.x, *contours.sticky_edges.y]
    points = np.concatenate(kept) if kept else np.empty((0, 2))
    fields = {
        "is_filled": bool(contours.filled),
        "levels": levels,
        "xy": budget.take(in_data(points, contours.get_transform(), axes)),
        "lengths": [len(vertices) for vertices in kept],
        "box": [float(v) for v in box] if len(box) == 4 else [],
    }
    return [("contours", fields)]


def _between(bands: list[Array]) -> list[Array]:
    """Return the line between each two neighbouring bands: the vertices that both have."""
    points = np.concatenate([*bands, np.empty((0, 2))])
    if not len(points):
        return []
    # The two bands' coordinates of one vertex may differ by rounding.
    low, width = points.min(axis=0), np.ptp(points, axis=0) + np.finfo(float).tiny
    keys = np.round((points - low) / width * KEYS).astype(np.int64) @ np.array([2 * KEYS, 1])
    owners = np.repeat(np.arange(len(bands)), [len(band) for band in bands])
    # Stable: among the vertices of one key, the bands keep their order.
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    is_shared = (keys[:-1] == keys[1:]) & (owners[:-1] + 1 == owners[1:])
    shared, owners = order[:-1][is_shared], owners[:-1][is_shared]
    return [points[np.sort(shared[owners == k])] for k in range(len(bands) - 1)]
