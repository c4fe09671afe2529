"""``grader regrade``: into a copy, compared with the gradebook, and only then in its place."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from grader.course.file import Course, CourseError
from grader.course.run_options import Order, course_again, order_from
from grader.errors import Status
from grader.grade_command import grade_class
from grader.gradebook.book import BOOK, Gradebook
from grader.gradebook.database import GradebookError
from grader.interruption import done_in_order
from grader.regrade.moves import Became, Difference, State, moves, state_of
from grader.regrade.report import lines_of, page_of, table_of
from grader.reports.edited_by_hand import is_as_written
from grader.reports.exports.csv_file import as_listed
from grader.reports.files import listed_rows
from grader.reports.text import points_text, printable
from grader.terminal import console_on
from grader.whole_files import write_whole
from grader.wording import listed

__all__ = ["regrade"]

FOLDER = "regrade"
BEFORE = f"{FOLDER}/before"
STAGE = ".regrade-"
TABLE = "grades.csv"
REPORTS = (TABLE, "grades.json", "moved.csv", "misconceptions.csv")
NAMED = 20


def regrade(
    out: Path, file: Path | None, said: Mapping[str, Any], *, jobs: int, is_dry: bool
) -> int:
    """Grade everybody in ``out`` again as they were graded, and return the exit status.

    Parameters
    ----------
    out : the folder of the gradebook
    file : a course.toml; None for the one here, else the one that was used
    said : options that beat what was said then
    jobs : worker processes
    is_dry : only say who would move
    """

    def work(scratch: Path) -> int:
        return _regrade(out, file, said, jobs, is_dry, scratch)

    return done_in_order(work, "Stopped. The gradebook and the reports are as they were.")


def _regrade(
    out: Path, file: Path | None, said: Mapping[str, Any], jobs: int, is_dry: bool, scratch: Path
) -> int:
    console = console_on()
    with ExitStack() as at_the_end:
        # Nobody else grades into it meanwhile: an open gradebook is held by one process alone.
        with Gradebook.of_reports(out) as book:
            _clear(out)
            before = state_of(book)
            orders = list(_orders(book, out, file, said, jobs))
            stage = Path(at_the_end.enter_context(_stage_in(out)))
            book.copy_to(stage / BOOK)
            for order in orders:
                _grade_beside(order, stage, scratch, console)
            with Gradebook(stage / BOOK) as copy:
                after = state_of(copy)
            moved = sorted(moves(before, after), key=lambda move: list(Became).index(move.kind))
            course = orders[-1].course
            # A run that was killed before it wrote the table has changed nothing by hand.
            is_ours = is_as_written(out / TABLE, book)
            notes = [] if is_ours else list(_edited(out, before))
            _tell(moved, after, out, course, console, notes, is_dry=is_dry)
            if is_dry:
                return Status.DONE
            _keep_reports(out)
        os.replace(stage / BOOK, out / BOOK)
    console.print()
    # All have their grade: this writes the reports and the exports.
    return grade_class(orders[-1], out, scratch, console)


def _stage_in(out: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix=STAGE, dir=out, ignore_cleanup_errors=True)
    except OSError as error:
        # It is the folder that does not let anything be made in it.
        raise OSError(error.errno, error.strerror, str(out)) from error


def _clear(out: Path) -> None:
    """Remove what a run that was killed has left."""
    for path in out.glob(f"{STAGE}*"):
        shutil.rmtree(path, ignore_errors=True)


def _orders(
    book: Gradebook, out: Path, file: Path | None, said: Mapping[str, Any], jobs: int
) -> Iterator[Order]:
    """Yield how each place is to be graded again; a part of a place goes with the whole."""
    kept = book.facts("order")
    if not kept:
        raise GradebookError(
            f"{book.path} does not say how it was made: no run came to its end, or an earlier "
            f"version of the kit graded it. Run grader grade SUBMISSIONS --out {out} once; what "
            "has a grade keeps it."
        )
    for name, told in kept.items():
        if str(Path(name).parent) not in kept:
            order = order_from(told, out, course_again(told, file, said), jobs)
            if not order.submissions.exists():
                raise CourseError(
                    f"{order.submissions} is gone, and was graded into {out}. Put it back, or "
                    "grade what there is with grader grade."
                )
            order = order.with_secret(order.course.secret or out / "secret.key")
            yield replace(order, options=replace(order.options, out=out))


def _grade_beside(order: Order, stage: Path, scratch: Path, console: Console) -> None:
    text = io.StringIO()
    quiet = Console(file=text, width=100, markup=False, highlight=False, emoji=False)
    course = replace(order.course, exports={})
    status = grade_class(replace(order, course=course), stage, scratch, quiet, console)
    if status not in (Status.DONE, Status.LEFT_OVER, Status.FAULT):
        raise GradebookError(f"{order.submissions} could not be graded again:\n{text.getvalue()}")


def _tell(
    moved: list[Difference], after: State, out: Path, course: Course,
    console: Console, notes: list[str], *, is_dry: bool,
) -> None:  # fmt: skip
    """Print who moved, and write it as a table and as a page."""
    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    number = sum(move.kind is Became.MOVED for move in moved)
    count = f"{number} of {len(after.students)} students moved"
    counts = f"{count}{_others(moved)}."
    if course.path is not None:
        console.print(Text(course.line))
    for line in (*lines_of(moved, str(folder / "moved.csv")), counts, *notes):
        console.print(Text(printable(line)))
    write_whole(folder / "moved.csv", table_of(moved))
    page = page_of(moved, course.title, counts, notes)
    write_whole(folder / "index.html", page.encode("utf-8", "backslashreplace"))
    console.print(Text(f"page: {folder / 'index.html'}, table: {folder / 'moved.csv'}"))
    if is_dry:
        console.print(Text("dry run: the gradebook and the reports are as they were"))


def _others(moved: list[Difference]) -> str:
    words = {
        Became.SAME_TOTAL: "the same total by other checks",
        Became.NEW: "new",
        Became.GONE: "withdrawn",
    }
    told = [(said, sum(move.kind is kind for move in moved)) for kind, said in words.items()]
    return "".join(f", {number} {said}" for said, number in told if number)


def _edited(out: Path, before: State) -> Iterator[str]:
    """Yield whose points in `grades.csv` are not the gradebook's: somebody wrote them by hand."""
    rows = {row["student"]: row["points"] for row in listed_rows(out) if "points" in row}
    by_hand = []
    for student, known in before.students.items():
        total = "" if known.total is None else points_text(known.total)
        name = as_listed(student)
        if name in rows and rows[name] != total:
            by_hand.append(f"{student} ({rows[name] or 'blank'}, not {total or 'blank'})")
    if by_hand:
        yield (
            "changed by hand in grades.csv, and not in the gradebook: "
            f"{listed(by_hand, NAMED)}. A regrade keeps the file as it was in "
            f"{out / BEFORE}."
        )


def _keep_reports(out: Path) -> None:
    """Copy the reports that are about to be overwritten."""
    folder = out / BEFORE
    folder.mkdir(parents=True, exist_ok=True)
    for name in REPORTS:
        if (out / name).is_file():
            shutil.copy2(out / name, folder / name)
