"""The grader's side elsewhere than on Linux: a fresh interpreter a submission, and pipes to it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from grader.errors import SandboxFault
from grader.sandbox.host.ending import Ended, Output
from grader.sandbox.host.forked import ROOT, START_SECONDS, clean_environment
from grader.sandbox.host.scratch import remove
from grader.sandbox.limits import READY, Limits

__all__ = ["ProcessChannel", "ProcessStarter"]

COMMAND = """
import sys
sys.path.insert(0, sys.argv[1])
from grader.sandbox.child.without_fork import main
main(sys.argv[2])
"""
READ_BYTES = 1 << 16
QUEUED = 256


class ProcessStarter:
    """Starts interpreters; has the zygote's methods.

    Parameters
    ----------
    limits : what every child may use
    folder : an existing folder in which ``scratch`` is made
    """

    def __init__(self, limits: Limits, folder: Path) -> None:
        self.limits = limits
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.sweeps = True
        self.running: set[ProcessChannel] = set()

    def start(self, may_lack: tuple[str, ...]) -> ProcessChannel:
        """Start a child, whatever it lacks: its level is ``process only`` in any case."""
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        channel = ProcessChannel(self.limits, folder)
        self.running = {one for one in self.running if one.process.returncode is None} | {channel}
        return channel

    def close(self) -> None:
        """End every child."""
        for channel in self.running:
            channel.end()


class ProcessChannel:
    """A `grader.sandbox.host.channel.Channel` to an interpreter of its own."""

    def __init__(self, limits: Limits, scratch: Path) -> None:
        self.scratch = scratch
        self.output = Output(limits.output_bytes)
        folder = {name: str(scratch) for name in ("HOME", "TMPDIR", "TEMP", "MPLCONFIGDIR")}
        arguments = [str(ROOT), json.dumps(asdict(limits))]
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-c", COMMAND, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment() | folder,
            cwd=scratch,
            start_new_session=True,
        )
        self.pid = self.process.pid
        self.came: queue.Queue[bytes] = queue.Queue(QUEUED)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.threads = [
            threading.Thread(target=_pump, args=(self.process.stdout, self._keep), daemon=True),
            threading.Thread(
                target=_pump, args=(self.process.stderr, self.output.add), daemon=True
            ),
        ]
        for thread in self.threads:
            thread.start()
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        """Wait for the interpreter: its start is not the submission's time, nor to be cut short."""
        with suppress(queue.Empty):
            if self.came.get(timeout=START_SECONDS) == READY:
                return
        self.end()
        said = self.output.text[-400:]
        raise SandboxFault(
            f"a new interpreter did not start within {START_SECONDS:g} s (it said: {said!r}). "
            "Is the machine short of memory or processes? Grade again."
        )

    def send(self, data: bytes, seconds: float) -> bool:
        """Send ``data``; False when it was not taken within ``seconds``, or nobody is there."""
        done: list[bool] = []

        def write() -> None:
            assert self.process.stdin is not None
            with suppress(OSError, ValueError):
                self.process.stdin.write(data)
                self.process.stdin.flush()
                done.append(True)

        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        thread.join(seconds)
        return bool(done)

    def receive(self, seconds: float) -> bytes | None:
        """Return what came; None when nothing did in ``seconds``; empty when the child ended."""
        try:
            return self.came.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None

    def has_ended(self, seconds: float) -> bool:
        """Whether the child ends by itself within ``seconds``."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
            return True
        return False

    def interrupt(self) -> None:
        """Ask the child to stop what it does and to report, where there is such a signal."""
        if hasattr(signal, "SIGALRM"):
            self._signal(signal.SIGALRM)

    def ask_where(self) -> None:
        """Have the child print the line at which it is, where there is such a signal."""
        if hasattr(signal, "SIGUSR2"):
            self._signal(signal.SIGUSR2)
            time.sleep(0.1)

    def end(self) -> Ended:
        """Kill the child and its group, and return how it had ended."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self.process.kill()
        code = self.process.wait()
        while any(thread.is_alive() for thread in self.threads):
            with suppress(queue.Empty):
                self.came.get(timeout=0.01)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        remove(self.scratch)
        return Ended(max(code, 0), max(-code, 0))

    def _keep(self, data: bytes) -> None:
        self.came.put(data)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, number)


def _pump(stream: IO[bytes], take: Callable[[bytes], None]) -> None:
    """Hand on what comes, and nothing at its end."""
    with suppress(OSError, ValueError):
        while data := os.read(stream.fileno(), READ_BYTES):
            take(data)
    take(b"")
