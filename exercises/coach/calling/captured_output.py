"""What a learner's code has in the place of `sys.stdout` while it runs, whatever it does to it."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO

__all__ = ["Tail"]

PRINTED = 4000


class Tail(io.TextIOBase):
    """A stream that passes on what is written, and keeps the end of it.

    Whoever closes it, takes it apart or sets it up, as with ``sys.stdout =
    io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")``, does that to this one alone.

    Parameters
    ----------
    stream : where it goes; None: nowhere
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream
        self.kept = ""

    def write(self, text: str) -> int:
        """Pass the text on, and keep its end."""
        self.kept = (self.kept + text)[-PRINTED:]
        if self.stream is not None:
            self.stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let the stream show what it has."""
        if self.stream is not None:
            self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        """Return what else a stream has, as `mode`."""
        return getattr(self.stream or sys.__stdout__, name)

    def isatty(self) -> bool:
        """Nobody reads a terminal's colours here."""
        return False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The stream's encoding, for those that ask before they print."""
        return getattr(self.stream, "encoding", None) or "utf-8"

    @property
    def buffer(self) -> io.RawIOBase:
        """What takes bytes."""
        return _Bytes(self)

    def detach(self) -> Any:
        """Return what takes bytes."""
        return self.buffer

    def reconfigure(self, **options: object) -> None:
        """Leave it as it is: the stream is everybody's."""

    def fileno(self) -> int:
        """Return a number of the stream's file that may be closed."""
        if self.stream is None:
            return os.open(os.devnull, os.O_WRONLY)
        return os.dup(self.stream.fileno())


class _Bytes(io.RawIOBase):
    def __init__(self, tail: Tail) -> None:
        self.tail = tail

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        whole = bytes(data)
        self.tail.write(whole.decode("utf-8", "replace"))
        return len(whole)
