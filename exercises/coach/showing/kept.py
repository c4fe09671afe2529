"""What the coach keeps between runs, under ``exercises/.feedback``: pictures and hint levels."""

from __future__ import annotations

import contextlib
import inspect
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from exercises.coach.contracts import STEMS, Exercise, exercise_of
from exercises.coach.showing.hints import HINTS
from exercises.coach.showing.hints_by_mistake import hint_for
from exercises.coach.showing.pictures.right import Ask, picture_at_right
from exercises.coach.showing.pictures.wrong import picture_of
from exercises.coach.showing.reasons import REASONS
from exercises.coach.showing.results import Result

__all__ = ["Hints", "Kept"]


@dataclass(frozen=True)
class Hints:
    """The hints that were asked for, gentlest first.

    Attributes
    ----------
    shown : their texts
    number : of the last of them
    left : how many there are beyond it
    """

    shown: tuple[str, ...] = ()
    number: int = 0
    left: int = 0

    def closing(self, how: str) -> str:
        """Say how many hints are left and how to ask for the next, ``""`` where none was shown."""
        if not self.shown:
            return ""
        if not self.left:
            return "that was the last hint"
        return f"{self.left} more hint{'s' if self.left > 1 else ''}" + (how and f": {how}")


class Kept:
    """The feedback folder of one copy of the exercises.

    Parameters
    ----------
    exercises : the folder that holds the stubs
    """

    def __init__(self, exercises: Path) -> None:
        self.exercises = exercises
        self.folder = exercises / ".feedback"

    def picture(
        self, result: Result | None, run: Iterable[Exercise], marks: Mapping[str, str] | None = None
    ) -> str:
        """Draw the picture of ``result`` and remove the old ones of the exercises that were run.

        Parameters
        ----------
        result : what to act on next
        run : the exercises of which tests were run
        marks : by stem, `mark_of` the exercises that are all right: their pictures stay

        Returns
        -------
        str
            The picture's path as a learner would type it, ``""`` when there is none.
        """
        kept = self._marks()
        for exercise in run:
            mark = (marks or {}).get(exercise.stem)
            if mark is None or kept.get(exercise.stem) != mark:
                self._file(exercise).unlink(missing_ok=True)
                # Or the picture of what is wrong would pass for one of what is right, later.
                kept.pop(exercise.stem, None)
        self._keep_marks(kept)
        if result is None or result.finding is None:
            return ""
        draw = picture_of(result.finding)
        return self._draw(result.exercise, draw) if draw is not None else ""

    def right_pictures(self, marks: Mapping[str, str], ask: Ask) -> tuple[str, ...]:
        """Draw what learners have made, for exercises in which all is right.

        A picture is drawn once for each mark, and again for an empty one.

        Parameters
        ----------
        marks : by stem, `mark_of` the exercise
        ask : calls a learner's function, as `exercises.coach.local.local` does

        Returns
        -------
        tuple of str
            The pictures' paths as a learner would type them.
        """
        kept, paths = self._marks(), []
        for stem, mark in marks.items():
            exercise = exercise_of(stem)
            path = self._file(exercise)
            if mark and kept.get(stem) == mark and path.is_file():
                paths.append(self.named(path))
                continue
            path.unlink(missing_ok=True)
            if drawn := self._draw(exercise, partial(picture_at_right, exercise, ask)):
                paths.append(drawn)
                kept[stem] = mark
        self._keep_marks(kept)
        return tuple(paths)

    def _file(self, exercise: Exercise) -> Path:
        return self.folder / f"{exercise.stem}.png"

    def _draw(self, exercise: Exercise, draw: Callable[[], bytes | None]) -> str:
        """Keep the PNG that ``draw()`` returns; its path, or ``""`` where nothing came of it."""
        try:
            png = draw()
            if png is None:
                return ""
            self.folder.mkdir(exist_ok=True)
            self._file(exercise).write_bytes(png)
        except KeyboardInterrupt:
            raise
        except BaseException:
            # The words are what matters: no picture may cost a learner the message, whatever their
            # own code does while it is drawn.
            return ""
        return self.named(self._file(exercise))

    def named(self, path: Path) -> str:
        """Return ``path`` from the folder that holds ``exercises``."""
        return path.relative_to(self.exercises.parent).as_posix()

    def has_hints(self, result: Result) -> bool:
        """Whether there is a hint for the function of ``result``."""
        return bool(_hints_for(result))

    def hints(self, result: Result, asked: str | None) -> Hints:
        """Return the hints for ``result``, as many as were asked for.

        The first one fits the mistake that was named, where there is such a hint. The general ones
        of the function follow; those that were seen before a new mistake was named stay seen.

        Parameters
        ----------
        asked : None (no hint), ``"more"`` (one more than before), or a level from 1 on
        """
        fitting, known = _fitting(result), _hints_for(result)
        if asked is None or not known:
            return Hints()
        levels = self._levels()
        key = f"{result.exercise.stem}.{result.function}"
        key_of_fitting = f"{key} {_named(result)}"
        seen, is_new = levels.get(key, 0), bool(fitting) and not levels.get(key_of_fitting)
        if asked != "more":
            seen = int(asked) - len(fitting)
        elif not is_new:
            seen += 1
        seen = min(max(seen, 0 if fitting else 1), len(known) - len(fitting))
        levels[key] = seen
        if fitting:
            levels[key_of_fitting] = 1
        self._keep(levels)
        shown = known[: len(fitting) + seen]
        return Hints(shown, len(shown), len(known) - len(shown))

    def has_reasons(self, exercises: Iterable[Exercise]) -> bool:
        """Whether the reference solution's reasons are there for any of the exercises."""
        return bool(_reasons_of(exercises))

    def reasons(self, exercises: Iterable[Exercise], asked: str | None) -> Hints:
        """Return one more of the reference solution's reasons for exercises that are all right.

        Parameters
        ----------
        asked : as for `hints`; a level is the number of the reason
        """
        known = _reasons_of(exercises)
        if asked is None or not known:
            return Hints()
        levels = self._levels()
        key = "reasons " + " ".join(sorted({text.split(",")[0] for text in known}))
        level = levels.get(key, 0) + 1 if asked == "more" else int(asked)
        levels[key] = min(max(level, 1), len(known))
        self._keep(levels)
        return Hints((known[levels[key] - 1],), levels[key], len(known) - levels[key])

    def _levels(self) -> dict[str, int]:
        pairs = self._read("hints.json").items()
        return {key: level for key, level in pairs if type(level) is int and level >= 0}

    def _keep(self, levels: dict[str, int]) -> None:
        self._write("hints.json", levels)

    def _marks(self) -> dict[str, str]:
        """Return the marks of the exercises of which there is a picture of what is right."""
        pairs = self._read("pictures.json").items()
        return {stem: mark for stem, mark in pairs if stem in STEMS and isinstance(mark, str)}

    def _keep_marks(self, kept: Mapping[str, str]) -> None:
        if kept != self._marks():
            self._write("pictures.json", kept)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            kept = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, name: str, kept: Mapping[str, Any]) -> None:
        # A read-only folder costs the memory of hints, not the hint.
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            (self.folder / name).write_text(json.dumps(kept), encoding="utf-8")

    def place(self, result: Result) -> tuple[str, str]:
        """Return where to look, and the first line of the function's docstring.

        That is the line that failed, where one did; else the function's header.
        """
        module = sys.modules.get(f"exercises.{result.exercise.stem}")
        function = inspect.unwrap(getattr(module, result.function, None) or (lambda: None))
        code = getattr(function, "__code__", None)
        name = f"exercises/{result.exercise.filename}"
        failed = result.finding.place if result.finding is not None else None
        doc = (getattr(function, "__doc__", None) or "").strip().split("\n")[0]
        if failed is not None and (self.exercises / failed[0]).is_file():
            return f"exercises/{failed[0]}, line {failed[1]}", doc
        if code is None or not result.function or not hasattr(module, result.function):
            return name, ""
        return f"{name}, line {code.co_firstlineno}", doc


def _hints_for(result: Result) -> tuple[str, ...]:
    """Return the hint that fits the named mistake, then those of the function."""
    return *_fitting(result), *HINTS.get((result.exercise.stem, result.function), ())


def _reasons_of(exercises: Iterable[Exercise]) -> list[str]:
    return [
        f"exercise {exercise.number}, {function}: {text}"
        for exercise in sorted(exercises, key=lambda exercise: exercise.number)
        for function, text in REASONS.get(exercise.stem, ())
    ]


def _fitting(result: Result) -> Sequence[str]:
    hint = hint_for(_named(result), f"{result.exercise.key}.{result.function}")
    return (hint,) if hint else ()


def _named(result: Result) -> str:
    """Return the mistake that is named first, ``""`` where none is."""
    names = result.finding.flaw.misconceptions if result.finding is not None else ()
    return names[0] if names else ""
