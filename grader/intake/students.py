"""A folder of students, or one student's work, as submissions, read lazily one after another."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from grader.intake.files import Found, Refusal, files_in, is_wanted
from grader.notebooks import NotebookError, read_notebook
from grader.submissions import Submission

__all__ = ["IntakeError", "read_submissions"]


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
    students = sorted(child for child in place.iterdir() if _is_student(child))
    if not students:
        raise IntakeError(
            f"{place} holds no student: a folder or a zip for each, with files such as "
            "ex1_gradient_descent.py in it."
        )
    names = [child.stem if child.suffix.lower() == ".zip" else child.name for child in students]
    for child, name in zip(students, names, strict=True):
        # A folder and a zip of one name are two submissions, told apart by the whole name.
        yield read_student(child, name if names.count(name) == 1 else child.name)


def is_single(place: Path) -> bool:
    """Whether ``place`` is one student's work: a file, or a folder that itself holds modules."""
    return place.is_file() or any(
        is_wanted(PurePosixPath(p.name)) for p in place.iterdir() if p.is_file()
    )


def _is_student(child: Path) -> bool:
    if child.name.startswith((".", "__")) or child.is_symlink():
        return False
    return child.is_dir() or child.suffix.lower() == ".zip"


def read_student(place: Path, name: str | None = None) -> Submission:
    """Read one student's folder, zip or file; the first of several for one exercise counts."""
    files: dict[str, bytes] = {}
    notes: list[str] = []
    unreadable: dict[str, str] = {}
    for item in _modules_before_notebooks(files_in(place)):
        if isinstance(item, Refusal):
            notes.append(item.reason)
            if item.path.suffix in (".py", ".ipynb"):
                unreadable.setdefault(f"{item.path.stem}.py", item.reason)
            continue
        module = f"{item.path.stem}.py"
        if module in files:
            notes.append(f"{item.path} was not graded: another file for {module} came first.")
            continue
        try:
            files[module] = _source(item, notes)
        except NotebookError as error:
            unreadable[module] = f"{item.path}: {error}"
            notes.append(unreadable[module])
    lost = {module: reason for module, reason in unreadable.items() if module not in files}
    student = name or (place.stem if place.is_file() else place.resolve().name)
    return Submission(student, files, tuple(notes), lost)


def _modules_before_notebooks(items: Iterable[Found | Refusal]) -> list[Found | Refusal]:
    # A notebook often lies beside the module that was exported from it: the module is what counts.
    return sorted(items, key=lambda item: item.path.suffix != ".py")


def _source(item: Found, notes: list[str]) -> bytes:
    if item.path.suffix == ".ipynb":
        return read_notebook(item.data).encode()
    if item.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notes.append(f"{item.path} is in UTF-16; it was read as such. Save it as UTF-8.")
        return item.data.decode("utf-16", "replace").encode()
    first_lines = item.data.split(b"\n", 2)[:2]
    try:
        item.data.decode()
    except UnicodeDecodeError as error:
        if not any(b"coding" in line for line in first_lines):
            line = item.data[: error.start].count(b"\n") + 1
            notes.append(f"{item.path}, line {line}, is no UTF-8; it was read as Latin-1.")
            return item.data.decode("cp1252", "replace").encode()
    return item.data
