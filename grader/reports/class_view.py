"""The figures of a class on one screen: 80 columns, some 40 lines, however many students."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.encoding import in_encoding
from grader.reports.class_records import Blankness, Ungraded
from grader.reports.statistics import (
    EACH_SIDE,
    FEWEST,
    TOGETHER,
    CheckFigures,
    ClassFigures,
    ExerciseFigures,
    Pair,
    Separation,
)
from grader.reports.text import one_line, percent_text, points_text
from grader.wording import listed

__all__ = ["WIDTH", "head_of", "mean_text", "pair_text", "print_class", "why_untold"]

WIDTH = 80
# An ellipsis is three characters in ASCII.
ROOM = WIDTH - 2
BAR = 8
HARDEST, COMMONEST, SEPARATING, PAIRS = 5, 5, 3, 3
NAMED = 5


def print_class(figures: ClassFigures, console: Console, out: str = "") -> None:
    """Print the figures of a class; no line is longer than `WIDTH`, on any terminal.

    Parameters
    ----------
    figures : of the class
    console : where
    out : where the reports are, which have what a screen cannot hold
    """
    console.width = WIDTH
    console.print(_view(figures, out, console.encoding), soft_wrap=True)


def _view(figures: ClassFigures, out: str, encoding: str) -> RenderableType:
    if not figures.students:
        return Text("Nobody is in the reports.")
    # Before anything is laid out: in plain characters a Greek letter is five.
    checks = [
        replace(each, title=in_encoding(one_line(each.title), encoding)) for each in figures.checks
    ]
    parts: list[RenderableType] = [*_lines(" · ".join(head_of(figures)), style="bold")]
    if checks:
        parts.append(_distribution_and_exercises(figures))
        parts += _hardest(checks)
        parts += _mistakes(figures)
        parts += _separating(figures, checks)
        parts += _pairs(figures)
    parts += [Text(), *_lines(_ungraded(figures.ungraded))]
    parts += _by_name(figures.ungraded)
    if out and figures.mistakes:
        parts += _lines(
            f"Who made which mistake: {out}/misconceptions.csv, or grader report {out}."
        )
    return Group(*parts)


def head_of(figures: ClassFigures) -> Iterator[str]:
    """Yield what stands above all figures, in a few words each."""
    yield f"{figures.students} student{'s' * (figures.students != 1)}"
    yield f"{len(figures.totals)} with a total"
    if figures.mean is not None and figures.median is not None:
        yield f"mean {mean_text(figures.mean, figures.out_of)}"
        yield f"median {mean_text(figures.median, figures.out_of)}"


def mean_text(share: float, out_of: float | None) -> str:
    """Return a mean in points; in per cent where not all are out of as many."""
    if out_of is None:
        return f"{100 * share:.1f} %"
    return f"{share * out_of:.1f} of {points_text(out_of)}"


def pair_text(pair: Pair) -> str:
    """Name the two mistakes, and say whether it was in one answer."""
    (one, first), (other, second) = pair.first, pair.second
    where = f", {pair.in_one} in one answer" if pair.in_one else ""
    return f"{one} {one_line(first)} and {other} {one_line(second)}{where}"


def why_untold(figures: ClassFigures, what: str) -> str:
    """Say why nothing is said of what separates, or of what comes together.

    Parameters
    ----------
    figures : of the class
    what : ``separates`` or ``comes together``
    """
    if what == "separates":
        needs = (
            f"{FEWEST} students of whom everything was judged (here {figures.whole}), "
            f"{EACH_SIDE} who passed a check and {EACH_SIDE} who did not"
        )
    else:
        needs = f"{FEWEST} students, and two mistakes that {TOGETHER} of them made"
    return f"What {what} is not told: it takes {needs}."


def _lines(text: str, style: str = "") -> Iterator[Text]:
    return (Text(line, style=style) for line in textwrap.wrap(one_line(text), ROOM))


def _table(*heads: str, width: int | None = ROOM) -> Table:
    """Return a table of which no cell is ever wrapped; a head that ends in > is right-aligned."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), width=width)
    for number, head in enumerate(heads):
        is_last = width is not None and number == len(heads) - 1
        table.add_column(
            head.removesuffix(">"), justify="right" if head.endswith(">") else "left",
            no_wrap=True, overflow="ellipsis", ratio=1 if is_last else None,
        )  # fmt: skip
    return table


def _distribution_and_exercises(figures: ClassFigures) -> Table:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_row(_distribution(figures), _exercises(figures.exercises))
    return grid


def _distribution(figures: ClassFigures) -> Table:
    table = _table("total>", "", "of>", width=None)
    most = max(figures.bins) or 1
    for number, count in enumerate(figures.bins):
        bar = "█" * max(round(BAR * count / most), int(count > 0))
        table.add_row(f"{10 * number}-{10 * number + 10} %", bar.ljust(BAR), str(count))
    return table


def _exercises(exercises: Iterable[ExerciseFigures]) -> Table:
    exercises = list(exercises)
    again = ["first, now>"] if any(each.again for each in exercises) else []
    table = _table("", "mean>", "full>", "of>", *again, width=None)
    for each in exercises:
        told = [each.key, mean_text(each.mean, each.out_of), str(each.full), str(each.judged)]
        if each.again:
            first, last = (percent_text(share) for share in (each.again.first, each.again.last))
            told.append(f"{first}, {last} of {each.again.of}")
        table.add_row(*told)
    return table


def _section(table: Table) -> list[RenderableType]:
    return [Text(), table] if table.row_count else []


def _hardest(checks: Iterable[CheckFigures]) -> list[RenderableType]:
    table = _table("passed>", "of>", "", "Hardest checks")
    for each in sorted(checks, key=lambda each: each.rate)[:HARDEST]:
        if each.passed < each.judged:
            table.add_row(
                percent_text(each.rate), str(each.judged), each.exercise, Text(each.title)
            )
    return _section(table)


def _mistakes(figures: ClassFigures) -> list[RenderableType]:
    table = _table("made>", "by>", "of>", "", "Most common mistakes")
    for each in sorted(figures.mistakes, key=lambda each: -each.rate)[:COMMONEST]:
        table.add_row(
            percent_text(each.rate), str(len(each.students)), str(each.judged), each.exercise,
            Text(f"{one_line(each.id)}, in {', '.join(each.functions)}"),
        )  # fmt: skip
    if not table.row_count:
        return [Text(), Text("Nobody made a mistake that has a name.")]
    return _section(table)


def _separating(figures: ClassFigures, checks: Iterable[CheckFigures]) -> list[RenderableType]:
    known = [(check, found) for check in checks if (found := check.separation) is not None]
    if not known:
        return [Text(), *_lines(why_untold(figures, "separates"))]
    clear = [each for each in known if each[1].is_clear]
    table = _table("ahead in 100 pairs>", "of>", "", "What separates strong from weak")
    for check, found in sorted(clear, key=lambda each: -each[1].ahead)[:SEPARATING]:
        table.add_row(*_separation(found), check.exercise, Text(check.title))
    for check, found in known:
        if found.is_reversed:
            table.add_row(*_separation(found), check.exercise, Text(f"LOOK AT: {check.title}"))
    if not table.row_count:
        return [Text(), *_lines("No check separates beyond what chance explains.")]
    return _section(table)


def _separation(found: Separation) -> tuple[str, str]:
    ahead, low, high = (round(100 * share) for share in (found.ahead, found.low, found.high))
    return f"{ahead} ({low} to {high})", str(found.passed + found.failed)


def _pairs(figures: ClassFigures) -> list[RenderableType]:
    if not figures.pairs_tried:
        return [Text(), *_lines(why_untold(figures, "comes together"))]
    table = _table("both>", "by chance>", "of>", "Mistakes that come together")
    for each in figures.pairs[:PAIRS]:
        table.add_row(
            str(each.both), f"{each.by_chance:.0f}", str(each.of), Text(pair_text(each))
        )  # fmt: skip
    if not table.row_count:
        return [Text(), *_lines("No two mistakes come together beyond what chance explains.")]
    return _section(table)


def _by_name(ungraded: Sequence[Ungraded]) -> Iterator[Text]:
    """Name those about whom there is something to do; who left a part out has a total."""
    parts = []
    for cause in (Blankness.FAULT, Blankness.UNREADABLE, Blankness.NOTHING):
        who = list(dict.fromkeys(each.student for each in ungraded if each.cause is cause))
        if who:
            parts.append(f"{cause}: {listed(map(one_line, who), NAMED)}")
    return _lines(f"By name: {'; '.join(parts)}.") if parts else iter(())


def _ungraded(ungraded: Iterable[Ungraded]) -> str:
    """Count what was not graded, by reason and exercise."""
    counts: dict[Blankness, Counter[str]] = {}
    who: dict[Blankness, set[str]] = {}
    for each in ungraded:
        counts.setdefault(each.cause, Counter())[each.exercise] += 1
        who.setdefault(each.cause, set()).add(each.student)
    parts = []
    for cause in Blankness:
        if cause in counts:
            listed = ", ".join(f"{key} {n}" for key, n in sorted(counts[cause].items()) if key)
            parts.append(f"{cause}: {len(who[cause])}" + (f" ({listed})" if listed else ""))
    return f"Not graded: {'; '.join(parts)}." if parts else "Everything was graded."
