"""Exercise 4's trajectories with an iterate too many or too few, or laid out wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from solutions import ex4_trajectories as ex4
from tests.misconceptions.pupil import Formula


def listed() -> Iterator[Formula]:
    walk = "ex4", "trajectory"
    yield "drops-start", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T)[1:]
    yield "drops-last", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T)[:-1]
    yield "one-step-short", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, max(T - 1, 0))
    yield "one-step-long", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T + 1)
    yield "path-transposed", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T).T
