"""Folders, files and archives that lie on a disk: no link is followed."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from grader.intake.archives import children_of_archive
from grader.intake.tree import (
    Budget,
    Kind,
    Node,
    Unreadable,
    in_order,
    kind_of_file,
    refuse_too_deep,
    too_large,
)
from grader.intake.undecoded import is_undecoded

__all__ = ["disk_node"]

# Rights that are missing, a disk that fails: not what the student handed in.
OURS = (errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE)


def disk_node(place: Path, names_in: str = "") -> Node:
    """Return the place that the instructor named, itself perhaps a link.

    Parameters
    ----------
    place : the folder, archive or file
    names_in : the encoding of names below it that are not in UTF-8; empty where nobody knows
    """
    if place.is_dir():
        kind = Kind.FOLDER
    elif place.is_file():
        kind = kind_of_file(place.resolve().name)
    else:
        kind = Kind.OTHER
    return _OnDisk(
        place.resolve(), kind, PurePosixPath(), place.resolve().name or str(place), names_in
    )


@dataclass(eq=False)
class _OnDisk(Node):
    place: Path
    kind: Kind
    where: PurePosixPath
    name: str
    names_in: str = ""

    def children(self, budget: Budget) -> list[Node]:
        refuse_too_deep(self)
        if self.kind is Kind.ARCHIVE:
            return children_of_archive(self, lambda: self._plain(PurePosixPath(self.name)), budget)
        try:
            with os.scandir(self.place) as entries:
                nodes = [self._child(entry) for entry in entries]
        except OSError as error:
            raise _unread(
                self.name,
                error,
                f"{self.name} cannot be listed: {error.strerror or error}. It was not read.",
            ) from error
        budget.wait()
        return in_order(nodes)

    def _child(self, entry: os.DirEntry[str]) -> Node:
        kind = Kind.OTHER
        if entry.is_symlink():
            kind = Kind.LINK
        elif entry.is_dir(follow_symlinks=False):
            kind = Kind.FOLDER
        elif entry.is_file(follow_symlinks=False):
            kind = kind_of_file(entry.name)
        name = entry.name
        if self.names_in and is_undecoded(name):
            with suppress(UnicodeError):
                name = os.fsencode(name).decode(self.names_in)
        return _OnDisk(self.place / entry.name, kind, self.where / name, name, self.names_in)

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        with self._plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise Unreadable(too_large(path, size, limit))
            try:
                return file.read(limit + 1)[:limit]
            except OSError as error:
                why = f"{path} was not read: {error.strerror or error}. Hand in the file itself."
                raise _unread(path, error, why) from error

    def _plain(self, path: PurePosixPath) -> BinaryIO:
        try:
            # O_NONBLOCK: opening a FIFO must not wait for a writer.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(self.place, flags | getattr(os, "O_BINARY", 0))
        except OSError as error:
            reason = error.strerror or "it is not there"
            if self.place.is_symlink():
                reason = f"it is {Kind.LINK}"
            elif error.errno == errno.ENXIO:  # a socket, a device without a driver
                reason = f"it is {Kind.OTHER}"
            why = f"{path} was not read: {reason}. Hand in the file itself."
            raise _unread(path, error, why) from error
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            kind = Kind.FOLDER if stat.S_ISDIR(status.st_mode) else Kind.OTHER
            raise Unreadable(f"{path} was not read: it is {kind}. Hand in the file itself.")
        if status.st_nlink > 1:
            os.close(descriptor)
            raise Unreadable(
                f"{path} was not read: it is a hard link, one file with {status.st_nlink} names. "
                "Copy it (cp without -l)."
            )
        return os.fdopen(descriptor, "rb")


def _unread(path: PurePosixPath | str, error: OSError, why: str) -> Unreadable:
    """Return what to raise: ``why``, unless it is the grader that is kept from reading."""
    if error.errno not in OURS:
        return Unreadable(why)
    unread = Unreadable(
        f"{path} could not be read by the grader ({error.strerror}): that is not your fault."
    )
    unread.is_ours = True
    return unread
