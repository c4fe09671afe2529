"""Graded classes for tests of the exports: results as data, and as a gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from click.testing import Result as Ended

from grader.cli import main
from grader.gradebook.book import Gradebook
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.people import Who
from grader.provenance import Edition
from grader.reports.exports.format import Class, Result
from tests.grading.findings import found

EDITION = Edition("tests", "1", "seed", "full", "all exercises")
NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
FAULT, NOTHING, UNREADABLE = "fault", "nothing", "unreadable"
WHY = "homework.zip was not read: it is encrypted. Zip the plain files."


def check(key: str, name: str, points: float, most: float, how: str = "") -> CheckGrade:
    outcome = Outcome.PASSED if points == most else Outcome.FAILED
    reasons: tuple[Reason, ...] = ()
    if how == FAULT:
        outcome, reasons = Outcome.GRADER_FAULT, (Reason(Why.GRADER_FAULT),)
    elif how:
        outcome = Outcome.NOT_SUBMITTED
        why = Why.UNREADABLE if how == UNREADABLE else Why.NOT_SUBMITTED
        reasons = (Reason(why, (WHY if how == UNREADABLE else f"{key}.py",)),)
    finding = found("1") if outcome is Outcome.FAILED else None
    return CheckGrade(
        f"{key}/{name}", f"The {name} of {key}.", "grad", outcome, points, most, points,
        finding, reasons, fault="Traceback\nKeyError: 1" if how == FAULT else "",
    )  # fmt: skip


def exercise(key: str, points: float, how: str = "") -> ExerciseGrade:
    """Return an exercise of 50 points in two checks."""
    points = 0.0 if how else points
    first = min(points, 20.0)
    checks = (check(key, "value", first, 20.0, how), check(key, "slope", points - first, 30.0, how))
    outcome = together([each.outcome for each in checks])
    return ExerciseGrade(key, outcome, points, 50.0, points, checks)


def graded(student: str, points: float = 87.5, ex1: str = "", ex2: str = "") -> Grade:
    first = min(points, 50.0)
    exercises = (exercise("ex1", first, ex1), exercise("ex2", points - first, ex2))
    outcome = together([each.outcome for each in exercises])
    total = sum(each.points for each in exercises)
    return Grade(student, outcome, total, 100.0, 0.25, exercises)


def result(student: str, points: float = 87.5, ex1: str = "", ex2: str = "", **who: Any) -> Result:
    """Return a result of two exercises of 50 points each; see `check` for what ``ex1`` may be."""
    grade = graded(student, points, ex1, ex2)
    return Result(grade, Who(**who), "full", f"{student}.md")


def nothing(student: str, how: str = NOTHING, **who: Any) -> Result:
    return result(student, 0.0, how, how, **who)


def a_class(*results: Result) -> Class:
    return Class(results, "Python 3.11", "1.0", NOW)


def keep(out: Path, results: Sequence[Result], withdrawn: Iterable[Result] = ()) -> Path:
    """Write a gradebook with these results in it; who was withdrawn was in an earlier run."""
    out.mkdir(parents=True, exist_ok=True)
    gone = list(withdrawn)
    with Gradebook(out / "gradebook.sqlite") as book:
        for each in [*gone, *results]:
            book.add(_digest(each), EDITION, each.grade, each.who)
        for run in ([*gone, *results], results):
            people = {each.student: each.who for each in run}
            pairs = [(each.student, _digest(each)) for each in run]
            book.end_run("class", EDITION, pairs, is_whole=True, people=people)
    return out


def _digest(each: Result) -> str:
    return each.student.encode("utf-8", "backslashreplace").decode()


def export(*arguments: Any) -> Ended:
    """Run ``grader export``."""
    return CliRunner().invoke(main, ["export", *map(str, arguments)])
