"""A drawing as plain data: where it went, what is on it, and that nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patches
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.calling.settings import own_settings


def seen(function, *args, **kwargs):
    observation = observe_drawing(function, args, kwargs)
    assert observation.status == "returned", observation.raised
    return observation.figure


def panel_of(draw):
    """Describe what ``draw(ax)`` drew on an Axes of a new figure."""

    def drawer(ax):
        draw(ax)
        return ax

    figure = seen(drawer, FRESH_AXES)
    return figure["axes"][figure["drawn_on"]]


def is_plain(value):
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(part) for key, part in value.items())
    if isinstance(value, list):
        return all(is_plain(part) for part in value)
    if isinstance(value, np.ndarray):
        return type(value) is np.ndarray and value.dtype == np.float64
    return value is None or type(value) in (bool, int, float, str)


def everything(ax):
    x = np.linspace(-1, 1, 15)
    filled = ax.contourf(x, x, np.add.outer(x**2, 3 * x**2))
    ax.figure.colorbar(filled, ax=ax)
    ax.clabel(ax.contour(x, x, np.add.outer(x**2, x)))
    ax.pcolormesh(x, x, np.add.outer(x, x))
    ax.imshow(np.eye(3), extent=(0, 1, 0, 1))
    ax.plot(x, x**2, "o-", label="line")
    ax.scatter(x, x, c=x, s=9)
    ax.quiver(x, x, x, x, angles="xy", scale_units="xy", scale=1)
    ax.add_collection(LineCollection([[(0, 0), (1, 1)], [(1, 1), (2, 0)]]))
    ax.annotate("here", (0, 0), xytext=(1, 1), arrowprops={"arrowstyle": "->"})
    ax.arrow(0, 0, 1, 1)
    ax.add_patch(patches.Circle((0, 0), 0.1))
    ax.fill_between(x, x, x**2)
    ax.axhline(0)
    ax.set(xlabel="x", ylabel="y", title="t")
    ax.legend(title="what")


def test_a_description_is_plain_data():
    def draw(ax):
        everything(ax)
        return ax

    figure = seen(draw, FRESH_AXES)
    assert is_plain(figure)
    assert not figure["truncated"]
    assert [panel["is_colorbar"] for panel in figure["axes"]] == [False, True]


def test_an_axes_handed_in_is_known_again():
    figure = seen(lambda ax: ax, FRESH_AXES)
    assert (figure["returned"], figure["place"], figure["is_handed"]) == ("axes", "handed", True)
    figure = seen(lambda ax=None: ax, ax=FRESH_AXES)
    assert figure["is_handed"]


def test_where_the_returned_axes_lies_is_told():
    assert seen(lambda: plt.subplots()[1])["place"] == "new"
    assert seen(lambda: Figure().add_subplot())["place"] == "new"
    assert seen(lambda: plt.gca())["place"] == "current"
    before, ax = plt.subplots()
    assert seen(lambda: ax)["place"] == "earlier"
    assert plt.fignum_exists(before.number)
    plt.close(before)


def test_what_was_returned_is_told():
    figure = seen(lambda: plt.figure())
    assert (figure["returned"], figure["type"]) == ("figure", "Figure")
    figure = seen(lambda: plt.subplots())
    assert (figure["returned"], figure["type"]) == ("other", "tuple")
    assert seen(lambda: None)["type"] == "NoneType"


def test_a_drawing_is_found_although_nothing_was_returned():
    figure = seen(lambda ax: ax.plot([1, 2], [3, 4]) and None, FRESH_AXES)
    assert figure["place"] == "handed"
    assert len(figure["axes"][figure["drawn_on"]]["curves"]) == 1


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plt.plot([0, 1], [0, 1]),
        lambda: plt.title("mine"),
        lambda: plt.xlabel("x"),
        lambda: plt.xlim(0, 1),
        lambda: plt.legend(),
        lambda: plt.suptitle("mine"),
        lambda: plt.gca().lines[0].remove(),
        lambda: plt.gca().lines[0].set_ydata([5, 6]),
        lambda: plt.gcf().add_subplot(122),
        lambda: plt.clf(),
        lambda: plt.cla(),
        lambda: plt.close(),
    ],
)
def test_a_change_of_the_current_figure_is_noted_and_the_next_call_gets_another(draw):
    figure = seen(draw)
    assert figure["changes"] + figure["touched"]
    assert seen(lambda: None)["changes"] == []


def test_reading_the_current_figure_is_no_change():
    def look():
        plt.gcf(), plt.gca().get_xlim(), plt.gca().get_legend_handles_labels()
        plt.tight_layout()

    assert seen(look)["changes"] == []


def test_windows_are_noted_and_stay_closed(recwarn):
    from matplotlib.pyplot import pause, show

    for way, said in (
        (plt.show, "plt.show()"),
        (show, "plt.show()"),
        (lambda: plt.show(block=True), "plt.show()"),
        (lambda: plt.figure().show(), "figure.show()"),
        (lambda: plt.pause(60), "plt.pause()"),
        (lambda: pause(60), "plt.pause()"),
        (lambda: plt.waitforbuttonpress(60), "plt.pause()"),
    ):
        assert said in seen(lambda way=way: way() and None)["windows"]
    assert seen(lambda: plt.figure())["windows"] == []
    assert not [w for w in recwarn if "non-interactive" in str(w.message)]


def test_figures_and_styles_of_the_call_are_gone_afterwards():
    before, backend = dict(plt.rcParams), matplotlib.get_backend()

    def messy():
        plt.style.use("dark_background")
        plt.rcParams["lines.linewidth"] = 9
        plt.ion()
        return plt.subplots()[1], plt.figure(), plt.figure(7)

    assert seen(messy)["new_figures"] == 3
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before
    assert matplotlib.get_backend() == backend


def test_settings_that_were_deleted_or_made_up_in_a_block_are_as_before_after_it():
    before = dict(plt.rcParams)
    with own_settings() as own:
        plt.rcParams["lines.linewidth"] = 9
        dict.pop(plt.rcParams, "lines.color")
        dict.update(plt.rcParams, {"mine": 1, "mine too": 2})
    assert (dict(plt.rcParams), own) == (before, {"lines.linewidth": 9})
    with own_settings(own):
        assert plt.rcParams["lines.linewidth"] == 9
        plt.rcParams.clear()
    assert dict(plt.rcParams) == before


def test_closing_all_figures_hurts_nobody():
    assert seen(lambda: plt.close("all"))["changes"] == []
    assert seen(lambda ax: plt.close("all") or (ax.plot([0, 1]) and ax), FRESH_AXES)["is_handed"]
    assert seen(lambda: plt.gca())["place"] == "current"


def test_figures_are_closed_when_the_call_raises():
    def fails(ax):
        plt.figure()
        raise ValueError("no")

    observation = observe_drawing(fails, [FRESH_AXES])
    assert observation.status == "raised"
    assert observation.figure is None
    assert plt.get_fignums() == []


def test_an_axes_that_cannot_be_read_is_no_fault():
    class Sly(matplotlib.axes.Axes):
        def get_xlim(self):
            raise RuntimeError("no")

    def draw():
        figure = plt.figure()
        return figure.add_axes(Sly(figure, (0, 0, 1, 1)))

    assert seen(draw) == {"unreadable": "reading the figure raised RuntimeError"}


def test_what_reaches_too_far_for_an_axis_is_said_in_words():
    def draw():
        _, ax = plt.subplots()
        far = np.nan_to_num(np.inf)
        with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            grid = np.linspace(-far, far, 5)
            ax.contour(grid, grid, np.add.outer(grid, grid))
            ax.plot([-far, 1.0, far], [-far, 1.0, 0.0])
        return ax

    reason = "what is drawn reaches so far that an axis has no finite limits"
    assert seen(draw) == {"unreadable": reason}


@pytest.mark.parametrize("fit", [{}, {"adjustable": "datalim"}])
def test_an_equal_scale_that_shared_axes_cannot_have_is_said_in_words(fit):
    def draw():
        figure, panels = plt.subplots(1, 2, sharex=True, sharey=True)
        for ax in panels:
            ax.set_aspect("equal", **fit) if fit else ax.axis("equal")
        return figure

    reason = "ax.axis('equal') fails on shared x and y axes; ax.set_aspect('equal') does not"
    assert seen(draw) == {"unreadable": reason}


def test_an_artist_that_cannot_be_read_leaves_the_others():
    class Sly(matplotlib.lines.Line2D):
        def get_linestyle(self):
            raise RuntimeError("no")

    panel = panel_of(lambda ax: (ax.add_line(Sly([0], [0])), ax.plot([0, 1], [1, 2])))
    assert panel["others"] == ["Sly (RuntimeError)"]
    assert len(panel["curves"]) == 1


def test_a_removed_axes_is_no_fault():
    figure = seen(lambda ax: ax.remove() or ax, FRESH_AXES)
    assert figure["returned"] == "axes"
    assert figure["drawn_on"] == -1


def test_coordinates_are_data_coordinates_whatever_the_transform():
    def draw(ax):
        ax.set(xlim=(0, 10), ylim=(100, 200))
        ax.plot([0.0, 0.5], [0.0, 1.0], transform=ax.transAxes)

    (curve,) = panel_of(draw)["curves"]
    np.testing.assert_allclose(curve["xy"], [[0, 100], [5, 200]], atol=1e-9)


def curve_of(draw):
    (curve,) = panel_of(draw)["curves"]
    return curve


def test_arrows_run_from_tail_to_head():
    due = [[1, 2], [3, 5]]
    arrow, path = {"arrowstyle": "->"}, Path(due)
    for draw in (
        lambda ax: ax.annotate("", xy=(3, 5), xytext=(1, 2), arrowprops=arrow),
        lambda ax: ax.annotate("", xy=(1, 2), xytext=(3, 5), arrowprops={"arrowstyle": "<-"}),
        lambda ax: ax.annotate("", xy=(3, 5), xytext=(1, 2), arrowprops={"width": 2}),
        lambda ax: ax.arrow(1, 2, 2, 3),
        lambda ax: ax.add_patch(patches.Arrow(1, 2, 2, 3)),
        lambda ax: ax.add_patch(patches.FancyArrowPatch((1, 2), (3, 5), arrowstyle="-|>")),
        lambda ax: ax.quiver(1, 2, 2, 3, angles="xy", scale_units="xy", scale=1),
        lambda ax: ax.quiver(1, 2, 4, 6, angles="xy", scale_units="xy", scale=2),
        lambda ax: ax.quiver(3, 5, 2, 3, angles="xy", scale_units="xy", scale=1, pivot="tip"),
        lambda ax: ax.add_patch(patches.FancyArrowPatch(path=path, arrowstyle="->")),
        lambda ax: ax.add_artist(
            patches.ConnectionPatch((1, 2), (3, 5), ax.transData, arrowstyle="->")
        ),
        lambda ax: ax.annotate("1", (3, 5), (1, 2), textcoords=ax.transData, arrowprops=arrow),
    ):
        curve = curve_of(draw)
        assert curve["is_directed"]
        np.testing.assert_allclose(curve["xy"], due, atol=1e-9)


def test_what_cannot_be_seen_is_left_out():
    def draw(ax):
        ax.plot([0, 1], [0, 1], visible=False)
        ax.plot([0, 1], [0, 1], alpha=0)
        ax.plot([0, 1], [0, 1], ls="none")
        ax.scatter([0, 1], [0, 1], s=0)

    panel = panel_of(draw)
    assert panel["curves"] == panel["marks"] == []


def test_a_transparency_for_every_point_is_read():
    (marks,) = panel_of(lambda ax: ax.scatter([1, 2], [3, 4], alpha=[0.5, 1.0]))["marks"]
    assert marks["faces"][:, 3].tolist() == [0.5, 1.0]


def test_the_transparency_of_a_lines_markers_is_read():
    pale, full, hollow = panel_of(
        lambda ax: (
            ax.plot([1], [2], "ko", alpha=0.3),
            ax.plot([1], [2], "ko"),
            ax.plot([1], [2], "o", mfc="none", mec=(0, 0, 0, 0.9), alpha=0.3),
        )
    )["marks"]
    assert pale["faces"].tolist() == pale["edges"].tolist() == [[0, 0, 0, 0.3]]
    assert full["faces"].tolist() == [[0, 0, 0, 1]]
    assert hollow["faces"].tolist() == [[0, 0, 0, 0]]
    assert hollow["edges"].tolist() == [[0, 0, 0, 0.3]]


def test_marks_tell_marker_size_and_colour():
    first, second = panel_of(lambda ax: (ax.plot([1], [2], "ro"), ax.plot([1], [2], "r*")))["marks"]
    assert first["shapes"] != second["shapes"]
    assert first["faces"].tolist() == [[1, 0, 0, 1]]
    (marks,) = panel_of(lambda ax: ax.scatter([1, 2], [3, 4], s=[9, 25], c=["r", "b"]))["marks"]
    assert marks["sizes"].tolist() == [3, 5]
    assert marks["faces"].tolist() == [[1, 0, 0, 1], [0, 0, 1, 1]]


def test_the_same_marker_looks_the_same_from_plot_and_scatter():
    def draw(ax):
        ax.plot([1], [1], "ko", ms=6)
        ax.scatter([1], [1], c="k", s=36)

    line, points = panel_of(draw)["marks"]
    for name in ("shapes", "sizes", "faces", "edges"):
        assert np.array_equal(line[name], points[name])


@pytest.mark.parametrize(
    ("every", "marked"),
    [(3, [0, 3]), ((1, 2), [1, 3]), ([0, -1], [0, 4]), (slice(2), [0, 1]), (None, range(5))],
)
def test_markevery_decides_which_points_are_marked(every, marked):
    (marks,) = panel_of(lambda ax: ax.plot(range(5), range(5), "o", markevery=every))["marks"]
    assert marks["xy"][:, 0].tolist() == list(marked)


@pytest.mark.parametrize("draw", ["contour", "contourf"])
def test_vertices_of_a_level_have_its_value(draw):
    x, y = np.linspace(-1, 1, 30), np.linspace(0, 4, 25)
    levels = [-2.0, 0.5, 1.0, 2.5, 3.0, 9.0]
    field = x[None, :] + y[:, None]  # linear, so that interpolation is exact
    (contours,) = panel_of(lambda ax: getattr(ax, draw)(x, y, field, levels))["contours"]
    assert contours["box"] == [-1, 1, 0, 4]
    assert contours["levels"] == levels
    parts = np.split(contours["xy"], np.cumsum(contours["lengths"])[:-1])
    inner = {"contour": parts[1:5], "contourf": parts}[draw]
    for level, part in zip(levels[1:5], inner, strict=True):
        assert len(part) > 5
        np.testing.assert_allclose(part.sum(axis=1), level, atol=1e-9)


@pytest.mark.parametrize("option", [{"linewidth": 2}, {"lw": 0.5}, {"linestyle": "--"}])
def test_contours_keep_their_lines_under_an_option_of_lines(option):
    # Matplotlib then holds a list of widths, where it holds an array otherwise.
    x = np.linspace(-1, 1, 30)
    panel = panel_of(lambda ax: ax.contour(x, x, np.add.outer(x**2, x), **option))
    assert len(panel["contours"]) == 1
    assert not panel["others"]


def test_a_contour_of_many_vertices_is_sampled():
    x = np.linspace(-1, 1, 300)
    field = np.add.outer(x**2, x**2)
    (contours,) = panel_of(lambda ax: ax.contour(x, x, field, 20))["contours"]
    assert 300 < len(contours["xy"]) < 700


def test_a_drawing_that_is_too_large_is_cut_and_says_so():
    def draw(ax):
        ax.plot(np.zeros(500_000), np.zeros(500_000))
        return ax

    figure = seen(draw, FRESH_AXES)
    assert figure["truncated"]
    assert len(figure["axes"][0]["curves"][0]["xy"]) == 200_000


def test_words_are_kept_with_their_place():
    def draw(ax):
        ax.set_title("left", loc="left")
        ax.plot([0, 1], [0, 1], label="η = 0.1")
        ax.legend(title="rate")
        ax.text(0.25, 0.5, "here")
        ax.text(0, 0, "hidden", visible=False)
        ax.figure.suptitle("above")
        return ax

    figure = seen(draw, FRESH_AXES)
    (panel,) = figure["axes"]
    assert panel["titles"] == ["left", "", ""]
    assert panel["legends"] == [{"title": "rate", "texts": ["η = 0.1"]}]
    assert [(t["text"], t["at"]) for t in panel["texts"]] == [("here", [0.25, 0.5])]
    assert figure["titles"] == ["above"]


def test_labels_of_levels_are_told_from_other_words():
    def draw(ax):
        x = np.linspace(-1, 1, 30)
        ax.clabel(ax.contour(x, x, np.add.outer(x, x), 5))
        ax.text(0, 0, "mine")

    texts = panel_of(draw)["texts"]
    assert [t["text"] for t in texts if not t["is_level"]] == ["mine"]
    assert len(texts) > 1


def test_importing_the_observer_costs_no_matplotlib_and_judging_never_does():
    code = (
        "import sys; import exercises.coach.calling.figure_as_data, exercises.coach.judging.plots; "
        "print('matplotlib' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_first_import_of_pyplot_is_on_agg():
    code = (
        "from exercises.coach.calling.figure_as_data import observe_drawing; "
        "observe_drawing(lambda: 1, []); import matplotlib; print(matplotlib.get_backend())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip().lower() == "agg"
