"""All entries, by the function whose answers they explain."""

from __future__ import annotations

from typing import Any

from exercises.coach.bank import (
    closed_form,
    critical_points,
    derivatives,
    descent,
    exploring,
    finder,
    fits,
    learning_rates,
    rates,
    regression,
)
from exercises.coach.bank.entry import Misconception, Reading

__all__ = ["ENTRIES", "PAIRS", "PROBES", "RIGHT", "entries_of", "sentence"]

ENTRIES: tuple[Misconception, ...] = (
    *descent.ENTRIES,
    *critical_points.ENTRIES,
    *derivatives.ENTRIES,
    *learning_rates.ENTRIES,
    *exploring.ENTRIES,
    *finder.ENTRIES,
    *rates.ENTRIES,
    *regression.ENTRIES,
    *closed_form.ENTRIES,
    *fits.ENTRIES,
)
_THEMES = (derivatives, learning_rates, exploring, finder, rates, regression, closed_form)
RIGHT: dict[str, Reading] = {k: v for theme in _THEMES for k, v in theme.RIGHT.items()}
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    k: v for theme in _THEMES for k, v in theme.PROBES.items()
}
PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = rates.PAIRS | regression.PAIRS

_BY_FUNCTION: dict[str, tuple[Misconception, ...]] = {}
for _entry in ENTRIES:
    for _key in _entry.functions:
        _BY_FUNCTION[_key] = (*_BY_FUNCTION.get(_key, ()), _entry)


def entries_of(key: str) -> tuple[Misconception, ...]:
    """Return the entries for one function, for example ``ex2.predict``, rivals included."""
    return _BY_FUNCTION.get(key, ())


def sentence(misconception: str, key: str) -> str:
    """Return what the entry of this id says, the one for this function if there are several."""
    said = [e.says for e in entries_of(key) if e.id == misconception]
    return (said or [e.says for e in ENTRIES if e.id == misconception])[0]
