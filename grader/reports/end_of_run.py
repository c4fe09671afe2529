"""What an instructor reads at the end of a run.

How it went, what was our fault, who moved, who was late; and everybody who handed in is counted,
and everything else has its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Move, Standing, Standings
from grader.grades import BLANK, Grade, Outcome
from grader.intake.people import Left, Person
from grader.intake.roster import Roster
from grader.intake.students import Intake
from grader.reports.text import printable, reason_text
from grader.wording import listed

__all__ = [
    "FaultyCheck", "Summary", "closing_lines", "faults_of", "lateness_lines", "left_lines",
    "namesake_lines", "print_closing", "print_lines", "print_moves", "print_others",
    "roster_lines", "summary_of", "write_faults",
]  # fmt: skip

# Lines of one kind, and names in a line: fewer where a table has them all, more where nothing has.
SHOWN = 20
FEW = 5
MANY = 200


@dataclass(frozen=True)
class FaultyCheck:
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
    examples: list[FaultyCheck] = field(default_factory=list)
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


def faults_of(grade: Grade) -> Iterator[FaultyCheck]:
    """Yield the faults of a grade, those with one cause once."""
    seen = set()
    for check in grade.checks:
        if check.fault and check.fault not in seen:
            seen.add(check.fault)
            yield FaultyCheck(grade.student, check.id, check.fault)


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
        text = f"graded before and in the reports too: {listed(students, FEW)}, from {place}"
        console.print(Text(printable(text)))
    if gone:
        left = "Left out of the reports; the grades are kept."
        text = f"no longer handed in: {listed(gone, FEW)}. {left}"
        console.print(Text(printable(text), style="yellow"))


def namesake_lines(standings: Standings) -> Iterator[str]:
    """Yield who is called like somebody in another folder, and may be somebody else."""
    if alike := list(dict.fromkeys(standings.namesakes())):
        yield (
            f"called alike, with other ids: {listed(alike, MANY)}. The reports have what was "
            "graded last: of two people, grade each one's folder into an --out of its own."
        )


def lateness_lines(book: Gradebook) -> Iterator[str]:
    """Yield who is late, by how much, and whose time of submission is not known."""
    rule = book.rule
    if rule.due is None or rule.late is None:
        return
    standings = Standings(book)
    late, unknown = [], []
    for standing in standings:
        counted = standing.grade.counted
        if not standing.is_new or standing.grade.total is None or counted is None:
            continue
        if counted.late_days is None:
            unknown.append(standing.student)
        elif counted.lateness:
            days = f"{counted.late_days} day{'s' * (counted.late_days != 1)}"
            late.append(f"{standing.student} ({days}, −{counted.percent:g} %)")
    if late:
        yield f"late, after {rule.due_text} ({rule.late}): {listed(late, SHOWN)}"
    assignments = standings.assignments()
    if len(assignments) > 1:
        named = ", ".join(name or "one without a name" for name in assignments)
        yield (
            f"several assignments are late after {rule.due_text} ({named}): a total counts as late "
            "where its latest part is. Grade those with another date into a folder of their own."
        )
    if unknown:
        yield (
            "nothing was taken off for being late, since nobody knows when it was handed in: "
            f"{listed(unknown, SHOWN)}"
        )


def print_closing(
    intake: Intake, grades: Iterable[Grade], elsewhere: Iterable[Person], console: Console
) -> None:
    """Print how many handed in, how many were graded, and what became of the rest.

    Parameters
    ----------
    intake, grades, console : what was handed in, the grades of that, and where to print
    elsewhere : who is in the reports from other places, and so not missing
    """
    for line in closing_lines(intake, grades, elsewhere):
        console.print(Text(printable(line)))


def closing_lines(
    intake: Intake, grades: Iterable[Grade], elsewhere: Iterable[Person] = ()
) -> Iterator[str]:
    """Yield the closing lines of a run over a class."""
    if intake.roster is not None:
        yield from roster_lines(intake.roster.without(elsewhere))
    yield from left_lines(intake.tree.left)
    graded = 0
    out: list[str] = []
    for grade in grades:
        if grade.outcome in BLANK:
            out.append(f"{grade.student} ({grade.word})")
        else:
            graded += 1
    names = f": {listed(out, SHOWN)}" if out else ""
    yield f"handed in {len(intake)} · graded {graded} · left out {len(intake) - graded}{names}"


def left_lines(left: Sequence[Left]) -> Iterator[str]:
    """Yield what is nobody's: a line each for what looks like work, one for all the rest."""
    works = [each for each in left if each.is_work]
    for each in works[:SHOWN]:
        yield f"nobody's: {each.where}: {each.why}"
    if len(works) > SHOWN:
        more = listed([work.where for work in works[SHOWN:]], MANY)
        yield f"nobody's: {len(works) - SHOWN} more: {more}"
    rest = [each.where for each in left if not each.is_work]
    if rest:
        yield f"left alone, no work: {listed(rest, SHOWN)}"


def roster_lines(roster: Roster) -> Iterator[str]:
    """Yield who of the roster is missing, who is unknown to it, and whom it does not tell apart."""
    if roster.guessed:
        yield (
            "the roster is not in UTF-8, and was read in cp1252, as Excel writes it in western "
            f"Europe: {listed(roster.guessed)}. If that is wrong, save it as CSV (UTF-8), or say "
            "its encoding with --names-in."
        )
    for each in roster.clashes[:SHOWN]:
        yield f"twice on the roster, and not joined: {each}"
    if len(roster.clashes) > SHOWN:
        yield f"twice on the roster: {len(roster.clashes) - SHOWN} more"
    if roster.padded:
        yield (
            "numbers that differ from the roster's in their first zeros, which a spreadsheet "
            f"takes: {listed(roster.padded)}"
        )
    missing = [person.called for person in roster.missing]
    if len(missing) == len(roster.rows) and roster.unknown:
        yield (
            "nobody who handed in is on the roster: is it another course's, or are the folders "
            "sections (--sections)?"
        )
    if missing:
        yield f"missing, of {len(roster.rows)} on the roster: {_people(missing)}"
    if roster.unknown:
        yield f"not on the roster: {_people(roster.unknown)}"
    if roster.doubtful:
        yield f"not joined to the roster, where several fit: {_people(roster.doubtful)}"


def _people(names: Sequence[str]) -> str:
    # Of ``Ek, Cyd, Fox, Dan`` nobody knows how many they are.
    return listed(names, MANY, "; " if any("," in name for name in names) else ", ")
