"""The command line: no word opens the loop, and each key of the loop is a word here."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.shell.check import pytest_command
from exercises.coach.shell.exercises_copy import Course, Terminal
from exercises.coach.shell.keys import keys_of_terminal
from exercises.coach.shell.loop import Loop, ended_early
from exercises.coach.showing.kept_results import NOT_KEPT

__all__ = ["main"]

WORDS = {
    "list": "each exercise, its file, and what is left to do",
    "next": "the next step",
    "hint": "one more hint for the next step",
    "more": "all that there is to say about the next step",
    "check": "check everything, or one exercise; status 0 when all is right",
    "reset": "put a file back to what it was at first; your work is kept beside it",
    "solution": "a reference solution, once yours is right",
}


@dataclass(frozen=True)
class Asked:
    """What was typed: a word of `WORDS`, empty for the loop; an exercise; sure about a reset."""

    word: str
    exercise: Exercise | None
    is_sure: bool


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit status."""
    asked = read(arguments)
    course, terminal = Course(), Terminal()
    if not asked.word and terminal.is_interactive:
        with keys_of_terminal() as keys:
            return Loop(course, terminal, keys, asked.exercise).run()
    if asked.word in ("", "check"):
        return everything(course, terminal, asked.exercise)
    if asked.word == "reset":
        return reset(course, terminal, asked)
    return answer(course, terminal, asked)


def read(arguments: Sequence[str]) -> Asked:
    """Return what was typed; end with a message where that makes no sense."""
    numbers = f"{EXERCISES[0].number} to {EXERCISES[-1].number}"
    parser = argparse.ArgumentParser(
        prog="python -m exercises",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Stay open, and check the exercise whose file is saved. "
        "With a word, do one thing:\n\n"
        + "\n".join(f"  {word:<10}{what}" for word, what in WORDS.items()),
    )
    parser.add_argument("word", nargs="?", default="", help="one of the words above")
    parser.add_argument("exercise", nargs="?", help=f"{numbers}; by default the one you are at")
    parser.add_argument("--yes", action="store_true", help="reset without asking")
    options = parser.parse_args(arguments)
    word, name = options.word, options.exercise
    if word and word not in WORDS and name is None:
        # `python -m exercises 3` opens the loop at exercise 3.
        word, name = "", word
    try:
        if word and word not in WORDS:
            raise KeyError(word)
        file = (name or "").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".ipynb")
        return Asked(word, exercise_of(file) if name else None, options.yes)
    except KeyError:
        with contextlib.suppress(KeyError):
            number = exercise_of(word).number
            if name in WORDS:
                parser.error(f"the word comes first: python -m exercises {name} {number}")
            parser.error(f"{name!r} is one word too many: python -m exercises {number}")
        # Of `hint 9` the number is wrong, and not the word.
        wrong = name if word in WORDS else word or name
        if word in WORDS:
            parser.error(f"{wrong!r} is not an exercise ({numbers})")
        parser.error(f"{wrong!r} is not an exercise ({numbers}), and none of {', '.join(WORDS)}")


def everything(course: Course, terminal: Terminal, exercise: Exercise | None = None) -> int:
    """Run ``pytest exercises``, or one exercise of it, and return its exit status.

    Where work is in notebooks, it is ``pytest exercises --notebooks``.
    """
    work = course.work
    what = ["exercises"] if exercise is None else [course.to_check(exercise)]
    if exercise is None and any(work.of(each) == work.notebook(each) for each in EXERCISES):
        what.append("--notebooks")
    # Not as an option: what is typed is what the board names when there is more to say.
    environment = {**os.environ, "PY_COLORS": "1" if terminal.has_colour else "0"}
    command = pytest_command(*what)
    check = subprocess.Popen(command, cwd=course.folder.parent, env=environment)
    try:
        return check.wait()
    except KeyboardInterrupt:
        # It was pressed for the check too, which says how far it has come. A second one ends both.
        return check.wait()


def answer(course: Course, terminal: Terminal, asked: Asked) -> int:
    """Bring the results up to date, and answer one word."""
    stale = course.stale()
    exercise = asked.exercise or course.first_to_do()
    wants_words = asked.word in ("next", "hint", "more")
    option = {"hint": "--hint", "more": "--more"}.get(asked.word, "")
    lines: list[str] = []
    if stale or wants_words:
        lines = checked(course, terminal, exercise, stale, option)
        if asked.exercise is None and wants_words and course.progress.is_right(exercise):
            # It was the one to do by what is kept, and is done by what stands in the file.
            exercise = course.progress.first_to_do(exercise) or exercise
            lines = checked(course, terminal, exercise, [], option)
    course.progress.keep_last(exercise)
    if asked.word == "list":
        terminal.show(course.listing(terminal.width))
        return 0
    if asked.word == "solution":
        terminal.show(course.solution(exercise))
        return 0 if course.is_known_right(exercise) and course.solution_of(exercise) else 1
    is_right = course.is_known_right(exercise)
    terminal.show([*course.all_right(exercise), *filter(None, lines)] if is_right else lines)
    return 0 if is_right else 1


def checked(
    course: Course, terminal: Terminal, exercise: Exercise, others: Sequence[Exercise], option: str
) -> list[str]:
    """Check an exercise, and others whose results are wanted; return its next step."""
    check = course.check(exercise, others, terminal=terminal, option=option)
    status = check.wait()
    text = check.text()
    has_ended = exercise not in course.stale() or NOT_KEPT in text
    return (text if has_ended else ended_early(status, text)).split("\n")


def reset(course: Course, terminal: Terminal, asked: Asked) -> int:
    """Put a file back to what it was at first, when the learner is sure."""
    if asked.exercise is None:
        terminal.show(["Which one? For example: python -m exercises reset 1"])
        return 2
    question = course.reset_question(asked.exercise)
    if question and not asked.is_sure:
        if not terminal.is_interactive:
            terminal.show(["Nothing was changed: there is nobody to ask. If you are sure: --yes"])
            return 2
        try:
            said = input(f"{question} [y/N] ")
        except EOFError:
            said = ""
        if said.strip().lower() not in ("y", "yes"):
            terminal.show(["Nothing was changed."])
            return 1
    lines = course.reset(asked.exercise)
    terminal.show(lines)
    return 1 if any(line.state == "wrong" for line in lines) else 0
