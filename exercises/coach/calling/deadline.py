"""A time limit on a learner's call that works in the main thread on every platform."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["DidNotReturn", "cancel", "deadline", "limit", "renew", "start"]

REPEAT_SECONDS = 0.5


class DidNotReturn(BaseException):
    """The time limit passed. Not an `Exception`: ``except Exception`` in a loop must not eat it."""


class _Timer:
    """The one running limit: an interval timer where there is one, else a thread."""

    def __init__(self) -> None:
        self.previous: Any = None
        self.thread: threading.Timer | None = None
        self.seconds = 0.0

    def start(self, seconds: float) -> None:
        self.seconds = seconds
        if hasattr(signal, "setitimer"):
            self.previous = signal.signal(signal.SIGALRM, _raise)
            signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
        else:
            self.previous = signal.signal(signal.SIGINT, _raise)
            self.thread = threading.Timer(seconds, _thread.interrupt_main)
            self.thread.daemon = True
            self.thread.start()

    def renew(self, seconds: float) -> None:
        if self.previous is None:
            return
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
        elif self.thread is not None:
            self.thread.cancel()
            self.thread = threading.Timer(seconds, _thread.interrupt_main)
            self.thread.daemon = True
            self.thread.start()

    def cancel(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self.thread is not None:
            self.thread.cancel()
        if self.previous is not None:
            name = "SIGALRM" if hasattr(signal, "setitimer") else "SIGINT"
            signal.signal(getattr(signal, name), self.previous)
        self.previous, self.thread = None, None


_timer = _Timer()


def start(seconds: float) -> None:
    """Raise `DidNotReturn` in the main thread after ``seconds`` unless `cancel` comes first."""
    if threading.current_thread() is threading.main_thread():
        _timer.start(seconds)


def cancel() -> None:
    """End the running limit, if there is one."""
    if threading.current_thread() is threading.main_thread():
        _timer.cancel()


def renew(seconds: float) -> None:
    """Let the running limit, if there is one, end ``seconds`` from now."""
    if threading.current_thread() is threading.main_thread():
        _timer.renew(seconds)


def limit() -> float:
    """Return the seconds of the running limit, or of the last one; 0 when there was none."""
    return _timer.seconds


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limit the block to ``seconds``."""
    start(seconds)
    try:
        yield
    finally:
        cancel()


def _raise(signum: int, frame: object) -> None:
    raise DidNotReturn
