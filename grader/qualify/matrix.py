"""The matrix chaff × check: what each check said of each sample, under every seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.grades import CheckGrade, Grade, Outcome
from grader.pytest_engine import Check
from grader.qualify.naming import SampleVerdict, home_of, sample_verdict
from grader.qualify.samples import Sample, SampleKind

__all__ = ["CheckCell", "Fate", "Matrix", "Naming", "SampleRow", "row_of"]


class Fate(StrEnum):
    """What became of a chaff."""

    OWN = "killed by its own check"
    ELSEWHERE = "killed elsewhere"
    SURVIVED = "survived"


class Naming(StrEnum):
    """Whether the names that were given are the mistakes that are there."""

    RIGHT = "named rightly"
    NONE = "not named"
    WRONG = "misnamed"


@dataclass(frozen=True)
class CheckCell:
    """What one check said of one sample: a verdict for each seed."""

    check: Check
    verdicts: tuple[SampleVerdict, ...]

    @property
    def killed(self) -> bool:
        """Whether it noticed something under any seed."""
        return any(verdict.killed for verdict in self.verdicts)

    @property
    def is_own(self) -> bool:
        """Whether it failed in the function of the mistake under any seed."""
        return any(verdict.is_own for verdict in self.verdicts)

    @property
    def changes(self) -> bool:
        """Whether it passes under one seed and not under another."""
        return len({verdict.passed for verdict in self.verdicts}) > 1

    @property
    def naming(self) -> Naming:
        """The name given; it is right when it is under every seed."""
        if any(verdict.wrong for verdict in self.verdicts):
            return Naming.WRONG
        is_named = all(verdict.right or verdict.twins for verdict in self.verdicts)
        return Naming.RIGHT if is_named else Naming.NONE


@dataclass(frozen=True)
class SampleRow:
    """One sample under every seed."""

    sample: Sample
    grades: tuple[Grade, ...]
    cells: tuple[CheckCell, ...]

    @property
    def points(self) -> tuple[float, ...]:
        """What it got under each seed."""
        return tuple(sum(cell.verdicts[seed].grade.points for cell in self.cells)
                     for seed in range(len(self.grades)))  # fmt: skip

    @property
    def max_points(self) -> float:
        """What the exercises that it hands in are worth."""
        return sum(cell.check.points for cell in self.cells)

    @property
    def fate(self) -> Fate:
        """What became of the chaff, under the seed under which it got off best."""
        by_seed = [[c.verdicts[seed] for c in self.cells] for seed in range(len(self.grades))]
        if any(not any(v.killed for v in verdicts) for verdicts in by_seed):
            return Fate.SURVIVED
        is_own = all(any(v.is_own for v in verdicts) for verdicts in by_seed)
        return Fate.OWN if is_own else Fate.ELSEWHERE

    @property
    def named(self) -> tuple[bool, ...]:
        """Whether a right name was given, under each seed."""
        return tuple(
            any(c.verdicts[seed].right or c.verdicts[seed].twins for c in self.cells)
            for seed in range(len(self.grades))
        )

    @property
    def is_by_twin(self) -> bool:
        """Whether all right names are twins of the chaff's own."""
        verdicts = [v for cell in self.cells for v in cell.verdicts]
        return any(v.twins for v in verdicts) and not any(v.right for v in verdicts)

    @property
    def naming(self) -> Naming:
        """Misnamed when one name is wrong, named rightly when there is one under every seed."""
        if any(cell.naming is Naming.WRONG for cell in self.cells):
            return Naming.WRONG
        return Naming.RIGHT if all(self.named) else Naming.NONE

    @property
    def changes(self) -> bool:
        """Whether a check passes, or a name is given, under one seed and not under another."""
        is_named_now_and_then = bool(self.sample.ids) and len(set(self.named)) > 1
        return is_named_now_and_then or any(cell.changes for cell in self.cells)

    @property
    def faults(self) -> list[tuple[CheckCell, int]]:
        """The cells and seeds with a grader fault."""
        return [
            (cell, seed)
            for cell in self.cells
            for seed, verdict in enumerate(cell.verdicts)
            if verdict.grade.outcome is Outcome.GRADER_FAULT
        ]


@dataclass(frozen=True)
class Matrix:
    """All samples × all checks of the exercises that were asked for."""

    checks: tuple[Check, ...]
    rows: tuple[SampleRow, ...]
    seeds: int

    def of(self, kind: SampleKind, key: str = "") -> list[SampleRow]:
        """Return the samples of a kind, of one exercise or of all."""
        return [r for r in self.rows if r.sample.kind is kind and (not key or key in r.sample.keys)]

    @property
    def keys(self) -> list[str]:
        """The exercises."""
        return list(dict.fromkeys(check.key for check in self.checks))

    def checks_of(self, key: str) -> list[Check]:
        """Return the checks of an exercise."""
        return [check for check in self.checks if check.key == key]

    def chaffs_on(self, check: Check) -> Iterable[tuple[SampleRow, CheckCell]]:
        """Yield every chaff's cell in a check's column."""
        for row in self.of(SampleKind.CHAFF, check.key):
            yield from ((row, cell) for cell in row.cells if cell.check.id == check.id)


def row_of(sample: Sample, grades: Sequence[Grade], checks: Sequence[Check]) -> SampleRow:
    """Return a sample's row from its grades, one for each seed."""
    judged = [_by_check(grade) for grade in grades]
    wrong = [_wrong(sample, checks, by_check) for by_check in judged]
    mine = [check for check in checks if check.key in sample.keys]
    cells = [
        CheckCell(check, tuple(
            sample_verdict(check, by_check[check.id], sample, wrong[seed])
            for seed, by_check in enumerate(judged)
        ))
        for check in mine
    ]  # fmt: skip
    return SampleRow(sample, tuple(grades), tuple(cells))


def _by_check(grade: Grade) -> Mapping[str, CheckGrade]:
    return {check.id: check for check in grade.checks}


def _wrong(sample: Sample, checks: Sequence[Check], judged: Mapping[str, CheckGrade]) -> set[str]:
    failed = [c for c in checks if judged[c.id].outcome is not Outcome.PASSED]
    return {home_of(check) for check in failed if check.key in sample.keys}
