"""Hidden tests of exercise 4: the path of descent on a contour plot."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES
from exercises.coach.calling.observe import Observation
from exercises.coach.judging import plots
from exercises.coach.judging.question import Question
from exercises.coach.learner import Answer, Learner
from exercises.coach.problems import Quadratic
from grader.hidden.random_inputs import Array, Draw, beside
from solutions.descent import trajectory


@pytest.mark.points(3)
@pytest.mark.function("trajectory")
def test_the_path_holds_every_iterate(learner: Learner, draw: Draw) -> None:
    """The path is every θ_t in order, from the start to the last, shape (T + 1, 2)."""
    problem, start, lrs = valley(draw)
    other = valley(draw)[0]
    # The last call differs from the one before in its functions only.
    few, many = draw.count(4, 6), draw.count(7, 9)
    runs = ((problem, lrs[0], few), (problem, lrs[1], many), (other, lrs[1], many))
    for problem, lr, num_steps in runs:
        due = trajectory(problem.grad, start, lr, num_steps)
        answer = learner.ask("trajectory", problem.grad, start, lr, num_steps)
        answer.gives(due, because="θ ← θ − η∇L(θ), one row per step", atol=1e-9)
    centre, num_steps = problem.centre, draw.count(4, 9)
    assert centre is not None
    answer = learner.ask("trajectory", problem.grad, centre, lrs[0], num_steps)
    due = np.tile(centre, (num_steps + 1, 1))
    answer.gives(due, because=f"{num_steps} + 1 rows, even if nothing moves", atol=1e-9)


@pytest.mark.points(1)
@pytest.mark.function("trajectory")
def test_a_start_of_integers_gives_a_path_of_floats(learner: Learner, draw: Draw) -> None:
    """An array, a list or a tuple of integers as the start gives a path of floats."""
    problem, _, lrs = valley(draw)
    m, n = draw.count(11, 39), -draw.count(11, 39)
    for start in (np.array([m, n]), [m, n], (n, m)):
        due = trajectory(problem.grad, start, lrs[0], 3)
        answer = learner.ask("trajectory", problem.grad, start, lrs[0], 3)
        answer.gives(due, because="the same path as from a start of floats", atol=1e-9)


@pytest.mark.points(1)
@pytest.mark.function("trajectory")
def test_the_start_is_left_as_it_was(learner: Learner, draw: Draw) -> None:
    """The array that was passed as the start is unchanged after the call."""
    problem, start, lrs = valley(draw)
    answer = learner.ask("trajectory", problem.grad, start, lrs[0], 4)
    # Whoever does nothing changes nothing either.
    answer.asks_for_the_gradient(because="4 updates, each with the gradient at the current θ")
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("trajectory")
def test_no_step_gives_the_start_alone(learner: Learner, draw: Draw) -> None:
    """With num_steps = 0 the path is one row, the start."""
    problem, start, lrs = valley(draw)
    answer = learner.ask("trajectory", problem.grad, start, lrs[0], 0)
    answer.gives(start[None, :], because="θ₀ alone, shape (1, 2)")


@pytest.mark.points(1)
@pytest.mark.function("trajectory")
def test_a_path_that_blows_up_is_returned(learner: Learner, draw: Draw) -> None:
    """A learning rate beyond the limit gives a path that ends at inf or nan; nothing is raised."""
    problem, start, _ = valley(draw)
    # λ ≥ 0.5, so the factors are −39 and beyond: past the largest float within 200 steps.
    run = (problem.grad, start.tolist(), draw.number(80, 90), 215)
    learner.ask("trajectory", *run).gives(
        trajectory(*run), because="|1 − ηλ| > 1: divergence is a result", same_beyond=True
    )


def valley(
    draw: Draw, size: float = 1.0, suits: Callable[[float, float], bool] = lambda high, middle: True
) -> tuple[Quadratic, Array, list[float]]:
    """Return a bowl with its axis aslant, a start and two rates at which descent zigzags in.

    Neither the bowl nor any path in it looks the same when x and y are exchanged, no path is flat
    in x or in y, and with the first rate the path turns back in both. A coordinate of the start is
    ``size`` / 2 or more: of a rotated d with |dᵢ| ≥ 1.5 one is 1.5, and the centre's at most 1.
    ``suits`` says which pairs of rates will do.
    """

    def drawn() -> tuple[Quadratic, Array, list[float]]:
        low, high = draw.number(0.5, 0.8), draw.number(3, 4)
        angle = draw.uniform(0.15, 0.45) + draw.choice([0.0, np.pi / 2])
        c, s = np.cos(angle), np.sin(angle)
        axes = np.array([[c, -s], [s, c]])
        hessian = axes @ np.diag([low, high]) @ axes.T
        centre = size * draw.signed(2, 0.2, 1)
        start = np.array([beside(v) for v in centre + size * axes @ draw.signed(2, 1.5, 2.5)])
        return Quadratic(hessian, centre), start, [draw.number(0.42, 0.46), draw.number(0.2, 0.3)]

    return draw.until(drawn, lambda run: suits(*run[2]) and is_telling(*run))


def is_telling(problem: Quadratic, start: Array, lrs: list[float]) -> bool:
    """Whether whatever is drawn of these two paths in a wrong way looks wrong."""
    if np.linalg.norm(start - start[::-1]) < 0.5:
        return False
    for lr in lrs:
        path = trajectory(problem.grad, start, lr, 12)
        width, moves = np.ptp(path, axis=0), np.diff(path, axis=0)
        if max(width) > 4 * min(width) or np.linalg.norm(moves, axis=1).min() < 0.005:
            return False
        # Sorted by x or by y, the path of the first rate must be another.
        if lr == lrs[0] and not np.all(np.ptp(np.sign(moves[:5]), axis=0) == 2):
            return False
    return True


def is_lost_by_rows(path: Array) -> bool:
    """Whether a view around θ₀ and θ₁ as columns, not rows, cannot hold the path."""
    columns = path[:2].T
    away = np.abs(path - (columns.max(axis=0) + columns.min(axis=0)) / 2)
    return bool(away.max() > 0.75 * np.ptp(columns, axis=0).max())


def is_lost_by_one_axis(path: Array) -> bool:
    """Whether log axes, and a region that takes one axis's range for both, cannot hold the path.

    A region reaches beyond its path, by a third of it or by 1 say: what the one axis has and the
    other lacks is more.
    """
    low, high = path.min(axis=0), path.max(axis=0)
    pad = np.maximum(1.0, 0.35 * (high - low))
    narrow, wide = (low - pad)[::-1], (high + pad)[::-1]
    return bool((low < 0).all() and ((low < narrow) | (high > wide)).all())


Drawn = tuple[Question, Observation, Quadratic, Array]
drawings: WeakKeyDictionary[Learner, Drawn] = WeakKeyDictionary()


def the_plot(learner: Learner, draw: Draw) -> tuple[Answer, Quadratic, Array]:
    """Return one plot on a given Axes with its loss and path: drawn once for all checks of it.

    A contour costs more than all numeric checks of an exercise together.
    """
    if learner not in drawings:
        problem, path = plotted(draw.shared("ex4/the_plot"))
        answer = learner.ask("plot_trajectory", problem.loss, path, FRESH_AXES, figures=True)
        drawings[learner] = answer.question, answer.observation, problem, path
    question, observation, problem, path = drawings[learner]
    return Answer(learner, question, observation), problem, path


def plotted(draw: Draw, size: float = 1.0, num_steps: int = 12) -> tuple[Quadratic, Array]:
    """Return a loss and a path on it for a plot, longer than a round number of points."""

    def drawn() -> tuple[Quadratic, Array]:
        problem, start, lrs = valley(draw, size)
        return problem, trajectory(problem.grad, start, lrs[0], num_steps)

    return draw.until(drawn, lambda run: is_lost_by_rows(run[1]) and is_lost_by_one_axis(run[1]))


@pytest.mark.points(1)
@pytest.mark.function("plot_trajectory")
def test_the_plot_is_drawn_on_the_axes_given(learner: Learner, draw: Draw) -> None:
    """Everything is drawn on the Axes that was passed in, and that Axes is returned."""
    answer, _, _ = the_plot(learner, draw)
    answer.draws(lambda figure: plots.axes_flaw(figure, given_axes=True))
    answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("plot_trajectory")
def test_the_contours_are_level_lines_of_the_loss(learner: Learner, draw: Draw) -> None:
    """There are contours at 5 levels or more, and along each of them the loss is the same."""
    answer, problem, _ = the_plot(learner, draw)
    answer.draws(lambda figure: plots.contour_flaw(figure, problem))


@pytest.mark.points(2)
@pytest.mark.function("plot_trajectory")
def test_the_path_runs_through_every_iterate(learner: Learner, draw: Draw) -> None:
    """A line, arrows or segments join all iterates in their order."""
    answer, _, path = the_plot(learner, draw)
    answer.draws(lambda figure: plots.path_flaw(figure, path))


@pytest.mark.points(1)
@pytest.mark.function("plot_trajectory")
def test_the_whole_path_is_in_view(learner: Learner, draw: Draw) -> None:
    """Contours and limits hold every iterate."""
    answer, _, path = the_plot(learner, draw)
    answer.draws(lambda figure: plots.view_flaw(figure, path))


@pytest.mark.points(1)
@pytest.mark.function("plot_trajectory")
def test_start_and_end_are_marked_and_told_apart(learner: Learner, draw: Draw) -> None:
    """The start and the last iterate have marks that differ."""
    answer, _, path = the_plot(learner, draw)
    answer.draws(lambda figure: plots.ends_flaw(figure, path))


@pytest.mark.points(1)
@pytest.mark.function("plot_trajectory")
def test_the_plot_says_what_it_shows(learner: Learner, draw: Draw) -> None:
    """Both axes have a label, and there is a title or a legend."""
    answer, _, _ = the_plot(learner, draw)
    answer.draws(plots.labels_flaw)


@pytest.mark.points(1)
@pytest.mark.function("plot_trajectory")
def test_a_path_that_left_for_infinity_gets_a_new_figure(learner: Learner, draw: Draw) -> None:
    """Without ax there is a new figure, with contours; its end is the last finite iterate."""
    # Far out, where a window that does not depend on the path cannot hold it.
    problem, inwards = plotted(draw, size=draw.number(11, 14, 1), num_steps=5)
    # Outwards, as a run that diverges: where it starts does not tell how far it goes.
    seen = inwards[::-1]
    # On a narrow valley one coordinate is gone long before the other one is, which goes on.
    x, y = 2 * seen[-1] - seen[-2]
    path = np.vstack([seen, [[x, -np.inf], [np.inf, y], [np.nan, np.nan]]])
    answer = learner.ask("plot_trajectory", high_above(problem, seen).loss, path, figures=True)
    answer.draws(
        lambda figure: (
            plots.axes_flaw(figure, given_axes=False)
            or plots.path_flaw(figure, path)
            or plots.view_flaw(figure, path)
            or plots.ends_flaw(figure, path)
            or plots.no_line_flaw(figure)
        )
    )
    answer.keeps_its_arguments()


def high_above(problem: Quadratic, points: Array) -> Quadratic:
    """Return a loss of that form which is 3300 at the points, or up to some times that.

    Its minimum is elsewhere: levels that somebody wrote down have no line there, as on the path
    that leaves for infinity in the learner tests.
    """
    assert problem.centre is not None
    away = Quadratic(problem.hessian, problem.centre + 100)
    return Quadratic(problem.hessian * 3300 / min(map(away.loss, points)), away.centre)


@pytest.mark.points(3)
@pytest.mark.function("plot_learning_rates")
def test_every_rate_has_its_panel(learner: Learner, draw: Draw) -> None:
    """Each learning rate has its own Axes, in order: contours, its path, and a readable η."""
    # To one digit the middle one is off by more than a tenth, on everybody's numbers.
    problem, start, (_, middle) = valley(draw, suits=lambda _, middle: 0.225 < middle < 0.272)
    # In no order of size, either way. To two decimals both others are 0.00, and so not to tell.
    first, last = draw.choice([[0.002, 0.003], [0.003, 0.002]])
    lrs = [float(first), middle, float(last)]
    num_steps = draw.count(6, 8)
    paths = np.array([trajectory(problem.grad, start, lr, num_steps) for lr in lrs])
    answer = learner.ask(
        "plot_learning_rates", problem.loss, problem.grad, start, lrs, num_steps, figures=True
    )
    # A `plt.show()` costs the point of a single rate's panel, not these three as well.
    answer.draws(lambda figure: plots.judge_panels(figure, problem, paths, lrs, may_show=True))
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("plot_learning_rates")
def test_a_single_rate_has_a_single_panel(learner: Learner, draw: Draw) -> None:
    """One Axes per learning rate, even if there is one only, and its run diverges."""
    # To one digit this one, too, is off by more than a tenth.
    bowl, start, (lr, _) = valley(draw, suits=lambda high, _: 0.446 < high < 0.453)
    # As steep as this, each step multiplies one direction by −1.7 to −2.6, the other by 0.3 to 0.6.
    problem = Quadratic(2 * bowl.hessian, bowl.centre)
    num_steps = draw.count(4, 6)
    path = trajectory(problem.grad, start, lr, num_steps)
    answer = learner.ask(
        "plot_learning_rates", problem.loss, problem.grad, start, [lr], num_steps, figures=True
    )
    answer.draws(lambda figure: plots.judge_panels(figure, problem, path[None], [lr]))
