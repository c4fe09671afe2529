"""Every numerical claim of the chapter, tried."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import solutions.ex1_gradient_descent as ex1
import solutions.ex2_learning_rates as ex2
import solutions.ex3_convergence_rate as ex3
from solutions.chapter import HESSIAN, ravine, ravine_gradient
from solutions.descent import descend, gradient_descent, losses, sweep, trajectory

ROUNDING = 1e-12  # of the first loss; a few hundred steps of a few ε each stay far below it
SQRT_1_5 = np.sqrt(1.5)

unhurried = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)


def random_quadratic(seed, flat=0):
    """Return (hessian, eigenvalues, start) of ½θᵀHθ with a random basis and ``flat`` zeros."""
    rng = np.random.default_rng(seed)
    dim = int(rng.integers(flat + 1, flat + 8))
    eigenvalues = np.sort(10 ** rng.uniform(-3, 3, dim))
    eigenvalues[:flat] = 0
    basis, _ = np.linalg.qr(rng.normal(size=(dim, dim)))
    hessian = (basis * eigenvalues) @ basis.T
    return (hessian + hessian.T) / 2, eigenvalues, rng.normal(0, 5, dim)


# The idea


@unhurried
@given(seed=seeds, log_lr=st.floats(-4, 0))
def test_a_step_changes_a_quadratic_by_the_second_order_expansion(seed, log_lr):
    hessian, eigenvalues, theta = random_quadratic(seed)
    lr = 10**log_lr / eigenvalues[-1]
    gradient = hessian @ theta
    moved = descend(lambda t: hessian @ t, theta, lr, 1)
    before, after = theta @ hessian @ theta / 2, moved @ hessian @ moved / 2
    expansion = -lr * gradient @ gradient + lr**2 / 2 * gradient @ hessian @ gradient
    # The change is a difference of losses; its rounding is relative to the Hessian's largest term.
    allowed = ROUNDING * eigenvalues[-1] * (theta @ theta)
    assert after - before == pytest.approx(expansion, abs=allowed)


def test_no_direction_decreases_the_loss_faster_than_minus_the_gradient():
    theta, length = np.array([5.0, 5.0]), 1e-4
    gradient = ravine_gradient(theta)
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    around = theta[:, np.newaxis] + length * np.array([np.cos(angles), np.sin(angles)])
    steepest = ravine(theta - length * gradient / np.linalg.norm(gradient))
    # Second-order terms are below ½·20·length² = 1e-7; the first-order advantage of a degree is
    # 1.5e-6.
    assert steepest <= ravine(around).min() + 1e-7


@unhurried
@given(seed=seeds, share=st.floats(0.01, 1.0))
def test_the_descent_lemma_holds_for_every_rate_up_to_one_over_l(seed, share):
    hessian, eigenvalues, start = random_quadratic(seed)
    lr = share / eigenvalues[-1]
    path = trajectory(lambda theta: hessian @ theta, start, lr, 50)
    loss = np.sum(path @ hessian * path, axis=1) / 2
    squared_gradient = np.sum((path @ hessian) ** 2, axis=1)
    promised = loss[:-1] - lr / 2 * squared_gradient[:-1]
    assert np.all(loss[1:] <= promised + ROUNDING * eigenvalues[-1] * (start @ start))


# The learning rate


@unhurried
@given(seed=seeds, share=st.floats(0.05, 0.99))
def test_below_the_limit_every_quadratic_descends_at_every_step(seed, share):
    hessian, _, start = random_quadratic(seed)
    lr = share * ex2.stable_lr_limit(hessian)
    history = losses(lambda t: t @ hessian @ t / 2, lambda t: hessian @ t, start, lr, 300)
    assert np.all(np.diff(history) <= ROUNDING * history[0])
    assert ex2.predict(hessian, lr) == "converges"


@unhurried
@given(seed=seeds, excess=st.floats(1.02, 20))
def test_above_the_limit_every_quadratic_diverges(seed, excess):
    hessian, _, start = random_quadratic(seed)
    # A start without a share in the steepest direction would wait for rounding to provide one.
    steepest = np.linalg.eigh(hessian)[1][:, -1]
    assume(abs(steepest @ start) > 0.1)
    lr = excess * ex2.stable_lr_limit(hessian)
    # |1 − ηλ_max| = 2·excess − 1 ≥ 1.04, and 1.04^1000 = 1e17 outgrows whatever the others lose.
    theta = descend(lambda t: hessian @ t, start, lr, 1000)
    assert not np.abs(theta).max() < 1e3 * np.abs(start).max()
    assert ex2.predict(hessian, lr) == "diverges"


def test_at_the_limit_the_steepest_coordinate_flips_for_ever():
    path = trajectory(ex2.grad, (1.0, 1.0), 0.01, 1000)
    np.testing.assert_allclose(path[:, 1], (-1.0) ** np.arange(1001), rtol=1e-12)
    assert ex2.predict(HESSIAN, 0.01) == "oscillates"


@unhurried
@given(eigenvalues=st.lists(st.floats(0.1, 100), min_size=1, max_size=6))
def test_two_over_the_sum_of_extremes_is_the_best_rate_of_a_sweep(eigenvalues):
    spectrum = np.array(eigenvalues)
    best = ex2.optimal_lr(np.diag(spectrum))
    rates = best * np.concatenate([[1.0], np.linspace(0.05, 1.95, 60)])
    column = spectrum[:, np.newaxis]
    thetas, _ = sweep(
        lambda t: np.sum(column * t**2, axis=0) / 2,
        lambda t: column * t,
        np.ones(len(spectrum)),
        rates,
        20,
    )
    # From ones, the largest coordinate after T steps is max|1 − ηλ|^T. Equal eigenvalues make it 0
    # but for rounding: (ε)^20, far below the 1e-12 that is allowed.
    worst = np.abs(thetas).max(axis=0)
    assert np.all(worst[0] <= worst[1:] * (1 + 1e-9) + 1e-12)


def test_the_finders_sweep_from_1e_minus_7_to_10_lands_just_below_the_limit():
    rates = np.geomspace(1e-7, 10, 200)
    best, swept = ex2.lr_finder(ex2.loss, ex2.grad, (1.0, 1.0), rates)
    assert 0.8 * ex2.optimal_lr(HESSIAN) < best < ex2.stable_lr_limit(HESSIAN)
    assert np.all(swept[rates > 0.0101] > 100)


# Convergence


@unhurried
@given(seed=seeds, share=st.floats(0.01, 1.0), flat=st.integers(0, 2))
def test_the_sublinear_bound_holds_on_convex_quadratics_flat_directions_included(seed, share, flat):
    _, eigenvalues, start = random_quadratic(seed, flat)
    lr = share / eigenvalues[-1]
    gaps = ex3.suboptimality(eigenvalues, start, lr, 200)
    bound = ex3.sublinear_bound(start, np.zeros_like(start), lr, 200)
    assert np.all(gaps[1:] <= bound * (1 + 1e-9))


@unhurried
@given(seed=seeds)
def test_the_linear_bound_holds_on_strongly_convex_quadratics_at_one_over_l(seed):
    _, eigenvalues, start = random_quadratic(seed)
    gaps = ex3.suboptimality(eigenvalues, start, 1 / eigenvalues[-1], 200)
    bound = ex3.linear_bound(eigenvalues, gaps[0], 200)
    # Where every factor is 0, (1 − ηλ) leaves ε, and the gap ε² of the first: an absolute slack.
    assert np.all(gaps <= bound * (1 + 1e-9) + 1e-25 * gaps[0])


@pytest.mark.parametrize("num_steps", [50, 100, 300, 1000, 3000, 10_000, 50_000])
def test_the_slow_quadratic_follows_one_over_t(num_steps):
    eigenvalues, start = ex3.slow_quadratic()
    result = ex3.verify_rate(eigenvalues, start, 1.0, num_steps)
    assert result["exponent"] == pytest.approx(-1, abs=0.025)
    assert result["rate"] == "sublinear"
    assert result["bound_holds"]


@pytest.mark.parametrize("num_steps", [50, 100, 500, 1000, 5000])
def test_halving_the_error_doubles_the_steps_on_the_slow_quadratic(num_steps):
    eigenvalues, start = ex3.slow_quadratic()
    gaps = ex3.suboptimality(eigenvalues, start, 1.0, 3 * num_steps)
    to_half = np.argmax(gaps <= gaps[num_steps] / 2)
    # An exponent of −1 ± 0.025 makes 2^(1/p) lie between 1.967 and 2.036; a step more is rounding
    # up.
    assert 1.967 * num_steps <= to_half <= 2.036 * num_steps + 1


def test_the_slow_quadratic_turns_geometric_once_t_is_far_beyond_its_condition_number():
    eigenvalues, start = ex3.slow_quadratic(condition_number=100)
    gaps = ex3.suboptimality(eigenvalues, start, 1.0, 5000)
    late = np.arange(4000, 5001)
    assert ex3.classify_rate(late, gaps[late]) == "linear"
    # Of the next eigenvalue, 0.01099, a share of ((1 − 0.01099)/0.99)^8000 = 3e-4 is left: μ = 0.01
    # rules, and each step keeps (1 − 0.01)² of the gap, to 3e-4 of the factors' difference of 2e-3.
    np.testing.assert_allclose(gaps[4001:] / gaps[4000:-1], 0.99**2, rtol=1e-6)


def test_a_well_conditioned_quadratic_never_shows_the_one_over_t_line():
    result = ex3.verify_rate(np.linspace(1, 20, 20), np.ones(20), 1 / 20, 200)
    assert result["rate"] == "linear"
    assert result["exponent"] < -3


# The worked table: L(x, y) = x² + 10y² from (5, 5)


def table(lr):
    path = trajectory(ravine_gradient, (5.0, 5.0), lr, 20)
    return [(round(x, 3), round(y, 2), round(ravine(np.array([x, y])), 2)) for x, y in path]


def test_the_table_starts_at_275_with_ten_times_the_gradient_in_y():
    assert ravine(np.array([5.0, 5.0])) == 275
    assert ravine_gradient(np.array([5.0, 5.0])).tolist() == [10.0, 100.0]


def test_the_table_at_rate_0_02_as_corrected():
    rows = table(0.02)
    assert rows[1] == (4.8, 3.0, 113.04)
    assert rows[2] == (4.608, 1.8, 53.63)
    assert (round(rows[20][0], 2), *rows[20][1:]) == (2.21, 0.0, 4.88)


def test_the_table_at_rate_0_1_flips_y_between_5_and_minus_5():
    rows = table(0.1)
    assert [y for _, y, _ in rows] == [5.0, -5.0] * 10 + [5.0]
    assert rows[20][0] == round(5 * 0.8**20, 3) == 0.058


def test_the_table_at_rate_0_095_zigzags_and_settles():
    y = trajectory(ravine_gradient, (5.0, 5.0), 0.095, 20)[:, 1]
    assert np.all(y[1:] * y[:-1] < 0)
    assert np.all(np.abs(y[1:]) < np.abs(y[:-1]))


def test_no_single_rate_gives_the_table_that_the_chapter_prints():
    # A step from (5, 5) to (4, 3) moves x by 1 = η·10 and y by 2 = η·100.
    gradient = ravine_gradient(np.array([5.0, 5.0]))
    rates = (np.array([5.0, 5.0]) - np.array([4.0, 3.0])) / gradient
    assert rates.tolist() == [0.1, 0.02]
    for rate in rates:
        assert table(rate)[1][:2] != (4.0, 3.0)


# The facts that exercises 1 and 2 rest on


def test_the_critical_points_of_the_quartic_are_zero_and_the_roots_of_one_and_a_half():
    roots = np.sort(np.roots([4, 0, -6, 0]).real)  # of L′, by NumPy's eigenvalue method
    found = ex1.find_critical_points(ex1.loss, ex1.grad, [-2, -0.5, 0.5, 2])
    assert [kind for _, kind in found] == ["minimum", "maximum", "minimum"]
    np.testing.assert_allclose([x for x, _ in found], roots, atol=1e-9)
    np.testing.assert_allclose(ex1.loss(roots), [-0.25, 2, -0.25], atol=1e-12)


def test_from_2_at_rate_0_1_descent_lands_on_the_maximum_and_stays():
    assert trajectory(ex1.grad, 2, 0.1, 50).tolist() == [2.0] + [0.0] * 50


def test_from_0_descent_never_moves_and_from_1e_minus_8_it_reaches_the_minimum():
    assert descend(ex1.grad, 0, 0.1, 1000) == 0
    assert descend(ex1.grad, 1e-8, 0.1, 1000) == pytest.approx(SQRT_1_5, abs=1e-12)


def test_each_local_minimum_keeps_the_runs_that_start_in_its_valley():
    for start in (-2.0, -0.1, 0.1, 1.9):
        end = descend(ex1.grad, start, 0.01, 3000)
        assert end == pytest.approx(np.sign(start) * SQRT_1_5, abs=1e-9)


def test_descent_stops_at_a_saddle_although_lower_ground_lies_beside_it():
    saddle = descend(lambda t: np.array([2 * t[0], -2 * t[1]]), (1.0, 0.0), 0.1, 500)
    assert saddle[0] == pytest.approx(0, abs=1e-12)
    assert saddle[1] == 0


def test_rate_0_1_multiplies_y_by_minus_19_and_the_loss_by_361_a_step():
    y = trajectory(ex2.grad, (1.0, 1.0), 0.1, 12)[:, 1]
    np.testing.assert_allclose(y[1:] / y[:-1], -19, rtol=1e-12)
    _, history = gradient_descent(ex2.loss, ex2.grad, (1.0, 1.0), 0.1, 12)
    np.testing.assert_allclose(history[2:] / history[1:-1], 361, rtol=1e-4)  # x² is still there


def test_rate_0_001_keeps_0_998_of_x_a_step():
    x = trajectory(ex2.grad, (1.0, 1.0), 0.001, 50)[:, 0]
    np.testing.assert_allclose(x[1:] / x[:-1], 0.998, rtol=1e-12)


def test_the_three_rates_converge_oscillate_and_diverge():
    expected = {0.001: "converges", 0.01: "oscillates", 0.1: "diverges"}
    assert ex2.explore() == expected
    assert {lr: ex2.predict(HESSIAN, lr) for lr in expected} == expected
    assert ex2.stable_lr_limit(HESSIAN) == pytest.approx(0.01)
    assert ex2.optimal_lr(HESSIAN) == pytest.approx(2 / 202)
