"""How long to wait for a child: wall time, less the time for which the machine kept it waiting."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

__all__ = ["Patience"]

PROCESS_CPU_CLOCK = 2
LOOK_SECONDS = 0.25


class Patience:
    """A deadline for the process ``pid``, from now on.

    Over when the process used ``seconds`` of CPU time, or when ``seconds`` of wall time passed in
    which it could have run: time in which it stood in the scheduler's queue does not count, until
    ``stretch`` times the limit have passed. A process that sleeps stands in no queue.
    """

    def __init__(self, pid: int, seconds: float, stretch: float) -> None:
        self.pid = pid
        self.seconds = seconds
        self.hard_seconds = seconds * stretch
        self.wall = time.monotonic()
        self.before: tuple[float, float] | None = None

    @property
    def used(self) -> float:
        """Seconds that count."""
        wall = time.monotonic() - self.wall
        if self.before is None or wall >= self.hard_seconds:
            return wall
        cpu, queued = self._process_times()
        return max(cpu - self.before[0], wall - (queued - self.before[1]))

    @property
    def is_over(self) -> bool:
        """Whether the deadline passed; to be asked every `LOOK_SECONDS`, when nothing came."""
        # Most calls end before the first look, and the process's times cost more than they do.
        if self.before is None:
            self.before = self._process_times()
        return time.monotonic() - self.wall >= self.seconds and self.used >= self.seconds

    def _process_times(self) -> tuple[float, float]:
        return cpu_seconds(self.pid), queued_seconds(self.pid)

    def next_look(self) -> float:
        """Return the seconds until it is worth looking again."""
        left = self.seconds - (time.monotonic() - self.wall)
        return min(LOOK_SECONDS, max(left, 0.01))


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of all threads of a process; 0 where it cannot be read."""
    # The clock's number as the kernel makes it from a process's (clock_getcpuclockid).
    with suppress(OSError, AttributeError, OverflowError):
        return time.clock_gettime((~pid << 3) | PROCESS_CPU_CLOCK)
    return 0.0


def queued_seconds(pid: int) -> float:
    """Return the time for which a process stood ready but was not run; 0 where that is not told."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0
