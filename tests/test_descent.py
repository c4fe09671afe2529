"""The shared engine, against closed forms and SciPy."""

import doctest
import warnings
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solutions.descent
from solutions.descent import (
    descend,
    gradient_descent,
    iterates,
    losses,
    steps_to_reach,
    sweep,
    trajectory,
)
from tests.kit import scipy

EPS = np.finfo(float).eps
unhurried = settings(deadline=None)  # a busy machine is no failure

eigenvalue = st.floats(0.01, 100)
coordinate = st.floats(-1e3, 1e3)


def square(x):
    return x**2


def square_grad(x):
    return 2 * x


def quartic(x):
    return x**4 - 3 * x**2 + 2


def quartic_grad(x):
    return 4 * x**3 - 6 * x


def ravine(theta):
    return theta[0] ** 2 + 100 * theta[1] ** 2


def ravine_grad(theta):
    return np.array([2 * theta[0], 200 * theta[1]])


@unhurried
@given(
    pairs=st.lists(st.tuples(eigenvalue, coordinate), min_size=1, max_size=5),
    share=st.floats(0.01, 1.2),
    num_steps=st.integers(0, 60),
)
def test_iterates_on_a_quadratic_are_powers_of_one_minus_lr_times_eigenvalue(
    pairs, share, num_steps
):
    eigenvalues, start = np.array(pairs).T
    lr = share * 2 / eigenvalues.max()
    path = trajectory(lambda theta: eigenvalues * theta, start, lr, num_steps)
    steps = np.arange(num_steps + 1)[:, np.newaxis]
    factor = 1 - lr * eigenvalues
    # A step rounds θ, ηλθ and their difference: at most 2ε(1 + ηλ)|θ|. Carried on by |factor| a
    # step, t such errors add up to 2tε(1 + ηλ)|factor|^(t−1)|θ₀|; the rounded factor itself costs
    # as much.
    carried = np.abs(factor) ** np.maximum(steps - 1, 0) * np.abs(start)
    allowed = 4 * steps * EPS * (1 + lr * eigenvalues) * carried + 1e-300
    assert np.all(np.abs(path - factor**steps * start) <= allowed)


@pytest.mark.parametrize("start", [-2.0, -0.3, 0.7, 1.9])
def test_descent_ends_where_scipys_minimiser_of_one_variable_ends(start):
    bracket = (0, np.sign(start) * 3)
    oracle = scipy("optimize").minimize_scalar(quartic, bounds=sorted(bracket), method="bounded")
    # `bounded` locates x to its xatol of 1e-5.
    assert descend(quartic_grad, start, 0.02, 2000) == pytest.approx(oracle.x, abs=1e-5)


def test_descent_ends_where_scipys_bfgs_ends_on_a_function_that_is_not_quadratic():
    def loss(theta):
        return np.log(np.cosh(theta - [1, -2])).sum() + 0.5 * (theta[0] + theta[1]) ** 2

    def grad(theta):
        return np.tanh(theta - [1, -2]) + (theta[0] + theta[1])

    oracle = scipy("optimize").minimize(loss, [0.0, 0.0], jac=grad, method="BFGS", tol=1e-10)
    # BFGS stops at a gradient of 1e-10, which a curvature above 0.3 turns into 3e-10 in θ.
    np.testing.assert_allclose(descend(grad, [0, 0], 0.3, 500), oracle.x, atol=1e-9)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(solutions.descent).attempted > 0
    assert doctest.testmod(solutions.descent).failed == 0


def test_history_holds_the_losses_before_each_update():
    theta, history = gradient_descent(square, square_grad, 8, lr=0.25, num_steps=3)
    assert theta == 1.0
    assert history.tolist() == [64.0, 16.0, 4.0]


def test_losses_goes_one_iterate_further_than_history():
    args = (ravine, ravine_grad, [1, 1], 0.009)
    theta, history = gradient_descent(*args, num_steps=30)
    all_losses = losses(*args, num_steps=30)
    assert all_losses[:-1].tolist() == history.tolist()
    assert all_losses[-1] == ravine(theta)


def test_no_step_returns_a_copy_of_the_start_and_an_empty_history():
    start = np.array([1.0, 2.0])
    theta, history = gradient_descent(ravine, ravine_grad, start, lr=0.1, num_steps=0)
    theta[0] = 99
    assert history.shape == (0,)
    assert start.tolist() == [1.0, 2.0]


def test_a_step_costs_one_gradient_and_one_loss():
    calls = {"loss": 0, "grad": 0}

    def counting_loss(theta):
        calls["loss"] += 1
        return square(theta)

    def counting_grad(theta):
        calls["grad"] += 1
        return square_grad(theta)

    gradient_descent(counting_loss, counting_grad, 1.0, lr=0.1, num_steps=17)
    assert calls == {"loss": 17, "grad": 17}


@pytest.mark.parametrize("start", [3, 3.0, np.int64(3), np.float32(3), np.array(3), Fraction(3)])
def test_a_scalar_start_of_any_type_gives_a_float_of_shape_empty(start):
    theta, _ = gradient_descent(square, square_grad, start, lr=0.1, num_steps=1)
    assert np.shape(theta) == ()
    assert theta.dtype == np.float64
    assert theta == pytest.approx(2.4, rel=4 * EPS)


@pytest.mark.parametrize("start", [[1, 2], (1, 2), np.array([1, 2]), np.array([1, 2], dtype="i1")])
def test_an_integer_start_does_not_cut_the_steps_to_integers(start):
    theta = descend(ravine_grad, start, lr=0.0025, num_steps=1)
    assert theta.dtype == np.float64
    np.testing.assert_allclose(theta, [0.995, 1.0], rtol=4 * EPS)


def test_theta_may_have_any_shape():
    start = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(descend(square_grad, start, 0.25, 2), start / 4, rtol=4 * EPS)
    assert trajectory(square_grad, start, 0.25, 2).shape == (3, 2, 3)


def test_the_start_is_never_mutated():
    start = np.array([1.0, 1.0])
    start.flags.writeable = False
    gradient_descent(ravine, ravine_grad, start, lr=0.001, num_steps=5)
    sweep(ravine, ravine_grad, start, [0.001, 0.01], num_steps=5)


@pytest.mark.parametrize(
    "grad",
    [ravine_grad, lambda theta: theta],
    ids=["a fresh gradient", "a gradient that is θ itself"],
)
def test_iterates_kept_from_the_generator_keep_their_values(grad):
    kept = list(islice(iterates(grad, [1.0, 1.0], 0.01), 6))
    seen = []
    for theta in islice(iterates(grad, [1.0, 1.0], 0.01), 6):
        seen.append(theta.copy())
    np.testing.assert_array_equal(kept, seen)


def test_an_iterate_that_its_owner_changes_does_not_reach_into_the_start():
    start = np.array([1.0, 1.0])
    next(iterates(ravine_grad, start, 0.01))[:] = 7
    assert start.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("start", [10, 10.0, np.array(10), [10, -10], (10,)])
def test_a_run_that_blows_up_ends_in_inf_or_nan_without_exception_or_warning(start):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        theta, history = gradient_descent(
            lambda x: np.sum(x**4), lambda x: 4 * x**3, start, lr=1.0, num_steps=100
        )
        path = trajectory(lambda x: 4 * x**3, start, 1.0, 100)
    assert not np.isfinite(theta).any()
    assert not np.isfinite(history[-1])
    assert not np.isfinite(path[-1]).any()


def test_no_warning_filter_leaks_out_of_a_generator_left_half_way():
    run = iterates(square_grad, 1.0, 0.1)
    before = np.geterr()
    next(run)
    next(run)
    assert np.geterr() == before


def test_a_negative_rate_climbs():
    assert descend(square_grad, 1.0, -0.5, 3) == 8.0


@unhurried
@given(
    lrs=st.lists(st.floats(1e-5, 0.02), min_size=1, max_size=6),
    start=st.tuples(coordinate, coordinate),
    num_steps=st.integers(0, 40),
)
def test_a_sweep_gives_what_the_runs_it_stands_for_give(lrs, start, num_steps):
    thetas, histories = sweep(ravine, ravine_grad, start, lrs, num_steps)
    assert thetas.shape == (2, len(lrs))
    assert histories.shape == (num_steps, len(lrs))
    for column, lr in enumerate(lrs):
        theta, history = gradient_descent(ravine, ravine_grad, start, lr, num_steps)
        np.testing.assert_array_equal(thetas[:, column], theta)
        # The iterates are the same sums and products; NumPy squares an array and a scalar by
        # different routines, which may round the loss differently.
        np.testing.assert_allclose(histories[:, column], history, rtol=4 * EPS)


def test_a_sweep_takes_a_scalar_theta():
    thetas, _ = sweep(square, square_grad, 1, [0.25, 0.5], 2)
    assert thetas.tolist() == [0.25, 0.0]


def test_a_diverging_rate_leaves_its_neighbours_in_the_sweep_alone():
    thetas, _ = sweep(ravine, ravine_grad, (1, 1), [0.009, 0.1], 400)
    assert not np.isfinite(thetas[1, 1])
    assert np.array_equal(thetas[:, 0], descend(ravine_grad, (1, 1), 0.009, 400))


def test_steps_to_reach_is_the_first_step_at_or_below_the_target():
    # The losses are 64, 16, 4, 1: a target is reached when met exactly.
    assert steps_to_reach(square, square_grad, 8, 0.25, target=4.0) == 2
    assert steps_to_reach(square, square_grad, 8, 0.25, target=3.9) == 3
    assert steps_to_reach(square, square_grad, 8, 0.25, target=100.0) == 0


def test_steps_to_reach_is_none_when_the_run_never_gets_there():
    assert steps_to_reach(square, square_grad, 8, 1.0, target=1.0, max_steps=50) is None
    assert steps_to_reach(square, square_grad, 8, 5.0, target=1.0, max_steps=1000) is None
