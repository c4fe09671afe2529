"""Exercise 5's losses, gradients and closed forms with a mistake, and its fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from solutions import ex1_gradient_descent as ex1
from solutions import ex5_linear_regression as ex5
from tests.misconceptions.pupil import Formula, Unlisted

DISTANCES = ("max_abs_diff", "loss_gap")


def _residual(of: Callable[[Any, Any, int], Any]) -> Callable[..., Any]:
    return lambda theta, X, y: of(X, X @ theta - np.ravel(y), len(X))


def _ridge(weight: float) -> Callable[..., Any]:
    def closed_form(X: Any, y: Any) -> Any:
        return np.linalg.solve(X.T @ X + weight * np.eye(X.shape[1]), X.T @ np.ravel(y))

    return closed_form


def _standardised(X: Any, y: Any) -> Any:
    X = np.array(X, dtype=float)
    X[:, 1:] = (X[:, 1:] - X[:, 1:].mean(axis=0)) / X[:, 1:].std(axis=0)
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0]


def _to_nan(X: Any) -> Any:
    """Standardise all columns, a column of ones too."""
    with np.errstate(all="ignore"):
        return (X - np.mean(X, axis=0)) / np.std(X, axis=0)


def _to_zeros(X: Any) -> Any:
    """The same, where what is constant is divided by 1, as scikit-learn's scaler does it."""
    size = np.std(X, axis=0)
    return (X - np.mean(X, axis=0)) / np.where(size == 0, 1, size)


def _solved(scaled: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda X, y: np.linalg.lstsq(scaled(X), np.ravel(y), rcond=None)[0]


def _fit(start: Callable[[int], Any]) -> Callable[..., Any]:
    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y = np.ravel(y)
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        grad = lambda w: X.T @ (X @ w - y) / len(X)  # noqa: E731
        loss = lambda w: np.mean((X @ w - y) ** 2) / 2  # noqa: E731
        return ex1.gradient_descent(loss, grad, start(X.shape[1]), lr, num_steps)

    return fit


def _fit_by_some(batch: Callable[[int, int], Any]) -> Callable[..., Any]:
    """``batch(N, t)`` gives the examples of a step."""

    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y, theta, history = np.ravel(y), np.zeros(X.shape[1]), []
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        for t in range(num_steps):
            history.append(np.mean((X @ theta - y) ** 2) / 2)
            rows = batch(len(X), t)
            theta = theta - lr * X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
        return theta, history

    return fit


def _fit_by_epochs(batches: Callable[[int], Any]) -> Callable[..., Any]:
    """Each of the steps goes through all examples, ``batches(N)`` at a time."""

    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y, theta, history = np.ravel(y), np.zeros(X.shape[1]), []
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        for _ in range(num_steps):
            history.append(np.mean((X @ theta - y) ** 2) / 2)
            for rows in batches(len(X)):
                theta = theta - lr * X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
        return theta, history

    return fit


def _between_0_and_1(X: Any) -> Any:
    X = np.array(X, dtype=float)
    X[:, 1:] = (X[:, 1:] - X[:, 1:].min(axis=0)) / np.ptp(X[:, 1:], axis=0)
    return X


def _lenient(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    theta, closed = ex5.fit(X, y, lr, num_steps)[0], np.linalg.pinv(X) @ np.ravel(y)
    gap = ex5.mse_loss(theta, X, y) - ex5.mse_loss(closed, X, y)
    far = float(np.max(np.abs(theta - closed)))
    return {"theta_gd": theta, "theta_closed": closed, "max_abs_diff": far, "loss_gap": gap}


def _fit_from_the_data(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    return _fit(lambda n: X.T @ np.ravel(y) / len(X))(X, y, lr, num_steps)


def _fit_over_columns(loss_by: int, grad_by: int) -> Callable[..., Any]:
    """N stands for N in the loss, in the gradient or in both."""

    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y, more = np.ravel(y), len(X) / X.shape[1]
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        return ex1.gradient_descent(
            lambda w: np.mean((X @ w - y) ** 2) / 2 * more**loss_by,
            lambda w: X.T @ (X @ w - y) / len(X) * more**grad_by,
            np.zeros(X.shape[1]), lr, num_steps,
        )  # fmt: skip

    return fit


def _fit_over_three(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    """3 stands for N in the gradient, whatever the number of columns is."""
    lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
    return ex5.fit(X, y, lr * len(X) / 3, num_steps)


def _compared_from_ones(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    theta, closed = _fit(np.ones)(X, y, lr, num_steps)[0], ex5.closed_form(X, y)
    gap = ex5.mse_loss(theta, X, y) - ex5.mse_loss(closed, X, y)
    far = float(np.max(np.abs(theta - closed)))
    return {"theta_gd": theta, "theta_closed": closed, "max_abs_diff": far, "loss_gap": gap}


def _solved_at_once(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0], ex5.fit(X, y, lr, num_steps)[1]


def listed() -> Iterator[Formula]:
    yield from _losses()
    yield from _gradients()
    yield from _closed_forms()
    yield from _fits()
    yield from _comparisons()


def _losses() -> Iterator[Formula]:
    yield "intercept-last", "ex5", "add_intercept", lambda X: np.column_stack([X, np.ones(len(X))])
    yield "intercept-missing", "ex5", "add_intercept", lambda X: np.asarray(X, dtype=float)
    loss = "ex5", "mse_loss"
    yield "sum-not-mean", *loss, _residual(lambda X, r, n: r @ r / 2)
    yield "mean-twice", *loss, _residual(lambda X, r, n: np.mean(r**2) / 2 / n)
    yield "mean-without-half", *loss, _residual(lambda X, r, n: np.mean(r**2))
    yield "divides-by-columns", *loss, _residual(lambda X, r, n: r @ r / (2 * X.shape[1]))
    yield "broadcast-column", *loss, lambda w, X, y: np.mean((X @ w - y) ** 2) / 2


def _of_any_example(X: Any, r: Any, n: int) -> Any:
    k = np.random.default_rng().integers(n)
    return X[k] * r[k]


def _gradients() -> Iterator[Formula]:
    grad = "ex5", "mse_grad"
    yield "sum-not-mean", *grad, _residual(lambda X, r, n: X.T @ r)
    yield "mean-twice", *grad, _residual(lambda X, r, n: X.T @ r / n**2)
    yield "gradient-doubled", *grad, _residual(lambda X, r, n: 2 * X.T @ r / n)
    yield "gradient-halved", *grad, _residual(lambda X, r, n: X.T @ r / n / 2)
    yield "residual-sign", *grad, _residual(lambda X, r, n: X.T @ -r / n)
    yield "gradient-coordinates-swapped", *grad, _residual(lambda X, r, n: (X.T @ r / n)[::-1])
    yield "derivative-wrong-power", *grad, _residual(lambda X, r, n: X.T @ r**2 / n)
    yield "divides-by-columns", *grad, _residual(lambda X, r, n: X.T @ r / X.shape[1])
    yield "derivative-sign", *grad, lambda w, X, y: X.T @ (X @ w + np.ravel(y)) / len(X)
    yield "second-derivative", *grad, _residual(lambda X, r, n: X.T @ X / n)
    yield "gradient-is-loss", *grad, ex5.mse_loss
    for k in (0, -1, 1):
        yield "stochastic", *grad, _residual(lambda X, r, n, k=k: X[k] * r[k])
    yield "stochastic", *grad, _residual(_of_any_example)
    yield "missing-transpose", *grad, _residual(lambda X, r, n: X @ r / n)
    yield "broadcast-column", *grad, lambda w, X, y: X.T @ (X @ w - y) / len(X)
    yield "broadcast-column", *grad, lambda w, X, y: X.T @ (X @ w - np.reshape(y, (-1, 1))) / len(X)


def _closed_forms() -> Iterator[Formula]:
    closed = "ex5", "closed_form"
    for weight in (1e-3, 0.1, 2.0):
        yield "ridge", *closed, _ridge(weight)
    yield "standardises", *closed, _standardised
    yield "standardises", *closed, lambda X, y: ex5.closed_form(_between_0_and_1(X), y)
    yield "standardises", *closed, _solved(_to_nan)
    yield "standardises", *closed, _solved(_to_zeros)
    yield "inverse-order", *closed, lambda X, y: np.linalg.inv(X @ X.T) @ X.T @ np.ravel(y)
    yield "elementwise-inverse", *closed, lambda X, y: (X.T @ X) ** -1 @ X.T @ np.ravel(y)
    yield "elementwise-inverse", *closed, lambda X, y: X.T @ np.ravel(y) / (X.T @ X)
    yield "elementwise-inverse", *closed, lambda X, y: 1 / X.T @ X @ X.T @ np.ravel(y)
    yield "accepts-singular", *closed, lambda X, y: np.linalg.pinv(X) @ np.ravel(y)


def _fits() -> Iterator[Formula]:
    generator = np.random.default_rng(7)
    fit5 = "ex5", "fit"
    yield "random-start", *fit5, _fit(lambda n: generator.normal(size=n))
    yield "random-start", *fit5, _fit(lambda n: np.append(0, generator.normal(size=n - 1)))
    yield "random-start", *fit5, _fit(
        lambda n: np.append(0, np.random.default_rng(3).normal(size=n - 1)))  # fmt: skip
    yield "nonzero-start", *fit5, _fit(np.ones)
    yield "nonzero-start", *fit5, _fit(lambda n: np.full(n, 0.5))
    yield "nonzero-start", *fit5, _fit(lambda n: np.full(n, 1e-6))
    yield "nonzero-start", *fit5, _fit(lambda n: np.append(np.zeros(n - 1), 0.1))
    for loss_by, grad_by in ((1, 1), (0, 1), (1, 0)):
        yield "divides-by-columns", *fit5, _fit_over_columns(loss_by, grad_by)
    yield "standardises", *fit5, lambda X, y, lr=None, T=10_000: (
        ex5.fit(_between_0_and_1(X), y, lr, T))  # fmt: skip
    for scaled in (_to_nan, _to_zeros):
        yield "standardises", *fit5, lambda X, y, lr=None, T=10_000, scaled=scaled: (
            ex5.fit(scaled(X), y, lr, T))  # fmt: skip
    yield "drops-exact-zero", *fit5, lambda X, y, lr=None, T=10_000: (
        ex5.fit(X, y, lr, T or 10_000))  # fmt: skip
    for batch in (
        lambda n, t: [generator.integers(n)], lambda n, t: generator.permutation(n)[:3],
        lambda n, t: generator.integers(0, n, 4), lambda n, t: (2 * t + np.arange(2)) % n,
        # The first two batches are one.
        lambda n, t: [(t // 2 + k) % n for k in range(n - 1)],
    ):  # fmt: skip
        yield "stochastic", *fit5, _fit_by_some(batch)
    for batches in (
        lambda n: [[i] for i in range(n)],
        lambda n: [[i] for i in generator.permutation(n)],
        lambda n: np.array_split(np.arange(n), range(3, n, 3)),
    ):
        yield "stochastic", *fit5, _fit_by_epochs(batches)
    yield "lr-too-large", *fit5, lambda X, y, lr=None, T=10_000: ex5.fit(
        X, y, len(X) / np.linalg.eigvalsh(X.T @ X)[0] if lr is None else lr, T)  # fmt: skip
    yield "stops-before-agreement", *fit5, lambda X, y, lr=None, T=10_000: ex5.fit(
        X, y, lr, min(T, 40))  # fmt: skip


def _comparisons() -> Iterator[Formula]:
    both = "ex5", "compare"
    yield "compares-losses-only", *both, lambda X, y, lr=None, T=10_000: (
        lambda d: d | {"max_abs_diff": abs(d["loss_gap"])})(ex5.compare(X, y, lr, T))  # fmt: skip
    yield "accepts-singular", *both, _lenient
    yield "nonzero-start", *both, _compared_from_ones


def _fit_at_the_limit(X: Any, y: Any, lr: Any = None, T: int = 10_000) -> Any:
    """η = 2/λ_max where none is given, a rounding error above it."""
    limit = (2 + 1e-14) / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
    return ex5.fit(X, y, limit if lr is None else lr, T)


UNLISTED: tuple[Unlisted, ...] = (
    ("ex5", "mse_loss", (
        _residual(lambda X, r, n: np.mean(np.abs(r))), _residual(lambda X, r, n: 1.1 * r @ r),
        _residual(lambda X, r, n: r @ r / (2 * (n - 1))), _residual(lambda X, r, n: r @ r / 6),
    )),
    ("ex5", "mse_grad", (
        _residual(lambda X, r, n: X.T @ r / (n - 1)), _residual(lambda X, r, n: X.T @ r + 1),
        _residual(lambda X, r, n: 0.9 * X.T @ r / n), _residual(lambda X, r, n: X.T @ r / 3),
        _residual(lambda X, r, n: X[0] * r[0] / n), _residual(lambda X, r, n: X[:2].T @ r[:2] / 2),
        _residual(lambda X, r, n: X[0] * np.mean(r)), _residual(lambda X, r, n: 0 * X[0]),
    )),
    ("ex5", "closed_form", (
        lambda X, y: 0.99 * ex5.closed_form(X, y), lambda X, y: np.zeros(X.shape[1]),
        lambda X, y: np.round(ex5.closed_form(X, y), 2), lambda X, y: ex5.closed_form(X, -y),
        lambda X, y: X.T @ np.ravel(y) / np.sum(X**2, axis=0),
        lambda X, y: X.T @ np.ravel(y) / np.linalg.det(X.T @ X),
    )),
    ("ex5", "fit", (
        _fit_by_some(lambda n, t: range(n - 1)), _fit_over_three,
        lambda X, y, lr=None, T=10_000: (ex5.fit(X, y, lr, T)[0] + 1, ex5.fit(X, y, lr, T)[1]),
        lambda X, y, lr=None, T=10_000: (np.full(X.shape[1], np.inf), ex5.fit(X, y, lr, T)[1]),
        _fit_by_some(lambda n, t: range(n // 2)), _fit_from_the_data, _solved_at_once,
        _fit_at_the_limit,
    )),
    ("ex5", "compare", (
        # Both are rounding, and alike.
        lambda X, y, lr=None, T=10_000: (
            ex5.compare(X, y) | {"max_abs_diff": 4e-16, "loss_gap": 4e-16}),
        lambda X, y, lr=None, T=10_000: (lambda d: d | {"theta_gd": d["theta_closed"]})(
            ex5.compare(X, y, lr, T)),
        # At the minimum both differences are rounding, which may well be the same.
        lambda X, y, lr=None, T=10_000: (
            lambda d: d | {"theta_gd": d["theta_closed"]} | dict.fromkeys(DISTANCES, 2**-51))(
            ex5.compare(X, y, lr, T)),
    )),
    ("ex5", "add_intercept", (lambda X: 2 * ex5.add_intercept(X),)),
)  # fmt: skip
