"""Exercise 1 by an honest student, who notices what others left behind."""

import builtins
import glob
import os
import random
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np

WHOSE = "HONEST-STUDENT"


def found():
    """Return what is not as it is in a process of one's own."""
    left = glob.glob("/tmp/gdk-marker*") + glob.glob("*gdk*") + glob.glob("../*gdk*")
    left += [name for name in (*os.environ, *sys.modules) if "gdk_" in name.lower()]
    left += ["builtins"] * hasattr(builtins, "gdk_poison")
    left += ["sort"] * (np.sort([3, 1, 2]).tolist() != [1, 2, 3] or sorted([2, 1]) != [1, 2])
    left += ["marker"] * (plt.rcParams["lines.marker"] != "None")
    left += ["warnings"] * any(f[0] == "error" for f in warnings.filters)
    left += ["umask"] * (os.umask(0o22) == 0o777)
    return left


DRAWN = (random.random(), float(np.random.random()))


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    if found():
        raise RuntimeError(f"POISONED {found()}")
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    # Wrong by the process's own random numbers, so that they show in the feedback.
    raise RuntimeError(f"drawn {DRAWN}")
