# The gradient by central differences of the loss.
import numpy as np


def col(v):
    return np.array(v, dtype=float).reshape(-1, 1)


def add_intercept(X):
    X = np.array(X, dtype=float)
    if X.ndim < 2:
        X = col(X)
    return np.column_stack((np.ones(X.shape[0]), X))


def mse_loss(theta, X, y):
    e = X @ col(theta) - col(y)
    return float(np.sum(e * e) / (2 * X.shape[0]))


def mse_grad(theta, X, y):
    h = 1e-5
    e = np.eye(len(theta))
    return np.array([(mse_loss(theta + h * d, X, y) - mse_loss(theta - h * d, X, y)) / (2 * h) for d in e])


def closed_form(X, y):
    N, n = X.shape
    scale = np.linalg.norm(X, axis=0)
    if N < n or scale.min() == 0:
        raise np.linalg.LinAlgError("Singular matrix")
    Z = X / scale
    G = Z.T @ Z  # ones on the diagonal
    if np.linalg.eigvalsh(G)[0] < 1e-12:
        raise np.linalg.LinAlgError("Singular matrix")
    C = np.linalg.cholesky(G)
    w = np.linalg.solve(C, Z.T @ col(y))
    w = np.linalg.solve(C.T, w)
    return w.ravel() / scale


def fit(X, y, lr=None, num_steps=10_000):
    N, n = X.shape
    if lr is None:
        lam = np.linalg.eigvalsh(X.T @ X)
        lr = N / lam[-1]
    y = col(y)
    theta = np.zeros((n, 1))
    history = []
    for step in range(num_steps):
        e = X @ theta - y
        history.append((e.T @ e)[0, 0] / (2 * N))
        theta = theta - lr * (X.T @ e) / N
    return theta[:, 0], np.array(history)


def compare(X, y, lr=None, num_steps=10_000):
    theta_gd, history = fit(X, y, lr, num_steps)
    theta_closed = closed_form(X, y)
    max_abs_diff = float(abs(theta_gd - theta_closed).max())
    loss_gap = mse_loss(theta_gd, X, y) - mse_loss(theta_closed, X, y)
    return {
        "theta_gd": theta_gd,
        "theta_closed": theta_closed,
        "max_abs_diff": max_abs_diff,
        "loss_gap": loss_gap,
        "history": history,
    }
