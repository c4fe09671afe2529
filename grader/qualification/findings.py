"""What the matrix comes to: its figures, and every reason why the grader does not qualify."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from grader.catalog import Check
from grader.grades import Outcome
from grader.qualification.matrix import Cell, Fate, Matrix, Naming, Row
from grader.qualification.samples import Kind

__all__ = ["Figures", "Purpose", "Reason", "figures_of", "purpose_of", "reasons_in", "unnamed"]

SINGLES_DUE = 0.95
PAIRS_DUE = 0.70


@dataclass(frozen=True)
class Reason:
    """Why the grader does not qualify.

    Attributes
    ----------
    kind : in a word or two, for example ``survivor``
    subject : the sample or the check
    text : what is wrong with it, and what to do
    """

    kind: str
    subject: str
    text: str


@dataclass(frozen=True)
class Share:
    """So many of so many, and the least share that is due."""

    part: int
    whole: int
    due: float

    @property
    def is_enough(self) -> bool:
        """Whether the share is reached; of none it is."""
        return self.part >= self.due * self.whole


@dataclass(frozen=True)
class Figures:
    """The matrix in figures.

    Attributes
    ----------
    seeds, wheats, chaffs, checks : how many
    own, elsewhere, survivors : chaffs by their fate
    docked : wheats below full points
    misnamed : samples with a wrong name
    singles, pairs : of the chaffs with one and with several mistakes, how many have a right name
        under every seed
    by_twin : how many of these have it only by another id for the same behaviour
    unpurposed : checks that no chaff needs
    changes : samples with a verdict that changes with the seed
    faults : samples with a grader fault
    """

    seeds: int
    wheats: int
    chaffs: int
    checks: int
    own: int
    elsewhere: int
    survivors: int
    docked: int
    misnamed: int
    singles: Share
    pairs: Share
    by_twin: int
    unpurposed: int
    changes: int
    faults: int


@dataclass(frozen=True)
class Purpose:
    """What a check is for.

    Attributes
    ----------
    own : chaffs that it kills as their own check
    elsewhere : chaffs that fail it for another function's sake
    alone : chaffs that would survive without it
    """

    check: Check
    own: tuple[Row, ...]
    elsewhere: tuple[Row, ...]
    alone: tuple[Row, ...]


def figures_of(matrix: Matrix) -> Figures:
    """Count."""
    chaffs, wheats = matrix.of(Kind.CHAFF), matrix.of(Kind.WHEAT)
    fates = [row.fate for row in chaffs]
    return Figures(
        seeds=matrix.seeds,
        wheats=len(wheats),
        chaffs=len(chaffs),
        checks=len(matrix.checks),
        own=fates.count(Fate.OWN),
        elsewhere=fates.count(Fate.ELSEWHERE),
        survivors=fates.count(Fate.SURVIVED),
        docked=sum(1 for row in wheats if min(row.points) < row.max_points),
        misnamed=sum(1 for row in matrix.rows if row.naming is Naming.WRONG),
        singles=_share(chaffs, lambda mistakes: mistakes == 1, SINGLES_DUE),
        pairs=_share(chaffs, lambda mistakes: mistakes > 1, PAIRS_DUE),
        by_twin=sum(1 for row in chaffs if row.is_by_twin),
        unpurposed=sum(1 for check in matrix.checks if not purpose_of(check, matrix).own),
        changes=sum(1 for row in matrix.rows if _changes(row)),
        faults=sum(1 for row in matrix.rows if any(_faulty(row))),
    )


def purpose_of(check: Check, matrix: Matrix) -> Purpose:
    """Return the chaffs that a check kills."""
    killed = [(row, cell) for row, cell in matrix.chaffs_on(check) if cell.killed]
    return Purpose(
        check,
        tuple(row for row, cell in killed if cell.is_own),
        tuple(row for row, cell in killed if not cell.is_own),
        tuple(row for row, _ in killed if sum(cell.killed for cell in row.cells) == 1),
    )


def unnamed(matrix: Matrix) -> list[Row]:
    """Return the chaffs without a right name under every seed; those that are to have none not."""
    chaffs = [row for row in matrix.of(Kind.CHAFF) if not row.sample.is_unlisted]
    return [row for row in chaffs if not all(row.named)]


def reasons_in(matrix: Matrix) -> list[Reason]:
    """Return every reason why the grader does not qualify, the gravest first."""
    kinds = (
        _faults, _survivors, _docked, _solved, _not_started, _misnamed, _unpurposed, _changing
    )  # fmt: skip
    return [reason for kind in kinds for reason in kind(matrix)]


def _share(chaffs: Iterable[Row], is_meant: Callable[[int], bool], due: float) -> Share:
    meant = [row for row in chaffs if is_meant(len(row.sample.ids))]
    return Share(sum(all(row.named) for row in meant), len(meant), due)


def _faults(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.rows:
        for cell, seed in _faulty(row):
            lines = cell.verdicts[seed].grade.fault.strip().splitlines() or ["no traceback"]
            text = f"{cell.check.id} has a grader fault (seed {seed}): {lines[-1].strip()}"
            yield Reason("grader fault", row.sample.name, text)


def _survivors(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.of(Kind.CHAFF):
        if row.fate is not Fate.SURVIVED:
            continue
        what = " and ".join(f"`{name}`" for name in row.sample.ids) or "the mistake"
        full = _points(max(row.points), row.max_points)
        text = f"gets {full}: no check notices {what}. Add a check, or mend the chaff."
        yield Reason("survivor", row.sample.name, text)


def _docked(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.of(Kind.WHEAT):
        if min(row.points) < row.max_points:
            yield Reason("wheat docked", row.sample.name, _losses(row))


def _solved(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.of(Kind.SOLUTION):
        if min(row.points) < row.max_points:
            yield Reason("solutions docked", row.sample.name, _losses(row))


def _not_started(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.of(Kind.STUB):
        for cell in row.cells:
            endings = {verdict.grade.outcome for verdict in cell.verdicts}
            others = sorted(endings - {Outcome.NOT_STARTED, Outcome.GRADER_FAULT})
            if others:
                text = f"{cell.check.id} says {', '.join(others)} of the stub, not `not started`."
                yield Reason("stubs started", row.sample.name, text)


def _misnamed(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.rows:
        for cell in row.cells:
            seeds = [seed for seed, verdict in enumerate(cell.verdicts) if verdict.wrong]
            if seeds:
                wrong = sorted({name for seed in seeds for name in cell.verdicts[seed].wrong})
                names = " and ".join(f"`{name}`" for name in wrong)
                text = f"{cell.check.id} calls it {names} ({_seeds(seeds, matrix)})."
                yield Reason("misnamed", row.sample.name, text)


def _unpurposed(matrix: Matrix) -> Iterator[Reason]:
    for check in matrix.checks:
        purpose = purpose_of(check, matrix)
        if purpose.own:
            continue
        only = f" ({len(purpose.elsewhere)} fail it for another function's sake)"
        text = (
            f"no chaff has it as its own check{only if purpose.elsewhere else ''}: “{check.title}” "
            "Add the chaff that it is meant for, or drop it."
        )
        yield Reason("no purpose", check.id, text)


def _changing(matrix: Matrix) -> Iterator[Reason]:
    for row in matrix.rows:
        for cell in row.cells:
            if cell.changes:
                passed = [s for s, verdict in enumerate(cell.verdicts) if verdict.passed]
                text = f"{cell.check.id} passes with {_seeds(passed, matrix)} only."
                yield Reason("changes with the seed", row.sample.name, text)
        if row.sample.ids and len(set(row.named)) > 1:
            named = [seed for seed, is_named in enumerate(row.named) if is_named]
            text = f"has its name with {_seeds(named, matrix)} only."
            yield Reason("changes with the seed", row.sample.name, text)


def _changes(row: Row) -> bool:
    return any(cell.changes for cell in row.cells) or (
        bool(row.sample.ids) and len(set(row.named)) > 1
    )


def _faulty(row: Row) -> Iterator[tuple[Cell, int]]:
    for cell in row.cells:
        for seed, verdict in enumerate(cell.verdicts):
            if verdict.grade.outcome is Outcome.GRADER_FAULT:
                yield cell, seed


def _losses(row: Row) -> str:
    worst = row.points.index(min(row.points))
    lost = [cell for cell in row.cells if not cell.verdicts[worst].passed]
    said = [f"{c.check.id}: {c.verdicts[worst].grade.message}" for c in lost]
    return "\n".join([f"gets {_points(min(row.points), row.max_points)} (seed {worst}).", *said])


def _points(points: float, most: float) -> str:
    return f"{points:g} of {most:g}"


def _seeds(seeds: list[int], matrix: Matrix) -> str:
    if len(seeds) == matrix.seeds:
        return "every seed"
    return f"seed{'s' if len(seeds) > 1 else ''} {', '.join(str(seed) for seed in seeds)}"
