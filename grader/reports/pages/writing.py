"""``grader report``: the pages of a gradebook, written whole or not at all; nothing is graded."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from urllib.parse import quote

from rich.text import Text

from grader.errors import Status
from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.reports.class_records import class_in
from grader.reports.pages.class_page import class_page
from grader.reports.pages.student import student_page
from grader.reports.report_names import Places
from grader.reports.text import printable
from grader.terminal import console_on, written_whole
from grader.whole_files import whole_folder

__all__ = ["report", "write_pages"]

FOLDER, STUDENTS, INDEX = "pages", "students", "index.html"


def report(out: Path, title: str, *, is_opened: bool) -> int:
    """Write the pages of the gradebook in ``out``, say where, and return the exit status.

    Parameters
    ----------
    out : where `grader grade` wrote
    title : the course's; may be empty
    is_opened : whether to show the class's page in the browser
    """
    console, errors = console_on(), console_on(stderr=True)
    with written_whole(out / FOLDER, "The pages are as they were."):
        count = write_pages(out, title)
    index = out / FOLDER / INDEX
    console.print(Text(printable(f"class page: {index}")))
    plural = "s" * (count != 1)
    console.print(Text(printable(f"{count} student page{plural}: {index.parent / STUDENTS}")))
    if is_opened and not webbrowser.open(index.resolve().as_uri()):
        errors.print(Text(printable(f"No browser could be started here. Open {index} yourself.")))
    return Status.DONE


def write_pages(out: Path, title: str = "") -> int:
    """Write everybody's page and the class's, and return how many students there are.

    Raises
    ------
    GradebookError
        When there is no gradebook, nobody in it, or it cannot be read.
    UserError
        When the place of the pages holds anything else.
    OSError
        When something cannot be written. Then the pages are as they were.
    """
    remedy = "Move it away; grader report writes the pages there."
    with Gradebook.of_reports(out) as book, whole_folder(out / FOLDER, FOLDER, remedy) as new:
        standings = Standings(book)
        standings.check_somebody()
        (new / STUDENTS).mkdir()
        places, pages = Places(), dict[str, str]()
        for standing in standings:
            name = f"{places.of(standing.student)}.html"
            _write(new / STUDENTS / name, student_page(standing.grade, standing.isolation))
            pages[standing.student] = f"{STUDENTS}/{quote(name)}"
        _write(new / INDEX, class_page(class_in(book), pages, title))
    return len(pages)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
