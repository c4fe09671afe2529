"""The gradient check compares a learner's gradient with the slope of the learner's own loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exercises.coach.calling.observe import Observation
from exercises.coach.judging.finding import Wrong
from exercises.coach.judging.gradcheck import own_slope, reading_of
from solutions import ex1_gradient_descent as ex1
from solutions import ex2_learning_rates as ex2
from solutions import ex5_linear_regression as ex5
from tests.misconceptions.pupil import Pupil

POINT = np.array([0.83, -0.37])
X = np.array([[1.0, 0.5], [1.0, -0.7], [1.0, 1.9]])
Y = np.array([1.3, -0.4, 2.6])


def facts(key: str, call: str, arguments: tuple[Any, ...], due: Any, **functions: Any) -> str:
    """Return the facts of the flaw of a wrong gradient."""
    learner = Pupil(key, **functions).learner()
    with pytest.raises(Wrong) as caught:
        learner.ask(call, *arguments).gives(due)
    return "\n".join(map(str, caught.value.finding.flaw.facts))


@pytest.mark.parametrize(
    ("factor", "words"),
    [(-1, "−1 times"), (2, "twice"), (0.5, "half"), (-2, "−2 times"), (-0.5, "−½ times")],
)
def test_a_factor_is_said_in_words(factor: float, words: str) -> None:
    assert words in facts("ex1", "grad", (1.3,), ex1.grad(1.3), grad=lambda x: factor * ex1.grad(x))
    wrong = {"grad": lambda t: factor * ex2.grad(t)}
    assert words in facts("ex2", "grad", (POINT,), ex2.grad(POINT), **wrong)
    wrong = {"mse_grad": lambda *a: factor * ex5.mse_grad(*a)}
    assert words in facts("ex5", "mse_grad", (POINT, X, Y), ex5.mse_grad(POINT, X, Y), **wrong)


def test_a_factor_at_one_place_alone_is_not_said() -> None:
    # 3x⁴ − 6x is −½ times 4x³ − 6x where 6x³ + 4x² = 18, at x = 1.2525…, and nowhere near it.
    x = max(root.real for root in np.roots([3.0, 2.0, 0.0, -9.0]) if abs(root.imag) < 1e-9)
    wrong = {"grad": lambda x: 3 * np.asarray(x, dtype=float) ** 4 - 6 * np.asarray(x)}
    assert np.isclose(wrong["grad"](x), -0.5 * ex1.grad(x))
    assert "times" not in facts("ex1", "grad", (float(x),), ex1.grad(x), **wrong)


def test_a_factor_of_one_design_or_of_one_sign_alone_is_not_said() -> None:
    def by_the_entries(theta: Any, X: Any, y: Any) -> Any:
        return X.T @ (X @ theta - y) / np.size(X)

    def by_size(theta: Any, X: Any, y: Any) -> Any:
        return X.T @ np.abs(X @ theta - y) / len(X)

    start, targets = np.zeros(2), np.abs(Y)
    due = ex5.mse_grad(start, X, targets)
    assert np.allclose(by_the_entries(start, X, targets), due / 2)
    assert np.allclose(by_size(start, X, targets), -due)
    for wrong in (by_the_entries, by_size):
        said = facts("ex5", "mse_grad", (start, X, targets), due, mse_grad=wrong)
        assert "gradient check" not in said


def test_a_factor_on_one_side_of_0_alone_is_not_said() -> None:
    # The sizes of a slope are −1 times it wherever it is below 0.
    place = np.array([-3.2, -1.1])
    for function, at, right in (("ex1", -2.8, ex1.grad), ("ex2", place, ex2.grad)):
        said = facts(function, "grad", (at,), right(at), grad=lambda x, g=right: np.abs(g(x)))
        assert "gradient check" not in said
    part = {"grad": lambda t: np.array([2 * t[0], 200 * abs(t[1])])}
    assert "gradient check" not in facts("ex2", "grad", (place,), ex2.grad(place), **part)


def test_exchanged_coordinates_are_said() -> None:
    said = facts("ex2", "grad", (POINT,), ex2.grad(POINT), grad=lambda t: ex2.grad(t)[::-1])
    assert "the entries are those of the slope of your own loss, swapped" in said


def test_the_entry_that_is_off_is_said() -> None:
    wrong = {"grad": lambda t: np.array([2 * t[0], 100 * t[1]])}
    assert "only entry 1 differs" in facts("ex2", "grad", (POINT,), ex2.grad(POINT), **wrong)


def test_a_gradient_that_fits_a_wrong_loss_sends_the_learner_to_the_loss() -> None:
    wrong = {"loss": lambda x: x**4 - 2 * x**2, "grad": lambda x: 4 * x**3 - 4 * x}
    said = facts("ex1", "grad", (1.3,), ex1.grad(1.3), **wrong)
    assert "it is the loss that is wrong" in said


def test_a_wrong_loss_and_a_wrong_gradient_that_do_not_fit_say_nothing() -> None:
    wrong = {"loss": lambda x: x**4 - 2 * x**2, "grad": lambda x: x}
    assert "check" not in facts("ex1", "grad", (1.3,), ex1.grad(1.3), **wrong)


@pytest.mark.parametrize(
    "loss", [lambda x: None, lambda x: "a", lambda x: 1 / 0, lambda x: np.nan, lambda x: [1, 2, 3]]
)
def test_a_loss_without_a_number_says_nothing(loss: Callable[[Any], Any]) -> None:
    assert "check" not in facts("ex1", "grad", (1.3,), 0.0, loss=loss, grad=lambda x: -ex1.grad(x))


@pytest.mark.parametrize("x", [0.0, 1e-3, 1.3, -2.0, 30.0])
def test_the_step_keeps_six_digits_of_the_slope(x: float) -> None:
    slope = own_slope(lambda at: Observation("returned", ex1.loss(at)), np.asarray(x), True)
    assert np.isclose(slope, ex1.grad(x), rtol=1e-6, atol=1e-6)


def test_a_right_gradient_has_nothing_to_say() -> None:
    assert reading_of(ex2.grad(POINT), ex2.grad(POINT), ex2.grad(POINT)) is None
