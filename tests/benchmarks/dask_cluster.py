"""A Dask cluster of this machine's, its scheduler and workers real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

START_SECONDS = 60.0


class DaskCluster:
    """A scheduler without workers, until some are added.

    Parameters
    ----------
    folder : for the logs, the scheduler's address and what workers write
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.started: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--port", "0", "--host", "127.0.0.1")
        until = time.monotonic() + START_SECONDS
        while not self.file.exists():
            assert time.monotonic() < until, "the scheduler does not start"
            time.sleep(0.05)
        self.address: str = json.loads(self.file.read_text())["address"]

    def __enter__(self) -> DaskCluster:
        """Return the cluster."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End every process that was started."""
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def add(self, name: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker, which joins within seconds."""
        local = self.folder / "workers"
        return self._start(
            "worker", "--name", name, "--nthreads", "1", "--no-nanny",
            "--local-directory", str(local), **environment,
        )  # fmt: skip

    def _start(self, what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard"]
        command += ["--scheduler-file", str(self.file), *arguments]
        settings: Mapping[str, str] = {**os.environ, "PYTHONUTF8": "1", **environment}
        with (self.folder / f"{what}-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=settings, stdout=log, stderr=log
            )  # fmt: skip
        self.started.append(process)
        return process
