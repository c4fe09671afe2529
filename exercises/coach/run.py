"""One run of the learner tests: which files the functions come from, and what it has found."""

from __future__ import annotations

import inspect
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.learner_files import Work
from exercises.coach.showing.kept_pictures import plots_in, png_of
from exercises.coach.showing.kept_results import mark_of, mark_without
from exercises.coach.showing.next_step import next_result
from exercises.coach.showing.results import Result

__all__ = ["FOLDER", "WORK", "Run", "Told"]

FOLDER = Path(__file__).parents[1]
WORK = Work(FOLDER)


@dataclass(frozen=True)
class Told:
    """A result, its line in the tests' file, and where to look: a place and a docstring's line."""

    result: Result
    line: int
    place: tuple[str, str]


@dataclass
class Run:
    """What one run was asked, and what it has found so far.

    Attributes
    ----------
    is_of_notebooks : whether the notebooks are to be checked where there is work in them
    named : by stem, the learner's files that were named instead of their tests
    chosen : by stem, the file that was found to hold the work, once it was looked for
    told : what was found, by the test's id
    live : results with what a picture is drawn from, which no other process has
    copies : folders in which a copy of the exercises was left out
    marks : by stem, what stood in the files when the run began
    stops : by stem, findings of lines at which its file stopped, as plain data
    collected : by stem, how many tests there are
    picked : by stem, how many of them are to be run; `-k`, for one, leaves others out
    drawn : pictures that a worker has drawn, by the test's id
    was_stopped : whether somebody pressed Ctrl-C
    """

    is_of_notebooks: bool = False
    named: dict[str, Path] = field(default_factory=dict)
    chosen: dict[str, Path] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    live: dict[str, Result] = field(default_factory=dict)
    copies: dict[Path, None] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    stops: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    collected: Counter[str] = field(default_factory=Counter)
    picked: Counter[str] = field(default_factory=Counter)
    drawn: dict[str, bytes] = field(default_factory=dict)
    was_stopped: bool = False

    def tests_of(self, argument: str, cwd: Path) -> str:
        """Return the tests of a stub or a notebook of this folder that was named instead.

        Whoever names the folder of the notebooks has them checked.
        """
        name, colons, rest = argument.partition("::")
        path = Path(os.path.normpath(cwd / name))
        # Messages name files as seen from the kit; whoever types that may be further in.
        seen_from_kit = FOLDER.parent / name
        if not path.exists() and seen_from_kit.exists():
            path, argument = seen_from_kit, f"{seen_from_kit}{colons}{rest}"
        if path == WORK.notebooks and path.is_dir():
            self.is_of_notebooks = True
            return str(FOLDER)
        for file, exercise in WORK.files():
            if path == file and path.is_file():
                if not self.is_of_notebooks or file == WORK.notebook(exercise):
                    self.named[exercise.stem] = file
                return f"{FOLDER / f'test_{exercise.filename}'}{colons}{rest}"
        return argument

    def file_of(self, exercise: Exercise) -> Path:
        """Return the file that an exercise's functions are taken from.

        That is the module, unless another file was named or ``--notebooks`` asks for the notebook.
        Where files are named, an exercise that is none of them only lends its functions: from the
        file that has work in it.
        """
        stem = exercise.stem
        if stem in self.named:
            return self.named[stem]
        if not self.named and not self.is_of_notebooks:
            return WORK.stub(exercise)
        if stem not in self.chosen:
            find = WORK.notebook_first if self.is_of_notebooks else WORK.of
            self.chosen[stem] = find(exercise)
        return self.chosen[stem]

    def is_in_notebook(self, exercise: Exercise) -> bool:
        """Whether an exercise's functions are taken from its notebook."""
        return self.file_of(exercise) == WORK.notebook(exercise)

    def source(self, stem: str) -> tuple[bytes, str] | None:
        """Return the bytes and the path of a learner's file, None when there is none."""
        try:
            path = self.file_of(exercise_of(stem))
            return path.read_bytes(), str(path)
        except OSError:
            return None

    def begin(self, stems: Sequence[str], *, is_whole: bool) -> None:
        """Note of which exercises there are tests, a stem for each, and what is in the files now.

        Of tests that were picked from a file, no exercise can come out right.
        """
        if is_whole:
            self.collected.update(stems)
            self.marks = {s: mark_of(FOLDER, exercise_of(s), self._work()) for s in self.collected}

    def take(self, result: Result, line: int, place: tuple[str, str]) -> None:
        """Note a test's result, whichever process made it."""
        self.told[result.test] = Told(self.live.get(result.test, result), line, place)

    def in_order(self) -> list[Told]:
        """Return what was found in the order of the tests; workers report in any."""
        return sorted(self.told.values(), key=lambda each: (each.result.exercise.number, each.line))

    def whole(self) -> dict[str, str]:
        """Return the marks of the exercises of which every test was run."""
        ran = Counter(each.result.exercise.stem for each in self.told.values())
        return {
            stem: mark for stem, mark in self.marks.items() if ran[stem] == self.collected[stem]
        }

    def is_cut_short(self) -> bool:
        """Whether the run ended before some of its tests were run, by Ctrl-C for example."""
        ran = Counter(each.result.exercise.stem for each in self.told.values())
        return self.was_stopped or any(ran[stem] < count for stem, count in self.picked.items())

    def right(self, results: Sequence[Result]) -> dict[str, str]:
        """Return the marks of what is right in the exercises of which every test was run.

        That is by stem for a whole exercise, by stem and function for a plot beside something open.
        """
        marks, whole = {}, self.whole()
        for exercise in dict.fromkeys(result.exercise for result in results):
            mark = whole.get(exercise.stem)
            here = [result for result in results if result.exercise == exercise]
            open_ones = {result.function for result in here if result.state != "right"}
            if mark is not None and not open_ones:
                marks[exercise.stem] = mark
            elif mark is not None and (plots := plots_in(exercise, here)):
                without = mark_without(FOLDER, exercise, self._work(), open_ones)
                marks |= dict.fromkeys(plots, without)
        return marks

    def place_of(self, result: Result) -> tuple[str, str]:
        """Return where to look, in a notebook its cell, and the first line of the docstring.

        That is the line that failed, where one did; else the function's header.
        """
        exercise, finding = result.exercise, result.finding
        module = sys.modules.get(f"exercises.{exercise.stem}")
        found: Any = getattr(module, result.function or " ", None)
        # Before exercise 1's descent stands a switch of the coach's.
        function = inspect.unwrap(found)
        code = getattr(function, "__code__", None)
        spec = (function.__doc__ or "").strip().split("\n")[0] if code is not None else ""
        header = (code.co_filename, code.co_firstlineno) if code is not None else None
        failed = finding.place if finding is not None else None
        if self.is_in_notebook(exercise):
            notebook = WORK.notebook(exercise)
            # Of a notebook's code, the file is the notebook with the cell's number.
            file, line = failed or header or ("", 0)
            if ".ipynb" not in file:
                return WORK.named(notebook), spec
            return f"{WORK.named(notebook.parent)}/{Path(file).name}, line {line}", spec
        if failed is not None and (FOLDER / failed[0]).is_file():
            return f"exercises/{failed[0]}, line {failed[1]}", spec
        name = f"exercises/{exercise.filename}"
        return (name if header is None else f"{name}, line {header[1]}"), spec

    def known_to_worker(self) -> dict[str, Any]:
        """Return what one of several processes knows that is in no report, as plain data.

        What is drawn is drawn from figures and values, which stay in their process. What comes
        first of all is also the first in its own process, so that each draws one picture.
        """
        result = next_result([each.result for each in self.in_order()])
        drawn = {}
        if result is not None:
            png = png_of(self.live.get(result.test, result))
            drawn = {result.test: png} if png is not None else {}
        counts = {"collected": dict(self.collected), "picked": dict(self.picked)}
        return {"marks": self.marks, **counts, "drawn": drawn}

    def take_from_worker(self, known: dict[str, Any]) -> None:
        """Note what a worker knew."""
        self.picked = Counter(known["picked"])
        if self.collected and known["marks"] != self.marks:
            # A file was saved while they began: they have not tested the same.
            self.marks.clear()
            return
        self.marks, self.collected = known["marks"], Counter(known["collected"])
        self.drawn |= known["drawn"]

    def _work(self) -> dict[str, Path]:
        return {exercise.stem: self.file_of(exercise) for exercise in EXERCISES}
