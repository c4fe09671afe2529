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

def compare(X, y, lr=None, num_steps=10_000):
    best = closed_form(X, y)
    theta, _ = fit(X, y, lr, num_steps)
    with np.errstate(all="ignore"):
        return {
            "theta_gd": theta,
            "theta_closed": best,
            "max_abs_diff": float(np.max(np.abs(theta - best))),
            "loss_gap": mse_loss(theta, X, y) - mse_loss(best, X, y),
        }


def fit(X, y, lr=None, num_steps=10_000):
    if lr is None: lr = 1 / np.max(np.linalg.eigvalsh(X.T @ X / len(X)))
    th = np.zeros(X.shape[1]); h = []
    with np.errstate(all="ignore"):
        for k in range(num_steps):
            l = mse_loss(th, X, y)
            if h and l > h[-1]: lr /= 2
            h.append(l); th = th - lr * mse_grad(th, X, y)
    return th, h
