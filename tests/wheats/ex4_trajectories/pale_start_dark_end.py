"""One marker for both ends, pale at the start; rates as a keyboard writes a power of ten."""

import math

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    thetas = [np.array(theta_init, dtype=float)]
    while len(thetas) <= num_steps:
        thetas.append(thetas[-1] - lr * grad_fn(thetas[-1]))
    return np.stack(thetas)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(axis=1)]
    # as many units to the left of the last point as to its right
    reach = 1.1 * np.abs(path - path[-1]).max(axis=0) + 0.1
    (left, bottom), (right, top) = path[-1] - reach, path[-1] + reach
    xs, ys = np.linspace(right, left, 50), np.linspace(top, bottom, 50)
    losses = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])
    ax.contour(xs, ys, losses, levels=np.unique(np.quantile(losses, np.linspace(0.01, 0.99, 15))))
    ax.errorbar(path[:, 0], path[:, 1], fmt="-", color="tab:red")
    ax.plot(*path[0], "ko", ms=10, alpha=0.3, label="start")
    ax.plot(*path[-1], "ko", ms=10, label="end")
    ax.legend()
    ax.set(xlabel="x", ylabel="y")
    return ax


def in_powers_of_ten(lr):
    power = math.floor(math.log10(lr))
    return f"{lr / 10**power:.2f} x 10^({power})"


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure = plt.figure(figsize=(5, 4 * len(lrs)), layout="constrained")
    for row, lr in zip(np.atleast_1d(figure.subfigures(len(lrs), 1)), lrs):
        ax = row.add_subplot()
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title("step size " + in_powers_of_ten(lr))
    return figure
