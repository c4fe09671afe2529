"""However its contours, path, ends and words are drawn, a right plot is right."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patches
from matplotlib.collections import PatchCollection
from matplotlib.offsetbox import AnnotationBbox, TextArea
from matplotlib.path import Path

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging import plots
from tests.drawing.fields import FIELDS
from tests.drawing.paths import WAYS
from tests.drawing.plots import (
    PATH,
    ends,
    grid,
    judged,
    oblique,
    plot_with,
    says,
    surface,
    whole,
    words,
)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_contours_of_any_kind_are_right(field):
    assert judged(plot_with(field=field)) is None


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_path_of_any_kind_is_right(way):
    assert judged(plot_with(way=way)) is None


FILLINGS = {
    "lines lie above": {},
    "half transparent": {"alpha": 0.5, "zorder": 9},
    "below by its zorder": {"zorder": 0},
    "transparent in part": {"colors": [(0, 0, 1, 0.3), (0, 1, 0, 0.9)], "zorder": 9},
}


@pytest.mark.parametrize("filling", FILLINGS.values(), ids=FILLINGS)
def test_contours_that_are_filled_last_may_leave_everything_to_be_seen(filling):
    def plot_trajectory(loss_fn, path, ax=None):
        whole(ax, loss_fn, path, field=None)
        x, y = grid(path)
        ax.contourf(x, y, surface(loss_fn, x, y), 12, **filling)
        return ax

    assert judged(plot_trajectory) is None


def test_what_is_masked_hides_nothing():
    def plot_trajectory(loss_fn, path, ax=None):
        whole(ax, loss_fn, path, field=None)
        x, y = grid(path, 60)
        losses = surface(loss_fn, x, y)
        near = np.min([np.hypot(*np.meshgrid(x - a, y - b)) for a, b in path], axis=0) < 0.2
        ax.contourf(x, y, np.ma.masked_where(near, losses), 12, zorder=9)
        return ax

    assert judged(plot_trajectory) is None


def texts_beside(ax, path):
    ax.plot(*path[[0, -1]].T, "ko")
    ax.text(path[0, 0] + 0.05, path[0, 1] + 0.1, "anfang")
    ax.text(path[-1, 0] + 0.05, path[-1, 1], "ende")


def notes(ax, path):
    ax.annotate("θ₀", path[0], xytext=(9, 9), textcoords="offset points")
    ax.annotate("θ₉", path[-1], xytext=(9, 9), textcoords="offset points", arrowprops={})


def circles(ax, path):
    ax.add_patch(patches.Circle(path[0], 0.05, color="g"))
    ax.add_patch(patches.Circle(path[-1], 0.05, color="r"))


def at_ends(path, things):
    """Return both ends of the path, each with one of two things."""
    return zip(path[[0, -1]], things, strict=True)


MARKS = {
    "two markers": ends,
    "two colours in one call": lambda ax, p: ax.scatter(*p[[0, -1]].T, c=["g", "r"]),
    "two sizes in one call": lambda ax, p: ax.scatter(*p[[0, -1]].T, s=[90, 20], c="k"),
    "a colour for every step": lambda ax, p: ax.scatter(*p.T, c=np.arange(len(p)), zorder=3),
    "alike, with one text": lambda ax, p: (ax.plot(*p[[0, -1]].T, "ko"), ax.text(*p[0], "start")),
    "texts beside": texts_beside,
    "notes": notes,
    "circles": circles,
    "markevery": lambda ax, p: (
        ax.plot(*p.T, "ks", markevery=[0], ls="none"), ax.plot(*p.T, "kD", markevery=[-1])
    ),
    "regular polygons": lambda ax, p: [
        ax.add_patch(patches.RegularPolygon(q, n, radius=0.1)) for q, n in at_ends(p, (3, 6))
    ],
    "triangles of one's own": lambda ax, p: [
        ax.add_patch(patches.Polygon(q + 0.1 * np.array([[-1, -1], [1, -1], [0, 1.5]]), color=c))
        for q, c in at_ends(p, "gr")
    ],
    "kites": lambda ax, p: [
        ax.fill(*(q + s * np.array([[0, -1], [0.6, 0], [0, 2], [-0.6, 0]])).T, "m")
        for q, s in at_ends(p, (0.05, 0.1))
    ],
    "ellipses and rectangles": lambda ax, p: (
        ax.add_patch(patches.Ellipse(p[0], 0.2, 0.1)),
        ax.add_patch(patches.Rectangle(p[-1] - 0.05, 0.1, 0.1, fill=False)),
    ),
    "rectangles by their corner": lambda ax, p: (
        ax.add_patch(patches.Rectangle(p[0], 0.2, 0.2, color="g")),
        ax.add_patch(patches.Rectangle(p[-1], 0.2, 0.2, color="r")),
    ),
    "patches in a collection": lambda ax, p: ax.add_collection(
        PatchCollection([patches.Circle(q, 0.1) for q in p[[0, -1]]], facecolors=["g", "r"])
    ),
    "a star's outline": lambda ax, p: [
        ax.add_patch(patches.PathPatch(
            Path(q + 0.1 * Path.unit_regular_star(5).vertices[:-1], closed=True), color=c
        )) for q, c in at_ends(p, "gr")
    ],
    "wedges and rings": lambda ax, p: (
        ax.add_patch(patches.Wedge(p[0], 0.1, 0, 270)),
        ax.add_patch(patches.Annulus(p[-1], 0.1, 0.02)),
    ),
    "glyphs": lambda ax, p: [
        ax.text(*q, s, ha="center", va="center") for q, s in at_ends(p, "●★")
    ],
    "a glyph in two colours": lambda ax, p: [
        ax.text(*q, "★", color=c, ha="center") for q, c in at_ends(p, "gr")
    ],
    "a glyph in two sizes": lambda ax, p: [
        ax.annotate("✕", q, fontsize=s) for q, s in at_ends(p, (9, 18))
    ],
    "formulas": lambda ax, p: [
        ax.text(*q, s) for q, s in at_ends(p, (r"$\\star$", r"$\\bullet$"))
    ],
    "words in boxes": lambda ax, p: [
        ax.add_artist(AnnotationBbox(TextArea(s), q, xybox=(20, 20), boxcoords="offset points"))
        for q, s in at_ends(p, "ab")
    ],
    "arrows with words from elsewhere": lambda ax, p: [
        ax.annotate(s, q, q + 0.4, arrowprops={"arrowstyle": "->"})
        for q, s in at_ends(p, ("from", "to"))
    ],
    "names of which nobody sees that they are exchanged": lambda ax, p: [
        ax.plot(*q, m, label=s) for q, m, s in zip(p[[0, -1]], "o*", ("end", "start"), strict=True)
    ],
    "each end's name beside the other's": lambda ax, p: [
        ax.text(*q, s) for q, s in at_ends(p, ("start (the end: ★)", "end (the start: ●)"))
    ],
    "a word of the other end": lambda ax, p: [
        ax.text(*q, s) for q, s in at_ends(p, ("end of the ridge", "valley"))
    ],
    "numbers at all iterates": lambda ax, p: [ax.text(*q, str(t)) for t, q in enumerate(p)],
}  # fmt: skip


@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
def test_ends_of_any_kind_are_right(marks):
    assert judged(plot_with(marks=marks)) is None


SAYINGS = {
    "left": lambda ax: (says()(ax), ax.set_title("path", loc="left")),
    "right": lambda ax: (says()(ax), ax.set_title("path", loc="right")),
    "the figure's": lambda ax: (says()(ax), ax.figure.suptitle("path")),
    "a legend": lambda ax: (says()(ax), ax.legend()),
    "the figure's legend": lambda ax: (says()(ax), ax.figure.legend()),
    "the figure's labels": lambda ax: (
        ax.figure.supxlabel("x"), ax.figure.supylabel("y"), ax.set_title("path")
    ),
    "numbered from 0": lambda ax: ax.set(xlabel="θ₀", ylabel="θ₁", title="path"),
    "numbered in TeX": lambda ax: ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$", title="path"),
    "two letters": lambda ax: ax.set(xlabel="Y", ylabel="w", title="path"),
    "words of a loss curve in others": lambda ax: ax.set(
        xlabel="x at each step", ylabel="y (levels: loss)", title="path"
    ),
    "words": lambda ax: ax.set(xlabel="weight 1", ylabel="bias", title="path"),
    "a circle that is round": lambda ax: (words(ax), ax.set_aspect("equal"), ax.invert_yaxis()),
}  # fmt: skip


@pytest.mark.parametrize("saying", SAYINGS.values(), ids=SAYINGS)
def test_titles_and_labels_of_any_kind_are_right(saying):
    assert judged(plot_with(says=saying)) is None


def test_pyplot_functions_on_a_figure_of_their_own_are_right():
    def plot_trajectory(loss_fn, path, ax=None):
        if ax is None:
            plt.figure()
        else:
            plt.sca(ax)
        x, y = grid(path)
        plt.contour(x, y, surface(loss_fn, x, y), 9)
        plt.plot(*path.T)
        plt.plot(*path[0], "go")
        plt.plot(*path[-1], "rs")
        plt.xlabel("x")
        plt.ylabel("y")
        plt.title("path")
        plt.tight_layout()
        return plt.gca()

    assert judged(plot_trajectory) is None
    assert judged(plot_trajectory, given=False) is None


def test_the_labels_of_a_plot_in_three_dimensions_are_seen():
    def plot_trajectory(loss_fn, path, ax=None):
        ax = plt.figure().add_subplot(projection="3d")
        ax.set(xlabel="x", ylabel="y", title="path")
        return ax

    seen = observe_drawing(plot_trajectory, [oblique.loss, PATH])
    assert plots.labels_flaw(seen.figure) is None


def test_contours_drawn_last_on_the_limits_of_the_path_are_right():
    def plot_trajectory(loss_fn, path, ax=None):
        ax = ax or plt.figure().subfigures().subplots()
        whole(ax, loss_fn, path, field=None)
        ax.margins(0.1)
        x, y = np.linspace(*ax.get_xlim(), 30), np.linspace(*ax.get_ylim(), 30)
        ax.contour(x, y, surface(loss_fn, x, y), zorder=0)
        return ax

    assert judged(plot_trajectory) is None
    assert judged(plot_trajectory, given=False) is None


def test_a_path_that_left_for_infinity_is_judged_by_its_finite_part():
    path = np.vstack([PATH[:5], [[np.inf, -np.inf], [np.nan, np.nan]]])

    def plot_trajectory(loss_fn, path, ax=None):
        return plot_with()(loss_fn, path[np.isfinite(path).all(axis=1)], ax)

    assert judged(plot_trajectory, path=path) is None
    assert judged(lambda f, p, ax=None: plot_with()(f, p[:5], ax), path=path) is None
    # Matplotlib leaves gaps by itself; the end to mark is the last finite iterate.
    assert judged(plot_with(marks=lambda ax, p: ends(ax, p[:5])), path=path) is None
    assert judged(plot_with(), path=path).misconceptions == ("ends-unmarked",)


def test_a_path_that_comes_back_to_its_start_is_not_taken_for_a_closed_line():
    # At the stability limit y flips for ever, and x may have arrived.
    start, other = np.array([0.5, 1.0]), np.array([-0.5, -1.2])
    assert judged(plot_with(), path=np.array([start, other, start, other])) is None
    path = np.array([start, other, [1.5, 0.3], other, start])
    assert judged(plot_with(), path=path) is None


def test_a_path_along_an_axis_or_of_one_point_is_not_held_against_its_region():
    for path in (PATH * [1, 0], PATH[:1]):
        seen = observe_drawing(plot_with(field=None), [oblique.loss, path, FRESH_AXES])
        assert plots.view_flaw(seen.figure, path) is None
        assert plots.path_flaw(seen.figure, path) is None
