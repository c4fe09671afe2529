"""How a child ended, and what it printed: from them, why, in words."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass

from exercises.coach.calling.notebook_file import cell_file
from grader.sandbox.limits import BROKEN, OURS

__all__ = ["Ended", "Output", "place_in", "words_for"]

KEPT_BYTES = 8192
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
    own = (f"{stem}.py", cell_file(stem, ""))
    places = [(file, int(line)) for file, line in FRAME.findall(said) if file.startswith(own)]
    return places[-1] if places else (own[0], 0)


def _depth(said: str) -> int:
    return len(FRAME.findall(said))


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
