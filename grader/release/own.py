"""What a course adds to what is handed out: for learners its own exercises, for a service all."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from exercises.coach.contracts import BESIDE
from grader.course.own_folders import Folder
from grader.release.notebooks import PLACES, text_of

__all__ = [
    "OWN", "as_committed", "broken", "folders_below", "for_learners", "for_service", "untested",
]  # fmt: skip

# The folder beside the kit in which a service finds a course's folders, numbered.
OWN = "course"
TABLE = f"exercises/coach/{BESIDE.name}"
PARTS = ("hidden", "solutions")


def for_learners(folders: Sequence[Folder]) -> dict[str, bytes]:
    """Return the own exercises as learners have them: stub, notebook, learner tests, the row.

    Parameters
    ----------
    folders : of the course, of which nothing else is looked at
    """
    files = _table(folders)
    for folder in folders:
        for row in folder.rows:
            stem = row["stem"]
            stub = folder.path / "exercises" / f"{stem}.py"
            files[f"exercises/{stem}.py"] = as_committed(stub)
            book = text_of(as_committed(stub).decode("utf-8-sig"), stem).encode()
            files |= {f"exercises/{place}/{stem}.ipynb": book for place in PLACES}
            tests = _tests(folder, stem)
            if tests.is_file():
                files[f"exercises/{tests.name}"] = as_committed(tests)
    return files


def for_service(folders: Sequence[Folder]) -> dict[str, bytes]:
    """Return what judges a submission besides the kit: hidden tests, solutions and the rows."""
    files = _table(folders)
    for number, folder in enumerate(folders, 1):
        paths = [path for part in PARTS for path in _below(folder.path / part)]
        for row in folder.rows:
            paths += [folder.path / "exercises" / f"{row['stem']}{end}" for end in (".toml", ".py")]
        for path in paths:
            files[f"{OWN}/{number}/{path.relative_to(folder.path).as_posix()}"] = as_committed(path)
    return files


def folders_below(kit: Path) -> tuple[Path, ...]:
    """Return the folders that `for_service` laid beside a kit, in their order."""
    return tuple(sorted((kit / OWN).glob("[0-9]*"), key=lambda path: int(path.name)))


def untested(folders: Sequence[Folder]) -> list[str]:
    """Return the own exercises of which a learner's pytest says nothing: no learner tests."""
    rows = [(folder, row["stem"]) for folder in folders for row in folder.rows]
    return [stem for folder, stem in rows if not _tests(folder, stem).is_file()]


def broken(folders: Sequence[Folder]) -> Iterator[str]:
    """Yield the modules of a course's that are no Python, each with what is wrong with it."""
    for folder in folders:
        for part in ("hidden", "solutions", "exercises"):
            for path in sorted((folder.path / part).glob("*.py")):
                try:
                    ast.parse(path.read_bytes().decode("utf-8-sig"))
                except UnicodeDecodeError:
                    yield f"{path} is not in UTF-8"
                except SyntaxError as error:
                    where = f"line {error.lineno}: " if error.lineno else ""
                    yield f"{path} is not Python ({where}{error.msg})"
                except ValueError as error:
                    yield f"{path} is not Python ({error})"


def _table(folders: Sequence[Folder]) -> dict[str, bytes]:
    rows = [row for folder in folders for row in folder.rows]
    return {TABLE: json.dumps(rows, ensure_ascii=False, indent=1).encode()} if rows else {}


def _tests(folder: Folder, stem: str) -> Path:
    return folder.path / "exercises" / f"test_{stem}.py"


def _below(place: Path) -> Iterator[Path]:
    for path in sorted(place.rglob("*")):
        parts = path.relative_to(place).parts
        is_left = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not is_left:
            yield path


def as_committed(path: Path) -> bytes:
    """Return a file; a text with the line ends of the repository, on Windows too."""
    data = path.read_bytes()
    return data if b"\0" in data else data.replace(b"\r\n", b"\n")
