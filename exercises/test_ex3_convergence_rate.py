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
    ex3.suboptimality(np.array([1.0]), np.array([2.0]), 0.5, 40).gives(
        [2 * 0.25**t for t in range(41)], because="½θ², multiplied by ¼ in every step"
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
    # Beyond 2¹⁰²⁴ θ itself is inf.
    gaps = [0.5 * 4.0**t if t < 400 else np.inf for t in range(1101)]
    ex3.suboptimality(np.array([1.0]), np.array([1.0]), 3.0, 1100).gives(
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
    answer = ex3.sublinear_bound(np.array([1.0, 1.0]), np.array([4.0, 5.0]), 0.1, 2)
    answer.gives([125.0, 62.5], because="3² + 4² = 25, over 0.2t")
    answer.keeps_its_arguments()


def test_linear_bound():
    """With λ_min = 1, λ_max = 4 and a gap of 10 the bound is 10·0.75ᵗ."""
    ex3.linear_bound(np.array([1.0, 4.0]), 10.0, 3).gives(
        [10.0, 7.5, 5.625, 4.21875], because="(1 − λ_min/λ_max)ᵗ · 10 for t = 0 … 3"
    )


def test_linear_bound_for_eigenvalues_in_any_order():
    """The eigenvalues are unsorted, and the smallest may be 0."""
    answer = ex3.linear_bound(np.array([5.0, 2.0, 10.0, 8.0]), 1.0, 2)
    answer.gives([1.0, 0.8, 0.64], because="λ_min = 2 and λ_max = 10: the factor is 1 − 2/10")
    answer.keeps_its_arguments()
    ex3.linear_bound(np.array([4.0, 0.0, 1.0]), 3.0, 2).gives(
        [3.0, 3.0, 3.0], because="λ_min = 0: the factor is 1 − 0/4 = 1"
    )


def test_fitting_one_over_t():
    """The points 5/t have exponent −1 and coefficient 5."""
    ex3.fit_power_law(T, 5.0 / T).gives((-1.0, 5.0), names=FIT, because="log gap = log 5 − log t")


def test_fitting_another_power():
    """The points 2/√t have exponent −½ and coefficient 2, even if there are only two of them."""
    ex3.fit_power_law(T, 2.0 / np.sqrt(T)).gives(
        (-0.5, 2.0), names=FIT, because="log gap = log 2 − ½ log t"
    )
    ex3.fit_power_law([0.25, 4], [4.0, 1.0]).gives(
        (-0.5, 2.0), names=FIT, because="2/√t at t = ¼ and 4: any t above 0 has a logarithm"
    )


def test_fitting_drops_what_has_no_logarithm():
    """Pairs with t ≤ 0, a gap ≤ 0 or one that is not finite are dropped."""
    steps = np.array([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8])
    gaps = np.array([2.0, 9.0, 3.0, 1.5, 1.0, 0.0, np.inf, 0.5, -1.0, np.nan])
    for answer in (
        ex3.fit_power_law(steps, gaps),
        ex3.fit_power_law(steps.tolist(), gaps.tolist()),
    ):
        answer.gives((-1.0, 3.0), names=FIT, because="what is left is 3/t at 1, 2, 3, 6")
        answer.keeps_its_arguments()


def test_fitting_points_that_scatter():
    """Points on no power law get the least-squares line of log gap, even if the gaps are tiny."""
    ex3.fit_power_law([1, 2, 4], [3.2e-13, 2e-14, 8e-14]).gives(
        (-1.0, 1.6e-13),
        names=FIT,
        because="log₂(gap/1e-14) is 5, 1, 3 at log₂ t = 0, 1, 2: the line is 4 − log₂ t",
    )
    ex3.fit_power_law([1, 2, 4], [3.0, 0.1875, 0.75]).gives(
        (-1.0, 1.5),
        names=FIT,
        because="log₂(gap/3) is 0, −4, −2 at log₂ t = 0, 1, 2: the line is −1 − log₂ t",
    )


def test_a_sublinear_run():
    """1/t is straight on log–log axes."""
    ex3.classify_rate(T, 1.0 / T).gives("sublinear", because="log gap = −log t")
    steps = np.array([4, 8, 16, 32, 64, 128])
    ex3.classify_rate(steps, 1.0 / steps).gives(
        "sublinear", because="log gap = −log t: only t counts, not its place"
    )


def test_a_linear_run():
    """0.9ᵗ and 1.05ᵗ are straight on semi-log axes: geometric runs, also called linear."""
    ex3.classify_rate(T, 0.9**T).gives("linear", because="log gap = t·log 0.9")
    ex3.classify_rate([1, 2, 3, 4, 5, 6], [0.58, 0.39, 0.23, 0.13, 0.08, 0.05]).gives(
        "linear", because="about 0.6ᵗ; only straight lines are compared"
    )
    steps = np.array([1, 2, 3, 5, 10, 25, 80, 320])
    ex3.classify_rate(steps, 3 * 0.98**steps).gives(
        "linear", because="log gap = log 3 + t·log 0.98: only t counts, not its place"
    )
    ex3.classify_rate(T, 1.05**T).gives(
        "linear", because="log gap = t·log 1.05: a straight line that rises is one too"
    )


def test_a_steep_power_is_sublinear_too():
    """The shape decides, not the size of the exponent."""
    ex3.classify_rate(T, 7.0 * T**-3.0).gives("sublinear", because="log gap = log 7 − 3 log t")


def test_neither_scatter_nor_units_change_the_rate():
    """Gaps that scatter keep their rate in any unit: both lines are fitted to the same log gap."""
    # By ±0.45 in log gap: the squared residuals are 1.8 times as large for the other line.
    for unit, scatter in ((1e-6, 1 + 0.1 * (-1.0) ** T), (1e3, np.exp(0.45 * (-1.0) ** T))):
        ex3.classify_rate(T, unit * 3 / T * scatter).gives(
            "sublinear", because="log gap scatters about a line in log t; the unit only shifts it"
        )
        ex3.classify_rate(T, unit * 0.97**T * scatter).gives(
            "linear", because="log gap scatters about a line in t; the unit only shifts it"
        )


def test_one_large_gap_does_not_decide():
    """A geometric run is linear even if its first gap, the largest, is far off the line."""
    # Squared residuals of log gap: 6 and 11 times as large for the line in log t.
    for first, last, times in ((10, 69, 15.0), (5, 204, 4e8)):
        steps = np.arange(first, last + 1)
        gaps = np.where(steps == first, times, 1.0) * 0.8**steps
        n = len(steps)
        ex3.classify_rate(steps, gaps).gives(
            "linear", because=f"of {n} values of log gap {n - 1} are on one line in t"
        )


def test_the_whole_run_decides():
    """All pairs count: two thirds of a run, by themselves, may look like the other rate."""
    # Squared residuals of log gap: 60 times and 8 times as large for the other line.
    steps = np.arange(1, 61)
    gaps = np.where(steps <= 20, 3 / steps, 0.15 * 0.973 ** (steps - 20.0))
    ex3.classify_rate(steps, gaps).gives(
        "sublinear", because="3/t up to t = 20; from there on 0.15·0.973ᵗ⁻²⁰, close to it"
    )
    steps = np.arange(10, 70)
    gaps = np.where(steps <= 30, 0.9**steps, 0.9**30 * (steps / 30) ** -4.9)
    ex3.classify_rate(steps, gaps).gives(
        "linear", because="0.9ᵗ up to t = 30; from there on C·t^(−4.9), close to it"
    )
    # A pair at one end decides: 1.8 times and 2.4 times, and without it the other line is exact.
    steps = np.arange(1, 41)
    ex3.classify_rate(steps, np.where(steps == 1, 150.0, 1.0) * 0.9**steps).gives(
        "sublinear", because="a *square* of the first residual outweighs 39 small ones"
    )
    steps = np.arange(8, 14)
    ex3.classify_rate(steps, np.where(steps == 13, 0.9, 1.0) * 40 * steps**-1.5).gives(
        "linear", because="the last of six gaps bends the line in log t, and counts like the others"
    )


def test_pairs_that_have_no_logarithm_do_not_count():
    """Pairs with t ≤ 0, a gap ≤ 0 or one that is not finite are dropped from both fits."""
    steps = np.append([0, -2, 3, 4, 5, 6], T)
    useless = [5.0, 1.0, 0.0, -1.0, np.inf, np.nan]
    power, geometric = np.append(useless, 4.0 * T**-1.5), np.append(useless, 4.0 * 0.7**T)
    answer = ex3.classify_rate(steps, geometric)
    answer.gives("linear", because="what is left is 4·0.7ᵗ at t = 1 … 100")
    answer.keeps_its_arguments()
    answer = ex3.classify_rate(steps.tolist(), power.tolist())
    answer.gives("sublinear", because="what is left is 4·t^(−1.5) at t = 1 … 100")
    answer.keeps_its_arguments()
    ex3.classify_rate([-1, 0, 1, 2, 3, 4, 5, 6], [1e-3, 2e-3, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25]).gives(
        "linear", because="what is left is 16·0.5ᵗ at t = 1 … 6"
    )


def test_the_chapters_rate_on_a_slow_quadratic():
    """With κ = 10⁶ and η = 1/λ_max the gap follows 1/T, below the chapter's bound."""
    eigenvalues, start = np.geomspace(1e-6, 1.0, 50), np.ones(50)
    ex3.verify_rate(eigenvalues, start, 1.0, 3000).gives(
        {"bound_holds": True, "rate": "sublinear", "exponent": -1.0},
        atol=0.03,
        because="T = 3000 is far below κ: O(1/T), so the slope on log–log axes is about −1",
    )


def test_a_well_conditioned_quadratic_is_linear():
    """From (1, 1, 0) with λ = (2, 1, 1e-6) and η = ½ the gap is multiplied by ¼: geometric."""
    # The direction with λ = 1e-6 starts at its minimum, so it plays no part.
    answer = ex3.verify_rate(np.array([2.0, 1.0, 1e-6]), np.array([1.0, 1.0, 0.0]), 0.5, 40)
    t = np.arange(10, 41)
    answer.gives(
        {"bound_holds": True, "rate": "linear", "exponent": slope(t, 0.5 * 0.25**t)},
        because="the gap is ½·0.25ᵗ from t = 1 on; the exponent is fitted on t = 10 … 40",
    )
    answer.keeps_its_arguments()


def test_a_linear_run_may_have_an_exponent_of_minus_one():
    """Over a few steps a geometric run can have the exponent of a 1/T run: the shape decides."""
    t = np.arange(1, 16)
    ex3.verify_rate(np.array([2.0]), np.array([1.0]), 0.0445, 15).gives(
        {"rate": "linear", "exponent": slope(t, 0.911 ** (2 * t))},
        because="the gap is 0.911²ᵗ, straight in t; the exponent on t = 1 … 15 is about −1.00",
    )


def test_where_the_gap_is_the_sum_of_two_runs():
    """A coordinate that starts large and is soon gone does not decide the rate."""
    t = np.arange(10, 201)
    ex3.verify_rate(np.array([0.3, 0.02]), [30, 1], 1.0, 200).gives(
        {"rate": "linear", "exponent": slope(t, 135 * 0.7 ** (2 * t) + 0.01 * 0.98 ** (2 * t))},
        because="the gap is 135·0.7²ᵗ + 0.01·0.98²ᵗ: from about t = 20 on straight in t",
    )


def test_the_bound_can_fail_beyond_its_rate():
    """With η = 1.9/λ_max the bound is not promised, and it does not hold."""
    t = np.arange(1, 20)
    ex3.verify_rate(np.array([1.0]), np.array([1.0]), 1.9, 19).gives(
        {"bound_holds": False, "rate": "linear", "exponent": slope(t, 0.5 * 0.81**t)},
        because="the gap ½·0.81ᵗ exceeds 1/(3.8t) at t = 1; T < 20, so fitted from t = 1",
    )


def test_the_bound_is_compared_at_the_same_step():
    """Near η = 1.733/λ_max the gap touches the bound at t = 2, and is clearly below elsewhere."""
    one, start, t = np.array([1.0]), np.array([1e-5]), np.arange(10, 21)
    ex3.verify_rate(one, start, 1.73291, 20).gives(
        {"bound_holds": False, "exponent": slope(t, 0.73291 ** (2 * t))},
        because="gap/bound is 0.93, 1.00002, 0.81, … at t = 1, 2, 3, …; T = 20: fitted from t = 10",
    )
    ex3.verify_rate(one, start, 1.7329, 20).gives(
        {"bound_holds": True}, because="gap/bound is 0.93, 0.99996, 0.81, … at t = 1, 2, 3, …"
    )
    ex3.verify_rate(one, start, 1.7329067214, 20).gives(
        {"bound_holds": True}, because="gap/bound is 1 + 4e-10 at t = 2: less than 1 + 1e-9"
    )
    ex3.verify_rate(one, start, 1.7329067222, 20).gives(
        {"bound_holds": False}, because="gap/bound is 1 + 5e-9 at t = 2: more than 1 + 1e-9"
    )


def test_the_bound_is_compared_up_to_the_last_step():
    """One coordinate dies out, another grows: only the last gap exceeds the bound."""
    ex3.verify_rate(np.array([1.0, 4.4]), np.array([20.0, 0.5]), 0.5, 12).gives(
        {"bound_holds": False}, because="gap/bound is 0.83 at t = 11 and 1.31 at t = 12"
    )


def test_gaps_of_zero_and_gaps_without_end():
    """A run that arrives in one step, or that overflows, gives an answer, not an error."""
    ex3.verify_rate(np.array([2.0, 2.0]), np.array([1.0, -3.0]), 0.5, 25).gives(
        {"bound_holds": True}, because="η = 1/λ: every gap is 0 from t = 1 on"
    )
    ex3.verify_rate(np.array([2.0, 2.0]), np.array([1.0, -3.0]), 40.0, 100).gives(
        {"bound_holds": False}, because="the gap is multiplied by 79² per step"
    )
    ex3.verify_rate(np.array([2.0, 2.0]), np.array([1.0, -3.0]), 1e160, 25).gives(
        {"bound_holds": False}, because="no gap is finite from t = 1 on: each exceeds the bound"
    )


def slope(t, gap):
    """Return the slope of the line through log gap over log t."""
    return np.polyfit(np.log(t), np.log(gap), 1)[0]
