"""A wrong path of descent beside the right one: on the contours of the loss, or on its curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import pair_of
from exercises.coach.calling.right_descent import right_path
from exercises.coach.judging.compare import array_of
from exercises.coach.judging.question import Question
from exercises.coach.problems import Array, Problem
from exercises.coach.showing.pictures.picture_style import (
    GREY,
    INK,
    RIGHT,
    YOURS,
    OneAxes,
    contours,
)
from exercises.coach.showing.pictures.picture_style import words_of as words

__all__ = ["picture_of_lines", "picture_of_paths"]

STEPS = 25
# A run that leaves its start's neighbourhood is shown until it is so many times as far away.
FAR = 40.0
# Of a plot, so many lines of so many points are shown.
LINES, STEPS_OF_LINE = 40, 200
# Beyond it a loss may be too large for a float, and nan is no number at all.
LARGEST = 1e30
# How far beyond the right path a wrong one is shown, as a share of that one's extent.
REACH = 2.5


@dataclass(frozen=True)
class _Pair:
    """The right iterates and the learner's, each (k, 2) or (k,), with what to say of them."""

    problem: Problem
    right: Array
    yours: Array
    title: str
    name: str


def picture_of_paths(question: Question, observation: Observation) -> OneAxes | None:
    """Return what draws both paths; None where there are none, or where they are the same."""
    pair = _pair(question, observation)
    return _drawn(pair) if pair is not None else None


def picture_of_lines(
    problem: Problem, path: Array, lines: Sequence[Array], title: str
) -> OneAxes | None:
    """Return what draws a path beside the lines of a plot that should have shown it.

    Parameters
    ----------
    path : the iterates, shape (k, 2), all finite
    lines : each of shape (n, 2), in the values of the plot's axes
    title : of the picture, without the formula
    """
    right = _near(path)
    if len(right) < 2:
        return None
    gap = np.full((1, 2), np.nan)
    parts = [part for line in lines[:LINES] for part in (line[:STEPS_OF_LINE], gap)]
    yours = np.concatenate(parts[:-1]) if parts else gap
    name = "yours: the lines that you drew" if parts else "yours: no line"
    return _drawn(_Pair(problem, right, yours, f"{title}\n{_short(problem.formula)}", name))


def _drawn(pair: _Pair) -> OneAxes:
    on_axes = _on_contours if pair.right.ndim == 2 else _on_curve

    def draw(axes: Any) -> None:
        on_axes(axes, pair)
        axes.set_title(pair.title)

    return OneAxes(draw, (6.4, 5.0))


def _pair(question: Question, observation: Observation) -> _Pair | None:
    problem, lr = question.problem, question.argument("lr")
    if problem is None or not isinstance(lr, float) or not question.contract.is_descent:
        return None
    num_steps = int(question.argument("num_steps", 0))
    right = right_path(problem.grad, question.argument("theta_init"), lr, min(num_steps, STEPS))
    if right.shape[1:] not in ((), (2,)):
        return None
    is_plot = question.function == "trajectory"
    if is_plot:
        yours, has_end = array_of(observation.value), True
    else:
        yours, has_end = _visited(observation, right.shape[1:])
    if yours is None or not yours.size or yours.shape[1:] != right.shape[1:]:
        return None
    yours = yours[: STEPS + 1]
    # Where the iterates agree, something else is what differs.
    is_same = len(yours) == len(right) and np.allclose(yours, right, rtol=1e-9, atol=1e-12)
    has_end = has_end and len(_near(yours)) == len(yours)
    right, yours = _near(right), _near(yours)
    if len(right) < 2 or not len(yours) or is_same:
        return None
    steps = f"{num_steps} step{'s' * (num_steps != 1)}"
    if len(right) <= num_steps:
        steps = f"the first {len(right) - 1} of {steps}"
    title = f"{question.function}: {steps} with η = {words(lr)}\n{_short(problem.formula)}"
    name = "yours" if is_plot else f"yours: where grad_fn was called{', and the end' * has_end}"
    return _Pair(problem, right, yours, title, name)


def _visited(observation: Observation, shape: tuple[int, ...]) -> tuple[Array | None, bool]:
    """Return where a learner's loop asked for the gradient, then the θ that it returned.

    The second value is whether that θ is among them.
    """
    visited = [v for v in observation.visited if v.shape == shape][: STEPS + 1]
    last = array_of(pair_of(observation.value)[0])
    has_end = last is not None and last.shape == shape and len(visited) <= STEPS
    points = [*visited, last] if has_end else visited
    return (np.array(points, dtype=float) if points else None), has_end


def _near(path: Array) -> Array:
    """Return the iterates up to where a path is no number, or too far away to be drawn."""
    points = path.reshape(len(path), -1)
    away = np.abs(points - points[0]).max(axis=1)
    scale = max(float(np.abs(points[0]).max()), 1e-9)
    is_near = (np.abs(points).max(axis=1) <= LARGEST) & (away <= FAR * scale)
    gone = np.flatnonzero(~is_near)
    return path[: gone[0]] if len(gone) else path


def _short(formula: str) -> str:
    return formula if len(formula) < 70 else f"{formula[:66]} …"


def _on_contours(axes: Any, pair: _Pair) -> None:
    low, high = _window(pair)
    margin = 0.15 * np.maximum(high - low, 0.3 * float((high - low).max()) + 1e-9)
    low, high = low - margin, high + margin
    contours(axes, pair.problem, (low[0], high[0], low[1], high[1]))
    for path, style in _both(pair):
        axes.plot(*path.T, **style)
    axes.plot(*pair.right[0], "o", color=INK, ms=10, mfc="none", ls="none", label="start")
    axes.set(xlabel="first coordinate, x", ylabel="second coordinate, y")


def _on_curve(axes: Any, pair: _Pair) -> None:
    low, high = (float(edge) for edge in _window(pair))
    margin = 0.2 * (high - low) + 1e-3
    xs = np.linspace(low - margin, high + margin, 400)
    curve = np.array([pair.problem.loss(float(x)) for x in xs])
    axes.plot(xs, curve, color=GREY, lw=1, label="the loss L")
    for path, style in _both(pair):
        axes.plot(path, [pair.problem.loss(float(x)) for x in path], **style)
    start = float(pair.right[0])
    axes.plot(start, pair.problem.loss(start), "o", color=INK, ms=11, mfc="none", ls="none",
              label="start")  # fmt: skip
    axes.set(xlim=(xs[0], xs[-1]), xlabel="x", ylabel="loss L(x)")
    room = 0.05 * float(np.ptp(curve))
    axes.set_ylim(curve.min() - room, curve.max() + room)


def _both(pair: _Pair) -> tuple[tuple[Array, dict[str, Any]], ...]:
    right = {"marker": "o", "color": RIGHT, "ms": 5, "lw": 1.4, "ls": "-", "label": "right"}
    yours = {
        "marker": "x", "color": YOURS, "ms": 6, "mew": 1.6, "lw": 1.2, "ls": (0, (4, 2)),
        "label": pair.name,
    }  # fmt: skip
    return (pair.right, right), (pair.yours, yours)


def _window(pair: _Pair) -> tuple[Any, Any]:
    """Return the corners of what to show: the right path, and the learner's as far as it helps."""
    low, high = pair.right.min(axis=0), pair.right.max(axis=0)
    reach = REACH * float(np.max(high - low)) + 1e-9
    seen = pair.yours[np.isfinite(pair.yours).reshape(len(pair.yours), -1).all(axis=1)]
    near = np.clip(seen, low - reach, high + reach)
    if not len(near):
        return low, high
    return np.minimum(low, near.min(axis=0)), np.maximum(high, near.max(axis=0))
