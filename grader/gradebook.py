"""The gradebook: every attempt at grading a submission, in one SQLite file, only ever added to.

A grade is known by all that it depends on (`Key`). A finished submission is on the disk before the
next one is counted, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from exercises.coach.judging.finding import finding_from
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why
from grader.intake.submission import Submission

__all__ = [
    "Attempt",
    "Edition",
    "Gradebook",
    "GradebookError",
    "Grades",
    "Move",
    "hidden_tests",
    "kit_version",
]

# "grad" in ASCII: tells our file from any other program's.
APPLICATION_ID = 0x67726164
SCHEMA = 3
WAIT_SECONDS = 1.0
CREATE = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    student TEXT NOT NULL, submission TEXT NOT NULL,
    hidden TEXT NOT NULL, kit TEXT NOT NULL, seed TEXT NOT NULL, isolation TEXT NOT NULL,
    terms TEXT NOT NULL,
    graded_at TEXT NOT NULL, outcome TEXT NOT NULL, points REAL NOT NULL, max_points REAL NOT NULL,
    seconds REAL NOT NULL, grade TEXT NOT NULL,
    student_id TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', late INTEGER,
    submitted_at TEXT NOT NULL DEFAULT '', attempt INTEGER
);
CREATE INDEX by_submission ON attempts (submission, hidden, kit, seed, isolation, terms);
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
CREATE TRIGGER attempts_are_kept BEFORE DELETE ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
"""
# Since schema 3: who the student is, and when it came, as far as that is known.
ADDED = {
    "student_id": "TEXT NOT NULL DEFAULT ''",
    "email": "TEXT NOT NULL DEFAULT ''",
    "late": "INTEGER",
    "submitted_at": "TEXT NOT NULL DEFAULT ''",
    "attempt": "INTEGER",
}
UPGRADE = "".join(f"ALTER TABLE attempts ADD COLUMN {name} {kind};" for name, kind in ADDED.items())
INSERT = """
INSERT INTO attempts (student, submission, hidden, kit, seed, isolation, terms,
                      graded_at, outcome, points, max_points, seconds, grade,
                      student_id, email, late, submitted_at, attempt)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
OF_EDITION = "hidden = ? AND kit = ? AND seed = ? AND isolation = ? AND terms = ?"
LATEST = f"""
SELECT grade FROM attempts WHERE submission = ? AND {OF_EDITION} ORDER BY id DESC LIMIT 1
"""
IS_DONE = f"""
SELECT 1 FROM attempts WHERE submission = ? AND {OF_EDITION} AND outcome != 'grader fault' LIMIT 1
"""
ATTEMPTS = f"""
SELECT student, student_id, submission, points, grade FROM attempts WHERE {OF_EDITION}
    AND outcome NOT IN ('grader fault', 'not submitted') ORDER BY id
"""
BEFORE = f"""
SELECT grade FROM attempts WHERE submission = ? AND NOT ({OF_EDITION}) AND terms = ?
    AND outcome != 'grader fault' ORDER BY id DESC LIMIT 1
"""


class GradebookError(Exception):
    """The file cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Edition:
    """All that a grade depends on besides the submission.

    Attributes
    ----------
    hidden : hash of the hidden tests and what they judge with
    kit : the kit's version
    seed : identifies the course's secret without giving it away
    isolation : the level in force
    terms : what was graded, within which limits
    """

    hidden: str
    kit: str
    seed: str
    isolation: str
    terms: str

    @property
    def row(self) -> tuple[str, ...]:
        """The columns, in the table's order."""
        return (self.hidden, self.kit, self.seed, self.isolation, self.terms)


@dataclass(frozen=True)
class Move:
    """A submission whose points changed with the edition."""

    student: str
    before: float
    after: float
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Attempt:
    """A submission and its points: what is compared when somebody hands in again."""

    student: str
    id: str
    submission: str
    points: float


class Gradebook(AbstractContextManager["Gradebook"]):
    """An open gradebook, held by this process alone.

    Parameters
    ----------
    path : the file; made when there is none

    Raises
    ------
    GradebookError
        When another grader is at work on it, or the file is damaged or not a gradebook of ours.
        The file is left as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        try:
            self._open()
        except sqlite3.Error as error:
            self._db.close()
            raise self._unusable(error) from error
        except GradebookError:
            self._db.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; another grader may open it."""
        self._db.close()

    def add(
        self, submission: str, edition: Edition, grade: Grade, who: Submission | None = None
    ) -> None:
        """Keep a grade; on return it is on the disk.

        Parameters
        ----------
        submission : its digest
        edition : what else the grade depends on
        grade : the result
        who : whose it is, as the source says; its files are not needed
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        # Names can hold bytes that are no text; the grade itself keeps them as they are.
        student = _as_text(grade.student)
        known: tuple[str | int | None, ...] = ("", "", None, "", None)
        if who is not None:
            places = _as_text(who.id), _as_text(who.email)
            known = (*places, who.late, _as_text(who.submitted_at), who.attempt)
        result = (now, grade.outcome, grade.points, grade.max_points, grade.seconds, _text(grade))
        try:
            self._db.execute(INSERT, (student, submission, *edition.row, *result, *known))
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def is_done(self, submission: str, edition: Edition) -> bool:
        """Whether the submission has a grade; a grader fault is none."""
        return self._one(IS_DONE, (submission, *edition.row)) is not None

    def grade(self, submission: str, edition: Edition) -> Grade | None:
        """Return the submission's latest grade, None when there is no attempt."""
        found = self._one(LATEST, (submission, *edition.row))
        return None if found is None else _grade(found[0])

    def attempts(self, edition: Edition) -> Iterator[Attempt]:
        """Yield every attempt of an edition that has points, the oldest first."""
        try:
            for student, number, submission, points, text in self._db.execute(
                ATTEMPTS, edition.row
            ):
                # Of a name that holds bytes that are no text only the grade itself has them all.
                name = json.loads(text)["student"] if "?" in student else student
                yield Attempt(name, number, submission, points)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def moved(self, submission: str, edition: Edition) -> Move | None:
        """Return how the points differ from those of the edition before, and in which checks."""
        now = self.grade(submission, edition)
        found = self._one(BEFORE, (submission, *edition.row, edition.terms))
        if now is None or found is None or now.outcome is Outcome.GRADER_FAULT:
            return None
        before = _grade(found[0])
        if before.points == now.points:
            return None
        earlier, later = _points(before), _points(now)
        changed = [k for k in earlier | later if earlier.get(k, 0.0) != later.get(k, 0.0)]
        return Move(now.student, before.points, now.points, tuple(changed))

    def __len__(self) -> int:
        """Return the number of attempts."""
        return int(self._one("SELECT count(*) FROM attempts", ())[0])

    def _one(self, query: str, values: Iterable[str]) -> Any:
        try:
            return self._db.execute(query, tuple(values)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _open(self) -> None:
        # Exclusive: one grader at a time, and no shared memory, which network folders do not have.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        identity = self._pragma("application_id"), self._pragma("user_version")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._db.execute("COMMIT")
        if identity[0] == APPLICATION_ID and identity[1] < SCHEMA - 1:
            raise GradebookError(
                f"{self.path} is a gradebook of an earlier version of the kit (its schema is "
                f"{identity[1]}, this one's {SCHEMA}). Nothing was changed in it, and its reports "
                "stay valid. Grade into another --out, or move it away to grade anew."
            )
        known = ((APPLICATION_ID, SCHEMA), (APPLICATION_ID, SCHEMA - 1), (0, 0))
        if identity not in known or (identity == (0, 0) and tables):
            raise GradebookError(
                f"{self.path} is not a gradebook of this version. Nothing was changed in it. "
                "Choose another --out, or move the file away."
            )
        damage = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise sqlite3.DatabaseError(damage)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        if not tables:
            identify = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA};"
            self._db.executescript(f"BEGIN EXCLUSIVE;{CREATE}{identify}COMMIT;")
        elif identity[1] == SCHEMA - 1:
            self._db.executescript(
                f"BEGIN EXCLUSIVE;{UPGRADE}PRAGMA user_version = {SCHEMA};COMMIT;"
            )

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _unusable(self, error: sqlite3.Error) -> GradebookError:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
            return GradebookError(
                f"another grader is at work on {self.path}. Wait until it is done, or choose "
                "another --out."
            )
        return GradebookError(
            f"{self.path} cannot be used: {error}. Nothing was changed in it. Put a sound copy "
            "in its place, or move it away to grade anew."
        )


class Grades:
    """The grades of a run in the order of its submissions, read from the gradebook one by one.

    Parameters
    ----------
    book : the open gradebook
    edition : of the run
    submissions : their digests, in order
    """

    def __init__(self, book: Gradebook, edition: Edition, submissions: list[str]) -> None:
        self.book = book
        self.edition = edition
        self.submissions = submissions

    def __len__(self) -> int:
        """Return the number of submissions."""
        return len(self.submissions)

    def __iter__(self) -> Iterator[Grade]:
        """Yield each grade."""
        for submission in self.submissions:
            grade = self.book.grade(submission, self.edition)
            if grade is not None:
                yield grade

    def moves(self) -> Iterator[Move]:
        """Yield who has other points than under the edition before."""
        for submission in self.submissions:
            move = self.book.moved(submission, self.edition)
            if move is not None:
                yield move


def _as_text(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _points(grade: Grade) -> dict[str, float]:
    return {check.id: check.points for e in grade.exercises for check in e.checks}


def _text(grade: Grade) -> str:
    return json.dumps(asdict(grade))


def _grade(text: str) -> Grade:
    fields = json.loads(text)
    exercises = tuple(_exercise(e) for e in fields.pop("exercises"))
    notes = tuple(fields.pop("notes"))
    return Grade(**_typed(fields), exercises=exercises, notes=notes)


def _exercise(fields: dict[str, Any]) -> ExerciseGrade:
    checks = tuple(_check(check) for check in fields.pop("checks"))
    return ExerciseGrade(**_typed(fields), checks=checks)


def _check(fields: dict[str, Any]) -> CheckGrade:
    found, given = fields.pop("finding"), fields.pop("reasons")
    reasons = tuple(Reason(Why(each["why"]), tuple(each["about"])) for each in given)
    finding = finding_from(found) if found is not None else None
    return CheckGrade(**_typed(fields), finding=finding, reasons=reasons)


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"outcome": Outcome(fields["outcome"])}


JUDGES = ("grader/hidden", "exercises/coach", "solutions")


def hidden_tests() -> str:
    """Return the hash of the hidden tests and of all that they judge with.

    A grade is known by it: after any change to a test, a solution or the coach's judgement the
    submissions are graded again.
    """
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for folder in JUDGES:
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def kit_version() -> str:
    """Return the installed kit's version; ``unreleased`` where it is only unpacked."""
    try:
        return version("gradient-descent-kit")
    except PackageNotFoundError:
        return "unreleased"
