"""What the figures of a class are made of: of every student what was judged, and what was not.

What nobody knows is in no record of points: a file that could not be read, an exercise that was
not handed in, a check that a fault of the grader's left open. It is listed there with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from sys import intern

from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Move, Standings
from grader.grades import BLANK, ExerciseGrade, Grade, Outcome
from grader.intake.people import Who
from grader.provenance import Edition
from grader.reports.end_of_run import faults_of
from grader.reports.feedback_data import total_text
from grader.reports.text import reason_text

__all__ = [
    "COLUMNS", "Blankness", "CheckRecord", "Mistake", "Record", "Ungraded", "WholeClass",
    "class_in", "mistakes_of", "read_class", "record_of", "rows_of",
]  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A mistake that behaviour identified: whose, where, by which check, and its id."""

    student: str
    exercise: str
    function: str
    check: str
    id: str


COLUMNS = tuple(each.name for each in fields(Mistake))


def mistakes_of(grade: Grade) -> Iterator[Mistake]:
    """Yield every mistake that has a name, once for each check that named it."""
    for check in grade.checks:
        for name in check.misconceptions:
            yield Mistake(grade.student, check.key, check.function, check.id, name)


def rows_of(grade: Grade) -> Iterator[tuple[str, ...]]:
    """Yield the rows of `misconceptions.csv`, under `COLUMNS`; whoever writes them guards them."""
    return (astuple(mistake) for mistake in mistakes_of(grade))


@dataclass(frozen=True)
class CheckRecord:
    """A check that was judged: what it checks, in which function, how it ended, and its points."""

    title: str
    function: str
    outcome: Outcome
    points: float
    max_points: float

    @property
    def is_passed(self) -> bool:
        """Whether it passed, with the learner's own `gradient_descent` or with a right one."""
        return self.outcome is Outcome.PASSED


# The same few values for every student: a large class would fill the memory with copies.
_judged = cache(CheckRecord)


class Blankness(StrEnum):
    """Why something has no points."""

    NOTHING = "nothing handed in"
    LEFT_OUT = "an exercise left out"
    UNREADABLE = "cannot be read"
    FAULT = "a fault of the grader"


@dataclass(frozen=True)
class Ungraded:
    """What was not graded: whose, which exercise (empty for all of them), and why, in words too."""

    student: str
    exercise: str
    cause: Blankness
    words: str


@dataclass(frozen=True)
class Record:
    """What the figures need of a student's grade.

    Attributes
    ----------
    student : the name
    total, out_of : the points that count, of what; the total is None where it is blank
    exercises : points and most points of each exercise of which every check was judged
    checks : those that were judged, by id
    mistakes : those that have a name
    ungraded : what has no points
    is_whole : whether nothing is in ``ungraded``
    seconds : that grading took
    told : the total in words, or why there is none
    first : the same of the first attempt at every exercise that was handed in more than once;
        None where there is none
    """

    student: str
    total: float | None
    out_of: float
    exercises: Mapping[str, tuple[float, float]]
    checks: Mapping[str, CheckRecord]
    mistakes: tuple[Mistake, ...] = ()
    ungraded: tuple[Ungraded, ...] = ()
    seconds: float = 0.0
    told: str = ""
    first: Record | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it was judged."""
        return not self.ungraded

    @property
    def judged(self) -> frozenset[str]:
        """The exercises of which at least one check was judged."""
        return frozenset(check.partition("/")[0] for check in self.checks)

    @property
    def made(self) -> frozenset[tuple[str, str]]:
        """The exercise and the id of each mistake."""
        return frozenset((each.exercise, each.id) for each in self.mistakes)


@dataclass(frozen=True)
class WholeClass:
    """Everybody's record, who moved in the latest run, and who was withdrawn."""

    records: tuple[Record, ...]
    moves: tuple[Move, ...] = ()
    withdrawn: tuple[str, ...] = ()


def record_of(grade: Grade, first: Grade | None = None) -> Record:
    """Return what is kept of a grade, so that the grade itself can be dropped.

    Parameters
    ----------
    grade : the grade that counts
    first : of the first attempts at what was handed in more than once
    """
    checks = {
        intern(check.id): _judged(
            check.title, check.function, check.outcome, check.points, check.max_points
        )
        for check in grade.checks
        if check.outcome not in BLANK
    }
    return Record(
        grade.student, grade.total, grade.out_of,
        {intern(e.key): (e.points, e.max_points) for e in grade.exercises if _is_judged(e)},
        checks,
        tuple(each for each in mistakes_of(grade) if each.check in checks),
        tuple(_ungraded(grade)),
        grade.seconds,
        total_text(grade),
        None if first is None else record_of(first),
    )  # fmt: skip


def _is_judged(exercise: ExerciseGrade) -> bool:
    return exercise.outcome not in BLANK and not exercise.unreadable


def _ungraded(grade: Grade) -> Iterator[Ungraded]:
    if grade.outcome is Outcome.NOT_SUBMITTED and not grade.unreadable:
        yield Ungraded(
            grade.student, "", Blankness.NOTHING, " ".join(grade.notes) or "Nothing was handed in."
        )
        return
    for exercise in grade.exercises:
        if exercise.unreadable:
            words = reason_text(exercise.unreadable[0])
            yield Ungraded(grade.student, exercise.key, Blankness.UNREADABLE, words)
        elif exercise.outcome is Outcome.NOT_SUBMITTED:
            yield Ungraded(grade.student, exercise.key, Blankness.LEFT_OUT, "It was left out.")
    for fault in faults_of(grade):
        key = fault.check.partition("/")[0]
        yield Ungraded(grade.student, key, Blankness.FAULT, f"{fault.check}: {fault.line}")


def read_class(out: Path) -> WholeClass:
    """Return what the figures need of everybody whom a run graded into ``out``.

    Raises
    ------
    GradebookError
        When there is no gradebook, nobody in it, or it cannot be used.
    """
    with Gradebook.of_reports(out) as book:
        Standings(book).check_somebody()
        return class_in(book)


def class_in(book: Gradebook) -> WholeClass:
    """Return what the figures need of everybody in a gradebook's reports."""
    attempts = _attempts_in(book)
    records: list[Record] = []
    moves: list[Move] = []
    standings = Standings(book)
    for standing in standings:
        edition, digests = attempts.get(standing.student, (None, ()))
        first = None if edition is None else _first(book, edition, digests)
        records.append(record_of(standing.grade, first))
        if standing.is_new and standing.moved is not None:
            moves.append(standing.moved)
    return WholeClass(tuple(records), tuple(moves), tuple(standings.withdrawn()))


def _attempts_in(book: Gradebook) -> dict[str, tuple[Edition, tuple[str, ...]]]:
    """Return the digests of everybody's attempts, the first one first, and how they were graded.

    Attempts are compared only where the same tests judged them, with the same numbers, as they are
    where the course counts the best one.
    """
    counting = Standings(book).graded()
    people = book.people({student: digest for student, (digest, _) in counting.items()})
    found: dict[str, dict[str, None]] = {}
    for edition in dict.fromkeys(edition for _, edition in counting.values()):
        for attempt in book.attempts(edition):
            known = counting.get(attempt.student)
            who = people.get(attempt.student, Who())
            if known is not None and known[1] == edition and attempt.may_be_by(who):
                found.setdefault(attempt.student, {})[attempt.submission] = None
    return {student: (counting[student][1], tuple(each)) for student, each in found.items()}


def _first(book: Gradebook, edition: Edition, digests: Sequence[str]) -> Grade | None:
    """Return the first attempt at each exercise of which two or more were judged."""
    if len(digests) < 2:
        return None
    grades = [grade for each in digests if (grade := book.grade(each, edition)) is not None]
    tried: dict[str, list[ExerciseGrade]] = {}
    for exercise in (exercise for grade in grades for exercise in grade.exercises):
        if _is_judged(exercise):
            tried.setdefault(exercise.key, []).append(exercise)
    return _grade_of(grades[0], [each[0] for each in tried.values() if len(each) > 1])


def _grade_of(grade: Grade, exercises: Iterable[ExerciseGrade]) -> Grade | None:
    kept = tuple(exercises)
    points, most = (sum(getattr(e, name) for e in kept) for name in ("points", "max_points"))
    return Grade(grade.student, grade.outcome, points, most, 0.0, kept) if kept else None
