"""A description of a figure, read: every field checked, since it may come from a forger.

`read` takes what `exercises.coach.calling.figure_as_data` wrote; the judges work on its result.
Each part has the kind and the number that they build on, and the whole no more of anything than can
be gone through in the time of a check.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exercises.coach.problems import Array

__all__ = [
    "UNREADABLE", "Contours", "Curve", "Drawing", "Marks", "Panel", "TooMuch", "Words",
    "read",
]  # fmt: skip

UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What `read` raises of a description that is none."""
# What a figure may hold, all its panels together. A plot of an exercise has some dozens of artists
# and some thousand points; what learners draw by the ten thousand nobody can see.
PANELS = 64
ENTRIES = 10_000
PIECES = 20_000
POINTS = 250_000
LEVELS = 1_000
TEXTS = 10_000
CHARACTERS = 500
LINES = 20


# What is drawn without points, ``ax.plot([], [])``, is there for the legend.
UNSEEN = {"Line2D", "LineCollection", "PathCollection"}


@dataclass(frozen=True, eq=False)
class Curve:
    """What joins points: polylines, each an (n, 2) array; directed if it has an arrow's head.

    ``style`` is equal for what looks the same but for its colour: the kind, Matplotlib's line
    style, width and transparency. ``label`` is the legend's.
    """

    kind: str
    pieces: tuple[Array, ...]
    is_directed: bool
    style: tuple[object, ...] = ()
    color: tuple[float, ...] = ()
    label: str = ""


@dataclass(frozen=True, eq=False)
class Marks:
    """What marks points (n, 2): ``styles[i]`` tells apart what looks different.

    Each is the outline's number, the size, and the colours of face and edge.

    ``reach`` is how far the marks reach from their points in x and y; 0 for markers. ``label`` is
    the legend's.
    """

    points: Array
    styles: tuple[tuple[object, ...], ...]
    reach: tuple[float, ...] = (0.0, 0.0)
    label: str = ""


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
    """One Axes; ``covered`` are the points of what filled contours hide."""

    is_shown: bool
    position: tuple[float, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    limits: tuple[float, ...]
    scales: tuple[str, ...]
    aspect: float
    has_frame: bool
    face: tuple[float, ...]
    legends: tuple[str, ...]
    has_legend: bool
    curves: tuple[Curve, ...]
    marks: tuple[Marks, ...]
    contours: tuple[Contours, ...]
    words: tuple[Words, ...]
    unscaled: tuple[Array, ...]
    covered: tuple[Array, ...]
    is_off: bool
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen but words and a legend."""
        is_marked = any(len(marks.points) for marks in self.marks)
        others = set(self.others) - UNSEEN
        is_drawn = self.curves or is_marked or self.contours or self.unscaled or self.covered
        return not (is_drawn or others)


@dataclass(frozen=True, eq=False)
class Drawing:
    """What one call drew, with the fields of `calling.figure_as_data.observe_drawing`."""

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
    size: tuple[float, ...]


def read(figure: Mapping[str, Any]) -> Drawing:
    """Return the description, checked.

    Raises
    ------
    TypeError, ValueError, LookupError, AttributeError, ArithmeticError
        When it is not what `observe_drawing` writes, or has more in it than a figure may.
    """
    room = _Room()
    axes = tuple(_panel(fields, room) for fields in _listed(figure["axes"], PANELS, "panels"))
    drawn_on = _whole(figure["drawn_on"], -1, len(axes) - 1)
    return Drawing(
        returned=_text(figure["returned"]),
        type_name=_text(figure["type"]),
        place=_text(figure["place"]),
        is_handed=bool(figure["is_handed"]),
        windows=_texts(figure["windows"]),
        changes=_texts(figure["changes"]),
        touched=_texts(figure["touched"]),
        new_figures=_whole(figure["new_figures"], 0, 10**6),
        axes=axes,
        panel=axes[drawn_on] if drawn_on >= 0 else None,
        titles=_texts(figure["titles"]),
        labels=_labels(figure["labels"]) if axes else (),
        legends=_legends(figure["legends"]),
        size=_numbers(figure["size"], 2) if axes else (),
    )


def _panel(fields: Mapping[str, Any], room: _Room) -> Panel:
    has_frame = bool(fields["has_frame"])
    for name in ("curves", "marks", "contours", "texts", "unscaled", "others", "covered"):
        room.entries = _less(room.entries, len(fields[name]), "artists")
    panel = Panel(
        is_shown=bool(fields["visible"]) and not fields["is_colorbar"],
        position=_numbers(fields["position"], 4),
        titles=_texts(fields["titles"]),
        labels=_labels(fields["labels"]),
        limits=_numbers(fields["limits"], 4),
        scales=_labels(fields["scales"]),
        aspect=float(fields["aspect"]),
        has_frame=has_frame,
        face=_colour(fields["face"]),
        legends=(legends := _legends(fields["legends"])),
        has_legend=any(text.strip() for text in legends),
        curves=tuple(_curve(curve, room) for curve in fields["curves"]),
        marks=tuple(_marks(marks, room) for marks in fields["marks"]),
        contours=tuple(_contours(contours, room) for contours in fields["contours"]),
        words=tuple(_words(words) for words in fields["texts"]),
        unscaled=tuple(_points(arrows["xy"], room) for arrows in fields["unscaled"]),
        covered=tuple(_points(below["xy"], room) for below in fields["covered"]),
        is_off=bool(fields["is_off"]),
        others=_texts(fields["others"]),
    )
    # A spare Axes is hidden as a whole or, empty, by its frame; or it lends its place to a legend.
    if panel.is_empty and (panel.has_legend or not has_frame):
        return replace(panel, is_shown=False)
    return panel


class TooMuch(ValueError):
    """There is more in a figure than anybody can look at; the text says of what."""


@dataclass
class _Room:
    """What a description may still hold."""

    entries: int = ENTRIES
    pieces: int = PIECES
    points: int = POINTS


def _less(left: int, taken: int, what: str) -> int:
    if taken > left:
        raise TooMuch(f"too many {what} to be judged")
    return left - taken


def _curve(fields: Mapping[str, Any], room: _Room) -> Curve:
    pieces = _pieces(fields["xy"], fields["lengths"], room)
    width, alpha = float(fields["width"]), float(fields["alpha"])
    style = (_text(fields["kind"]), _text(fields["style"]), round(width, 3), round(alpha, 3))
    color = _colour(fields["color"])
    kind, label = _text(fields["kind"]), _text(fields["label"])
    return Curve(kind, pieces, bool(fields["is_directed"]), style, color, label)


def _contours(fields: Mapping[str, Any], room: _Room) -> Contours:
    levels = np.asarray(fields["levels"], dtype=float).reshape(-1)
    box = _numbers(fields["box"], 4) if len(fields["box"]) else ()
    vertices = _pieces(fields["xy"], fields["lengths"], room)
    if not 0 < len(levels) <= LEVELS:
        raise ValueError(f"contours of {len(levels)} levels")
    return Contours(levels, vertices, box)


def _marks(fields: Mapping[str, Any], room: _Room) -> Marks:
    points = _points(fields["xy"], room)
    # To three digits: less is not seen.
    sizes = np.round(np.asarray(fields["sizes"], dtype=float).reshape(-1), 3).tolist()
    faces, edges = (
        np.round(np.asarray(fields[name], dtype=float).reshape(-1, 4), 3).tolist()
        for name in ("faces", "edges")
    )
    shapes = [int(shape) for shape in _listed(fields["shapes"], POINTS, "markers")]
    if max(len(sizes), len(faces), len(edges)) > POINTS:
        raise ValueError("too many styles")
    kinds = math.lcm(len(sizes), len(faces), len(edges), len(shapes))
    styles = [
        (
            shapes[i % len(shapes)],
            sizes[i % len(sizes)],
            *faces[i % len(faces)],
            *edges[i % len(edges)],
        )
        for i in range(min(kinds, len(points)))
    ]
    of_each = tuple(styles[i % len(styles)] for i in range(len(points)))
    return Marks(points, of_each, _numbers(fields["reach"], 2), _text(fields["label"]))


def _words(fields: Mapping[str, Any]) -> Words:
    at = _numbers(fields["at"], 2) if len(fields["at"]) else ()
    look = (*_colour(fields["color"]), round(float(fields["size"]), 3))
    return Words(_text(fields["text"]), at, bool(fields["is_level"]), look)


def _colour(parts: Any) -> tuple[float, ...]:
    return tuple(round(float(part), 3) for part in _listed(parts, 4, "colours"))


def _legends(legends: Any) -> tuple[str, ...]:
    said: list[str] = []
    for legend in _listed(legends, LINES, "legends"):
        words = (legend["title"], *_listed(legend["texts"], TEXTS, "texts"))
        said += [_text(word) for word in words if word]
    return tuple(said)


def _pieces(xy: Any, lengths: Any, room: _Room) -> tuple[Array, ...]:
    points = _points(xy, room)
    room.pieces = _less(room.pieces, len(lengths), "pieces")
    # A description that was too large ends early: its last pieces are short or empty.
    ends = np.cumsum([_whole(length, 0, 2**31) for length in lengths], dtype=np.int64)
    starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    return tuple(points[a:b] for a, b in zip(starts, ends, strict=True))


def _points(xy: Any, room: _Room) -> Array:
    points = np.asarray(xy, dtype=float).reshape(-1, 2)
    room.points = _less(room.points, len(points), "points")
    return points


def _numbers(values: Any, n: int) -> tuple[float, ...]:
    if len(values) != n:
        raise ValueError(f"{len(values)} numbers where {n} are expected")
    return tuple(float(v) for v in values)


def _whole(value: Any, least: int, most: int) -> int:
    number = int(value)
    if number != value or not least <= number <= most:
        raise ValueError(f"not a whole number from {least} to {most}")
    return number


def _listed(values: Any, most: int, what: str) -> Any:
    if not isinstance(values, (list, tuple, np.ndarray)):
        raise TypeError(f"no list of {what}")
    _less(most, len(values), what)
    return values


def _labels(values: Any) -> tuple[str, ...]:
    labels = _texts(values)
    if len(labels) != 2:
        raise ValueError(f"{len(labels)} labels where there are two axes")
    return labels


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_text(value) for value in _listed(values, TEXTS, "texts"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} where a text is expected")
    return value[:CHARACTERS]
