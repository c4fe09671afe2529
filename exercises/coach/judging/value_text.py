"""Values as text: short, but never cut so that the evidence is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import Opaque, article

__all__ = ["EXACT", "kind_of", "number", "show", "show_apart", "theta_at", "typed"]

WHOLE = 8
DIGITS = 6
EXACT = 0
# Two numbers are told apart where what is shown of their difference is so much of it at least.
FAITHFUL = 0.2
# Characters of one value, and of a string in it: a message holds two or three values.
LIMIT = 1000
STRING = 200
# Of what is inside another: less says nothing, and nesting alone must not fill a message.
LEAST = 24
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def theta_at(step: int) -> str:
    """Return the name of an iterate: θ₀, θ₁₂."""
    return "θ" + str(step).translate(SUBSCRIPTS)


def number(value: Any, digits: int = DIGITS) -> str:
    """Return a number with ``digits`` significant digits: ``2.4``, ``1e-08``, ``inf``.

    With `EXACT` as many as it takes to get the same number from the text.
    """
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if digits == EXACT:
        return repr(float(value))
    text = f"{float(value):.{digits}g}"
    return text + ".0" if text.lstrip("-").isdigit() else text


def show(value: Any, digits: int = DIGITS) -> str:
    """Return a value as a learner would type it; a long one by its ends, with its shape."""
    return _ends(_show(value, digits, LIMIT), LIMIT)


def show_apart(got: Any, expected: Any) -> tuple[str, str]:
    """Return both as text, with as many digits as it takes to see that, and how, they differ."""
    for digits in (DIGITS, 9, 12, EXACT):
        pair = show(got, digits), show(expected, digits)
        if pair[0] != pair[1] and _shows_the_difference(got, expected, digits):
            break
    return pair


def _shows_the_difference(got: Any, expected: Any, digits: int) -> bool:
    """Whether two numbers differ as shown by about what they differ by; of others nothing."""
    if not (isinstance(got, float) and isinstance(expected, float)):
        return True
    apart = got - expected
    shown = float(number(got, digits)) - float(number(expected, digits))
    return not np.isfinite(apart) or abs(shown - apart) <= FAITHFUL * abs(apart)


def typed(value: Any) -> str:
    """Return a value exactly as it may be typed or pasted, an array as ``np.array(…)``.

    An array that is too long is described between ``<`` and ``>``: nobody takes that for Python.
    """
    is_array = isinstance(value, np.ndarray)
    if not is_array and not isinstance(value, (list, tuple)):
        return INFINITE.sub(r"np.\1", show(value, EXACT))
    if is_array and (made := _made_by(value)):
        return made
    if _count(value) > TYPED or (is_array and not value.size):
        return f"<{show(value)}>" if is_array else f"<{show(value)}, {kind_of(value)}>"
    text = INFINITE.sub(r"np.\1", _typed_items(value))
    if len(text) > LONGEST and is_array:
        return f"<{show(value)}>"
    return f"np.array({text})" if is_array else text


def _count(value: Any) -> int:
    """Return how many numbers there are in a value, and in what is inside it."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    return sum(map(_count, value)) if isinstance(value, (list, tuple)) else 1


def _typed_items(value: Any) -> str:
    if isinstance(value, np.ndarray) and not value.ndim:
        return _show(value.item(), EXACT, LIMIT)
    if not isinstance(value, (np.ndarray, list, tuple)):
        return _show(value, EXACT, LIMIT)
    opening, closing = "()" if isinstance(value, tuple) else "[]"
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return f"{opening}{', '.join(map(_typed_items, value))}{comma}{closing}"


def _made_by(array: Any) -> str:
    """Return the call of NumPy's that makes this array to the last bit, ``""`` for most."""
    if array.ndim != 1 or array.size <= WHOLE:
        return ""
    first, last, size = array[0].item(), array[-1].item(), array.size
    if array.dtype.kind == "i":
        is_range = np.array_equal(array, np.arange(first, first + size))
        return f"np.arange({first}, {first + size})" if is_range else ""
    if array.dtype.kind != "f" or not np.all(np.isfinite(array)):
        return ""
    if np.all(array == 1):
        return f"np.ones({size})"
    if first > 0 and last > 0 and np.array_equal(array, np.geomspace(first, last, size)):
        return f"np.geomspace({first!r}, {last!r}, {size})"
    return ""


INFINITE = re.compile(r"(?<![\w.'\"])(inf|nan)\b")
# Entries, and characters, of an array that is typed whole; lists are, as long as they are short.
TYPED = 16
LONGEST = 200


def kind_of(value: Any) -> str:
    """Return type and shape in words: ``a list of 20``, ``an array of shape (3, 2)``, ``None``."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{article(value.type_name)} object"
    if isinstance(value, np.ndarray):
        whole = " of integers" if value.dtype.kind in "iu" else ""
        return f"an array{whole} of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict of {len(value)}"
    if isinstance(value, str):
        return "a string"
    return "a boolean" if isinstance(value, (bool, np.bool_)) else "a number"


def _show(value: Any, digits: int, limit: int, *, is_item: bool = False) -> str:
    """Return the text; what is inside another value shares the other's ``limit``."""
    if isinstance(value, np.ndarray):
        return _show_array(value, digits, limit, is_item=is_item)
    if isinstance(value, (dict, list, tuple)) and len(value) and limit < LEAST:
        return f"<{kind_of(value)}>"
    if isinstance(value, dict):
        return _show_dict(value, digits, limit)
    if isinstance(value, (list, tuple)):
        return _show_sequence(value, digits, limit)
    if isinstance(value, str):
        return _show_string(value, min(limit, STRING))
    return _ends(_show_single(value, digits), max(limit, LEAST))


def _show_single(value: Any, digits: int) -> str:
    if isinstance(value, Opaque):
        return f"{article(value.type_name)} object ({value.text})"
    if value is None or isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, float, np.number)):
        return number(value, digits)
    return repr(value)


def _show_string(value: str, limit: int) -> str:
    limit = max(limit, LEAST)
    if len(value) <= limit:
        return _ends(repr(value), 2 * limit)
    # Each end on its own: what `repr` writes of one odd character takes up to ten.
    ends = (_ends(repr(part), limit) for part in (value[: limit // 2], value[-limit // 4 :]))
    return " … ".join(ends) + f" ({len(value)} characters)"


def _ends(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return f"{text[: limit * 2 // 3]} … {text[-limit // 3 + 3 :]}"


def _show_array(array: Any, digits: int, limit: int, *, is_item: bool) -> str:
    if array.ndim == 0:
        return _show(array.item(), digits, limit)
    if limit < LEAST and array.ndim > 1:
        return "[…]"
    text = _show_sequence(array, digits, limit)
    # Rows of an array would repeat its shape.
    is_bare = is_item or 0 < array.size <= WHOLE
    return text if is_bare else f"{text} of shape {array.shape}"


def _show_sequence(items: Any, digits: int, limit: int) -> str:
    opening, closing = "()" if isinstance(items, tuple) else "[]"
    texts = _some(items, lambda i, share: _show(i, digits, share, is_item=True), limit)
    # As Python writes it: round brackets alone make no tuple.
    comma = "," if isinstance(items, tuple) and len(items) == 1 else ""
    return f"{opening}{', '.join(texts)}{comma}{closing}"


def _show_dict(value: dict[Any, Any], digits: int, limit: int) -> str:
    def entry(key: Any, share: int) -> str:
        return f"{_show(key, digits, share // 2)}: {_show(value[key], digits, share // 2)}"

    text = "{" + ", ".join(_some(list(value), entry, limit)) + "}"
    return text if len(value) <= WHOLE else f"{text} of {len(value)} keys"


def _some(items: Any, show_one: Callable[[Any, int], str], limit: int) -> list[str]:
    """Return the texts of a few items, or of both ends of many, each with its share."""
    if len(items) <= WHOLE:
        return [show_one(item, limit // len(items)) for item in items]
    share = limit // 6
    first, last = ([show_one(item, share) for item in part] for part in (items[:4], items[-2:]))
    return [*first, "…", *last]
