import numpy as np


def loss(theta):
    theta *= theta
    return theta[0] + 100 * theta[1]


def grad(theta):
    return np.array([2 * theta[0], 200 * theta[1]])


def stable_lr_limit(hessian):
    return 2 / np.max(np.linalg.eigvalsh(hessian))


def optimal_lr(hessian):
    e = np.linalg.eigvalsh(hessian)
    return 2 / (e[0] + e[-1])


def predict(hessian, lr):
    r = np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))
    if abs(r - 1) <= 1e-9:
        return "oscillates"
    elif r < 1:
        return "converges"
    else:
        return "diverges"


def observe(history):
    if not np.isfinite(history[-1]) or history[-1] > history[0]:
        return "diverges"
    if history[-1] <= 1e-6 * history[0]:
        return "converges"
    return "oscillates"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    results = {}
    for lr in lrs:
        theta = np.array(theta_init, dtype=float)
        history = []
        for t in range(num_steps):
            history.append(loss(theta))
            theta = theta - lr * grad(theta)
        results[lr] = observe(history)
    return results


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = []
    for lr in lrs:
        theta = np.array(theta_init, dtype=float)
        for t in range(num_steps):
            theta = theta - lr * grad_fn(theta)
        value = loss_fn(theta)
        if not np.isfinite(value):
            value = np.inf
        losses.append(value)
    losses = np.array(losses)
    return lrs[np.argmin(losses)], losses
