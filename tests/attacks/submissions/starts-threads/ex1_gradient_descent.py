"""Starts five hundred threads that spin."""

import threading
import time


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def spin():
    began = time.monotonic()
    while time.monotonic() - began < 20:
        pass


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    threads = [threading.Thread(target=spin, daemon=False) for _ in range(500)]
    for thread in threads:
        thread.start()
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")
