"""Points, and text of a learner's, for terminals and pages."""

from __future__ import annotations

__all__ = ["one_line", "points_text", "printable"]


def points_text(points: float) -> str:
    """Return points without needless decimals: ``17`` or ``17.5``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def printable(text: str, keep: str = "") -> str:
    """Drop control characters but those in ``keep``: no terminal may obey a learner's text."""
    return "".join(c if c.isprintable() or c in keep else "�" for c in text)


def one_line(text: str) -> str:
    """Return text as one printable line."""
    return printable(" ".join(text.split()))
