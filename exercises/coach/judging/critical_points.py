"""Judge a list of critical points: how many, where, and of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import Opaque, is_pair
from exercises.coach.judging.compare import LAZY, NONE, array_of
from exercises.coach.judging.finding import Fact, Flaw, Kind
from exercises.coach.judging.value_text import kind_of, show, show_apart

__all__ = ["judge_points", "points_of"]

# As the stub says. Where a run that counts ends, |L′| ≤ 1e-8 and |L″| ≥ 0.1 in all that is asked:
# that is at most 1e-7 off.
ATOL = 1e-6
MERGED = 1e-3
LARGEST = 1e6
# What is so much off, relatively, may be meant for the point.
NEAR = 0.05


def points_of(value: Any) -> list[tuple[float, str]] | None:
    """Return a returned list of pairs as ``(x, kind)``, None when it is no such list."""
    if isinstance(value, np.ndarray) and value.size == 0:
        return []
    if not isinstance(value, (list, tuple)):
        return None
    points = []
    for pair in value:
        if not is_pair(pair) or not isinstance(pair[1], str):
            return None
        x = array_of(pair[0])
        if x is None or x.size != 1:
            return None
        points.append((float(x.reshape(())), pair[1]))
    return points


def judge_points(
    value: Any, expected: Sequence[tuple[float, str]], *, because: str = "", atol: float = ATOL
) -> Flaw | None:
    """Return what is wrong with a list of ``(x, kind)``, or None when it is ``expected``."""
    due = show(list(expected))
    points = points_of(value)
    if points is None:
        if value is None:
            return Flaw(show(value), due, (NONE,), because=because)
        text = "expected a list of pairs (x, kind), kind 'minimum' or 'maximum'"
        pairs = value if isinstance(value, (list, tuple)) else ()
        if any(is_pair(pair) and _is_number_as_text(pair[0]) for pair in pairs):
            text = "each x must be a number, and here it is a text: f-strings make texts, and so "
            text += "does `np.array` of numbers and words together"
        got = f"{show(value)}, {kind_of(value)}"
        if isinstance(value, Opaque):
            # Its type is shown with it.
            got = show(value)
            text += ": collect them in a list, and return that" if value.type_name in LAZY else ""
        return Flaw(got, due, (Fact(Kind.TYPE, text),), because=because)
    said = _flaw_in(points, expected, atol)
    if said is None:
        return None
    got, due = show_apart(value, list(expected))
    return Flaw(got, due, (Fact(Kind.POINTS, said),), because=because)


def _is_number_as_text(x: Any) -> bool:
    """Whether this is ``"-1.2247"``."""
    try:
        float(x)
    except (TypeError, ValueError):
        return False
    return isinstance(x, str)


def _nearest(x: float, places: list[float], expected: Sequence[tuple[float, str]]) -> str:
    """Say how far off a point is that may be the missing one: no other point is as close to it."""
    place = min(places, key=lambda place: abs(place - x), default=None)
    if place is None or min((abs(place - other) for other, _ in expected)) < abs(place - x):
        return ""
    if abs(place - x) > NEAR * max(abs(x), 1):
        return ""
    return f": {show(place)} is farther from it than 1e-3"


def _flaw_in(
    points: list[tuple[float, str]], expected: Sequence[tuple[float, str]], atol: float
) -> str | None:
    places = [x for x, _ in points]
    if not np.all(np.isfinite(places)):
        return "one of the points is the end of a diverging run: drop those"
    for x, _ in expected:
        if not any(abs(x - place) <= MERGED for place in places):
            return f"the point at {show(x)} is missing{_nearest(x, places, expected)}"
    for place in places:
        if abs(place) > LARGEST:
            return f"{show(place)} is beyond 1e6 in size, where no end point counts"
        if not any(abs(x - place) <= MERGED for x, _ in expected):
            # A run may end there before it has arrived anywhere.
            run = "with this lr and num_steps no run from these starts"
            return f"{run} ends at a critical point at {show(place)}"
    if len(places) > len(expected):
        return "the same point is there more than once: merge what is within 1e-3"
    if places != sorted(places):
        return "the points are right, but not sorted by x"
    for (place, kind), (x, right) in zip(points, expected, strict=True):
        if kind != right and kind not in ("minimum", "maximum"):
            return f"the kind must be exactly {right!r} at {show(x)}; yours is {show(kind)}"
        if kind != right:
            return f"the point at {show(x)} is a {right}, not a {kind}: look at the curvature there"
        if abs(place - x) > atol:
            got, due = show_apart(place, x)
            off = f"{got} is off {due} by {abs(place - x):.1e}; at most {atol:.0e} is allowed"
            return f"{off}. Did the run end too early, or was it rounded?"
    return None
