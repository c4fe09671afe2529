# תרגיל 5 חנה כהן
import numpy as np


def add_intercept(X):
    X = np.asarray(X, dtype=float)
    if X.ndim == 1:
        X = X.reshape(-1, 1)
    return np.hstack([np.ones((X.shape[0], 1)), X])


def mse_loss(theta, X, y):
    residual = X @ theta - np.ravel(y)
    return 0.5 * np.mean(residual**2)


def mse_grad(theta, X, y):
    residual = X @ theta - np.ravel(y)
    return X.T @ residual / len(X)


def closed_form(X, y):
    raise NotImplementedError("exercise 5: write closed_form")


def fit(X, y, lr=None, num_steps=10_000):
    if lr is None:
        lr = 1.0 / np.max(np.linalg.eigvalsh(X.T @ X / len(X)))
    theta = np.zeros(X.shape[1])
    history = []
    for _ in range(num_steps):
        history.append(mse_loss(theta, X, y))
        theta = theta - lr * mse_grad(theta, X, y)
    return theta, history


def compare(X, y, lr=None, num_steps=10_000):
    raise NotImplementedError("exercise 5: write compare")

