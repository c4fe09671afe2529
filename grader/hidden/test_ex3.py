"""Hidden tests of exercise 3: O(1/T) on a slow quadratic, and where it is not the rate."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from exercises.coach.learner import Learner
from grader.hidden.draw import Array, Draw
from solutions.ex3_convergence_rate import (
    fit_power_law,
    linear_bound,
    slow_quadratic,
    sublinear_bound,
    suboptimality,
    verify_rate,
)

FIT = ("exponent", "coefficient")


@pytest.mark.points(3)
@pytest.mark.function("suboptimality")
def test_the_gap_is_the_loss_at_every_iterate(learner: Learner, draw: Draw) -> None:
    """The gap ½ Σ λᵢθᵢ² is there for every t from 0 to T, the start's and the last one's too."""
    num_steps = draw.count(5, 8)
    eigenvalues, start = draw.numbers(3, 0.2, 3), draw.signed(3, 0.3, 2)
    # |1 − ηλ| ≥ 0.05 for each λ: where it is nearly 0, a coordinate is nothing but rounding.
    lr = draw.until(
        lambda: draw.number(0.05, 0.6),
        lambda lr: bool(np.abs(1 - lr * eigenvalues).min() >= 0.05),
    )
    gaps = suboptimality(eigenvalues, start, lr, num_steps)
    answer = learner.ask("suboptimality", eigenvalues, start, lr, num_steps)
    answer.gives(gaps, because="½ Σ λᵢ θᵢ² (1 − ηλᵢ)²ᵗ for t = 0 … T", atol=1e-12 * gaps[0])
    answer.keeps_its_arguments()
    # |1 − ηλ| ≤ 0.55: after 40 steps θ is 1e-10, the gap 1e-20, and no reason to stop.
    run = (draw.numbers(2, 0.9, 1.6), start[:2], draw.number(0.5, 0.6), draw.count(40, 45))
    gaps_to_rounding = suboptimality(*run)
    learner.ask("suboptimality", *run).gives(
        gaps_to_rounding, because=f"{run[3]} + 1 gaps, however small", atol=1e-12
    )
    lone = learner.ask("suboptimality", eigenvalues, start.tolist(), lr, 0)
    lone.gives(gaps[:1], because="with num_steps = 0 there is the start's gap alone")


@pytest.mark.points(1)
@pytest.mark.function("suboptimality")
def test_gaps_of_a_rate_that_is_too_large_grow_to_infinity(learner: Learner, draw: Draw) -> None:
    """A rate beyond 2/L gives gaps that grow to inf; nothing is raised."""
    eigenvalues, start = draw.numbers(2, 1, 3), draw.count(11, 29)
    lr, num_steps = draw.number(30, 60), draw.count(110, 120)
    gaps = suboptimality(eigenvalues, [start, -start], lr, num_steps)
    answer = learner.ask("suboptimality", eigenvalues, [start, -start], lr, num_steps)
    # Factors of 29 to 180 a step: beyond 1e60 within 21 to 43 steps, where inf is as good.
    answer.gives(gaps, because="|1 − ηλ| > 1 for every λ", same_beyond=True)


@pytest.mark.points(3)
@pytest.mark.function("sublinear_bound")
def test_the_sublinear_bound_measures_the_way_to_the_minimum(learner: Learner, draw: Draw) -> None:
    """The bound is ‖θ₀ − θ*‖²/(2ηt) for t = 1 … T, wherever θ* is."""
    for n, kind in ((2, list), (3, np.array)):
        start, star = draw.signed(n, 1, 4), draw.signed(n, 0.2, 3)
        lr, num_steps = draw.number(0.1, 0.8), draw.count(4, 7)
        answer = learner.ask("sublinear_bound", kind(start), kind(star), lr, num_steps)
        answer.gives(
            sublinear_bound(start, star, lr, num_steps), because="‖θ₀ − θ*‖²/(2ηt), t = 1 … T"
        )
        answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("linear_bound")
def test_the_linear_bound_shrinks_by_the_condition_number(learner: Learner, draw: Draw) -> None:
    """The bound is (1 − μ/L)ᵗ times the first gap for t = 0 … T, for eigenvalues in any order."""
    low, middle, high = draw.number(0.2, 0.9), draw.number(1, 2), draw.number(3, 5)
    for eigenvalues in ([middle, high, low], [high, low, middle]):
        gap, num_steps = draw.number(2, 9), draw.count(4, 7)
        learner.ask("linear_bound", np.array(eigenvalues), gap, num_steps).gives(
            linear_bound(eigenvalues, gap, num_steps),
            because=f"(1 − μ/L)ᵗ · gap, μ = {low}, L = {high}",
        )


def power_law(draw: Draw, noise: float) -> tuple[Array, Array]:
    """Return steps and gaps C·t^p, with p far from −1, times 1 ± noise."""
    steps = np.sort(draw.choice(np.arange(2.0, 90), size=30, replace=False))
    exponent = draw.choice([draw.number(-0.7, -0.3), draw.number(-2.6, -1.4)])
    gaps = draw.number(2, 9) * steps**exponent
    return steps, gaps * (1 + noise * draw.uniform(-1, 1, size=30))


def geometric(draw: Draw, noise: float) -> tuple[Array, Array]:
    """Return steps and gaps C·qᵗ, times 1 ± noise."""
    steps = np.arange(draw.count(1, 9), 40.0)
    gaps = draw.number(2, 9) * draw.number(0.6, 0.9) ** steps
    return steps, gaps * (1 + noise * draw.uniform(-1, 1, size=len(steps)))


def with_useless_pairs(draw: Draw, steps: Array, gaps: Array) -> tuple[Array, Array]:
    """Return the pairs with others between them that have no logarithm."""
    useless = [(0, 7.0), (-3, 2.0), (5, 0.0), (7, -1.0), (9, np.inf), (11, np.nan)]
    places = draw.integers(0, len(steps), size=len(useless))
    more_steps, more_gaps = zip(*useless, strict=True)
    return np.insert(steps, places, more_steps), np.insert(gaps, places, more_gaps)


@pytest.mark.points(2)
@pytest.mark.function("fit_power_law")
def test_the_fit_recovers_a_power_law(learner: Learner, draw: Draw) -> None:
    """Of points C·tᵖ the fit gives back p and C themselves."""
    exponent, coefficient = draw.number(-2.5, -0.3), draw.number(2, 9)
    steps = np.arange(draw.count(1, 4), 25)
    gaps = coefficient * steps.astype(float) ** exponent
    answer = learner.ask("fit_power_law", steps, gaps)
    answer.gives((exponent, coefficient), names=FIT, because="log gap = log C + p·log t")
    answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("fit_power_law")
def test_the_fit_is_least_squares_over_all_usable_pairs(learner: Learner, draw: Draw) -> None:
    """The fit of scattered points is by least squares; pairs with no logarithm are dropped."""
    steps, gaps = power_law(draw, noise=0.2)
    due = fit_power_law(steps, gaps)
    answer = learner.ask("fit_power_law", steps.tolist(), gaps.tolist())
    answer.gives(due, names=FIT, because="least squares of log gap over log t")
    learner.ask("fit_power_law", *with_useless_pairs(draw, steps, gaps)).gives(
        due, names=FIT, because="t ≤ 0, gap ≤ 0 and gaps that are not finite are left out"
    )


@pytest.mark.points(2)
@pytest.mark.function("classify_rate")
def test_the_straighter_line_names_the_rate(learner: Learner, draw: Draw) -> None:
    """A power law is sublinear, a geometric run linear; pairs with no logarithm do not count."""
    for make, name in ((power_law, "sublinear"), (geometric, "linear")):
        # The contract asks for residuals that differ by 1.5 ×; at 4 × nothing hangs on rounding.
        steps, gaps = draw.until(partial(make, draw, 0.05), is_clear_cut)
        because = "log gap is straighter over " + ("log t" if name == "sublinear" else "t")
        answer = learner.ask("classify_rate", steps, gaps)
        answer.gives(name, because=because)
        answer.keeps_its_arguments()
        lists = (part.tolist() for part in with_useless_pairs(draw, steps, gaps))
        learner.ask("classify_rate", *lists).gives(name, because=because)


def is_clear_cut(pairs: tuple[Array, Array]) -> bool:
    """Whether the squared residuals of the two lines differ by a factor of 4 at least."""
    steps, log_gaps = np.asarray(pairs[0], dtype=float), np.log(pairs[1])
    residuals = [
        np.sum((log_gaps - np.polyval(np.polyfit(x, log_gaps, 1), x)) ** 2)
        for x in (np.log(steps), steps)
    ]
    return bool(max(residuals) >= 4 * min(residuals))


PIECES = pytest.mark.needs("suboptimality", "sublinear_bound", "fit_power_law", "classify_rate")
Run = tuple[Array, Array, float, int]


def is_clear_run(run: Run) -> bool:
    """Whether the two lines through the gaps that `verify_rate` fits are told apart with ease."""
    first = 10 if run[3] >= 20 else 1
    return is_clear_cut((np.arange(first, run[3] + 1.0), suboptimality(*run)[first:]))


@pytest.mark.points(2)
@pytest.mark.function("verify_rate")
@PIECES
def test_a_slow_quadratic_follows_one_over_t(learner: Learner, draw: Draw) -> None:
    """On a quadratic with κ near 10⁶ and η = 1/L, the gap stays below the bound and follows 1/T."""
    smoothness = draw.number(0.6, 2)
    eigenvalues, start = slow_quadratic(draw.count(40, 60), draw.number(6e5, 1e6), smoothness)
    run = (eigenvalues, start, 1 / smoothness, draw.count(110, 160))
    assert is_clear_run(run)
    due = verify_rate(*run)
    assert due["bound_holds"]
    assert due["rate"] == "sublinear"
    assert abs(due["exponent"] + 1) < 0.03
    answer = learner.ask("verify_rate", *run)
    answer.gives(due, because="T is far below κ: O(1/T), fitted on t = 10 … T")
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
@PIECES
def test_a_strongly_convex_quadratic_does_not_follow_one_over_t(
    learner: Learner, draw: Draw
) -> None:
    """With κ below 5 the gap shrinks geometrically: the rate is linear, and no exponent near −1."""

    def drawn() -> Run:
        ends = ((1, 1.1), (1.15, 1.3), (2, 3), (4.2, 4.9))
        eigenvalues = np.array([draw.number(*pair) for pair in ends])
        lr = draw.number(0.9, 1) / float(max(eigenvalues))
        return eigenvalues, draw.signed(4, 0.5, 3), lr, draw.count(22, 30)

    # The two slowest coordinates share the gap, so that no stretch of it is quite like another.
    run = draw.until(drawn, is_clear_run)
    due = verify_rate(*run)
    assert due["bound_holds"]
    assert due["rate"] == "linear"
    learner.ask("verify_rate", *run).gives(
        due, because=f"κ = {max(run[0]) / min(run[0]):.3g}, fitted on t = 10 … T"
    )


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
@PIECES
def test_the_bound_is_checked_at_every_step(learner: Learner, draw: Draw) -> None:
    """Beyond η = 1/L the gap may exceed the bound at first, and the answer is False."""
    top = draw.number(1, 3)
    start = np.array([draw.number(2, 3), draw.number(0.1, 0.3)])
    # gap/bound is nearly ηλt(1 − ηλ)²ᵗ: 1.2 to 1.5 at t = 2, far below 1 at t = T, and below 1
    # everywhere if one of the two is off by a factor of 2.
    lr = draw.number(1.77, 1.8) / top
    run = (np.array([top, top / 2.5]), start, lr, draw.count(15, 19))
    assert is_clear_run(run)
    due = verify_rate(*run)
    assert not due["bound_holds"]
    learner.ask("verify_rate", *run).gives(
        due, because="the gap exceeds ‖θ₀‖²/(2ηt) at t = 2; T < 20, so fitted from t = 1"
    )


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
@PIECES
def test_a_run_that_is_done_or_gone_after_a_few_steps_is_survived(
    learner: Learner, draw: Draw
) -> None:
    """Gaps of exactly 0, or gaps that overflow, neither raise nor spoil the check of the bound."""
    n, lr = draw.count(2, 4), 0.5 ** draw.count(3, 4)
    # With λ = 1/η a power of two, θ − ηλθ is exactly 0 however it is written.
    cases = ((lr, True, "0 stays below the bound"), (91 * lr, False, "the gap goes beyond it"))
    for rate, holds, because in cases:
        answer = learner.ask(
            "verify_rate", np.full(n, 1 / lr), draw.signed(n, 1, 3), rate, draw.count(105, 115)
        )
        answer.gives({"bound_holds": holds}, because=because)
