"""The matrix for a terminal: a line an exercise, the bad rows in words, the figures; all with more.

Nothing here is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.provenance import hidden_tests, kit_version
from grader.qualify.counts import Figures, Share, figures_of, purpose_of, unnamed
from grader.qualify.matrix import CheckCell, Fate, Matrix, Naming, SampleRow
from grader.qualify.reasons import REMEDIES, Objection
from grader.qualify.samples import SampleKind
from grader.reports.text import printable

__all__ = ["document_of", "mark_of", "print_all"]

INDENT = (0, 0, 0, 2)
MARKS = {
    "own, named": ("●", "bold blue"),
    "own, not named": ("○", "blue"),
    "elsewhere, named": ("■", "yellow"),
    "elsewhere, not named": ("□", "yellow"),
    "misnamed": ("✗", "bold red"),
    "changes with the seed": ("~", "bold magenta"),
    "passed": ("·", "dim"),
}
LEGEND = (
    "● its own check, named   ○ its own check, not named   ■ □ the same, elsewhere\n"
    "✗ misnamed   ~ changes with the seed   · passed"
)


def print_all(
    matrix: Matrix, reasons: Sequence[Objection], seconds: float, console: Console, *, full: bool
) -> None:
    """Print the summary, then what is bad, then the figures; in between, if `full`, every cell."""
    console.print(_summary(matrix))
    if full:
        for key in matrix.keys:
            _print_matrix(matrix, key, console)
    _print_reasons(reasons, console)
    _print_unnamed(unnamed(matrix), console)
    console.print()
    console.print(_figures(figures_of(matrix), seconds))
    verdict = "The grader qualifies." if not reasons else f"It does not: {_counted(reasons)}."
    console.print(Text(verdict, style="bold green" if not reasons else "bold red"))


def mark_of(cell: CheckCell, row: SampleRow) -> str:
    """Return which of `MARKS` a cell is."""
    if cell.naming is Naming.WRONG:
        return "misnamed"
    if cell.changes:
        return "changes with the seed"
    if not cell.killed:
        return "passed"
    # Where nothing has a name to be given, none is missing.
    is_named = cell.naming is Naming.RIGHT or row.sample.is_unlisted
    return f"{'own' if cell.is_own else 'elsewhere'}, {'named' if is_named else 'not named'}"


def _summary(matrix: Matrix) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("exercise")
    for column in ("checks", "wheats right", "chaffs", "own check", "elsewhere", "survived",
                   "one mistake, named", "several, named", "misnamed"):  # fmt: skip
        table.add_column(column, justify="right")
    for key in matrix.keys:
        rows = tuple(_tried(matrix, key))
        part = figures_of(Matrix(tuple(matrix.checks_of(key)), rows, matrix.seeds))
        table.add_row(
            key, str(part.checks), f"{part.wheats - part.docked} of {part.wheats}",
            str(part.chaffs), str(part.own), str(part.elsewhere), str(part.survivors),
            _of(part.singles), _of(part.pairs), str(part.misnamed),
        )  # fmt: skip
    return table


def _print_matrix(matrix: Matrix, key: str, console: Console) -> None:
    checks = matrix.checks_of(key)
    rows = _tried(matrix, key)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(key, no_wrap=True)
    for number in range(1, len(checks) + 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    for row in rows:
        name = printable(row.sample.name.rpartition("/")[2].removesuffix(".py"))
        label = Text(name, style="green" if row.sample.kind is SampleKind.WHEAT else "")
        if row.sample.kind is SampleKind.CHAFF and row.fate is Fate.SURVIVED:
            label = Text(f"{name}  SURVIVED", style="bold red")
        marks = [MARKS[mark_of(cell, row)] for cell in row.cells]
        table.add_row(label, *(Text(symbol, style=style) for symbol, style in marks))
    console.print()
    console.print(table)
    console.print(Text(LEGEND, style="dim"))
    legend = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "check", "its own", "elsewhere", "alone"):
        legend.add_column(column, justify="left" if column == "check" else "right")
    for number, check in enumerate(checks, 1):
        purpose = purpose_of(check, matrix)
        kills = (len(purpose.own), len(purpose.elsewhere), len(purpose.alone))
        legend.add_row(str(number), Text(check.id), *map(str, kills))
    console.print(legend)


def _tried(matrix: Matrix, key: str) -> list[SampleRow]:
    return [*matrix.of(SampleKind.WHEAT, key), *matrix.of(SampleKind.CHAFF, key)]


def _print_reasons(reasons: Sequence[Objection], console: Console) -> None:
    for kind, group in groupby(reasons, key=lambda reason: reason.kind):
        found = list(group)
        console.print()
        subjects = {reason.subject for reason in found}
        console.print(Text(f"{kind} ({len(subjects)})", style="bold red"))
        console.print(Padding(Text(REMEDIES[kind], style="dim"), INDENT))
        for reason in found:
            text = Text.assemble(
                (printable(reason.subject), "bold"), ": ", printable(reason.text, keep="\n")
            )
            console.print(Padding(text, INDENT))


def _print_unnamed(rows: Sequence[SampleRow], console: Console) -> None:
    if not rows:
        return
    console.print()
    console.print(Text(f"not named ({len(rows)}), which alone is not a failure", style="bold"))
    for row in rows:
        where = [cell.check.id for cell in row.cells if cell.killed and cell.is_own]
        seeds = sum(row.named)
        some = f"named with {seeds} of {len(row.named)} seeds; " if seeds else ""
        text = f"{row.sample.name}: {some}fails {', '.join(where) or 'no check of its own'}"
        console.print(Padding(Text(printable(text)), INDENT))


def _figures(figures: Figures, seconds: float) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    by_twin = f", {figures.by_twin} of all by another id for the same" if figures.by_twin else ""
    lines = (
        (figures.survivors, f"survivors of {figures.chaffs} chaffs"),
        (figures.elsewhere, "killed, but by no check of their own"),
        (figures.docked, f"wheats docked of {figures.wheats}"),
        (figures.misnamed, "misnamed"),
        (_percent(figures.singles), f"of chaffs with one mistake named{_due(figures.singles)}"),
        (_percent(figures.pairs),
         f"of chaffs with several have a right name{_due(figures.pairs)}{by_twin}"),
        (figures.unpurposed, f"checks without a purpose of {figures.checks}"),
        (figures.changes, f"with a verdict that changes among {figures.seeds} seeds"),
        (figures.faults, "with a grader fault"),
        (f"{seconds:.0f} s", ""),
    )  # fmt: skip
    for figure, words in lines:
        table.add_row(str(figure), words)
    return table


def _due(share: Share) -> str:
    missed = "" if share.is_enough else ": missed"
    return f" ({_of(share)}; at least {share.due:.0%} expected{missed})"


def _percent(share: Share) -> str:
    # Rounded down: 94.99 % is not 95 %.
    return f"{1000 * share.part // share.whole / 10} %" if share.whole else "–"


def _of(share: Share) -> str:
    return f"{share.part} of {share.whole}"


def _counted(reasons: Iterable[Objection]) -> str:
    subjects: dict[str, set[str]] = {}
    for reason in reasons:
        subjects.setdefault(reason.kind, set()).add(reason.subject)
    return ", ".join(f"{kind} {len(found)}" for kind, found in subjects.items())


def document_of(
    matrix: Matrix, reasons: Sequence[Objection], isolation: str, seconds: float,
    own: Sequence[Path] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the whole: how it was made, figures, reasons, checks and every cell.

    Parameters
    ----------
    matrix, reasons, isolation, seconds : what was found, where, in what time
    own : the folders of a course's own checks
    """
    return {
        "kit_version": kit_version(),
        "hidden_tests": hidden_tests(own),
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


def _row(row: SampleRow) -> dict[str, Any]:
    sample = row.sample
    data = {
        "kind": sample.kind,
        "name": sample.name,
        "mistakes": list(sample.ids),
        "points": list(row.points),
        "max_points": row.max_points,
    }
    if sample.kind is SampleKind.CHAFF:
        data |= {"fate": row.fate, "naming": row.naming}
    return data | {"checks": {cell.check.id: _cell(cell) for cell in row.cells}}


def _cell(cell: CheckCell) -> dict[str, Any]:
    return {
        "outcomes": [verdict.grade.outcome for verdict in cell.verdicts],
        "names": [list(verdict.grade.misconceptions) for verdict in cell.verdicts],
        "own": cell.is_own,
    }
