"""The file of a gradebook: an SQLite database that one process holds and that is only added to.

By a row's seal a changed byte is found. What cannot be used is left as it is, and refused in words.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from grader.errors import UserError

__all__ = ["ATTEMPT", "FACT", "RUN", "GradebookError", "GradebookFile", "is_no_room"]

# "grad" in ASCII: tells our file from any other program's.
APPLICATION_ID = 0x67726164
SCHEMA = 6
# Read as they are, with a column more: what they do not say of names and assignments is not known.
READABLE = (4, 5)
WAIT_SECONDS = 1.0
# Of the reports that are beside it: who has which grade.
TABLE = "grades.csv"
CREATE = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    student TEXT NOT NULL, submission TEXT NOT NULL,
    hidden TEXT NOT NULL, kit TEXT NOT NULL, seed TEXT NOT NULL, isolation TEXT NOT NULL,
    terms TEXT NOT NULL,
    graded_at TEXT NOT NULL, outcome TEXT NOT NULL, points REAL NOT NULL, max_points REAL NOT NULL,
    seconds REAL NOT NULL, grade TEXT NOT NULL,
    student_id TEXT NOT NULL, email TEXT NOT NULL, late INTEGER, submitted_at TEXT NOT NULL,
    attempt INTEGER, assignment TEXT NOT NULL DEFAULT '', seal TEXT NOT NULL
);
CREATE INDEX by_submission ON attempts (submission, hidden, kit, seed, isolation, terms);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    place TEXT NOT NULL, is_whole INTEGER NOT NULL,
    hidden TEXT NOT NULL, kit TEXT NOT NULL, seed TEXT NOT NULL, isolation TEXT NOT NULL,
    terms TEXT NOT NULL, ended_at TEXT NOT NULL, handed_in TEXT NOT NULL,
    assignment TEXT NOT NULL DEFAULT '', seal TEXT NOT NULL
);
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
CREATE TRIGGER attempts_are_kept BEFORE DELETE ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
"""
UPGRADE = "ALTER TABLE {} ADD COLUMN assignment TEXT NOT NULL DEFAULT ''"
# What the grades were made with, besides. Earlier versions of the kit know nothing of it.
FACTS = """
CREATE TABLE IF NOT EXISTS facts (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, told TEXT NOT NULL,
    seal TEXT NOT NULL
)
"""
FACT = "kind, name, told"
ATTEMPT = """student, submission, hidden, kit, seed, isolation, terms,
    graded_at, outcome, points, max_points, seconds, grade,
    student_id, email, late, submitted_at, attempt, assignment"""
RUN = "place, is_whole, hidden, kit, seed, isolation, terms, ended_at, handed_in, assignment"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GradebookError(UserError):
    """The file cannot be used; the text says why and what to do."""


class GradebookFile:
    """The tables of an open `grader.gradebook.book.Gradebook`, which says what may be raised."""

    def __init__(self, path: Path, *, may_be_kept: bool = False) -> None:
        self.path = path = Path(path)
        # Where nobody may write, what is only read is read all the same: an archive, a CD.
        self.is_kept = may_be_kept and not _is_writable(path) and not _has_more(path)
        self._refuse_nothing_left()
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1" if self.is_kept else path,
                timeout=WAIT_SECONDS, isolation_level=None, uri=self.is_kept,
            )  # fmt: skip
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        try:
            self._open()
            self._opened = os.stat(self.path)
        except sqlite3.Error as error:
            self._db.close()
            raise self._unusable(error) from error
        except GradebookError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; another grader may open it."""
        self._db.close()

    def add(self, table: str, columns: str, row: tuple[Any, ...]) -> None:
        """Add a row, with its seal; on return it is on the disk."""
        marks = ", ".join("?" * (len(row) + 1))
        try:
            self._db.execute(
                f"INSERT INTO {table} ({columns}, seal) VALUES ({marks})", (*row, _seal(row))
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        # SQLite writes on into a file that nobody will find again.
        if not self._is_there():
            raise GradebookError(
                f"{self.path} was removed, moved or replaced while it was in use. Put it back, "
                f"with what was beside it ({self.path.name}-wal), and run again."
            )

    def _is_there(self) -> bool:
        with suppress(OSError):
            return os.path.samestat(os.stat(self.path), self._opened)
        return False

    def one(self, query: str, values: Iterable[str] = ()) -> Any:
        """Return the first row that a query finds; None where it finds none."""
        try:
            return self._db.execute(query, tuple(values)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def all(self, query: str, values: Iterable[str] = ()) -> list[Any]:
        """Return all rows that a query finds."""
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def copy_to(self, path: Path) -> None:
        """Write a copy of the file."""
        try:
            with closing(sqlite3.connect(path)) as copy:
                self._db.backup(copy)
        except sqlite3.Error as error:
            raise GradebookError(f"{path} could not be written: {error}. Free space.") from error

    def _refuse_nothing_left(self) -> None:
        """Refuse an empty file beside the reports of grades that were in it."""
        is_empty = self.path.is_file() and not self.path.stat().st_size
        if is_empty and not _has_more(self.path) and self.path.with_name(TABLE).exists():
            raise GradebookError(
                f"{self.path} is empty (0 bytes), and {TABLE} beside it has grades. Nothing was "
                "changed. Put a sound copy in its place, or move it away and grade again."
            )

    def _open(self) -> None:
        # Exclusive: one grader at a time, and no shared memory, which network folders do not have.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        identity = self._pragma("application_id"), self._pragma("user_version")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._db.execute("COMMIT")
        is_readable = identity[0] == APPLICATION_ID and identity[1] in READABLE
        if identity[0] == APPLICATION_ID and identity[1] < SCHEMA and not is_readable:
            raise GradebookError(
                f"{self.path} is a gradebook of an earlier version of the kit (its schema is "
                f"{identity[1]}, this one's {SCHEMA}). Nothing was changed in it, and its reports "
                "stay valid. Grade into another --out, or move it away and grade again."
            )
        is_ours = is_readable or identity in ((APPLICATION_ID, SCHEMA), (0, 0))
        if not is_ours or (identity == (0, 0) and tables):
            raise GradebookError(
                f"{self.path} is not a gradebook of this version. Nothing was changed in it. "
                "Choose another --out, or move the file away."
            )
        # Not `quick_check`, which does not compare an index with its table.
        damage = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if damage != "ok":
            raise sqlite3.DatabaseError(damage)
        has_facts = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone()
        if tables:
            self._check_seals(is_earlier=is_readable, has_facts=has_facts is not None)
        if self.is_kept:
            return
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        if is_readable:
            upgrades = "".join(f"{UPGRADE.format(table)};" for table in ("attempts", "runs"))
            self._db.executescript(
                f"BEGIN EXCLUSIVE;{upgrades}PRAGMA user_version = {SCHEMA};COMMIT;"
            )
        if not tables:
            identify = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA};"
            self._db.executescript(f"BEGIN EXCLUSIVE;{CREATE}{FACTS};{identify}COMMIT;")
        elif has_facts is None:
            self._db.execute(FACTS)

    def _check_seals(self, *, is_earlier: bool, has_facts: bool) -> None:
        facts = [("facts", FACT)] if has_facts else []
        for table, columns in [("attempts", ATTEMPT), ("runs", RUN), *facts]:
            if is_earlier:
                columns = columns.replace("assignment", "''")
            for number, *row, seal in self._db.execute(f"SELECT id, {columns}, seal FROM {table}"):
                if seal != _seal(row):
                    raise GradebookError(
                        f"{self.path} is damaged: row {number} of its {table} ({row[0]!r}) is "
                        "not as it was written. Nothing was changed in it. Put a sound copy in its "
                        "place, or move it away and grade again."
                    )

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _unusable(self, error: sqlite3.Error) -> GradebookError:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
            return GradebookError(
                f"another grader is at work on {self.path}. Wait until it is done, or choose "
                "another --out."
            )
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_IOERR and not _is_writable(self.path):
            code = sqlite3.SQLITE_READONLY
            error = sqlite3.OperationalError("it, or its folder, may not be written to")
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return GradebookError(
                f"{self.path}: {error}. Free space and run again: {self._safe()} safe."
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return GradebookError(
                f"{self.path} cannot be used: {error}. Nothing was changed in it. Make it and its "
                "folder readable and writable, or choose another --out."
            )
        return GradebookError(
            f"{self.path} cannot be used: {error}. Nothing was changed in it. Put a sound copy "
            "in its place, or move it away and grade again."
        )

    def _safe(self) -> str:
        """Return how many grades are on the disk, in words, and the verb."""
        with suppress(sqlite3.Error):
            count = self._db.execute("SELECT count(*) FROM attempts").fetchone()[0]
            return f"{count} grade{' is' if count == 1 else 's are'}"
        return "the grades in it are"


def _is_writable(path: Path) -> bool:
    # SQLite makes files beside it.
    return all(os.access(each, os.W_OK) for each in (path, path.parent) if each.exists())


def _has_more(path: Path) -> bool:
    """Whether what was written last is still in the file beside the gradebook."""
    more = path.with_name(f"{path.name}-wal")
    return more.is_file() and more.stat().st_size > 0


def is_no_room(error: OSError) -> bool:
    """Whether something could not be written because there was no space for it."""
    return error.errno in NO_ROOM


def _seal(row: Iterable[Any]) -> str:
    """Return a row's seal; where no assignment is named it is that of the schemas before."""
    *known, assignment = row
    row = [*known, assignment] if assignment else known
    # Where one bit of a text is changed, SQLite may give bytes in its place.
    return hashlib.sha256(json.dumps(list(row), default=repr).encode()).hexdigest()
