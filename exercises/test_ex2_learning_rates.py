"""Exercise 2, from simple to whole. Each test is an example: a call, and what is expected."""

import numpy as np

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic

ex2 = Learner("ex2_learning_rates")
chapter = np.diag([2.0, 200.0])  # the Hessian of x² + 100y²
# The eigenvalues are 1, 4 and 6: not the numbers on the diagonal.
tilted = np.array([[5.0, 2.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 4.0]])
# Here they are 1, 6 and 7: the first two rows and columns do not have the largest.
last_is_largest = np.array([[5.0, 2.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 7.0]])
# The numbers of the first one in other places: 5 and 3 ± √5. No sum of entries tells them apart.
rearranged = np.array([[5.0, 0.0, 0.0], [0.0, 2.0, 2.0], [0.0, 2.0, 4.0]])
parabola = Polynomial((0, 0, 1))  # L(x) = x², L′(x) = 2x
valley = Quadratic(np.diag([2.0, 20.0]))  # L(x, y) = x² + 10y²


def test_loss_at_a_point():
    """The loss at (−1.5, −0.25) is 8.5."""
    answer = ex2.loss(np.array([-1.5, -0.25]))
    answer.gives(8.5, because="1.5² + 100·0.25²")
    answer.keeps_its_arguments()


def test_grad_at_a_point():
    """The gradient at (−1.25, 0.0625) is (−2.5, 12.5)."""
    answer = ex2.grad(np.array([-1.25, 0.0625]))
    answer.gives([-2.5, 12.5], because="the slope of L along x, then along y")
    answer.keeps_its_arguments()


def test_limit_on_the_chapters_loss():
    """On x² + 100y² descent converges for learning rates below 0.01."""
    ex2.stable_lr_limit(chapter).gives(0.01, because="2 over the largest eigenvalue of H")


def test_limit_of_a_matrix_that_is_not_diagonal():
    """For a Hessian with eigenvalues 1, 4 and 6 the limit is 1/3, with 1, 6 and 7 it is 2/7."""
    answer = ex2.stable_lr_limit(tilted)
    answer.gives(1 / 3, because="2/λ_max with λ_max = 6")
    answer.keeps_its_arguments()
    ex2.stable_lr_limit(last_is_largest).gives(2 / 7, because="2/λ_max with λ_max = 7")
    ex2.stable_lr_limit(np.diag([4.75, 6.25])).gives(0.32, because="2/λ_max with λ_max = 6.25")
    ex2.stable_lr_limit(rearranged).gives(
        2 / (3 + np.sqrt(5)), because="2/λ_max, λ = 5 and 3 ± √5: the same numbers in other places"
    )


def test_best_rate_on_the_chapters_loss():
    """On x² + 100y² the formula 2/(λ_min + λ_max) gives 2/202."""
    ex2.optimal_lr(chapter).gives(2 / 202, because="2/(λ_min + λ_max) = 2/(2 + 200)")


def test_best_rate_of_a_matrix_that_is_not_diagonal():
    """Only the smallest and the largest eigenvalue count, even if the smallest is 0."""
    # Of two eigenvalues the sum is the diagonal's, whatever the matrix.
    answer = ex2.optimal_lr(last_is_largest)
    answer.gives(0.25, because="2/(λ_min + λ_max) = 2/(1 + 7)")
    answer.keeps_its_arguments()
    ex2.optimal_lr(np.diag([3.0, 0.0, 6.25])).gives(0.32, because="2/(0 + 6.25)")
    ex2.optimal_lr(tilted).gives(2 / 7, because="2/(λ_min + λ_max) = 2/(1 + 6)")
    ex2.optimal_lr(rearranged).gives(
        1 / 3, because="2/(3 − √5 + 3 + √5): the same numbers in other places"
    )


def test_theory_says_converges():
    """With η = 0.001 theory expects convergence."""
    ex2.predict(chapter, 0.001).gives("converges", because="|1 − 0.001·200| = 0.8, |1 − 0.002| < 1")


def test_theory_says_oscillates():
    """With η = 0.01, exactly at the limit, theory expects oscillation."""
    ex2.predict(chapter, 0.01).gives("oscillates", because="1 − 0.01·200 = −1: y flips for ever")


def test_theory_says_diverges():
    """With η = 0.1 theory expects divergence."""
    ex2.predict(chapter, 0.1).gives("diverges", because="1 − 0.1·200 = −19")


def test_theory_goes_by_the_eigenvalues():
    """Eigenvalues decide: η = 0.3 converges with 1, 4 and 6; with 7, or η = 0.35, it does not."""
    answer = ex2.predict(tilted, 0.35)
    answer.gives("diverges", because="1 − 0.35·6 = −1.1; the diagonal, 5, 2 and 4, would say −0.75")
    answer.keeps_its_arguments()
    ex2.predict(tilted, 0.3).gives("converges", because="1 − 0.3·6 = −0.8, 1 − 0.3·4 = −0.2, 0.7")
    ex2.predict(last_is_largest, 0.3).gives("diverges", because="1 − 0.3·7 = −1.1")
    ex2.predict(rearranged, 0.35).gives(
        "converges", because="1 − 0.35·(3 + √5) = −0.83: the same numbers in other places"
    )


def test_theory_close_to_the_limit():
    """Only rounding is forgiven: at 2/107 it oscillates, a few millionths off it does not."""
    # 2/107 · 107 is not 2, neither with 16 digits nor with the 7 of float32.
    steep = np.diag([1.0, 107.0])
    ex2.predict(steep, 2 / 107).gives(
        "oscillates", because="η = 2/107: |1 − η·107| is 1 up to rounding"
    )
    ex2.predict(steep, 0.9999974 * 2 / 107).gives("converges", because="|1 − η·107| = 0.9999948")
    ex2.predict(steep, 1.0000026 * 2 / 107).gives("diverges", because="|1 − η·107| = 1.0000052")


def test_theory_on_a_flat_direction():
    """An eigenvalue 0 has factor 1, which counts unless another factor is larger."""
    ex2.predict(np.diag([0.0, 2.0]), 0.5).gives("oscillates", because="max(|1 − 0|, |1 − 1|) = 1")
    ex2.predict(np.diag([0.0, 2.0]), 1.5).gives("diverges", because="max(|1 − 0|, |1 − 3|) = 2")


def test_theory_on_a_saddle():
    """A negative eigenvalue has a factor above 1, even if it is small."""
    ex2.predict(np.diag([1.0, -1.0]), 0.5).gives("diverges", because="1 + 0.5 = 1.5 > 1")
    ex2.predict(np.diag([1.0, -0.01]), 0.5).gives("diverges", because="1 + 0.005 > 1")


def test_observing_convergence():
    """A loss that ends at 1e-7 of the first has converged."""
    ex2.observe([20.0, 1.0, 2e-6]).gives("converges", because="2e-6 is 1e-7 of 20: at most 1e-6")
    ex2.observe([7e4, 1e5, 0.05]).gives("converges", because="0.05 is 7e-7 of 70 000: at most 1e-6")
    ex2.observe([20.0, 1.0, 0.0]).gives("converges", because="0 is at most 1e-6 of 20, too")


def test_observing_oscillation():
    """A loss that neither rises above the first nor comes down to 1e-6 of it oscillates."""
    ex2.observe([3.0, 3.0, 3.0]).gives("oscillates", because="neither above the first nor small")


def test_observing_goes_by_the_first_and_the_last_loss():
    """Small means small beside the first loss, and only the last one counts."""
    ex2.observe([2.0, 9000.0, 2.8e-6]).gives("oscillates", because="2.8e-6 is 1.4e-6 of 2")
    ex2.observe([4e-5, 1e-5, 8e-7]).gives("oscillates", because="8e-7 is 2e-2 of 4e-5")
    ex2.observe([8.0, 1e-8, 5.0]).gives("oscillates", because="1e-8 is not the last loss; 5 is")
    ex2.observe([8.0, np.inf, 5.0]).gives("oscillates", because="inf is not the last loss; 5 is")


def test_observing_growth():
    """A loss that ends above the first diverges, even by little."""
    ex2.observe([1.0, 361.0]).gives("diverges", because="361 exceeds 1")
    ex2.observe([50.0, 20.0, 90.0, 50.01]).gives("diverges", because="50.01 exceeds 50")
    ex2.observe(np.array([7.0, 3.0, 9.0])).gives("diverges", because="9 exceeds 7, in an array too")


def test_observing_nan_and_inf():
    """A loss that ends at nan, inf or −inf diverges; the history is not changed."""
    answer = ex2.observe([4.0, 9.0, np.inf, np.nan])
    answer.gives("diverges", because="nan is not finite")
    answer.keeps_its_arguments()
    ex2.observe([4.0, 9.0, np.inf]).gives("diverges", because="inf is not finite")
    ex2.observe([4.0, -9.0, -np.inf]).gives("diverges", because="−inf is not finite")


def test_exploring_three_rates():
    """The chapter's answer for η = 0.001, 0.01 and 0.1."""
    ex2.explore().gives(
        {0.001: "converges", 0.01: "oscillates", 0.1: "diverges"},
        because="1 − ηλ for x and for y: 0.998 and 0.8 at η = 0.001, 0.98 and −1 at 0.01, 0.8 and "
        "−19 at 0.1",
        ordered=True,
    )


def test_the_start_and_the_steps_that_are_the_default():
    """Unless told otherwise, runs take 10 000 steps from (1, 1)."""
    answer = ex2.explore([0.0059, 0.0056], num_steps=400)
    answer.gives(
        {0.0059: "converges", 0.0056: "oscillates"},
        because="last loss over first loss: 7.6e-7 at η = 0.0059, 1.2e-6 at η = 0.0056",
    )
    # Only where the header does not show the start and the number of steps, a run has to.
    if not answer.shows_defaults:
        ex2.explore([0.00025, 0.0002]).gives(
            {0.00025: "converges", 0.0002: "oscillates"},
            because="last loss over first loss: 4.5e-7 at η = 0.00025, 3.3e-6 at η = 0.0002",
        )


def test_exploring_other_rates():
    """Other learning rates and other starts, in the order given."""
    answer = ex2.explore((0.015, 0.005, 0.012, 0.004), np.array([50.0, 200.0]), 1000)
    answer.gives(
        {0.015: "diverges", 0.005: "converges", 0.012: "diverges", 0.004: "converges"},
        because="1 − ηλ for x and for y: 0.97 and −2 at η = 0.015, 0.99 and 0 at 0.005, 0.976 and "
        "−1.4 at 0.012, 0.992 and 0.2 at 0.004",
        ordered=True,
    )
    answer.keeps_its_arguments()
    ex2.explore([0.005, 0.0056], (1.4e5, 1.7e6), 200).gives(
        {0.005: "oscillates", 0.0056: "converges"},
        because="last loss over first loss, which is 2.9e14: 1.2e-6 at η = 0.005, 7.7e-7 at 0.0056",
    )
    ex2.explore([0.0101], (1.0, 1e-14), 2700).gives(
        {0.0101: "diverges"},
        because="y·(−1.02): the loss falls to 1e-13 of the first, and exceeds it in the end",
    )


def test_exploring_for_two_and_three_steps():
    """The history holds the loss before each step: two steps have two losses, the start's first."""
    ex2.explore([0.0051], (0.001, 2.0), 2).gives(
        {0.0051: "oscillates"}, because="y·(−0.02): the last of two losses is 4e-4 of the first"
    )
    ex2.explore([0.0051], (0.001, 2.0), 3).gives(
        {0.0051: "converges"}, because="the last of three losses is 0.02⁴ = 1.6e-7 of the first"
    )


def test_finder_on_a_parabola():
    """The finder gives the loss after 5 steps for each lr, and the lr of the smallest."""
    rates = [0.1, 1.1, 0.4, 1.2, 0.7]
    losses = [16 * (1 - 2 * rate) ** 10 for rate in rates]
    ex2.lr_finder(parabola.loss, parabola.grad, 4.0, rates, 5).gives(
        (0.4, losses),
        names=("best_lr", "losses"),
        because="x is multiplied by 1 − 2η five times, and L = x²",
    )
    half = Polynomial((0, 0, 0.5))
    ex2.lr_finder(half.loss, half.grad, 4.0, rates, 5).gives(
        (1.1, [8 * (1 - rate) ** 10 for rate in rates]),
        names=("best_lr", "losses"),
        because="the same sweep on ½x²: x is multiplied by 1 − η, by −0.1 at best",
    )
    ex2.lr_finder(parabola.loss, parabola.grad, 3e7, [0.1, 0.4, 0.2], 1).gives(
        (0.4, [5.76e14, 3.6e13, 3.24e14]),
        names=("best_lr", "losses"),
        because="x is 2.4·10⁷, 6·10⁶, 1.8·10⁷: the smallest loss may be large",
    )


def test_the_number_of_steps_that_is_the_default():
    """Without num_steps the finder takes 20 steps, with 0 none; a start may be an integer."""
    rates = [0.02, 0.05, 1.25]
    ex2.lr_finder(parabola.loss, parabola.grad, 3, rates).gives(
        (0.05, [9 * (1 - 2 * rate) ** 40 for rate in rates]),
        names=("best_lr", "losses"),
        because="x is multiplied by 0.96, 0.9 or −1.5 twenty times: large is not inf",
    )
    ex2.lr_finder(parabola.loss, parabola.grad, 3.0, [0.03125], 0).gives(
        (0.03125, [9.0]), names=("best_lr", "losses"), because="no update: L(3) = 9"
    )


def test_finder_on_coordinates_that_pull_on_each_other():
    """On x² + xy + 2y² one step with η = 0.3 goes from (1, 2) to (−0.2, −0.7)."""
    coupled = Quadratic(np.array([[2.0, 1.0], [1.0, 4.0]]))
    ex2.lr_finder(coupled.loss, coupled.grad, (1.0, 2.0), [0.3, 0.1], 1).gives(
        (0.3, [1.16, 3.44]),
        names=("best_lr", "losses"),
        because="∇L = (4, 9) at the start: L(−0.2, −0.7) and L(0.6, 1.1)",
    )


def test_the_callers_start_is_not_changed():
    """The array that was passed as the start is unchanged after the sweep, and so is `lrs`."""
    start = np.array([4.0, 1.0])
    ex2.lr_finder(valley.loss, valley.grad, start, [0.05, 0.02], 3).keeps_its_arguments()


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
    powers = Polynomial((0, 0, 1), by_powers=True)
    ex2.lr_finder(powers.loss, powers.grad, 1.0, [40.0, 0.25], 100).gives(
        (0.25, [np.inf, 0.25**100]),
        names=("best_lr", "losses"),
        because="a loss written as x**2 raises for a large Python float, not for a NumPy float",
    )


def test_finder_on_a_loss_below_zero():
    """On −x² the loss has no lowest point: −inf counts as inf, and the lowest loss is the best."""
    hill = Polynomial((0, 0, -1))
    ex2.lr_finder(hill.loss, hill.grad, 1.0, [5.0, 0.01, 0.02], 400).gives(
        (0.02, [np.inf, -(1.02**800), -(1.04**800)]),
        names=("best_lr", "losses"),
        because="x is multiplied by 1 + 2η per step: 11⁴⁰⁰ is beyond the largest float",
    )
