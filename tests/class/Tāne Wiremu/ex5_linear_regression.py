# Tāne Wiremu
from functools import partial
from itertools import islice

import numpy as np
from coach_helpers import rmse


def add_intercept(X):
    X = np.asarray(X, float)
    return np.concatenate([np.ones_like(X[:, :1]), X], axis=1) if X.ndim == 2 else np.stack(
        [np.ones_like(X), X], axis=-1
    )


def residuals(theta, X, y):
    return np.matmul(X, theta) - np.reshape(y, -1)


def mse_loss(theta, X, y):
    return np.average(residuals(theta, X, y) ** 2) / 2


def mse_grad(theta, X, y):
    return np.average(np.asarray(X) * residuals(theta, X, y)[:, np.newaxis], axis=0)


def closed_form(X, y):
    return np.linalg.pinv(X).dot(np.reshape(y, -1))


def iterates(gradient, theta, lr):
    while True:
        yield theta
        theta = theta - lr * gradient(theta)


def fit(X, y, lr=None, num_steps=10_000):
    rate = 1 / max(np.linalg.eigvalsh(np.cov(np.transpose(X), bias=True).reshape(
        np.shape(X)[1], -1) + np.outer(np.mean(X, 0), np.mean(X, 0)))) if lr is None else lr
    gradient, loss = (partial(f, X=X, y=y) for f in (mse_grad, mse_loss))
    *before, last = islice(iterates(gradient, np.zeros(np.shape(X)[1]), rate), num_steps + 1)
    return last, [loss(theta) for theta in before]


def compare(X, y, lr=None, num_steps=10_000):
    thetas = {"theta_gd": fit(X, y, lr, num_steps)[0], "theta_closed": closed_form(X, y)}
    losses = {name: mse_loss(theta, X, y) for name, theta in thetas.items()}
    difference = np.subtract(*thetas.values())
    return thetas | {
        "max_abs_diff": np.ptp([0.0, *np.abs(difference)]),
        "loss_gap": losses["theta_gd"] - losses["theta_closed"],
    }
