"""A finding: what was called, what came back, what is expected and why, and what it looks like.

Plain data from the judge to the last report: nothing here is laid out, and nobody reads words back
to learn what they mean. `exercises.coach.showing.message` turns a finding into text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from exercises.coach.calling.observe import Observation, Status
from exercises.coach.judging.question import Question
from exercises.coach.misconception_catalogue import known

__all__ = ["Evidence", "Fact", "Finding", "Flaw", "Kind", "Wrong", "finding_from", "seen"]


class Kind(StrEnum):
    """What a fact is about: whoever wants some facts only asks for their kind."""

    TYPE = "type"
    SHAPE = "shape"
    ENTRY = "entry"
    RATIO = "ratio"
    NOT_FINITE = "not finite"
    HISTORY = "history"
    STEP = "step"
    GRADIENT = "gradient"
    DRAWING = "drawing"
    POINTS = "points"
    LINE = "line"
    # A line further up on the way to the one that failed.
    CALLER = "caller"
    ADVICE = "advice"
    # What a line of the function's own source says, whatever came back.
    SOURCE = "source"
    # Of one call alone: what is the same in another call's finding is told once without it.
    OF_THIS_CALL = "of this call"
    OURS = "ours"


@dataclass(frozen=True)
class Fact:
    """One thing that was seen, in words or numbers."""

    kind: Kind
    text: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def seen(*texts: str) -> tuple[Fact, ...]:
    """Return what was seen of a drawing."""
    return tuple(Fact(Kind.DRAWING, text) for text in texts)


@dataclass(frozen=True)
class Flaw:
    """What a judge found wrong with one returned value or drawing.

    Attributes
    ----------
    got, expected : the two sides in words or numbers; empty where nothing came back to compare
    facts : what else was seen, the most telling first
    misconceptions : ids of the catalogue that behaviour identified, mostly none or one
    because : where the expected value comes from
    part : what part of a returned value this is about, for example ``theta``
    """

    got: str
    expected: str = ""
    facts: tuple[Fact, ...] = ()
    misconceptions: tuple[str, ...] = ()
    because: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        known(*self.misconceptions)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a picture of the finding is drawn from; it stays in the process that judged."""

    question: Question
    observation: Observation
    expected: Any


@dataclass(frozen=True)
class Finding:
    """A flaw in the answer to one call.

    Attributes
    ----------
    stem, function : whose answer it is
    call : the call as the learner would type it
    flaw : what is wrong
    status : how the call ended
    blocked_by : the function of another exercise that is the cause, if one is
    unread : the file, where Python cannot read it: the finding is about it, and about no call
    place : file and line to look at, where one line failed
    printed : what the call printed, its tail
    evidence : for a picture, where there may be one
    """

    stem: str
    function: str
    call: str
    flaw: Flaw
    status: Status = "returned"
    blocked_by: str = ""
    unread: str = ""
    place: tuple[str, int] | None = None
    printed: str = ""
    evidence: Evidence | None = field(default=None, compare=False, repr=False)


def finding_from(data: Mapping[str, Any]) -> Finding:
    """Return the finding of which `dataclasses.asdict` made plain data."""
    flaw = dict(data["flaw"])
    flaw["facts"] = tuple(Fact(Kind(fact["kind"]), fact["text"]) for fact in flaw["facts"])
    flaw["misconceptions"] = tuple(flaw["misconceptions"])
    place = None if data["place"] is None else tuple(data["place"])
    return Finding(**{**data, "flaw": Flaw(**flaw), "place": place, "evidence": None})


class Wrong(AssertionError):
    """Raised where an answer is wrong. ``str()`` is the message that a learner reads."""

    def __init__(self, finding: Finding, message: str) -> None:
        super().__init__(message)
        self.finding = finding
