"""Who moved, as a table and as a page that stands on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.regrade.moves import Became, CheckDifference, Difference
from grader.reports.exports.csv_file import guarded, table
from grader.reports.pages.layout import page
from grader.reports.text import of_text, one_line, points_text

__all__ = ["COLUMNS", "lines_of", "page_of", "table_of"]

COLUMNS = ("student", "what", "before", "after", "change", "checks", "why")
SHOWN = 20


def table_of(moved: Iterable[Difference]) -> bytes:
    """Return the table, a row for each student who moved."""
    return table(COLUMNS, [[guarded(cell) for cell in _cells(each)] for each in moved])


def _cells(move: Difference) -> list[str]:
    change = "" if move.change is None else _signed(move.change, "-")
    checks = "; ".join(_check(check) for check in move.checks)
    points = [_points(move.before), _points(move.after)]
    return [one_line(move.student), move.kind, *points, change, checks, "; ".join(move.why)]


def lines_of(moved: Sequence[Difference], where: str) -> Iterator[str]:
    """Yield a line for each of the first, and where the rest is."""
    for each in moved[:SHOWN]:
        sides = f"{_points(each.before) or 'blank'} → {_points(each.after) or 'blank'}"
        change = f" ({_signed(each.change)})" if each.change else ""
        checks = [check.id for check in each.checks]
        told = ", ".join(checks[:4]) + (", …" if len(checks) > 4 else "")
        told = f", {told}" if told else ""
        sides = "" if each.kind in (Became.NEW, Became.GONE) else f" {sides}{change}{told}"
        yield f"{each.kind}: {each.student}{sides}: {'; '.join(each.why)}"
    if len(moved) > SHOWN:
        yield f"… and {len(moved) - SHOWN} more: all are in {where}"


@dataclass(frozen=True)
class _Row:
    """A student on the page; the cells are text."""

    student: str
    kind: str
    before: str
    after: str
    change: str
    checks: tuple[tuple[str, str], ...]
    why: str


def page_of(moved: Sequence[Difference], title: str, counts: str, notes: Sequence[str] = ()) -> str:
    """Return the page.

    Parameters
    ----------
    moved : who moved
    title : the course's; may be empty
    counts : how many moved, in a sentence
    notes : what else is to be said
    """
    return page(
        "regrade.html.j2", title=title, counts=counts, notes=list(map(one_line, notes)),
        rows=list(map(_row, moved)),
    )  # fmt: skip


def _row(move: Difference) -> _Row:
    is_there = (move.kind is not Became.NEW, move.kind is not Became.GONE)
    before, after = (
        (_points(points) or "blank") if there else ""
        for points, there in zip((move.before, move.after), is_there, strict=True)
    )
    kind = "" if move.kind is Became.MOVED else str(move.kind)
    change = "" if move.change is None else _signed(move.change)
    checks = tuple((one_line(check.title), _check(check)) for check in move.checks)
    return _Row(move.student, kind, before, after, change, checks, "; ".join(move.why))


def _check(check: CheckDifference) -> str:
    sides = zip((check.before, check.after), check.out_of, strict=True)
    before, after = (
        "none" if points is None else of_text(points, most or 0) for points, most in sides
    )
    return f"{check.id} {before} → {after}"


def _points(points: float | None) -> str:
    return "" if points is None else points_text(points)


def _signed(change: float, minus: str = "−") -> str:
    return f"{'+' if change >= 0 else minus}{points_text(abs(change))}"
