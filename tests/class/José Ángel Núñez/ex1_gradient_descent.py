"""Ejercicio 1. José Ángel Núñez, grupo B."""
import math

import numpy as np


def loss(x):
    return x * x * x * x - 3 * x * x + 2


def grad(x):
    return 4 * x * x * x - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    start = np.asarray(theta_init, dtype=float)
    shape = start.shape
    numbers = start.ravel().tolist()  # tolist makes a copy

    def pack():
        return np.array(numbers).reshape(shape)

    history = []
    for _ in range(num_steps):
        here = pack()
        history.append(float(loss_fn(here)))
        slopes = np.ravel(grad_fn(here)).tolist()
        for i in range(len(numbers)):
            numbers[i] = numbers[i] - lr * slopes[i]
    return pack(), history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    found = []
    for sign in (1, -1):
        for s in starts:
            end, _ = gradient_descent(
                lambda x: sign * loss_fn(x), lambda x: sign * grad_fn(x), s, lr, num_steps
            )
            x = float(end)
            if math.isnan(x) or math.isinf(x) or abs(x) > 1e6:
                continue
            if abs(grad_fn(x)) > 1e-3:
                continue
            new = True
            for old in found:
                if abs(old - x) < 1e-3:
                    new = False
            if new:
                found.append(x)
    found.sort()
    result = []
    for x in found:
        if grad_fn(x + 1e-5) > grad_fn(x - 1e-5):
            result.append([x, "minimum"])
        else:
            result.append([x, "maximum"])
    return result
