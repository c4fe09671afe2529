"""How long a child may take: a deadline in which time that it could not run does not count."""

from __future__ import annotations

import time
from contextlib import suppress

__all__ = ["LOOK_SECONDS", "Patience", "cpu_seconds", "queued_seconds"]

LOOK_SECONDS = 0.1
# To read a process's times takes longer than most calls. But a right submission's two hundred, each
# waiting for its turn, were together as long as its deadline.
SHORT_SECONDS = 0.005
PROCESS_CPU_CLOCK = 2
OWN_THREAD = "thread-self"


class Patience:
    """A deadline for the process ``pid``, from now on.

    Over when the process used ``seconds`` of CPU time, or when ``seconds`` of wall time passed in
    which it could have run: time in which it stood in the scheduler's queue does not count, until
    ``stretch`` times the limit have passed. A process that sleeps stands in no queue.

    Parameters
    ----------
    pid, seconds, stretch : as above
    since : the process's CPU time and its time in the queue at some earlier moment, since when it
        had little to do; None where they are not known

    Attributes
    ----------
    times : the process's CPU time and its time in the queue as they were last read
    """

    def __init__(
        self, pid: int, seconds: float, stretch: float, since: tuple[float, float] | None = None
    ) -> None:
        self.pid = pid
        self.seconds = seconds
        self.hard_seconds = seconds * stretch
        self.wall = time.monotonic()
        self.since = self.times = since
        self.own_queue = queued_seconds(OWN_THREAD) if since is not None else 0.0
        self.before: tuple[float | None, float] | None = None
        self.queued_at_first = 0.0
        self.known = 0.0
        self.is_gone = False

    @property
    def used(self) -> float:
        """Seconds that count; of a process that is gone, those until a look after the last one."""
        wall = time.monotonic() - self.wall
        if self.before is None:
            return self._of_a_short_wait(wall)
        if self.is_gone:
            return self.known
        cpu_before, queued_before = self.before
        cpu, queued = self._process_times()
        ready = wall - self.queued_at_first - (queued - queued_before)
        if cpu is not None and cpu_before is not None:
            self.known = max(cpu - cpu_before, ready)
        elif cpu_before is None:
            self.known = ready
        else:
            # What passes after the first look that finds it gone is not its own.
            self.is_gone = True
            self.known = min(wall, self.known + LOOK_SECONDS)
        return self.known

    @property
    def is_over(self) -> bool:
        """Whether the deadline passed; to be asked every `LOOK_SECONDS`, when nothing came."""
        # Most calls end before the first look, and the process's times cost more than they do.
        wall = time.monotonic() - self.wall
        if self.before is None:
            self.known = self._of_a_short_wait(wall)
            self.before, self.queued_at_first = self._process_times(), wall - self.known
        # Asked for at each look, for a process that is gone tells no more.
        used = self.used
        return wall >= self.seconds and (used >= self.seconds or wall >= self.hard_seconds)

    @property
    def left(self) -> float:
        """Seconds of wall time until the deadline may have passed, some of them at least."""
        return max(self.seconds - (time.monotonic() - self.wall), LOOK_SECONDS)

    def _of_a_short_wait(self, wall: float) -> float:
        """Return what counts of ``wall`` seconds before the first look: of short ones all.

        Neither for its turn nor for the grader's, to read the answer, did the process wait by
        itself.
        """
        if self.since is None or wall < SHORT_SECONDS:
            return wall
        cpu_since, queued_since = self.since
        cpu, queued = self._process_times()
        if cpu is None:
            return wall
        queues = queued - queued_since + queued_seconds(OWN_THREAD) - self.own_queue
        return min(max(cpu - cpu_since, wall - queues), wall)

    def _process_times(self) -> tuple[float | None, float]:
        cpu, queued = cpu_seconds(self.pid), queued_seconds(self.pid)
        if cpu is not None:
            self.times = cpu, queued
        return cpu, queued

    def next_look(self) -> float:
        """Return the seconds until it is worth looking again."""
        left = self.seconds - (time.monotonic() - self.wall)
        return min(LOOK_SECONDS, max(left, 0.01))


def cpu_seconds(pid: int) -> float | None:
    """Return the CPU time of all threads of a process; None where it is gone or not told.

    A process that was just begun may have used 0.0 seconds.
    """
    # The clock's number as the kernel makes it from a process's (clock_getcpuclockid).
    with suppress(OSError, AttributeError, OverflowError):
        return time.clock_gettime((~pid << 3) | PROCESS_CPU_CLOCK)
    return None


def queued_seconds(pid: int | str) -> float:
    """Return the time for which a process stood ready but was not run; 0 where that is not told.

    Of `OWN_THREAD` it is the calling thread's.
    """
    # A path and a text file around it would take three times as long, at every call.
    with (
        suppress(OSError, ValueError, IndexError),
        open(f"/proc/{pid}/schedstat", "rb", buffering=0) as file,
    ):
        return int(file.read(100).split()[1]) / 1e9
    return 0.0
