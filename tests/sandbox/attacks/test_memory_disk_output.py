"""A submission meets limits of memory, of files and of what it prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.sandbox.host import forked
from grader.sandbox.host.scratch import is_fuller_than, remove
from tests.kit import ROOT
from tests.sandbox.attacks.conftest import attacked, refused
from tests.sandbox.conftest import EX1, RIGHT, require

ELSEWHERE = sys.platform != "linux" or os.uname().machine != "x86_64"


@pytest.mark.parametrize(
    "body",
    [
        "return bytearray(4 << 30)",
        "return np.ones(10**9)",
        "return [0] * 10**9",
        "x = []\n    while True: x.append(bytearray(32 << 20))",
        "import mmap; return len(mmap.mmap(-1, 4 << 30))",
    ],
)
def test_a_memory_bomb_is_a_memory_error(patient, body):
    require(patient, "use any amount of memory")
    observation = attacked(patient, f"def attack():\n    {body}")
    assert observation.raised.type_name in ("MemoryError", "_ArrayMemoryError", "OSError")


def test_a_disk_bomb_of_one_file_meets_a_limit(patient):
    attack = """
def attack():
    with open("big", "wb", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(1 << 20))
"""
    assert refused(attacked(patient, attack))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has the call")
@pytest.mark.parametrize("mode", [0, 1, 3, 0x11])
def test_no_room_is_taken_beyond_the_end_of_a_file(patient, mode):
    """One call for room that no file shows (mode 1) fills a disk, whatever a file may hold."""
    require(patient, "reach the grader's process")
    attack = f"""
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    file = os.open("big", os.O_RDWR | os.O_CREAT)
    start, size = ctypes.c_long(0), ctypes.c_long(64 << 20)
    failed = libc.fallocate(file, {mode}, start, size) != 0
    return failed, os.fstat(file).st_blocks * 512
"""
    assert attacked(patient, attack).value == (True, 0)


def test_a_disk_bomb_of_many_files_is_ended_and_removed(patient):
    attack = """
def attack():
    for i in range(10**6):
        with open(str(i), "wb") as file:
            file.write(bytes(1 << 20))
"""
    observation = attacked(patient, attack)
    assert observation.status == "crashed"
    assert "wrote more than 64 MB" in observation.note


def test_a_folder_filled_by_quick_calls_is_found_full(patient):
    attack = """
def attack():
    for i in range(10):
        with open(str(i), "wb") as file:
            file.write(bytes(7 << 20))
"""
    with patient.session({f"{EX1}.py": attack.encode()}) as session:
        observation = session.call(EX1, "attack")
    assert observation.status == "crashed"
    assert "wrote more than 64 MB" in observation.note


ENDS = {
    "is full": "for i in range(2200): os.mkdir(str(i))",
    "ends at once": "os.mkdir('one'); os._exit(1)",
    "ends after a while": "os.mkdir('one'); time.sleep(0.5); os._exit(1)",
    "is killed": "os.mkdir('one'); time.sleep(0.5); os.abort()",
    "forges a claim": (
        "import grader.sandbox.child.server as child; real = child._fields; os.mkdir('one'); "
        "child._fields = lambda seen: real(seen) | {'grad_calls': -1}"
    ),
    "forges a frame": "os.mkdir('one'); os.write(3, b'nonsense' * 100); time.sleep(9)",
    "prints too much": "os.mkdir('one')\n    while True: print('x' * 10**6)",
}


@pytest.mark.parametrize("end", ENDS)
def test_the_time_to_remove_what_a_child_leaves_is_the_submissions(patient, monkeypatch, end):
    """Folders made in a tenth of a second, by the thousand, take seconds to remove."""
    removed = []

    def slow(folder):
        removed.append(len(list(folder.iterdir())))
        time.sleep(1.5)
        remove(folder)

    monkeypatch.setattr(forked, "remove", slow)
    attack = f"import os, time\ndef attack():\n    {ENDS[end]}\n"
    began = time.monotonic()
    with patient.session({f"{EX1}.py": attack.encode()}) as session:
        assert session.call(EX1, "attack").status == "crashed"
        assert len(removed) == 1
        assert removed[0] > 0
        # Once, and not twice: no more than all that went by.
        assert 1.5 <= session.seconds <= time.monotonic() - began


def test_folders_too_deep_to_be_named_are_as_good_as_full(patient):
    attack = """
def attack():
    for _ in range(30):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)
    return "nested"
"""
    observation = attacked(patient, attack)
    assert observation.status == "crashed"
    assert "too many files" in observation.note


def test_a_folder_that_nobody_may_list_is_as_good_as_full(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    looks = os.scandir

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return looks(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert is_fuller_than(tmp_path, 10**9)
    assert not is_fuller_than(tmp_path / "gone", 10**9)


def test_folders_nested_deeper_than_python_can_go_are_removed(sandbox):
    attack = """
def attack():
    for _ in range(1010):
        os.mkdir("d")
        os.chdir("d")
    return "nested"
"""
    assert attacked(sandbox, attack).value == "nested"


CLOSED = """
import os, sys
from pathlib import Path
from grader.sandbox.host.scratch import remove

top, depth, mode = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3], 8)
top.mkdir()
os.chdir(top)
for _ in range(depth):
    os.mkdir("d", mode)
    os.chdir("d")
os.chdir("/")
# Not so deep that whoever clears away after a failure comes to the end of his own stack.
sys.setrecursionlimit(200)
remove(top)
print(top.exists())
"""


@pytest.mark.skipif(os.name != "posix", reason="other rights elsewhere")
@pytest.mark.parametrize("depth", [1, 400])
def test_folders_that_nobody_may_list_are_removed_however_deep(tmp_path, depth):
    """Root lists them all the same; who is not root first has to be let in."""
    rights = "-dac_override,-dac_read_search,-fowner"
    as_a_user = ["setpriv", "--bounding-set", rights, "--inh-caps", rights]
    if os.geteuid() != 0:
        as_a_user = []
    elif shutil.which("setpriv") is None:
        pytest.skip("setpriv is missing")
    command = [*as_a_user, sys.executable, "-c", CLOSED, str(tmp_path / "top"), str(depth), "300"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_a_gigabyte_of_prints_is_ended(patient):
    attack = "def attack():\n    while True: print('x' * 10**6)"
    observation = attacked(patient, attack)
    assert observation.status == "crashed"
    assert observation.note == "it printed more than 32 MB"


@pytest.mark.parametrize("flood", ["while True: print('x' * 1000)", "print('x' * (40 << 20))"])
def test_a_line_that_prints_without_end_costs_nothing_below_it(patient, flood):
    source = RIGHT + f"\n{flood}\ndef below(): return 7\n".encode()
    with patient.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "grad", [2.0]).value == 20.0
        assert session.call(EX1, "below").value == 7
        (stopped,) = session.stopped[EX1]
    assert (stopped.line, stopped.detail) == (18, "it printed more than 32 MB")


def test_output_that_imitates_the_grader_is_output(sandbox):
    attack = """
def attack():
    sys.__stdout__.buffer.write(b"gdk1" + bytes(8) + b"null")
    os.write(2, b"Fatal Python error: Segmentation fault")
    return "done"
"""
    assert attacked(sandbox, attack).value == "done"


@pytest.mark.skipif(ELSEWHERE, reason="another call on this machine")
@pytest.mark.parametrize("call", ["vmsplice(w, part, 1, 2)", "syscall(206, 60_000, where)"])
def test_no_memory_is_kept_by_the_kernel_that_no_limit_counts(sandbox, call):
    """A pipe holds a page, the page its two megabytes; what waits for the disk is all programs'."""
    require(sandbox, "reach the grader's process")
    attack = f"""
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    where = ctypes.byref(ctypes.c_ulong(0))
    page = ctypes.create_string_buffer(4096)
    part = (ctypes.c_size_t * 2)(ctypes.addressof(page), 4096)
    r, w = os.pipe()
    return libc.{call}, ctypes.get_errno()
"""
    assert attacked(sandbox, attack).value == (-1, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts them, and tells")
def test_signals_and_timers_that_wait_have_a_limit(sandbox):
    """They are counted for all of a user's processes together: who has them all leaves none."""
    attack = """
def attack():
    import resource
    return resource.getrlimit(resource.RLIMIT_SIGPENDING)
"""
    soft, hard = attacked(sandbox, attack).value
    assert soft == hard <= 1024
