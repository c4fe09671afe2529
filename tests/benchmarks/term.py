"""`python -m tests.benchmarks.term [--from canvas|moodle]`: a deadline's evening with 900 students.

A class is laid out as Canvas or Moodle hands it over, beside the gradebook or the grading worksheet
of that course, and then graded and exported by the very commands that the guide gives. What comes
out is compared with the gradebook: every number is the grade, and every other byte is as it was.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from tests.benchmarks.learner import ROOT
from tests.grading.fakes import STEMS, right_files
from tests.intake.trees import Files, canvas_name, lay, packed

__all__ = ["SOURCES", "Course", "course_of", "differences", "main"]

STUDENTS = 900
FIRST = (
    "Ada", "Björn", "Chloé", "Dmitri", "Emma", "Fatima", "Giulia", "Hana", "İbrahim", "José",
    "Kwame", "Lukas", "Marek", "Nino", "Olga", "Priya", "Ryan", "Sofie", "Thandiwe", "Zoë",
)  # fmt: skip
LAST = (
    "Adébáyò",
    "Müller",
    "O'Brien",
    "Straßburger",
    "Nguyễn",
    "Þórsson",
    "Dvořák",
    "van der Berg",
    "Lefèvre",
    "Wiremu",
    "Papadopoulos",
    "Yıldız",
    "Núñez",
    "Sharma",
    "Weiß",
    "Conceição",
)
# How many of 100 exercises are what, the first that is not yet taken; the rest are right.
MIX = (("wrong", 30), ("untouched", 6), ("absent", 6), ("broken", 4), ("empty", 1))
# Of 100 students: those who hand in notebooks, who zip, who are late.
NOTEBOOKS, ZIPS, LATE = 20, 10, 8
# One student of so many has a function that never returns; one handed nothing in.
HANGS_OF, NOTHING_OF = 180, 60
HANGS = b"def loss(x):\n    while True:\n        pass\n"
CANVAS_HEAD = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 4 (9001),Quiz 1 (9002),Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,100,10,(read only)\r\n"
)
MOODLE_HEAD = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
)


@dataclass(frozen=True)
class Course:
    """A class as a system hands it over.

    Attributes
    ----------
    download : the files, as they lie in the folder that was downloaded
    book : the name of the gradebook or worksheet
    book_of : returns its bytes with these cells in the assignment's column, by student's number
    numbers : each student's number, by what the reports call the student
    column : of the cells
    options : of `grader export`
    """

    download: Files
    book: str
    book_of: Callable[[Mapping[int, str]], bytes]
    numbers: dict[str, int]
    column: int
    options: tuple[str, ...]


@dataclass
class Watch:
    """The memory of a process with all that it starts: the most of all together, in MB."""

    pid: int
    most: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        """Look twice a second until it is over; what two processes share counts once."""
        while not self.is_over.wait(0.5):
            self.most = max(self.most, sum(map(_proportional, _family(self.pid))) / 1024)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return  # it has ended meanwhile
    for child in (int(word) for children in tasks for word in children.split()):
        yield from _family(child)


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@cache
def _kept(kind: str, stem: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / "tests" / kind / stem).glob("*.py")))


_solutions = cache(right_files)


def _notebook(source: bytes) -> bytes:
    """Return a module as a notebook of one cell, that was run."""
    cell = {
        "cell_type": "code", "execution_count": 1, "id": "one", "metadata": {},
        "outputs": [{"name": "stdout", "output_type": "stream", "text": "done\n"}],
        "source": source.decode(),
    }  # fmt: skip
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False).encode()


def work_of(number: int) -> Files:
    """Return what a student hands in: right, wrong, half done and broken work, in any mixture."""
    files: Files = {}
    # Of what kind it is does not depend on how many samples of each are kept.
    dice = random.Random(number)
    as_notebooks = dice.randrange(100) < NOTEBOOKS
    kinds = dice.choices([*(name for name, _ in MIX), "right"], _weights(), k=len(STEMS))
    for stem, kind in zip(STEMS, kinds, strict=True):
        right = dice.choice([*_kept("wheats", stem), _solutions()[f"{stem}.py"]])
        source = {
            "right": right,
            "wrong": dice.choice(_kept("chaffs", stem)),
            "untouched": (ROOT / "exercises" / f"{stem}.py").read_bytes(),
            "broken": right.replace(b":\n", b"\n", 1),
            "empty": b"",
        }.get(kind)
        if source is not None:
            is_notebook = as_notebooks and kind != "empty" and b"\r" not in source
            try:
                files[f"{stem}.ipynb" if is_notebook else f"{stem}.py"] = (
                    _notebook(source) if is_notebook else source
                )
            except UnicodeDecodeError:
                files[f"{stem}.py"] = source
    if number % HANGS_OF == HANGS_OF - 1:
        files[f"{STEMS[0]}.py"] = HANGS
        files.pop(f"{STEMS[0]}.ipynb", None)
    return files


def _weights() -> list[int]:
    parts = [share for _, share in MIX]
    return [*parts, 100 - sum(parts)]


def _people(students: int) -> Iterator[tuple[int, str, str, Files]]:
    """Yield number, first and last name, and work; no two are called alike."""
    for number in range(students):
        first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
        again = number // (len(FIRST) * len(LAST))
        work = {} if number % NOTHING_OF == NOTHING_OF - 1 else work_of(number)
        yield number, f"{first} {'ABCDEFGH'[again]}." if again else first, last, work


def of_canvas(students: int) -> Course:
    """Return a download of Canvas's: one flat folder, and the gradebook beside it."""
    files: Files = {}
    numbers: dict[str, int] = {}
    names = []
    dice = random.Random(5)
    for number, first, last, work in _people(students):
        names.append(f'"{last}, {first}"')
        if not work:
            continue
        called = canvas_name(last + first)
        start = f"{called}{'_LATE' if dice.randrange(100) < LATE else ''}_{100 + number}"
        numbers[called] = number
        if dice.randrange(100) < ZIPS:
            files[f"{start}_{70_000 + number}_homework.zip"] = packed(
                {f"homework/{name}": data for name, data in work.items()}
            )
            continue
        for n, (name, data) in enumerate(work.items()):
            files[f"{start}_{70_000 + 10 * number + n}_{name}"] = data

    def book_of(cells: Mapping[int, str]) -> bytes:
        rows = [
            f"{name},{100 + n},S{n},s{n}@example.org,{'AB'[n % 2]},{cells.get(n, '')},7.5,\r\n"
            for n, name in enumerate(names)
        ]
        return ("\ufeff" + CANVAS_HEAD + "".join(rows) + '"Student, Test",99,,t,A,,,\r\n').encode()

    book = "2026-11-28T1000_Grades-OPT.csv"
    options = ("--canvas", book, "--column", "Homework 4")
    return Course(files, book, book_of, numbers, 5, options)


def of_moodle(students: int) -> Course:
    """Return a download of Moodle's: a zip of folders, and the grading worksheet beside it."""
    files: Files = {}
    numbers: dict[str, int] = {}
    names = []
    dice = random.Random(6)
    for number, first, last, work in _people(students):
        names.append(f"{first} {last}")
        if not work:
            continue
        numbers[names[-1]] = number
        folder = f"{names[-1]}_{4000 + number}_assignsubmission_file"
        if dice.randrange(100) < ZIPS:
            files[f"{folder}/homework.zip"] = packed(work)
        else:
            files |= {f"{folder}/{name}": data for name, data in work.items()}

    def book_of(cells: Mapping[int, str]) -> bytes:
        rows = [
            f'Participant {4000 + n},"{name}",s{n}@example.org,"Submitted for grading",'
            f'{cells.get(n, "")},100.00,Yes,"Friday, 20 November 2026, 10:00 AM",-,\r\n'
            for n, name in enumerate(names)
        ]
        return (MOODLE_HEAD + "".join(rows)).encode()

    book = "Grades-OPT-Homework 4-77.csv"
    download = {"OPT-Homework 4-77.zip": packed(files)}
    return Course(download, book, book_of, numbers, 4, ("--worksheet", book))


SOURCES: dict[str, Callable[[int], Course]] = {"canvas": of_canvas, "moodle": of_moodle}


def course_of(source: str, students: int, folder: Path) -> Course:
    """Lay a course out in a folder: the download, and the file that is to be filled in."""
    course = SOURCES[source](students)
    lay(folder / "download", course.download)
    (folder / course.book).write_bytes(course.book_of({}))
    return course


def differences(course: Course, points: Mapping[str, float | None], written: bytes) -> list[str]:
    """Return in which students and which bytes the file that goes back is not what it should be.

    Parameters
    ----------
    course : the class
    points : of the gradebook, None for blank, by student
    written : the file
    """
    text = written.decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    heads = len(rows) - len(list(csv.reader(io.StringIO(_plain(course), newline=""))))
    if heads:
        return [f"{heads:+} rows"]
    first = 3 if course.column == 5 else 1
    cells = {n: rows[first + n][course.column] for n in course.numbers.values()}
    wrong = [] if course.book_of(cells) == written else ["a byte outside the cells has changed"]
    for student, total in points.items():
        cell = cells[course.numbers[student]]
        if (cell == "") != (total is None) or (total is not None and float(cell) != total):
            wrong.append(f"{student}: {cell or 'blank'}, not {total}")
    missing = set(course.numbers) - set(points)
    return wrong + [f"{student}: not in the gradebook" for student in sorted(missing)]


def _plain(course: Course) -> str:
    return course.book_of({}).decode("utf-8").removeprefix("\ufeff")


def _totals(out: Path) -> dict[str, float | None]:
    """Return what the gradebook says: None where a total lacks something that nobody knows."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        told = {row["student"]: row["points"] for row in csv.DictReader(file)}
    with Gradebook(out / "gradebook.sqlite") as book:
        totals = {each.student: each.grade.points for each in Standings(book)}
    return {student: totals[student] if told[student] else None for student in totals}


def _run(folder: Path, *arguments: str) -> tuple[float, float]:
    """Run one command; return its seconds and the most memory of all its processes, in MB."""
    print(f"$ grader {' '.join(arguments)}", flush=True)
    began = time.perf_counter()
    command = [sys.executable, "-m", "grader", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:  # fmt: skip
        watch = Watch(process.pid)
        watching = threading.Thread(target=watch)
        watching.start()
        said = process.communicate()[0]
        watch.is_over.set()
        watching.join()
    seconds = time.perf_counter() - began
    shown = [line[:160] for line in said.splitlines()]
    shown = shown if len(shown) < 6 else [*shown[:2], "…", *shown[-3:]]
    print("\n".join(f"  {line}" for line in shown))
    print(f"  status {process.returncode}, {seconds:.1f} s", flush=True)
    return seconds, watch.most


def measure(source: str, students: int) -> Iterator[str]:
    """Go from the download to the file that goes back; yield what was measured."""
    with tempfile.TemporaryDirectory(prefix="kit-term-") as name:
        folder = Path(name)
        course = course_of(source, students, folder)
        commands = (
            ("grade", "download", "--out", "out"),
            ("export", source, "--out", "out", *course.options),
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        before = used.ru_utime + used.ru_stime
        taken = [_run(folder, *command) for command in commands]
        exports = folder / "out" / "exports" / source
        points = _totals(folder / "out")
        wrong = differences(course, points, (exports / course.book).read_bytes())
        handed = Counter(total is None for total in points.values())
        whole = sum(seconds for seconds, _ in taken)
        yield (
            f"{source}: {students} students, {len(points)} handed in: {whole:.0f} s and "
            f"{len(commands)} commands ({', '.join(f'{s:.1f} s' for s, _ in taken)}), "
            f"{len(points) / taken[0][0]:.1f} submissions a second"
        )
        yield f"filled in {handed[False]}, blank {handed[True]}"
        files = [path for path in sorted(exports.iterdir()) if not path.name.startswith(".")]
        sizes = {path.name: path.stat().st_size / 1e6 for path in files}
        sizes["all of out"] = sum(p.stat().st_size for p in folder.rglob("out/**/*")) / 1e6
        yield ", ".join(f"{file}: {size:.1f} MB" for file, size in sizes.items())
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        largest, busy = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime - before
        yield f"processor time: {busy:.0f} s, of which a busy machine gives as much as it has left"
        most = max(memory for _, memory in taken)
        yield f"memory: {most:.0f} MB at most all together, {largest:.0f} MB the largest process"
        yield "the file: " + (
            "; ".join(wrong[:10]) or "every grade, and every other byte as it was"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.term")
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--from", choices=SOURCES, action="append", dest="sources")
    options = parser.parse_args(arguments)
    for source in options.sources or SOURCES:
        print(f"load of the machine: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        print(*measure(source, options.students), sep="\n", flush=True)


if __name__ == "__main__":
    main()
