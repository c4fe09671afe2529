# Sofie Sørensen, s204417
from functools import partial, reduce

import numpy as np

loss = lambda theta: np.inner(theta, np.multiply([1, 100], theta))  # noqa: E731
grad = lambda theta: np.multiply([2, 200], theta)  # noqa: E731

eigs = np.linalg.eigvalsh
stable_lr_limit = lambda hessian: 2 / eigs(hessian).max()  # noqa: E731
optimal_lr = lambda hessian: 2 / np.ptp(np.array([-1, 1]) * eigs(hessian)[[0, -1]])  # noqa: E731


def predict(hessian, lr):
    growth = np.log(np.max(np.abs(1 - lr * eigs(hessian))) + 1e-300)
    return {-1: "converges", 0: "oscillates", 1: "diverges"}[
        0 if abs(growth) <= 1e-9 else int(np.sign(growth))
    ]


def observe(history):
    first, last = np.asarray(history, dtype=float)[[0, -1]]
    return (
        "diverges"
        if not last <= first * (1 + 1e-9) or np.isinf(last)
        else "converges"
        if last <= 1e-6 * first
        else "oscillates"
    )


def step(grad_fn, lr, theta, _=None):
    return theta - lr * grad_fn(theta)


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    def history(lr):
        def extend(state, _):
            theta, losses = state
            losses.append(loss(theta))
            return step(grad, lr, theta), losses

        return reduce(extend, range(num_steps), (np.array(theta_init, dtype=float), []))[1]

    return {lr: observe(history(lr)) for lr in lrs}


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    start = np.array(theta_init, dtype=float)
    ends = (reduce(partial(step, grad_fn, lr), range(num_steps), start) for lr in lrs)
    losses = np.nan_to_num([loss_fn(e) for e in ends], nan=np.inf, posinf=np.inf, neginf=np.inf)
    return lrs[int(np.argmin(losses))], losses.tolist()
