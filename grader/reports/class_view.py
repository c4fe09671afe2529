"""Which mistakes a class made: rows for `misconceptions.csv`, and the view an instructor reads.

The view is made from the file, so that it can be printed long after the run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, fields
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exercises.coach.contracts import EXERCISES, exercise_of
from grader.grades import BLANK, Grade
from grader.reports.text import printable

__all__ = ["COLUMNS", "Mistake", "class_view", "mistakes_of", "read_class", "rows_of"]


@dataclass(frozen=True)
class Mistake:
    """A mistake that behaviour identified: whose, where, by which check, and its id."""

    student: str
    exercise: str
    function: str
    check: str
    id: str


COLUMNS = tuple(each.name for each in fields(Mistake))


@dataclass
class _Made:
    """One mistake in one exercise: by whom, and in which functions."""

    students: dict[str, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)


def mistakes_of(grade: Grade) -> Iterator[Mistake]:
    """Yield every mistake that has a name, once for each check that named it."""
    for exercise in grade.exercises:
        for check in exercise.checks:
            for name in check.misconceptions:
                yield Mistake(grade.student, exercise.key, check.function, check.id, name)


def rows_of(grade: Grade) -> Iterator[tuple[str, ...]]:
    """Yield the rows of `misconceptions.csv`, under `COLUMNS`; whoever writes them guards them."""
    return (astuple(mistake) for mistake in mistakes_of(grade))


def read_class(out: Path) -> tuple[list[Mistake], int]:
    """Return the mistakes that a run's reports hold, and how many students were graded.

    Raises
    ------
    OSError
        When ``out`` has no reports.
    ValueError
        When a file in it is not as the grader wrote it.
    """
    with (out / "misconceptions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{file.name} lacks the columns {', '.join(COLUMNS)}: grade again.")
        mistakes = [Mistake(**row) for row in rows]
    strange = sorted({each.exercise for each in mistakes} - {each.key for each in EXERCISES})
    if strange:
        raise ValueError(
            f"{out / 'misconceptions.csv'} names {strange[0]!r}, which is not an exercise of this "
            "kit: give --course FILE where it is your course's own, else grade again."
        )
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        graded = sum(1 for row in csv.DictReader(file) if row["outcome"] not in BLANK)
    return mistakes, graded


def class_view(mistakes: Iterable[Mistake], students: int) -> RenderableType:
    """Return how many made which mistake, an exercise at a time, commonest first, and who.

    Parameters
    ----------
    mistakes : those of the class; several checks that named the same one count once a student
    students : how many were graded
    """
    ordered = sorted(mistakes, key=lambda mistake: exercise_of(mistake.exercise).number)
    parts: list[RenderableType] = []
    for key, group in groupby(ordered, key=lambda mistake: mistake.exercise):
        described = exercise_of(key)
        parts.append(Text(f"Exercise {described.number}, {described.title}", style="bold"))
        parts.append(Padding(_table(group, students), (0, 0, 1, 2)))
    if not parts:
        parts.append(Text(f"None of {students} students made a mistake that has a name."))
    return Group(*parts)


def _table(mistakes: Iterable[Mistake], students: int) -> Table:
    made: dict[str, _Made] = {}
    for mistake in mistakes:
        one = made.setdefault(mistake.id, _Made())
        one.students[mistake.student] = None
        one.functions[mistake.function] = None
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(f"of {students}", justify="right", no_wrap=True)
    table.add_column("mistake", no_wrap=True)
    table.add_column("in", max_width=24)
    table.add_column("students")
    for name, one in sorted(made.items(), key=lambda pair: (-len(pair[1].students), pair[0])):
        who = ", ".join(printable(student) for student in one.students)
        where = ", ".join(one.functions)
        table.add_row(str(len(one.students)), Text(printable(name)), Text(where), Text(who))
    return table
