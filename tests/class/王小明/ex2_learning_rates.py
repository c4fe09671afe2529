# 作业二:学习率
# 王小明 2023011457
from itertools import islice

import numpy as np

np.seterr(all="ignore")


def descent(grad_fn, theta, lr):
    theta = np.array(theta, dtype=float)
    while True:
        yield theta
        theta = theta - lr * grad_fn(theta)


def loss(theta):
    return sum(w * t**2 for w, t in zip((1, 100), theta))


def grad(theta):
    return np.fromiter((2 * w * t for w, t in zip((1, 100), theta)), dtype=float)


def stable_lr_limit(hessian):
    # the spectral norm of a positive semi-definite matrix is its largest eigenvalue
    return 2 / np.linalg.norm(hessian, 2)


def optimal_lr(hessian):
    singular = np.linalg.svd(hessian, compute_uv=False)
    return 2 / (singular[0] + singular[-1])


def predict(hessian, lr):
    # spectral radius of the iteration matrix I - lr*H
    step_matrix = np.eye(len(hessian)) - lr * np.asarray(hessian)
    radius = np.linalg.norm(step_matrix, 2)
    if abs(radius - 1) < 1e-9:
        return "oscillates"
    return "converges" if radius < 1 else "diverges"


def observe(history):
    ratio = np.float64(history[-1]) / history[0]
    if not np.isfinite(ratio) or ratio > 1 + 1e-9:
        return "diverges"
    return "converges" if ratio <= 1e-6 else "oscillates"


# 三个学习率各跑一次
def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    def history(lr):
        return [loss(theta) for theta in islice(descent(grad, theta_init, lr), num_steps)]

    return {lr: observe(history(lr)) for lr in lrs}


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    def loss_at_the_end(lr):
        value = loss_fn(next(islice(descent(grad_fn, theta_init, lr), num_steps, None)))
        return value if np.isfinite(value) else np.inf

    losses = tuple(map(loss_at_the_end, lrs))
    return min(zip(losses, lrs))[1], losses
