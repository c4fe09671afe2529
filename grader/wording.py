"""How names stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["all_of", "listed"]


def listed(names: Iterable[object], shown: int = 4, between: str = ", ") -> str:
    """Return the first of some names, and how many more there are.

    >>> listed(["ada", "bob", "cyd", "dan"], shown=2)
    'ada, bob and 2 more'
    """
    told = [str(name) for name in names]
    more = f" and {len(told) - shown} more" if len(told) > shown else ""
    return between.join(told[:shown]) + more


def all_of(names: Iterable[object]) -> str:
    """Return all names, as a sentence has them.

    >>> all_of(["ada"]), all_of(["ada", "bob"]), all_of(["ada", "bob", "cyd"])
    ('ada', 'ada and bob', 'ada, bob and cyd')
    """
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last
