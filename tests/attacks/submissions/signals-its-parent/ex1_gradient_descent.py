"""Kills, stops and interrupts its parent."""

import contextlib
import os
import signal


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def strike(number):
    parent = os.getppid()
    if parent > 1:
        with contextlib.suppress(OSError):
            os.kill(parent, number)


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    strike(signal.SIGTERM)
    strike(signal.SIGINT)
    raise LookupError("the parent did not mind")


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    strike(signal.SIGKILL)
    raise LookupError("the parent did not mind")
