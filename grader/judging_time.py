"""What the grader's own work over a submission's answers may take: it is ended, and it is counted.

An answer is bounded in size before it is judged, but a judge, a diagnosis or a layout may still
take more than linear time over it. That time is the submission's: no answer costs a run more than
a deadline.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable

__all__ = ["ANSWER_SECONDS", "CHECK_SECONDS", "Overtime", "Watch"]

# For an answer, whatever the deadline for a call: far above what any takes that was asked for.
ANSWER_SECONDS = 2.0
# For a check before it asks anything: no submission has a part in that.
CHECK_SECONDS = 60.0
LOOK_SECONDS = 0.1


class Overtime(BaseException):
    """The time for an answer is over. Not an `Exception`: no judge's ``except`` may eat it."""


class Watch:
    """Raises `Overtime` in a thread that takes too long over an answer.

    The time is the thread's own CPU time where the system tells it, so that a busy machine changes
    nobody's grade. A single step in C is not ended before it is done.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread = 0
        self._clock: Callable[[], float] = time.monotonic
        self._began = 0.0
        self._until: float | None = None
        self._is_due = False
        self._stopped = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self, seconds: float) -> None:
        """Give this thread so many seconds from now on, until `stop`."""
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        with self._lock:
            if self._thread != threading.get_ident():
                self._thread = threading.get_ident()
                self._clock = _clock_of(self._thread)
            self._began = self._clock()
            self._until = self._began + seconds

    def stop(self) -> float:
        """Return the seconds since `start`, 0 without one; from now on nothing is raised.

        Raises
        ------
        Overtime
            When they were over just now.
        """
        with self._lock:
            was_started = self._began > 0
            used = self._clock() - self._began if was_started else 0.0
            self._began, self._until = 0.0, None
            is_due, self._is_due = self._is_due, False
        if is_due:
            # What was sent and has not arrived yet would arrive in the next check.
            _send(self._thread, None)
        return used

    def close(self) -> None:
        """End the watching."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            with self._lock:
                if self._until is not None and self._clock() >= self._until:
                    self._until = None
                    self._is_due = True
                    _send(self._thread, Overtime)


def _send(thread: int, kind: type[BaseException] | None) -> None:
    """Have ``kind`` raised in a thread at its next step, or nothing more."""
    what = None if kind is None else ctypes.py_object(kind)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _clock_of(thread: int) -> Callable[[], float]:
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)
