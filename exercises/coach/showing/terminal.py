"""Rows in a terminal of 80 columns or fewer: all, or the few lines of a first message."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from exercises.coach.showing.message import INDENT, KEPT, LABEL, Form, Row, printable
from exercises.coach.showing.next_step import Step
from exercises.coach.showing.plain_letters import in_plain
from exercises.coach.showing.results import State

__all__ = [
    "MOST", "NO_LIMIT", "WIDTH", "Line", "ascii_only", "first_message", "whole_message", "width_of",
    "wrapped",
]  # fmt: skip

WIDTH = 80
# No terminal is taken to be narrower.
LEAST_WIDTH = 40
# Lines of a first message, from its heading to the line that says that there is more.
MOST = 20
# Lines that a row of a first message may take, by its form: the first of these that comes to no
# more than MOST in all. Other rows have one.
LIMITS: tuple[Mapping[Form, int], ...] = (
    {Form.CALL: 2, Form.VALUE: 3, Form.WORDS: 4, Form.CODE: 2, Form.OUTPUT: 3},
    {Form.CALL: 2, Form.VALUE: 2, Form.WORDS: 4, Form.OUTPUT: 2},
    {Form.WORDS: 3},
    {},
)
# How a row begins that has a label before its text.
LABELLED = re.compile(r" +\w+ {2,}\S")


@dataclass(frozen=True)
class Line:
    """A line of text, the state that gives its colour, if one does, and whether it is code."""

    text: str
    state: State | None = None
    is_code: bool = False


NO_LIMIT = Line(
    "no time limit: this Python has neither signals nor threads. A loop that does not end must be\n"
    "stopped by hand (Ctrl-C, or the notebook's Stop)."
)


def whole_message(step: Step, width: int = WIDTH) -> list[Line]:
    """Return all that there is to say about the next step, in lines of ``width`` columns."""
    lines = [Line(step.heading, step.state)]
    for rows in (step.said, [*step.places, *step.hints], step.others):
        lines += [*_laid_out(rows, width), Line("")] if rows else []
    return lines[:-1] if lines[1:] else lines


def first_message(step: Step, more: str, width: int = WIDTH) -> list[Line]:
    """Return the next step in at most 20 lines, the hints that were asked for beside.

    The first three lines say where the mistake is, the call, and what came back of it; the last
    one, where there is more to say, how to see the rest.

    Parameters
    ----------
    step : the next step
    more : the command that shows the rest
    width : of the terminal, in columns
    """
    parts = (step.said, step.places, step.others)
    room = MOST - len([step.heading, more])
    for limits in LIMITS:
        said, places, others = (_limited(rows, limits, width) for rows in parts)
        if len(said) + len(places) + len(others) <= room:
            break
    said = said[: room - len(places) - len(others)]
    is_whole = [said, places, others] == [_laid_out(rows, width) for rows in parts]
    hints = _laid_out(step.hints, width)
    lines = [Line(step.heading, step.state), *said, *places, *hints, *others]
    return lines if is_whole else [*lines, Line(f"{INDENT}{'more':<{LABEL}}{more}")]


def _limited(rows: Iterable[Row], limits: Mapping[Form, int], width: int) -> list[Line]:
    """Return the lines of the rows that are no details, each within its form's share."""
    told = _without_lost_marks((row for row in rows if not row.is_detail), width)
    shown = [(row, limits.get(row.form, 1)) for row in told]
    return [Line(text, row.state) for row, most in shown for text in _cut(row, most, width)]


def _laid_out(rows: Iterable[Row], width: int) -> list[Line]:
    told = _without_lost_marks(rows, width)
    return [Line(text, row.state) for row in told for text in _row_lines(row, width)]


def _without_lost_marks(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """Leave out Python's mark where the line above it takes two: it would be under other words."""
    is_folded = False
    for row in rows:
        if not (is_folded and row.text and not row.text.strip(" ^")):
            yield row
        is_folded = row.form is Form.CODE and len(_row_lines(row, width)) > 1


def _row_lines(row: Row, width: int) -> list[str]:
    """Return the lines of a row, each continuation hanging under its text."""
    if not row.text:
        return []
    margin = "" if row.form is Form.CALL else INDENT * (2 if row.form is Form.OUTPUT else 1)
    start = f"{INDENT}{row.label:<{LABEL}}" if row.label else margin
    hang = " " * len(start) + INDENT * (row.form in (Form.CALL, Form.ITEM))
    lines = []
    for number, text in enumerate(printable(row.text, keep=f"\n{KEPT}").split("\n")):
        line = (hang if number else start) + text
        if len(line) <= width or row.form is Form.WHOLE:
            lines.append(line)
        else:
            # In words a long one is a path or a name, which is to be copied.
            lines += textwrap.wrap(
                line,
                width,
                subsequent_indent=hang,
                break_long_words=row.form is not Form.WORDS,
                break_on_hyphens=False,
            )
    return lines


def _cut(row: Row, most: int, width: int) -> list[str]:
    """Return so many lines, and say where some are left out; of what was printed, the last ones."""
    lines = _row_lines(row, width)
    if len(lines) <= most:
        return lines
    if row.form is Form.OUTPUT:
        return [f"{INDENT * 2}…", *lines[len(lines) - most :]]
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[: width - 2]} …"]


def width_of(columns: int) -> int:
    """Return the width of lines in a terminal of so many columns."""
    return min(max(columns, LEAST_WIDTH), WIDTH)


def wrapped(text: str, width: int) -> str:
    """Break the lines of a text that are longer, between words, each part as far in as its line.

    A line with a path in it that is longer itself stays whole, so that it can be copied.
    """
    rows = []
    for line in text.split("\n"):
        parts = [line]
        if len(line) > width:
            hang = line[: len(line) - len(line.lstrip())]
            parts = textwrap.wrap(
                line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
            )
        # So does one of which a label would be left alone.
        is_parted = LABELLED.match(line) is not None and " " not in parts[0].strip()
        is_narrow = max(map(len, parts), default=0) <= width
        rows += parts if is_narrow and not is_parted else [line]
    return "\n".join(rows)


def ascii_only(text: str, encoding: str | None) -> str:
    """Return ``text`` in letters that ``encoding`` has: θ as ``theta`` where it must be."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        encoding = encoding or "ascii"
        return in_plain(text).encode(encoding, "replace").decode(encoding)
    return text
