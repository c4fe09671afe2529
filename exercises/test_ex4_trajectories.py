"""Exercise 4, from simple to whole. Each test is an example: a call, and what is due.

A plot is judged by what it shows, not by how it is drawn.
"""

import numpy as np

from exercises.coach import drawing
from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial2D, Quadratic

ex4 = Learner("ex4_trajectories")
valley = Quadratic(np.diag([2.0, 20.0]))  # L(x, y) = x² + 10y²
# L(x, y) = x² + 4y² + xy: neither x and y nor the axes can be exchanged without a trace.
oblique = Polynomial2D([[0.0, 0.0, 4.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def zigzag(num_steps=12):
    """Return the right path on x² + 10y² from (5, 2) with η = 0.09, shape (num_steps + 1, 2)."""
    t = np.arange(num_steps + 1)
    return np.column_stack([5 * 0.82**t, 2 * (-0.8) ** t])


def test_the_path_in_a_valley():
    """From (5, 5) on x² + 10y² with η = 0.02: the start first, then every iterate."""
    ex4.trajectory(valley.grad, np.array([5.0, 5.0]), 0.02, 2).gives(
        [[5.0, 5.0], [4.8, 3.0], [4.608, 1.8]], because="x·0.96 and y·0.6 a step"
    )


def test_the_path_at_the_stability_limit():
    """With η = 0.1, y flips between 5 and −5 for ever."""
    ex4.trajectory(valley.grad, [5, 5], 0.1, 4).gives(
        [[5.0 * 0.8**t, 5.0 * (-1.0) ** t] for t in range(5)], because="y is multiplied by −1"
    )


def test_the_path_of_no_step():
    """With num_steps = 0 the path is the start alone."""
    ex4.trajectory(valley.grad, [1.5, -2.0], 0.1, 0).gives(
        [[1.5, -2.0]], because="θ₀, shape (1, 2)"
    )


def test_the_callers_start_is_not_changed():
    """The array that was handed in as the start is the same after the call."""
    ex4.trajectory(valley.grad, np.array([5.0, 5.0]), 0.02, 3).keeps_its_arguments()


def test_the_plot_is_drawn_on_the_given_axes():
    """With ax given, everything is drawn there, and that Axes is returned."""
    plot(ax=True).draws(lambda figure: drawing.axes_flaw(figure, given_axes=True))


def test_the_plot_has_contours_of_the_loss():
    """The contours are level lines of the loss, at 5 levels or more."""
    plot(ax=True).draws(lambda figure: drawing.contour_flaw(figure, oblique, zigzag()))


def test_the_plot_shows_the_path():
    """The path runs through every iterate, in order."""
    plot(ax=True).draws(lambda figure: drawing.path_flaw(figure, oblique, zigzag()))


def test_the_whole_path_is_in_view():
    """Contours and limits hold the whole path."""
    plot(ax=True).draws(lambda figure: drawing.view_flaw(figure, oblique, zigzag()))


def test_start_and_end_are_told_apart():
    """The start and the last iterate are marked, each in its own way."""
    plot(ax=True).draws(lambda figure: drawing.ends_flaw(figure, oblique, zigzag()))


def test_the_axes_are_labelled():
    """Both axes have a label, and there is a title or a legend."""
    plot(ax=True).draws(drawing.labels_flaw)


def test_a_figure_of_its_own():
    """Without ax the plot makes a new figure, and leaves the others alone."""
    plot(ax=False).draws(lambda figure: drawing.axes_flaw(figure, given_axes=False))


def test_iterates_that_are_not_finite_are_left_out_of_view():
    """Iterates that are inf or nan neither raise nor spoil the limits."""
    path = np.vstack([zigzag(4), [[np.inf, -np.inf], [np.nan, np.nan]]])
    answer = ex4.ask("plot_trajectory", oblique.loss, path, None, figures=True)
    answer.draws(lambda figure: drawing.judge_plot(figure, oblique, path, given_axes=False))


def test_one_panel_a_rate():
    """Three rates make three panels, in order, each with its own path and its η."""
    lrs, start = [0.01, 0.05, 0.2], [3.0, 2.0]
    paths = [[np.array(start)] for _ in lrs]
    for path, lr in zip(paths, lrs, strict=True):
        for _ in range(8):
            path.append(path[-1] - lr * oblique.grad(path[-1]))
    answer = ex4.ask("plot_learning_rates", oblique.loss, oblique.grad, start, lrs, 8, figures=True)
    answer.draws(lambda figure: drawing.judge_panels(figure, oblique, np.array(paths), lrs))


def plot(*, ax):
    """Ask for the plot of the zigzag path on the contours of x² + 4y² + xy."""
    if not ax:
        return ex4.ask("plot_trajectory", oblique.loss, zigzag(), figures=True)
    from exercises.coach.figures import FreshAxes

    return ex4.ask("plot_trajectory", oblique.loss, zigzag(), FreshAxes(), figures=True)
