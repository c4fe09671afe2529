"""Exercise 3 with texts where there are numbers, and numbers by the million."""

import numpy as np


def suboptimality(loss_fn, grad_fn, theta_init, lr, num_steps, loss_star=0.0):
    return ["nan"] * 100_000


def predicted_bound(*args):
    return {str(i): float(i) for i in range(60_000)}


def verify_rate(*args):
    return np.linspace(1, 0, 2_000_000)


def classify_rate(gaps):
    return "linear" * 300_000


def fit_power_law(gaps):
    return np.arange(1_900_000.0), np.arange(90_000.0)
