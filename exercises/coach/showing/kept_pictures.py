"""Pictures that the coach keeps between runs, under ``exercises/.feedback``."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exercises.coach.contracts import EXERCISES, Exercise, exercise_of
from exercises.coach.showing.kept_results import read_kept, write_kept
from exercises.coach.showing.pictures.all_right import PLOTS, Ask, picture_at_right
from exercises.coach.showing.pictures.of_finding import picture_of
from exercises.coach.showing.results import Result

__all__ = ["KeptPictures", "RightPicture", "plots_in", "png_of"]


@dataclass(frozen=True)
class RightPicture:
    """A picture of what is right.

    Attributes
    ----------
    key : an exercise's stem, or a stem and a function as in ``ex4_….plot_trajectory``
    path : as a learner would type it
    is_new : whether it was drawn just now
    """

    key: str
    path: str
    is_new: bool

    @property
    def words(self) -> str:
        """What is right."""
        stem, _, function = self.key.partition(".")
        if function:
            return f"{function} is right"
        return f"exercise {exercise_of(stem).number}, all right"


class KeptPictures:
    """The pictures of one copy of the exercises.

    Parameters
    ----------
    exercises : the folder that holds the stubs
    """

    def __init__(self, exercises: Path) -> None:
        self.exercises = exercises
        self.folder = exercises / ".feedback"
        self.marks_file = self.folder / "pictures.json"

    def picture(
        self, result: Result | None, run: Iterable[Exercise],
        marks: Mapping[str, str] | None = None, png: bytes | None = None,
    ) -> str:  # fmt: skip
        """Draw the picture of ``result`` and remove the old ones of the exercises that were run.

        Parameters
        ----------
        result : what to act on next
        run : the exercises of which tests were run
        marks : of the pictures of what is right, which stay; as for `right_pictures`
        png : the picture, where the process that ran the test has drawn it

        Returns
        -------
        str
            The picture's path as a learner would type it, ``""`` when there is none.
        """
        kept = self._marks()
        for exercise in run:
            for key in _keys_of(exercise):
                mark = (marks or {}).get(key)
                if mark is None or kept.get(key) != mark:
                    _remove(self._file(key))
                    # Or the picture of what is wrong would pass for one of what is right, later.
                    kept.pop(key, None)
        self._keep_marks(kept)
        if result is None:
            return ""
        png = png or png_of(result)
        return self._store(result.exercise.stem, png) if png is not None else ""

    def right_pictures(self, marks: Mapping[str, str], ask: Ask) -> tuple[RightPicture, ...]:
        """Draw what learners have made, for exercises in which all is right, and for right plots.

        A picture is drawn once for each mark, and again for an empty one.

        Parameters
        ----------
        marks : by an exercise's stem, or by stem and function as in ``ex4_….plot_trajectory``,
            a mark of all that decides how the picture looks
        ask : calls a learner's function, as `exercises.coach.local_observer.local` does
        """
        kept, found = self._marks(), []
        for key, mark in marks.items():
            stem, _, function = key.partition(".")
            path = self._file(key)
            if mark and kept.get(key) == mark and path.is_file():
                found.append(RightPicture(key, self.named(path), False))
                continue
            _remove(path)
            png = _safely(partial(picture_at_right, exercise_of(stem), ask, function))
            if png is not None and (named := self._store(key, png)):
                found.append(RightPicture(key, named, True))
                kept[key] = mark
        self._keep_marks(kept)
        return tuple(found)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key.rpartition('.')[2]}.png"

    def _store(self, key: str, png: bytes) -> str:
        """Keep a PNG; its path, or ``""`` where the folder cannot be written to."""
        try:
            self.folder.mkdir(exist_ok=True)
            self._file(key).write_bytes(png)
        except OSError:
            # On a full disk a part of it may be there.
            _remove(self._file(key))
            return ""
        return self.named(self._file(key))

    def named(self, path: Path) -> str:
        """Return ``path`` from the folder that holds ``exercises``."""
        return path.relative_to(self.exercises.parent).as_posix()

    def _marks(self) -> dict[str, str]:
        """Return the marks of the pictures that there are of what is right."""
        pairs = read_kept(self.marks_file).items()
        known = {key for exercise in EXERCISES for key in _keys_of(exercise)}
        return {key: mark for key, mark in pairs if key in known and isinstance(mark, str)}

    def _keep_marks(self, kept: Mapping[str, str]) -> None:
        if kept != self._marks():
            write_kept(self.marks_file, kept)


def png_of(result: Result) -> bytes | None:
    """Return the picture of ``result`` as a PNG, None where there is none."""
    draw = picture_of(result.finding) if result.finding is not None else None
    return _safely(draw) if draw is not None else None


def plots_in(exercise: Exercise, results: Iterable[Result]) -> list[str]:
    """Return the keys of the exercise's plots that are right, where something else is not.

    Parameters
    ----------
    results : those of all its tests
    """
    open_ones = {
        result.function
        for result in results
        if result.exercise == exercise and result.state != "right"
    }
    # A file that cannot be read is wrong without a function.
    if not open_ones or "" in open_ones:
        return []
    return [key for key in _keys_of(exercise)[1:] if key.partition(".")[2] not in open_ones]


def _keys_of(exercise: Exercise) -> list[str]:
    """Return the keys of the pictures of what is right: the whole exercise's, then its plots'."""
    plots = (f"{stem}.{function}" for stem, function in PLOTS if stem == exercise.stem)
    return [exercise.stem, *plots]


def _safely(draw: Callable[[], bytes | None]) -> bytes | None:
    """Return the PNG that ``draw()`` returns, None where nothing came of it."""
    try:
        return draw()
    except KeyboardInterrupt:
        raise
    except BaseException:
        # The words are what matters: no picture may cost a learner the message, whatever their
        # own code does while it is drawn.
        return None


def _remove(path: Path) -> None:
    """Remove a file; one that cannot be, as in a folder that is read-only, stays."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
