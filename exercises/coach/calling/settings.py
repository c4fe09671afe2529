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
    before = dict.copy(settings)
    dict.update(settings, own or {})
    try:
        yield changed
    finally:
        if not before:  # it is imported in the block, where at all
            settings, before = _settings("rcParams"), dict.copy(_settings("rcParamsOrig"))
        now = dict.copy(settings)
        if len(now) != len(before) or not all(map(is_, now.values(), before.values())):
            changed.update(
                (name, new)
                for name, new in now.items()
                if name in before and name not in HELD and new is not before[name]
            )
            held = {name: now[name] for name in HELD if name in now}
            dict.clear(settings)
            dict.update(settings, before | held)


def _settings(name: str) -> dict[str, Any]:
    """Return Matplotlib's settings, to be used as a dict: its own methods check each of them."""
    return getattr(sys.modules.get("matplotlib"), name, {})
