"""A sketch as an SVG image, which a page holds as a data URI and a browser runs nothing in.

The colours are the style sheet's, light and dark: an image has no other way to the page's.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from textwrap import wrap

import numpy as np
from markupsafe import Markup

from exercises.coach.showing.pictures.picture_style import words_of
from grader.picture_data import SIDE, Axis, Line, Sketch
from grader.reports.pages.layout import page, palette

__all__ = ["Picture", "picture_of_sketch", "svg_of"]

WIDTH, HEIGHT = 330, 240
# Around the axes: at the left and below stand the numbers and the labels.
LEFT, RIGHT, TOP, BELOW = 62, 10, 8, 40
ROW = 18
# What fits on a line of the legend.
LETTERS = 48
TICKS = 5
MOST_DIGITS = 7
# Of the style sheet's colours, those that a sketch has.
NAMES = ("text", "quiet", "yours", "beside", "contour")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Picture:
    """An image for a page: its address, what is written above it, and what is said in its place."""

    src: Markup
    title: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class _Tick:
    at: float
    text: str


@dataclass(frozen=True)
class _Entry:
    """A line of the legend."""

    line: Line
    y: float
    rows: tuple[str, ...]


def picture_of_sketch(sketch: Sketch) -> Picture:
    """Return a sketch as an image."""
    text = svg_of(sketch)
    labels = [line.label for line in sketch.lines if line.label]
    alt = f"{sketch.x.label} and {sketch.y.label}. Shown are: {'; '.join(labels)}."
    data = b64encode(text.encode()).decode()
    src = Markup("data:image/svg+xml;base64,") + data
    return Picture(src, sketch.title, alt, WIDTH, _height(list(_legend(sketch))))


def svg_of(sketch: Sketch) -> str:
    """Return a sketch as the text of an SVG."""
    legend = list(_legend(sketch))
    light, dark = palette()
    colours = (("@media all", light), ("@media screen and (prefers-color-scheme:dark)", dark))
    lines = [line for line in sketch.lines if any(line.parts)]
    return page(
        "sketch.svg.j2", sketch=sketch, lines=lines, legend=legend, colours=colours, names=NAMES,
        x_ticks=_ticks(sketch.x), y_ticks=_ticks(sketch.y), width=WIDTH, height=_height(legend),
        left=LEFT, top=TOP, wide=WIDTH - LEFT - RIGHT, high=HEIGHT - TOP - BELOW, row=ROW,
        below=HEIGHT, placed=_placed, side=SIDE,
    )  # fmt: skip


def _height(legend: list[_Entry]) -> int:
    return HEIGHT + ROW * sum(len(entry.rows) for entry in legend) + 4


def _legend(sketch: Sketch) -> Iterator[_Entry]:
    row = 0
    for line in sketch.lines:
        if line.label:
            rows = tuple(wrap(line.label, LETTERS))
            yield _Entry(line, HEIGHT + ROW * row + ROW / 2, rows)
            row += len(rows)


def _placed(part: str) -> list[tuple[float, float]]:
    """Return the points of a stroke in the image, where y goes down."""
    wide, high = (WIDTH - LEFT - RIGHT) / SIDE, (HEIGHT - TOP - BELOW) / SIDE
    pairs = (pair.split(",") for pair in part.split())
    return [
        (round(LEFT + int(x) * wide, 1), round(TOP + (SIDE - int(y)) * high, 1)) for x, y in pairs
    ]


def _ticks(axis: Axis) -> list[_Tick]:
    """Return numbers along an axis and where they stand, in `SIDE`."""
    values = _powers(axis) if axis.scale != "linear" else _round_numbers(axis.low, axis.high)
    told = _as_power if axis.scale != "linear" else partial(words_of, digits=_digits(values))
    places = axis.place(np.array(values, dtype=float)).tolist()
    ticks = [_Tick(at, told(value)) for at, value in zip(places, values, strict=True)]
    if len({tick.text for tick in ticks}) < len(ticks):
        # There is no room for digits that tell them apart, and fewer would be false.
        return []
    return [tick for tick in ticks if -1 <= tick.at <= SIDE + 1]


def _digits(values: list[float]) -> int:
    """Return how many digits tell numbers in equal steps apart, as far as there is room."""
    step = abs(values[1] - values[0]) if len(values) > 1 else 0.0
    largest = max(map(abs, values))
    needed = np.ceil(np.log10(largest / step)) + 1 if step and largest else 4
    return int(np.clip(needed, 4, MOST_DIGITS))


def _round_numbers(low: float, high: float) -> list[float]:
    """Return up to `TICKS` multiples of 1, 2 or 5 times a power of ten between two numbers."""
    if not high > low:
        return [low]
    rough = (high - low) / TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(f"{n * step:.12g}") for n in range(first, last + 1)]


def _powers(axis: Axis) -> list[float]:
    """Return powers of ten on an axis; where there are not two, other round numbers."""
    zero = [0.0] if axis.scale == "symlog" and axis.low <= 0 else []
    low = np.log10(max(axis.low, 1.0) if axis.scale == "symlog" else axis.low)
    first, last = int(np.ceil(low - 1e-9)), int(np.floor(np.log10(axis.high) + 1e-9))
    every = max(1, -(-(last - first + 1) // TICKS))
    powers = [10.0**n for n in range(first, last + 1, every)]
    if len(powers) > 1 or zero:
        return zero + powers
    between = [factor * 10.0**n for n in range(first - 1, last + 1) for factor in (1, 2, 5)]
    between = [value for value in between if axis.low <= value <= axis.high]
    return between if len(between) > 1 else _round_numbers(axis.low, axis.high)


def _as_power(value: float) -> str:
    power = round(float(np.log10(value))) if value > 0 else 0
    is_power = value > 0 and np.isclose(value, 10.0**power, rtol=1e-9)
    if is_power and not -2 <= power <= 3:
        return f"10{str(power).translate(SUPERSCRIPTS)}"
    return words_of(value, 3)
