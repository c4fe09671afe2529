"""The matrix in figures, and what each check is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.pytest_engine import Check
from grader.qualify.matrix import Fate, Matrix, Naming, SampleRow
from grader.qualify.samples import SampleKind

__all__ = ["Figures", "Purpose", "Share", "figures_of", "purpose_of", "unnamed"]

SINGLES_DUE = 0.95
PAIRS_DUE = 0.70


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
    check : which one
    own : chaffs that it kills as their own check
    elsewhere : chaffs that fail it for another function's sake
    alone : chaffs that would survive without it
    """

    check: Check
    own: tuple[SampleRow, ...]
    elsewhere: tuple[SampleRow, ...]
    alone: tuple[SampleRow, ...]


def figures_of(matrix: Matrix) -> Figures:
    """Count."""
    chaffs, wheats = matrix.of(SampleKind.CHAFF), matrix.of(SampleKind.WHEAT)
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
        changes=sum(1 for row in matrix.rows if row.changes),
        faults=sum(1 for row in matrix.rows if any(row.faults)),
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


def unnamed(matrix: Matrix) -> list[SampleRow]:
    """Return the chaffs without a right name under every seed; those that are to have none not."""
    chaffs = [row for row in matrix.of(SampleKind.CHAFF) if not row.sample.is_unlisted]
    return [row for row in chaffs if not all(row.named)]


def _share(chaffs: Iterable[SampleRow], is_meant: Callable[[int], bool], due: float) -> Share:
    meant = [row for row in chaffs if is_meant(len(row.sample.ids))]
    return Share(sum(all(row.named) for row in meant), len(meant), due)
