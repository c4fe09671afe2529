"""What every export is made of: a class's results as data, and a format as a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.errors import UserError
from grader.grades import ExerciseGrade, Grade, Outcome
from grader.intake.people import Who
from grader.reports.text import one_line, reason_text

__all__ = [
    "Blank", "Class", "Export", "ExportError", "Format", "Option", "Result", "Values", "number",
    "read_bytes",
]  # fmt: skip

Values = Mapping[str, Any]
WORDS = 160


class ExportError(UserError):
    """Nothing was written; the text says what is wrong with which file, and what to do."""


class Blank(StrEnum):
    """Why a student has no points."""

    NOT_HANDED_IN = "no exercise was handed in"
    UNREADABLE = "cannot be read"
    FAULT = "a fault of the grader's: grade again"


@dataclass(frozen=True)
class Result:
    """One student's result.

    Attributes
    ----------
    grade : as the gradebook has it
    who : who the student is, and when they handed in
    isolation : in force when it was graded
    page : the name of the page of feedback
    """

    grade: Grade
    who: Who
    isolation: str = ""
    page: str = ""

    @property
    def student(self) -> str:
        """What the student is called in the reports."""
        return self.grade.student

    @property
    def name(self) -> str:
        """The student's name; what the reports call them where nobody tells it."""
        return self.who.name or self.student

    @property
    def blank(self) -> Blank | None:
        """Why there is no total; None when there is one."""
        if self.grade.outcome is Outcome.GRADER_FAULT:
            return Blank.FAULT
        if self.grade.unreadable:
            return Blank.UNREADABLE
        return Blank.NOT_HANDED_IN if self.grade.outcome is Outcome.NOT_SUBMITTED else None

    @property
    def points(self) -> float | None:
        """The total; None when anything that belongs to it is not known."""
        return self.grade.total

    @property
    def why_blank(self) -> str:
        """Why there is no total, in words; empty when there is one."""
        unreadable = self.grade.unreadable
        if self.blank is not Blank.UNREADABLE:
            return str(self.blank or "")
        reasons = {one_line(reason_text(e.unreadable[0])): None for e in unreadable}
        keys = "" if len(unreadable) == len(self.grade.exercises) else _listed(unreadable)
        said = " ".join(reasons)
        said = said if len(said) <= WORDS else f"{said[:WORDS]}…"
        return f"{keys}{Blank.UNREADABLE}: {said}"


def _listed(exercises: Sequence[ExerciseGrade]) -> str:
    return ", ".join(exercise.key for exercise in exercises) + " "


@dataclass(frozen=True)
class Class:
    """A graded class.

    Attributes
    ----------
    results : everybody's, in the order of the reports
    versions : of Python, NumPy and Matplotlib, for the pages of feedback
    kit_version : this kit's
    now : when the export is made
    assignments : those by name that were graded into one gradebook, whose totals are their sum
    """

    results: tuple[Result, ...]
    versions: str = ""
    kit_version: str = ""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    assignments: tuple[str, ...] = ()

    @property
    def with_points(self) -> tuple[str, ...]:
        """The students who have a total."""
        return tuple(result.student for result in self.results if result.points is not None)


@dataclass(frozen=True)
class Export:
    """What is to be written, and what became of everybody.

    Attributes
    ----------
    files : path below the folder of the export to content
    filled : the students whose points are in them
    nowhere : whose points have no place, and why
    notes : what else is to be said, a line each
    """

    files: Mapping[str, bytes]
    filled: tuple[str, ...]
    nowhere: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """An option of one format on the command line.

    Attributes
    ----------
    name : for example ``--canvas``
    help : one line
    metavar : what its value is called; empty for a switch
    is_file : whether the value is an existing file
    is_required : whether the format cannot do without it
    """

    name: str
    help: str
    metavar: str = ""
    is_file: bool = False
    is_required: bool = False

    @property
    def key(self) -> str:
        """What its value is called in `Values`."""
        return self.name.removeprefix("--").replace("-", "_")


@dataclass(frozen=True)
class Format:
    """A format: its name, what it writes, in a line, how, and what must be said for it."""

    name: str
    writes: str
    write: Callable[[Class, Values], Export]
    options: tuple[Option, ...] = ()


def number(points: float) -> str:
    """Return a number in full, as everybody reads it: no exponent, no separator of thousands.

    >>> number(1234.5), number(17.0), number(1e-7)
    ('1234.5', '17', '0.0000001')
    """
    text = format(Decimal(repr(float(points))), "f")
    return text.removesuffix(".0")


def read_bytes(path: Path, largest: int = 64 << 20) -> bytes:
    """Return a file that an instructor named.

    Raises
    ------
    ExportError
        When it cannot be read, or is far larger than any such file.
    """
    try:
        if path.stat().st_size > largest:
            raise ExportError(f"{path} has more than {largest >> 20} MB: that is another file.")
        return path.read_bytes()
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror or error}.") from error
