# %% [markdown]
# # Exercise 5 — gradient descent against the closed form
"""Reference solution of exercise 5: linear regression by descent and by (XᵀX)⁻¹Xᵀy."""

# %%
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solutions.descent import Array, descend


def add_intercept(X: ArrayLike) -> Array:
    """Return X, shape (N,) or (N, d), with a column of ones before its features: (N, d + 1)."""
    X = np.asarray(X, dtype=float)
    return np.column_stack([np.ones(len(X)), X])


def mse_loss(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> float:
    """L(θ) = (1/2N)‖Xθ − y‖²: a mean, so that N does not change which η converge."""
    X, y = _design(X, y)
    residual = X @ np.asarray(theta, dtype=float) - y
    return float(residual @ residual / (2 * len(y)))


def mse_grad(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> Array:
    """∇L(θ) = (1/N)Xᵀ(Xθ − y), shape (n,)."""
    X, y = _design(X, y)
    gradient: Array = X.T @ (X @ np.asarray(theta, dtype=float) - y) / len(y)
    return gradient


# %%
def closed_form(X: ArrayLike, y: ArrayLike) -> Array:
    """Return (XᵀX)⁻¹Xᵀy, shape (n,).

    Raises
    ------
    numpy.linalg.LinAlgError
        If X does not have full column rank: many θ fit equally well, none is *the* answer.
    """
    X, y = _design(X, y)
    # Least squares by SVD, not by the inverse: forming XᵀX squares the condition number, and its
    # rounding can make a singular XᵀX look invertible. The rank is relative to the largest
    # singular value.
    theta, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    if rank < X.shape[1]:
        raise np.linalg.LinAlgError(
            f"X has rank {rank} but {X.shape[1]} columns: the closed form needs full column rank. "
            "Drop a column that the others determine."
        )
    return np.asarray(theta, dtype=float)


def fit(
    X: ArrayLike, y: ArrayLike, lr: float | None = None, num_steps: int = 10_000
) -> tuple[Array, Array]:
    """Descend from θ = 0 and return (theta, history); ``lr=None`` means 1/λ_max(XᵀX/N).

    On rank-deficient X this tends to the minimum-norm solution: every gradient lies in the row
    space of X, and from 0 the run never leaves it.
    """
    X, y = _design(X, y)
    count = len(y)
    if lr is None:
        # The Hessian is XᵀX/N: this is the largest η of the convergence theorem.
        lr = float(count / np.linalg.eigvalsh(X.T @ X)[-1])
    history: list[float] = []

    # Loss and gradient share the residual Xθ − y, half of a step's work. Descent computes one
    # gradient per step, at the iterate before the update: the loss there is the one that exercise
    # 1's history has.
    def grad(theta: Array) -> Array:
        residual = X @ theta
        residual -= y  # in place: a second array of N numbers costs more than the subtraction
        history.append(float(residual @ residual) / (2 * count))
        gradient: Array = residual @ X / count
        return gradient

    theta = descend(grad, np.zeros(X.shape[1]), lr, num_steps)
    return theta, np.array(history)


def compare(
    X: ArrayLike, y: ArrayLike, lr: float | None = None, num_steps: int = 10_000
) -> dict[str, Any]:
    """Return both solutions and how far apart they are, in θ and in loss.

    On an ill-conditioned X the losses agree long before the parameters do: the condition number of
    the Hessian is cond(X)², and 10 000 steps may leave θ far from the closed form.
    """
    theta_closed = closed_form(X, y)
    theta_gd, _ = fit(X, y, lr, num_steps)
    # A rate that diverges leaves inf and nan here, which is the comparison's result.
    with np.errstate(all="ignore"):
        return {
            "theta_gd": theta_gd,
            "theta_closed": theta_closed,
            "max_abs_diff": float(np.abs(theta_gd - theta_closed).max()),
            "loss_gap": mse_loss(theta_gd, X, y) - mse_loss(theta_closed, X, y),
        }


def _design(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return X and y as float64, y flat."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    # A column y of shape (N, 1) minus a flat Xθ of shape (N,) broadcasts to (N, N), silently.
    return X, y.ravel()
