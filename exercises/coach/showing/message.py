"""A finding as a message: what a learner reads in the terminal, in a notebook and in feedback."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from exercises.coach.catalogue import misconception
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.finding import Finding, Flaw

__all__ = ["Row", "expected_text", "got_text", "message", "rows_of"]

INDENT = "  "
LABEL = 10


@dataclass(frozen=True)
class Row:
    """One thing that a message says; ``label`` is empty for the call, and for facts."""

    label: str
    text: str
    is_call: bool = False


def rows_of(finding: Finding, picture: str = "", again: Collection[str] = ()) -> Iterator[Row]:
    """Yield what there is to say, in order, whatever it is then written as.

    Parameters
    ----------
    finding : what is wrong
    picture : where the picture of it is, if there is one
    again : ids that were explained before, and are only named
    """
    if finding.call:
        yield Row("", finding.call, is_call=True)
    if got := got_text(finding.flaw):
        yield Row("got", got)
    if expected := expected_text(finding.flaw):
        yield Row("expected", expected)
    yield from (Row("", fact.text) for fact in finding.flaw.facts)
    key = f"{exercise_of(finding.stem).key}.{finding.function}"
    for name in finding.flaw.misconceptions:
        said = " again" if name in again else f": {_explained(name, key)}"
        yield Row("", f"looks like `{name}`{said}")
    if picture:
        yield Row("picture", picture)


def got_text(flaw: Flaw) -> str:
    """Return what came back, with the part of the value that it is."""
    return _labelled(flaw.part, flaw.got)


def expected_text(flaw: Flaw) -> str:
    """Return what is expected, and why."""
    because = f"  ({flaw.because})" if flaw.because else ""
    return _labelled(flaw.part, flaw.expected) + because


def message(finding: Finding, picture: str = "", again: Collection[str] = ()) -> str:
    """Return the message as plain text, ready to print."""
    lines: list[str] = []
    for row in rows_of(finding, picture, again):
        if row.is_call:
            lines.append(row.text)
        elif row.label:
            first, *rest = row.text.split("\n")
            lines.append(f"{INDENT}{row.label:<{LABEL}}{first}")
            lines += [" " * (len(INDENT) + LABEL) + line for line in rest]
        elif row.text:
            lines.append(INDENT + row.text)
    return "\n".join(lines)


def _explained(name: str, key: str) -> str:
    mistake = misconception(name)
    pointer = f" Chapter: {mistake.chapter}." if mistake.chapter else ""
    return mistake.sentence(key) + pointer


def _labelled(part: str, text: str) -> str:
    return f"{part} = {text}" if part and text else text
