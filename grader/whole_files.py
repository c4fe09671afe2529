"""Files, folders and archives of files: what is written appears whole or not at all."""

from __future__ import annotations

import glob
import io
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from grader.errors import UserError

__all__ = ["staged", "whole_file", "whole_folder", "write_files", "write_whole", "zipped"]

# Marks a folder that a command made, and that the same command may replace.
MARK = ".grader-export"
# The earliest time that a zip can hold.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
UNIX = 3
# Seconds. What is younger may be that of a run beside this one.
LEFT_BEHIND = 600.0


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file beside ``path`` and give it that name when the block has ended well."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside ``path``, and give it that name when all of it is there."""
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write_files(folder: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    """Write files, by their paths, into a folder; those that are run may be."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if name in executable:
            path.chmod(0o755)


@contextmanager
def whole_folder(folder: Path, maker: str, remedy: str) -> Iterator[Path]:
    """Give an empty folder, which takes the place of ``folder`` when the block has ended well.

    Parameters
    ----------
    folder : made with the folders that it is in; may be there if the same maker made it
    maker : what makes it, in a word
    remedy : what to do where the place is taken by anything else

    Raises
    ------
    UserError
        When the place is taken by anything else.
    OSError
        When something cannot be written. Then the folder is as it was.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file. Nothing was written. {remedy}")
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    mark = folder / MARK
    if there and not (mark.is_file() and mark.read_bytes().strip() == maker.encode()):
        raise UserError(
            f"{folder} holds other files ({there[0].name}). Nothing was written. {remedy}"
        )
    with staged(folder) as new:
        (new / MARK).write_bytes(f"{maker}\n".encode())
        yield new


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give an empty folder, which takes the place of ``folder`` when the block has ended well.

    Raises
    ------
    OSError
        When something cannot be written. Then the folder is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new, old = stage / "new", stage / "old"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
        _remove_left(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _remove_left(folder: Path) -> None:
    """Remove what runs that were killed have left beside a folder, now that it is there whole."""
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.????????"):
        with suppress(OSError):
            is_old = time.time() - left.stat().st_mtime > LEFT_BEHIND
            if is_old and {path.name for path in left.iterdir()} <= {"new", "old"}:
                shutil.rmtree(left)


def zipped(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return files as a zip: in the order of their names, without the time, not compressed.

    What compression gives depends on the version of zlib.

    Parameters
    ----------
    files : path in the archive to content
    executable : the paths that are programs
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.create_system = UNIX
            mode = 0o100755 if name in executable else 0o100644
            member.external_attr = mode << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()
