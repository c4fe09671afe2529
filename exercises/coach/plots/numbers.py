"""Numbers in a plot's words: 0.001, 1e-3, 10⁻³, ``$10^{-3}$``, 1·10⁻³ and 0,001 are one number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["reads"]

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺·", "0123456789-+.")
RAISED = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
DIGITS = r"(?:\d+(?:\.\d*)?|\.\d+)"
SIGNED = r"[-+]?\d+(?:\.\d+)?"
POWER = re.compile(rf"(?:({DIGITS})\*)?10(?:\^|\*\*)({SIGNED})")
FRACTION = re.compile(rf"({DIGITS})/({DIGITS})")
PLAIN = re.compile(rf"({DIGITS})(?:e({SIGNED}))?", re.IGNORECASE)
# What is shown may be rounded, but by no more than this share.
COARSEST = 0.1


def reads(texts: Iterable[str], lr: float, lrs: Sequence[float]) -> bool:
    """Whether ``lr`` can be read in one of the texts.

    A number counts if it is ``lr`` rounded to the digits shown, and no other of ``lrs`` is nearer.
    """
    for text in texts:
        for number, unit in _numbers(text):
            is_it = abs(number - lr) <= min(0.5 * unit, COARSEST * lr) * (1 + 1e-9) + 1e-12 * lr
            if is_it and all(abs(number - other) >= abs(number - lr) for other in lrs):
                return True
    return False


def _numbers(text: str) -> list[tuple[float, float]]:
    """Return the numbers in a text, each with the unit of its last digit."""
    text = _plain(text)
    found: list[tuple[float, float]] = []
    for factor, exponent in POWER.findall(text):
        scale = _power(exponent)
        found.append((float(factor or 1) * scale, _unit(factor or "1.0") * scale))
    for above, below in FRACTION.findall(text):
        if float(below):
            found.append((float(above) / float(below), 0.0))
    for digits, exponent in PLAIN.findall(text):
        scale = _power(exponent or "0")
        found.append((float(digits) * scale, _unit(digits) * scale))
    return found


def _plain(text: str) -> str:
    """Return the text with one way to write minus, times, the decimal point and a power."""
    text = RAISED.sub(lambda raised: "^" + raised.group().translate(SUPERSCRIPT), text)
    text = re.sub(r"\\(?:times|cdot)|[×·⋅∙]", "*", text)
    text = re.sub(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"\\(?:mathdefault|mathrm|mathregular|text|,|;|!| )|[${}\s]", "", text)
    text = re.sub("[−–‐‑]", "-", text)
    return re.sub(r"(?<=\d)[,٫](?=\d)", ".", text)


def _unit(digits: str) -> float:
    decimals = len(digits.partition(".")[2])
    return float(10.0**-decimals)


def _power(exponent: str) -> float:
    value = float(exponent)
    return float(10.0**value) if abs(value) < 300 else 0.0
