"""Who moved, as a table and as a page that stands on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from grader.regrade.moves import CheckMove, Kind, Move
from grader.reports.exports.csv_file import guarded, table
from grader.reports.text import one_line, points_text

__all__ = ["COLUMNS", "lines_of", "page_of", "table_of"]

COLUMNS = ("student", "what", "before", "after", "change", "checks", "why")
SHOWN = 20
STYLE = """
:root { color-scheme: light dark; --line: #8886; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid
  var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; } td:first-child { min-width: 8rem; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
ul { margin: 0; padding-left: 1.1rem; }
@media (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border-bottom: 2px solid var(--line); padding: .5rem 0; } td { border: 0; padding: .1rem 0; }
  td.number { text-align: left; } td:empty { display: none; }
  td[data-is]::before { content: attr(data-is) ": "; } }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""


def table_of(moved: Iterable[Move]) -> bytes:
    """Return the table, a row for each student who moved."""
    return table(COLUMNS, [[guarded(cell) for cell in _cells(each)] for each in moved])


def _cells(move: Move) -> list[str]:
    change = "" if move.change is None else _signed(move.change, "-")
    checks = "; ".join(_check(check) for check in move.checks)
    points = [_points(move.before), _points(move.after)]
    return [one_line(move.student), move.kind, *points, change, checks, "; ".join(move.why)]


def lines_of(moved: Sequence[Move], where: str) -> Iterator[str]:
    """Yield a line for each of the first, and where the rest is."""
    for each in moved[:SHOWN]:
        sides = f"{_points(each.before) or 'blank'} → {_points(each.after) or 'blank'}"
        change = f" ({_signed(each.change)})" if each.change else ""
        checks = [check.id for check in each.checks]
        told = ", ".join(checks[:4]) + (", …" if len(checks) > 4 else "")
        told = f", {told}" if told else ""
        sides = "" if each.kind in (Kind.NEW, Kind.GONE) else f" {sides}{change}{told}"
        yield f"{each.kind}: {each.student}{sides}: {'; '.join(each.why)}"
    if len(moved) > SHOWN:
        yield f"… and {len(moved) - SHOWN} more: all are in {where}"


def page_of(moved: Sequence[Move], title: str, counts: str, notes: Sequence[str] = ()) -> str:
    """Return the page.

    Parameters
    ----------
    moved : who moved
    title : the course's; may be empty
    counts : how many moved, in a sentence
    notes : what else is to be said
    """
    head = escape(f"Graded again: {title}" if title else "Graded again")
    rows = "\n".join(map(_row, moved))
    heads = "".join(
        f'<th scope="col"{" class=number" if number else ""}>{name}</th>'
        for name, number in (("student", 0), ("before", 1), ("after", 1), ("change", 1),
                             ("checks", 0), ("why", 0))
    )  # fmt: skip
    said = "".join(f"<p>{escape(one_line(note))}</p>\n" for note in notes)
    listed = (
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        if moved
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{head}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{head}</h1>\n"
        f"<p>{escape(counts)}</p>\n{said}{listed}\n</body>\n</html>\n"
    )


def _row(move: Move) -> str:
    change = "" if move.change is None else _signed(move.change)
    checks = "".join(
        f"<li>{escape(one_line(check.title))} <small>({escape(_check(check))})</small></li>"
        for check in move.checks
    )
    why = "; ".join(move.why)
    is_there = (move.kind is not Kind.NEW, move.kind is not Kind.GONE)
    before, after = (
        (_points(points) or "blank") if there else ""
        for points, there in zip((move.before, move.after), is_there, strict=True)
    )
    name = one_line(move.student) + ("" if move.kind is Kind.MOVED else f" ({move.kind})")
    cells = [
        ("", "student", escape(name)),
        ("number", "before", escape(before)),
        ("number", "after", escape(after)),
        ("number", "change", escape(change)),
        ("", "checks", f"<ul>{checks}</ul>" if checks else ""),
        ("", "why", escape(why)),
    ]
    return "<tr>" + "".join(
        f'<td{f" class={kind}" if kind else ""} data-is="{name}">{text}</td>'
        for kind, name, text in cells
    ) + "</tr>"  # fmt: skip


def _check(check: CheckMove) -> str:
    sides = zip((check.before, check.after), check.out_of, strict=True)
    before, after = (
        "none" if points is None else f"{points_text(points)} of {points_text(most or 0)}"
        for points, most in sides
    )
    return f"{check.id} {before} → {after}"


def _points(points: float | None) -> str:
    return "" if points is None else points_text(points)


def _signed(change: float, minus: str = "−") -> str:
    return f"{'+' if change >= 0 else minus}{points_text(abs(change))}"
