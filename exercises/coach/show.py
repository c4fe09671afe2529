"""Values as text: short, but never cut so that the evidence is lost."""

from __future__ import annotations

from typing import Any

import numpy as np

from exercises.coach.plain import Opaque

__all__ = ["kind_of", "number", "show", "show_apart"]

WHOLE = 8
DIGITS = 6


def number(value: Any, digits: int = DIGITS) -> str:
    """Return a number with ``digits`` significant digits: ``2.4``, ``1e-08``, ``inf``."""
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    text = f"{float(value):.{digits}g}"
    return text + ".0" if text.lstrip("-").isdigit() else text


def show(value: Any, digits: int = DIGITS) -> str:
    """Return a value as a learner would type it; a long one by its ends, with its shape."""
    if isinstance(value, Opaque):
        return f"{_article(value.type_name)} object ({value.text})"
    if value is None or isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, float, np.number)):
        return number(value, digits)
    if isinstance(value, str):
        return repr(value if len(value) <= 200 else value[:200] + "…")
    if isinstance(value, np.ndarray):
        return _show_array(value, digits)
    if isinstance(value, dict):
        inside = ", ".join(f"{show(k, digits)}: {show(v, digits)}" for k, v in value.items())
        return "{" + inside + "}"
    if isinstance(value, (list, tuple)):
        return _show_sequence(value, digits)
    return repr(value)


def show_apart(got: Any, expected: Any) -> tuple[str, str]:
    """Return both as text, with as many digits as it takes to see that they differ."""
    for digits in (DIGITS, 9, 12, 17):
        pair = show(got, digits), show(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def kind_of(value: Any) -> str:
    """Return type and shape in words: ``a list of 20``, ``an array of shape (3, 2)``, ``None``."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{_article(value.type_name)} object"
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


def _article(name: str) -> str:
    return ("an " if name[:1].lower() in "aeiou" else "a ") + name


def _show_array(array: Any, digits: int) -> str:
    if array.ndim == 0:
        return show(array.item(), digits)
    text = _show_sequence(list(array), digits)
    return text if array.size <= WHOLE and array.size else f"{text} of shape {array.shape}"


def _show_sequence(items: Any, digits: int) -> str:
    opening, closing = "()" if isinstance(items, tuple) else "[]"
    shown = [show(i, digits) for i in (items if len(items) <= WHOLE else items[:4])]
    if len(items) > WHOLE:
        shown += ["…", *(show(i, digits) for i in items[-2:])]
    # Nested rows of an array repeat their shape otherwise.
    inside = ", ".join(text.split(" of shape")[0] for text in shown)
    return f"{opening}{inside}{closing}"
