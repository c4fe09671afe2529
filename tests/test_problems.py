"""The problems that are handed to a learner's functions: one point at a time, in words."""

import numpy as np
import pytest

from exercises.coach.problems import Polynomial2D, Quadratic

PLANE = [Quadratic(np.array([[2.0, 0.5], [0.5, 4.0]])), Polynomial2D(np.eye(3))]


@pytest.mark.parametrize("problem", PLANE)
@pytest.mark.parametrize("theta", [np.ones((2, 60, 60)), 1.0, [1.0, 2.0, 3.0], np.ones((2, 1))])
def test_a_loss_in_the_plane_says_that_it_takes_one_point(problem, theta):
    with pytest.raises(ValueError, match=r"takes one point θ of shape \(2,\).*once for each point"):
        problem.loss(theta)


@pytest.mark.parametrize("theta", [np.array([3.0, -2.0]), [3, -2], (3.0, -2.0), np.array([3, -2])])
def test_a_point_may_be_any_pair_of_numbers(theta):
    hessian, centre = np.array([[2.0, 0.5], [0.7, 4.0]]), np.array([1.0, 1.0])
    problem = Quadratic(hessian, centre)
    away = np.array([2.0, -3.0])
    assert problem.loss(theta) == pytest.approx(away @ hessian @ away / 2, rel=1e-15)
    assert problem.grad(theta) == pytest.approx(hessian @ away, rel=1e-15)


def test_a_polynomial_in_the_plane_is_numpys_and_stays_infinite_far_out():
    rng = np.random.default_rng(3)
    for shape in [(1, 1), (1, 4), (3, 1), (3, 3), (4, 2)]:
        coefficients = np.round(rng.normal(size=shape), 1) * (rng.random(shape) < 0.6)
        problem = Polynomial2D(coefficients)
        for point in rng.normal(size=(20, 2)):
            expected = np.polynomial.polynomial.polyval2d(*point, coefficients)
            assert problem.loss(point) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    bowl = Polynomial2D([[0.0, 0.0, 10.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    for point in [(np.inf, 0.0), (0.0, np.inf), (1e200, -1e200), (-np.inf, np.inf)]:
        assert bowl.loss(np.array(point)) == np.inf
