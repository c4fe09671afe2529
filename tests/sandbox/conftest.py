"""One sandbox for what returns, a hasty one for what does not, and a look at what they leave."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits

# Nothing that returns is timed: how long it takes is the machine's affair.
LIMITS = Limits(memory_bytes=256 << 20)
# For what never returns. Time in which a busy machine gave the child no turn does not count,
# however long that is; so what is right and stands beside it has half a second of the CPU's time.
HASTY = Limits(call_seconds=0.5, submission_seconds=3, stretch=1000, memory_bytes=256 << 20)
EX1 = "ex1_gradient_descent"
RIGHT = b"""
import numpy as np

def loss(x):
    return x**4 - 3 * x**2 + 2

def grad(x):
    return 4 * x**3 - 6 * x

def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history
"""


@pytest.fixture(scope="session")
def sandbox():
    """A sandbox with all that this machine can do, and the deadlines that the grader has."""
    yield from _watched(LIMITS)


@pytest.fixture(scope="session")
def hasty():
    """A sandbox like it that waits half a second for a call, for calls that never return."""
    yield from _watched(HASTY)


def _watched(limits):
    with Sandbox(limits) as one:
        yield one
        folder = one.folder
        scratch = list((folder / "scratch").iterdir())
        assert scratch == [], "children left files in their scratch folders"
        starter = one.starter.process.pid
    assert not Path(f"/proc/{starter}").exists(), "the zygote is still there"
    assert _children_of(starter) == []
    assert not folder.exists()


@pytest.fixture
def ask(sandbox):
    """Call ``function`` of a module of one exercise; the observation."""

    def call(source, function="grad", args=(2.0,), stem=EX1, **options):
        text = source if isinstance(source, bytes) else source.encode()
        with sandbox.session({f"{stem}.py": text}) as session:
            return session.call(stem, function, list(args), **options)

    return call


def require(sandbox, *attacks):
    """Skip a test of a layer that this machine lacks, and say what that leaves open."""
    opened = [attack for attack in attacks if attack in sandbox.isolation.lacking]
    if opened:
        pytest.skip(f"on this machine a submission could {' and '.join(opened)}")


def _children_of(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if parent == str(pid):
            found.append(stat.parent.name)
    return found


def processes_in_session(leader):
    """Return the numbers of the living processes in the session of the process ``leader``."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if session == str(leader) and state != "Z" and stat.parent.name != str(leader):
            found.append(int(stat.parent.name))
    return found


def is_alive(pid):
    """Whether a process runs."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
