"""Runs of pytest and of the kit's commands in a process that has loaded all that is not the kit's.

Loading NumPy, Matplotlib, pytest and the command line's libraries is a third of a run that grades
two students. A process loads them once and then forks for each run: all that is the kit's is loaded
anew, in the folder, with the environment and the arguments of that run.

As a script this is that process: it reads a line of JSON for each run, and answers with the status.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import inspect
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

IS_POSSIBLE = hasattr(os, "fork") and sys.platform != "darwin"
# Of what the learner's pytest and the grader load, all that is not the kit's and takes long.
LOADED = (
    "numpy", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "pytest", "_pytest.doctest",
    "_pytest.junitxml", "_pytest.unittest", "pytest_timeout", "click", "rich.console", "rich.live",
    "rich.markdown", "rich.progress", "rich.table", "jinja2", "yaml", "concurrent.futures.process",
    "concurrent.futures.thread", "multiprocessing.resource_tracker", "sqlite3", "email.message",
    "importlib.metadata", "importlib.resources", "urllib.request", "zipfile", "tarfile", "tomllib",
    "zoneinfo", "unittest.mock",
)  # fmt: skip
# What a run that is forked from another must load anew.
KITS = ("exercises", "solutions", "grader", "tests")
FORGOTTEN: list[object] = []
# Said of a process that has not ended, in the place of its status.
RUNS = 1000


def run_pytest(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[int, str]:
    """Return the status of ``python -m pytest`` in a folder, and what it printed, errors last."""
    done = run_module("pytest", folder, arguments, environment)
    return done.returncode, done.stdout + done.stderr


def run_module(
    module: str,
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    typed: str = "",
    *,
    forks: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module`` in a folder, with what is typed as its standard input.

    What Python and the libraries read of the environment when they start is this process's own,
    but for ``PYTHONPATH``.

    Parameters
    ----------
    forks : whether the Python that this run starts for a module is forked from it
    """
    if not IS_POSSIBLE:
        return _run_cold(module, folder, arguments, environment, typed)
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place, name) for name in ("typed", "out", "errors")]
        paths[0].write_text(typed, encoding="utf-8")
        request = _request(module, folder, arguments, environment, paths, forks)
        status = _asked(json.dumps(request | {"is_awaited": True}))
        out, errors = (p.read_text(encoding="utf-8", errors="replace") for p in paths[1:])
        return subprocess.CompletedProcess([module, *arguments], status, out, errors)


class OnTerminal:
    """A ``python -m module`` that goes on in a pseudo terminal, which Ctrl-C is typed at.

    What Python it starts for a module is forked from it: a process of its own, with a module of its
    own. It has as much of `subprocess.Popen` as such a test needs.

    Parameters
    ----------
    terminal : the terminal's path
    """

    def __init__(
        self,
        module: str,
        folder: Path,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        terminal: str,
    ) -> None:
        request = _request(module, folder, arguments, environment, [terminal] * 3, True)
        self.pid = _asked(json.dumps(request | {"is_terminal": True}))
        self.status: int | None = None

    def poll(self) -> int | None:
        """Return its exit status, None while it runs."""
        if self.status is None and (ended := _asked(json.dumps({"look_at": self.pid}))) != RUNS:
            self.status = ended
        return self.status

    def wait(self, timeout: float = 60.0) -> int:
        """Wait for its end, and return its exit status."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("python", timeout)
            time.sleep(0.01)
        return status

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def _request(
    module: str,
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: Iterable[str | Path],
    forks: bool,
) -> dict[str, Any]:
    return {
        "module": module,
        "folder": str(folder),
        "arguments": list(arguments),
        "environment": dict(environment),
        "streams": [str(path) for path in streams],
        "forks": forks,
    }


def _run_cold(
    module: str,
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    typed: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def _asked(request: str) -> int:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        server.stdin.write(request + "\n")
        server.stdin.flush()
        return int(server.stdout.readline())
    except BaseException:
        # Its answer would be taken for that of the next run.
        _server.cache_clear()
        server.kill()
        server.communicate()
        raise


@cache
def _server() -> subprocess.Popen[str]:
    """Start the process; it ends when the process of the tests does, with its standard input."""
    return subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tempfile.gettempdir(),
        env={**os.environ, "PYTHONUTF8": "1", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1"},
    )


def _serve() -> None:
    for name in LOADED:
        import_module(name)
    # A collection in a run would have all of this copied.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(_answered(**json.loads(line)), flush=True)


def _answered(look_at: int = 0, is_awaited: bool = False, **request: Any) -> int:
    """Begin a run, and return its status or the number of its process; or look at that one."""
    if not look_at:
        process = os.fork()
        if not process:
            _end(_status_of(_become, **request))
        if not is_awaited:
            return process
    ended, status = os.waitpid(look_at or process, os.WNOHANG if look_at else 0)
    return os.waitstatus_to_exitcode(status) if ended else RUNS


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
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


def _become(
    module: str,
    folder: str,
    arguments: list[str],
    environment: dict[str, str],
    streams: list[str],
    forks: bool = False,
    is_terminal: bool = False,
) -> None:
    """Go on as ``python -m module`` would that was started in the folder."""
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
        sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    if forks:
        _fork_what_is_started()
    _go_on(module, folder, arguments, environment)


def _go_on(module: str, folder: str, arguments: list[str], environment: dict[str, str]) -> None:
    import multiprocessing.process
    import runpy

    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    # What these remember is of where this process was started.
    tempfile.tempdir = None
    multiprocessing.process.ORIGINAL_DIR = folder  # type: ignore[attr-defined]
    places = [place for place in environment.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:] = [folder, *places, *LATER_PLACES]
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _fork_what_is_started() -> None:
    """Have each ``python -m module`` that this process starts forked from it."""
    start = subprocess.Popen._execute_child  # type: ignore[attr-defined]
    header = inspect.signature(start)

    def fork_or_start(*given: Any, **named: Any) -> None:
        asked = header.bind(*given, **named).arguments
        if list(asked["args"])[:2] != [sys.executable, "-m"] or asked["preexec_fn"] is not None:
            start(*given, **named)
            return
        popen = asked["self"]
        process = os.fork()
        if not process:
            _end(_status_of(_become_the_started, asked=asked))
        popen.pid, popen._child_created = process, True
        pipes = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
        popen._close_pipe_fds(*(asked[name] for name in pipes))

    subprocess.Popen._execute_child = fork_or_start  # type: ignore[attr-defined]


def _become_the_started(asked: Mapping[str, Any]) -> None:
    """Go on as the process would that `subprocess.Popen` was to start."""
    if asked["start_new_session"]:
        os.setsid()
    # Through others: one of them may have the number that another is to get.
    descriptors = [asked[name] for name in ("p2cread", "c2pwrite", "errwrite")]
    taken = [os.dup(number if number != -1 else k) for k, number in enumerate(descriptors)]
    for number, opened in enumerate(taken):
        os.dup2(opened, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for number in signal.valid_signals():
        handler = signal.getsignal(number)
        if callable(handler) and handler is not signal.default_int_handler:
            signal.signal(number, signal.SIG_DFL)
    atexit._clear()
    # Kept, that nothing of it is ended as if it were this process's.
    FORGOTTEN.extend([sys.modules.copy(), sys.stdin, sys.stdout, sys.stderr])
    for name in [name for name in sys.modules if name.partition(".")[0] in KITS]:
        del sys.modules[name]
    sys.meta_path[:] = [f for f in sys.meta_path if _home_of(f) not in KITS]
    importlib.invalidate_caches()
    environment = dict(os.environ if asked["env"] is None else asked["env"])
    encoding, _, errors = environment.get("PYTHONIOENCODING", "utf-8").partition(":")
    is_typed_at = os.isatty(1)
    sys.stdout = open(  # noqa: SIM115
        1, "w", 1 if is_typed_at else -1, encoding, errors or "strict", closefd=False
    )
    sys.stderr = open(2, "w", 1, encoding, "backslashreplace", closefd=False)  # noqa: SIM115
    command = [os.fspath(part) for part in asked["args"]]
    _go_on(command[2], os.fspath(asked["cwd"] or os.getcwd()), command[3:], environment)


def _home_of(finder: object) -> str:
    return getattr(finder, "__module__", type(finder).__module__).partition(".")[0]


if __name__ == "__main__":
    LATER_PLACES = sys.path[1:]
    _serve()
