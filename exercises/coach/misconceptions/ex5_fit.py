"""Exercise 5, `fit` and `compare`: mistakes that only these two functions can show."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from itertools import combinations_with_replacement, permutations
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import pair_of
from exercises.coach.judging.compare import array_of, finite_array
from exercises.coach.misconceptions.ex5_closed_form import plain_in_other_units
from exercises.coach.misconceptions.ex5_designs import (
    PLAIN_X,
    SMALL_X,
    SQUARE_X,
    SQUARE_Y,
    TALL_X,
    TALL_Y,
)
from exercises.coach.misconceptions.ex5_regression import missing_transpose
from exercises.coach.misconceptions.known_mistake import LOOSE, Ask, Case, Entry, near, same
from exercises.coach.misconceptions.loop.functions import LOOPS
from exercises.coach.misconceptions.loop.rules import RIGHT_RULE, Trail

__all__ = ["ENTRIES", "takes_some_examples"]

FIT, COMPARE = "ex5.fit", "ex5.compare"
RATE = 0.0317
FAR = 1e6
ROUNDING = 1e-9
COUNTED = 3000
SOLVED = np.linalg.lstsq(TALL_X, TALL_Y, rcond=None)[0]


def _theta_in(value: Any) -> Any:
    """The θ that `fit` or `compare` returned, None where there is none."""
    return value.get("theta_gd") if isinstance(value, dict) else pair_of(value)[0]


def _theta(case: Case) -> Any:
    """The returned θ as an array of TALL_X's n, None where there is none."""
    theta = array_of(_theta_in(case.value))
    return theta if theta is not None and theta.shape == TALL_X.shape[1:] else None


def _after(ask: Ask, steps: int) -> Case:
    """What comes back after so many steps on the tall design: asked once, for all who ask it."""
    return ask.once(f"{steps} steps", lambda ask: ask(TALL_X, TALL_Y, RATE, steps))


class Start(Enum):
    """Where a run begins."""

    UNKNOWN = auto()
    RANDOM = auto()
    FIXED = auto()


def _start(ask: Ask) -> Start:
    """Without any step θ is the start: unknown where it is 0, or follows from the data."""
    return ask.once("the start", _asked_start)


def _asked_start(ask: Ask) -> Start:
    first = _theta(ask(TALL_X, TALL_Y, RATE, 0))
    if first is None or not np.any(first) or not np.all(np.isfinite(first)):
        return Start.UNKNOWN
    second = _theta(ask(TALL_X, TALL_Y, RATE, 0))
    if second is None:
        return Start.UNKNOWN
    if not np.array_equal(first, second):
        return Start.RANDOM
    # Xᵀy/N, or a run that is made all the same, is neither random nor fixed.
    if not np.array_equal(first, _theta(ask(1.5 * TALL_X, TALL_Y + 1, RATE, 0))):
        return Start.UNKNOWN
    # A seeded generator gives the same again: numbers that nobody types, each another.
    drawn = first[first != 0]
    is_typed = np.any(np.round(drawn, 4) == drawn) or len(set(drawn.tolist())) != len(drawn)
    if not is_typed:
        return Start.RANDOM
    # What is added to the end of a run, or put in its place, is no start.
    stepped = first - RATE * TALL_X.T @ (TALL_X @ first - TALL_Y) / len(TALL_X)
    is_left = same(_theta(_after(ask, 1)), stepped)
    return Start.FIXED if is_left else Start.UNKNOWN


def _random_start(case: Case, ask: Ask) -> bool:
    return case.returned and _start(ask) is Start.RANDOM


def _fixed_start(case: Case, ask: Ask) -> bool:
    return case.returned and _start(ask) is Start.FIXED


def _too_large(case: Case, ask: Ask) -> bool:
    """With lr=None the first step is too long, with a rate handed in it is right."""
    lr = case.arguments[2]
    if lr is not None or not case.returned:
        return False
    short = _theta(ask(TALL_X, TALL_Y, None, 1))
    given = _theta(_after(ask, 1))
    way = TALL_X.T @ TALL_Y / len(TALL_Y)
    if short is None or given is None or not same(given, RATE * way):
        return False
    rate = float(short @ way / (way @ way))
    top = float(np.linalg.eigvalsh(TALL_X.T @ TALL_X / len(TALL_Y))[-1])
    if not same(short, rate * way) or rate <= (1 + 1e-6) / top:
        return False
    # At the limit itself rounding decides which of the two is larger, and no run blows up.
    return rate > (2 + 1e-6) / top or _is_blown_up(case)


def _is_blown_up(case: Case) -> bool:
    array = array_of(_theta_in(case.value))
    return array is not None and not bool(np.all(np.abs(array) < FAR))


def _rescales(case: Case, ask: Ask) -> bool:
    """θ after two steps on rescaled columns, where no column is constant: those some spare."""
    theta = _theta_in(ask(PLAIN_X, TALL_Y, RATE, 2).value)
    runs = [LOOPS[FIT].run((scaled, TALL_Y, RATE, 2)) for scaled in plain_in_other_units()]
    return any(same(theta, Trail(RIGHT_RULE, run).theta(2)) for run in runs if run is not None)


def _lacks_transpose(case: Case, ask: Ask) -> bool:
    raised = case.observation.raised
    if raised is None or raised.type_name != "ValueError":
        return False
    theta, _ = pair_of(ask(SQUARE_X, SQUARE_Y, RATE, 1).value)
    return same(theta, -RATE * missing_transpose(np.zeros(2), SQUARE_X, SQUARE_Y))


def _broadcasts(case: Case, ask: Ask) -> bool:
    """A column y breaks the run, the same y laid flat does not."""
    X, y = case.arguments[:2]
    if np.ndim(y) != 2 or case.key != FIT:
        return False
    flat = ask(X, np.ravel(y), RATE, 1)
    column = ask(X, np.reshape(y, (-1, 1)), RATE, 1)
    run = LOOPS[FIT].run((X, np.ravel(y), RATE, 1))
    if run is None:
        return False
    if not same(pair_of(flat.value)[0], Trail(RIGHT_RULE, run).theta(1), 1e-6):
        return False
    if column.returned:
        theta = array_of(pair_of(column.value)[0])
        return theta is None or theta.shape != np.shape(run.theta)
    return column.observation.raised is not None and column.observation.raised.type_name in (
        "ValueError", "TypeError",
    )  # fmt: skip


def _losses_only(case: Case, ask: Ask) -> bool:
    """No distance of θ, or the losses' distance in its place."""
    value = case.value
    if not isinstance(value, dict):
        return False
    if not {"theta_gd", "theta_closed", "max_abs_diff"} & set(value):
        return any("loss" in str(key) for key in value)
    gap, distance = array_of(value.get("loss_gap")), array_of(value.get("max_abs_diff"))
    if "max_abs_diff" not in value:
        return False
    probe = _after(ask, 5).value
    if gap is None or distance is None or not isinstance(probe, dict):
        return False
    there, loss = array_of(probe.get("max_abs_diff")), array_of(probe.get("loss_gap"))
    if there is None or loss is None or loss.size != 1:
        return False
    size = abs(float(loss.flat[0]))
    # Where descent has arrived both are rounding, which is the same by accident.
    return ROUNDING < size < np.inf and same(there, size)


def _own_count(case: Case, ask: Ask) -> bool:
    """θ_gd is θ_k with the same k, whatever num_steps is."""
    if not isinstance(case.value, dict):
        return False
    probe = _after(ask, 5)
    count = _count_of(probe, np.arange(COUNTED))
    # A θ of zeros is no short run, and more steps than were asked for end none too early.
    if (
        not count
        or count == 5
        or count >= case.arguments[3]
        or same(probe.value["theta_gd"], SOLVED, LOOSE)
    ):
        return False
    return _count_of(case, np.array([count])) == count


def _count_of(case: Case, counts: Any) -> int | None:
    """Return the first k with θ_gd = θ_k; in H's eigenvectors all θ_k are had at once."""
    X, y, lr, _ = case.arguments
    X, y = np.asarray(X, dtype=float), np.ravel(np.asarray(y, dtype=float))
    theta = array_of(case.value.get("theta_gd")) if isinstance(case.value, dict) else None
    if X.ndim != 2 or theta is None or theta.shape != X.shape[1:]:
        return None
    eigenvalues, vectors = np.linalg.eigh(X.T @ X / len(X))
    rate = 1 / eigenvalues[-1] if lr is None else float(lr)
    factors = (1 - rate * eigenvalues) ** np.asarray(counts)[:, None]
    where = (vectors.T @ (X.T @ y / len(X))) / np.where(eigenvalues == 0, 1, eigenvalues)
    thetas = ((1 - factors) * where) @ vectors.T
    close = np.abs(thetas - theta) <= 1e-8 * np.max(np.abs(theta), initial=0.0)
    found = np.flatnonzero(close.all(axis=1))
    return int(counts[found[0]]) if found.size else None


def _takes_singular(case: Case, ask: Ask) -> bool:
    X = np.asarray(case.arguments[0], dtype=float)
    if not case.returned or not isinstance(case.value, dict) or X.ndim != 2:
        return False
    if np.linalg.matrix_rank(X) == X.shape[1]:
        return False
    full = ask(SMALL_X, TALL_Y, RATE, 5).value
    return isinstance(full, dict) and same(full.get("theta_closed"), 1e3 * SOLVED, LOOSE)


N = len(TALL_X)
# How a step on k examples is long: their mean, their sum, their share of the mean over all N.
LENGTHS = (lambda k: 1 / k, lambda k: 1.0, lambda k: 1 / N, lambda k: 2 / k)


def takes_some_examples(case: Case, ask: Ask) -> bool:
    """One step from 0 is that of some examples, and the next of others; or an epoch is a step."""
    first = _theta_after(_after(ask, 1))
    if first is None:
        return False
    if _is_among(first, _epochs()):
        return True
    taken = _batches_of(first, np.zeros_like(first))
    if not taken:
        return False
    if any(sum(counts) == 1 for counts in taken):
        return True
    again = _theta_after(ask(TALL_X, TALL_Y, RATE, 1))
    if again is None:
        return False
    if not near(again, first):
        return bool(_batches_of(again, np.zeros_like(again)))
    # The same examples each time may be a slice that is cut too short; or drawn by a seed, which
    # may give one batch twice.
    here = first
    for steps in (2, 3, 4):
        there = _theta_after(ask(TALL_X, TALL_Y, RATE, steps))
        drawn = set() if there is None else _batches_of(there, here)
        if not drawn or not taken & drawn:
            return bool(drawn)
        taken, here = taken & drawn, there
    return False


ENTRIES: tuple[Entry, ...] = (
    Entry("stochastic", (FIT,), recognises=takes_some_examples),
    Entry("random-start", (FIT,), recognises=_random_start),
    Entry("nonzero-start", (FIT, COMPARE), recognises=_fixed_start),
    Entry("lr-too-large", (FIT, COMPARE), recognises=_too_large),
    Entry("standardises", (FIT, COMPARE), recognises=_rescales),
    Entry("missing-transpose", (FIT,), recognises=_lacks_transpose),
    Entry("broadcast-column", (FIT,), recognises=_broadcasts),
    Entry("stops-before-agreement", (FIT, COMPARE), recognises=_own_count),
    Entry("compares-losses-only", (COMPARE,), recognises=_losses_only),
    Entry("accepts-singular", (COMPARE,), recognises=_takes_singular),
)  # fmt: skip


def _theta_after(case: Case) -> Any:
    # Beside inf whatever is finite is close.
    return finite_array(_theta_in(case.value), TALL_X.shape[1:])


def _batches_of(there: Any, here: Any) -> set[tuple[int, ...]]:
    """Return how often each example is in a batch whose step leads from here to there."""
    pulls = -(TALL_X @ here - TALL_Y)[:, None] * TALL_X
    counts = _counts()
    size = counts.sum(axis=1, keepdims=True)
    ends = counts @ pulls
    found: set[tuple[int, ...]] = set()
    for length in LENGTHS:
        close = np.abs(here + RATE * length(size) * ends - there) <= 1e-9 * np.max(np.abs(there))
        found.update(tuple(int(c) for c in row) for row in counts[close.all(axis=1)])
    return found


@lru_cache(maxsize=1)
def _counts() -> Any:
    """Return all batches of one to N − 1 examples, each drawn once or more often."""
    batches = [b for k in range(1, N) for b in combinations_with_replacement(range(N), k)]
    return np.array([np.bincount(batch, minlength=N) for batch in batches])


@lru_cache(maxsize=1)
def _epochs() -> Any:
    """Return where one step leads that is made of N small ones, or of some on a few examples."""
    return np.array(list(_epoch_ends()))


def _epoch_ends() -> Iterator[Any]:
    orders = np.array(list(permutations(range(N))))
    for rate in (RATE, RATE / N, 2 * RATE):
        theta = np.zeros((len(orders), TALL_X.shape[1]))
        for row, target in zip(TALL_X[orders].swapaxes(0, 1), TALL_Y[orders].T, strict=True):
            theta = theta - rate * (np.sum(row * theta, axis=1) - target)[:, None] * row
        yield from theta
    for size in range(2, N):
        end: Any = np.zeros(TALL_X.shape[1])
        for low in range(0, N, size):
            X, y = TALL_X[low : low + size], TALL_Y[low : low + size]
            end = end - RATE * X.T @ (X @ end - y) / len(X)
        yield end


def _is_among(theta: Any, ends: Any) -> bool:
    close = np.abs(ends - theta) <= 1e-9 * np.max(np.abs(theta), initial=0.0)
    return bool(close.all(axis=1).any())
