"""Matplotlib's artists as plain data: what joins points, what marks points, level lines, words.

Nothing here renders. Coordinates are data coordinates, whatever transform the artist has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_rgba
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import AnchoredText
from matplotlib.patches import (
    Arrow,
    ConnectionPatch,
    FancyArrow,
    FancyArrowPatch,
    Patch,
    PathPatch,
    Polygon,
)
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

from exercises.coach.calling.plain import safe_text

__all__ = [
    "DESCRIBERS",
    "Array",
    "Budget",
    "Filed",
    "arrow_between",
    "curve_entry",
    "describe_contours",
    "describe_fancy_arrow",
    "describe_polygon_arrow",
    "describe_quiver",
    "in_data",
    "marks_entry",
    "rgba",
    "shape_of",
]

NOTHING = (None, "None", "none", "", " ")


def _line(line: Any, axes: Axes, budget: Budget) -> Filed:
    is_data = line.get_transform() is axes.transData
    points = budget.take(in_data(line.get_xydata(), line.get_transform(), axes))
    filed = []
    if line.get_linestyle() not in NOTHING and line.get_linewidth() > 0 and len(points) > 1:
        label, color = safe_text(line.get_label()), line.get_color()
        filed.append(curve_entry("line", points, label=label, color=color, is_data=is_data))
    if line.get_marker() not in NOTHING and line.get_markersize() > 0:
        marker = MarkerStyle(line.get_marker(), line.get_fillstyle())
        shape = shape_of(marker.get_path(), marker.get_transform())
        face, edge = rgba(line.get_markerfacecolor()), rgba(line.get_markeredgecolor())
        size = line.get_markersize() if line.get_marker() != "," else 1.0
        marked = points[_marked(line.get_markevery(), len(points))]
        filed.append(
            marks_entry("line", marked, sizes=size, faces=face, edges=edge, shapes=[shape])
        )
    return filed


def _marked(every: Any, n: int) -> Any:
    if isinstance(every, (int, np.integer)):
        return slice(0, None, int(every))
    if isinstance(every, tuple) and all(isinstance(v, (int, np.integer)) for v in every):
        return slice(int(every[0]), None, int(every[1]))
    if isinstance(every, slice):
        return every
    if isinstance(every, (list, np.ndarray)):
        return np.asarray(every)
    return slice(None)


def _segments(collection: Any, axes: Axes, budget: Budget) -> Filed:
    pieces = [path.vertices for path in collection.get_paths()]
    if not pieces or not np.any(np.asarray(collection.get_linewidth()) > 0):
        return []
    transform = collection.get_transform()
    points = budget.take(in_data(np.concatenate(pieces), transform, axes))
    is_data = transform is axes.transData
    colors = collection.get_edgecolor()
    return [
        curve_entry(
            "segments",
            points,
            lengths=[len(piece) for piece in pieces],
            label=safe_text(collection.get_label()),
            color=colors[0] if len(colors) else None,
            is_data=is_data,
        )
    ]


def _points(collection: Any, axes: Axes, budget: Budget) -> Filed:
    paths = collection.get_paths()
    if not paths:
        return []
    collection.update_scalarmappable()
    points = budget.take(in_data(collection.get_offsets(), collection.get_offset_transform(), axes))
    sizes = np.sqrt(collection.get_sizes() if hasattr(collection, "get_sizes") else [1.0])
    edges = collection.get_edgecolor()
    if not np.any(np.asarray(sizes) > 0) or len(points) == 0:
        return []
    shapes = [shape_of(path) for path in paths[: len(points)]]
    faces = collection.get_facecolor()
    return [
        marks_entry(
            "points",
            points,
            sizes=sizes if len(sizes) else [1.0],
            faces=faces,
            edges=edges,
            shapes=shapes,
        )
    ]


def _collection(collection: Any, axes: Axes, budget: Budget) -> Filed:
    # Of the rest, those placed by offsets mark points; meshes and fillings are only named.
    is_placed = collection.get_offset_transform().contains_branch(axes.transData)
    return _points(collection, axes, budget) if is_placed else []


def _patch(patch: Any, axes: Axes, budget: Budget) -> Filed:
    transform = patch.get_transform()
    outline = in_data(patch.get_path().vertices, transform, axes)
    if isinstance(patch, (PathPatch, Polygon)) and patch.get_linewidth() > 0:
        # An open polygon or path is a way to draw a line.
        return [curve_entry("outline", budget.take(outline), color=patch.get_edgecolor())]
    low, high = np.min(outline, axis=0), np.max(outline, axis=0)
    size = float(np.hypot(*(high - low)))
    shape = crc32(type(patch).__name__.encode())
    centre = budget.take([(low + high) / 2])
    face, edge = patch.get_facecolor(), patch.get_edgecolor()
    return [marks_entry("patch", centre, sizes=size, faces=face, edges=edge, shapes=[shape])]


def _text(text: Any, axes: Axes, budget: Budget) -> Filed:
    words, at = safe_text(text.get_text()), None
    filed: Filed = []
    if isinstance(text, Annotation):
        is_placed = text.xycoords is axes.transData or text.xycoords == "data"
        at = np.asarray(text.xy, dtype=float) if is_placed else None
        arrow = text.arrow_patch
        if is_placed and not words.strip() and arrow is not None and text.anncoords == "data":
            filed += arrow_between(np.array([text.xyann, text.xy], dtype=float), arrow, budget)
    else:
        at = in_data(np.array([text.get_position()], dtype=float), text.get_transform(), axes)[0]
    if words.strip():
        where = [] if at is None else [float(v) for v in at]
        filed.append(("texts", {"text": words, "at": where}))
    return filed or [("texts", {"text": "", "at": []})]


def _anchored(box: Any, axes: Axes, budget: Budget) -> Filed:
    return [("texts", {"text": safe_text(box.txt.get_text()), "at": []})]


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
        "levels": levels,
        "xy": budget.take(in_data(points, contours.get_transform(), axes)),
        "lengths": [len(vertices) for vertices in kept],
        "box": [float(v) for v in box] if len(box) == 4 else [],
    }
    return [("contours", fields)]


# The first that fits, so the special before the general.
DESCRIBERS: tuple[tuple[type, Any], ...] = (
    (Line2D, _line),
    (ContourSet, describe_contours),
    (LineCollection, _segments),
    (Quiver, describe_quiver),
    (Collection, _collection),
    (FancyArrowPatch, describe_fancy_arrow),
    (FancyArrow, describe_polygon_arrow),
    (Arrow, describe_polygon_arrow),
    (Patch, _patch),
    (Text, _text),
    (AnchoredText, _anchored),
)


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
