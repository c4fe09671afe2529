"""One request and the waiting for its answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.sandbox.channel import Ended
from grader.sandbox.encode import pack
from grader.sandbox.patience import LOOK_SECONDS, Patience
from grader.sandbox.remote import Record
from grader.sandbox.scratch import is_fuller_than
from grader.sandbox.wire import WireError

if TYPE_CHECKING:
    from grader.sandbox.conversation import Conversation

__all__ = ["FORGED", "Exchange", "Gone", "Reply", "TimedOut"]

GRACE_SECONDS = 0.5
MARKS = 64
FORGED = "it sent the grader something other than an answer"


class Gone(Exception):
    """The child ended, or was ended, before it answered; the text says why."""

    def __init__(self, why: str, ended: Ended) -> None:
        super().__init__(why)
        self.why = why
        self.ended = ended


class TimedOut(Exception):
    """The child did not answer in time, nor when it was asked to stop, and was ended."""


@dataclass(frozen=True)
class Reply:
    """A child's answer: claims, of which none was checked yet."""

    parts: dict[str, Any]
    was_interrupted: bool


class Exchange:
    """The waiting for one answer.

    Parameters
    ----------
    conversation : with whom
    token : of the request, which its answer repeats
    seconds : for the call and for each module's top-level code; for all that together
    records : problems that are evaluated here
    """

    def __init__(
        self,
        conversation: Conversation,
        token: int,
        seconds: tuple[float, float],
        records: tuple[Record, ...],
    ) -> None:
        self.conversation = conversation
        self.channel = conversation.channel
        self.limits = conversation.limits
        self.token = token
        self.most, self.budget = seconds
        self.records = records
        self.asked = 0
        self.spent = 0.0
        self.interrupted = 0.0
        self.loading = 0
        self.cut_for = ""
        self._begin()

    @property
    def seconds(self) -> float:
        """What the request cost so far."""
        return self.spent + self.patience.used

    def wait(self) -> Reply:
        """Return the answer; raise `Gone` or `TimedOut` when there is none."""
        while True:
            data = self.channel.receive(0.1 if self.interrupted else self.patience.next_look())
            if data == b"":
                raise self.conversation.lost()
            try:
                for frame in self.conversation.reader.feed(data or b""):
                    reply = self._take(frame)
                    if reply is not None:
                        return reply
            except (WireError, LookupError, TypeError, ValueError, AttributeError):
                raise self.conversation.give_up(FORGED) from None
            if data is None or time.monotonic() >= self.next_look:
                self._look()

    def _begin(self) -> None:
        self.next_look = time.monotonic() + LOOK_SECONDS
        allowed = min(self.most, self.budget - self.spent)
        self.patience = Patience(self.channel.pid, allowed, self.limits.stretch)

    def _take(self, frame: Any) -> Reply | None:
        if frame["token"] != self.token:
            raise WireError("an answer to no question")
        if "ask" in frame:
            self._answer(frame)
            return None
        if "loading" in frame or "loaded" in frame:
            self.conversation.marks += 1
            if self.conversation.marks > MARKS:
                raise WireError("more modules than there are")
            self.loading += 1 if "loading" in frame else -1
            if self.cut_for and frame.get("stopped"):
                frame["stopped"]["note"], self.cut_for = self.cut_for, ""
            self.conversation.on_mark(frame)
            self.spent += self.patience.used
            self.interrupted = 0.0
            self._begin()
            return None
        return Reply(frame, self.interrupted > 0)

    def _answer(self, frame: Mapping[str, Any]) -> None:
        name, theta = frame["ask"], frame["theta"]
        record = self.records[frame["problem"]]
        self.asked += 1
        is_right = name in ("loss", "grad") and isinstance(theta, np.ndarray)
        if not is_right or theta.dtype != np.float64 or frame["problem"] < 0:
            raise WireError("no question")
        if self.asked > self.limits.remote_calls:
            raise self.conversation.give_up(
                f"it called loss and grad more than {self.limits.remote_calls} times"
            )
        told = {"token": self.token, **record.evaluate(name, theta)}
        with suppress(WireError):
            self.channel.send(pack(told), self.most)

    def _look(self) -> None:
        self.next_look = time.monotonic() + LOOK_SECONDS
        output, limits = self.channel.output, self.limits
        if output.is_too_much:
            why = f"it printed more than {limits.output_bytes >> 20} MB"
            if not self.loading or self.cut_for:
                raise self.conversation.give_up(why)
            # What the module had defined by then is judged, as where it hangs.
            self.cut_for, self.interrupted = why, time.monotonic()
            output.forget()
        if is_fuller_than(self.channel.scratch, limits.scratch_bytes):
            raise self.conversation.give_up(
                f"it wrote more than {limits.scratch_bytes >> 20} MB, or too many files"
            )
        if not self.interrupted and self.patience.is_over:
            self.interrupted = time.monotonic()
        if not self.interrupted:
            return
        if time.monotonic() - self.interrupted < GRACE_SECONDS:
            self.channel.interrupt()
            return
        self.channel.ask_where()
        self.conversation.close()
        raise TimedOut
