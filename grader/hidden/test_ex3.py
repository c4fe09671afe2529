"""Hidden tests of exercise 3: O(1/T) on a slow quadratic, and where it is not the rate."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from exercises.coach.learner import Learner
from grader.hidden.random_inputs import Array, Draw, beside
from solutions.ex3_convergence_rate import (
    classify_rate,
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
    """The gap ½ Σ λᵢθᵢ² is there for every t from 0 to T, both ends included."""
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
    # |1 − ηλ| from 0.04 to 0.55: after 40 steps the gap is 1e-20, and no reason to stop or to cut.
    # It has 12 digits all the same: a step loses ε/0.04 of a coordinate at most.
    run = (draw.numbers(2, 0.9, 1.6), start[:2], draw.number(0.5, 0.6), draw.count(40, 45))
    gaps_to_rounding = suboptimality(*run)
    learner.ask("suboptimality", *run).gives(
        gaps_to_rounding, because=f"{run[3]} + 1 gaps, however small"
    )
    lone = learner.ask("suboptimality", eigenvalues, start.tolist(), lr, 0)
    lone.gives(gaps[:1], because="with num_steps = 0 there is the start's gap alone")


@pytest.mark.points(1)
@pytest.mark.function("suboptimality")
def test_gaps_of_a_rate_that_is_too_large_grow_to_infinity(learner: Learner, draw: Draw) -> None:
    """A learning rate beyond 2/λ_max gives gaps that grow to inf; nothing is raised."""
    eigenvalues, start = draw.numbers(2, 1, 3), draw.count(11, 29)
    lr, num_steps = draw.number(300, 600), draw.count(130, 140)
    gaps = suboptimality(eigenvalues, [start, -start], lr, num_steps)
    answer = learner.ask("suboptimality", eigenvalues, [start, -start], lr, num_steps)
    # Factors of 299 to 1800 a step: beyond 1e60 within 9 to 12 steps, where inf is as good, and
    # beyond the largest float by step 62; θ itself by step 124.
    answer.gives(gaps, because="|1 − ηλ| > 1 for every λ", same_beyond=True)


@pytest.mark.points(3)
@pytest.mark.function("sublinear_bound")
def test_the_sublinear_bound_measures_the_way_to_the_minimum(learner: Learner, draw: Draw) -> None:
    """The bound is ‖θ₀ − θ*‖²/(2ηt) for t = 1 … T, wherever θ* is."""
    for n, kind in ((2, np.ndarray.tolist), (3, np.array)):
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
    """The bound is (1 − λ_min/λ_max)ᵗ times the first gap for t = 0 … T; λ in any order."""
    low, middle, high = draw.number(0.2, 0.9), draw.number(1, 2), draw.number(3, 5)
    for eigenvalues in ([middle, high, low], [high, low, middle]):
        gap, num_steps = draw.number(2, 9), draw.count(4, 7)
        answer = learner.ask("linear_bound", np.array(eigenvalues), gap, num_steps)
        answer.gives(
            linear_bound(eigenvalues, gap, num_steps),
            because=f"(1 − λ_min/λ_max)ᵗ · gap, λ_min = {low}, λ_max = {high}",
        )
    answer.keeps_its_arguments()
    # A flat direction: μ is 0, and the bound stays where it is.
    num_steps, flat = draw.count(4, 7), np.array([middle, 0.0, high])
    answer = learner.ask("linear_bound", flat, gap, num_steps)
    answer.gives(np.full(num_steps + 1, gap), because="λ_min = 0, so the factor is 1")


def power_law(draw: Draw, exponent: float, noise: float) -> tuple[Array, Array]:
    """Return steps and gaps C·t^p, times 1 ± noise."""
    # Ever farther apart: counted one by one, their gaps would be a geometric run.
    # Not by np.unique, for which NumPy loads its masked arrays.
    steps = np.array(sorted(set(np.geomspace(draw.count(2, 4), draw.count(180, 400), 40).round())))
    gaps = draw.number(2, 9) * steps**exponent
    return steps, gaps * (1 + noise * draw.uniform(-1, 1, size=len(steps)))


def geometric(draw: Draw, factor: float, noise: float) -> tuple[Array, Array]:
    """Return steps and gaps C·qᵗ, times 1 ± noise."""
    steps = np.arange(draw.count(1, 9), 40.0)
    gaps = draw.number(2, 9) * factor**steps
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
    """For points C·tᵖ the fit returns p and C."""
    # Small gaps are gaps: only those of 0 and below have no logarithm.
    # Those of 1e-60 are 0 in float32, which has not the digits that are asked for either.
    exponent, coefficient = draw.number(-2.5, -0.3), 1e-60 * draw.number(2, 9)
    # From 1 on the first gap would be C itself.
    steps = np.arange(draw.count(2, 4), 25)
    gaps = coefficient * steps.astype(float) ** exponent
    answer = learner.ask("fit_power_law", steps, gaps)
    answer.gives((exponent, coefficient), names=FIT, because="log gap = log C + p·log t")
    answer.keeps_its_arguments()
    # Two pairs are enough, and any t above 0 has a logarithm.
    for count in (2, 3):
        few = np.append(draw.number(0.2, 0.9), draw.number(1.2, 1.9) * np.arange(1, count))
        learner.ask("fit_power_law", few, coefficient * few**exponent).gives(
            (exponent, coefficient), names=FIT, because=f"log C + p·log t through {count} points"
        )


@pytest.mark.points(2)
@pytest.mark.function("fit_power_law")
def test_the_fit_is_least_squares_over_all_usable_pairs(learner: Learner, draw: Draw) -> None:
    """The fit of scattered points is by least squares; pairs with no logarithm are dropped."""
    exponent = draw.choice([draw.number(-0.7, -0.3), draw.number(-2.6, -1.4)])
    steps, gaps = power_law(draw, exponent, noise=0.2)
    # On both sides of 1, where their logarithms have another sign.
    gaps = gaps / np.median(gaps)
    due = fit_power_law(steps, gaps)
    answer = learner.ask("fit_power_law", steps.tolist(), gaps.tolist())
    answer.gives(due, names=FIT, because="least squares of log gap over log t")
    for kind in (np.array, np.ndarray.tolist):
        pairs = (kind(part) for part in with_useless_pairs(draw, steps, gaps))
        answer = learner.ask("fit_power_law", *pairs)
        answer.gives(
            due, names=FIT, because="t ≤ 0, gap ≤ 0 and gaps that are not finite are left out"
        )
        answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("classify_rate")
def test_the_straighter_line_names_the_rate(learner: Learner, draw: Draw) -> None:
    """A power law is sublinear, a geometric run linear; pairs with no logarithm do not count."""
    # As slow as the power law of −0.3 is, and as fast as that of −3: of either kind, so that no
    # exponent and no factor a step tells them apart, only the straighter line does.
    # The unit of the gaps moves no residual of their logarithms, but any that is of the gaps.
    for make, low, high, unit, name in (
        (power_law, -3.3, -2.7, 1e-4, "sublinear"), (power_law, -0.4, -0.3, 1.0, "sublinear"),
        (geometric, 0.6, 0.8, 1.0, "linear"), (geometric, 0.96, 0.98, 1e4, "linear"),
        (power_law, -0.4, -0.3, 1e4, "sublinear"), (geometric, 0.6, 0.8, 1e-4, "linear"),
        (geometric, 1.03, 1.2, 1.0, "linear"),
    ):  # fmt: skip
        # The contract asks for residuals that differ by 1.5 ×; at 4 × nothing hangs on rounding.
        drawn = partial(make, draw, draw.number(low, high), 0.02)
        steps, gaps = draw.until(drawn, is_clear_cut)
        because = "log gap is straighter over " + ("log t" if name == "sublinear" else "t")
        answer = learner.ask("classify_rate", steps, unit * gaps)
        answer.gives(name, because=because)
    answer.keeps_its_arguments()
    # Five pairs are the fewest that a stub's reader has to expect.
    few = np.arange(1.0, 6.0)
    for gaps, over, name in (
        (few ** draw.number(-2.2, -1.1), "log t", "sublinear"),
        (draw.number(0.3, 0.7) ** few, "t", "linear"),
    ):
        because = f"log gap of {len(few)} pairs is on a line over {over}"
        learner.ask("classify_rate", few, draw.number(2, 9) * gaps).gives(name, because=because)
    for drawn, is_telling, name, because in (
        (partial(misleading, draw, (9, 15), 60, (2.2, 2.9)), partial(is_lost, size=np.square),
         "linear", "but for the first gap, over t"),
        (partial(misleading, draw, (5, 6), 200, (19, 20)), partial(is_lost, size=np.abs),
         "linear", "but for the first gap, over t"),
        (partial(bent, draw, to_geometric=True), is_lost_by_a_part, "sublinear", "over log t"),
        (partial(bent, draw, to_geometric=False), is_lost_by_a_part, "linear", "over t"),
    ):  # fmt: skip
        steps, gaps = draw.until(drawn, is_telling)
        because = f"log gap of all {len(gaps)} pairs is straighter {because}"
        learner.ask("classify_rate", steps, gaps).gives(name, because=because)
    # Farther apart the later: the place of a pair says something else than its t, and fits worse
    # than log t does.
    steps = np.cumsum(np.cumprod([draw.count(2, 3), 1, 2, 2, 2, 3, 4, 4])).astype(float)
    learner.ask("classify_rate", steps, draw.number(2, 9) * draw.number(0.96, 0.98) ** steps).gives(
        "linear", because="log gap is straight over t, however far apart the t are"
    )
    for steps, gaps, name, because in (one_pair_decides(draw, at=0), one_pair_decides(draw, at=-1)):
        learner.ask("classify_rate", steps, gaps).gives(name, because=because)
    for is_power, name in ((True, "sublinear"), (False, "linear")):
        steps, gaps = scattered(draw, is_power=is_power)
        because = f"log gap scatters less about the line over {'log t' if is_power else 't'}"
        learner.ask("classify_rate", steps, gaps).gives(name, because=because)
    for make, shape, kind, name in (
        (power_law, -1.9, np.ndarray.tolist, "sublinear"), (geometric, 0.8, np.array, "linear"),
        (power_law, -1.1, np.array, "sublinear"), (geometric, 0.7, np.ndarray.tolist, "linear"),
    ):  # fmt: skip
        pairs = draw.until(partial(make, draw, shape, 0.02), is_clear_cut)
        useless = (kind(part) for part in with_useless_pairs(draw, *pairs))
        answer = learner.ask("classify_rate", *useless)
        answer.gives(name, because="pairs with no logarithm do not count")
        answer.keeps_its_arguments()
    for kind in (np.array, np.ndarray.tolist):
        steps, gaps = early_pairs_off_the_line(draw)
        learner.ask("classify_rate", kind(steps), kind(gaps)).gives(
            "linear", because="pairs with t ≤ 0 are dropped from the semi-log fit too"
        )
    learner.ask("classify_rate", few, bowed(draw, few)).gives(
        "linear", because="of the two straight lines the one over t is closer to log gap"
    )


def bowed(draw: Draw, steps: Array) -> Array:
    """Return a geometric run that a parabola in log t comes closer to than its own line in t.

    The sum of squares is at least 40 times as large for the line in log t.
    """
    over, curve = np.column_stack([np.ones_like(steps), steps]), np.log(steps) ** 2
    left = curve - over @ np.linalg.lstsq(over, curve, rcond=None)[0]
    bent: Array = steps + draw.number(0.8, 0.95) * left
    return np.power(draw.number(0.3, 0.7), bent)


def scattered(draw: Draw, *, is_power: bool) -> tuple[Array, Array]:
    """Return a run that scatters until the other line's residuals are 1.8 to 1.95 times its own.

    Whoever compares log₁₀ with ln, or a mean with a sum, is off by more; 1.5 is the least that a
    check may ask for.
    With the line ℓ and the scatter a·n, r being what a fit leaves, the two sums are
    |r_other(ℓ + an)|² = A + 2aB + a²C and |r_own(an)|² = a²D. One is k times the other where
    (kD − C)a² − 2aB − A = 0.
    """
    steps = draw.count(1, 4) + np.arange(50.0)
    own, other = (np.log(steps), steps) if is_power else (steps, np.log(steps))
    slope = draw.number(-1.5, -0.8) if is_power else np.log(draw.number(0.9, 0.95))

    def left(x: Array, values: Array) -> Array:
        return values - np.polyval(np.polyfit(x, values, 1), x)

    # Of both signs in turn: n is about as far from either line, so that kD > C.
    noise = (-1.0) ** np.arange(50) * draw.uniform(0.5, 1, size=50)
    bend, scatter = left(other, slope * own), left(other, noise)
    k = draw.uniform(1.8, 1.95)
    A, B, C = bend @ bend, bend @ scatter, scatter @ scatter
    rest = k * np.sum(left(own, noise) ** 2) - C
    a = (B + np.sqrt(B**2 + rest * A)) / rest
    return steps, draw.number(2, 9) * np.exp(slope * own + a * noise)


def one_pair_decides(draw: Draw, *, at: int) -> tuple[Array, Array, str, str]:
    """Return a run that is exact but for its first or last gap, and of the other kind for that one.

    The squared residuals differ 1.7-fold and more. For the first their sizes say the opposite, and
    so do the residuals relative to the gaps.
    """
    if at == 0:
        steps, slope = np.arange(1, 41.0), np.log(draw.number(0.88, 0.92))
        log_gaps, off = slope * steps, -slope * draw.uniform(47, 52)
        name, because = "sublinear", "the square of the first residual outweighs 39 small ones"
    else:
        steps, slope = np.arange(8, 14.0), draw.number(-1.7, -1.3)
        log_gaps, off = slope * np.log(steps), slope * draw.uniform(0.06, 0.075)
        name, because = "linear", "the last of six gaps bends the line in log t"
    log_gaps[at] += off
    return steps, draw.number(2, 9) * np.exp(log_gaps), name, because


def early_pairs_off_the_line(draw: Draw) -> tuple[Array, Array]:
    """Return a geometric run after pairs at t ≤ 0, with gaps e⁶ times below its line and more.

    Its twelve points are off a line in log t by 4 at most, squared and added up; with the early
    pairs they are off a line in t by 40 at least.
    """
    steps = np.arange(-2.0, 13.0)
    gaps = draw.number(2, 9) * draw.number(0.6, 0.8) ** steps
    gaps[:3] *= np.exp(-draw.uniform(6, 9))
    return steps, gaps


def misleading(
    draw: Draw, first: tuple[int, int], number: int, raised: tuple[float, float]
) -> tuple[Array, Array]:
    """Return a geometric run that begins above its line, where the power law through it begins.

    The first gap, raised some 10 times, is larger than all others together: among the gaps it alone
    counts, among their logarithms it is one of 60. Beside one on the power law through 200, at 10⁸
    times, the others vanish even if their sizes are added, not their squares.

    Parameters
    ----------
    draw : the student's numbers
    first : between which steps the run begins
    number : of pairs
    raised : the first gap, between which powers of e
    """
    steps = draw.count(*first) + np.arange(float(number))
    noise = 1 + 0.02 * draw.uniform(-1, 1, size=number)
    gaps = draw.number(2, 9) * draw.number(0.79, 0.81) ** steps * noise
    gaps[0] *= np.exp(draw.uniform(*raised))
    return steps, gaps


def is_lost(pairs: tuple[Array, Array], size: Callable[[Array], Array]) -> bool:
    """Whether the residuals of log gap say linear, and those of the gaps themselves sublinear."""
    steps, gaps = pairs
    off = [
        np.sum(size(gaps - np.exp(np.polyval(np.polyfit(x, np.log(gaps), 1), x))))
        for x in (np.log(steps), steps)
    ]
    return is_clear_cut(pairs) and bool(2 * off[0] < off[1])


def bent(draw: Draw, *, to_geometric: bool) -> tuple[Array, Array]:
    """Return a run of 60 of one kind whose last two thirds, by themselves, are of the other kind.

    A power law and a geometric run that meet at both ends of these are less than 0.3 apart there in
    log gap, while over all 60 steps they are apart by some 1 and more.
    """
    first = draw.count(1, 2) if to_geometric else draw.count(8, 12)
    steps = first + np.arange(60.0)
    slope = draw.number(-1.3, -0.8) if to_geometric else np.log(draw.number(0.88, 0.92))
    x, other = (np.log(steps), steps) if to_geometric else (steps, np.log(steps))
    log_gaps = np.log(draw.number(2, 9)) + slope * x
    log_gaps[20:] = np.interp(other[20:], other[[20, -1]], log_gaps[[20, -1]])
    return steps, np.exp(log_gaps + 0.001 * draw.uniform(-1, 1, size=60))


def is_lost_by_a_part(pairs: tuple[Array, Array]) -> bool:
    """Whether the last half, or two thirds, say the opposite of the whole; all beyond doubt."""
    parts = [(pairs[0][first:], pairs[1][first:]) for first in (20, 30)]
    is_clear = is_clear_cut(pairs) and all(is_clear_cut(part) for part in parts)
    return is_clear and {classify_rate(*part) for part in parts} == {
        "linear" if classify_rate(*pairs) == "sublinear" else "sublinear"
    }


def is_clear_cut(pairs: tuple[Array, Array]) -> bool:
    """Whether the squared residuals of the two lines differ by a factor of 4 at least."""
    steps, log_gaps = np.asarray(pairs[0], dtype=float), np.log(pairs[1])
    residuals = [
        np.sum((log_gaps - np.polyval(np.polyfit(x, log_gaps, 1), x)) ** 2)
        for x in (np.log(steps), steps)
    ]
    return bool(max(residuals) >= 4 * min(residuals))


Run = tuple[Array, Array, float, int]


def is_clear_run(run: Run) -> bool:
    """Whether the two lines through the gaps that `verify_rate` fits are told apart with ease."""
    eigenvalues, start, lr, num_steps = run
    steps = np.arange(10 if num_steps >= 20 else 1, num_steps + 1.0)
    # θₜ in closed form: 160 steps of descent would cost the grader more than the rest of a check.
    gaps = np.abs(1 - lr * eigenvalues) ** (2 * steps[:, None]) @ (eigenvalues * start**2)
    return is_clear_cut((steps, gaps))


@pytest.mark.points(2)
@pytest.mark.function("verify_rate")
def test_a_slow_quadratic_follows_one_over_t(learner: Learner, draw: Draw) -> None:
    """With κ near 10⁶ and η = 1/λ_max the gap stays below the bound and follows 1/T."""
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
    # One coordinate more, far off and gone by t = 40: the gaps themselves, which are large up to
    # there, lie closer to a geometric run, their logarithms to a power law, 4 times and more.
    far = np.append(eigenvalues, draw.number(0.037, 0.039, 4) * smoothness)
    weight = beside(draw.number(2.2, 2.35) * np.sqrt(len(start)))
    run = (far, np.append(start, weight), 1 / smoothness, 160)
    assert is_clear_run(run)
    due = verify_rate(*run)
    assert due["rate"] == "sublinear"
    learner.ask("verify_rate", *run).gives(due, because="the straighter line through log gap")


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
def test_a_strongly_convex_quadratic_does_not_follow_one_over_t(
    learner: Learner, draw: Draw
) -> None:
    """With one direction only the gap shrinks geometrically, however slowly: linear."""

    def drawn() -> Run:
        # ηλ: 0.95 or less, so the bound holds. The flattest direction, of κ near 10⁷, starts at 0
        # and plays no part. Three are gone by t = 10: only who fits from t = 1 sees them. What is
        # left shrinks by (1 − ηλ)² = 0.95 a step, over which a power law of about −1 fits best.
        shares = np.array([draw.number(lo, hi) for lo, hi in
                           ((0.35, 0.5), (0.024, 0.027), (0.9, 0.95), (0.5, 0.6))])  # fmt: skip
        lr = draw.number(0.2, 0.6)
        eigenvalues = np.append(shares / lr, 1e-7 / lr)
        return eigenvalues, np.append(draw.signed(4, 4, 6), 0.0), lr, draw.count(28, 32)

    run = draw.until(drawn, is_clear_run)
    due = verify_rate(*run)
    assert due["bound_holds"]
    assert due["rate"] == "linear"
    answer = learner.ask("verify_rate", *run)
    answer.gives(due, because="log gap is straight over t; fitted on t = 10 … T")
    answer.keeps_its_arguments()


def touching(excess: float) -> float:
    """Return the ηλ at which gap/bound is 1 + excess at t = 2 and below 0.94 at every other t.

    With one λ the ratio is ηλt(1 − ηλ)²ᵗ: at 1.733 it is 0.93, 1, 0.81, 0.58, … for t = 1, 2, ….
    """
    s = 1.733
    for _ in range(6):  # Newton's method on 2s(s − 1)⁴ = 1 + excess
        s -= (2 * s * (s - 1) ** 4 - 1 - excess) / (2 * (s - 1) ** 4 + 8 * s * (s - 1) ** 3)
    return s


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
def test_the_bound_is_checked_at_every_step(learner: Learner, draw: Draw) -> None:
    """Beyond η = 1/λ_max the gap may exceed the bound, at one step or by little, or stay below."""
    # The contract's slack is 1e-9, rounding some 1e-15: 3e-9 to 9e-9 off are told by all who keep
    # to it. T = 20 is fitted from t = 10, T = 19 from t = 1. θ is small, so that a slack of 1e-12
    # that is not relative shows too.
    for sign, num_steps, because in (
        (1, 20, "the gap exceeds ‖θ₀‖²/(2ηt) at t = 2, by 3e-9 of it or more"),
        (-1, 19, "the gap stays below ‖θ₀‖²/(2ηt), by 3e-9 of it or more, at every t"),
    ):
        top, start = draw.number(1, 3), draw.signed(2, 2e-3, 3e-3, 6)
        lr = touching(sign * draw.uniform(3e-9, 9e-9)) / top
        run = (np.array([top, top]), start, lr, num_steps)
        due = verify_rate(*run)
        assert due["bound_holds"] == (sign < 0)
        assert due["rate"] == "linear"
        learner.ask("verify_rate", *run).gives(due, because=because)
    # Above the bound, by no more than the slack that rounding is allowed.
    top, start = draw.number(1, 3), draw.signed(2, 2e-3, 3e-3, 6)
    run = (np.array([top, top]), start, touching(draw.uniform(2e-10, 5e-10)) / top, 19)
    assert verify_rate(*run)["bound_holds"]
    because = "the gap exceeds ‖θ₀‖²/(2ηt) at t = 2 by less than 1e-9 of it: rounding"
    learner.ask("verify_rate", *run).gives({"bound_holds": True}, because=because)
    # One coordinate grows, 1.44-fold a step in the gap, from 1e-4 of ‖θ₀‖² on: the ratio is 0.8 at
    # most up to T − 1 and, as the start is rounded down, 1.07 to 1.21 at T.
    lr, num_steps, far = draw.number(0.2, 0.6), draw.count(15, 18), draw.number(20, 30)
    near = far * np.sqrt(1.2 / (num_steps * 2.2 * 1.2 ** (2 * num_steps)))
    run = (np.array([0.5 / lr, 2.2 / lr]), np.array([far, beside(near)]), lr, num_steps)
    assert not verify_rate(*run)["bound_holds"]
    learner.ask("verify_rate", *run).gives(
        {"bound_holds": False}, because="the gap exceeds the bound at t = T"
    )


@pytest.mark.points(1)
@pytest.mark.function("verify_rate")
def test_a_run_that_is_done_or_gone_after_a_few_steps_is_survived(
    learner: Learner, draw: Draw
) -> None:
    """Gaps of exactly 0, or gaps that overflow, neither raise nor spoil the check of the bound."""
    n, lr = draw.count(2, 4), 0.5 ** draw.count(3, 4)
    # With λ = 1/η a power of two, θ − ηλθ is exactly 0 however it is written.
    # At 91 times that rate θ is multiplied by −90 a step, the gap by 8100: inf by step 79.
    for rate, num_steps, holds, because in (
        (lr, draw.count(21, 29), True, "0 stays below the bound"),
        (91 * lr, draw.count(82, 89), False, "the gap goes beyond it"),
        (1e160 * lr, draw.count(21, 29), False, "no gap is finite from t = 1 on: each exceeds it"),
    ):
        answer = learner.ask(
            "verify_rate", np.full(n, 1 / lr), draw.signed(n, 1, 3), rate, num_steps
        )
        answer.gives({"bound_holds": holds}, because=because)
