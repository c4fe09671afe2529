"""Whether a learning rate can be read in a text: as 0.001, 1e-3 or 10⁻³, with any words around."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["reads"]

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
RAISED = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
DIGITS = r"(?:\d+(?:\.\d*)?|\.\d+)"
SIGNED = r"[-+]?\d+(?:\.\d+)?"
POWER = re.compile(rf"(?:({DIGITS})\*)?10(?:\^|\*\*)({SIGNED})")
SCALED = re.compile(rf"({DIGITS})\*1e({SIGNED})", re.IGNORECASE)
FRACTION = re.compile(rf"({DIGITS})/({DIGITS})")
PLAIN = re.compile(rf"({DIGITS})(?:e({SIGNED}))?", re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
# What is shown may be rounded, but by no more than this share.
COARSEST = 0.1
# An f-string writes a rate kept in single precision, `np.float32(0.219)`, as 0.21899999678.
SINGLE = 1e-6


def reads(texts: Iterable[str], lr: float, lrs: Sequence[float]) -> bool:
    """Whether ``lr`` can be read in one of the texts.

    A number counts if it is ``lr`` rounded to the digits shown, and no other of ``lrs`` is nearer.
    """
    for text in texts:
        for number, unit in _numbers(text):
            is_it = abs(number - lr) <= min(0.5 * unit, COARSEST * lr) * (1 + 1e-9) + SINGLE * lr
            if is_it and all(abs(number - other) >= abs(number - lr) for other in lrs):
                return True
    return False


def _numbers(text: str) -> list[tuple[float, float]]:
    """Return the numbers in a text, each with the unit of its last digit.

    A comma between two digits is read both ways, as a decimal comma and as one that separates: of
    two readings the one that gives the rate is meant.
    """
    plain = _plain(text)
    readings = dict.fromkeys(BETWEEN_DIGITS.sub(mark, plain) for mark in (".", " "))
    return [number for reading in readings for number in _numbers_in(reading)]


def _numbers_in(text: str) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for factor, exponent in [*POWER.findall(text), *SCALED.findall(text)]:
        scale = _power(exponent)
        found.append((float(factor or 1) * scale, _unit(factor or "1.0") * scale))
    for above, below in FRACTION.findall(text):
        if float(above) and float(below):
            # Of whole numbers it is exact; a decimal in it was rounded.
            share = sum(_unit(part) / float(part) for part in (above, below) if "." in part)
            ratio = float(above) / float(below)
            found.append((ratio, ratio * share))
    for digits, exponent in PLAIN.findall(text):
        scale = _power(exponent or "0")
        found.append((float(digits) * scale, _unit(digits) * scale))
    return found


def _plain(text: str) -> str:
    """Return the text with one way to write minus, times, a power and the decimal point.

    White space is left where it separates numbers, and goes where it is within one.
    """
    text = RAISED.sub(lambda raised: "^" + raised.group().translate(SUPERSCRIPT) + " ", text)
    text = unicodedata.normalize("NFKC", text)  # full-width digits, ½, 𝟎.𝟏
    text = re.sub(r"\\(?:times|cdot)(?![a-z])|[×·⋅∙•∗]", "*", text)
    text = re.sub(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"\\(?:[,;:!> ]|quad|qquad)", " ", text)
    text = re.sub(r"(?<=\d)\s*\\?%", "e-2", text)
    text = re.sub(r"\\(?:math|text)[a-z]*\s*\{([^{}]*)\}", r"\1", text)
    text = text.replace("{,}", ",")
    text = re.sub(r"(?:\^|\*\*)\s*[{(]\s*([-+−–])?\s*([\d.]+)\s*[)}]", r"^\1\2 ", text)
    text = re.sub(r"[${}]", "", re.sub(r"(?<=\d)\}(?=\d)", " ", text))
    text = re.sub("[−–‐‑⁄]", lambda sign: "/" if sign.group() == "⁄" else "-", text)
    text = re.sub(r"\s*(\*+|\^|/)\s*", r"\1", text)
    # "2.3 x 10^-1", as keyboards have it
    text = re.sub(r"(?<=[\d.])\s*[xX⨯✕✖]\s*(?=10(?:\^|\*\*)|1e)", "*", text)
    return re.sub(r"(?<=\d)٫(?=\d)", ".", text)


def _unit(digits: str) -> float:
    decimals = len(digits.partition(".")[2])
    return float(10.0**-decimals)


def _power(exponent: str) -> float:
    value = float(exponent)
    return float(10.0**value) if abs(value) < 300 else 0.0
