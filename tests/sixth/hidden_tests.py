"""Hidden tests of exercise 6."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.coach.learner import Learner
from exercises.coach.problems import Quadratic
from grader.hidden.random_inputs import Draw
from solutions import ex6_momentum as right


@pytest.mark.points(5)
@pytest.mark.function("push")
def test_a_push_adds_the_step_to_what_is_left_of_the_velocity(learner: Learner, draw: Draw) -> None:
    """The next velocity is βv − η∇L."""
    velocity, gradient = draw.signed(3, 0.2, 2), draw.signed(3, 0.2, 2)
    due = right.push(velocity, gradient, 0.0375, 0.8125)
    learner.push(velocity, gradient, 0.0375, 0.8125).gives(due, because="βv − η∇L")


@pytest.mark.points(10)
@pytest.mark.function("momentum")
def test_the_path_is_that_of_momentum(learner: Learner, draw: Draw) -> None:
    """The path is every θ_t, the start first."""
    valley, start = Quadratic(np.diag([1.0, 20.0])), draw.signed(2, 0.2, 2)
    due = right.momentum(valley.grad, start, 0.03, 9)
    learner.momentum(valley.grad, start, 0.03, 9).gives(due, because="v ← βv − η∇L", atol=1e-9)


@pytest.mark.points(5)
@pytest.mark.function("steps_saved")
def test_the_steps_saved_are_counted(learner: Learner, draw: Draw) -> None:
    """Plain descent's steps minus those with momentum."""
    valley, start = Quadratic(np.diag([1.0, 20.0])), np.array([2.7, draw.signed(1, 0.5, 1)[0]])
    due = right.steps_saved(valley.loss, valley.grad, start, 0.02, 1e-3, 400)
    answer = learner.steps_saved(valley.loss, valley.grad, start, 0.02, 1e-3, most=400)
    answer.gives(due, because="steps without minus steps with momentum")
