"""How names stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["listed"]


def listed(names: Iterable[object], shown: int = 4, between: str = ", ") -> str:
    """Return the first of some names, and how many more there are.

    >>> listed(["ada", "bob", "cyd", "dan"], shown=2)
    'ada, bob and 2 more'
    """
    told = [str(name) for name in names]
    more = f" and {len(told) - shown} more" if len(told) > shown else ""
    return between.join(told[:shown]) + more
