"""Matplotlib's settings: those that a module changes hold for its own plots and for no other's."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from operator import is_
from typing import Any

__all__ = ["own_settings"]

# What an import of pyplot decides, and `no_windows` for good.
HELD = {"backend", "text.usetex"}


@contextmanager
def own_settings(own: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Have a module's own settings within the block, and those from before it afterwards.

    Parameters
    ----------
    own : the settings that it has changed, a dict that an earlier block gave

    Yields
    ------
    dict
        after the block, those that it has changed
    """
    changed: dict[str, Any] = {}
    settings = _settings("rcParams")
    before = _entries(settings)
    dict.update(settings, own or {})
    try:
        yield changed
    finally:
        if not before[0]:  # it is imported in the block, where at all
            settings, before = _settings("rcParams"), _entries(_settings("rcParamsOrig"))
        now = _entries(settings)
        if len(now[1]) != len(before[1]) or not all(map(is_, now[1], before[1])):
            new, old = (dict(zip(*each, strict=True)) for each in (now, before))
            changed.update(
                (name, value)
                for name, value in new.items()
                if name in old and name not in HELD and value is not old[name]
            )
            dict.clear(settings)
            dict.update(settings, old | {name: new[name] for name in HELD if name in new})


def _settings(name: str) -> dict[str, Any]:
    """Return Matplotlib's settings, to be used as a dict: its own methods check each of them."""
    return getattr(sys.modules.get("matplotlib"), name, {})


def _entries(settings: dict[str, Any]) -> tuple[list[str], list[Any]]:
    """Return the names and the values; a dict of them is made only where something has changed."""
    return list(dict.keys(settings)), list(dict.values(settings))
