"""Which rules can explain a value of the gentle run at all, by one number a possible part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from exercises.coach.bank.forms import ENDINGS, RECORDS, Form
from exercises.coach.bank.loops import LOOPS
from exercises.coach.bank.rules import RIGHT_RULE, RULES, Rule, Trail
from exercises.coach.compare import array_of

__all__ = ["possible", "trail_of"]

# A fingerprint only spares comparisons; what passes is compared in full.
WIDE = 1e-6
LARGEST = 400
WEIGHTS = np.cos(np.arange(LARGEST) ** 1.5) + 1.5
Owner = tuple[int, Rule]


def possible(key: str, value: Any) -> set[Owner]:
    """Return the variants, by their number, and rules with a part like one of the value's."""
    owners, sizes, prints, slack = _table(key)
    found: set[Owner] = set()
    for part in _parts(LOOPS[key].form, value):
        array = array_of(part)
        if array is None or not 0 < array.size <= LARGEST or not np.all(np.isfinite(array)):
            continue
        is_like = (sizes == array.size) & (np.abs(prints - _print(array)) <= slack)
        found.update(owners[i] for i in np.flatnonzero(is_like))
    return found


@lru_cache(maxsize=512)
def trail_of(key: str, variant: int, rule: Rule) -> Trail:
    """Return the rule's iterates on the gentle run, which are always the same."""
    loop = LOOPS[key]
    run = loop.variants[variant][1](loop.probe)
    assert run is not None
    return Trail(rule, run)


@lru_cache(maxsize=16)
def _table(key: str) -> tuple[list[Owner], Any, Any, Any]:
    owners: list[Owner] = []
    rows: list[tuple[int, float, float]] = []
    for number in range(len(LOOPS[key].variants)):
        for rule in RULES if number == 0 else (RIGHT_RULE,):
            for array in _outputs(LOOPS[key].form, trail_of(key, number, rule)):
                owners.append((number, rule))
                slack = WIDE * float(np.sum(WEIGHTS[: array.size] * np.abs(array.ravel())))
                rows.append((array.size, _print(array), slack))
    sizes, prints, slacks = np.array(rows).T
    return owners, sizes, prints, slacks


def _outputs(form: Form, trail: Trail) -> Iterator[Any]:
    steps = trail.run.steps
    counts = (steps - 1, steps, steps + 1)
    values = (
        [e.value(trail, steps) for e in ENDINGS]
        + [record.value(trail, count) for record in RECORDS for count in counts]
        if form.is_pair
        else [part(trail, steps) for _, part in form.outputs]
    )
    for value in values:
        array = array_of(value) if isinstance(value, (float, np.ndarray)) else None
        if array is not None and array.size <= LARGEST and np.all(np.isfinite(array)):
            yield array


def _print(array: Any) -> float:
    return float(WEIGHTS[: array.size] @ array.ravel())


def _parts(form: Form, value: Any) -> tuple[Any, ...]:
    if form.is_pair:
        return tuple(value) if isinstance(value, (tuple, list)) and len(value) == 2 else ()
    return (form.read(value),)
