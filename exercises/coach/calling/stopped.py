"""Where a learner's file stopped, and why: as data, worded in `exercises.coach.judging.status`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from exercises.coach.calling.raised import Raised

__all__ = ["Cause", "Skip", "Stopped"]


class Cause(Enum):
    """Why a statement did not come to its end."""

    RAISED = "it raised an exception, or is not Python"
    OUT_OF_TIME = "it did not come to its end in time"
    EXITED = "it called os._exit()"
    REPLACED = "it gives a name that is not its own another value, the detail says which"
    OTHER_LANGUAGE = "a magic gives its cell to something else than Python: the detail"
    UNREADABLE = "the file cannot be read, the detail says why"
    CELL_NOT_RUN = "in a notebook no cell that defines it has been run"
    NO_CELL = "in a saved notebook no code cell defines it; cells of text are not run"
    PROCESS_ENDED = "the process ended with it, the detail says how"


@dataclass(frozen=True)
class Stopped:
    """A top-level statement that did not come to its end, or lines that are no Python.

    Attributes
    ----------
    file : a module's, or a notebook's with the cell's number
    line : where it stopped; 0 where nothing of the file could be run
    cause : why
    raised : what it raised, if it did
    detail : what else there is to say of the cause
    source : the line's text
    defines : the names that it would have given a value
    """

    file: str
    line: int
    cause: Cause
    raised: Raised | None = None
    detail: str = ""
    source: str = ""
    defines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skip:
    """A statement that is not to be run again: the one in which a line stands, and why."""

    file: str
    line: int
    cause: Cause
    detail: str = ""
