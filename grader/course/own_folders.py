"""The folders of a course's own checks and exercises, outside the checkout.

A folder is laid out like the kit, and each part may be missing:

- ``hidden/test_exN.py``, hidden tests: more checks of one of the kit's exercises, or all of an own
  exercise's. They find ``learner``, ``draw`` and the markers as the kit's own do, may have a
  ``conftest.py`` beside them, and what they are compared with comes from ``solutions``.
- ``exercises/<stem>.toml``, an own exercise's row in the table of contracts, and
  ``exercises/<stem>.py``, its stub; ``exercises/test_<stem>.py``, tests that learners run.
- ``solutions/<stem>.py``, its reference solution, for hidden tests as ``solutions.<stem>``.
- ``wheats/<stem>/`` and ``chaffs/<stem>/``, on which ``grader qualify --course`` tries it all.

Nothing of a folder but the rows ever reaches the process in which a submission runs.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UserError

__all__ = [
    "OWN", "Folder", "FolderError", "announce", "folders_said", "join", "keys_checked_in",
    "read_folder",
]  # fmt: skip

# As `exercises.coach.contracts.OWN`, which cannot be asked: it reads what is announced.
OWN = "GRADER_OWN_EXERCISES"
# What these do is about the kit alone.
OF_THE_KIT = ("demo", "init")
PARTS = ("hidden", "exercises", "solutions", "wheats", "chaffs")


class FolderError(UserError):
    """A folder cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Folder:
    """A folder of own checks and exercises.

    Attributes
    ----------
    path : the folder
    rows : of own exercises, as `exercises.coach.contracts` reads them
    tests : the modules of hidden tests
    """

    path: Path
    rows: tuple[dict[str, Any], ...]
    tests: tuple[Path, ...]


def read_folder(path: Path) -> Folder:
    """Return what a folder holds.

    Raises
    ------
    FolderError
        When it is not there, holds none of the parts, or an exercise in it lacks one.
    """
    if not path.is_dir():
        raise FolderError(f"there is no folder {path}. Correct the path, or make it.")
    if not any((path / part).is_dir() for part in PARTS):
        raise FolderError(f"{path} has none of the folders {', '.join(PARTS)}. Is it another one?")
    rows = tuple(_row(file) for file in sorted((path / "exercises").glob("*.toml")))
    tests = tuple(sorted((path / "hidden").glob("test_*.py")))
    for row in rows:
        needed = {
            f"exercises/{row['stem']}.py": "the stub",
            f"solutions/{row['stem']}.py": "the reference solution",
            f"hidden/test_ex{row['number']}.py": "the hidden tests",
        }
        for name, what in needed.items():
            if not (path / name).is_file():
                raise FolderError(
                    f"exercise {row['number']} lacks {what}. Write {path / name}, or remove "
                    f"{path / 'exercises' / row['stem']}.toml."
                )
    return Folder(path.resolve(), rows, tests)


def _row(file: Path) -> dict[str, Any]:
    """Return an exercise's row with its stem; what the rest is worth the table itself checks."""
    try:
        row = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise FolderError(f"{file} cannot be read: {error}.") from error
    for key, kind in (("number", int), ("title", str), ("function", list)):
        if not isinstance(row.get(key), kind):
            raise FolderError(
                f'{file}: {key} is missing, or of another kind. Write number = 6, title = "…" and '
                "a [[function]] with its header for each function."
            )
    headers = [each.get("header") if isinstance(each, dict) else None for each in row["function"]]
    if not headers or not all(isinstance(header, str) for header in headers):
        raise FolderError(
            f'{file}: a [[function]] has no header. Write header = "name(arguments)", as the stub '
            "has it."
        )
    return row | {"stem": file.stem}


def join(folders: Iterable[Path]) -> None:
    """Let hidden tests import a course's solutions as they import the kit's."""
    import solutions

    for folder in folders:
        place = str(folder / "solutions")
        if place not in solutions.__path__:
            solutions.__path__.append(place)


def keys_checked_in(folders: Iterable[Path]) -> frozenset[str]:
    """Return the keys of the exercises that hidden tests in some folders are about."""
    paths = [path for folder in folders for path in (folder / "hidden").glob("test_ex*.py")]
    return frozenset(path.stem.removeprefix("test_") for path in paths)


def folders_said(arguments: Sequence[str]) -> list[Path]:
    """Return the folders of a course that a command line means; what is wrong is told later."""
    said: dict[str, list[str]] = {"--course": [], "--folder": []}
    for number, argument in enumerate(arguments):
        name, is_joined, value = argument.partition("=")
        if name in said:
            following = arguments[number + 1 : number + 2]
            said[name] += [value] if is_joined else following
    if said["--folder"]:
        return [Path(each) for each in said["--folder"]]
    file = Path(said["--course"][-1]) if said["--course"] else Path("course.toml")
    file = file / "course.toml" if file.is_dir() else file
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8")).get("folders", [])
        return [file.parent / each for each in listed]
    except (OSError, ValueError, TypeError):
        return []


def announce(arguments: Sequence[str]) -> None:
    """Tell the table of exercises of a course's own ones, before anybody reads it.

    Raises
    ------
    FolderError
        When their rows cannot be rows of the table.
    """
    if arguments and arguments[0] in OF_THE_KIT:
        return
    rows: list[dict[str, Any]] = []
    for path in folders_said(arguments):
        try:
            rows += read_folder(path).rows
        except FolderError:
            continue  # is told when the course is read, with the key that names the folder
    if not rows or "exercises.coach.contracts" in sys.modules:
        return  # whoever reads the course finds out that the table lacks them, and says so
    os.environ[OWN] = json.dumps(rows)
    try:
        import exercises.coach.contracts  # noqa: F401
    except (ValueError, TypeError, KeyError, SyntaxError, AttributeError) as error:
        names = ", ".join(f"{row['stem']}.toml" for row in rows)
        del os.environ[OWN]
        raise FolderError(f"the course's own exercises ({names}): {error}. Correct it.") from None
