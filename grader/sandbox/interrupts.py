"""How a child lets itself be interrupted: in the learner's code, and never in a frame's middle."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from exercises.coach.deadline import DidNotReturn

__all__ = ["interrupts", "listen"]


class Interrupts:
    """Whether the grader's interrupt may end what this process does; else it waits until it may."""

    def __init__(self) -> None:
        self.are_allowed = False
        self.is_pending = False

    def take(self, signum: int, frame: object) -> None:
        if self.are_allowed:
            raise DidNotReturn
        self.is_pending = True

    @contextmanager
    def allowed(self) -> Iterator[None]:
        self.is_pending = False
        self.are_allowed = True
        try:
            yield
        finally:
            self.are_allowed = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a frame through whole: half a frame would be the end of the line."""
        were_allowed, self.are_allowed = self.are_allowed, False
        try:
            yield
        finally:
            self.are_allowed = were_allowed
        if were_allowed and self.is_pending:
            self.is_pending = False
            raise DidNotReturn


interrupts = Interrupts()


def listen() -> None:
    """Let SIGALRM end the learner's code that runs, and SIGUSR2 print where it is."""
    import faulthandler

    faulthandler.enable(2, all_threads=False)
    # Started in the background, a grader and all below it ignore it; a submission must not differ.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, interrupts.take)
        # Written in C: it answers from within a loop in C as well.
        faulthandler.register(signal.SIGUSR2, 2, all_threads=False)
