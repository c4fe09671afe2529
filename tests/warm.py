"""Runs of pytest and of the kit's commands in a process that has loaded all that is not the kit's.

Loading NumPy, Matplotlib, pytest and the command line's libraries is a third of a run that grades
two students. A process loads them once and then forks for each run: all that is the kit's is loaded
anew, in the folder, with the environment and the arguments of that run.

As a script this is that process: it reads a line of JSON for each run, and answers with the status.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
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
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module`` in a folder, with what is typed as its standard input.

    What Python and the libraries read of the environment when they start is this process's own,
    but for ``PYTHONPATH``.
    """
    if not IS_POSSIBLE:
        return _run_cold(module, folder, arguments, environment, typed)
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place, name) for name in ("typed", "out", "errors")]
        paths[0].write_text(typed, encoding="utf-8")
        request = {
            "module": module,
            "folder": str(folder),
            "arguments": list(arguments),
            "environment": dict(environment),
            "streams": [str(path) for path in paths],
        }
        status = _asked(json.dumps(request))
        out, errors = (p.read_text(encoding="utf-8", errors="replace") for p in paths[1:])
        return subprocess.CompletedProcess([module, *arguments], status, out, errors)


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
        process = os.fork()
        if not process:
            _end(_status_of(_become, **json.loads(line)))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


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
) -> None:
    """Go on as ``python -m module`` would that was started in the folder."""
    import multiprocessing.process
    import runpy

    for number, (path, how) in enumerate(
        zip(streams, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)
    ):
        opened = os.open(path, how | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    # What these remember is of where this process was started.
    tempfile.tempdir = None
    multiprocessing.process.ORIGINAL_DIR = folder  # type: ignore[attr-defined]
    places = [place for place in environment.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:1] = [folder, *places]
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve()
