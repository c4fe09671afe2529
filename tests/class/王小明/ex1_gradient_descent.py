# 作业一:梯度下降
# 王小明 2023011457
from collections import namedtuple
from itertools import islice

import numpy as np

CriticalPoint = namedtuple("CriticalPoint", "x kind")
Result = namedtuple("Result", "theta history")


def loss(x):
    x2 = np.square(x)
    return x2 * x2 - 3.0 * x2 + 2.0


def grad(x):
    return 4.0 * np.power(x, 3) - 6.0 * np.asarray(x)


def iterates(grad_fn, theta, lr):
    """Lazily theta_0, theta_1, theta_2, ... for ever."""
    while True:
        yield theta
        theta = theta - lr * grad_fn(theta)


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    stream = iterates(grad_fn, np.array(theta_init, dtype=np.float64), lr)
    history = [loss_fn(theta) for theta in islice(stream, num_steps)]
    return Result(next(stream), history)


def attractors(grad_fn, starts, lr, num_steps):
    for start in starts:
        for rate in (lr, -lr):  # a negative rate climbs: descent on -L
            x = next(islice(iterates(grad_fn, np.float64(start), rate), num_steps, None))
            if abs(x) <= 1e6 and abs(grad_fn(x)) <= 1e-3:  # False for nan
                yield float(x)


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    points = []
    for x in sorted(attractors(grad_fn, starts, lr, num_steps)):
        if points and x - points[-1].x < 1e-3:
            continue
        bend = loss_fn(x + 1e-3) - 2 * loss_fn(x) + loss_fn(x - 1e-3)
        points.append(CriticalPoint(x, "minimum" if bend > 0 else "maximum"))
    return points
