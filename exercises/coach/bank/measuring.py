"""Exercise 2, `explore`: bear a mistake out by the places where its verdicts change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from exercises.coach.bank.entry import NOTHING, Ask, Reading, same

__all__ = ["STEEP", "is_measured"]

# x hardly counts, so that y decides within some forty steps; then x alone; then whole numbers.
STEEP, LEVEL, WHOLE = (0.0001, 0.8), (0.7, 0.0), (3, 2)
LONG, MOST_EDGES = 60, 16
GRID = np.geomspace(2e-5, 3, 60)


def is_measured(ask: Ask, reading: Reading, right: Reading) -> bool:
    """Ask where the mistake's words change: a word is one of three, a place has three digits.

    Along η they change also for ascent, which converges at a negative rate. Where no rate has a
    say they change with the number of steps, or from one axis to the other.
    """
    calls = _beside_changes(reading)
    if all(reading(*arguments) == right(*arguments) for arguments in calls):
        return False
    return all(same(ask(*arguments).value, reading(*arguments)) for arguments in calls)


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
    lrs = (0.004, 0.3)
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
