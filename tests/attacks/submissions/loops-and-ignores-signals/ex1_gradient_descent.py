"""Loops with every signal ignored and every exception swallowed."""

import contextlib
import signal
import time


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


MINUTE = 60.0


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    began = time.monotonic()
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(AttributeError):
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while time.monotonic() - began < MINUTE:
        try:
            while time.monotonic() - began < MINUTE:
                pass
        except BaseException:
            continue
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")
