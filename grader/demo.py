"""The class that ``grader demo`` grades: a copy of the one that is kept with the kit's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.intake import IntakeError

__all__ = ["copy_of_class"]

CLASS = Path(__file__).resolve().parents[1] / "tests" / "class"
KEY = "README.md"


def copy_of_class(target: Path) -> Path:
    """Copy the class, without its key, to ``submissions`` in a folder.

    Parameters
    ----------
    target : a folder, made if need be; a copy that is there already is brought up to date

    Returns
    -------
    pathlib.Path
        The folder of the students, to be graded.

    Raises
    ------
    IntakeError
        When the kit was installed without its tests, or the place holds other submissions.
    """
    if not CLASS.is_dir():
        raise IntakeError(
            f"{CLASS} does not exist: the kit was installed without its tests, and the class for "
            "the demo is one of them. Run grader demo from a clone of the repository, installed "
            "with: pip install -e ."
        )
    copy = target / "submissions"
    students = [place for place in sorted(CLASS.iterdir()) if _is_student(place)]
    strangers = _names_in(copy) - {student.name for student in students}
    if strangers:
        raise IntakeError(
            f"{copy} holds other submissions ({min(strangers)!r} among them), which the demo's "
            "would be mixed with. Name an empty folder."
        )
    copy.mkdir(parents=True, exist_ok=True)
    for student in students:
        if student.is_dir():
            shutil.copytree(student, copy / student.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(student, copy / student.name)
    return copy


def _is_student(place: Path) -> bool:
    return place.name != KEY and not place.name.startswith(".")


def _names_in(folder: Path) -> set[str]:
    return {place.name for place in folder.iterdir()} if folder.is_dir() else set()
