"""A submission reaches no network, no other file, no other process and no secret outside."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.host.sandbox import Sandbox
from tests.kit import ROOT
from tests.sandbox.attacks.conftest import attacked, refused
from tests.sandbox.conftest import EX1, LIMITS, RIGHT, require

ELSEWHERE = sys.platform != "linux" or os.uname().machine != "x86_64"


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_no_socket_is_opened(sandbox, family):
    require(sandbox, "open sockets")
    if not hasattr(socket, family):
        pytest.skip(f"no {family} here")
    attack = f"import socket\ndef attack():\n    socket.socket(socket.{family}, socket.SOCK_DGRAM)"
    assert refused(attacked(sandbox, attack))


OUTSIDE = [
    Path(__file__).resolve(),
    ROOT / "solutions" / "ex1_gradient_descent.py",
    ROOT / "grader" / "sandbox" / "child" / "server.py",
    Path("/etc/passwd"),
    Path("/proc/self/environ"),
    Path("/proc/1/cmdline"),
]


@pytest.mark.parametrize("path", OUTSIDE, ids=str)
def test_files_outside_are_not_read(sandbox, path):
    require(sandbox, "read other files")
    assert refused(attacked(sandbox, f"def attack():\n    return open({str(path)!r}).read()"))


def test_a_file_that_everybody_may_write_is_not_written_renamed_linked_or_touched(
    sandbox, tmp_path
):
    require(sandbox, "write outside its scratch folder")
    for parent in [tmp_path, *tmp_path.parents][:3]:
        parent.chmod(0o777)
    target = tmp_path / "gradebook"
    target.write_text("100")
    target.chmod(0o666)
    before = target.stat()
    attack = f"""
def attack():
    t, outcomes = {str(target)!r}, []
    new = t + "-new"
    tries = [
        lambda: open(t, "w"), lambda: open(t, "a"), lambda: os.open(t, os.O_RDONLY | os.O_TRUNC),
        lambda: os.truncate(t, 0), lambda: os.remove(t), lambda: os.rename(t, "mine"),
        lambda: os.link(t, "mine"), lambda: os.chmod(t, 0), lambda: os.utime(t, (0, 0)),
        lambda: os.open(new, os.O_CREAT | os.O_WRONLY), lambda: os.mkdir(new),
        lambda: os.mkfifo(new), lambda: os.symlink("/etc", new), lambda: os.rename(new, t),
        lambda: os.setxattr(t, "user.x", b"1"), lambda: os.chown(t, os.getuid(), -1),
    ]
    for one in tries:
        try:
            outcomes.append(str(one()))
        except OSError as error:
            outcomes.append("refused")
    return outcomes
"""
    outcomes = attacked(sandbox, attack).value
    assert outcomes == ["refused"] * len(outcomes)
    assert target.read_text() == "100"
    after = target.stat()
    assert (after.st_mode, after.st_mtime, after.st_uid) == (
        before.st_mode,
        before.st_mtime,
        before.st_uid,
    )
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("victim", ["os.getppid()", "the grader", "1", "0", "-1"])
def test_no_signal_reaches_another_process(sandbox, victim):
    require(sandbox, "reach the grader's process")
    pid = os.getpid() if victim == "the grader" else victim
    assert refused(attacked(sandbox, f"def attack():\n    os.kill({pid}, 0)"))


@pytest.mark.parametrize(
    "call", ["fcntl(fd, 8, parent)", "fcntl(fd, 10, 9)", "fcntl(fd, 15, bytes(8))",
             "ioctl(fd, 0x8901, owner)", "ioctl(fd, 0x8902, owner)"],
)  # fmt: skip
def test_no_file_signals_another_process_when_it_is_ready(sandbox, call):
    require(sandbox, "reach the grader's process")
    attack = f"""
def attack():
    import fcntl, struct
    fd, parent = os.pipe()[0], os.getppid()
    owner = struct.pack("i", parent)
    fcntl.{call}
"""
    observation = attacked(sandbox, attack)
    assert observation.raised.type_name == "PermissionError", observation


LOCK = "struct.pack('hhqqi', fcntl.F_RDLCK, 0, 7, 1, 0)"


@pytest.mark.parametrize(
    "call", [f"fcntl(file, {command}, {LOCK})" for command in (5, 6, 7, 36, 37, 38)]
)
def test_no_lock_on_a_file_that_all_may_read_tells_another_submission_anything(sandbox, call):
    require(sandbox, "reach the grader's process")
    attack = f"""
def attack():
    import fcntl, struct
    file = os.open({np.__file__!r}, os.O_RDONLY)
    fcntl.{call}
"""
    assert refused(attacked(sandbox, attack))


def test_no_whole_file_is_locked(sandbox):
    require(sandbox, "reach the grader's process")
    attack = f"""
def attack():
    import fcntl
    fcntl.flock(os.open({np.__file__!r}, os.O_RDONLY), fcntl.LOCK_SH)
"""
    assert refused(attacked(sandbox, attack))


@pytest.mark.parametrize("call", ["fcntl(file, 1024, 0)", "fcntl(folder, 1026, 2)"])
def test_nobody_is_kept_from_opening_a_file_or_watched(sandbox, call):
    require(sandbox, "reach the grader's process")
    attack = f"""
def attack():
    import fcntl
    open("mine", "w").close()
    file, folder = os.open("mine", os.O_RDONLY), os.open(".", os.O_RDONLY)
    fcntl.{call}
"""
    assert refused(attacked(sandbox, attack))


SHARED = {"semctl": 66, "shmctl": 31, "msgctl": 71}


@pytest.mark.skipif(ELSEWHERE, reason="other numbers on this machine")
def test_what_other_processes_share_by_number_is_not_removed():
    """An instructor's own semaphores and queues are known by small numbers, to one's own user."""
    libc, key = ctypes.CDLL(None, use_errno=True), 0x67726164
    made = [libc.semget(key, 1, 0o1666), libc.shmget(key, 4096, 0o1666), libc.msgget(key, 0o1666)]
    ends = [(number, 0, *at) for number, at in zip(made, ([0], [None], [None]), strict=True)]
    removals = [(SHARED["semctl"], made[0], 0, 0), (SHARED["shmctl"], made[1], 0, 0),
                (SHARED["msgctl"], made[2], 0, 0)]  # fmt: skip
    attack = f"""
def attack():
    libc, told = ctypes.CDLL(None, use_errno=True), []
    for arguments in {removals!r}:
        told.append((libc.syscall(*arguments), ctypes.get_errno()))
    return told
"""
    try:
        with Sandbox(LIMITS, without=("user",)) as own:
            require(own, "reach the grader's process")
            assert attacked(own, attack).value == [(-1, 1)] * 3
    finally:
        semaphores, memory, queue = ends
        left = libc.semctl(*semaphores), libc.shmctl(*memory), libc.msgctl(*queue)
    assert left == (0, 0, 0)


@pytest.mark.skipif(ELSEWHERE, reason="another request on this machine")
def test_no_flag_of_a_file_is_changed_that_is_open_to_read(sandbox):
    require(sandbox, "change the modes of other files")
    attack = """
def attack():
    import fcntl
    open("mine", "w").close()
    with open("mine") as file:
        fcntl.ioctl(file, 0x40086602, bytes(8))
"""
    assert attacked(sandbox, attack).raised.type_name == "PermissionError"


def test_what_the_library_asks_of_its_own_descriptors_is_answered(sandbox):
    attack = """
def attack():
    import asyncio, shutil, socket
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    ours.set_inheritable(True)
    ours.send(b"x")
    with open("one", "w") as file:
        terminal = file.isatty()
        file.write("text")
    shutil.copyfile("one", "other")
    return terminal, asyncio.run(asyncio.sleep(0, 5)), open("other").read()
"""
    assert attacked(sandbox, attack).value == (False, 5, "text")


def test_no_folder_is_made_or_found_where_other_childrens_folders_are(sandbox):
    require(sandbox, "write outside its scratch folder")
    for attack in ("os.mkdir('../2')", "os.rename('.', '../2')", "open('../2', 'w')"):
        assert refused(attacked(sandbox, f"def attack():\n    {attack}"))


def test_a_child_writes_in_its_own_folder_only_beside_another_of_its_user():
    """Without another user to become, the second child may not reach into the first one's."""
    write = (
        RIGHT
        + b"""
import os
def attack(folder):
    names = []
    for name in ("mine", os.path.join(folder, "theirs")):
        try:
            open(name, "w").close()
            names.append(name)
        except OSError:
            pass
    return names, os.getcwd()
"""
    )
    with Sandbox(LIMITS, without=("user",)) as weak:
        require(weak, "write outside its scratch folder")
        sources = {f"{EX1}.py": write}
        with weak.session(sources) as first, weak.session(sources) as second:
            _, folder = first.call(EX1, "attack", ["."]).value
            names, other = second.call(EX1, "attack", [folder]).value
        assert folder != other
        assert names == ["mine"]


@pytest.mark.parametrize("number", [101, 117, 310, 270, 272, 97, 321, 280, 425, 438, 319, 279])
def test_system_calls_for_other_processes_and_namespaces_fail(sandbox, number):
    require(sandbox, "reach the grader's process")
    denied = {"x86_64": {101, 310, 272, 321, 425, 438, 319}, "aarch64": {117, 270, 97, 280, 425}}
    if number not in denied.get(os.uname().machine, ()):
        pytest.skip("another call on this machine")
    attack = f"""
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall({number}, 16, {os.getpid()}, 0, 0, 0, 0)
    return result, ctypes.get_errno()
"""
    assert attacked(sandbox, attack).value == (-1, 1)


def test_the_32_bit_door_to_the_kernel_is_closed(sandbox):
    require(sandbox, "open sockets")
    if os.uname().machine != "x86_64":
        pytest.skip("there is none on this machine")
    # x32's numbers: getpid with bit 30 set.
    attack = """
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(0x40000000 + 39), ctypes.get_errno()
"""
    assert attacked(sandbox, attack).value == (-1, 38)


def test_limits_and_the_death_signal_cannot_be_undone(sandbox):
    require(sandbox, "reach the grader's process")
    attack = """
def attack():
    import resource
    libc = ctypes.CDLL(None, use_errno=True)
    outcomes = [libc.prctl(1, 0, 0, 0, 0)]
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
        try:
            resource.setrlimit(kind, (-1, -1))
            outcomes.append("raised")
        except (ValueError, OSError):
            outcomes.append(-1)
    return outcomes
"""
    assert attacked(sandbox, attack).value == [-1] * 4


def test_no_descriptor_is_open_but_the_childs_own(sandbox):
    attack = """
def attack():
    found = []
    for number in range(1024):
        try:
            os.fstat(number)
            found.append(number)
        except OSError:
            pass
    return found
"""
    assert attacked(sandbox, attack).value == [0, 1, 2, 3]


def test_the_environment_tells_nothing(sandbox):
    os.environ["COURSE_SECRET"] = "8f1e"
    try:
        with Sandbox(LIMITS) as fresh:
            seen = attacked(fresh, "def attack():\n    return dict(os.environ), sys.argv, sys.path")
    finally:
        del os.environ["COURSE_SECRET"]
    assert "8f1e" not in repr(seen.value)
    assert str(ROOT) not in seen.value[2]
