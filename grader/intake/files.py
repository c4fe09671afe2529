"""Read one student's files, wherever they lie: bounded over all of their folders and archives.

Gives ``(path inside the submission, bytes)``, a `Refusal` where a file may not be read, a
`Stray` for a file that has none of the exercises' names, or what was `Skipped`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from exercises.coach.calling.file_contents import kind_of
from exercises.coach.calling.notebook_file import without_pictures
from exercises.coach.contracts import EXERCISES
from grader.intake.file_names import is_notebook, is_python, may_be_code, module_of
from grader.intake.kit_files import (
    SOURCE,
    is_called_as_the_kits,
    is_the_kit,
    is_the_kits,
    not_work_in,
)
from grader.intake.tree import (
    ALONE,
    LARGEST,
    MEGABYTE,
    Budget,
    Damaged,
    Kind,
    Node,
    Spent,
    Unreadable,
    is_skipped,
)

__all__ = [
    "Found", "Item", "Part", "Refusal", "Skipped", "Stray", "defined_in", "files_of", "is_wanted",
]  # fmt: skip

DEPTH = 32
# An archive in an archive in an archive is the last that is opened.
NESTED = 3
# With the pictures of its outputs, which are not kept.
LARGEST_NOTEBOOK = 64 * MEGABYTE
# A function of an exercise, in a module or in a notebook's JSON.
NAMES = b"|".join(name.encode() for exercise in EXERCISES for name in exercise.functions)
WRITTEN = re.compile(rb"(?:\b|\\n)def (%b)\s*\(" % NAMES)


@dataclass(frozen=True)
class Found:
    """A file that was read: its path inside the submission and its bytes."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Refusal:
    """A file that was not read, and why, in words for the student.

    ``is_ours`` where the file may be sound and it is the grader that cannot read it.
    """

    path: PurePosixPath
    reason: str
    is_ours: bool = False


@dataclass(frozen=True)
class Stray:
    """A file whose name is like no exercise's.

    Its ``data`` are there only where an exercise's function is written in it.
    """

    path: PurePosixPath
    data: bytes = b""


@dataclass(frozen=True)
class Skipped:
    """A file or folder that a tool made for itself; it was not looked into."""

    path: PurePosixPath


@dataclass(frozen=True)
class Part:
    """A folder, file or archive of a student's, and the name that the student gave it.

    Attributes
    ----------
    node : where it is
    name : what it was called when it was handed in; empty where it still is
    only : the exercises for which it counts, where a newer hand-in has the others; else empty
    """

    node: Node
    name: str = ""
    only: frozenset[str] = frozenset()

    @property
    def called(self) -> str:
        """The name to be shown."""
        return self.name or self.node.name


Item = Found | Refusal | Skipped | Stray


def defined_in(data: bytes) -> frozenset[bytes]:
    """Return which of the exercises' functions a module or a notebook seems to define."""
    # Of UTF-16 every other byte is 0.
    return frozenset(WRITTEN.findall(data.replace(b"\0", b"")))


def is_wanted(path: PurePosixPath) -> bool:
    """Whether a path's last part is, or seems to be, an exercise's, in a folder that counts."""
    return module_of(path) is not None and not any(map(is_skipped, path.parts))


def files_of(
    parts: Sequence[Part], budget: Budget | None = None, *, is_ours: bool = False
) -> Iterator[Item]:
    """Read the exercises' files of a student's parts, one after another, shallowest first.

    Parameters
    ----------
    parts : folders, files and archives
    budget : what it may cost in all; a student's when None
    is_ours : whether the parts are the kit's own, so that its files are what is wanted
    """
    walk = _Walk(budget or Budget(), is_ours)
    for part in parts:
        yield from walk.part(part)


@dataclass
class _Walk:
    """One way through a student's files."""

    budget: Budget
    is_ours: bool
    # Bytes that may be read of files without an exercise's name: none that the others may need.
    aside: int = LARGEST_NOTEBOOK
    only: frozenset[str] = frozenset()
    top: PurePosixPath = field(default_factory=PurePosixPath)

    def part(self, part: Part) -> Iterator[Item]:
        path = PurePosixPath(part.called)
        self.only, self.top = part.only, part.node.where
        try:
            if part.node.kind is Kind.FOLDER:
                yield from self._below(part.node, PurePosixPath(), 0)
            elif part.node.kind is Kind.ARCHIVE:
                yield from self._archive(part.node, path, 1)
            else:
                yield from self._file(part.node, path)
        except Unreadable as error:
            yield self._refusal(path, error)

    def _refusal(self, path: PurePosixPath, error: Unreadable) -> Refusal:
        if isinstance(error, Damaged) and not error.archive.is_relative_to(self.top):
            return Refusal(path, error.of_a_download, is_ours=True)
        return Refusal(path, str(error), error.is_ours)

    def _below(self, top: Node, start: PurePosixPath, nested: int) -> Iterator[Item]:
        """Read a folder or an archive level by level, the archives in it last."""
        archives: list[tuple[Node, PurePosixPath]] = []
        level: list[tuple[Node, PurePosixPath, PurePosixPath | None]] = [(top, start, None)]
        for depth in range(DEPTH + 1):
            below: list[tuple[Node, PurePosixPath, PurePosixPath | None]] = []
            for node, path, clone in level:
                if depth == DEPTH:
                    why = f"it is in {DEPTH} folders. {ALONE}"
                    yield Refusal(path, f"{path} was not read: {why}")
                    continue
                try:
                    children = node.children(self.budget)
                except Unreadable as error:
                    if node is top or isinstance(error, Spent):
                        raise
                    yield self._refusal(path, error)
                    continue
                # What is wanted comes first: of too many files it is not the one left out.
                children.sort(key=lambda child: module_of(PurePosixPath(child.name)) is None)
                home = path if not self.is_ours and is_the_kit(children, self.budget) else clone
                for child in children:
                    inside = path / child.name
                    if is_skipped(child.name):
                        yield Skipped(inside)
                        continue
                    if not_work_in(inside, home):
                        continue
                    self.budget.look()
                    if child.kind is Kind.FOLDER:
                        below.append((child, inside, home))
                    elif child.kind is Kind.ARCHIVE:
                        archives.append((child, inside))
                    else:
                        yield from self._file(child, inside)
            level = below
        for node, path in archives:
            yield from self._archive(node, path, nested + 1)

    def _archive(self, node: Node, path: PurePosixPath, nested: int) -> Iterator[Item]:
        if nested > NESTED:
            why = f"it is an archive in {NESTED} archives. Zip the plain files."
            yield Refusal(path, f"{path} was not read: {why}")
            return
        try:
            yield from self._below(node, path, nested)
        except Spent:
            raise
        except Unreadable as error:
            yield self._refusal(path, error)

    def _file(self, node: Node, path: PurePosixPath) -> Iterator[Item]:
        if module_of(path) is None:
            if node.kind in (Kind.LINK, Kind.OTHER):
                remedy = "what it names" if node.kind is Kind.LINK else "the file itself"
                yield Refusal(path, f"{path} was not read: it is {node.kind}. Hand in {remedy}.")
            elif not self._is_ours(node, path):
                try:
                    yield Stray(path, self._code_in(node, path))
                except Unreadable as error:
                    yield self._refusal(path, error)
            return
        if self.only and module_of(path) not in self.only:
            return
        most = LARGEST_NOTEBOOK if is_notebook(path) else LARGEST
        try:
            data = without_pictures(node.read(path, most))
        except Unreadable as error:
            yield self._refusal(path, error)
            return
        if len(data) > self.budget.bytes:
            whole = Budget.bytes // MEGABYTE
            yield Refusal(
                path, f"{path} was not read: more than {whole} MB of files lie before it. {ALONE}"
            )
            return
        self.budget.spend(len(data))
        if whose := "" if self.is_ours else is_the_kits(data):
            yield Refusal(path, f"{path} was not graded: it is the kit's own {whose}.")
        else:
            yield Found(path, data)

    def _code_in(self, node: Node, path: PurePosixPath) -> bytes:
        """Return a file of another name if it is a student's code all the same.

        Raises
        ------
        Unreadable
            When it may be that, and cannot be read.
        """
        if node.kind is not Kind.FILE or not may_be_code(path) or self.is_ours:
            return b""
        most = LARGEST_NOTEBOOK if is_notebook(path) else LARGEST
        try:
            whole = node.read(path, max(0, min(most, self.aside)))
        except Unreadable as error:
            if is_python(path) and (error.is_ours or isinstance(error, Damaged)):
                raise
            return b""
        self.aside -= len(whole)
        if path.suffix.lower() in ("", ".txt") and (what := kind_of(whole)) is not None:
            raise Unreadable(f"{path}: {what}")
        data = without_pictures(whole)
        if len(data) > LARGEST:
            return b""
        is_code = defined_in(data) and not is_the_kits(data)
        return data if is_code else b""

    def _is_ours(self, node: Node, path: PurePosixPath) -> bool:
        """Whether a file beside the five is one of the kit's own, and so not worth a word."""
        if self.is_ours or node.kind is not Kind.FILE or not is_called_as_the_kits(path.name):
            return False
        try:
            return bool(is_the_kits(node.read(path, SOURCE)))
        except Unreadable:
            return False
