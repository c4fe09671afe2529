from enum import Enum
from typing import Callable, NamedTuple, Sequence

import numpy as np


class Verdict(str, Enum):
    CONVERGES = "converges"
    OSCILLATES = "oscillates"
    DIVERGES = "diverges"


class Sweep(NamedTuple):
    best_lr: float
    losses: list


def loss(theta: np.ndarray) -> float:
    return float(theta[0] ** 2 + 100.0 * theta[1] ** 2)


def grad(theta: np.ndarray) -> np.ndarray:
    g = np.zeros(2)
    g[0] = 2.0 * theta[0]
    g[1] = 200.0 * theta[1]
    return g


def _lambda_min_max(hessian: np.ndarray) -> tuple:
    eigenvalues = np.linalg.eigvalsh(hessian)
    return eigenvalues.min(), eigenvalues.max()


def stable_lr_limit(hessian: np.ndarray) -> float:
    return np.float64(2.0 / _lambda_min_max(hessian)[1])


def optimal_lr(hessian: np.ndarray) -> float:
    return np.float64(2.0 / sum(_lambda_min_max(hessian)))


def predict(hessian: np.ndarray, lr: float) -> Verdict:
    rho = max(abs(1.0 - lr * lam) for lam in _lambda_min_max(hessian))
    if rho > 1.0 + 1e-9:
        return Verdict.DIVERGES
    if rho >= 1.0 - 1e-9:
        return Verdict.OSCILLATES
    return Verdict.CONVERGES


def observe(history: Sequence[float]) -> Verdict:
    first, *_, last = history
    if np.isfinite(last) and last <= first + 1e-9 * abs(first):
        return Verdict.CONVERGES if last <= first * 1e-6 else Verdict.OSCILLATES
    return Verdict.DIVERGES


def _descend(loss_fn: Callable, grad_fn: Callable, theta: np.ndarray, lr: float, steps: int):
    losses = []
    for _ in range(steps):
        losses.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, losses


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps: int = 10_000) -> dict:
    start = np.array(theta_init, dtype=float)
    return {lr: observe(_descend(loss, grad, start, lr, num_steps)[1]) for lr in lrs}


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps: int = 20) -> Sweep:
    start = np.array(theta_init, dtype=float)
    losses = []
    for lr in lrs:
        theta, _ = _descend(loss_fn, grad_fn, start, lr, num_steps)
        end = loss_fn(theta)
        losses.append(np.inf if not np.isfinite(end) else end)
    return Sweep(lrs[losses.index(min(losses))], losses)
