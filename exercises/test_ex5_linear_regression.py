"""Exercise 5, from simple to whole. Each test is an example: a call, and what is expected."""

import numpy as np

from exercises.coach.learner import Learner

ex5 = Learner("ex5_linear_regression")
# Four examples of y ≈ 1 + 2x, with an intercept in column 0.
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
y = np.array([1.0, 3.5, 4.5, 7.0])
SMALL = np.array([2e-6, 7e-6, 9e-6, 1.4e-5])  # the same in another unit
# The normal equations [[4, 6], [6, 14]] θ = (16, 33.5) solved by hand: θ = (1.15, 1.9).
SOLUTION = np.array([1.15, 1.9])


def after(lr, num_steps):
    """Return θ_T and the history of descent on this data, in closed form."""
    shrink, left, history = np.eye(2) - lr * X.T @ X / 4, SOLUTION, []
    for _ in range(num_steps):
        history.append(float(np.sum((X @ (SOLUTION - left) - y) ** 2)) / 8)
        left = shrink @ left
    return SOLUTION - left, history


def test_the_intercept_comes_first():
    """The first column is ones, then come the features."""
    ex5.add_intercept(np.array([[4.5, 3.0], [2.0, 5.75]])).gives(
        [[1.0, 4.5, 3.0], [1.0, 2.0, 5.75]], because="a column of ones, then X"
    )
    ex5.add_intercept(np.array([[1.0, 3.0], [1.0, 5.75]])).gives(
        [[1.0, 1.0, 3.0], [1.0, 1.0, 5.75]], because="the same where X begins with ones"
    )
    ex5.add_intercept(np.array([[2.5, 5.75]])).gives(
        [[1.0, 2.5, 5.75]], because="a single example is one row"
    )


def test_the_intercept_of_a_single_feature():
    """A feature of shape (N,) becomes an array of shape (N, 2)."""
    answer = ex5.add_intercept(np.array([2.0, 4.0, 6.0]))
    answer.gives([[1.0, 2.0], [1.0, 4.0], [1.0, 6.0]], because="shape (3,) means one feature")
    answer.keeps_its_arguments()


def test_loss_at_zero():
    """At θ = 0 the loss is the mean of y²/2."""
    ex5.mse_loss(np.zeros(2), X, y).gives(10.3125, because="‖y‖²/(2N) = 82.5/8")


def test_loss_at_another_point():
    """At θ = (1, 2) the residuals are 0, −0.5, 0.5, 0; of three examples 0, −0.5, 0.5."""
    theta = np.array([1.0, 2.0])
    ex5.mse_loss(theta, X, y).gives(0.0625, because="(0.25 + 0.25)/(2·4)")
    ex5.mse_loss(theta, X[:3], y[:3]).gives(0.5 / 6, because="(0.25 + 0.25)/(2·3)")


def test_grad_at_zero():
    """At θ = 0 the gradient is −Xᵀy/N."""
    ex5.mse_grad(np.zeros(2), X, y).gives([-4.0, -8.375], because="−(16, 33.5)/4")


def test_grad_at_another_point():
    """At θ = (1, 2) the residuals are 0, −0.5, 0.5, 0; of three examples 0, −0.5, 0.5."""
    answer = ex5.mse_grad(np.array([1.0, 2.0]), X, y)
    # Central differences of the loss over 1e-7 leave 3e-10 where 0 is due.
    answer.gives([0.0, 0.125], because="(0, −0.5·1 + 0.5·2)/4", atol=1e-9)
    answer.keeps_its_arguments()
    ex5.mse_grad(np.array([1.0, 2.0]), X[:3], y[:3]).gives(
        [0.0, 0.5 / 3], because="(0, −0.5·1 + 0.5·2)/3", atol=1e-9
    )


def test_targets_as_a_column():
    """Targets of shape (N, 1) mean the same as targets of shape (N,)."""
    column = y.reshape(-1, 1)
    theta = np.array([1.0, 2.0])
    loss = ex5.mse_loss(theta, X, column)
    loss.gives(0.0625, because="as with y of shape (4,)")
    grad = ex5.mse_grad(theta, X, column)
    grad.gives([0.0, 0.125], because="as with y of shape (4,)", atol=1e-9)
    for answer in (loss, grad):
        answer.keeps_its_arguments()


def test_the_closed_form():
    """The closed form solves the normal equations XᵀXθ = Xᵀy."""
    ex5.closed_form(X, y).gives(SOLUTION, because="[[4, 6], [6, 14]] θ = (16, 33.5)", rtol=1e-8)
    repeated = np.repeat([[1.0, 1.0], [1.0, 3.0]], 5, axis=0)
    targets = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 9.0, 7.0, 6.0, 5.0, 8.0])
    ex5.closed_form(repeated, targets).gives(
        [1.0, 2.0],
        because="five examples at x = 1 with mean 3, five at x = 3 with mean 7",
        rtol=1e-8,
    )


def test_the_closed_form_of_a_column():
    """Targets as a column give θ of shape (n,) all the same."""
    answer = ex5.closed_form(X, y.reshape(-1, 1))
    answer.gives(SOLUTION, because="shape (2,)", rtol=1e-8)
    answer.keeps_its_arguments()


def test_the_closed_form_in_other_units():
    """With X or y in other units, θ changes its unit and nothing else, and the rank stays."""
    ex5.closed_form(1e-7 * X, y).gives(
        1e7 * SOLUTION, because="X·1e-7 has full column rank, as X has", rtol=1e-6
    )
    ex5.closed_form(X * [1.0, 1.25e-4], y).gives(
        SOLUTION / [1.0, 1.25e-4], because="only the feature has a new unit", rtol=1e-6
    )
    ex5.closed_form(X, SMALL).gives(2e-6 * SOLUTION, because="as small as y is", rtol=1e-6)


def test_as_many_examples_as_columns():
    """Two examples determine two coefficients: the line goes through both points."""
    ex5.closed_form(X[1:3], y[1:3]).gives(
        [2.5, 1.0], because="2.5 + x is 3.5 at x = 1 and 4.5 at x = 2", rtol=1e-8
    )


def test_two_columns_alike():
    """With two equal columns there is no closed form: XᵀX has no inverse."""
    twice = np.column_stack([X, X[:, 1]])
    ex5.closed_form(twice, y).raises("LinAlgError", because="the last two columns of X are equal")


def test_columns_that_determine_each_other():
    """A temperature in °C and in °F is one feature, not two: rounding must not hide it."""
    celsius = np.array([-8.0, 23.0, 39.0, -24.0])
    both = np.column_stack([np.ones(4), celsius, 32 + 1.8 * celsius])
    for unit in (1.0, 2.0**24):
        ex5.closed_form(unit * both, y).raises(
            "LinAlgError", because="column 2 is 32 times column 0 + 1.8 times column 1"
        )


def test_fewer_examples_than_columns():
    """Two examples cannot determine three coefficients."""
    wide = np.array([[1.0, 2.0, 0.0], [1.0, 5.0, 3.0]])
    ex5.closed_form(wide, y[:2]).raises("LinAlgError", because="the rank of X is 2, not 3")


def test_no_step_of_the_fit():
    """With num_steps = 0 the fit is θ = 0, with an empty history."""
    ex5.fit(X, y, 0.1, 0).descends([0.0, 0.0], [], because="descent starts at 0")


def test_one_step_of_the_fit():
    """One step from 0 goes to ηXᵀy/N; the history holds the loss at 0."""
    ex5.fit(X, y, 0.2, 1).descends([0.8, 1.675], [10.3125], because="0.2·(16, 33.5)/4")


def test_a_few_steps_of_the_fit():
    """After k steps the error is (I − ηH)ᵏ times the error at the start."""
    ex5.fit(X, y, 0.2, 4).descends(*after(0.2, 4), because="θ_k = θ* − (I − ηH)ᵏθ*, H = XᵀX/N")
    answer = ex5.fit(np.repeat(X, 2, axis=0), np.repeat(y, 2)[:, None], 0.2, 4)
    answer.descends(*after(0.2, 4), because="each example twice: the mean is the same")
    answer.keeps_its_arguments()


def test_a_rate_that_is_too_large():
    """With η = 0.6 the loss grows from step to step; the last θ is what comes back."""
    ex5.fit(X, y, 0.6, 5).descends(
        *after(0.6, 5), because="θ₅ = θ* − (I − 0.6·H)⁵θ*; 0.6 is above 2/λ_max = 0.48"
    )


def test_a_fit_that_blows_up_returns():
    """With η = 5 the fit ends at inf or nan, without an error."""
    history = [*after(5.0, 24)[1], *[np.inf] * 376]
    ex5.fit(X, y, 5.0, 400).descends(
        np.full(2, np.inf), history, because="divergence is a result, not an error"
    )


def test_the_fit_reaches_the_closed_form():
    """With its own learning rate, 1/λ_max, the fit comes to the closed form."""
    ex5.fit(X, y, None, 2000).gives(
        (SOLUTION, None),
        names=("theta", "history"),
        because="for η < 2/λ_max descent on a convex quadratic tends to its minimum",
    )


def test_the_rate_and_the_steps_that_are_the_default():
    """Unless told otherwise, the fit takes 10 000 steps with η = 1/λ_max."""
    lr = 4 / float(np.linalg.eigvalsh(X.T @ X)[-1])
    answer = ex5.fit(X, y, None, 6)
    answer.descends(*after(lr, 6), because="θ_k = θ* − (I − ηH)ᵏθ*, η = 1/λ_max")
    # Only where the header does not show the number of steps, a run has to.
    if not answer.shows_defaults:
        ex5.fit(X, y).descends(*after(lr, 10_000), because="10 000 steps, 10 000 losses", atol=1e-9)


def test_the_fit_without_full_column_rank():
    """Among all θ that fit equally well, descent from 0 tends to the one of smallest norm."""
    twice = np.column_stack([X[:, 1], X[:, 1]])
    ex5.fit(twice, y, None, 100).descends(
        [33.5 / 28, 33.5 / 28],
        [10.3125, *[(82.5 - 33.5**2 / 14) / 8] * 99],
        because="both columns have an equal share of xᵀy/xᵀx = 33.5/14, after the first step",
    )
    wide = np.array([[1.0, 2.0, 2.0], [1.9, 0.95, -1.9]])
    ex5.fit(wide, np.array([9.0, 18.0]), None, 3).descends(
        wide[0] + 2 / 0.9025 * (1 - 0.0975**3) * wide[1],
        [101.25, 81 * 0.0975**2, 81 * 0.0975**4],
        because="fewer rows than columns: XXᵀ/N = diag(4.5, 4.5·0.9025), so λ_max = 4.5",
        atol=1e-9,
    )


def test_the_comparison():
    """After 2000 steps the two solutions are the same, but for rounding."""
    ex5.compare(X, y, None, 2000).gives(
        {"theta_gd": SOLUTION, "theta_closed": SOLUTION, "max_abs_diff": 0.0, "loss_gap": 0.0},
        because="both solve the normal equations",
        atol=1e-9,
    )


def test_the_comparison_after_one_step():
    """After one step the two solutions still differ."""
    ex5.compare(X, y[:, None], 0.2, 1).gives(
        {"max_abs_diff": 0.35, "loss_gap": 0.26796875},
        because="θ is (0.8, 1.675) against (1.15, 1.9), L is 0.32421875 against 0.05625",
    )
    ex5.compare(X, -SMALL, 0.2, 1).gives(
        {"max_abs_diff": 0.35 * 2e-6, "loss_gap": 0.26796875 * 4e-12},
        because="y is −2e-6 times as large, and so is θ; L goes with the square",
    )


def test_the_comparison_with_the_rate_and_the_steps_that_are_the_default():
    """Unless told otherwise, descent takes 10 000 steps with η = 1/λ_max, as `fit` does."""

    def expected(num_steps):
        away = 5 * 0.9999**num_steps
        return {"theta_gd": [3.0, 5.0 - away], "theta_closed": [3.0, 5.0],
                "max_abs_diff": away, "loss_gap": (0.01 * away) ** 2 / 4}  # fmt: skip

    slow = np.diag([1.0, 0.01])
    because = "each step with η = 1/λ_max leaves 0.9999 of the distance in entry 1"
    answer = ex5.compare(slow, np.array([3.0, 0.05]), num_steps=300)
    answer.gives(expected(300), because=because, atol=1e-9)
    answer.keeps_its_arguments()
    if not answer.shows_defaults:
        answer = ex5.compare(slow, np.array([3.0, 0.05]))
        answer.gives(expected(10_000), because=because, atol=1e-9)


def test_no_comparison_without_a_closed_form():
    """If X does not have full column rank, `compare` raises as `closed_form` does."""
    twice = np.column_stack([X, X[:, 1]])
    ex5.compare(twice, y, 0.1, 3).raises("LinAlgError", because="there is nothing to compare with")
