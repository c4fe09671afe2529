"""Exercise 1, from simple to whole. Each test is an example: a call, and what is expected.

`ex1.grad(2.0)` calls *your* `grad` from ex1_gradient_descent.py.
"""

import numpy as np

from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic

ex1 = Learner("ex1_gradient_descent")
chapter = Polynomial((2, 0, -3, 0, 1))  # L(x) = x⁴ − 3x² + 2
# The same, with 0·x⁵: by Horner's rule its gradient is nan at inf, as 4*x**3 - 6*x is.
ends_at_nan = Polynomial((2, 0, -3, 0, 1, 0))
parabola = Polynomial((0, 0, 1))  # L(x) = x², L′(x) = 2x
valley = Quadratic(np.diag([2.0, 20.0]))  # L(x, y) = x² + 10y²


def test_loss_at_one_point():
    """The loss at x = −1.5 is 0.3125."""
    ex1.loss(-1.5).gives(0.3125, because="5.0625 − 3·2.25 + 2")


def test_loss_works_on_arrays():
    """The loss of an array of any shape is taken entry by entry."""
    answer = ex1.loss(np.array([[0.0, 1 / 3, 1.0], [2.0, -2.0, 1.41]]))
    answer.gives(
        [[2.0, 1 / 81 - 1 / 3 + 2, 0.0], [6.0, 6.0, -0.01175839]],
        because="x⁴ − 3x² + 2 of each entry",
    )
    answer.keeps_its_arguments()


def test_grad_at_one_point():
    """The derivative at x = 0.5 is −2.5."""
    ex1.grad(0.5).gives(-2.5, because="the slope of L: (L(0.501) − L(0.499)) / 0.002 ≈ −2.5")


def test_grad_works_on_arrays():
    """The derivative of an array of any shape is taken entry by entry."""
    answer = ex1.grad(np.array([[-1.0, 0.0], [2.0, 1 / 3]]))
    answer.gives([[2.0, 0.0], [20.0, -50 / 27]], because="the slope of L at each entry")
    answer.keeps_its_arguments()


def test_one_step_goes_against_the_gradient():
    """One step on x² from 5 with η = 0.1 goes to 4."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 5.0, 0.1, 1).descends(
        4.0, [25.0], because="5 − 0.1 · 10"
    )


def test_ten_steps():
    """Ten steps on x² with η = 0.1 multiply x by 0.8 ten times."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 5.0, 0.1, 10).descends(
        5 * 0.8**10,
        [25 * 0.64**t for t in range(10)],
        because="each step multiplies x by 1 − 2η = 0.8",
        rtol=1e-9,
    )


def test_the_rate_matters():
    """On x² each step multiplies x by 0.4 with η = 0.3, and by 0 with η = 0.5."""
    ex1.gradient_descent(parabola.loss, parabola.grad, -6.0, 0.3, 4).descends(
        -6 * 0.4**4, [36 * 0.16**t for t in range(4)], because="the factor is 1 − 2η = 0.4"
    )
    ex1.gradient_descent(parabola.loss, parabola.grad, -6.0, 0.3, 40).descends(
        -6 * 0.4**40,
        [36 * 0.16**t for t in range(40)],
        because="the factor is 0.4 in every step, however small x is by then",
    )
    ex1.gradient_descent(parabola.loss, parabola.grad, -6.0, 0.5, 3).descends(
        0.0, [36.0, 0.0, 0.0], because="the factor is 0, and a loss of 0 is recorded like any other"
    )


def test_no_step_at_all():
    """With num_steps = 0 the start comes back, with an empty history."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 5.0, 0.1, 0).descends(
        5.0, [], because="no update: θ₀"
    )


def test_two_coordinates():
    """On x² + 10y² from (5, 5) with η = 0.02, x is multiplied by 0.96 and y by 0.6 per step."""
    ex1.gradient_descent(valley.loss, valley.grad, np.array([5.0, 5.0]), 0.02, 2).descends(
        [4.608, 1.8], [275.0, 113.04], because="5·0.96² and 5·0.6²"
    )


def test_coordinates_that_pull_on_each_other():
    """On x² + xy + 2y² both coordinates are updated at once, from the same gradient."""
    coupled = Quadratic(np.array([[2.0, 1.0], [1.0, 4.0]]))
    ex1.gradient_descent(coupled.loss, coupled.grad, np.array([1.0, 2.0]), 0.1, 2).descends(
        [0.37, 0.6], [11.0, 3.44], because="∇L = (2x + y, x + 4y): (4, 9), then (2.3, 5)"
    )


def test_a_start_made_of_integers():
    """The start may be integers; the iterates are floats."""
    for start in (np.array([4, 2]), [4, 2], (4, 2)):
        ex1.gradient_descent(valley.loss, valley.grad, start, 0.02, 3).descends(
            [4 * 0.96**3, 2 * 0.6**3],
            [valley.loss([4 * 0.96**t, 2 * 0.6**t]) for t in range(3)],
            because="4·0.96³ and 2·0.6³",
        )


def test_the_callers_start_is_not_changed():
    """The array that was passed as the start is unchanged after the call."""
    start = np.array([5.0, 5.0])
    ex1.gradient_descent(valley.loss, valley.grad, start, 0.02, 3).keeps_its_arguments()


def test_theta_of_any_shape():
    """θ may have any shape, here (3,) and (2, 3)."""
    for start in (np.array([1.0, -2.0, 3.0]), np.array([[1.0, -2.0, 3.0], [0.5, 0.0, -1.0]])):
        first = float(np.sum(start**2))
        ex1.gradient_descent(parabola.loss, parabola.grad, start, 0.125, 2).descends(
            start * 0.5625,
            [first, first * 0.5625],
            because="each step multiplies by 1 − 2η = 0.75",
        )


def test_a_second_call_starts_afresh():
    """The second of two calls has a history of its own."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 5.0, 0.1, 2).returns()
    ex1.gradient_descent(parabola.loss, parabola.grad, 2.0, 0.25, 3).descends(
        0.25, [4.0, 1.0, 0.25], because="2·0.5³; nothing is left from an earlier call"
    )
    half = Polynomial((-1, 0, 0.5))
    ex1.gradient_descent(half.loss, half.grad, 2.0, 0.25, 3).descends(
        2 * 0.75**3, [1.0, 0.125, -0.3671875], because="on ½x² − 1 the factor is 0.75"
    )


def test_one_gradient_a_step():
    """The gradient is evaluated once per step."""
    answer = ex1.gradient_descent(parabola.loss, parabola.grad, 5.0, 0.1, 7)
    answer.calls_the_gradient(7, because="one per step: on real problems it is the expensive part")


def test_the_last_theta_comes_back_also_when_it_is_not_the_best():
    """With η = 1.1 each step on x² multiplies x by −1.2: the loss grows, the last θ is returned."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 1.0, 1.1, 4).descends(
        2.0736, [1.0, 1.44, 2.0736, 2.985984], because="(−1.2)⁴, after all four updates"
    )


def test_a_run_that_blows_up_returns():
    """With η = 1.5 each step on x² doubles |x|: the run ends at inf or nan, without an error."""
    ex1.gradient_descent(parabola.loss, parabola.grad, 1, 1.5, 1200).descends(
        np.inf,
        [4.0**t if t < 500 else np.inf for t in range(1200)],
        because="the factor is 1 − 2η = −2; divergence is a result, not an error",
    )
    powers = Polynomial((0, 0, 1), by_powers=True)
    ex1.gradient_descent(powers.loss, powers.grad, 1.0, 1.5, 600).descends(
        np.inf,
        [4.0**t if t < 500 else np.inf for t in range(600)],
        because="the same with a loss written as x**2, which raises for a large Python float",
    )
    ex1.gradient_descent(ends_at_nan.loss, ends_at_nan.grad, 3.0, 0.5, 8).descends(
        np.nan,
        [56.0, 3106406.0, 4.7988896168972e20] + 5 * [np.inf],
        because="x is about cubed per step; at inf the gradient is inf − inf, which is nan",
    )


def test_descent_can_stop_at_a_maximum():
    """From x = 2 with η = 0.1 the first step on the chapter's L lands on 0 and stays there."""
    ex1.gradient_descent(chapter.loss, chapter.grad, 2.0, 0.1, 5).descends(
        0.0, [6.0, 2.0, 2.0, 2.0, 2.0], because="2 − 0.1·20 = 0, where L′ = 0", atol=1e-12
    )


def test_every_critical_point_of_the_chapters_loss():
    """From −2, −0.5, 0.5 and 2 all three critical points of x⁴ − 3x² + 2 are found."""
    root = np.sqrt(1.5)
    ex1.find_critical_points(chapter.loss, chapter.grad, [-2.0, -0.5, 0.5, 2.0]).finds(
        [(-root, "minimum"), (0.0, "maximum"), (root, "minimum")],
        because="L′ is 0 at 0 and ±√1.5; L″ is below 0 at 0, above 0 at ±√1.5",
    )


def test_one_start_finds_what_attracts_it():
    """From 1.5 and −1.5 descent on L finds ±√1.5, and descent on −L leaves to infinity."""
    ex1.find_critical_points(chapter.loss, chapter.grad, [1.5]).finds(
        [(np.sqrt(1.5), "minimum")], because="a run on −L from beyond √1.5 never comes back"
    )
    ex1.find_critical_points(ends_at_nan.loss, ends_at_nan.grad, [1.5]).finds(
        [(np.sqrt(1.5), "minimum")],
        because="the same with a gradient that is inf − inf = nan at inf: nan is not finite either",
    )
    ex1.find_critical_points(chapter.loss, chapter.grad, [-1.5, 1.5]).finds(
        [(-np.sqrt(1.5), "minimum"), (np.sqrt(1.5), "minimum")],
        because="no run from these two starts comes near 0",
    )


def test_a_start_on_a_maximum():
    """A run that starts on the maximum, or lands on it, stays there: look at the curvature."""
    ex1.find_critical_points(chapter.loss, chapter.grad, [0.0]).finds(
        [(0.0, "maximum")], because="L′(0) = 0 and L″(0) = −6 < 0"
    )
    ex1.find_critical_points(chapter.loss, chapter.grad, [2.0], 0.1, 20).finds(
        [(0.0, "maximum")], because="2 − 0.1·20 = 0; on −L the run from 2 leaves to infinity"
    )
    ex1.find_critical_points(chapter.loss, chapter.grad, [-2e-5]).finds(
        [(-np.sqrt(1.5), "minimum"), (0.0, "maximum")],
        because="L′(−2e-5) is 1e-4, and not 0: both runs leave the start",
    )


def test_critical_points_of_another_loss():
    """On x⁴ − 8x² and −x⁴ + 8x² the points come sorted, each once; on −0.3x² there is one."""
    other = Polynomial((0, 0, -8, 0, 1))
    answer = ex1.find_critical_points(other.loss, other.grad, [1.0, 2.5, -1.0, 0.3])
    answer.finds(
        [(-2.0, "minimum"), (0.0, "maximum"), (2.0, "minimum")],
        because="4x³ − 16x = 0 at 0 and ±2; L″ = 12x² − 16",
    )
    answer.keeps_its_arguments()
    upside_down = Polynomial((0, 0, 8, 0, -1))
    ex1.find_critical_points(upside_down.loss, upside_down.grad, [1.0, 2.5, -1.0, 0.3]).finds(
        [(-2.0, "maximum"), (0.0, "minimum"), (2.0, "maximum")],
        because="the same points on −x⁴ + 8x², where L″ has the other sign",
    )
    hill = Polynomial((0, 0, -0.3))
    ex1.find_critical_points(hill.loss, hill.grad, [1.0], 0.5, 100).finds(
        [(0.0, "maximum")], because="L″ = −0.6 is below 0; descent leaves, the run on −L arrives"
    )


def test_runs_that_are_still_under_way_and_runs_that_meet():
    """On x² with η = 0.3, from ±0.5, no run has arrived after 3 steps; after 21 both have."""
    ex1.find_critical_points(parabola.loss, parabola.grad, [-0.5, 0.5], 0.3, 3).finds(
        [], because="x is ±0.5·0.4³ = ±0.032 after 3 steps, and |L′| is 0.064 there"
    )
    ex1.find_critical_points(parabola.loss, parabola.grad, [-0.5, 0.5], 0.3, 21).finds(
        [(0.0, "minimum")], because="x is ±0.5·0.4²¹ = ±2e-9 after 21 steps: one and the same point"
    )
    for centre in (0.1235, 0.12345, 0.123455, 0.1234565, 0.12345675, 0.123456785):
        moved, starts = Polynomial((0, 0, 1), centre=centre), [centre - 0.5, centre + 0.5]
        ex1.find_critical_points(moved.loss, moved.grad, starts, 0.3, 21).finds(
            [(centre, "minimum")],
            because="the two ends are 4e-9 apart: one point, even if they are rounded apart",
        )


def test_points_close_together_and_far_out():
    """Points 0.004 apart are two; a point at 8·10⁵ counts, one beyond 10⁶ does not."""
    tight = Polynomial((0, 0, -1, 0, 31250), centre=9.0)
    ex1.find_critical_points(tight.loss, tight.grad, [8.995, 9.0015, 9.005]).finds(
        [(8.996, "minimum"), (9.0, "maximum"), (9.004, "minimum")],
        because="125000(x − 9)³ − 2(x − 9) = 0 at 9 and 9 ± 0.004",
    )
    out = Polynomial((0, 0, -1, 0, 31250), centre=950.0)
    ex1.find_critical_points(out.loss, out.grad, [949.995, 950.005]).finds(
        [(949.996, "minimum"), (950.004, "minimum")],
        because="the same around 950: 0.008 apart are two, however large x is",
    )
    far = Polynomial((-700, 0, 0.5), centre=8e5)
    ex1.find_critical_points(far.loss, far.grad, [8e5 + 1]).finds(
        [(8e5, "minimum")], because="8·10⁵ is less than 10⁶ in size; the loss there does not matter"
    )
    for centre in (2e6, -2e6):
        farther = Polynomial((0, 0, 0.5), centre=centre)
        ex1.find_critical_points(farther.loss, farther.grad, [centre + 1]).finds(
            [], because=f"the minimum at {'−' if centre < 0 else ''}2·10⁶ is beyond 10⁶ in size"
        )


def test_the_rate_and_the_steps_that_are_the_default():
    """Without lr and num_steps, every run takes 2000 steps with η = 0.01."""
    bowl = Polynomial((0, 0, 0.5))
    ex1.find_critical_points(bowl.loss, bowl.grad, [5.0]).finds(
        [(0.0, "minimum")], because="5·0.99²⁰⁰⁰ is 9e-9"
    )
    flat = Polynomial((0, 0, 0.3))
    ex1.find_critical_points(flat.loss, flat.grad, [5000.0]).finds(
        [], because="5000·0.994²⁰⁰⁰ is 0.03: L′ is still 0.018 there"
    )
