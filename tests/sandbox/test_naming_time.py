"""Looking for a mistake's name takes no time, and no later check, from the submission."""

import numpy as np
import pytest

from exercises.coach.judging.finding import Wrong
from exercises.coach.learner import Learner
from exercises.coach.problems import Quadratic
from grader.observer import SandboxObserver
from solutions.descent import trajectory

EX4 = "ex4_trajectories"
START = np.array([1.0, 2.0])
GRAD = Quadratic(np.array([[2.0, 1.0], [1.0, 4.0]])).grad
SLOW = """
import time
import numpy as np

def trajectory(grad_fn, theta_init, lr, num_steps):
    end = time.thread_time() + 0.1
    while time.thread_time() < end: pass
    return np.arange(2.0 * num_steps + 2).reshape(-1, 2) ** 3
"""
# Right for the start of the check, and for any other one without end.
HANGS_ELSEWHERE = """
import numpy as np

def trajectory(grad_fn, theta_init, lr, num_steps):
    while list(theta_init) != [1.0, 2.0]: pass
    points = [np.array(theta_init, dtype=float)]
    for _ in range(num_steps):
        points.append(points[-1] - lr * grad_fn(points[-1]))
    return np.array(points) + (1 if num_steps == 3 else 0)
"""


def asked(learner, num_steps):
    run = GRAD, START, 0.1, num_steps
    learner.trajectory(*run).gives(trajectory(*run))


@pytest.fixture
def session_of(hasty):
    """Open sessions on sources of exercise 4."""
    sessions = []

    def open_session(source):
        sessions.append(hasty.session({f"{EX4}.py": source.encode()}))
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()


def test_a_slow_wrong_function_leaves_its_time_to_the_right_ones(session_of):
    """At half a second a call its name took what the submission had: right ones got nothing."""
    session = session_of(SLOW)
    observer = SandboxObserver(session)
    learner = Learner(EX4, observer)
    for _ in range(6):
        with pytest.raises(Wrong):
            asked(learner, 4)
    assert 0.5 < session.seconds < 1.5
    assert 0.2 < sum(observer.probed.values()) < 1.0


def test_names_of_other_functions_are_looked_for_after_a_slow_one(session_of):
    session = session_of(SLOW + "\n\ndef plot_trajectory(*args):\n    return 1.5")
    observer = SandboxObserver(session)
    learner = Learner(EX4, observer)
    with observer.probing(np.inf):
        asked_of_slow = [learner.ask("trajectory", GRAD, START, 0.1, 4) for _ in range(20)]
        other = learner.ask("plot_trajectory", None, START[None])
    assert asked_of_slow[-1].observation.status == "timed out"
    assert other.observation.status == "returned"


def test_what_hangs_when_its_name_is_looked_for_is_judged_on(session_of):
    """A check that was right had "it had not returned before" and no points."""
    session = session_of(HANGS_ELSEWHERE)
    learner = Learner(EX4, SandboxObserver(session))
    with pytest.raises(Wrong):
        asked(learner, 3)
    asked(learner, 4)
    assert session.seconds < 0.5
