"""The isolation is measured by trying, and said."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from grader.sandbox.child import landlock, seccomp
from grader.sandbox.host.isolation import measured
from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.limits import Limits
from tests.sandbox.conftest import EX1, RIGHT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def test_a_machine_with_every_layer_is_full(sandbox):
    if not landlock.abi() or not seccomp.is_known_machine():
        pytest.skip("a layer is missing on this machine")
    assert sandbox.isolation.level == "full"
    assert sandbox.isolation.lacking == ()
    assert sandbox.isolation.says == "isolation: full"


@pytest.mark.parametrize(
    ("without", "level", "opened"),
    [
        (("seccomp",), "no network filter", "open sockets"),
        (("landlock",), "no file filter", "read other files"),
        (("landlock", "seccomp"), "process only", "start processes"),
        (("limits",), "partial", "use any amount of memory"),
    ],
)
def test_what_a_missing_layer_leaves_open_is_found_and_said(without, level, opened):
    with Sandbox(without=without) as weak:
        assert weak.isolation.level == level
        assert opened in weak.isolation.says
        with weak.session({f"{EX1}.py": RIGHT}) as session:
            assert session.call(EX1, "grad", [2.0]).value == 20.0


def test_a_child_that_lacks_more_than_the_canary_did_is_our_fault(sandbox):
    from grader.errors import SandboxFault

    with Sandbox(without=("seccomp",)) as weak:
        weak.may_lack = ()
        with (
            weak.session({f"{EX1}.py": RIGHT}) as session,
            pytest.raises(SandboxFault, match="before the submission was read"),
        ):
            session.call(EX1, "grad", [2.0])


def test_levels_follow_what_could_be_done():
    assert measured([], forked=True).level == "full"
    assert measured([], forked=False).level == "process only"
    assert measured(["open sockets", "read other files"], forked=True).level == "process only"


@pytest.mark.parametrize("machine", HEADERS)
def test_the_filters_numbers_are_the_kernels(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text()
    theirs = {n: int(v) for n, v in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    column = seccomp.MACHINES[machine].column
    tables = [*seccomp.DENIED.values(), seccomp.SPECIAL]
    ours = {n: v for table in tables for n, v in seccomp._numbers(table, column).items()}
    known = {name: number for name, number in ours.items() if name in theirs}
    assert len(known) > 80
    assert known == {name: theirs[name] for name in known}


@pytest.mark.parametrize("machine", HEADERS)
def test_the_filter_refuses_what_the_tables_deny(machine):
    column = seccomp.MACHINES[machine].column
    for table in seccomp.DENIED.values():
        for name, number in seccomp._numbers(table, column).items():
            assert judged(machine, number) == seccomp.REFUSE, name


def test_the_filter_allows_threads_own_signals_and_files_only():
    clone, kill, openat, prlimit, prctl = 56, 62, 257, 302, 157
    cases = {
        (clone, 0x3D0F00): seccomp.ALLOW,
        (clone, 0x1200011): seccomp.REFUSE,
        # A thread with open files of its own, and a process that shares them.
        (clone, 0x3D0B00): seccomp.REFUSE,
        (clone, 0x1200411): seccomp.REFUSE,
        (435, 0): seccomp.ABSENT,
        (kill, 77): seccomp.ALLOW,
        (kill, 78): seccomp.REFUSE,
        (kill, 0): seccomp.REFUSE,
        (openat, 0, 0, 0o1000): seccomp.REFUSE,
        (openat, 0, 0, 0o1001): seccomp.ALLOW,
        (openat, 0, 0, 0): seccomp.ALLOW,
        (prlimit, 0): seccomp.ALLOW,
        (prlimit, 1): seccomp.REFUSE,
        (prctl, 1): seccomp.REFUSE,
        (prctl, 15): seccomp.ALLOW,
        **{(72, 5, command): seccomp.REFUSE for command in (8, 10, 15, 1024, 1026)},
        **{(72, 5, command): seccomp.ALLOW for command in (0, 1, 2, 3, 4, 1030)},
        **{(16, 5, request): seccomp.REFUSE for request in (0x8901, 0x8902)},
        # A file's flags, its project, its seal for good; a part of the disk in a folder.
        **{(16, 5, r): seccomp.REFUSE for r in (0x40086602, 0x401C5820, 0x40806685, 0x5000940E)},
        **{(16, 5, request): seccomp.ALLOW for request in (0x5401, 0x5413, 0x5421, 0x5450)},
        (16, 5, 0x40049409): seccomp.ALLOW,
        **{(44, 3, 0, 1, flags): seccomp.REFUSE for flags in (1, 0x41)},
        **{(44, 3, 0, 1, flags): seccomp.ALLOW for flags in (0, 0x40, 0x4000)},
        (44, 3, 0, 1, 0, 4096): seccomp.REFUSE,
        (0x40000000 + 39,): seccomp.ABSENT,
        (500,): seccomp.ABSENT,
        (0,): seccomp.ALLOW,
    }
    for (number, *arguments), verdict in cases.items():
        assert judged("x86_64", number, *arguments) == verdict, (number, arguments)


def test_the_filter_kills_callers_of_another_architecture():
    assert judged("x86_64", 0, architecture=0x40000003) == seccomp.KILL


def judged(machine, number, *arguments, architecture=None):
    """Run the filter for the process 77 as the kernel would; its verdict."""
    import struct

    code = list(struct.iter_unpack("HBBI", seccomp.program(machine, 77)))
    padded = [*arguments, *[0] * (6 - len(arguments))]
    architecture = architecture or seccomp.MACHINES[machine].architecture
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    at = value = 0
    while True:
        operation, true, false, k = code[at]
        at += 1
        if operation == seccomp.RETURN:
            return k
        if operation == seccomp.LOAD:
            value = struct.unpack_from("<I", data, k)[0]
        elif operation == seccomp.AND:
            value &= k
        else:
            holds = {
                seccomp.JUMP_EQUAL: value == k,
                seccomp.JUMP_OVER: value > k,
                seccomp.JUMP_ANY_BIT: bool(value & k),
            }[operation]
            at += true if holds else false


def test_limits_are_the_callers(sandbox):
    with (
        Sandbox(Limits(memory_bytes=200 << 20)) as small,
        small.session({f"{EX1}.py": b"def grad(x):\n    return len(bytearray(x))"}) as session,
    ):
        assert session.call(EX1, "grad", [100 << 20]).value == 100 << 20
        assert session.call(EX1, "grad", [220 << 20]).raised.type_name == "MemoryError"
