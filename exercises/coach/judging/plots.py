"""Judge what a learner's function drew, on the plain data that `observe_drawing` made of it.

Each function takes ``Observation.figure`` and returns a `Flaw`, or None when that part is right.
No Matplotlib here: the grader judges where no learner's code has run. The description comes from
there, though, and whoever forges it can have these points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from exercises.coach.judging.figures import axes_and_labels, contours, start_and_end_marks
from exercises.coach.judging.figures import path as paths_of
from exercises.coach.judging.figures.checked_description import (
    UNREADABLE,
    Drawing,
    Panel,
    TooMuch,
    read,
)
from exercises.coach.judging.figures.panels import panels_flaw
from exercises.coach.judging.finding import Flaw
from exercises.coach.problems import Array, Problem

__all__ = [
    "axes_flaw",
    "contour_flaw",
    "ends_flaw",
    "judge_panels",
    "judge_plot",
    "labels_flaw",
    "no_line_flaw",
    "path_flaw",
    "view_flaw",
]

Figure = Mapping[str, Any]
Check = Callable[[Drawing, Panel], Flaw | None]
REASON = 100


def judge_plot(
    figure: Figure, problem: Problem, path: ArrayLike, *, given_axes: bool
) -> Flaw | None:
    """Return the first flaw of a plot by ``plot_trajectory``, in the order in which to mend them.

    Parameters
    ----------
    figure : what `exercises.coach.calling.figure_as_data.observe_drawing` described
    problem : whose loss was handed in
    path : array, shape (T + 1, 2), the path that was handed in
    given_axes : whether an Axes was handed in

    Returns
    -------
    Flaw or None
    """
    points = _array(path)
    checks: tuple[Check, ...] = (
        lambda _, panel: contours.contour_flaw(panel, problem),
        lambda _, panel: _path_flaw(panel, points),
        lambda _, panel: axes_and_labels.view_flaw(panel, points),
        lambda _, panel: start_and_end_marks.ends_flaw(panel, points),
        axes_and_labels.labels_flaw,
    )

    def first(drawing: Drawing) -> Flaw | None:
        flaws = (_on_panel(drawing, check) for check in checks)
        return _place_flaw(drawing, given_axes) or next((flaw for flaw in flaws if flaw), None)

    return _judged(figure, first)


def axes_flaw(figure: Figure, *, given_axes: bool) -> Flaw | None:
    """Return what is wrong with the Axes drawn on or returned, or what else was touched."""
    return _judged(figure, lambda drawing: _place_flaw(drawing, given_axes))


def contour_flaw(figure: Figure, problem: Problem) -> Flaw | None:
    """Return what is wrong with the level lines of the loss, and with how many there are."""
    return _ask(figure, lambda _, panel: contours.contour_flaw(panel, problem))


def no_line_flaw(figure: Figure) -> Flaw | None:
    """Return that there are contours, but none with a line; not what the lines show."""
    return _ask(figure, lambda _, panel: contours.no_line_flaw(panel))


def path_flaw(figure: Figure, path: ArrayLike) -> Flaw | None:
    """Return where the path is not drawn through every iterate, in order."""
    return _ask(figure, lambda _, panel: _path_flaw(panel, _array(path)))


def view_flaw(figure: Figure, path: ArrayLike) -> Flaw | None:
    """Return what of the path axis limits or contours do not hold."""
    return _ask(figure, lambda _, panel: _of_path(axes_and_labels.view_flaw, panel, path))


def ends_flaw(figure: Figure, path: ArrayLike) -> Flaw | None:
    """Return what is wrong with the marks of the start and of the last iterate."""
    return _ask(figure, lambda _, panel: _of_path(start_and_end_marks.ends_flaw, panel, path))


def labels_flaw(figure: Figure) -> Flaw | None:
    """Return which of the axes has no label, or that there is neither title nor legend."""
    return _ask(figure, axes_and_labels.labels_flaw)


def judge_panels(
    figure: Figure, problem: Problem, paths: ArrayLike, lrs: Sequence[float],
    *, may_show: bool = False,
) -> Flaw | None:  # fmt: skip
    """Return the first flaw of a figure by ``plot_learning_rates``.

    Parameters
    ----------
    figure : what `exercises.coach.calling.figure_as_data.observe_drawing` described
    problem : whose loss and gradient were handed in
    paths : array, shape (len(lrs), T + 1, 2), the right path of each rate
    lrs : the rates, in the order handed in
    may_show : whether a window that would have opened is another check's business

    Returns
    -------
    Flaw or None
    """
    rows = list(np.asarray(paths, dtype=float))
    return _judged(
        figure, lambda drawing: panels_flaw(drawing, problem, rows, list(lrs), may_show=may_show)
    )


def _place_flaw(drawing: Drawing, given_axes: bool) -> Flaw | None:
    return axes_and_labels.place_flaw(
        drawing, given_axes=given_axes
    ) or axes_and_labels.windows_flaw(drawing)


def _ask(figure: Figure, check: Check) -> Flaw | None:
    return _judged(figure, lambda drawing: _on_panel(drawing, check))


def _on_panel(drawing: Drawing, check: Check) -> Flaw | None:
    flaw = check(drawing, drawing.panel) if drawing.panel is not None else _nowhere()
    if (
        flaw
        and drawing.panel is not None
        and drawing.panel.is_empty
        and check != axes_and_labels.labels_flaw
    ):
        # What is not there was not drawn in a wrong way.
        flaw = replace(_nowhere(), got="an Axes with nothing on it")
    # What is missing here because it went to the current figure is one mistake, not two.
    return flaw and (axes_and_labels.current_flaw(drawing) or flaw)


def _path_flaw(panel: Panel, points: Array) -> Flaw | None:
    return paths_of.path_flaw(panel, points) or paths_of.beyond_flaw(panel, points)


def _of_path(
    judge: Callable[[Panel, Array], Flaw | None], panel: Panel, path: ArrayLike
) -> Flaw | None:
    """Return the judge's flaw, or the path's where that is the cause."""
    flaw = judge(panel, _array(path))
    if flaw is None:
        return None
    # Ends that were marked where the path was misread, say: one mistake, not two.
    cause = paths_of.path_flaw(panel, _array(path))
    return flaw if cause is None or "no-path" in cause.misconceptions else cause


def _judged(figure: Figure, judge: Callable[[Drawing], Flaw | None]) -> Flaw | None:
    """Return the judge's flaw, or that the description cannot be read."""
    try:
        with np.errstate(all="ignore"):
            drawing = read(figure)
    except TooMuch as error:
        return Flaw(f"a figure with {error}", "a plot that a reader can take in")
    except UNREADABLE:
        said = figure.get("unreadable")
        # Words of ours, unless a forger put others there.
        reason = said[:REASON] if isinstance(said, str) else "its description is incomplete"
        return Flaw(f"a figure that cannot be read: {reason}", "a figure that Matplotlib can draw")
    with np.errstate(all="ignore"):
        return judge(drawing)


def _nowhere() -> Flaw:
    return Flaw("nothing was drawn on any Axes", "contours and the path on an Axes")


def _array(path: ArrayLike) -> Array:
    return np.asarray(path, dtype=float).reshape(-1, 2)
