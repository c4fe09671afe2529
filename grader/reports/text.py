"""A grade in words: points, reasons, what a check said, and text that is safe to print."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from exercises.coach.contracts import CARRIED, exercise_of
from exercises.coach.showing.message import message, printable
from grader.grades import CheckGrade, Counted, Reason, Why
from grader.wording import all_of

__all__ = [
    "UNSEEN", "counted_text", "in_markdown", "json_bytes", "message_of", "names_text", "of_text",
    "one_line", "percent_text", "points_text", "printable", "reason_text", "right_text",
    "with_unseen_spelt",
]  # fmt: skip

OWN = "With your own:"
FAULT = "This check could not be judged: a fault of the grader's, which costs you nothing."


def points_text(points: float) -> str:
    """Return points without needless decimals: ``17`` or ``17.5``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def of_text(points: float, most: float) -> str:
    """Return points and how many there could be: ``17.5 of 20``."""
    return f"{points_text(points)} of {points_text(most)}"


def percent_text(share: float) -> str:
    """Return a share of 1 in per cent: ``0 %`` and ``100 %`` only where they are exact."""
    whole = round(100 * share)
    if whole in (0, 100) and share not in (0, 1):
        return "<1 %" if whole == 0 else ">99 %"
    return f"{whole} %"


def counted_text(counted: Counted) -> str:
    """Return in a sentence what counts of the points, and why."""
    why = []
    if counted.is_weighted:
        is_docked = counted.points != counted.before_late
        before = f"{points_text(counted.before_late)} " if is_docked else ""
        why.append(f"{before}by the weights of the exercises")
    if counted.lateness:
        why.append(counted.lateness)
    said = f"{of_text(counted.points, counted.out_of)} points count"
    return f"{said}: {'; '.join(why)}." if why else f"{said}."


def reason_text(reason: Reason) -> str:
    """Return a reason as a sentence."""
    about = reason.about
    match reason.why:
        case Why.NOT_SUBMITTED:
            return f"{about[0]} was not handed in."
        case Why.NOT_STARTED:
            return f"`{about[0]}` is not written yet."
        case Why.WAITS:
            return f"`{about[0]}` waits for {about[1]}, which is not written yet."
        case Why.BUILDS_ON:
            causes = all_of(f"`{name}`" for name in about[1:])
            return f"Skipped: `{about[0]}` builds on {causes}, not right yet."
        case Why.CARRIED:
            right = f"{right_text(about)} in place of yours"
            return f"Counted in full: with {right} this is right.\n{OWN}"
        case Why.STILL_WRONG:
            is_first = about in ((), (CARRIED.key,))
            place = f" in exercise {CARRIED.exercise.number}" if is_first else ""
            return f"With {right_text(about)}{place}:"
        case Why.GRADER_FAULT:
            return FAULT
        case Why.UNREADABLE | Why.SKIPPED:
            return about[0]


def right_text(functions: Sequence[str]) -> str:
    """Return what stood in for functions, given by their keys, in words.

    >>> right_text(["ex5.mse_grad"]), right_text(["ex5.mse_loss", "ex5.mse_grad", "ex5.fit"])
    ('a right `mse_grad`', 'right `mse_loss`, `mse_grad` and `fit`')
    """
    # Gradebooks from before any other function was carried forward name none.
    keys = functions or (CARRIED.key,)
    return f"{'a right' if len(keys) == 1 else 'right'} {names_text(keys)}"


def names_text(functions: Sequence[str]) -> str:
    """Return the names of functions, given by their keys, in words."""
    *names, last = (f"`{key.partition('.')[2]}`" for key in functions)
    return f"{', '.join(names)} and {last}" if names else last


def message_of(check: CheckGrade) -> str:
    """Return all that a check said, as one text: its reasons, then the finding."""
    number = exercise_of(check.key).number
    parts = []
    for reason in check.reasons:
        is_open = reason.why in (Why.NOT_STARTED, Why.WAITS)
        parts.append((f"exercise {number}: " if is_open else "") + reason_text(reason))
    if check.finding is not None:
        parts.append(message(check.finding))
    return "\n".join(parts)


def one_line(text: str) -> str:
    """Return text as one printable line."""
    return printable(" ".join(text.split()))


# What a terminal or a spreadsheet acts upon and nobody sees: control characters but the tab and the
# ends of lines, what turns the writing round, and the mark of byte order, which hides a formula.
UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_EACH = re.compile(f"[{UNSEEN}]")


def with_unseen_spelt(text: str) -> str:
    r"""Return text in which what is acted upon and not seen is spelt as JSON spells it.

    >>> print(with_unseen_spelt("ada" + chr(0x202E)))
    ada\u202e
    """
    return _EACH.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_bytes(told: Any, indent: int | None = None) -> bytes:
    r"""Return a document of JSON in UTF-8, in which nothing that a terminal acts upon is bare.

    >>> json_bytes({"ü": chr(0x9B)}).decode()
    '{"ü": "\\u009b"}'
    """
    text = json.dumps(told, ensure_ascii=False, indent=indent)
    return with_unseen_spelt(text).encode("utf-8", "backslashreplace")


# A run of back quotes with what it encloses as code, up to the next run of its length; one that
# encloses nothing; other text. Names may hold runs of any length, and Markdown goes by them.
_PARTS = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|`+|[^`]+", re.DOTALL)


def in_markdown(text: str) -> str:
    r"""Return text in which nothing that a student named is an element, a link or a picture.

    Code between back quotes stays as it is.

    >>> print(in_markdown("`a<b` <b>![x](http://there)"))
    `a<b` \<b>![x]\(http://there)
    """
    return "".join(
        found[0] if found[1] else re.sub(r"[\\<]|(?<=\])[(\[:]", r"\\\g<0>", found[0])
        for found in _PARTS.finditer(text)
    )
