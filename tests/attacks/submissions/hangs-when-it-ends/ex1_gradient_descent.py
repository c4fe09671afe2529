"""Leaves exit hooks, finalisers and threads that never end."""

import atexit
import contextlib
import sys
import threading
import time


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def linger():
    began = time.monotonic()
    while time.monotonic() - began < 60:
        with contextlib.suppress(BaseException):
            time.sleep(1)


class Lingering:
    def __del__(self):
        linger()


atexit.register(linger)
threading._register_atexit(linger)
threading.Thread(target=linger).start()
sys.lingering = Lingering()


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return Lingering(), [Lingering()]


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")
