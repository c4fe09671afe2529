"""The matrix as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from grader.edition import hidden_tests, kit_version
from grader.qualification.figures import figures_of, purpose_of
from grader.qualification.matrix import Cell, Matrix, Row
from grader.qualification.reasons import Reason
from grader.qualification.samples import Kind

__all__ = ["document_of"]


def document_of(
    matrix: Matrix, reasons: Sequence[Reason], isolation: str, seconds: float
) -> dict[str, Any]:
    """Return the whole: how it was made, figures, reasons, checks and every cell."""
    return {
        "kit_version": kit_version(),
        "hidden_tests": hidden_tests(),
        "isolation": isolation,
        "seconds": round(seconds, 1),
        "qualifies": not reasons,
        "figures": asdict(figures_of(matrix)),
        "reasons": [asdict(reason) for reason in reasons],
        "checks": [_check(check, matrix) for check in matrix.checks],
        "samples": [_row(row) for row in matrix.rows],
    }


def _check(check: Any, matrix: Matrix) -> dict[str, Any]:
    purpose = purpose_of(check, matrix)
    kills = {k: [row.sample.name for row in getattr(purpose, k)]
             for k in ("own", "elsewhere", "alone")}  # fmt: skip
    return {"id": check.id, "function": check.function, "points": check.points, "kills": kills}


def _row(row: Row) -> dict[str, Any]:
    sample = row.sample
    data = {
        "kind": sample.kind,
        "name": sample.name,
        "mistakes": list(sample.ids),
        "points": list(row.points),
        "max_points": row.max_points,
    }
    if sample.kind is Kind.CHAFF:
        data |= {"fate": row.fate, "naming": row.naming}
    return data | {"checks": {cell.check.id: _cell(cell) for cell in row.cells}}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "outcomes": [verdict.grade.outcome for verdict in cell.verdicts],
        "names": [list(verdict.grade.misconceptions) for verdict in cell.verdicts],
        "own": cell.is_own,
    }
