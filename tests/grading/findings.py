"""Findings for tests, in few words."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.coach.calling.observe import Status
from exercises.coach.judging.finding import Fact, Finding, Flaw, Kind

STEM = "ex1_gradient_descent"


def found(
    got: str = "1", *, call: str = "grad(2.0)", expected: str = "",
    facts: Iterable[str | Fact] = (), ids: tuple[str, ...] = (), status: Status = "returned",
    function: str = "grad",
) -> Finding:  # fmt: skip
    """Return the finding of a wrong answer."""
    made = tuple(f if isinstance(f, Fact) else Fact(Kind.LINE, f) for f in facts)
    return Finding(STEM, function, call, Flaw(got, expected, made, ids), status)
