"""A figure drawn from its description is the figure as far as that says, and is bounded."""

import copy
import random
import time

import matplotlib.pyplot as plt
import numpy as np
import pytest

from exercises.coach.calling.axes_as_data import describe_figure
from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging.figures.checked_description import UNREADABLE, read
from exercises.coach.judging.finding import Evidence, Finding
from exercises.coach.judging.plots import judge_panels, judge_plot
from exercises.coach.judging.question import Question
from grader.debug.redrawn import LEVEL_WIDTH, redrawn, redrawn_plot
from tests.drawing.plots import PATH, descend, oblique, plot_with, whole
from tests.drawing.test_forged_descriptions import ODD, crowds, places, with_part
from tests.drawing.test_panels import LRS, START, SUBFIGURES, panels_with, subfigure_says
from tests.kit import STEMS

PLOT = Question(STEMS[3], "plot_trajectory", (oblique.loss, PATH, FRESH_AXES))
PANELS = Question(STEMS[3], "plot_learning_rates", (oblique.loss, oblique.grad, START, LRS, 7))


WORDS = ("titles", "labels", "scales")


def many_kinds(loss_fn, path, ax=None):
    """Draw with as many kinds of artists as a description knows."""
    ax.set_facecolor("navy")
    whole(ax, loss_fn, path)
    ax.plot(*path.T, "w--", label="η = $0.1$")
    ax.quiver(*path[:-1].T, *np.diff(path, axis=0).T, angles="xy", scale_units="xy", scale=1)
    ax.scatter(*path.T, c=np.arange(len(path)), marker="^")
    ax.add_patch(plt.Circle(path[0], 0.1))
    ax.annotate("here", path[0], path[-1], arrowprops={"arrowstyle": "->"})
    ax.legend(title="path")
    return ax


def described(plot, question=PLOT):
    return observe_drawing(plot, question.args).figure


def again(figure):
    """Return the description of what is drawn from a description; level lines are lines there."""
    drawn = redrawn(read(figure))
    found = {**figure, **describe_figure(drawn, None, [drawn.axes[figure["drawn_on"]]])}
    for new, old in zip(found["axes"], figure["axes"], strict=True):
        new["curves"] = [curve for curve in new["curves"] if curve["width"] != LEVEL_WIDTH]
        new["contours"] = old["contours"]
    return found


SHOWN = {
    "right": plot_with(),
    "many kinds": many_kinds,
    "no line through the end": plot_with(way=lambda ax, path: ax.plot(*path[:6].T)),
    "no marks": plot_with(marks=None),
    "no level lines": plot_with(field=None),
    "no labels": plot_with(says=lambda ax: ax.set(xlabel="x")),
    "out of view": plot_with(
        says=lambda ax: ax.set(xlabel="x", ylabel="y", title="near", xlim=(-0.5, 0.5))
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_drawn_again_has_the_flaw_of_the_figure(name):
    figure = described(SHOWN[name])
    was = judge_plot(figure, oblique, PATH, given_axes=True)
    now = judge_plot(again(figure), oblique, PATH, given_axes=True)
    assert now == was
    assert (was is None) == (name in ("right", "many kinds"))


def test_panels_drawn_again_are_the_panels():
    figure = described(panels_with(), PANELS)
    paths = np.array([descend(oblique, START, lr, 7) for lr in LRS])
    assert judge_panels(again(figure), oblique, paths, LRS) is None
    assert [axes["titles"] for axes in again(figure)["axes"]] == [
        axes["titles"] for axes in figure["axes"]
    ]


def test_the_title_of_a_subfigure_is_written_over_its_panel():
    figure = described(subfigure_says(SUBFIGURES["title"]), PANELS)
    paths = np.array([descend(oblique, START, lr, 7) for lr in LRS])
    assert judge_panels(again(figure), oblique, paths, LRS) is None


def test_places_limits_words_and_looks_are_those_of_the_figure():
    before = described(many_kinds)
    after = again(before)
    assert after["size"] == before["size"]
    (old,), (new,) = before["axes"], after["axes"]
    for name in ("position", "titles", "labels", "limits", "scales", "aspect", "face"):
        assert new[name] == (old[name] if name in WORDS else pytest.approx(old[name], abs=1e-3))
    assert [text["text"] for text in new["texts"]] == [text["text"] for text in old["texts"]]
    assert new["legends"][0]["texts"] == ["path", "start", "end", "η = $0.1$"]
    assert [1.0, 1.0, 1.0, 1.0] in [c["color"] for c in new["curves"] if c["kind"] == "segments"]
    kinds = [mark["shapes"] for mark in old["marks"] if mark["kind"] != "patch"]
    assert [mark["shapes"] for mark in new["marks"] if mark["kind"] != "patch"] == kinds


def test_what_is_wrong_is_marked_and_what_is_right_is_shown_as_it_is():
    figure = described(SHOWN["no marks"])
    flaw = judge_plot(figure, oblique, PATH, given_axes=True)
    assert flaw is not None
    finding = Finding(PLOT.stem, PLOT.function, "", flaw, evidence=Evidence(PLOT, None, None))
    wrong = redrawn_plot(PLOT, figure, finding)
    unmarked = redrawn_plot(PLOT, figure, None)
    assert wrong.startswith(b"\x89PNG")
    assert unmarked.startswith(b"\x89PNG")
    assert wrong != unmarked


def test_an_empty_figure_has_no_picture():
    with pytest.raises(ValueError, match="nothing on the figure"):
        redrawn_plot(PLOT, described(lambda loss_fn, path, ax: ax), None)


def test_signs_of_money_and_bad_formulas_are_written_as_they_are():
    for words in ("5 $", "$ 5 or 6 $", r"$\notamacro$", "$" + "{" * 150 + "$", "\0\n\u200f"):
        figure = described(plot_with(says=lambda ax: ax.set(xlabel="x", ylabel="y")))
        figure["axes"][0]["titles"] = [words, words, words]
        figure["axes"][0]["legends"] = [{"title": words, "texts": [words]}]
        assert redrawn_plot(PLOT, figure, None).startswith(b"\x89PNG")


def is_drawn(figure):
    """Whether a description is drawn; one that is none is refused, and never with anything else."""
    try:
        return redrawn_plot(PLOT, figure, None).startswith(b"\x89PNG")
    except UNREADABLE:
        return False


def test_a_forged_description_is_drawn_or_refused():
    figure, dice = described(many_kinds), random.Random(0)
    ways = places(figure)
    drawn = 0
    for way in dice.sample(ways, 25):
        drawn += is_drawn(with_part(figure, way, lambda part: dice.choice(ODD)))
    assert drawn


FAR = {
    "limits": {"limits": [-1e308, 1e308, 1e-300, 2e-300]},
    "limits on a log scale": {"limits": [-1.0, 1.0, 0.0, 0.0], "scales": ["log", "log"]},
    "no limits": {"limits": [float("nan"), float("inf"), 1.0, 1.0]},
    "a place": {"position": [1e300, -1e300, 1e300, 0.0]},
    "another scale": {"scales": ["function", "logit"]},
    "an aspect": {"aspect": float("nan")},
    "a colour": {"face": [9.0, -9.0]},
}


@pytest.mark.parametrize("name", FAR)
def test_numbers_that_no_figure_has_are_drawn_within_bounds(name):
    figure = described(many_kinds)
    figure["axes"][0] |= FAR[name]
    figure["size"] = [1e300, 0.0]
    assert is_drawn(figure)


@pytest.mark.parametrize("kind", crowds())
def test_a_crowd_is_drawn_within_seconds_or_refused(kind):
    figure = copy.deepcopy(described(plot_with()))
    crowd = crowds()[kind]
    if crowd is None:
        figure["axes"] *= 100_000
    else:
        figure["axes"][0] |= crowd
    began = time.thread_time()
    is_drawn(figure)
    assert time.thread_time() - began < 6
