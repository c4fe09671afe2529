"""Matplotlib's artists as plain data: what joins points, what marks points, level lines, words.

Nothing here renders. Coordinates are data coordinates, whatever transform the artist has.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import AnchoredText
from matplotlib.patches import (
    Arrow,
    FancyArrow,
    FancyArrowPatch,
    Patch,
    PathPatch,
    Polygon,
)
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text

from exercises.coach.plain import safe_text
from exercises.coach.plots.arrows import (
    arrow_between,
    describe_fancy_arrow,
    describe_polygon_arrow,
    describe_quiver,
)
from exercises.coach.plots.entries import (
    Budget,
    Filed,
    curve_entry,
    in_data,
    marks_entry,
    rgba,
    shape_of,
)
from exercises.coach.plots.level_lines import describe_contours

__all__ = ["DESCRIBERS"]

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
