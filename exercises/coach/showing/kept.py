"""What the coach keeps between runs, under ``exercises/.feedback``: pictures and hint levels."""

from __future__ import annotations

import contextlib
import inspect
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exercises.coach.contracts import Exercise
from exercises.coach.showing.hints import HINTS
from exercises.coach.showing.hints_by_mistake import hint_for
from exercises.coach.showing.picture import picture_of
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

    def picture(self, result: Result | None, run: Iterable[Exercise]) -> str:
        """Draw the picture of ``result`` and remove the old ones of the exercises that were run.

        Returns
        -------
        str
            The picture's path as a learner would type it, ``""`` when there is none.
        """
        for exercise in run:
            (self.folder / f"{exercise.stem}.png").unlink(missing_ok=True)
        evidence = result.finding.evidence if result is not None and result.finding else None
        if result is None or evidence is None:
            return ""
        path = self.folder / f"{result.exercise.stem}.png"
        try:
            draw = picture_of(evidence.question, evidence.observation, evidence.expected)
            if draw is None:
                return ""
            self.folder.mkdir(exist_ok=True)
            draw(path)
        except Exception:
            # The words are what matters: no picture may cost a learner the message.
            return ""
        return self.named(path)

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
        try:
            kept = json.loads((self.folder / "hints.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        pairs = kept.items() if isinstance(kept, dict) else ()
        return {key: level for key, level in pairs if type(level) is int and level >= 0}

    def _keep(self, levels: dict[str, int]) -> None:
        # A read-only folder costs the memory of hints, not the hint.
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            (self.folder / "hints.json").write_text(json.dumps(levels), encoding="utf-8")

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
