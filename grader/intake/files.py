"""Read one student's files from a folder or a zip: regular files only, bounded in size and number.

Both give ``(path inside the submission, bytes)``, a `Refusal` where a file may not be read, or a
`Stray` for a file that is none of the exercises'.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.intake.names import module_of

__all__ = ["Found", "Refusal", "Stray", "files_in", "is_wanted", "read_file"]

SKIPPED = {"__MACOSX", ".DS_Store", "__pycache__", ".ipynb_checkpoints"}
MEGABYTE = 1 << 20
LARGEST = 16 * MEGABYTE
MEMBERS = 2000
ENTRIES = 5000
DEPTH = 6
# Deflate reaches about 1000 : 1 on zeros; source text and notebooks stay below 30 : 1.
RATIO = 200


@dataclass(frozen=True)
class Found:
    """A file that was read: its path inside the submission and its bytes."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Refusal:
    """A file that was not read, and why, in words for the student."""

    path: PurePosixPath
    reason: str


@dataclass(frozen=True)
class Stray:
    """A file whose name is like no exercise's: left alone, known by its path only."""

    path: PurePosixPath


def files_in(place: Path) -> Iterator[Found | Refusal | Stray]:
    """Read the exercises' files of a student's folder, zip or single file, shallowest first."""
    if not place.is_symlink() and place.is_dir():
        yield from _in_folder(place)
    elif place.suffix.lower() == ".zip":
        yield from _in_zip(place, PurePosixPath(place.name))
    elif is_wanted(PurePosixPath(place.name)):
        yield read_file(place, PurePosixPath(place.name))
    else:
        yield Stray(PurePosixPath(place.name))


def is_wanted(path: PurePosixPath) -> bool:
    """Whether a path's last part is, or seems to be, an exercise's, in a folder that counts."""
    return module_of(path) is not None and not SKIPPED.intersection(path.parts)


def read_file(place: Path, path: PurePosixPath) -> Found | Refusal:
    """Read a regular file that is no link to anything else."""
    try:
        # O_NONBLOCK: opening a FIFO must not wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(place, flags)
    except OSError as error:
        kind = "a symbolic link" if place.is_symlink() else (error.strerror or "not readable")
        return Refusal(path, f"{path} was not read: it is {kind}. Hand in the file itself.")
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            return Refusal(path, f"{path} was not read: it is no plain file of its own.")
        if status.st_size > LARGEST:
            return Refusal(path, _too_large(path, status.st_size))
        return Found(path, file.read(LARGEST + 1)[:LARGEST])


def _in_folder(folder: Path) -> Iterator[Found | Refusal | Stray]:
    zips: list[tuple[Path, PurePosixPath]] = []
    level, seen = [folder], 0
    for _ in range(DEPTH):
        below: list[Path] = []
        for place in sorted(child for parent in level for child in _children(parent)):
            seen += 1
            if seen > ENTRIES:
                reason = f"more than {ENTRIES} files: the rest was not read."
                yield Refusal(PurePosixPath(folder.name), reason)
                return
            path = PurePosixPath(place.relative_to(folder).as_posix())
            if place.name in SKIPPED:
                continue
            if place.is_dir() and not place.is_symlink():
                below.append(place)
            elif is_wanted(path):
                yield read_file(place, path)
            elif place.suffix.lower() == ".zip":
                zips.append((place, path))
            else:
                yield Stray(path)
        level = below
    for place, path in zips:
        yield from _in_zip(place, path)


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _in_zip(place: Path, path: PurePosixPath) -> Iterator[Found | Refusal | Stray]:
    """Read a zip's members in memory; a hostile member refuses itself, a hostile zip the whole."""
    archive_file = read_file(place, path)
    if isinstance(archive_file, Refusal):
        yield archive_file
        return
    try:
        with zipfile.ZipFile(io.BytesIO(archive_file.data)) as archive:
            members = sorted(archive.infolist(), key=lambda m: (m.filename.count("/"), m.filename))
            if len(members) > MEMBERS:
                yield Refusal(path, f"{path} was not read: it has more than {MEMBERS} members.")
                return
            left = LARGEST
            for member in members:
                inside = PurePosixPath(member.filename.replace("\\", "/"))
                if not is_wanted(inside):
                    if not member.is_dir() and not SKIPPED.intersection(inside.parts):
                        yield Stray(path / inside.name)
                    continue
                item = _member(archive, member, path / inside.name, inside, left)
                left -= len(item.data) if isinstance(item, Found) else 0
                yield item
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        yield Refusal(path, f"{path} was not read: it is no sound zip ({error}). Zip it again.")


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    shown: PurePosixPath,
    inside: PurePosixPath,
    left: int,
) -> Found | Refusal:
    mode = member.external_attr >> 16
    why = ""
    if inside.is_absolute() or ".." in inside.parts:
        why = "its path leads out of the zip"
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        why = "it is a link or a device"
    elif member.flag_bits & 1:
        why = "it is encrypted"
    elif member.file_size > left or member.file_size > RATIO * max(member.compress_size, 64):
        why = "it unpacks to far more than it should"
    if why:
        return Refusal(shown, f"{member.filename} was not read: {why}. Zip the plain files.")
    try:
        with archive.open(member) as file:
            data = file.read(left + 1)
    except (RuntimeError, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        return Refusal(shown, f"{member.filename} was not read: {error}. Zip it again.")
    if len(data) > left:
        return Refusal(shown, _too_large(shown, len(data)))
    return Found(shown, data)


def _too_large(path: PurePosixPath, size: int) -> str:
    return (
        f"{path} was not read: it has {size / MEGABYTE:.0f} MB, and {LARGEST // MEGABYTE} is the "
        "limit. Clear a notebook's outputs."
    )
