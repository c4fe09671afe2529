"""One copy of the exercises, as the loop and the commands see it: files, results, what to show."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from exercises.coach.contracts import EXERCISES, Exercise, in_words
from exercises.coach.learner_files import Work
from exercises.coach.shell.check import Check
from exercises.coach.showing.board import board
from exercises.coach.showing.kept_results import Progress, mark_of
from exercises.coach.showing.results import State
from exercises.coach.showing.terminal import WIDTH, Line, ascii_only, width_of, wrapped

__all__ = ["Course", "Terminal"]

FOLDER = Path(__file__).resolve().parents[2]
ESCAPES: dict[State | None, str] = {
    "right": "\x1b[32m",
    "wrong": "\x1b[31m",
    "not started": "\x1b[33m",
}
PLAIN = "\x1b[0m"
CLEAR = "\x1b[H\x1b[2J"


class Terminal:
    """Where lines are printed: in colour and on a clear screen only where both can be."""

    def __init__(self) -> None:
        is_terminal = sys.stdout.isatty()
        can_move = is_terminal and os.environ.get("TERM") != "dumb"
        self.is_interactive = is_terminal and sys.stdin.isatty()
        self.has_colour = can_move and not os.environ.get("NO_COLOR")
        self.can_clear = can_move
        if can_move and os.name == "nt":
            # Turns on the escape sequences of a Windows console.
            os.system("")

    @property
    def width(self) -> int:
        """The columns that lines may take now: a terminal can be made wider and narrower."""
        return width_of(shutil.get_terminal_size().columns)

    def show(self, lines: Iterable[Line | str], *, clear: bool = False) -> None:
        """Print lines, in the place of what was there if ``clear``."""
        text = CLEAR if clear and self.can_clear else ""
        for each in lines:
            line = Line(each) if isinstance(each, str) else each
            # What a check has printed is laid out already, and may hold escape sequences.
            is_whole = line.is_code or "\x1b" in line.text
            whole = line.text if is_whole else wrapped(line.text, self.width)
            words = ascii_only(whole, sys.stdout.encoding)
            escape = ESCAPES.get(line.state, "") if self.has_colour else ""
            text += f"{escape}{words}{PLAIN if escape else ''}\n"
        sys.stdout.write(text)
        sys.stdout.flush()


class Course:
    """The exercises in one folder.

    Parameters
    ----------
    folder : the folder that holds the stubs
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.work = Work(folder)
        self.progress = Progress(folder)
        self.waiting: Check | None = None

    def stale(self) -> list[Exercise]:
        """Return the exercises whose files are others than those of their last whole run."""
        work = self.work.all()
        return [
            each for each in EXERCISES
            if not self.progress.is_current(each, mark_of(self.folder, each, work))
        ]  # fmt: skip

    def is_known_right(self, exercise: Exercise) -> bool:
        """Whether all of an exercise is right, as its files are now."""
        return exercise not in self.stale() and self.progress.is_right(exercise)

    def first_to_do(self) -> Exercise:
        """Return the exercise to go on with: the one looked at last, if there is work left."""
        last = self.progress.last()
        if last is not None and not self.progress.is_right(last):
            return last
        return self.progress.first_to_do(last) or last or EXERCISES[0]

    def check(
        self, exercise: Exercise, others: Sequence[Exercise] = (),
        *, terminal: Terminal | None = None, option: str = "",
    ) -> Check:  # fmt: skip
        """Start the check of an exercise's file, and of others' whose results are wanted too.

        Parameters
        ----------
        terminal : where its words are to be shown, if they are
        option : as for `Check.begin`
        """
        files = [self.to_check(each) for each in dict.fromkeys([exercise, *others])]
        check, self.waiting = self.waiting, None
        if check is None or check.status() is not None:
            check = Check(self.folder.parent)
        width, has_colour = WIDTH, False
        if terminal is not None:
            width, has_colour = terminal.width, terminal.has_colour
        check.begin(files, exercise.stem, width=width, option=option, has_colour=has_colour)
        return check

    def to_check(self, exercise: Exercise) -> str:
        """Return what pytest is to check for an exercise, as a learner would type it."""
        path = self.work.of(exercise)
        # A file that is not there is none that pytest takes; its tests say that it is missing.
        return self.work.named(
            path if path.is_file() else self.folder / f"test_{exercise.filename}"
        )

    def prepare(self) -> None:
        """Start a process that waits for the next check, so that it takes less time."""
        if self.waiting is None:
            self.waiting = Check(self.folder.parent)

    def end(self) -> None:
        """End the process that waits."""
        if self.waiting is not None:
            self.waiting.stop()
        self.waiting = None

    def board(self, width: int) -> list[Line]:
        """Return a line for each exercise that was ever run."""
        return board(self.progress.all_results(), width)

    def listing(self, width: int) -> list[Line]:
        """Return the board with each exercise's file, and what is left to do in it."""
        lines = []
        for exercise in EXERCISES:
            results = self.progress.results(exercise)
            row = board(results, width) or [
                Line(f" {exercise.number}  {exercise.title:<18}  not run yet")
            ]
            lines += [*row, Line(f"    {self.work.named(self.work.of(exercise))}")]
            left = dict.fromkeys(r.function for r in results if r.state != "right" and r.function)
            if left and len(left) < len(exercise.functions):
                lines.append(Line(f"    to do: {', '.join(left)}"))
        return lines

    def all_right(self, exercise: Exercise) -> list[Line]:
        """Return what to say of an exercise in which all is right."""
        following = self.progress.first_to_do(exercise)
        if following is not None:
            return [
                Line(f"Exercise {exercise.number} is all right. Well done.", "right"),
                Line(""),
                Line(f"Next: exercise {following.number}, {following.title}."),
            ]
        lines = [Line(f"All {in_words(len(EXERCISES))} exercises are right. Well done.", "right")]
        if self.solution_of(exercise) is not None:
            lines += [
                Line(""),
                Line("The chapter's answers and figures: python -m solutions --out figures"),
            ]
        return lines

    def solution_of(self, exercise: Exercise) -> Path | None:
        """Return the reference solution's file, None where solutions are not handed out."""
        path = self.folder.parent / "solutions" / exercise.filename
        return path if path.is_file() else None

    def solution(self, exercise: Exercise) -> list[Line]:
        """Return the reference solution where theirs is right, or why it is not shown."""
        path = self.solution_of(exercise)
        if path is None:
            return [
                Line("The reference solutions are not part of this copy."),
                Line("Ask whoever gave you the exercises."),
            ]
        if not self.is_known_right(exercise):
            results = self.progress.results(exercise)
            right = sum(result.state == "right" for result in results)
            return [
                Line(f"A solution of exercise {exercise.number} is shown once yours is all right."),
                Line(f"Now {right} of {len(results)} tests are. A hint may help."),
            ]
        text = path.read_text(encoding="utf-8").rstrip("\n")
        return [
            *(Line(row, is_code=True) for row in text.split("\n")),
            Line(""),
            Line(self.work.named(path)),
        ]

    def reset_question(self, exercise: Exercise) -> str:
        """Return what to ask before a reset; empty where there is nothing to reset."""
        path = self.work.of(exercise)
        if self.work.is_original(path, exercise):
            return ""
        return f"Reset {self.work.named(path)}? A copy is kept."

    def reset(self, exercise: Exercise) -> list[Line]:
        """Put an exercise's file back to what it was, and say where the work is kept."""
        path = self.work.of(exercise)
        if self.work.is_original(path, exercise):
            return [Line(f"{self.work.named(path)} is as it was handed out.")]
        try:
            copy = self.work.reset(path, exercise)
        except OSError as error:
            return [
                Line(
                    f"{self.work.named(path)} was not changed: {error.strerror or error}.", "wrong"
                ),
            ]
        lines = [Line(f"{self.work.named(path)} is as it was at first.")]
        if copy is not None:
            lines.append(Line(f"Your work is in {self.work.named(copy)}"))
        return lines
