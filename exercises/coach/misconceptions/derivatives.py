"""Mistakes in a derivative: exercises 1 (4x³ − 6x), 2 ((2x, 200y)) and 5 ((1/N)Xᵀ(Xθ − y))."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from exercises.coach.judging.compare import finite_array
from exercises.coach.misconceptions.known_mistake import Ask, Case, Entry, Reading

__all__ = ["ENTRIES", "PAIRS", "PROBES", "RIGHT"]

ONE, TWO = "ex1.grad", "ex2.grad"
Part = Callable[[Any], Any]
# What learners write for the derivative of each term; the right one comes first.
QUARTIC_TERMS: tuple[Part, ...] = (
    lambda x: 4 * x**3, lambda x: 4 * x**4, lambda x: 4 * x**2, lambda x: 3 * x**3,
    lambda x: 3 * x**4, lambda x: 4 * x, lambda x: x**3, lambda x: 3 * x**2, lambda x: x**5 / 5,
)  # fmt: skip
SQUARE_TERMS: tuple[Part, ...] = (
    lambda x: 6 * x, lambda x: 6 * x**2, lambda x: 3 * x, lambda x: 3 * x**2, lambda x: 2 * x,
    lambda x: 6 + 0 * x, lambda x: x, lambda x: x**3, lambda x: 9 * x, lambda x: 6 * x**3,
)  # fmt: skip
X_TERMS: tuple[Part, ...] = (
    lambda x: 2 * x, lambda x: x, lambda x: 2 * x**2, lambda x: 2 + 0 * x, lambda x: x**2,
    lambda x: 2 * x**3,
)  # fmt: skip
Y_TERMS: tuple[Part, ...] = (
    lambda y: 200 * y, lambda y: 100 * y, lambda y: 200 * y**2, lambda y: 2 * y,
    lambda y: 200 + 0 * y, lambda y: 100 * y**2, lambda y: 200 * y**3, lambda y: 102 * y,
    lambda y: 100 + 0 * y,
)  # fmt: skip
NOISY_STEPS = tuple(10.0**-k for k in range(8, 17))
LARGEST_STEP = 0.5
FAR_OUT = np.array([12345.678, -23456.789])


def quartic(x: Any) -> Any:
    """4x³ − 6x."""
    x = np.asarray(x, dtype=float)
    return 4 * x**3 - 6 * x


def valley(theta: Any) -> Any:
    """(2x, 200y)."""
    return np.array([2.0, 200.0]) * np.asarray(theta, dtype=float)


def quartic_loss(x: Any) -> Any:
    """x⁴ − 3x² + 2."""
    x = np.asarray(x, dtype=float)
    return x**4 - 3 * x**2 + 2


def valley_loss(theta: Any) -> Any:
    """x² + 100y²."""
    x, y = np.asarray(theta, dtype=float)
    return x**2 + 100 * y**2


RIGHT: dict[str, Reading] = {ONE: quartic, TWO: valley}
# With derivatives of either sign, in the plane all pairs of them.
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    ONE: ((1.37,), (-0.83,), (0.61,)),
    TWO: (
        *((np.array([0.83, -0.37]),), (np.array([-1.7, 0.59]),)),
        *((np.array([-0.41, -1.3]),), (np.array([1.2, 0.53]),)),
    ),
}


def _scaled(key: str, factor: float) -> tuple[Reading, ...]:
    right = RIGHT[key]
    return (lambda *args: factor * right(*args),)


def _sized(key: str, sign: int, *args: Any) -> Any:
    return sign * np.abs(RIGHT[key](*args))


def _quartic_power(
    fourth: Part, second: Part, signs: tuple[int, int] = (1, -1), constant: float = 0.0
) -> Reading:
    def reading(x: Any) -> Any:
        # A number as a number: there are hundreds of these, and with arrays each takes five times as long.
        x = np.asarray(x, dtype=float)[()]
        return signs[0] * fourth(x) + signs[1] * second(x) + constant

    return reading


def _valley_power(first: Part, second: Part, signs: tuple[int, int] = (1, 1)) -> Reading:
    def reading(theta: Any) -> Any:
        x, y = np.asarray(theta, dtype=float)
        return np.array([signs[0] * first(x), signs[1] * second(y)])

    return reading


def _coarse_quartic(case: Case) -> Iterable[Reading]:
    """Difference quotients of x⁴ − 3x² + 2, expanded; h is a root of what they are off by."""
    asked = np.asarray(case.arguments[0], dtype=float)
    got = finite_array(case.value, asked.shape)
    if got is None or not got.size:
        return
    largest = int(np.argmax(np.abs(asked)))
    x = float(asked.flat[largest])
    off = float(got.flat[largest]) - float(quartic(x))
    for root in np.roots([1.0, 4 * x, 6 * x**2 - 3, -off]):
        if abs(root.imag) < 1e-9 and 0 < abs(root.real) <= LARGEST_STEP:
            yield _forward(float(root.real))
    if x and 0 < off / (4 * x) <= LARGEST_STEP**2:
        yield _central(off / (4 * x))


def _forward(h: float) -> Reading:
    def reading(x: Any) -> Any:
        x = np.asarray(x, dtype=float)
        return quartic(x) + (6 * x**2 - 3) * h + 4 * x * h**2 + h**3

    return reading


def _central(h_squared: float) -> Reading:
    return lambda x: quartic(x) + 4 * np.asarray(x, dtype=float) * h_squared


def _noisy(h: float, back: float) -> Reading:
    # An h so small that the subtraction leaves a few digits: the same rounding errors, then.
    def loss(x: Any) -> Any:
        return x**4 - 3 * x**2 + 2

    def reading(x: Any) -> Any:
        x = np.asarray(x, dtype=float)
        return (loss(x + h) - loss(x - back)) / (h + back)

    return reading


def _coarse_valley(case: Case) -> Iterable[Reading]:
    got = finite_array(case.value, (2,))
    if got is None:
        return
    # Forward: (2x + h, 200y + 100h). The central quotient of a quadratic is exact.
    h = float(got[0] - valley(case.arguments[0])[0])
    if 0 < abs(h) <= LARGEST_STEP:
        yield lambda theta: valley(theta) + h * np.array([1.0, 100.0])


def _rounds(ask: Ask, reading: Reading) -> bool:
    """Far out a quotient shows the rounding of two large losses; a formula, wrong or not, hardly.

    4x³ − 5x is also the central quotient with h = ½, to the last digit.
    """
    numbers = finite_array(ask(FAR_OUT).value, FAR_OUT.shape)
    if numbers is None:
        return False
    due = reading(FAR_OUT)
    return not np.all(np.abs(numbers / due - 1) <= 20 * np.finfo(float).eps)


# The signs of the two terms where one is wrong.
ONE_SIGN = ((1, 1), (-1, -1))


def _are_alike(fourth: Part, second: Part) -> bool:
    """Whether the two terms make a single one.

    4x³ comes of a term that is left out, and seldom of 3x³ + x³.
    """
    return bool(abs(fourth(1.37) * second(0.61) - second(1.37) * fourth(0.61)) < 1e-9)


WRONG_POWERS = tuple(
    pair for pair in list(product(QUARTIC_TERMS, SQUARE_TERMS))[1:] if not _are_alike(*pair)
)
QUARTIC = QUARTIC_TERMS[0], SQUARE_TERMS[0]
# 2 and 200 are what differentiating twice leaves; half of both is another mistake.
VALLEY_POWERS = tuple(
    pair for pair in list(product(X_TERMS, Y_TERMS))[1:]
    if pair not in ((X_TERMS[1], Y_TERMS[1]), (X_TERMS[3], Y_TERMS[4]))
)  # fmt: skip
PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = {
    ONE: (
        *((("derivative-sign", "keeps-constant"), _quartic_power(*QUARTIC, signs, 2.0))
          for signs in ONE_SIGN),
        *((("derivative-wrong-power", "keeps-constant"), _quartic_power(*pair, constant=2.0))
          for pair in WRONG_POWERS),
        *((("derivative-wrong-power", "derivative-sign"), _quartic_power(*pair, signs))
          for pair in WRONG_POWERS for signs in ONE_SIGN),
    ),
    TWO: tuple(
        (("derivative-wrong-power", "derivative-sign"), _valley_power(*pair, signs))
        for pair in VALLEY_POWERS for signs in ((1, -1), (-1, 1))
    ),
}  # fmt: skip
ENTRIES: tuple[Entry, ...] = (
    *(Entry("gradient-negated", (k,), _scaled(k, -1.0)) for k in (ONE, TWO)),
    *(Entry("gradient-halved", (k,), _scaled(k, 0.5)) for k in (ONE, TWO)),
    *(Entry("gradient-doubled", (k,), _scaled(k, 2.0)) for k in (ONE, TWO)),
    Entry(
        "gradient-coordinates-swapped", (TWO,),
        (lambda theta: valley(theta)[::-1], lambda theta: valley(theta[::-1]), lambda theta: valley(theta[::-1])[::-1]),
    ),
    Entry("derivative-wrong-power", (ONE,), tuple(_quartic_power(*pair) for pair in WRONG_POWERS)),
    Entry("derivative-wrong-power", (TWO,), tuple(_valley_power(*pair) for pair in VALLEY_POWERS)),
    Entry("derivative-sign", (ONE,), tuple(_quartic_power(*QUARTIC, signs) for signs in ONE_SIGN)),
    Entry(
        "derivative-sign", (TWO,),
        tuple((lambda theta, s=s: s * valley(theta)) for s in map(np.array, ((1, -1), (-1, 1)))),
    ),
    # Where the derivatives have the signs for it, a wrong sign is the absolute value too.
    *(Entry("", (k,), (partial(_sized, k, 1), partial(_sized, k, -1))) for k in (ONE, TWO)),
    Entry("keeps-constant", (ONE,), (_quartic_power(*QUARTIC, constant=2.0),)),
    Entry("second-derivative", (ONE,), (lambda x: 12 * np.square(np.asarray(x, dtype=float)) - 6,)),
    Entry(
        "second-derivative", (TWO,),
        (lambda theta: np.array([2.0, 200.0]), lambda theta: np.diag([2.0, 200.0])),
    ),
    Entry("gradient-is-loss", (ONE,), (quartic_loss,)),
    Entry("gradient-is-loss", (TWO,), (valley_loss,)),
    Entry(
        "numerical-derivative-coarse", (ONE,), tuple(_noisy(h, back) for h in NOISY_STEPS for back in (0.0, h)), _coarse_quartic,
        proves=_rounds,
    ),
    Entry("numerical-derivative-coarse", (TWO,), (), _coarse_valley, proves=_rounds),
)  # fmt: skip
