"""A wrong plot gets the name of its mistake, or none, and is told what was seen and is expected."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging import plots
from tests.drawing.fields import bands, exchanged, on_grid, transposed
from tests.drawing.paths import annotations, quiver, steps_of
from tests.drawing.plots import (
    PATH,
    contours,
    ends,
    grid,
    judged,
    line,
    oblique,
    plot_with,
    says,
    surface,
    whole,
    words,
)


def small_region(ax, loss, path):
    x, y = np.linspace(-0.5, 0.5, 20), np.linspace(-0.5, 0.5, 20)
    ax.contour(x, y, surface(loss, x, y), 9)


def small_limits(ax):
    words(ax)
    ax.set(xlim=(-0.5, 0.5), ylim=(-0.5, 0.5))


def swapped_ends(ax, path):
    ends(ax, path[:, ::-1])


def triangle(ax, point):
    ax.add_patch(plt.Polygon(point + 0.1 * np.array([[-1, -1], [1, -1], [0, 1.5]]), color="g"))


WRONG = {
    "no contours": ("no-contour", {"field": None}),
    "a heat map alone": (
        "no-contour", {"field": on_grid(lambda ax, x, y, z: ax.pcolormesh(x, y, z))}
    ),
    "hidden contours": (
        "no-contour", {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z).set_visible(False))}
    ),
    "contours without width": (
        "no-contour", {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z, 12, linewidths=0))}
    ),
    "contours in no colour": (
        "no-contour",
        {"field": on_grid(lambda ax, x, y, z: ax.contour(x, y, z, 12, colors=[(0, 0, 0, 0)]))},
    ),
    "transposed lines": ("contour-transposed", {"field": transposed}),
    "transposed bands": (
        "contour-transposed", {"field": lambda *a: transposed(*a, draw="contourf")}
    ),
    "transposed bands, one a call": (
        "contour-transposed", {"field": on_grid(lambda ax, x, y, z: bands(ax, x, y, z.T))}
    ),
    "two bands, one a call": (
        "too-few-levels", {"field": on_grid(lambda ax, x, y, z: bands(ax, x, y, z, n=2))}
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
    "arrows in units of x on unequal axes": (
        "no-path", {"way": lambda ax, p: quiver(ax, p, scale_units="x")}
    ),
    "arrows with words that point at the ends": (
        "no-path",
        {
            "way": lambda ax, p: [
                ax.annotate("end", q, q + 0.5, arrowprops={"arrowstyle": "->"}) for q in p[[0, -1]]
            ]
        },
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
    "a glyph at both ends": (
        "ends-unmarked", {"marks": lambda ax, p: [ax.text(*q, "★") for q in p[[0, -1]]]}
    ),
    "triangles alike": (
        "ends-unmarked", {"marks": lambda ax, p: [triangle(ax, q) for q in p[[0, -1]]]}
    ),
    "triangles at all iterates, a circle at the end": (
        "ends-unmarked",
        {
            "marks": lambda ax, p: (
                [triangle(ax, q) for q in p], ax.add_patch(plt.Circle(p[-1], 0.1))
            )
        },
    ),
    "a frame around the whole path": (
        "ends-unmarked",
        {
            "marks": lambda ax, p: (
                ax.plot(*p[-1], "ks"),
                ax.add_patch(plt.Rectangle(p.min(axis=0), *np.ptp(p, axis=0), fill=False)),
            )
        },
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


UNNAMED = {
    "labels of a loss curve": {
        "says": lambda ax: ax.set(xlabel="Number of iterations", ylabel="$loss$", title="t")
    },
    "a label of a loss curve": {"says": lambda ax: ax.set(xlabel="x", ylabel="Loss", title="t")},
    "labels exchanged": {"says": lambda ax: ax.set(xlabel="$y$", ylabel="$x$", title="t")},
    "numbered labels exchanged": {"says": lambda ax: ax.set(xlabel="θ₂", ylabel="θ₁", title="t")},
    "labels with an index exchanged": {
        "says": lambda ax: ax.set(xlabel="w[1]", ylabel="w[0]", title="t")
    },
    "labels with a number in brackets exchanged": {
        "says": lambda ax: ax.set(xlabel="weight (2)", ylabel="weight (1)", title="t")
    },
    "numbered labels exchanged, in TeX": {
        "says": lambda ax: ax.set(xlabel="$x_{1}$", ylabel="$x_0$", title="t")
    },
    "a line back to the start": {"way": lambda ax, p: line(ax, np.vstack([p, p[:1]]))},
    "a polygon": {"way": lambda ax, p: ax.add_patch(plt.Polygon(p, fill=False))},
}


@pytest.mark.parametrize("parts", UNNAMED.values(), ids=UNNAMED)
def test_a_wrong_plot_without_an_id_is_told_what_was_seen(parts):
    flaw = judged(plot_with(**parts))
    assert flaw.misconceptions == ()
    assert "labelled" in flaw.got or "back to the start" in flaw.got


def test_steps_halfway_between_the_iterates_pass_by_them():
    way = {"way": lambda ax, p: ax.plot(*p.T, drawstyle="steps-mid")}
    assert judged(plot_with(**way)).got == f"a path through 2 of the {len(PATH)} iterates"


def filled_last(**options):
    """Return a drawer that fills the contours when everything else is there."""

    def plot_trajectory(loss_fn, path, ax=None):
        way = options.get("way", line)
        whole(ax, loss_fn, path, field=None, way=way, marks=options.get("marks", ends))
        x, y = grid(path)
        ax.contourf(x, y, surface(loss_fn, x, y), 12, **options.get("filling", {}))
        return ax

    return plot_trajectory


def scattered(ax, path):
    ax.scatter(*path[0], c="g")
    ax.scatter(*path[-1], c="b")


@pytest.mark.parametrize(
    ("plot", "told"),
    [
        (filled_last(way=quiver), "a path that the filled contours hide"),
        (filled_last(filling={"zorder": 9}), "a path that the filled contours hide"),
        (filled_last(marks=scattered), "hide the mark of the start and that of the last iterate"),
    ],
    ids=["arrows", "a zorder", "points"],
)
def test_what_filled_contours_hide_is_not_there(plot, told):
    flaw = judged(plot)
    assert told in flaw.got
    assert flaw.misconceptions == ()
    assert any("zorder" in fact.text for fact in flaw.facts)


@pytest.mark.parametrize(
    "hide",
    [
        lambda ax: ax.axis("off"),
        lambda ax: ax.xaxis.set_visible(False),
        lambda ax: ax.yaxis.label.set_visible(False),
    ],
    ids=["the axes", "an axis", "a label"],
)
def test_labels_that_are_not_shown_are_missing(hide):
    flaw = judged(plot_with(says=lambda ax: (words(ax), hide(ax))))
    assert flaw.misconceptions == ("unlabelled",)
    assert "a label on the" in flaw.got


@pytest.mark.parametrize(
    ("says", "is_labelled"),
    [
        *((lambda ax: None, False), (lambda ax: ax.set_title("path"), False)),
        *((lambda ax: ax.set(xlabel="x", ylabel="y"), False), (words, True)),
        (lambda ax: (ax.cla(), ax.set(xlabel="x", ylabel="y"), ax.plot(0, label="p"), ax.legend()),
         True),
    ],
)  # fmt: skip
def test_what_the_current_axes_said_before_is_no_label_of_the_plot(says, is_labelled):
    def plot_trajectory(loss_fn, path, ax=None):
        says(plt.gca())
        return plt.gca()

    figure = observe_drawing(plot_trajectory, [oblique.loss, PATH, FRESH_AXES]).figure
    assert (plots.labels_flaw(figure) is None) == is_labelled


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


RETURNED = {
    "the current one": lambda ax: plt.gca(),
    "a new one": lambda ax: plt.subplots()[1],
    "a twin": lambda ax: ax.twinx(),
    "a colour bar": lambda ax: ax.figure.colorbar(plt.cm.ScalarMappable(), ax=ax).ax,
    "a new one, after a colour bar": lambda ax: (
        ax.figure.colorbar(plt.cm.ScalarMappable(), ax=ax), plt.subplots()[1]
    )[1],
}  # fmt: skip


@pytest.mark.parametrize("other", RETURNED.values(), ids=RETURNED)
def test_ax_is_not_said_to_be_unused_where_another_one_is_returned(other):
    def plot_trajectory(loss_fn, path, ax=None):
        return other(plot_with()(loss_fn, path, ax))

    seen = observe_drawing(plot_trajectory, [oblique.loss, PATH, FRESH_AXES])
    flaw = plots.axes_flaw(seen.figure, given_axes=True)
    assert flaw.got == "another Axes than the one that was drawn on"
    assert flaw.misconceptions == ()
    # One mistake, not five.
    assert plots.contour_flaw(seen.figure, oblique) is None
    assert plots.ends_flaw(seen.figure, PATH) is None


@pytest.mark.parametrize("other", ["the current one", "a new one"])
def test_a_bare_axes_that_is_returned_for_a_new_figure_is_told(other):
    def plot_trajectory(loss_fn, path):
        figure = plt.figure()
        plt.figure()
        return RETURNED[other](plot_with()(loss_fn, path, figure.add_subplot()))

    flaw = judged(plot_trajectory, given=False)
    assert flaw.got == "another Axes than the one that was drawn on"


def after(touch):
    """Return a right drawer that does something to other figures first."""

    def plot_trajectory(loss_fn, path, ax=None):
        touch()
        return plot_with()(loss_fn, path, ax)

    return plot_trajectory


TOUCHED = {
    "all closed": lambda: plt.close("all"),
    "the current one closed": lambda: plt.close(),
    "figure 1 closed": lambda: plt.close(1),
    "the current one cleared": lambda: plt.clf(),
    "the current Axes cleared": lambda: plt.cla(),
    "figure 1 cleared": lambda: plt.figure(1).clear(),
    "figure 1 written on": lambda: plt.figure(1).text(0, 0, "path"),
    "figure 1 made anew": lambda: plt.subplots(num=1, clear=True),
}


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED)
def test_closing_clearing_or_reusing_another_figure_is_touching_it(touch, given):
    flaw = judged(after(touch), given=given)
    assert flaw.got.endswith(("closed", "cleared", "drawn on"))
    assert flaw.misconceptions == ()
    assert judged(plot_with(), given=given) is None


def test_a_plot_on_figure_1_is_on_a_figure_that_was_there():
    def plot_trajectory(loss_fn, path, ax=None):
        ax = plt.figure(1).add_subplot()
        return plot_with()(loss_fn, path, ax)

    assert judged(plot_trajectory, given=False) is not None


def test_closing_figures_of_ones_own_is_no_fault():
    def plot_trajectory(loss_fn, path, ax=None):
        plt.close(plt.figure())
        return plot_with()(loss_fn, path, ax)

    assert judged(plot_trajectory) is None
    assert judged(plot_trajectory, given=False) is None


def test_the_current_axes_where_a_new_figure_is_due_are_named():
    flaw = judged(lambda f, p: everything(f, p, plt.gca()), given=False)
    assert flaw.misconceptions == ("draws-on-current-axes",)


def test_what_went_to_the_current_figure_is_not_called_missing():
    def plot_trajectory(loss_fn, path, ax=None):
        return whole(ax, loss_fn, path, field=lambda ax, f, p: contours(plt.gca(), f, p))

    seen = observe_drawing(plot_trajectory, [oblique.loss, PATH, FRESH_AXES])
    flaw = plots.contour_flaw(seen.figure, oblique)
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


def test_a_flaw_says_what_was_seen_and_what_is_due():
    flaw = judged(plot_with(way=lambda ax, p: line(ax, p[::3])))
    assert flaw.got == "a path through 4 of the 10 iterates"
    assert "all 10 iterates, in order" in flaw.expected
    assert str(flaw.facts[0]).startswith("from θ₀ = (1, -3) your path goes to (")
    assert "; expected θ₁ = (1.22, " in str(flaw.facts[0])


def test_arrows_that_run_from_the_end_to_the_start_are_called_backwards():
    for way in (UNNAMED["arrows backwards"]["way"], lambda ax, p: quiver(ax, p[::-1])):
        flaw = judged(plot_with(way=way))
        assert flaw.got == "arrows that point backwards, from an iterate to the one before"
        assert flaw.misconceptions == ()


def test_levels_beyond_the_losses_are_not_blamed_on_the_grid():
    beyond = on_grid(lambda ax, x, y, z: ax.contour(x, y, z, np.linspace(z.min(), 50 * z.max(), 9)))
    flaw = judged(plot_with(field=beyond))
    assert flaw.got == "lines at 1 of 9 levels only: no loss on the grid reaches the others"
    assert "finer" not in str(flaw.facts)


def test_lines_within_a_cell_or_two_of_the_grid_are_not_called_those_of_something_else():
    def tiny(ax, loss, path):
        x, y = np.linspace(-500, 510, 60), np.linspace(-20, 30, 60)
        ax.contour(x, y, surface(loss, x, y), np.arange(0, 50, 2))

    flaw = judged(plot_with(field=tiny))
    assert flaw.got == "contours that take up hardly any of the region"
    assert str(flaw.facts[0]).startswith("choose the levels from the losses on the grid")


def test_a_mark_that_is_at_no_end_is_told_by_its_place():
    def marks(ax, path):
        ax.plot(*path[0], "go")
        ax.plot(*path[-2], "k*")

    flaw = judged(plot_with(marks=marks))
    assert flaw.got == "no mark for the last iterate"
    assert str(flaw.facts[0]).startswith("there is a mark at (")


def test_a_mark_at_an_iterate_that_is_not_finite_is_told_to_be_seen_nowhere():
    path = np.vstack([PATH, [[np.nan, np.inf]]])
    drawn = plot_with(marks=lambda ax, finite: (ax.plot(*path[0], "go"), ax.plot(*path[-1], "k*")))
    flaw = judged(drawn, path=path)
    assert flaw.got.endswith("a mark at inf or nan is not drawn")
    flaw = judged(plot_with(marks=lambda ax, finite: ax.plot(*path[0], "go")), path=path)
    assert str(flaw.facts[0]).startswith("a marker that all iterates have")


def test_two_marks_that_are_at_no_end_are_told_by_their_places():
    def marks(ax, path):
        ax.plot(path[0, 0], path[1, 0], "go", ms=9)
        ax.plot(path[0, 1], path[1, 1], "b*", ms=9)

    flaw = judged(plot_with(marks=marks))
    assert str(flaw.facts[0]).startswith("there are marks at (1, 1.22) and (-3, ")
    assert str(flaw.facts[0]).endswith("), which are neither of the two")


def test_a_line_through_all_iterates_is_not_said_to_miss_one():
    def way(ax, path):
        ax.quiver(*path.T, *-path.T, angles="xy", scale_units="xy", scale=1)

    flaw = judged(plot_with(way=way))
    assert flaw.got == "a path through all 10 iterates, but not from each one to the next"


@pytest.mark.parametrize(
    "line",
    [
        lambda p: np.vstack([p, [0, 0]]),
        lambda p: np.vstack([[0, 0], p]),
        lambda p: np.vstack([[0, 0], p[::-1]]),
    ],
)
def test_a_line_that_goes_where_descent_never_was_is_told(line):
    flaw = judged(plot_with(way=lambda ax, p: ax.plot(*line(p).T)))
    assert flaw.got == "a line that has (0, 0) as a point of the path"
    assert flaw.misconceptions == ()


@pytest.mark.parametrize("turn", [1, -1])
def test_a_path_between_two_points_goes_nowhere_else(turn):
    path = np.array([[1.0, 2.0], [3.0, 5.0]] * 3 + [[1.0, 2.0]])
    t = np.linspace(0, 6, 25)[::turn]

    def way(ax, p):
        ax.plot(*(np.interp(t, np.arange(7), part) for part in p.T))

    seen = observe_drawing(plot_with(way=way), [oblique.loss, path, FRESH_AXES])
    assert plots.path_flaw(seen.figure, path) is None


def test_an_empty_axes_gets_no_name():
    seen = observe_drawing(lambda f, p, ax: ax, [oblique.loss, PATH, FRESH_AXES])
    for flaw in (
        plots.contour_flaw(seen.figure, oblique),
        plots.path_flaw(seen.figure, PATH),
        plots.ends_flaw(seen.figure, PATH),
    ):
        assert flaw.got == "an Axes with nothing on it"
        assert flaw.misconceptions == ()


def dots(ax, path):
    ax.scatter(*path[0], c="g")
    ax.scatter(*path[-1], c="b", marker="*")


def samples(first, last):
    return [
        plt.Line2D([], [], ls="", marker=marker, color=color, label=label)
        for marker, color, label in (("o", "g", first), ("*", "b", last))
    ]


LEGENDS = {
    "by a list": (ends, lambda ax, *names: ax.legend(["path", *names])),
    "by a list, of points": (dots, lambda ax, *names: ax.legend(["path", *names])),
    "of some lines": (ends, lambda ax, *names: ax.legend(ax.lines[1:], names)),
    "of samples": (ends, lambda ax, *names: ax.legend(handles=samples(*names))),
}


@pytest.mark.parametrize(("marks", "legend"), LEGENDS.values(), ids=LEGENDS)
def test_a_legend_that_calls_the_start_the_end_is_told(marks, legend):
    def says(first, last):
        return lambda ax: (ax.set(xlabel="x", ylabel="y"), legend(ax, first, last))

    flaw = judged(plot_with(marks=marks, says=says("end", "start")))
    assert flaw.got == "the start is called the end, and the last iterate the start"
    assert judged(plot_with(marks=marks, says=says("start", "end"))) is None


def test_a_legend_whose_samples_look_alike_calls_nobody_names():
    def marks(ax, path):
        ax.plot(*path[0], "go", ms=5)
        ax.plot(*path[-1], "go", ms=9)

    flaw = judged(plot_with(marks=marks, says=lambda ax: (
        ax.set(xlabel="x", ylabel="y"), ax.legend(["path", "end", "start"])
    )))  # fmt: skip
    assert flaw is None


def test_an_empty_legend_says_nothing():
    def says(ax):
        ax.set(xlabel="x", ylabel="y")
        ax.legend(handles=[])

    flaw = judged(plot_with(says=says))
    assert flaw.got == "a plot without a title or a legend"


def test_a_logarithmic_axis_is_told_where_it_hides_iterates():
    def logarithmic(ax):
        words(ax)
        ax.set_yscale("log")

    flaw = judged(plot_with(says=logarithmic))
    assert flaw.misconceptions == ("path-outside-view",)
    assert str(flaw.facts[0]) == "the y axis is logarithmic: it hides all that is ≤ 0"


def test_two_logarithmic_axes_are_told_in_one_sentence():
    def logarithmic(ax):
        words(ax)
        ax.set_xscale("log")
        ax.set_yscale("log")

    flaw = judged(plot_with(says=logarithmic))
    assert str(flaw.facts[0]) == "both axes are logarithmic: they hide all that is ≤ 0"


def test_an_iterate_out_of_view_is_named():
    flaw = judged(plot_with(says=small_limits))
    assert flaw.got.startswith("limits [-0.5, 0.5] × [-0.5, 0.5], with ")
    assert "the first of them θ₀ = (1, -3)" in flaw.got


def test_a_description_that_is_none_is_a_flaw_and_no_fault():
    whole_one = observe_drawing(plot_with(), [oblique.loss, PATH, FRESH_AXES]).figure
    broken = [{}, {**whole_one, "axes": [{}]}, {**whole_one, "drawn_on": 7}]
    for key in ("contours", "curves", "marks", "texts", "limits"):
        panel = {**whole_one["axes"][0], key: [{"xy": [[[1]]], "lengths": ["a"]}]}
        broken.append({**whole_one, "axes": [panel]})
    for figure in broken:
        flaw = plots.judge_plot(figure, oblique, PATH, given_axes=True)
        assert flaw is not None
        assert "cannot be read" in flaw.got
        assert plots.judge_panels(figure, oblique, PATH[None], [0.1]) is not None


@pytest.mark.parametrize("turned", [False, True], ids=["the end", "the start"])
def test_another_path_is_not_said_to_lack_an_end(turned):
    order = slice(None, None, -1) if turned else slice(None)

    def elsewhere(ax, path):
        other = path[order].copy()
        other[-1] += [0.3, -0.2]
        line(ax, other[order])

    for path in (PATH[:3], PATH):
        flaw = judged(plot_with(way=elsewhere), path=path)
        assert flaw is not None
        assert flaw.misconceptions == ()
