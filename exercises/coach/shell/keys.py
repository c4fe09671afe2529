"""Single keys from a terminal, without Enter; whole lines where a terminal cannot do that."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

__all__ = ["END", "Keys", "keys_of_terminal"]

# What is read where nobody can type any more: the terminal is gone.
END = "q"
# Windows has no waiting for a key with a time limit: it is looked for this often.
LOOK_SECONDS = 0.05


class Keys(Protocol):
    """Where keys come from.

    Attributes
    ----------
    needs_enter : whether a key counts only after Enter
    """

    needs_enter: bool

    def wait(self, seconds: float) -> str:
        """Return the key pressed, ``""`` when none was within that time."""


def keys_of_terminal() -> AbstractContextManager[Keys]:
    """Return the keys of this process's terminal; on leaving it, the terminal is as it was."""
    if os.environ.get("TERM") == "dumb":
        return nullcontext(_Lines())
    if importlib.util.find_spec("termios") is not None:
        return _of_posix()
    if importlib.util.find_spec("msvcrt") is not None:
        return nullcontext(_Console())
    return nullcontext(_Lines())


@contextmanager
def _of_posix() -> Iterator[Keys]:
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(descriptor)
    except termios.error:
        yield _Lines()
        return

    def set_up(*args: object) -> None:
        # Ctrl-C stays a signal, and what is printed is printed as ever.
        tty.setcbreak(descriptor, termios.TCSANOW)

    set_up()
    # The shell that was given the terminal by Ctrl-Z gives it back in a state of its own.
    resumed = signal.signal(signal.SIGCONT, set_up)
    try:
        yield _Characters(descriptor)
    finally:
        signal.signal(signal.SIGCONT, resumed)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


class _Characters:
    """A POSIX terminal that passes each key on at once."""

    needs_enter = False

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def wait(self, seconds: float) -> str:
        """Return the key pressed, ``""`` when none was within that time."""
        import select

        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        if not ready:
            return ""
        try:
            data = os.read(self.descriptor, 64)
        except OSError:
            return END
        # An arrow or a pasted text comes as many characters, and is no key of ours.
        return (data.decode("utf-8", "replace") if len(data) == 1 else "?") if data else END


class _Console:
    """A Windows console."""

    needs_enter = False

    def __init__(self) -> None:
        import msvcrt

        self.console: Any = msvcrt

    def wait(self, seconds: float) -> str:
        """Return the key pressed, ``""`` when none was within that time."""
        until = time.monotonic() + seconds
        while not self.console.kbhit():
            if time.monotonic() >= until:
                return ""
            time.sleep(LOOK_SECONDS)
        key = str(self.console.getwch())
        if key in ("\x00", "\xe0"):
            # An arrow or a function key: its second half is no letter that was typed.
            self.console.getwch()
            return "?"
        if key == "\x03":
            raise KeyboardInterrupt
        return key


class _Lines:
    """Lines: the first letter of each is the key, so that `hint` does for `h`."""

    needs_enter = True

    def __init__(self) -> None:
        self.read: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        for line in sys.stdin:
            self.read.put(line.strip()[:1] or "\n")
        self.read.put(END)

    def wait(self, seconds: float) -> str:
        """Return the key of the line typed, ``""`` when none was within that time."""
        try:
            return self.read.get(timeout=seconds)
        except queue.Empty:
            return ""
