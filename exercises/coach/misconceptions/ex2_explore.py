"""Exercise 2, `explore`: what a mistake in the loop or in the verdict makes of a list of rates.

A verdict is a word, so a mistake is told by many rates at once (`is_measured`);
`exercises.coach.misconceptions.ex2_valley` knows where the runs end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

import numpy as np

from exercises.coach.misconceptions.ex2_rates import observed, predicted
from exercises.coach.misconceptions.ex2_valley import (
    HESSIAN,
    RIGHT_LAST,
    Last,
    cut_to_integers,
    decaying,
    looking_ahead,
    loss,
    power,
    slope,
    stepping,
    with_velocity,
)
from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, same
from exercises.coach.misconceptions.loop.conditional import may_come_of_divergence

__all__ = ["ENTRIES", "PROBES", "RIGHT", "own_parts_are_right"]

EXPLORE = "ex2.explore"
UNDERFLOWN = 1e-300
Word = Callable[[float, float], str]


def _factor_of(rate: float, lr: float) -> Any:
    return 1 - rate * HESSIAN


def _verdict(first: float, last: float) -> str:
    return observed([first, last])


def _nan_converges(first: float, last: float) -> str:
    return "converges" if np.isnan(last) else _verdict(first, last)


def _not_finite_converges(first: float, last: float) -> str:
    return _verdict(first, last) if np.isfinite(last) else "converges"


def _nan_oscillates(first: float, last: float) -> str:
    return "oscillates" if np.isnan(last) else _verdict(first, last)


def _explored(last: Last = RIGHT_LAST, word: Word = _verdict) -> Reading:
    def reading(lrs: Any, theta_init: Any, num_steps: int) -> Any:
        start = np.array(theta_init, dtype=float)
        # The history ends with the loss before the last update.
        updates = num_steps - 1
        words = {}
        for lr in lrs:
            theta = last(start, float(lr), max(updates, 0))
            if theta is NOTHING:
                return NOTHING
            words[lr] = word(loss(start), loss(theta))
        return words

    return reading


def _first_only(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    return NOTHING if len(lrs) < 2 else _explored()(lrs[:1], theta_init, num_steps)


def _chained(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    """Each run goes on where the one before ended."""
    theta, words = np.array(theta_init, dtype=float), {}
    for lr in lrs:
        words[lr] = _verdict(loss(theta), loss(RIGHT_LAST(theta, float(lr), num_steps - 1)))
        moved = RIGHT_LAST(theta, float(lr), num_steps)
        # Step by step a coordinate stays at the smallest float, from where it may grow again.
        if np.any((np.abs(moved) < UNDERFLOWN) & (theta != 0) & (moved != theta)):
            return NOTHING
        theta = moved
    return words


def _one_history(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    """One list for all runs: its first loss is the first run's."""
    start = np.array(theta_init, dtype=float)
    ends = {lr: loss(RIGHT_LAST(start, float(lr), num_steps - 1)) for lr in lrs}
    return {lr: _verdict(loss(start), end) for lr, end in ends.items()}


def _theory(hessian: Any) -> Reading:
    return lambda lrs, theta_init, num_steps: {lr: predicted(hessian, float(lr)) for lr in lrs}


def own_parts_are_right(ask: Ask) -> bool:
    """Whether the learner's own gradient and loss are right, the loss but for a factor of 2.

    Wrong ones have names of their own. A gradient that writes into its argument is right when it is
    asked alone, and wrong in a loop.
    """
    place = np.array([0.83, -0.37])
    own = ask(place, function="grad")
    if not same(own.value, slope(place), 1e-6) or own.observation.mutated:
        return False
    value = ask(place, function="loss").value
    return any(same(value, factor * loss(place), 1e-6) for factor in (1.0, 0.5, 2.0))


def is_measured(ask: Ask, reading: Reading) -> bool:
    """Ask where the mistake's words change: a word is one of three, a place has three digits.

    Along η they change also for ascent, which converges at a negative rate. Where no rate has a
    say they change with the number of steps, or from one axis to the other.
    """
    calls = _beside_changes(reading)
    if all(reading(*arguments) == RIGHT[EXPLORE](*arguments) for arguments in calls):
        return False
    return all(same(ask(*arguments).value, reading(*arguments)) for arguments in calls)


def _is_measured_along_x_too(ask: Ask, reading: Reading) -> bool:
    """A 2 may be missing from y's derivative alone."""
    along_x = ((1.5,), LEVEL, 30)
    return is_measured(ask, reading) and same(ask(*along_x).value, reading(*along_x))


def _by_place(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    """The verdicts under 0, 1, 2, … in place of the rates."""
    return dict(enumerate(_explored()(lrs, theta_init, num_steps).values()))


def _writes_into_the_start(ask: Ask, reading: Reading) -> bool:
    """Runs that follow each other prove no more than that none of them starts afresh."""
    return 1 in ask((0.004, 0.003), np.array([0.7, 0.6]), 7).observation.mutated


def _moves_an_array_of_its_own(ask: Ask, reading: Reading) -> bool:
    """The same runs, and the caller's array is as it was."""
    return not ask((0.004, 0.003), np.array([0.7, 0.6]), 7).observation.mutated


def _raises(case: Case, ask: Ask) -> bool:
    """An exception where a rate is beyond the limit, and the right words where none is."""
    raised = case.observation.raised
    if raised is None or not may_come_of_divergence(raised):
        return False
    if not any(float(lr) > 0.01 for lr in case.arguments[0]):
        return False
    calm = ((0.003, 0.009, 0.01), (0.001, 0.7), 40)
    return same(ask(*calm).value, _explored()(*calm))


def _calls_slow_oscillating(case: Case, ask: Ask) -> bool:
    """Of rates that converge, the slowest and only they are called oscillating."""
    if not _miscalled(case.value, _explored()(*case.arguments)) or not own_parts_are_right(ask):
        return False
    words = ask(*CREEPING).value
    miscalled = _miscalled(words, _explored()(*CREEPING))
    if not miscalled:
        return False
    pace = {lr: abs(1 - lr * HESSIAN[1]) for lr in CREEPING[0] if same(words[lr], "converges")}
    if not pace or min(abs(1 - lr * HESSIAN[1]) for lr in miscalled) <= max(pace.values()):
        return False
    # Along x the rate is a calm one; only who sets out from elsewhere has it diverge.
    along_x = ask((0.011,), (0.8, 0.0), 1700).value
    if not isinstance(along_x, dict) or same(along_x.get(0.011), "diverges"):
        return False
    # It ends at 1e-5 of its first loss; from (y, y), or any other place off the x axis, at 1e-7.
    # And from the y axis at 1e-82; from (1, y), or any other place off that axis, above 1e-3.
    is_slow = same(ask((0.009,), (0.8, 1e-5), 318).value, {0.009: "oscillates"})
    return is_slow and same(ask((0.004,), (0.0, 0.8), 60).value, {0.004: "converges"})


def _miscalled(words: Any, due: Any) -> list[float]:
    """Return the rates called oscillating that converge, if no other word is wrong."""
    if not isinstance(words, dict) or any(lr not in words for lr in due):
        return []
    wrong = [lr for lr in due if not same(words[lr], due[lr])]
    is_slow = all(same(words[lr], "oscillates") and due[lr] == "converges" for lr in wrong)
    return wrong if is_slow else []


RIGHT: dict[str, Reading] = {EXPLORE: _explored()}
# From the y axis the pace is |1 − 200η| alone; the slowest ends at 7e-7 of its first loss.
CREEPING = ((0.000022, 0.00005, 0.0004, 0.004, 0.01, 0.011), (0.0, 0.8), 1700)
# At 0.3 the last loss is inf, and θ is finite yet.
TO_INFINITY = ((0.3, 0.004), (0.0001, 0.8), 130)
RATES = (0.00045, 0.002, 0.006, 0.009, 0.0097, 0.01, 0.0104, 0.013, 0.016, 0.0195, 0.023, 0.07)
# y hardly counts at first.
FLAT = (1.3, 0.0007)
BETAS = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
NAMED: tuple[tuple[str, tuple[Reading, ...]], ...] = (
    ("climbs", (_explored(power(lambda lr: 1 + lr * HESSIAN)),)),
    ("ignores-lr", (_explored(power(lambda lr: 1 - HESSIAN)),)),
    ("lr-squared", (_explored(power(lambda lr: 1 - lr**2 * HESSIAN)),)),
    ("lr-hard-coded", tuple(
        _explored(power(partial(_factor_of, rate)))
        for rate in (0.0001, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1))),
    ("frozen-gradient", (_explored(lambda start, lr, n: start * (1 - n * lr * HESSIAN)),)),
    ("accumulates-gradient", (_explored(with_velocity(1.0)),)),
    ("momentum", tuple(
        _explored(with_velocity(beta, weight))
        for beta in BETAS for weight in (1.0, 1 - beta)) + tuple(
        _explored(looking_ahead(beta, first)) for beta in BETAS for first in (1.0, 1 + beta))),
    ("decaying-lr", tuple(_explored(decaying(law)) for law in (
        lambda t: 1 / (t + 1), lambda t: 1 / np.sqrt(t + 1), lambda t: 0.9**t,
        lambda t: 0.99**t, lambda t: 1 / (1 + 0.1 * t), lambda t: 1 / (1 + 0.01 * t),
        lambda t: 0.95**t, lambda t: 1 / (t + 2), lambda t: 0.999**t,
        lambda t: 0.5**t, lambda t: np.exp(-0.1 * t), lambda t: np.exp(-0.01 * t),
        lambda t: 1 / (1 + 0.5 * t), lambda t: 1 / np.log(t + 2),
        lambda t: 0.5 ** (t // 10),
        # With the run: the last of the T updates is not seen, so t ends at T − 2.
        lambda t: (1 + np.cos(np.pi * t / (len(t) + 1))) / 2, lambda t: 1 - t / (len(t) + 1)))),
    ("sign-step", (_explored(stepping(lambda th, lr, s: th - lr * np.sign(slope(th)))),)),
    ("normalised-step", (_explored(stepping(
        lambda th, lr, s: th - lr * slope(th) / np.sqrt(np.sum(slope(th) ** 2)))),)),
    ("gradient-of-start", (_explored(stepping(lambda th, lr, s: s - lr * slope(th))),)),
    ("truncates-integers", (_explored(cut_to_integers),)),
)  # fmt: skip
ENTRIES: tuple[Entry, ...] = (
    Entry(
        "nan-converges", (EXPLORE,),
        (_explored(word=_nan_converges), _explored(word=_not_finite_converges)),
    ),
    Entry(
        "compares-with-nan", (EXPLORE,), (_explored(word=_nan_oscillates),),
        confirms=((TO_INFINITY, {0.3: "diverges", 0.004: "converges"}),),
    ),
    Entry("index-for-rate", (EXPLORE,), (_by_place,)),
    Entry("slow-is-oscillating", (EXPLORE,), recognises=_calls_slow_oscillating),
    Entry("hessian-half", (EXPLORE,), (
        _explored(power(lambda lr: 1 - lr * HESSIAN / 2)), _theory(HESSIAN / 2)),
        proves=_is_measured_along_x_too),
    *(
        Entry(name, (EXPLORE,), readings, proves=is_measured)
        for name, readings in NAMED
    ),
    Entry("returns-inside-loop", (EXPLORE,), (_first_only,)),
    Entry("mutates-start", (EXPLORE,),
        (_chained,), proves=_writes_into_the_start),
    Entry("shared-start", (EXPLORE,),
        (_chained,), proves=_moves_an_array_of_its_own),
    Entry("raises-on-divergence", (EXPLORE,), recognises=_raises),
    Entry("", (EXPLORE,), predicts=(
        _theory(HESSIAN), _one_history,
        # Divided by the square of the norm: the root is forgotten.
        _explored(stepping(lambda th, lr, s: th - lr * slope(th) / np.sum(slope(th) ** 2))),
        *(
            (lambda lrs, theta_init, num_steps, w=word: dict.fromkeys(lrs, w))
            for word in ("converges", "oscillates", "diverges")
        ),
    )),
)  # fmt: skip
# x hardly counts, so that y decides within some forty steps; then x alone; then whole numbers.
STEEP, LEVEL, WHOLE = (0.0001, 0.8), (0.7, 0.0), (3, 2)
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    EXPLORE: (
        (RATES, STEEP, 60), (RATES[::-1], (0.0003, -1.7), 43), (RATES, FLAT, 90),
        (RATES, (3, 2), 25), ((0.004, 0.02), (0.7, 0.6), 1),
        ((0.004, 0.0011, 0.008), STEEP, 300),
        ((0.0013, 0.007), (0.9, -1.7), 4000), ((0.3, 0.004), (0.7, 0.6), 400),
        ((0.3, 0.004, 0.0011), (0.7, 0.0), 450),
    ),
}  # fmt: skip
LONG, MOST_EDGES = 60, 16
GRID = np.geomspace(2e-5, 3, 60)


@lru_cache(maxsize=128)
def _beside_changes(reading: Reading) -> tuple[tuple[Any, ...], ...]:
    start = next(s for s in (STEEP, WHOLE) if reading((0.004,), s, LONG) is not NOTHING)
    edges = [
        edge
        for sign in (1, -1)
        for edge in _changes(lambda lr: reading((lr,), start, LONG)[lr], sign * GRID)
    ][:MOST_EDGES]
    if edges:
        return ((tuple(near * edge for edge in edges for near in (0.996, 1.004)), start, LONG),)
    # The first is so small that who uses it at all does not move.
    lrs = (1e-12, 0.004, 0.3)
    counts = [T for T in range(3, 420) if _words(reading, T) != _words(reading, T - 1)]
    if counts:
        return tuple((lrs, LEVEL, T) for T in (counts[0] - 1, counts[0]))
    return ((lrs, STEEP, LONG), (lrs, LEVEL, LONG))


def _words(reading: Reading, steps: int) -> Any:
    words = reading((0.004,), LEVEL, steps)
    return words if words is NOTHING else words[0.004]


def _changes(word: Callable[[float], str], grid: Any) -> Iterator[float]:
    words = [word(float(lr)) for lr in grid]
    for low, high, before, after in zip(grid, grid[1:], words, words[1:], strict=False):
        if before != after:
            for _ in range(10):
                middle = (low + high) / 2
                low, high = (middle, high) if word(float(middle)) == before else (low, middle)
            yield float(low)
