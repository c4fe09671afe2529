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
