"""What learners have made, drawn: true, once for each state of a file, never the end of a run."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.right_descent import right_path
from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.local_observer import local
from exercises.coach.showing.kept_pictures import KeptPictures, RightPicture, plots_in
from exercises.coach.showing.kept_results import mark_without
from exercises.coach.showing.pictures import ex2_valley
from exercises.coach.showing.pictures.all_right import PLOTS, picture_at_right
from exercises.coach.showing.results import Result, result_of
from tests.pictures.test_learner_figure import finding_of
from tests.pictures.test_of_finding import ODD

EX1, EX4 = EXERCISES[0], EXERCISES[3]


def fails(question, *, figures=False):
    return Observation("raised")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.key)
def test_functions_that_return_something_odd_have_no_picture(exercise):
    assert picture_at_right(exercise, fails) is None
    for value in ODD:
        for whole in (value, (value, value), (1.0, value), (value, [1.0] * 20)):
            seen = Observation("returned", value=whole, visited=(np.ones(2),) * 30)
            assert picture_at_right(exercise, lambda *a, seen=seen, **k: seen) is None


@pytest.mark.parametrize("lr", [*ex2_valley.LRS, 0.1])
def test_the_factors_are_those_by_which_descent_multiplies_x_and_y(lr):
    path = right_path(ex2_valley.VALLEY.grad, np.array([3.0, -2.0]), lr, 6)
    np.testing.assert_allclose(path[1:] / path[:-1], [ex2_valley.factors(lr)] * 6, rtol=1e-12)
    assert ex2_valley.is_right_path(path, lr)
    assert not ex2_valley.is_right_path(path, lr * 1.01)
    assert not ex2_valley.is_right_path(path[::-1], lr)


@pytest.mark.parametrize(
    ("lr", "said"),
    [
        (0.001, "settles, but slowly"),
        (0.0045, "settles"),
        (0.0095, "zigzags and settles"),
        (0.01, "y keeps its size: never settles"),
        (0.0101, "y grows: blows up"),
    ],
)
def test_what_is_said_of_a_run_is_what_it_does(lr, said):
    assert ex2_valley.verdict(lr) == said
    ends = np.abs(right_path(ex2_valley.VALLEY.grad, np.ones(2), lr, 200)[-1])
    assert ("grows" in said) == (ends.max() > 2)
    assert ("keeps" in said) == (abs(ends[1] - 1) < 1e-6)
    assert ("slowly" in said) == (0.5 < ends.max() < 0.9)


def test_a_path_of_something_else_is_not_drawn_with_these_factors():
    def momentum(question, *, figures=False):
        path = np.column_stack([np.linspace(1, 0.5, 21), np.linspace(1, 0.1, 21)])
        return Observation("returned", value=(path[-1], [1.0] * 20), visited=tuple(path[:-1]))

    assert picture_at_right(EX1, momentum) is None


def right_ask(question, *, figures=False):
    _, grad, start, lr, num_steps = question.args
    path = right_path(grad, start, lr, num_steps)
    return Observation("returned", value=(path[-1], [0.0] * num_steps), visited=tuple(path[:-1]))


@pytest.fixture(scope="module")
def drawn_once():
    picture = picture_at_right(EX1, right_ask)
    assert picture.startswith(b"\x89PNG")
    return picture


def test_a_picture_is_drawn_once_for_what_stands_in_the_file(tmp_path, drawn_once, monkeypatch):
    kept = KeptPictures(tmp_path)
    asked = []
    monkeypatch.setattr(
        "exercises.coach.showing.kept_pictures.picture_at_right",
        lambda exercise, ask, function: asked.append(exercise) or drawn_once,
    )
    path = f"{tmp_path.name}/.feedback/{EX1.stem}.png"
    for mark, times in (("a", 1), ("a", 1), ("b", 2), ("", 3), ("", 4)):
        kept.picture(None, [EX1], {EX1.stem: mark})
        is_new = len(asked) < times
        expected = (RightPicture(EX1.stem, path, is_new),)
        assert kept.right_pictures({EX1.stem: mark}, right_ask) == expected
        assert len(asked) == times


def test_the_picture_of_a_mistake_never_passes_for_one_of_what_is_right(
    tmp_path, drawn_once, monkeypatch
):
    kept = KeptPictures(tmp_path)
    file = tmp_path / ".feedback" / f"{EX4.stem}.png"
    monkeypatch.setattr(
        "exercises.coach.showing.kept_pictures.picture_at_right",
        lambda exercise, ask, function: drawn_once,
    )
    kept.right_pictures({EX4.stem: "a"}, right_ask)
    assert file.read_bytes() == drawn_once
    found = finding_of(lambda loss_fn, path, ax: ax.plot(*path.T) and ax)
    wrong = Result(EX4, "", "", "wrong", finding=found)
    assert kept.picture(wrong, [EX4], {})
    assert file.read_bytes() != drawn_once
    # The file is as it was at first again.
    kept.picture(None, [EX4], {EX4.stem: "a"})
    kept.right_pictures({EX4.stem: "a"}, right_ask)
    assert file.read_bytes() == drawn_once


def test_the_picture_of_what_is_right_stays_while_another_exercise_is_wrong(tmp_path, drawn_once):
    kept = KeptPictures(tmp_path)
    file = tmp_path / ".feedback" / f"{EX1.stem}.png"
    file.parent.mkdir()
    file.write_bytes(drawn_once)
    kept._keep_marks({EX1.stem: "a"})
    other = result_of(EX4, "", "", None)
    kept.picture(other, [EX1, EX4], {EX1.stem: "a"})
    assert file.exists()
    kept.picture(other, [EX1, EX4], {EX1.stem: "b"})
    assert not file.exists()


def test_calls_for_a_picture_print_nothing_and_end_in_time(capsys, monkeypatch):
    monkeypatch.setattr("exercises.coach.local_observer.PICTURE_SECONDS", 0.2)

    def endless(*given):
        print("not for the learner's eyes")
        while True:
            pass

    module = type("module", (), {"gradient_descent": endless})
    monkeypatch.setattr(local, "_module", lambda stem: module)
    assert picture_at_right(EX1, local.quietly) is None
    assert capsys.readouterr().out == ""
    local.forget()


def test_a_plot_that_is_right_is_shown_while_another_function_is_not():
    def of(function, state):
        return Result(EX4, "", "", state, function)

    right, key = of("", "right"), f"{EX4.stem}.plot_trajectory"
    panels = f"{EX4.stem}.plot_learning_rates"
    assert plots_in(EX4, [right, of("plot_learning_rates", "not started")]) == [key]
    assert plots_in(EX4, [right, of("plot_learning_rates", "wrong"), right]) == [key]
    assert plots_in(EX4, [of("trajectory", "wrong"), right]) == [key, panels]
    # All of it right, or the file unreadable: there is nothing right beside something open.
    assert plots_in(EX4, [right]) == plots_in(EX4, [of("", "wrong")]) == []
    assert plots_in(EX1, [Result(EX1, "", "", "wrong", "grad")]) == []


@pytest.mark.parametrize(("stem", "function"), PLOTS)
def test_a_plot_that_is_not_right_after_all_is_not_shown_as_right(stem, function):
    exercise = exercise_of(stem)

    def empty(question, *, figures=False):
        figure = Figure()
        figure.subplots().plot([0, 1], [0, 1])
        return Observation("returned", live=figure, figure={"axes": []})

    for ask in (empty, fails):
        assert picture_at_right(exercise, ask, function) is None


def test_a_plot_is_drawn_again_only_when_something_else_than_open_functions_changed(tmp_path):
    work = {each.stem: tmp_path / each.filename for each in EXERCISES}
    file = work[EX4.stem]

    def mark(text):
        file.write_text(text, encoding="utf-8")
        return mark_without(tmp_path, EX4, work, ["plot_learning_rates"])

    plot = "def plot_trajectory(loss_fn, path, ax=None):\n    return helper(ax)\n\n\n"
    panels = "def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):\n    {}\n"
    first = mark(plot + panels.format("raise NotImplementedError()"))
    assert mark(plot + "# a note\n" + panels.format("return None")) == first
    assert mark(plot + "def helper(ax):\n    return ax\n" + panels.format("pass")) != first
    # Where the rest names the open function, it may decide what is drawn.
    calls = plot.replace("helper(ax)", "plot_learning_rates(ax)")
    assert mark(calls + panels.format("return 1")) != mark(calls + panels.format("return 2"))
    # What cannot be read whole is known by all of it.
    assert mark(plot + "def x(:\n" + panels.format("pass")) != mark(plot + "def x(:\n")
