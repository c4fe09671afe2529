"""One child, from its first request to its end."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.coach.calling.stopped import Cause
from grader.sandbox.host.call_deadline import LOOK_SECONDS, Patience
from grader.sandbox.host.channel import Channel
from grader.sandbox.host.checked_answer import ANSWER_ARRAY_BYTES
from grader.sandbox.host.ending import Ended, words_for
from grader.sandbox.host.grader_side_problems import RecordedProblem
from grader.sandbox.host.scratch import is_fuller_than
from grader.sandbox.limits import Limits
from grader.sandbox.wire import Reader, WireError, pack

__all__ = ["FORGED", "Conversation", "Exchange", "Gone", "Reply", "TimedOut"]

SIGKILL = 9
MARKS = 64
FORGED = "it sent the grader something other than an answer"
CLOSING_SECONDS = 1.0
GRACE_SECONDS = 0.5
LEAST_SECONDS = 1.0
# What stands below a statement that hung has this part of a call's time.
HURRY = 0.25


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
        self.reader = Reader(array_bytes=ANSWER_ARRAY_BYTES)
        self.tokens = itertools.count()
        self.marks = 0
        self.seconds = 0.0
        self.exchange: Exchange | None = None
        # A process begins with none.
        self.times: tuple[float, float] | None = 0.0, 0.0
        self.is_open = True

    def tell(self, request: Mapping[str, Any]) -> None:
        """Send a request that has no answer."""
        # The sources, to a process that has none of them yet: on a busy machine it takes its time.
        seconds = self.limits.call_seconds * self.limits.stretch
        self._send({"token": next(self.tokens), **request}, seconds)

    def ask(
        self,
        request: Mapping[str, Any],
        seconds: float,
        budget: float,
        records: tuple[RecordedProblem, ...] = (),
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
        self.exchange = exchange = Exchange(self, next(self.tokens), (seconds, budget), records)
        try:
            self._send({"token": exchange.token, **request}, self.limits.call_seconds)
            return exchange.wait()
        finally:
            if self.is_open:
                self.seconds = exchange.seconds

    def close(self) -> Ended:
        """End the child."""
        if not self.is_open:
            return Ended(0)
        self.is_open = False
        self.seconds = self.exchange.seconds if self.exchange is not None else 0.0
        began = time.monotonic()
        ended = self.channel.end()
        # To remove a thousand folders takes far longer than to make them.
        self.seconds += time.monotonic() - began
        return ended

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
        was_killed = ended.signal == SIGKILL
        return Gone(words_for(ended, self.channel.output), ended, may_be_ours=was_killed)

    def _send(self, request: Mapping[str, Any], seconds: float) -> None:
        if not self.channel.send(pack(request), seconds):
            raise self.lost()


class Gone(Exception):
    """The child ended, or was ended, before it answered; the text says why.

    Parameters
    ----------
    why : in words
    ended : how its process ended
    may_be_ours : whether it may be the machine's doing: a system without memory kills whom it will
    """

    def __init__(self, why: str, ended: Ended, *, may_be_ours: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.ended = ended
        self.may_be_ours = may_be_ours or ended.is_lost


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
        records: tuple[RecordedProblem, ...],
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
        return self.spent + self._used()

    def _used(self) -> float:
        used = self.patience.used
        self.conversation.times = self.patience.times
        return used

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
                        # A call may fill the disk between two looks; the next one would go on.
                        self._look_at_the_folder()
                        return reply
            except (WireError, LookupError, TypeError, ValueError, AttributeError):
                raise self.conversation.give_up(FORGED) from None
            if data is None or time.monotonic() >= self.next_look:
                self._look()

    def _begin(self, part: float = 1.0) -> None:
        self.next_look = time.monotonic() + LOOK_SECONDS
        allowed = min(
            max(part * self.most, min(self.most, LEAST_SECONDS)), self.budget - self.spent
        )
        self.patience = Patience(
            self.channel.pid, allowed, self.limits.stretch, self.conversation.times
        )

    def _take(self, frame: Any) -> Reply | None:
        if frame["token"] != self.token:
            raise WireError("an answer to no question")
        if "ask" in frame:
            self._answer(frame)
            return None
        if "loading" in frame or "loaded" in frame or "hung" in frame:
            self._take_mark(frame)
            return None
        return Reply(frame, self.interrupted > 0)

    def _take_mark(self, frame: dict[str, Any]) -> None:
        self.conversation.marks += 1
        if self.conversation.marks > MARKS:
            raise WireError("more modules than there are")
        has_hung = "hung" in frame
        if not has_hung:
            self.loading += 1 if "loading" in frame else -1
        elif self.cut_for:
            said = {"cause": Cause.PROCESS_ENDED.name, "detail": self.cut_for}
            frame["stopped"], self.cut_for = {**frame["stopped"], **said}, ""
        self.conversation.on_mark(frame)
        self.spent += self._used()
        self.interrupted = 0.0
        self._begin(HURRY if has_hung else 1.0)

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
            # Whoever asks and does not read would keep the grader for a whole deadline each time.
            if not self.channel.send(pack(told), self.patience.left):
                raise self._unread()

    def _unread(self) -> Gone:
        if self.channel.has_ended(0):
            return self.conversation.lost()
        return self.conversation.give_up(
            "it asked for loss or grad and did not take the grader's answer"
        )

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
        self._look_at_the_folder()
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

    def _look_at_the_folder(self) -> None:
        most = self.limits.scratch_bytes
        if is_fuller_than(self.channel.scratch, most):
            raise self.conversation.give_up(
                f"it wrote more than {most >> 20} MB, or too many files"
            )
