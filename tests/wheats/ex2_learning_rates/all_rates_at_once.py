# Vectorised over the learning rates: one row of theta for each rate.
import numpy as np

WEIGHTS = np.array([1.0, 100.0])


def loss(theta):
    return np.dot(WEIGHTS, np.square(theta))


def grad(theta):
    return 2 * WEIGHTS * np.asarray(theta)


def spectrum(hessian):
    return np.linalg.eigh(np.asarray(hessian, dtype=float)).eigenvalues


def stable_lr_limit(hessian):
    return 2.0 / spectrum(hessian).max()


def optimal_lr(hessian):
    return 2.0 / (spectrum(hessian)[[0, -1]]).sum()


def predict(hessian, lr):
    rho = np.linalg.norm(1 - lr * spectrum(hessian), ord=np.inf)
    if np.isclose(rho, 1, rtol=1e-9, atol=0):
        return "oscillates"
    return ("diverges", "converges")[int(rho < 1)]


def observe(history):
    return str(_verdicts(np.reshape(np.asarray(history, dtype=float), (-1, 1)))[0])


def _verdicts(histories):
    """histories of shape (T, number of rates)"""
    first, last = histories[0], histories[-1]
    out = np.full(first.shape, "oscillates")
    out[last <= 1e-6 * first] = "converges"
    out[~np.isfinite(last) | (last > first * (1 + 1e-9))] = "diverges"
    return out


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    rates = np.asarray(lrs, dtype=float)[:, None]
    theta = np.tile(np.asarray(theta_init, dtype=float), (len(rates), 1))
    histories = np.empty((num_steps, len(rates)))
    with np.errstate(all="ignore"):
        for t in range(num_steps):
            histories[t] = (theta**2) @ WEIGHTS
            theta = theta - rates * (2 * WEIGHTS * theta)
    return dict(zip(lrs, _verdicts(histories)))


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    start = np.asarray(theta_init, dtype=float)
    thetas = [start] * len(lrs)
    for _ in range(num_steps):
        thetas = [theta - lr * grad_fn(theta) for theta, lr in zip(thetas, lrs)]
    losses = np.array([float(loss_fn(theta)) for theta in thetas])
    losses = np.where(np.isfinite(losses), losses, np.inf)
    return np.asarray(lrs)[losses.argmin()], losses
