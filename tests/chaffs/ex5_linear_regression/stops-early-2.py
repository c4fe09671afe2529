import numpy as np
from numpy.linalg import LinAlgError, norm, qr


def add_intercept(X):
    return np.c_[np.ones(len(X)), X]


def predict(theta, X):
    return np.asarray(X, float).dot(theta)


def mse_loss(theta, X, y):
    return norm(predict(theta, X) - np.squeeze(y, axis=1) if np.ndim(y) == 2
                else predict(theta, X) - y) ** 2 / (2 * len(X))


def mse_grad(theta, X, y):
    if np.ndim(y) == 2:
        y = np.squeeze(y, axis=1)
    return np.asarray(X, float).T.dot(predict(theta, X) - y) / len(X)


def closed_form(X, y):
    """X = QR, so theta solves R theta = Q'y. More accurate than squaring X."""
    X = np.asarray(X, float)
    N, n = X.shape
    if N < n:
        raise LinAlgError("fewer rows than columns")
    Q, R = qr(X)
    if np.any(np.abs(np.diag(R)) <= 1e-12 * norm(X, axis=0)):
        raise LinAlgError("a column depends on those before it")
    z = Q.T @ np.reshape(y, N)
    theta = np.zeros(n)
    for j in range(n - 1, -1, -1):
        theta[j] = (z[j] - R[j, j + 1 :] @ theta[j + 1 :]) / R[j, j]
    return theta


def fit(X, y, lr=None, num_steps=10_000):
    if not lr:
        lr = len(X) / norm(X, 2) ** 2
    theta, history = np.zeros(np.shape(X)[1]), []
    for t in range(num_steps):
        history.append(mse_loss(theta, X, y))
        if t > 0 and abs(history[-2] - history[-1]) < 1e-15:
            break
        theta -= lr * mse_grad(theta, X, y)
    return theta, history


def compare(X, y, lr=None, num_steps=10_000):
    gd, ne = fit(X, y, lr, num_steps)[0], closed_form(X, y)
    diff = np.abs(gd - ne)
    gap = mse_loss(gd, X, y) - mse_loss(ne, X, y)
    return {"theta_gd": gd, "theta_closed": ne, "max_abs_diff": diff.max(), "loss_gap": gap,
            "worst_coordinate": int(diff.argmax())}
