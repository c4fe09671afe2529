"""`python -m tests.benchmarks.pages [STUDENTS]`: what the pages of a class cost, and their sizes.

The demo class is graded once; its grades are given to as many students as are asked for, 900 by
default, in a gradebook of their own, and the pages of that are written.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from click.testing import CliRunner

from grader.cli import main as grader
from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.grades import Grade
from grader.provenance import Edition
from grader.reports.pages.writing import write_pages

__all__ = ["figures", "give"]

EDITION = Edition("benchmark", "1", "seed", "full", "all exercises")
STUDENTS = 900


def give(grades: list[Grade], out: Path, students: int) -> None:
    """Write a gradebook in which the grades are given to so many students in turn."""
    out.mkdir()
    handed_in = []
    with Gradebook(out / "gradebook.sqlite") as book:
        for number, grade in enumerate(islice(cycle(grades), students)):
            name = f"{grade.student} {number:04}"
            book.add(name, EDITION, replace(grade, student=name, counted=None))
            handed_in.append((name, name))
        book.end_run("class", EDITION, handed_in, is_whole=True)


def figures(out: Path) -> Iterator[str]:
    """Write the pages, and yield a line for each thing that was measured."""
    began, cpu = time.perf_counter(), time.process_time()
    students = write_pages(out)
    seconds, busy = time.perf_counter() - began, time.process_time() - cpu
    pages = out / "pages"
    sizes = [path.stat().st_size for path in (pages / "students").iterdir()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{students} students: {seconds:.1f} s, of them {busy:.1f} s of one core"
    yield f"each page: {1000 * busy / students:.1f} ms"
    mean, largest = sum(sizes) / students / 1000, max(sizes) / 1000
    yield f"a student's page: {mean:.0f} kB, the largest {largest:.0f} kB"
    yield f"the class's page: {(pages / 'index.html').stat().st_size / 1000:.0f} kB"
    yield f"all pages: {sum(sizes) / 1e6:.1f} MB; the process's peak: {peak:.0f} MB"


def main(students: int) -> None:
    """Grade the demo class, and print what the pages of many such students cost."""
    with tempfile.TemporaryDirectory(prefix="kit-pages-") as folder:
        demo = Path(folder, "demo")
        CliRunner().invoke(grader, ["demo", "--out", str(demo)])
        with Gradebook(demo / "gradebook.sqlite") as book:
            grades = [standing.grade for standing in Standings(book)]
        give(grades, Path(folder, "class"), students)
        print(*figures(Path(folder, "class")), sep="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS)
