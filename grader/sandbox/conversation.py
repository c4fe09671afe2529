"""One child, from its first request to its end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from grader.sandbox.channel import Channel, Ended
from grader.sandbox.deaths import words_for
from grader.sandbox.decode import Reader
from grader.sandbox.encode import pack
from grader.sandbox.exchange import Exchange, Gone, Reply
from grader.sandbox.limits import Limits
from grader.sandbox.remote import Record

__all__ = ["Conversation"]

CLOSING_SECONDS = 1.0


class Conversation:
    """A line to one child with the rules that it has to keep.

    Parameters
    ----------
    channel : the line
    limits : the rules
    on_mark : is told the child's marks: which module it starts to load, and how that ended
    """

    def __init__(
        self,
        channel: Channel,
        limits: Limits,
        on_mark: Callable[[Mapping[str, Any]], None] = lambda mark: None,
    ) -> None:
        self.channel = channel
        self.limits = limits
        self.on_mark = on_mark
        self.reader = Reader()
        self.tokens = itertools.count()
        self.marks = 0
        self.seconds = 0.0
        self.is_open = True

    def tell(self, request: Mapping[str, Any]) -> None:
        """Send a request that has no answer."""
        self._send({"token": next(self.tokens), **request})

    def ask(
        self,
        request: Mapping[str, Any],
        seconds: float,
        budget: float,
        records: tuple[Record, ...] = (),
    ) -> Reply:
        """Send a request and wait for its answer.

        Parameters
        ----------
        request : what to do
        seconds : for it, and for each module's top-level code
        budget : for all that together
        records : problems that are evaluated here, by the index by which the child asks for them

        Raises
        ------
        Gone, TimedOut
            When there was no answer; the child is no more.
        WireError
            When the request cannot be sent.
        """
        exchange = Exchange(self, next(self.tokens), (seconds, budget), records)
        try:
            self._send({"token": exchange.token, **request})
            return exchange.wait()
        finally:
            self.seconds = exchange.seconds

    def close(self) -> Ended:
        """End the child."""
        if not self.is_open:
            return Ended(0)
        self.is_open = False
        return self.channel.end()

    def give_up(self, why: str) -> Gone:
        """End the child for ``why``; what to raise."""
        return Gone(why, self.close())

    def lost(self) -> Gone:
        """Return what to raise when the line is dead."""
        if not self.channel.has_ended(CLOSING_SECONDS):
            return self.give_up("it closed its line to the grader")
        ended = self.close()
        if self.channel.output.is_too_much:
            return Gone(f"it printed more than {self.limits.output_bytes >> 20} MB", ended)
        return Gone(words_for(ended, self.channel.output), ended)

    def _send(self, request: Mapping[str, Any]) -> None:
        if not self.channel.send(pack(request), self.limits.call_seconds):
            raise self.lost()
