"""Ejercicio 2. José Ángel Núñez, grupo B."""
import math

import numpy as np

from exercises.ex1_gradient_descent import gradient_descent


def loss(theta):
    return theta[0] ** 2 + 100 * theta[1] ** 2


def grad(theta):
    return np.array([2.0, 200.0]) * theta


def stable_lr_limit(hessian):
    return 2.0 / max(np.linalg.eigvalsh(hessian))


def optimal_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2.0 / (min(lam) + max(lam))


def predict(hessian, lr):
    worst = max(abs(1 - lr * lam) for lam in np.linalg.eigvalsh(hessian))
    if math.isclose(worst, 1.0, rel_tol=1e-9):
        return "oscillates"
    return "converges" if worst < 1 else "diverges"


def observe(history):
    start, end = float(history[0]), float(history[-1])
    if math.isfinite(end) and end <= start * (1 + 1e-12):
        return "converges" if end <= 1e-6 * start else "oscillates"
    return "diverges"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return {
        lr: observe(gradient_descent(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs
    }


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = []
    for lr in lrs:
        theta, _ = gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps)
        end = float(loss_fn(theta))
        losses.append(end if math.isfinite(end) else math.inf)
    best = min(range(len(losses)), key=losses.__getitem__)
    return lrs[best], losses
