"""A finding as rows, whatever they are then written as; and the rows as plain text, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from exercises.coach.contracts import exercise_of
from exercises.coach.judging.finding import Fact, Finding, Flaw, Kind
from exercises.coach.misconception_catalogue import misconception
from exercises.coach.showing.results import State

__all__ = [
    "INDENT", "KEPT", "LABEL", "PICTURE", "Form", "Row", "got_text", "markdown_of_rows", "message",
    "plain_text", "printable", "rows_of",
]  # fmt: skip

INDENT = "  "
LABEL = 10
# The tab, and what only joins or parts letters: no terminal obeys it.
KEPT = "\t\u200c\u200d\u00a0\u3000"
PICTURE = "picture"
# What a first message never leaves out: what to do, the line that failed, what became of the rest.
FIRST = (Kind.ADVICE, Kind.LINE, Kind.OF_THIS_CALL, Kind.OURS)


class Form(StrEnum):
    """How the text of a row is set."""

    WORDS = "words"
    # What a learner would type; the row stands at the margin.
    CALL = "call"
    VALUE = "value"
    # One of a list.
    ITEM = "item"
    # A line of a program: its blanks count.
    CODE = "code"
    # Lines that were printed: of many, the last ones count.
    OUTPUT = "output"
    # Never broken into lines: a path, or a command.
    WHOLE = "whole"


@dataclass(frozen=True)
class Row:
    """One thing that a message says.

    Attributes
    ----------
    label : what the text is, for example ``got``; empty for the call, and for facts
    text : in words or numbers, of one line or more
    form : how it is set
    is_detail : whether it is left out of a first message, and is there for who asks for more
    state : of the test that it is about, where that gives its colour
    """

    label: str
    text: str
    form: Form = Form.WORDS
    is_detail: bool = False
    state: State | None = None


def rows_of(finding: Finding, picture: str = "", again: Collection[str] = ()) -> Iterator[Row]:
    """Yield what there is to say, in order, whatever it is then written as.

    Parameters
    ----------
    finding : what is wrong
    picture : where the picture of it is, if there is one
    again : ids that were explained before, and are only named
    """
    flaw = finding.flaw
    if finding.call:
        yield Row("", finding.call, Form.CALL)
    if got := got_text(flaw):
        yield Row("got", got, Form.VALUE)
    if expected := _expected_text(flaw):
        yield Row("expected", expected, Form.VALUE)
    first = _first_facts(flaw)
    for fact in flaw.facts:
        form = Form.CODE if fact.kind in (Kind.LINE, Kind.CALLER) else Form.WORDS
        yield Row("", fact.text, form, is_detail=fact not in first)
    key = f"{exercise_of(finding.stem).key}.{finding.function}"
    for name in flaw.misconceptions:
        said = " again" if name in again else f": {_explained(name, key)}"
        yield Row("", f"looks like `{name}`{said}")
    if picture:
        yield Row(PICTURE, picture, Form.WHOLE)


def _first_facts(flaw: Flaw) -> list[Fact]:
    """Return the facts of a first message; where the mistake has no name, the most telling too."""
    source = [fact for fact in flaw.facts if fact.kind is Kind.SOURCE]
    first = [fact for fact in flaw.facts if fact.kind in FIRST]
    others = [fact for fact in flaw.facts if fact.kind is not Kind.SOURCE]
    return source + (first if first or flaw.misconceptions else others[:1])


def got_text(flaw: Flaw) -> str:
    """Return what came back, with the part of the value that it is."""
    return _labelled(flaw.part, flaw.got)


def _expected_text(flaw: Flaw) -> str:
    """Return what is expected, and why."""
    because = f"  ({flaw.because})" if flaw.because else ""
    return _labelled(flaw.part, flaw.expected) + because


def message(finding: Finding) -> str:
    """Return the whole message as plain text, ready to print."""
    return plain_text(rows_of(finding))


def plain_text(rows: Iterable[Row]) -> str:
    """Return all rows as plain text, none of them broken or cut, that no terminal obeys."""
    lines: list[str] = []
    for row in rows:
        if row.form is Form.CALL:
            lines.append(row.text)
        elif row.label:
            first, *rest = row.text.split("\n")
            lines.append(f"{INDENT}{row.label:<{LABEL}}{first}")
            lines += [" " * (len(INDENT) + LABEL) + line for line in rest]
        elif row.text:
            lines.append(INDENT + row.text)
    return printable("\n".join(lines), keep=f"\n{KEPT}")


def markdown_of_rows(rows: Iterable[Row], indent: str = "") -> list[str]:
    """Return the lines of a fenced block, ``indent`` before each.

    A message may hold back quotes, markup and control characters: the fence is longer than any run
    of back quotes in it, and what is not printable is replaced.
    """
    text = plain_text(rows)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [printable(line, keep="\t") for line in text.split("\n")]
    return [f"{indent}{line}" for line in (f"{fence}text", *lines, fence)]


def printable(text: str, keep: str = "") -> str:
    """Drop control characters but those in ``keep``: nothing may obey a learner's text."""
    return "".join(c if c.isprintable() or c in keep else "�" for c in text)


def _explained(name: str, key: str) -> str:
    mistake = misconception(name)
    pointer = f" Chapter: {mistake.chapter}." if mistake.chapter else ""
    return mistake.sentence(key) + pointer


def _labelled(part: str, text: str) -> str:
    return f"{part} = {text}" if part and text else text
