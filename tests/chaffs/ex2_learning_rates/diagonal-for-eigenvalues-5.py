import numpy as np

def loss(theta):
    return theta[0] ** 2 + 100 * theta[1] ** 2

def grad(theta):
    return np.array([2 * theta[0], 200 * theta[1]])

def stable_lr_limit(hessian):
    return 2 / np.linalg.eigvalsh(hessian).max()


def predict(hessian, lr):
    r = np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))
    if abs(r - 1) <= 1e-9:
        return "oscillates"
    return "converges" if r < 1 else "diverges"

def observe(history):
    first, last = float(history[0]), float(history[-1])
    if not np.isfinite(last) or last > first:
        return "diverges"
    return "converges" if last <= 1e-6 * first else "oscillates"

def run(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    h = []
    for _ in range(num_steps):
        h.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, h

def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return {lr: observe(run(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs}

def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = np.array([loss_fn(run(loss_fn, grad_fn, theta_init, lr, num_steps)[0][()]) for lr in lrs], dtype=float)
    losses[~np.isfinite(losses)] = np.inf
    return lrs[int(np.argmin(losses))], losses

def optimal_lr(hessian):
    d = np.diagonal(hessian)
    return 2 / (d.min() + d.max())
