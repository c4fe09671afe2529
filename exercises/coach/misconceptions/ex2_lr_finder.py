"""Exercise 2, `lr_finder`: what is made of the losses, and runs that are not apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import pair_of
from exercises.coach.judging.compare import array_of
from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, near
from exercises.coach.misconceptions.loop.functions import PLANE, START
from exercises.coach.misconceptions.loop.rules import RIGHT_RULE, Run, Trail, truncating
from exercises.coach.problems import Problem

__all__ = ["ENTRIES", "PROBES", "RIGHT"]

FINDER = "ex2.lr_finder"
SIMULATED = 3000
Choose = Callable[[Any], int]


def _ends(grad_fn: Any, start: Any, lrs: Any, steps: int, how: str) -> Any:
    problem = getattr(grad_fn, "__self__", None)
    if not isinstance(problem, Problem) or not len(lrs) or not 0 <= len(lrs) * steps <= SIMULATED:
        return NOTHING
    place = np.asarray(start)
    if how == "cut" and place.dtype.kind not in "iu":
        return NOTHING
    rates = tuple(float(lr) for lr in lrs)
    return _run(problem, place.tobytes(), place.dtype.str, place.shape, rates, steps, how)


@lru_cache(maxsize=16)
def _run(
    problem: Problem, start: bytes, dtype: str, shape: tuple[int, ...], lrs: tuple[float, ...],
    steps: int, how: str,
) -> Any:  # fmt: skip
    """Return the last losses of the runs, the same for a dozen readings."""
    place = np.frombuffer(start, dtype=dtype).reshape(shape)
    rule = truncating(RIGHT_RULE) if how == "cut" else RIGHT_RULE
    ends = []
    for lr in lrs:
        trail = Trail(rule, Run(problem.loss, problem.grad, place, lr, steps))
        last = next((t for t in range(steps) if np.all(np.isnan(trail.theta(t)))), steps)
        losses = [trail.loss(t) for t in range(last + 1)] if how == "best" else []
        finite = [loss for loss in losses if np.isfinite(loss)]
        theta = trail.theta(last)
        ends.append(min(finite, default=np.nan) if how == "best" else problem.loss(theta))
        place = theta if how == "chained" else place
    return np.array(ends)


def _runs(how: str) -> Callable[[Case], Iterable[Reading]]:
    readings = (_swept(_least, how=how, sees_nan=False),)
    return lambda case: readings if _has_other_losses(case) else ()


def _run_on_places(case: Case) -> Iterable[Reading]:
    """The runs with 0, 1, 2, … in place of the rates."""
    return PLACES if _has_other_losses(case) else ()


def _has_other_losses(case: Case) -> bool:
    """Whether the losses are not those of right runs: only then others are worth running."""
    losses, right = array_of(pair_of(case.value)[1]), RIGHT[FINDER](*case.arguments)
    if right is NOTHING:
        return False
    return losses is not None and losses.shape == right[1].shape and not near(losses, right[1])


def _writes_into_the_start(ask: Ask, reading: Reading) -> bool:
    """Runs that follow each other prove no more than that none of them starts afresh."""
    return 2 in ask(PLANE.loss, PLANE.grad, START, [0.05, 0.07], 3).observation.mutated


def _moves_an_array_of_its_own(ask: Ask, reading: Reading) -> bool:
    """The same runs, and the caller's array is as it was."""
    return not ask(PLANE.loss, PLANE.grad, START, [0.05, 0.07], 3).observation.mutated


def _swept(
    choose: Choose, inf_for_nan: bool = True, how: str = "", *, sees_nan: bool = True
) -> Reading:
    """Read what the runs end at, `choose` made among the losses before or after nan is replaced."""

    def reading(loss_fn: Any, grad_fn: Any, theta_init: Any, lrs: Any, num_steps: int) -> Any:
        ends = _ends(grad_fn, theta_init, lrs, int(num_steps), how)
        if ends is NOTHING:
            return NOTHING
        shown = np.where(np.isfinite(ends), ends, np.inf) if inf_for_nan else ends
        return float(lrs[choose(ends if sees_nan else shown)]), shown

    return reading


def _least(losses: Any) -> int:
    return int(np.argmin(losses))


def _first_finite(losses: Any) -> int:
    return int(np.argmax(np.isfinite(losses)))


def _last_finite(losses: Any) -> int:
    return int(len(losses) - 1 - np.argmax(np.isfinite(losses[::-1])))


def _first_not_finite(losses: Any) -> int:
    bad = ~np.isfinite(losses)
    return int(np.argmax(bad)) if bad.any() else _least(losses)


def _last_not_finite(losses: Any) -> int:
    bad = ~np.isfinite(losses)
    return int(len(losses) - 1 - np.argmax(bad[::-1])) if bad.any() else _least(losses)


def _running(beats: Callable[[float, float], bool]) -> Choose:
    """A running minimum, by which loss beats the best so far."""

    def place(losses: Any) -> int:
        best = 0
        for i, loss in enumerate(losses):
            if beats(loss, losses[best]):
                best = i
        return best

    return place


def _before_the_first_rise(losses: Any) -> int:
    rises = np.flatnonzero(losses[1:] > losses[:-1])
    return int(rises[0]) if rises.size else len(losses) - 1


def _last_fall(losses: Any) -> int:
    falls = np.flatnonzero(losses[1:] < losses[:-1])
    return int(falls[-1]) + 1 if falls.size else 0


def _as_zero(losses: Any) -> int:
    return int(np.argmin(np.where(np.isfinite(losses), losses, 0.0)))


def _from_right(of: Callable[[Any, Any], Any], *, on_places: bool = False) -> Reading:
    """Read from the losses of right runs, those of 0, 1, 2, … in place of the rates say, and lrs."""

    def reading(loss_fn: Any, grad_fn: Any, theta_init: Any, lrs: Any, num_steps: int) -> Any:
        rates = range(len(lrs)) if on_places else lrs
        right = RIGHT[FINDER](loss_fn, grad_fn, theta_init, rates, num_steps)
        return NOTHING if right is NOTHING else of(right[1], lrs)

    return reading


def _first_alone(losses: Any, lrs: Any) -> Any:
    return (float(lrs[0]), losses[:1]) if len(losses) > 1 else NOTHING


def _first_before_inf(losses: Any, lrs: Any) -> Any:
    """Only the first learning rate is tried, and a list that was there before holds inf."""
    rest = np.full(len(losses) - 1, np.inf)
    return (float(lrs[0]), np.append(losses[:1], rest)) if len(losses) > 1 else NOTHING


def _at_place(place: Choose, *, on_places: bool = False) -> Reading:
    """Read (i, losses)."""
    return _from_right(lambda losses, lrs: (float(place(losses)), losses), on_places=on_places)


def _by_rate(choose: Callable[..., float]) -> Reading:
    """The least or largest of the rates whose runs stay finite."""

    def of(losses: Any, lrs: Any) -> Any:
        finite = [float(lr) for lr, loss in zip(lrs, losses, strict=True) if loss < np.inf]
        return (choose(finite), losses) if finite else NOTHING

    return _from_right(of)


RIGHT: dict[str, Reading] = {FINDER: _swept(_least, sees_nan=False)}
CHAINED = _runs("chained")
PLACES: tuple[Reading, ...] = (
    _at_place(_least, on_places=True),
    _from_right(lambda losses, lrs: (float(lrs[_least(losses)]), losses), on_places=True),
)
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    FINDER: (
        (PLANE.loss, PLANE.grad, START, [1.7, 0.02, 0.31, 0.15, 2.9], 11),
        (PLANE.loss, PLANE.grad, START, [0.21, 40.0, 0.05, 0.4, 30.0, 0.3], 150),
        (PLANE.loss, PLANE.grad, START, [40.0, 0.21, 0.05, 30.0, 0.4], 150),
        (PLANE.loss, PLANE.grad, START, [0.4, 0.07, 0.26], 5),
        (PLANE.loss, PLANE.grad, np.array([9, -7]), [0.4, 0.07, 0.26, 0.11], 7),
    ),
}  # fmt: skip
ENTRIES: tuple[Entry, ...] = (
    Entry("finder-first-finite", (FINDER,), (_swept(_first_finite), _swept(_first_finite, False))),
    Entry(
        "finder-nan-wins", (FINDER,),
        tuple(
            _swept(choose, shown)
            for choose in (
                _least, _first_not_finite, _last_not_finite, _as_zero,
                # The one lets nan through; a nan that came first is never beaten by the other.
                _running(lambda loss, best: not loss >= best),
                _running(lambda loss, best: loss < best),
            )
            for shown in (True, False)
        ),
    ),
    Entry("index-for-rate", (FINDER,), (_at_place(_least),), estimates=_run_on_places),
    Entry("mutates-start", (FINDER,), estimates=CHAINED, proves=_writes_into_the_start),
    Entry("shared-start", (FINDER,), estimates=CHAINED, proves=_moves_an_array_of_its_own),
    Entry("returns-best", (FINDER,), estimates=_runs("best")),
    Entry("truncates-integers", (FINDER,), estimates=_runs("cut")),
    Entry(
        "returns-inside-loop", (FINDER,),
        (_from_right(_first_alone), _from_right(_first_before_inf)),
    ),
    Entry(
        "swapped-return", (FINDER,),
        (_from_right(lambda losses, lrs: (losses, float(lrs[_least(losses)]))),),
    ),
    Entry("", (FINDER,), predicts=(
        _by_rate(min), _by_rate(max),
        _swept(_last_finite), _swept(lambda ends: len(ends) - 1),
        # Each loss is compared with the one before it only.
        _swept(_before_the_first_rise, sees_nan=False), _swept(_last_fall, sees_nan=False),
        _swept(lambda ends: 0), _swept(lambda ends: int(np.argmax(ends))),
        _swept(lambda ends: int(np.argmax(np.where(np.isfinite(ends), ends, -1)))),
        # The rate at the place of the least, once lrs is sorted.
        _from_right(lambda losses, lrs: (sorted(lrs)[_least(losses)], losses)),
        _at_place(lambda ends: 0), _at_place(lambda ends: len(ends) - 1),
        _at_place(_first_finite), _at_place(_last_finite),
    )),
)  # fmt: skip
