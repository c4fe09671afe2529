"""Exercise 4's plots with what is wrong marked on them: where, and what is expected there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from exercises.coach.calling.right_descent import right_path
from exercises.coach.judging.figures.axes_and_labels import labels_flaw, view_flaw
from exercises.coach.judging.figures.checked_description import UNREADABLE, Drawing, Panel, read
from exercises.coach.judging.figures.contours import contour_flaw, losses_at
from exercises.coach.judging.figures.panels import in_panel, panels_of, unread_flaw
from exercises.coach.judging.figures.path import beyond_flaw, finite_part, joined_steps, path_flaw
from exercises.coach.judging.figures.start_and_end_marks import ends_flaw
from exercises.coach.judging.finding import Finding, Flaw
from exercises.coach.judging.question import Question
from exercises.coach.judging.value_text import theta_at
from exercises.coach.problems import Array, Problem
from exercises.coach.showing.pictures.learner_figure import Marks, is_worth_showing, sheet
from exercises.coach.showing.pictures.paths import picture_of_lines
from exercises.coach.showing.pictures.picture_style import OneAxes, Picture, words_of

__all__ = ["lines_beside_path", "marked_plot", "marks_on", "words_above"]

GRID = 61
LEVELS = 6
PATH = "expected: the path, θ₀ joined to θ₁, θ₁ to θ₂, and so on"
LEVEL_LINES = "expected: level lines of the loss, like these"


@dataclass(frozen=True)
class _Place:
    """One Axes, and what it is to show."""

    index: int
    panel: Panel
    points: Array
    lr: float | None = None

    def of_path(self) -> Flaw | None:
        """Return what is wrong with the path that is drawn there."""
        flaw = path_flaw(self.panel, self.points)
        if flaw is None and self.lr is None:
            return beyond_flaw(self.panel, self.points)
        return in_panel(flaw, self.lr)


def _is(flaw: Flaw, found: Flaw | None) -> bool:
    """Whether a judge that is asked again finds the same."""
    return found is not None and (found.got, found.expected) == (flaw.got, flaw.expected)


def marked_plot(finding: Finding) -> Picture | None:
    """Return what draws the learner's own figure with its flaw marked on it; None without one."""
    evidence = finding.evidence
    figure = evidence.observation.live if evidence is not None else None
    if evidence is None or figure is None or not is_worth_showing(figure):
        return None
    question, description = evidence.question, evidence.observation.figure or {}

    def draw() -> bytes:
        try:
            marks = list(marks_on(question, read(description), finding.flaw))
        except UNREADABLE:
            # What cannot be read cannot be marked; it can be shown.
            marks = []
        return sheet(figure, words_above(finding), marks)

    return draw


def words_above(finding: Finding) -> list[str]:
    """Return what came back and what is expected, to stand above the figure."""
    flaw = finding.flaw
    expected = [f"expected: {flaw.expected}"] if flaw.expected else []
    return [f"your {finding.function}: {flaw.got}", *expected]


def lines_beside_path(finding: Finding) -> OneAxes | None:
    """Return what draws a plot's lines beside the path that they should have shown.

    It is for where the plot itself is not at hand, only its description; None where the lines
    show the path, or where another panel's is at fault.
    """
    evidence = finding.evidence
    problem = evidence.question.problem if evidence is not None else None
    if evidence is None or problem is None:
        return None
    question = evidence.question
    for place in _places(question, read(evidence.observation.figure or {}), problem):
        if _is(finding.flaw, place.of_path()):
            lines = [piece for curve in place.panel.curves for piece in curve.pieces]
            at = f", the panel of η = {words_of(place.lr)}" if place.lr is not None else ""
            return picture_of_lines(problem, place.points, lines, f"{finding.function}{at}")
    return None


def marks_on(question: Question, drawing: Drawing, flaw: Flaw) -> Iterator[tuple[int, Marks]]:
    """Yield what to mark for a flaw, with the number of the Axes."""
    problem = question.problem
    if problem is None:
        return
    places = _places(question, drawing, problem)
    for place in places:
        for judge, mark in _parts(drawing, problem, place, places):
            if _is(flaw, judge()):
                yield place.index, mark()
                return
    if len(places) > 1:
        # A path that stands in the wrong panel, or in all of them.
        for place in places:
            if place.of_path() is not None:
                yield place.index, _path(place)


def _places(question: Question, drawing: Drawing, problem: Problem) -> list[_Place]:
    if question.function == "plot_trajectory":
        points = finite_part(question.argument("path"))
        here = [i for i, panel in enumerate(drawing.axes) if panel is drawing.panel]
        return [_Place(i, drawing.axes[i], points) for i in here]
    lrs, start = question.argument("lrs"), question.argument("theta_init")
    num_steps = int(question.argument("num_steps"))
    paths = [right_path(problem.grad, start, lr, num_steps) for lr in lrs]
    panels = panels_of(drawing, paths)
    if len(panels) != len(lrs):
        return []
    return [
        _Place(drawing.axes.index(panel), panel, finite_part(path), float(lr))
        for panel, path, lr in zip(panels, paths, lrs, strict=True)
    ]


def _parts(
    drawing: Drawing, problem: Problem, place: _Place, places: Sequence[_Place]
) -> Iterator[tuple[Callable[[], Flaw | None], Callable[[], Marks]]]:
    """Yield each judge of a panel with what marks the flaw that it finds."""
    panel, points, lr = place.panel, place.points, place.lr
    yield (
        lambda: in_panel(contour_flaw(panel, problem), lr),
        lambda: _level_lines(panel, problem, points),
    )
    yield place.of_path, lambda: _path(place)
    if lr is None:
        yield lambda: view_flaw(panel, points), lambda: _out_of_view(panel, points)
        yield lambda: ends_flaw(panel, points), lambda: _ends(points)
        yield lambda: labels_flaw(drawing, panel), lambda: _labels(drawing, panel)
    else:
        lrs = [each.lr for each in places if each.lr is not None]
        yield lambda: unread_flaw(drawing, panel, lr, lrs), lambda: _title(lr)


def _path(place: _Place) -> Marks:
    points = place.points
    missing = ~joined_steps(place.panel.curves, points)
    if not missing.any():
        # All is joined, and the line goes on.
        end = theta_at(len(points) - 1)
        return Marks(rings=((points[-1], f"expected: the path ends here, at {end}"),))
    steps = np.stack([points[:-1], points[1:]], axis=1)[missing]
    first = int(np.flatnonzero(missing)[0])
    names = f"{theta_at(first)} to {theta_at(first + 1)}"
    rings = ((points[first], f"nothing joins {names}"),) if not missing.all() else ()
    return Marks(lines=tuple(steps), rings=rings, legend=PATH)


def _level_lines(panel: Panel, problem: Problem, points: Array) -> Marks:
    """Return level lines of the loss over what the Axes shows."""
    from matplotlib.figure import Figure

    x0, x1, y0, y1 = panel.limits
    if not np.isfinite(panel.limits).all():
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    x, y = np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)
    field = losses_at(problem, np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
    depth = np.sqrt(field - field.min()).reshape(GRID, GRID)
    levels = np.linspace(0, float(depth.max()), LEVELS + 2)[1:-1]
    drawn = Figure().add_subplot().contour(x, y, depth, levels=levels)
    lines = tuple(line for level in drawn.allsegs for line in level if len(line) > 1)
    return Marks(lines=lines, is_thin=True, legend=LEVEL_LINES)


def _out_of_view(panel: Panel, points: Array) -> Marks:
    x0, x1, y0, y1 = panel.limits
    low, high = np.array([min(x0, x1), min(y0, y1)]), np.array([max(x0, x1), max(y0, y1)])
    outside = np.flatnonzero(~((points >= low) & (points <= high)).all(axis=1))
    said = tuple(
        (points[t], f"outside: {theta_at(int(t))} = ({points[t, 0]:.3g}, {points[t, 1]:.3g})")
        for t in outside[:1]
    )
    if len(outside):
        return Marks(beyond=said)
    # Within the limits, but not within the contours.
    ends = tuple(_box_of(contours.box) for contours in panel.contours if len(contours.box) == 4)
    return Marks(lines=ends, legend="the region of your contours; expected: the whole path in it")


def _box_of(box: tuple[float, ...]) -> Array:
    x0, x1, y0, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]])


def _ends(points: Array) -> Marks:
    return Marks(rings=((points[0], "the start"), (points[-1], "the last iterate")))


def _labels(drawing: Drawing, panel: Panel) -> Marks:
    pairs = zip(("bottom", "left"), panel.labels, drawing.labels, strict=True)
    missing = [edge for edge, *labels in pairs if not any(label.strip() for label in labels)]
    edges = [(edge, f"no label on this axis ({'xy'[edge == 'left']})") for edge in missing]
    is_titled = any(title.strip() for title in (*panel.titles, *drawing.titles))
    if not (is_titled or panel.has_legend or drawing.legends):
        edges.append(("top", "no title, and no legend"))
    return Marks(edges=tuple(edges))


def _title(lr: float) -> Marks:
    return Marks(edges=(("top", f"expected here: η = {lr:g}"),))
