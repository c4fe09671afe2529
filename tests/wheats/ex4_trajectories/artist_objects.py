"""No ax.plot, no ax.scatter: artists made by hand and added."""
from math import isfinite

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.contour import QuadContourSet
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path


def trajectory(grad_fn, theta_init, lr, num_steps):
    point = np.array(theta_init, dtype=float)
    yielded = []
    for _ in range(num_steps + 1):
        yielded.append(point.tolist())
        point = point - lr * grad_fn(point)
    return yielded


def plot_trajectory(loss_fn, path, ax=None):
    rows = [(float(x), float(y)) for x, y in path if isfinite(x) and isfinite(y)]
    if ax is None:
        figure = plt.figure()
        ax = figure.add_subplot(1, 1, 1)
    xs, ys = zip(*rows)
    w = (max(xs) - min(xs)) or 1.0
    h = (max(ys) - min(ys)) or 1.0
    gx = np.linspace(min(xs) - w / 3, max(xs) + w / 3, 48)
    gy = np.linspace(min(ys) - h / 3, max(ys) + h / 3, 48)
    grid = np.array([[loss_fn(np.array([x, y])) for x in gx] for y in gy])
    QuadContourSet(ax, gx, gy, grid, 11, cmap="spring")
    codes = [Path.MOVETO] + [Path.LINETO] * (len(rows) - 1)
    ax.add_patch(PathPatch(Path(rows, codes), fill=False, edgecolor="black"))
    ax.add_line(Line2D([xs[0]], [ys[0]], marker="o", color="green", linestyle="none"))
    ax.add_collection(PatchCollection(
        [Rectangle((xs[-1] - w / 40, ys[-1] - h / 40), w / 20, h / 20)], facecolor="red", zorder=5))
    ax.set_xlim(gx[0], gx[-1])
    ax.set_ylim(gy[0], gy[-1])
    ax.xaxis.set_label_text("x")
    ax.yaxis.set_label_text("y")
    ax.title.set_text("green disc: start, red square: end")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure = plt.figure()
    figure.set_size_inches(4 * len(lrs), 4)
    for k, lr in enumerate(lrs):
        left = (k + 0.15) / len(lrs)
        ax = figure.add_axes((left, 0.15, 0.75 / len(lrs), 0.7))
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.title.set_text("Lernrate %s, %i Schritte" % (str(lr).replace(".", ","), num_steps))
    return figure
