"""The end of a run: everybody who handed in is counted, and everything else has its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from grader.grades import BLANK, Grade
from grader.intake.people import Left
from grader.intake.roster import Roster
from grader.intake.students import Intake
from grader.reports.text import printable

__all__ = ["closing_lines", "left_lines", "print_closing", "roster_lines"]

NAMED = 20


def print_closing(intake: Intake, grades: Iterable[Grade], console: Console) -> None:
    """Print how many handed in, how many were graded, and what became of the rest."""
    for line in closing_lines(intake, grades):
        console.print(Text(printable(line)))


def closing_lines(intake: Intake, grades: Iterable[Grade]) -> Iterator[str]:
    """Yield the closing lines of a run over a class."""
    if intake.roster is not None:
        yield from roster_lines(intake.roster)
    yield from left_lines(intake.tree.left)
    graded = 0
    out: list[str] = []
    for grade in grades:
        if grade.outcome in BLANK:
            out.append(f"{grade.student} ({grade.word})")
        else:
            graded += 1
    names = f": {_listed(out)}" if out else ""
    yield f"handed in {len(intake)} · graded {graded} · left out {len(intake) - graded}{names}"


def left_lines(left: Sequence[Left]) -> Iterator[str]:
    """Yield what is nobody's: a line each for what looks like work, one for all the rest."""
    works = [each for each in left if each.is_work]
    for each in works[:NAMED]:
        yield f"nobody's: {each.where}: {each.why}"
    if len(works) > NAMED:
        more = _listed([work.where for work in works[NAMED:]], 200)
        yield f"nobody's: {len(works) - NAMED} more: {more}"
    rest = [each.where for each in left if not each.is_work]
    if rest:
        yield f"left alone, no work: {_listed(rest)}"


def roster_lines(roster: Roster) -> Iterator[str]:
    """Yield who of the roster is missing, who is unknown to it, and whom it does not tell apart."""
    for each in roster.clashes[:NAMED]:
        yield f"twice on the roster, and not joined: {each}"
    if len(roster.clashes) > NAMED:
        yield f"twice on the roster: {len(roster.clashes) - NAMED} more"
    missing = [
        person.name or person.id or person.email or person.login for person in roster.missing
    ]
    if len(missing) == len(roster.rows) and roster.unknown:
        yield "nobody who handed in is on the roster: is it another course's?"
    if missing:
        yield f"missing, of {len(roster.rows)} on the roster: {_listed(missing, 200)}"
    if roster.unknown:
        yield f"not on the roster: {_listed(roster.unknown, 200)}"
    if roster.doubtful:
        yield f"not joined to the roster, where several fit: {_listed(roster.doubtful, 200)}"


def _listed(names: Sequence[str], shown: int = NAMED) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
