"""Runs of another number of steps than num_steps, whatever it is: how many they are, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from exercises.coach.judging.compare import array_of
from exercises.coach.misconceptions.ex5_designs import TALL_Y
from exercises.coach.misconceptions.known_mistake import Case
from exercises.coach.misconceptions.loop.functions import LOOPS, PLANE, START, Loop
from exercises.coach.misconceptions.loop.returns import (
    BEST,
    GAPS,
    LONG,
    LOSS,
    SHORT,
    THETA,
    UNKNOWN,
    Explanation,
    explanations,
    kept_in,
)
from exercises.coach.misconceptions.loop.rules import (
    RIGHT_RULE,
    RULES,
    Arguments,
    Rule,
    Run,
    Trail,
    Variant,
)

__all__ = ["FEW", "LONGEST", "MORE", "made_of_a_count", "of_other_ends", "of_slow_steps"]

# So slow that after ten thousand steps each one still shows in nine digits.
SLOW = 0.0003
LARGE = 2.3
FEW, MORE = 5, 8
LONGEST = 12_000
BLOCK = 1000
# Longer runs are made anew: a process that judges many submissions would keep all of them.
KEPT = 20
# What changes the count by one says nothing where the count is not the one asked for.
NOT_BESIDE = {SHORT, LONG, BEST, UNKNOWN}


def of_slow_steps(loop: Loop, steps: int) -> Arguments:
    """Return the arguments of a run on the gentle problem with a small η and so many steps."""
    *given, lr, _ = loop.probe
    return (*given, [SLOW] if isinstance(lr, list) else SLOW, steps)


def of_other_ends(loop: Loop) -> tuple[Arguments, ...]:
    """Return the arguments of a run whose loss rises, and of one that sets out from its minimum."""
    *given, lr, _ = loop.probe
    rising = (*given, [LARGE] if isinstance(lr, list) else LARGE, FEW)
    # θ₀, or where the run begins at 0 the targets.
    at_rest: list[Any] = [PLANE.centre if each is START else each for each in given]
    if loop.form is GAPS or loop.form is THETA or given[-1] is TALL_Y:
        at_rest[1] = 0 * at_rest[1]
    return rising, (*at_rest, lr, FEW)


def made_of_a_count(case: Case, loop: Loop) -> Iterator[tuple[int, Variant, Explanation]]:
    """Yield the counts of steps, other mistakes' runs included, that explain the whole value.

    Yields
    ------
    the count k, the variant that makes k steps whatever is asked for, the explanation
    """
    for number, (ids, run_of) in enumerate(loop.variants):
        run = run_of(case.arguments)
        if run is None or (number and loop.form in (LOSS, THETA)):
            continue
        rules = RULES[:4] if number == 0 else (RIGHT_RULE,)
        counts = [*_counts(case, loop)]
        # The iterates are the same ones, however many of them a count takes.
        make = _slow_trail if max(counts, default=0) <= KEPT else _fresh_trail
        trails = [make(case.key, number, rule) for rule in rules]
        for count in counts:
            variant = (ids, partial(_with_steps, run_of, count))
            for whole in trails:
                trail = replace(whole, run=replace(run, steps=count))
                for explanation in explanations(loop.form, case.value, trail, ids, at_its_end=True):
                    if not NOT_BESIDE & set(explanation.ids):
                        yield count, variant, explanation


def _with_steps(run_of: Any, count: int, arguments: Arguments) -> Run | None:
    run = run_of(arguments)
    return None if run is None else replace(run, steps=count)


def _fresh_trail(key: str, variant: int, rule: Rule) -> Trail:
    """Return the rule's iterates on the slow run, of which the first is made."""
    loop = LOOPS[key]
    run = loop.variants[variant][1](of_slow_steps(loop, FEW))
    assert run is not None
    trail = Trail(rule, run)
    trail.theta(0)
    return trail


# The slow run is always the same.
_slow_trail = lru_cache(maxsize=256)(_fresh_trail)


def _counts(case: Case, loop: Loop) -> Iterable[int]:
    if loop.form in (LOSS, THETA):
        return _along(case, loop)
    kept = kept_in(loop.form, case.value)
    if kept is None or kept.ndim == 0 or len(kept) > LONGEST:
        return ()
    return sorted({max(len(kept) - 1, 0), len(kept)})


@lru_cache(maxsize=2 * LONGEST // BLOCK)
def _block(key: str, start: int) -> Any:
    """Return what a right slow run of so many steps ends with, for a thousand counts at once."""
    trail = _slow_trail(key, 0, RIGHT_RULE)
    told = trail.loss if LOOPS[key].form is LOSS else trail.theta
    return np.array([told(t) for t in range(start, start + BLOCK)])


def _along(case: Case, loop: Loop) -> Iterator[int]:
    """Yield the k whose θ_k or loss is the value: of a run without a record, the value tells."""
    got = array_of(loop.form.read(case.value))
    if got is None:
        return
    got = got.reshape(()) if got.size == 1 else got
    for start in range(0, LONGEST, BLOCK):
        block = _block(case.key, start)
        if got.shape != block.shape[1:]:
            return
        close = np.isclose(block, got, rtol=1e-9, atol=0).reshape(len(block), -1).all(axis=1)
        if close.any():
            yield start + int(np.argmax(close))
            return
