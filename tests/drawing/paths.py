"""Ways to draw the path of a descent, all of them right."""

from __future__ import annotations

import numpy as np
from matplotlib import patches
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.transforms import (
    Affine2D,
    IdentityTransform,
    ScaledTranslation,
    blended_transform_factory,
)

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


def numbered(ax, path, **options):
    for t, (a, b) in enumerate(steps_of(path)):
        ax.annotate(str(t), xy=b, xytext=a, arrowprops={"arrowstyle": "->"}, **options)


def numbered_backwards(ax, path):
    for t, (a, b) in enumerate(steps_of(path)):
        ax.annotate(f"step {t}", xy=a, xytext=b, arrowprops={"arrowstyle": "<-"})


def numbered_by_offsets(ax, path):
    # Settled first, since pixels are counted from what the limits are now.
    ax.set(xlim=(-4, 4), ylim=(-4, 4))
    in_pixels = ax.transData.transform(path)
    for t, offset in enumerate(np.diff(in_pixels, axis=0)):
        ax.annotate(
            f"θ{t}", path[t + 1], -offset, textcoords="offset pixels", arrowprops={"width": 1}
        )


def connected(ax, path, a="data", b="data", **options):
    for tail, head in steps_of(path):
        ax.add_artist(patches.ConnectionPatch(tail, head, a, b, arrowstyle="-|>", **options))


def connected_on_the_figure(ax, path):
    for tail, head in steps_of(path):
        patch = patches.ConnectionPatch(
            tail, head, coordsA="data", coordsB="data", axesA=ax, axesB=ax, arrowstyle="->"
        )
        ax.figure.add_artist(patch)


def one_arrow(ax, path, style="->", **options):
    ax.add_patch(patches.FancyArrowPatch(path=Path(path), arrowstyle=style, **options))


def spline_through(path):
    """Return a curve that passes every iterate, each step a quadratic Bézier curve."""
    vertices, codes = [path[0]], [Path.MOVETO]
    for a, b in steps_of(path):
        vertices += [(a + b) / 2 + [0.02, 0.03], b]
        codes += [Path.CURVE3, Path.CURVE3]
    return Path(vertices, codes)


def in_pixels(ax, path):
    ax.set(xlim=(-4, 4), ylim=(-4, 4))
    ax.plot(*ax.transData.transform(path).T, transform=IdentityTransform())


def in_axes_fractions(ax, path):
    ax.set(xlim=(-4, 4), ylim=(-4, 4))
    ax.plot(*((path + 4) / 8).T, transform=ax.transAxes)


def moved(ax, path):
    ax.plot(*(path - 7).T, transform=Affine2D().translate(7, 7) + ax.transData)


def turned(ax, path):
    turn = Affine2D().rotate_deg(30)
    ax.plot(*turn.inverted().transform(path).T, "r-", transform=turn + ax.transData)


def shifted_by_nothing(ax, path):
    nothing = ScaledTranslation(0, 0, ax.figure.dpi_scale_trans)
    ax.plot(*path.T, transform=ax.transData + nothing)


def square(ax, path, **options):
    ax.set_aspect("equal")
    ax.quiver(*path[:-1].T, *np.diff(path, axis=0).T, **options)


def square_by_angle(ax, path):
    steps = np.diff(path, axis=0)
    ax.set_aspect(1)
    lengths, angles = np.hypot(*steps.T), np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    ax.quiver(
        *path[:-1].T, lengths, 0 * lengths, angles=angles, scale_units="x", scale=1, color="r"
    )


WAYS = {
    "numbered arrows": numbered,
    "numbered arrows backwards": numbered_backwards,
    "numbered arrows by a transform": lambda ax, p: numbered(ax, p, textcoords=ax.transData),
    "numbered arrows by pairs": lambda ax, p: numbered(ax, p, xycoords=("data", "data")),
    "numbered arrows by offsets": numbered_by_offsets,
    "connections by a transform": lambda ax, p: connected(ax, p, ax.transData, ax.transData),
    "connections of one kind": lambda ax, p: connected(ax, p, b=None),
    "connections by Axes": lambda ax, p: connected(ax, p, axesA=ax, axesB=ax),
    "connections on the figure": connected_on_the_figure,
    "connections by fractions of data": lambda ax, p: connected(ax, p, ("data", ax.transData)),
    "one arrow": one_arrow,
    "one arrow from the end": lambda ax, p: one_arrow(ax, p[::-1], "<-"),
    "one bowed arrow": lambda ax, p: ax.add_patch(
        patches.FancyArrowPatch(path=spline_through(p), arrowstyle="-|>")
    ),
    "one dotted arrow": lambda ax, p: one_arrow(ax, p, "-|>", linestyle=":"),
    "one stroke": lambda ax, p: one_arrow(ax, p, "-"),
    "a bowed patch": lambda ax, p: ax.add_patch(patches.PathPatch(spline_through(p), fill=False)),
    "in pixels": in_pixels,
    "in fractions of the Axes": in_axes_fractions,
    "moved and moved back": moved,
    "turned and turned back": turned,
    "shifted by nothing": shifted_by_nothing,
    "blended": lambda ax, p: ax.plot(
        *p.T, transform=blended_transform_factory(ax.transData, ax.transData)
    ),
    "a collection of paths": lambda ax, p: ax.add_collection(
        PathCollection([Path(p)], facecolors="none", edgecolors="k")
    ),
    "a collection of open polygons": lambda ax, p: ax.add_collection(
        PolyCollection(steps_of(p), closed=False, edgecolors="k")
    ),
    "quiver in units of x": lambda ax, p: square(ax, p, scale_units="x", scale=1),
    "quiver in units of y": lambda ax, p: square(ax, p, angles="xy", scale_units="y", scale=1),
    "quiver on equal axes": lambda ax, p: square(ax, p, scale_units="xy", scale=1),
    "quiver with its units alone": lambda ax, p: square(ax, p, units="xy", scale=1),
    "quiver by angle and length": square_by_angle,
    "quiver from the middle": lambda ax, p: ax.quiver(
        *((p[1:] + p[:-1]) / 2).T,
        *np.diff(p, axis=0).T,
        angles="xy",
        scale_units="xy",
        scale=1,
        pivot="mid",
    ),
    "a line": line,
    "a line twice": lambda ax, p: (line(ax, p), ax.plot(*p.T, "k--")),
    "a line from the end": lambda ax, p: line(ax, p[::-1]),
    "a line and what it encloses": lambda ax, p: (line(ax, p), ax.fill(*p.T, alpha=0.1)),
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
