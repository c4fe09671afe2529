"""Exercise 6, from simple to whole. Each test is an example: a call, and what is expected."""

import numpy as np

from exercises.coach.learner import Learner
from exercises.coach.problems import Quadratic

ex6 = Learner("ex6_momentum")
valley = Quadratic(np.diag([1.0, 20.0]))


def test_a_push_from_rest():
    """From rest, a push is a step of plain descent."""
    ex6.push(np.zeros(2), np.array([1.0, -2.0]), 0.1).gives([-0.1, 0.2], because="−η∇L")


def test_a_push_keeps_part_of_the_velocity():
    """With β = 0.5 half of the velocity stays."""
    ex6.push(np.array([2.0]), np.array([1.0]), 0.1, 0.5).gives([0.9], because="0.5·2 − 0.1·1")


def test_two_steps_with_momentum():
    """On ½x² from 1 with η = 0.1 and β = 0.9 the second step is longer than the first."""
    line = Quadratic(np.array([[1.0]]))
    ex6.momentum(line.grad, [1.0], 0.1, 2).gives(
        [[1.0], [0.9], [0.72]], because="v = −0.1, then 0.9·(−0.1) − 0.1·0.9"
    )


def test_momentum_saves_steps():
    """In a narrow valley momentum arrives sooner, or not at all in the steps that it has."""
    answer = ex6.steps_saved(valley.loss, valley.grad, np.array([3.0, 1.0]), 0.02, 1e-3, most=400)
    answer.gives(150, because="209 steps of plain descent, 59 with momentum")
