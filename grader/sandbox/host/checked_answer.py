"""A child's answer, checked field by field before anything else of the grader sees it.

Whatever passes is of the kinds and within the sizes of what an honest child sends. What a child
that forges its answers can send beside it would cost the grader time, memory or an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np

from exercises.coach.calling.observe import VISITED, Frame, Observation, Raised, Status
from exercises.coach.calling.plain_data import BITS, ELEMENTS, Opaque, extent
from exercises.coach.calling.raised import SOURCE
from exercises.coach.calling.stopped import Cause, Stopped

__all__ = ["ANSWER_ARRAY_BYTES", "observation_from", "stopped_from"]

# The largest honest answer: `ELEMENTS` numbers, or a figure's points with their colours.
ANSWER_ARRAY_BYTES = 32 << 20
FRAMES = 6
BASES = 64
TEXT = 1000
NAMES = 200
# How a child may say that its call ended; the rest is for the grader to say.
ENDINGS = set(get_args(Status)) - {"crashed"}
# As `str.splitlines` has them.
ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
KEYS = (str, int, float, bool)


def observation_from(fields: Any, arguments: int) -> Observation:
    """Return the observation that a child claims.

    Parameters
    ----------
    fields : what it sent
    arguments : how many arguments the call had

    Raises
    ------
    TypeError, ValueError, LookupError, AttributeError
        When it is none.
    """
    if fields["status"] not in ENDINGS:
        raise ValueError("no such ending")
    room = _Room()
    visited = fields.get("visited", ())
    for part in (fields["value"], visited, fields.get("figure")):
        room.take(part)
    visited = _visited_from(visited)
    mutated = fields.get("mutated", ())
    _require(isinstance(mutated, tuple) and len(mutated) <= arguments)
    _require(all(type(i) is int and 0 <= i < arguments for i in mutated))
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
        shows_defaults=fields.get("shows_defaults", False) is True,
    )


def _visited_from(said: Any) -> tuple[np.ndarray[Any, np.dtype[np.float64]], ...]:
    """Return the θ that were visited: rows of one array where they have one shape."""
    _require(isinstance(said, np.ndarray | tuple))
    if isinstance(said, np.ndarray):
        _require(said.ndim > 0 and len(said) <= VISITED and said.dtype == np.float64)
        return tuple(said) if said.ndim > 1 else tuple(said[k, ...] for k in range(len(said)))
    _require(len(said) <= VISITED)
    _require(all(isinstance(v, np.ndarray) and v.dtype == np.float64 for v in said))
    return tuple(said)


class _Room:
    """Takes in what `exercises.coach.calling.plain_data` makes, until there is no room."""

    def __init__(self) -> None:
        # A value, the points visited on the way and a figure: each may be as large as a value.
        self.left = 2 * ELEMENTS

    def take(self, value: Any) -> None:
        """Take in a value; raise TypeError when it is no plain data, ValueError when too much."""
        kind = type(value)
        if value is None or kind in (bool, float, Opaque):
            return
        if kind is int:
            _require(value.bit_length() <= BITS)
            return
        if kind is str:
            self._use(len(value))
        elif kind is np.ndarray:
            self._use(extent(value.shape))
        elif kind in (list, tuple):
            self._use(len(value))
            if not set(map(type, value)) <= {float}:
                for item in value:
                    self.take(item)
        else:
            _require(kind is dict)
            self._use(len(value))
            for key, item in value.items():
                _require(type(key) in KEYS)
                self.take(key)
                self.take(item)

    def _use(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise ValueError("more than an answer holds")


def stopped_from(fields: Any) -> Stopped:
    """Return what a child claims of a module that stopped before its end; errors as above."""
    raised = _raised_from(fields["raised"])
    file, source, detail = _line(fields["file"]), _line(fields["source"]), _text(fields["detail"])
    cause = Cause[_text(fields["cause"])]
    defines = fields["defines"][:NAMES]
    _require(isinstance(defines, tuple))
    names = tuple(_line(name) for name in defines)
    return Stopped(file, _count(fields["line"]), cause, raised, detail, source, names)


def _raised_from(fields: Mapping[str, Any] | None) -> Raised | None:
    if fields is None:
        return None
    frames, bases = fields["frames"], fields["bases"]
    _require(isinstance(frames, tuple) and isinstance(bases, tuple))
    return Raised(
        _line(fields["type_name"]),
        _text(fields["message"]),
        tuple(map(_frame_from, frames[:FRAMES])),
        tuple(_line(base) for base in bases[:BASES]),
        _text(fields["text"], SOURCE),
    )


def _frame_from(fields: Mapping[str, Any]) -> Frame:
    source = _line(fields["source"])
    # As many spaces are laid out before the mark: no column lies beyond the line's end.
    start, end = (min(_count(fields[name]), len(source) + 1) for name in ("start", "end"))
    return Frame(
        _line(fields["file"]), _count(fields["line"]), _line(fields["function"]), source, start, end
    )


def _text(value: Any, most: int = TEXT) -> str:
    _require(type(value) is str)
    return str(value[:most])


def _line(value: Any) -> str:
    """Return a name or a line of code; what ends a line in it would begin one of ours."""
    return "".join(c if c not in ENDS else " " for c in _text(value))


def _count(value: Any) -> int:
    _require(type(value) is int and 0 <= value < 2**53)
    return int(value)


def _require(holds: bool) -> None:
    if not holds:
        raise TypeError("not what an observation is made of")
