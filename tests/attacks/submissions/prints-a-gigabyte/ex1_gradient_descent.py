"""Prints a gigabyte."""

import os


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    for _ in range(1024):
        print("0.123456789 " * 87382)
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    block = bytes(range(256)) * 4096
    for _ in range(1024):
        os.write(2, block)
    return []
