"""Hidden tests of exercise 2: what the learning rate does to x² + 100y²."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic
from grader.hidden.draw import Array, Draw
from solutions.ex2_learning_rates import lr_finder

FINDER = ("best_lr", "losses")
# Eigenvalues of a symmetric matrix are computed to a few ε·λ_max, so λ_min is known to some 1e-12
# of itself on the spectra below (λ_max/λ_min ≤ 100); 1e-9 lies far from that and from any mistake.
SPECTRAL = 1e-9


@pytest.mark.points(1)
@pytest.mark.function("loss")
def test_loss_adds_both_terms(learner: Learner, draw: Draw) -> None:
    """The loss x² + 100y² is right at a point."""
    x, y = theta = draw.signed(2, 0.2, 4)
    learner.ask("loss", theta).gives(x**2 + 100 * y**2, because="x² + 100y²")


@pytest.mark.points(2)
@pytest.mark.function("grad")
def test_grad_has_both_partial_derivatives(learner: Learner, draw: Draw) -> None:
    """The gradient is (2x, 200y), and the point it is taken at stays as it was."""
    theta = draw.signed(2, 0.2, 4)
    answer = learner.ask("grad", theta)
    answer.gives([2 * theta[0], 200 * theta[1]], because="(2x, 200y)")
    answer.keeps_its_arguments()


def spectrum(draw: Draw, n: int) -> Array:
    """Return n positive eigenvalues, well apart, in no order."""
    steps = draw.numbers(n, 1.3, 3)
    eigenvalues: Array = draw.permutation(draw.number(0.3, 1) * np.cumprod(steps))
    return eigenvalues


def described(eigenvalues: Array) -> str:
    """Return the eigenvalues in words."""
    return "λ = " + ", ".join(f"{value:.6g}" for value in np.sort(eigenvalues))


@pytest.mark.points(2)
@pytest.mark.function("stable_lr_limit")
def test_the_limit_comes_from_the_largest_eigenvalue(learner: Learner, draw: Draw) -> None:
    """The stable rates end at 2/λ_max, also where the Hessian is not diagonal."""
    # Diagonal, so that eigenvalues may come unsorted: the largest first, between, and last.
    low, middle, high = np.sort(spectrum(draw, 3))
    for diagonal in ([high, low, middle], [low, high, middle], [middle, low, high]):
        learner.ask("stable_lr_limit", np.diag(diagonal)).gives(
            2 / high, because=f"2/λ_max, {described(np.array(diagonal))}", rtol=SPECTRAL
        )
    for n in (2, 4):
        eigenvalues = spectrum(draw, n)
        learner.ask("stable_lr_limit", draw.hessian(eigenvalues)).gives(
            2 / max(eigenvalues), because=f"2/λ_max, {described(eigenvalues)}", rtol=SPECTRAL
        )


@pytest.mark.points(2)
@pytest.mark.function("optimal_lr")
def test_the_best_rate_balances_both_ends_of_the_spectrum(learner: Learner, draw: Draw) -> None:
    """The best constant rate is 2/(λ_min + λ_max), also where λ_min is 0."""
    low, middle, high = np.sort(spectrum(draw, 3))
    for diagonal in ([high, low, middle], [low, high, middle], [middle, low, high]):
        learner.ask("optimal_lr", np.diag(diagonal)).gives(
            2 / (low + high),
            because=f"2/(λ_min + λ_max), {described(np.array(diagonal))}",
            rtol=SPECTRAL,
        )
    for eigenvalues in (spectrum(draw, 3), np.append(spectrum(draw, 2), 0.0)):
        learner.ask("optimal_lr", draw.hessian(eigenvalues)).gives(
            2 / (min(eigenvalues) + max(eigenvalues)),
            because=f"2/(λ_min + λ_max), {described(eigenvalues)}",
            rtol=SPECTRAL,
        )


def predicts(learner: Learner, hessian: Array, lr: float, verdict: str, why: str) -> None:
    """Ask for one prediction."""
    learner.ask("predict", hessian, lr).gives(verdict, because=why)


@pytest.mark.points(2)
@pytest.mark.function("predict")
def test_theory_below_and_above_the_limit(learner: Learner, draw: Draw) -> None:
    """Theory expects convergence below 2/λ_max and divergence above it."""
    eigenvalues = spectrum(draw, 3)
    hessian, limit = draw.hessian(eigenvalues), 2 / max(eigenvalues)
    for low, high, verdict in (
        (0.02, 0.4, "converges"), (0.55, 0.98, "converges"), (1.02, 1.9, "diverges")
    ):  # fmt: skip
        lr = limit * draw.number(low, high)
        why = f"max |1 − ηλ|, {described(eigenvalues)}; 2/λ_max = {limit:.6g}"
        predicts(learner, hessian, lr, verdict, why)


@pytest.mark.points(1)
@pytest.mark.function("predict")
def test_theory_at_the_limit(learner: Learner, draw: Draw) -> None:
    """At η = 2/λ_max exactly, theory expects oscillation."""
    for n in (2, 3):
        eigenvalues = spectrum(draw, n)
        # max |1 − ηλ| is 1 to some 1e-15 however it is computed: 1e-9 is the contract's margin.
        why = f"|1 − ηλ_max| = 1, {described(eigenvalues)}"
        hessian = draw.hessian(eigenvalues) if n == 3 else np.diag(eigenvalues)
        predicts(learner, hessian, 2 / max(eigenvalues), "oscillates", why)


@pytest.mark.points(1)
@pytest.mark.function("predict")
def test_theory_on_flat_and_on_downward_directions(learner: Learner, draw: Draw) -> None:
    """With an eigenvalue 0 theory expects oscillation, with a negative one divergence."""
    eigenvalues = spectrum(draw, 3)
    lr = draw.number(0.2, 0.9) * 2 / max(eigenvalues)
    eigenvalues[0] = 0.0
    why = "that coordinate never moves: |1 − η·0| = 1"
    predicts(learner, np.diag(eigenvalues), lr, "oscillates", why)
    eigenvalues[0] = -draw.number(0.1, 0.4)
    why = f"|1 − ηλ| > 1 for the negative one, {described(eigenvalues)}"
    predicts(learner, draw.hessian(eigenvalues), lr, "diverges", why)


def history_to(draw: Draw, first: float, last: float) -> list[float]:
    """Return a loss history with these ends, ups and downs between, and a slow last step."""
    return [first, *(first * draw.numbers(4, 0.2, 1.9)).tolist(), 1.004 * last, last]


@pytest.mark.points(2)
@pytest.mark.function("observe")
def test_the_experiment_is_judged_by_first_and_last_loss(learner: Learner, draw: Draw) -> None:
    """A loss history ends above the first, at most at 1e-6 of it, or between the two."""
    first = draw.number(3, 90)
    for low, high, verdict in (
        (1.02, 1.5, "diverges"), (0.3, 0.95, "oscillates"), (1e-4, 9e-4, "oscillates"),
        (3e-6, 9e-6, "oscillates"), (1e-7, 8e-7, "converges"), (1e-14, 1e-12, "converges"),
    ):  # fmt: skip
        last = first * draw.uniform(low, high)
        history = np.array(history_to(draw, first, last))
        why = f"the last loss is {last / first:.2g} of the first"
        answer = learner.ask("observe", history.tolist() if high < 1 else history)
        answer.gives(verdict, because=why)
    answer.keeps_its_arguments()
    passing = [first, first * draw.uniform(1e-9, 1e-8), first * draw.uniform(0.3, 0.9)]
    learner.ask("observe", passing).gives(
        "oscillates", because="small in between, but the last loss is what counts"
    )


@pytest.mark.points(1)
@pytest.mark.function("observe")
def test_a_history_that_is_not_finite_diverges(learner: Learner, draw: Draw) -> None:
    """A last loss of inf, −inf or nan is divergence."""
    for last in (np.nan, np.inf, -np.inf):
        history = history_to(draw, draw.number(3, 90), last)
        learner.ask("observe", history).gives("diverges", because=f"{last} is not finite")


@pytest.mark.points(2)
@pytest.mark.function("explore")
@pytest.mark.needs("loss", "grad", "observe")
def test_rates_are_told_apart_by_running_them(learner: Learner, draw: Draw) -> None:
    """Each rate's verdict is that of its own run, in the order given; short runs may not settle."""
    fast, slow = draw.number(7e-3, 9e-3, 5), draw.number(1e-3, 2e-3, 5)
    # Beyond 0.01, but not beyond 0.02: half the Hessian would have it converge.
    high = draw.number(0.012, 0.018, 5)
    # x is 4e-3 of y at most, its part of the first loss 1.6e-7: it may shrink as slowly as it will.
    near, far = draw.number(0.001, 0.004, 5), draw.number(1, 2)
    verdicts = {high: "diverges", fast: "converges", slow: "converges"}
    learner.ask("explore", list(verdicts), [near, -far], 110).gives(
        verdicts,
        because=f"|1 − 200·{high}| > 1; the others take y to 0, and x was small",
        ordered=True,
    )
    # From far off in x theory still says "converges", but 90 steps have not got there.
    start = [draw.count(11, 29), draw.count(11, 29)]
    learner.ask("explore", [slow], start, 90).gives(
        {slow: "oscillates"},
        because=f"after 90 steps x has {(1 - 2 * slow) ** 89:.2g} of its start: not settled yet",
    )


@pytest.mark.points(1)
@pytest.mark.function("explore")
@pytest.mark.needs("loss", "grad", "observe")
def test_the_boundary_and_beyond(learner: Learner, draw: Draw) -> None:
    """At η = 0.01 the run neither settles nor grows; at 0.1 it ends at inf or nan: it diverges."""
    learner.ask("explore").gives(
        {0.001: "converges", 0.01: "oscillates", 0.1: "diverges"},
        because="the chapter's question: 10 000 steps from (1, 1) with η = 0.001, 0.01 and 0.1",
        ordered=True,
    )
    start, num_steps = tuple(draw.signed(2, 0.5, 2).tolist()), 2 * draw.count(130, 145) + 1
    # At 0.01, 1 − 200η is −1 to within 1e-16 a step and x shrinks: the loss stays below the first.
    # At 0.1 it grows 361-fold a step: beyond the largest float from step 121 on.
    learner.ask("explore", (0.1, 0.01), start, num_steps).gives(
        {0.1: "diverges", 0.01: "oscillates"},
        because="y is multiplied by −19 a step at 0.1, by −1 at 0.01",
        ordered=True,
    )


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_the_finder_reports_the_loss_after_the_last_step(learner: Learner, draw: Draw) -> None:
    """The sweep gives each rate's loss after num_steps steps, and the rate of the smallest."""
    problem = Quadratic(draw.hessian([draw.number(0.8, 1), draw.number(3.3, 4)]))
    num_steps = draw.count(4, 6)

    # Neither the first rate nor the last is the best, and the third climbs: ηλ_max > 2.
    def drawn() -> tuple[Array, list[float]]:
        ends = ((0.01, 0.05), (0.3, 0.45), (0.68, 0.75), (0.1, 0.2))
        return draw.signed(2, 1, 3), [draw.number(*pair, 4) for pair in ends]

    start, lrs = draw.until(drawn, lambda run: is_clear(problem, *run, num_steps))
    best, losses = lr_finder(problem.loss, problem.grad, start, lrs, num_steps)
    answer = learner.ask("lr_finder", problem.loss, problem.grad, start, lrs, num_steps)
    answer.gives(
        (best, losses), names=FINDER, because=f"L after {num_steps} steps from the same start"
    )
    answer.keeps_its_arguments()


def is_clear(problem: Quadratic, start: Array, lrs: list[float], num_steps: int) -> bool:
    """Whether the best rate is no close call, and the third ends above the start."""
    losses = lr_finder(problem.loss, problem.grad, start, lrs, num_steps)[1]
    best, second = np.sort(losses)[:2]
    return bool(second > 1.5 * best > 1e-12 and losses[2] > problem.loss(start))


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_rates_that_blow_up_count_as_infinite_and_never_win(learner: Learner, draw: Draw) -> None:
    """Where the loss overflows to inf or nan the sweep says inf, and another rate is the best."""
    problem = Polynomial((draw.number(0.1, 1), 0.0, draw.number(0.5, 1), 0.0, 1.0))
    start, num_steps = draw.number(1.1, 1.5), draw.count(11, 14)
    # Beyond the basin x is cubed a step: 3¹¹ doublings of the exponent end at inf, then at nan.
    wild, slow, good = draw.number(7, 9), draw.number(0.01, 0.02, 4), draw.number(0.08, 0.12, 4)
    lrs = [wild, slow, good, wild + 1]
    best, losses = lr_finder(problem.loss, problem.grad, start, lrs, num_steps)
    learner.ask("lr_finder", problem.loss, problem.grad, start, lrs, num_steps).gives(
        (best, losses), names=FINDER, because="inf where L is not finite; the smallest wins"
    )


@pytest.mark.points(1)
@pytest.mark.function("lr_finder")
def test_the_finder_takes_20_steps_unless_told(learner: Learner, draw: Draw) -> None:
    """Without num_steps the sweep takes 20 steps a rate; a start may be an integer."""
    problem = Polynomial((0.0, 0.0, draw.number(0.5, 1)))
    start, lrs = draw.count(11, 29), [draw.number(0.02, 0.04, 4), draw.number(0.1, 0.2, 4)]
    best, losses = lr_finder(problem.loss, problem.grad, start, lrs)
    learner.ask("lr_finder", problem.loss, problem.grad, start, lrs).gives(
        (best, losses), names=FINDER, because="x is multiplied by 1 − ηL″ twenty times"
    )
