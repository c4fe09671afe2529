"""Exercise 3: mistakes in the two bounds, the fit and the kind of rate; what a verified rate is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.judging.compare import array_of
from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, same

__all__ = ["ENTRIES", "PAIRS", "PROBES", "RIGHT"]

SUBLINEAR, LINEAR, FIT, CLASSIFY, VERIFY = (
    "ex3.sublinear_bound", "ex3.linear_bound", "ex3.fit_power_law", "ex3.classify_rate",
    "ex3.verify_rate",
)  # fmt: skip
LN10 = float(np.log(10.0))
BOTH = (("sublinear", "linear"), ("linear", "sublinear"))


def _bound(of: Callable[[Any, float, int], Any]) -> Reading:
    """Read from the difference θ₀ − θ*, η and T."""

    def reading(theta_init: Any, theta_star: Any, lr: float, num_steps: int) -> Any:
        away = np.asarray(theta_init, dtype=float) - np.asarray(theta_star, dtype=float)
        return of(away, float(lr), int(num_steps))

    return reading


def _t(num_steps: int) -> Any:
    return np.arange(1, num_steps + 1)


def _squared(away: Any) -> Any:
    return np.sum(away**2)


def _norm(away: Any) -> Any:
    return np.sqrt(np.sum(away**2))


def _early(over: Callable[[Any], Any]) -> tuple[Reading, ...]:
    """From t = 0 on, to T − 1 and to T; ``over`` makes of θ₀ − θ* what is divided by ηt."""
    return (
        _bound(lambda d, lr, T: over(d) / (lr * np.arange(T))),
        _bound(lambda d, lr, T: over(d) / (lr * np.arange(T + 1))),
    )


def _has_one_before(case: Case, ask: Ask) -> bool:
    """The whole bound after one entry more, whatever somebody puts there for 1/0."""
    bound = array_of(case.value)
    due = RIGHT[SUBLINEAR](*case.arguments)
    return bound is not None and len(due) > 1 and bound.ndim == 1 and same(bound[1:], due)


def _geometric(of: Callable[[float, float, float, Any], Any]) -> Reading:
    """Read from λ_min, λ_max, the first gap and t = 0 … T."""

    def reading(eigenvalues: Any, initial_gap: float, num_steps: int) -> Any:
        s = np.asarray(eigenvalues, dtype=float)
        with np.errstate(all="ignore"):
            # Not Python's floats: λ_min may be 0, and λ_max/λ_min is inf then.
            return of(s.min(), s.max(), float(initial_gap), np.arange(num_steps + 1))

    return reading


def usable(steps: Any, gaps: Any) -> tuple[Any, Any]:
    """Return t and gap of the pairs that have both logarithms."""
    t, gap = np.asarray(steps, dtype=float), np.asarray(gaps, dtype=float)
    kept = (t > 0) & (gap > 0) & np.isfinite(t) & np.isfinite(gap)
    return t[kept], gap[kept]


def _line(x: Any, y: Any) -> tuple[float, float]:
    """Least squares of y on x: slope and intercept, by hand, for `polyfit` warns and is slow."""
    centred = x - x.mean()
    slope = float(centred @ (y - y.mean()) / (centred @ centred))
    return slope, float(y.mean() - slope * x.mean())


def _fit(
    line: Callable[[Any, Any], tuple[float, float]], of: Callable[[float, float], tuple[Any, Any]]
) -> Reading:
    """Read exponent and coefficient from the slope and the intercept of a fitted line."""

    def reading(steps: Any, gaps: Any) -> Any:
        t, gap = usable(steps, gaps)
        if len(np.unique(t)) < 2:
            return NOTHING
        with np.errstate(all="ignore"):
            exponent, coefficient = of(*line(t, gap))
            return float(exponent), float(coefficient)

    return reading


def _power(t: Any, gap: Any) -> tuple[float, float]:
    return _line(np.log(t), np.log(gap))


def _semilog(t: Any, gap: Any) -> tuple[float, float]:
    return _line(t, np.log(gap))


# What is made of the intercept of the power law's line, right or with a mistake.
COEFFICIENTS: dict[str, tuple[Callable[[float], float], ...]] = {
    "": (np.exp,),
    "coefficient-is-log": (lambda c: c, lambda c: c / LN10, lambda c: c / np.log(2)),
    "log-base-mixed": (
        lambda c: np.exp(c / LN10), lambda c: 10**c, lambda c: 2**c,
        lambda c: np.exp(c / np.log(2)),
    ),
}  # fmt: skip


def _power_law(sign: int, made: Callable[[float], float]) -> Reading:
    """Read the slope, or its opposite, and what is made of the intercept."""
    return _fit(_power, lambda p, c: (sign * p, made(c)))


def _power_laws(sign: int, coefficient: str) -> tuple[Reading, ...]:
    return tuple(_power_law(sign, made) for made in COEFFICIENTS[coefficient])


def _by_exponent(limit: float, low: str, high: str, t: Any, gap: Any) -> str:
    return low if _power(t, gap)[0] < limit else high


def _by_last_ratio(limit: float, t: Any, gap: Any) -> str:
    return "linear" if gap[-1] / gap[-2] < limit else "sublinear"


def _kind(of: Callable[[Any, Any], str]) -> Reading:
    def reading(steps: Any, gaps: Any) -> Any:
        t, gap = usable(steps, gaps)
        return of(t, gap) if len(t) > 2 else NOTHING

    return reading


def _offs(x: Any, y: Any) -> Any:
    slope, intercept = _line(x, y)
    return y - slope * x - intercept


def _residual(x: Any, y: Any) -> float:
    return float(np.sum(_offs(x, y) ** 2))


def _by_residuals(t: Any, gap: Any) -> str:
    log = np.log(gap)
    return "sublinear" if _residual(np.log(t), log) < _residual(t, log) else "linear"


def _by_sign(negative: str, positive: str, slope: Callable[[Any, Any], Any]) -> Reading:
    return _kind(lambda t, gap: negative if slope(t, gap)[0] < 0 else positive)


def _swapped_residuals(t: Any, gap: Any) -> str:
    return "linear" if _by_residuals(t, gap) == "sublinear" else "sublinear"


def _off_the_curve(x: Any, gap: Any) -> float:
    """How far the gaps are from the curve that is a line through their logarithms."""
    slope, intercept = _line(x, np.log(gap))
    return float(np.sum((gap - np.exp(slope * x + intercept)) ** 2))


def _sizes_off(x: Any, gap: Any) -> float:
    """The same, by the sizes of the residuals and not by their squares."""
    slope, intercept = _line(x, np.log(gap))
    return float(np.sum(np.abs(gap - np.exp(slope * x + intercept))))


def _by_gaps(
    off: Callable[[Any, Any], float], power: str = "sublinear", geometric: str = "linear"
) -> Reading:
    return _kind(lambda t, gap: power if off(np.log(t), gap) < off(t, gap) else geometric)


def _straight(t: Any, gap: Any) -> str:
    return "sublinear" if _residual(t, gap) > _residual(np.log(t), np.log(gap)) else "linear"


def _by_correlation(larger: str, smaller: str, t: Any, gap: Any) -> str:
    """By correlations compared with their sign: the opposite where the gaps fall, right else."""
    power, geometric = (np.corrcoef(x, np.log(gap))[0, 1] for x in (np.log(t), t))
    return larger if power > geometric else smaller


def _by_last_gap(limit: float, t: Any, gap: Any) -> str:
    """By whether the last gap is small beside the first."""
    return "linear" if gap[-1] < limit * gap[0] else "sublinear"


def _by_fall(falling: str, other: str, t: Any, gap: Any) -> str:
    """By whether each gap is below the one before."""
    return falling if bool(np.all(np.diff(gap) < 0)) else other


def _by_curvature(limit: float, t: Any, gap: Any) -> str:
    """By how much log gap is bent over t: a power law is convex there."""
    return "sublinear" if np.polyfit(t, np.log(gap), 2)[0] > limit else "linear"


def _by_part(first: float, last: float, t: Any, gap: Any) -> str:
    """By a part of the pairs, the second half for example."""
    pairs = slice(int(first * len(t)), max(int(last * len(t)), 3))
    return _by_residuals(t[pairs], gap[pairs])


def _by_one(k: int, t: Any, gap: Any) -> str:
    """By how far a single gap, the first or the last, is off the two lines."""
    off = [abs(_offs(x, np.log(gap))[k]) for x in (np.log(t), t)]
    return "sublinear" if off[0] < off[1] else "linear"


def _largest(offs: Any) -> float:
    return float(np.max(np.abs(offs)))


def _sizes(offs: Any) -> float:
    return float(np.sum(np.abs(offs)))


def _middle(offs: Any) -> float:
    return float(np.median(np.abs(offs)))


def _by_logs(measure: Callable[[Any], float]) -> Reading:
    """By residuals of log gap, but not by the sum of their squares."""
    return _kind(lambda t, gap: (
        "sublinear" if measure(_offs(np.log(t), np.log(gap))) < measure(_offs(t, np.log(gap)))
        else "linear"
    ))  # fmt: skip


def _verified(eigenvalues: Any, theta_init: Any, lr: float, num_steps: int) -> Any:
    s, start = np.asarray(eigenvalues, dtype=float), np.asarray(theta_init, dtype=float)
    if s.shape != start.shape or num_steps < 5:
        return NOTHING
    t = _t(num_steps)
    with np.errstate(all="ignore"):
        gaps = ((1 - lr * s) ** (2 * t[:, None])) @ (s * start**2) / 2
        holds = bool(np.all(gaps <= _squared(start) / (2 * lr * t) * (1 + 1e-9)))
    first = 0 if num_steps < 20 else 9
    fitted, rate = (RIGHT[key](t[first:], gaps[first:]) for key in (FIT, CLASSIFY))
    if fitted is NOTHING or rate is NOTHING:
        return NOTHING
    return {"bound_holds": holds, "exponent": fitted[0], "rate": rate}


RIGHT: dict[str, Reading] = {
    SUBLINEAR: _bound(lambda d, lr, T: _squared(d) / (2 * lr * _t(T))),
    LINEAR: _geometric(lambda mu, top, gap, t: gap * (1 - mu / top) ** t),
    FIT: _power_laws(1, "")[0],
    CLASSIFY: _kind(_by_residuals),
    VERIFY: _verified,
}
T = np.arange(1.0, 13.0)
LONG = np.arange(1.0, 61.0)
WOBBLE = 1 + 0.05 * np.sin(7 * T)


def _off(gaps: Any, factor: float, at: int = 0) -> Any:
    """The gaps, one of them so many times as large: it is one of many logarithms."""
    return np.where(np.arange(len(gaps)) == at, factor, 1.0) * gaps


# A geometric run whose first half, by itself, is a power law.
BENT = np.where(LONG[:40] < 20, 3.0 * ((LONG[:40] + 19) / 20) ** -2.75, 0.0)
BENT = np.where(LONG[:40] < 20, BENT, 3.0 * 0.9 ** (LONG[:40] - 1))
MISLEADING = (
    (LONG[:40] + 7, _off(0.75 ** LONG[:40], 8.0)), (LONG, _off(2.3 / LONG, 0.2)),
)  # fmt: skip
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    SUBLINEAR: (
        (np.array([1.5, -0.7, 2.0]), np.array([0.25, 0.5, -1.0]), 0.37, 5),
        (np.array([0.3, 0.2]), np.array([-0.4, 1.1]), 0.13, 4),
    ),
    LINEAR: ((np.array([2.0, 0.7, 3.1]), 2.3, 5), (np.array([5.3, 1.7]), 0.9, 4)),
    FIT: ((T, 3.7 * T**-1.3 * WOBBLE), (T[:7], 0.37 * T[:7] ** 0.6 * WOBBLE[:7])),
    CLASSIFY: (
        # First those that tell `always` from a verdict by the last gap, by the slope or its size,
        # or by how many pairs there are.
        (LONG, 3.7 / LONG), (T / 20, 3.7 * 0.6**T), (T, 0.02 * 0.2**T),
        (T / 20, 3.7 * T**-1.3 * WOBBLE), (LONG, 3.7 * 0.95**LONG), (T[:7], 3.7 * T[:7] ** -1.3),
        (3 * T[:9], 3.7 * 0.6 ** T[:9]), (T, 0.37 * T**1.6), (T[:9], 0.37 * 1.3 ** T[:9]),
        (LONG[::5], 3.7 * LONG[::5] ** -0.4), (T, 3.7 * 0.97**T), (LONG[3:20], LONG[3:20] ** -2.5),
        (T + 30, 0.99**T), (LONG, 3.7 * 0.1**LONG),
        # Where only the sign of the slope says that it falls.
        (LONG, 3.7 * LONG**-0.05), (LONG, 3.7 / LONG * (1 + 0.5 * (-1.0) ** LONG)),
        # Where the gaps themselves lie closer to the other curve than their logarithms do.
        *MISLEADING, (LONG[:40] + 19, BENT), (LONG + 9, _off(7.0 * 0.8**LONG, 18.0)),
        (LONG[1:41], _off(0.9 * LONG[1:41] ** -1.5, 0.2)), (LONG + 4, _off(0.9**LONG, 14.0, at=1)),
        # Where the largest residual of log gap belongs to a gap that is small among the gaps.
        (LONG[:40] + 3, _off(0.8 ** LONG[:40], 8.0, at=30)),
    ),
    VERIFY: (
        (np.array([0.3, 1.5, 0.04]), np.array([2.0, -1.0, 3.0]), 0.6, 24),
        (np.array([0.9, 0.2]), np.array([0.4, 2.0]), 1.1, 13),
    ),
}  # fmt: skip
ENTRIES: tuple[Entry, ...] = (
    Entry(
        "bound-without-half", (SUBLINEAR,),
        (_bound(lambda d, lr, T: _squared(d) / (lr * _t(T))),),
    ),
    Entry(
        "bound-unsquared", (SUBLINEAR,),
        (
            _bound(lambda d, lr, T: _norm(d) / (2 * lr * _t(T))),
            _bound(lambda d, lr, T: np.sum(np.abs(d)) / (2 * lr * _t(T))),
        ),
    ),
    Entry(
        "bound-constant", (SUBLINEAR,),
        (
            _bound(lambda d, lr, T: np.full(T, _squared(d) / (2 * lr))),
            _bound(lambda d, lr, T: np.full(T, _squared(d) / (2 * lr * max(T, 1)))),
            _bound(lambda d, lr, T: _squared(d) / (2 * lr)),
            _bound(lambda d, lr, T: _squared(d) / (2 * lr * max(T, 1))),
        ),
    ),
    Entry(
        "bound-from-zero", (SUBLINEAR,),
        _early(lambda d: _squared(d) / 2),
        recognises=_has_one_before,
    ),
    Entry(
        "kappa-inverted", (LINEAR,),
        (
            _geometric(lambda mu, top, gap, t: gap * (1 - top / mu) ** t),
            _geometric(lambda mu, top, gap, t: gap * np.abs(1 - top / mu) ** t),
        ),
    ),
    Entry(
        "fit-without-logs", (FIT,),
        (
            _fit(_line, lambda p, c: (p, c)), _fit(_line, lambda p, c: (p, np.exp(c))),
        ),
    ),
    Entry(
        "fit-semilog", (FIT,),
        (
            _fit(_semilog, lambda p, c: (p, np.exp(c))), _fit(_semilog, lambda p, c: (p, c)),
            _fit(_semilog, lambda p, c: (p / LN10, np.exp(c))),
            _fit(_semilog, lambda p, c: (p / LN10, c / LN10)),
        ),
    ),
    Entry("exponent-sign", (FIT,), _power_laws(-1, "")),
    Entry(
        "fit-exchanged", (FIT,),
        (
            _fit(_power, lambda p, c: (np.exp(c), p)), _fit(_power, lambda p, c: (c, np.exp(p))),
        ),
    ),
    Entry("coefficient-is-log", (FIT,), _power_laws(1, "coefficient-is-log")),
    Entry("log-base-mixed", (FIT,), _power_laws(1, "log-base-mixed")),
    Entry(
        "rate-by-exponent-sign", (CLASSIFY,), tuple(
            _by_sign(*words, slope)
            for words in BOTH
            for slope in (_power, _semilog)
        ),
    ),
    Entry("always-sublinear", (CLASSIFY,), (lambda steps, gaps: "sublinear",)),
    Entry("always-linear", (CLASSIFY,), (lambda steps, gaps: "linear",)),
    Entry(
        "kinds-exchanged", (CLASSIFY,),
        (_kind(_swapped_residuals),),
        confirms=((MISLEADING[0], "sublinear"), (MISLEADING[1], "linear")),
    ),
    Entry(
        "residuals-of-gaps", (CLASSIFY,),
        (_by_gaps(_off_the_curve), _by_gaps(_sizes_off), _by_gaps(_residual)),
        confirms=(((LONG, 3.7 / LONG), "sublinear"), ((T[:9], 0.37 * 1.3 ** T[:9]), "linear")),
    ),
    Entry("", (CLASSIFY,), predicts=(
        _kind(_straight),
        *(_kind(partial(_by_correlation, *words))
          for words in BOTH),
        *(_by_gaps(off, "linear", "sublinear") for off in (_off_the_curve, _residual)),
        *(_by_logs(measure) for measure in (_largest, _sizes, _middle)),
        *(_kind(partial(_by_one, k)) for k in (0, -1)),
        *(
            _kind(partial(_by_part, *part))
            for part in ((0, 0.5), (0.5, 1), (0, 0.25), (0.75, 1), (1 / 3, 1), (0, 2 / 3))
        ),
        *(_kind(partial(_by_last_gap, limit)) for limit in (1e-2, 1e-4, 1e-6, 1e-8, 1e-12)),
        *(_kind(partial(_by_fall, *words)) for words in BOTH),
        *(_kind(partial(_by_curvature, limit)) for limit in (0.0, 1e-5, 1e-4, 1e-3, 1e-2)),
        *(_kind(partial(_by_last_ratio, limit)) for limit in (0.9, 0.95, 0.99, 0.999)),
        *(
            _kind(partial(_by_exponent, p, low, high))
            for p in (-2.0, -1.5, -1.0, -0.5, -0.1) for low, high in BOTH
        ),
    )),
)  # fmt: skip
PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = {
    SUBLINEAR: (
        *((("bound-from-zero", "bound-without-half"), reading) for reading in _early(_squared)),
        *(
            (("bound-from-zero", "bound-unsquared"), reading)
            for reading in _early(lambda d: _norm(d) / 2)
        ),
        (
            ("bound-unsquared", "bound-without-half"),
            _bound(lambda d, lr, T: _norm(d) / (lr * _t(T))),
        ),
        *(
            (("bound-constant", "bound-without-half"), _bound(reading))
            for reading in (
                lambda d, lr, T: np.full(T, _squared(d) / lr),
                lambda d, lr, T: np.full(T, _squared(d) / (lr * max(T, 1))),
            )
        ),
    ),
    FIT: (
        *(
            (("exponent-sign", name), reading)
            for name in ("coefficient-is-log", "log-base-mixed")
            for reading in _power_laws(-1, name)
        ),
        (("fit-exchanged", "coefficient-is-log"), _fit(_power, lambda p, c: (c, p))),
        (("fit-semilog", "exponent-sign"), _fit(_semilog, lambda p, c: (-p, np.exp(c)))),
    ),
}
