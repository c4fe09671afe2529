"""Points, and text of a learner's, for terminals and pages."""

from __future__ import annotations

__all__ = ["points_text"]


def points_text(points: float) -> str:
    """Return points without needless decimals: ``17`` or ``17.5``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def _printable(text: str) -> str:
    """Drop control characters: a terminal that prints the page must not obey them."""
    return "".join(c if c.isprintable() or c == "\t" else "�" for c in text)


def _one_line(text: str) -> str:
    return _printable(" ".join(text.split()))
