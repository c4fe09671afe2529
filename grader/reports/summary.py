"""What an instructor reads at the end of a run: how it went, who moved, and what was our fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.gradebook.standings import Move, Standing
from grader.grades import CheckGrade, Grade, Outcome
from grader.reports.text import printable, reason_text

__all__ = [
    "Fault", "Summary", "print_lines", "print_moves", "print_others", "summary_of", "write_faults",
]  # fmt: skip

SHOWN = 20
NAMED = 5


@dataclass(frozen=True)
class Fault:
    """A check that a fault of ours left blank."""

    student: str
    check: str
    fault: str

    @property
    def line(self) -> str:
        """The last line of its traceback."""
        lines = [line for line in self.fault.splitlines() if line.strip()]
        return lines[-1].strip() if lines else "no traceback"


@dataclass
class Summary:
    """A run in figures.

    Attributes
    ----------
    outcomes : how many submissions ended how
    points, known : for each outcome the sum of the points, and of how many they are known
    max_points : of one submission
    faults : how many submissions a fault of ours left blank
    examples : some of the faults
    unread : what was handed in and not graded, or not for certain: a line each
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    max_points: float = 0.0
    examples: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many submissions have a fault of ours."""
        return self.outcomes[Outcome.GRADER_FAULT]

    def print(self, console: Console) -> None:
        """Print a table of the outcomes, then what to look at, then the faults."""
        table = Table(box=None, pad_edge=False)
        for column in ("outcome", "submissions", "mean points"):
            table.add_column(column, justify="left" if column == "outcome" else "right")
        for outcome, count in self.outcomes.most_common():
            mean = "blank"
            if known := self.known[outcome]:
                mean = f"{self.points[outcome] / known:.1f} of {self.max_points:g}"
            table.add_row(outcome, str(count), mean)
        console.print(table)
        for line in self.unread[:SHOWN]:
            console.print(Text(printable(line), style="yellow"))
        if len(self.unread) > SHOWN:
            more = len(self.unread) - SHOWN
            console.print(f"… and {more} more like these: the reasons are in grades.csv")
        for fault in self.examples:
            text = f"grader fault: {fault.student}, {fault.check}: {fault.line}"
            console.print(Text(printable(text), style="red"))


def summary_of(grades: Iterable[Grade]) -> Summary:
    """Count the grades of a run."""
    summary = Summary()
    for grade in grades:
        summary.outcomes[grade.word] += 1
        if grade.total is not None:
            summary.known[grade.word] += 1
            summary.points[grade.word] += grade.total  # type: ignore[assignment]
        summary.max_points = grade.out_of
        room = SHOWN - len(summary.examples)
        summary.unread += unread_of(grade)
        summary.examples += list(faults_of(grade))[: max(room, 0)]
    return summary


def faults_of(grade: Grade) -> Iterator[Fault]:
    """Yield the faults of a grade, those with one cause once."""
    seen = set()
    for check in _checks(grade):
        if check.fault and check.fault not in seen:
            seen.add(check.fault)
            yield Fault(grade.student, check.id, check.fault)


def unread_of(grade: Grade) -> Iterator[str]:
    """Yield a line for what an instructor may want to sort out: blank though handed in."""
    if grade.outcome is Outcome.NOT_SUBMITTED:
        why = " ".join(grade.notes) or "no file of what is graded"
        yield f"{grade.word}: {grade.student}: {why}"
        return
    for exercise in grade.exercises:
        for reason in exercise.unreadable[:1]:
            yield f"blank: {grade.student}, {exercise.key}: {reason_text(reason)}"


def write_faults(grades: Iterable[Grade], path: Path) -> None:
    """Write the tracebacks of all faults to ``path``, for the instructor only."""
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for grade in grades:
            for fault in faults_of(grade):
                file.write(f"{fault.student}, {fault.check}\n{fault.fault}\n\n")


def print_lines(lines: Iterable[str], console: Console) -> None:
    """Print some lines, and that there are more."""
    for number, line in enumerate(lines):
        if number == SHOWN:
            console.print("… and more")
            return
        console.print(Text(printable(line), style="yellow"))


def print_moves(moves: Iterable[Move], console: Console) -> None:
    """Print who has other points than under the edition before."""
    for number, move in enumerate(moves):
        if number == SHOWN:
            console.print("… and more: all are in moved.csv")
            return
        checks = ", ".join(move.checks[:4]) + (", …" if len(move.checks) > 4 else "")
        sides = ("blank" if p is None else f"{p:g}" for p in (move.before, move.after))
        text = f"moved: {move.student} {' → '.join(sides)} ({checks}): {move.why}"
        console.print(Text(printable(text)))


def print_others(standings: Iterable[Standing], gone: Sequence[str], console: Console) -> None:
    """Print whom the reports hold beside this run's, and whom no longer."""
    others: dict[str, list[str]] = {}
    for standing in standings:
        if not standing.is_new:
            others.setdefault(standing.place, []).append(standing.student)
    for place, students in others.items():
        text = f"graded before and in the reports too: {_some(students)}, from {place}"
        console.print(Text(printable(text)))
    if gone:
        text = f"no longer handed in: {_some(gone)}. Left out of the reports; the grades are kept."
        console.print(Text(printable(text), style="yellow"))


def _some(students: Sequence[str]) -> str:
    more = f" and {len(students) - NAMED} more" if len(students) > NAMED else ""
    return ", ".join(students[:NAMED]) + more


def _checks(grade: Grade) -> Iterator[CheckGrade]:
    for exercise in grade.exercises:
        yield from exercise.checks
