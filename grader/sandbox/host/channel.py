"""The line to one child, whatever carries it; sockets on Linux, pipes elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.sandbox.limits import BROKEN, OURS

__all__ = ["Channel", "Ended", "Output", "is_fuller_than", "place_in", "remove", "words_for"]

KEPT_BYTES = 8192


@dataclass(frozen=True)
class Ended:
    """How a child's process ended.

    Attributes
    ----------
    status : its exit status
    signal : that ended it, 0 for none
    is_lost : nobody can tell, because the process that started it is gone as well
    """

    status: int
    signal: int = 0
    is_lost: bool = False


class Output:
    """What a child printed: counted in full, kept at its end only."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.total = 0
        self.tail = b""

    def add(self, data: bytes) -> None:
        """Take in what was printed."""
        self.total += len(data)
        self.tail = (self.tail + data)[-KEPT_BYTES:]

    def forget(self) -> None:
        """Count anew from here on."""
        self.total = 0

    @property
    def is_too_much(self) -> bool:
        """Whether more was printed than a child may."""
        return self.total > self.most

    @property
    def text(self) -> str:
        """The end of what was printed."""
        return self.tail.decode("utf-8", "replace")


class Channel(Protocol):
    """One child and the line to it.

    Attributes
    ----------
    pid : of the child's process
    scratch : the folder in which it may write
    output : what it printed so far
    """

    pid: int
    scratch: Path
    output: Output

    def send(self, data: bytes, seconds: float) -> bool:
        """Send ``data``; False when it was not taken within ``seconds``, or nobody is there."""

    def receive(self, seconds: float) -> bytes | None:
        """Return what came; None when nothing did in ``seconds``; empty when the child ended."""

    def has_ended(self, seconds: float) -> bool:
        """Whether the child ends by itself within ``seconds``."""

    def interrupt(self) -> None:
        """Ask the child to stop what it does and to report."""

    def ask_where(self) -> None:
        """Have the child print the line at which it is, even from within C code."""

    def end(self) -> Ended:
        """Kill the child and whatever it started, and return how it had ended."""


MANY_FRAMES = 60
SIGNALS = {
    "SIGSEGV": "segmentation fault: compiled code wrote or read where it must not",
    "SIGBUS": "bus error: memory that is not there was used",
    "SIGFPE": "arithmetic error in compiled code",
    "SIGILL": "illegal instruction",
    "SIGABRT": "compiled code aborted",
    "SIGKILL": "killed by the system, most likely out of memory, or by a signal of its own",
    "SIGXCPU": "its CPU time was used up",
    "SIGSYS": "it called the kernel in a way that is not allowed",
}
FRAME = re.compile(r'File "(?:[^"\n]*/)?([^"/\n]+)", line (\d+) in ')

# Newer Pythons print the stack in C below their own.
STACK = re.compile(r"(?<!C stack trace) \(most recent call first\)")


def words_for(ended: Ended, output: Output) -> str:
    """Say why the process is gone, from its exit status and what the interpreter printed."""
    if ended.signal == 0 and ended.status == BROKEN:
        if OURS in output.text:
            return "its process broke down: what Python or NumPy themselves need was changed in it"
        # Whoever closed the streams, or changed what writes there, leaves no traceback to go by.
        return (
            f"its process ended with status {BROKEN}: os._exit({BROKEN}) was called, or a file "
            "was closed or a library changed that the process itself needs"
        )
    if ended.signal == 0:
        return f"it ended the process with os._exit({ended.status})"
    name = _name(ended.signal)
    said = output.text.rpartition("Fatal Python error: ")[2]
    if "Cannot recover from" in said or (name == "SIGSEGV" and _depth(said) >= MANY_FRAMES):
        return "stack overflow: it calls itself without end"
    if "MemoryError" in said or "out of memory" in said:
        return "out of memory"
    return SIGNALS.get(name, f"it was ended by {name}")


def place_in(output: Output, stem: str) -> tuple[str, int]:
    """Return the outermost file and line of a module in the last traceback; line 0 without one.

    The file is the module's, or a notebook's with the number of the cell.
    """
    said = STACK.split(output.text)[-1]
    own = (f"{stem}.py", f"{stem}.ipynb, cell ")
    places = [(file, int(line)) for file, line in FRAME.findall(said) if file.startswith(own)]
    return places[-1] if places else (own[0], 0)


def _depth(said: str) -> int:
    return len(FRAME.findall(said))


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


ENTRIES = 2000


def is_fuller_than(folder: Path, most_bytes: int) -> bool:
    """Whether a folder holds more than so many bytes, or than `ENTRIES` entries.

    A folder below it that nobody can look into, closed or too deep to be named, is as good as full.
    """
    total = 0
    try:
        for count, size in enumerate(_sizes(folder)):
            total += size
            if total > most_bytes or count > ENTRIES:
                return True
    except (FileNotFoundError, NotADirectoryError):
        return False  # it was removed while this looked
    except OSError:
        return True
    return False


def remove(folder: Path) -> None:
    """Remove a child's folder, whatever the child left there."""
    with suppress(OSError):
        folder.rmdir()  # as nearly always
        return
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            _open_up(folder)
            shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and os.name == "posix":  # nested deeper than Python can go
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], check=False, capture_output=True)


def _sizes(folder: Path) -> Iterator[int]:
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                with suppress(FileNotFoundError):
                    # Blocks, not the length: a file may be mostly hole.
                    status = entry.stat(follow_symlinks=False)
                    yield getattr(status, "st_blocks", 0) * 512 or status.st_size


def _open_up(folder: Path) -> None:
    """Let the owner into folders that a child closed; on a machine where it could."""
    with suppress(OSError):
        folder.chmod(0o700)
    for parent, names, _ in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            with suppress(OSError):
                if not path.is_symlink():
                    path.chmod(0o700)
