"""One check: `pytest exercises/ex1_….py` in a process of its own, which cannot hurt this one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

__all__ = ["WHERE", "Check", "pytest_command"]

# At this signal a process prints where it is, though compiled code runs; Windows has none.
WHERE: Any = getattr(signal, "SIGUSR1", None)
ASKED_SECONDS = 0.5
# Of what a check prints, so many characters at the end are shown.
SHOWN = 20_000


def pytest_command(*arguments: str) -> list[str]:
    """Return the command that runs pytest as this Python has it.

    As the command ``pytest`` does, it finds Python's own modules before a learner's ``copy.py``.
    """
    return [sys.executable, "-P", "-m", "pytest", *arguments]


class Check:
    """A process for one check; it imports what it can, and waits until it is begun.

    Parameters
    ----------
    folder : the folder that holds ``exercises``
    """

    def __init__(self, folder: Path) -> None:
        self.encoding = sys.stdout.encoding or "utf-8"
        # A file, not a pipe: nobody has to read along lest it fill up.
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "exercises.coach.preloaded_check"],
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": f"{self.encoding}:replace", "COLUMNS": "80"},
            stdin=subprocess.PIPE,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is ours: it ends the check, and is not to reach the learner's code first.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def begin(
        self, files: Sequence[str], shown: str, *, width: int, option: str, has_colour: bool
    ) -> None:
        """Let it check.

        Parameters
        ----------
        files : what to check, as a learner would type it
        shown : the stem of the exercise whose next step is wanted
        width : of the terminal, in columns
        option : ``--hint`` for one more hint, ``--more`` for all about the next step, or ``""``
        has_colour : whether colours may be used
        """
        options = [f"--next-step-of={shown}", f"--columns={width}"]
        options += ["-qq", "-o", "console_output_style=classic"]
        options += [f"--color={'yes' if has_colour else 'no'}", "-p", "no:cacheprovider"]
        # These collect garbage several times over at the end, for warnings that nobody is shown.
        options += ["-p", "no:unraisableexception", "-p", "no:threadexception"]
        arguments = [*files, *options, *filter(None, [option])]
        assert self.process.stdin is not None
        # One that was ended while it waited is seen by its status.
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(arguments).encode() + b"\n")
            self.process.stdin.close()

    def status(self) -> int | None:
        """Return pytest's exit status, None while it runs."""
        return self.process.poll()

    def wait(self) -> int:
        """Wait for its end, and return pytest's exit status."""
        try:
            return self.process.wait()
        except BaseException:
            self.stop()
            raise

    def text(self) -> str:
        """Return what it has printed."""
        self.output.seek(0)
        text = self.output.read().decode(self.encoding, "replace")
        return text.replace("\r\n", "\n").strip("\n")[-SHOWN:]

    def whereabouts(self) -> str:
        """Return where its Python is, innermost line first; ``""`` where it cannot be asked."""
        file = self.output.fileno()
        before = os.fstat(file).st_size
        try:
            os.kill(self.process.pid, WHERE)
        except (OSError, TypeError):
            return ""
        size, until = before, time.monotonic() + ASKED_SECONDS
        while time.monotonic() < until:
            time.sleep(ASKED_SECONDS / 20)
            earlier, size = size, os.fstat(file).st_size
            if size == earlier > before:
                break
        # Not by seeking, which would move the place at which that process writes.
        return os.pread(file, size - before, before).decode("utf-8", "replace")

    def stop(self) -> None:
        """End it and whatever it has started."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()
