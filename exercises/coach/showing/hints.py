"""The words of the hints, read from the three Markdown files beside this one."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FITTING", "HINTS", "REASONS", "hint_for"]


def _paragraphs(file: str) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs below each heading, by every name that stands in it."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for section in text.split("\n## ")[1:]:
        names, _, below = section.partition("\n")
        found |= dict.fromkeys(names.split(", "), tuple(below.strip().split("\n\n")))
    return found


HINTS = _paragraphs("hints.md")
"""By function, as in ``ex1.loss``: three hints, the gentlest first."""
REASONS = _paragraphs("reasons.md")
"""By function: why the reference solution does it its way."""
FITTING = {name: hint for name, (hint,) in _paragraphs("hints_by_mistake.md").items()}
"""By an id of the catalogue, or by id and function: what to try first."""


def hint_for(mistake: str, function: str) -> str:
    """Return the hint that fits a named mistake, ``""`` where there is none.

    Parameters
    ----------
    mistake : an id of the catalogue
    function : where it was named, for example ``ex1.grad``
    """
    return FITTING.get(f"{mistake} {function}", FITTING.get(mistake, ""))
