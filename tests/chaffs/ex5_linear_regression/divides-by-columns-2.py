import numpy as np

try:
    from ex1_gradient_descent import gradient_descent
except ImportError:

    def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
        theta = np.array(theta_init, dtype=float)
        history = []
        for _ in range(num_steps):
            history.append(loss_fn(theta))
            theta = theta - lr * grad_fn(theta)
        return theta, history


def add_intercept(X):
    X = np.asarray(X, dtype=float)
    X = X if X.ndim == 2 else X[:, np.newaxis]
    return np.pad(X, ((0, 0), (1, 0)), constant_values=1.0)


def mse_loss(theta, X, y):
    return np.mean((X @ theta - np.asarray(y).ravel()) ** 2) / 2


def mse_grad(theta, X, y):
    n, N = X.shape
    return X.T @ (X @ theta - np.asarray(y).ravel()) / N


def closed_form(X, y):
    XtX = X.T @ X
    if np.linalg.matrix_rank(X) < XtX.shape[0]:
        raise np.linalg.LinAlgError("XᵀX is singular")
    return np.linalg.solve(XtX, X.T @ np.asarray(y).ravel())


def fit(X, y, lr=None, num_steps=10_000):
    lr = lr or 1 / np.linalg.eigvalsh(X.T @ X / X.shape[0]).max()
    start = np.zeros(X.shape[1])
    return gradient_descent(
        lambda theta: mse_loss(theta, X, y), lambda theta: mse_grad(theta, X, y), start, lr, num_steps
    )


def compare(X, y, lr=None, num_steps=10_000):
    gd = fit(X, y, lr, num_steps)[0]
    cf = closed_form(X, y)
    return {
        "theta_gd": gd,
        "theta_closed": cf,
        "max_abs_diff": np.abs(gd - cf).max(),
        "loss_gap": mse_loss(gd, X, y) - mse_loss(cf, X, y),
    }
