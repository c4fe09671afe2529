"""A learner's files: the one that holds the work of an exercise, and what it was at first."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exercises.coach.calling.file_contents import Unreadable, contents_of
from exercises.coach.calling.notebook_file import NotebookError, read_notebook
from exercises.coach.calling.percent import RUN_CELL
from exercises.coach.calling.script import (
    Broken,
    code_of,
    is_stub,
    is_written,
    names_bound,
    parts_of,
    statements_of,
)
from exercises.coach.contracts import EXERCISES, Exercise

__all__ = ["Work", "has_work"]

# The notebooks as they were handed out; the stubs are made from them.
ORIGINALS = Path(__file__).parent / "originals"
# What a copy's name has before or behind that of the file, as systems, browsers, editors and
# learners write it; `.py.txt` is what Windows' Notepad makes of a name with `.py`.
COPY = re.compile(
    r"(?:(?:copy|copie|kopie|copia) (?:of|de|von) )?"
    r"[ _-]*(?:copy|copie|kopie|copia|final|new|v)?[ _-]*\(?\d*\)?\.(?:py|ipynb)(?:\.txt)?",
    re.IGNORECASE,
)
# A notebook that cannot be read may be one that Jupyter is writing: so long it may take.
SAVING_SECONDS = 2.0


def has_work(data: bytes, exercise: Exercise) -> bool:
    """Whether a file's contents are more than what was handed out for the exercise."""
    try:
        return is_written(code_of(contents_of(data)), exercise) or _is_begun(data, exercise)
    except (Unreadable, SyntaxError):
        # Whatever it is, it is not what was handed out.
        return True


def _is_begun(data: bytes, exercise: Exercise) -> bool:
    """Whether a function holds more than its stub, though the stub's ``raise`` is still there."""
    parts = parts_of(data, exercise.filename)
    for each in (each for part in parts for each in statements_of(part)):
        if isinstance(each, Broken):
            names = each.defines
        else:
            names = () if is_stub(each.node) else names_bound(each.node)
        if not set(exercise.functions).isdisjoint(names):
            return True
    return False


@dataclass(frozen=True)
class Work:
    """The stubs and the notebooks of one copy of the exercises.

    Attributes
    ----------
    folder : the folder that holds the stubs
    """

    folder: Path

    def stub(self, exercise: Exercise) -> Path:
        """Return the module's path, whether it is there or not."""
        return self.folder / exercise.filename

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks."""
        return self.folder / "notebooks"

    def notebook(self, exercise: Exercise) -> Path:
        """Return the notebook's path, whether it is there or not."""
        return self.notebooks / f"{exercise.stem}.ipynb"

    def copy_of(self, exercise: Exercise) -> Path | None:
        """Return a copy under another name that holds work; of several, the one saved last."""
        copies = [
            path
            for beside in (self.stub(exercise), self.notebook(exercise))
            for path in beside.parent.glob(f"*{exercise.stem}*{beside.suffix}*")
            if path != beside and COPY.fullmatch(path.name.replace(exercise.stem, ""))
        ]
        worked = [path for path in copies if self.is_worked_in(path, exercise)]
        return max(worked, key=lambda path: path.stat().st_mtime_ns, default=None)

    def files(self) -> Iterator[tuple[Path, Exercise]]:
        """Yield every file that a learner may work in, and its exercise."""
        for exercise in EXERCISES:
            yield self.stub(exercise), exercise
            yield self.notebook(exercise), exercise

    def of(self, exercise: Exercise) -> Path:
        """Return the file that holds the work; of two, the one that was saved last.

        Where neither holds any, that is the module.
        """
        paths = (self.stub(exercise), self.notebook(exercise))
        worked = [path for path in paths if self.is_worked_in(path, exercise)]
        return max(worked, key=lambda path: path.stat().st_mtime_ns, default=paths[0])

    def notebook_first(self, exercise: Exercise) -> Path:
        """Return the notebook, but the module where that alone holds work or is there."""
        notebook, stub = self.notebook(exercise), self.stub(exercise)
        if not notebook.is_file():
            return stub
        _wait_until_saved(notebook)
        is_in_stub = not self.is_worked_in(notebook, exercise) and self.is_worked_in(stub, exercise)
        return stub if is_in_stub else notebook

    def words_on_checked(
        self, exercise: Exercise, *, are_notebooks_first: bool
    ) -> tuple[str, bool]:
        """Return what to say of the file that was checked, ``""`` where nobody can be in doubt.

        Parameters
        ----------
        are_notebooks_first : whether notebooks were asked for; else the module was checked

        Returns
        -------
        (words, whether they lead to the command that checks the notebooks)
        """
        stub, notebook = self.stub(exercise), self.notebook(exercise)
        is_in_stub, is_in_book = (self.is_worked_in(path, exercise) for path in (stub, notebook))
        copy = None if is_in_stub or is_in_book else self.copy_of(exercise)
        if copy is not None:
            name = (stub if copy.parent == self.folder else notebook).name
            words = f"there is work in {self.named(copy)}, which is not checked: call it {name}"
            return words, False
        if are_notebooks_first:
            if is_in_stub and is_in_book:
                return "the notebook was checked; there is work in the .py file too", False
            if not notebook.is_file():
                return "there is no notebook, so the .py file was checked", False
            as_handed_out = "the notebook is as handed out, so the .py file was checked"
            return as_handed_out if is_in_stub else "", False
        if not is_in_book:
            return "", False
        if not self.is_readable(notebook):
            return "the notebook cannot be read. What is wrong", True
        if not is_in_stub:
            return "your work is in the notebook. To check it", True
        is_newer = notebook.stat().st_mtime_ns > stub.stat().st_mtime_ns
        later = "the .py file was checked; the notebook was saved later. To check it"
        return (later, True) if is_newer else ("", False)

    def is_readable(self, path: Path) -> bool:
        """Whether a file is Python or a notebook, with something in it to run."""
        try:
            contents_of(path.read_bytes(), is_called_notebook=path.suffix == ".ipynb")
        except (OSError, Unreadable, SyntaxError):
            return False
        return True

    def all(self) -> dict[str, Path]:
        """Return the file of each exercise, by stem."""
        return {exercise.stem: self.of(exercise) for exercise in EXERCISES}

    def named(self, path: Path) -> str:
        """Return a file's path as a learner types it, from the folder that holds ``exercises``."""
        return path.relative_to(self.folder.parent).as_posix()

    def is_worked_in(self, path: Path, exercise: Exercise) -> bool:
        """Whether a file is there and is more than what was handed out."""
        try:
            return not self.is_original(path, exercise) and has_work(path.read_bytes(), exercise)
        except OSError:
            return False

    def is_original(self, path: Path, exercise: Exercise) -> bool:
        """Whether a file is as it was handed out, but for its line ends."""
        try:
            return path.read_bytes().split() == original(path, exercise).split()
        except OSError:
            return False

    def reset(self, path: Path, exercise: Exercise) -> Path | None:
        """Put what was handed out in the place of ``path``, and return where its copy is.

        None: there was nothing to copy. The file is replaced only once its copy is written, and no
        file that is there is written over.

        Raises
        ------
        OSError
            When the copy or the file cannot be written; the work is as it was.
        """
        new = original(path, exercise)
        copy = _copied(path) if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_bytes(new)
        beside.replace(path)
        return copy


def original(path: Path, exercise: Exercise) -> bytes:
    """Return the bytes of a module or a notebook as it was handed out."""
    notebook = (ORIGINALS / f"{exercise.stem}.ipynb").read_bytes()
    if path.suffix == ".ipynb":
        return notebook
    return f"{read_notebook(notebook)}\n\n{RUN_CELL}".encode()


def _wait_until_saved(notebook: Path) -> None:
    """Wait for the rest of a notebook that was begun to be written a moment ago."""
    while time.time() - notebook.stat().st_mtime < SAVING_SECONDS:
        try:
            read_notebook(notebook.read_bytes())
        except NotebookError:
            time.sleep(SAVING_SECONDS / 20)
        else:
            return


def _copied(path: Path) -> Path:
    """Copy a file beside itself under a name that nothing has."""
    data = path.read_bytes()
    for number in range(1, 10_000):
        copy = path.with_name(f"{path.stem}.before-reset-{number}{path.suffix}")
        try:
            with copy.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        return copy
    raise OSError(f"there are 9999 copies of {path.name} already; remove some")
