"""The loop that stays open: what is saved is checked, and a key does the rest."""

from __future__ import annotations

import re
import signal
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from exercises.coach.calling.notebook_file import NotebookError, read_notebook
from exercises.coach.contracts import EXERCISES, Exercise
from exercises.coach.learner_files import has_work
from exercises.coach.shell.check import Check
from exercises.coach.shell.exercises_copy import Course, Terminal
from exercises.coach.shell.keys import Keys
from exercises.coach.showing.hints import has_reasons
from exercises.coach.showing.kept_results import NOT_KEPT
from exercises.coach.showing.terminal import Line

__all__ = ["Loop", "ended_early"]

POLL_SECONDS = 0.2
# A check of so long is said to be running; most are done before one could read that.
SLOW_SECONDS = 3.0
Stamp = tuple[int, int]
LAST_LINES = 12
# How Python says where it was when it had to end.
LEARNERS_LINE = re.compile(r'File "[^"\n]*?(ex\d+_\w+\.(?:py|ipynb, cell \[?\d+\]?))", line (\d+)')
IN_NUMPY = re.compile(r'File "[^"\n]*[\\/]numpy[\\/]')


class Watched:
    """The learner's files: which of them was saved since the last look."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.seen = {path: stamp_of(path) for path, _ in course.work.files()}
        self.moving: dict[Path, Stamp | None] = {}
        self.cells = {p: cells_of(p) for p, _ in course.work.files() if p.suffix == ".ipynb"}

    def take(self, path: Path) -> None:
        """Take a file as it is now for known."""
        self.seen[path] = stamp_of(path)

    def saved(self) -> Exercise | None:
        """Return the exercise whose file was saved, once it is written whole."""
        found = None
        for path, exercise in self.course.work.files():
            stamp = stamp_of(path)
            if stamp is None:
                # An editor that writes a new file and renames it leaves none for a moment; one
                # that was put away and comes back is as old as it was.
                self.seen[path] = self.moving[path] = None
                continue
            if stamp == self.seen[path]:
                continue
            if self.moving.get(path) != stamp:
                self.moving[path] = stamp
                continue
            self.seen[path] = stamp
            if self._counts(path, exercise):
                found = exercise
        return found

    def _counts(self, path: Path, exercise: Exercise) -> bool:
        """Whether it is work that was saved: Jupyter saves by itself, even what is untouched."""
        if path.suffix == ".ipynb":
            before, self.cells[path] = self.cells[path], cells_of(path)
            if before == self.cells[path]:
                return False
        return path == self.course.work.of(exercise) or has_work(path.read_bytes(), exercise)


def stamp_of(path: Path) -> Stamp | None:
    """Return when a file was changed, and its size; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def cells_of(path: Path) -> str:
    """Return the cells of a notebook as text, without their outputs."""
    try:
        return read_notebook(path.read_bytes())
    except (OSError, NotebookError):
        return ""


class Loop:
    """One run of the loop.

    Parameters
    ----------
    course : the exercises
    terminal, keys : the learner's
    exercise : where to begin; by default where the last run ended
    """

    def __init__(
        self, course: Course, terminal: Terminal, keys: Keys, exercise: Exercise | None = None
    ) -> None:
        self.course, self.terminal, self.keys = course, terminal, keys
        self.exercise = exercise or course.first_to_do()
        self.watched = Watched(course)
        self.check: Check | None = None
        self.others: Check | None = None
        self.are_others_due = False
        self.began = 0.0
        self.is_slow = False
        self.found: list[Line | str] = []
        self.note: list[Line | str] = []
        self.asked: Callable[[], None] | None = None
        self.is_main_view = True
        self.is_over = False

    def run(self) -> int:
        """Check, wait for what is saved and for keys, until `q`."""
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                # So that the terminal is put back, and no check is left running.
                signal.signal(getattr(signal, name), lambda *_: self.end())
        self.start(others=self.course.stale())
        while not self.is_over:
            try:
                key = self.keys.wait(POLL_SECONDS if self.check is None else POLL_SECONDS / 4)
                if key:
                    self.press(key)
                elif (saved := self.watched.saved()) is not None:
                    self.exercise = saved
                    self.are_others_due = True
                    self.start()
                else:
                    self.look()
            except KeyboardInterrupt:
                self.interrupted()
            except SystemExit:
                self.is_over = True
        self.stop()
        self.course.end()
        self.terminal.show(["", "Your progress is kept: the same command goes on from here."])
        return 0

    def end(self) -> None:
        """End the loop, from wherever it is."""
        raise SystemExit

    # A check

    def start(self, *, others: Sequence[Exercise] = (), option: str = "") -> None:
        """Begin the check of the exercise in hand, in the place of one that runs."""
        self.stop()
        self.asked = None
        self.course.progress.keep_last(self.exercise)
        file = self.course.work.named(self.course.work.of(self.exercise))
        self.terminal.show(["", f"checking {file} …"])
        self.began, self.is_slow = time.monotonic(), False
        self.check = self.course.check(self.exercise, others, terminal=self.terminal, option=option)

    def stop(self) -> None:
        """End the checks that run."""
        for check in (self.check, self.others):
            if check is not None:
                check.stop()
        self.check = self.others = None

    def look(self) -> None:
        """Show what the check found, once it has ended."""
        if self.check is None:
            self.look_at_others()
            return
        status = self.check.status()
        if status is None:
            if not self.is_slow and time.monotonic() - self.began > SLOW_SECONDS:
                self.is_slow = True
                self.terminal.show(["It takes a while. Ctrl-C stops this check."])
            return
        check, self.check = self.check, None
        self.found = self.told(status, check.text())
        self.redraw(*self.note)
        self.note = []
        self.course.prepare()

    def look_at_others(self) -> None:
        """Check quietly what is built on the file that was saved, and mend the board."""
        if self.others is not None and self.others.status() is not None:
            self.others = None
            if self.is_main_view:
                self.redraw()
        elif self.others is None and self.are_others_due:
            self.are_others_due = False
            if stale := self.course.stale():
                self.others = self.course.check(stale[0], stale[1:])

    def told(self, status: int, text: str) -> list[Line | str]:
        """Return what there is to say when a check has ended."""
        if self.exercise in self.course.stale() and NOT_KEPT not in text:
            # It did not come to the end at which results are kept.
            return [Line(ended_early(status, text), "wrong")]
        if NOT_KEPT not in text and self.course.progress.is_right(self.exercise):
            # A file in which all is right may still hold a line that stops.
            return [*self.course.all_right(self.exercise), *(["", text] if text else [])]
        found: list[Line | str] = [*text.split("\n")]
        return found

    def interrupted(self) -> None:
        """Ctrl-C: end the check that runs; where none does, the loop."""
        if self.check is None:
            self.is_over = True
            return
        where = self.check.whereabouts()
        self.stop()
        self.found = stopped(where)
        self.redraw()

    # The screen

    def redraw(self, *more: Line | str) -> None:
        """Show the board, what was found, and the keys."""
        self.is_main_view = True
        below: list[Line | str] = ["", *more] if more else []
        board = self.course.board(self.terminal.width)
        self.terminal.show([*board, "", *self.found, *below, *self.foot()], clear=True)

    def foot(self) -> list[Line | str]:
        """Return the lines that say what to do now."""
        file = self.course.work.named(self.course.work.of(self.exercise))
        todo = f"Save {file}, and it is checked again."
        if self.check is None and self.course.is_known_right(self.exercise):
            todo = self.what_is_left()
        keys = "n next   h hint   m more   l list   r reset   s solution   q quit"
        keys += "   (and Enter)" if self.keys.needs_enter else ""
        # A key and its word stay in one line, and in the order of the keys.
        rows = textwrap.wrap(re.sub(r"(?<! ) (?! )", "\xa0", keys), self.terminal.width)
        return ["", todo, *(row.replace("\xa0", " ") for row in rows)]

    def what_is_left(self) -> str:
        """Return what may be done where all is right."""
        can = ["n goes on to it" if self.course.progress.first_to_do() else "q ends it"]
        has_solution = self.course.solution_of(self.exercise) is not None
        if has_solution:
            can.append("s shows a reference solution")
        if has_reasons({self.exercise}):
            whose = "its" if has_solution else "the reference solution's"
            can.append(f"h tells {whose} reasons")
        return f"{', '.join(can)}."

    # Keys

    def press(self, key: str) -> None:
        """Do what a key asks for."""
        asked, self.asked = self.asked, None
        if asked is not None and key.lower() == "y":
            asked()
            return
        numbers = {str(each.number): each for each in EXERCISES}
        if key in numbers:
            self.exercise = numbers[key]
            self.start()
            return
        actions: dict[str, Callable[[], None]] = {
            "n": self.next, "h": self.hint, "m": self.more, "l": self.listing,
            "r": self.reset, "s": self.solution, "q": self.end,
            "\n": self.start, "\r": self.start,
        }  # fmt: skip
        action = actions.get(key.lower(), self.redraw if self.check is None else None)
        if action is not None:
            action()

    def listing(self) -> None:
        """Show every exercise with its file."""
        numbers = f"{EXERCISES[0].number} to {EXERCISES[-1].number}"
        foot = f"{numbers}: go to that exercise   any other key: back"
        self.is_main_view = False
        self.terminal.show([*self.course.listing(self.terminal.width), "", foot], clear=True)

    def next(self) -> None:
        """Go on to the next exercise in which there is something to do."""
        following = self.course.progress.first_to_do(self.exercise)
        if following is None:
            self.redraw()
            return
        self.exercise = following
        self.start()

    def hint(self) -> None:
        """Show one hint more for the next step."""
        self.start(option="--hint")

    def more(self) -> None:
        """Show all that there is to say about the next step."""
        self.start(option="--more")

    def reset(self) -> None:
        """Ask, and then put the file back to what it was at first."""
        question = self.course.reset_question(self.exercise)
        if not question:
            self.redraw(*self.course.reset(self.exercise))
            return
        self.asked = self.reset_now
        self.redraw(Line(question, "not started"), "y: yes   any other key: no")

    def reset_now(self) -> None:
        """Put the file back, say where the work is, and check again."""
        path = self.course.work.of(self.exercise)
        self.note = list(self.course.reset(self.exercise))
        self.watched.take(path)
        self.are_others_due = True
        self.start()

    def solution(self) -> None:
        """Show the reference solution, once theirs is right."""
        lines = self.course.solution(self.exercise)
        if len(lines) <= 2:
            self.redraw(*lines)
        else:
            self.is_main_view = False
            self.terminal.show([*lines, "", "any key: back"], clear=True)


def stopped(where: str) -> list[Line | str]:
    """Say that a check was stopped, and what may have kept it from its end.

    Parameters
    ----------
    where : the lines in which Python was, innermost first; ``""`` where it did not say
    """
    at = LEARNERS_LINE.search(where)
    place = f" in line {at[2]} of {at[1]}" if at is not None else ""
    question = "does every loop of yours come to its end?"
    if at is not None and IN_NUMPY.search(where[: at.start()]):
        # Some of LAPACK's loops do not end on inf, and no time limit reaches into them.
        question += "\nNumPy was at work: is there an inf or a nan in what it was given?"
    return [
        f"The check was stopped{place}. Save the file to check it again.",
        "",
        *f"If it would not end: {question}".split("\n"),
    ]


def ended_early(status: int, text: str) -> str:
    """Say how a check ended that kept no results: where, if Python could still say it.

    Parameters
    ----------
    status : pytest's exit status, or less the number of the signal that ended it
    text : all that it printed
    """
    if status in (0, 1) and "Traceback" not in text:
        return f"Python itself came to its end while your code ran (status {status})."
    at = LEARNERS_LINE.search(text)
    if status < 0 or at is not None:
        names = {signal.SIGSEGV: "a segmentation fault", signal.SIGABRT: "an abort"}
        known = -status in set(signal.Signals)
        name = names.get(signal.Signals(-status), signal.Signals(-status).name) if known else ""
        place = f", in line {at[2]} of {at[1]}" if at is not None else ""
        return f"Python itself came to its end while your code ran{place} ({name or status})."
    end = "\n".join(text.split("\n")[-LAST_LINES:])
    return f"The check ended before it could say anything (status {status}).\n{end}".rstrip()
