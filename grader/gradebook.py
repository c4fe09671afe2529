"""The gradebook: every attempt at grading a submission, in one SQLite file, only ever added to.

A grade is known by all that it depends on: the submission and its `Edition`. A finished submission
is on the disk before the next one is counted, so a run that was killed goes on where it was. A run
that came to its end leaves a list of whom it found, and the reports are made of the latest list of
each assignment of each place, so that a second section or assignment adds to the first. By a row's
seal a changed byte is found.
"""

from __future__ import annotations

import errno
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from exercises.coach.contracts import EXERCISES, exercise_of
from exercises.coach.judging.finding import finding_from
from grader.course.rule import Rule, rule_from
from grader.edition import Edition
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.submission import Submission
from grader.sketch import sketch_from

__all__ = [
    "Attempt",
    "Gradebook",
    "GradebookError",
    "Grades",
    "Move",
    "Standing",
    "is_no_room",
]

# "grad" in ASCII: tells our file from any other program's.
APPLICATION_ID = 0x67726164
SCHEMA = 6
# Read as they are, with a column more: what they do not say of names and assignments is not known.
READABLE = (4, 5)
WAIT_SECONDS = 1.0
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
OF_EDITION = "hidden = ? AND kit = ? AND seed = ? AND isolation = ? AND terms = ?"
LATEST = f"""
SELECT grade FROM attempts WHERE submission = ? AND {OF_EDITION} ORDER BY id DESC LIMIT 1
"""
IS_DONE = f"""
SELECT 1 FROM attempts WHERE submission = ? AND {OF_EDITION} AND outcome != 'grader fault' LIMIT 1
"""
# Of a name that holds bytes that are no text only the grade itself has them all.
NAMED_IN = "CASE WHEN instr(student, '?') THEN grade END"
ATTEMPTS = f"""
SELECT student, {NAMED_IN}, student_id, submission, points, assignment, late, submitted_at
FROM attempts WHERE {OF_EDITION}
    AND outcome NOT IN ('grader fault', 'not submitted') ORDER BY id
"""
PEOPLE = f"""
SELECT student, {NAMED_IN}, student_id, email, late, submitted_at, attempt, submission
FROM attempts ORDER BY id
"""
# What is known of a student besides the name in the reports.
TOLD = ("name", "id", "email", "login", "repository", "late", "submitted_at", "attempt")
KEYS = frozenset(exercise.key for exercise in EXERCISES)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GradebookError(Exception):
    """The file cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Move:
    """A student whose points changed: by how much, in which checks, and what had changed before.

    Points are None where they are blank: the total was not known, or is not.
    """

    student: str
    before: float | None
    after: float | None
    checks: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Standing:
    """What the reports say of a student: the latest grade of each exercise.

    Attributes
    ----------
    student : the name
    place : where the latest run that found the student looked, and for which assignment
    is_new : whether that was the latest run of all
    isolation : what was in force, of each grade that a part of this one is from
    grade : put together from the runs that found the student, each exercise from the latest; one
        that was not handed in for an assignment, from the latest of another
    latest : the grade of the latest run alone
    moved : how that differs from before the submission, the tests or their numbers changed
    """

    student: str
    place: str
    is_new: bool
    isolation: str
    grade: Grade
    latest: Grade
    moved: Move | None = None


@dataclass(frozen=True)
class Run:
    """A run that came to its end: where it looked, under which edition, and whom it found."""

    place: str
    assignment: str
    is_whole: bool
    edition: Edition
    handed_in: tuple[tuple[str, str], ...]
    people: Mapping[str, Submission] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """A submission, its points and when it came: what is compared with a later one."""

    student: str
    id: str
    submission: str
    points: float
    assignment: str = ""
    late: bool | None = None
    submitted_at: str = ""


@dataclass(frozen=True)
class _Graded:
    """A submission of a student's in a run's list: what its grade is found by."""

    digest: str
    edition: Edition
    assignment: str


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
        self, submission: str, edition: Edition, grade: Grade, who: Submission | None = None,
        assignment: str = "",
    ) -> None:  # fmt: skip
        """Keep a grade; on return it is on the disk.

        Parameters
        ----------
        submission : its digest
        edition : what else the grade depends on
        grade : the result
        who : whose it is, as the source says; its files are not needed
        assignment : for which it was handed in; empty where there is only one
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        # Names can hold bytes that are no text; the grade itself keeps them as they are.
        student = _as_text(grade.student)
        numbers = (float(grade.points), float(grade.max_points), float(grade.seconds))
        result = (now, str(grade.outcome), *numbers, _text(grade))
        known = (*_known(who or Submission(grade.student)), _as_text(assignment))
        self._add("attempts", ATTEMPT, (student, submission, *edition.row, *result, *known))

    def end_run(
        self, place: str, edition: Edition, handed_in: Sequence[tuple[str, str]], *,
        is_whole: bool, people: Mapping[str, Submission] | None = None, assignment: str = "",
    ) -> None:  # fmt: skip
        """Keep whom a run found.

        Parameters
        ----------
        place : where it looked
        edition : under which it graded
        handed_in : each student and the digest of the submission, in their order
        is_whole : whether it looked at the whole place: who is not among them was withdrawn
        people : who they are, as the source and the roster say
        assignment : for which they handed in; empty where there is only one
        """
        place = place.encode("utf-8", "backslashreplace").decode()
        known = {who: _told(each) for who, each in (people or {}).items()}
        found = [[who, digest, known.get(who, {})] for who, digest in handed_in]
        last = next(self._runs(), None)
        assignment = _as_text(assignment)
        if last == Run(place, assignment, is_whole, edition, *_listed(found)):
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = (place, int(is_whole), *edition.row, now, json.dumps(found), assignment)
        self._add("runs", RUN, row)

    def standings(self) -> Iterator[Standing]:
        """Yield everybody whom the latest run of a place found, the latest place's first."""
        runs, rule = list(self._runs()), self.rule
        graded = _graded(runs)
        for student, number in _roster(runs).items():
            grade, isolation, latest = self._put_together(graded[student])
            if grade is not None and latest is not None:
                self._check_known(grade)
                moved = self._moved(graded[student], grade)
                run = runs[number]
                grade = rule.apply(grade, run.people.get(student))
                yield Standing(student, _place(run), number == 0, isolation, grade, latest, moved)

    def _check_known(self, grade: Grade) -> None:
        strange = [e.key for e in grade.exercises if e.key not in KEYS]
        if strange:
            raise GradebookError(
                f"{self.path} has grades of {strange[0]}, which is no exercise of the kit's. If it "
                "is your course's own, give --course FILE, or run in the folder of course.toml."
            )

    def graded(self) -> dict[str, tuple[str, Edition]]:
        """Return the submission that counts of everybody, and what else its grade depends on."""
        runs = list(self._runs())
        graded = _graded(runs)
        latest = {student: graded[student][0] for student in _roster(runs)}
        return {student: (each.digest, each.edition) for student, each in latest.items()}

    def source(self, student: str, key: str) -> tuple[str, Edition, str]:
        """Return what the grade of an exercise is of: submission, edition, and where it was found.

        Parameters
        ----------
        student : who is in the reports
        key : of the exercise; what was handed in last where no grade has it
        """
        runs = list(self._runs())
        graded = _graded(runs)[student]
        whole, _, _ = self._put_together(graded)
        counts = whole and next((e for e in whole.exercises if e.key == key), None)
        found = next((each for each in graded if counts in self._exercises(each)), graded[0])
        run = next(
            run for run in runs
            if (student, found.digest) in run.handed_in
            and (run.edition, run.assignment) == (found.edition, found.assignment)
        )  # fmt: skip
        return found.digest, found.edition, _place(run)

    def _exercises(self, graded: _Graded) -> tuple[ExerciseGrade, ...]:
        grade = self.grade(graded.digest, graded.edition)
        return () if grade is None else grade.exercises

    def assignments(self) -> list[str]:
        """Return the names of the assignments in it; one without a name is empty."""
        return sorted({run.assignment for run in self._runs()})

    def withdrawn(self) -> list[str]:
        """Return who was found once and is in no place's latest list."""
        runs = list(self._runs())
        there = _roster(runs)
        ever = dict.fromkeys(student for run in runs for student, _ in run.handed_in)
        return [student for student in ever if student not in there]

    def copy_to(self, path: Path) -> None:
        """Write a copy of the file."""
        try:
            with closing(sqlite3.connect(path)) as copy:
                self._db.backup(copy)
        except sqlite3.Error as error:
            raise GradebookError(f"{path} could not be written: {error}. Free space.") from error

    def note(self, kind: str, name: str, told: Mapping[str, Any]) -> None:
        """Keep a fact, unless it is the latest of its kind and name."""
        if told != self.fact(kind, name):
            self._add("facts", FACT, (kind, name, json.dumps(told)))

    def fact(self, kind: str, name: str = "") -> dict[str, Any] | None:
        """Return the latest fact of a kind and name; None where none was kept."""
        query = "SELECT told FROM facts WHERE kind = ? AND name = ? ORDER BY id DESC LIMIT 1"
        found = self._one(query, (kind, name))
        return None if found is None else json.loads(found[0])

    def facts(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the latest fact of each name of a kind."""
        found = self._all("SELECT name, told FROM facts WHERE kind = ? ORDER BY id", [kind])
        return {name: json.loads(told) for name, told in found}

    @property
    def rule(self) -> Rule:
        """How the points of the latest run count."""
        told = self.fact("rule")
        return Rule() if told is None else rule_from(told)

    def seeds(self) -> set[str]:
        """Return what identifies the secrets of all grades."""
        return {row[0] for row in self._all("SELECT DISTINCT seed FROM attempts")}

    def _runs(self) -> Iterator[Run]:
        """Yield the runs, the latest first."""
        for row in self._all(f"SELECT {RUN} FROM runs ORDER BY id DESC"):
            place, is_whole, *edition, _, handed_in, assignment = row
            found = _listed(json.loads(handed_in))
            yield Run(place, assignment, bool(is_whole), Edition(*edition), *found)

    def _put_together(self, graded: Sequence[_Graded]) -> tuple[Grade | None, str, Grade | None]:
        """Return the latest grade with what it lacks from others, their isolation, and it alone."""
        whole: Grade | None = None
        first: Grade | None = None
        levels: dict[str, None] = {}
        heard: dict[str, set[str]] = {}
        for each in graded:
            grade = self.grade(each.digest, each.edition)
            if grade is None:
                continue
            first = first or grade
            more = grade if whole is None else _with_missing(whole, grade, each.assignment, heard)
            if more is not whole:
                levels[each.edition.isolation] = None
            whole = more
            for exercise in grade.exercises:
                heard.setdefault(exercise.key, set()).add(each.assignment)
        return whole, " and ".join(levels), first

    def _moved(self, graded: Sequence[_Graded], now: Grade) -> Move | None:
        sound = [each for each in graded[1:] if self.is_done(each.digest, each.edition)]
        before, _, _ = self._put_together(sound)
        if before is None or now.outcome is Outcome.GRADER_FAULT:
            return None
        # An exercise that was not asked for before, with --only, has not moved; nor has one that
        # comes with another assignment.
        is_same = graded[0].assignment == sound[0].assignment
        known = {e.key for e in before.exercises if is_same or not _is_left_out(e)}
        was, is_now = _points(before), _points(now)
        keys = known & {e.key for e in now.exercises}
        ids = [k for k in was | is_now if k.partition("/")[0] in keys]
        changed = [k for k in ids if was.get(k, 0.0) != is_now.get(k, 0.0)]
        if not changed:
            return None
        points = [
            None if g.total is None else sum(e.points for e in g.exercises if e.key in keys)
            for g in (before, now)
        ]
        return Move(now.student, points[0], points[1], tuple(changed), _why(sound[0], graded[0]))

    def _add(self, table: str, columns: str, row: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * (len(row) + 1))
        try:
            self._db.execute(
                f"INSERT INTO {table} ({columns}, seal) VALUES ({marks})", (*row, _seal(row))
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _all(self, query: str, values: Iterable[str] = ()) -> list[Any]:
        try:
            return self._db.execute(query, tuple(values)).fetchall()
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
        for student, text, *known, late, at in self._all(ATTEMPTS, edition.row):
            number, digest, points, assignment = known
            is_late = None if late is None else bool(late)
            name = _exact(student, text)
            yield Attempt(name, number, digest, points, assignment, is_late, at)

    def people(self, counting: Mapping[str, str]) -> dict[str, Submission]:
        """Return who everybody is, as the source of their attempt said; without files.

        Parameters
        ----------
        counting : the digest of the attempt that is meant, by student; else it is the latest
        """
        people, meant = {}, set()
        for student, text, *known, digest in self._all(PEOPLE):
            name = _exact(student, text)
            number, email, late, submitted_at, attempt = known
            is_meant = digest == counting.get(name)
            if name in meant and not is_meant:
                continue
            if is_meant:
                meant.add(name)
            late = None if late is None else bool(late)
            people[name] = Submission(
                name, id=number, email=email, late=late, submitted_at=submitted_at, attempt=attempt
            )
        for run in reversed(list(self._runs())):
            for student, digest in run.handed_in:
                if student in run.people and counting.get(student, digest) == digest:
                    people[student] = run.people[student]
        return people

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
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return GradebookError(
                f"{self.path}: {error}. Free space and run again: {self._safe()} are safe."
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
        """Return how many grades are on the disk, in words."""
        with suppress(sqlite3.Error):
            count = self._db.execute("SELECT count(*) FROM attempts").fetchone()[0]
            return f"{count} grade{'s' * (count != 1)}"
        return "the grades in it"


def is_no_room(error: OSError) -> bool:
    """Whether something could not be written because there was no space for it."""
    return error.errno in NO_ROOM


class Grades:
    """The grades of the reports, read from the gradebook one by one.

    Parameters
    ----------
    book : the open gradebook
    """

    def __init__(self, book: Gradebook) -> None:
        self.book = book

    def __iter__(self) -> Iterator[Grade]:
        """Yield each student's latest grade."""
        return (standing.grade for standing in self.book.standings())

    def isolations(self) -> dict[str, str]:
        """Return what was in force when each student was graded."""
        return {standing.student: standing.isolation for standing in self.book.standings()}

    def of_this_run(self) -> Iterator[Grade]:
        """Yield the grades of those whom the latest run found."""
        return (standing.grade for standing in self.book.standings() if standing.is_new)

    def of_this_run_alone(self) -> Iterator[Grade]:
        """Yield the same without what they have from earlier runs."""
        return (standing.latest for standing in self.book.standings() if standing.is_new)

    def moves(self) -> Iterator[Move]:
        """Yield who of the latest run has other points than before."""
        for standing in self.book.standings():
            if standing.is_new and standing.moved is not None:
                yield standing.moved


def _place(run: Run) -> str:
    return f"{run.place} ({run.assignment})" if run.assignment else run.place


def _roster(runs: Sequence[Run]) -> dict[str, int]:
    """Return who is in the latest list of a place, and the number of that run, 0 for the latest."""
    whole: set[tuple[str, str]] = set()
    there: dict[str, int] = {}
    for number, run in enumerate(runs):
        if (run.place, run.assignment) not in whole:
            for student, _ in run.handed_in:
                there.setdefault(student, number)
        if run.is_whole:
            whole.add((run.place, run.assignment))
    return there


def _graded(runs: Sequence[Run]) -> dict[str, list[_Graded]]:
    """Return everybody's submissions and the editions they were graded under, latest first."""
    found: dict[str, dict[_Graded, None]] = {}
    for run in runs:
        for student, digest in run.handed_in:
            found.setdefault(student, {})[_Graded(digest, run.edition, run.assignment)] = None
    return {student: list(each) for student, each in found.items()}


def _with_missing(
    whole: Grade, earlier: Grade, assignment: str, heard: Mapping[str, Collection[str]]
) -> Grade:
    """Return a grade with the exercises that only an earlier one has.

    Parameters
    ----------
    whole : what is known so far
    earlier : a grade before that
    assignment : for which ``earlier`` was handed in
    heard : of each exercise, the assignments of which something later is known: what was left out
        of one may be in another, but not in an earlier attempt at the same
    """
    exercises = {exercise.key: exercise for exercise in whole.exercises}
    said: list[str] = []
    is_changed = False
    for exercise in earlier.exercises:
        known = exercises.get(exercise.key)
        is_here = not _is_left_out(exercise) and assignment not in heard.get(exercise.key, ())
        if known is not None and _is_left_out(known) and is_here:
            number = exercise_of(exercise.key).number
            said.append(f"Exercise {number}: handed in for {assignment or 'another assignment'}.")
        elif known is not None:
            continue
        exercises[exercise.key] = exercise
        is_changed = True
    if not is_changed:
        return whole
    ordered = tuple(exercises[key] for key in sorted(exercises))
    return replace(
        whole,
        outcome=together([exercise.outcome for exercise in ordered]),
        points=sum(exercise.points for exercise in ordered),
        max_points=sum(exercise.max_points for exercise in ordered),
        exercises=ordered,
        notes=tuple(dict.fromkeys((*whole.notes, *said, *earlier.notes))),
    )


def _is_left_out(exercise: ExerciseGrade) -> bool:
    """Whether no file was handed in for it; one that cannot be read was."""
    return exercise.outcome is Outcome.NOT_SUBMITTED and not exercise.unreadable


def _why(before: _Graded, now: _Graded) -> str:
    """Say what changed between two grades of a student."""
    words = {
        "hidden": "other hidden tests",
        "kit": "another version of the kit",
        "seed": "another secret",
        "isolation": "another isolation",
        "terms": "other exercises or limits",
    }
    changed = ["handed in again"] if before.digest != now.digest else []
    changed += [
        said
        for name, said in words.items()
        if getattr(before.edition, name) != getattr(now.edition, name)
    ]
    return ", ".join(changed)


def _seal(row: Iterable[Any]) -> str:
    """Return a row's seal; where no assignment is named it is that of the schemas before."""
    *known, assignment = row
    row = [*known, assignment] if assignment else known
    return hashlib.sha256(json.dumps(list(row)).encode()).hexdigest()


def _as_text(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _exact(student: str, text: str | None) -> str:
    """Return a student's name, from the text of the grade where the table's may lack bytes."""
    name: str = student if text is None else json.loads(text)["student"]
    return name


def _known(who: Submission) -> tuple[str | int | None, ...]:
    """Return who it is and when it came, in the table's order and as the table gives it back."""
    late = None if who.late is None else int(who.late)
    return _as_text(who.id), _as_text(who.email), late, _as_text(who.submitted_at), who.attempt


def _told(who: Submission) -> dict[str, Any]:
    """Return who a student is, without what is not known, as it can be kept and read back."""
    known = {key: getattr(who, key) for key in TOLD}
    return {key: value for key, value in known.items() if value not in ("", None)}


def _listed(
    found: Sequence[Sequence[Any]],
) -> tuple[tuple[tuple[str, str], ...], dict[str, Submission]]:
    """Return the students of a run with their digests, and who they are as far as that was kept."""
    people = {who: Submission(who, **known[0]) for who, _, *known in found if known and known[0]}
    return tuple((who, digest) for who, digest, *_ in found), people


def _points(grade: Grade) -> dict[str, float]:
    return {check.id: check.points for e in grade.exercises for check in e.checks}


def _text(grade: Grade) -> str:
    fields = asdict(grade)
    # What counts of it is the course's rule's to say, each time anew.
    del fields["counted"]
    return json.dumps(fields)


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
    drawn = fields.pop("sketch", None)
    sketch = sketch_from(drawn) if drawn is not None else None
    return CheckGrade(**_typed(fields), finding=finding, reasons=reasons, sketch=sketch)


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"outcome": Outcome(fields["outcome"])}
