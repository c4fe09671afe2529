"""The folder in which a child may write: how full it is, and its removal."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["is_fuller_than", "remove"]

ENTRIES = 2000


def is_fuller_than(folder: Path, most_bytes: int) -> bool:
    """Whether a folder holds more than so many bytes, or than `ENTRIES` entries.

    A folder below it that nobody can look into, closed or too deep to be named, is as good as full.
    """
    total = 0
    try:
        for count, size in enumerate(_sizes(folder)):
            total += size
            if total > most_bytes or count > ENTRIES:
                return True
    except (FileNotFoundError, NotADirectoryError):
        return False  # it was removed while this looked
    except OSError:
        return True
    return False


def remove(folder: Path) -> None:
    """Remove a child's folder, whatever the child left there."""
    with suppress(OSError):
        folder.rmdir()  # as nearly always
        return
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            _open_up(folder)
            shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and os.name == "posix":  # nested deeper than Python can go
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], check=False, capture_output=True)


def _sizes(folder: Path) -> Iterator[int]:
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                with suppress(FileNotFoundError):
                    # Blocks, not the length: a file may be mostly hole.
                    status = entry.stat(follow_symlinks=False)
                    yield getattr(status, "st_blocks", 0) * 512 or status.st_size


def _open_up(folder: Path) -> None:
    """Let the owner into folders that a child closed; on a machine where it could."""
    with suppress(OSError):
        folder.chmod(0o700)
    for parent, names, _ in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            with suppress(OSError):
                if not path.is_symlink():
                    path.chmod(0o700)
