"""A student who returns a mapping of their own, and lists."""

from collections import UserDict

import numpy as np
def add_intercept(X):
    X = np.asarray(X, float)
    X = X.reshape(len(X), -1)
    return [[1.0, *row] for row in X.tolist()]
def mse_loss(theta, X, y):
    r = X @ theta - np.ravel(y)
    return r @ r/(2*len(r))
def mse_grad(theta, X, y):
    return X.T @ (X @ theta - np.ravel(y))/len(X)
def closed_form(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise np.linalg.LinAlgError("rank")
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0]
def fit(X, y, lr=None, num_steps=10_000):
    if lr is None:
        lr = 1/np.linalg.eigvalsh(X.T @ X/len(X))[-1]
    theta = np.zeros(X.shape[1])
    history = []
    for _ in range(num_steps):
        history.append(mse_loss(theta, X, y))
        theta = theta - lr*mse_grad(theta, X, y)
    return theta, history
class Result(UserDict):
    def __str__(self):
        return f"off by {self['max_abs_diff']:.2e}"


def compare(X, y, lr=None, num_steps=10_000):
    a = closed_form(X, y)
    b, _ = fit(X, y, lr, num_steps)
    return Result({"theta_gd": b, "theta_closed": a, "max_abs_diff": float(np.max(np.abs(b-a))), "loss_gap": mse_loss(b, X, y) - mse_loss(a, X, y)})
