"""All entries, by the function whose answers they explain."""

from __future__ import annotations

from typing import Any

from exercises.coach.misconception_catalogue import misconception
from exercises.coach.misconceptions import (
    derivatives,
    ex2_explore,
    ex2_lr_finder,
    ex2_rates,
    ex3_bounds_and_fit,
    ex5_closed_form,
    ex5_fit,
    ex5_regression,
)
from exercises.coach.misconceptions.known_mistake import Ask, Case, Entry, Reading
from exercises.coach.misconceptions.wrong_parameters import does_not_fit

__all__ = ["ENTRIES", "PAIRS", "PROBES", "RIGHT", "entries_of"]


def _returns_none(case: Case, ask: Ask) -> bool:
    return case.returned and case.value is None


RETURNS_NONE = Entry(
    "returns-none", misconception("returns-none").functions, recognises=_returns_none
)
HEADER_CHANGED = Entry(
    "header-changed", misconception("header-changed").functions, recognises=does_not_fit
)
_THEMES = (
    derivatives,
    ex2_rates,
    ex2_explore,
    ex2_lr_finder,
    ex3_bounds_and_fit,
    ex5_regression,
    ex5_closed_form,
    ex5_fit,
)
ENTRIES: tuple[Entry, ...] = (
    RETURNS_NONE,
    HEADER_CHANGED,
    *(entry for theme in _THEMES for entry in theme.ENTRIES),
)


def _all_of(table: str) -> dict[str, Any]:
    """Return the rows of all themes that have such a table."""
    return {k: v for theme in _THEMES for k, v in getattr(theme, table, {}).items()}


RIGHT: dict[str, Reading] = _all_of("RIGHT")
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = _all_of("PROBES")
PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = _all_of("PAIRS")
_BY_FUNCTION: dict[str, tuple[Entry, ...]] = {}
for _entry in ENTRIES:
    for _key in _entry.functions:
        _BY_FUNCTION[_key] = (*_BY_FUNCTION.get(_key, ()), _entry)


def entries_of(key: str) -> tuple[Entry, ...]:
    """Return the entries for one function, for example ``ex2.predict``, rivals included."""
    return _BY_FUNCTION.get(key, ())
