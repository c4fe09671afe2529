"""Hidden tests of exercise 1: gradient descent, and every critical point."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic
from grader.hidden.random_inputs import Array, Draw, beside
from solutions.ex1_gradient_descent import find_critical_points, gradient_descent

CHAPTER = Polynomial((2.0, 0.0, -3.0, 0.0, 1.0))  # L(x) = x⁴ − 3x² + 2
STEEP = Quadratic(np.diag([2.0, 200.0]))  # L(x, y) = x² + 100y²


@pytest.mark.points(1)
@pytest.mark.function("loss")
def test_loss_is_taken_entry_by_entry(learner: Learner, draw: Draw) -> None:
    """The loss x⁴ − 3x² + 2 is right at a number and on an array of any shape."""
    # Near its roots 1 and √2 the loss is below 0.03: rounded to some decimals it is another there.
    near_roots = [draw.sign() * draw.number(*ends) for ends in ((1.003, 1.01), (1.404, 1.411))]
    # By `np.vectorize` the first entry decides what all are: at 0 it may be the integer 2.
    x, rest = draw.number(1.6, 3), draw.signed(3, 0.2, 3)
    array = np.concatenate([[0.0], rest, near_roots]).reshape(2, 3)
    # A difference of numbers up to 80 it may be too: 1e-9 is 1e5 roundings.
    learner.ask("loss", x).gives(x**4 - 3 * x**2 + 2, because="x⁴ − 3x² + 2", atol=1e-9)
    due = array**4 - 3 * array**2 + 2
    answer = learner.ask("loss", array)
    answer.gives(due, because="x⁴ − 3x² + 2 of every entry", atol=1e-9)
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_grad_is_taken_entry_by_entry(learner: Learner, draw: Draw) -> None:
    """The derivative of the loss is right at a number and on an array of any shape."""
    x, array = -draw.number(1.5, 3), np.append(0.0, draw.signed(5, 0.2, 3)).reshape(3, 2)
    # A difference, as above: near ±√1.5 it cancels; a quotient with a visible error is off by more.
    learner.ask("grad", x).gives(4 * x**3 - 6 * x, because="the slope of L there", atol=1e-9)
    answer = learner.ask("grad", array)
    answer.gives(4 * array**3 - 6 * array, because="the slope of L at every entry", atol=1e-9)
    answer.keeps_its_arguments()


def a_bowl(draw: Draw) -> Polynomial:
    """Return ax⁴ + bx² + cx + d with 2 ≤ L″ ≤ 8 for |x| ≤ 2: η ≤ 0.1 never overshoots."""
    # The losses are below 0: their sign counts.
    c, d = draw.signed(2, 0.3, 1)
    return Polynomial((-30.0 + d, c, draw.number(1, 2), 0.0, draw.number(0.02, 0.08)))


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_descends_from_a_number(learner: Learner, draw: Draw) -> None:
    """From a number, θ and the losses are those of θ ← θ − η∇L(θ), each loss before its update."""
    for low, high, num_steps in ((0.01, 0.04, 6), (0.05, 0.09, 4)):
        problem, start = a_bowl(draw), float(draw.signed(1, 1.1, 2)[0])
        lr = draw.number(low, high, 4)
        run = (problem.loss, problem.grad, start, lr, num_steps)
        theta, history = gradient_descent(*run)
        because = f"{num_steps} updates θ ← θ − η∇L(θ)"
        # A contraction damps rounding, and a loss near 0 is a difference of numbers about 1: some
        # 1e-15 each. In float32, which the contract rules out, it would be 1e-7.
        answer = learner.ask("gradient_descent", *run)
        answer.descends(theta, history, because=because, rtol=1e-9, atol=1e-9)


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_descends_with_all_coordinates_at_once(learner: Learner, draw: Draw) -> None:
    """With coupled coordinates every one of them steps from the same θ_t."""
    spectrum = [draw.number(0.5, 1), draw.number(2, 3), draw.number(5, 7)]
    problem = Quadratic(draw.hessian(spectrum), draw.signed(3, 0.2, 1))
    start, lr = draw.signed(3, 1, 4), draw.number(0.05, 0.2)
    run = (problem.loss, problem.grad, start, lr, 5)
    theta, history = gradient_descent(*run)
    because = "the whole gradient at θ_t, then one update of all three coordinates"
    learner.ask("gradient_descent", *run).descends(theta, history, because=because, atol=1e-9)


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_theta_keeps_the_shape_of_the_start(learner: Learner, draw: Draw) -> None:
    """θ may be a scalar array or a matrix; it comes back in the start's shape."""
    for start in (np.array(draw.number(1, 2)), draw.signed(8, 0.3, 2).reshape(2, 2, 2)):
        problem, lr = a_bowl(draw), draw.number(0.02, 0.08, 4)
        run = (problem.loss, problem.grad, start, lr, 3)
        theta, history = gradient_descent(*run)
        learner.ask("gradient_descent", *run).descends(
            theta, history, because="θ ← θ − η∇L(θ), entry by entry", atol=1e-9
        )


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_starts_of_integers_lists_and_tuples_descend_too(learner: Learner, draw: Draw) -> None:
    """An int, a list, a tuple or an array of integers as the start gives a path of floats."""
    m, n, k = (draw.count(11, 39) for _ in range(3))
    line = Polynomial((0.0, draw.number(0.1, 1), draw.number(1, 2)))
    plane = Quadratic(draw.hessian([draw.number(1, 2), draw.number(3, 4)]))
    for start in (m, [m, -n], (k + draw.number(0.1, 0.9), -m), np.array([n, k])):
        problem = line if isinstance(start, int) else plane
        run = (problem.loss, problem.grad, start, draw.number(0.05, 0.2), 3)
        theta, history = gradient_descent(*run)
        answer = learner.ask("gradient_descent", *run)
        answer.descends(
            theta, history, because="the same path as from a start of floats", atol=1e-9
        )
        answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_the_start_is_left_as_it_was(learner: Learner, draw: Draw) -> None:
    """The array that was passed as the start is unchanged after the call."""
    start = draw.signed(2, 1, 4)
    problem = Quadratic(draw.hessian([draw.number(1, 2), draw.number(3, 4)]))
    run = (problem.loss, problem.grad, start, draw.number(0.05, 0.2), 4)
    answer = learner.ask("gradient_descent", *run)
    # Whoever does nothing changes nothing either.
    answer.asks_for_the_gradient(because="4 updates, each with the gradient at the current θ")
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_no_step_gives_the_start_and_no_history(learner: Learner, draw: Draw) -> None:
    """With num_steps = 0 the start comes back, and the history is empty."""
    problem, lr = a_bowl(draw), draw.number(0.02, 0.08, 4)
    for start in (draw.number(1, 2), draw.signed(3, 1, 2)):
        answer = learner.ask("gradient_descent", problem.loss, problem.grad, start, lr, 0)
        answer.descends(start, [], because="no update: θ₀")


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_nothing_ends_the_run_early(learner: Learner, draw: Draw) -> None:
    """All num_steps losses are recorded, even if the gradient is 0 and nothing moves."""
    centre = draw.signed(2, 0.5, 2)
    problem = Quadratic(np.diag(draw.numbers(2, 1.9, 2.4)), centre)
    # Longer than the round numbers at which a loop of one's own might be capped.
    for start, num_steps in (
        (centre, draw.count(21, 29)), (centre + draw.signed(2, 0.1, 0.3, 4), draw.count(1011, 1039))
    ):  # fmt: skip
        run = (problem.loss, problem.grad, start, draw.number(0.35, 0.45), num_steps)
        theta, history = gradient_descent(*run)
        # Beside a loss of 0 only an absolute tolerance makes sense; 1e-12 is far above rounding.
        # So is 1e-9 of θ: it is off by some 5e-7 where the run stops at a gradient of 1e-6.
        answer = learner.ask("gradient_descent", *run)
        answer.descends(
            theta, history, because=f"{num_steps} updates, no early stop", rtol=1e-9, atol=1e-12
        )


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_the_gradient_is_asked_for_once_a_step(learner: Learner, draw: Draw) -> None:
    """num_steps updates take num_steps evaluations of the gradient."""
    problem, num_steps = a_bowl(draw), draw.count(6, 9)
    start, lr = draw.number(1, 2), draw.number(0.02, 0.08, 4)
    answer = learner.ask(
        "gradient_descent", problem.loss, problem.grad, start, lr, num_steps, remote=True
    )
    answer.calls_the_gradient(num_steps, because="one per step: it is the expensive part")


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_every_call_starts_afresh(learner: Learner, draw: Draw) -> None:
    """A later call has its own history, its own functions and its own learning rate."""
    runs = [(draw.number(1, 2), draw.number(0.02, 0.08, 4), num_steps) for num_steps in (3, 4)]
    # The second differs from the first in its functions only: nothing else tells them apart.
    for rest in (runs[0], runs[0], runs[1]):
        problem = a_bowl(draw)
        run = (problem.loss, problem.grad, *rest)
        theta, history = gradient_descent(*run)
        learner.ask("gradient_descent", *run).descends(
            theta, history, because="nothing is left from an earlier call", atol=1e-9
        )


@pytest.mark.points(1)
@pytest.mark.function("gradient_descent")
def test_a_run_that_blows_up_ends_at_inf_or_nan(learner: Learner, draw: Draw) -> None:
    """At η = 0.1 on x² + 100y² the loss grows 361-fold per step to inf; nothing is raised."""
    plane = (STEEP.loss, STEEP.grad, draw.signed(2, 1, 3), 0.1, 135)
    # 361 = (1 − 0.1·200)², x's part soon does not matter; 361¹²¹ is beyond the largest float.
    theta, history = gradient_descent(*plane)
    learner.ask("gradient_descent", *plane).descends(
        theta, history, because="y is multiplied by −19 per step: divergence is a result"
    )
    # With ** a Python float raises where it overflows; θ is a NumPy float, whatever the start is.
    bowl = replace(a_bowl(draw), by_powers=True)
    for start in (float(draw.signed(1, 20, 30)[0]), draw.count(21, 29)):
        run = (bowl.loss, bowl.grad, start, draw.number(0.5, 0.9), 13)
        theta, history = gradient_descent(*run)
        # x is cubed a step: its relative error triples, 3¹³ roundings are 1e-9.
        learner.ask("gradient_descent", *run).descends(
            theta, history, because="x is about cubed at every step: divergence is a result"
        )


@dataclass(frozen=True, eq=False)
class Landscape:
    """A quartic, where its critical points are, and a rate at which descent reaches them.

    With η·max|L″| near 1 and η·min|L″| ≥ 0.35, 45 steps take 8 digits off the distance of any
    start between or beside the points, or lead to infinity; `is_settled` makes sure.
    """

    problem: Polynomial
    places: Array
    lr: float
    num_steps: int = 45

    @property
    def points(self) -> list[tuple[float, str]]:
        """Every critical point with its kind."""
        coefficients = np.polynomial.polynomial.polyder(self.problem.coefficients, 2)
        curvatures = np.polynomial.polynomial.polyval(
            self.places - self.problem.centre, coefficients
        )
        kinds = ["minimum" if c > 0 else "maximum" for c in curvatures]
        return list(zip(self.places.tolist(), kinds, strict=True))

    def run(self, starts: list[float]) -> tuple[object, ...]:
        """Return the arguments of `find_critical_points`."""
        return (self.problem.loss, self.problem.grad, starts, self.lr, self.num_steps)


def landscape(
    draw: Draw, *, tilt: bool = False, sign: float = 1.0, reach: float = 0.0, depth: float = 1.0
) -> Landscape:
    """Return ±(p·x⁴ − a·x² + c·x) + b; c = 0 without a tilt.

    Parameters
    ----------
    reach : where the outer points are, at ±reach without a tilt; 0 for p = 1
    depth : makes a, and so every L″, that many times as large
    """
    a = beside(draw.number(1.2, 4) * depth)
    p = beside(a / (2 * reach**2), 10) if reach else 1.0
    # The three real roots of 4px³ − 2ax + c need 27pc² < 8a³; at c² = 0.04a³/p all |L″| ≥ 0.6a.
    c = beside(draw.sign() * draw.number(0.1, 0.2) * a**1.5) if tilt else 0.0
    coefficients = (draw.number(-3, 3), sign * c, -sign * a, 0.0, sign * p)
    places = np.sort(np.roots([4.0 * p, 0.0, -2 * a, c]).real)
    if not tilt:
        places[1] = 0.0
    lr = beside((1.2 if tilt else 1.0) / float(np.max(12 * p * places**2 - 2 * a)), 4)
    return Landscape(Polynomial(coefficients), places, lr)


def with_nan(drawn: Landscape) -> Landscape:
    """Return the landscape with a gradient that is nan at ±inf, as 4x³ − 6x is by its powers."""
    # By Horner's rule from a coefficient of 0: 0·inf is nan, and nothing else changes.
    return replace(drawn, problem=Polynomial((*drawn.problem.coefficients, 0.0)))


def moved(drawn: Landscape, centre: float) -> Landscape:
    """Return the landscape around another centre."""
    problem = replace(drawn.problem, centre=centre)
    return replace(drawn, problem=problem, places=drawn.places + centre)


def turned(upright: Landscape) -> Landscape:
    """Return the landscape upside down."""
    upside_down = Polynomial(tuple(-c for c in upright.problem.coefficients))
    return replace(upright, problem=upside_down)


def starts_at(draw: Draw, landscape: Landscape, sides: str) -> list[float]:
    """Return a start each: ``l`` outside on the left, ``m`` and ``n`` beside the middle, ``r``."""
    left, middle, right = landscape.places
    low, high = {
        "l": (1.2, 1.4), "m": (0.3, 0.7), "n": (0.3, 0.7), "r": (1.2, 1.4)
    }, {"l": left, "m": left, "n": right, "r": right}  # fmt: skip
    starts = [middle + draw.number(*low[side]) * (high[side] - middle) for side in sides]
    return [beside(start, 5) for start in starts]


def is_settled(landscape: Landscape, starts: list[float]) -> bool:
    """Whether every run has arrived, to within 1e-8, or left for good."""
    found = find_critical_points(*landscape.run(starts))  # type: ignore[arg-type]
    return all(np.abs(landscape.places - x).min() <= 1e-8 for x, _ in found)


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_finds_all_three_points_of_the_chapters_loss(learner: Learner, draw: Draw) -> None:
    """From starts on all sides of x⁴ − 3x² + 2, both minima and the maximum come out, sorted."""
    root = float(np.sqrt(1.5))
    chapter = Landscape(CHAPTER, np.array([-root, 0.0, root]), draw.number(0.08, 0.1, 4))
    starts = starts_at(draw, chapter, "rml")
    assert is_settled(chapter, starts)
    learner.ask("find_critical_points", *chapter.run(starts)).finds(
        chapter.points, because="L′ is 0 at 0 and ±√1.5; L″ is below 0 at 0, above 0 at ±√1.5"
    )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_finds_the_points_of_another_quartic(learner: Learner, draw: Draw) -> None:
    """On a quartic around c the points are c and c ± √(a/2p), close together or far apart."""
    # 3.5e-3 to 4.5e-3 apart, where two points are two, at |L″| ≥ 2; and beyond 100, where |L| ≤ 800
    # and |L″| ≥ 0.13. The close ones are 3 times as far from each other as what is to be merged,
    # though less than 1e-3 of their size: the distance counts as it is, not relative to x.
    close = landscape(draw, reach=draw.number(0.0035, 0.0045, 5))
    close = moved(close, float(draw.signed(1, 8, 9)[0]))
    far = landscape(draw, reach=draw.number(103, 115), depth=0.033)
    for drawn, sides in ((close, "nrmn"), (far, "rnl")):
        starts = starts_at(draw, drawn, sides)
        assert is_settled(drawn, starts)
        answer = learner.ask("find_critical_points", *drawn.run(starts))
        answer.finds(drawn.points, because="L′ = 4p(x − c)³ − 2a(x − c) = 0 at c and c ± √(a/2p)")
        answer.keeps_its_arguments()
    # The two minima are 7e-3 to 9e-3 apart, less than the 1e-5 of their size that `isclose`
    # forgives. The maximum is not asked for: a difference of L′ over ∛ε·|x|, as textbooks have it,
    # reaches 6e-3 to both sides there, beyond the minima; at a minimum it is positive all the same.
    out = landscape(draw, reach=draw.number(0.0035, 0.0045, 5))
    out = moved(out, float(draw.signed(1, 930, 990)[0]))
    starts = starts_at(draw, out, "lr")
    assert is_settled(out, starts)
    learner.ask("find_critical_points", *out.run(starts)).finds(
        out.points[::2], because="two points, though their distance is small beside x"
    )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_finds_the_points_of_a_tilted_quartic_either_way_up(learner: Learner, draw: Draw) -> None:
    """With a tilt no point is at 0; upside down the outer points are the maxima."""
    upright, other = landscape(draw, tilt=True), landscape(draw, tilt=True, sign=-1.0)
    first = starts_at(draw, upright, "mr")
    # The second call differs from the first in its functions only.
    for drawn, starts in (
        (upright, first), (turned(upright), first), (other, starts_at(draw, other, "ln"))
    ):  # fmt: skip
        assert is_settled(drawn, starts)
        learner.ask("find_critical_points", *drawn.run(starts)).finds(
            drawn.points, because="the roots of L′, with the sign of L″ there"
        )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_starts_on_one_side_find_what_attracts_them(learner: Learner, draw: Draw) -> None:
    """Starts right of the maximum find it and the right minimum; the left one attracts none."""
    # What has left for infinity ends at inf on one, at nan on the other.
    for drawn, sides, first, because in (
        (landscape(draw), "rn", 1, "no run from these starts comes near the left minimum"),
        (
            with_nan(landscape(draw)),
            "r",
            2,
            "from there one run leads to the right minimum, the other to infinity",
        ),
    ):
        starts = starts_at(draw, drawn, sides)
        assert is_settled(drawn, starts)
        learner.ask("find_critical_points", *drawn.run(starts)).finds(
            drawn.points[first:], because=because
        )
    drawn = landscape(draw)
    starts = starts_at(draw, drawn, "lr")
    assert is_settled(drawn, starts)
    learner.ask("find_critical_points", *drawn.run(starts)).finds(
        drawn.points[::2], because="no run from the two outer sides comes near the maximum"
    )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_a_start_on_a_critical_point_is_classified(learner: Learner, draw: Draw) -> None:
    """Descent never leaves a start on the maximum; it is still called a maximum."""
    drawn = landscape(draw)
    learner.ask("find_critical_points", *drawn.run([0.0])).finds(
        [(0.0, "maximum")], because="L′(0) = 0 and L″(0) = −2a < 0"
    )
    beside_it = -1e-5 * draw.number(2, 4)
    assert is_settled(drawn, [beside_it])
    learner.ask("find_critical_points", *drawn.run([beside_it])).finds(
        drawn.points[:2], because=f"L′({beside_it:.2g}) is not 0: both runs leave the start"
    )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_a_step_that_lands_on_a_maximum_ends_there(learner: Learner, draw: Draw) -> None:
    """A step with η = 0.1 that lands exactly on the maximum stays there: no minimum is near."""
    # x − 0.1·(4x³ − 2ax) = 0 for a = 2x² − 5. With x a multiple of 1/8 nothing is rounded, and the
    # gradient is the kit's own: every way to write the update lands on 0 to the last bit. With
    # x² > 5 the start lies lower than the maximum. Around a centre of sixteenths it is the same.
    side = draw.sign()
    for centre in (0.0, side * (2 * draw.count(8, 40) + 1) / 16):
        away = side * float(draw.choice([2.25, 2.375, 2.625, 2.75, 2.875]))
        a = 2 * away**2 - 5
        problem = Polynomial((draw.number(-3, 3), 0.0, -a, 0.0, 1.0), centre=centre)
        start = centre + away
        assert start - 0.1 * problem.grad(start) == centre
        learner.ask(
            "find_critical_points", problem.loss, problem.grad, [start], 0.1, draw.count(12, 18)
        ).finds(
            [(centre, "maximum")],
            because=f"x − 0.1·L′(x) = {centre:g} at x = {start}; L″({centre:g}) = {-2 * a} < 0",
        )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_a_run_that_is_still_under_way_is_no_point(learner: Learner, draw: Draw) -> None:
    """Ends where the gradient is not 0, or beyond 10⁶, do not count; runs that meet give one."""
    for sign, kind in ((1.0, "minimum"), (-1.0, "maximum")):
        b, c = draw.number(0.071, 0.09), float(draw.signed(1, 0.19, 0.35)[0])
        problem = Polynomial((draw.number(-3, 3), c, sign * b))
        # Each step multiplies x − vertex by 0.4 on one of L and −L, and by 1.6 on the other.
        lr, vertex = beside(0.6 / (2 * b), 4), -c / (2 * sign * b)
        starts = [beside(vertex + side * draw.number(0.51, 0.7), 4) for side in (-1, 1)]
        arguments = (problem.loss, problem.grad, starts, lr)
        # After 19 steps the ends are 1e-8 to 2e-8 from the vertex, on both sides of it, and there
        # |L′| < 1e-8; the other runs are not yet at infinity, but at |L′| > 100.
        learner.ask("find_critical_points", *arguments, 19).finds(
            [(vertex, kind)], because="L′ is 0 at −c/(2b) only, for bx² + cx"
        )
        # After 2 steps |L′| is 0.011 to 0.021 at the near ends, and 0.18 and more at the far ones.
        learner.ask("find_critical_points", *arguments, 2).finds(
            [], because="after 2 steps |L′| > 1e-3 at every end point"
        )
    # The vertex lies halfway between two numbers of some decimals: rounded, the ends on its two
    # sides are two, for who tells points apart by their decimals.
    for decimals in (3, 4, 5, 6):
        b, half = draw.number(0.071, 0.09), 0.5 / 10**decimals
        vertex = round(draw.sign() * (draw.number(0.3, 3, decimals) + half), decimals + 1)
        problem = Polynomial((draw.number(-3, 3), 0.0, b), centre=vertex)
        starts = [beside(vertex + side * draw.number(0.51, 0.7), 4) for side in (-1, 1)]
        arguments = (problem.loss, problem.grad, starts, beside(0.6 / (2 * b), 4))
        learner.ask("find_critical_points", *arguments, 19).finds(
            [(vertex, "minimum")], because="both runs end less than 1e-7 from the vertex"
        )
    # 30 steps leave 0.4³⁰ = 1e-12 of the way: on both the runs have arrived, to rounding (2e-10).
    side = draw.sign()
    for centre, counts in (
        (side * draw.number(9.1e5, 9.9e5), True),
        (side * draw.number(2e6, 3e6), False), (-side * draw.number(2e6, 3e6), False),
    ):  # fmt: skip
        b = draw.number(0.2, 0.8)
        problem = Polynomial((draw.number(-3, 3), 0.0, b), centre=centre)
        start = round(problem.centre + float(draw.signed(1, 0.5, 0.7)[0]), 3)
        lr = beside(0.6 / (2 * b), 4)
        learner.ask("find_critical_points", problem.loss, problem.grad, [start], lr, 30).finds(
            [(problem.centre, "minimum")] if counts else [],
            because=f"the vertex is {'within' if counts else 'beyond'} 1e6",
        )


@pytest.mark.points(1)
@pytest.mark.function("find_critical_points")
def test_without_a_rate_and_a_number_of_steps_the_defaults_hold(
    learner: Learner, draw: Draw
) -> None:
    """Without lr and num_steps, every run takes 2000 steps with η = 0.01."""
    # (1 − 0.01·L″)²⁰⁰⁰ is 4e-11 to 2e-9: there, and 4e-5 off after half as many or half as long
    # steps. In a bowl less steep and from far, |L′| is 0.015 to 0.028 in the end: not there yet,
    # but after a sixth more of steps, or with a rate a sixth larger, it would be below 1e-3.
    for bend, away, arrives in (
        (draw.number(1, 1.2), draw.sign() * draw.number(0.5, 0.7), True),
        (draw.number(0.661, 0.68), -draw.number(2e4, 2.2e4), False),
    ):
        centre = float(draw.signed(1, 0.5, 2)[0])
        problem = Polynomial((draw.number(-3, 3), 0.0, bend / 2), centre=centre)
        start = round(centre + away, 3)
        learner.ask("find_critical_points", problem.loss, problem.grad, [start]).finds(
            [(centre, "minimum")] if arrives else [],
            because=f"2000 steps with η = 0.01 multiply the distance from {centre:g} by "
            f"{(1 - 0.01 * bend) ** 2000:.1g}",
        )
