"""What is in an archive, as a tree.

Nothing is executed or unpacked under its own name: a member is read into memory, and an archive
that must be unpacked to be read goes to a file without a name. Whatever is wrong with an archive is
an `Unreadable` of that archive, or a note on one of its members.
"""

from __future__ import annotations

import bz2
import gzip
import os
import re
import tarfile
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from grader.intake.archive_formats import CHUNK, RATIO, Entry, entries_of_tar, entries_of_zip
from grader.intake.tree import (
    ARCHIVES,
    DEEPEST,
    FOREIGN,
    LARGEST,
    MEGABYTE,
    Budget,
    Damaged,
    Kind,
    Node,
    Spent,
    Unreadable,
    in_order,
    is_skipped,
    kind_of_file,
    refuse_too_deep,
    too_large,
)

__all__ = ["children_of_archive"]

# An archive inside an archive, or a tar out of its gzip: what the file without a name may hold.
UNPACKED = 256 * MEGABYTE
LEADS_OUT = "its path leads out of the "


@dataclass(eq=False)
class _Member(Node):
    """A file or folder in an archive; a folder has no ``trouble`` and no ``chunks``."""

    name: str
    kind: Kind
    # Where its archive is; what is in a folder of the archive is below that.
    at: PurePosixPath
    stored: str = ""
    size: int = 0
    trouble: str = ""
    chunks: Callable[[int], Iterator[bytes]] | None = None
    below: dict[str, _Member] = field(default_factory=dict)
    files: dict[str, _Member] = field(default_factory=dict)
    folder: _Member | None = None
    names_in: str = ""
    # Of an archive: how many there are in all.
    members: int = 0
    is_packed = True

    @cached_property
    def where(self) -> PurePosixPath:  # type: ignore[override]
        return self.at if self.folder is None else self.folder.where / self.name

    def children(self, budget: Budget) -> list[Node]:
        refuse_too_deep(self)
        if self.kind is Kind.ARCHIVE:
            return children_of_archive(self, lambda: self._spooled(budget), budget)
        return in_order([*self.below.values(), *self.files.values()])

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        return b"".join(self._chunks(path, limit))

    def _spooled(self, budget: Budget) -> BinaryIO:
        def chunks() -> Iterator[bytes]:
            for chunk in self._chunks(PurePosixPath(self.name), UNPACKED):
                budget.wait()
                yield chunk

        return _spooled(chunks())

    def _chunks(self, path: PurePosixPath, limit: int) -> Iterator[bytes]:
        if self.trouble or self.chunks is None:
            why, remedy = self.trouble or "it is not a file", "Zip the plain files."
            if why.startswith(LEADS_OUT):
                raise Damaged(self.stored, why, remedy, self.at)
            raise Unreadable(f"{self.stored} was not read: {why}. {remedy}")
        if self.size > limit:
            raise Unreadable(too_large(path, self.size, limit))
        read = 0
        try:
            for chunk in self.chunks(limit):
                read += len(chunk)
                if read > limit:
                    raise Unreadable(too_large(path, read, limit))
                yield chunk
        except Unreadable:
            raise
        # Decompressors fail in their own ways: zlib.error, LZMAError, EOFError, MemoryError …
        except Exception as error:
            why = str(error) or type(error).__name__
            raise Damaged(self.stored, why, "Zip it again.", self.at) from error

    def add(self, parts: tuple[str, ...], member: _Member) -> None:
        """Put a member into its folder, which is made if need be."""
        self.members += 1
        here = self
        for part in parts:
            folder = here.below.get(part)
            if folder is None:
                folder = _Member(part, Kind.FOLDER, self.at, folder=here, names_in=self.names_in)
                here.below[part] = folder
            here = folder
            if is_skipped(part):
                # Whatever is in it is looked at by nobody.
                return
        if member.kind is Kind.FOLDER:
            here.below.setdefault(member.name, member)
        else:
            # As it is where it is unpacked: what was added to an archive last is in the place of
            # what was there before. One that is refused takes nobody's.
            here.files[member.stored if member.trouble else f"/{member.name}"] = member
        member.folder = here


def children_of_archive(
    archive: Node, opened: Callable[[], BinaryIO], budget: Budget
) -> list[Node]:
    """Return what is at the top of an archive; one that cannot be read is tried once.

    Parameters
    ----------
    archive : the node that it is
    opened : opens it, unpacked out of the one that it may lie in
    budget : what reading it may cost

    Raises
    ------
    Unreadable
        When it is none, or none that is read here.
    """
    if archive.failed is not None:
        raise archive.failed.with_traceback(None)
    if _LARGE and _LARGE[0][0] is archive:
        return list(_LARGE[0][1])
    try:
        root = _root_of(opened(), archive, budget)
        children = root.children(budget)
        if root.members > MANY:
            _LARGE.append((archive, list(children)))
        return children
    except Spent:
        raise
    except Unreadable as error:
        archive.failed = error
        raise


# How a web page begins.
PAGE = (b"<!doctype html", b"<html")
# The last archive of very many members: to find out how a class is laid out takes several looks.
_LARGE: deque[tuple[Node, list[Node]]] = deque(maxlen=1)
MANY = 5000


def _root_of(file: BinaryIO, archive: Node, budget: Budget) -> _Member:
    """Return an archive as a folder; its first bytes tell its kind."""
    names_in = archive.names_in
    root = _Member(archive.name, Kind.FOLDER, archive.where, names_in=names_in)
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    try:
        if head.startswith(b"PK"):
            _fill(root, entries_of_zip(file, archive.name, names_in), "zip")
        elif head.startswith(b"\x1f\x8b"):
            with file, gzip.GzipFile(fileobj=file) as packed:
                tar = _spooled(_unpacked(packed, archive.name, length, budget))
            _fill(root, entries_of_tar(tar, archive.name, budget, names_in), "archive")
        elif head.startswith(b"BZh"):
            with file, bz2.BZ2File(file) as packed:
                tar = _spooled(_unpacked(packed, archive.name, length, budget))
            _fill(root, entries_of_tar(tar, archive.name, budget, names_in), "archive")
        elif head[257:262] == b"ustar":
            _fill(root, entries_of_tar(file, archive.name, budget, names_in), "archive")
        else:
            raise Unreadable(_foreign(archive.name, head))
    except BaseException as error:
        file.close()
        if isinstance(error, Unreadable) or not isinstance(error, Exception):
            raise
        kind = "zip" if head.startswith(b"PK") else "archive"
        why = str(error) or type(error).__name__
        if isinstance(error, zipfile.BadZipFile) and why == "File is not a zip file":
            why = "it breaks off before its table of contents"
        if isinstance(error, UnicodeError):
            why = "it says that its names are in UTF-8, and they are not"
        if isinstance(error, tarfile.TarError) and not archive.name.lower().endswith(ARCHIVES):
            # Packed by itself: ``ex1.py.gz`` is no damaged archive.
            raise Unreadable(
                f"{root.name} was not read: it is a single packed file, not an archive. Hand in "
                "the file in it, or a zip of that."
            ) from error
        raise Unreadable(
            f"{archive.name} was not read: it is not a sound {kind} ({why}). Zip it again."
        ) from error
    return root


def _foreign(name: str, head: bytes) -> str:
    known = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
    kind = next((what for start, what in known.items() if head.startswith(start)), "")
    if not head:
        return f"{name} was not read: it is empty (0 bytes). Zip the files again."
    if kind or name.lower().endswith(FOREIGN):
        what = kind or name.rpartition(".")[2]
        return (
            f"{name} was not read: {what} archives are not opened: hand in the files in them, or a "
            "zip of these."
        )
    if head.lstrip().lower().startswith(PAGE):
        what = "a web page, such as that of a login, not an archive. Download it again"
        return f"{name} was not read: it is {what}, or zip the files again."
    return f"{name} was not read: it is not a sound zip or other archive. Zip it again."


def _spooled(chunks: Iterator[bytes]) -> BinaryIO:
    """Return a file without a name that holds what comes."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
    try:
        for chunk in chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _unpacked(packed: Any, name: str, length: int, budget: Budget) -> Iterator[bytes]:
    """Yield a tar out of its compression."""
    size = 0
    while chunk := packed.read(CHUNK):
        budget.wait()
        size += len(chunk)
        if size > 4 * UNPACKED or (size > LARGEST and size > RATIO * length):
            raise Unreadable(
                f"{name} was not read: it unpacks to far more than it should. Zip the plain files."
            )
        yield chunk


def _fill(root: _Member, entries: Iterable[Entry], what: str) -> None:
    for entry in entries:
        folders, name, why = _place(entry.stored, what)
        if entry.is_folder:
            if not name or why:
                continue
            member = _Member(name, Kind.FOLDER, root.at, entry.stored)
        else:
            name = name or "_"
            member = _Member(
                name, kind_of_file(name), root.at, entry.stored, entry.size,
                why or entry.trouble, entry.chunks, names_in=root.names_in,
            )  # fmt: skip
        root.add(folders, member)


def _place(stored: str, what: str) -> tuple[tuple[str, ...], str, str]:
    """Return a member's folders and its name, and what is wrong with its path."""
    # In East Asian encodings it may be the second half of a letter.
    path = re.sub("(?<![\udc80-\udcff])\\\\", "/", stored)
    parts: list[str] = []
    is_out = path.startswith("/")
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part == ".." or (not parts and re.match("[A-Za-z]:", part)):
            is_out = True
            # Of a class, what is below a drive still tells whose it is.
            parts += [part] if part[2:] else []
        elif part not in ("", "."):
            parts.append(part)
    *folders, name = parts or [""]
    why = f"{LEADS_OUT}{what}" if is_out else ""
    if len(folders) > DEEPEST:
        # A name may be half a million folders.
        return tuple(folders[:DEEPEST]), name, f"it is in {len(folders)} folders"
    return tuple(folders), name, why
