"""Folders, files and archives as one tree, whether they lie on a disk or inside an archive."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from grader.intake.file_names import is_notebook

__all__ = [
    "ALONE", "ARCHIVES", "BEGINNINGS", "DEEPEST", "FOREIGN", "LARGEST", "MEGABYTE", "SKIPPED",
    "Budget", "Damaged", "Kind", "Node", "Spent", "Unreadable", "in_order", "is_skipped",
    "is_volume", "kind_of_file", "refuse_too_deep", "stem_of", "too_large",
]  # fmt: skip

SKIPPED = frozenset(
    {
        ".venv", "venv", "site-packages", "node_modules", ".git", "__pycache__", "__MACOSX",
        ".DS_Store", ".ipynb_checkpoints", ".feedback",
        # Of a disk, a bin and a network drive, in whatever folder they are looked into.
        "lost+found", "$RECYCLE.BIN", "System Volume Information", "@eaDir", "RECYCLER", "#recycle",
        "@Recycle", "@Recently-Snapshot", ".snapshot", "~snapshot", ".stversions", ".history",
        ".Spotlight-V100", ".fseventsd", ".TemporaryItems", ".dropbox.cache",
    }
)  # fmt: skip
# The same with a number or a user's behind it: ``.Trash-1000``, ``FOUND.000``.
BINS = re.compile(r"\.Trash(es|-\d+)?|FOUND\.\d{3}")
# An environment has one of these at its top, whatever the folder is called; what belongs to it are
# the folders below, and beside them may lie the work: `python -m venv .` is what some type.
ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})
OF_ENVIRONMENTS = ENVIRONMENT | {
    "bin", "dlls", "etc", "include", "lib", "lib64", "libexec", "library", "libs", "man", "menu",
    "sbin", "scripts", "share", "ssl", "tcl", "tools", "var", "compiler_compat",
    "x86_64-conda-linux-gnu", "x86_64-conda_cos6-linux-gnu",
}  # fmt: skip
ARCHIVES = (".tar.gz", ".tar.bz2", ".zip", ".zipx", ".tar", ".tgz", ".tbz2")
FOREIGN = (
    ".tar.xz", ".tar.zst", ".tar.lz", ".tar.z", ".7z", ".rar", ".txz", ".tzst", ".gz", ".bz2",
    ".xz", ".zst", ".lz", ".lzma", ".z", ".cab", ".dmg", ".iso", ".sitx", ".ace", ".arj", ".lha",
    ".tar.lz4", ".lz4", ".tar.br", ".br", ".lzh", ".sit", ".tlz", ".wim", ".alz",
)  # fmt: skip
# How a zip, a gzip, a 7z and a RAR begin.
BEGINNINGS = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
MEGABYTE = 1 << 20
ALONE = "Hand in the exercises' files alone."
LARGEST = 16 * MEGABYTE
# Folders, and archives in archives, below the place that the instructor named.
DEEPEST = 64
# One of the parts that an archive was split into: ``hw.zip.001``, ``hw.z01``.
VOLUME = re.compile(r"\.(?:zip|7z|rar|tar|t?gz|bz2|xz)\.\d{2,3}$|\.[zr]\d\d$", re.IGNORECASE)


class Kind(StrEnum):
    """What a node of the tree is."""

    FOLDER = "a folder"
    FILE = "a file"
    ARCHIVE = "an archive"
    LINK = "a symbolic link"
    OTHER = "not a plain file"


class Unreadable(Exception):
    """A file, folder or archive could not be read; the text says which, why and what to do.

    ``is_ours`` where it may be sound and it is the grader that cannot read it.
    """

    is_ours = False


class Damaged(Unreadable):
    """A member of an archive cannot be unpacked, or says that it belongs outside.

    Whose archive it is decides who has to do something: a student who packed their work, or the
    instructor, whose download it came in.

    Attributes
    ----------
    archive : where that is
    """

    def __init__(self, member: str, why: str, remedy: str, archive: PurePosixPath) -> None:
        """Say it to the student who packed it."""
        super().__init__(f"{member} was not read: {why}. {remedy}")
        self.archive = archive
        self.of_a_download = (
            f"{member} could not be read by the grader: {why}, in the download that it came in. "
            "That is not your fault."
        )


class Spent(Unreadable):
    """A student's budget is used up: nothing more of theirs is read."""


@dataclass
class Budget:
    """What reading one student's files may cost, over all of their folders and archives.

    Attributes
    ----------
    bytes : that may still be read
    entries : files and folders that may still be looked at; what is skipped is not counted
    seconds : in all
    most : entries that there were at first
    until : when the seconds are over, by `time.monotonic`
    """

    bytes: int = 64 * MEGABYTE
    entries: int = 5000
    seconds: float = 30.0
    most: int = field(init=False)
    until: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.most = self.entries
        self.until = time.monotonic() + self.seconds

    def look(self) -> None:
        """Count one file or folder.

        Raises
        ------
        Spent
            When there were too many, or it takes too long.
        """
        self.entries -= 1
        if self.entries < 0:
            raise Spent(f"more than {self.most} files: the rest was not read. {ALONE}")
        self.wait()

    def wait(self) -> None:
        """Raise `Spent` when the time is used up."""
        if time.monotonic() > self.until:
            why = f"reading took more than {self.seconds:g} s: the rest was not read."
            raise Spent(f"{why} {ALONE}")

    def spend(self, count: int) -> None:
        """Count bytes that were read."""
        self.bytes -= count

    @classmethod
    def for_a_class(cls) -> Budget:
        """Return what finding out who handed in may cost."""
        return cls(bytes=1 << 40, entries=2_000_000, seconds=3600.0)


class Node:
    """A file, folder or archive.

    Attributes
    ----------
    name : as its folder has it
    kind : what it is
    where : its path below the place that was named by the instructor
    failed : why an archive could not be read, once that was tried
    twice : the names of what lies in it under another name too, once that was looked for
    names_in : the encoding of names below it that are not in UTF-8; empty where nobody knows
    is_packed, folder : whether it lies in an archive, and in what there
    """

    name: str
    kind: Kind
    where: PurePosixPath
    failed: Unreadable | None = None
    twice: frozenset[str] | None = None
    names_in: str = ""
    is_packed = False
    folder: Node | None = None

    def children(self, budget: Budget) -> list[Node]:
        """Return what is in a folder or an archive, in the order of the names.

        Raises
        ------
        Unreadable
            When it cannot be listed.
        """
        raise NotImplementedError

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        """Return a file's bytes.

        Parameters
        ----------
        path : what the file is called in messages
        limit : a larger file is refused

        Raises
        ------
        Unreadable
            When it cannot be read, or is not a plain file.
        """
        raise NotImplementedError

    @property
    def holds(self) -> bool:
        """Whether there may be files below it."""
        return self.kind in (Kind.FOLDER, Kind.ARCHIVE)


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is nobody's work: made by tools, not by people."""
    return name in SKIPPED or name.startswith("._") or BINS.fullmatch(name) is not None


def is_volume(name: str) -> bool:
    """Whether a file is called like one of the parts of an archive that was split."""
    return VOLUME.search(name) is not None


def stem_of(name: str) -> str:
    """Return an archive's name without its ending.

    >>> stem_of("ada.tar.gz")
    'ada'
    """
    low = name.lower()
    ending = next((e for e in (*ARCHIVES, *FOREIGN) if low.endswith(e)), "")
    return name[: len(name) - len(ending)] if ending else name


def too_large(path: PurePosixPath | str, size: int, limit: int) -> str:
    """Return the reason why a file of ``size`` bytes was not read."""
    # Rounded up: a little more than 16 is not 16.
    much = -(-10 * size // MEGABYTE) / 10
    what = "the notebook's outputs" if is_notebook(PurePosixPath(path)) else "out what is not code"
    return (
        f"{path} was not read: it has {much:.12g} MB, and {limit // MEGABYTE} is the limit. "
        f"Clear {what}."
    )


def refuse_too_deep(node: Node) -> None:
    """Raise `Unreadable` where nobody looks for work, and whoever looks may never come to an end.

    Some archives hold themselves.
    """
    if len(node.where.parts) > DEEPEST:
        raise Unreadable(f"{node.name} was not read: it is in {DEEPEST} folders. {ALONE}")


def in_order(nodes: list[Node]) -> list[Node]:
    """Return what lies in one folder by its names, without what belongs to an environment."""
    if any(node.name in ENVIRONMENT for node in nodes):
        nodes = [node for node in nodes if node.name.lower() not in OF_ENVIRONMENTS]
    return sorted(nodes, key=lambda node: node.name)


def kind_of_file(name: str) -> Kind:
    """Return what a file of this name is taken for."""
    return Kind.ARCHIVE if name.lower().endswith((*ARCHIVES, *FOREIGN)) else Kind.FILE
