"""Every reason why the grader does not qualify, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exercises.coach.contracts import EXERCISES
from grader.grades import Outcome
from grader.qualify.counts import purpose_of
from grader.qualify.matrix import Fate, Matrix, SampleRow
from grader.qualify.samples import SampleKind
from grader.reports.text import message_of
from grader.wording import all_of

__all__ = ["REMEDIES", "Objection", "reasons_in"]

REMEDIES = {
    "grader fault": "Correct the check or the kit: it costs no learner anything, but counts here.",
    "survivor": "Add a check that notices it, or correct the chaff.",
    "wheat docked": "Correct the check: it asks for more than the stub does. Or correct the wheat.",
    "solutions docked": "Correct the check, or the solution.",
    "stubs started": "A check must call its function first: the stub's NotImplementedError is told "
    "from every other.",
    "needs out of order": "Correct `needs`, or the order, in the exercise's row (the .toml beside "
    "its stub): a function is made of those that are written before it.",
    "misnamed": "A wrong name is worse than none: correct the entry, or the chaff's name.",
    "no purpose": "Add the chaff that each is meant for, or drop the check.",
    "changes with the seed": "Draw the inputs so that right stays right and wrong stays wrong.",
}


@dataclass(frozen=True)
class Objection:
    """Why the grader does not qualify.

    Attributes
    ----------
    kind : one of `REMEDIES`, which says what to do
    subject : the sample or the check
    text : what is wrong with it
    """

    kind: str
    subject: str
    text: str


def reasons_in(matrix: Matrix) -> list[Objection]:
    """Return every reason why the grader does not qualify, the gravest first."""
    kinds = (
        _faults, _survivors, _docked, _solved, _not_started, _out_of_order, _misnamed,
        _unpurposed, _changing,
    )  # fmt: skip
    return [reason for kind in kinds for reason in kind(matrix)]


def _faults(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.rows:
        for cell, seed in row.faults:
            lines = cell.verdicts[seed].grade.fault.strip().splitlines() or ["no traceback"]
            text = f"{cell.check.id} has a grader fault (seed {seed}): {lines[-1].strip()}"
            yield Objection("grader fault", row.sample.name, text)


def _survivors(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.of(SampleKind.CHAFF):
        if row.fate is not Fate.SURVIVED:
            continue
        what = all_of([f"`{name}`" for name in row.sample.ids] or ["the mistake"])
        full = _points(max(row.points), row.max_points)
        text = f"gets {full}: no check notices {what}."
        yield Objection("survivor", row.sample.name, text)


def _docked(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.of(SampleKind.WHEAT):
        if min(row.points) < row.max_points:
            yield Objection("wheat docked", row.sample.name, _losses(row))


def _solved(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.of(SampleKind.SOLUTION):
        if min(row.points) < row.max_points:
            yield Objection("solutions docked", row.sample.name, _losses(row))


def _not_started(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.of(SampleKind.STUB):
        for cell in row.cells:
            endings = {verdict.grade.outcome for verdict in cell.verdicts}
            others = sorted(endings - {Outcome.NOT_STARTED, Outcome.GRADER_FAULT})
            if others:
                text = f"{cell.check.id} says {', '.join(others)} of the stub, not `not started`."
                yield Objection("stubs started", row.sample.name, text)


def _out_of_order(matrix: Matrix) -> Iterator[Objection]:
    """Yield the functions that are made of themselves, or of one that is written after them."""
    for exercise in (each for each in EXERCISES if each.key in matrix.keys):
        names = list(exercise.functions)
        for function in exercise.functions.values():
            for other in function.needs:
                if function.name in {other, *exercise.made_of(other)}:
                    text = f"it needs `{other}`, and so itself: no right one can take a place."
                elif names.index(other) > names.index(function.name):
                    text = f"it needs `{other}`, which comes after it."
                else:
                    continue
                yield Objection("needs out of order", function.key, text)


def _misnamed(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.rows:
        for cell in row.cells:
            seeds = [seed for seed, verdict in enumerate(cell.verdicts) if verdict.wrong]
            if seeds:
                wrong = sorted({name for seed in seeds for name in cell.verdicts[seed].wrong})
                names = all_of(f"`{name}`" for name in wrong)
                text = f"{cell.check.id} calls it {names} ({_seeds(seeds, matrix)})."
                yield Objection("misnamed", row.sample.name, text)


def _unpurposed(matrix: Matrix) -> Iterator[Objection]:
    chaffless = [key for key in matrix.keys if not matrix.of(SampleKind.CHAFF, key)]
    for key in chaffless:
        yield Objection(
            "no purpose", key, "no chaff was tried, so that no check is shown to be needed."
        )
    for check in matrix.checks:
        purpose = purpose_of(check, matrix)
        if purpose.own or check.key in chaffless:
            continue
        only = f" ({len(purpose.elsewhere)} fail it for another function's sake)"
        text = f"no chaff has it as its own check{only if purpose.elsewhere else ''}."
        yield Objection("no purpose", check.id, text)


def _changing(matrix: Matrix) -> Iterator[Objection]:
    for row in matrix.rows:
        for cell in row.cells:
            if cell.changes:
                passed = [s for s, verdict in enumerate(cell.verdicts) if verdict.passed]
                text = f"{cell.check.id} passes with {_seeds(passed, matrix)} only."
                yield Objection("changes with the seed", row.sample.name, text)
        if row.sample.ids and len(set(row.named)) > 1:
            named = [seed for seed, is_named in enumerate(row.named) if is_named]
            text = f"has its name with {_seeds(named, matrix)} only."
            yield Objection("changes with the seed", row.sample.name, text)


def _losses(row: SampleRow) -> str:
    worst = row.points.index(min(row.points))
    lost = [cell for cell in row.cells if not cell.verdicts[worst].passed]
    said = [f"{c.check.id}: {message_of(c.verdicts[worst].grade)}" for c in lost]
    return "\n".join([f"gets {_points(min(row.points), row.max_points)} (seed {worst}).", *said])


def _points(points: float, most: float) -> str:
    return f"{points:g} of {most:g}"


def _seeds(seeds: list[int], matrix: Matrix) -> str:
    if len(seeds) == matrix.seeds:
        return "every seed"
    return f"seed{'s' if len(seeds) > 1 else ''} {', '.join(str(seed) for seed in seeds)}"
