"""A submission that does not return, or asks without end, is ended at its deadline."""

from __future__ import annotations

import pytest

from exercises.coach.problems import Polynomial
from tests.sandbox.attacks.conftest import attacked

# Each ends after half a second of the CPU's time: two minutes are for the busiest of machines.
pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "time.sleep(10**6)",
        "threading.Event().wait()",
        "sum(range(10**12))",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64)); time.sleep(100)",
        "[signal.signal(s, lambda *a: 0) for s in (1, 2, 14, 15)]\n    while True: pass",
        "while True:\n        try:\n            while True: pass\n        except BaseException: 1",
    ],
    ids=["loops", "sleeps", "waits", "in C", "blocks signals", "takes signals", "swallows"],
)
def test_a_submission_that_does_not_return_is_ended_at_its_deadline(hasty, body):
    # A sleeper that were taken for one without a turn would be waited for for minutes.
    assert attacked(hasty, f"def attack():\n    {body}").status == "timed out"


def test_a_class_whose_repr_hangs_is_ended_at_its_deadline(hasty):
    attack = """
class Slow:
    def __repr__(self):
        while True: pass
def attack():
    return Slow()
"""
    assert attacked(hasty, attack).status == "timed out"


def test_questions_without_end_are_ended(hasty, patient):
    problem = Polynomial((0.0, 1.0))
    attack = "def attack(loss, grad):\n    while True: loss(1.0)"
    observation = attacked(patient, attack, problem.loss, problem.grad, remote=True)
    assert observation.status == "crashed"
    assert "more than 50 times" in observation.note
    assert observation.loss_calls == 50
    observation = attacked(hasty, attack, problem.loss, problem.grad, remote=True)
    assert observation.status == "timed out"


def test_questions_whose_answers_nobody_reads_cost_one_deadline(hasty):
    problem = Polynomial((0.0, 1.0))
    attack = """
def attack(loss, grad):
    server = grad.__closure__ and [c.cell_contents for c in grad.__closure__]
    owner = next(c.__self__ for c in server if hasattr(c, "__self__"))
    while True:
        owner.server.tell(ask="grad", problem=0, theta=np.zeros(9_999))
"""
    observation = attacked(hasty, attack, problem.loss, problem.grad, remote=True)
    assert observation.status == "crashed"
    assert "did not take the grader's answer" in observation.note


@pytest.mark.parametrize("header", ['b"gdk1" + bytes(4)', 'b"gdk1\\xff\\xff\\x3f\\x00" + bytes(4)'])
def test_a_frame_that_never_ends_is_ended_at_the_deadline(hasty, header):
    attack = f"""
def attack():
    os.write(3, {header})
    while True:
        os.write(3, b" ")
        time.sleep(0.01)
"""
    assert attacked(hasty, attack).status in ("timed out", "crashed")
