"""A small matrix without a grader: two checks of exercise 1, and what they said of each sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome
from grader.pytest_engine import Check
from grader.qualify.matrix import Matrix, SampleRow, row_of
from grader.qualify.samples import Sample, SampleKind
from tests.grading.findings import found

STEM = "ex1_gradient_descent"
GRAD = Check("ex1/grad", STEM, "The derivative is right.", "grad", 5.0)
DESCENT = Check("ex1/descent", STEM, "The path is right.", "gradient_descent", 15.0)
CHECKS = (GRAD, DESCENT)


@dataclass(frozen=True)
class Said:
    """How a check ended, and the names that it gave."""

    outcome: Outcome
    names: tuple[str, ...] = ()
    fault: str = ""


PASSED = Said(Outcome.PASSED)
UNTOUCHED = Said(Outcome.NOT_STARTED)


def failed(*names: str) -> Said:
    return Said(Outcome.FAILED, names)


def skipped(*names: str) -> Said:
    return Said(Outcome.SKIPPED, names)


def fault(traceback: str) -> Said:
    return Said(Outcome.GRADER_FAULT, fault=traceback)


def grade(said: Mapping[str, Said], checks: Sequence[Check] = CHECKS) -> Grade:
    """Return a grade in which what is not mentioned passed."""
    judged = []
    for check in checks:
        one = said.get(check.id, PASSED)
        points = check.points if one.outcome is Outcome.PASSED else 0.0
        judged.append(
            CheckGrade(check.id, check.title, check.function, one.outcome, points, check.points,
                       points, found(f"said of {check.function}", ids=one.names), fault=one.fault)
        )  # fmt: skip
    points = sum(check.points for check in judged)
    exercise = ExerciseGrade("ex1", Outcome.FAILED, points, 20.0, points, tuple(judged))
    return Grade("somebody", Outcome.FAILED, points, 20.0, 0.1, (exercise,))


def sample(kind: SampleKind, name: str, *ids: str, key: str = "ex1") -> Sample:
    return Sample(kind, name, (key,), {}, ids)


def row(one: Sample, *seeds: Mapping[str, Said], checks: Sequence[Check] = CHECKS) -> SampleRow:
    """Return a sample's row; the last seed's is repeated up to two."""
    each = [*seeds, *seeds[-1:]][:2]
    return row_of(one, [grade(said, checks) for said in each], checks)


def sound() -> dict[str, SampleRow]:
    """Return the rows of a matrix without a flaw."""
    both = {"ex1/grad": UNTOUCHED, "ex1/descent": UNTOUCHED}
    rows = [
        row(sample(SampleKind.STUB, "the stubs"), both),
        row(sample(SampleKind.SOLUTION, "the solutions"), {}),
        row(sample(SampleKind.WHEAT, "wheats/plain.py"), {}),
        row(sample(SampleKind.CHAFF, "chaffs/climbs.py", "climbs"),
            {"ex1/descent": failed("climbs")}),
        row(sample(SampleKind.CHAFF, "chaffs/halved.py", "gradient-halved"),
            {"ex1/grad": failed("gradient-halved")}),
        row(sample(SampleKind.CHAFF, "chaffs/climbs+halved.py", "climbs", "gradient-halved"),
            {"ex1/grad": failed("gradient-halved"), "ex1/descent": failed()}),
    ]  # fmt: skip
    return {each.sample.name: each for each in rows}


def matrix(*rows: SampleRow, without: Sequence[str] = ()) -> Matrix:
    """Return the sound matrix with these rows in it, or in place of those of the same name."""
    all_rows = sound() | {each.sample.name: each for each in rows}
    return Matrix(CHECKS, tuple(r for name, r in all_rows.items() if name not in without), 2)
