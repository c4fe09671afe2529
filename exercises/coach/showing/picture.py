"""The learner's path beside the right one: on the contour, on the curve, or as losses.

Matplotlib is imported only when a picture is drawn, and never through pyplot, so that the
learner's own figures and backend are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from exercises.coach.calling.carried import right_path
from exercises.coach.calling.observe import Observation
from exercises.coach.judging.compare import array_of
from exercises.coach.judging.question import Question
from exercises.coach.problems import Problem

__all__ = ["picture_of"]

YOURS, RIGHT = "#D55E00", "#0072B2"
STEPS = 25
GRID = 90


def picture_of(
    question: Question, observation: Observation, expected: Any
) -> Callable[[Path], None] | None:
    """Return a function that draws the wrong answer beside the right one, None where none helps."""
    if observation.status != "returned":
        return None
    paths = _paths(question, observation, expected)
    if paths is not None and question.problem is not None and len(paths[0]) > 1:
        draw = _on_contours if paths[0].ndim == 2 else _on_curve
        problem = question.problem
        return lambda target: _save(target, question, draw, problem, *paths)
    series = _series(observation.value, expected)
    if series is None:
        return None
    label = "L(θ_t)" if question.contract.is_descent else question.function
    return lambda target: _save(target, question, _as_losses, label, *series)


def _paths(question: Question, observation: Observation, expected: Any) -> tuple[Any, Any] | None:
    """Return the right iterates and the learner's, each (steps + 1,) or (steps + 1, 2)."""
    problem, lr = question.problem, question.argument("lr")
    if problem is None or not isinstance(lr, float) or not question.contract.is_descent:
        return None
    num_steps = min(int(question.argument("num_steps", 0)), STEPS)
    right = right_path(problem.grad, question.argument("theta_init"), lr, num_steps)
    if right.shape[1:] not in ((), (2,)):
        return None
    if question.function == "trajectory":
        yours = array_of(observation.value)
    else:
        pair = observation.value if isinstance(observation.value, (tuple, list)) else ()
        visited = [v for v in observation.visited if v.shape == right.shape[1:]][: STEPS + 1]
        last = array_of(pair[0]) if len(pair) == 2 else None
        is_end = last is not None and last.shape == right.shape[1:] and len(visited) <= STEPS
        yours = np.array([*visited, last] if is_end else visited)
    if yours is None or yours.ndim != right.ndim or yours.shape[1:] != right.shape[1:]:
        return None
    yours = yours[: STEPS + 1]
    yours = yours[np.isfinite(yours).all(axis=tuple(range(1, yours.ndim)))]
    # Where the iterates agree, the losses are what differs.
    agree = len(yours) == len(right) and np.allclose(yours, right, rtol=1e-9, atol=1e-12)
    return (right, yours) if len(yours) and np.isfinite(right).all() and not agree else None


def _series(value: Any, expected: Any) -> tuple[Any, Any] | None:
    """Return two sequences of losses or gaps, the right one and the learner's."""
    if isinstance(expected, tuple) and len(expected) == 2:
        pair = value if isinstance(value, (tuple, list)) and len(value) == 2 else (None, None)
        value, expected = pair[1], expected[1]
    if isinstance(expected, (dict, str)):
        return None
    right, yours = array_of(expected), array_of(value)
    if right is None or yours is None or right.ndim != 1 or yours.ndim != 1:
        return None
    return (right, yours) if len(right) >= 3 and len(yours) >= 2 else None


def _save(target: Path, question: Question, draw: Callable[..., None], *what: Any) -> None:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # A learner's rcParams (usetex, a dark style) must not decide whether this picture comes out.
    with mpl.rc_context(), np.errstate(all="ignore"):
        mpl.rcdefaults()
        figure = Figure(figsize=(6.4, 4.4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        draw(axes, *what)
        axes.legend(frameon=False)
        on = f" on {question.problem.formula}" if question.problem is not None else ""
        axes.set_title(question.function + (on if len(on) < 70 else ""), fontsize=10)
        figure.savefig(target, dpi=110, metadata={"Software": None})


def _on_contours(axes: Any, problem: Problem, right: Any, yours: Any) -> None:
    low, high = _window(right, yours)
    margin = 0.15 * np.maximum(high - low, 0.1 * np.max(high - low) + 1e-9)
    xs, ys = (np.linspace(a, b, GRID) for a, b in zip(low - margin, high + margin, strict=True))
    field = np.array([[problem.loss(np.array([x, y])) for x in xs] for y in ys])
    heights = np.log10(np.maximum(field - field.min(), 1e-12 * np.ptp(field) + 1e-300))
    levels = np.linspace(np.quantile(heights, 0.02), heights.max(), 14)
    axes.contour(xs, ys, heights, levels=levels, colors="0.8", linewidths=0.8, linestyles="solid")
    for path, colour, name, marker in _both(right, yours):
        axes.plot(*path.T, marker=marker, color=colour, ms=4, lw=1.4, label=name)
    axes.plot(*right[0], "o", color="0.2", ms=8, mfc="none", label="start")
    axes.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]), xlabel="x", ylabel="y")


def _on_curve(axes: Any, problem: Problem, right: Any, yours: Any) -> None:
    low, high = _window(right[:, None], yours[:, None])
    margin = 0.25 * (high - low) + 1e-3
    xs = np.linspace(low[0] - margin[0], high[0] + margin[0], 400)
    axes.plot(xs, [problem.loss(float(x)) for x in xs], color="0.75", label=problem.formula)
    for path, colour, name, marker in _both(right, yours):
        losses = [problem.loss(float(x)) for x in path]
        axes.plot(path, losses, marker=marker, color=colour, ms=5, lw=1, ls=":", label=name)
    axes.plot(right[0], problem.loss(float(right[0])), "o", color="0.2", ms=9, mfc="none")
    axes.annotate("start", (right[0], problem.loss(float(right[0]))), (6, 6),
                  textcoords="offset points")  # fmt: skip
    curve = np.array([problem.loss(float(x)) for x in xs])
    axes.set(xlim=(xs[0], xs[-1]), xlabel="x", ylabel="L(x)")
    axes.set_ylim(curve.min() - 0.05 * np.ptp(curve), curve.max() + 0.05 * np.ptp(curve))


def _as_losses(axes: Any, label: str, right: Any, yours: Any) -> None:
    for values, colour, name, marker in _both(right, yours):
        shown = np.where(np.isfinite(values) & (np.abs(values) < 1e60), values, np.nan)
        few = marker if len(values) <= 60 else ""
        axes.plot(np.arange(len(values)), shown, marker=few, color=colour, ms=4, label=name)
    both = np.concatenate([right, yours])
    if np.all(both[np.isfinite(both)] > 0):
        axes.set_yscale("log")
    axes.set(xlabel="t", ylabel=label)


def _both(right: Any, yours: Any) -> tuple[tuple[Any, str, str, str], ...]:
    return (right, RIGHT, "right", "o"), (yours, YOURS, "yours", "x")


def _window(right: Any, yours: Any) -> tuple[Any, Any]:
    """Return the corners of what to show: the right path, and the learner's as far as it helps."""
    low, high = right.min(axis=0), right.max(axis=0)
    reach = 2.5 * np.max(high - low) + 1e-9
    near = np.clip(yours, low - reach, high + reach)
    return np.minimum(low, near.min(axis=0)), np.maximum(high, near.max(axis=0))
