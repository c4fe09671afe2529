"""What a drawing shows decides, not how it was drawn; and a wrong one is told what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patches
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm
from matplotlib.path import Path
from matplotlib.ticker import LogLocator

from exercises.coach import drawing
from exercises.coach.figures import FRESH_AXES
from exercises.coach.observe import observe
from exercises.coach.plots.numbers import reads
from exercises.coach.problems import Polynomial2D, Quadratic

# L(x, y) = x² + 4y² + xy: exchanging x and y, or turning an axis round, leaves a trace.
oblique = Polynomial2D([[0.0, 0.0, 4.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def descend(problem, start, lr, num_steps):
    path = [np.array(start, dtype=float)]
    for _ in range(num_steps):
        path.append(path[-1] - lr * problem.grad(path[-1]))
    return np.array(path)


# Goes back and forth in x and in y: sorting it by either is another path.
PATH = descend(oblique, [1.0, -3.0], 0.22, 9)

Drawer = Callable[..., Any]


def grid(path, n=24, margin=0.2):
    path = path[np.isfinite(path).all(axis=1)]
    low, high = path.min(axis=0), path.max(axis=0)
    pad = margin * (high - low)
    return [np.linspace(low[i] - pad[i], high[i] + pad[i], n) for i in (0, 1)]


def surface(loss, x, y):
    return np.array([[loss(np.array([a, b])) for a in x] for b in y])


def contours(ax, loss, path, n=24):
    x, y = grid(path, n)
    ax.contour(x, y, surface(loss, x, y), levels=12)


def line(ax, path):
    ax.plot(path[:, 0], path[:, 1], "r.-")


def ends(ax, path):
    ax.plot(*path[0], "go", label="start")
    ax.plot(*path[-1], "b*", label="end")


def words(ax):
    ax.set(xlabel="x", ylabel="y", title="Descent")


def whole(ax, loss, path, *, field=contours, way=line, marks=ends, says=words):
    """Draw a right plot with one of its parts done in another way."""
    if field:
        field(ax, loss, path)
    if way:
        way(ax, path)
    if marks:
        marks(ax, path)
    if says:
        says(ax)
    return ax


def plot_with(**parts) -> Drawer:
    def plot_trajectory(loss_fn, path, ax=None):
        ax = plt.subplots()[1] if ax is None else ax
        return whole(ax, loss_fn, path, **parts)

    return plot_trajectory


def judged(plot, problem=oblique, path=PATH, *, given=True):
    args = [problem.loss, path, FRESH_AXES] if given else [problem.loss, path]
    seen = observe(plot, args, figures=True)
    assert seen.status == "returned", seen.raised
    return drawing.judge_plot(seen.figure, problem, path, given_axes=given)


# --- ways to draw the contours -------------------------------------------------------------------


def on_grid(draw, n=24):
    def field(ax, loss, path):
        x, y = grid(path, n)
        draw(ax, x, y, surface(loss, x, y))

    return field


def colour_bar(ax, x, y, z):
    ax.figure.colorbar(ax.contourf(x, y, z, 10), ax=ax)


def one_level_a_call(ax, x, y, z):
    for level in np.quantile(z, [0.2, 0.9, 0.4, 0.6, 0.8]):
        ax.contour(x, y, z, levels=[level], colors="k")


def triangles(ax, x, y, z, *, filled=False):
    a, b = (part.ravel() for part in np.meshgrid(x, y))
    (ax.tricontourf if filled else ax.tricontour)(a, b, z.ravel(), levels=9)


def indexing_ij(ax, loss, path):
    x, y = np.meshgrid(*grid(path), indexing="ij")
    ax.contour(x, y, np.array([loss(p) for p in np.c_[x.flat, y.flat]]).reshape(x.shape), 10)


FIELDS = {
    "lines": on_grid(lambda ax, x, y, z: ax.contour(x, y, z)),
    "filled": on_grid(lambda ax, x, y, z: ax.contourf(x, y, z)),
    "filled with a colour bar": on_grid(colour_bar),
    "filled and open at both ends": on_grid(
        lambda ax, x, y, z: ax.contourf(x, y, z, np.linspace(1, z.max() / 2, 6), extend="both")
    ),
    "coarse lines": on_grid(lambda ax, x, y, z: ax.contour(x, y, z), n=20),
    "coarse log": on_grid(lambda ax, x, y, z: ax.contourf(x, y, np.log(z + 1e-9), 20), n=20),
    "log1p": on_grid(lambda ax, x, y, z: ax.contour(x, y, np.log1p(z), 15)),
    "levels even in log": on_grid(
        lambda ax, x, y, z: ax.contour(x, y, z, np.logspace(-2, 2, 15), norm=LogNorm())
    ),
    "a log locator": on_grid(
        lambda ax, x, y, z: ax.contourf(x, y, z + 1e-4, locator=LogLocator()), n=25
    ),
    "clipped": on_grid(lambda ax, x, y, z: ax.contour(x, y, np.minimum(z, np.median(z)), 12)),
    "quantiles": on_grid(
        lambda ax, x, y, z: ax.contour(x, y, z, np.quantile(z, np.linspace(0.05, 0.95, 9)))
    ),
    "minus the loss": on_grid(lambda ax, x, y, z: ax.contour(x, y, -z, 12)),
    "one level a call": on_grid(one_level_a_call),
    "triangles": on_grid(triangles),
    "filled triangles": on_grid(lambda *a: triangles(*a, filled=True), n=20),
    "a heat map under lines": on_grid(
        lambda ax, x, y, z: (ax.pcolormesh(x, y, z, shading="gouraud"), ax.contour(x, y, z, 8))
    ),
    "labelled levels": on_grid(lambda ax, x, y, z: ax.clabel(ax.contour(x, y, z, 8), fontsize=6)),
    "a grid in matrix order": indexing_ij,
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_contours_of_any_kind_are_right(field):
    assert judged(plot_with(field=field)) is None


# --- ways to draw the path ------------------------------------------------------------------------


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


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_path_of_any_kind_is_right(way):
    assert judged(plot_with(way=way)) is None


# --- ways to mark the ends, and to say what is shown ---------------------------------------------


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
    "numbers at all iterates": lambda ax, p: [ax.text(*q, str(t)) for t, q in enumerate(p)],
}  # fmt: skip


@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
def test_ends_of_any_kind_are_right(marks):
    assert judged(plot_with(marks=marks)) is None


def says(**options):
    def name(ax):
        ax.set(xlabel="$x$", ylabel="$y$", **options)

    return name


SAYINGS = {
    "left": lambda ax: (says()(ax), ax.set_title("path", loc="left")),
    "right": lambda ax: (says()(ax), ax.set_title("path", loc="right")),
    "the figure's": lambda ax: (says()(ax), ax.figure.suptitle("path")),
    "a legend": lambda ax: (says()(ax), ax.legend()),
    "the figure's legend": lambda ax: (says()(ax), ax.figure.legend()),
    "the figure's labels": lambda ax: (
        ax.figure.supxlabel("x"), ax.figure.supylabel("y"), ax.set_title("path")
    ),
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
    assert judged(plot_with(), path=path) is None  # Matplotlib leaves gaps by itself


def test_a_path_along_an_axis_or_of_one_point_is_not_held_against_its_region():
    for path in (PATH * [1, 0], PATH[:1]):
        seen = observe(plot_with(field=None), [oblique.loss, path, FRESH_AXES], figures=True)
        assert drawing.view_flaw(seen.figure, oblique, path) is None
        assert drawing.path_flaw(seen.figure, oblique, path) is None


# --- wrong ones, and what they are called ---------------------------------------------------------


def transposed(ax, loss, path, draw="contour"):
    x, y = grid(path)
    getattr(ax, draw)(x, y, surface(loss, x, y).T, 12)


def transposed_on_a_square(ax, loss, path):
    side = np.linspace(-3, 3, 25)
    ax.contour(side, side, surface(loss, side, side).T)


def exchanged(ax, loss, path):
    contours(ax, lambda theta: loss(theta[::-1]), path)


def small_region(ax, loss, path):
    x, y = np.linspace(-0.5, 0.5, 20), np.linspace(-0.5, 0.5, 20)
    ax.contour(x, y, surface(loss, x, y), 9)


def small_limits(ax):
    words(ax)
    ax.set(xlim=(-0.5, 0.5), ylim=(-0.5, 0.5))


def swapped_ends(ax, path):
    ends(ax, path[:, ::-1])


WRONG = {
    "no contours": ("no-contour", {"field": None}),
    "a heat map alone": (
        "no-contour", {"field": on_grid(lambda ax, x, y, z: ax.pcolormesh(x, y, z))}
    ),
    "hidden contours": (
        "no-contour", {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z).set_visible(False))}
    ),
    "transposed lines": ("contour-transposed", {"field": transposed}),
    "transposed bands": (
        "contour-transposed", {"field": lambda *a: transposed(*a, draw="contourf")}
    ),
    "coordinates of the loss exchanged": ("contour-transposed", {"field": exchanged}),
    "four levels": (
        "too-few-levels",
        {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z, [1, 3, 9, 20]))},
    ),
    "two bands": (
        "too-few-levels",
        {"field": on_grid(lambda ax, x, y, z: ax.contourf(x, y, z, [z.min(), 5, z.max()]))},
    ),
    "no path": ("no-path", {"way": None}),
    "points alone": ("no-path", {"way": lambda ax, p: ax.plot(*p.T, "ro")}),
    "a scatter alone": ("no-path", {"way": lambda ax, p: ax.scatter(*p.T)}),
    "a line without width": ("no-path", {"way": lambda ax, p: ax.plot(*p.T, lw=0)}),
    "arrows not to scale": (
        "no-path", {"way": lambda ax, p: quiver(ax, p, scale=None, angles="uv", scale_units=None)}
    ),
    "x and y of the path exchanged": (
        "path-coordinates-swapped", {"way": lambda ax, p: line(ax, p[:, ::-1])}
    ),
    "x and y of path and ends exchanged": (
        "path-coordinates-swapped",
        {"way": lambda ax, p: line(ax, p[:, ::-1]), "marks": swapped_ends},
    ),
    "rows taken for columns": ("path-transposed", {"way": lambda ax, p: ax.plot(p[0], p[1])}),
    "sorted by x": ("sorted-path", {"way": lambda ax, p: line(ax, p[np.argsort(p[:, 0])])}),
    "sorted by y, in segments": (
        "sorted-path",
        {"way": lambda ax, p: ax.add_collection(LineCollection(steps_of(p[np.argsort(p[:, 1])])))},
    ),
    "each column sorted": ("sorted-path", {"way": lambda ax, p: line(ax, np.sort(p, axis=0))}),
    "from the first update on": ("drops-start", {"way": lambda ax, p: line(ax, p[1:])}),
    "arrows without the last": ("drops-last", {"way": lambda ax, p: quiver(ax, p[:-1])}),
    "contours around the minimum only": ("path-outside-view", {"field": small_region}),
    "limits around the minimum only": ("path-outside-view", {"says": small_limits}),
    "no ends": ("ends-unmarked", {"marks": None}),
    "ends alike": ("ends-unmarked", {"marks": lambda ax, p: ax.plot(*p[[0, -1]].T, "ks")}),
    "the end alone": ("ends-unmarked", {"marks": lambda ax, p: ax.plot(*p[-1], "ks")}),
    "ends like every iterate": (
        "ends-unmarked", {"marks": lambda ax, p: (ax.plot(*p.T, "o"), ax.plot(*p[-1], "ks"))}
    ),
    "levels' labels for marks": (
        "ends-unmarked",
        {
            "field": on_grid(lambda ax, x, y, z: ax.clabel(ax.contour(x, y, z, 12))),
            "marks": None,
        },
    ),
    "no labels": ("unlabelled", {"says": lambda ax: ax.set_title("path")}),
    "blank labels": ("unlabelled", {"says": lambda ax: ax.set(xlabel=" ", ylabel="y", title="t")}),
    "no title": ("unlabelled", {"says": says()}),
}  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), WRONG.values(), ids=WRONG)
def test_a_wrong_plot_is_named(name, parts):
    flaw = judged(plot_with(**parts))
    assert flaw is not None
    assert flaw.misconceptions == (name,)
    assert len(flaw.says) == 1


def everything(loss, path, ax):
    return whole(ax, loss, path)


PLACES = {
    "a figure returned": ("returns-figure", lambda f, p, ax=None: plot_with()(f, p, ax).figure),
    "nothing returned": ("returns-none", lambda f, p, ax=None: plot_with()(f, p, ax) and None),
    "ax not used": ("ignores-ax", lambda f, p, ax=None: plot_with()(f, p)),
    "ax returned, another drawn on": (
        "draws-on-current-axes", lambda f, p, ax=None: everything(f, p, plt.gca()) and ax
    ),
    "the path drawn on another": (
        "draws-on-current-axes",
        lambda f, p, ax=None: whole(ax, f, p, way=lambda _, q: plt.plot(*q.T)),
    ),
    "the title set on another": (
        "draws-on-current-axes",
        lambda f, p, ax=None: whole(ax, f, p, says=lambda a: (plt.title("t"), a.set(xlabel="x"))),
    ),
    "a window": ("opens-window", lambda f, p, ax=None: (plot_with()(f, p, ax), plt.show())[0]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "plot"), PLACES.values(), ids=PLACES)
def test_a_plot_in_the_wrong_place_is_named(name, plot):
    assert judged(plot).misconceptions == (name,)


def test_the_current_axes_where_a_new_figure_is_due_are_named():
    flaw = judged(lambda f, p: everything(f, p, plt.gca()), given=False)
    assert flaw.misconceptions == ("draws-on-current-axes",)


def test_what_went_to_the_current_figure_is_not_called_missing():
    def plot_trajectory(loss_fn, path, ax=None):
        return whole(ax, loss_fn, path, field=lambda ax, f, p: contours(plt.gca(), f, p))

    seen = observe(plot_trajectory, [oblique.loss, PATH, FRESH_AXES], figures=True)
    flaw = drawing.contour_flaw(seen.figure, oblique, PATH)
    assert flaw.misconceptions == ("draws-on-current-axes",)


UNNAMED = {
    "steps left out": {"way": lambda ax, p: line(ax, p[::3])},
    "arrows backwards": {"way": lambda ax, p: annotations(ax, p, "->", -1)},
    "another path": {"way": lambda ax, p: line(ax, p + 0.1)},
    "a mirrored surface": {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z[::-1], 12))},
    "another surface": {
        "field": lambda ax, loss, p: contours(ax, lambda t: np.sin(4 * t[0]) * np.cos(3 * t[1]), p)
    },
    "levels out of reach": {
        "field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z, z.max() + np.arange(1, 9)))
    },
}


@pytest.mark.filterwarnings("ignore:No contour levels")
@pytest.mark.parametrize("parts", UNNAMED.values(), ids=UNNAMED)
def test_what_fits_no_misconception_is_wrong_without_a_name(parts):
    flaw = judged(plot_with(**parts))
    assert flaw is not None
    assert flaw.misconceptions == ()


@pytest.mark.parametrize("hessian", [[2, 2], [[2, 1], [1, 2]]], ids=["round", "symmetric"])
@pytest.mark.parametrize("field", [transposed_on_a_square, exchanged, *FIELDS.values()])
def test_a_symmetric_loss_is_never_called_transposed(hessian, field):
    problem = Quadratic(np.diag(hessian) if np.ndim(hessian) == 1 else hessian)
    path = descend(problem, [2.0, -1.3], 0.55, 6)
    figure = observe(plot_with(field=field), [problem.loss, path, FRESH_AXES], figures=True).figure
    flaw = drawing.contour_flaw(figure, problem, path)
    assert flaw is None or flaw.misconceptions != ("contour-transposed",)


@pytest.mark.parametrize("seed", range(12))
def test_contours_of_random_bowls_are_told_from_their_transposes(seed):
    random = np.random.default_rng(seed)
    angle = random.uniform(0.15, 0.45) + random.choice([0, np.pi / 2])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    problem = Quadratic(turn @ np.diag([0.6, 3.5]) @ turn.T, random.uniform(-1, 1, 2))
    path = descend(problem, random.uniform(1.5, 2.5, 2), 0.45, 8)
    for field in (FIELDS["lines"], FIELDS["filled"], FIELDS["coarse log"]):
        assert judged(plot_with(field=field), problem, path) is None
    for draw in ("contour", "contourf"):
        field = lambda *a, draw=draw: transposed(*a, draw=draw)  # noqa: E731
        assert judged(plot_with(field=field), problem, path).misconceptions == (
            "contour-transposed",
        )


# --- contours of another loss, and of nothing in particular ---------------------------------------


def aslant(low, high, angle, centre=(0.0, 0.0)):
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s], [s, c]])
    return Quadratic(turn @ np.diag([low, high]) @ turn.T, centre)


LOSSES = {
    "oblique": (oblique, PATH),
    **{
        f"{low} and {high} at {angle}": (problem, descend(problem, [2.0, -1.6], 0.45, 9))
        for low, high, angle in [(1, 2, 0.5), (0.8, 3, 0.2), (0.5, 4, 0.45), (0.6, 3.5, 1.9)]
        for problem in [aslant(low, high, angle)]
    },
    "off the origin": (
        aslant(0.8, 3, 0.3, (0.7, -0.4)),
        descend(aslant(0.8, 3, 0.3, (0.7, -0.4)), [2.0, -1.6], 0.45, 9),
    ),
    "a valley": (
        Quadratic(np.diag([2.0, 20.0])), descend(Quadratic(np.diag([2.0, 20.0])), [3, 1], 0.09, 12)
    ),
}  # fmt: skip


def levels_of(function, levels, n=30):
    return lambda ax, loss, p: (
        lambda x, y: ax.contour(x, y, surface(function, x, y), levels)
    )(*grid(p, n))  # fmt: skip


@pytest.mark.parametrize(("problem", "path"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("levels", [7, 20, 400])
def test_circles_are_no_level_lines_of_another_bowl(problem, path, levels):
    for centre in (np.zeros(2), getattr(problem, "centre", np.zeros(2))):
        field = levels_of(lambda t, c=centre: float((t - c) @ (t - c)), levels)
        flaw = judged(plot_with(field=field), problem, path)
        assert flaw is not None
        assert "varies" in flaw.got


@pytest.mark.parametrize(("problem", "path"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("n", [12, 20, 60])
def test_level_lines_of_the_loss_are_right_on_coarse_grids_and_fine_ones(problem, path, n):
    for draw in (
        lambda ax, x, y, z: ax.contour(x, y, z, np.quantile(z, [0.1, 0.3, 0.5, 0.7, 0.9])),
        lambda ax, x, y, z: ax.contour(x, y, np.log(z + 1e-9), 20),
        lambda ax, x, y, z: ax.contourf(x, y, z, np.geomspace(z.max() / 1000, z.max(), 12)),
        triangles,
        lambda ax, x, y, z: ax.contour(x, y, z, 400),
    ):
        assert judged(plot_with(field=on_grid(draw, n)), problem, path) is None


@pytest.mark.parametrize("levels", [20, 60, 150, 400, 900])
def test_many_levels_do_not_make_any_surface_right(levels):
    waves = levels_of(lambda t: np.sin(3 * t[0]) * np.cos(4 * t[1]), np.linspace(-1, 1, levels), 60)
    flaw = judged(plot_with(field=waves))
    assert flaw is not None
    assert flaw.misconceptions == ()


def test_lines_too_short_to_tell_what_they_show_are_not_taken_for_right():
    flaw = judged(plot_with(field=on_grid(lambda ax, x, y, z: ax.contour(x, y, z, 7), n=2)))
    assert flaw is not None
    assert "too few points" in flaw.got


# --- a panel a rate -------------------------------------------------------------------------------

LRS = [0.02, 0.1, 0.25]
START = [1.0, -3.0]


def panels_with(*, title="η = {:g}", lrs=LRS, number=None, rates=None, **parts):
    def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure, axes = plt.subplots(1, number or len(lrs), squeeze=False)
        for ax, lr, used in zip(axes[0], lrs, rates or lrs, strict=False):
            path = [np.array(theta_init, dtype=float)]
            for _ in range(num_steps):
                path.append(path[-1] - used * grad_fn(path[-1]))
            whole(ax, loss_fn, np.array(path), **parts)
            ax.set_title(title(lr) if callable(title) else title.format(lr))
        return figure

    return plot_learning_rates


def judged_panels(plot, lrs=LRS):
    args = [oblique.loss, oblique.grad, START, lrs, 7]
    seen = observe(plot, args, figures=True)
    assert seen.status == "returned", seen.raised
    paths = np.array([descend(oblique, START, lr, 7) for lr in lrs])
    return drawing.judge_panels(seen.figure, oblique, paths, lrs)


def hide_spares(*args):
    figure = panels_with(number=5)(*args)
    figure.axes[3].axis("off")
    figure.axes[4].set_visible(False)
    return figure


def own_limits(*args):
    figure = panels_with(says=None)(*args)
    figure.suptitle("rates")
    return figure


def legends(*args):
    figure = panels_with(title="")(*args)
    for ax, lr in zip(figure.axes, LRS, strict=True):
        ax.legend(title=f"lr={lr}")
    return figure


PANELS = {
    "titles": panels_with(),
    "powers": panels_with(title=lambda lr: rf"$\eta = {lr * 1000:g} \cdot 10^{{-3}}$"),
    "exponents": panels_with(title="{:e}"),
    "colour bars": panels_with(field=on_grid(colour_bar)),
    "hidden spares": hide_spares,
    "a title over all": own_limits,
    "legends": legends,
    "no marks and labels": panels_with(marks=None, says=None),
}


@pytest.mark.parametrize("plot", PANELS.values(), ids=PANELS)
def test_panels_of_any_kind_are_right(plot):
    assert judged_panels(plot) is None


def test_the_title_of_the_figure_names_the_rate_of_its_only_panel():
    def plot_learning_rates(*args):
        figure = panels_with(title="")(*args)
        figure.suptitle("η = 0,02")
        return figure

    assert judged_panels(plot_learning_rates, [0.02]) is None


def on_one_axes(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure, ax = plt.subplots()
    for lr in lrs:
        whole(ax, loss_fn, descend(oblique, theta_init, lr, num_steps))
    return figure


WRONG_PANELS = {
    "one Axes": (("one-panel",), on_one_axes),
    "the first rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[0]] * 3)),
    "the last rate throughout": (("same-path-everywhere",), panels_with(rates=[LRS[2]] * 3)),
    "paths in another order": ((), panels_with(rates=LRS[::-1])),
    "no rate to read": ((), panels_with(title="panel")),
    "every panel with one rate's title": ((), panels_with(title=lambda lr: "η = 0.1")),
    "a spare in sight": ((), panels_with(number=4)),
    "the Axes returned": ((), lambda *a: panels_with()(*a).axes),
    "None returned": (("returns-none",), lambda *a: panels_with()(*a) and None),
    "no contours": (("no-contour",), panels_with(field=None)),
    "no paths": (("no-path",), panels_with(way=None)),
    "a window": (("opens-window",), lambda *a: (panels_with()(*a), plt.show(block=False))[0]),
    "transposed": (("contour-transposed",), panels_with(field=transposed)),
}


@pytest.mark.parametrize(("names", "plot"), WRONG_PANELS.values(), ids=WRONG_PANELS)
def test_wrong_panels_are_named(names, plot):
    assert judged_panels(plot).misconceptions == names


@pytest.mark.parametrize(
    "text",
    [
        *("0.001", "η=.001", "lr = 1e-3", "1E-03", "1.0e−3", "10⁻³", "1·10⁻³", "1 × 10^{-3}"),
        *("$10^{-3}$", r"$\eta = 1 \times 10^{-3}$", r"$\mathdefault{10^{-3}}$", "0,001", "1/1000"),
        *(r"$\frac{1}{1000}$", "20 pas, pas de 0,001", "10**-3", "0.0010", "1.00e-03"),
    ],
)
def test_a_rate_of_a_thousandth_is_read_however_it_is_written(text):
    assert reads([text], 0.001, [0.001, 0.01])


@pytest.mark.parametrize("text", ["", "eta", "0.01", "0.00", "1e-2", "10⁻²", "η", "0.0011"])
def test_another_number_is_not_read_as_a_thousandth(text):
    assert not reads([text], 0.001, [0.001, 0.01])


def test_a_rounded_rate_is_read_while_no_other_is_nearer():
    assert reads(["0.44"], 0.437, [0.437, 0.253])
    assert not reads(["0.44"], 0.437, [0.437, 0.441])


# --- the words ------------------------------------------------------------------------------------


def test_a_flaw_says_what_was_seen_and_what_is_due():
    flaw = judged(plot_with(way=lambda ax, p: line(ax, p[::3])))
    assert flaw.got == "a path through 4 of the 10 iterates"
    assert "all 10 iterates, in order" in flaw.expected
    assert flaw.facts[0].startswith("nothing joins θ_0 = (1, -3) to θ_1 = (1.22, ")


def test_an_iterate_out_of_view_is_named():
    flaw = judged(plot_with(says=small_limits))
    assert flaw.got.startswith("limits [-0.5, 0.5] × [-0.5, 0.5], with ")
    assert "the first of them θ_0 = (1, -3)" in flaw.got


def test_a_description_that_is_none_is_a_flaw_and_no_fault():
    whole_one = observe(plot_with(), [oblique.loss, PATH, FRESH_AXES], figures=True).figure
    broken = [{}, {**whole_one, "axes": [{}]}, {**whole_one, "drawn_on": 7}]
    for key in ("contours", "curves", "marks", "texts", "limits"):
        panel = {**whole_one["axes"][0], key: [{"xy": [[[1]]], "lengths": ["a"]}]}
        broken.append({**whole_one, "axes": [panel]})
    for figure in broken:
        flaw = drawing.judge_plot(figure, oblique, PATH, given_axes=True)
        assert flaw is not None
        assert "cannot be read" in flaw.got
        assert drawing.judge_panels(figure, oblique, PATH[None], [0.1]) is not None
