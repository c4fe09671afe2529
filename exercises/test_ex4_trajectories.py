"""Exercise 4, from simple to whole. Each test is an example: a call, and what is expected.

A plot is judged by what it shows, not by how it is drawn.
"""

from functools import cache

import numpy as np

from exercises.coach.calling.figure_as_data import FRESH_AXES
from exercises.coach.judging import plots
from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial2D, Quadratic

ex4 = Learner("ex4_trajectories")
valley = Quadratic(np.diag([2.0, 20.0]))  # L(x, y) = x² + 10y²
bowl = Quadratic(np.diag([2.0, 2.0]))  # L(x, y) = x² + y²
# L(x, y) = x² + xy + 4y² − 3x + 3: neither x and y nor θ and −θ can be exchanged without a trace.
oblique = Polynomial2D([[3.0, 0.0, 4.0], [-3.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def spiral(num_steps=12):
    """Return a path that turns back in x and in y, shape (num_steps + 1, 2)."""
    t = np.arange(num_steps + 1)
    return 0.85 ** t[:, None] * np.column_stack([4 * np.cos(t), 3 * np.sin(t + 0.5)])


def test_the_path_in_a_valley():
    """With η = 0.02 from (5, 5), on two valleys: the start first, then every iterate."""
    ex4.trajectory(valley.grad, np.array([5.0, 5.0]), 0.02, 2).gives(
        [[5.0, 5.0], [4.8, 3.0], [4.608, 1.8]], because="x·0.96 and y·0.6 per step"
    )
    ex4.trajectory(bowl.grad, np.array([5.0, 5.0]), 0.02, 2).gives(
        [[5.0, 5.0], [4.8, 4.8], [4.608, 4.608]], because="the same call on x² + y²: ·0.96 each"
    )


def test_the_path_where_both_coordinates_count():
    """On x² + xy + 4y² − 3x + 3 each step takes both partial derivatives at the same point."""
    ex4.trajectory(oblique.grad, np.array([3.58, 0.3]), 0.05, 2).gives(
        [[3.58, 0.3], [3.357, 0.001], [3.17125, -0.16725]],
        because="∇L = (2x + y − 3, x + 8y) is (4.46, 5.98), (3.715, 3.365)",
    )


def test_the_path_at_the_stability_limit():
    """With η = 0.1, y flips between 5 and −5 for ever; the start may be a list or a tuple."""
    for start in ([5, 5], (5, 5)):
        ex4.trajectory(valley.grad, start, 0.1, 4).gives(
            [[5.0 * 0.8**t, 5.0 * (-1.0) ** t] for t in range(5)],
            because="x·0.8 and y·(−1) per step",
        )


def test_the_path_of_no_step():
    """With num_steps = 0 the path is the start alone."""
    ex4.trajectory(valley.grad, [1.5, -2.0], 0.1, 0).gives(
        [[1.5, -2.0]], because="θ₀, shape (1, 2)"
    )


def test_the_path_goes_on_where_nothing_moves():
    """A run of 400 steps has 401 rows, though it hardly moves at the end."""
    ex4.trajectory(valley.grad, [1.0, -1.0], 0.05, 400).gives(
        [[0.9**t, -1.0 if t == 0 else 0.0] for t in range(401)],
        because="x·0.9 per step, and y·0 = 0 from step 1",
        atol=1e-15,
    )


def test_the_path_of_a_run_that_blows_up():
    """With η = 5.5 on x² + y² each step makes θ ten times as large, up to inf or nan; no error."""
    rows = [[10.0**t, 3 * 10.0**t] if t < 90 else [np.inf, np.inf] for t in range(341)]
    signs = (-1.0) ** np.arange(341)[:, None]
    ex4.trajectory(bowl.grad, [1, 3], 5.5, 340).gives(
        signs * np.array(rows), because="the factor is 1 − 11 = −10", same_beyond=True
    )


def test_the_callers_start_is_not_changed():
    """The array that was passed as the start is unchanged after the call."""
    ex4.trajectory(valley.grad, np.array([5.0, 5.0]), 0.02, 3).keeps_its_arguments()


def test_the_plot_is_drawn_on_the_given_axes():
    """With ax given, everything is drawn there, and that Axes is returned."""
    plot(ax=True).draws(lambda figure: plots.axes_flaw(figure, given_axes=True))


def test_the_plot_has_contours_of_the_loss():
    """The contours are level lines of the loss, at 5 levels or more."""
    plot(ax=True).draws(lambda figure: plots.contour_flaw(figure, oblique))


def test_the_plot_shows_the_path():
    """The path runs through every iterate, in order."""
    plot(ax=True).draws(lambda figure: plots.path_flaw(figure, spiral()))


def test_the_whole_path_is_in_view():
    """Contours and limits hold the whole path."""
    plot(ax=True).draws(lambda figure: plots.view_flaw(figure, spiral()))


def test_start_and_end_are_told_apart():
    """The start and the last iterate are marked, each in its own way."""
    plot(ax=True).draws(lambda figure: plots.ends_flaw(figure, spiral()))


def test_the_axes_are_labelled():
    """Both axes have a label, and there is a title or a legend."""
    plot(ax=True).draws(plots.labels_flaw)


def test_a_figure_of_its_own():
    """Without ax the plot makes a new figure, and leaves the others alone."""
    plot(ax=False).draws(lambda figure: plots.axes_flaw(figure, given_axes=False))


def test_iterates_that_are_not_finite_are_left_out_of_view():
    """Iterates that are inf or nan neither raise nor spoil the limits."""
    gone = [[-18.0, -np.inf], [np.inf, -30.0], [np.nan, np.nan]]
    path = np.vstack([spiral(4) - [18, 30], gone])
    answer = ex4.ask("plot_trajectory", oblique.loss, path, None, figures=True)
    answer.draws(lambda figure: plots.judge_plot(figure, oblique, path, given_axes=False))
    answer.keeps_its_arguments()


def test_one_panel_a_rate():
    """Three learning rates make three panels, in order, each with its own path and its η."""
    lrs, start = [0.004, 0.17, 0.001], np.array([3.0, 2.0])
    answer = ex4.ask("plot_learning_rates", oblique.loss, oblique.grad, start, lrs, 8, figures=True)
    paths = np.array([descent(start, lr, 8) for lr in lrs])
    answer.draws(lambda figure: plots.judge_panels(figure, oblique, paths, lrs))
    answer.keeps_its_arguments()


def test_one_panel_for_one_rate():
    """A single learning rate makes a figure with a single panel, even if its run diverges."""
    answer = ex4.ask(
        "plot_learning_rates", oblique.loss, oblique.grad, [3, 2], [0.3], 4, figures=True
    )
    paths = np.array([descent([3.0, 2.0], 0.3, 4)])
    answer.draws(lambda figure: plots.judge_panels(figure, oblique, paths, [0.3]))


def descent(start, lr, num_steps):
    """Return the path on x² + xy + 4y² − 3x + 3, shape (num_steps + 1, 2)."""
    path = [np.array(start)]
    for _ in range(num_steps):
        path.append(path[-1] - lr * oblique.grad(path[-1]))
    return np.array(path)


@cache
def plot(*, ax):
    """Ask once, for it takes long, for the plot of the spiral on x² + xy + 4y² − 3x + 3."""
    if not ax:
        return ex4.ask("plot_trajectory", oblique.loss, spiral(), figures=True)
    return ex4.ask("plot_trajectory", oblique.loss, spiral(), FRESH_AXES, figures=True)
