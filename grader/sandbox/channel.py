"""The line to one child, whatever carries it; sockets on Linux, pipes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["Channel", "Ended", "Output"]

KEPT_BYTES = 8192


@dataclass(frozen=True)
class Ended:
    """How a child's process ended.

    Attributes
    ----------
    status : its exit status
    signal : that ended it, 0 for none
    is_lost : nobody can tell, because the process that started it is gone as well
    """

    status: int
    signal: int = 0
    is_lost: bool = False


class Output:
    """What a child printed: counted in full, kept at its end only."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.total = 0
        self.tail = b""

    def add(self, data: bytes) -> None:
        """Take in what was printed."""
        self.total += len(data)
        self.tail = (self.tail + data)[-KEPT_BYTES:]

    def forget(self) -> None:
        """Count anew from here on."""
        self.total = 0

    @property
    def is_too_much(self) -> bool:
        """Whether more was printed than a child may."""
        return self.total > self.most

    @property
    def text(self) -> str:
        """The end of what was printed."""
        return self.tail.decode("utf-8", "replace")


class Channel(Protocol):
    """One child and the line to it.

    Attributes
    ----------
    pid : of the child's process
    scratch : the folder in which it may write
    output : what it printed so far
    """

    pid: int
    scratch: Path
    output: Output

    def send(self, data: bytes, seconds: float) -> bool:
        """Send ``data``; False when it was not taken within ``seconds``, or nobody is there."""

    def receive(self, seconds: float) -> bytes | None:
        """Return what came; None when nothing did in ``seconds``; empty when the child ended."""

    def has_ended(self, seconds: float) -> bool:
        """Whether the child ends by itself within ``seconds``."""

    def interrupt(self) -> None:
        """Ask the child to stop what it does and to report."""

    def ask_where(self) -> None:
        """Have the child print the line at which it is, even from within C code."""

    def end(self) -> Ended:
        """Kill the child and whatever it started, and return how it had ended."""
