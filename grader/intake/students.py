"""A folder of students, or one student's work, as submissions, read lazily one after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from exercises.coach.contracts import EXERCISES
from grader.intake.files import files_in
from grader.intake.names import is_exact, module_of
from grader.intake.reading import read_items
from grader.intake.submission import Submission

__all__ = ["IntakeError", "count_students", "is_single", "loose_files", "read_submissions"]


class IntakeError(ValueError):
    """There is nothing to grade at a place; the message says what is looked for."""


def read_submissions(place: Path) -> Iterator[Submission]:
    """Yield each student's submission under ``place``, in the order of their names.

    Parameters
    ----------
    place : a folder with a folder or zip for each student; or one student's folder, zip, module
        or notebook

    Raises
    ------
    IntakeError
        When the place does not exist or holds no student.
    """
    if not place.exists():
        raise IntakeError(f"{place} does not exist. Name the folder that holds the students.")
    if is_single(place):
        yield read_student(place)
        return
    students = _students_in(place)
    if not students:
        raise IntakeError(
            f"{place} holds no student: a folder or a zip for each, with files such as "
            f"{EXERCISES[0].filename} in it.{_hint(place)}"
        )
    names = [child.stem if child.suffix.lower() == ".zip" else child.name for child in students]
    for child, name in zip(students, names, strict=True):
        # A folder and a zip of one name are two submissions, told apart by the whole name.
        yield read_student(child, name if names.count(name) == 1 else child.name)


def is_single(place: Path) -> bool:
    """Whether ``place`` is one student's work: a file, or a folder that itself holds modules.

    Raises
    ------
    IntakeError
        When modules lie beside several folders of modules. Read as one student's, the first of a
        whole class's files for each exercise would be graded as somebody's, and all others lost.
    """
    if place.is_file():
        return True
    modules = [p.name for p in place.iterdir() if p.is_file() and is_exact(PurePosixPath(p.name))]
    students = [child for child in _students_in(place) if _holds_modules(child)] if modules else []
    if len(students) > 1:
        raise IntakeError(
            f"{place} holds {min(modules)} beside {len(students)} folders with exercises in them. "
            "Of a class, move that file into its student's folder; of one student, leave only one "
            "file for each exercise."
        )
    return bool(modules)


def loose_files(place: Path) -> list[str]:
    """Return the files that lie beside the students' folders and belong to nobody."""
    if is_single(place):
        return []
    files = [child for child in place.iterdir() if not _is_student(child) and not child.is_dir()]
    return sorted(child.name for child in files if not child.name.startswith("."))


def _holds_modules(child: Path) -> bool:
    if child.is_file():
        return True
    with suppress(OSError):
        return any(module_of(PurePosixPath(p.name)) for p in child.iterdir() if p.is_file())
    return False


def count_students(place: Path) -> int:
    """Return how many submissions `read_submissions` yields."""
    return 1 if is_single(place) else len(_students_in(place))


def _students_in(place: Path) -> list[Path]:
    return sorted(child for child in place.iterdir() if _is_student(child))


def _hint(place: Path) -> str:
    """Say what to do with files that lie side by side, as some downloads have them."""
    near = sorted(p.name for p in place.iterdir() if module_of(PurePosixPath(p.name)))
    if not near:
        return ""
    return (
        f" There is {near[0]}: put each student's files into a folder of their own, under the "
        "stubs' names."
    )


def _is_student(child: Path) -> bool:
    if child.name.startswith((".", "__")) or child.is_symlink():
        return False
    return child.is_dir() or child.suffix.lower() == ".zip"


def read_student(place: Path, name: str | None = None) -> Submission:
    """Read one student's folder, zip or file."""
    reading = read_items(files_in(place))
    student = name or (place.stem if place.is_file() else place.resolve().name)
    return Submission(
        student,
        reading.files,
        tuple(reading.notes),
        reading.unreadable,
        tuple(reading.unread),
        reading.alternatives,
        reading.sources,
    )
