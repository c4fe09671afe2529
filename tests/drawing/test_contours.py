"""Level lines of the loss are told from those of its transpose, of another loss, of any surface."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.coach.calling.figure_as_data import FRESH_AXES, observe_drawing
from exercises.coach.judging import plots
from exercises.coach.problems import Quadratic
from tests.drawing.fields import FIELDS, exchanged, on_grid, transposed, triangles
from tests.drawing.plots import PATH, descend, grid, judged, oblique, plot_with, surface


def transposed_on_a_square(ax, loss, path):
    side = np.linspace(-3, 3, 25)
    ax.contour(side, side, surface(loss, side, side).T)


@pytest.mark.slow
@pytest.mark.parametrize("hessian", [[2, 2], [[2, 1], [1, 2]]], ids=["round", "symmetric"])
@pytest.mark.parametrize("field", [transposed_on_a_square, exchanged, *FIELDS.values()])
def test_a_symmetric_loss_is_never_called_transposed(hessian, field):
    problem = Quadratic(np.diag(hessian) if np.ndim(hessian) == 1 else hessian)
    path = descend(problem, [2.0, -1.3], 0.55, 6)
    figure = observe_drawing(plot_with(field=field), [problem.loss, path, FRESH_AXES]).figure
    flaw = plots.contour_flaw(figure, problem)
    assert flaw is None or flaw.misconceptions != ("contour-transposed",)


@pytest.mark.parametrize("seed", range(12))
def test_contours_of_random_bowls_are_told_from_their_transposes(seed):
    random = np.random.default_rng(seed)
    angle = random.uniform(0.15, 0.45) + random.choice([0, np.pi / 2])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    problem = Quadratic(turn @ np.diag([0.6, 3.5]) @ turn.T, random.uniform(-1, 1, 2))
    path = descend(problem, random.uniform(1.5, 2.5, 2), 0.45, 8)
    for field in (FIELDS["lines"], FIELDS["filled"], FIELDS["coarse log"]):
        assert judged(plot_with(field=field), problem, path) is None
    for draw in ("contour", "contourf"):
        field = lambda *a, draw=draw: transposed(*a, draw=draw)  # noqa: E731
        assert judged(plot_with(field=field), problem, path).misconceptions == (
            "contour-transposed",
        )


def aslant(low, high, angle, centre=(0.0, 0.0)):
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s], [s, c]])
    return Quadratic(turn @ np.diag([low, high]) @ turn.T, centre)


LOSSES = {
    "oblique": (oblique, PATH),
    **{
        f"{low} and {high} at {angle}": (problem, descend(problem, [2.0, -1.6], 0.45, 9))
        for low, high, angle in [(1, 2, 0.5), (0.8, 3, 0.2), (0.5, 4, 0.45), (0.6, 3.5, 1.9)]
        for problem in [aslant(low, high, angle)]
    },
    "off the origin": (
        aslant(0.8, 3, 0.3, (0.7, -0.4)),
        descend(aslant(0.8, 3, 0.3, (0.7, -0.4)), [2.0, -1.6], 0.45, 9),
    ),
    "a valley": (
        Quadratic(np.diag([2.0, 20.0])), descend(Quadratic(np.diag([2.0, 20.0])), [3, 1], 0.09, 12)
    ),
}  # fmt: skip


def levels_of(function, levels, n=30):
    return lambda ax, loss, p: (
        lambda x, y: ax.contour(x, y, surface(function, x, y), levels)
    )(*grid(p, n))  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("problem", "path"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("levels", [7, 20, 400])
def test_circles_are_no_level_lines_of_another_bowl(problem, path, levels):
    for centre in (np.zeros(2), getattr(problem, "centre", np.zeros(2))):
        field = levels_of(lambda t, c=centre: float((t - c) @ (t - c)), levels)
        flaw = judged(plot_with(field=field), problem, path)
        assert flaw is not None
        assert "varies" in flaw.got


@pytest.mark.parametrize(("problem", "path"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("n", [12, 20, 60])
def test_level_lines_of_the_loss_are_right_on_coarse_grids_and_fine_ones(problem, path, n):
    for draw in (
        lambda ax, x, y, z: ax.contour(x, y, z, np.quantile(z, [0.1, 0.3, 0.5, 0.7, 0.9])),
        lambda ax, x, y, z: ax.contour(x, y, np.log(z + 1e-9), 20),
        lambda ax, x, y, z: ax.contourf(x, y, z, np.geomspace(z.max() / 1000, z.max(), 12)),
        triangles,
        lambda ax, x, y, z: ax.contour(x, y, z, 400),
    ):
        assert judged(plot_with(field=on_grid(draw, n)), problem, path) is None


@pytest.mark.slow
@pytest.mark.parametrize(("problem", "path"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("n", [4, 5, 6])
def test_level_lines_of_the_loss_are_right_on_the_coarsest_grids(problem, path, n):
    for draw in (
        lambda ax, x, y, z: ax.contour(x, y, z, 20),
        lambda ax, x, y, z: ax.contour(x, y, np.log(z - z.min() + 1e-3), 12),
        lambda ax, x, y, z: ax.contourf(x, y, -(z**0.3), 12),
    ):
        assert judged(plot_with(field=on_grid(draw, n)), problem, path) is None


@pytest.mark.parametrize("n", [4, 5, 6])
def test_a_coarse_grid_does_not_make_any_surface_right(n):
    problem, path = aslant(0.6, 3.5, 0.3, (0.7, -0.4)), LOSSES["off the origin"][1]
    circles = levels_of(lambda t: float((t - [0.7, -0.4]) @ (t - [0.7, -0.4])), 20, n)
    exchanged_loss = levels_of(lambda t: problem.loss(t[::-1]), 20, n)
    for field in (circles, exchanged_loss):
        assert "varies" in judged(plot_with(field=field), problem, path).got


@pytest.mark.parametrize("levels", [20, 60, 150, 400, 900])
def test_many_levels_do_not_make_any_surface_right(levels):
    waves = levels_of(lambda t: np.sin(3 * t[0]) * np.cos(4 * t[1]), np.linspace(-1, 1, levels), 60)
    flaw = judged(plot_with(field=waves))
    assert flaw is not None
    assert flaw.misconceptions == ()


def test_lines_too_short_to_tell_what_they_show_are_not_taken_for_right():
    flaw = judged(plot_with(field=on_grid(lambda ax, x, y, z: ax.contour(x, y, z, 7), n=2)))
    assert flaw is not None
    assert "too few points" in flaw.got


def aslant_by_seed(seed):
    random = np.random.default_rng(seed)
    angle = random.uniform(0.15, 0.45) + random.choice([0, np.pi / 2])
    problem = aslant(0.6, 3.5, angle, random.uniform(0.3, 1, 2))
    return problem, descend(problem, random.uniform(1.5, 2.5, 2), 0.45, 8)


def on_few_points(n, m, draw="contour", shown=lambda z: z):
    def field(ax, loss, path):
        x, y = grid(path, n)[0], grid(path, m)[1]
        z = shown(surface(loss, x, y))
        getattr(ax, draw)(x, y, z, levels=np.linspace(z.min(), z.max(), 12)[1:-1])

    return field


COARSE = {
    "lines": on_few_points(4, 4), "bands": on_few_points(3, 5, draw="contourf"),
    "log1p": on_few_points(7, 4, shown=np.log1p),
    "shifted log": on_few_points(5, 5, shown=lambda z: np.log(z - z.min() + 1e-9)),
}  # fmt: skip


@pytest.mark.parametrize("style", COARSE)
def test_a_coarse_grid_of_the_loss_is_right_whatever_the_bowl(style):
    for problem, path in map(aslant_by_seed, range(4)):
        assert judged(plot_with(field=COARSE[style]), problem, path) is None


@pytest.mark.parametrize("n", [4, 7])
def test_a_coarse_grid_with_x_and_y_exchanged_is_called_so(n):
    field = on_few_points(n, n, shown=np.transpose)
    for problem, path in map(aslant_by_seed, range(3)):
        flaw = judged(plot_with(field=field), problem, path)
        assert flaw.misconceptions == ("contour-transposed",)


@pytest.mark.parametrize("factors", [(1, 10), (10, 1), (1, 2)], ids=str)
def test_contours_of_another_loss_are_not_called_transposed(factors):
    other = Quadratic(np.diag(factors))
    for problem, path in map(aslant_by_seed, range(4)):
        field = lambda ax, loss, path: on_few_points(40, 40)(ax, other.loss, path)  # noqa: E731
        flaw = judged(plot_with(field=field), problem, path)
        assert flaw is not None
        assert flaw.misconceptions == ()


SURFACES = {
    "x·y": lambda loss: lambda t: t[0] * t[1],
    "∂L/∂x": lambda loss: lambda t: loss(np.add(t, [0.1, 0])) - loss(np.subtract(t, [0.1, 0])),
    "L(y, −x)": lambda loss: lambda t: loss(np.array([t[1], -t[0]])),
    "L(x, x)": lambda loss: lambda t: loss(t[[0, 0]]),
    "L(x, 2y)": lambda loss: lambda t: loss(t * [1, 2]),
}


@pytest.mark.parametrize("surface_of", SURFACES.values(), ids=SURFACES)
def test_nearly_straight_lines_are_not_called_transposed(surface_of):
    """Far from the minimum, level lines of one surface are near those of many others."""
    far = descend(oblique, [4.0, 1.5], 0.22, 5) - [18, 30]
    for problem, path in ((oblique, far), *map(far_by_seed, range(3))):
        flaw = judged(plot_with(field=levels_of(surface_of(problem.loss), 20)), problem, path)
        assert flaw is not None
        assert flaw.misconceptions == ()
        exchanged_loss = levels_of(lambda t, loss=problem.loss: loss(t[::-1]), 20)
        flaw = judged(plot_with(field=exchanged_loss), problem, path)
        assert flaw.misconceptions == ("contour-transposed",)


def far_by_seed(seed):
    problem, path = aslant_by_seed(seed)
    return problem, path - [-9, 14]
