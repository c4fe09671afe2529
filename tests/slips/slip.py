"""What a slip is: an edit of a right solution, and what must and must not be told about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exercises.coach.contracts import exercise_of
from tests.slips.right import right


@dataclass(frozen=True)
class Slip:
    """One slip of a beginner.

    Attributes
    ----------
    title : what the learner did
    where : exercise and function, for example ``1 grad``; ``1`` alone: anywhere in the file
    old, new : the text that is replaced there, and by what; an ``old`` of ``""`` puts ``new`` at the
        end of the file, one of ``*`` in the place of the whole function
    told : a pattern that the first message must match, folded to one line; ``""``: it is right
    never : a pattern that it must not match
    named : the ids that it may name
    seconds : the time limit for each test; what never returns takes all of it
    """

    title: str
    where: str
    old: str
    new: str
    told: str
    never: str = ""
    named: tuple[str, ...] = ()
    seconds: float = 2.0

    @property
    def stem(self) -> str:
        return exercise_of(self.where.split()[0]).stem

    @property
    def source(self) -> str:
        """The whole file with the slip in it."""
        text, function = right(self.stem), self.where.partition(" ")[2]
        if not self.old:
            return text + self.new
        start, end = (0, len(text)) if not function else _function(text, function)
        part = text[start:end]
        if self.old == "*":
            return text[:start] + self.new + text[end:]
        if self.old not in part:
            raise ValueError(f"{self.title}: {self.old!r} is not in {self.where}")
        # In a function the body is meant, which stands below the docstring.
        at = part.rindex(self.old) if function else part.index(self.old)
        return text[: start + at] + self.new + text[start + at + len(self.old) :]


def _function(text: str, name: str) -> tuple[int, int]:
    start = re.search(rf"^def {name}\(", text, re.MULTILINE).start()
    after = re.compile(r"^# %%", re.MULTILINE).search(text, start)
    return start, after.start() if after else len(text)
