"""A sketch of a wrong answer holds what Matplotlib would draw, and costs no grade."""

import json
import re
from dataclasses import asdict, replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.contracts import exercise_of
from exercises.coach.judging import plots
from exercises.coach.judging.finding import Evidence, Finding, Wrong
from exercises.coach.judging.question import Question
from exercises.coach.showing.pictures.of_finding import picture_of
from exercises.coach.showing.pictures.picture_style import RIGHT, YOURS
from grader import picture_data
from grader.check_outcome import verdict_on
from grader.grades import Outcome
from grader.picture_data import SIDE, Axis, drawn, sketch_from, sketch_of
from grader.reports.pages.picture import svg_of
from tests.drawing.plots import PATH, descend, oblique, plot_with
from tests.drawing.test_panels import LRS, START, panels_with
from tests.grading.findings import found
from tests.pictures.test_of_finding import CALLS, ODD, STARTS, finding, parabola, valley

WRONG = {
    "ex1.gradient_descent": (1.0, [25.0, 20.0, 15.0, 10.0]),
    "ex1.gradient_descent in the plane": (np.array([4.0, 4.0]), [275.0, 200.0]),
    "ex1.find_critical_points": [(0.5, "maximum")],
    "ex2.lr_finder": (0.1, [1.7, 3.0, np.inf]),
    "ex3.suboptimality": [2.0, 1.0, 0.5, 0.25],
    "ex3.sublinear_bound": [9.0, 8.0, 7.0, 6.0],
    "ex3.linear_bound": [9.0, np.nan, 7.0, 6.0],
    "ex3.fit_power_law": (-2.0, 1.0),
    "ex4.trajectory": [[5.0, 5.0], [5.2, 7.0], [5.408, 9.8]],
    "ex5.fit": (np.ones(2), [0.5, 0.4, 0.3]),
}
VISITED = [np.array([5.0, 5.0]), np.array([4.0, 4.0])]
ROLES = {RIGHT: "right", YOURS: "yours"}


def a_finding(name):
    visited = VISITED if "plane" in name else ()
    return finding(name, WRONG[name], CALLS[name][1], visited=visited)


def points_of(line):
    """Return the points of a line, in `SIDE`."""
    return [tuple(map(int, pair.split(","))) for part in line.parts for pair in part.split()]


@pytest.mark.parametrize("name", CALLS)
def test_a_sketch_has_the_lines_words_and_scales_that_matplotlib_draws(name):
    axes = Figure().add_subplot()
    picture_of(a_finding(name)).draw(axes)
    made = sketch_of(a_finding(name))
    assert (made.title, made.x.label, made.y.label) == (
        axes.get_title(), axes.get_xlabel(), axes.get_ylabel(),
    )  # fmt: skip
    assert (made.x.scale, made.y.scale) == (axes.get_xscale(), axes.get_yscale())
    # A line of the Axes' own has a name that no legend shows.
    shown = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
    named = [line for line in made.lines if line.label]
    assert [line.label for line in named] == [line.get_label() for line in shown]
    for line, other in zip(named, shown, strict=True):
        assert line.role == ROLES.get(other.get_color(), "beside")
        assert line.is_joined == (other.get_linestyle() not in ("None", "none"))
        xy = other.get_xydata()
        xy = xy[np.isfinite(xy).all(axis=1)]
        if len(xy) < 200:
            there = np.stack([made.x.place(xy[:, 0]), made.y.place(xy[:, 1])], axis=1)
            np.testing.assert_allclose(np.array(points_of(line)).reshape(-1, 2), there, atol=0.6)


@pytest.mark.parametrize("name", CALLS)
def test_the_right_answer_is_all_within_the_axes(name):
    made = sketch_of(a_finding(name))
    points = [point for line in made.lines if line.role == "right" for point in points_of(line)]
    assert points
    # A mark of what blew up stands at the edge.
    assert all(-60 <= x <= SIDE + 60 and -60 <= y <= SIDE + 60 for x, y in points)


def test_a_path_in_the_plane_has_level_lines_and_the_start():
    made = sketch_of(a_finding("ex4.trajectory"))
    (levels,) = [line for line in made.lines if line.role == "level"]
    assert len(levels.parts) >= 5
    assert [line.label for line in made.lines if line.mark and line.is_hollow] == ["start"]


@pytest.mark.parametrize("name", CALLS)
def test_odd_answers_have_a_sketch_or_none_and_raise_nothing(name):
    made = []
    for value in ODD:
        for whole in (value, (1.0, value), (value, [1.0, 2.0, 3.0])):
            made.append(drawn(finding(name, whole, CALLS[name][1], visited=VISITED)))
    for each in filter(None, made):
        assert sketch_from(json.loads(json.dumps(asdict(each)))) == each
        assert np.isfinite((each.x.low, each.x.high, each.y.low, each.y.high)).all()
    assert any(made)


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_odd_starts_raise_nothing(start):
    problem = parabola if start.ndim == 0 else valley
    for lr in (1e-300, 0.1, 3.0, 1e300, float("inf"), float("nan")):
        args = (problem.loss, problem.grad, start, lr, 30)
        drawn(finding("ex1.gradient_descent", (start, [1.0]), (start, [1.0]), args, [start] * 5))


def test_a_sketch_of_a_long_run_is_small():
    right, wrong = np.exp(-np.arange(10_000) / 900), np.exp(-np.arange(10_000) / 500)
    made = sketch_of(finding("ex3.suboptimality", wrong, right))
    assert len(json.dumps(asdict(made))) < 8000
    assert "log axis" in made.x.label
    assert made.x.scale == "symlog"


def test_a_fault_in_a_picture_costs_no_grade(monkeypatch):
    def fails(found):
        raise RuntimeError("no picture")

    monkeypatch.setattr(picture_data, "picture_of", fails)
    verdict = verdict_on(Wrong(a_finding("ex3.suboptimality"), "wrong"))
    assert (verdict.outcome, verdict.sketch) == (Outcome.FAILED, None)


def test_a_verdict_has_the_sketch_and_no_evidence():
    verdict = verdict_on(Wrong(a_finding("ex3.suboptimality"), "wrong"))
    assert verdict.finding.evidence is None
    assert [line.label for line in verdict.sketch.lines] == ["right", "yours"]


def test_a_finding_without_evidence_has_none():
    assert sketch_of(found("1")) is None
    assert sketch_of(replace(a_finding("ex3.suboptimality"), evidence=None)) is None


def test_a_line_is_broken_where_a_number_is_missing():
    yours = sketch_of(a_finding("ex3.linear_bound")).lines[1]
    assert [len(part.split()) for part in yours.parts] == [1, 2]


@pytest.mark.parametrize(("axis", "values", "places"), [
    (Axis("", -1.0, 3.0), [-1, 1, 3], [0, 500, 1000]),
    (Axis("", 0.01, 100.0, "log"), [0.01, 1, 10], [0, 500, 750]),
    (Axis("", 0.0, 1000.0, "symlog"), [0, 1, 10, 1000], [0, 250, 500, 1000]),
])  # fmt: skip
def test_values_stand_where_the_scale_has_them(axis, values, places):
    np.testing.assert_allclose(axis.place(values), places)


def plotted(plot, function, *arguments):
    """Return the finding that the judge of plots has of a plot, with its evidence."""
    seen = observe_drawing(plot, list(arguments))
    question = Question(exercise_of("ex4").stem, function, arguments)
    if function == "plot_trajectory":
        flaw = plots.judge_plot(seen.figure, oblique, arguments[1], given_axes=True)
    else:
        paths = np.array([descend(oblique, START, lr, 7) for lr in LRS])
        flaw = plots.judge_panels(seen.figure, oblique, paths, LRS)
    return Finding(question.stem, function, "", flaw, evidence=Evidence(question, seen, None))


def test_a_plot_has_its_lines_beside_the_path_that_they_should_show():
    def swapped(ax, path):
        ax.plot(path[:, 1], path[:, 0])

    found = plotted(plot_with(way=swapped), "plot_trajectory", oblique.loss, PATH, FRESH_AXES)
    made = drawn(found)
    yours, right = (
        next(np.array(points_of(line)) for line in made.lines if line.role == role)
        for role in ("yours", "right")
    )
    here = np.stack([made.x.place(PATH[:, 0]), made.y.place(PATH[:, 1])], axis=1)
    there = np.stack([made.x.place(PATH[:, 1]), made.y.place(PATH[:, 0])], axis=1)
    np.testing.assert_allclose(right, here, atol=0.6)
    np.testing.assert_allclose(yours, there, atol=0.6)


def test_a_plot_without_a_line_says_so_beside_the_path():
    found = plotted(plot_with(way=None), "plot_trajectory", oblique.loss, PATH, FRESH_AXES)
    made = drawn(found)
    assert {line.label for line in made.lines if line.label} == {"right", "yours: no line", "start"}
    assert [line.role for line in made.lines if line.role == "yours" and any(line.parts)] == []


def test_of_panels_the_one_that_is_wrong_is_shown_with_its_learning_rate():
    wrong = panels_with(rates=[LRS[0], LRS[1], 0.2])
    made = drawn(plotted(wrong, "plot_learning_rates", oblique.loss, oblique.grad, START, LRS, 7))
    assert made.title.startswith("plot_learning_rates, the panel of η = 0.25\n")


@pytest.mark.parametrize("parts", [{"field": None}, {"marks": None}, {"says": None}])
def test_a_plot_that_lacks_something_else_has_no_picture_of_its_path(parts):
    found = plotted(plot_with(**parts), "plot_trajectory", oblique.loss, PATH, FRESH_AXES)
    assert drawn(found) is None


ENDS = (5e-324, 1e-310, 1.79e308, -1.79e308, 1e300, 0.0)


def at_the_end(value, end, where):
    """Return an answer with a number as small or as large as a float can be in one place."""
    if isinstance(value, float):
        return end
    if isinstance(value, np.ndarray):
        changed = value.copy()
        changed.flat[where % value.size] = end
        return changed
    parts = list(value)
    at = where % len(parts)
    parts[at] = at_the_end(parts[at], end, where) if not isinstance(parts[at], str) else parts[at]
    return type(value)(parts)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_a_sketch_from_the_least_to_the_largest_number_can_be_shown(name):
    for end in ENDS:
        for other in ENDS:
            for where in range(3):
                value = at_the_end(at_the_end(WRONG[name], end, where), other, where + 1)
                visited = VISITED if "plane" in name else ()
                wrong = finding(name, value, CALLS[name][1], visited=visited)
                made = drawn(wrong)
                if made is not None:
                    assert not re.search(r'"[^"]*\b(?:nan|inf)\b[^"]*"', svg_of(made))
