"""One submission: its functions, called in children that are started anew whenever one ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation, OutOfTime
from exercises.coach.calling.stopped import Cause, Skip, Stopped
from exercises.coach.contracts import STEMS
from grader.errors import SandboxFault
from grader.sandbox.host.channel import Channel
from grader.sandbox.host.checked_answer import observation_from, stopped_from
from grader.sandbox.host.conversation import FORGED, Conversation, Gone, Reply, TimedOut
from grader.sandbox.host.ending import place_in
from grader.sandbox.host.grader_side_problems import (
    RecordedProblem,
    by_number,
    on_record,
    records_of,
)
from grader.sandbox.limits import Limits
from grader.sandbox.wire import WireError
from grader.substitute_functions import StandIns

__all__ = ["Session"]

# Of one module; each costs the time until it hangs, or a child.
SKIPS = 20
STOPS = 50


class Session(AbstractContextManager["Session"]):
    """The calls of one submission.

    Parameters
    ----------
    start : starts a child
    sources : each module's file name and bytes
    limits : what the submission may use

    Attributes
    ----------
    stopped : the statements of modules that did not come to their end, by stem, as the child says
    seconds : used by all calls so far
    printed : the end of what the child of the last call printed, for the instructor
    """

    def __init__(
        self, start: Callable[[], Channel], sources: Mapping[str, bytes], limits: Limits
    ) -> None:
        self.start = start
        self.sources = {name: np.frombuffer(data, np.uint8) for name, data in sources.items()}
        self.limits = limits
        self.stopped: dict[str, tuple[Stopped, ...]] = {}
        self.seconds = 0.0
        self.printed = ""
        self.loading: list[str] = []
        self.guarded = False
        self.skips: dict[str, list[Skip]] = {}
        self.helpless: set[str] = set()
        # By what stands in for functions of the submission's.
        self.conversations: dict[StandIns, Conversation] = {}
        self.hung: set[tuple[str, str, StandIns]] = set()

    def __exit__(self, *_: object) -> None:
        """End the children."""
        self.close()

    def close(self) -> None:
        """End the children."""
        for conversation in self.conversations.values():
            conversation.close()
        self.conversations.clear()

    def call(
        self,
        stem: str,
        function: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        remote: bool = False,
        stand_ins: StandIns = (),
        figures: bool = False,
    ) -> Observation:
        """Call a function of the submission once, and return what happened.

        Parameters
        ----------
        stem, function : the module's name and the function's
        args, kwargs : plain data, or bound methods ``problem.loss`` and ``problem.grad``
        remote : evaluate and count the problems' functions here, out of the submission's reach
        stand_ins : in a child in which these take the place of the submission's own functions
        figures : describe what the call draws

        Raises
        ------
        SandboxFault
            For a fault of the grader or the machine; whatever a submission does is an observation.
        """
        key = (stem, function, stand_ins)
        if key in self.hung:
            return Observation("timed out", out_of_time=OutOfTime.HUNG_BEFORE)
        records = records_of(args, kwargs or {}) if remote else ()
        request: dict[str, Any] = {
            "do": "call",
            "stem": stem,
            "function": function,
            "args": [by_number(a, records) for a in args],
        }
        if kwargs:
            request["kwargs"] = {name: by_number(a, records) for name, a in kwargs.items()}
        if figures:
            request["figures"] = True
        observation = on_record(self._observe(request, stand_ins, records), records)
        if observation.status == "missing" and stem in self.stopped:
            observation = _stopped_before(stem, function, self.stopped)
        is_late = observation.out_of_time is OutOfTime.NONE_LEFT
        if observation.status == "timed out" and not is_late:
            self.hung.add(key)
        return observation

    def _observe(
        self, request: Mapping[str, Any], stand_ins: StandIns, records: tuple[RecordedProblem, ...]
    ) -> Observation:
        is_second = False
        while self.seconds < self.limits.submission_seconds:
            for record in records:
                record.begin()
            try:
                return self._ask(request, stand_ins, records, is_second=is_second)
            except Gone as gone:
                if gone.may_be_ours and not is_second:
                    # Who did it will do it again.
                    is_second = True
                    continue
                if self._can_load_again(gone, stand_ins):
                    continue
                return Observation("crashed", note=gone.why)
            except TimedOut:
                if not self.loading:
                    return Observation("timed out")
                self._give_up_loading(stand_ins)
        return Observation("timed out", out_of_time=OutOfTime.NONE_LEFT)

    def _ask(
        self, request: Mapping[str, Any], stand_ins: StandIns,
        records: tuple[RecordedProblem, ...], *, is_second: bool,
    ) -> Observation:  # fmt: skip
        conversation = self._conversation(stand_ins)
        self.loading.clear()
        left = self.limits.submission_seconds - self.seconds
        try:
            if not conversation.marks:
                self._open(conversation, stand_ins)
            reply = conversation.ask(request, self.limits.call_seconds, left, records)
        except WireError as error:
            raise SandboxFault(
                f"the arguments of {request['function']} cannot be sent: {error}. Hand in numbers, "
                "text, lists, arrays of numbers or a problem's loss and grad."
            ) from None
        except Gone as gone:
            if conversation.marks == 0 and (is_second or not gone.may_be_ours):
                # Before the first mark no line of the submission has run.
                raise SandboxFault(
                    f"a child ended before the submission was read ({gone.why}; it said: "
                    f"{conversation.channel.output.text[-400:]!r}). Is the machine short of "
                    "memory or processes? Grade again."
                ) from None
            raise
        finally:
            self.seconds += conversation.seconds
            self.printed = conversation.channel.output.text
        try:
            return self._judge(reply, len(request["args"]) + len(request.get("kwargs", ())))
        except (TypeError, ValueError, LookupError, AttributeError):
            self.seconds -= conversation.seconds
            forged = conversation.give_up(FORGED)
            self.seconds += conversation.seconds
            raise forged from None

    def _judge(self, reply: Reply, arguments: int) -> Observation:
        observation = observation_from(reply.parts["observation"], arguments)
        if reply.was_interrupted:
            return replace(observation, status="timed out", value=None, raised=None)
        return observation

    def _conversation(self, stand_ins: StandIns) -> Conversation:
        known = self.conversations.get(stand_ins)
        if known is not None and known.is_open:
            return known
        for other in self.conversations.keys() - {(), stand_ins}:
            # However many sets there are, a submission has two children at a time.
            self.conversations.pop(other).close()
        self.conversations[stand_ins] = Conversation(self.start(), self.limits, self._note)
        return self.conversations[stand_ins]

    def _open(self, conversation: Conversation, stand_ins: StandIns) -> None:
        skips = {
            stem: [(skip.file, skip.line, skip.cause.name, skip.detail) for skip in known]
            for stem, known in self.skips.items()
        }
        others = {each.stem: (each.names, each.source) for each in stand_ins}
        request = {"do": "open", "sources": self.sources, "stand_ins": others, "skips": skips}
        conversation.tell(request | {"guarded": self.guarded})

    def _note(self, mark: Mapping[str, Any]) -> None:
        if "loading" in mark:
            self.loading.append(_stem(mark["loading"]))
            return
        if "hung" in mark:
            stopped = stopped_from(mark["stopped"])
            if not self.loading or self.loading[-1] != mark["hung"]:
                raise WireError("no module that was being loaded")
            self._skip(
                mark["hung"], Skip(stopped.file, stopped.line, stopped.cause, stopped.detail)
            )
            return
        if not self.loading or self.loading.pop() != mark["loaded"]:
            raise WireError("no module that was being loaded")
        stem = mark["loaded"]
        known = {(skip.file, skip.line): skip for skip in self.skips.get(stem, ())}
        told = tuple(
            replace(stopped, cause=skip.cause, detail=skip.detail)
            if (skip := known.get((stopped.file, stopped.line)))
            else stopped
            for stopped in map(stopped_from, mark["stopped"][:STOPS])
        )
        if told:
            self.stopped[stem] = told
        for stopped in told:
            if not stopped.line and stopped.cause is Cause.OUT_OF_TIME:
                # Reading all of it took too long: no other child of this submission tries again.
                self._skip(stem, Skip(stopped.file, 0, stopped.cause))

    def _can_load_again(self, gone: Gone, stand_ins: StandIns) -> bool:
        """Whether the module that ended the child can be loaded without the line that did it."""
        if not self.loading or gone.ended.is_lost:
            return False
        if gone.ended.signal == 0:
            was_guarded, self.guarded = self.guarded, True
            return not was_guarded
        stem = self.loading[-1]
        file, line = place_in(self.conversations[stand_ins].channel.output, stem)
        return bool(line) and self._skip(stem, Skip(file, line, Cause.PROCESS_ENDED, gone.why))

    def _give_up_loading(self, stand_ins: StandIns) -> None:
        """Note the line at which the innermost module hung: it is not run again."""
        stem = self.loading[-1]
        file, line = place_in(self.conversations[stand_ins].channel.output, stem)
        is_helped = bool(line) and self._skip(stem, Skip(file, line, Cause.OUT_OF_TIME))
        if not is_helped and stem in self.helpless:
            # Without the line there is nothing for it but to run none.
            self.skips[stem] = [Skip(f"{stem}.py", 0, Cause.OUT_OF_TIME)]
        elif not is_helped:
            self.helpless.add(stem)

    def _skip(self, stem: str, skip: Skip) -> bool:
        """Keep a statement from being run again; False where that has not helped before."""
        known = self.skips.setdefault(stem, [])
        is_new = len(known) < SKIPS and (skip.file, skip.line) not in {
            (each.file, each.line) for each in known
        }
        if is_new:
            known.append(skip)
        return is_new


def _stopped_before(
    stem: str, function: str, stopped: Mapping[str, tuple[Stopped, ...]]
) -> Observation:
    from exercises.coach.judging.question import Question
    from exercises.coach.judging.status import stopped_before

    return stopped_before(Question(stem, function, ()), stopped[stem], stopped)


def _stem(name: Any) -> str:
    if name not in STEMS:
        raise WireError("no module of this submission")
    return str(name)
