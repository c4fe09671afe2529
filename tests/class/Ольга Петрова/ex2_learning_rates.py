"""Задание 2. Ольга Петрова, группа 203."""
import numpy as np

from ex1_gradient_descent import gradient_descent


def _run(loss_fn, grad_fn, theta_init, lr, num_steps):
    return gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps)


A = np.diag([1.0, 100.0])  # L = theta^T A theta, so the Hessian is 2A


def loss(theta):
    theta = np.asarray(theta, dtype=float)
    return float(theta @ A @ theta)


def grad(theta):
    return (A + A.T) @ np.asarray(theta, dtype=float)


def stable_lr_limit(hessian):
    # for a symmetric matrix the spectrum is real, eig may still return complex zeros
    return float(2 / np.linalg.eigvals(hessian).real.max())


def optimal_lr(hessian):
    spectrum = np.linalg.eigvals(hessian).real
    return float(2 / (spectrum.max() + spectrum.min()))


def predict(hessian, lr):
    radius = np.abs(1 - lr * np.linalg.eigvals(hessian).real).max()
    verdicts = ("converges", "oscillates", "diverges")
    return verdicts[1 + int(radius > 1 + 1e-9) - int(radius < 1 - 1e-9)]


def observe(history):
    h = np.asarray(history, dtype=float)
    conditions = [
        not np.isfinite(h[-1]) or h[-1] > (1 + 1e-10) * h[0],
        h[-1] <= 1e-6 * h[0],
    ]
    return np.select(conditions, ["diverges", "converges"], default="oscillates")[()]


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return dict(
        zip(lrs, [observe(_run(loss, grad, theta_init, lr, num_steps)[1]) for lr in lrs])
    )


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    ends = [_run(loss_fn, grad_fn, theta_init, lr, num_steps)[0] for lr in lrs]
    losses = np.array([loss_fn(end) for end in ends], dtype=float)
    losses[~np.isfinite(losses)] = np.inf
    return lrs[np.argmin(losses)], losses
