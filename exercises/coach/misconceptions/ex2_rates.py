"""Exercise 2: mistakes in the two rates, the prediction from theory and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, same

__all__ = ["ENTRIES", "PROBES", "RIGHT", "observed", "predicted"]

LIMIT, BEST, PREDICT, OBSERVE = (
    "ex2.stable_lr_limit", "ex2.optimal_lr", "ex2.predict", "ex2.observe",
)  # fmt: skip
ON_THE_LIMIT = 1e-9
CONVERGED = 1e-6


Values = Callable[[Any], Any]
"""H ↦ its eigenvalues, or what is taken for them, smallest first."""


def _rate(of: Callable[[Any], Any], values: Values = np.linalg.eigvalsh) -> Reading:
    return lambda hessian: of(values(np.asarray(hessian, dtype=float)))


def _theory(word_for: Callable[[Any, float], Any], values: Values = np.linalg.eigvalsh) -> Reading:
    return lambda hessian, lr: word_for(values(np.asarray(hessian, dtype=float)), float(lr))


def predicted(eigenvalues: Any, lr: float) -> str:
    """What theory says, by the contract."""
    return _word(float(np.max(np.abs(1 - lr * np.asarray(eigenvalues)))))


def _word(factor: float) -> str:
    if abs(factor - 1) <= ON_THE_LIMIT:
        return "oscillates"
    return "converges" if factor < 1 else "diverges"


def observed(history: Any) -> str:
    """What a loss history shows, by the contract."""
    first, last = float(history[0]), float(history[-1])
    if not np.isfinite(last) or last > first * (1 + ON_THE_LIMIT):
        return "diverges"
    return "converges" if last <= CONVERGED * first else "oscillates"


def _at_the_limit(word: str) -> Reading:
    def of(eigenvalues: Any, lr: float) -> str:
        right = predicted(eigenvalues, lr)
        return word if right == "oscillates" else right

    return _theory(of)


def _beside(limit: Callable[[Any], float]) -> Callable[[Any, float], str]:
    def of(eigenvalues: Any, lr: float) -> str:
        if abs(lr / limit(eigenvalues) - 1) <= ON_THE_LIMIT:
            return "oscillates"
        return "converges" if lr < limit(eigenvalues) else "diverges"

    return of


def _by_limit(limit: Callable[[Any], float]) -> Reading:
    return _theory(_beside(limit))


_below_two_over_the_largest = _beside(lambda s: 2 / s[-1])


def _rounded(eigenvalues: Any, lr: float) -> str:
    factor = float(np.max(np.abs(1 - lr * eigenvalues)))
    return "oscillates" if factor == 1 else "converges" if factor < 1 else "diverges"


def _unsigned(eigenvalues: Any, lr: float) -> str:
    return predicted([(1 - np.max(1 - lr * eigenvalues)) / lr], lr)


def _signed(eigenvalues: Any, lr: float) -> str:
    """By the largest 1 − ηλ, where −19 is less than 0.8."""
    return _word(float(np.max(1 - lr * eigenvalues)))


def _steepest_signed(eigenvalues: Any, lr: float) -> Any:
    """By 1 − ηλ_max alone, where it is the sign that makes the difference."""
    steepest = eigenvalues[-1:]
    word = _signed(steepest, lr)
    is_by_the_sign = word != predicted(steepest, lr) or word == predicted(eigenvalues, lr)
    return word if is_by_the_sign else NOTHING


def _signed_but_at_the_limit(eigenvalues: Any, lr: float) -> str:
    """The same, where a factor of −1 is looked for."""
    is_on_it = np.any(np.abs(np.abs(1 - lr * eigenvalues) - 1) <= ON_THE_LIMIT)
    word = _signed(eigenvalues, lr)
    return "oscillates" if word == "converges" and is_on_it else word


def _diagonal(hessian: Any) -> Any:
    return np.sort(np.diag(hessian))


def _entries(hessian: Any) -> Any:
    return np.sort(hessian, axis=None)


def _sizes(hessian: Any) -> Any:
    return np.sort(np.abs(hessian), axis=None)


# Entries of the diagonal by their place, which only a sorted H makes extreme ones.
PLACES: tuple[Values, ...] = (
    lambda hessian: hessian[:1, 0], lambda hessian: hessian[-1:, -1],
    lambda hessian: np.diag(hessian)[[0, -1]], lambda hessian: np.diag(hessian)[[0, 1]],
)  # fmt: skip


def _without_zeros(eigenvalues: Any, lr: float) -> str:
    kept = eigenvalues[eigenvalues != 0]
    return predicted(kept, lr) if kept.size else NOTHING


def _of_the_others(eigenvalues: Any) -> Any:
    kept = eigenvalues[eigenvalues != 0]
    return 2 / (kept[0] + kept[-1]) if kept.size else NOTHING


def _falls_through(word: str, where: Callable[[float], bool] = lambda last: last == 0) -> Reading:
    """A last loss of exactly 0, or another small one, falls through to another case."""
    return lambda history: word if where(float(history[-1])) else observed(history)


def _nan_converges(history: Any) -> str:
    first, last = float(history[0]), float(history[-1])
    if last > first * (1 + ON_THE_LIMIT):
        return "diverges"
    return "oscillates" if last > CONVERGED * first else "converges"


def _not_finite_converges(history: Any) -> str:
    return observed(history) if np.isfinite(float(history[-1])) else "converges"


def _nan_oscillates(history: Any) -> Any:
    """By <, > and == alone; whether these let −inf pass for small is another matter."""
    last = float(history[-1])
    if last == -np.inf:
        return NOTHING
    return "oscillates" if np.isnan(last) else observed(history)


def _last_finite(history: Any) -> str:
    finite = [float(loss) for loss in history if np.isfinite(float(loss))]
    return observed(finite) if finite else "diverges"


def _calls_slow_oscillating(case: Case, ask: Ask) -> bool:
    """`oscillates` of a run that has fallen far, slowly; not of one that fell fast, or grew."""
    if not same(case.value, "oscillates") or observed(case.arguments[0]) != "converges":
        return False
    due = (("oscillates", 0.995, 3000), ("converges", 0.5, 120), ("diverges", 1.1, 40))
    return all(same(ask([3.0 * q**t for t in range(n)]).value, word) for word, q, n in due)


def _constant(word: str) -> Reading:
    return lambda *args: word


RIGHT: dict[str, Reading] = {
    LIMIT: _rate(lambda s: 2 / s[-1]),
    BEST: _rate(lambda s: 2 / (s[0] + s[-1])),
    PREDICT: _theory(predicted),
    OBSERVE: observed,
}


def _changes_at(limit: float, hessian: Any = None) -> tuple[tuple[tuple[Any, ...], Any], ...]:
    """Ask for verdicts just below and above the rate at which they are to change, on `EXACT`."""
    given = EXACT if hessian is None else hessian
    return (((given, 0.998 * limit), "converges"), ((given, 1.002 * limit), "diverges"))


FULL = np.array([[5.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]])
# Factors of exactly ±1, and no rounding on the way: 0.5 · 4 = 2. Neither the trace nor the product
# of the eigenvalues is one of them, and the least stands neither first nor last.
EXACT = np.diag([1.0, 0.5, 4.0])
# Neither the first nor the last is an extreme one: who takes those by their place is found out.
UNSORTED = np.diag([3.0, 11.0, 0.25, 7.0])
# Only where an eigenvalue is negative can the largest entry stand off the diagonal.
INDEFINITE = np.array([[1.0, 3.0, 0.5], [3.0, 2.0, 0.25], [0.5, 0.25, 1.5]])
FLAT = np.diag([3.0, 0.0, 8.0])
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    LIMIT: ((FULL,), (UNSORTED,), (INDEFINITE,)),
    BEST: ((FULL,), (UNSORTED,), (INDEFINITE,), (FLAT,)),
    PREDICT: (
        (EXACT, 0.5), (EXACT, 0.4375), (EXACT, 0.75), (EXACT, 1.0), (EXACT, 0.3125),
        (np.diag([3.0, 0.5, 8.0]), 0.25), (np.diag([3.0, 0.5, 8.0]), 0.2),
        (FLAT, 0.125), (np.diag([-1.0, 0.0, 2.0]), 0.25),
        (np.diag([-1.0, 2.0]), 0.25), (FULL, 0.36), (EXACT, 2.5), (EXACT, 0.3), (EXACT, 5.0),
        (INDEFINITE, 0.8), (INDEFINITE, 0.6), (np.diag([-1.0, -2.0]), 0.5), (FULL, 0.39),
        (INDEFINITE, 1.1),
    ),
    OBSERVE: (
        ([7.0, 3.0, float("nan")],), ([0.2, 5.0, float("nan")],), ([7.0, 3.0, float("inf")],),
        ([7.0, 3.0, 7e-8],), ([7.0, 3.0, 0.0],), ([7.0, 3.0, 4.0],), ([7.0, 9.0, 17.0],),
        ([3e5, 7.0, 0.03],),
        ([3e-4, 2e-4, 1e-8],), ([7.0, 1.0, 3.5e-5],), ([7.0, 8.0, 1e-30],), ([2.0, 1.0, -9e-9],),
    ),
}  # fmt: skip
ENTRIES: tuple[Entry, ...] = (
    Entry("limit-is-1-over-L", (LIMIT,), (_rate(lambda s: 1 / s[-1]),)),
    Entry(
        "limit-from-lambda-min", (LIMIT,),
        (_rate(lambda s: 2 / s[0]), _rate(lambda s: 1 / s[0])),
    ),
    Entry(
        "limit-from-trace", (LIMIT,),
        (_rate(lambda s: 2 / s.sum()), _rate(lambda s: 1 / s.sum()), _rate(lambda s: 2 / s.mean())),
    ),
    Entry("hessian-half", (LIMIT,), (_rate(lambda s: 4 / s[-1]),)),
    Entry("diagonal-for-eigenvalues", (LIMIT,), (_rate(lambda s: 2 / s[-1], _diagonal),)),
    Entry(
        "largest-entry", (LIMIT,),
        tuple(_rate(lambda s: 2 / s[-1], values) for values in (_entries, _sizes)),
    ),
    Entry("optimal-is-limit", (BEST,), (_rate(lambda s: 2 / s[-1]),)),
    Entry("optimal-is-1-over-L", (BEST,), (_rate(lambda s: 1 / s[-1]),)),
    Entry("optimal-midpoint", (BEST,), (_rate(lambda s: 1 / (s[0] + s[-1])),)),
    Entry("hessian-half", (BEST,), (_rate(lambda s: 4 / (s[0] + s[-1])),)),
    Entry(
        "diagonal-for-eigenvalues", (BEST,), (_rate(lambda s: 2 / (s[0] + s[-1]), _diagonal),),
    ),
    Entry(
        "largest-entry", (BEST,),
        tuple(_rate(lambda s: 2 / (s[0] + s[-1]), values) for values in (_entries, _sizes)),
    ),
    Entry(
        "boundary-converges", (PREDICT,),
        (_at_the_limit("converges"),),
        confirms=_changes_at(0.5),
    ),
    Entry("boundary-diverges", (PREDICT,), (_at_the_limit("diverges"),), confirms=_changes_at(0.5)),
    Entry(
        "hessian-half", (PREDICT,), (_theory(lambda s, lr: predicted(s / 2, lr)),),
        # Of `EXACT` the square root of λ_max is λ_max/2, and 1/λ_min is too.
        confirms=(*_changes_at(1.0), *_changes_at(4 / 11, UNSORTED)),
    ),
    Entry(
        "limit-is-1-over-L", (PREDICT,), (_by_limit(lambda s: 1 / s[-1]),),
        confirms=(*_changes_at(0.25), *_changes_at(1 / 11, UNSORTED)),
    ),
    Entry(
        "limit-from-lambda-min", (PREDICT,),
        (_by_limit(lambda s: 2 / s[0]), _theory(lambda s, lr: predicted(s[:1], lr))),
        # Of `EXACT` 2/λ_min is λ_max.
        confirms=(*_changes_at(4.0), *_changes_at(8.0, UNSORTED)),
    ),
    Entry(
        "limit-from-trace", (PREDICT,),
        (_by_limit(lambda s: 2 / s.sum()),),
        confirms=(*_changes_at(2 / 5.5), *_changes_at(2 / 21.25, UNSORTED)),
    ),
    Entry(
        "diagonal-for-eigenvalues", (PREDICT,),
        (_theory(predicted, _diagonal), _theory(_below_two_over_the_largest, _diagonal)),
        confirms=(*_changes_at(0.5), *_changes_at(1.0, INDEFINITE)),
    ),
    Entry(
        "largest-entry", (PREDICT,),
        (
            _theory(_below_two_over_the_largest, _entries),
            _theory(lambda s, lr: predicted(s[-1:], lr), _entries),
        ),
        confirms=(*_changes_at(0.5), *_changes_at(2 / 3, INDEFINITE)),
    ),
    Entry(
        "no-absolute-value", (PREDICT,),
        (
            _theory(_signed), _theory(_signed_but_at_the_limit), _theory(_steepest_signed),
        ),
        confirms=(
            ((EXACT, 0.75), "converges"), ((EXACT, 5.0), "converges"),
            ((np.diag([-1.0, -2.0]), 0.5), "diverges"),
        ),
    ),
    Entry("nan-converges", (OBSERVE,), (_nan_converges, _not_finite_converges)),
    Entry(
        "compares-with-nan", (OBSERVE,),
        (_nan_oscillates,),
        confirms=(
            (([7.0, 3.0, float("nan")],), "oscillates"), (([0.2, 5.0, float("nan")],), "oscillates"),
            (([7.0, 3.0, float("inf")],), "diverges"), (([7.0, 3.0, 4.0],), "oscillates"),
            (([7.0, 9.0, 17.0],), "diverges"), (([7.0, 3.0, 7e-8],), "converges"),
        ),
    ),
    Entry("slow-is-oscillating", (OBSERVE,), recognises=_calls_slow_oscillating),
    Entry("drops-exact-zero", (PREDICT,), (_theory(_without_zeros),), confirms=_changes_at(0.5)),
    Entry("drops-exact-zero", (BEST,), (_rate(_of_the_others),)),
    Entry(
        "drops-exact-zero", (OBSERVE,),
        (_falls_through("oscillates"), _falls_through("diverges")),
    ),
    # Rivals: what must not pass for one of the above.
    *(
        Entry("", (key,), predicts=(_constant(word),))
        for key in (PREDICT, OBSERVE)
        for word in ("converges", "oscillates", "diverges")
    ),
    Entry(
        "", (PREDICT,),
        predicts=(
            _theory(_rounded), _theory(_unsigned), _by_limit(lambda s: 2 / s[-1]),
            _theory(lambda s, lr: predicted(s[-1:], lr)),
            _theory(lambda s, lr: predicted(s[s > 0], lr) if np.any(s > 0) else NOTHING),
            lambda hessian, lr: predicted(np.ravel(hessian), lr),
            *(_theory(predicted, values) for values in PLACES),
            *(_theory(_below_two_over_the_largest, values) for values in PLACES),
        ),
    ),
    Entry("", (OBSERVE,), predicts=(_last_finite,)),
    *(
        Entry("", (OBSERVE,), predicts=(_falls_through(word, where),))
        for word in ("oscillates", "diverges")
        for where in (lambda last: last <= 0, lambda last: abs(last) < 1e-12)
    ),
    Entry("", (LIMIT,), predicts=(
        _rate(lambda s: 2 / (s[0] + s[-1])),
        *(_rate(lambda s: 2 / s[-1], values) for values in PLACES),
    )),
    Entry("", (BEST,), predicts=(
        _rate(lambda s: 2 / (s[s > 0][0] + s[-1]) if s[-1] > 0 else NOTHING),
        *(_rate(lambda s: 2 / (s[0] + s[-1]), values) for values in PLACES),
    )),
)  # fmt: skip
