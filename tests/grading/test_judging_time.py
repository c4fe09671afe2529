"""The grader's own time over an answer has an end, and is the submission's."""

import threading
import time
from contextlib import suppress

import pytest

from exercises.coach.calling.observe import Observation
from grader.grades import Outcome
from grader.judging_time import Overtime, Watch
from grader.observer import SandboxObserver
from grader.pytest_engine import Engine
from grader.sandbox.limits import Limits
from tests.grading.fakes import Functions

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def watch():
    one = Watch()
    yield one
    one.close()


def work(seconds):
    """Use CPU time in Python, whatever is raised on the way but `Overtime`."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        with suppress(Exception):
            sum(range(100))


def test_work_that_takes_too_long_is_ended(watch):
    watch.start(0.2)
    with pytest.raises(Overtime):
        work(20)
    assert 0.2 <= watch.stop() < 10


def test_work_within_its_time_is_counted_and_left_alone(watch):
    watch.start(5)
    work(0.2)
    assert 0.2 <= watch.stop() < 2
    assert watch.stop() == 0
    work(0.3)


def test_waiting_is_no_work(watch):
    watch.start(0.1)
    time.sleep(0.6)
    assert watch.stop() < 0.1


def test_what_is_stopped_in_the_last_moment_is_not_raised_later(watch):
    """Whether it is raised in time or not at all, the next piece of work is left alone."""
    for _ in range(20):
        with suppress(Overtime):
            watch.start(0.0)
            time.sleep(0.11)
            watch.stop()
        watch.stop()
        work(0.02)


def test_another_thread_is_watched_when_it_starts(watch):
    seen = []

    def run():
        watch.start(0.1)
        try:
            work(20)
        except Overtime:
            seen.append("ended")
        watch.stop()

    watch.start(30)
    watch.stop()
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == ["ended"]


SLOW = '''
import pytest
from tests.grading.test_judging_time import work

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_slow(learner, draw):
    """Is judged for ever."""
    learner.ask("grad", 1.0).judge(lambda observation: work(1000))

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_slow_by_the_protocol(learner, draw, an_instructors_own):
    """Is judged for ever, with a fixture."""
    learner.ask("grad", 1.0).judge(lambda observation: work(1000))

@pytest.mark.points(1)
@pytest.mark.function("loss")
def test_quick(learner, draw):
    """Is judged at once."""
    learner.ask("loss", 1.0).gives(0.0)

@pytest.fixture
def an_instructors_own():
    return 1
'''


def examined(tmp_path, checks, module):
    """Return the verdicts of hidden tests with this text, and the session that they used."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    # The conftest that all hidden tests have, and a table of one module.
    (hidden / "conftest.py").write_text("from grader.hidden.conftest import *  # noqa: F403\n")
    (hidden / f"test_{module}.py").write_text(checks)
    session = Functions(
        {
            "ex1.grad": Observation("returned", value=2.0),
            "ex1.loss": lambda x: 0.0,
            "ex2.grad": lambda theta: 2.0,
        }
    )
    session.limits = Limits(call_seconds=0.3)
    engine = Engine(b"secret", hidden)
    try:
        ids = [check.id for check in engine.catalog]
        return engine.examine("ada", SandboxObserver(session), ids), session
    finally:
        engine.close()


def test_a_judge_that_does_not_end_is_that_checks_failure_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.observer.ANSWER_SECONDS", 0.3)
    verdicts, session = examined(tmp_path, SLOW, "ex1")
    assert {name: v.outcome for name, v in verdicts.items()} == {
        "ex1/slow": Outcome.TIMED_OUT,
        "ex1/slow_by_the_protocol": Outcome.TIMED_OUT,
        "ex1/quick": Outcome.PASSED,
    }
    finding = verdicts["ex1/slow"].finding
    assert finding.call == "grad(1.0)"
    assert finding.flaw.got == "an answer that the grader could not go through in 0.3 s"
    assert 0.6 <= session.seconds < 10, "it is the submission's time"


HANGING = '''
import pytest
from tests.grading.test_judging_time import work

def until_it_is_even(number):
    while number % 2: number += 2

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_hangs(learner, draw):
    """Never comes to its question."""
    until_it_is_even(3)  # in the check
    learner.ask("grad", 1.0).gives(2.0)

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_hangs_in_a_fixture(learner, draw, an_instructors_own):
    """Never comes to its first line."""
    learner.ask("grad", 1.0).gives(2.0)

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_hangs_elsewhere(learner, draw):
    """Waits for somebody else's work."""
    work(1000)  # elsewhere

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_takes_its_time(learner, draw):
    """Is long at its own numbers, and then asks."""
    work(0.4)
    learner.ask("grad", 1.0).gives(2.0)
    work(0.1)

@pytest.mark.points(1)
@pytest.mark.function("grad")
def test_asks_nothing(learner, draw):
    """Has no question."""

@pytest.fixture
def an_instructors_own():
    until_it_is_even(3)  # in the fixture
'''


def test_a_check_that_hangs_before_it_asks_is_a_fault_of_ours_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.pytest_engine.CHECK_SECONDS", 0.8)
    monkeypatch.setattr("grader.observer.CHECK_SECONDS", 0.8)
    verdicts, session = examined(tmp_path, HANGING, "ex2")

    def line_of(words):
        return next(n for n, line in enumerate(HANGING.splitlines(), 1) if words in line)

    faults = {
        "ex2/hangs": line_of("number += 2"),
        "ex2/hangs_in_a_fixture": line_of("number += 2"),
        "ex2/hangs_elsewhere": line_of("# elsewhere"),
    }
    file = tmp_path / "hidden" / "test_ex2.py"
    for check, verdict in verdicts.items():
        if check not in faults:
            assert verdict.outcome is Outcome.PASSED, verdict
            continue
        assert verdict.outcome is Outcome.GRADER_FAULT
        assert verdict.fault.strip().splitlines()[-1] == (
            f"grader.pytest_engine.CheckHangs: {file}, line {faults[check]}: the check {check} ran "
            "for 0.8 s and had not asked the submission anything. Has a loop in it no end?"
        )
    assert 0.1 <= session.seconds < 0.4, "what is the grader's own is not the submission's"
