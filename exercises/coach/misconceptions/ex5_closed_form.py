"""Exercise 5: mistakes in the design and in the closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.judging.compare import array_of, finite_array
from exercises.coach.misconceptions.ex5_designs import (
    OTHER_X,
    OTHER_Y,
    PLAIN_X,
    SMALL_X,
    SQUARE_X,
    SQUARE_Y,
    TALL_X,
    TALL_Y,
)
from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, same

__all__ = [
    "ENTRIES", "PROBES", "RIGHT", "UNITS", "WHOLE_UNITS", "plain_in_other_units", "standardised",
]  # fmt: skip

# What NumPy says of a Cholesky factor of XXᵀ.
NOT_POSITIVE = "Matrix is not positive definite"
DESIGN, CLOSED = "ex5.add_intercept", "ex5.closed_form"


def _solve(X: Any, y: Any) -> Any:
    X = np.asarray(X, dtype=float)
    theta, _, rank, _ = np.linalg.lstsq(X, np.ravel(np.asarray(y, dtype=float)), rcond=None)
    return theta if rank == X.shape[1] else NOTHING


def _ridge(weight: float, per_example: bool, spares_first: bool) -> Reading:
    def reading(X: Any, y: Any) -> Any:
        X, y = np.asarray(X, dtype=float), np.ravel(np.asarray(y, dtype=float))
        penalty = np.eye(X.shape[1]) * weight * (len(X) if per_example else 1)
        if spares_first:
            penalty[0, 0] = 0
        try:
            return np.linalg.solve(X.T @ X + penalty, X.T @ y)
        except np.linalg.LinAlgError:
            return NOTHING

    return reading


def _ridges(case: Case) -> Iterable[Reading]:
    """Xᵀ(y − Xθ) = λθ tells λ."""
    X, y = (np.asarray(a, dtype=float) for a in case.arguments)
    theta = finite_array(case.value, X.shape[1:])
    if theta is None:
        return
    pull = X.T @ (y.ravel() - X @ theta)
    for spares_first in (False, True)[: min(len(theta), 2)]:
        kept = slice(1, None) if spares_first else slice(None)
        size = float(theta[kept] @ theta[kept])
        weight = float(pull[kept] @ theta[kept]) / size if size else 0.0
        if weight > 0:
            yield _ridge(weight, False, spares_first)
            yield _ridge(weight / len(X), True, spares_first)


Unit = Callable[[Any], tuple[Any, Any]]
"""X ↦ what is taken off each column, and what it is divided by."""
UNITS: tuple[Unit, ...] = (
    lambda X: (X.mean(axis=0), X.std(axis=0)),
    lambda X: (X.mean(axis=0), X.std(axis=0, ddof=1)),
    lambda X: (0, X.std(axis=0)),
    lambda X: (0, X.std(axis=0, ddof=1)),
    lambda X: (X.min(axis=0), np.ptp(X, axis=0)),
    lambda X: (X.mean(axis=0), np.ptp(X, axis=0)),
)
WHOLE_UNITS: tuple[Unit, ...] = (
    lambda X: (0, np.abs(X).max(axis=0)), lambda X: (0, np.linalg.norm(X, axis=0)),
)  # fmt: skip


def standardised(X: Any, unit: Unit, spares_constants: bool = True) -> Any:
    """Return X with its columns, constant ones aside, in other units."""
    X = np.asarray(X, dtype=float)
    if len(X) < 2:
        return NOTHING
    away, size = unit(X)
    constant = X.std(axis=0) <= 1e-9 * np.max(np.abs(X), initial=1e-300)
    spared = constant if spares_constants else size == 0
    return (X - np.where(spared, 0, away)) / np.where(spared, 1, size)


def _in_other_units(unit: Unit, spares_constants: bool, y_too: bool) -> Reading:
    def reading(X: Any, y: Any) -> Any:
        scaled, y = standardised(X, unit, spares_constants), np.ravel(np.asarray(y, dtype=float))
        if scaled is NOTHING:
            return NOTHING
        return _solve(scaled, (y - y.mean()) / y.std() if y_too else y)

    return reading


def plain_in_other_units() -> list[Any]:
    """Return the plain design in each of the units; no column of it is constant."""
    return [standardised(PLAIN_X, unit) for unit in (*UNITS, *WHOLE_UNITS)]


def _rescales(case: Case, ask: Ask) -> bool:
    """Where no column is constant, nothing hangs on what becomes of constant ones."""
    theta = ask(PLAIN_X, TALL_Y).value
    return any(same(theta, _solve(scaled, TALL_Y)) for scaled in plain_in_other_units())


def _on_arrays(of: Callable[[Any, Any], Any]) -> Reading:
    """Read from X and y, flat."""
    return lambda X, y: of(np.asarray(X, dtype=float), np.ravel(np.asarray(y, dtype=float)))


def _on_square(of: Callable[[Any, Any], Any]) -> Reading:
    """The same, of an X that has as many rows as columns."""
    return _on_arrays(lambda X, y: of(X, y) if X.shape[0] == X.shape[1] else NOTHING)


_wrong_order = _on_square(lambda X, y: np.linalg.solve(X @ X.T, X.T @ y))
_solved_untransposed = _on_square(lambda X, y: np.linalg.solve(X.T @ X, X @ y))


def _closed_without_transpose(case: Case, ask: Ask) -> bool:
    raised = case.observation.raised
    if raised is None or raised.type_name != "ValueError":
        return False
    return same(ask(SQUARE_X, SQUARE_Y).value, _solved_untransposed(SQUARE_X, SQUARE_Y))


def _outer_inverse(case: Case, ask: Ask) -> bool:
    """XXᵀ is (N, N) and singular for N > n; on a square X its inverse exists."""
    X = np.asarray(case.arguments[0], dtype=float)
    full = X.ndim == 2 and np.linalg.matrix_rank(X) == X.shape[1] < X.shape[0]
    if not full:
        return False
    square = ask(SQUARE_X, SQUARE_Y)
    if same(square.value, _wrong_order(SQUARE_X, SQUARE_Y)):
        return True
    if not same(square.value, _solve(SQUARE_X, SQUARE_Y)):
        return False
    # Xᵀ(XXᵀ)⁻¹y is right on a square X. On one column of ones the inverse cannot exist.
    column = ask(np.ones((2, 1)), np.array([1.0, 2.0]))
    is_of_inverse = case.returned or _is_of_inverse(case.observation)
    return is_of_inverse and _is_of_inverse(column.observation)


def _is_of_inverse(observation: Observation) -> bool:
    """Whether NumPy found no inverse: a rank test of the learner's own may look at the rows."""
    raised = observation.raised
    return raised is not None and raised.message in ("Singular matrix", NOT_POSITIVE)


def _takes_singular(case: Case, ask: Ask) -> bool:
    """A θ where LinAlgError is due, although a full X is solved rightly."""
    theta = array_of(case.value) if case.returned else None
    # Who returns nan has looked at the rank.
    if theta is None or np.isnan(theta).any():
        return False
    X = np.asarray(case.arguments[0], dtype=float)
    if X.ndim != 2 or np.linalg.matrix_rank(X) == X.shape[1]:
        return False
    # Small numbers, beside which a hidden λI shows: that has a name of its own.
    return same(ask(SMALL_X, TALL_Y).value, _solve(SMALL_X, TALL_Y), 1e-6)


def _intercept(of: Callable[[Any, Any], Any]) -> Reading:
    def reading(X: Any) -> Any:
        X = np.asarray(X, dtype=float)
        columns = X[:, None] if X.ndim == 1 else X
        return of(np.ones((len(X), 1)), columns)

    return reading


RIGHT: dict[str, Reading] = {
    DESIGN: _intercept(lambda ones, X: np.hstack([ones, X])),
    CLOSED: _solve,
}
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    DESIGN: ((TALL_X[:, 1:],), (np.array([0.3, -1.2, 2.5]),)),
    CLOSED: ((SMALL_X, TALL_Y), (TALL_X, TALL_Y), (OTHER_X, OTHER_Y), (SQUARE_X, SQUARE_Y)),
}
ENTRIES: tuple[Entry, ...] = (
    Entry("intercept-last", (DESIGN,), (_intercept(lambda ones, X: np.hstack([X, ones])),)),
    Entry(
        "intercept-missing", (DESIGN,),
        (lambda X: np.asarray(X, dtype=float), _intercept(lambda ones, X: X)),
    ),
    Entry(
        "missing-transpose", (CLOSED,),
        (_solved_untransposed,), recognises=_closed_without_transpose,
    ),
    Entry("ridge", (CLOSED,), (), _ridges),
    Entry(
        "standardises", (CLOSED,),
        tuple(_in_other_units(unit, True, y_too) for unit in UNITS for y_too in (False, True))
        + tuple(_in_other_units(unit, spares, False)
                for unit in WHOLE_UNITS for spares in (True, False)),
        recognises=_rescales,
    ),
    Entry("inverse-order", (CLOSED,), (_wrong_order,), recognises=_outer_inverse),
    Entry(
        "elementwise-inverse", (CLOSED,),
        (
            _on_arrays(lambda X, y: (1 / (X.T @ X)) @ X.T @ y),
            _on_arrays(lambda X, y: X.T @ y / (X.T @ X)),
            # As Python reads `1 / X.T @ X @ X.T @ y`.
            _on_arrays(lambda X, y: (1 / X.T) @ X @ X.T @ y),
        ),
    ),
    Entry("accepts-singular", (CLOSED,), recognises=_takes_singular),
)  # fmt: skip
