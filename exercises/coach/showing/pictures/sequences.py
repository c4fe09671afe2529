"""A wrong sequence beside the right one: losses, gaps, bounds, a sweep, a fitted line, points.

Which function it is says what stands on the axes, and from which t on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import pair_of
from exercises.coach.judging.compare import array_of
from exercises.coach.judging.critical_points import points_of
from exercises.coach.judging.question import Question
from exercises.coach.problems import Array, Problem
from exercises.coach.showing.pictures.lr_finder_sweep import draws_something, sweeps
from exercises.coach.showing.pictures.picture_style import (
    GREY,
    INK,
    RIGHT,
    YOURS,
    OneAxes,
    words_of,
)

__all__ = ["picture_of_values"]

Draw = Callable[[Any], None]
# More points than these are a line without marks.
MARKED = 60
# Beyond it nothing is drawn: a run that blew up is off the sheet anyway.
FARTHEST = 1e60
LONGEST = 20_000
LONG = 200
# Two rows that differ by less than this share look alike.
SEEN = 2e-3
STYLES: tuple[dict[str, Any], ...] = (
    {"color": RIGHT, "label": "right", "marker": "o", "ms": 4, "lw": 1.4, "ls": "-"},
    {"color": YOURS, "label": "yours", "marker": "x", "ms": 6, "mew": 1.6, "lw": 1.4,
     "ls": (0, (4, 2))},
)  # fmt: skip


def picture_of_values(
    question: Question, observation: Observation, expected: Any
) -> OneAxes | None:
    """Return what draws both; None where a picture of this function would say nothing."""
    make = MAKERS.get(question.contract.key)
    draw = make(question, observation.value, expected) if make is not None else None
    return OneAxes(draw) if draw is not None else None


def _losses(question: Question, value: Any, expected: Any) -> Draw | None:
    return _series(question, pair_of(value)[1], pair_of(expected)[1], "loss L(θₜ)")


def _series(
    question: Question, value: Any, expected: Any, label: str, first: int = 0
) -> Draw | None:
    """Return what draws entries over t, their first one at ``t = first``."""
    right, yours = _row(expected), _row(value)
    if right is None or yours is None or len(right) < 3 or len(yours) < 2 or _same(right, yours):
        return None

    def draw(axes: Any) -> None:
        both = np.concatenate([right, yours])
        is_positive = bool(np.all(both[np.isfinite(both)] > 0))
        is_long = max(len(right), len(yours)) > LONG
        for values, style in zip((right, yours), STYLES, strict=True):
            is_shown = np.isfinite(values) & (np.abs(values) < FARTHEST)
            said = [style["label"]]
            if len(right) != len(yours):
                said.append(f"{len(values)} entries")
            if not is_shown.all():
                at = first + int(np.flatnonzero(~is_shown)[0])
                said.append(f"at t = {at} inf, nan or beyond 10⁶⁰")
            look = {**style, "label": ", ".join(said)}
            if len(values) > MARKED:
                look["marker"] = ""
            t = np.arange(first, first + len(values))
            axes.plot(t, np.where(is_shown, values, np.nan), **look)
        axes.locator_params(axis="x", integer=True)
        if is_long:
            # From 1 on a log axis, which has no place for t = 0.
            axes.set_xscale("symlog", linthresh=1)
        on = ", on a log axis"
        axes.set(xlabel="step t" + on * is_long, ylabel=label + on * is_positive)
        if is_positive:
            axes.set_yscale("log")
        lr = question.argument("lr")
        axes.set_title(question.function + (f", η = {words_of(lr)}" if _is_number(lr) else ""))

    return draw


def _sweep(question: Question, value: Any, expected: Any) -> Draw | None:
    lrs = _row(question.argument("lrs"))
    right, yours = _row(pair_of(expected)[1]), _row(pair_of(value)[1])
    if lrs is None or right is None or yours is None or len(lrs) < 2 or lrs.min() <= 0:
        return None
    if right.shape != lrs.shape or yours.shape != lrs.shape or _same(right, yours):
        return None
    if not draws_something(right):
        return None
    num_steps = question.argument("num_steps", question.contract.defaults.get("num_steps"))

    def draw(axes: Any) -> None:
        sweeps(axes, lrs, ((right, STYLES[0]), (yours, STYLES[1])))
        axes.set(ylabel=f"loss L after {num_steps} steps, on a log axis")
        axes.set_title("lr_finder: the sweep over learning rates")

    return draw


def _power_law(question: Question, value: Any, expected: Any) -> Draw | None:
    steps, gaps = _row(question.argument("steps")), _row(question.argument("gaps"))
    right, yours = _row(expected), _row(value)
    if steps is None or gaps is None or steps.shape != gaps.shape or len(steps) < 2:
        return None
    is_used = np.isfinite(steps) & np.isfinite(gaps)
    is_used[is_used] = (steps[is_used] > 0) & (gaps[is_used] > 0)
    if right is None or yours is None or right.shape != (2,) or yours.shape != (2,):
        return None
    if not is_used.any() or not np.isfinite(yours).all() or yours[1] <= 0 or _same(right, yours):
        return None
    t, used = steps[is_used], gaps[is_used]

    def draw(axes: Any) -> None:
        axes.loglog(t, used, ".", color=GREY, ms=6, label="the pairs (t, gap) that count")
        ends = np.geomspace(t.min(), t.max(), 50)
        for (power, factor), style in zip((right, yours), STYLES, strict=True):
            said = f"{style['label']}: exponent {words_of(power)}, C = {words_of(factor)}"
            line = factor * ends**power
            axes.plot(ends, line, **{**style, "marker": "", "label": said})
        axes.set(xlabel="step t, on a log axis", ylabel="gap, on a log axis")
        axes.set_title("fit_power_law: C·tᵖ through the pairs")

    return draw


def _points(question: Question, value: Any, expected: Any) -> Draw | None:
    """Return what draws the critical points on the curve, by their kinds."""
    problem, yours = question.problem, _kinds(value)
    right = _kinds(expected)
    if problem is None or not right or yours is None or yours == right:
        return None
    xs = np.array([x for x, _ in [*right, *yours]])
    # A run that left is off the sheet.
    low, high = min(x for x, _ in right), max(x for x, _ in right)
    room = max(high - low, 1.0)
    shown = xs[(xs >= low - room) & (xs <= high + room)]
    beyond = len(xs) - len(shown)

    def draw(axes: Any) -> None:
        x = np.linspace(shown.min() - 0.3 * room, shown.max() + 0.3 * room, 400)
        curve = np.array([problem.loss(float(each)) for each in x])
        axes.plot(x, curve, color=GREY, lw=1, label="the loss L")
        _marked(axes, problem, right, color=RIGHT, label="right", ms=12, mfc="none")
        _marked(axes, problem, yours, color=YOURS, label="yours", ms=7)
        axes.set(xlim=(x[0], x[-1]), xlabel="x", ylabel="loss L(x)")
        edge = 0.12 * float(np.ptp(curve)) or 1.0
        axes.set_ylim(curve.min() - edge, curve.max() + edge)
        title = f"find_critical_points on {problem.formula}"
        axes.set_title(f"{title} ({beyond} of yours too far away to show)" if beyond else title)
        if not yours:
            axes.plot([], [], " ", color=INK, label="yours: none")

    return draw


KINDS = {"minimum": "v", "maximum": "^"}
OTHER = "X"


def _marked(
    axes: Any, problem: Problem, points: Sequence[tuple[float, str]], label: str, **style: Any
) -> None:
    """Mark points on the curve, those of one kind alike."""
    for kind in dict.fromkeys(kind for _, kind in points):
        at = [x for x, its in points if its == kind]
        said = f"{label}: {len(at)} × {kind if kind in KINDS else 'another word'}"
        style |= {"marker": KINDS.get(kind, OTHER), "mew": 1.6, "ls": "none", "label": said}
        axes.plot(at, [problem.loss(x) for x in at], **style)


def _kinds(value: Any) -> list[tuple[float, str]] | None:
    """Return points with their kinds, None where one of them cannot be drawn."""
    points = points_of(value)
    return points if points is not None and np.isfinite([x for x, _ in points]).all() else None


def _row(value: Any) -> Array | None:
    """Return a row of numbers, None where it is none or too long to draw."""
    if value is None or isinstance(value, (dict, str)):
        return None
    row = array_of(value)
    if row is None or row.ndim != 1 or not 0 < len(row) <= LONGEST or row.dtype.kind not in "iuf":
        return None
    return np.asarray(row, dtype=np.float64)


def _same(right: Array, yours: Array) -> bool:
    """Whether nobody could tell the two apart in a picture."""
    if right.shape != yours.shape:
        return False
    return bool(np.allclose(right, yours, rtol=SEEN, equal_nan=True))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


MAKERS: Mapping[str, Callable[[Question, Any, Any], Draw | None]] = {
    "ex1.gradient_descent": _losses,
    "ex1.find_critical_points": _points,
    "ex2.lr_finder": _sweep,
    "ex3.suboptimality": partial(_series, label="gap L(θₜ) − L*"),
    # Its first entry is the bound at t = 1.
    "ex3.sublinear_bound": partial(_series, label="bound on the gap", first=1),
    "ex3.linear_bound": partial(_series, label="bound on the gap"),
    "ex3.fit_power_law": _power_law,
    "ex5.fit": _losses,
}
