"""Compare a learner's gradient with the slope of the learner's own loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.contracts import function_of
from exercises.coach.judging.compare import array_of, finite_array
from exercises.coach.judging.finding import Fact, Kind

__all__ = ["Relation", "gradient_facts", "own_slope", "reading_of"]

# A central difference errs by h²|L‴|/6 + ε|L|/h; with |L|, |L‴| of the order of one on the scale of
# θ the sum is least near h = ε^(1/3) · scale ≈ 6e-6, where it is ε^(2/3) ≈ 4e-11 relative. The
# losses here are polynomials with coefficients up to 100 and may be 10³ times their slope, which
# eats three digits; 1e-5 leaves some more, and no factor below lies nearer to 1 than 0.1.
STEP = float(np.finfo(float).eps) ** (1 / 3)
TOLERANCE = 1e-5
MOST = 6
ELSEWHERE = 0.737
FACTORS = {
    -1.0: "−1 times",
    2.0: "twice",
    0.5: "half of",
    -2.0: "−2 times",
    -0.5: "−½ times",
}


class Relation(Enum):
    """How a gradient and the slope of its own loss go together."""

    LOSS_IS_WRONG = "they are the same, and it is the loss that is wrong"
    MULTIPLE = "the gradient is the slope times the detail"
    REVERSED = "the entries are the slope's in reverse order"
    PARTLY = "only the entries of the detail differ"


Reading = tuple[Relation, float | tuple[int, ...] | None]


def gradient_facts(
    key: str,
    arguments: tuple[Any, ...],
    value: Any,
    right: Callable[..., Any],
    again: Callable[..., Observation],
) -> tuple[Fact, ...]:
    """Return what the gradient check says of a wrong gradient; nothing where it says nothing new.

    Parameters
    ----------
    key : ``ex2.grad`` and the like; functions that are no gradient have nothing to say
    arguments : of the wrong call, θ first
    value : what came back
    right : the gradient that is due, of the call's arguments
    again : calls a function of the learner's exercise once more
    """
    contract = function_of(key)
    if not contract.slope_of:
        return ()
    place, rest = np.asarray(arguments[0], dtype=float), arguments[1:]
    if not 0 < place.size <= MOST:
        return ()

    def reading(at: Any, rest: tuple[Any, ...], value: Any) -> Reading | None:
        got = finite_array(value, at.shape)
        if got is None:
            return None
        loss = contract.slope_of
        slope = own_slope(lambda x: again(x, *rest, function=loss), at, contract.is_elementwise)
        return None if slope is None else reading_of(got, slope, np.asarray(right(at, *rest)))

    found = reading(place, rest, value)
    if found is None:
        return ()
    for at, others in _elsewhere(place, rest):
        if reading(at, others, again(_like(at), *others).value) != found:
            return ()
    return (Fact(Kind.GRADIENT, _in_words(*found, place.size)),)


def _in_words(relation: Relation, detail: Any, size: int) -> str:
    own = "the slope of your own loss"
    match relation:
        case Relation.LOSS_IS_WRONG:
            return f"your gradient is {own}: it is the loss that is wrong"
        case Relation.MULTIPLE:
            says = f"your gradient is {FACTORS[detail]} {own}"
        case Relation.REVERSED:
            order = "swapped" if size == 2 else "in reverse order"
            says = f"the entries are those of {own}, {order}"
        case Relation.PARTLY:
            says = f"only entry {', '.join(map(str, detail))} differs from {own}"
    return f"gradient check: {says}"


def _elsewhere(place: Any, rest: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield other arguments, on which a finding must hold as well.

    At one place 4x² is half of some other polynomial, with 4 examples and 2 columns a division by
    the columns doubles, and where all residuals are below 0 their sizes are −1 times them: so there
    are fewer examples, then another column, with residuals of both signs. Where x is below 0, so is
    the slope of x², and its size is −1 times it: without examples there is the other side of 0.
    """
    other = ELSEWHERE + place[..., ::-1] if place.ndim else ELSEWHERE + place
    fewer = tuple(each[:-1] if np.ndim(each) and len(each) > 1 else each for each in rest)
    yield other, fewer
    if rest and np.ndim(rest[0]) == 2 and len(rest[0]) > 2:
        column = np.cos(np.arange(len(rest[0])))
        sides = 9 * np.cos(np.arange(place.size + 1))
        yield sides, (np.column_stack([rest[0], column]), *rest[1:])
    else:
        yield -other, fewer


def own_slope(
    loss: Callable[[Any], Observation], place: Any, elementwise: bool = False
) -> Any | None:
    """Return the central differences of a learner's loss, None where it gives no number."""
    h = STEP * np.maximum(1.0, np.abs(place))
    if elementwise:
        # L(x) = x⁴ − 3x² + 2 is taken entry by entry: two calls do for all entries.
        ahead, behind = (_number(loss(_like(place + way * h)), place.shape) for way in (1, -1))
        return None if ahead is None or behind is None else (ahead - behind) / (2 * h)
    slope = np.zeros(place.size)
    for i in range(place.size):
        way = np.zeros(place.size)
        way[i] = h.flat[i]
        way = way.reshape(place.shape)
        ahead, behind = (_number(loss(place + sign * way), ()) for sign in (1, -1))
        if ahead is None or behind is None:
            return None
        slope[i] = (ahead - behind) / (2 * h.flat[i])
    return slope.reshape(place.shape)


def reading_of(got: Any, slope: Any, right: Any) -> Reading | None:
    """Return how a gradient and the slope of its loss go together, and the detail of it.

    Parameters
    ----------
    got : the learner's gradient
    slope : the slope of the learner's own loss
    right : the gradient that is due
    """
    if not _close(slope, right):
        return (Relation.LOSS_IS_WRONG, None) if _close(got, slope) else None
    for factor in FACTORS:
        if _close(got, factor * slope):
            return Relation.MULTIPLE, factor
    if got.ndim == 1 and got.size > 1 and _close(got, slope[::-1]):
        return Relation.REVERSED, None
    off = ~np.isclose(got, slope, rtol=TOLERANCE, atol=TOLERANCE * _scale(slope))
    if got.ndim == 1 and 0 < np.count_nonzero(off) < got.size:
        return Relation.PARTLY, tuple(np.flatnonzero(off).tolist())
    return None


def _like(place: Any) -> Any:
    return float(place) if place.ndim == 0 else place


def _number(observation: Observation, shape: tuple[int, ...]) -> Any | None:
    value = observation.value
    if observation.status != "returned" or isinstance(value, (Opaque, bool)):
        return None
    array = array_of(value)
    if array is None or array.size != int(np.prod(shape)) or not np.all(np.isfinite(array)):
        return None
    return array.reshape(shape)


def _close(got: Any, slope: Any) -> bool:
    return bool(np.allclose(got, slope, rtol=TOLERANCE, atol=TOLERANCE * _scale(slope)))


def _scale(slope: Any) -> float:
    return float(np.max(np.abs(slope), initial=0.0))
