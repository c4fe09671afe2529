"""Runs of pytest and of the kit's commands in a process that has loaded all that is not the kit's.

Loading NumPy, Matplotlib, pytest and the command line's libraries is half of a run that grades two
students. A process loads them once and is then forked for each run, and for each Python that a run
starts: all that is the kit's is loaded anew, in the folder, with the environment and the arguments
of that run, or once where nobody changes it. That process is `tests.warm_process`.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from exercises.coach.contracts import OWN
from tests.warm_process import RUNS

IS_POSSIBLE = hasattr(os, "fork") and sys.platform != "darwin"
# What is read of it when a process starts, as the grader sets it for its sandboxes.
ENVIRONMENT = {
    "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}  # fmt: skip


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
    is_settled: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module`` in a folder, with what is typed as its standard input.

    What Python and the libraries read of the environment when they start is this process's own,
    but for ``PYTHONPATH``.

    Parameters
    ----------
    is_settled : the folder is a kit's, of which nothing but hidden tests will be changed: it is
        loaded once, and its runs are forked from there, but for those with a course of their own
    """
    if not IS_POSSIBLE:
        return _run_cold(module, folder, arguments, environment, typed)
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place, name) for name in ("typed", "out", "errors")]
        paths[0].write_text(typed, encoding="utf-8")
        request = _request(module, folder, arguments, environment, paths)
        # The table of exercises is made when it is loaded, of a course's own ones too.
        has_own = any(word.startswith(("--course", "--folder")) for word in arguments)
        if is_settled and not has_own and OWN not in environment:
            request["kit"] = str(folder)
        status = _asked(json.dumps(request | {"is_awaited": True}))
        out, errors = (p.read_text(encoding="utf-8", errors="replace") for p in paths[1:])
        return subprocess.CompletedProcess([module, *arguments], status, out, errors)


def left_running() -> int:
    """Return how many processes the runs so far have left, which bear this process's names."""
    is_there = IS_POSSIBLE and sys.platform == "linux" and _server.cache_info().currsize
    return _asked(json.dumps({"is_count": True})) if is_there else 0


class OnTerminal:
    """A ``python -m module`` that goes on in a pseudo terminal, which Ctrl-C is typed at.

    It has as much of `subprocess.Popen` as such a test needs.

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
        request = _request(module, folder, arguments, environment, [terminal] * 3)
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
) -> dict[str, Any]:
    return {
        "module": module,
        "folder": str(folder),
        "arguments": list(arguments),
        "environment": dict(environment),
        "streams": [str(path) for path in streams],
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
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm_process.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tempfile.gettempdir(),
        env={**os.environ, **ENVIRONMENT},
    )
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    """Close the pipes: Python says of one that nobody has closed that it was forgotten."""
    try:
        server.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.communicate()
