"""Classes for tests of the figures, in few words: grades, and random ones."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.gradebook.book import Gradebook
from grader.grades import CheckGrade, ExerciseGrade, Grade, Outcome, Reason, Why, together
from grader.intake.people import Who
from grader.reports.class_records import CheckRecord, Mistake, Record
from tests.grading.findings import found
from tests.reports.exports.made import EDITION

OUTCOMES = {
    "P": Outcome.PASSED, "F": Outcome.FAILED, "T": Outcome.TIMED_OUT, "S": Outcome.SKIPPED,
    "-": Outcome.NOT_STARTED, "!": Outcome.GRADER_FAULT, "0": Outcome.NOT_SUBMITTED,
    "?": Outcome.NOT_SUBMITTED,
}  # fmt: skip


def check(id_: str, how: str, function: str = "grad", ids: Sequence[str] = ()) -> CheckGrade:
    """Return a check of one point; ``?`` is of a file that cannot be read."""
    outcome = OUTCOMES[how]
    points = float(how == "P")
    why = {"?": Why.UNREADABLE, "0": Why.NOT_SUBMITTED, "!": Why.GRADER_FAULT}.get(how)
    reasons = () if why is None else (Reason(why, ("it is empty. Hand it in again.",)),)
    finding = found(ids=tuple(ids)) if ids else None
    fault = "Traceback\nKeyError: 'lr'" if how == "!" else ""
    return CheckGrade(
        id_, f"What {id_} checks.", function, outcome, points, 1.0, points, finding, reasons, fault
    )


def grade(
    student: str, mistakes: Mapping[str, Sequence[str]] | None = None, **exercises: str
) -> Grade:
    """Return a grade: ``ex1="PF!"`` is an exercise of three checks, each of its own function.

    Parameters
    ----------
    student : the name
    mistakes : by check, for example ``{"ex1/b": ["climbs"]}``
    exercises : a letter of `OUTCOMES` for each check, which are called a, b, c
    """
    made = []
    for key, letters in exercises.items():
        checks = tuple(
            check(f"{key}/{name}", how, f"f_{name}", (mistakes or {}).get(f"{key}/{name}", ()))
            for name, how in zip("abcdefghij", letters, strict=False)
        )
        points = sum(each.points for each in checks)
        outcome = together([each.outcome for each in checks])
        made.append(ExerciseGrade(key, outcome, points, float(len(checks)), points, checks))
    return Grade(
        student, together([each.outcome for each in made]), sum(each.points for each in made),
        sum(each.max_points for each in made), 0.5, tuple(made),
    )  # fmt: skip


def keep(out: Path, *runs: Iterable[Grade]) -> Path:
    """Write a gradebook of some runs over one class, each with everybody's newest attempt."""
    out.mkdir(parents=True, exist_ok=True)
    with Gradebook(out / "gradebook.sqlite") as book:
        for number, run in enumerate(runs):
            grades = list(run)
            for each in grades:
                book.add(f"{each.student} {number}", EDITION, each, Who())
            pairs = [(each.student, f"{each.student} {number}") for each in grades]
            people = {each.student: Who() for each in grades}
            book.end_run("class", EDITION, pairs, is_whole=True, people=people)
    return out


def record(student: str, passed: Sequence[bool], mistakes: Iterable[str] = ()) -> Record:
    """Return a record of one exercise: a check for each function, and mistakes by their ids."""
    checks = {
        f"ex1/{n}": CheckRecord(
            f"Check {n}.", f"f{n}", Outcome.PASSED if each else Outcome.FAILED, float(each), 1.0
        )
        for n, each in enumerate(passed)
    }
    made = tuple(Mistake(student, "ex1", "f0", f"ex1/{each}", each) for each in mistakes)
    points = float(sum(passed)), float(len(checks))
    return Record(student, *points, {"ex1": points}, checks, made)


def random_class(
    seed: int, students: int, checks: int, mistakes: int, spread: float = 0.0
) -> list[Record]:
    """Return a class in which checks and mistakes have nothing in common but how strong one is.

    Parameters
    ----------
    seed : of the random numbers
    students, checks, mistakes : how many there are
    spread : how different students are; with 0 everything is independent
    """
    draw = random.Random(seed)
    hard = [draw.uniform(0.15, 0.85) for _ in range(checks)]
    common = [draw.uniform(0.1, 0.4) for _ in range(mistakes)]

    def is_so(share: float, strength: float) -> bool:
        odds = share / (1 - share) * 2.718281828**strength
        return draw.random() < odds / (1 + odds)

    made = []
    for number in range(students):
        strength = draw.gauss(0, spread)
        passed = [is_so(share, strength) for share in hard]
        wrong = [f"m{n}" for n, share in enumerate(common) if is_so(share, -strength)]
        made.append(record(f"s{number}", passed, wrong))
    return made
