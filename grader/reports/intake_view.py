"""``grader intake``: who was found, with which files, and what was left out, without grading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from grader.errors import Status
from grader.intake.people import Handed
from grader.intake.students import Intake, Options, read_place
from grader.reports.end_of_run import left_lines, roster_lines
from grader.reports.text import printable
from grader.terminal import console_on

__all__ = ["intake_lines", "show_intake"]

FILES = 12


def show_intake(
    place: Path, options: Options, roster: Path | None, folders: tuple[Path, ...] = ()
) -> int:
    """Print how a place is read; return the exit status."""
    intake = read_place(place, options, roster, folders)
    console = console_on()
    for line in intake_lines(intake):
        console.print(Text(printable(line)))
    return Status.LEFT_OVER if intake.nobodys else Status.DONE


def intake_lines(intake: Intake) -> Iterator[str]:
    """Yield how a place is read, a student at a time."""
    yield f"{intake.place}: {intake.tree.called} ({intake.tree.why})"
    readable = 0
    without: list[str] = []
    for handed in intake.tree.students:
        yield ""
        yield _who(handed)
        accounts, notes = intake.accounts(handed)
        graded = [account for account in accounts if account.fate]
        for account in graded:
            yield f"  {account.path} → {account.fate}"
        others = [account for account in accounts if not account.fate]
        for account in others[:FILES]:
            yield f"  {account.path}: left out: {account.why}"
        if len(others) > FILES:
            yield f"  … and {len(others) - FILES} more files that are left out"
        said = {account.why for account in others}
        yield from (f"  note: {note}" for note in notes if note not in said)
        readable += bool(graded)
        if not graded:
            without.append(handed.student)
    yield ""
    if intake.roster is not None:
        yield from roster_lines(intake.roster)
    yield from left_lines(intake.tree.left)
    names = f": {', '.join(without)}" if without else ""
    counts = f"to be graded {readable} · with nothing to grade {len(without)}"
    yield f"handed in {len(intake)} · {counts}{names}"


def _who(handed: Handed) -> str:
    person = handed.person
    known = [
        f"name {person.name}" if person.name not in ("", handed.student) else "",
        f"id {person.id}" if person.id not in ("", handed.student) else "",
        person.email,
        f"login {person.login}" if person.login not in ("", handed.student) else "",
        f"in {handed.group}" if handed.group else "",
        "late" if handed.late else "",
        f"at {handed.submitted_at}" if handed.submitted_at else "",
        f"attempt {handed.attempt}" if (handed.attempt or 1) > 1 else "",
    ]
    told = ", ".join(part for part in known if part)
    return f"{handed.student}{f'  ({told})' if told else ''}"
