"""The limit counts the learner's own computing, ends what waits, and leaves debuggers alone."""

import gc
import pdb
import subprocess
import sys
import time
import weakref
from types import ModuleType

import numpy as np
import pytest

from exercises.coach import learner as asking
from exercises.coach.calling import deadline as limits
from exercises.coach.calling.deadline import DidNotReturn, counting, deadline, limit
from exercises.coach.calling.loading import run_module
from exercises.coach.calling.stopped import Cause
from exercises.coach.judging.finding import Wrong
from exercises.coach.learner import Learner
from exercises.coach.local_observer import LocalObserver
from exercises.coach.problems import Quadratic
from solutions.descent import trajectory
from tests.kit import Copy


@pytest.fixture(autouse=True)
def busy(monkeypatch):
    """Let a busy machine take what it wants of the other limit, that of waiting."""
    monkeypatch.setattr(limits, "WAITING", 1000.0)
    monkeypatch.setattr(limits, "REPEAT_SECONDS", 0.1)


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def forever():
    while True:
        pass


def test_an_endless_loop_is_ended():
    with deadline(0.1), pytest.raises(DidNotReturn), counting():
        forever()
    assert limit() == 0.1


def test_nothing_is_raised_where_it_would_be_swallowed(monkeypatch):
    """Of an exception in what is called at a collection Python only says that it is ignored."""
    ignored = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)

    def slow(phase, info):
        compute(0.05)

    def collecting_forever():
        while True:
            gc.collect()
            compute(0.02)

    def finalizing_forever():
        while True:
            weakref.finalize(ModuleType("soon_gone"), compute, 0.05)
            compute(0.02)

    gc.callbacks.append(slow)
    try:
        with deadline(0.3), pytest.raises(DidNotReturn), counting():
            collecting_forever()
    finally:
        gc.callbacks.remove(slow)
    with deadline(0.3), pytest.raises(DidNotReturn), counting():
        finalizing_forever()
    assert ignored == []


def test_what_is_within_the_limit_is_not_ended():
    with deadline(0.2), counting():
        compute(0.05)


def test_time_that_another_program_takes_does_not_count():
    with deadline(0.1), counting():
        time.sleep(0.3)
        compute(0.02)


def test_what_waits_instead_of_computing_is_ended_later_and_that_time_is_named(monkeypatch):
    monkeypatch.setattr(limits, "WAITING", 2.0)
    start = time.monotonic()
    with deadline(0.2), pytest.raises(DidNotReturn), counting():
        time.sleep(60)
    assert 0.4 <= time.monotonic() - start < 30
    assert limit() == 0.4


def test_the_coachs_own_work_is_never_interrupted():
    with deadline(0.1):
        compute(0.2)
        with counting():
            compute(0.02)
        compute(0.2)


def test_the_alarm_does_not_fire_again_once_the_learners_code_has_ended():
    with deadline(0.1):
        with pytest.raises(DidNotReturn), counting():
            forever()
        compute(2 * limits.REPEAT_SECONDS)


def test_code_that_eats_the_first_alarm_gets_another():
    eaten = []

    def stubborn():
        try:
            forever()
        except BaseException as error:
            eaten.append(error)
        forever()

    with deadline(0.1), pytest.raises(DidNotReturn), counting():
        stubborn()
    assert len(eaten) == 1


def test_each_call_has_the_whole_limit():
    with deadline(0.15):
        for _ in range(4):
            with counting():
                compute(0.08)


def test_a_module_that_another_imports_has_a_time_of_its_own():
    inner = ModuleType("exercises.ex1_gradient_descent")
    with deadline(0.15), counting():
        compute(0.1)
        (stopped,) = run_module(b"while True:\n    pass\n", "ex1_gradient_descent.py", inner)
        compute(0.03)
    assert stopped.cause is Cause.OUT_OF_TIME
    assert stopped.line in (1, 2)


def test_without_a_limit_nothing_is_counted():
    limits.cancel()
    with counting():
        compute(0.01)


def test_a_debugger_is_never_ended(monkeypatch):
    monkeypatch.setattr(limits, "is_debugging", lambda: True)
    with deadline(0.05), counting():
        compute(0.15)


def test_who_has_looked_with_a_debugger_has_all_the_time_in_that_test(monkeypatch):
    answers = iter([True])
    monkeypatch.setattr(limits, "is_debugging", lambda: next(answers, False))
    with deadline(0.05), counting():
        compute(0.1)
        limits._timer._arm(0.01)
        compute(0.1)


def test_pdbs_trace_is_known_as_a_debuggers(monkeypatch):
    monkeypatch.setattr(sys, "gettrace", lambda: pdb.Pdb().trace_dispatch)
    assert limits.is_debugging()
    monkeypatch.setattr(sys, "gettrace", lambda: None)
    assert not limits.is_debugging()


def test_a_coverage_tools_trace_is_no_debugger(monkeypatch):
    monkeypatch.setattr(sys, "gettrace", lambda: lambda frame, event, arg: None)
    assert not limits.is_debugging()


def test_a_breakpoint_keeps_its_prompt_for_as_long_as_somebody_reads(tmp_path):
    source = "def loss(x):\n    breakpoint()\n    return x**4 - 3 * x**2 + 2\n"
    copy = Copy(tmp_path).put("ex1_gradient_descent", source)
    test = "exercises/test_ex1_gradient_descent.py::test_loss_at_one_point"
    command = [sys.executable, "-m", "pytest", test, "-o", "timeout=0.2"]
    with subprocess.Popen(
        command, cwd=copy.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        said = []
        for line in run.stdout:
            said.append(line)
            if "breakpoint()" in line or "return x**4" in line:
                break
        time.sleep(4)  # three times as long as the run may wait
        rest, _ = run.communicate("p 6 * 7\nc\n", timeout=60)
    text = "".join(said) + rest
    assert "42" in text, text
    assert "did not return" not in text
    assert "1 right" in text


@pytest.mark.parametrize(("most", "fewest", "largest"), [(10.0, 10, 40), (0.05, 3, 4)])
def test_a_slow_function_is_not_asked_on_and_on_for_a_name(monkeypatch, most, fewest, largest):
    """Each of its wrong tests took up to twenty calls more, however long one of them takes."""
    calls = []

    def unheard_of(grad_fn, theta_init, lr, num_steps):
        calls.append(lr)
        compute(0.03)
        return np.arange(2.0 * num_steps + 2).reshape(-1, 2) ** 3

    module = ModuleType("ex4")
    module.trajectory = unheard_of
    observer = LocalObserver()
    monkeypatch.setattr(observer, "_module", lambda stem: module)
    monkeypatch.setattr(asking, "NAMING_SECONDS", most, raising=False)
    learner = Learner("ex4_trajectories", observer)
    run = Quadratic(np.array([[2.0, 1.0], [1.0, 4.0]])).grad, np.array([1.0, 2.0]), 0.1, 4
    for _ in range(2):
        with pytest.raises(Wrong):
            learner.trajectory(*run).gives(trajectory(*run))
    assert fewest <= len(calls) <= largest
