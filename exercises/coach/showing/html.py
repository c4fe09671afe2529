"""Rows as HTML that stands alone: no script, no style sheet, no link, every text escaped.

Text and ground keep the colours of the page around, dark or light; a state is a coloured border
beside words that say it. Whatever a learner wrote, named or printed is text and never markup.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from exercises.coach.showing.message import KEPT, PICTURE, Form, Row, printable
from exercises.coach.showing.next_step import Step
from exercises.coach.showing.pictures.compressed import smaller
from exercises.coach.showing.results import State
from exercises.coach.showing.terminal import Line

__all__ = [
    "html_of_board",
    "html_of_image",
    "html_of_picture",
    "html_of_rows",
    "html_of_step",
    "html_of_words",
]

# Seen on white and on black.
COLOURS: dict[State | None, str] = {
    "right": "#2a9d5c", "wrong": "#d55e00", "not started": "#b8860b", None: "#8a8a8a",
}  # fmt: skip
MONOSPACE = "font-family:monospace"
SCROLLS = f"{MONOSPACE};white-space:pre;overflow-x:auto"
# Of one value, before it is folded.
LONG = 400
SUMMARY = '<summary style="cursor:pointer">more</summary>'
# The words for whoever cannot see a picture: of a mistake, and of what is all right.
OF_WRONG = "what came back, and what is wrong with it"
OF_RIGHT = "what your functions do"


def html_of_board(lines: Iterable[Line]) -> str:
    """Return the board's lines, each with the colour of its state."""
    return "".join(
        f'<div style="{_border(line.state)};{MONOSPACE};white-space:pre-wrap">'
        f"{_escaped(line.text)}</div>"
        for line in lines
        if line.text
    )


def html_of_step(step: Step, picture: bytes | None = None) -> str:
    """Return the next step: its heading, the picture, and the rows, the details folded."""
    heading = f"<strong>{_escaped(step.heading)}</strong>"
    # Where it is shown, nobody needs its path.
    rows = [row for row in step.rows if picture is None or row.label != PICTURE]
    words = OF_RIGHT if step.state == "right" else OF_WRONG
    image = html_of_image(picture, words) if picture is not None else ""
    return _block(step.state, heading + image + html_of_rows(rows))


def html_of_picture(words: str, picture: bytes) -> str:
    """Return a picture of something that is right, under the words that say so."""
    return _block("right", f"<strong>{_escaped(words)}</strong>{html_of_image(picture, OF_RIGHT)}")


def html_of_rows(rows: Iterable[Row]) -> str:
    """Return the rows of a finding, or of a next step: first what matters, then a fold."""
    shown = [row for row in rows if row.text]
    first = [_shortened(row) for row in shown if not row.is_detail]
    rest = [row for row in shown if row.is_detail or _is_long(row)]
    return _laid_out(first) + (f"<details>{SUMMARY}{_laid_out(rest)}</details>" if rest else "")


def _block(state: State | None, inside: str) -> str:
    style = f"{_border(state)};margin:0.8em 0;max-width:56em;overflow-wrap:anywhere"
    return f'<div style="{style}">{inside}</div>'


def _border(state: State | None) -> str:
    return f"border-left:4px solid {COLOURS[state]};padding-left:0.8em"


def html_of_image(png: bytes, words: str) -> str:
    """Return a picture, in no more bytes than its marks need: a notebook keeps it.

    Parameters
    ----------
    words : for whoever cannot see it
    """
    data = b64encode(smaller(png)).decode()
    # A picture is drawn on white, whatever the page is.
    style = "display:block;max-width:100%;background:#ffffff;margin:0.5em 0"
    return f'<img alt="{_escaped(words)}" style="{style}" src="data:image/png;base64,{data}">'


def _laid_out(rows: Sequence[Row]) -> str:
    """Return the rows; lines of code that follow each other are one block, so that marks fit."""
    parts = []
    for form, group in groupby(rows, key=lambda row: row.form):
        if form in (Form.CODE, Form.OUTPUT):
            text = "\n".join(row.text for row in group)
            parts.append(f'<pre style="{SCROLLS};margin:0.3em 0 0.3em 1em">{_escaped(text)}</pre>')
        else:
            parts += [_row(row) for row in group]
    return "".join(parts)


def _row(row: Row) -> str:
    is_prose = row.form in (Form.WORDS, Form.ITEM)
    text = html_of_words(row.text) if is_prose else _escaped(row.text)
    style = "" if is_prose else f"{MONOSPACE};"
    if not row.label:
        style += f"{_border(row.state)};" if row.state else ""
        left = "0" if row.form is Form.CALL else "1em"
        return f'<div style="{style}margin:0.3em 0 0.3em {left};white-space:pre-wrap">{text}</div>'
    label = f'<span style="flex:0 0 5.5em;opacity:0.8">{_escaped(row.label)} </span>'
    value = f'<span style="{style}flex:1;white-space:pre-wrap">{text}</span>'
    return f'<div style="display:flex;margin:0.3em 0 0.3em 1em">{label}{value}</div>'


def _is_long(row: Row) -> bool:
    return row.form in (Form.CALL, Form.VALUE) and len(row.text) > LONG


def _shortened(row: Row) -> Row:
    return Row(row.label, f"{row.text[:LONG]} …", row.form) if _is_long(row) else row


def html_of_words(text: str) -> str:
    """Escape, and set what stands between back quotes as code; a single one is only a sign."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", _escaped(text))


def _escaped(text: str) -> str:
    # Joiners are letters to many scripts, and to signs made of several.
    return escape(printable(text, keep=f"\n{KEPT}"))
