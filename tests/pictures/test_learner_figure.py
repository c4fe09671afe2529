"""A learner's own figure: shown as it is, marked where it is wrong, and left alone."""

import io

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging.figures.checked_description import read
from exercises.coach.judging.finding import Evidence, Finding, Flaw
from exercises.coach.judging.plots import judge_panels, judge_plot
from exercises.coach.judging.question import Question
from exercises.coach.judging.value_text import theta_at
from exercises.coach.showing.kept_pictures import KeptPictures
from exercises.coach.showing.pictures import ex4_marked, learner_figure
from exercises.coach.showing.pictures.of_finding import picture_of
from exercises.coach.showing.results import Result
from tests.drawing.plots import PATH, descend, oblique, plot_with, whole
from tests.kit import STEMS

STEM = STEMS[3]


def finding_of(plot, path=PATH, flaw=None):
    """Judge a plot as the learner tests do, and return the finding."""
    args = (oblique.loss, path, FRESH_AXES)
    seen = observe_drawing(plot, args, keep=True)
    assert seen.status == "returned", seen.raised
    flaw = flaw or judge_plot(seen.figure, oblique, path, given_axes=True) or Flaw("a", "b")
    evidence = Evidence(Question(STEM, "plot_trajectory", args), seen, None)
    return Finding(STEM, "plot_trajectory", "", flaw, evidence=evidence)


def marks_of(found):
    evidence = found.evidence
    drawing = read(evidence.observation.figure)
    ((index, marks),) = ex4_marked.marks_on(evidence.question, drawing, found.flaw)
    assert index == 0
    return marks


def test_iterates_that_nothing_joins_are_joined_by_what_is_expected():
    marks = marks_of(finding_of(plot_with(way=lambda ax, path: ax.plot(*path[:6].T))))
    np.testing.assert_array_equal(marks.lines, np.stack([PATH[5:-1], PATH[6:]], axis=1))
    ((point, words),) = marks.rings
    np.testing.assert_array_equal(point, PATH[5])
    assert words == "nothing joins θ₅ to θ₆"


@pytest.mark.parametrize("beyond", [PATH[:1], np.zeros((1, 2))])
def test_a_line_that_goes_on_is_told_where_the_path_ends_and_not_that_a_step_is_missing(beyond):
    def longer(ax, path):
        ax.plot(*np.vstack([path, beyond]).T, "r.-")

    marks = marks_of(finding_of(plot_with(way=longer)))
    ((point, words),) = marks.rings
    np.testing.assert_array_equal(point, PATH[-1])
    assert words == f"expected: the path ends here, at {theta_at(len(PATH) - 1)}"
    assert not marks.lines
    assert not marks.legend


def test_ends_without_a_mark_are_ringed():
    marks = marks_of(finding_of(plot_with(marks=None)))
    assert [words for _, words in marks.rings] == ["the start", "the last iterate"]
    np.testing.assert_array_equal([point for point, _ in marks.rings], PATH[[0, -1]])


def test_an_iterate_out_of_view_is_pointed_at():
    def near(ax):
        ax.set(xlabel="x", ylabel="y", title="near", xlim=(-0.5, 0.5), ylim=(-0.5, 0.5))

    ((point, words),) = marks_of(finding_of(plot_with(says=near))).beyond
    np.testing.assert_array_equal(point, PATH[0])
    assert words == "outside: θ₀ = (1, -3)"


def test_the_level_lines_that_are_expected_are_level_lines():
    for field in (None, lambda ax, loss, path: ax.contour(np.eye(9))):
        marks = marks_of(finding_of(plot_with(field=field)))
        assert len(marks.lines) >= 5
        for line in marks.lines:
            losses = np.sqrt([oblique.loss(point) for point in line])
            assert np.ptp(losses) < 0.05 * losses.mean() + 0.05


def test_labels_that_are_missing_are_asked_for_where_they_belong():
    marks = marks_of(finding_of(plot_with(says=lambda ax: ax.set(xlabel="x", title="t"))))
    assert marks.edges == (("left", "no label on this axis (y)"),)
    ends = {"marks": lambda ax, path: (ax.plot(*path[0], "go"), ax.plot(*path[-1], "b*"))}
    marks = marks_of(finding_of(plot_with(says=None, **ends)))
    assert [edge for edge, _ in marks.edges] == ["bottom", "left", "top"]


def test_panels_made_from_right_to_left_are_marked_where_they_lie():
    lrs, start = [0.02, 0.1, 0.25], [1.0, -3.0]

    def plot(loss_fn, grad_fn, theta_init, lrs, num_steps):
        figure = plt.figure()
        for i in (2, 1, 0):
            ax = figure.add_subplot(1, 3, i + 1)
            whole(ax, loss_fn, descend(oblique, theta_init, lrs[i], num_steps))
            ax.set_title(f"η = {lrs[i]}" if i else "the smallest")
        return figure

    args = (oblique.loss, oblique.grad, start, lrs, 7)
    seen = observe_drawing(plot, args)
    paths = [descend(oblique, start, lr, 7) for lr in lrs]
    flaw = judge_panels(seen.figure, oblique, paths, lrs)
    question = Question(STEM, "plot_learning_rates", args)
    ((index, marks),) = ex4_marked.marks_on(question, read(seen.figure), flaw)
    assert index == 2
    assert not marks.lines


def test_what_is_no_matter_of_a_place_is_said_and_not_marked():
    def plot(loss_fn, path, ax):
        whole(ax, loss_fn, path)
        return ax.figure

    found = finding_of(plot)
    seen = found.evidence
    assert not list(ex4_marked.marks_on(seen.question, read(seen.observation.figure), found.flaw))
    assert picture_of(found)().startswith(b"\x89PNG")


def pixels_of(png):
    return plt.imread(io.BytesIO(png))


def test_what_is_theirs_is_shown_pixel_by_pixel():
    found = finding_of(plot_with(), flaw=Flaw("another matter", "b"))
    figure = found.evidence.observation.live
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=100)
    own = pixels_of(buffer.getvalue())
    shown = pixels_of(picture_of(found)())[-own.shape[0] :]
    assert np.abs(shown[:, : own.shape[1], :3] - own[..., :3]).max() < 0.02


class Bad(mpl.lines.Line2D):
    """Ends the program where it is drawn."""

    def draw(self, renderer):
        raise SystemExit("not today")


def odd(*, figsize=None, before=None, after=None, projection=None):
    def plot(loss_fn, path, ax=None):
        figure = plt.figure(figsize=figsize)
        ax = figure.add_subplot(projection=projection)
        if before:
            before(ax)
        whole(ax, loss_fn, path)
        if after:
            after(ax)
        return ax

    return plot


SHOWN = {
    "huge": odd(figsize=(900, 900)),
    "tiny": odd(figsize=(0.05, 0.05)),
    "longer than high": odd(figsize=(60, 1)),
    "log axes": odd(after=lambda ax: ax.set(xscale="log", yscale="log")),
    "axes upside down": odd(after=lambda ax: (ax.invert_yaxis(), ax.invert_xaxis())),
    "polar": odd(projection="polar"),
    "without axes": odd(after=lambda ax: ax.set_axis_off()),
    "money": odd(after=lambda ax: ax.set(title="5 $ and 6 $ and \\$", xlabel="")),
    "other letters": odd(after=lambda ax: ax.set(title="路径 \u200f طريق", xlabel="")),
    "a tight layout": odd(after=lambda ax: ax.figure.set_layout_engine("tight")),
    "a subfigure": lambda loss_fn, path, ax=None: whole(
        plt.figure().subfigures(1, 2)[1].subplots(), loss_fn, path
    ),
}
NOT_SHOWN = {
    "less than a pixel high": odd(figsize=(2000, 1)),
    "bad mathematics": odd(after=lambda ax: ax.set(title=r"$\notamacro$", xlabel="")),
    "an artist that ends the program": odd(after=lambda ax: ax.add_line(Bad([0, 1], [0, 1]))),
    "nothing at all": lambda loss_fn, path, ax: ax,
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_odd_figure_is_shown_at_a_size_that_a_screen_has(name):
    png = picture_of(finding_of(SHOWN[name]))()
    height, width = pixels_of(png).shape[:2]
    assert 1 <= width <= learner_figure.WIDEST
    assert 1 <= height <= learner_figure.HIGHEST + 200


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_a_figure_that_cannot_be_drawn_costs_the_picture_and_not_the_message(name, tmp_path):
    found = finding_of(NOT_SHOWN[name])
    result = Result(Question(STEM, "plot_trajectory", ()).exercise, "", "", "wrong", finding=found)
    assert KeptPictures(tmp_path / "exercises").picture(result, [result.exercise]) == ""


def test_a_figure_that_takes_too_long_to_draw_is_given_up(monkeypatch, tmp_path):
    class Slow(mpl.lines.Line2D):
        def draw(self, renderer):
            while True:
                pass

    monkeypatch.setattr(learner_figure, "SECONDS", 0.2)
    found = finding_of(odd(after=lambda ax: ax.add_line(Slow([0, 1], [0, 1]))))
    result = Result(Question(STEM, "plot_trajectory", ()).exercise, "", "", "wrong", finding=found)
    assert KeptPictures(tmp_path / "exercises").picture(result, [result.exercise]) == ""


def test_the_learners_figures_style_and_backend_are_left_alone():
    mine, ax = plt.subplots()
    with plt.rc_context({"lines.linewidth": 7, "text.color": "red"}):
        found = finding_of(plot_with(marks=None))
        style, backend, current = dict(mpl.rcParams), mpl.get_backend(), plt.gcf()
        live = found.evidence.observation.live
        canvas, dpi, children = live.canvas, live.dpi, len(live.axes[0].get_children())
        picture_of(found)()
        assert dict(mpl.rcParams) == style
    assert (mpl.get_backend(), plt.gcf(), plt.gca()) == (backend, current, ax)
    assert plt.get_fignums() == [mine.number]
    assert (live.canvas, live.dpi) == (canvas, dpi)
    assert len(live.axes[0].get_children()) == children


def test_a_figure_that_was_there_before_is_nobodys_to_draw_on():
    def plot(loss_fn, path, ax=None):
        return whole(kept[1], loss_fn, path)

    kept = plt.subplots()
    seen = observe_drawing(plot, (oblique.loss, PATH), keep=True)
    assert seen.figure["place"] == "earlier"
    assert seen.live is None


def test_no_figure_is_kept_where_none_is_asked_for():
    assert observe_drawing(plot_with(), (oblique.loss, PATH, FRESH_AXES)).live is None
