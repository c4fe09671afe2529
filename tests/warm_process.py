"""The process that runs of tests are forked from, and how the Python that they start is too.

As a script it reads a line of JSON for each run, and answers with the status. A kit whose files
stay as they are is loaded once, by a process beside it, from which the runs of it are forked.

By the time when it starts a Python, a run may have threads, locks and whatever is the kit's. So a
`Stem` is forked off before it begins, which is what that Python is forked from, as the run's child.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import inspect
import io
import json
import multiprocessing.process
import multiprocessing.util
import os
import platform
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple, NoReturn, TextIO

# Of what the learner's pytest and the grader load, all that is not the kit's and takes long.
LOADED = (
    "numpy", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "pytest", "_pytest.doctest",
    "_pytest.junitxml", "_pytest.unittest", "pytest_timeout", "click", "rich.console", "rich.live",
    "rich.markdown", "rich.progress", "rich.table", "jinja2", "yaml", "concurrent.futures.process",
    "concurrent.futures.thread", "multiprocessing.popen_spawn_posix",
    "multiprocessing.resource_tracker", "multiprocessing.spawn", "multiprocessing.synchronize",
    "sqlite3", "email.message", "importlib.metadata", "importlib.resources", "urllib.request",
    "zipfile", "tarfile", "tomllib", "zoneinfo", "unittest.mock", "numpy.random",
    "numpy.polynomial", "matplotlib.animation", "matplotlib.tri", "matplotlib.backends.backend_svg",
    "mpl_toolkits.mplot3d", "contourpy", "asyncio", "hmac", "logging", "resource", "secrets",
)  # fmt: skip
# What is loaded of the kit: all but the command line, which looks for a course before the rest.
OF_THE_KIT = (
    "grader.debug.command", "grader.reports.intake_view", "grader.qualify.command",
    "grader.regrade.command", "grader.release.releasing", "grader.reports.class_view",
    "grader.reports.exports.exporting", "grader.reports.pages.writing", "grader.grade_command",
)  # fmt: skip
# Said of a process that has not ended, in the place of its status.
RUNS = 1000
# A module of these is asked of the Python that a run starts; pip and venv start as they always do.
FORKED = ("exercises", "grader", "pytest", "tests")
KIT = ("exercises", "grader", "solutions")
# The number of Linux's system call, which Python has no function for.
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE_PARENT = 0x8000
# Above all descriptors that a run has.
ASIDE = 512
PR_SET_CHILD_SUBREAPER = 36
LONGEST = 1 << 18
MOST_DESCRIPTORS = 32
# How runs have ended, by process, and the lines to the processes that have loaded a kit.
ENDED: dict[int, int] = {}
LINES: dict[int, TextIO] = {}


class Command(NamedTuple):
    """What a Python is started with: ``-c`` code or ``-m`` module, and the arguments after it."""

    how: str
    what: str
    arguments: list[str]
    is_here: bool


def _serve() -> None:
    _take_orphans()
    for name in LOADED:
        import_module(name)
    _draw_once()
    # A collection in a run would have all of this copied.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(_answered(**json.loads(line)), flush=True)


def _draw_once() -> None:
    """Have Matplotlib make what it makes when it first draws."""
    import matplotlib.pyplot as plt
    from matplotlib import font_manager, mathtext

    figure, axes = plt.subplots(figsize=(1.5, 1.5), dpi=40)
    axes.contour([[0, 1], [1, 2]])
    axes.plot([0, 1], [1, 0], "o-", label=r"$\eta$")
    axes.legend()
    figure.savefig(io.BytesIO())
    plt.close(figure)
    # A font keeps its file open, and a run closes all that it was not given.
    for owner, name in ((font_manager, "_get_font"), (mathtext.MathTextParser, "_parse_cached")):
        getattr(owner, name).cache_clear()


@cache
def _line_to(kit: str) -> TextIO:
    """Fork a process that loads a kit, and return the line on which it answers as this one does."""
    ours, theirs = socket.socketpair()
    process = os.fork()
    if not process:
        LINES.clear()
        _take_orphans()
        ours.close()
        sys.path.insert(0, kit)
        for name in OF_THE_KIT:
            import_module(name)
        gc.collect()
        gc.freeze()
        with theirs.makefile("rw", encoding="utf-8") as line:
            for request in line:
                print(_answered(**json.loads(request)), file=line, flush=True)
        os._exit(0)
    theirs.close()
    LINES[process] = ours.makefile("rw", encoding="utf-8")
    return LINES[process]


def _answered(
    look_at: int = 0, is_awaited: bool = False, is_count: bool = False, kit: str = "",
    **request: Any,
) -> int:  # fmt: skip
    """Begin a run, and return its status or the number of its process; or look at that one.

    Or count the processes that runs have left.
    """
    if kit:
        return _passed_on({"is_awaited": is_awaited, **request}, _line_to(kit))
    if is_count:
        left = sum(_passed_on({"is_count": True}, line) for line in LINES.values())
        return left + len(_children() - LINES.keys())
    if look_at:
        _reap()
        return ENDED.pop(look_at, RUNS)
    process = os.fork()
    if not process:
        _end(_status_of(_become, **request))
    if not is_awaited:
        return process
    _, status = os.waitpid(process, 0)
    _reap()
    return os.waitstatus_to_exitcode(status)


def _passed_on(request: dict[str, Any], line: TextIO) -> int:
    print(json.dumps(request), file=line, flush=True)
    return int(line.readline())


def _take_orphans() -> None:
    """Have what a run leaves be this process's child, so that it can be counted."""
    with suppress(AttributeError):  # of Linux alone
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap() -> None:
    """Keep how processes have ended, of those that have."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ENDED[found[0]] = os.waitstatus_to_exitcode(found[1])


def _children() -> set[int]:
    _reap()
    found = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{process}/stat", "rb") as file:
            if int(file.read().rpartition(b")")[2].split()[1]) == os.getpid():
                found.add(int(process))
    return found


def _status_of(run: Callable[..., object], **arguments: Any) -> int:
    """Return the status with which Python would end after a run, and say what it would say."""
    try:
        run(**arguments)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _end(status: int) -> NoReturn:
    """End as Python does, but leave it to the system to free what was loaded."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(ValueError):  # it was closed
                stream.flush()
    finally:
        os._exit(status & 0xFF)


def _become(
    module: str,
    folder: str,
    arguments: list[str],
    environment: dict[str, str],
    streams: list[str],
    is_terminal: bool = False,
) -> None:
    """Go on as ``python -m module`` would that was started in the folder."""
    os.closerange(3, ASIDE)
    if is_terminal:
        os.setsid()
    for number, (path, how) in enumerate(
        zip(streams, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)
    ):
        opened = os.open(path, how | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    if is_terminal:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    _fork_what_is_started()
    _go_on(Command("-m", module, arguments, True), folder, environment)


def _fork_what_is_started() -> None:
    if platform.machine() in CLONE:
        Stem().starts_what_this_process_starts()


def _go_on(command: Command, folder: str, environment: dict[str, str]) -> None:
    encoding, _, errors = environment.get("PYTHONIOENCODING", "utf-8").partition(":")
    is_typed_at = os.isatty(1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(  # noqa: SIM115
        1, "w", 1 if is_typed_at else -1, encoding, errors or "strict", closefd=False
    )
    sys.stderr = open(2, "w", 1, encoding, "backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    # What these remember is of where this process was started.
    tempfile.tempdir = None
    multiprocessing.process.ORIGINAL_DIR = folder  # type: ignore[attr-defined]
    places = [place for place in environment.get("PYTHONPATH", "").split(os.pathsep) if place]
    here = [folder if command.how == "-m" else ""] if command.is_here else []
    sys.path[:] = [*here, *places, *LATER_PLACES]
    sys.argv[:] = [command.how, *command.arguments]
    if command.how == "-m":
        runpy.run_module(command.what, run_name="__main__", alter_sys=True)
    else:
        sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(command.what, "<string>", "exec"), vars(sys.modules["__main__"]))


class Stem:
    """A process without threads and without anything of the kit's, beside a run.

    It ends when the run does, with its line.
    """

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self.line, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
        self.lock = threading.Lock()
        if not os.fork():
            self.line.close()
            _grow(theirs)
        theirs.close()

    def starts_what_this_process_starts(self) -> None:
        """Have every Python that is started from now on forked."""
        self._starts_programs()
        self._starts_workers()

    def start(
        self,
        command: Command,
        descriptors: Mapping[int, int],
        folder: str | None,
        environment: Mapping[str, str] | None,
        has_session: bool = False,
    ) -> int:
        """Fork a Python, and return its number.

        Parameters
        ----------
        descriptors : what it has open, by the number that it has there
        """
        request = {
            "command": command,
            "numbers": list(descriptors),
            "folder": folder or os.getcwd(),
            "environment": dict(os.environ if environment is None else environment),
            "has_session": has_session,
            "blocked": [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
        }
        with self.lock:
            data = json.dumps(request).encode()
            socket.send_fds(self.line, [data], list(descriptors.values()))
            return int(self.line.recv(64))

    def _starts_programs(self) -> None:
        start = subprocess.Popen._execute_child  # type: ignore[attr-defined]
        header = inspect.signature(start)

        def fork_or_start(*given: Any, **named: Any) -> None:
            asked = header.bind(*given, **named).arguments
            command = _command_of(asked["args"])
            if command is None or asked["preexec_fn"] is not None or not asked["close_fds"]:
                start(*given, **named)
                return
            pipes = [asked[name] for name in ("p2cread", "c2pwrite", "errwrite")]
            descriptors = {k: k if pipe == -1 else pipe for k, pipe in enumerate(pipes)}
            descriptors |= {number: number for number in asked["pass_fds"]}
            folder = None if asked["cwd"] is None else os.fspath(asked["cwd"])
            popen = asked["self"]
            popen.pid = self.start(
                command, descriptors, folder, asked["env"], asked["start_new_session"]
            )
            popen._child_created = True
            ends = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
            popen._close_pipe_fds(*(asked[name] for name in ends))

        subprocess.Popen._execute_child = fork_or_start  # type: ignore[attr-defined]

    def _starts_workers(self) -> None:
        start = multiprocessing.util.spawnv_passfds  # type: ignore[attr-defined]

        def fork_or_start(path: bytes, arguments: Sequence[Any], passed: Sequence[int]) -> int:
            command = _command_of(arguments)
            if command is None:
                return int(start(path, arguments, passed))
            return self.start(command, {k: k for k in (0, 1, 2, *passed)}, None, None)

        multiprocessing.util.spawnv_passfds = fork_or_start  # type: ignore[attr-defined]


def _command_of(arguments: Any) -> Command | None:
    """Return what is asked of a Python, None if it is none or to be started as it is."""
    if isinstance(arguments, str | bytes | os.PathLike):
        return None
    words = [os.fsdecode(word) for word in arguments]
    if words[0] != sys.executable:
        return None
    options = []
    for k, word in enumerate(words[1:-1], start=1):
        if word in ("-c", "-m"):
            what = words[k + 1]
            if word == "-m" and what.partition(".")[0] not in FORKED:
                return None
            return Command(word, what, words[k + 2 :], "-P" not in options)
        if word not in ("-s", "-P", "-B"):
            return None
        options.append(word)
    return None


def _grow(line: socket.socket) -> NoReturn:
    """Fork what is asked for, until the run at the other end of the line is over."""
    # What is typed at a terminal is for the run.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    while True:
        data, descriptors, _, _ = socket.recv_fds(line, LONGEST, MOST_DESCRIPTORS)
        if not data:
            os._exit(0)
        process = _sibling()
        if not process:
            line.close()
            _end(_status_of(_become_the_started, descriptors=descriptors, **json.loads(data)))
        for descriptor in descriptors:
            os.close(descriptor)
        line.send(str(process).encode())


def _sibling() -> int:
    """Fork as `os.fork` does, but let the new process be the child of this one's parent."""
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    process = int(python.syscall(CLONE[platform.machine()], CLONE_PARENT, 0, 0, 0, 0))
    if not process:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    if process < 0:
        raise OSError("a process cannot be forked")
    return process


def _become_the_started(
    command: list[Any],
    descriptors: list[int],
    numbers: list[int],
    folder: str,
    environment: dict[str, str],
    has_session: bool,
    blocked: list[int],
) -> None:
    """Go on as the Python would that was to be started."""
    import fcntl

    if has_session:
        os.setsid()
    # Through others: one of them may have the number that another is to get.
    aside = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, ASIDE) for descriptor in descriptors]
    os.closerange(3, ASIDE)
    for number, opened in zip(numbers, aside, strict=True):
        os.dup2(opened, number)
        os.close(opened)
    asked = Command(*command)
    is_worker = "spawn_main" in asked.what
    # A worker's sandboxes are; what a sandbox starts is not to be.
    if asked.how == "-m" or is_worker:
        _fork_what_is_started()
    if not is_worker:
        _forget_the_kit()
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    _go_on(asked, folder, environment)


def _forget_the_kit() -> None:
    """Have the kit loaded anew: a sandbox is to load its own part, and nothing that judges."""
    for name in [*sys.modules]:
        if name.partition(".")[0] in KIT:
            del sys.modules[name]


if __name__ == "__main__":
    LATER_PLACES = sys.path[1:]
    _serve()
