"""A child's answer, checked field by field before anything else of the grader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np

from exercises.coach.calling.loading import Stopped
from exercises.coach.calling.observe import VISITED, Frame, Observation, Raised, Status
from exercises.coach.calling.raised import SOURCE

__all__ = ["observation_from", "stopped_from"]

FRAMES = 64
TEXT = 2000
# How a child may say that its call ended; the rest is for the grader to say.
ENDINGS = set(get_args(Status)) - {"crashed"}


def observation_from(fields: Any) -> Observation:
    """Return the observation that a child claims.

    Raises
    ------
    TypeError, ValueError, LookupError, AttributeError
        When it is none.
    """
    if fields["status"] not in ENDINGS:
        raise ValueError("no such ending")
    visited = fields.get("visited", ())
    _require(isinstance(visited, tuple) and len(visited) <= VISITED)
    _require(all(isinstance(v, np.ndarray) and v.dtype == np.float64 for v in visited))
    mutated = fields.get("mutated", ())
    _require(isinstance(mutated, tuple) and all(type(i) is int and 0 <= i < 64 for i in mutated))
    figure = fields.get("figure")
    _require(figure is None or isinstance(figure, dict))
    return Observation(
        fields["status"],
        value=fields["value"],
        raised=_raised_from(fields.get("raised")),
        visited=visited,
        grad_calls=_count(fields.get("grad_calls", 0)),
        loss_calls=_count(fields.get("loss_calls", 0)),
        mutated=mutated,
        figure=figure,
        note=_text(fields.get("note", "")),
    )


def stopped_from(fields: Any) -> Stopped:
    """Return what a child claims of a module that stopped before its end; errors as above."""
    raised = _raised_from(fields["raised"])
    file, note, source = (_text(fields[key]) for key in ("file", "note", "source"))
    return Stopped(file, _count(fields["line"]), raised, note, source)


def _raised_from(fields: Mapping[str, Any] | None) -> Raised | None:
    if fields is None:
        return None
    frames = fields["frames"][:FRAMES]
    return Raised(
        _text(fields["type_name"]),
        _text(fields["message"]),
        tuple(
            Frame(
                _text(f["file"]),
                _count(f["line"]),
                _text(f["function"]),
                _text(f["source"]),
                _count(f["start"]),
                _count(f["end"]),
            )
            for f in frames
        ),
        tuple(_text(base) for base in fields["bases"][:FRAMES]),
        _text(fields["text"], SOURCE),
    )


def _text(value: Any, most: int = TEXT) -> str:
    _require(type(value) is str)
    return str(value[:most])


def _count(value: Any) -> int:
    _require(type(value) is int and 0 <= value < 2**53)
    return int(value)


def _require(holds: bool) -> None:
    if not holds:
        raise TypeError("not what an observation is made of")
