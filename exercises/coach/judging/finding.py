"""A wrong answer in words: what was called, what came back, what was due, what it looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Finding", "Flaw", "Wrong"]

INDENT = "  "
LABEL = 10


@dataclass(frozen=True)
class Flaw:
    """What a judge found wrong with one returned value or drawing.

    Attributes
    ----------
    got, expected : the two sides in words or numbers; ``expected`` says where its number comes from
    facts : further lines, for example ``departs at step 1: 3.6 where 2.4 is due``
    misconceptions : ids of the mistake that behaviour identified, mostly none or one
    says : the sentence for each of them
    """

    got: str
    expected: str
    facts: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A flaw in the answer to one call, and how to draw it.

    Attributes
    ----------
    stem, function : whose answer it is
    call : the call as the learner would type it
    flaw : what is wrong
    draw : writes a picture of it to a path, when a picture helps
    blocked_by : the function of another exercise that is the cause, if one is
    """

    stem: str
    function: str
    call: str
    flaw: Flaw
    draw: Callable[[Path], None] | None = None
    blocked_by: str = ""

    def text(self, picture: str = "") -> str:
        """Return the message, ready to print; ``picture`` is the path of the drawn picture."""
        rows = [("got", self.flaw.got), ("expected", self.flaw.expected)]
        lines = [self.call] if self.call else []
        for label, words in rows:
            if words:
                lines += _hanging(label, words)
        lines += [INDENT + fact for fact in self.flaw.facts if fact]
        for name, sentence in zip(self.flaw.misconceptions, self.flaw.says, strict=True):
            lines.append(f"{INDENT}looks like `{name}`: {sentence}")
        if picture:
            lines += _hanging("picture", picture)
        return "\n".join(lines)


class Wrong(AssertionError):
    """Raised by a judge. ``str()`` is the message a learner reads."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text())
        self.finding = finding


def _hanging(label: str, words: str) -> list[str]:
    first, *rest = words.split("\n")
    return [f"{INDENT}{label:<{LABEL}}{first}", *(" " * (len(INDENT) + LABEL) + r for r in rest)]
