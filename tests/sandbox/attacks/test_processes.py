"""A submission starts no process, few threads, and none that outlives its session."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.attacks.conftest import attacked, refused
from tests.sandbox.conftest import EX1, is_alive, require


def test_a_fork_bomb_does_not_start(sandbox):
    require(sandbox, "start processes")
    attack = "def attack():\n    while True: os.fork()"
    assert refused(attacked(sandbox, attack))


@pytest.mark.parametrize(
    "body",
    [
        "os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.system('true') and 0 or os.setsid()",
        "import multiprocessing as m; p = m.Process(target=print); p.start()",
    ],
)
def test_no_program_is_started(sandbox, body):
    require(sandbox, "start processes")
    assert refused(attacked(sandbox, f"def attack():\n    {body}"))


def test_threads_that_sleep_cost_a_right_submission_nothing(sandbox):
    attack = """
def attack():
    for _ in range(60):
        threading.Thread(target=time.sleep, args=(100,)).start()
    return float(np.ones((400, 400)).dot(np.ones((400, 400)))[0, 0])
"""
    assert attacked(sandbox, attack).value == 400.0


def test_a_thread_bomb_meets_a_limit(sandbox):
    attack = """
def attack():
    threading.stack_size(65536)
    count = 0
    try:
        while count < 5000:
            threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    return count
"""
    observation = attacked(sandbox, attack)
    assert observation.value < 2000


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has the call")
def test_no_thread_has_open_files_of_its_own(sandbox):
    """Each table of open files has a limit of its own: 256 threads would have 64 files each."""
    require(sandbox, "start processes")
    attack = """
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    stack = ctypes.create_string_buffer(1 << 16)
    top = ctypes.c_void_p((ctypes.addressof(stack) + (1 << 16) - 64) & ~63)
    began = []
    for flags in (0x10900, 0x10B00):
        began.append((libc.clone(libc.pause, top, flags, None), ctypes.get_errno()))
    return began
"""
    assert attacked(sandbox, attack).value == [(-1, 1), (-1, 1)]


def test_a_daemon_does_not_outlive_the_session():
    attack = """
import os, time
def attack():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(100)
        os._exit(0)
    time.sleep(0.2)
    return "started"
"""
    weak = Sandbox(Limits(call_seconds=5), without=("seccomp",))
    with weak, weak.session({f"{EX1}.py": attack.encode()}) as session:
        assert session.call(EX1, "attack").value == "started"
        zygote = weak.starter.process.pid
        assert len(descendants(zygote)) == 2
        session.close()
        assert descendants(zygote) == []


def test_threads_of_a_call_do_not_outlive_the_session(sandbox):
    attack = """
def attack():
    def work():
        while True: time.sleep(0.01)
    threading.Thread(target=work).start()
    return os.getpid()
"""
    assert not is_alive(attacked(sandbox, attack).value)


def descendants(pid):
    """Return the numbers of all processes below ``pid``, zombies left out."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(stat.parent.name)] = int(parent)
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found
