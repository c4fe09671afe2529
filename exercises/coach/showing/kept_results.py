"""What the last whole run of each exercise said, kept under ``exercises/.feedback``."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from exercises.coach.calling.file_contents import Unreadable
from exercises.coach.calling.script import (
    UNREADABLE,
    Broken,
    names_bound,
    parts_of,
    statements_of,
)
from exercises.coach.contracts import CARRIED, EXERCISES, Exercise, exercise_of
from exercises.coach.showing.results import Result, State

__all__ = [
    "NOT_KEPT", "Progress", "mark_of", "mark_without", "read_kept", "write_kept",
]  # fmt: skip

NOT_KEPT = "Your results cannot be kept in exercises/.feedback"

STATES = get_args(State)


def mark_of(folder: Path, exercise: Exercise, work: Mapping[str, Path]) -> str:
    """Return a mark of all that decides an exercise's results: another one, another run.

    Parameters
    ----------
    folder : the folder that holds the stubs
    work : by stem, the file with the learner's work
    """
    files = [work[exercise.stem], folder / f"test_{exercise.filename}"]
    parts = [_bytes_of(path) for path in files]
    if exercise != CARRIED.exercise and CARRIED.stem.encode() in parts[0]:
        parts.append(_bytes_of(work[CARRIED.stem]))
    whole = hashlib.sha256(os.fspath(work[exercise.stem].name).encode())
    for part in parts:
        whole.update(b"%d:" % len(part) + part)
    return whole.hexdigest()


def mark_without(
    folder: Path, exercise: Exercise, work: Mapping[str, Path], functions: Iterable[str]
) -> str:
    """Return a mark of all in an exercise's file but functions that the rest does not name.

    Parameters
    ----------
    folder, work : as for `mark_of`
    functions : those that are not right yet
    """
    path = work[exercise.stem]
    left_out = frozenset(functions)
    whole = mark_of(folder, exercise, work)
    if CARRIED.stem.encode() in _bytes_of(path):
        return whole
    try:
        parts = parts_of(_bytes_of(path), path.name)
    except (Unreadable, *UNREADABLE):
        return whole
    mark = hashlib.sha256(os.fspath(path.name).encode())
    for each in (each for part in parts for each in statements_of(part)):
        if isinstance(each, Broken):
            return whole
        if not left_out.isdisjoint(names_bound(each.node)):
            continue
        text = ast.dump(each.node)
        if any(name in text for name in left_out):
            return whole
        mark.update(text.encode("utf-8", "replace"))
    return mark.hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


class Progress:
    """The results of one copy of the exercises, and the exercise that was looked at last.

    Parameters
    ----------
    folder : the folder that holds the stubs
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / ".feedback" / "progress.json"

    def keep(self, results: Sequence[Result], marks: Mapping[str, str]) -> str:
        """Keep the results of the exercises in ``marks``, which were run whole.

        Parameters
        ----------
        results : those of one run
        marks : by stem, what `mark_of` said before the run

        Returns
        -------
        str
            Why they cannot be kept, ``""`` where they are.
        """
        kept = read_kept(self.path)
        for stem, mark in marks.items():
            rows = [[r.state, r.function] for r in results if r.exercise.stem == stem]
            kept[stem] = {"mark": mark, "results": rows}
        return write_kept(self.path, kept)

    def results(self, exercise: Exercise) -> list[Result]:
        """Return what the last whole run said: states and functions, without their words."""
        rows = self._of(exercise).get("results", [])
        return [
            Result(exercise, "", "", state, function)
            for state, function in (row for row in rows if isinstance(row, list) and len(row) == 2)
            if state in STATES and isinstance(function, str)
        ]

    def all_results(self) -> list[Result]:
        """Return those of all the exercises, in their order."""
        return [result for each in EXERCISES for result in self.results(each)]

    def is_current(self, exercise: Exercise, mark: str) -> bool:
        """Whether that run was of what stands in the files now."""
        return bool(self.results(exercise)) and self._of(exercise).get("mark") == mark

    def is_right(self, exercise: Exercise) -> bool:
        """Whether every test of the last whole run was right."""
        results = self.results(exercise)
        return bool(results) and all(result.state == "right" for result in results)

    def last(self) -> Exercise | None:
        """Return the exercise that was looked at last."""
        with contextlib.suppress(KeyError):
            return exercise_of(str(read_kept(self.path).get("last")))
        return None

    def keep_last(self, exercise: Exercise) -> None:
        """Keep which exercise is looked at."""
        write_kept(self.path, {**read_kept(self.path), "last": exercise.stem})

    def first_to_do(self, after: Exercise | None = None) -> Exercise | None:
        """Return the next exercise that is not all right, in their order, round to the first."""
        start = EXERCISES.index(after) + 1 if after in EXERCISES else 0
        around = [*EXERCISES[start:], *EXERCISES[:start]]
        return next((each for each in around if not self.is_right(each)), None)

    def _of(self, exercise: Exercise) -> Mapping[str, Any]:
        found = read_kept(self.path).get(exercise.stem)
        return found if isinstance(found, dict) else {}


def read_kept(path: Path) -> dict[str, Any]:
    """Return what is kept in a file; nothing where it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def write_kept(path: Path, kept: Mapping[str, Any]) -> str:
    """Keep something in a file, whole or not at all; return why it cannot be, ``""`` where it is.

    A folder that cannot be written to costs the memory, not the check or the hint.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f"{path.stem}-{os.getpid()}.json")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
