"""Write the reports of a run, each to a file of its own, one student at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from exercises.coach.judging.versions import versions
from grader.gradebook.standings import Move
from grader.grades import Grade
from grader.intake.people import Who, folded
from grader.reports import class_records
from grader.reports.exports.csv_file import COLUMNS, as_listed, guarded, row
from grader.reports.exports.json_file import entry
from grader.reports.feedback import feedback
from grader.reports.report_names import Places, name_for
from grader.reports.text import json_bytes, points_text
from grader.whole_files import whole_file

__all__ = [
    "listed_rows", "near_names", "page_like", "page_of", "remove_pages", "write_moves",
    "write_reports",
]  # fmt: skip

CALLED = ("student", "name", "id", "email", "login")
MOVED = ("student", "before", "after", "change", "checks", "why")


def write_reports(
    grades: Iterable[Grade], out: Path, *, isolation: str, kit_version: str,
    isolations: Mapping[str, str] | None = None, people: Mapping[str, Who] | None = None,
) -> None:  # fmt: skip
    """Write ``grades.csv``, ``grades.json``, ``misconceptions.csv`` and ``feedback/<student>.md``.

    A file appears under its name only when it is whole. The grades are read once, one after
    another, so that memory stays flat however many there are.

    Parameters
    ----------
    grades : everybody's, one for each student
    out : the folder
    isolation : in force in this run
    kit_version : this kit's
    isolations : of students who were graded with another one, before
    people : who each student is, by what they are called
    """
    others = isolations or {}
    folder = out / "feedback"
    folder.mkdir(parents=True, exist_ok=True)
    before = dict(_listed(out))
    renamed: set[str] = set()
    with (
        whole_file(out / "grades.csv") as table,
        whole_file(out / "misconceptions.csv") as mistakes,
        whole_file(out / "grades.json") as document,
    ):
        rows, ids = csv.writer(table), csv.writer(mistakes)
        ids.writerow(class_records.COLUMNS)
        rows.writerow(COLUMNS)
        head = json.dumps({"kit_version": kit_version, "isolation": isolation})
        document.write(head[:-1] + ', "submissions": [')
        places = Places()
        for n, grade in enumerate(grades):
            who = (people or {}).get(grade.student)
            name = f"{places.of(grade.student)}.md"
            rows.writerow(row(grade, who, name))
            ids.writerows([guarded(cell) for cell in line] for line in class_records.rows_of(grade))
            level = others.get(grade.student, isolation)
            told = entry(grade, who, name)
            told |= {} if level == isolation else {"isolation": level}
            document.write((",\n" if n else "\n") + json_bytes(told).decode())
            with whole_file(folder / name) as page:
                page.write(feedback(grade, level, versions()))
            renamed |= {before.get(as_listed(grade.student), name)} - {name}
        document.write("\n]}\n")
    # An earlier version of the kit may have called the page of the same student otherwise.
    for name in renamed:
        if folded(name.removesuffix(".md")) not in places.taken:
            (folder / name).unlink(missing_ok=True)


def page_of(out: Path, student: str) -> Path:
    """Return where a run's reports have a student's page; it may not be there."""
    for name, page in _listed(out):
        if name == as_listed(student):
            return out / "feedback" / page
    return out / "feedback" / f"{name_for(student)}.md"


def page_like(out: Path, typed: str) -> Path | None:
    """Return the page of the one student whose name, id or address is or holds what was typed."""
    low = typed.casefold()
    known = [
        (each, [(each.get(key) or "").casefold() for key in CALLED]) for each in listed_rows(out)
    ]
    same = [each for each, words in known if low in words]
    held = [each for each, words in known if low and any(low in word for word in words)]
    found = same or held
    if len(found) != 1 or not found[0].get("feedback"):
        return None
    return out / "feedback" / Path(found[0]["feedback"]).name


def near_names(out: Path, typed: str) -> list[str]:
    """Return up to three students whose names hold what was typed, or resemble it."""
    names = {name.lower(): name for name, _ in sorted(_listed(out))}
    low = typed.lower()
    near = [name for name in names if low and low in name] or get_close_matches(low, names)
    return [names[name] for name in near[:3]]


def _listed(out: Path) -> list[tuple[str, str]]:
    """Return each student and the name of the page, as the reports of the latest run have them."""
    pages = ((each["student"], each.get("feedback")) for each in listed_rows(out))
    return [(name, Path(page).name) for name, page in pages if page]


def listed_rows(out: Path) -> list[dict[str, str]]:
    """Return the rows of the latest run's `grades.csv`; none where it cannot be read."""
    try:
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            return [each for each in csv.DictReader(file) if each.get("student")]
    except (OSError, ValueError, csv.Error):
        return []


def write_moves(moves: Iterable[Move], path: Path) -> None:
    """Write whose points changed, by how much, in which checks, and why."""
    with whole_file(path) as table:
        rows = csv.writer(table)
        rows.writerow(MOVED)
        for move in moves:
            points = ["" if p is None else points_text(p) for p in _sides(move)]
            cells = (move.student, *points, " ".join(move.checks), move.why)
            rows.writerow([guarded(cell) for cell in cells])


def _sides(move: Move) -> tuple[float | None, float | None, float | None]:
    """Return the points before and after and the change, which a blank side has not."""
    is_known = move.before is not None and move.after is not None
    change = move.after - move.before if is_known else None  # type: ignore[operator]
    return move.before, move.after, change


def remove_pages(students: Iterable[str], out: Path) -> list[str]:
    """Remove the pages of students who are no longer there; return whose there were.

    To be called before the reports are written anew: they say which page is whose, where names
    differ in case or accents only.
    """
    gone = []
    listed = _listed(out)
    for student in students:
        page = page_of(out, student)
        others = {folded(name) for who, name in listed if who != as_listed(student)}
        if folded(page.name) not in others and page.is_file():
            page.unlink()
            gone.append(student)
    return gone
