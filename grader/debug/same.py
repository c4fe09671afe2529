"""Whether an answer is what was expected: a function that stands in every script, word for word."""

from typing import Any

import numpy as np

__all__ = ["same"]


def same(got: Any, expected: Any, rtol: float, atol: float) -> bool:
    """Return whether all parts are alike; what left to infinity is alike however it did."""
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            key in got and same(got[key], value, rtol, atol) for key, value in expected.items()
        )
    try:
        numbers = np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        is_list = isinstance(got, (list, tuple)) and len(got) == len(expected)
        pairs = zip(got, expected, strict=True) if is_list else ()
        return is_list and all(same(one, other, rtol, atol) for one, other in pairs)
    try:
        found = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        return False
    if found.shape != numbers.shape:
        return False
    with np.errstate(all="ignore"):
        both_left = ~(np.abs(found) < 1e60) & ~(np.abs(numbers) < 1e60)
        near = np.abs(found - numbers) <= atol + rtol * np.abs(numbers)
    return bool(np.all(both_left | near))
