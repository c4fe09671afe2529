import numpy as np

def add_intercept(X):
    X = np.asarray(X, float)
    if X.ndim == 1:
        X = X[:, None]
    return np.hstack([np.ones((X.shape[0], 1)), X])

def mse_loss(theta, X, y):
    r = X @ theta - np.ravel(y)
    return r @ r / (2 * len(X))

def mse_grad(theta, X, y):
    return X.T @ (X @ theta - np.ravel(y)) / len(X)

def closed_form(X, y):
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise np.linalg.LinAlgError("singular")
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0]

def fit(X, y, lr=None, num_steps=10_000):
    if lr is None:
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X)).max()
    theta = np.zeros(X.shape[1])
    history = []
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            history.append(mse_loss(theta, X, y))
            theta = theta - lr * mse_grad(theta, X, y)
    return theta, history



def compare(X, y, lr=None, num_steps=10_000):
    best = closed_form(X, y)
    theta, history = fit(X, y, lr, num_steps)
    with np.errstate(all="ignore"):
        d = theta - best
        return {"theta_gd": theta, "theta_closed": best, "max_abs_diff": float(abs(np.min(d))), "loss_gap": mse_loss(theta, X, y) - mse_loss(best, X, y)}
