"""Which of a student's files counts for which exercise, and what is said of the others."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from exercises.coach.calling.loading import FROM_NOTEBOOK
from exercises.coach.contracts import EXERCISES, in_words
from grader.intake.files import Found, Refusal, Stray
from grader.intake.names import is_exact, is_notebook, is_python, module_of
from grader.intake.notebook import FOLDER, NotebookError, read_notebook

__all__ = ["Reading", "read_items"]

NAMED = 5
# A stub is no longer so many times as long, whatever outputs and line ends it has now.
MANY = 5
MODULES = tuple(exercise.filename for exercise in EXERCISES)
PACKED = {".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zip"}
DOCUMENTS = {".pdf", ".docx", ".doc", ".odt", ".pages", ".rtf", ".html"}


@dataclass
class Reading:
    """What one student's files came to; the first three are those of a `Submission`."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    sources: dict[str, PurePosixPath] = field(default_factory=dict)

    def take(self, item: Found | Refusal, module: str) -> None:
        """Take a file for ``module``, unless another one came first or it cannot be read."""
        if isinstance(item, Refusal):
            self._lose(module, item.reason)
        elif module in self.files:
            self.notes.append(
                f"{item.path} was not graded: {self.sources[module]} was. Hand in one of them."
            )
        else:
            try:
                self.files[module] = _source(item, self.notes)
                self.sources[module] = item.path
            except NotebookError as error:
                self._lose(module, f"{item.path}: {error}")

    def take_near(self, items: Sequence[Found | Refusal], module: str) -> None:
        """Take the one file whose name is near ``module``'s; between several, do not guess."""
        names = _listed([item.path for item in items])
        if module in self.files:
            self.notes.append(f"Not graded: {names}. {module} is there, and it is what counts.")
        elif len(_contents(items)) == 1:
            self.take(items[0], module)
            if module in self.files:
                self.notes.append(
                    f"{items[0].path} was graded as {module}: keep the stub's file name."
                )
        else:
            what = f"{names}: which one is it? None was graded."
            self._lose(module, f"{what} Hand in the right one as {module}.")

    def mention(self, strays: Sequence[PurePosixPath]) -> None:
        """Say which files have no exercise's name, where that may explain what is missing."""
        is_nothing = not self.files and not self.unreadable
        modules = [path for path in strays if is_python(path) and _is_on_top(path)]
        missing = [module for module in MODULES if module not in self.files]
        if is_nothing and strays:
            rule = f"None has the name of an exercise's file, such as {MODULES[0]}."
            remedy = _remedy({path.suffix.lower() for path in strays})
            self.notes.append(f"Handed in: {_listed(strays)}. {rule} {remedy}")
        elif is_nothing and not self.notes:
            self.notes.append("Nothing was handed in: no file is there.")
        elif modules:
            count = in_words(len(EXERCISES))
            rule = f"only the {count} exercises' files are graded, and each can import the others"
            remedy = f" Is it one of these? Give it that name: {', '.join(missing)}."
            self.notes.append(f"Not read: {_listed(modules)}; {rule}.{remedy if missing else ''}")

    def _lose(self, module: str, reason: str) -> None:
        self.unreadable.setdefault(module, reason)
        self.notes.append(reason)


def read_items(items: Iterable[Found | Refusal | Stray]) -> Reading:
    """Return what a student's files come to, whatever order they were found in."""
    reading = Reading()
    strays: list[PurePosixPath] = []
    others: list[tuple[str | None, Found | Refusal]] = []
    for item in items:
        if isinstance(item, Stray):
            strays.append(item.path)
        else:
            others.append((module_of(item.path), item))
    others = _without_stubs(others, reading.notes)
    for module, item in sorted(others, key=lambda pair: _rank(pair[1])):
        if module is None:  # A zip that cannot be read, or a folder of too many files.
            reading.notes.append(item.reason if isinstance(item, Refusal) else "")
        elif is_exact(item.path):
            reading.take(item, module)
    near = [(m, i) for m, i in others if m is not None and not is_exact(i.path)]
    near.sort(key=lambda pair: str(pair[0]))
    for module, group in groupby(near, key=lambda pair: pair[0]):
        reading.take_near([item for _, item in group], module)
    reading.mention(strays)
    for module in reading.files:
        reading.unreadable.pop(module, None)
    return reading


def _remedy(endings: set[str]) -> str:
    if endings & PACKED:
        return (
            "Archives in archives, and others than zip, are not opened: hand in the files in them."
        )
    if endings & DOCUMENTS:
        return "A document cannot be run: hand in the .py or .ipynb file itself."
    return "Keep the stubs' file names."


def _without_stubs(
    others: Sequence[tuple[str | None, Found | Refusal]], notes: list[str]
) -> list[tuple[str | None, Found | Refusal]]:
    """Leave out a stub that nobody has touched where another file for its exercise is there.

    Who works in the notebook hands in the stub beside it; a browser that downloads what is there
    already writes a second file.
    """
    kept: list[tuple[str | None, Found | Refusal]] = []
    handed = Counter(module for module, _ in others)
    stubs = [pair for pair in others if handed[pair[0]] > 1 and _is_stub(*pair)]
    written = {pair[0] for pair in others if pair not in stubs}
    for module, item in others:
        if (module, item) not in stubs:
            kept.append((module, item))
        elif module in written:
            notes.append(f"{item.path} is the stub as it was handed out: the other file counts.")
        elif module not in {known for known, _ in kept}:
            kept.append((module, item))
    return kept


def _is_stub(module: str | None, item: Found | Refusal) -> bool:
    """Whether a file is what learners were handed, but for blank space."""
    if module is None or isinstance(item, Refusal):
        return False
    is_book = is_notebook(item.path)
    path = FOLDER / (f"notebooks/{module.removesuffix('.py')}.ipynb" if is_book else module)
    try:
        stub = path.read_bytes()
        if len(item.data) > MANY * len(stub):
            return False
        if is_book:
            return read_notebook(item.data).split() == read_notebook(stub).split()
    except (OSError, NotebookError):
        return False
    return item.data.split() == stub.split()


def _rank(item: Found | Refusal) -> bool:
    # A notebook often lies beside the module that was exported from it: the module is what counts.
    return item.path.suffix != ".py"


def _contents(items: Sequence[Found | Refusal]) -> set[bytes | str]:
    return {item.data if isinstance(item, Found) else str(item.path) for item in items}


def _is_on_top(path: PurePosixPath) -> bool:
    return len(path.parts) == 1 and not path.name.startswith(("test_", "conftest", "__"))


def _listed(paths: Sequence[PurePosixPath]) -> str:
    shown = ", ".join(str(path) for path in paths[:NAMED])
    return shown + (f" and {len(paths) - NAMED} more" if len(paths) > NAMED else "")


def _source(item: Found, notes: list[str]) -> bytes:
    if is_notebook(item.path):
        return FROM_NOTEBOOK + read_notebook(item.data).encode()
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
