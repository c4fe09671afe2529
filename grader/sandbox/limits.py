"""What a submission may use, and the error for a fault that is the grader's own."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits", "SandboxFault"]


class SandboxFault(Exception):
    """The sandbox itself failed: a fault of the grader or the machine, never the learner's."""


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
    open_files, threads : at a time
    remote_calls : of a problem's functions evaluated by the grader, in one call
    """

    call_seconds: float = 10.0
    submission_seconds: float = 60.0
    stretch: float = 6.0
    output_bytes: int = 32 << 20
    memory_bytes: int = 512 << 20
    file_bytes: int = 16 << 20
    scratch_bytes: int = 64 << 20
    open_files: int = 64
    threads: int = 64
    remote_calls: int = 200_000
