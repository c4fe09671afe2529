"""Where a function stands that is missing: under another name, or inside of something else."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

from exercises.coach.judging.question import Question

__all__ = ["misplaced", "renamed"]

# Letters of a name, a header or a place: a submission may claim anything.
LONGEST = 200


def renamed(question: Question, value: object) -> tuple[str, str] | None:
    """Return the header and place of the function that stands for one that is missing.

    Parameters
    ----------
    value : what `exercises.coach.calling.observe.missing` found

    Returns
    -------
    (header, place) of the one function that no stub has and whose name, or whose parameters, are
    those of the missing one; None where there is no such one
    """
    known = question.exercise.functions
    rows = [row for row in _rows(value) if row.name not in known and not row.word]
    others = {row.name: row for row in rows}
    near = get_close_matches(question.function, list(others), 2, 0.75)
    squashed = [n for n in others if _squashed(n) == _squashed(question.function)]
    due = ", ".join(question.contract.parameters)
    alike = [name for name, row in others.items() if row.parameters == due]
    is_telling = len(question.contract.parameters) > 1
    # `gradient` for `grad`, and the other way round.
    longer = [n for n in alike if _is_longer(n, question.function)]
    for names in (squashed, near, longer, alike if is_telling else []):
        if len(names) == 1:
            row = others[names[0]]
            return f"{row.name}({row.parameters})", row.place
    return None


def misplaced(question: Question, value: object) -> tuple[str, str, str] | None:
    """Return the place of the one function that is missing because it is inside of something else.

    Parameters
    ----------
    value : as for `renamed`

    Returns
    -------
    (place, word, name) of what it is inside of, for example ``("Line 3", "class", "Loss")`` or
    ``("Line 3", "if", "")``; None where there is no such one
    """
    found = [row for row in _rows(value) if row.name == question.function]
    if len(found) != 1 or not found[0].word:
        return None
    return found[0].place, found[0].word, found[0].outer


class _Row(NamedTuple):
    """A function that is there: its place, and what it is inside of."""

    name: str
    parameters: str
    place: str
    word: str
    outer: str


def _rows(value: object) -> list[_Row]:
    """Return the rows that are what they should be: a submission may claim anything."""
    rows = value if isinstance(value, (tuple, list)) else ()
    return [_Row(*(each[:LONGEST] for each in row)) for row in rows if _is_row(row)]


def _is_row(row: object) -> bool:
    is_as_long = isinstance(row, (tuple, list)) and len(row) == len(_Row._fields)
    return is_as_long and all(isinstance(each, str) for each in row)  # type: ignore[attr-defined]


def _is_longer(one: str, other: str) -> bool:
    """Whether one of two names begins with the other."""
    short, long = sorted((_squashed(one), _squashed(other)), key=len)
    return len(short) > 2 and long.startswith(short)


def _squashed(name: str) -> str:
    return name.replace("_", "").lower()
