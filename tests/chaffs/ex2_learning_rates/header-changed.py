import math

import numpy as np


def loss(theta: np.ndarray) -> float:
    return float(np.dot([1.0, 100.0], np.square(theta)))


def grad(theta: np.ndarray) -> np.ndarray:
    return np.diag([2.0, 200.0]) @ np.asarray(theta, dtype=float)


def stable_lr_limit(hessian: np.ndarray) -> float:
    return float(2.0 / np.linalg.eigvalsh(hessian)[-1])


def optimal_lr(hessian: np.ndarray) -> float:
    smallest, largest = np.linalg.eigvalsh(hessian)[[0, -1]]
    return float(2.0 / (smallest + largest))


def predict(lr: float, hessian: np.ndarray) -> str:
    worst = float(np.abs(1.0 - lr * np.linalg.eigvalsh(hessian)).max())
    if math.isclose(worst, 1.0, rel_tol=1e-9):
        return "oscillates"
    return "diverges" if worst > 1.0 else "converges"


def observe(history) -> str:
    ratio = np.float64(history[-1]) / np.float64(history[0])
    if not math.isfinite(ratio) or ratio > 1 + 1e-9:
        return "diverges"
    return "converges" if ratio <= 1e-6 else "oscillates"


def iterates(grad_fn, theta_init, lr: float, num_steps: int):
    theta = np.array(theta_init, dtype=float)
    yield theta
    for _ in range(num_steps):
        theta = theta - lr * grad_fn(theta)
        yield theta


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps: int = 10_000) -> dict:
    verdicts = {}
    for lr in lrs:
        history = [loss(theta) for theta in iterates(grad, theta_init, lr, num_steps - 1)]
        verdicts[lr] = observe(history)
    return verdicts


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps: int = 20) -> tuple:
    losses = np.empty(len(lrs))
    for i, lr in enumerate(lrs):
        *_, last = iterates(grad_fn, theta_init, lr, num_steps)
        losses[i] = loss_fn(last)
    losses[~np.isfinite(losses)] = math.inf
    return lrs[int(losses.argmin())], losses
