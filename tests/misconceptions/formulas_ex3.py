"""Exercise 3's bounds, fits and verdicts with a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from solutions import ex3_convergence_rate as ex3
from tests.misconceptions.pupil import Formula, Unlisted


def _fitted(of: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def fit_power_law(steps: Any, gap: Any) -> Any:
        t, g = np.asarray(steps, dtype=float), np.asarray(gap, dtype=float)
        kept = (t > 0) & (g > 0) & np.isfinite(g)
        return of(t[kept], g[kept])

    return fit_power_law


def _log10(t: Any, g: Any) -> Any:
    p, c = np.polyfit(np.log10(t), np.log10(g), 1)
    return p, np.exp(c)


def _by_sign(steps: Any, gap: Any) -> str:
    return "sublinear" if ex3.fit_power_law(steps, gap)[0] < 0 else "linear"


def _by_gaps(curve: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """The kind whose curve leaves the smaller residual of the gaps themselves."""

    def classify_rate(steps: Any, gap: Any) -> str:
        t, g = np.asarray(steps, dtype=float), np.asarray(gap, dtype=float)
        off = [float(np.sum((g - curve(x, g)) ** 2)) for x in (np.log(t), t)]
        return "sublinear" if off[0] < off[1] else "linear"

    return classify_rate


_by_gap_lines = _by_gaps(lambda x, g: np.polyval(np.polyfit(x, g, 1), x))


def _along(x: Any, gap: Any) -> float:
    return float(np.corrcoef(x, np.log(gap))[0, 1])


def _by_the_first(steps: Any, gap: Any) -> str:
    """The kind whose line meets the first of the gaps."""
    t, log = np.asarray(steps, dtype=float), np.log(gap)
    off = [abs(log[0] - np.polyval(np.polyfit(x, log, 1), x[0])) for x in (np.log(t), t)]
    return "sublinear" if off[0] < off[1] else "linear"


def listed() -> Iterator[Formula]:
    yield from _bounds()
    yield from _fits()
    yield from _runs()


def _bounds() -> Iterator[Formula]:
    away = lambda a, b: np.asarray(a, dtype=float) - np.asarray(b, dtype=float)  # noqa: E731
    square = lambda a, b: float(np.sum(away(a, b) ** 2))  # noqa: E731
    t = lambda T: np.arange(1, T + 1)  # noqa: E731
    bound = "ex3", "sublinear_bound"
    yield "bound-without-half", *bound, lambda a, b, lr, T: square(a, b) / (lr * t(T))
    yield "bound-unsquared", *bound, lambda a, b, lr, T: square(a, b) ** 0.5 / (2 * lr * t(T))
    yield "bound-constant", *bound, lambda a, b, lr, T: np.full(T, square(a, b) / (2 * lr))
    yield "bound-from-zero", *bound, lambda a, b, lr, T: square(a, b) / (2 * lr * np.arange(T))
    for first in (np.inf, np.nan, 0.0, 1e9):
        yield "bound-from-zero", *bound, lambda a, b, lr, T, first=first: (
            np.append(first, ex3.sublinear_bound(a, b, lr, T)))  # fmt: skip
    yield "kappa-inverted", "ex3", "linear_bound", lambda s, gap, T: (
        gap * (1 - max(s) / min(s)) ** np.arange(T + 1))  # fmt: skip


def _fits() -> Iterator[Formula]:
    fit = "ex3", "fit_power_law"
    yield "fit-without-logs", *fit, _fitted(lambda t, g: tuple(np.polyfit(t, g, 1)))
    yield "fit-semilog", *fit, _fitted(
        lambda t, g: (lambda p: (p[0], np.exp(p[1])))(np.polyfit(t, np.log(g), 1)))  # fmt: skip
    log = lambda t, g: np.polyfit(np.log(t), np.log(g), 1)  # noqa: E731
    yield "exponent-sign", *fit, _fitted(lambda t, g: (-log(t, g)[0], np.exp(log(t, g)[1])))
    yield "coefficient-is-log", *fit, _fitted(lambda t, g: tuple(log(t, g)))
    yield "log-base-mixed", *fit, _fitted(_log10)
    yield "rate-by-exponent-sign", "ex3", "classify_rate", _by_sign
    yield "always-sublinear", "ex3", "classify_rate", lambda steps, gap: "sublinear"
    yield "always-linear", "ex3", "classify_rate", lambda steps, gap: "linear"
    yield "fit-exchanged", *fit, lambda t, g: tuple(reversed(ex3.fit_power_law(t, g)))
    yield "fit-exchanged", *fit, _fitted(
        lambda t, g: (log(t, g)[1], np.exp(log(t, g)[0])))  # fmt: skip
    yield "kinds-exchanged", "ex3", "classify_rate", lambda t, g: (
        {"linear": "sublinear", "sublinear": "linear"}[ex3.classify_rate(t, g)])  # fmt: skip
    yield "residuals-of-gaps", "ex3", "classify_rate", _by_gaps(
        lambda x, g: np.exp(np.polyval(np.polyfit(x, np.log(g), 1), x)))  # fmt: skip
    yield "residuals-of-gaps", "ex3", "classify_rate", _by_gap_lines


def _runs() -> Iterator[Formula]:
    run = "ex3", "suboptimality"
    yield "gap-half", *run, lambda s, x, lr, T: 2 * ex3.suboptimality(s, x, lr, T)
    yield "gap-half", *run, lambda s, x, lr, T: 2 * ex3.suboptimality(s, x, 2 * lr, T)
    yield "gradient-doubled", *run, lambda s, x, lr, T: ex3.suboptimality(s, x, 2 * lr, T)
    yield "gap-is-loss-difference", *run, lambda s, x, lr, T: (
        -np.diff(ex3.suboptimality(s, x, lr, T + 1)))  # fmt: skip
    for best in (lambda gaps: gaps[-1], np.min):
        yield "gap-is-loss-difference", *run, lambda s, x, lr, T, best=best: (
            lambda gaps: gaps - best(gaps))(ex3.suboptimality(s, x, lr, T))  # fmt: skip


UNLISTED: tuple[Unlisted, ...] = (
    ("ex3", "suboptimality", (
        lambda s, x, lr, T: ex3.suboptimality(s, x, lr / 2, T),
        lambda s, x, lr, T: ex3.suboptimality(s, x, 1.9 * lr, T),
        lambda s, x, lr, T: ex3.suboptimality(s, x, lr, T) / len(s),
        lambda s, x, lr, T: np.sqrt(ex3.suboptimality(s, x, lr, T)),
    )),
    ("ex3", "sublinear_bound", (
        lambda a, b, lr, T: 1.1 * ex3.sublinear_bound(a, b, lr, T),
        lambda a, b, lr, T: ex3.sublinear_bound(a, b, lr, T) ** 2,
        lambda a, b, lr, T: ex3.sublinear_bound(a, np.zeros(len(a)), lr, T),
        lambda a, b, lr, T: ex3.sublinear_bound(a, b, lr, T + 1),
    )),
    ("ex3", "linear_bound", (
        lambda s, gap, T: gap * (1 - min(s) / max(s)) ** (2 * np.arange(T + 1)),
        lambda s, gap, T: gap * (1 - (min(s) / max(s)) ** 0.5) ** np.arange(T + 1),
    )),
    ("ex3", "fit_power_law", (
        lambda t, g: tuple(reversed(ex3.fit_power_law(g, t))),
        lambda t, g: (ex3.fit_power_law(t, g)[1], ex3.fit_power_law(t, g)[1]),
        lambda t, g: (round(ex3.fit_power_law(t, g)[0], 1), ex3.fit_power_law(t, g)[1]),
        lambda t, g: (-1.0, ex3.fit_power_law(t, g)[1]),
    )),
    ("ex3", "classify_rate", (
        _by_the_first,
        lambda t, g: "linear" if _by_gap_lines(t, g) == "sublinear" else "sublinear",
        lambda t, g: "linear" if ex3.classify_rate(t, g**2 + 0.01) == "linear" else "sublinear",
        lambda t, g: "linear" if ex3.fit_power_law(t, g)[0] < -1.5 else "sublinear",
        # Straight the other way round where the gaps fall, and right where they rise.
        lambda t, g: "sublinear" if _along(np.log(t), g) > _along(t, g) else "linear",
        lambda t, g: "linear" if len(t) > 50 else "sublinear",
        lambda t, g: "linear" if g[-1] < 1e-6 * g[0] else "sublinear",
        lambda t, g: "sublinear" if abs(ex3.fit_power_law(t, g)[0] + 1) < 0.2 else "linear",
    )),
)  # fmt: skip
