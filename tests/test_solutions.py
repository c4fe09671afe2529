"""The reference solutions: the contracts' names, and independent oracles for what they return."""

import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solutions.ex1_gradient_descent as ex1
import solutions.ex2_learning_rates as ex2
import solutions.ex3_convergence_rate as ex3
import solutions.ex5_linear_regression as ex5
from solutions.standalone import standalone
from tests.kit import scipy
from tests.warm import run_module

mpl.use("Agg")
import matplotlib.pyplot as plt

import solutions.ex4_trajectories as ex4

ROOT = Path(__file__).resolve().parents[1]
STEMS = sorted(path.stem for path in (ROOT / "exercises").glob("ex*_*.py"))

unhurried = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)


def public_functions(module):
    """Return {name: [(parameter, default)]} of what a module defines or exports."""
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    ]
    signatures = {name: inspect.signature(getattr(module, name)) for name in names}
    return {
        name: [(parameter.name, parameter.default) for parameter in signature.parameters.values()]
        for name, signature in signatures.items()
    }


def test_there_are_five_stubs_and_a_solution_of_each():
    solved = sorted(path.stem for path in (ROOT / "solutions").glob("ex*_*.py"))
    assert solved == STEMS
    assert len(STEMS) == 5


@pytest.mark.parametrize("stem", STEMS)
def test_a_solution_has_the_functions_and_parameters_of_its_stub(stem):
    stub = public_functions(importlib.import_module(f"exercises.{stem}"))
    assert public_functions(importlib.import_module(f"solutions.{stem}")) == stub


@pytest.mark.parametrize("stem", STEMS)
def test_a_standalone_solution_runs_without_the_solutions_package(stem, tmp_path):
    source = standalone(stem)
    assert "solutions.descent import" not in source
    (tmp_path / f"{stem}.py").write_text(source, encoding="utf-8")
    code = f"import {stem}, sys; sys.exit('solutions' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_a_standalone_solution_answers_like_the_one_with_the_import():
    namespace = {"__name__": "submission"}
    exec(standalone("ex1_gradient_descent"), namespace)
    starts = [-2, -0.5, 0.5, 2]
    found = namespace["find_critical_points"](namespace["loss"], namespace["grad"], starts)
    assert found == ex1.find_critical_points(ex1.loss, ex1.grad, starts)


# Exercise 1


@pytest.mark.slow
@unhurried
@given(a=st.floats(0.5, 6), tilt=st.floats(-0.5, 0.5))
def test_critical_points_of_tilted_quartics_are_the_real_roots_of_the_derivative(a, tilt):
    def grad(x):
        return 4 * x**3 - 2 * a * x + tilt

    roots = np.roots([4, 0, -2 * a, tilt])
    roots = np.sort(roots[np.abs(roots.imag) < 1e-9].real)
    curvature = 12 * roots**2 - 2 * a
    # Where L″ is 0, L′ may be almost 0 without a root.
    inflections = np.array([-1, 1]) * np.sqrt(a / 6)
    if np.abs(curvature).min() < 0.5 or np.abs(grad(inflections)).min() < 0.01:
        return  # nearly an inflection, which no contract asks for
    found = ex1.find_critical_points(None, grad, [-2, *(roots + 0.01), *(roots - 0.01), 2])
    # The slowest run shrinks its error of at most 4 by 1 − 0.01 · 0.5 a step: 2000 steps leave
    # 2e-4.
    np.testing.assert_allclose([x for x, _ in found], roots, atol=3e-4)
    assert [kind for _, kind in found] == [
        "minimum" if value > 0 else "maximum" for value in curvature
    ]


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([0], [(0, "maximum")]),
        ([0.0, 0.0], [(0, "maximum")]),
        ([2], [(1.224745, "minimum")]),
        ([1e-8], [(0, "maximum"), (1.224745, "minimum")]),
        ([], []),
    ],
)
def test_only_what_the_starts_reach_is_reported_and_each_point_once(starts, expected):
    found = ex1.find_critical_points(ex1.loss, ex1.grad, starts)
    assert [kind for _, kind in found] == [kind for _, kind in expected]
    np.testing.assert_allclose([x for x, _ in found], [x for x, _ in expected], atol=1e-6)


def test_a_run_still_under_way_is_no_critical_point():
    assert ex1.find_critical_points(None, lambda x: 0.02 * x, [1.0], num_steps=10) == []


def test_far_out_where_the_slope_dies_away_is_no_critical_point():
    assert ex1.find_critical_points(None, lambda x: -np.exp(-abs(x)), [2e6]) == []


def test_loss_and_gradient_of_integers_neither_overflow_nor_raise():
    huge = np.array([100_000])
    assert ex1.loss(huge)[0] == pytest.approx(1e20)
    assert ex1.grad(100_000) == pytest.approx(4e15)


# Exercise 2


@unhurried
@given(
    seed=seeds,
    share=st.floats(0.05, 1.9).filter(lambda share: abs(share - 1) > 0.05),
)
def test_what_theory_predicts_the_run_shows(seed, share):
    rng = np.random.default_rng(seed)
    eigenvalues = rng.uniform(1, 10, 3)
    lr = share * ex2.stable_lr_limit(np.diag(eigenvalues))
    # The slowest converging factor is 1 − 0.05 · 2 · 0.1 = 0.99: its square, 1000 times, is 2e-9.
    gaps = ex3.suboptimality(eigenvalues, np.ones(3), lr, 1000)
    assert ex2.observe(gaps) == ex2.predict(np.diag(eigenvalues), lr)


@pytest.mark.parametrize(
    ("history", "verdict"),
    [
        ([1.0, np.nan], "diverges"),
        ([1.0, np.inf], "diverges"),
        ([1.0, 1.1], "diverges"),
        ([1.0, 5.0, 1.0], "oscillates"),
        ([1.0, 0.5], "oscillates"),
        ([1.0, 1e-6], "converges"),
    ],
)
def test_a_history_is_read_by_its_first_and_last_loss(history, verdict):
    assert ex2.observe(history) == verdict


@pytest.mark.parametrize(
    ("eigenvalues", "verdict"),
    [([0, 1], "oscillates"), ([-0.1, 1], "diverges"), ([1, 20], "oscillates")],
)
def test_predict_reads_flat_negative_and_limiting_curvature_by_the_formula(eigenvalues, verdict):
    assert ex2.predict(np.diag(eigenvalues), 0.1) == verdict


def test_the_finder_never_takes_a_loss_that_is_not_finite_for_the_best():
    best, losses = ex2.lr_finder(
        lambda x: np.nan if abs(x) > 1e100 else -np.inf if x < 0 else x,
        lambda x: 2 * x,
        1.0,
        [50.0, 0.75, 0.1],
        num_steps=301,
    )
    assert best == 0.1
    assert losses.tolist()[:2] == [np.inf, np.inf]


# Exercise 3


@unhurried
@given(exponent=st.floats(-3, 3), log_coefficient=st.floats(-20, 20))
def test_an_exact_power_law_is_recovered_and_called_sublinear(exponent, log_coefficient):
    steps = np.arange(0, 200)
    coefficient = np.exp(log_coefficient)
    gaps = coefficient * np.maximum(steps, 1.0) ** exponent
    fitted, scale = ex3.fit_power_law(steps, gaps)
    # log gap is up to 36 in size and rounded to 36 ε; the line through 199 points averages that
    # out.
    assert fitted == pytest.approx(exponent, abs=1e-10)
    assert scale == pytest.approx(coefficient, rel=1e-10)
    if abs(exponent) > 0.01:
        assert ex3.classify_rate(steps, gaps) == "sublinear"


@unhurried
@given(factor=st.floats(0.2, 0.99))
def test_a_geometric_sequence_is_called_linear(factor):
    steps = np.arange(200)
    assert ex3.classify_rate(steps, 3 * factor**steps) == "linear"


def test_pairs_without_a_logarithm_are_dropped_from_both_fits():
    steps = np.array([-1, 0, 1, 2, 3, 4, 5, 6, 7])
    gaps = np.array([9, 9, 1, 1 / 2, 0, 1 / 4, np.nan, 1 / 6, np.inf])
    exponent, coefficient = ex3.fit_power_law(steps, gaps)
    assert (exponent, coefficient) == (pytest.approx(-1), pytest.approx(1))
    assert ex3.classify_rate(steps, gaps) == "sublinear"


def test_gaps_that_reach_zero_or_overflow_raise_nothing():
    assert ex3.verify_rate(np.ones(3), np.ones(3), 1.0, 5)["bound_holds"]
    assert not ex3.verify_rate(np.ones(3), np.ones(3), 5.0, 2000)["bound_holds"]


def test_the_suboptimality_is_the_closed_form_of_the_quadratic():
    eigenvalues, start = np.array([0.0, 0.5, 2.0]), [3, -1, 2]
    steps = np.arange(31)[:, np.newaxis]
    theta = (1 - 0.4 * eigenvalues) ** steps * start
    gaps = ex3.suboptimality(eigenvalues, start, 0.4, 30)
    np.testing.assert_allclose(gaps, theta**2 @ eigenvalues / 2, rtol=1e-12)


def test_the_sublinear_bound_is_the_squared_distance_over_twice_lr_t():
    bound = ex3.sublinear_bound([3, 4], [0, 0], 0.5, 4)
    np.testing.assert_allclose(bound, [25, 25 / 2, 25 / 3, 25 / 4], rtol=1e-15)
    assert ex3.sublinear_bound([3, 4], [3, 0], 0.25, 1) == 32


def test_the_linear_bound_starts_at_the_initial_gap():
    assert ex3.linear_bound([1, 2, 4], 8.0, 2).tolist() == [8.0, 6.0, 4.5]


# Exercise 4


def ravine(theta):
    return theta[0] ** 2 + 10 * theta[1] ** 2


def ravine_grad(theta):
    return np.array([2 * theta[0], 20 * theta[1]])


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_a_trajectory_is_drawn_on_the_given_axes_and_nowhere_else():
    other = plt.figure()
    _, ax = plt.subplots()
    path = ex4.trajectory(ravine_grad, (5, 5), 0.095, 20)
    assert ex4.plot_trajectory(ravine, path, ax) is ax
    assert not other.axes
    assert len(plt.get_fignums()) == 2
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), path)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < path[:, 0].min() <= path[:, 0].max() < right
    assert bottom < path[:, 1].min() <= path[:, 1].max() < top


def test_every_contour_vertex_lies_at_the_height_that_its_level_says():
    ax = ex4.plot_trajectory(ravine, ex4.trajectory(ravine_grad, (5, 4), 0.05, 20))
    lines = next(c for c in ax.collections if hasattr(c, "levels") and not c.filled)
    checked = 0
    for level, segments in zip(lines.levels, lines.allsegs, strict=True):
        for vertices in segments:
            # Interpolation between grid points 0.08 apart is off by at most L″h²/8 = 20 · 0.08²/8.
            np.testing.assert_allclose(ravine(vertices.T), level, atol=0.02)
            checked += len(vertices)
    assert len(lines.levels) >= 5
    assert checked > 100


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        [[1, 1]],
        [[0, 1], [0, 2]],
        [[1, 1], [np.inf, np.nan]],
        [[np.nan, np.nan]],
        [[1, 1], [1e200, -1e300]],
    ],
    ids=["one point", "along an axis", "diverged", "nothing finite", "huge"],
)
def test_paths_at_the_edge_of_what_can_be_drawn_are_drawn(path):
    ax = ex4.plot_trajectory(ravine, path)
    ax.figure.canvas.draw()
    assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


def test_a_flat_loss_is_drawn_too():
    ex4.plot_trajectory(lambda theta: 1.0, [[0, 0], [1, 1]]).figure.canvas.draw()


def test_every_rate_has_its_panel_in_order():
    figure = ex4.plot_learning_rates(ravine, ravine_grad, (5, 5), [0.1, 0.02], 20)
    assert [ax.get_title() for ax in figure.axes] == ["η = 0.1", "η = 0.02"]
    for ax, lr in zip(figure.axes, (0.1, 0.02), strict=True):
        path = ex4.trajectory(ravine_grad, (5, 5), lr, 20)
        np.testing.assert_array_equal(ax.lines[0].get_xydata(), path)


# Exercise 5


def random_design(seed, rows=40, columns=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)), rng.normal(size=rows)


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(seed=seeds)
def test_descent_and_the_closed_form_agree_with_scipys_least_squares(seed):
    X, y = random_design(seed)
    oracle = scipy("linalg").lstsq(X, y, lapack_driver="gelsy")[0]
    result = ex5.compare(X, y)
    # cond(X) of such a design is below 10: 10 000 steps leave (1 − 1/100)^10000 of the first error.
    np.testing.assert_allclose(result["theta_closed"], oracle, atol=1e-12)
    np.testing.assert_allclose(result["theta_gd"], oracle, atol=1e-11)
    assert result["max_abs_diff"] <= 1e-11
    assert abs(result["loss_gap"]) <= 1e-14


@unhurried
@given(seed=seeds)
def test_the_gradient_is_the_central_difference_of_the_loss(seed):
    X, y = random_design(seed)
    theta = np.random.default_rng(seed + 1).normal(size=4)
    steps = 1e-4 * np.eye(4)
    # On a quadratic the central difference is exact; rounding of L ≈ 10 over 2e-4 leaves 1e-11.
    numeric = [
        (ex5.mse_loss(theta + h, X, y) - ex5.mse_loss(theta - h, X, y)) / 2e-4 for h in steps
    ]
    np.testing.assert_allclose(ex5.mse_grad(theta, X, y), numeric, atol=1e-9)


def test_a_column_of_targets_means_the_same_as_a_flat_one():
    X, y = random_design(0)
    column = y[:, np.newaxis]
    assert ex5.mse_loss(np.ones(4), X, column) == ex5.mse_loss(np.ones(4), X, y)
    assert np.array_equal(ex5.mse_grad(np.ones(4), X, column), ex5.mse_grad(np.ones(4), X, y))
    assert np.array_equal(ex5.closed_form(X, column), ex5.closed_form(X, y))
    assert np.array_equal(ex5.fit(X, column, num_steps=50)[1], ex5.fit(X, y, num_steps=50)[1])


@pytest.mark.parametrize("scale", [1, 1e-3, 1e-150, 1e6])
def test_rank_is_judged_relative_to_scale(scale):
    X, y = random_design(1)
    np.testing.assert_allclose(
        ex5.closed_form(scale * X, y), ex5.closed_form(X, y) / scale, rtol=1e-10
    )
    deficient = scale * np.column_stack([X, X[:, 0] + X[:, 1]])
    with pytest.raises(np.linalg.LinAlgError, match="rank 4 but 5 columns"):
        ex5.closed_form(deficient, y)


def test_more_columns_than_rows_have_no_closed_form():
    X, y = random_design(2, rows=3, columns=5)
    with pytest.raises(np.linalg.LinAlgError):
        ex5.compare(X, y)


@pytest.mark.parametrize(("rows", "columns"), [(40, 4), (3, 5)])
def test_on_deficient_rank_descent_tends_to_the_minimum_norm_solution(rows, columns):
    X, y = random_design(3, rows, columns)
    X = np.column_stack([X, X[:, 0]])
    theta, _ = ex5.fit(X, y)
    np.testing.assert_allclose(theta, scipy("linalg").pinv(X) @ y, atol=1e-10)


def test_the_history_holds_the_losses_before_each_update():
    X, y = random_design(4)
    theta, history = ex5.fit(X, y, lr=0.1, num_steps=3)
    expected = np.zeros(4)
    for loss in history:
        assert loss == pytest.approx(ex5.mse_loss(expected, X, y), rel=1e-14)
        expected = expected - 0.1 * ex5.mse_grad(expected, X, y)
    np.testing.assert_allclose(theta, expected, rtol=1e-13)
    assert len(history) == 3


def test_a_rate_too_large_diverges_without_raising():
    X, y = random_design(5)
    result = ex5.compare(X, y, lr=50.0, num_steps=2000)
    assert not np.isfinite(result["max_abs_diff"])
    assert not np.isfinite(result["loss_gap"])


@pytest.mark.parametrize("X", [[1, 2, 3], [[1], [2], [3]]])
def test_the_intercept_comes_before_the_features(X):
    assert ex5.add_intercept(X).tolist() == [[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]


def test_no_argument_is_mutated():
    X, y = random_design(6)
    X.flags.writeable = y.flags.writeable = False
    before = X.copy(), y.copy()
    ex5.compare(X, y, num_steps=20)
    ex5.add_intercept(X)
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])


# The demonstration


@pytest.mark.timeout(120)
def test_the_demonstration_prints_the_answers_and_draws_where_it_is_told(tmp_path):
    out = tmp_path / "lecture"
    run = run_module("solutions", ROOT, ["--out", str(out)], os.environ)
    assert run.returncode == 0, run.stderr
    drawn = sorted(out.iterdir())
    assert [path.suffix for path in drawn] == [".png"] * 5
    for path in drawn:
        assert str(path) in run.stdout
        assert plt.imread(path).std() > 0.05  # something is on it
    for fact in ("-1.224745", "-19.000", "113.04", "53.63", "4.88", "sublinear", "LinAlgError"):
        assert fact in run.stdout


def test_a_folder_for_the_figures_that_cannot_be_made_is_named_with_the_remedy(
    tmp_path, monkeypatch
):
    from solutions import __main__ as command

    (tmp_path / "file").write_text("")
    monkeypatch.setattr(command, "answers", str)
    monkeypatch.setattr(sys, "argv", ["solutions", "--out", str(tmp_path / "file" / "figures")])
    with pytest.raises(SystemExit, match=r"file.figures cannot be written \(Not a directory\)"):
        command.main()
