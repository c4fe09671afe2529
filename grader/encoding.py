"""What a stream's encoding lacks, in plain characters: a letter cannot end a run."""

from __future__ import annotations

import codecs
import sys
from contextlib import suppress

__all__ = ["fit_streams", "in_encoding"]

# What the grader and the coach write that ASCII and older code pages do not have.
PLAIN = {
    **{"✓": "+", "✗": "x", "–": "-", "—": "-", "−": "-", "→": "->", "←": "<-", "…": "..."},
    **{"²": "^2", "³": "^3", "⁴": "^4", "⁻": "^-", "ᵀ": "^T", "·": "*", "×": "x", "½": "1/2"},
    **{"θ": "theta", "η": "lr", "λ": "lambda", "κ": "kappa", "∇": "grad ", "ε": "eps"},
    **{"≤": "<=", "≥": ">=", "≈": "~", "±": "+-", "∞": "inf", "√": "sqrt", "′": "'", "″": "''"},
    **{"‘": "'", "’": "'", "“": '"', "”": '"', "₀": "_0", "₁": "_1", "█": "#"},
}
ERRORS = "grader.plain"


def fit_streams() -> None:
    """Have standard output and error write what they cannot encode in plain characters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors=ERRORS)


def in_encoding(text: str, encoding: str) -> str:
    """Return text as it is written in an encoding: what that lacks in plain characters."""
    return text.encode(encoding, ERRORS).decode(encoding)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lost), error.end


codecs.register_error(ERRORS, _in_plain)
