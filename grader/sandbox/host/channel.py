"""The line to one child, whatever carries it; sockets on Linux, pipes elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from grader.sandbox.host.ending import Ended, Output

__all__ = ["Channel"]


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
