"""What filled contours hide: what is drawn before them lies below them and is not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.path import Path
from numpy.typing import NDArray

from exercises.coach.calling.artists import in_data, polylines

__all__ = ["are_within", "is_drawn_before", "is_opaque"]

OPAQUE = 0.99
SAMPLE = 100


def is_opaque(contours: ContourSet) -> bool:
    """Whether the bands between the levels are filled so that nothing below them is seen."""
    if not contours.filled:
        return False
    alpha = contours.get_alpha()
    faces = np.asarray(contours.get_facecolor(), dtype=float).reshape(-1, 4)
    is_solid = alpha is None or (isinstance(alpha, (int, float)) and alpha >= OPAQUE)
    return is_solid and len(faces) > 0 and bool((faces[:, 3] >= OPAQUE).all())


def is_drawn_before(child: Any, contours: ContourSet, children: Sequence[Any]) -> bool:
    """Whether an artist is drawn before the contours: by zorder, then as they were added."""
    if child is contours:
        return False
    if child.get_zorder() != contours.get_zorder():
        return bool(child.get_zorder() < contours.get_zorder())
    at = [i for i, each in enumerate(children) if each is child or each is contours]
    return len(at) == 2 and children[at[0]] is child


def are_within(points: NDArray[np.float64], over: Sequence[ContourSet], axes: Axes) -> bool:
    """Whether every finite point lies in a filled band; what is masked covers nothing."""
    points = points[np.isfinite(points).all(axis=1)]
    points = points[np.linspace(0, len(points) - 1, min(len(points), SAMPLE)).astype(int)]
    hidden = np.zeros(len(points), dtype=bool)
    for contours in over:
        for band in contours.get_paths():
            # A ring within a ring is a hole.
            is_in = np.zeros(len(points), dtype=bool)
            for ring in polylines(band):
                own = in_data(ring, contours.get_transform(), axes)
                is_in ^= Path(own).contains_points(points)
            hidden |= is_in
    return len(points) > 0 and bool(hidden.all())
