"""A learner's figure drawn once more, from its description.

The grader has no figure, only what a sandbox described of it: plain data that anybody can forge.
So nothing here is believed but numbers, colours and words, each bounded: what is drawn is drawn
where the grader runs, and takes no longer than a plot of the exercise does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np

from exercises.coach.calling.deadline import counting, deadline
from exercises.coach.judging.figures.checked_description import (
    Contours,
    Curve,
    Drawing,
    Marks,
    Panel,
    Words,
    read,
)
from exercises.coach.judging.finding import Finding
from exercises.coach.judging.question import Question
from exercises.coach.problems import Array
from exercises.coach.showing.pictures.ex4_marked import marks_on, words_above
from exercises.coach.showing.pictures.learner_figure import SECONDS, is_worth_showing, sheet
from exercises.coach.showing.pictures.picture_style import GREY, INK, own_style

__all__ = ["redrawn", "redrawn_plot"]

NOTE = (
    "Drawn from the sandbox's description: some points of each level line, in colours of the "
    "grader's, and neither fillings nor images."
)
SIZE = (6.4, 4.8)
SMALLEST, LARGEST = 0.5, 40.0
STYLES = ("-", "--", "-.", ":")
SCALES = ("linear", "log", "symlog")
# Of each of these no more can be told apart, and one artist takes as long as a thousand points.
WORDS, KINDS, ARROWS, ENTRIES = 60, 40, 200, 30
LETTERS = 200
# Vertices of one level that lie further apart than this many usual steps belong to two lines.
GAP = 4.0
FARTHEST = 1e200
WIDEST = 20.0
CONTRAST = 0.2
LEVEL_WIDTH = 0.9
Colour = tuple[float, ...]
DARK: Colour = (0.13, 0.13, 0.13, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)


def redrawn_plot(question: Question, figure: Mapping[str, Any], finding: Finding | None) -> bytes:
    """Draw a learner's figure from its description, what a finding says of it marked, as a PNG.

    Parameters
    ----------
    question : the call that drew it
    figure : the description
    finding : of this call; None where nothing is wrong

    Raises
    ------
    LookupError, TypeError, ValueError, ArithmeticError, AttributeError
        When the description is none, or nothing can be drawn of it.
    DidNotReturn
        When drawing it takes longer than any honest figure does.
    """
    with own_style():
        drawing = read(figure)
        with deadline(SECONDS), counting():
            again = redrawn(drawing)
        if not is_worth_showing(again):
            raise ValueError("there is nothing on the figure")
        marks = list(marks_on(question, drawing, finding.flaw)) if finding is not None else []
        unmarked = [f"{question.function}: this check finds nothing wrong"]
        above = words_above(finding) if finding is not None else unmarked
        return sheet(again, above, marks, [NOTE])


def redrawn(drawing: Drawing) -> Any:
    """Return a Matplotlib figure with what a description says, its Axes in the same order.

    Parameters
    ----------
    drawing : the description, read by `exercises.coach.judging.figures.checked_description.read`
    """
    from matplotlib.figure import Figure

    inches = np.array(drawing.size or SIZE, dtype=float)
    is_sound = len(inches) == 2 and np.isfinite(inches).all()
    figure = Figure(figsize=tuple(np.clip(inches, SMALLEST, LARGEST)) if is_sound else SIZE)
    for panel in drawing.axes:
        _panel(figure, panel)
    for n, title in enumerate(drawing.titles[:ENTRIES]):
        figure.text(0.5, 0.98 - 0.05 * n, **_named("s", title), ha="center", va="top", size=11)
    if drawing.labels:
        below, beside = (_named("s", label) for label in drawing.labels)
        figure.text(0.5, 0.01, **below, ha="center", va="bottom")
        figure.text(0.01, 0.5, **beside, ha="left", va="center", rotation=90)
    if drawing.legends:
        _legend(figure, drawing.legends, [c for panel in drawing.axes for c in panel.curves])
    return figure


def _panel(figure: Any, panel: Panel) -> None:
    place = np.clip(np.nan_to_num(np.array(panel.position)), -1.0, 2.0)
    axes = figure.add_axes((*place[:2], *np.maximum(place[2:], 1e-3)))
    axes.set_visible(panel.is_shown or panel.has_legend)
    axes.set_autoscale_on(False)
    for name, scale in zip("xy", panel.scales, strict=True):
        axes.set(**{f"{name}scale": scale if scale in SCALES else "linear"})
    _limits(axes, panel)
    if 1e-3 < panel.aspect < 1e3:
        axes.set_aspect(panel.aspect)
    if not panel.has_frame:
        axes.set_axis_off()
    face = _colour(panel.face, WHITE)
    axes.set_facecolor(face)
    for contours in panel.contours:
        _contours(axes, contours)
    _curves(axes, panel.curves, face)
    for marks in panel.marks:
        _marks(axes, marks)
    for arrows in panel.unscaled:
        axes.plot(*_placed(arrows).T, ".", color=GREY)
    for words in panel.words[:WORDS]:
        _words(axes, words, face)
    for title, loc in zip(panel.titles, ("left", "center", "right"), strict=False):
        axes.set_title(**_named("label", title), loc=loc)
    for title in panel.titles[3:ENTRIES]:  # of its subfigure
        axes.text(0.5, 1.1, **_named("s", title), ha="center", transform=axes.transAxes)
    axes.set_xlabel(**_named("xlabel", panel.labels[0]))
    axes.set_ylabel(**_named("ylabel", panel.labels[1]))
    if panel.has_legend:
        _legend(axes, panel.legends, panel.curves)


def _limits(axes: Any, panel: Panel) -> None:
    for name, ends in (("x", panel.limits[:2]), ("y", panel.limits[2:])):
        low, high = ends
        is_wide = abs(high - low) > 1e-12 * max(abs(low), abs(high))
        if is_wide and max(abs(low), abs(high)) < FARTHEST:
            axes.set(**{f"{name}lim": (low, high)})


def _placed(points: Array) -> Array:
    """Return points of which none is too far away to be drawn."""
    return np.where(np.abs(points) < FARTHEST, points, np.nan)


def _contours(axes: Any, contours: Contours) -> None:
    from matplotlib import colormaps
    from matplotlib.collections import LineCollection

    colours = colormaps["viridis"](np.linspace(0, 0.9, len(contours.vertices) or 1))
    for vertices, colour in zip(contours.vertices, colours, strict=False):
        points = _placed(vertices)
        steps = np.hypot(*np.diff(points, axis=0).T)
        usual = np.nanmedian(steps) if np.isfinite(steps).any() else 0.0
        pieces = np.split(points, np.flatnonzero(~(steps <= GAP * usual)) + 1)
        lines = LineCollection(pieces, colors=[colour], linewidths=LEVEL_WIDTH)
        axes.add_collection(lines, autolim=False)


def _curves(axes: Any, curves: Sequence[Curve], face: Colour) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.patheffects import Normal, Stroke

    # Those that look alike and follow one another are one artist.
    for look, alike in groupby(curves, _look):
        colour, width, style = look
        pieces = [_placed(piece) for curve in alike for piece in curve.pieces]
        lines = LineCollection(pieces, colors=[colour], linewidths=width, linestyles=style)
        if not _is_seen(colour, face):
            # White on a filling, say, which is not here.
            lines.set_path_effects([Stroke(linewidth=width + 1.6, foreground=GREY), Normal()])
        axes.add_collection(lines, autolim=False)
    directed = [piece for curve in curves if curve.is_directed for piece in curve.pieces]
    for piece in directed[:ARROWS]:
        ends = _placed(piece[-2:])
        if len(ends) == 2 and np.isfinite(ends).all():
            how = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", ends[1], ends[0], arrowprops=how, annotation_clip=True)


def _is_seen(colour: Colour, face: Colour) -> bool:
    """Whether one colour is told from the other by its brightness."""
    weights = np.array([0.299, 0.587, 0.114])
    return bool(abs(weights @ (np.array(colour[:3]) - np.array(face[:3]))) > CONTRAST)


def _look(curve: Curve) -> tuple[Colour, float, str]:
    _, said, width, alpha = curve.style or ("", "", 1.0, 1.0)
    # Of a collection it is a list that says what is drawn and what is left out; without, None.
    is_broken = str(said).startswith("[") and "None" not in str(said)
    style = str(said) if said in STYLES else "--" if is_broken else "-"
    red, green, blue, own = _colour(curve.color)
    opacity = float(np.clip(np.nan_to_num(float(str(alpha)), nan=1.0), 0, 1))
    return (red, green, blue, own * opacity), _bounded(float(str(width)), 0.3), style


def _colour(parts: Sequence[object], otherwise: Colour = DARK) -> Colour:
    numbers = np.array([float(str(part)) for part in parts])
    if len(numbers) == 3:
        numbers = np.append(numbers, 1.0)
    if len(numbers) != 4 or not np.isfinite(numbers).all():
        return otherwise
    return tuple(np.clip(numbers, 0, 1).tolist())


def _bounded(size: float, least: float) -> float:
    return min(max(size, least), WIDEST) if np.isfinite(size) else 1.0


def _marks(axes: Any, marks: Marks) -> None:
    from matplotlib.patches import Ellipse

    if not len(marks.points):
        return
    reach = np.array(marks.reach)
    if (reach > 0).all() and (reach < FARTHEST).all():
        for point, style in list(zip(_placed(marks.points), marks.styles, strict=True))[:ARROWS]:
            if np.isfinite(point).all():
                face, edge = _colour(style[2:6]), _colour(style[6:10])
                axes.add_patch(Ellipse(tuple(point), *(2 * reach), facecolor=face, edgecolor=edge))
        return
    forms = np.array([style[0] for style in marks.styles])
    points = _placed(marks.points)
    for form in list(dict.fromkeys(forms.tolist()))[:KINDS]:
        of_form = np.flatnonzero(forms == form)
        styles = [marks.styles[i] for i in of_form]
        sizes = [_bounded(float(str(style[1])), 1.0) ** 2 for style in styles]
        faces = [_colour(style[2:6]) for style in styles]
        edges = [_colour(style[6:10]) for style in styles]
        look = {"s": sizes, "facecolors": faces, "edgecolors": edges, "zorder": 3}
        axes.scatter(*points[of_form].T, marker=_markers().get(form, "o"), **look)


@cache
def _markers() -> dict[int, str]:
    """Return Matplotlib's own markers by the number of their outline."""
    from matplotlib.markers import MarkerStyle

    from exercises.coach.calling.artists import shape_of

    found = {}
    for name in reversed(list(MarkerStyle.markers)):
        if isinstance(name, str) and name not in ("", " ", "None", "none"):
            marker = MarkerStyle(name)
            found[shape_of(marker.get_path(), marker.get_transform())] = name
    return found


def _words(axes: Any, words: Words, face: Colour) -> None:
    at = np.array(words.at)
    if len(at) != 2 or not np.isfinite(_placed(at)).all():
        return
    size = _bounded(words.look[-1] if words.look else 0.0, 6.0)
    colour = _colour(words.look[:4]) if len(words.look) == 5 else DARK
    if not _is_seen(colour, face):
        colour = DARK if _is_seen(DARK, face) else WHITE
    axes.text(*at, **_named("s", words.text), size=size, color=colour, clip_on=True)


def _legend(owner: Any, said: Sequence[str], curves: Sequence[Curve]) -> None:
    """Write a legend: beside each word the line that is called so, where one is."""
    from matplotlib.lines import Line2D

    looks = {curve.label: _look(curve) for curve in curves if curve.label[:1] not in ("", "_")}
    handles = []
    for words in said[:ENTRIES]:
        colour, width, style = looks.get(words, ((0.0, 0.0, 0.0, 0.0), 0.0, "-"))
        look: dict[str, Any] = {"color": colour, "lw": width, "ls": style}
        handles.append(Line2D([], [], label=".", **look))
    legend = owner.legend(handles, ["."] * len(handles), loc="upper right", frameon=True)
    for text, words in zip(legend.get_texts(), said[:ENTRIES], strict=True):
        text.set_parse_math("parse_math" not in _named("s", words))
        text.set_text(words[:LETTERS])


def _named(name: str, text: str) -> dict[str, Any]:
    """Return a text under its argument's name; signs of money that are no formula stay."""
    words = text[:LETTERS]
    how: dict[str, Any] = {name: words}
    return how if _is_formula(words) else how | {"parse_math": False}


def _is_formula(text: str) -> bool:
    from matplotlib.mathtext import MathTextParser

    if text.count("$") < 2:
        return False
    with _quiet_fonts():
        try:
            MathTextParser("path").parse(text)
        except (ValueError, RecursionError):
            return False
    return True


@contextmanager
def _quiet_fonts() -> Iterator[None]:
    """Within the block Matplotlib's log is silent about letters that its fonts lack."""
    log = logging.getLogger("matplotlib.mathtext")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
