"""Matplotlib's artists as plain data: what joins points, what marks points, level lines, words.

Nothing here renders. Coordinates are data coordinates, whatever transform the artist has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import (
    Collection,
    LineCollection,
    PatchCollection,
    PathCollection,
    PolyCollection,
    PolyQuadMesh,
)
from matplotlib.colors import to_rgba
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, OffsetImage, TextArea
from matplotlib.patches import (
    Arrow,
    ConnectionPatch,
    FancyArrow,
    FancyArrowPatch,
    Patch,
    PathPatch,
    Polygon,
)
from matplotlib.path import Path
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text
from matplotlib.transforms import IdentityTransform, Transform

from exercises.coach.calling.plain_data import safe_text
from exercises.coach.problems import Array

__all__ = ["Budget", "describe", "in_data", "look_of", "polylines", "rgba", "shape_of"]

NOTHING = (None, "None", "none", "", " ")
CLEAR = (0.0, 0.0, 0.0, 0.0)
ROWS = 200_000
# Of a contour plot: vertices in all, at least so many of a level, and levels.
VERTICES = 400
LEAST_PER_LEVEL = 6
LEVELS = 500
KEYS = 10**9

Entry = tuple[str, dict[str, Any]]
Filed = list[Entry]
"""Entries with the names of the lists in which they are filed."""


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


def describe(artist: Any, axes: Axes, budget: Budget) -> Filed:
    """Return the entries of an artist on these Axes; none of one that is of no known kind."""
    for kind, entries_of in DESCRIBERS:
        if isinstance(artist, kind):
            return entries_of(artist, axes, budget)
    return []


def _line(line: Any, axes: Axes, budget: Budget) -> Filed:
    points = budget.take(in_data(line.get_xydata(), line.get_transform(), axes))
    filed = []
    is_there = line.get_linestyle() not in NOTHING and line.get_linewidth() > 0
    if is_there and _are_seen([rgba(line.get_color())]) and len(points) > 1:
        look = line.get_color(), line.get_linestyle(), line.get_linewidth(), line.get_alpha()
        # ``ax.step`` goes along one axis at a time, over corners that are not in its data.
        drawn = np.column_stack(STEP_LOOKUP_MAP[line.get_drawstyle()](*points.T))
        filed.append(_curve("line", drawn, look=look, label=safe_text(line.get_label())))
    if line.get_marker() not in NOTHING and line.get_markersize() > 0:
        marker = MarkerStyle(line.get_marker(), line.get_fillstyle())
        shape = shape_of(marker.get_path(), marker.get_transform())
        colors = line.get_markerfacecolor(), line.get_markeredgecolor()
        face, edge = (rgba(color, line.get_alpha()) for color in colors)
        size = line.get_markersize() if line.get_marker() != "," else 1.0
        marked = points[_marked(line.get_markevery())]
        filed.append(
            _marks(
                "line",
                marked,
                sizes=size,
                faces=face,
                edges=edge,
                shapes=[shape],
                label=safe_text(line.get_label()),
            )
        )
    return filed


def _marked(every: Any) -> Any:
    if isinstance(every, (int, np.integer)):
        return slice(0, None, int(every))
    if isinstance(every, tuple) and all(isinstance(v, (int, np.integer)) for v in every):
        return slice(int(every[0]), None, int(every[1]))
    if isinstance(every, slice):
        return every
    if isinstance(every, (list, np.ndarray)):
        return np.asarray(every)
    return slice(None)


def look_of(artist: Any) -> tuple[Any, ...] | None:
    """Return the outline's number and the face of an artist's marker, None where it has none."""
    if isinstance(artist, Line2D) and artist.get_marker() not in NOTHING:
        marker = MarkerStyle(artist.get_marker(), artist.get_fillstyle())
        shape = shape_of(marker.get_path(), marker.get_transform())
        face: Any = rgba(artist.get_markerfacecolor(), artist.get_alpha()) or CLEAR
    elif isinstance(artist, PathCollection) and artist.get_paths():
        shape = shape_of(artist.get_paths()[0])
        face = next(iter(artist.get_facecolor()), CLEAR)
    else:
        return None
    return (shape, *np.asarray(face, dtype=float).round(3).tolist())


def _collection(collection: Any, axes: Axes, budget: Budget) -> Filed:
    # Of the rest, those _placed by offsets mark points; meshes and fillings are only named.
    if collection.get_offset_transform().contains_branch(axes.transData):
        return _points(collection, axes, budget)
    are_drawings = isinstance(collection, (PathCollection, PolyCollection, PatchCollection))
    if not are_drawings or isinstance(collection, PolyQuadMesh):
        return []
    return [*_segments(collection, axes, budget), *_shapes(collection, axes, budget)]


def _segments(collection: Any, axes: Axes, budget: Budget) -> Filed:
    pieces = [piece for path in collection.get_paths() for piece in polylines(path)]
    widths, colors = np.asarray(collection.get_linewidth()), collection.get_edgecolor()
    if not pieces or not np.any(widths > 0) or not _are_seen(colors):
        return []
    points = budget.take(in_data(np.concatenate(pieces), collection.get_transform(), axes))
    look = colors[0], str(collection.get_linestyle()[:1]), float(widths[0]), None
    lengths = [len(piece) for piece in pieces]
    label = safe_text(collection.get_label())
    return [_curve("segments", points, lengths=lengths, label=label, look=look)]


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
        _marks(
            "points",
            points,
            sizes=sizes if len(sizes) else [1.0],
            faces=faces,
            edges=edges,
            shapes=shapes,
            label=safe_text(collection.get_label()),
        )
    ]


def _shapes(collection: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe patches that are drawn together: each marks what lies within it."""
    name = type(collection).__name__
    faces, edges = (
        [tuple(color) for color in colors] or [CLEAR]
        for colors in (collection.get_facecolor(), collection.get_edgecolor())
    )
    filed: Filed = []
    for i, path in enumerate(collection.get_paths()):
        outline = in_data(path.vertices, collection.get_transform(), axes)
        if len(outline) > 2:
            face, edge = faces[i % len(faces)], edges[i % len(edges)]
            filed.append(_shape(name, outline, face, edge, budget))
    return filed


def _patch(patch: Any, axes: Axes, budget: Budget) -> Filed:
    pieces = [in_data(p, patch.get_transform(), axes) for p in polylines(patch.get_path())]
    pieces = [piece for piece in pieces if len(piece) > 1]
    if not pieces:
        return []
    filed: Filed = []
    if isinstance(patch, (PathPatch, Polygon)) and patch.get_linewidth() > 0:
        # An open polygon or path is a way to draw a line.
        look = patch.get_edgecolor(), patch.get_linestyle(), patch.get_linewidth(), None
        lengths, points = [len(p) for p in pieces], budget.take(np.concatenate(pieces))
        filed.append(_curve("outline", points, lengths=lengths, look=look))
    # A closed one is a way to draw a mark, whatever its form.
    ends_where_it_began = np.allclose(pieces[0][0], pieces[0][-1])
    if not isinstance(patch, (PathPatch, Polygon)) or (len(pieces) == 1 and ends_where_it_began):
        face, edge = patch.get_facecolor(), patch.get_edgecolor()
        filed.append(_shape(type(patch).__name__, np.concatenate(pieces), face, edge, budget))
    return filed


def _shape(name: str, outline: Array, face: Any, edge: Any, budget: Budget) -> Entry:
    """Return the mark that a closed outline makes: at its centre, reaching to its sides."""
    low, high = np.min(outline, axis=0), np.max(outline, axis=0)
    reach = (high - low) / 2
    form = np.round((outline - low) / np.maximum(high - low, np.finfo(float).tiny), 3) + 0.0
    shape = crc32(name.encode() + form.tobytes())
    return _marks(
        "patch",
        budget.take([(low + high) / 2]),
        sizes=float(np.hypot(*reach)),
        faces=face,
        edges=edge,
        shapes=[shape],
        reach=reach,
    )


def _fancy_arrow(patch: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe a FancyArrowPatch or a ConnectionPatch, between two points or along a path."""
    if isinstance(patch, ConnectionPatch):
        sides = ((patch.xy1, patch.coords1, patch.axesA), (patch.xy2, patch.coords2, patch.axesB))
        ends = [_placed(xy, where, own or axes) for xy, where, own in sides]
        if any(end is None for end in ends):
            return []
        for i, (_, _, own) in enumerate(sides):
            if own is not None and own is not axes:
                ends[i] = in_data(np.array([ends[i]]), own.transData, axes)[0]
        return _arrow_along(np.array(ends), patch, budget)
    if patch._posA_posB is not None:
        way = np.array(patch._posA_posB, dtype=float)
        return _arrow_along(in_data(way, patch.get_transform(), axes), patch, budget)
    pieces = polylines(patch._path_original)
    if len(pieces) != 1:
        return []
    return _arrow_along(in_data(pieces[0], patch.get_transform(), axes), patch, budget)


def _polygon_arrow(patch: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe an Arrow or a FancyArrow (`Axes.arrow`)."""
    if isinstance(patch, Arrow):  # drawn from (0, 0) to (1, 0), then moved
        ends = patch.get_patch_transform().transform([[0.0, 0.0], [1.0, 0.0]])
    else:
        tail = np.array([patch._x, patch._y], dtype=float)
        ends = np.stack([tail, tail + np.array([patch._dx, patch._dy], dtype=float)])
    transform = patch.get_data_transform()
    points = budget.take(in_data(ends, transform, axes))
    look = patch.get_edgecolor(), patch.get_linestyle(), patch.get_linewidth(), None
    return [_curve("arrow", points, arrow=True, look=look)]


def _arrow_along(points: Any, patch: Any, budget: Budget, kind: str = "arrow") -> Filed:
    """Describe an arrow through some points; the style of ``patch`` says where its head is."""
    style = getattr(type(patch.get_arrowstyle()), "arrow", "->")
    points = budget.take(points)
    is_back, is_forth = style.startswith("<"), style.endswith(">")
    if is_back and not is_forth:
        points = points[::-1].copy()
    look = patch.get_edgecolor(), patch.get_linestyle(), patch.get_linewidth(), None
    return [_curve(kind, points, arrow=is_back != is_forth, look=look)]


def _quiver(quiver: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe arrows that are to scale by their ends, others by their tails only."""
    edges = quiver.get_edgecolor() if np.any(np.asarray(quiver.get_linewidth()) > 0) else ()
    if not _are_seen([*quiver.get_facecolor(), *edges]):
        return []
    tails = budget.take(in_data(quiver.XY, quiver.get_offset_transform(), axes))
    steps = budget.take(np.ma.column_stack([np.ma.ravel(quiver.U), np.ma.ravel(quiver.V)]))
    if len(tails) != len(steps) or not _is_to_scale(quiver, axes):
        return [("unscaled", {"xy": tails})]
    steps = steps / float(quiver.scale)
    if not isinstance(quiver.angles, str):
        turned = np.deg2rad(np.broadcast_to(np.ravel(quiver.angles), len(steps)))
        steps = np.hypot(*steps.T)[:, None] * np.column_stack([np.cos(turned), np.sin(turned)])
    shift = {"tip": 1.0, "mid": 0.5, "middle": 0.5}.get(quiver.pivot, 0.0)
    tails = tails - shift * steps
    points = np.stack([tails, tails + steps], axis=1).reshape(-1, 2)
    return [_curve("quiver", points, lengths=[2] * len(tails), arrow=True)]


def _is_to_scale(quiver: Any, axes: Axes) -> bool:
    """Whether an arrow reaches from (x, y) to (x, y) + (u, v) / scale, in data coordinates."""
    if not quiver.scale:
        return False
    by_name = isinstance(quiver.angles, str)
    if by_name and quiver.angles == "xy" and quiver.scale_units == "xy":
        return True
    # On equal axes a unit of x is as long as one of y, and "uv", on the screen, is "xy".
    is_square = not isinstance(axes.get_aspect(), str) and axes.get_aspect() == 1
    # Without scale_units the arrows' length, like their width, is in ``units``.
    units = quiver.scale_units or quiver.units
    if quiver.scale_units == "xy":
        return is_square and by_name
    return is_square and units in ("x", "y", "xy")


def _text(text: Any, axes: Axes, budget: Budget) -> Filed:
    words = safe_text(text.get_text())
    filed: Filed = []
    if isinstance(text, Annotation):
        at = _placed(text.xy, text.xycoords, axes)
        tail = _placed(text.xyann, text.anncoords, axes, beside=at)
        if at is not None and tail is not None and text.arrow_patch is not None:
            # With words it may point at an end, too, from anywhere.
            kind = "note" if words.strip() else "arrow"
            filed += _arrow_along(np.array([tail, at]), text.arrow_patch, budget, kind)
    else:
        at = in_data(np.array([text.get_position()], dtype=float), text.get_transform(), axes)[0]
    where = [] if at is None else [float(v) for v in at]
    if words.strip():
        look = {"color": rgba(text.get_color()), "size": float(text.get_fontsize())}
        filed.append(("texts", {"text": words, "at": where, **look}))
    return filed or [("texts", {"text": "", "at": [], "color": [], "size": 0.0})]


def _anchored(box: Any, axes: Axes, budget: Budget) -> Filed:
    words = safe_text(box.txt.get_text())
    return [("texts", {"text": words, "at": [], "color": [], "size": 0.0})]


def _boxed(box: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe an AnnotationBbox, a picture or words at a point: a mark of its own kind."""
    at = _placed(box.xy, box.xycoords, axes)
    if at is None:
        return []
    content = box.offsetbox
    if isinstance(content, TextArea):
        words: Any = content.get_children()[0]
        seen = repr((content.get_text(), rgba(words.get_color()))).encode()
    elif isinstance(content, OffsetImage):
        seen = np.asarray(content.get_data(), dtype=float).tobytes()
    else:
        seen = repr([type(part).__name__ for part in content.get_children()]).encode()
    shape, taken = crc32(seen), budget.take([at])
    return [_marks("box", taken, sizes=1.0, faces=CLEAR, edges=CLEAR, shapes=[shape])]


def _placed(point: Any, coords: Any, axes: Axes, *, beside: Any = None) -> Array | None:
    """Return a point as data coordinates, None where only drawing can tell.

    Parameters
    ----------
    point : two numbers
    coords : "data", a transform, "axes fraction", …, or a pair of these for x and y
    beside : the point in data coordinates from which offsets count
    """
    if isinstance(coords, tuple):
        x, y = (_placed(point, each, axes, beside=beside) for each in coords)
        return None if x is None or y is None else np.array([x[0], y[1]])
    at = np.array([point], dtype=float)
    if isinstance(coords, Transform):
        return np.asarray(in_data(at, coords, axes)[0], dtype=float)
    if coords == "data":
        return np.asarray(at[0], dtype=float)
    fractions = {"axes fraction": axes.transAxes, "figure fraction": axes.figure.transFigure}
    if coords in fractions:
        return np.asarray(in_data(at, fractions[coords], axes)[0], dtype=float)
    dots = {"offset points": axes.figure.dpi / 72, "offset pixels": 1.0}.get(coords)
    if dots is None or beside is None:
        return None
    moved = axes.transData.transform(np.array([beside])) + dots * at
    return np.asarray(in_data(moved, IdentityTransform(), axes)[0], dtype=float)


def _contours(contours: Any, axes: Axes, budget: Budget) -> Filed:
    """Describe lines as they are, and filled contours by the lines between their bands."""
    if not contours.filled and not _is_seen(contours):
        return []
    levels = [float(level) for level in np.ravel(contours.levels)[:LEVELS]]
    whole = [path.vertices for path in contours.get_paths()[: LEVELS + 1]]
    if contours.filled and len(whole) == 1:
        # A band alone has no neighbour that would say which part of its outline is which level.
        whole = [_level_line(contours, level) for level in levels]
    elif contours.filled:
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


def _is_seen(contours: Any) -> bool:
    edges = np.asarray(contours.get_edgecolor(), dtype=float).reshape(-1, 4)
    return bool(np.any(np.asarray(contours.get_linewidth()) > 0) and np.any(edges[:, 3] > 0))


def _level_line(contours: Any, level: float) -> Array:
    """Return the vertices of the lines at one level of the field that was filled."""
    generator = contours._contour_generator
    # Of triangles, Matplotlib's own generator; of grids, contourpy's.
    make = generator.create_contour if hasattr(generator, "create_contour") else generator.lines
    lines = make(level)[0]
    return np.concatenate([*(np.asarray(line).reshape(-1, 2) for line in lines), np.empty((0, 2))])


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


def in_data(points: Any, transform: Any, axes: Axes) -> Any:
    """Return points given by ``transform`` in the data coordinates of ``axes``."""
    if transform is axes.transData:
        return points
    with np.errstate(all="ignore"):
        return axes.transData.inverted().transform(transform.transform(points))


def polylines(path: Any) -> list[Array]:
    """Return the unbroken parts of a path; curves as many short lines, which keep their ends."""
    if path.codes is not None and np.isin(path.codes, (Path.CURVE3, Path.CURVE4)).any():
        path = path.cleaned(curves=False)
    vertices: Array = np.asarray(path.vertices, dtype=float)
    if path.codes is None:
        return [vertices]
    parts: list[Array] = []
    starts = [*np.flatnonzero(path.codes == Path.MOVETO), len(vertices)]
    for low, high in pairwise(starts):
        codes, part = path.codes[low:high], vertices[low:high]
        closes = bool((codes == Path.CLOSEPOLY).any())
        part = part[(codes == Path.MOVETO) | (codes == Path.LINETO)]
        parts.append(np.concatenate([part, part[:1]]) if closes else part)
    return parts


def shape_of(path: Any, transform: Any = None) -> int:
    """Return a number that tells a marker's outline from others."""
    vertices = path.vertices if transform is None else transform.transform(path.vertices)
    return crc32((np.round(vertices, 3) + 0.0).tobytes())


def _curve(
    kind: str, points: Array, *, lengths: list[int] | None = None, arrow: bool = False,
    label: str = "", look: tuple[Any, Any, Any, Any] = (None, "", 0.0, None),
) -> Entry:  # fmt: skip
    """Return an entry for what joins points, in pieces of these lengths.

    ``look`` is what it looks like: colour, line style, line width and transparency.
    """
    color, style, width, alpha = look
    lengths = [len(points)] if lengths is None else lengths
    fields = {"kind": kind, "xy": points, "lengths": lengths, "is_directed": arrow}
    fields |= {"label": label, "color": rgba(color), "style": safe_text(style)}
    # A transparency for each point is no one number.
    numbers = [float(v) if isinstance(v, (int, float)) else 1.0 for v in (width, alpha)]
    return "curves", fields | {"width": numbers[0], "alpha": numbers[1]}


def _marks(
    kind: str, points: Array, *, sizes: Any, faces: Any, edges: Any, shapes: list[int],
    reach: Any = (0.0, 0.0), label: str = "",
) -> Entry:  # fmt: skip
    """Return an entry for what marks points.

    Item i of sizes, faces, edges and shapes belongs to point i, modulo their number, as Matplotlib
    has it. ``reach`` is how far the marks reach from their points in x and y, where that is in data
    coordinates: 0 for a marker, which has its size on the screen.
    """
    return "marks", {
        "kind": kind,
        "xy": points,
        "sizes": np.atleast_1d(np.asarray(sizes, dtype=float)),
        "faces": _colors(faces),
        "edges": _colors(edges),
        "shapes": shapes,
        "reach": [float(v) for v in reach],
        "label": label,
    }


def _colors(colors: Any) -> Array:
    array: Array = np.asarray(colors, dtype=float).reshape(-1, 4)
    return array if len(array) else np.zeros((1, 4))


def _are_seen(colors: Sequence[Any]) -> bool:
    """Whether any of these colours, as `rgba` gives them, is more than transparent."""
    return any(len(color) and color[3] > 0 for color in colors)


def rgba(color: Any, alpha: Any = None) -> list[float]:
    """Return red, green, blue and alpha, or nothing where the color is none.

    ``alpha``, if there is one, takes the place of the color's own.
    """
    try:
        return [float(part) for part in to_rgba(color, alpha)]
    except (ValueError, TypeError):
        return []


# The first that fits, so the special before the general.
DESCRIBERS: tuple[tuple[type, Callable[[Any, Axes, Budget], Filed]], ...] = (
    (Line2D, _line),
    (ContourSet, _contours),
    (LineCollection, _segments),
    (Quiver, _quiver),
    (Collection, _collection),
    (FancyArrowPatch, _fancy_arrow),
    (FancyArrow, _polygon_arrow),
    (Arrow, _polygon_arrow),
    (Patch, _patch),
    (Text, _text),
    (AnchoredText, _anchored),
    (AnnotationBbox, _boxed),
)
