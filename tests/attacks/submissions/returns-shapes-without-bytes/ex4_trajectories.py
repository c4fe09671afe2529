"""Exercise 4 with paths of a billion rows and not a byte."""

import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    return np.empty((10**9, 0))


def plot_trajectory(loss_fn, path, ax=None):
    return [np.empty((10**9, 0))] * 1000


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    return np.broadcast_to(0.0, (10**7, 10**7))
