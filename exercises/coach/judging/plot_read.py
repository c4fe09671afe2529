"""A description of a figure, read: every field checked, since it may come from a forger.

`read` takes what `exercises.coach.calling.drawn` wrote; the judges work on what it returns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Contours", "Curve", "Drawing", "Marks", "Panel", "Words", "read"]

Array = NDArray[np.float64]


# What is drawn without points, ``ax.plot([], [])``, is there for the legend.
UNSEEN = {"Line2D", "LineCollection", "PathCollection"}


@dataclass(frozen=True, eq=False)
class Curve:
    """What joins points: polylines, each an (n, 2) array; directed if it has an arrow's head.

    ``style`` is equal for what looks the same but for its colour.
    """

    kind: str
    pieces: tuple[Array, ...]
    is_directed: bool
    style: tuple[object, ...] = ()
    color: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Marks:
    """What marks points (n, 2): ``styles[i]`` tells apart what looks different.

    ``reach`` is how far the marks reach from their points in x and y; 0 for markers.
    """

    points: Array
    styles: tuple[tuple[object, ...], ...]
    reach: tuple[float, ...] = (0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Contours:
    """Level lines, or the bands between levels: vertices (n, 2) for each.

    ``box`` is the region's (x_min, x_max, y_min, y_max), empty if not known.
    """

    levels: Array
    vertices: tuple[Array, ...]
    box: tuple[float, ...]


@dataclass(frozen=True)
class Words:
    """A text and the point that it is at, if it is at one, with its colour and size."""

    text: str
    at: tuple[float, ...]
    is_level: bool
    look: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Panel:
    """One Axes."""

    is_shown: bool
    position: tuple[float, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    limits: tuple[float, ...]
    legends: tuple[str, ...]
    has_legend: bool
    curves: tuple[Curve, ...]
    marks: tuple[Marks, ...]
    contours: tuple[Contours, ...]
    words: tuple[Words, ...]
    unscaled: tuple[Array, ...]
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen but words and a legend."""
        is_marked = any(len(marks.points) for marks in self.marks)
        others = set(self.others) - UNSEEN
        return not (self.curves or is_marked or self.contours or self.unscaled or others)


@dataclass(frozen=True, eq=False)
class Drawing:
    """What one call drew; see `exercises.coach.calling.drawn.observe_drawing` for the fields."""

    returned: str
    type_name: str
    place: str
    is_handed: bool
    windows: tuple[str, ...]
    changes: tuple[str, ...]
    touched: tuple[str, ...]
    new_figures: int
    axes: tuple[Panel, ...]
    panel: Panel | None
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    legends: tuple[str, ...]


def read(figure: Mapping[str, Any]) -> Drawing:
    """Return the description, checked.

    Raises
    ------
    TypeError, ValueError, LookupError, AttributeError, ArithmeticError
        When it is not what `observe_drawing` writes.
    """
    axes = tuple(_panel(fields) for fields in figure["axes"])
    drawn_on = figure["drawn_on"]
    return Drawing(
        returned=_text(figure["returned"]),
        type_name=_text(figure["type"]),
        place=_text(figure["place"]),
        is_handed=bool(figure["is_handed"]),
        windows=_texts(figure["windows"]),
        changes=_texts(figure["changes"]),
        touched=_texts(figure["touched"]),
        new_figures=int(figure["new_figures"]),
        axes=axes,
        panel=axes[drawn_on] if drawn_on >= 0 else None,
        titles=_texts(figure["titles"]),
        labels=_texts(figure["labels"]),
        legends=_legends(figure["legends"]),
    )


def _panel(fields: Mapping[str, Any]) -> Panel:
    has_frame = bool(fields["has_frame"])
    panel = Panel(
        is_shown=bool(fields["visible"]) and not fields["is_colorbar"],
        position=_numbers(fields["position"], 4),
        titles=_texts(fields["titles"]),
        labels=_texts(fields["labels"]),
        limits=_numbers(fields["limits"], 4),
        legends=_legends(fields["legends"]),
        has_legend=bool(fields["legends"]),
        curves=tuple(_curve(curve) for curve in fields["curves"]),
        marks=tuple(_marks(marks) for marks in fields["marks"]),
        contours=tuple(_contours(contours) for contours in fields["contours"]),
        words=tuple(_words(words) for words in fields["texts"]),
        unscaled=tuple(_points(arrows["xy"]) for arrows in fields["unscaled"]),
        others=_texts(fields["others"]),
    )
    # A spare Axes is hidden as a whole or, empty, by its frame; or it lends its place to a legend.
    if panel.is_empty and (panel.has_legend or not has_frame):
        return replace(panel, is_shown=False)
    return panel


def _curve(fields: Mapping[str, Any]) -> Curve:
    pieces = _pieces(fields["xy"], fields["lengths"])
    width, alpha = float(fields["width"]), float(fields["alpha"])
    style = (_text(fields["kind"]), _text(fields["style"]), round(width, 3), round(alpha, 3))
    color = tuple(round(float(part), 3) for part in fields["color"])
    return Curve(_text(fields["kind"]), pieces, bool(fields["is_directed"]), style, color)


def _contours(fields: Mapping[str, Any]) -> Contours:
    levels = np.asarray(fields["levels"], dtype=float).reshape(-1)
    box = _numbers(fields["box"], 4) if len(fields["box"]) else ()
    vertices = _pieces(fields["xy"], fields["lengths"])
    if not len(levels):
        raise ValueError("contours without a level")
    return Contours(levels, vertices, box)


def _marks(fields: Mapping[str, Any]) -> Marks:
    points = _points(fields["xy"])
    sizes = np.asarray(fields["sizes"], dtype=float).reshape(-1)
    faces, edges = (
        np.asarray(fields[name], dtype=float).reshape(-1, 4) for name in ("faces", "edges")
    )
    shapes = [int(shape) for shape in fields["shapes"]]
    kinds = math.lcm(len(sizes), len(faces), len(edges), len(shapes))
    # To three digits: less is not seen.
    styles = [
        (
            shapes[i % len(shapes)],
            round(float(sizes[i % len(sizes)]), 3),
            *np.round(faces[i % len(faces)], 3).tolist(),
            *np.round(edges[i % len(edges)], 3).tolist(),
        )
        for i in range(min(kinds, len(points)))
    ]
    of_each = tuple(styles[i % len(styles)] for i in range(len(points)))
    return Marks(points, of_each, _numbers(fields["reach"], 2))


def _words(fields: Mapping[str, Any]) -> Words:
    at = _numbers(fields["at"], 2) if len(fields["at"]) else ()
    look = (*(round(float(part), 3) for part in fields["color"]), round(float(fields["size"]), 3))
    return Words(_text(fields["text"]), at, bool(fields["is_level"]), look)


def _legends(legends: Any) -> tuple[str, ...]:
    return tuple(_text(t) for legend in legends for t in (legend["title"], *legend["texts"]) if t)


def _pieces(xy: Any, lengths: Any) -> tuple[Array, ...]:
    points = _points(xy)
    # A description that was too large ends early: its last pieces are short or empty.
    ends = np.cumsum([max(int(length), 0) for length in lengths], dtype=int)
    starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    return tuple(points[a:b] for a, b in zip(starts, ends, strict=True))


def _points(xy: Any) -> Array:
    return np.asarray(xy, dtype=float).reshape(-1, 2)


def _numbers(values: Any, n: int) -> tuple[float, ...]:
    numbers = tuple(float(v) for v in values)
    if len(numbers) != n:
        raise ValueError(f"{len(numbers)} numbers where {n} are due")
    return numbers


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} where a text is due")
    return value
