"""Hostile submissions, for real: what each gets, and that nobody else notices."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from exercises.coach.plain import Opaque
from grader.sandbox import Limits, Sandbox
from tests.sandbox.conftest import (
    EX1,
    LIMITS,
    RIGHT,
    is_alive,
    processes_in_session,
    require,
)

EX2 = "ex2_learning_rates"


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


@pytest.fixture(scope="module")
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


# Ends of the process


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os._exit(0)", "os._exit(0)"),
        ("os._exit(70)", "os._exit(70)"),
        ("ctypes.string_at(0)", "segmentation fault"),
        ("os.abort()", "aborted"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed by the system"),
        ("signal.raise_signal(signal.SIGTERM)", "SIGTERM"),
        ("os.close(3)", ""),
        ("os.closerange(0, 1000); time.sleep(60)", "closed its line"),
    ],
)
def test_a_submission_that_ends_its_process_loses_that_call_only(sandbox, body, words):
    observation = attacked(sandbox, f"def attack():\n    {body}")
    assert observation.status == "crashed"
    assert words in observation.note


def test_sys_exit_is_an_exception_like_any_other(sandbox):
    observation = attacked(sandbox, "def attack():\n    sys.exit(0)")
    assert observation.raised.type_name == "SystemExit"


def test_a_stack_overflow_is_called_by_its_name(sandbox):
    # Comparing nested lists recurses in C; the interpreter's own limit is taken away.
    attack = """
def attack():
    sys.setrecursionlimit(10**9)
    class Nested:
        def __repr__(self):
            return repr([self])
    repr(Nested())
"""
    observation = attacked(sandbox, attack)
    assert observation.status in ("crashed", "raised")
    if observation.status == "crashed":
        assert "stack overflow" in observation.note or "memory" in observation.note


def test_deep_recursion_is_an_exception(sandbox):
    observation = attacked(sandbox, "def attack():\n    return attack()")
    assert observation.raised.type_name == "RecursionError"


# Time


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "time.sleep(10**6)",
        "threading.Event().wait()",
        "sum(range(10**12))",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64)); time.sleep(100)",
        "[signal.signal(s, lambda *a: 0) for s in (1, 2, 14, 15)]\n    while True: pass",
        "while True:\n        try:\n            while True: pass\n        except BaseException: 1",
    ],
    ids=["loops", "sleeps", "waits", "in C", "blocks signals", "takes signals", "swallows"],
)
def test_a_submission_that_does_not_return_is_ended_at_its_deadline(sandbox, body):
    before = time.monotonic()
    assert attacked(sandbox, f"def attack():\n    {body}").status == "timed out"
    assert time.monotonic() - before < LIMITS.call_seconds * LIMITS.stretch + 2


def test_a_class_whose_repr_hangs_is_ended_at_its_deadline(sandbox):
    attack = """
class Slow:
    def __repr__(self):
        while True: pass
def attack():
    return Slow()
"""
    assert attacked(sandbox, attack).status == "timed out"


def test_a_sleeping_child_is_not_taken_for_a_starved_one(sandbox):
    before = time.monotonic()
    attacked(sandbox, "def attack():\n    time.sleep(100)")
    assert time.monotonic() - before < LIMITS.call_seconds + 1.5


def test_questions_without_end_are_ended(sandbox, patient):
    from exercises.coach.problems import Polynomial

    problem = Polynomial((0.0, 1.0))
    attack = "def attack(loss, grad):\n    while True: loss(1.0)"
    observation = attacked(patient, attack, problem.loss, problem.grad, remote=True)
    assert observation.status == "crashed"
    assert "more than 50 times" in observation.note
    assert observation.loss_calls == 50
    observation = attacked(sandbox, attack, problem.loss, problem.grad, remote=True)
    assert observation.status == "timed out"


# Processes and threads


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


# Memory, disk and output


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


def test_folders_nested_deeper_than_python_can_go_are_removed(sandbox):
    attack = """
def attack():
    for _ in range(1010):
        os.mkdir("d")
        os.chdir("d")
    return "nested"
"""
    assert attacked(sandbox, attack).status in ("returned", "timed out")


def test_a_gigabyte_of_prints_is_ended(patient):
    attack = "def attack():\n    while True: print('x' * 10**6)"
    observation = attacked(patient, attack)
    assert observation.status == "crashed"
    assert observation.note == "it printed more than 32 MB"


def test_output_that_imitates_the_grader_is_output(sandbox):
    attack = """
def attack():
    sys.__stdout__.buffer.write(b"gdk1" + bytes(8) + b"null")
    os.write(2, b"Fatal Python error: Segmentation fault")
    return "done"
"""
    assert attacked(sandbox, attack).value == "done"


# Reaching out


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_no_socket_is_opened(sandbox, family):
    require(sandbox, "open sockets")
    if not hasattr(socket, family):
        pytest.skip(f"no {family} here")
    attack = f"import socket\ndef attack():\n    socket.socket(socket.{family}, socket.SOCK_DGRAM)"
    assert refused(attacked(sandbox, attack))


OUTSIDE = [
    Path(__file__).resolve(),
    Path(__file__).resolve().parents[2] / "solutions" / "ex1_gradient_descent.py",
    Path(__file__).resolve().parents[2] / "grader" / "sandbox" / "child.py",
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


@pytest.mark.parametrize("victim", ["os.getppid()", str(os.getpid()), "1", "0", "-1"])
def test_no_signal_reaches_another_process(sandbox, victim):
    require(sandbox, "reach the grader's process")
    assert refused(attacked(sandbox, f"def attack():\n    os.kill({victim}, 0)"))


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
    assert str(Path(__file__).parents[2]) not in seen.value[2]


# Finding out


def test_no_expectation_and_no_solution_is_in_the_childs_memory(sandbox):
    secret = np.array([0.8231749023184, 5.5])  # what a check would expect, in this process only
    attack = """
def attack():
    import gc
    frame, seen = sys._getframe(), []
    while frame is not None:
        seen.append(repr(frame.f_locals)[:10**5])
        frame = frame.f_back
    texts = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
    names = sorted(sys.modules)
    digits = "0.8231" + str(749023184 // 1000)
    found = any(digits in repr(t)[:10**5] for t in texts[-2000:])
    return found or digits in "".join(seen), names
"""
    found, names = attacked(sandbox, attack).value
    assert secret[1] == 5.5
    assert found is False
    roots = ("solutions", "grader.hidden", "grader.sandbox.session", "tests", "pytest")
    assert [name for name in names if name.startswith(roots)] == []


def test_the_right_descent_is_not_in_a_child_that_does_not_carry_it(sandbox):
    attack = """
def attack():
    import gc
    import exercises.coach.loading as loading
    gc.unfreeze()
    codes = [f.__code__ for f in gc.get_objects() if type(f).__name__ == "function"]
    codes += [c for c in gc.get_referents(*codes) if type(c).__name__ == "code"]
    names = {c.co_name for c in codes}
    return "carrying" in names, hasattr(loading, "right_descent"), "right_descent" in names
"""
    assert attacked(sandbox, attack).value == (True, False, False)


@pytest.mark.parametrize("name", ["solutions", "grader.hidden", "grader.cli", "tests", "pytest"])
def test_the_graders_own_modules_cannot_be_imported(sandbox, name):
    attack = f"def attack():\n    import {name}"
    raised = attacked(sandbox, attack).raised
    assert raised.type_name == "ModuleNotFoundError"


def test_nothing_of_one_student_is_left_for_the_next(sandbox):
    poison = """
import builtins, numpy, matplotlib, exercises.coach.observe as observe
for module, name in ((builtins, "sum"), (numpy, "array"), (numpy, "asarray")):
    setattr(module, name, lambda *a, **k: 0.0)
numpy.float64 = float
matplotlib.rcParams["lines.linewidth"] = 77
open("left", "w").write("poison")
def attack():
    return "poisoned"
"""
    with sandbox.session({f"{EX1}.py": poison.encode()}) as session:
        session.call(EX1, "attack")
    look = """
def attack():
    import numpy, matplotlib
    linewidth = matplotlib.rcParams["lines.linewidth"]
    return sum([1, 2]), float(numpy.array(3.0)), linewidth, os.listdir(".")
"""
    assert attacked(sandbox, look).value == (3, 3.0, 1.5, [])


# Forging


@pytest.mark.parametrize(
    "data",
    [
        "b'nonsense' * 100",
        "b'gdk1' + (2**31).to_bytes(4, 'little') + bytes(4)",
        "b'gdk1' + (4).to_bytes(4, 'little') + bytes(4) + b'null'",
        "frame(b'{}')",
        "frame(b'[' * 100000)",
        'frame(b\'["d","token",2,"observation",5]\')',
        'frame(b\'["d","token",2,"ask","loss","problem",0,"theta",1]\')',
        'frame(b\'["d","token",2,"loading","../../etc"]\')',
        'frame(b\'["a","O",[1],8]\', bytes(8))',
        'frame(b\'["a","float64",[1000000000000],8]\', bytes(8))',
    ],
)
def test_a_forged_frame_on_any_descriptor_costs_that_call_only(sandbox, data):
    attack = f"""
def frame(text, blob=b""):
    return b"gdk1" + len(text).to_bytes(4, "little") + len(blob).to_bytes(4, "little") + text + blob
def attack():
    for number in range(0, 32):
        try:
            os.write(number, {data})
        except OSError:
            pass
    return 1.0
"""
    observation = attacked(sandbox, attack)
    assert observation.status == "crashed"
    assert "something other than an answer" in observation.note


def test_an_answer_forged_ahead_of_time_does_not_answer_the_next_call(sandbox):
    attack = """
from grader.sandbox.encode import pack
from exercises.coach.observe import Observation
from grader.sandbox.child import _fields
def attack():
    for token in range(200):
        forged = {"token": token, "observation": _fields(Observation("returned", 1e6)),
                  "used_descent": False}
        os.write(3, pack(forged))
    return 0.0
def second():
    return 7.0
"""
    source = RIGHT + b"\nimport os\n" + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        first = session.call(EX1, "attack")
        second = session.call(EX1, "second")
    assert first.status == "crashed"
    assert (second.status, second.value) == ("returned", 7.0)


@pytest.mark.parametrize(
    "fields",
    [
        '{"status": "crashed"}',
        '{"grad_calls": -1}',
        '{"grad_calls": "many"}',
        '{"visited": "everything"}',
        '{"raised": {"type_name": 5}}',
        '{"mutated": (10**9,)}',
        '{"figure": "none"}',
        '{"note": ["x"]}',
    ],
)
def test_a_claim_with_a_wrong_field_is_refused(sandbox, fields):
    attack = f"""
import grader.sandbox.child as child
real = child._fields
child._fields = lambda observation: real(observation) | {fields}
def attack():
    return 1.0
"""
    source = RIGHT + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "attack").status == "crashed"


# Values that lie


LIARS = {
    "an array whose comparisons are all true": (
        "class Liar(np.ndarray):\n"
        "    def __eq__(self, other): return True\n"
        "    def __array_ufunc__(self, *a, **k): return True\n"
        "def attack(): return np.zeros(3).view(Liar)",
        lambda v: type(v) is np.ndarray and v.tolist() == [0.0, 0.0, 0.0],
    ),
    "a float whose comparisons are all true": (
        "class Liar(float):\n    def __eq__(self, other): return True\n"
        "    __hash__ = None\n"
        "def attack(): return Liar(3.0)",
        lambda v: type(v) is float and v == 3.0,
    ),
    "a str subclass": (
        "class Liar(str):\n    def __eq__(self, other): return True\n"
        "    __hash__ = str.__hash__\n    def __str__(self): return 'other'\n"
        "def attack(): return Liar('mine')",
        lambda v: type(v) is str and v == "mine",
    ),
    "an __array__ that answers differently each time": (
        "class Liar:\n    n = 0\n    def __array__(self, *a, **k):\n"
        "        Liar.n += 1; return np.full(2, float(Liar.n))\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, np.ndarray) and v[0] == v[1],
    ),
    "a class that says it is another": (
        "class Liar:\n    @property\n    def __class__(self): return float\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, Opaque) or v is None,
    ),
    "an object with a payload for pickle": (
        "class Liar:\n    def __reduce__(self): return (os.system, ('touch pwned',))\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, Opaque),
    ),
    "an object array of them": (
        "class Liar:\n    def __reduce__(self): return (os.system, ('touch pwned',))\n"
        "def attack(): return np.array([Liar(), 1], dtype=object)",
        lambda v: isinstance(v, (Opaque, list)),
    ),
    "NaN with a payload": (
        "def attack(): return np.array([0x7ff8dead0000beef], dtype=np.uint64).view(float)",
        lambda v: np.isnan(v).all(),
    ),
    "a list in itself": (
        "def attack():\n    x = []; x.append(x); return x",
        lambda v: v is not None,
    ),
    "a dict in itself": (
        "def attack():\n    x = {}; x['x'] = x; return x",
        lambda v: v is not None,
    ),
    "an array that is larger than memory": (
        "def attack(): return np.broadcast_to(0.0, (10**6, 10**6))",
        lambda v: isinstance(v, Opaque),
    ),
    "an int of a million digits": (
        "def attack(): return 1 << 4_000_000",
        lambda v: isinstance(v, Opaque),
    ),
    "halves of surrogate pairs": (
        "def attack(): return '\\ud800' * 3",
        lambda v: v == "???",
    ),
    "structured and date dtypes": (
        "def attack(): return np.zeros(2, dtype=[('a', float)]), np.datetime64('2020-01-01')",
        lambda v: all(isinstance(one, Opaque) for one in v),
    ),
    "an exception class as a value": (
        "def attack(): return SystemExit",
        lambda v: isinstance(v, Opaque),
    ),
}


@pytest.mark.parametrize("lie", LIARS)
def test_a_value_that_lies_arrives_as_plain_data(sandbox, lie):
    source, is_plain = LIARS[lie]
    observation = attacked(sandbox, source)
    assert observation.status == "returned"
    assert is_plain(observation.value), observation.value


def test_an_exception_whose_text_raises_is_told(sandbox):
    attack = """
class Sly(Exception):
    def __str__(self): raise ValueError("no")
    __repr__ = __str__
def attack():
    raise Sly()
"""
    observation = attacked(sandbox, attack)
    assert observation.raised.type_name == "Sly"


def test_an_exception_that_is_raised_at_the_end_of_time_is_told(sandbox):
    attack = "class Stop(BaseException): pass\ndef attack():\n    raise Stop('now')"
    assert attacked(sandbox, attack).raised.type_name == "Stop"


def test_a_broken_standard_output_breaks_nothing_else(sandbox):
    attack = "def attack():\n    sys.stdout.close(); sys.stdout = None; return 1"
    assert attacked(sandbox, attack).value == 1


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
