"""The machinery goes on when a part of it goes down, and waits for whom it should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from exercises.coach.problems import Quadratic
from grader.sandbox.host import call_deadline as waiting
from grader.sandbox.host.call_deadline import OWN_THREAD, Patience, cpu_seconds
from grader.sandbox.host.forked import ForkedChannel
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.conftest import EX1, LIMITS, RIGHT, is_alive

ROOT = Path(__file__).parents[2]


def wait_until(holds, seconds=60):
    """Wait for what is bound to come, however busy the machine is; whether it came."""
    until = time.monotonic() + seconds
    while not (came := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return came


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


def kill_new(session, killed):
    """Kill the processes in which a submission runs and that are not among ``killed`` yet."""
    for one in list(session.conversations.values()):
        if one.marks and one.channel.pid not in killed:
            killed.append(one.channel.pid)
            os.kill(one.channel.pid, signal.SIGKILL)


@pytest.mark.parametrize("times", [1, 2])
def test_a_child_that_the_machine_killed_is_asked_once_more(own, times):
    """A system without memory kills whom it will: nobody's points are to hang on that."""
    source = b"import time\ndef grad(x):\n    time.sleep(1)\n    return 7.0"
    killed = []

    def kill():
        while len(killed) < times:
            kill_new(session, killed)
            time.sleep(0.02)

    with own.session({f"{EX1}.py": source}) as session:
        killer = threading.Thread(target=kill)
        killer.start()
        told = session.call(EX1, "grad", [2.0])
        killer.join()
    assert told.status == ("returned" if times == 1 else "crashed")


def test_what_a_killed_child_had_asked_for_is_not_counted(own):
    """A right descent asks for the gradient once a step, however often its process is killed."""

    class Fatal(Quadratic):
        def grad(self, theta):
            if len(asked) == 2:
                kill_new(session, killed)
            asked.append(theta)
            return super().grad(theta)

    asked, killed = [], []
    problem = Fatal(np.eye(2))
    with own.session({f"{EX1}.py": RIGHT}) as session:
        arguments = [problem.loss, problem.grad, [1.0, 2.0], 0.1, 5]
        told = session.call(EX1, "gradient_descent", arguments, remote=True)
    assert len(killed) == 1
    assert len(asked) > 5
    assert (told.status, told.grad_calls, len(told.visited)) == ("returned", 5, 5)


def test_a_zygotes_children_die_with_it(own):
    source = b"import os\ndef grad(x): return os.getpid()"
    with own.session({f"{EX1}.py": source}) as session:
        child = session.call(EX1, "grad", [2.0]).value
        os.kill(own.starter.process.pid, signal.SIGKILL)
        own.starter.process.wait()
        assert wait_until(lambda: not is_alive(child))


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
    assert wait_until(lambda: not is_alive(int(child)))
    assert wait_until(lambda: not is_alive(int(zygote)))
    assert wait_until(lambda: not os.path.exists(folder))


def test_an_interrupt_from_the_keyboard_ends_the_call_and_cleans_up(own):
    source = b"import time\ndef grad(x): time.sleep(100)"

    def ring(signum, frame):
        raise KeyboardInterrupt

    def call_and_ring(session):
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        session.call(EX1, "grad", [1.0])

    before = signal.signal(signal.SIGALRM, ring)
    try:
        with (
            pytest.raises(KeyboardInterrupt),
            own.session({f"{EX1}.py": source}) as session,
        ):
            call_and_ring(session)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    with own.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0


def test_the_graders_own_memory_is_not_to_be_read_by_its_user(sandbox):
    import ctypes

    get_dumpable = 3
    assert ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0) == 0


@pytest.mark.slow
def test_a_process_that_has_to_queue_for_the_processor_is_waited_for():
    """Five share a core; the time that counts for one is what it got, not what passed meanwhile."""
    spin = "import time\nwhile True: pass"
    cores = sorted(os.sched_getaffinity(0))[:1]
    processes = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(5)]
    try:
        for process in processes:
            os.sched_setaffinity(process.pid, cores)
        patience = Patience(processes[0].pid, 0.4, stretch=1000)
        assert not patience.is_over
        before = cpu_seconds(processes[0].pid)
        assert wait_until(lambda: patience.is_over)
        # Up to its limit, but for what the kernel counts of a switch from one to another.
        assert cpu_seconds(processes[0].pid) - before > 0.3
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_process_that_sleeps_is_not_waited_for():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    try:
        patience = Patience(process.pid, 0.4, stretch=1000)
        assert wait_until(lambda: patience.is_over)
    finally:
        process.kill()
        process.wait()


def test_a_process_without_a_turn_is_given_up_at_last(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(waiting, "cpu_seconds", lambda pid: 0.0)
    monkeypatch.setattr(waiting, "queued_seconds", lambda pid: now[0])
    patience = Patience(1, 2.0, stretch=3)
    over = {}
    for now[0] in (0.0, 1.9, 2.1, 5.9, 6.1):
        over[now[0]] = patience.is_over
    assert over == {0.0: False, 1.9: False, 2.1: False, 5.9: False, 6.1: True}


def test_time_in_the_queue_is_not_charged_once_the_process_was_ended():
    spin = "import time\nwhile True: pass"
    process = subprocess.Popen([sys.executable, "-c", spin])
    patience = Patience(process.pid, 0.2, stretch=1000)
    try:
        assert wait_until(lambda: patience.is_over)
    finally:
        process.kill()
        process.wait()
    used = patience.used
    assert used >= 0.2
    time.sleep(0.3)
    assert patience.used == used


@pytest.mark.parametrize("first", [0.0, 1.0])
def test_what_passes_after_a_process_is_found_gone_is_not_charged(monkeypatch, first):
    # A process that was just begun, and has not run yet, used 0.0 seconds.
    now, cpu = [0.0], [first]
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(waiting, "cpu_seconds", lambda pid: cpu[0])
    monkeypatch.setattr(waiting, "queued_seconds", lambda pid: 0.0)
    patience = Patience(1, 0.2, stretch=3)
    now[0] = 0.2
    assert patience.is_over
    now[0], cpu[0] = 0.21, None
    assert patience.used == pytest.approx(0.21)
    now[0] = 5.0
    assert patience.used == pytest.approx(0.21)


def test_what_a_process_without_a_turn_did_not_use_is_not_charged(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(waiting, "cpu_seconds", lambda pid: 5.0 + now[0] / 10)
    monkeypatch.setattr(waiting, "queued_seconds", lambda pid: 0.9 * now[0])
    patience = Patience(1, 2.0, stretch=3)
    assert not patience.is_over
    now[0] = 6.1
    assert patience.is_over
    assert patience.used == pytest.approx(0.61)


@pytest.mark.parametrize(("wall", "charged"), [(0.003, 0.003), (0.09, 0.01)])
def test_a_call_that_ends_before_the_first_look_is_not_charged_for_the_queue(
    monkeypatch, wall, charged
):
    """A right submission makes two hundred: with a turn late for each they were its deadline."""
    now, ran = [0.0], 0.1
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(waiting, "cpu_seconds", lambda pid: 0.5 + ran * now[0])
    queued = dict.fromkeys((1, OWN_THREAD), (1 - ran) / 2)
    monkeypatch.setattr(waiting, "queued_seconds", lambda who: 7 + queued[who] * now[0])
    patience = Patience(1, 10.0, stretch=3, since=(0.499, 7.0))
    now[0] = wall
    assert patience.used == pytest.approx(charged, abs=0.005)
    if wall > 0.005:
        assert patience.times == (0.5 + ran * wall, 7 + queued[1] * wall)


def test_a_call_is_charged_what_it_used_even_if_it_began_in_the_queue(monkeypatch):
    """The process stood in the queue before it, for calls that were too short to be looked at."""
    now = [0.0]
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(waiting, "cpu_seconds", lambda pid: 0.5 + now[0])
    monkeypatch.setattr(waiting, "queued_seconds", lambda pid: 7.0)
    patience = Patience(1, 10.0, stretch=3, since=(0.5, 0.0))
    now[0] = 0.08
    assert patience.used == pytest.approx(0.08)


def test_a_right_submission_is_charged_what_it_used_on_a_busy_machine(sandbox):
    """Ten share the cores: what passes while it waits for its turn is not its own."""
    spin = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(spin) for _ in range(5 * len(os.sched_getaffinity(0)))]
    try:
        with sandbox.session({f"{EX1}.py": RIGHT}) as session:
            for _ in range(40):
                assert session.call(EX1, "grad", [2.0]).value == 20.0
            (open_one,) = session.conversations.values()
            used = cpu_seconds(open_one.channel.pid)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert session.seconds < used + 40 * waiting.SHORT_SECONDS


def test_sources_are_waited_for_where_the_process_has_no_turn(sandbox, monkeypatch):
    """A child that did not read them in time was called a fault of the grader's."""
    waited = []
    sends = ForkedChannel.send

    def send(self, data, seconds):
        waited.append(seconds)
        return sends(self, data, seconds)

    monkeypatch.setattr(ForkedChannel, "send", send)
    with sandbox.session({f"{EX1}.py": RIGHT}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
    limits = sandbox.limits
    assert waited == [limits.call_seconds * limits.stretch, limits.call_seconds]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is forked")
def test_the_sandbox_comes_up_where_the_end_of_processes_is_ignored():
    """What started the grader may have asked to be told of none; its processes inherit that."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with Sandbox(LIMITS) as one, one.session({f"{EX1}.py": RIGHT}) as session:
            assert session.call(EX1, "grad", [2.0]).value == 20.0
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.slow
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
    from grader.errors import SandboxFault

    monkeypatch.setattr("grader.sandbox.host.forked.COMMAND", "import no_such_module")
    with pytest.raises(SandboxFault, match="no_such_module"), Sandbox():
        pass


def test_limits_defaults_are_the_documented_ones():
    assert (Limits().call_seconds, Limits().submission_seconds) == (10.0, 60.0)


def test_arguments_that_cannot_be_sent_are_our_fault_and_cost_nothing(sandbox):
    from grader.errors import SandboxFault

    with sandbox.session({f"{EX1}.py": RIGHT}) as session:
        with pytest.raises(SandboxFault, match="arguments of grad cannot be sent"):
            session.call(EX1, "grad", [object()])
        assert session.call(EX1, "grad", [2.0]).value == 20.0
