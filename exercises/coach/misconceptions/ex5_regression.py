"""Exercise 5: mistakes in the loss and its gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from exercises.coach.judging.compare import array_of, finite_array
from exercises.coach.misconceptions import derivatives
from exercises.coach.misconceptions.ex5_designs import (
    OTHER_THETA,
    OTHER_X,
    OTHER_Y,
    SQUARE_X,
    SQUARE_Y,
    TALL_X,
    TALL_Y,
    THETA,
)
from exercises.coach.misconceptions.known_mistake import NOTHING, Ask, Case, Entry, Reading, same

__all__ = [
    "ENTRIES",
    "PAIRS",
    "PROBES",
    "RIGHT",
    "by_own_gradient",
    "by_own_loss",
    "is_loss_for_gradient",
    "missing_transpose",
]

LOSS, GRAD = "ex5.mse_loss", "ex5.mse_grad"


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


def _adding(theta: Any, X: Any, y: Any) -> Any:
    """The gradient of residuals Xθ + y."""
    return RIGHT[GRAD](theta, X, -np.asarray(y, dtype=float))


Table = Callable[[Any, Any, int], Any]


def _pairs(of: Table) -> tuple[Reading, ...]:
    """Read from X, the (N, N) table of pairs that (N,) and (N, 1) give, and N.

    Either y comes as a column, or is made one, and Xθ is flat, or θ was made a column and y is flat.
    """

    def made_column_y(theta: Any, X: Any, y: Any) -> Any:
        X = np.asarray(X, dtype=float)
        column = np.reshape(np.asarray(y, dtype=float), (-1, 1))
        return of(X, X @ np.asarray(theta, dtype=float) - column, len(X))

    def column_y(theta: Any, X: Any, y: Any) -> Any:
        return made_column_y(theta, X, y) if np.ndim(y) == 2 else NOTHING

    def column_theta(theta: Any, X: Any, y: Any) -> Any:
        if np.ndim(y) != 1:
            return NOTHING
        X = np.asarray(X, dtype=float)
        columns = X @ np.reshape(np.asarray(theta, dtype=float), (-1, 1))
        return of(X, columns - np.asarray(y, dtype=float), len(X))

    return column_y, made_column_y, column_theta


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
    right = RIGHT[GRAD](theta, X, y)
    got = finite_array(case.value, right.shape)
    if got is None:
        return
    # Forward: (L(θ + h·eⱼ) − L(θ))/h = gⱼ + ½h·Hⱼⱼ with H = XᵀX/N.
    curvature = np.mean(np.square(np.asarray(X, dtype=float)), axis=0)
    if curvature[0] == 0:
        return
    h = float(2 * (got[0] - right[0]) / curvature[0])
    if 0 < abs(h) <= derivatives.LARGEST_STEP:
        yield lambda theta, X, y: RIGHT[GRAD](theta, X, y) + 0.5 * h * np.mean(np.square(X), axis=0)


def _of_one_example(case: Case, ask: Ask) -> bool:
    """Whether the gradient is (xᵢᵀθ − yᵢ)xᵢ for some i: another one each time, or always the same."""
    calls = (THETA, TALL_X, TALL_Y), (OTHER_THETA, OTHER_X, OTHER_Y)
    return _is_of_one(case) and all(_is_of_one(ask(*arguments)) for arguments in calls)


def _is_of_one(case: Case) -> bool:
    X, r = _residual(*case.arguments)
    return len(X) > 1 and any(same(case.value, each * row) for each, row in zip(r, X, strict=True))


def by_own_loss(ids: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    """Tell a gradient of (1/N)‖r‖² from a doubled one: the learner's own loss has the ½ or not."""
    if set(ids) != {"mean-without-half", "gradient-doubled"}:
        return ids
    arguments = (THETA, TALL_X, TALL_Y)
    loss = ask(*arguments, function="mse_loss").value
    has_half = same(loss, RIGHT[LOSS](*arguments), 1e-6)
    return ("gradient-doubled",) if has_half else ("mean-without-half",)


def is_loss_for_gradient(ask: Ask) -> bool:
    """Whether the learner's own gradient returns the loss."""
    arguments = (THETA, TALL_X, TALL_Y)
    # What is compared with is the learner's own as well, and may be anything.
    loss = array_of(ask(*arguments, function="mse_loss").value)
    return loss is not None and same(ask(*arguments, function="mse_grad").value, loss)


def by_own_gradient(ask: Ask) -> bool:
    """Whether the learner's own gradient is right."""
    arguments = (THETA, TALL_X, TALL_Y)
    return same(ask(*arguments, function="mse_grad").value, RIGHT[GRAD](*arguments), 1e-6)


RIGHT: dict[str, Reading] = {
    LOSS: _loss(lambda s, n: s / (2 * n)),
    GRAD: _grad(lambda X, r, n: X.T @ r / n),
}
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    LOSS: (
        (THETA, TALL_X, TALL_Y), (THETA, TALL_X, TALL_Y[:, None]), (OTHER_THETA, OTHER_X, OTHER_Y),
    ),
    GRAD: (
        (THETA, TALL_X, TALL_Y), (THETA, TALL_X, TALL_Y[:, None]), (OTHER_THETA, OTHER_X, OTHER_Y),
        (OTHER_THETA, SQUARE_X, SQUARE_Y),
    ),
}  # fmt: skip


def _over_columns(key: str) -> Reading:
    """The right value with n, the number of columns, in the place of N."""
    return lambda theta, X, y: RIGHT[key](theta, X, y) * len(X) / np.shape(X)[1]


def _in_another_shape(key: str) -> tuple[tuple[tuple[Any, ...], Any], ...]:
    """Ask where n is another number: it could be one that was typed."""
    calls = (OTHER_THETA, OTHER_X, OTHER_Y), (THETA, TALL_X, TALL_Y)
    return tuple((arguments, _over_columns(key)(*arguments)) for arguments in calls)


ENTRIES: tuple[Entry, ...] = (
    Entry("sum-not-mean", (LOSS,), (_loss(lambda s, n: s / 2),)),
    Entry("mean-twice", (LOSS,), (_loss(lambda s, n: s / (2 * n * n)),)),
    Entry("mean-without-half", (LOSS,), (_loss(lambda s, n: s / n),)),
    Entry("divides-by-columns", (LOSS,), (_over_columns(LOSS),), confirms=_in_another_shape(LOSS)),
    Entry(
        "broadcast-column", (LOSS,), _tables(
            lambda X, R, n: np.sum(R**2) / (2 * n),
            lambda X, R, n: np.sum(R**2) / (2 * n * n),
            lambda X, R, n: R.T @ R / (2 * n), lambda X, R, n: R @ R / (2 * n),
            lambda X, R, n: np.linalg.norm(R, 2) ** 2 / (2 * n),
            lambda X, R, n: np.sum(R**2, axis=0) / (2 * n),
            lambda X, R, n: np.sum(R**2, axis=1) / (2 * n),
        ),
    ),
    Entry("sum-not-mean", (GRAD,), (_grad(lambda X, r, n: X.T @ r),)),
    Entry("mean-twice", (GRAD,), (_grad(lambda X, r, n: X.T @ r / (n * n)),)),
    Entry("mean-without-half", (GRAD,), (_grad(lambda X, r, n: 2 * X.T @ r / n),)),
    Entry("divides-by-columns", (GRAD,), (_over_columns(GRAD),), confirms=_in_another_shape(GRAD)),
    Entry("gradient-doubled", (GRAD,), (_grad(lambda X, r, n: 2 * X.T @ r / n),)),
    Entry("gradient-halved", (GRAD,), (_grad(lambda X, r, n: X.T @ r / (2 * n)),)),
    Entry("residual-sign", (GRAD,), (_grad(lambda X, r, n: -X.T @ r / n),)),
    Entry(
        "gradient-coordinates-swapped", (GRAD,), (
            _grad(lambda X, r, n: (X.T @ r / n)[::-1]),
            _grad(lambda X, r, n: np.roll(X.T @ r / n, 1)),
            _grad(lambda X, r, n: np.roll(X.T @ r / n, -1)),
        ),
    ),
    Entry(
        "derivative-wrong-power", (GRAD,),
        (
            _grad(lambda X, r, n: X.T @ r**2 / n), _grad(lambda X, r, n: 2 * X.T @ r**2 / n),
            _grad(lambda X, r, n: X.T @ r**2 / (2 * n)), _grad(lambda X, r, n: X.T @ r**3 / n),
            _grad(lambda X, r, n: (X**2).T @ r / n),
        ),
    ),
    Entry("derivative-sign", (GRAD,), (_adding,)),
    Entry("second-derivative", (GRAD,), (_grad(lambda X, r, n: X.T @ X / n),)),
    Entry("gradient-is-loss", (GRAD,), (_loss(lambda s, n: s / (2 * n)),)),
    Entry("numerical-derivative-coarse", (GRAD,), (), _coarse),
    Entry("stochastic", (GRAD,), recognises=_of_one_example),
    Entry("missing-transpose", (GRAD,), (_grad(_untransposed),), recognises=_without_transpose),
    Entry(
        "broadcast-column", (GRAD,), _tables(
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
)  # fmt: skip
PAIRS: dict[str, tuple[tuple[tuple[str, ...], Reading], ...]] = {
    LOSS: (
        (("sum-not-mean", "mean-without-half"), _loss(lambda s, n: s)),
        (
            ("divides-by-columns", "mean-without-half"),
            lambda theta, X, y: 2 * _over_columns(LOSS)(theta, X, y),
        ),
    ),
    GRAD: (
        (("sum-not-mean", "mean-without-half"), _grad(lambda X, r, n: 2 * X.T @ r)),
        (("second-derivative", "sum-not-mean"), _grad(lambda X, r, n: X.T @ X)),
        (("gradient-is-loss", "sum-not-mean"), _loss(lambda s, n: s / 2)),
        (("gradient-is-loss", "mean-without-half"), _loss(lambda s, n: s / n)),
        *(
            (("residual-sign", name), _grad(of))
            for name, of in (
                ("sum-not-mean", lambda X, r, n: -X.T @ r),
                ("mean-twice", lambda X, r, n: -X.T @ r / (n * n)),
                ("mean-without-half", lambda X, r, n: -2 * X.T @ r / n),
                ("gradient-halved", lambda X, r, n: -X.T @ r / (2 * n)),
            )
        ),
    ),
}  # fmt: skip
