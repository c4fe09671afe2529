"""The machinery goes on when a part of it goes down, and waits for whom it should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from grader.sandbox.host.conversation import Patience
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.conftest import EX1, LIMITS, RIGHT, is_alive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own():
    """A sandbox that a test may break."""
    with Sandbox(LIMITS) as one:
        yield one


def test_a_zygote_that_died_between_calls_is_replaced(own):
    with own.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        os.kill(own.starter.process.pid, signal.SIGKILL)
        own.starter.process.wait()
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    with own.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    assert list((own.folder / "scratch").iterdir()) == []


def test_a_zygotes_children_die_with_it(own):
    source = b"import os\ndef grad(x): return os.getpid()"
    with own.session({f"{EX1}.py": source}) as session:
        child = session.call(EX1, "grad", [2.0]).value
        os.kill(own.starter.process.pid, signal.SIGKILL)
        own.starter.process.wait()
        for _ in range(100):
            if not is_alive(child):
                break
            time.sleep(0.02)
        assert not is_alive(child)


def test_sessions_may_be_open_side_by_side(own):
    sources = [f"def grad(x): return {i}".encode() for i in range(4)]
    sessions = [own.session({f"{EX1}.py": source}) for source in sources]
    try:
        for _ in range(2):
            assert [s.call(EX1, "grad", [1.0]).value for s in sessions] == [0, 1, 2, 3]
    finally:
        for session in sessions:
            session.close()


def test_children_end_when_the_grader_is_killed(tmp_path):
    script = textwrap.dedent(
        """
        import os, sys
        sys.path.insert(0, sys.argv[1])
        from grader.sandbox.host.sandbox import Sandbox
        with Sandbox() as sandbox:
            source = b"import os\\ndef grad(x): return os.getpid()"
            with sandbox.session({"ex1_gradient_descent.py": source}) as session:
                child = session.call("ex1_gradient_descent", "grad", [1.0]).value
                print(child, sandbox.starter.process.pid, sandbox.folder, flush=True)
                session.call("ex1_gradient_descent", "grad", [1.0])
                sys.stdin.read()
        """
    )
    grader = subprocess.Popen(
        [sys.executable, "-c", script, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    with grader:
        child, zygote, folder = grader.stdout.readline().split()
        grader.kill()
    for _ in range(250):
        if not is_alive(int(child)) and not is_alive(int(zygote)):
            break
        time.sleep(0.02)
    assert not is_alive(int(child))
    assert not is_alive(int(zygote))
    assert not os.path.exists(folder)


def test_an_interrupt_from_the_keyboard_ends_the_call_and_cleans_up(own):
    source = b"import time\ndef grad(x): time.sleep(100)"

    def ring(signum, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with (
            pytest.raises(KeyboardInterrupt),
            own.session({f"{EX1}.py": source}) as session,
        ):
            session.call(EX1, "grad", [1.0])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    with own.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0


def test_the_graders_own_memory_is_not_to_be_read_by_its_user(sandbox):
    import ctypes

    get_dumpable = 3
    assert ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0) == 0


def test_a_starved_process_is_waited_for_and_a_sleeping_one_is_not():
    spin = "import time\nwhile True: pass"
    sleep = "import time\ntime.sleep(100)"
    cores = sorted(os.sched_getaffinity(0))[:1]
    processes = [subprocess.Popen([sys.executable, "-c", code]) for code in (spin,) * 4 + (sleep,)]
    try:
        for process in processes:
            os.sched_setaffinity(process.pid, cores)
        patiences = [Patience(processes[i].pid, 0.4, stretch=10) for i in (0, 4)]
        began = time.monotonic()
        over = {}
        while len(over) < 2 and time.monotonic() - began < 8:
            time.sleep(0.05)
            for i, patience in enumerate(patiences):
                if i not in over and patience.is_over:
                    over[i] = time.monotonic() - began
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert over[1] < 0.8, "the sleeper is over at its limit"
    assert over[0] > 0.9, "four share a core: it had a quarter of the time"


def test_a_process_without_a_turn_is_given_up_at_last():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    try:
        patience = Patience(process.pid, 0.05, stretch=2)
        time.sleep(0.15)
        assert patience.is_over
    finally:
        process.kill()
        process.wait()


def test_memory_stays_flat_over_many_submissions(own):
    def size():
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    def grade(count):
        for _ in range(count):
            with own.session({f"{EX1}.py": RIGHT}) as session:
                session.call(EX1, "grad", [2.0])

    grade(30)
    before, descriptors = size(), len(os.listdir("/proc/self/fd"))
    grade(80)
    assert size() - before < 4 << 20
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_a_sandbox_that_cannot_start_says_what_to_do(monkeypatch):
    from grader.sandbox.limits import SandboxFault

    monkeypatch.setattr("grader.sandbox.host.forked.COMMAND", "import no_such_module")
    with pytest.raises(SandboxFault, match="no_such_module"), Sandbox():
        pass


def test_limits_defaults_are_the_documented_ones():
    assert (Limits().call_seconds, Limits().submission_seconds) == (10.0, 60.0)


def test_arguments_that_cannot_be_sent_are_our_fault_and_cost_nothing(sandbox):
    from grader.sandbox.limits import SandboxFault

    with sandbox.session({f"{EX1}.py": RIGHT}) as session:
        with pytest.raises(SandboxFault, match="arguments of grad cannot be sent"):
            session.call(EX1, "grad", [object()])
        assert session.call(EX1, "grad", [2.0]).value == 20.0
