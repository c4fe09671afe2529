"""Forks two hundred times."""

import os
import time

BOAST = "STOLEN: "


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    began = 0
    for _ in range(200):
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            time.sleep(20)
            os._exit(0)
        began += 1
    if began:
        with open("/tmp/gdk-marker-forks", "w") as file:
            file.write(str(began))
        raise RuntimeError(f"{BOAST}{began} processes")
    raise LookupError("no process to be had")


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")
