import numpy as np


def loss(theta):
    return theta[0] ** 2 + 100 * theta[1] ** 2


def grad(theta):
    return np.array([2 * theta[0], 200 * theta[1]])


def stable_lr_limit(hessian):
    return 2 / np.linalg.eigvalsh(hessian).max()


def optimal_lr(hessian):
    e = np.linalg.eigvalsh(hessian)
    return 2 / (e[0] + e[-1])


def predict(hessian, lr):
    r = np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))
    if abs(r - 1) <= 1e-9:
        return "oscillates"
    return "converges" if r < 1 else "diverges"


def observe(history):
    first, last = history[0], history[-1]
    if not np.isfinite(last) or last > first:
        return "diverges"
    if last <= 1e-6 * first:
        return "converges"
    return "oscillates"


def _run(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)[()]
    history = []
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            history.append(loss_fn(theta))
            theta = theta - lr * grad_fn(theta)
    return theta, history


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    out = {}
    for lr in lrs:
        _, history = _run(loss, grad, theta_init, lr, num_steps)
        out[lr] = observe(history)
    return out


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = []
    best_lr, best_loss = None, 1e9
    for lr in lrs:
        value = loss_fn(_run(loss_fn, grad_fn, theta_init, lr, num_steps)[0])
        if not np.isfinite(value):
            value = np.inf
        losses.append(value)
        if value < best_loss:
            best_lr, best_loss = lr, value
    return best_lr, losses
