"""Names of Python's and NumPy's own to which a learner's code gives another value.

``np.array = [1.0, 2.0]`` is a slip for ``np.array([1.0, 2.0])``, and would change the judges too.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Iterator
from contextlib import contextmanager
from operator import is_

import numpy as np

__all__ = ["names_kept"]

KEPT = [vars(module) for module in (builtins, math, np, np.linalg)]
# They may be among what was changed.
_all, _map, _zip = all, map, zip


@contextmanager
def names_kept() -> Iterator[list[str]]:
    """Put back after the block what was changed in it; the list then has the names."""
    changed: list[str] = []
    before = [names.copy() for names in KEPT]
    try:
        yield changed
    finally:
        for names, own in _zip(KEPT, before):
            # What was only added comes after these.
            if not _all(_map(is_, names.values(), own.values())):
                for name in own:
                    if name not in names or names[name] is not own[name]:
                        names[name] = own[name]
                        changed.append(name)
