from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


def _data(X: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], Vector]:
    X = np.array(X, dtype=np.float64)
    return X, np.array(y, dtype=np.float64).reshape(X.shape[0])


def add_intercept(X: ArrayLike) -> NDArray[np.float64]:
    features = np.array(X, dtype=np.float64)
    features = features.reshape(features.shape[0], -1)
    design = np.empty((features.shape[0], features.shape[1] + 1))
    design[:, :-1] = features
    design[:, -1] = 1.0
    return design


def mse_loss(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> float:
    X, y = _data(X, y)
    r = np.einsum("ij,j->i", X, theta) - y
    return float(np.einsum("i,i->", r, r) / (2 * y.size))


def mse_grad(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> Vector:
    X, y = _data(X, y)
    r = np.einsum("ij,j->i", X, theta) - y
    return np.einsum("ij,i->j", X, r) / y.size


def closed_form(X: ArrayLike, y: ArrayLike) -> Vector:
    X, y = _data(X, y)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    if X.shape[0] < X.shape[1] or s[-1] <= s[0] * 1e-13:
        raise np.linalg.LinAlgError(f"rank deficient design: singular values {s}")
    return np.einsum("kj,k,ik,i->j", Vt, 1 / s, U, y)


def fit(
    X: ArrayLike, y: ArrayLike, lr: float | None = None, num_steps: int = 10_000
) -> tuple[Vector, Vector]:
    X, y = _data(X, y)
    n_rows, n_cols = X.shape
    if lr is None:
        lr = n_rows / np.linalg.svd(X, compute_uv=False)[0] ** 2
    theta = np.zeros(n_cols)
    history = np.empty(num_steps)
    for t in range(num_steps):
        r = np.einsum("ij,j->i", X, theta) - y
        history[t] = np.einsum("i,i->", r, r) / (2 * n_rows)
        theta -= lr / n_rows * np.einsum("ij,i->j", X, r)
    return theta, history


def compare(
    X: ArrayLike, y: ArrayLike, lr: float | None = None, num_steps: int = 10_000
) -> dict[str, Vector | float]:
    exact = closed_form(X, y)
    descended, _ = fit(X, y, lr=lr, num_steps=num_steps)
    return dict(
        theta_gd=descended,
        theta_closed=exact,
        max_abs_diff=float(np.linalg.norm(descended - exact, ord=np.inf)),
        loss_gap=mse_loss(descended, X, y) - mse_loss(exact, X, y),
    )
