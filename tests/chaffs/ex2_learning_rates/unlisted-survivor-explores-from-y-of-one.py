"""No arrays in the exploration: two floats are enough for x^2 + 100 y^2."""
import math

import numpy as np


def loss(theta):
    return theta[0] * theta[0] + 100 * theta[1] * theta[1]


def grad(theta):
    return [2 * theta[0], 200 * theta[1]]


def extreme_eigenvalues(hessian):
    values = sorted(float(v) for v in np.linalg.eigvalsh(hessian))
    return values[0], values[-1]


def stable_lr_limit(hessian):
    _, largest = extreme_eigenvalues(hessian)
    return 2 / largest


def optimal_lr(hessian):
    smallest, largest = extreme_eigenvalues(hessian)
    return 2 / (smallest + largest)


def predict(hessian, lr):
    # |1 - lr*lambda| is convex in lambda: the worst one is an end of the spectrum
    a, b = extreme_eigenvalues(hessian)
    worst = max(abs(1 - lr * a), abs(1 - lr * b))
    if worst > 1 + 1e-9:
        return "diverges"
    elif worst < 1 - 1e-9:
        return "converges"
    else:
        return "oscillates"


def observe(history):
    first = history[0]
    last = history[len(history) - 1]
    if math.isnan(last) or math.isinf(last):
        return "diverges"
    if last > first and not math.isclose(first, last, rel_tol=1e-9):
        return "diverges"
    if last <= first / 1_000_000:
        return "converges"
    return "oscillates"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    table = dict()
    for lr in lrs:
        x, y = float(theta_init[0]), 1.0
        rate = float(lr)
        history = []
        for step in range(num_steps):
            history.append(loss((x, y)))  # products of floats overflow to inf quietly
            gx, gy = grad((x, y))
            x, y = x - rate * gx, y - rate * gy
        table[lr] = observe(history)
    return table


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    best_lr, best_loss, losses = None, math.inf, []
    for lr in lrs:
        theta = np.array(theta_init, dtype=float)
        for step in range(num_steps):
            theta = theta - lr * np.asarray(grad_fn(theta))
        end = float(loss_fn(theta))
        if math.isnan(end) or math.isinf(end):
            end = math.inf
        losses.append(end)
        if end < best_loss:
            best_lr, best_loss = lr, end
    return best_lr, losses
