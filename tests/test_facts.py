"""Facts that stubs, hints, messages and solutions state beyond the chapter's, each computed."""

import operator
import re

import numpy as np
import pytest

import solutions.ex1_gradient_descent as ex1
import solutions.ex2_learning_rates as ex2
import solutions.ex3_convergence_rate as ex3
import solutions.ex5_linear_regression as ex5
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.critical_points import judge_points
from solutions.chapter import HESSIAN, line_data, ravine, ravine_gradient
from solutions.descent import descend, losses, trajectory
from tests.kit import ROOT

STUBS = {e.key: (ROOT / "exercises" / e.filename).read_text(encoding="utf-8") for e in EXERCISES}


def states(key: str, words: str) -> bool:
    """Whether the stub of an exercise says so, wherever its lines break."""
    text = re.sub(r"\s*\n#? *", " ", STUBS[key])
    return words in text


def gaps_at(eigenvalues, lr, steps):
    """Return ½ Σ λ (1 − ηλ)²ᵗ, the gap from a start of ones, without running the steps."""
    factors = np.abs(1 - lr * np.asarray(eigenvalues))
    return np.array([0.5 * np.sum(eigenvalues * factors ** (2 * t)) for t in steps])


# Exercise 1


@pytest.mark.parametrize("start", [3.0, 3, (1, 2)])
def test_the_chapters_copy_fails_on_numbers_and_tuples_where_np_array_copies_any_start(start):
    with pytest.raises(AttributeError):
        start.copy()
    assert np.array(start, dtype=float).dtype == np.float64
    assert states("ex1", "``theta_init.copy()`` fails on a number or a tuple")


def test_a_list_and_an_array_are_copied_by_np_array_too():
    for start in ([1, 2], np.array([1, 2])):
        copy = np.array(start, dtype=float)
        copy -= 1
        assert list(start) == [1, 2]


def test_the_stub_says_how_near_a_point_must_be():
    points = ex1.find_critical_points(ex1.loss, ex1.grad, [2.0])
    assert judge_points(points, points) is None
    for off, is_near in ((0.9e-6, True), (1.1e-6, False)):
        moved = [(x + off, kind) for x, kind in points]
        assert (judge_points(moved, points) is None) == is_near
    assert states("ex1", "x : float, within 1e-6 of the critical point")


def test_the_slope_a_ten_thousandth_away_on_both_sides_tells_the_kind():
    assert states("ex1", "1e-4 to its left and to its right")
    # At the weakest that a point may be, |L″| = 0.1, and where |L′| is not quite 0 yet.
    for curvature in (0.1, -0.1, 40.0, -40.0):
        for off in (0.0, 1e-3):
            slope = [curvature * h + off for h in (-1e-4, 1e-4)]
            assert np.sign(slope[1] - slope[0]) == np.sign(curvature)
    assert [kind for _, kind in ex1.find_critical_points(ex1.loss, ex1.grad, [0.0])] == ["maximum"]


def test_descent_moves_away_from_a_maximum_unless_it_is_exactly_there():
    start = np.array([1e-12, -1e-12])
    near = trajectory(ex1.grad, start, 0.01, 100)
    assert np.all(np.diff(np.abs(near), axis=0) > 0)
    assert descend(ex1.grad, 0.0, 0.01, 100) == 0


def test_a_python_float_raises_where_a_numpy_float_overflows_to_inf():
    with pytest.raises(OverflowError):
        _ = 1e200**2
    with np.errstate(over="ignore"):
        assert np.isinf(np.float64(1e200) ** 2)


def test_a_gradient_of_the_wrong_sign_points_downhill_and_a_step_against_it_climbs():
    wrong = -ex1.grad(0.7)
    assert ex1.loss(0.7 + 1e-3 * np.sign(wrong)) < ex1.loss(0.7)
    assert ex1.loss(0.7 - 0.01 * wrong) > ex1.loss(0.7)


# Exercise 2


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_comparisons_with_nan_are_false_but_for_unequal(compare):
    nan = float("nan")
    assert not compare(nan, 1.0)
    assert not compare(1.0, nan)
    assert nan != float("nan")
    assert states("ex2", "<, <=, >, >= and == are False whenever one side is nan")


def test_the_finders_best_after_20_steps_is_not_the_best_in_the_long_run():
    assert states("ex2", "it is 0.0089, while `optimal_lr` is 0.0099")
    rates = np.linspace(0.001, 0.01, 9001)
    best, _ = ex2.lr_finder(ex2.loss, ex2.grad, (1.0, 1.0), rates[::10])
    assert round(best, 4) == 0.0089
    assert round(ex2.optimal_lr(HESSIAN), 4) == 0.0099
    # The longer the runs, the closer it comes.
    ends = [(1 - 2 * rates) ** (2 * n) + 100 * (1 - 200 * rates) ** (2 * n) for n in (20, 60, 500)]
    found = [rates[int(np.argmin(end))] for end in ends]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(ex2.optimal_lr(HESSIAN), rel=0.01)


def test_where_an_eigenvalue_is_0_the_formula_gives_the_limit_and_a_smaller_rate_is_better():
    hessian = np.diag([0.0, 1.0, 5.0])
    formula, better = ex2.optimal_lr(hessian), 2 / (1 + 5)
    assert formula == ex2.stable_lr_limit(hessian)

    def worst(lr):
        return max(abs(1 - lr * eigenvalue) for eigenvalue in (1.0, 5.0))

    assert worst(formula) == pytest.approx(1)
    assert worst(better) < 1


def test_a_flat_direction_is_called_oscillating_by_convention_and_its_run_converges():
    hessian = np.diag([0.0, 2.0])
    assert ex2.predict(hessian, 0.2) == "oscillates"
    history = losses(lambda t: t @ hessian @ t / 2, lambda t: hessian @ t, (3.0, 1.0), 0.2, 100)
    assert ex2.observe(history) == "converges"
    assert descend(lambda t: hessian @ t, (3.0, 1.0), 0.2, 500).tolist() == pytest.approx([3.0, 0])
    assert states("ex2", "There the label is a convention")


def test_at_the_limit_the_loss_may_fall_or_reach_the_minimum_but_one_coordinate_keeps_its_size():
    history = losses(ex2.loss, ex2.grad, (1.0, 1.0), 0.01, 2000)
    assert (history[0], round(history[-1], 6)) == (101, 100)


def test_a_slow_run_is_called_oscillating_too():
    assert ex2.observe([5, 0.4, 0.03]) == "oscillates"


def test_the_factors_of_the_chapters_three_rates_are_those_that_the_learner_test_gives():
    text = (ROOT / "exercises/test_ex2_learning_rates.py").read_text(encoding="utf-8")
    for lr, factors in (
        (0.001, "0.998 and 0.8"),
        (0.01, "0.98 and −1"),
        (0.1, "0.8 and "),
    ):
        x, y = (f"{1 - lr * curvature:.3g}".replace("-", "−") for curvature in (2, 200))
        assert f"{x} and {y}".startswith(factors)
        assert factors in text
    assert "−19 at 0.1" in text


@pytest.mark.parametrize(("lr", "said"), [(0.00025, "4.5e-7"), (0.0002, "3.3e-6")])
def test_the_two_rates_beside_the_threshold_end_where_the_learner_test_says(lr, said):
    # The last of 10 000 losses is the one after 9999 steps.
    last = (1 - 2 * lr) ** (2 * 9999) + 100 * (1 - 200 * lr) ** (2 * 9999)
    assert f"{last / 101:.1e}".replace("e-0", "e-") == said


# Exercise 3


def test_the_runs_that_mislead_are_told_by_log_gap_as_clearly_as_the_learner_tests_say():
    def ratio(steps, gaps):
        log, errors = np.log(gaps), []
        for x in (np.log(steps), steps):
            errors.append(np.sum((log - np.polyval(np.polyfit(x, log, 1), x)) ** 2))
        return errors[0] / errors[1]

    for first, last, times, due in ((10, 69, 15.0, 6), (5, 204, 4e8, 11)):
        steps = np.arange(first, last + 1.0)
        assert int(ratio(steps, np.where(steps == first, times, 1.0) * 0.8**steps)) == due
    steps = np.arange(1, 61.0)
    bent = np.where(steps <= 30, 3 / steps, 0.1 * 0.976 ** (steps - 30))
    assert 1 / ratio(steps, bent) > 400
    assert ratio(steps[30:], bent[30:]) > 400
    steps = np.arange(5, 60.0)
    bent = np.where(steps <= 31, 0.9**steps, 0.9**31 * (steps / 31) ** -4.5)
    assert ratio(steps, bent) > 50
    assert 1 / ratio(steps[27:], bent[27:]) > 50


@pytest.mark.parametrize("num_steps", [50, 200, 1000, 5000, 10_000])
def test_the_slow_quadratic_stays_some_28_times_below_the_bound(num_steps):
    eigenvalues, start = ex3.slow_quadratic()
    bound = start @ start / (2 * num_steps)
    assert 28 <= bound / gaps_at(eigenvalues, 1.0, [num_steps])[0] <= 29
    assert states("ex3", "some 28 times below the bound")


@pytest.mark.parametrize("kappa", [1e4, 1e6])
def test_the_slow_quadratic_leaves_the_1_over_t_line_at_about_a_tenth_of_kappa(kappa):
    eigenvalues, _ = ex3.slow_quadratic(condition_number=kappa)

    def slope(t):
        low, high = gaps_at(eigenvalues, 1.0, [t / 1.05, t * 1.05])
        return np.log(high / low) / (2 * np.log(1.05))

    assert all(abs(slope(t) + 1) < 0.05 for t in np.geomspace(20, kappa / 50, 12))
    assert slope(kappa / 10) == pytest.approx(-1.18, abs=0.02)
    assert slope(kappa) < -2.5
    assert states("ex3", r"leaves that line at about $T = \kappa/10$")


@pytest.mark.parametrize("kappa", [1e3, 1e4])
def test_the_slow_quadratic_is_called_linear_from_about_twice_kappa(kappa):
    eigenvalues, _ = ex3.slow_quadratic(condition_number=kappa)
    steps = np.arange(10, int(2 * kappa) + 1)
    gaps = gaps_at(eigenvalues, 1.0, steps)
    said = [ex3.classify_rate(steps[: int(n)], gaps[: int(n)]) for n in (kappa, 1.5 * kappa)]
    assert said == ["sublinear", "sublinear"]
    assert ex3.classify_rate(steps, gaps) == "linear"
    assert states("ex3", r"calls it `linear` from about $T = 2\kappa$")


def test_the_part_of_the_gap_that_belongs_to_an_eigenvalue_dies_out_at_1_over_2_eta_lambda():
    assert states("ex3", r"dies out at about $t = 1/(2\eta\lambda)$")
    for eigenvalue in (1e-2, 1e-4):
        t = round(1 / (2 * eigenvalue))
        assert (1 - eigenvalue) ** (2 * t) == pytest.approx(1 / np.e, rel=0.01)


def test_a_quadratic_with_a_flat_direction_is_geometric_in_the_end_too():
    gaps = ex3.suboptimality([0.0, 0.2, 1.0], [1.0, 1.0, 1.0], 1.0, 100)
    np.testing.assert_allclose(gaps[50:] / gaps[49:-1], 0.8**2, rtol=1e-9)


def test_a_geometric_run_satisfies_the_sublinear_bound():
    result = ex3.verify_rate(np.linspace(1, 20, 20), np.ones(20), 1 / 20, 200)
    assert result["bound_holds"]
    assert result["rate"] == "linear"


def test_the_slowest_part_of_the_gap_is_multiplied_by_the_square_of_the_bounds_factor():
    eigenvalues = np.array([0.3, 1.5])
    gaps = ex3.suboptimality(eigenvalues, [1.0, 1.0], 1 / 1.5, 40)
    bound = ex3.linear_bound(eigenvalues, 1.0, 40)
    np.testing.assert_allclose(gaps[2:] / gaps[1:-1], (1 - 0.3 / 1.5) ** 2, rtol=1e-9)
    np.testing.assert_allclose(bound[1:] / bound[:-1], 1 - 0.3 / 1.5, rtol=1e-9)


def test_a_step_of_1_over_lambda_lands_on_the_minimum_only_if_all_eigenvalues_are_equal():
    assert ex3.suboptimality([2.0, 2.0], [1.0, -3.0], 0.5, 1)[1] == 0
    assert ex3.suboptimality([2.0, 1.0], [1.0, -3.0], 0.5, 1)[1] > 0


def test_the_slope_of_a_power_law_does_not_depend_on_the_logarithm_but_the_intercept_does():
    t = np.arange(1, 9)
    natural = np.polyfit(np.log(t), np.log(5 / t), 1)
    decimal = np.polyfit(np.log10(t), np.log10(5 / t), 1)
    assert natural[0] == pytest.approx(decimal[0])
    assert natural[1] == pytest.approx(np.log(5))
    assert decimal[1] == pytest.approx(np.log10(5))


def test_one_minus_kappa_is_never_positive_and_the_inverse_of_kappa_may_be_1():
    for low, high in ((1.0, 1.0), (0.3, 1.5)):
        assert 1 - high / low <= 0
        assert low / high <= 1


# Exercise 4


def test_the_gradient_is_at_right_angles_to_the_level_line():
    theta = np.array([5.0, 5.0])
    along = np.array([-ravine_gradient(theta)[1], ravine_gradient(theta)[0]])
    along *= 1e-4 / np.linalg.norm(along)
    # Along it the loss changes in second order only, across it in first order.
    assert abs(ravine(theta + along) - ravine(theta)) < 1e-6
    assert abs(ravine(theta + along[::-1]) - ravine(theta)) > 1e-3


@pytest.mark.parametrize(
    ("lr", "zigzags", "settles"), [(0.02, False, True), (0.095, True, True), (0.11, True, False)]
)
def test_a_path_crosses_the_valley_floor_at_every_step_beyond_1_over_lambda_max(
    lr, zigzags, settles
):
    y = trajectory(ravine_gradient, (5.0, 5.0), lr, 20)[:, 1]
    assert bool(np.all(y[1:] * y[:-1] < 0)) is zigzags is (lr * 20 > 1)
    assert bool(abs(y[-1]) < 5) is settles is (lr * 20 < 2)


# Exercise 5


def test_the_condition_number_of_the_hessian_is_the_square_of_that_of_x():
    X, _ = line_data(10)
    hessian = X.T @ X / len(X)
    assert np.linalg.cond(hessian) == pytest.approx(np.linalg.cond(X) ** 2)


def test_after_10_000_steps_descent_can_be_far_from_the_closed_form():
    result = ex5.compare(*line_data(10))
    assert result["max_abs_diff"] > 10
    assert states("ex5", "after 10 000 steps descent can still be far from the closed form")


def test_on_an_ill_conditioned_x_the_losses_agree_before_the_parameters_do():
    X, y = line_data(3)
    result = ex5.compare(X, y)
    loss_apart = result["loss_gap"] / ex5.mse_loss(result["theta_closed"], X, y)
    theta_apart = result["max_abs_diff"] / np.abs(result["theta_closed"]).max()
    assert loss_apart < 1e-4 * theta_apart


def test_ridge_shrinks_the_norm_but_not_every_coefficient():
    X, y = line_data()
    plain = ex5.closed_form(X, y)
    ridge = np.linalg.solve(X.T @ X + 5 * np.eye(2), X.T @ y)
    assert np.linalg.norm(ridge) < np.linalg.norm(plain)
    X = np.array([[1.0, 0.9], [1.0, 1.1], [1.0, 1.3]])
    y = X @ np.array([1.0, 0.1])
    ridge = np.linalg.solve(X.T @ X + 0.5 * np.eye(2), X.T @ y)
    assert abs(ridge[1]) > 0.1
    assert np.linalg.norm(ridge) < np.linalg.norm([1.0, 0.1])


def test_inv_and_solve_often_do_not_notice_that_columns_depend_on_each_other():
    rng = np.random.default_rng(0)
    unnoticed = 0
    for _ in range(100):
        X = rng.normal(size=(12, 2))
        X = np.column_stack([X, X @ rng.normal(size=2)])
        try:
            np.linalg.solve(X.T @ X, X.T @ np.ones(12))
            np.linalg.inv(X.T @ X)
            unnoticed += 1
        except np.linalg.LinAlgError:
            pass
    assert unnoticed > 50


def test_flat_minus_column_is_a_table():
    assert (np.zeros(4) - np.zeros((4, 1))).shape == (4, 4)
