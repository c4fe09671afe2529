"""A figure that a learner's function drew, as it is, with words around it and marks on it.

Marks are drawn on the finished picture, never on the learner's Axes: they change no limits, and the
figure may still be somebody's.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.coach.calling.deadline import counting, deadline
from exercises.coach.problems import Array
from exercises.coach.showing.pictures.picture_style import DPI, INK, RIGHT, own_style, saved

__all__ = ["SECONDS", "Marks", "is_worth_showing", "sheet"]

# Pixels of a learner's figure, whatever size they gave it, and of the words around it.
WIDEST, HIGHEST, NARROWEST = 1000, 800, 560
LINE, MARGIN = 17, 8
CHARACTER = 6.4
# Lines of one text; what is longer is in the message.
MOST_LINES = 3
SECONDS = 6.0
# Agg can place no point further away than this.
FARTHEST = 1e5
DASHES = (0, (4, 2))


@dataclass(frozen=True)
class Marks:
    """What to mark on one Axes, in its own coordinates.

    Attributes
    ----------
    lines : polylines that are expected, each of shape (n, 2)
    is_thin : whether they are drawn as level lines are
    rings : points to ring, each with words
    beyond : points that lie outside the Axes, each with words
    edges : words at an edge of the Axes: "left", "bottom" or "top"
    legend : what the lines are
    """

    lines: tuple[Array, ...] = ()
    is_thin: bool = False
    rings: tuple[tuple[Array, str], ...] = ()
    beyond: tuple[tuple[Array, str], ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    legend: str = ""


def is_worth_showing(figure: Any) -> bool:
    """Whether anything is drawn on a learner's figure."""
    return any(axes.has_data() or axes.texts for axes in figure.axes)


def sheet(
    figure: Any, above: Sequence[str], marks: Sequence[tuple[int, Marks]] = (),
    below: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """Return a learner's figure as a PNG, with words above and below it and marks on it.

    Parameters
    ----------
    figure : the Matplotlib figure
    above, below : texts, each of its own line or lines
    marks : each with the number of the Axes that it is for
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    canvas, dpi = figure.canvas, figure.dpi
    with own_style():
        try:
            pixels = _rendered(figure)
            height, width = pixels.shape[:2]
            wide = max(width, NARROWEST)
            lines = [line for text in above for line in _wrapped(text, wide)]
            under = [line for text in below for line in _wrapped(text, wide)]
            legends = list(dict.fromkeys(m.legend for _, m in marks if m.legend))
            rows = len(under) + len(legends)
            top, low = (LINE * n + 2 * MARGIN * bool(n) for n in (len(lines), rows))
            size = (wide / DPI, (top + height + low) / DPI)
            page = Figure(figsize=size, dpi=DPI, facecolor="white")
            FigureCanvasAgg(page)
            left = (wide - width) // 2
            page.figimage(pixels, left, low, origin="upper")
            whole = top + height + low
            for number, line in enumerate(lines):
                _say(page, line, MARGIN + 4, whole - MARGIN - LINE * (number + 0.5), ha="left")
            for number, line in enumerate(under):
                _say(page, line, wide / 2, low - MARGIN - LINE * (number + 0.5))
            thin = {m.legend: m.is_thin for _, m in marks}
            for number, line in enumerate(legends, len(under)):
                _legend(page, line, MARGIN + 4, low - MARGIN - LINE * (number + 0.5), thin[line])
            for index, each in marks:
                _mark(page, figure.axes[index], each, np.array([left, low]))
            return saved(page)
        finally:
            figure.set_canvas(canvas)
            figure.dpi = dpi


def _rendered(figure: Any) -> Any:
    """Return the figure's pixels, (height, width, 4), of a size that a screen can show."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    width, height = figure.get_size_inches()
    figure.dpi = min(DPI, WIDEST / width, HIGHEST / height)
    canvas = FigureCanvasAgg(figure)
    # An artist of theirs may do anything; and a million points take their time.
    with deadline(SECONDS), counting():
        canvas.draw()  # type: ignore[no-untyped-call]
    return np.array(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def _wrapped(text: str, width: float) -> list[str]:
    lines = textwrap.wrap(" ".join(text.split()), int((width - 2 * MARGIN) / CHARACTER))
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[2][:-1] + "…"]


def _say(page: Any, text: str, x: float, y: float, **how: Any) -> None:
    """Write a text at a place in pixels; signs of money in it are a learner's, and no formula."""
    from matplotlib.text import Text
    from matplotlib.transforms import IdentityTransform

    style = {"ha": "center", "va": "center", "color": INK, **how}
    words = Text(x, y, text, parse_math=False, transform=IdentityTransform(), **style)
    page.add_artist(words)


def _legend(page: Any, text: str, x: float, y: float, is_thin: bool) -> None:
    _line(page, np.array([[x, y], [x + 36, y]]), is_thin)
    _say(page, text, x + 44, y, ha="left", color=RIGHT)


def _line(page: Any, points: Array, is_thin: bool, within: Any = None) -> None:
    """Draw a dashed line on a white one, so that it is seen on any ground."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import IdentityTransform

    width = 1.0 if is_thin else 1.8
    for colour, lw, dashes in (("white", width + 1.6, "-"), (RIGHT, width, DASHES)):
        line = Line2D(*points.T, color=colour, lw=lw, ls=dashes, transform=IdentityTransform())
        page.add_artist(line)
        if within is not None:
            line.set_clip_box(within)


def _mark(page: Any, axes: Any, marks: Marks, corner: Array) -> None:
    """Draw the marks of one Axes on the page; ``corner`` is where the figure's pixels begin."""
    from matplotlib.transforms import Bbox

    box = Bbox(np.array(axes.bbox.extents).reshape(2, 2) + corner)

    def placed(points: Array) -> Array:
        pixels: Array = np.asarray(axes.transData.transform(points), dtype=float) + corner
        pixels[~np.isfinite(pixels).all(axis=-1)] = np.nan
        return np.clip(pixels, -FARTHEST, FARTHEST)

    for line in marks.lines:
        _line(page, placed(line), marks.is_thin, box)
    for point, words in marks.rings:
        _ring(page, placed(point[None])[0], words, box)
    for point, words in marks.beyond:
        _beyond(page, placed(point[None])[0], words, box)
    for edge, words in marks.edges:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        x, y, turned = {
            "left": (box.x0 + 14, y, 90), "bottom": (x, box.y0 + 14, 0), "top": (x, box.y1 - 14, 0),
        }[edge]  # fmt: skip
        _boxed(page, words, x, y, rotation=turned)


def _ring(page: Any, at: Array, words: str, box: Any) -> None:
    from matplotlib.patches import Circle
    from matplotlib.transforms import IdentityTransform

    if not np.isfinite(at).all():
        return
    for colour, width in (("white", 4.0), (RIGHT, 1.8)):
        how = {"fill": False, "ec": colour, "lw": width, "transform": IdentityTransform()}
        page.add_artist(Circle(tuple(at), 11, **how))
    # Towards the middle, where there is room.
    side = 1 if at[0] < (box.x0 + box.x1) / 2 else -1
    rise = 1 if at[1] < (box.y0 + box.y1) / 2 else -1
    _boxed(page, words, at[0] + 16 * side, at[1] + 20 * rise, ha="left" if side > 0 else "right")


def _beyond(page: Any, at: Array, words: str, box: Any) -> None:
    """Write words at the edge, and point from there to where the point is."""
    if not np.isfinite(at).all():
        return
    low, high = np.array([box.x0, box.y0]) + 6, np.array([box.x1, box.y1]) - 6
    edge = np.clip(at, low, high)
    middle = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    inside = edge + 0.22 * (middle - edge)
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.transforms import IdentityTransform

    away = (edge - inside) / (np.hypot(*(edge - inside)) or 1.0)
    head = edge + 10 * away
    arrow = FancyArrowPatch(
        tuple(inside), tuple(head), arrowstyle="-|>", mutation_scale=16, color=RIGHT, lw=1.8,
        shrinkA=0, shrinkB=0, transform=IdentityTransform(),
    )  # fmt: skip
    page.add_artist(arrow)
    side = "left" if inside[0] < middle[0] else "right"
    _boxed(page, words, float(inside[0]), float(inside[1]), ha=side)


def _boxed(page: Any, words: str, x: float, y: float, **how: Any) -> None:
    box = {"boxstyle": "round,pad=0.25", "fc": "white", "ec": RIGHT, "lw": 1.0}
    _say(page, words, x, y, color=RIGHT, bbox=box, **how)
