"""Read the parameter of an update rule off what a run did: η, β, or the law of decay."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from exercises.coach.misconceptions.loop.rules import (
    Rule,
    Run,
    decaying,
    ema,
    hard_coded,
    heavy_ball,
    look_ahead,
    nesterov,
    normalised,
)

__all__ = ["laws_of_decay", "rules_from_losses", "rules_from_points"]

# The estimates are quotients of differences: some ten digits are left of sixteen.
CLOSE = 1e-7
SMALL = 1e-2


def rules_from_points(run: Run, points: Sequence[Any]) -> Iterator[Rule]:
    """Yield the parametrised rules that the first θ of a run leave possible.

    Parameters
    ----------
    points : θ₀, θ₁, θ₂, … (for a look-ahead: where the gradient was taken)
    """
    if len(points) < 3:
        return
    steps = list(_scales(run, points))
    first = steps[0]
    if first is None:
        return
    yield from _with_first_scale(run, first)
    length = float(np.sqrt(np.sum(np.square(run.grad(points[0])))))
    if first > 0 and abs(1 / first - length) < SMALL * length:
        yield normalised(_round(1 / first - length))
    if abs(first - 1) < CLOSE:
        here, before = points[1], points[0]
        moved, slope = here - before, run.grad(here)
        left = points[2] - here + run.lr * slope
        beta = _along(left, moved)
        if beta is not None and _is_share(beta):
            yield heavy_ball(_round(beta))
        # On a quadratic the gradient ahead is the one here plus β·H·moved.
        bent = moved - run.lr * (run.grad(here + moved) - slope)
        beta = _along(left, bent)
        if beta is not None and _is_share(beta):
            yield look_ahead(_constant(_round(beta)))
    known = [s for s in steps if s is not None]
    if len(known) == len(steps):
        yield from (decaying(law) for law in laws_of_decay(known))
        kept = next((t for t, s in enumerate(known) if abs(s - 1) > CLOSE), 0)
        yield from (decaying(law) for law in _drops(kept, known[kept]))


def rules_from_losses(run: Run, losses: Sequence[float]) -> Iterator[Rule]:
    """The same from L(θ₀), L(θ₁), L(θ₂) on a quadratic, where θ itself is not seen.

    Along a line a quadratic loss is a parabola: its value tells the place, up to two roots.
    """
    if run.loss is None or len(losses) < 3 or not np.all(np.isfinite(losses[:3])):
        return
    yield from (decaying(law) for law in _drops_from_losses(run, losses))
    start, g = run.theta, run.grad(run.theta)
    for first in _places(run.loss, start, -run.lr * g, losses[1]):
        yield from _with_first_scale(run, first)
        here = start - first * run.lr * g
        slope = run.grad(here)
        for second in _places(run.loss, here, -run.lr * slope, losses[2]):
            if first > CLOSE and second > CLOSE:
                yield from (decaying(law) for law in laws_of_decay([first, second]))
        if abs(first - 1) > CLOSE:
            continue
        moved = here - start
        for beta in _places(run.loss, here - run.lr * slope, moved, losses[2]):
            if _is_share(beta):
                yield heavy_ball(_round(beta))
        bent = moved - run.lr * (run.grad(here + moved) - slope)
        for beta in _places(run.loss, here - run.lr * slope, bent, losses[2]):
            if _is_share(beta):
                yield look_ahead(_constant(_round(beta)))


def laws_of_decay(scales: Sequence[float]) -> Iterator[Callable[[int], float]]:
    """Yield the laws s(t), falling from step to step, that give these first two scales or more."""
    s0, s1 = scales[0], scales[1]
    if not 0 < s1 < s0 * (1 - CLOSE) or s0 > 1 + CLOSE:
        return
    ratio = s1 / s0
    laws: list[Callable[[int], float]] = []
    for shift in (1, 2):
        power = -math.log(ratio) / math.log((shift + 1) / shift)
        laws.append(_power_law(power, shift, 1.0))
        laws.append(_power_law(power, shift, shift**power))
    laws += [lambda t: ratio**t, lambda t: ratio ** (t + 1)]
    laws += [lambda t: 1 / (1 + (1 / ratio - 1) * t)]
    laws += [lambda t: 1 / math.sqrt(1 + (1 / ratio**2 - 1) * t)]
    if s0 < 1 - CLOSE:
        laws += [lambda t: 1 / (1 + (1 / s0 - 1) * (t + 1))]
    laws += [lambda t: 1 / (1 + math.log(t + 1)), lambda t: 1 / math.log(t + math.e)]
    laws += [lambda t: s0 * (1 - (1 - ratio) * t)]
    for law in laws:
        if all(abs(law(t) - s) < CLOSE for t, s in enumerate(scales)):
            yield law


def _drops(kept: int, ratio: float) -> Iterator[Callable[[int], float]]:
    """Yield the laws that leave η alone for ``kept`` steps, then multiply it by ``ratio``."""
    if kept > 1 and CLOSE < ratio < 1 - CLOSE:
        yield lambda t: ratio ** (t // kept)
        yield lambda t: ratio ** ((t + 1) // (kept + 1))


def _drops_from_losses(run: Run, losses: Sequence[float]) -> Iterator[Callable[[int], float]]:
    assert run.loss is not None
    theta = run.theta
    for t, loss in enumerate(losses[1:]):
        step = -run.lr * run.grad(theta)
        if not math.isclose(float(run.loss(theta + step)), loss, rel_tol=CLOSE):
            for ratio in _places(run.loss, theta, step, loss):
                yield from _drops(t, _round(ratio))
            return
        theta = theta + step


def _power_law(power: float, shift: int, scale: float) -> Callable[[int], float]:
    return lambda t: float(scale * (t + shift) ** -power)


def _with_first_scale(run: Run, scale: float) -> Iterator[Rule]:
    """Rules whose first step is not η long."""
    if abs(scale - 1) < CLOSE or not math.isfinite(scale):
        return
    if (
        scale > 0 and abs(scale * run.lr - 1) > CLOSE
    ):  # η = 1 is what is left when the rate is not used
        yield hard_coded(_round(scale * run.lr))
    if 0 < scale < 1:
        yield ema(_round(1 - scale))
    if 1 < scale < 2:
        yield nesterov(_round(scale - 1))
        yield look_ahead(_constant(_round(scale - 1)))


def _scales(run: Run, points: Sequence[Any]) -> Iterator[float | None]:
    """Yield by how many η·∇L each step went downhill; None where it went elsewhere."""
    for here, there in pairwise(points):
        yield _along(there - here, -run.lr * run.grad(here))


def _along(vector: Any, direction: Any) -> float | None:
    length = float(np.sum(direction * direction))
    if length == 0 or not math.isfinite(length):
        return None
    multiple = float(np.sum(vector * direction)) / length
    off = float(np.max(np.abs(vector - multiple * direction)))
    return multiple if off <= CLOSE * float(np.max(np.abs(direction))) else None


def _places(loss: Callable[[Any], Any], here: Any, way: Any, target: float) -> Iterator[float]:
    """Yield each a with loss(here + a·way) = target."""
    low, mid, high = (float(loss(here + a * way)) for a in (0.0, 1.0, 2.0))
    bend = (high - 2 * mid + low) / 2
    rise = mid - low - bend
    with np.errstate(all="ignore"):
        # Of a loss that is next to 0 or to inf, the quotients are beyond any number.
        coefficients = np.array([bend, rise, low - target]) / bend
        if not np.all(np.isfinite(coefficients)):
            return
        for root in np.roots(coefficients):
            # A double root, the valley's floor, comes out with half of the digits.
            if abs(root.imag) <= 1e-6 * max(abs(root.real), 1e-3):
                yield float(root.real)


def _is_share(beta: float) -> bool:
    """Whether a velocity can be kept in part by this; -1 is a gradient taken twice at one place."""
    return CLOSE < abs(beta) < 1 - CLOSE


def _round(value: float) -> float:
    """Return what the learner typed: 0.9, not 0.9000000000003."""
    short = round(value, 6)
    return short if abs(short - value) < 1e-9 else value


def _constant(beta: float) -> Callable[[int], float]:
    return lambda t: beta
