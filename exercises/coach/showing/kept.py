"""What the coach keeps between runs, under ``exercises/.feedback``: pictures and hint levels."""

from __future__ import annotations

import contextlib
import inspect
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from exercises.coach.contracts import Exercise
from exercises.coach.showing.hints import HINTS
from exercises.coach.showing.picture import picture_of
from exercises.coach.showing.results import Result

__all__ = ["Kept"]


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

    def hints(self, result: Result, asked: str | None) -> Sequence[str]:
        """Return the hints for the function of ``result``, as many as were asked for.

        Parameters
        ----------
        asked : None (no hint), ``"more"`` (one more than before), or a level from 1 on
        """
        known = _hints_for(result)
        if asked is None or not known:
            return ()
        levels = self._levels()
        key = f"{result.exercise.stem}.{result.function}"
        level = levels.get(key, 0) + 1 if asked == "more" else int(asked)
        levels[key] = min(max(level, 1), len(known))
        self._keep(levels)
        return known[: levels[key]]

    def _levels(self) -> dict[str, int]:
        try:
            kept = json.loads((self.folder / "hints.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        pairs = kept.items() if isinstance(kept, dict) else ()
        return {key: level for key, level in pairs if isinstance(level, int)}

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


def _hints_for(result: Result) -> Sequence[str]:
    return HINTS.get((result.exercise.stem, result.function), ())
