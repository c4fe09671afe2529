"""Runs of pytest in a process that has NumPy, Matplotlib and pytest loaded already.

Loading them is a sixth of a run of ``pytest exercises`` on stubs, a third where it draws. A process
loads them once and then forks for each run: all that is the kit's is loaded anew, in the folder,
with the environment and the arguments of that run.

As a script this is that process: it reads a line of JSON for each run, and answers with the status.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

IS_POSSIBLE = hasattr(os, "fork") and sys.platform != "darwin"


def run_pytest(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[int, str]:
    """Return the status of ``python -m pytest`` in a folder, and what it printed, errors last."""
    with tempfile.TemporaryDirectory() as place:
        out, errors = Path(place, "out"), Path(place, "errors")
        request = {
            "folder": str(folder),
            "arguments": list(arguments),
            "environment": dict(environment),
            "out": str(out),
            "errors": str(errors),
        }
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        said = (path.read_text(encoding="utf-8", errors="replace") for path in (out, errors))
        return status, "".join(said)


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
        env={**os.environ, "PYTHONUTF8": "1", "MPLBACKEND": "Agg"},
    )


def _serve() -> None:
    import matplotlib.pyplot  # noqa: F401
    import numpy  # noqa: F401
    import pytest  # noqa: F401

    for line in sys.stdin:
        process = os.fork()
        if not process:
            _become_pytest(**json.loads(line))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become_pytest(
    folder: str, arguments: list[str], environment: dict[str, str], out: str, errors: str
) -> None:
    """Go on as ``python -m pytest`` would that was started in the folder."""
    import runpy

    for number, (path, how) in enumerate(
        [(os.devnull, os.O_RDONLY), (out, os.O_WRONLY), (errors, os.O_WRONLY)]
    ):
        opened = os.open(path, how | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[0] = folder
    sys.argv[1:] = arguments
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve()
