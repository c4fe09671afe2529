"""Exercise 3, from simple to whole. Each test is an example: a call, and what is expected."""

import numpy as np

from exercises.coach.learner import Learner

ex3 = Learner("ex3_convergence_rate")
T = np.arange(1, 101)
FIT = ("exponent", "coefficient")


def test_gap_of_one_coordinate():
    """With λ = 1 and η = 0.5 from θ = 2, θ is halved at every step."""
    ex3.suboptimality(np.array([1.0]), np.array([2.0]), 0.5, 3).gives(
        [2.0, 0.5, 0.125, 0.03125], because="½θ² for θ = 2, 1, ½, ¼"
    )


def test_gap_of_two_coordinates():
    """With λ = (1, 4) and η = 0.25 the second coordinate is gone after a step."""
    gaps = [2.5, *(0.5 * 0.75 ** (2 * t) for t in range(1, 7))]
    ex3.suboptimality(np.array([1.0, 4.0]), [1, 1], 0.25, 6).gives(
        gaps, because="½(0.75ᵗ)² + 2·0ᵗ", atol=1e-15
    )


def test_gap_without_a_step():
    """With num_steps = 0 there is one gap, the start's."""
    ex3.suboptimality(np.array([1.0, 4.0]), [2.0, 0.5], 0.1, 0).gives([2.5], because="½·4 + ½·4·¼")


def test_gap_of_a_run_that_blows_up():
    """With λ = 1 and η = 3 each step doubles |θ|: the gaps grow to inf, without an error."""
    gaps = [0.5 * 4.0**t if t < 400 else np.inf for t in range(1001)]
    ex3.suboptimality(np.array([1.0]), np.array([1.0]), 3.0, 1000).gives(
        gaps, because="the factor is 1 − 3 = −2", same_beyond=True
    )


def test_the_start_is_not_changed():
    """The array that was passed as the start is unchanged after the call."""
    start = np.array([2.0, 1.0])
    ex3.suboptimality(np.array([1.0, 4.0]), start, 0.1, 3).keeps_its_arguments()


def test_sublinear_bound_from_the_origin():
    """From (2, 0) with η = 0.5 the bound is 4/t."""
    ex3.sublinear_bound([2.0, 0.0], [0.0, 0.0], 0.5, 4).gives(
        [4.0, 2.0, 4 / 3, 1.0], because="‖θ₀ − θ*‖²/(2ηt) = 4/t for t = 1 … 4"
    )


def test_sublinear_bound_to_another_minimum():
    """The distance is taken to θ*, wherever that is."""
    ex3.sublinear_bound([1.0, 1.0], [4.0, 5.0], 0.1, 2).gives(
        [125.0, 62.5], because="3² + 4² = 25, over 0.2t"
    )


def test_linear_bound():
    """With μ = 1, L = 4 and a gap of 10 the bound is 10·0.75ᵗ."""
    ex3.linear_bound(np.array([1.0, 4.0]), 10.0, 3).gives(
        [10.0, 7.5, 5.625, 4.21875], because="(1 − μ/L)ᵗ · 10 for t = 0 … 3"
    )


def test_linear_bound_for_eigenvalues_in_any_order():
    """The eigenvalues (5, 2, 10) are unsorted: μ = 2 and L = 10."""
    ex3.linear_bound(np.array([5.0, 2.0, 10.0]), 1.0, 2).gives(
        [1.0, 0.8, 0.64], because="the factor is 1 − 2/10"
    )


def test_fitting_one_over_t():
    """The points 5/t have exponent −1 and coefficient 5."""
    ex3.fit_power_law(T, 5.0 / T).gives((-1.0, 5.0), names=FIT, because="log gap = log 5 − log t")


def test_fitting_another_power():
    """The points 2/√t have exponent −½ and coefficient 2."""
    ex3.fit_power_law(T, 2.0 / np.sqrt(T)).gives(
        (-0.5, 2.0), names=FIT, because="log gap = log 2 − ½ log t"
    )


def test_fitting_drops_what_has_no_logarithm():
    """Pairs with t ≤ 0, a gap ≤ 0 or one that is not finite are dropped."""
    steps = np.array([0, 1, 2, 3, 4, 5, 6])
    gaps = np.array([9.0, 3.0, 1.5, 1.0, 0.0, np.inf, 0.5])
    answer = ex3.fit_power_law(steps, gaps)
    answer.gives((-1.0, 3.0), names=FIT, because="what is left is 3/t at 1, 2, 3, 6")
    answer.keeps_its_arguments()


def test_a_sublinear_run():
    """1/t is straight on log–log axes."""
    ex3.classify_rate(T, 1.0 / T).gives("sublinear", because="log gap = −log t")


def test_a_linear_run():
    """0.9ᵗ is straight on semi-log axes: geometric, also called linear convergence."""
    ex3.classify_rate(T, 0.9**T).gives("linear", because="log gap = t·log 0.9")


def test_a_slow_power_is_sublinear_too():
    """The shape decides, not the size of the exponent."""
    ex3.classify_rate(T, 7.0 * T**-3.0).gives("sublinear", because="log gap = log 7 − 3 log t")


def test_the_logarithms_are_compared_not_the_gaps():
    """One gap off the line decides nothing: it is one of 60 logarithms."""
    steps = np.arange(10, 70)
    gaps = 0.8**steps
    gaps[0] *= 18.0
    ex3.classify_rate(steps, gaps).gives(
        "linear", because="but for the first, log gap = t·log 0.8: it is straighter over t"
    )


def test_the_chapters_rate_on_a_slow_quadratic():
    """With κ = 10⁶ and η = 1/L the gap follows 1/T, below the chapter's bound."""
    eigenvalues, start = np.geomspace(1e-6, 1.0, 50), np.ones(50)
    ex3.verify_rate(eigenvalues, start, 1.0, 3000).gives(
        {"bound_holds": True, "rate": "sublinear"}, because="T = 3000 is far below κ"
    )
    ex3.verify_rate(eigenvalues, start, 1.0, 3000).gives(
        {"exponent": -1.0}, atol=0.03, because="O(1/T): the slope on log–log axes is −1"
    )


def test_a_well_conditioned_quadratic_is_linear():
    """With λ = (1, 2) and η = ½ the gap is multiplied by ¼ per step: geometric, not 1/T."""
    steps = np.arange(10, 41)
    slope = np.polyfit(np.log(steps), np.log(0.5) + steps * np.log(0.25), 1)[0]
    ex3.verify_rate(np.array([1.0, 2.0]), np.ones(2), 0.5, 40).gives(
        {"bound_holds": True, "rate": "linear", "exponent": slope},
        because="the gap is ½·0.25ᵗ; the exponent is fitted on t = 10 … 40",
    )


def test_the_bound_can_fail_beyond_its_rate():
    """With η = 1.9/L nothing is promised, and the bound does not hold."""
    steps = np.arange(1, 13)
    slope = np.polyfit(np.log(steps), np.log(0.5) + steps * np.log(0.81), 1)[0]
    ex3.verify_rate(np.array([1.0]), np.array([1.0]), 1.9, 12).gives(
        {"bound_holds": False, "rate": "linear", "exponent": slope},
        because="the gap ½·0.81ᵗ exceeds 1/(3.8t) at t = 1; T < 20, so fitted from t = 1",
    )
