"""What a submission may use, and what both sides of the sandbox count by."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from exercises.coach.calling.deadline import CALL_SECONDS

__all__ = [
    "ANSWER",
    "BROKEN",
    "CALLS_AT_DEADLINE",
    "END",
    "LAYERS",
    "LEAVE",
    "OURS",
    "READY",
    "REQUEST",
    "START",
    "SWEEP",
    "Limits",
]


# All calls of a submission may take as long as this many calls at their deadline.
CALLS_AT_DEADLINE = 6


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    call_seconds : for one call, and for the top-level code of one module
    submission_seconds : for all calls of a submission together
    stretch : by how much a call's wall time may exceed its limit while the machine is busy
    output_bytes : printed by one child before it is ended
    memory_bytes : of new memory
    file_bytes, scratch_bytes : for one file, and for all in the scratch folder
    open_files : at a time
    threads : at a time, in all children of a submission together; each has its own stack
    remote_calls : of a problem's functions evaluated by the grader, in one call
    """

    call_seconds: float = CALL_SECONDS
    submission_seconds: float = CALLS_AT_DEADLINE * CALL_SECONDS
    stretch: float = 6.0
    output_bytes: int = 32 << 20
    memory_bytes: int = 512 << 20
    file_bytes: int = 8 << 20
    scratch_bytes: int = 64 << 20
    open_files: int = 64
    threads: int = 256
    remote_calls: int = 200_000

    @property
    def naming_seconds(self) -> float:
        """For all calls that only look for a mistake's name, beside the submission's own time."""
        return self.submission_seconds / 3


# The exit status of a child that could not go on, and what its traceback then speaks of.
BROKEN = 70
OURS = "grader/sandbox/"
LAYERS = ("limits", "user", "death signal", "no new privileges", "landlock", "seccomp")
# What to do; a folder's secret number and the layers that may be missing, or a process to end.
REQUEST = struct.Struct("<cQI")
# The new process and nothing, or the exit status and the signal of the one that ended.
ANSWER = struct.Struct("<ii")
START, END, SWEEP, LEAVE = b"s", b"e", b"w", b"l"
# What a process of its own says when signals can no longer end it.
READY = b"r"
