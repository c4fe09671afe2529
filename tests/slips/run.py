"""Run a slip through the learner tests, in this process, until its first wrong one."""

from __future__ import annotations

import importlib
import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass

import exercises
from exercises.coach.calling.deadline import deadline
from exercises.coach.calling.loading import ExerciseFinder
from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.judging.status import beside
from exercises.coach.local_observer import local
from exercises.coach.run import Run
from exercises.coach.showing.next_step import step_of, stop_step
from exercises.coach.showing.results import Result, result_of
from exercises.coach.showing.terminal import first_message as laid_out
from exercises.coach.showing.terminal import whole_message
from tests.slips.right import right
from tests.slips.slip import Slip

MORE = "pytest exercises --more"


@dataclass(frozen=True)
class Said:
    """The first message: the lines as a learner reads them, and the ids that it names."""

    lines: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def folded(self) -> str:
        """The text as one line."""
        return " ".join(self.text.split())


class _NoInput(io.TextIOBase):
    """The standard input under pytest."""

    def readline(self, size: int = -1) -> str:
        raise OSError("pytest: reading from stdin while output is captured! Consider using `-s`.")


def first_message(stem: str, source: str, seconds: float = Slip.seconds) -> Said:
    """Return what a learner is told first; nothing where the tests find nothing wrong."""
    with _served(stem, source):
        for result in _results(stem, seconds):
            if result.state != "right":
                return _said(result)
        assert local.finder is not None
        for stopped in local.finder.stopped.get(stem, ()):
            lines = whole_message(stop_step(beside(stem, stopped)))
            return Said(tuple(line.text for line in lines))
    return Said()


@contextmanager
def _served(stem: str, source: str) -> Iterator[None]:
    """Let the exercise be ``source``, and its neighbours right."""

    def read(name: str) -> tuple[bytes, str]:
        text = source if name == stem else right(name)
        return text.encode(), f"slips/{name}.py"

    finder, before, stdin = ExerciseFinder(read, local.carrier), local.finder, sys.stdin
    _forget()
    local.finder = finder
    finder.install()
    sys.stdin = _NoInput()
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            yield
    finally:
        sys.stdin = stdin
        sys.meta_path.remove(finder)
        local.finder = before
        _forget()


def _forget() -> None:
    local.forget()
    for exercise in EXERCISES:
        for name in (
            exercise.stem,
            f"exercises.{exercise.stem}",
            f"exercises.test_{exercise.stem}",
        ):
            sys.modules.pop(name, None)
        vars(exercises).pop(exercise.stem, None)


def _results(stem: str, seconds: float) -> Iterator[Result]:
    tests = importlib.import_module(f"exercises.test_{stem}")
    for name, test in list(vars(tests).items()):
        if not name.startswith("test_"):
            continue
        error: BaseException | None = None
        try:
            with deadline(seconds):
                test()
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            error = raised
        place = f"exercises/test_{stem}.py::{name}"
        yield result_of(exercise_of(stem), place, " ".join(test.__doc__.split()), error)


def _said(result: Result) -> Said:
    where, spec = Run().place_of(result)
    lines = laid_out(step_of(result, where=where, spec=spec), MORE)
    named = result.finding.flaw.misconceptions if result.finding else ()
    return Said(tuple(line.text for line in lines), tuple(named))
