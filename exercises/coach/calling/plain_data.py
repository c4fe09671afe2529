"""Whatever a learner's function returned, as plain data that can be compared, printed and sent.

Plain data: None, bool, int, float, str, list, tuple, dict, ndarray of numbers, and `Opaque`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = [
    "BITS",
    "ELEMENTS",
    "Opaque",
    "article",
    "extent",
    "is_pair",
    "pair_of",
    "plain",
    "safe_text",
]

DEPTH = 8
ELEMENTS = 2_000_000
TEXT = 400
# The largest whole numbers that a float can be made of, so that every number can be compared.
BITS = 1023


@dataclass(frozen=True)
class Opaque:
    """A value that is no plain data: the name of its type and a bounded text of it."""

    type_name: str
    text: str


def safe_text(value: object, limit: int = TEXT) -> str:
    """``str(value)``, bounded, also when ``__str__`` raises or returns something else."""
    try:
        text = "".join([str(value)])
    except Exception as error:
        return f"<{_type_name(value)} whose text raises {type(error).__name__}>"
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def is_pair(value: object) -> bool:
    """Whether plain data is a pair, as ``(theta, history)`` is: a tuple or a list of two."""
    return isinstance(value, (tuple, list)) and len(value) == 2


def pair_of(value: Any) -> Sequence[Any]:
    """Return the two parts of a pair, None twice where the value is none."""
    return value if is_pair(value) else (None, None)


def article(name: str) -> str:
    """Return ``an int`` or ``a list``."""
    return ("an " if name[:1].lower() in "aeiou" else "a ") + name


def extent(shape: Sequence[int]) -> int:
    """Return how many steps it takes to walk over an array of this shape.

    An array of 10⁹ rows and no columns has no entry, and a list of its rows fills the memory.
    """
    return math.prod(max(n, 1) for n in shape)


def plain(value: object) -> Any:
    """Copy ``value`` as plain data; what cannot be copied becomes `Opaque`, never an exception."""
    budget = [ELEMENTS]
    try:
        return _plain(value, DEPTH, budget)
    except (KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        return Opaque(_type_name(value), f"reading it raised {type(error).__name__}")


def _plain(value: object, depth: int, budget: list[int]) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if isinstance(value, str):
        return str.__str__(value) if len(value) <= budget[0] else _opaque(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return float(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if int(value).bit_length() <= BITS else _opaque(value)
    if isinstance(value, np.ndarray):
        return _plain_array(value, depth, budget)
    if isinstance(value, bytes):  # a sequence, of which NumPy makes bytes again
        return _opaque(value)
    if isinstance(value, (list, tuple, dict)):
        return _plain_container(value, depth, budget)
    if isinstance(value, Mapping):
        return _plain_container(dict(value.items()), depth, budget)
    if isinstance(value, Sequence) or hasattr(value, "__array__"):
        return _plain_array(np.asarray(value), depth, budget)
    if hasattr(kind, "__float__"):
        return float(value)  # type: ignore[arg-type]  # Decimal, Fraction, a class of one's own
    if _is_read_as_array(value):
        array = np.asarray(value)
        return _plain_array(array, depth, budget) if array.ndim else _opaque(value)
    return _opaque(value)


def _is_read_as_array(value: object) -> bool:
    """Whether NumPy reads it: memory of numbers (a ctypes array), or what has items by index."""
    if isinstance(value, (set, frozenset, dict, bytes, bytearray)):
        return False
    has_items = hasattr(type(value), "__len__") and hasattr(type(value), "__getitem__")
    try:
        return has_items or memoryview(value).format not in ("B", "c")  # type: ignore[arg-type]
    except TypeError:
        return False


def _plain_container(value: Any, depth: int, budget: list[int]) -> Any:
    budget[0] -= len(value)
    if depth == 0 or budget[0] < 0:
        return Opaque(type(value).__name__, "nested too deeply or too large to read")
    if isinstance(value, dict):
        return {_key(k): _plain(v, depth - 1, budget) for k, v in dict.items(value)}
    items = [v if type(v) is float else _plain(v, depth - 1, budget) for v in value]
    return items if isinstance(value, list) else tuple(items)


def _key(key: object) -> Any:
    simple = _plain(key, 1, [10_000])
    return simple if isinstance(simple, (str, int, float, bool)) else safe_text(key)


def _plain_array(value: Any, depth: int, budget: list[int]) -> Any:
    view = np.ndarray.view(value, np.ndarray)
    budget[0] -= extent(view.shape)
    if budget[0] < 0:
        return Opaque("ndarray", f"shape {view.shape}: too large to read")
    array = np.array(view)
    if array.dtype.kind in "biuf":
        is_wide = array.dtype.itemsize > 8
        return array.astype(float) if is_wide else array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind in "US":
        return _plain(array.tolist(), depth - 1, budget)
    if array.dtype.kind == "O" and depth > 0:
        try:
            # As a number None would be nan.
            holds_none = any(each is None for each in array.flat)
            return _plain(array.tolist(), depth - 1, budget) if holds_none else array.astype(float)
        except (TypeError, ValueError):
            return _plain(array.tolist(), depth - 1, budget)
    return _opaque(value)


def _opaque(value: object) -> Opaque:
    try:
        text = repr(value)
    except Exception as error:
        text = f"<its repr raises {type(error).__name__}>"
    if not isinstance(text, str):
        return Opaque(_type_name(value), "")
    # Where an object lies in memory tells nobody anything, and differs from run to run.
    return Opaque(_type_name(value), re.sub(r" at 0x[0-9a-fA-F]+", "", text[: 2 * TEXT])[:TEXT])


def _type_name(value: object) -> str:
    return str(type(value).__name__)[:80]
