"""A fresh process a submission: the same answers, less kept from it, and it says so."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest

from exercises.coach.problems import Quadratic
from grader.errors import SandboxFault
from grader.sandbox.host import process
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from grader.substitute_functions import stand_ins
from tests.sandbox.conftest import EX1, HASTY, RIGHT, is_alive

WELL = Quadratic(np.diag([2.0, 20.0]))
RIGHT_DESCENT = stand_ins(("ex1.gradient_descent",))
DESCENT = [WELL.loss, WELL.grad, [1.0, 1.0], 0.01, 3]


@pytest.fixture(scope="module")
def plain():
    """A sandbox of fresh processes, with the deadlines that the grader has."""
    with Sandbox(Limits(), mode="process") as one:
        yield one
        assert list((one.folder / "scratch").iterdir()) == []


@pytest.fixture(scope="module")
def hasty_plain():
    """A sandbox like it, for calls that never return."""
    with Sandbox(replace(HASTY, submission_seconds=30), mode="process") as one:
        yield one


def attacked(sandbox, attack):
    source = RIGHT + b"\nimport contextlib, ctypes, os, sys, time\n" + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        observation = session.call(EX1, "attack")
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    return observation


def test_it_says_process_only(plain):
    assert plain.isolation.level == "process only"
    assert "a submission could" in plain.isolation.says


@pytest.mark.parametrize("options", [{}, {"remote": True}, {"stand_ins": RIGHT_DESCENT}])
def test_answers_are_those_of_a_forked_child(sandbox, plain, options):
    found = []
    for one in (sandbox, plain):
        with one.session({f"{EX1}.py": RIGHT}) as session:
            found.append(session.call(EX1, "gradient_descent", DESCENT, **options))
    np.testing.assert_array_equal(found[0].value[0], found[1].value[0])
    assert found[0].value[1] == found[1].value[1]
    assert found[0].grad_calls == found[1].grad_calls == 3
    np.testing.assert_array_equal(found[0].visited, found[1].visited)


# Which number the channel has is the interpreter's affair.
FORGE = """for number in range(3, 30):
        with contextlib.suppress(OSError):
            os.write(number, b'forged, and longer than a header')"""


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("os._exit(3)", "crashed", "os._exit(3)"),
        ("ctypes.string_at(0)", "crashed", "segmentation fault"),
        ("while True: print('x' * 10**6)", "crashed", "printed more than 32 MB"),
        (FORGE, "crashed", "other than an answer"),
        ("input()", "raised", ""),
        ("bytearray(4 << 30)", "raised", ""),
    ],
)
def test_an_attack_costs_that_call_only(plain, body, status, words):
    observation = attacked(plain, f"def attack():\n    {body}")
    assert observation.status == status
    assert words in observation.note


@pytest.mark.parametrize("body", ["while True: pass", "sum(range(10**12))"])
def test_a_call_that_never_returns_is_ended_at_its_deadline(hasty_plain, body):
    assert attacked(hasty_plain, f"def attack():\n    {body}").status == "timed out"


def test_a_hanging_import_costs_nothing_that_stands_below(hasty_plain):
    source = RIGHT + b"\nimport time\ntime.sleep(100)\ndef below(): return 7"
    with hasty_plain.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below").value == 7
        assert [stopped.line for stopped in session.stopped[EX1]] == [19]


def test_plots_are_harmless(plain):
    attack = """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
def attack():
    plt.plot([1, 2]); plt.pause(50); plt.show(); plt.savefig("/no/where/x.png")
    return plt.get_backend()
"""
    assert attacked(plain, attack).value.lower() == "agg"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_children_of_a_child_are_ended_with_it(plain):
    attack = """
import subprocess
def attack():
    return subprocess.Popen(["sleep", "100"]).pid
"""
    assert not is_alive_soon(attacked(plain, attack).value)


def is_alive_soon(pid):
    import time

    for _ in range(50):
        if not is_alive(pid) or "Z" in state_of(pid):
            return False
        time.sleep(0.02)
    return True


def state_of(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.slow
def test_the_start_of_the_interpreter_is_not_the_submissions_time(monkeypatch):
    # More than the whole submission may use, with the two seconds that its limit has to spare.
    slow = f"import time\nwhile time.process_time() < 2.1: pass\n{process.COMMAND}"
    monkeypatch.setattr(process, "COMMAND", slow)
    limits = Limits(call_seconds=0.5, submission_seconds=0.9)
    source = b"def loss(x):\n    return x\n"
    with Sandbox(limits, mode="process") as one:
        with one.session({"ex1_gradient_descent.py": source}) as session:
            assert session.call("ex1_gradient_descent", "loss", [2.0]).value == 2.0
        assert session.seconds < 0.5


def test_an_interpreter_that_does_not_start_is_the_graders_fault_and_said_to_be(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(process, "COMMAND", "raise SystemExit('no such thing')")
    folder = tmp_path / "scratch"
    folder.mkdir()
    with pytest.raises(SandboxFault, match=r"did not start.*no such thing"):
        process.ProcessChannel(Limits(), folder)
    assert not folder.exists()
