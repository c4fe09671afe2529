# Sofie Sørensen, s204417
import warnings

import numpy as np

warnings.filterwarnings("ignore", category=PendingDeprecationWarning)


def M(A):
    A = np.asarray(A, dtype=float)
    return np.matrix(A.reshape(-1, 1)) if A.ndim == 1 else np.matrix(A)


def add_intercept(X):
    X = M(X)
    return np.asarray(np.concatenate((np.ones((X.shape[0], 1)), X), axis=1))


def mse_loss(theta, X, y):
    e = M(X) * M(theta) - M(y)
    return (e.T * e).item() / (2 * e.shape[0])


def mse_grad(theta, X, y):
    X = M(X)
    g = X.T * (X * M(theta) - M(y)) / X.shape[0]
    return g.A1


def closed_form(X, y):
    X, y = M(X), M(y)
    if np.linalg.matrix_rank(X) != X.shape[1]:
        raise np.linalg.LinAlgError("X'X cannot be inverted")
    return ((X.T * X).I * X.T * y).A1


def fit(X, y, lr=None, num_steps=10_000):
    X, y = M(X), M(y)
    N, n = X.shape
    H, b = X.T * X / N, X.T * y / N
    if lr is None:
        lr = 1 / np.linalg.norm(H, 2)
    theta = np.matrix(np.zeros((n, 1)))
    J = []
    for k in range(num_steps):
        e = X * theta - y
        J.append((e.T * e).item() / (2 * N))
        theta = theta - lr * (H * theta - b)
    return theta.A1, J


def compare(X, y, lr=None, num_steps=10_000):
    out = {"theta_closed": closed_form(X, y)}
    out["theta_gd"] = fit(X, y, lr, num_steps)[0]
    out["max_abs_diff"] = abs(out["theta_gd"] - out["theta_closed"]).max()
    out["loss_gap"] = mse_loss(out["theta_gd"], X, y) - mse_loss(out["theta_closed"], X, y)
    return out
