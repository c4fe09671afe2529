"""An exception with the call that it ended, and a row of the table of what is said about one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from exercises.coach.calling.observe import Raised
from exercises.coach.calling.raised import of_cell
from exercises.coach.judging.question import Question

__all__ = ["GROWN", "NOTHING", "QUOTED", "Entry", "Error", "Words", "header_around"]

# A list that grows as in MATLAB, R, Julia, JavaScript and Ruby.
GROWN = (
    r"^(?P<call>(?:push|append)!?\(\s*)?(?P<array>(?!cout\b)[A-Za-z_]\w*)\s*(?(call),|(?:<<(?!=)"
    r"|[\[({]\s*(?:end|\$)\s*\+\s*1\s*[\])}]\s*=(?!=)"
    r"|\.?(?:=|<-)\s*(?:(?:c|append|[vh]?cat)\(\s*(?P=array)\s*,|\[(?:\.\.\.\s*(?P=array)\b|(?P=array)\s*;))))"
)

Words = Mapping[str, str]
NOTHING: Words = {}
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#.*")


@dataclass(frozen=True)
class Error:
    """An exception and, where it ended a call, which call that was."""

    raised: Raised
    question: Question | None = None

    @cached_property
    def raw(self) -> str:
        """The line that failed, of the learner's innermost function."""
        return self.raised.frames[-1].source if self.raised.frames else ""

    @cached_property
    def line(self) -> str:
        """The line without what its strings and comments say."""
        return QUOTED.sub(lambda match: '""' if match.group()[0] != "#" else "", self.raw)

    @cached_property
    def marked(self) -> str:
        """What Python marks in the line; the whole of it where it marks nothing."""
        frame = self.raised.frames[-1] if self.raised.frames else None
        return frame.source[frame.start : frame.end] if frame and frame.end else self.line

    @cached_property
    def number(self) -> int:
        """The number of the line that failed, 0 where there is none."""
        return self.raised.frames[-1].line if self.raised.frames else 0

    @cached_property
    def is_in_notebook(self) -> bool:
        """Whether the line stands in a notebook's cell."""
        return bool(self.raised.frames and of_cell(self.raised.frames[-1].file))

    def is_a(self, *types: str) -> bool:
        """Whether the exception is of one of these types or derived from one."""
        return not types or not {self.raised.type_name, *self.raised.bases}.isdisjoint(types)


def header_around(error: Error) -> tuple[str, ...]:
    """Return the parameters of the contract's function that the line stands in."""
    if error.question is None or not error.raised.frames:
        return ()
    function = error.question.exercise.functions.get(error.raised.frames[-1].function)
    return function.parameters if function is not None else ()


@dataclass(frozen=True)
class Entry:
    """One row of the table.

    Attributes
    ----------
    says : the sentence; ``{name}`` stands for a named group of a pattern, or for a word of `when`
    types : names of exception types, any of which will do
    message, line, marked, text : patterns that must be found in Python's message, in the line that
        failed, in what Python marks in it, and in the source around it
    when : a further condition; gives words for the sentence, None where it does not hold
    """

    says: str
    types: tuple[str, ...] = ()
    message: str = ""
    line: str = ""
    marked: str = ""
    text: str = ""
    when: Callable[[Error], Words | None] | None = None

    def about(self, error: Error) -> str | None:
        """Return the sentence about an error, None where the row does not fit it."""
        if not error.is_a(*self.types):
            return None
        words: dict[str, str] = {}
        parts = (
            (self.message, error.raised.message),
            (self.line, error.line),
            (self.marked, error.marked),
            (self.text, error.raised.text),
        )
        for pattern, part in parts:
            found = re.search(pattern, part, re.MULTILINE) if pattern else None
            if pattern and found is None:
                return None
            if found is not None:
                words |= {k: v for k, v in found.groupdict().items() if v is not None}
        if self.when is not None:
            more = self.when(error)
            if more is None:
                return None
            words |= more
        return self.says.format_map(words)
