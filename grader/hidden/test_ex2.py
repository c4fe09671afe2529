"""Hidden tests of exercise 2: what the learning rate does to x² + 100y²."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic
from grader.hidden.random_inputs import Array, Draw, beside
from solutions.ex2_learning_rates import lr_finder

FINDER = ("best_lr", "losses")


@pytest.mark.points(1)
@pytest.mark.function("loss")
def test_loss_adds_both_terms(learner: Learner, draw: Draw) -> None:
    """The loss x² + 100y² is right at a point."""
    # Below 0, where x·|x| is not x².
    x, y = theta = -draw.numbers(2, 0.2, 4)
    answer = learner.ask("loss", theta)
    answer.gives(x**2 + 100 * y**2, because="x² + 100y²")
    answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("grad")
def test_grad_has_both_partial_derivatives(learner: Learner, draw: Draw) -> None:
    """The gradient is that of x² + 100y², and the point it is taken at is unchanged."""
    size = draw.numbers(2, 0.2, 4)
    for theta in (size, -size):
        answer = learner.ask("grad", theta)
        answer.gives([2 * theta[0], 200 * theta[1]], because="the slope of L along x, then along y")
        answer.keeps_its_arguments()


def spectrum(draw: Draw, n: int, smallest: tuple[float, float] = (0.3, 1)) -> Array:
    """Return n positive eigenvalues, well apart, in no order, none below ``smallest``."""
    # The largest is 1.3 to 1.5 times the next: an iteration for it that is cut short shows.
    steps = np.append(draw.numbers(n - 1, 1.3, 3), draw.number(1.3, 1.5))
    eigenvalues: Array = draw.permutation(draw.number(*smallest) * np.cumprod(steps))
    return eigenvalues


def rearranged(draw: Draw, eigenvalues: Array) -> tuple[Array, Array]:
    """Return a Hessian with these eigenvalues, and one of its numbers in other places.

    The diagonal is the same, and so is every sum of entries or of their squares: a limit that is
    remembered by one of these is another one's. The two limits are 3 % apart and more.
    """
    rows, columns = np.triu_indices(len(eigenvalues), 1)

    def pair() -> tuple[Array, Array]:
        hessian = draw.hessian(eigenvalues)
        other = hessian.copy()
        other[rows, columns] = other[columns, rows] = np.roll(hessian[rows, columns], 1)
        return hessian, other

    def is_telling(both: tuple[Array, Array]) -> bool:
        values = eigenvalues_of(both[1]) / max(eigenvalues)
        # The largest stands alone, so that whoever iterates for it finds it.
        is_plain = values[0] > 0.02 and values[-2] < 0.9 * values[-1]
        return bool(is_plain and abs(np.log(values[-1])) > 0.03)

    return draw.until(pair, is_telling)


def eigenvalues_of(hessian: Array) -> Array:
    """Return them in rising order."""
    values: Array = np.asarray(np.linalg.eigvalsh(hessian), dtype=float)
    return values


def described(eigenvalues: Array) -> str:
    """Return the eigenvalues in words."""
    return "λ = " + ", ".join(f"{value:.6g}" for value in np.sort(eigenvalues))


@pytest.mark.points(2)
@pytest.mark.function("stable_lr_limit")
def test_the_limit_comes_from_the_largest_eigenvalue(learner: Learner, draw: Draw) -> None:
    """The limit is 2/λ_max, even if the Hessian is not diagonal."""
    # Diagonal, so that eigenvalues may come unsorted: the largest first, between, and last.
    # Each with a limit of its own: what a shape had before is not the answer.
    for order in ([2, 0, 1], [0, 2, 1], [1, 0, 2]):
        diagonal = np.sort(spectrum(draw, 3))[order]
        learner.ask("stable_lr_limit", np.diag(diagonal)).gives(
            2 / max(diagonal), because=f"2/λ_max, {described(diagonal)}"
        )
    for hessian in (draw.hessian(spectrum(draw, 2)), *rearranged(draw, spectrum(draw, 4))):
        eigenvalues = eigenvalues_of(hessian)
        answer = learner.ask("stable_lr_limit", hessian)
        answer.gives(2 / max(eigenvalues), because=f"2/λ_max, {described(eigenvalues)}")
        answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("optimal_lr")
def test_the_best_rate_balances_both_ends_of_the_spectrum(learner: Learner, draw: Draw) -> None:
    """The learning rate is 2/(λ_min + λ_max), even if λ_min is 0."""
    low, middle, high = np.sort(spectrum(draw, 3))
    for diagonal in ([high, low, middle], [low, high, middle], [middle, low, high]):
        learner.ask("optimal_lr", np.diag(diagonal)).gives(
            2 / (low + high),
            because=f"2/(λ_min + λ_max), {described(np.array(diagonal))}",
        )
    # The flat one stays diagonal: elsewhere rounding alone decides the sign of an eigenvalue 0.
    flat = np.diag(np.append(spectrum(draw, 2), 0.0))
    for hessian in (*rearranged(draw, spectrum(draw, 3)), flat):
        values = eigenvalues_of(hessian)
        answer = learner.ask("optimal_lr", hessian)
        answer.gives(
            2 / (min(values) + max(values)),
            because=f"2/(λ_min + λ_max), {described(values)}",
        )
        answer.keeps_its_arguments()


# Without η, |1 − λ| is beyond 1 in every direction.
STEEP = (2.4, 8.0)


def predicts(learner: Learner, hessian: Array, lr: float, verdict: str, why: str) -> None:
    """Ask for one prediction."""
    answer = learner.ask("predict", hessian, float(lr))
    answer.gives(verdict, because=why)
    answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("predict")
def test_theory_below_and_above_the_limit(learner: Learner, draw: Draw) -> None:
    """Theory expects convergence below 2/λ_max and divergence above it, however close by."""
    eigenvalues = spectrum(draw, 3, STEEP)
    (hessian, other), limit = rearranged(draw, eigenvalues), 2 / max(eigenvalues)
    # As close as the contract lets a check go is 1e-6 of the limit: max |1 − ηλ| is 4e-6 to 8e-6
    # off 1 then, far from rounding and from 1e-9, and within the 1e-5 of `np.isclose`.
    close = draw.uniform(2e-6, 4e-6)
    for share, verdict in (
        (draw.number(0.02, 0.4), "converges"), (1 - close, "converges"),
        (1 + close, "diverges"), (draw.number(1.02, 1.9), "diverges"),
    ):  # fmt: skip
        why = f"max |1 − ηλ|, {described(eigenvalues)}; η is {share:.7g} × 2/λ_max"
        predicts(learner, hessian, limit * share, verdict, why)
    values = eigenvalues_of(other)
    # Halfway between the two limits.
    lr = np.sqrt(limit * 2 / max(values))
    verdict = "converges" if lr < 2 / max(values) else "diverges"
    predicts(learner, other, lr, verdict, f"max |1 − ηλ|, {described(values)}")


@pytest.mark.points(1)
@pytest.mark.function("predict")
def test_theory_at_the_limit(learner: Learner, draw: Draw) -> None:
    """At η = 2/λ_max exactly, theory expects oscillation."""
    for n in (2, 3):
        # Two roundings off 1, so that == 1 without the contract's margin does not hold, nor does
        # that margin with the seven digits of float32.
        eigenvalues = draw.until(
            partial(spectrum, draw, n, STEEP),
            lambda values: all(
                kind(2 / max(values)) * kind(max(values)) != 2 for kind in (np.float64, np.float32)
            ),
        )
        # max |1 − ηλ| is 1 to some 1e-15 however it is computed: 1e-9 is the contract's margin.
        why = f"|1 − ηλ_max| = 1, {described(eigenvalues)}"
        hessian = draw.hessian(eigenvalues) if n == 3 else np.diag(eigenvalues)
        predicts(learner, hessian, 2 / max(eigenvalues), "oscillates", why)
        lr, why = (
            draw.number(0.6, 0.9) / max(eigenvalues),
            f"below 1/λ_max, {described(eigenvalues)}",
        )
        predicts(learner, hessian, lr, "converges", why)


@pytest.mark.points(1)
@pytest.mark.function("predict")
def test_theory_on_flat_and_on_downward_directions(learner: Learner, draw: Draw) -> None:
    """With an eigenvalue 0 theory expects oscillation, with a negative one divergence."""
    eigenvalues = spectrum(draw, 3)
    lr = draw.number(0.2, 0.9) * 2 / max(eigenvalues)
    eigenvalues[0] = 0.0
    why = "that coordinate never moves: |1 − η·0| = 1"
    predicts(learner, np.diag(eigenvalues), lr, "oscillates", why)
    beyond, why = draw.number(1.2, 1.8) * 2 / max(eigenvalues), "|1 − ηλ_max| > 1, beside a λ of 0"
    predicts(learner, np.diag(eigenvalues), beyond, "diverges", why)
    # |1 − ηλ| is 1.002 to 1.008 there: beyond 1 by little, but by far more than 1e-9.
    eigenvalues[0] = -draw.number(0.002, 0.008, 4) / lr
    why = f"|1 − ηλ| > 1 for the negative one, {described(eigenvalues)}"
    # The sums of its rows, which some take for eigenvalues, say something else.
    hessian = draw.until(
        lambda: draw.hessian(eigenvalues), lambda h: np.abs(1 - lr * h.sum(axis=1)).max() < 0.99
    )
    predicts(learner, hessian, lr, "diverges", why)


def history_to(draw: Draw, first: float, last: float) -> list[float]:
    """Return a loss history with these ends, ups and downs between, and a slow last step."""
    between = first * np.append(draw.numbers(3, 0.2, 1.9), draw.number(11, 30))
    return [first, *draw.permutation(between).tolist(), 1.004 * last, last]


@pytest.mark.points(2)
@pytest.mark.function("observe")
def test_the_experiment_is_judged_by_first_and_last_loss(learner: Learner, draw: Draw) -> None:
    """A loss history ends above the first, at most at 1e-6 of it, or between the two."""
    # Thresholds are relative: small losses are judged as large ones are. A last loss 2e-4 above the
    # first, or a third above or below 1e-6 of it, is near no threshold for who keeps to them.
    for first, low, high, verdict in (
        (draw.number(3, 90), 1.02, 1.5, "diverges"),
        (1e-4 * draw.number(1, 9), 1.0002, 1.0008, "diverges"),
        (draw.number(3, 90), 0.3, 0.95, "oscillates"),
        (1e-4 * draw.number(1, 9), 1.3e-6, 1.6e-6, "oscillates"),
        (draw.number(3, 90), 1.3e-6, 1.6e-6, "oscillates"),
        (1e4 * draw.number(1, 9), 6e-7, 7.5e-7, "converges"),
        (draw.number(3, 90), 1e-14, 1e-12, "converges"),
    ):
        last = first * draw.uniform(low, high)
        history = np.array(history_to(draw, first, last))
        why = f"the last loss is {last / first:.6g} of the first"
        answer = learner.ask("observe", history.tolist() if high < 1 else history)
        answer.gives(verdict, because=why)
        answer.keeps_its_arguments()
    learner.ask("observe", [first, 0.4 * first, 0.0]).gives(
        "converges", because="a loss of exactly 0 is at most 1e-6 of the first"
    )
    learner.ask("observe", [first, 0.4 * first, first]).gives(
        "oscillates", because="the last loss does not exceed the first: it is the same"
    )
    passing = [first, first * draw.uniform(1e-9, 1e-8), first * draw.uniform(0.3, 0.9)]
    learner.ask("observe", passing).gives(
        "oscillates", because="small in between, but the last loss is what counts"
    )


@pytest.mark.points(1)
@pytest.mark.function("observe")
def test_a_history_that_is_not_finite_diverges(learner: Learner, draw: Draw) -> None:
    """A last loss of inf, −inf or nan is divergence; the history is unchanged."""
    for last, kind in ((np.nan, np.array), (np.inf, list), (-np.inf, np.array)):
        history = kind(history_to(draw, draw.number(3, 90), last))
        answer = learner.ask("observe", history)
        answer.gives("diverges", because=f"{last} is not finite")
        answer.keeps_its_arguments()
    first = draw.number(3, 90)
    learner.ask("observe", [first, np.inf, first * draw.uniform(0.3, 0.9)]).gives(
        "oscillates", because="inf in between, but the last loss is what counts"
    )


@pytest.mark.points(2)
@pytest.mark.function("explore")
def test_rates_are_told_apart_by_running_them(learner: Learner, draw: Draw) -> None:
    """Each verdict is that of its own run, in the order given; short runs may not settle."""
    fast, slow = draw.number(5.2e-3, 6e-3, 5), draw.number(1e-3, 2e-3, 5)
    # Beyond 0.01, but not beyond 0.02: half the Hessian would have it converge.
    high = draw.number(0.012, 0.018, 5)
    # x is 4e-3 of y at most, its part of the first loss 1.6e-7: it may shrink as slowly as it will.
    # y's part shrinks by 0.8² a step or faster: 0.64⁵⁹ = 4e-12. Whoever goes on from the end of the
    # run before, 2.6⁶⁰ = 8e24 away, has 0.2⁶⁰ = 1e-42 of that left for the slow one: x decides it.
    near, far = draw.number(0.001, 0.004, 5), draw.number(1, 2)
    # A fourth one, for who runs the first three only.
    verdicts = {high: "diverges", fast: "converges", slow: "converges", 2 * high: "diverges"}
    answer = learner.ask("explore", list(verdicts), np.array([near, -far]), 60)
    answer.gives(
        verdicts,
        because=f"|1 − 200·{high}| > 1; the others take y to 0, and x was small",
        ordered=True,
    )
    answer.keeps_its_arguments()
    # x takes the loss to 3e-13 of the first or below within some 800 steps, when y hardly counts
    # yet. In the end y, which each step multiplies by −1.014 to −1.02, takes it 1e6 times beyond
    # the first. No smaller y: beside x, central differences have to find its slope, too.
    growing = draw.number(0.01007, 0.0101, 7)
    beside_x = [draw.number(1, 2), 1e-14 * draw.number(1.1, 1.9)]
    learner.ask("explore", [growing], beside_x, 2700).gives(
        {growing: "diverges"}, because=f"|1 − 200·{growing}| > 1: only the last loss counts"
    )
    # One step multiplies y by 0.006 to 0.02, the loss by 4e-5 to 4e-4; two take it to 1.6e-7. The
    # history of two steps has two losses, the start's and that after one step.
    best = draw.number(0.0049, 0.00497, 6)
    # From as far off in x as in y, x's hundredth of the loss is all but left after two steps.
    level = [draw.count(11, 29)] * 2
    # However large the first loss is.
    distant = [1e6 * near, -1e6 * far]
    for start, num_steps, verdict, share in (
        ([near, -far], 2, "oscillates", (1 - 200 * best) ** 2),
        (distant, 3, "converges", (1 - 200 * best) ** 4),
        (level, 3, "oscillates", (1 - 2 * best) ** 4 / 101),
    ):
        learner.ask("explore", [best], start, num_steps).gives(
            {best: verdict},
            because=f"the last of {num_steps} losses is about {share:.1g} of the first",
        )
    the_start_as_it_is(learner, draw)


def the_start_as_it_is(learner: Learner, draw: Draw) -> None:
    """Ask for two runs from one start, one on each side of 1e-6, by the share of x in its loss.

    That share falls from c = x²/(x² + 100y²) to c(1 − 2η)²⁽ᵀ⁻¹⁾, and each step halves y at least.
    Whoever cuts or rounds the start to one place, or takes a coordinate from elsewhere, has another
    c: by a third or more, and both runs are on one side.
    """
    x, y, num_steps = draw.number(0.13, 0.148), draw.number(1.55, 1.9), draw.count(190, 210)
    share = x**2 / (x**2 + 100 * y**2)

    def rate(end: float) -> float:
        return float(f"{(1 - (end / share) ** (0.5 / (num_steps - 1))) / 2:.6g}")

    above, below = rate(draw.uniform(1.35e-6, 1.5e-6)), rate(draw.uniform(6.7e-7, 7.4e-7))
    learner.ask("explore", [above, below], [x, -y], num_steps).gives(
        {above: "oscillates", below: "converges"},
        because="the last loss is x² (1 − 2η)^(2T − 2): above 1e-6 of the first, and below it",
        ordered=True,
    )


@pytest.mark.points(1)
@pytest.mark.function("explore")
def test_the_boundary_and_beyond(learner: Learner, draw: Draw) -> None:
    """At η = 0.01 the run neither settles nor grows; at 0.1 it ends at inf or nan: it diverges."""
    # At 0.001 the last loss is 0.998²⁽ᵀ⁻¹⁾/101 of the first: 6.7e-7 to 3e-7. With 2300 steps, or a
    # start in another direction, it is above 1e-6.
    few = draw.count(2400, 2600)
    answer = learner.ask("explore", num_steps=few)
    answer.gives(
        {0.001: "converges", 0.01: "oscillates", 0.1: "diverges"},
        because=f"the chapter's question: from (1, 1) with η = 0.001, 0.01 and 0.1, in {few} steps",
        ordered=True,
    )
    if not answer.shows_defaults:
        ten_thousand_steps_from_1_1(learner, draw)
    # Far out, where θ is cut off by who cuts it off at a round number.
    start, num_steps = tuple(draw.signed(2, 110, 190).tolist()), 2 * draw.count(63, 70) + 1
    # At 0.01, 1 − 200η is −1 to within 1e-16 a step and x shrinks: the loss stays below the first.
    # At 0.1 it grows 361-fold a step: beyond the largest float from step 121 on.
    learner.ask("explore", (0.1, 0.01), start, num_steps).gives(
        {0.1: "diverges", 0.01: "oscillates"},
        because="y is multiplied by −19 per step at 0.1, by −1 at 0.01",
        ordered=True,
    )


def ten_thousand_steps_from_1_1(learner: Learner, draw: Draw) -> None:
    """Ask for runs of the defaults, by which alone a function whose header hides them shows them.

    From (1, 1) the last of 10 000 losses is (1 − 2η)¹⁹⁹⁹⁸/101 of the first: 6.7e-7 or less at one
    rate, 1.5e-6 or more at the other. A start in another direction, or a tenth more or fewer
    steps, would bring both on one side of 1e-6.
    """
    above, below = draw.uniform(2.17e-4, 2.2e-4), draw.uniform(2.4e-4, 2.43e-4)
    learner.ask("explore", [below, above]).gives(
        {below: "converges", above: "oscillates"},
        because="10 000 steps from (1, 1), the defaults",
        ordered=True,
    )


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_the_finder_reports_the_loss_after_the_last_step(learner: Learner, draw: Draw) -> None:
    """The sweep gives the loss after num_steps steps for each lr, and the lr of the smallest."""

    # On both sides of the best rate one climbs: ηλ_max > 2. The last, the largest that does not,
    # comes down more slowly: 1 − ηλ_max = −0.9. With 1/λ_max the steep direction is gone, and
    # with it most of the gradient, but not of the loss.
    def drawn() -> Sweep:
        steepest = draw.number(3.3, 4)
        problem = Quadratic(draw.hessian([draw.number(0.8, 1), steepest]))
        ends = ((0.01, 0.05), (0.68, 0.75), (0.4, 0.45), (0.68, 0.75))
        rates = [draw.number(*pair, 4) for pair in ends]
        rates += [beside(k / steepest, 4) for k in (1.05, 1.9)]
        return problem, draw.signed(2, 1, 3), rates, draw.count(4, 6)

    problem, start, lrs, num_steps = draw.until(drawn, is_clear)
    best, losses = lr_finder(problem.loss, problem.grad, start, lrs, num_steps)
    answer = learner.ask("lr_finder", problem.loss, problem.grad, start, lrs, num_steps)
    answer.gives(
        (best, losses), names=FINDER, because=f"L after {num_steps} steps from the same start"
    )
    answer.keeps_its_arguments()
    run = (problem.loss, problem.grad, 1e9 * start, lrs, num_steps)
    learner.ask("lr_finder", *run).gives(
        lr_finder(*run), names=FINDER, because="from 10⁹ times as far L is 10¹⁸ times as large"
    )


Sweep = tuple[Quadratic, Array, list[float], int]


def is_clear(sweep: Sweep) -> bool:
    """Whether the third learning rate is clearly the best, and those beside it end above the start.

    Its gradient is not the smallest: that is another's.
    """
    problem, start, lrs, num_steps = sweep
    eigenvalues, vectors = np.linalg.eigh(problem.hessian)
    # Along an eigenvector a step multiplies θ by 1 − ηλ.
    ends = (1 - np.outer(lrs, eigenvalues)) ** num_steps * (start @ vectors)
    losses, slopes = ends**2 @ eigenvalues / 2, ends**2 @ eigenvalues**2
    best, second = np.sort(losses)[:2]
    is_best = second > 1.5 * best > 1e-12 and losses[[1, 3]].min() > problem.loss(start)
    return bool(is_best and losses.argmin() == 2 != slopes.argmin())


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_rates_that_blow_up_count_as_infinite_and_never_win(learner: Learner, draw: Draw) -> None:
    """Where the loss ends at inf, −inf or nan the sweep says inf, and another lr is the best."""
    start, num_steps = draw.number(1.1, 1.5), draw.count(11, 14)
    low, b = draw.number(-4, -3), draw.number(0.5, 1)
    wild, slow, good = draw.number(7, 9), draw.number(0.01, 0.02, 4), draw.number(0.08, 0.12, 4)
    lrs = [wild, slow, good, wild + 1]
    # Beyond the basin of x⁴ + bx² x is cubed a step: 3¹¹ doublings of the exponent end at inf, then
    # at nan. That of x³ + bx² has one side only: there x is squared, and the loss ends at −inf. The
    # smallest loss is near `low`: no size, and no sign, makes it the best. With ** a Python float
    # raises where it overflows (but x³ + bx² would end at −inf + inf). Only in its functions does
    # the second call differ.
    for coefficients, by_powers in (((low, 0.0, b, 0.0, 1.0), True), ((low, 0.0, b, 1.0), False)):
        problem = Polynomial(coefficients, by_powers=by_powers)
        run = (problem.loss, problem.grad, start, lrs, num_steps)
        best, losses = lr_finder(*run)
        assert best == good
        assert np.isinf(losses[[0, 3]]).all()
        learner.ask("lr_finder", *run).gives(
            (best, losses),
            names=FINDER,
            because="inf where L is not finite: never the best",
        )


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_the_finder_takes_20_steps_unless_told(learner: Learner, draw: Draw) -> None:
    """Without num_steps the sweep takes 20 steps per lr; a start may be an integer."""
    problem = Polynomial((0.0, 0.0, draw.number(0.5, 1)))
    start, lrs = draw.count(11, 29), [draw.number(0.02, 0.04, 4), draw.number(0.1, 0.2, 4)]
    # 1 − ηL″ is −1.6 to −1.9 there: after 20 steps the loss is 1e10 to 1e14, which is finite.
    lrs.append(beside(draw.uniform(2.6, 2.9) / (2 * problem.coefficients[2]), 4))
    best, losses = lr_finder(problem.loss, problem.grad, start, lrs)
    learner.ask("lr_finder", problem.loss, problem.grad, start, lrs).gives(
        (best, losses), names=FINDER, because="x is multiplied by 1 − ηL″ twenty times", rtol=1e-9
    )
    learner.ask("lr_finder", problem.loss, problem.grad, start, lrs[:1], 0).gives(
        (lrs[0], [problem.loss(start)]), names=FINDER, because="without a step: L at the start"
    )
