# İbrahim Yıldız
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
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise np.linalg.LinAlgError("the columns of X are not independent")
    return np.linalg.solve(X.T @ X, X.T @ np.ravel(y))


def fit(X, y, lr=None, num_steps=10_000):
    raise NotImplementedError("exercise 5: write fit")


def compare(X, y, lr=None, num_steps=10_000):
    raise NotImplementedError("exercise 5: write compare")

