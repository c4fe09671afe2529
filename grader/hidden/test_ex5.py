"""Hidden tests of exercise 5: linear regression by descent and by the closed form."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import legendre

from exercises.coach.learner import Learner
from grader.hidden import nist
from grader.hidden.random_inputs import Array, Draw
from solutions.ex5_linear_regression import closed_form, compare, fit, mse_grad, mse_loss

COMPARED = ("theta_gd", "theta_closed", "max_abs_diff", "loss_gap")
# cond(X) ≤ 30 for every drawn design, so that even (XᵀX)⁻¹ loses no more than 30²·1e-16 = 1e-13.


def regression(draw: Draw, n: int = 3, count: int = 0) -> tuple[Array, Array]:
    """Return X of shape (N, n) and y of shape (N,): a line and what does not lie on it."""
    # From 10 on: of 9 rows and 3 columns, n² would pass for N.
    count = count or draw.count(10, 14)

    def design() -> Array:
        return draw.signed(count * n, 0.2, 3).reshape(count, n)

    def is_benign(matrix: Array) -> bool:
        sizes = np.linalg.svd(matrix, compute_uv=False)
        # λ_max stands alone, so that whoever iterates for it finds it.
        return bool(sizes[0] < 30 * sizes[-1] and sizes[1] < 0.95 * sizes[0])

    X = draw.until(design, is_benign)
    return X, X @ draw.signed(n, 0.5, 3) + draw.signed(count, 0.1, 1)


def coefficients(draw: Draw) -> Array:
    """Return θ of shape (3,) with entries of both signs."""
    return draw.until(lambda: draw.signed(3, 0.2, 2), lambda theta: theta.min() < 0 < theta.max())


@pytest.mark.points(1)
@pytest.mark.function("add_intercept")
def test_a_column_of_ones_comes_before_the_features(learner: Learner, draw: Draw) -> None:
    """The intercept is column 0; X itself is unchanged."""
    X = draw.signed(12, 0.2, 5).reshape(4, 3)
    answer = learner.ask("add_intercept", X)
    answer.gives(np.column_stack([np.ones(4), X]), because="a column of ones, then X")
    answer.keeps_its_arguments()
    X[:, 0] = 1.0
    learner.ask("add_intercept", X).gives(
        np.column_stack([np.ones(4), X]), because="a column of ones, then X, which begins with one"
    )
    X = draw.signed(draw.count(2, 4), 0.2, 5)[None, :]
    learner.ask("add_intercept", X).gives(
        np.column_stack([np.ones(1), X]), because="a single example is one row"
    )


@pytest.mark.points(1)
@pytest.mark.function("add_intercept")
def test_a_single_feature_becomes_a_column(learner: Learner, draw: Draw) -> None:
    """X of shape (N,) is one feature: the result has shape (N, 2)."""
    X = draw.signed(draw.count(4, 7), 0.2, 5)
    answer = learner.ask("add_intercept", X)
    answer.gives(
        np.column_stack([np.ones(len(X)), X]), because=f"shape ({len(X)},) means one feature"
    )
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("mse_loss")
def test_the_loss_is_half_the_mean_square(learner: Learner, draw: Draw) -> None:
    """The loss is (1/2N)‖Xθ − y‖²."""
    X, y = regression(draw)
    theta = coefficients(draw)
    learner.ask("mse_loss", theta, X, y).gives(mse_loss(theta, X, y), because="‖Xθ − y‖²/(2N)")


@pytest.mark.points(1)
@pytest.mark.function("mse_loss")
def test_the_loss_takes_targets_as_a_column(learner: Learner, draw: Draw) -> None:
    """With y of shape (N, 1) the loss is that of the same y of shape (N,)."""
    X, y = regression(draw)
    theta = coefficients(draw)
    answer = learner.ask("mse_loss", theta, X, y[:, None])
    answer.gives(mse_loss(theta, X, y), because=f"as with y of shape ({len(y)},)")
    answer.keeps_its_arguments()


@pytest.mark.points(2)
@pytest.mark.function("mse_grad")
def test_the_gradient_is_the_mean_of_residual_times_feature(learner: Learner, draw: Draw) -> None:
    """The gradient is (1/N)Xᵀ(Xθ − y); no argument is changed."""
    X, y = regression(draw)
    theta = coefficients(draw)
    answer = learner.ask("mse_grad", theta, X, y)
    # Entries are sums of N terms below 200 and may cancel: 1e-9 is far above their rounding.
    answer.gives(mse_grad(theta, X, y), because="Xᵀ(Xθ − y)/N", atol=1e-9)
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("mse_grad")
def test_the_gradient_takes_targets_as_a_column(learner: Learner, draw: Draw) -> None:
    """With y of shape (N, 1) the gradient has shape (n,), as with y of shape (N,)."""
    X, y = regression(draw)
    theta = coefficients(draw)
    answer = learner.ask("mse_grad", theta, X, y[:, None])
    due = mse_grad(theta, X, y)
    answer.gives(due, because=f"shape (3,), as with y of shape ({len(y)},)", atol=1e-9)
    answer.keeps_its_arguments()


def slow(draw: Draw) -> tuple[Array, Array]:
    """Return two columns on which 10 000 steps with η = 1/λ_max do not arrive.

    They leave (1 − 1/κ)¹⁰⁰⁰⁰ of the way along the flat direction, κ = cond(X)² near 10⁴: a third.
    """
    X, y = regression(draw, 2, count=6)
    left, _, right = np.linalg.svd(X, full_matrices=False)
    return left @ np.diag([1.0, 1 / draw.number(90, 110)]) @ right, y


def after_steps(X: Array, y: Array, num_steps: int) -> tuple[Array, Array]:
    """Return θ and the history of descent from 0 with η = 1/λ_max, from the spectrum of XᵀX/N.

    Along an eigenvector a step multiplies the distance from the minimum by 1 − ηλ: 10 000 steps one
    after the other would cost the grader more than all other checks of the exercise.
    """
    eigenvalues, vectors = np.linalg.eigh(X.T @ X / len(y))
    best = np.linalg.lstsq(X, y, rcond=None)[0]
    factors = 1 - eigenvalues / eigenvalues[-1]
    away = factors ** np.arange(num_steps + 1)[:, None] * (vectors.T @ -best)
    losses = mse_loss(best, X, y) + away[:-1] ** 2 @ eigenvalues / 2
    return best + vectors @ away[-1], losses


def solves(learner: Learner, X: Array, y: Array, due: Array, because: str) -> None:
    """Ask for a closed form, to 1e-6 of the largest coefficient."""
    answer = learner.ask("closed_form", X, y)
    answer.gives(due, because=because, atol=1e-7 * float(np.abs(due).max()))
    answer.keeps_its_arguments()


def groups(draw: Draw) -> tuple[Array, Array]:
    """Return examples at two places only, half of them at each: neither half has full rank."""
    first, second = draw.number(-3, -1), draw.number(1, 3)
    count = draw.count(5, 7)
    X = np.column_stack([np.ones(2 * count), np.repeat([first, second], count)])
    return X, draw.signed(2 * count, 0.5, 4)


@pytest.mark.points(2)
@pytest.mark.function("closed_form")
def test_the_closed_form_solves_the_normal_equations(learner: Learner, draw: Draw) -> None:
    """The closed form is the least-squares solution, whatever the units of X, even for N = n."""
    X, y = regression(draw)
    # In a unit of its own one column is small: at cond(X) < 9000 (XᵀX)⁻¹ loses 8e7·1e-16 = 8e-9
    # of the largest coefficient. In a unit for all of them only what is not relative goes wrong.
    mixed = draw.until(
        lambda: X * np.array([1.0, 10 ** -draw.number(2.5, 4), 1.0]),
        lambda design: bool(3000 < np.linalg.cond(design) < 9000),
    )
    # Whoever rounds θ to some decimals is told by targets in a large unit, on everybody's numbers.
    # Nearly dependent columns: with the 7 digits of float32 five of θ's are lost, which needs 6.
    close = draw.until(
        lambda: np.column_stack([X[:, :2], X[:, 0] + draw.number(0.002, 0.004, 5) * X[:, 2]]),
        lambda design: bool(400 < np.linalg.cond(design) < 3000),
    )
    for design, target in ((1e-7 * X, y), (mixed, y), (close, y), (X, 1e-5 * y), groups(draw)):
        due = closed_form(design, target)
        solves(learner, design, target, due, "XᵀX θ = Xᵀy; X has full column rank")
    X, y = regression(draw, count=3)
    solves(learner, X, y, closed_form(X, y), "as many rows as columns: every residual is 0")


@pytest.mark.points(1)
@pytest.mark.function("closed_form")
def test_the_closed_form_takes_targets_as_a_column(learner: Learner, draw: Draw) -> None:
    """With y of shape (N, 1) the closed form still has shape (n,)."""
    X, y = regression(draw)
    solves(learner, X, y[:, None], closed_form(X, y), f"as with y of shape ({len(y)},)")


@pytest.mark.points(1)
@pytest.mark.function("closed_form")
def test_the_closed_form_agrees_with_certified_values(learner: Learner, draw: Draw) -> None:
    """On NIST's Longley and Wampler data the closed form agrees with the certified values."""
    cases = [("Longley, columns standardised", nist.longley())]
    # All five of Wampler's share one X: one that a polynomial fits exactly, one that none does.
    wamplers = (draw.count(1, 2), draw.count(3, 5))
    cases += [(f"Wampler{k}, powers of (x − 10)/10", nist.wampler(k)) for k in wamplers]
    for name, (X, y, certified) in cases:
        # cond ≤ 111: by (XᵀX)⁻¹ some 1e-12 of the largest coefficient are lost, and the certified
        # values have 15 digits.
        order, unit = draw.permutation(X.shape[1]), draw.number(1, 2) / float(np.abs(y).max())
        solves(learner, X[:, order], y * unit, certified[order] * unit, f"certified, {name}")


@pytest.mark.points(1)
@pytest.mark.function("closed_form")
def test_the_closed_form_refuses_a_singular_design(learner: Learner, draw: Draw) -> None:
    """Columns that determine each other, or fewer rows than columns, raise LinAlgError."""
    rows = draw.count(7, 9)
    # Small integers: the last column is the sum of the others to the last bit.
    whole = draw.until(
        lambda: with_sum(draw.integers(1, 10, size=(rows, 2)).astype(float), 1.0), is_singular
    )
    # With fractions only nearly: (XᵀX)⁻¹ is computed without complaint, and is nonsense.
    weight = draw.number(0.2, 0.8)
    rounded = draw.until(
        lambda: with_sum(draw.signed(2 * rows, 0.2, 3).reshape(rows, 2), weight),
        lambda X: is_singular(X) and is_inverted(X),
    )
    wide = draw.signed(6, 0.2, 3).reshape(2, 3)
    for X, because in (
        (whole, "column 2 is the sum of columns 0 and 1"),
        # In a small unit the singular value that is 0 but for rounding is some 1e-9.
        (rounded * 2.0**24, f"column 2 is {weight} · column 0 + column 1"),
        (wide, "2 rows cannot determine 3 coefficients"),
    ):
        y = draw.signed(len(X), 0.5, 4)
        learner.ask("closed_form", X, y).raises("LinAlgError", because=because)


def with_sum(columns: Array, weight: float) -> Array:
    """Return two columns and a third that they determine."""
    return np.column_stack([columns, weight * columns[:, 0] + columns[:, 1]])


def is_singular(X: Array) -> bool:
    """Whether the rank is 2 beyond doubt, also for who takes it from XᵀX or from cond(X)."""
    sizes = np.linalg.svd(X, compute_uv=False)
    # cond(X) > 1e16: beyond 1/ε = 4.5e15, which some take for the limit.
    is_flat = sizes[1] > 0.1 * sizes[0] > 1e15 * sizes[2]
    return bool(is_flat and np.linalg.matrix_rank(X.T @ X) == 2)


def is_inverted(X: Array) -> bool:
    """Whether `np.linalg.inv`, and the sign of eigenvalues, fail to notice a singular XᵀX."""
    try:
        np.linalg.inv(X.T @ X)
    except np.linalg.LinAlgError:
        return False
    return bool(np.linalg.eigvalsh(X.T @ X)[0] > 0)


@pytest.mark.points(1)
@pytest.mark.function("fit")
def test_the_fit_descends_from_zero_on_all_examples(learner: Learner, draw: Draw) -> None:
    """The fit starts at 0 and takes num_steps full-batch steps, each loss before its update."""
    X, y = regression(draw)
    # Below and above 1/λ_max, the default: neither is a bound for the learning rate.
    limit = float(len(y) / np.linalg.svd(X, compute_uv=False)[0] ** 2)
    below, above = draw.number(0.4, 0.8) * limit, draw.number(1.1, 1.4) * limit
    for lr, num_steps in ((below, draw.count(4, 7)), (above, draw.count(4, 7)), (above, 0)):
        theta, history = fit(X, y, lr, num_steps)
        answer = learner.ask("fit", X, y, lr, num_steps)
        because = f"{num_steps} steps from 0" if num_steps else "no step: descent starts at 0"
        # ηλ_max ≤ 1.4: no step makes rounding more than it is, some 1e-14 in all.
        answer.descends(theta, history, because=because, rtol=1e-9, atol=1e-9)
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("fit")
def test_the_fit_chooses_its_rate_by_the_largest_eigenvalue(learner: Learner, draw: Draw) -> None:
    """Without lr, η is 1/λ_max of XᵀX/N, even on NIST's data; the default is 10 000 steps."""
    X, y, _ = nist.longley()
    X, y = X[:, draw.permutation(7)], y * draw.number(1, 2) / 70551
    num_steps = draw.count(17, 23)
    theta, history = fit(X, y, None, num_steps)
    # The two largest eigenvalues are 4.6 and 1.2: however λ_max is found, it is right to 1e-12.
    answer = learner.ask("fit", X, y, None, num_steps)
    answer.descends(theta, history, because=f"{num_steps} steps with η = 1/λ_max", atol=1e-9)
    if answer.shows_defaults:
        return
    X, y = slow(draw)
    theta, history = after_steps(X, y, 10_000)
    learner.ask("fit", X, y).descends(
        theta, history, because="10 000 steps with η = 1/λ_max, the defaults", atol=1e-8
    )


@pytest.mark.points(1)
@pytest.mark.function("fit")
def test_the_fit_takes_targets_as_a_column(learner: Learner, draw: Draw) -> None:
    """With y of shape (N, 1) the fit is that of the same y of shape (N,)."""
    # A θ of two positive entries would not show whose gradient takes their sizes.
    X, y = draw.until(lambda: regression(draw, 2), lambda data: fit(*data, None, 1)[0].min() < -0.1)
    num_steps = 3
    theta, history = fit(X, y, None, num_steps)
    answer = learner.ask("fit", X, y[:, None], None, num_steps)
    answer.descends(theta, history, because=f"as with y of shape ({len(y)},)", atol=1e-9)
    answer.keeps_its_arguments()


@pytest.mark.points(1)
@pytest.mark.function("fit")
def test_the_fit_of_a_singular_design_has_the_least_norm(learner: Learner, draw: Draw) -> None:
    """Where many θ fit equally well, descent from 0 tends to the one of smallest norm."""
    # Not 9: with three columns n² would pass for N. Two rows are fewer than columns.
    for count in (int(draw.choice([8, 10, 11])), 2):
        X, y = of_rank_two(draw, count)
        # More than who caps the steps at a round number would take.
        num_steps = draw.count(1011, 1039)
        _, history = after_steps(X, y, num_steps)
        answer = learner.ask("fit", X, y, None, num_steps)
        answer.descends(
            np.linalg.pinv(X) @ y, history, because="the smallest-norm solution", atol=1e-9
        )


def of_rank_two(draw: Draw, count: int) -> tuple[Array, Array]:
    """Return X of shape (count, 3) and rank 2, and y of shape (count,)."""
    left = np.linalg.qr(draw.normal(size=(count, 2)))[0]
    right = np.linalg.qr(draw.normal(size=(3, 2)))[0]
    # Eigenvalues in ratio 0.9, which a few turns of power iteration do not tell apart.
    X = draw.number(1, 1.4) * left @ np.diag([1.0, 0.95]) @ right.T
    # A θ of positive entries would not show whose gradient takes their sizes.
    y = draw.until(
        lambda: draw.signed(count, 0.5, 4), lambda y: (np.linalg.pinv(X) @ y).min() < -0.1
    )
    return X, y


@pytest.mark.points(1)
@pytest.mark.function("fit")
def test_the_fit_with_too_large_a_rate_is_returned(learner: Learner, draw: Draw) -> None:
    """A learning rate far beyond 2/λ_max ends at inf or nan; nothing is raised."""
    X, y = regression(draw, 2)
    # With entries of one sign nothing is inf − inf: who puts a huge number in the place of inf, and
    # 0 in that of nan, never comes back to 0, and a huge number is as good as inf.
    X = np.abs(X)
    # Beyond 2/λ_max by 20 ×: |1 − ηλ_max| ≥ 39 per step is past the largest float by step 195, the
    # loss, which grows by its square, by step 98.
    lr = float(draw.number(40, 60) * len(y) / np.linalg.svd(X, compute_uv=False)[0] ** 2)
    num_steps = draw.count(210, 220)
    theta, history = fit(X, y, lr, num_steps)
    answer = learner.ask("fit", X, y, lr, num_steps)
    # Rounding is multiplied as the iterates are, by at most |1 − ηλ_max| a step: no digits lost.
    answer.descends(theta, history, because="divergence is a result", atol=1e-9)


@pytest.mark.points(2)
@pytest.mark.function("compare")
def test_the_comparison_measures_both_distances(learner: Learner, draw: Draw) -> None:
    """Before descent has arrived, both solutions, their distance in θ and in loss come back."""
    num_steps = draw.count(2, 4)
    X, y = draw.until(
        lambda: regression(draw), lambda data: is_told_by_the_largest(*data, num_steps)
    )
    lr = float(draw.number(0.3, 0.6) * len(y) / np.sum(X**2))
    # The largest difference is above 0 in one call and below 0 in the other: |·| comes first.
    # In the second one all numbers are small, the losses by the square.
    for sign, rate, unit in ((1, None, 1.0), (-1, lr, 1e-6)):
        due = compare(X, unit * y, rate, num_steps)
        apart = due["theta_gd"] - due["theta_closed"]
        # Both solutions and their difference change sign with y; the losses do not.
        turn = sign * np.sign(apart[np.argmax(np.abs(apart))])
        due |= {key: turn * due[key] for key in ("theta_gd", "theta_closed")}
        target = turn * unit * (y if sign > 0 else y[:, None])
        answer = learner.ask("compare", X, target, rate, num_steps)
        because = f"after {num_steps} steps of descent, against (XᵀX)⁻¹Xᵀy"
        # The loss gap is a difference of losses below 300, in units of unit².
        answer.gives({key: due[key] for key in COMPARED}, because=because, atol=1e-9 * unit**2)
        answer.keeps_its_arguments()
    if answer.shows_defaults:
        return
    X, y = slow(draw)
    theta, best = after_steps(X, y, 10_000)[0], closed_form(X, y)
    gap = mse_loss(theta, X, y) - mse_loss(best, X, y)
    due = dict(zip(COMPARED, (theta, best, np.abs(theta - best).max(), gap), strict=True))
    because = "10 000 steps with η = 1/λ_max, the defaults, against (XᵀX)⁻¹Xᵀy"
    # cond(X) is 110 at most: (XᵀX)⁻¹ loses 1e4 roundings of coefficients below some 1e3.
    learner.ask("compare", X, y).gives(due, because=because, atol=1e-8)


def is_told_by_the_largest(X: Array, y: Array, num_steps: int) -> bool:
    """Whether neither the first nor the last entry can pass for the largest distance in θ.

    Nor can the difference of the largest coefficients.
    """
    both = compare(X, y, None, num_steps)
    theta, best = both["theta_gd"], both["theta_closed"]
    first, middle, last = np.abs(theta - best)
    sizes = abs(np.abs(theta).max() - np.abs(best).max())
    return bool(middle > 1.05 * max(first, last, sizes))


@pytest.mark.points(1)
@pytest.mark.function("compare")
def test_descent_arrives_at_the_certified_values(learner: Learner, draw: Draw) -> None:
    """On NIST's Wampler data both solutions are the certified one; a singular X raises."""
    # Not the first two, through whose targets a polynomial goes: there every example by itself
    # leads to the same θ.
    _, y, powers = nist.wampler(draw.count(3, 5))
    unit = draw.number(1, 2) / float(np.abs(y).max())
    # In normalised Legendre polynomials of (x − 10)/10 the columns are nearly orthogonal:
    # κ(H) = 2.42, and 40 steps leave (1 − 1/2.42)⁴⁰ = 5e-10 of the way.
    norms = np.sqrt(2 * np.arange(6) + 1)
    X = legendre.legvander((np.arange(21) - 10) / 10, 5) * norms
    certified = legendre.poly2leg(powers) / norms * unit
    due = dict(zip(COMPARED, (certified, certified, 0.0, 0.0), strict=True))
    answer = learner.ask("compare", X, y * unit, None, draw.count(40, 44))
    answer.gives(due, because="Wampler's data, certified by NIST", atol=1e-7)
    singular = np.column_stack([X, X[:, 1]])
    learner.ask("compare", singular, y * unit, None, 3).raises(
        "LinAlgError", because="two columns of X are equal: there is no closed form"
    )
