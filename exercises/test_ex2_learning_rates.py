"""Exercise 2, from simple to whole. Each test is an example: a call, and what is expected."""

import numpy as np

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic

ex2 = Learner("ex2_learning_rates")
chapter = np.diag([2.0, 200.0])  # the Hessian of x² + 100y²
tilted = np.array([[2.0, 1.0], [1.0, 2.0]])  # eigenvalues 1 and 3
parabola = Polynomial((0, 0, 1))  # L(x) = x², L′(x) = 2x
valley = Quadratic(np.diag([2.0, 20.0]))  # L(x, y) = x² + 10y²


def test_loss_at_a_point():
    """The loss at (2, −0.5) is 29."""
    ex2.loss(np.array([2.0, -0.5])).gives(29.0, because="2² + 100·0.5²")


def test_grad_at_a_point():
    """The gradient at (−1.5, 0.25) is (−3, 50)."""
    ex2.grad(np.array([-1.5, 0.25])).gives(
        [-3.0, 50.0], because="the slope of L along x, then along y"
    )


def test_limit_on_the_chapters_loss():
    """On x² + 100y² descent converges for learning rates below 0.01."""
    ex2.stable_lr_limit(chapter).gives(0.01, because="2 over the largest eigenvalue of H")


def test_limit_of_a_matrix_that_is_not_diagonal():
    """For [[2, 1], [1, 2]], with eigenvalues 1 and 3, the limit is 2/3."""
    ex2.stable_lr_limit(tilted).gives(2 / 3, because="2/λ_max with λ_max = 3")


def test_best_rate_on_the_chapters_loss():
    """On x² + 100y² the formula 2/(λ_min + λ_max) gives 2/202."""
    ex2.optimal_lr(chapter).gives(2 / 202, because="2/(λ_min + λ_max) = 2/(2 + 200)")


def test_best_rate_of_a_matrix_that_is_not_diagonal():
    """For [[2, 1], [1, 2]], with eigenvalues 1 and 3, it gives 0.5."""
    ex2.optimal_lr(tilted).gives(0.5, because="2/(λ_min + λ_max) = 2/(1 + 3)")


def test_best_rate_on_a_flat_direction():
    """The formula counts an eigenvalue 0, too: for 0, 1 and 5 it gives 2/5."""
    ex2.optimal_lr(np.diag([0.0, 1.0, 5.0])).gives(0.4, because="2/(λ_min + λ_max) = 2/(0 + 5)")


def test_theory_says_converges():
    """With η = 0.001 theory expects convergence."""
    ex2.predict(chapter, 0.001).gives("converges", because="|1 − 0.001·200| = 0.8, |1 − 0.002| < 1")


def test_theory_says_oscillates():
    """With η = 0.01, exactly at the limit, theory expects oscillation."""
    ex2.predict(chapter, 0.01).gives("oscillates", because="1 − 0.01·200 = −1: y flips for ever")


def test_theory_says_diverges():
    """With η = 0.1 theory expects divergence."""
    ex2.predict(chapter, 0.1).gives("diverges", because="1 − 0.1·200 = −19")


def test_theory_on_a_flat_direction():
    """An eigenvalue 0 has factor 1: that coordinate never moves."""
    ex2.predict(np.diag([0.0, 2.0]), 0.5).gives("oscillates", because="max(|1 − 0|, |1 − 1|) = 1")


def test_theory_on_a_saddle():
    """A negative eigenvalue has a factor above 1."""
    ex2.predict(np.diag([1.0, -1.0]), 0.5).gives("diverges", because="1 + 0.5 = 1.5 > 1")


def test_observing_convergence():
    """A loss that ends at 1e-7 of the first has converged."""
    ex2.observe([20.0, 1.0, 2e-6]).gives("converges", because="2e-6 is 1e-7 of 20: at most 1e-6")
    ex2.observe([20.0, 1.0, 0.0]).gives("converges", because="0 is at most 1e-6 of 20, too")


def test_observing_oscillation():
    """A loss that stays as it is has not settled."""
    ex2.observe([3.0, 3.0, 3.0]).gives("oscillates", because="neither above the first nor small")


def test_observing_growth():
    """A loss that ends above the first diverges."""
    ex2.observe([1.0, 361.0]).gives("diverges", because="361 exceeds 1")


def test_observing_nan_and_inf():
    """A loss that ends at nan or inf diverges."""
    ex2.observe([4.0, 9.0, np.inf, np.nan]).gives("diverges", because="nan is not finite")
    ex2.observe([4.0, 9.0, np.inf]).gives("diverges", because="inf is not finite")


def test_exploring_three_rates():
    """The chapter's answer for η = 0.001, 0.01 and 0.1."""
    ex2.explore().gives(
        {0.001: "converges", 0.01: "oscillates", 0.1: "diverges"},
        because="the largest factor per step is 0.998 for x, then −1 and −19 for y",
        ordered=True,
    )


def test_the_start_and_the_steps_that_are_the_default():
    """Without theta_init and num_steps, runs take 10 000 steps from (1, 1)."""
    ex2.explore([0.00025, 0.0002]).gives(
        {0.00025: "converges", 0.0002: "oscillates"},
        because="the last loss is 4.5e-7 and 3.3e-6 of the first",
    )


def test_exploring_other_rates():
    """Other learning rates from another start, in the order given."""
    ex2.explore((0.02, 0.005), (0.5, 2.0), 3000).gives(
        {0.02: "diverges", 0.005: "converges"},
        because="the factors are −3 in y for 0.02; 0.99 in x and 0 in y for 0.005",
        ordered=True,
    )


def test_finder_on_a_parabola():
    """The finder gives the loss after 5 steps for each lr, and the lr of the smallest."""
    rates = [0.1, 0.4, 0.7, 1.2]
    losses = [16 * (1 - 2 * rate) ** 10 for rate in rates]
    ex2.lr_finder(parabola.loss, parabola.grad, 4.0, rates, 5).gives(
        (0.4, losses),
        names=("best_lr", "losses"),
        because="x is multiplied by 1 − 2η five times, and L = x²",
    )


def test_finder_on_coordinates_that_pull_on_each_other():
    """On x² + xy + 2y² one step with η = 0.3 goes from (1, 2) to (−0.2, −0.7)."""
    coupled = Quadratic(np.array([[2.0, 1.0], [1.0, 4.0]]))
    ex2.lr_finder(coupled.loss, coupled.grad, [1.0, 2.0], [0.3, 0.1], 1).gives(
        (0.3, [1.16, 3.44]),
        names=("best_lr", "losses"),
        because="∇L = (4, 9) at the start: L(−0.2, −0.7) and L(0.6, 1.1)",
    )


def test_the_callers_start_is_not_changed():
    """The array that was passed as the start is unchanged after the sweep."""
    start = np.array([4.0, 1.0])
    ex2.lr_finder(valley.loss, valley.grad, start, [0.02, 0.05], 3).keeps_its_arguments()


def test_finder_when_some_rates_blow_up():
    """A learning rate that blows up has loss inf and is never the best."""
    rates = [40.0, 0.02, 0.09]
    ends = [[4 * (1 - 2 * rate) ** 150, (1 - 20 * rate) ** 150] for rate in rates[1:]]
    losses = [np.inf, *(valley.loss(end) for end in ends)]
    ex2.lr_finder(valley.loss, valley.grad, [4, 1], rates, 150).gives(
        (0.09, losses),
        names=("best_lr", "losses"),
        because="x is multiplied by 0.96 or 0.82 per step; 40 is far beyond the limit 0.1",
    )
