"""Exercise 4 with figures that are too large, and axes that lie."""

import numpy as np

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D


class Path(Line2D):
    def get_xydata(self):
        return np.zeros((10**7, 2))

    def get_label(self):
        return "x" * 10**8


def trajectory(grad_fn, theta_init, lr, num_steps):
    return np.broadcast_to(np.zeros(2), (10**9, 2))


def plot_trajectory(loss_fn, path, ax=None):
    ax = ax or plt.figure().add_subplot()
    for number in range(5_000):
        ax.add_line(Path([0, number], [0, 1]))
    ax.set_title("η" * 10**7)
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure = plt.figure(figsize=(10_000, 10_000), dpi=1000)
    while len(figure.axes) < 1000:
        figure.add_axes([0, 0, 1, 1])
    figure.savefig("huge.png")
    return figure
