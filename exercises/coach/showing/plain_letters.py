"""Formulas and signs in ASCII, for terminals and pipes that have no letters for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["in_plain"]

WORDS = {"θ": "theta", "η": "lr", "λ": "lambda", "μ": "mu", "κ": "kappa", "ε": "eps"}
# What stands before that to which it is applied.
OPERATORS = {"∇": "grad", "Σ": "sum"}
SIGNS = {
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "±": "+-", "≤": "<=", "≥": ">=", "≈": "~",
    "→": "->", "←": "<-", "…": "...", "′": "'", "″": "''", "½": "1/2", "¼": "1/4", "√": "sqrt",
    "∂": "d", "‖": "||", "⟨": "<", "∞": "inf", "°": "deg", "“": '"', "”": '"', "’": "'", "‘": "'",
    "•": "-", "★": "*", "✓": "+", "✗": "x", "█": "#", "▒": "x", "░": ".",
}  # fmt: skip
RAISED, LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀᵏᵖᵗ", "₀₁₂₃₄₅₆₇₈₉ₖₙₜᵢ"
FLAT = str.maketrans(RAISED + LOWERED, "0123456789+-nTkpt" + "0123456789knti")
FORMULA = "".join((*WORDS, "½¼", RAISED, LOWERED))
WORD = re.compile(rf"[\w{RAISED}]+|.", re.DOTALL)
# A word with any other letter is somebody's name, whatever else is in it.
OF_NAMES = re.compile(rf"[^\W\x00-\x7f{FORMULA}]")
PARTS = re.compile(f"[{RAISED}]+|[{LOWERED}]+|.")


def in_plain(text: str, before: str = "", after: str = "") -> str:
    """Return a text with ASCII for its signs, and a ``*`` between factors.

    >>> in_plain("|1 − ηλ|, ½θᵀHθ, 10⁻³, θ + η∇L")
    '|1 - lr*lambda|, 1/2*theta^T*H*theta, 10^-3, theta + lr * grad L'

    Parameters
    ----------
    before, after : what stands beside the text, where it is a part of another
    """
    plain, last = "", before[-1:]
    for part in (*_parts(text), *after[:1]):
        plain += _between(last, part) + _told(part)
        last = part
    return plain.removesuffix(_told(after[:1])) if after else plain


def _parts(text: str) -> Iterator[str]:
    """Yield a formula's letters, each row of raised or lowered ones, and whole names."""
    for word in WORD.findall(text):
        if len(word) == 1 or OF_NAMES.search(word):
            yield word
        else:
            yield from PARTS.findall(word)


def _between(left: str, right: str) -> str:
    """Return what two parts that stand side by side have between them."""
    # In θ₁ and θ2 a number is a part of the name.
    is_begun = right.isalpha() or right in OPERATORS or right in "½¼"
    if not is_begun or len(right) > 1 or right in RAISED + LOWERED:
        return ""
    if left in OPERATORS:
        return " "
    is_factor = left[-1:].isalnum() and (_is_of_formula(left) or _is_of_formula(right))
    return (" * " if right in OPERATORS else "*") if is_factor else ""


def _is_of_formula(part: str) -> bool:
    return part in WORDS or part in OPERATORS or part in "½¼" or part[0] in RAISED + LOWERED


def _told(part: str) -> str:
    if not part or part[0] not in RAISED + LOWERED:
        return WORDS.get(part) or OPERATORS.get(part) or SIGNS.get(part, part)
    flat = part.translate(FLAT)
    if part[0] in LOWERED:
        return f"_{flat}"
    # As in x^(n-1).
    return f"^{flat}" if len(flat) == 1 or flat.lstrip("-").isdigit() else f"^({flat})"
