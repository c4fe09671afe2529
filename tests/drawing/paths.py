"""Ways to draw the path of a descent, all of them right."""

from __future__ import annotations

import numpy as np
from matplotlib import patches
from matplotlib.collections import LineCollection
from matplotlib.path import Path

from tests.drawing.plots import line


def steps_of(path):
    return np.stack([path[:-1], path[1:]], axis=1)


def step_lines(ax, path):
    for a, b in steps_of(path)[::-1]:
        ax.plot([a[0], b[0]], [a[1], b[1]], "r")


def quiver(ax, path, **changes):
    options = {"angles": "xy", "scale_units": "xy", "scale": 1, **changes}
    ax.quiver(*path[:-1].T, *np.diff(path, axis=0).T, **options)


def half_scale(ax, path):
    halves = np.diff(path, axis=0) / 2
    ax.quiver(*path[:-1].T, *halves.T, angles="xy", scale_units="xy", scale=0.5)


def annotations(ax, path, style="->", order=1):
    for step in steps_of(path):
        tail, head = step[::order]
        ax.annotate("", xy=head, xytext=tail, arrowprops={"arrowstyle": style})


def arrows(ax, path):
    for a, b in steps_of(path):
        ax.arrow(*a, *(b - a), length_includes_head=True, head_width=0.02)


def fancy_arrows(ax, path):
    for a, b in steps_of(path):
        ax.add_patch(patches.FancyArrowPatch(a, b, mutation_scale=8))


def connections(ax, path):
    for a, b in steps_of(path):
        ax.add_artist(patches.ConnectionPatch(a, b, "data", "data", arrowstyle="-"))


def mixture(ax, path):
    line(ax, path[:4])
    quiver(ax, path[3:7])
    ax.add_collection(LineCollection(steps_of(path[6:])))


def dense(ax, path):
    t = np.linspace(0, len(path) - 1, 9 * (len(path) - 1) + 1)
    ax.plot(*(np.interp(t, np.arange(len(path)), part) for part in path.T))


def dense_pieces(ax, path):
    for a, b in steps_of(path):
        ax.plot(*np.linspace(a, b, 12).T)


def curved(ax, path):
    # Bows between the iterates, but passes each one in order.
    middles = path[:-1] + np.diff(path, axis=0) / 2 + [0.05, 0.02]
    both = np.empty((2 * len(path) - 1, 2))
    both[::2], both[1::2] = path, middles
    ax.plot(*both.T)


def gaps(ax, path):
    rows = [row for step in steps_of(path) for row in (*step, [np.nan, np.nan])]
    ax.plot(*np.array(rows).T)


def patch(ax, path):
    ax.add_patch(patches.PathPatch(Path(path), fill=False))


WAYS = {
    "a line": line,
    "a line twice": lambda ax, p: (line(ax, p), ax.plot(*p.T, "k--")),
    "a line from the end": lambda ax, p: line(ax, p[::-1]),
    "a line of lists": lambda ax, p: ax.plot(p[:, 0].tolist(), p[:, 1].tolist()),
    "a line in single precision": lambda ax, p: line(ax, p.astype(np.float32)),
    "a line and points": lambda ax, p: (ax.plot(*p.T, "k"), ax.scatter(*p.T, s=9)),
    "a line a step": step_lines,
    "a line collection": lambda ax, p: ax.add_collection(LineCollection(steps_of(p))),
    "a collection of one line": lambda ax, p: ax.add_collection(LineCollection([p])),
    "quiver": quiver,
    "quiver from the heads": lambda ax, p: ax.quiver(
        *p[1:].T, *np.diff(p, axis=0).T, angles="xy", scale_units="xy", scale=1, pivot="tip"
    ),
    "quiver with another scale": half_scale,
    "annotations": annotations,
    "annotations drawn backwards": lambda ax, p: annotations(ax, p, "<-", -1),
    "arrows": arrows,
    "fancy arrows": fancy_arrows,
    "connections": connections,
    "a path patch": patch,
    "lines, arrows and segments": mixture,
    "points in between": dense,
    "points in between, a step a line": dense_pieces,
    "a curve through all": curved,
    "gaps between the steps": gaps,
}
