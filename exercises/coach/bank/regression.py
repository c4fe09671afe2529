"""Exercise 5: mistakes in the design, the loss, its gradient and the closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from exercises.coach.bank import derivatives
from exercises.coach.bank.entry import NOTHING, Ask, Case, Misconception, Reading, same
from exercises.coach.compare import array_of

__all__ = ["ENTRIES", "PAIRS", "PROBES", "RIGHT", "TALL_X", "TALL_Y", "by_own_gradient",
           "by_own_loss", "missing_transpose", "standardised"]  # fmt: skip

DESIGN, LOSS, GRAD, CLOSED = "ex5.add_intercept", "ex5.mse_loss", "ex5.mse_grad", "ex5.closed_form"

TALL_X = np.array([[1.0, 0.5, -1.2], [1.0, -0.7, 0.4], [1.0, 1.9, 0.8], [1.0, 0.2, 1.5],
                   [1.0, -1.1, -0.3]])  # fmt: skip
TALL_Y = np.array([1.3, -0.4, -2.6, 0.9, 2.2])
OTHER_X = np.array([[1.0, 2.1], [1.0, -0.6], [1.0, 0.7], [1.0, 1.6]])
OTHER_Y = np.array([3.1, 0.2, 1.4, 2.9])
SQUARE_X = np.array([[2.0, 1.0], [0.5, 3.0]])
SQUARE_Y = np.array([1.0, 2.0])
THETA = np.array([0.7, -1.1, 0.3])
OTHER_THETA = np.array([0.4, 1.7])


def _residual(theta: Any, X: Any, y: Any) -> tuple[Any, Any]:
    X = np.asarray(X, dtype=float)
    return X, X @ np.asarray(theta, dtype=float) - np.ravel(np.asarray(y, dtype=float))


def _loss(of: Callable[[float, int], float]) -> Reading:
    """Read from ‖r‖² and N."""

    def reading(theta: Any, X: Any, y: Any) -> Any:
        _, r = _residual(theta, X, y)
        return of(float(r @ r), len(r))

    return reading


def _grad(of: Callable[[Any, Any, int], Any]) -> Reading:
    """Read from X, the residual r = Xθ − y and N."""

    def reading(theta: Any, X: Any, y: Any) -> Any:
        X, r = _residual(theta, X, y)
        return of(X, r, len(r))

    return reading


Table = Callable[[Any, Any, int], Any]


def _pairs(of: Table) -> tuple[Reading, ...]:
    """Read from X, the (N, N) table of pairs that (N,) and (N, 1) give, and N.

    Either y comes as a column and Xθ is flat, or θ was made a column and y is flat.
    """

    def column_y(theta: Any, X: Any, y: Any) -> Any:
        if np.ndim(y) != 2:
            return NOTHING
        X = np.asarray(X, dtype=float)
        return of(X, X @ np.asarray(theta, dtype=float) - np.asarray(y, dtype=float), len(X))

    def column_theta(theta: Any, X: Any, y: Any) -> Any:
        if np.ndim(y) != 1:
            return NOTHING
        X = np.asarray(X, dtype=float)
        columns = X @ np.reshape(np.asarray(theta, dtype=float), (-1, 1))
        return of(X, columns - np.asarray(y, dtype=float), len(X))

    return column_y, column_theta


def _tables(*of: Table) -> tuple[Reading, ...]:
    return tuple(reading for table in of for reading in _pairs(table))


def _untransposed(X: Any, r: Any, count: int) -> Any:
    return X @ r / count if X.shape[0] == X.shape[1] else NOTHING


missing_transpose = _grad(_untransposed)


def _without_transpose(case: Case, ask: Ask) -> bool:
    """(N, n) @ (N,) raises, unless N = n: there the product without ᵀ shows."""
    raised = case.observation.raised
    if raised is None or raised.type_name != "ValueError":
        return False
    theta = np.array([0.3, 0.8])
    due = missing_transpose(theta, SQUARE_X, SQUARE_Y)
    return same(ask(theta, SQUARE_X, SQUARE_Y).value, due)


def _coarse(case: Case) -> Iterable[Reading]:
    theta, X, y = case.arguments
    got, right = array_of(case.value), RIGHT[GRAD](theta, X, y)
    if got is None or got.shape != right.shape or not np.all(np.isfinite(got)):
        return
    # Forward: (L(θ + h·eⱼ) − L(θ))/h = gⱼ + ½h·Hⱼⱼ with H = XᵀX/N.
    curvature = np.mean(np.square(np.asarray(X, dtype=float)), axis=0)
    if curvature[0] == 0:
        return
    h = float(2 * (got[0] - right[0]) / curvature[0])
    if 0 < abs(h) <= derivatives.LARGEST_STEP:
        yield lambda theta, X, y: RIGHT[GRAD](theta, X, y) + 0.5 * h * np.mean(np.square(X), axis=0)


# --- the closed form -----------------------------------------------------------------------------
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
    theta = array_of(case.value)
    if theta is None or theta.shape != X.shape[1:] or not np.all(np.isfinite(theta)):
        return
    pull = X.T @ (y.ravel() - X @ theta)
    for spares_first in (False, True)[: min(len(theta), 2)]:
        kept = slice(1, None) if spares_first else slice(None)
        size = float(theta[kept] @ theta[kept])
        weight = float(pull[kept] @ theta[kept]) / size if size else 0.0
        if weight > 0:
            yield _ridge(weight, False, spares_first)
            yield _ridge(weight / len(X), True, spares_first)


def standardised(X: Any, ddof: int, centred: bool) -> Any:
    """Return X with its columns, constant ones aside, in units of their standard deviation."""
    X = np.asarray(X, dtype=float)
    if len(X) <= ddof:
        return NOTHING
    deviation = X.std(axis=0, ddof=ddof)
    constant = deviation <= 1e-9 * np.max(np.abs(X), initial=1e-300)
    away = np.where(constant | (not centred), 0, X.mean(axis=0))
    return (X - away) / np.where(constant, 1, deviation)


def _in_other_units(ddof: int, centred: bool, y_too: bool) -> Reading:
    def reading(X: Any, y: Any) -> Any:
        scaled, y = standardised(X, ddof, centred), np.ravel(np.asarray(y, dtype=float))
        if scaled is NOTHING:
            return NOTHING
        return _solve(scaled, (y - y.mean()) / y.std(ddof=ddof) if y_too else y)

    return reading


def _wrong_order(X: Any, y: Any) -> Any:
    X = np.asarray(X, dtype=float)
    if X.shape[0] != X.shape[1]:
        return NOTHING
    return np.linalg.solve(X @ X.T, X.T @ np.ravel(np.asarray(y, dtype=float)))


def _solved_untransposed(X: Any, y: Any) -> Any:
    X = np.asarray(X, dtype=float)
    if X.shape[0] != X.shape[1]:
        return NOTHING
    return np.linalg.solve(X.T @ X, X @ np.ravel(np.asarray(y, dtype=float)))


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
    raised = column.observation.raised
    return raised is not None and "LinAlgError" in (raised.type_name, *raised.bases)


def _takes_singular(case: Case, ask: Ask) -> bool:
    """A value where LinAlgError is due, although a full X is solved rightly."""
    if not case.returned or array_of(case.value) is None:
        return False
    X = np.asarray(case.arguments[0], dtype=float)
    if X.ndim != 2 or np.linalg.matrix_rank(X) == X.shape[1]:
        return False
    return same(ask(TALL_X, TALL_Y).value, _solve(TALL_X, TALL_Y), 1e-6)


def by_own_loss(ids: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    """Tell a gradient of (1/N)‖r‖² from a doubled one: the learner's own loss has the ½ or not."""
    if set(ids) != {"mean-without-half", "gradient-doubled"}:
        return ids
    arguments = (THETA, TALL_X, TALL_Y)
    loss = ask(*arguments, function="mse_loss").value
    has_half = same(loss, RIGHT[LOSS](*arguments), 1e-6)
    return ("gradient-doubled",) if has_half else ("mean-without-half",)


def by_own_gradient(ask: Ask) -> bool:
    """Whether the learner's own gradient is right."""
    arguments = (THETA, TALL_X, TALL_Y)
    return same(ask(*arguments, function="mse_grad").value, RIGHT[GRAD](*arguments), 1e-6)


def _intercept(of: Callable[[Any, Any], Any]) -> Reading:
    def reading(X: Any) -> Any:
        X = np.asarray(X, dtype=float)
        columns = X[:, None] if X.ndim == 1 else X
        return of(np.ones((len(X), 1)), columns)

    return reading


RIGHT: dict[str, Reading] = {
    DESIGN: _intercept(lambda ones, X: np.hstack([ones, X])),
    LOSS: _loss(lambda s, n: s / (2 * n)),
    GRAD: _grad(lambda X, r, n: X.T @ r / n),
    CLOSED: _solve,
}
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    DESIGN: ((TALL_X[:, 1:],), (np.array([0.3, -1.2, 2.5]),)),
    LOSS: (
        (THETA, TALL_X, TALL_Y), (THETA, TALL_X, TALL_Y[:, None]), (OTHER_THETA, OTHER_X, OTHER_Y),
    ),
    GRAD: (
        (THETA, TALL_X, TALL_Y), (THETA, TALL_X, TALL_Y[:, None]), (OTHER_THETA, OTHER_X, OTHER_Y),
        (OTHER_THETA, SQUARE_X, SQUARE_Y),
    ),
    CLOSED: ((TALL_X, TALL_Y), (OTHER_X, OTHER_Y), (SQUARE_X, SQUARE_Y)),
}  # fmt: skip

SUM = (
    "your numbers are N times too large: the sum over the examples where their mean is due, so "
    "the rate that works would depend on how much data there is. Divide by N."
)
TWICE = (
    "your numbers are N times too small: the mean is taken twice. Is there a division by N beside "
    "a function that averages already?"
)
HALF = (
    "your numbers are those of (1/N)‖Xθ − y‖², twice the contract's. Its ½ is there so that the "
    "2 of the derivative cancels."
)
RESIDUAL = (
    "the residual in your gradient is y − Xθ; it is Xθ − y, prediction minus target. As it is, the "
    "step climbs."
)
BROADCAST = (
    "a column of shape (N, 1) and a flat array of shape (N,) subtract to an (N, N) table of all "
    "pairs. Make both Xθ and y flat before you subtract."
)
TRANSPOSE = (
    "the transpose is missing: Xᵀ collects one number a *parameter* from the N residuals. Check "
    "the shapes (n, N) · (N,) → (n,)."
)

ENTRIES: tuple[Misconception, ...] = (
    Misconception(
        "intercept-last", (DESIGN,),
        "the ones stand behind the features; they belong before them, so that θ[0] is the "
        "intercept.",
        (_intercept(lambda ones, X: np.hstack([X, ones])),),
    ),
    Misconception(
        "intercept-missing", (DESIGN,),
        "X comes back without a column of ones: such a model is forced through the origin.",
        (lambda X: np.asarray(X, dtype=float), _intercept(lambda ones, X: X)),
    ),
    Misconception("sum-not-mean", (LOSS,), SUM, (_loss(lambda s, n: s / 2),)),
    Misconception("mean-twice", (LOSS,), TWICE, (_loss(lambda s, n: s / (2 * n * n)),)),
    Misconception("mean-without-half", (LOSS,), HALF, (_loss(lambda s, n: s / n),)),
    Misconception(
        "broadcast-column", (LOSS,), BROADCAST,
        _tables(
            lambda X, R, n: np.sum(R**2) / (2 * n),
            lambda X, R, n: np.sum(R**2) / (2 * n * n),
            lambda X, R, n: R.T @ R / (2 * n), lambda X, R, n: R @ R / (2 * n),
            lambda X, R, n: np.linalg.norm(R, 2) ** 2 / (2 * n),
            lambda X, R, n: np.sum(R**2, axis=0) / (2 * n),
            lambda X, R, n: np.sum(R**2, axis=1) / (2 * n),
        ),
    ),
    Misconception("sum-not-mean", (GRAD,), SUM, (_grad(lambda X, r, n: X.T @ r),)),
    Misconception("mean-twice", (GRAD,), TWICE, (_grad(lambda X, r, n: X.T @ r / (n * n)),)),
    Misconception("mean-without-half", (GRAD,), HALF, (_grad(lambda X, r, n: 2 * X.T @ r / n),)),
    Misconception(
        "gradient-doubled", (GRAD,), derivatives.DOUBLED, (_grad(lambda X, r, n: 2 * X.T @ r / n),)
    ),
    Misconception(
        "gradient-halved", (GRAD,), derivatives.HALVED, (_grad(lambda X, r, n: X.T @ r / (2 * n)),)
    ),
    Misconception("residual-sign", (GRAD,), RESIDUAL, (_grad(lambda X, r, n: -X.T @ r / n),)),
    Misconception(
        "gradient-coordinates-swapped", (GRAD,), derivatives.SWAPPED,
        (
            _grad(lambda X, r, n: (X.T @ r / n)[::-1]),
            _grad(lambda X, r, n: np.roll(X.T @ r / n, 1)),
            _grad(lambda X, r, n: np.roll(X.T @ r / n, -1)),
        ),
    ),
    Misconception(
        "derivative-wrong-power", (GRAD,),
        "the square of the residual stayed in your gradient: the derivative of r² is 2r times the "
        "inner derivative, so the exponent comes down.",
        (
            _grad(lambda X, r, n: X.T @ r**2 / n), _grad(lambda X, r, n: 2 * X.T @ r**2 / n),
            _grad(lambda X, r, n: X.T @ r**2 / (2 * n)), _grad(lambda X, r, n: X.T @ r**3 / n),
            _grad(lambda X, r, n: (X**2).T @ r / n),
        ),
    ),
    Misconception("numerical-derivative-coarse", (GRAD,), derivatives.COARSE, (), _coarse),
    Misconception(
        "missing-transpose", (GRAD,), TRANSPOSE, (_grad(_untransposed),),
        recognises=_without_transpose,
    ),
    Misconception(
        "broadcast-column", (GRAD,), BROADCAST,
        _tables(
            lambda X, R, n: X.T @ R / n,
            lambda X, R, n: np.sum(X.T @ R, axis=1) / n,
            lambda X, R, n: np.mean(X.T @ R, axis=1),
            lambda X, R, n: np.mean(X.T @ R, axis=1) / n,
            lambda X, R, n: (X.T @ R / n)[:, 0],
            lambda X, R, n: X.T @ np.mean(R, axis=1),
            lambda X, R, n: X.T @ np.mean(R, axis=0),
            lambda X, R, n: X.T @ np.sum(R, axis=1) / n,
            lambda X, R, n: X.T @ np.sum(R, axis=0) / n,
            lambda X, R, n: np.mean(X.T @ R),
        ),
    ),
    Misconception(
        "missing-transpose", (CLOSED,),
        "the transpose is missing: (XᵀX)⁻¹Xᵀy has one in both places. Check the shapes: (n, N) "
        "times (N,) gives (n,).",
        (_solved_untransposed,), recognises=_closed_without_transpose,
    ),
    Misconception(
        "ridge", (CLOSED,),
        "your θ solves (XᵀX + λI)θ = Xᵀy with a λ > 0: that shrinks every coefficient. Plain "
        "least squares has no penalty.",
        (), _ridges,
    ),
    Misconception(
        "standardises", (CLOSED,),
        "your θ belongs to standardised columns: other units than those of X as given. Leave X "
        "alone, or turn θ back into its units.",
        tuple(
            _in_other_units(ddof, centred, y_too)
            for ddof in (0, 1) for centred in (True, False) for y_too in (False, True)
        ),
    ),
    Misconception(
        "inverse-order", (CLOSED,),
        "you invert XXᵀ, which is (N, N) and singular as soon as N > n; the normal equations have "
        "XᵀX, of shape (n, n).",
        (_wrong_order,), recognises=_outer_inverse,
    ),
    Misconception(
        "accepts-singular", (CLOSED,),
        "a θ comes back although the columns of X depend on each other: then many θ fit equally "
        "well. Rounding hides it from `inv` and `solve`, and `lstsq` never minds: ask for the "
        "rank yourself.",
        recognises=_takes_singular,
    ),
)  # fmt: skip

PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = {
    LOSS: ((("sum-not-mean", "mean-without-half"), _loss(lambda s, n: s)),),
    GRAD: tuple(
        (("residual-sign", name), _grad(of))
        for name, of in (
            ("sum-not-mean", lambda X, r, n: -X.T @ r),
            ("mean-twice", lambda X, r, n: -X.T @ r / (n * n)),
            ("mean-without-half", lambda X, r, n: -2 * X.T @ r / n),
            ("gradient-halved", lambda X, r, n: -X.T @ r / (2 * n)),
        )
    ),
}  # fmt: skip
