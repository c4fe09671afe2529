"""A student's submission that attacks, and a look after it at the next student's answer."""

from __future__ import annotations

import os

import pytest

from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.conftest import EX1, RIGHT, processes_in_session


@pytest.fixture(autouse=True)
def nobody_else_notices(sandbox):
    """After each attack the next student's answer is what it was, and nothing runs on."""
    yield
    assert list((sandbox.folder / "scratch").iterdir()) == []
    with sandbox.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    zygote = sandbox.starter.process.pid
    if os.path.exists("/proc"):
        assert processes_in_session(zygote) == []


@pytest.fixture(scope="package")
def patient():
    """A sandbox with long deadlines, for attacks that must not be cut short on a busy machine."""
    limits = Limits(call_seconds=20, remote_calls=50, memory_bytes=256 << 20)
    with Sandbox(limits) as one:
        yield one


def attacked(sandbox, attack, *args, **options):
    """Call ``attack()`` of a submission whose ``grad`` is right, and check that it stays right."""
    source = RIGHT + b"\nimport os, sys, ctypes, signal, threading, time\n" + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        observation = session.call(EX1, "attack", list(args), **options)
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    return observation


def refused(observation):
    """Whether the attack met an error of the system's."""
    return observation.status == "raised" and "OSError" in observation.raised.bases
