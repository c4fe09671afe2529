"""The picture of a finding: true for whatever came back, and never the end of a run."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from exercises.coach.calling.observe import Observation
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.compare import array_of
from exercises.coach.judging.finding import Evidence, Finding, Flaw
from exercises.coach.judging.question import Question
from exercises.coach.problems import Polynomial, Quadratic
from exercises.coach.showing.pictures import picture_style
from exercises.coach.showing.pictures.of_finding import picture_of

parabola = Polynomial((0.0, 0.0, 1.0))
valley = Quadratic(np.diag([2.0, 20.0]))
T = np.arange(1.0, 6.0)
# A call of each function that has a picture, and what is expected of it.
CALLS = {
    "ex1.gradient_descent": (
        (parabola.loss, parabola.grad, 5.0, 0.1, 4), (2.048, [25.0, 16.0, 10.24, 6.5536]),
    ),
    "ex1.gradient_descent in the plane": (
        (valley.loss, valley.grad, np.array([5.0, 5.0]), 0.02, 2),
        (np.array([4.608, 1.8]), [275.0, 113.04]),
    ),
    "ex1.find_critical_points": ((parabola.loss, parabola.grad, [1.0]), [(0.0, "minimum")]),
    "ex2.lr_finder": (
        (parabola.loss, parabola.grad, 4.0, [0.1, 0.4, 3.0], 5), (0.4, [1.7, 1e-6, 2e8]),
    ),
    "ex3.suboptimality": ((np.array([1.0]), np.array([2.0]), 0.5, 3), [2.0, 0.5, 0.125, 0.03125]),
    "ex3.sublinear_bound": (([2.0, 0.0], [0.0, 0.0], 0.5, 4), [4.0, 2.0, 4 / 3, 1.0]),
    "ex3.linear_bound": ((np.array([1.0, 4.0]), 10.0, 3), [10.0, 7.5, 5.625, 4.21875]),
    "ex3.fit_power_law": ((T, 5.0 / T), (-1.0, 5.0)),
    "ex4.trajectory": (
        (valley.grad, np.array([5.0, 5.0]), 0.02, 2), [[5.0, 5.0], [4.8, 3.0], [4.608, 1.8]],
    ),
    "ex5.fit": ((np.eye(2), np.ones(2), 0.5, 3), (np.ones(2), [0.5, 0.3, 0.2])),
}  # fmt: skip
NUMBERS = (np.nan, np.inf, -np.inf, 1e300, -1e300, 5e-324, 0.0, -1.0)
ODD = [
    None, True, 3, "converges", [], (), {}, [[]], [None], ["a", "b", "c"], [1, [2, 3]], 1j,
    np.zeros((0, 2)), np.zeros((3, 3)), np.zeros((2, 2, 2)), np.array(["a"]), [np.nan] * 3,
    [("a", "b")], [(1.0, "saddle"), (1e300, "minimum"), (np.nan, "maximum")], [(0.0,)], [(0.0, 1)],
    np.arange(30_000.0), [10**400, 1, 2],
    *(np.full((4,), number) for number in NUMBERS), *(np.full((3, 2), n) for n in NUMBERS),
]  # fmt: skip
STARTS = [np.full(2, number) for number in NUMBERS] + [np.float64(number) for number in NUMBERS]


def finding(name, value, expected, args=None, visited=()):
    key = name.split()[0]
    exercise = exercise_of(key.split(".")[0])
    function = key.split(".")[1]
    question = Question(exercise.stem, function, CALLS[name][0] if args is None else args)
    seen = Observation("returned", value=value, visited=tuple(visited))
    evidence = Evidence(question, seen, expected)
    return Finding(exercise.stem, function, "", Flaw("a", "b"), evidence=evidence)


def drawn(found):
    """Return the PNG, None where there is no picture."""
    draw = picture_of(found)
    return None if draw is None else draw()


@pytest.mark.parametrize("name", CALLS)
def test_odd_values_have_a_picture_or_none_and_raise_nothing(name, monkeypatch):
    # To lay out a sheet takes longest, and is the same for all.
    monkeypatch.setattr(picture_style, "png", sketched)
    for value in ODD:
        for whole in (value, (value, value), (1.0, value), (value, [1.0, 2.0, 3.0])):
            parts = [array_of(part) for part in whole] if isinstance(whole, tuple) else []
            visited = [part for part in parts if part is not None]
            drawn(finding(name, whole, CALLS[name][1], visited=visited))


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_odd_starts_and_rates_raise_nothing(start, monkeypatch):
    monkeypatch.setattr(picture_style, "png", sketched)
    problem = parabola if start.ndim == 0 else valley
    for lr in (1e-300, 0.1, 3.0, 1e300, float("inf"), float("nan")):
        args = (problem.loss, problem.grad, start, lr, 30)
        value = (start, [1.0])
        drawn(finding("ex1.gradient_descent", value, value, args, [start] * 5))


def sketched(draw, size=(1.0, 1.0)):
    """Draw and render without a layout, which is slow."""
    from exercises.coach.showing.pictures.picture_style import own_style

    with own_style():
        figure = Figure(figsize=size, dpi=20)
        draw(figure)
        figure.canvas.draw()
    return b"drawn"


@pytest.mark.parametrize("name", CALLS)
def test_what_nobody_could_tell_from_the_right_answer_has_no_picture(name):
    expected = CALLS[name][1]
    visited = [np.array([5.0, 5.0]), np.array([4.8, 3.0])] if "plane" in name else ()
    if name == "ex1.gradient_descent":
        visited = [np.float64(x) for x in (5.0, 4.0, 3.2, 2.56)]
    assert picture_of(finding(name, expected, expected, visited=visited)) is None


def axes_of(monkeypatch, found):
    """Return the Axes of a finding's picture."""
    kept = []

    def keep(draw, size=(6.4, 4.4)):
        kept.append(Figure())
        draw(kept[-1])
        return b""

    monkeypatch.setattr(picture_style, "png", keep)
    drawn(found)
    return kept[0].axes[0]


@pytest.mark.parametrize(("name", "first"), [("ex3.sublinear_bound", 1), ("ex3.linear_bound", 0)])
def test_the_first_entry_of_a_bound_stands_at_its_t(name, first, monkeypatch):
    ax = axes_of(monkeypatch, finding(name, [9.0, 8.0, 7.0, 6.0], CALLS[name][1]))
    for line in ax.lines:
        assert line.get_xdata().tolist() == [first, first + 1, first + 2, first + 3]


def test_a_sweep_stands_over_its_learning_rates_and_shows_what_blew_up(monkeypatch):
    losses = [1.7, np.inf, 2e8]
    ax = axes_of(monkeypatch, finding("ex2.lr_finder", (0.1, losses), CALLS["ex2.lr_finder"][1]))
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert "learning rate" in ax.get_xlabel()
    marks = {line.get_label(): list(line.get_xdata()) for line in ax.lines}
    (blown,) = [name for name in marks if name.startswith("yours: 2 blew up")]
    assert marks[blown] == [0.4, 3.0]
    (right,) = [name for name in marks if name.startswith("right: 1 blew up")]
    assert marks[right] == [3.0]


def test_eta_is_in_the_title_of_a_path_and_each_axis_has_a_name(monkeypatch):
    path = [[5.0, 5.0], [5.2, 7.0], [5.408, 9.8]]
    ax = axes_of(monkeypatch, finding("ex4.trajectory", path, CALLS["ex4.trajectory"][1]))
    assert "2 steps with η = 0.02" in ax.get_title()
    assert "x" in ax.get_xlabel()
    assert "y" in ax.get_ylabel()
    yours = next(line for line in ax.lines if line.get_label() == "yours")
    np.testing.assert_array_equal(yours.get_xydata(), path)


def test_a_long_run_says_how_much_of_it_is_shown(monkeypatch):
    args = (parabola.loss, parabola.grad, 5.0, 0.1, 400)
    found = finding("ex1.gradient_descent", (1.0, [1.0]), (1.0, [1.0]), args, [np.float64(5)] * 9)
    assert "the first 25 of 400 steps" in axes_of(monkeypatch, found).get_title()


def test_values_over_a_row_of_points_are_not_drawn_over_steps():
    question = Question("ex1_gradient_descent", "loss", (np.array([0.0, 1.0, 2.0]),))
    seen = Observation("returned", value=np.array([1.0, 2.0, 3.0]))
    evidence = Evidence(question, seen, np.array([2.0, 0.0, 6.0]))
    found = Finding("ex1_gradient_descent", "loss", "", Flaw("a", "b"), evidence=evidence)
    assert picture_of(found) is None


def test_to_know_whether_there_is_a_picture_takes_no_matplotlib():
    code = (
        "import sys; import exercises.coach.showing.kept_pictures; "
        "print('matplotlib' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_legend_is_no_wider_than_the_page(monkeypatch):
    sheets = []
    monkeypatch.setattr(picture_style, "png", lambda draw, size: sheets.append((draw, size)))
    losses = [1.7, 0.0, np.inf]
    picture_of(finding("ex2.lr_finder", (0.4, [np.nan, -1.0, np.inf]), (0.4, losses)))()
    [(draw, size)] = sheets
    with picture_style.own_style():
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        figure.draw_without_rendering()
        assert figure.legends[0].get_window_extent().width <= figure.bbox.width
