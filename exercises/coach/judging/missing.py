"""Where a function stands that is missing: under another name, or inside of something else."""

from __future__ import annotations

from difflib import get_close_matches

from exercises.coach.judging.question import Question

__all__ = ["misplaced", "renamed"]

# Letters of a name, a header or a place: a submission may claim anything.
LONGEST = 200


def renamed(question: Question, value: object) -> tuple[str, str] | None:
    """Return the header and place of the function that stands for one that is missing.

    Parameters
    ----------
    value : what `exercises.coach.calling.observe.missing` found: (name, header, place, what it is
        inside of) of each function

    Returns
    -------
    (header, place) of the one function that no stub has and whose name, or whose parameters, are
    those of the missing one; None where there is no such one
    """
    known = question.exercise.functions
    rows = _headers(value)
    others = {n: (h, place) for n, h, place, inside in rows if n not in known and not inside}
    near = get_close_matches(question.function, list(others), 2, 0.75)
    squashed = [n for n in others if _squashed(n) == _squashed(question.function)]
    due = ", ".join(question.contract.parameters)
    alike = [n for n, (h, _) in others.items() if h.partition("(")[2].rstrip(")") == due]
    is_telling = len(question.contract.parameters) > 1
    # `gradient` for `grad`, and the other way round.
    longer = [n for n in alike if _is_longer(n, question.function)]
    for names in (squashed, near, longer, alike if is_telling else []):
        if len(names) == 1:
            return others[names[0]]
    return None


def misplaced(question: Question, value: object) -> tuple[str, str] | None:
    """Return the place of the one function that is missing because it is inside of something else.

    Parameters
    ----------
    value : as for `renamed`

    Returns
    -------
    (place, what it is inside of), for example ``("Line 3", "class Loss")``; None where there is no
    such one
    """
    found = [(place, inside) for n, _, place, inside in _headers(value) if n == question.function]
    return found[0] if len(found) == 1 and found[0][1] else None


def _headers(value: object) -> list[tuple[str, str, str, str]]:
    """Return the rows that are what they should be: a submission may claim anything."""
    found = []
    for row in value if isinstance(value, (tuple, list)) else ():
        is_row = isinstance(row, (tuple, list)) and len(row) == 4
        if is_row and all(isinstance(each, str) for each in row):
            name, header, place, inside = (each[:LONGEST] for each in row)
            found.append((name, header, place, inside))
    return found


def _is_longer(one: str, other: str) -> bool:
    """Whether one of two names begins with the other."""
    short, long = sorted((_squashed(one), _squashed(other)), key=len)
    return len(short) > 2 and long.startswith(short)


def _squashed(name: str) -> str:
    return name.replace("_", "").lower()
