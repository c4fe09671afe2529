"""`pytest exercises --pdb`: the learner's own frame, where a call of theirs went wrong."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

from exercises.coach.calling.captured_output import Tail
from exercises.coach.calling.observe import observe
from exercises.coach.calling.raised import LEARNERS
from exercises.coach.judging.question import Question

__all__ = ["learners_traceback"]


def learners_traceback(question: Question) -> TracebackType | None:
    """Make a call once more, and return a traceback that ends in the learner's code.

    That is the line that raised, or the one at which the function returned its wrong value: a
    debugger that opens there has the function's own variables. None where there is no such line.
    """
    function = getattr(importlib.import_module(f"exercises.{question.stem}"), question.function, 0)
    seen = _Seen(getattr(function, "__wrapped__", function))
    before = sys.gettrace()
    with contextlib.redirect_stdout(Tail(None)):
        sys.settrace(seen.enters)
        try:
            observe(function, question.args, question.kwargs)
        finally:
            sys.settrace(before)
    traceback = None
    for frame, line in seen.raised or seen.returned:
        traceback = TracebackType(traceback, frame, frame.f_lasti, line)
    return traceback


class _Seen:
    """Where the learner's code raised, innermost, and where the function that was called ended."""

    def __init__(self, function: Any) -> None:
        self.code = getattr(function, "__code__", None)
        self.raised: list[tuple[FrameType, int]] = []
        self.returned: list[tuple[FrameType, int]] = []
        self.error: BaseException | None = None

    def enters(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Follow the frames of the learner's files, and no others."""
        return self.follows if frame.f_globals.get("__name__") in LEARNERS else None

    def follows(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Note the first frame of the last error, and the last end of the function."""
        if event == "exception" and arg[1] is not self.error:
            self.error, self.raised = arg[1], list(_way_to(frame))
        elif event == "return" and frame.f_code is self.code:
            self.returned = [(frame, frame.f_lineno)]
            if arg is not None:
                # What was raised on the way was caught on the way.
                self.raised = []
        return self.follows


def _way_to(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    """Yield the learner's frames with their lines now, the innermost first."""
    while frame is not None:
        # What was started as a program is pytest.
        if frame.f_globals.get("__name__") in LEARNERS - {"__main__"}:
            yield frame, frame.f_lineno
        frame = frame.f_back
