"""Exercise 1's formulas with a mistake: the derivative, and the critical points' list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from solutions import ex1_gradient_descent as ex1
from tests.misconceptions.pupil import Formula, Unlisted


def _pow(x: Any) -> Any:
    return 4 * np.asarray(x, dtype=float) ** 2 - 6 * np.asarray(x, dtype=float)


def _quotient(h: float, central: bool) -> Callable[..., Any]:
    def grad(x: Any) -> Any:
        back = h if central else 0.0
        return (ex1.loss(x + h) - ex1.loss(x - back)) / (h + back)

    return grad


def _points(change: Callable[[list[Any], Any], Any]) -> Callable[..., Any]:
    def find(loss_fn: Any, grad_fn: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
        return change(ex1.find_critical_points(loss_fn, grad_fn, starts, lr, T), starts)

    return find


def _by_own(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
    return ex1.find_critical_points(ex1.loss, ex1.grad, starts, lr, T)


def _first_only(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
    return ex1.find_critical_points(L, g, starts[:1], lr, T)


def _with_more(name: str) -> Callable[..., Any]:
    """Return a function that takes a parameter more than the stub's."""

    def function(x: Any, more: Any) -> Any:
        return 4 * x**3 - 6 * x

    function.__qualname__ = function.__name__ = name
    function.__code__ = function.__code__.replace(co_name=name, co_qualname=name)
    return function


def _descends_on_own(L: Any, g: Any, start: Any, lr: float, T: int) -> Any:
    return ex1.gradient_descent(L, ex1.grad, start, lr, T)


def _records_own(L: Any, g: Any, start: Any, lr: float, T: int) -> Any:
    return ex1.gradient_descent(ex1.loss, g, start, lr, T)


def _kinds_by_the_loss(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
    found = ex1.find_critical_points(L, g, starts, lr, T)
    return [(x, "minimum" if L(x) > 0 else "maximum") for x, _ in found]


def _bounded(step: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """A run that cannot blow up, and may come by an iterate of the one that does."""

    def descent(L: Any, g: Any, start: Any, lr: float, T: int) -> Any:
        theta, history = np.array(start, dtype=float), []
        for _ in range(T):
            history.append(float(L(theta)))
            theta = step(theta, lr * np.asarray(g(theta)))
        return theta, history

    return descent


def _kinds_by(minimum: Callable[[Any, Any], bool]) -> Callable[..., Any]:
    """The right points; which of them are minima, x and grad_fn tell."""

    def find(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
        found = ex1.find_critical_points(L, g, starts, lr, T)
        return [(x, "minimum" if minimum(x, g) else "maximum") for x, _ in found]

    return find


def _kinds_by_the_last_slope(is_minimum: Callable[[float], bool]) -> Callable[..., Any]:
    """The kind by what is left of L′ where a run ends, which depends on the side it came from."""

    def find(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
        runs = [(start, sign) for start in starts for sign in (1, -1)]
        ends = [
            float(ex1.gradient_descent(L, lambda x, k=sign: k * g(x), start, lr, T)[0])
            for start, sign in runs
        ]
        points: list[tuple[float, str]] = []
        for x in sorted(x for x in ends if abs(x) <= 1e6 and abs(g(x)) <= 1e-3):
            if not points or x - points[-1][0] > 1e-3:
                points.append((x, "minimum" if is_minimum(g(x)) else "maximum"))
        return points

    return find


CHAPTER = [(-np.sqrt(1.5), "minimum"), (0.0, "maximum"), (np.sqrt(1.5), "minimum")]
FLIP = {"minimum": "maximum", "maximum": "minimum"}


def _keeps_whole_losses(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
    """Raise where the losses of a run do not fit into an array of integers."""
    for start in starts:
        for sign in (1, -1):
            losses = ex1.gradient_descent(L, lambda x, s=sign: s * g(x), start, lr, T)[1]
            kept = np.zeros(T, dtype=int)
            for t, loss in enumerate(losses):
                kept[t] = loss
    return ex1.find_critical_points(L, g, starts, lr, T)


def _noisy() -> Callable[..., Any]:
    generator = np.random.default_rng(4)

    def find(
        loss_fn: Any, grad_fn: Any, starts: Any, lr: float = 0.01, num_steps: int = 2000
    ) -> Any:
        found = ex1.find_critical_points(loss_fn, grad_fn, starts, lr, num_steps)
        return [(x + 1e-4 * generator.normal(), kind) for x, kind in found]

    return find


def _refuses_rates(L: Any, g: Any, start: Any, lr: float, T: int) -> Any:
    if lr > 1:
        raise OverflowError("lr too large")
    return ex1.gradient_descent(L, g, start, lr, T)


def gradients() -> Iterator[Formula]:
    yield "gradient-negated", "ex1", "grad", lambda x: 6 * x - 4 * x**3
    yield "gradient-halved", "ex1", "grad", lambda x: 2 * x**3 - 3 * x
    yield "gradient-doubled", "ex1", "grad", lambda x: 8 * x**3 - 12 * x
    yield "derivative-wrong-power", "ex1", "grad", _pow
    yield "derivative-wrong-power", "ex1", "grad", lambda x: 3 * x**3 - 6 * x
    yield "derivative-wrong-power", "ex1", "grad", lambda x: 4 * x**3 - 3 * x
    yield "derivative-sign", "ex1", "grad", lambda x: 4 * x**3 + 6 * x
    yield "derivative-sign", "ex1", "grad", lambda x: -2 * x * (2 * x**2 + 3)
    yield "keeps-constant", "ex1", "grad", lambda x: 4 * x**3 - 6 * x + 2
    yield "second-derivative", "ex1", "grad", lambda x: 12 * np.square(x) - 6
    yield "gradient-is-loss", "ex1", "grad", lambda x: ex1.loss(x)
    yield "header-changed", "ex1", "grad", _with_more("grad")
    yield "own-gradient", "ex1", "gradient_descent", _descends_on_own
    yield "own-gradient", "ex1", "gradient_descent", _records_own
    yield "header-changed", "ex1", "gradient_descent", lambda g, L, x, lr, T: (
        ex1.gradient_descent(L, g, x, lr, T))  # fmt: skip
    for h, central in (
        (0.5, True),
        (0.1, False),
        (1e-3, False),
        (0.05, True),
        (-0.01, False),
        (1e-13, True),
    ):
        yield "numerical-derivative-coarse", "ex1", "grad", _quotient(h, central)


def critical_points() -> Iterator[Formula]:
    points = "ex1", "find_critical_points"
    yield "own-gradient", *points, _by_own
    yield "header-changed", *points, lambda starts, loss_fn, grad_fn, lr=0.01, num_steps=2000: (
        ex1.find_critical_points(loss_fn, grad_fn, starts, lr, num_steps))  # fmt: skip
    yield "returns-inside-loop", *points, _first_only
    yield "drops-exact-zero", *points, _points(lambda p, s: [q for q in p if q[0]])
    yield "missing-maximum", *points, _points(lambda p, s: [q for q in p if q[1] == "minimum"])
    yield "missing-origin", *points, _points(lambda p, s: [q for q in p if abs(q[0]) > 1e-6])
    yield "all-minima", *points, _points(lambda p, s: [(x, "minimum") for x, _ in p])
    yield "kinds-swapped", *points, _points(lambda p, s: [(x, FLIP[kind]) for x, kind in p])
    yield "duplicates", *points, _points(lambda p, s: [q for q in p for _ in (0, 1)])
    yield "unsorted", *points, _points(lambda p, s: p[::-1])
    yield "keeps-diverged", *points, _points(lambda p, s: [*p, (float("inf"), "maximum")])
    yield "hard-coded", *points, _points(lambda p, s: CHAPTER)
    yield "curvature-hard-coded", *points, _kinds_by(lambda x, g: 12 * x**2 - 6 > 0)
    yield "curvature-hard-coded", *points, _kinds_by(
        lambda x, g: bool(ex1.grad(x + 1e-4) > ex1.grad(x - 1e-4)))  # fmt: skip
    yield "start-is-critical", *points, _points(
        lambda p, s: sorted([*p, (float(s[-1]), "minimum")]) if s[-1] else p)  # fmt: skip


UNLISTED: tuple[Unlisted, ...] = (
    ("ex1", "gradient_descent", (
        lambda L, g, x, lr, T: ex1.gradient_descent(L, g, x, lr, T or 10),
        lambda L, g, x, lr, T: ex1.gradient_descent(L, lambda x: 4 * x**3 - 6, x, lr, T),
        _bounded(lambda x, way: x - np.clip(way, -7.5, 7.5)),
        _bounded(lambda x, way: np.clip(x - way, -4, 4)),
        _bounded(lambda x, way: np.clip(x - way, -8, 8)), _refuses_rates,
    )),
    ("ex1", "grad", (
        lambda x: 0.9 * (4 * x**3 - 6 * x), lambda x: 4 * x**3 - 6 * x + 1,
        lambda x: np.round(4 * x**3 - 6 * x, 2), lambda x: 4 * x**3 + 5 * x,
        lambda x: ex1.grad(x + 0.01), lambda x: 0.5 * ex1.loss(x), lambda x: np.abs(ex1.grad(x)),
        lambda x: ex1.loss(x) - 2, lambda x: ex1.loss(x) + ex1.grad(x), lambda x: 24.0 * x,
        lambda x: 4 * x**3 - 6 * x - 2, lambda x: 12 * np.square(x) + 6,
        lambda x: 4 * x**3 - 5 * x, lambda x: 4 * x**3 - 5.96 * x, lambda x: 5 * x**3 - 6 * x,
        lambda x: ex1.grad(x) / np.max(np.abs(x)), lambda x: -np.abs(ex1.grad(x)),
    )),
    ("ex1", "find_critical_points", (
        # A search that finds what is near a start: it loses 0 as it loses any other point.
        _points(lambda p, s: [q for q in p if abs(q[0]) > 1e-6 or min(np.abs(s)) < 0.3]),
        _points(lambda p, s: [(x + 0.01, kind) for x, kind in p]),
        _points(lambda p, s: p[:1]), _points(lambda p, s: [x for x, _ in p]),
        _points(lambda p, s: []), _kinds_by_the_loss, _keeps_whole_losses, _noisy(),
        _kinds_by(lambda x, g: abs(x) > 0.5), _kinds_by(lambda x, g: abs(x) > 1e-3),
        _kinds_by(lambda x, g: x > 0),
        _kinds_by(lambda x, g: 12 * x**2 > 5), _kinds_by(lambda x, g: 6 - 12 * x**2 > 0),
        *(_kinds_by_the_last_slope(is_minimum) for is_minimum in (
            lambda slope: slope > 0, lambda slope: slope < 0, lambda slope: slope >= 0)),
    )),
)  # fmt: skip
