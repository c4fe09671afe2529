"""A tale of a wrong run: an update rule, how many steps, what was kept of them, what came back.

The four are independent of each other, so that two mistakes in one loop are found as two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from exercises.coach.bank.entry import BankFault, same
from exercises.coach.bank.forms import (
    BEST,
    ENDINGS,
    GAPS,
    PAIR,
    PATH,
    RECORDS,
    Ending,
    Form,
    Part,
    Record,
)
from exercises.coach.bank.rules import Rule, Trail
from exercises.coach.compare import array_of

__all__ = ["UNKNOWN", "Tale", "parts_of", "tales"]

UNKNOWN = "?"
"""Stands among a tale's ids for the part that it does not account for."""


@dataclass(frozen=True, eq=False)
class Tale:
    """One way in which a value can have come about.

    Attributes
    ----------
    ids : the mistakes in it; none if the value is right
    rule : the update rule
    tell : a trail of the rule and T ↦ the parts that the tale accounts for, by name
    kept_part : the part that grows with T and begins alike for every T, if there is one
    """

    ids: tuple[str, ...]
    rule: Rule
    tell: Callable[[Trail, int], dict[str, Any]]
    kept_part: str = ""


def tales(form: Form, value: Any, trail: Trail, more: tuple[str, ...]) -> Iterator[Tale]:
    """Yield the tales on this trail that account for the whole value, or for a sure part of it.

    Parameters
    ----------
    more : ids beside the rule's, for example of a loss that is scaled
    """
    rule = trail.rule
    named = ((rule.id,) if rule.id else ()) + more
    if form.is_pair:
        for swapped in (False, True):
            yield from _pairs(value, swapped, trail, named)
        return
    got = form.read(value)
    for ids, part in form.outputs:
        if "gap-half" in ids and more:
            continue  # twice half of the loss is the right loss, on steps of another length
        if BEST in ids and named:
            continue  # without a history the best of T wrong iterates proves nothing
        if same(got, _told("+".join(ids), part, trail, trail.run.steps)):
            grows = form in (PATH, GAPS) and not {"sorted-path", "history-aliased"} & set(ids)
            yield Tale(_joined(named, ids), rule, _value(part), "value" if grows else "")


def _told(name: str, part: Part, trail: Trail, T: int) -> Any:
    try:
        return part(trail, T)
    except BankFault:
        raise
    except Exception as error:
        raise BankFault(name or trail.rule.name) from error


def _value(part: Part) -> Callable[[Trail, int], dict[str, Any]]:
    return lambda trail, T: {"value": part(trail, T)}


def parts_of(form: Form, value: Any, ids: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the value's parts by the names that tales give them."""
    if not form.is_pair:
        return {"value": form.read(value)}
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return {"theta": None, "history": None}
    theta, history = value[::-1] if "swapped-return" in ids else value
    return {"theta": theta, "history": history}


def _pairs(value: Any, swapped: bool, trail: Trail, named: tuple[str, ...]) -> Iterator[Tale]:
    form = ("swapped-return",) if swapped else ()
    parts = parts_of(PAIR, value, form)
    T = trail.run.steps
    theta, history = parts["theta"], parts["history"]
    is_theta = [(e, same(theta, _told(e.id, e.value, trail, T))) for e in ENDINGS]
    found = False
    for ending in [e for e, matches in is_theta if matches]:
        for count, record in product(dict.fromkeys((T + ending.shift, T)), RECORDS):
            if count >= 0 and same(history, _told(record.id, record.value, trail, count)):
                found = True
                yield _tale(named, ending, record, count - T, form, trail.rule)
        # One of T iterates is soon like a wrong θ: without its history the best one proves nothing.
        if not found and ending.id != BEST:
            yield _tale(named, ending, None, 0, form, trail.rule)
    if found or swapped or any(matches for _, matches in is_theta):
        return
    # An unlisted mistake in θ does not hide one in the history that is sure by itself.
    for record in RECORDS:
        due = _told(record.id, record.value, trail, T)
        if same(history, due) and array_of(history) is not None and T > 1:
            yield _tale(named, None, record, 0, form, trail.rule)


def _tale(
    named: tuple[str, ...], ending: Ending | None, record: Record | None, shift: int,
    form: tuple[str, ...], rule: Rule,
) -> Tale:  # fmt: skip
    ids = _joined(
        named,
        (ending.id,) if ending and ending.id else (),
        (record.id,) if record and record.id else (),
        form,
        () if record and ending else (UNKNOWN,),
    )

    def tell(trail: Trail, T: int) -> dict[str, Any]:
        told = {}
        if ending is not None:
            told["theta"] = ending.value(trail, T)
        if record is not None:
            told["history"] = record.value(trail, max(T + shift, 0))
        return told

    grows = record is not None and record.id != "history-aliased"
    return Tale(ids, rule, tell, "history" if grows else "")


def _joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
