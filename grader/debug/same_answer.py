"""Whether an answer is what was expected: a function that stands in every script, word for word."""

from typing import Any

import numpy as np

__all__ = ["same"]


def same(got: Any, expected: Any, rtol: float, atol: float, limit: float) -> bool:
    """Return whether all parts are alike; numbers from the limit on are alike, and so is nan."""
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            key in got and same(got[key], value, rtol, atol, limit)
            for key, value in expected.items()
        )
    try:
        numbers = np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        is_list = isinstance(got, (list, tuple)) and len(got) == len(expected)
        pairs = zip(got, expected, strict=True) if is_list else ()
        return is_list and all(same(one, other, rtol, atol, limit) for one, other in pairs)
    try:
        found = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        return False
    if found.shape != numbers.shape:
        return False
    with np.errstate(all="ignore"):
        near = np.abs(found - numbers) <= atol + rtol * np.abs(numbers)
        near &= np.isfinite(numbers)
        near |= (found == numbers) | (np.isnan(found) & np.isnan(numbers))
        if limit < np.inf:
            near |= ~(np.abs(found) < limit) & ~(np.abs(numbers) < limit)
    return bool(np.all(near))
