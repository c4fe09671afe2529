"""A table of reports that somebody wrote into, or that was never ours: it is kept, and named."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.gradebook.book import Gradebook
from grader.reports.exports.csv_file import COLUMNS

__all__ = ["is_as_written", "kept_by_hand"]

KIND = "report"


@contextmanager
def kept_by_hand(table: Path, book: Gradebook) -> Iterator[list[str]]:
    """Keep a copy of a table if what is written in the block takes the place of somebody's own.

    Parameters
    ----------
    table : the file that is written anew in the block
    book : remembers what was written last; of another folder it knows nothing

    Yields
    ------
    list of str
        What is to be said, a line, once the block has ended.
    """
    said: list[str] = []
    place = str(table.resolve())
    before = _content(table)
    copy = None
    if before is not None and not _is_ours(before, book.fact(KIND, place)):
        copy = _free(table)
        copy.write_bytes(before)
    yield said
    after = _content(table)
    if copy is not None and after == before:
        copy.unlink()
    elif copy is not None:
        said.append(
            f"{table} had been changed by hand, or was not the grader's: it is {copy.name} now, "
            "and nothing of it is in the gradebook"
        )
    if after is not None:
        book.note(KIND, place, {"sha256": hashlib.sha256(after).hexdigest()})


def is_as_written(table: Path, book: Gradebook) -> bool:
    """Whether a table is what was written last, as far as the gradebook knows."""
    content, known = _content(table), book.fact(KIND, str(table.resolve()))
    return content is not None and known is not None and _is_ours(content, known)


def _content(table: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return table.read_bytes()
    return None


def _is_ours(data: bytes, known: dict[str, str] | None) -> bool:
    if known is None:  # of an earlier version of the kit, or of a folder that was moved
        return data.startswith(",".join(COLUMNS[:4]).encode())
    return hashlib.sha256(data).hexdigest() == known["sha256"]


def _free(table: Path) -> Path:
    names = (
        f"{table.stem}.before{n}{table.suffix}" for n in itertools.chain([""], itertools.count(2))
    )
    return next(path for name in names if not (path := table.with_name(name)).exists())
