"""A time limit on a learner's code that works in the main thread on every platform.

What counts is the learner's own computing: the clock is the processor time of the main thread, and
it runs only within `counting`, so that neither a busy machine nor the coach's own work uses it up.
Code that waits instead of computing ends after `WAITING` times the limit. In a debugger nothing
ends: who steps through a loop takes all the time there is. Nor does it where this Python has
neither signals nor threads, as in a browser: `is_missing` tells.
"""

from __future__ import annotations

import _thread
import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any
from weakref import finalize

__all__ = [
    "CALL_SECONDS",
    "Block",
    "DidNotReturn",
    "cancel",
    "counting",
    "deadline",
    "is_missing",
    "limit",
    "renew",
    "start",
]

# For one call, wherever nothing else is asked for; a learner's own pytest has it in pyproject.toml.
CALL_SECONDS = 10.0
WAITING = 6.0
# A learner's `except BaseException` may eat the first; while its code goes on, others follow.
REPEAT_SECONDS = 0.5
LEAST_SECONDS = 0.01
# What signals and threads raise where there are none.
NONE_HERE = (AttributeError, NotImplementedError, OSError, RuntimeError, ValueError)
computing_time = getattr(time, "thread_time", time.process_time)
DEBUGGERS = ("bdb", "pdb", "pydevd", "_pydevd", "debugpy", "ipdb", "pudb", "IPython")


class DidNotReturn(BaseException):
    """The time limit passed. Not an `Exception`: ``except Exception`` in a loop must not eat it."""


@dataclass
class Block:
    """One run of learner's code: the times at which it began, less what a block within it took."""

    computing: float = field(default_factory=computing_time)
    waiting: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return what counts of the time since then, as towards the limit."""
        return max(computing_time() - self.computing, (time.monotonic() - self.waiting) / WAITING)


class _Timer:
    """The limit in force and the blocks of learner's code that run, the innermost last."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.named = 0.0
        self.is_on = False
        self.was_debugged = False
        self.blocks: list[Block] = []
        self.previous: Any = None
        self.thread: threading.Timer | None = None
        self.is_missing = False

    def start(self, seconds: float) -> None:
        self.seconds = self.named = seconds
        self.is_on, self.was_debugged = True, False
        self.blocks.clear()

    def renew(self, part: float) -> None:
        if not self.blocks:
            return
        spent = self.seconds * (1 - part)
        block = self.blocks[-1]
        block.computing = computing_time() - spent
        block.waiting = time.monotonic() - WAITING * spent
        self._arm(max(self.seconds * part, LEAST_SECONDS))

    def cancel(self) -> None:
        self.is_on = False
        self.blocks.clear()
        self._disarm()

    def enter(self) -> None:
        self.blocks.append(Block())
        if len(self.blocks) == 1:
            self._listen()
        self._arm(self.seconds)

    def leave(self) -> None:
        ended = self.blocks.pop() if self.blocks else None
        if not self.blocks:
            self._disarm()
        elif ended is not None:
            outer = self.blocks[-1]
            outer.computing += computing_time() - ended.computing
            outer.waiting += time.monotonic() - ended.waiting
            self._arm(max(self.seconds - self._computed(), LEAST_SECONDS))

    def _computed(self) -> float:
        return computing_time() - self.blocks[-1].computing

    def _look(self, signum: int, frame: FrameType | None) -> None:
        """End the learner's code if its time is up; look again when it could be, if not."""
        if not self.blocks:
            return
        self.was_debugged = self.was_debugged or is_debugging()
        if self.was_debugged:
            return
        waited = time.monotonic() - self.blocks[-1].waiting
        left = self.seconds - self._computed()
        if left > 0 and waited < WAITING * self.seconds:
            self._arm(max(min(left, WAITING * self.seconds - waited), LEAST_SECONDS))
            return
        self.named = self.seconds if left <= 0 else WAITING * self.seconds
        # What is raised while garbage is collected ends nothing: Python prints it and goes on.
        is_collecting = _is_collecting(frame)
        self._arm(LEAST_SECONDS if is_collecting else REPEAT_SECONDS)
        if not is_collecting:
            raise DidNotReturn

    def _listen(self) -> None:
        """Have `_look` called when it is time; nothing is ended where that cannot be had."""
        try:
            name = signal.SIGALRM if hasattr(signal, "setitimer") else signal.SIGINT
            self.previous = (name, signal.signal(name, self._look))
        except NONE_HERE:
            self.is_missing = True

    def _arm(self, seconds: float) -> None:
        if self.is_missing:
            return
        try:
            self._set(seconds)
        except NONE_HERE:
            self.is_missing, self.thread = True, None

    def _set(self, seconds: float) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)
            return
        if self.thread is not None:
            self.thread.cancel()
        self.thread = threading.Timer(seconds, _thread.interrupt_main)
        self.thread.daemon = True
        self.thread.start()

    def _disarm(self) -> None:
        if hasattr(signal, "setitimer") and not self.is_missing:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self.thread is not None:
            self.thread.cancel()
            self.thread = None
        if self.previous is not None:
            signal.signal(*self.previous)
            self.previous = None


def _is_collecting(frame: FrameType | None) -> bool:
    """Whether a frame runs for one of those whom Python calls when it collects garbage."""
    codes = [getattr(callback, "__code__", None) for callback in (*gc.callbacks, finalize.__call__)]
    while frame is not None:
        if frame.f_code in codes:
            return True
        frame = frame.f_back
    return False


_timer = _Timer()


def start(seconds: float) -> None:
    """Give each block of `counting` that many seconds from now on, until `cancel`."""
    if threading.current_thread() is threading.main_thread():
        _timer.start(seconds)


def cancel() -> None:
    """End the limit, if there is one."""
    if threading.current_thread() is threading.main_thread():
        _timer.cancel()


def renew(part: float) -> None:
    """Give the innermost block this part of its limit, from now on."""
    if threading.current_thread() is threading.main_thread():
        _timer.renew(part)


def limit() -> float:
    """Return the seconds of the last limit, those of waiting if they ran out; 0: there was none."""
    return _timer.named


def is_missing() -> bool:
    """Whether a limit was asked for that nothing here can keep."""
    return _timer.is_missing


@contextmanager
def counting() -> Iterator[None]:
    """Within the block a learner's code runs: `DidNotReturn` is raised there when its time is up.

    A block within another has a time of its own, which the outer one is not charged with.
    """
    if not _timer.is_on or threading.current_thread() is not threading.main_thread():
        yield
        return
    _timer.enter()
    try:
        yield
    finally:
        _timer.leave()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limit each run of learner's code in the block to ``seconds``."""
    start(seconds)
    try:
        yield
    finally:
        cancel()


def is_debugging() -> bool:
    """Whether a debugger follows this program."""
    trace = sys.gettrace()
    module = str(getattr(trace, "__module__", "") or getattr(type(trace), "__module__", ""))
    if trace is not None and module.startswith(DEBUGGERS):
        return True
    monitoring = getattr(sys, "monitoring", None)
    return monitoring is not None and monitoring.get_tool(monitoring.DEBUGGER_ID) is not None
