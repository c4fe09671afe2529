"""The picture of a wrong answer as a few lines of numbers, small enough to be kept with a grade.

What came back stays in the process that judges it, and no page can be drawn from it later. So what
`exercises.coach.showing.pictures` would draw is kept as data: `grader.reports.pages` makes it
visible. Nothing of it is a learner's text.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from contourpy import contour_generator

from exercises.coach.judging.finding import Finding
from exercises.coach.problems import Array
from exercises.coach.showing.pictures.of_finding import picture_of
from exercises.coach.showing.pictures.picture_style import RIGHT, YOURS, OneAxes

__all__ = ["SIDE", "Axis", "Line", "Sketch", "drawn", "sketch_from", "sketch_of"]

# Points are given in whole numbers: so many from edge to edge.
SIDE = 1000
# Of one line. There are not many more dots across a picture.
MOST = 250
OF_LEVEL = 60
MARGIN = 0.05
LEAST, LARGEST = 5e-324, float(np.finfo(float).max)
# A line goes on beyond the edges; how far, no reader sees.
BEYOND = 20 * SIDE
NO_MARK = ("", "None", "none", " ")
ROLES = {RIGHT: "right", YOURS: "yours"}

Scale = Literal["linear", "log", "symlog"]


@dataclass(frozen=True)
class Axis:
    """What is along one edge; ``low`` and ``high`` are the values at its ends."""

    label: str
    low: float
    high: float
    scale: Scale = "linear"

    def place(self, values: Any) -> Array:
        """Return where values are on the axis: 0 at ``low``, `SIDE` at ``high``."""
        low, high = _scaled(np.array([self.low, self.high]), self.scale)
        share: Array = (_scaled(values, self.scale) - low) / ((high - low) or 1.0)
        return share * SIDE


@dataclass(frozen=True)
class Line:
    """Points, joined or marked.

    Attributes
    ----------
    role : ``right``, ``yours``, ``level`` of the loss, or what else there is, ``beside``
    label : of the legend; may be empty
    mark : Matplotlib's letter for what marks each point; empty where nothing does
    is_joined : whether a line joins them
    is_hollow : whether the marks are
    parts : each the points of one stroke, ``x,y x,y …``
    """

    role: str
    label: str
    mark: str
    is_joined: bool
    is_hollow: bool
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Sketch:
    """A picture: what is on its axes, and the lines, the later ones above the earlier."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]


def sketch_of(finding: Finding) -> Sketch | None:
    """Return the picture of a finding whose evidence is still there; None where none helps."""
    try:
        return drawn(finding)
    except Exception:
        # What came back may be anything, and no picture is worth a grade.
        return None


def drawn(finding: Finding) -> Sketch | None:
    """Do as `sketch_of`, and raise what a fault of ours raises."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = picture_of(finding)
        if not isinstance(picture, OneAxes):
            return None
        sheet = _Sheet()
        picture.draw(sheet)
        return sheet.sketch()


def sketch_from(data: Mapping[str, Any]) -> Sketch:
    """Return the sketch of which `dataclasses.asdict` made plain data."""
    lines = tuple(Line(**{**line, "parts": tuple(line["parts"])}) for line in data["lines"])
    return Sketch(data["title"], Axis(**data["x"]), Axis(**data["y"]), lines)


@dataclass(frozen=True)
class _Drawn:
    """A line as it was drawn: its strokes in the values of the axes, each of shape (n, 2)."""

    line: Line
    strokes: tuple[Array, ...]
    is_scaling: bool = True


class _Sheet:
    """Takes what a picture draws, with those methods of Matplotlib's Axes that pictures use."""

    def __init__(self) -> None:
        self.title = ""
        self.labels = {"x": "", "y": ""}
        self.scales: dict[str, Scale] = {"x": "linear", "y": "linear"}
        self.limits: dict[str, tuple[float, float]] = {}
        self.drawn: list[_Drawn] = []

    def plot(self, *data: Any, **style: Any) -> None:
        """Draw a line, or marks."""
        mark = data[2] if len(data) > 2 else style.get("marker", "")
        x, y = (np.atleast_1d(np.asarray(each, dtype=float)) for each in data[:2])
        is_joined = len(data) < 3 and style.get("ls", style.get("linestyle", "-")) != "none"
        role = ROLES.get(str(style.get("color")), "beside")
        line = Line(
            role, str(style.get("label", "")), "" if mark in NO_MARK else str(mark), is_joined,
            style.get("mfc") == "none", (),
        )  # fmt: skip
        points = np.stack([x, y], axis=1)
        self.drawn.append(_Drawn(line, tuple(_strokes(points)) if len(points) else ()))

    def loglog(self, *data: Any, **style: Any) -> None:
        """Draw a line on log axes."""
        self.plot(*data, **style)
        self.scales = {"x": "log", "y": "log"}

    def contour(self, x: Array, y: Array, field: Array, levels: Array, **style: Any) -> None:
        """Draw level lines."""
        found = contour_generator(x, y, field)
        lines = [np.asarray(line) for level in levels for line in found.lines(level)]
        thin = tuple(_thinned(line, OF_LEVEL) for line in lines if len(line) > 1)
        self.drawn.append(_Drawn(Line("level", "", "", True, False, ()), thin, False))

    def axhline(self, at: float, **style: Any) -> None:
        """Draw a line from edge to edge."""
        ends = np.array([[-np.inf, at], [np.inf, at]])
        self.drawn.append(_Drawn(Line("level", "", "", True, False, ()), (ends,), False))

    def set(self, **what: Any) -> None:
        """Set labels, limits and scales."""
        for name, value in what.items():
            getattr(self, f"set_{name}")(value)

    def set_title(self, text: str) -> None:
        """Set what is written above."""
        self.title = text

    def set_xlabel(self, text: str) -> None:
        """Set what is along the lower edge."""
        self.labels["x"] = text

    def set_ylabel(self, text: str) -> None:
        """Set what is along the left edge."""
        self.labels["y"] = text

    def set_xlim(self, ends: tuple[float, float]) -> None:
        """Set the values at the left and right edge."""
        self.limits["x"] = (float(ends[0]), float(ends[1]))

    def set_ylim(self, *ends: Any) -> None:
        """Set the values at the lower and upper edge."""
        low, high = ends if len(ends) == 2 else ends[0]
        self.limits["y"] = (float(low), float(high))

    def set_xscale(self, scale: Scale, **options: Any) -> None:
        """Set how values lie along the lower edge."""
        self.scales["x"] = scale

    def set_yscale(self, scale: Scale, **options: Any) -> None:
        """Set how values lie along the left edge."""
        self.scales["y"] = scale

    def locator_params(self, **options: Any) -> None:
        """Leave it to whoever shows the sketch where ticks are."""

    def sketch(self) -> Sketch | None:
        """Return what was drawn; None where no point of it can be shown."""
        x, y = self._axis("x", 0), self._axis("y", 1)
        if x is None or y is None:
            return None
        lines = tuple(
            replace(each.line, parts=tuple(_placed(stroke, x, y) for stroke in each.strokes))
            for each in self.drawn
        )
        return Sketch(self.title, x, y, lines)

    def _axis(self, name: str, column: int) -> Axis | None:
        scale = self.scales[name]
        ends = self.limits[name] if name in self.limits else self._ends(scale, column)
        # Beyond the largest float, or on a log axis at 0, there is no end, and no place for ticks.
        is_wide = ends is not None and np.isfinite(np.ptp(_scaled(ends, scale)))
        return Axis(self.labels[name], *ends, scale) if ends is not None and is_wide else None

    def _ends(self, scale: Scale, column: int) -> tuple[float, float] | None:
        """Return between which values all lies that was drawn, with some room."""
        strokes = [stroke[:, column] for d in self.drawn if d.is_scaling for stroke in d.strokes]
        values = np.concatenate([*strokes, []])
        values = values[np.isfinite(_scaled(values, scale))]
        if not len(values):
            return None
        ends = _scaled(np.array([values.min(), values.max()]), scale)
        room = MARGIN * float(ends[1] - ends[0]) or 0.5
        low, high = _unscaled(np.array([ends[0] - room, ends[1] + room]), scale)
        return max(float(low), LEAST) if scale == "log" else float(low), min(float(high), LARGEST)


def _scaled(values: Any, scale: Scale) -> Array:
    values = np.asarray(values, dtype=float)
    if scale == "log":
        values = np.log10(np.where(values > 0, values, np.nan))
    elif scale == "symlog":
        # From 0 to 1 as far as from 1 to 10; there are no values below 0.
        values = np.where(values > 1, 1 + np.log10(np.maximum(values, 1)), values)
    return np.asarray(values, dtype=float)


def _unscaled(places: Array, scale: Scale) -> Array:
    if scale == "log":
        places = 10.0**places
    elif scale == "symlog":
        places = np.where(places > 1, 10.0 ** (places - 1), places)
    return np.asarray(places, dtype=float)


def _strokes(points: Array) -> Iterator[Array]:
    """Yield the pieces of a line between its gaps, none with more points than can be seen."""
    is_gap = ~np.isfinite(points).all(axis=1)
    edges = [-1, *np.flatnonzero(is_gap).tolist(), len(points)]
    for before, after in pairwise(edges):
        if after - before > 1:
            yield _thinned(points[before + 1 : after], MOST)


def _thinned(points: Array, most: int) -> Array:
    if len(points) <= most:
        return points
    kept = np.unique(np.linspace(0, len(points) - 1, most).round().astype(int))
    return np.asarray(points[kept], dtype=float)


def _placed(stroke: Array, x: Axis, y: Axis) -> str:
    """Return the points of a stroke as `Line.parts` has them; what has no place is left out."""
    columns = [axis.place(stroke[:, n]) for n, axis in enumerate((x, y))]
    places = np.clip(np.stack(columns, axis=1), -BEYOND, BEYOND)
    return " ".join(f"{a:.0f},{b:.0f}" for a, b in places[~np.isnan(places).any(axis=1)])
