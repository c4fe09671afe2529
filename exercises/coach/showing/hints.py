"""Hints for what is wrong, and reasons where all is right: their words, and how many were seen.

The words are in the three Markdown files beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exercises.coach.contracts import Exercise
from exercises.coach.showing.kept_results import read_kept, write_kept
from exercises.coach.showing.results import Result

__all__ = [
    "FITTING", "HINTS", "REASONS", "Hints", "SeenHints", "has_hints", "has_reasons", "hint_for",
]  # fmt: skip


def _paragraphs(file: str) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs below each heading, by every name that stands in it."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for section in text.split("\n## ")[1:]:
        names, _, below = section.partition("\n")
        found |= dict.fromkeys(names.split(", "), tuple(below.strip().split("\n\n")))
    return found


HINTS = _paragraphs("hints.md")
"""By function, as in ``ex1.loss``: three hints, the gentlest first."""
REASONS = _paragraphs("reasons.md")
"""By function: why the reference solution does it its way."""
FITTING = {name: hint for name, (hint,) in _paragraphs("hints_by_mistake.md").items()}
"""By an id of the catalogue, or by id and function: what to try first."""


def hint_for(mistake: str, function: str) -> str:
    """Return the hint that fits a named mistake, ``""`` where there is none.

    Parameters
    ----------
    mistake : an id of the catalogue
    function : where it was named, for example ``ex1.grad``
    """
    return FITTING.get(f"{mistake} {function}", FITTING.get(mistake, ""))


def has_hints(result: Result) -> bool:
    """Whether there is a hint for the function of ``result``."""
    return bool(_hints_for(result))


def has_reasons(exercises: Iterable[Exercise]) -> bool:
    """Whether the reference solution's reasons are there for any of the exercises."""
    return bool(_reasons_of(exercises))


@dataclass(frozen=True)
class Hints:
    """The hints that were asked for, gentlest first.

    Attributes
    ----------
    shown : their texts
    number : of the last of them
    left : how many there are beyond it
    word : what one of them is called
    is_kept : whether the next run knows of them
    """

    shown: tuple[str, ...] = ()
    number: int = 0
    left: int = 0
    word: str = "hint"
    is_kept: bool = True

    def closing(self, how: str) -> str:
        """Say how many are left and how to ask for the next, ``""`` where none was shown."""
        if not self.shown:
            return ""
        if not self.left:
            return f"that was the last {self.word}"
        return f"{self.left} more {self.word}{'s' if self.left > 1 else ''}" + (how and f": {how}")


class SeenHints:
    """Gives hints and reasons, and keeps how many of each were seen, in ``.feedback/hints.json``.

    Parameters
    ----------
    exercises : the folder that holds the stubs
    """

    def __init__(self, exercises: Path) -> None:
        self.path = exercises / ".feedback" / "hints.json"

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
        is_kept = not write_kept(self.path, levels)
        shown = known[: len(fitting) + seen]
        return Hints(shown, len(shown), len(known) - len(shown), is_kept=is_kept)

    def reasons(self, exercises: Iterable[Exercise], asked: str | None) -> Hints:
        """Return one more of the reference solution's reasons for exercises that are all right.

        Parameters
        ----------
        asked : as for `hints`; a level is the number of the reason
        """
        exercises = sorted(exercises, key=lambda exercise: exercise.number)
        known = _reasons_of(exercises)
        if asked is None or not known:
            return Hints()
        levels = self._levels()
        key = f"reasons {' '.join(exercise.key for exercise in exercises)}"
        level = levels.get(key, 0) + 1 if asked == "more" else int(asked)
        levels[key] = min(max(level, 1), len(known))
        is_kept, number = not write_kept(self.path, levels), levels[key]
        return Hints((known[number - 1],), number, len(known) - number, "reason", is_kept)

    def _levels(self) -> dict[str, int]:
        pairs = read_kept(self.path).items()
        return {key: level for key, level in pairs if type(level) is int and level >= 0}


def _hints_for(result: Result) -> tuple[str, ...]:
    """Return the hint that fits the named mistake, then those of the function."""
    return *_fitting(result), *HINTS.get(f"{result.exercise.key}.{result.function}", ())


def _reasons_of(exercises: Iterable[Exercise]) -> list[str]:
    return [
        f"exercise {exercise.number}, {function}: {text}"
        for exercise in exercises
        for function in exercise.functions
        for text in REASONS.get(f"{exercise.key}.{function}", ())
    ]


def _fitting(result: Result) -> Sequence[str]:
    hint = hint_for(_named(result), f"{result.exercise.key}.{result.function}")
    return (hint,) if hint else ()


def _named(result: Result) -> str:
    """Return the mistake that is named first, ``""`` where none is."""
    names = result.finding.flaw.misconceptions if result.finding is not None else ()
    return names[0] if names else ""
