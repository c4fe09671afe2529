"""The submissions that the grader is tried on: wheats, chaffs, the stubs and the solutions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from exercises.coach.contracts import EXERCISES, Exercise
from grader.errors import UserError
from grader.intake.submission import Submission
from grader.trial_on_solutions import reference

__all__ = ["KIT", "Sample", "SampleKind", "SamplesError", "samples_of"]

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "tests"
UNLISTED = "unlisted-"
VARIANT = re.compile(r"-\d+$")


class SamplesError(UserError):
    """There is nothing to try the grader on; the text says what is looked for, and where."""


class SampleKind(StrEnum):
    """What a sample is, and so what is due: full points, some lost, none and no fault."""

    WHEAT = "wheat"
    CHAFF = "chaff"
    STUB = "stub"
    SOLUTION = "solution"


@dataclass(frozen=True)
class Sample:
    """One submission whose result is known beforehand.

    Attributes
    ----------
    kind : what is due
    name : for example ``chaffs/ex1_gradient_descent/climbs-2.py``
    keys : the exercises handed in, ``ex1``, ``ex2``, …: one for a wheat or chaff
    files : module file name to its bytes
    ids : of a chaff, the mistakes in it, from the file's name; none for an unlisted mistake
    """

    kind: SampleKind
    name: str
    keys: tuple[str, ...]
    files: Mapping[str, bytes]
    ids: tuple[str, ...] = ()

    @property
    def is_unlisted(self) -> bool:
        """Whether it is a chaff with a mistake that the catalogue does not have."""
        return self.kind is SampleKind.CHAFF and not self.ids

    def submission(self, seed: int) -> Submission:
        """Return it as a student's work; every student, so every seed, has other numbers."""
        return Submission(f"{self.name}, seed {seed}", self.files)


def samples_of(
    folders: Sequence[Path], only: frozenset[str], own: Sequence[Path] = ()
) -> list[Sample]:
    """Return the kit's stubs and solutions, and the wheats and chaffs in ``folders``.

    A folder has ``wheats/<stem>/*.py`` and ``chaffs/<stem>/<id>[-N].py``, ``<id>+<id>.py`` for two
    mistakes in one file; ``unlisted-<what>.py`` for one without an id, which is to stay unnamed.

    Parameters
    ----------
    folders : where wheats and chaffs are
    only : keys of the exercises; all when empty
    own : a course's folders, which have the stubs of its own exercises

    Raises
    ------
    SamplesError
        When there is neither wheat nor chaff.
    """
    exercises = [e for e in EXERCISES if not only or e.key in only]
    tried = [s for folder in folders for e in exercises for s in _tried(folder, e)]
    if not tried:
        places = " and in ".join(str(folder) for folder in folders)
        stem = exercises[0].stem
        raise SamplesError(
            f"In {places} there are no wheats and no chaffs: files such as "
            f"wheats/{stem}/plain_loop.py and chaffs/{stem}/<id>.py. Name the folder that has them "
            "with --tests."
        )
    return [*_whole(exercises, own), *tried]


def _whole(exercises: Sequence[Exercise], own: Sequence[Path]) -> Iterator[Sample]:
    keys = tuple(e.key for e in exercises)
    places = [folder / "exercises" for folder in (ROOT, *own)]
    stubs = {
        e.filename: next(
            place / e.filename for place in places if (place / e.filename).is_file()
        ).read_bytes()
        for e in exercises
    }
    yield Sample(SampleKind.STUB, "the stubs", keys, stubs)
    yield Sample(SampleKind.SOLUTION, "the solutions", keys, reference(keys).files)


def _tried(folder: Path, exercise: Exercise) -> Iterator[Sample]:
    for kind in (SampleKind.WHEAT, SampleKind.CHAFF):
        paths = (folder / f"{kind}s" / exercise.stem).glob("*.py")
        for path in sorted(paths, key=lambda path: path.stem):
            name = path.relative_to(folder).as_posix()
            files = {exercise.filename: path.read_bytes()}
            ids = _ids(path.stem) if kind is SampleKind.CHAFF else ()
            yield Sample(kind, name, (exercise.key,), files, ids)


def _ids(stem: str) -> tuple[str, ...]:
    if stem.startswith(UNLISTED):
        return ()
    return tuple(VARIANT.sub("", stem).split("+"))
