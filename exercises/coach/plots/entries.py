"""The entries of a description: what joins points and what marks them, in data coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from numpy.typing import NDArray

__all__ = ["Array", "Budget", "Filed", "curve_entry", "in_data", "marks_entry", "rgba", "shape_of"]

Array = NDArray[np.float64]
Filed = list[tuple[str, dict[str, Any]]]
"""Entries with the names of the lists in which they are filed."""
ROWS = 200_000


@dataclass
class Budget:
    """How many more points a description may hold; ``is_over`` once some were left out."""

    rows: int = ROWS
    is_over: bool = False

    def take(self, points: Any) -> Array:
        """Return the points as an (n, 2) float array, cut where the budget ends."""
        unmasked: Array = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan)
        array: Array = np.array(unmasked).reshape(-1, 2)
        if len(array) > self.rows:
            self.is_over = True
            array = array[: self.rows]
        self.rows -= len(array)
        return array


def in_data(points: Any, transform: Any, axes: Axes) -> Any:
    """Return points given by ``transform`` in the data coordinates of ``axes``."""
    if transform is axes.transData:
        return points
    with np.errstate(all="ignore"):
        return axes.transData.inverted().transform(transform.transform(points))


def curve_entry(
    kind: str, points: Array, *, lengths: list[int] | None = None, arrow: bool = False,
    label: str = "", color: Any = None, is_data: bool = True,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """Return an entry for what joins points, in pieces of these lengths."""
    lengths = [len(points)] if lengths is None else lengths
    fields = {"kind": kind, "xy": points, "lengths": lengths, "is_directed": arrow}
    return "curves", fields | {"label": label, "color": rgba(color), "is_data": is_data}


def rgba(color: Any) -> list[float]:
    """Return red, green, blue and alpha, or nothing where the color is none."""
    try:
        return [float(part) for part in to_rgba(color)]
    except (ValueError, TypeError):
        return []


def shape_of(path: Any, transform: Any = None) -> int:
    """Return a number that tells a marker's outline from others."""
    vertices = path.vertices if transform is None else transform.transform(path.vertices)
    return crc32((np.round(vertices, 3) + 0.0).tobytes())


def marks_entry(
    kind: str, points: Array, *, sizes: Any, faces: Any, edges: Any, shapes: list[int]
) -> tuple[str, dict[str, Any]]:
    """Return an entry for what marks points.

    Item i of sizes, faces, edges and shapes belongs to point i, modulo their number, as Matplotlib
    has it.
    """
    return "marks", {
        "kind": kind,
        "xy": points,
        "sizes": np.atleast_1d(np.asarray(sizes, dtype=float)),
        "faces": _colors(faces),
        "edges": _colors(edges),
        "shapes": shapes,
    }


def _colors(colors: Any) -> Array:
    array: Array = np.asarray(colors, dtype=float).reshape(-1, 4)
    return array if len(array) else np.zeros((1, 4))
