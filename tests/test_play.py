"""The games of the notebooks: drawn of the learner's own functions, and never a traceback."""

import importlib
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from exercises.coach import notebook, play
from exercises.coach.contracts import EXERCISES
from exercises.coach.play import GAMES, picture, strip_of

EX1, EX4 = "ex1_gradient_descent", "ex4_trajectories"


def solved(stem, **changed):
    return {**vars(importlib.import_module(f"solutions.{stem}")), **changed}


def endless(*_):
    while True:
        pass


def raises(*_):
    raise RuntimeError("my own")


@pytest.fixture
def shown(monkeypatch):
    """Collect what is published; IPython's part is played by a list."""
    found = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=found.append))
    monkeypatch.setattr(notebook, "shell", lambda: shell)
    monkeypatch.setattr(notebook, "_right", {})
    return found


def checked(stem, namespace):
    """Let the last check have said that all is right for these functions."""
    functions = next(e.functions for e in EXERCISES if e.stem == stem)
    notebook._right[stem] = tuple(namespace.get(name) for name in functions)


def test_every_exercise_has_a_game_whose_first_and_strip_are_positions_of_its_sliders():
    assert list(GAMES) == [exercise.stem for exercise in EXERCISES]
    for game in GAMES.values():
        for slider in game.sliders:
            assert {slider.first, *slider.strip} <= set(slider.values)
            assert list(slider.values) == sorted(slider.values)
        assert 3 <= len(game.sliders[0].strip) <= 5


@pytest.mark.slow
@pytest.mark.parametrize("stem", GAMES)
def test_the_least_and_the_largest_position_are_drawn_of_right_functions(stem):
    game = GAMES[stem]
    for end in (0, -1):
        position = {slider.name: slider.values[end] for slider in game.sliders}
        drawn = picture(game, solved(stem), position)
        assert drawn[:4] == b"\x89PNG", drawn


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (raises, "`grad` raised RuntimeError: my own"),
        (lambda x: None, "`grad` did not return an array of shape (2,) here."),
        (lambda x: np.ones(3), "`grad` did not return an array of shape (2,) here."),
        (lambda x: sys.exit(1), "`grad` raised SystemExit: 1"),
        (lambda: 0, "`grad` raised TypeError"),
        (None, "`grad` is not a function any more. Run its cell again."),
    ],
)
def test_a_function_that_gives_nothing_to_draw_gives_a_sentence(function, said):
    game = GAMES["ex2_learning_rates"]
    drawn = picture(game, solved("ex2_learning_rates", grad=function), game.first())
    assert isinstance(drawn, str)
    assert drawn.startswith(said)


def test_a_function_that_does_not_return_gives_a_sentence_and_is_waited_for_once(monkeypatch):
    monkeypatch.setattr(play, "SECONDS", 0.2)
    start = time.thread_time()
    (said,) = strip_of(GAMES[EX1], solved(EX1, gradient_descent=endless))
    # On a busy machine the time that went by is up before the time that was computed is.
    assert said in [f"`gradient_descent` did not return within {s} s." for s in ("0.2", "1.2")]
    assert time.thread_time() - start < 0.6


def test_what_a_function_prints_is_not_shown(capfd):
    def grad(theta):
        print("out")
        print("err", file=sys.stderr)
        return np.array([2 * theta[0], 200 * theta[1]])

    game = GAMES["ex2_learning_rates"]
    assert isinstance(picture(game, solved("ex2_learning_rates", grad=grad), game.first()), bytes)
    assert capfd.readouterr() == ("", "")


def test_a_plot_that_raises_gives_a_sentence():
    game = GAMES[EX4]
    drawn = picture(game, solved(EX4, plot_trajectory=raises), game.first())
    assert (
        drawn
        == "`plot_trajectory` raised TypeError: raises() got an unexpected keyword argument 'ax'"
    )


def titles_of(game, namespace, position):
    from matplotlib.figure import Figure

    figure = Figure()
    game.draw(play._Theirs(namespace), figure, **position)
    return figure


def test_a_large_kappa_has_spaces_and_the_title_keeps_its_comma():
    stem = "ex3_convergence_rate"
    figure = titles_of(GAMES[stem], solved(stem), {"kappa": 1e6})
    assert figure.get_suptitle().startswith("κ = 1 000 000, η = 1/λ_max: your classify_rate")


@pytest.mark.parametrize(("lr", "is_said"), [(0.0095, True), (0.01, False), (0.0105, False)])
def test_steps_too_few_to_settle_are_said_to_be_so_only_where_the_words_differ(lr, is_said):
    stem = "ex2_learning_rates"
    figure = titles_of(GAMES[stem], solved(stem), {"lr": lr})
    assert ("too few for the loss to settle" in figure.get_suptitle()) is is_said


def test_the_axes_of_a_trajectory_are_equally_scaled():
    figure = titles_of(GAMES[EX4], solved(EX4), {"lr": 0.0095})
    assert figure.axes[0].get_aspect() == 1.0


# In a notebook


def test_before_the_check_said_all_right_there_is_one_sentence(shown, capsys):
    notebook.play(EX1, solved(EX1))
    assert shown == []
    assert capsys.readouterr().out == f"{notebook.NOT_YET}\n"


def test_an_exercise_without_a_game_says_so(shown, capsys, monkeypatch):
    monkeypatch.setattr(notebook, "GAMES", {})
    notebook.play(EX1, solved(EX1))
    assert shown == []
    assert capsys.readouterr().out == f"{notebook.NO_GAME}\n"


def test_functions_defined_anew_are_checked_first(shown, capsys):
    checked(EX1, solved(EX1))
    notebook.play(EX1, solved(EX1, grad=raises))
    assert shown == []
    assert capsys.readouterr().out == f"{notebook.NOT_YET}\n"


def test_without_ipywidgets_the_strip_is_shown(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    namespace = solved(EX4)
    checked(EX4, namespace)
    notebook.play(EX4, namespace)
    (data,) = shown
    assert set(data) == {"text/plain", "text/html"}
    assert data["text/html"].count("data:image/png;base64,") == 4
    # A notebook keeps it: half again as much where each picture is kept as Matplotlib writes it.
    assert len(data["text/html"]) < 120_000
    assert "some positions of the slider, which cannot be moved here" in data["text/html"]


def test_what_a_function_raises_is_text_in_the_page(shown, monkeypatch):
    def grad(theta):
        raise ValueError("<b>`no`</b>")

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    stem = "ex2_learning_rates"
    namespace = solved(stem, grad=grad)
    checked(stem, namespace)
    notebook.play(stem, namespace)
    (data,) = shown
    assert "&lt;b&gt;<code>no</code>&lt;/b&gt;" in data["text/html"]
    assert "<b>" not in data["text/html"]


def test_a_moved_slider_draws_anew_and_says_what_goes_wrong(shown):
    widgets = pytest.importorskip("ipywidgets")
    namespace = solved(EX4)
    checked(EX4, namespace)
    box = notebook._widget(GAMES[EX4], namespace)
    _, slider, said, image = box.children
    assert isinstance(slider, widgets.SelectionSlider)
    before = image.value
    slider.value = 0.001
    assert image.value[:4] == b"\x89PNG"
    assert image.value != before
    namespace["trajectory"] = raises
    slider.value = 0.005
    assert said.value == "<p><code>trajectory</code> raised RuntimeError: my own</p>"
    assert image.layout.display == "none"
