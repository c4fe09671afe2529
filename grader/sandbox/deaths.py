"""How a child's process ended, in words that a learner understands."""

from __future__ import annotations

import re
import signal

from grader.sandbox.channel import Ended, Output

__all__ = ["BROKEN", "line_in", "words_for"]

# The exit status of a child that could not go on, and what its traceback then speaks of.
BROKEN, OURS = 70, "grader/sandbox/"

MANY_FRAMES = 60
SIGNALS = {
    "SIGSEGV": "segmentation fault: compiled code wrote or read where it must not",
    "SIGBUS": "bus error: memory that is not there was used",
    "SIGFPE": "arithmetic error in compiled code",
    "SIGILL": "illegal instruction",
    "SIGABRT": "compiled code aborted",
    "SIGKILL": "killed by the system, most likely out of memory",
    "SIGXCPU": "its CPU time was used up",
    "SIGSYS": "it called the kernel in a way that is not allowed",
}
FRAME = re.compile(r'File "(?:[^"\n]*/)?([^"/\n]+)", line (\d+) in ')


def words_for(ended: Ended, output: Output) -> str:
    """Say why the process is gone, from its exit status and what the interpreter printed."""
    if ended.signal == 0 and ended.status == BROKEN and OURS in output.text:
        return "its process broke down: what Python or NumPy themselves need was changed in it"
    if ended.signal == 0:
        return f"it ended the process with os._exit({ended.status})"
    name = _name(ended.signal)
    said = output.text.rpartition("Fatal Python error: ")[2]
    if "Cannot recover from" in said or (name == "SIGSEGV" and _depth(said) >= MANY_FRAMES):
        return "stack overflow: it calls itself without end"
    if "MemoryError" in said or "out of memory" in said:
        return "out of memory"
    return SIGNALS.get(name, f"it was ended by {name}")


def line_in(output: Output, filename: str) -> int:
    """Return the outermost line of ``filename`` in the last traceback, 0 if there is none."""
    said = output.text.rpartition("(most recent call first)")[2]
    lines = [int(line) for file, line in FRAME.findall(said) if file == filename]
    return lines[-1] if lines else 0


def _depth(said: str) -> int:
    return len(FRAME.findall(said))


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
