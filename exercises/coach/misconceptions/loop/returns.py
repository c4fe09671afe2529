"""What a function returns of a run, right and wrong: the parts of a pair, or a whole value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import pair_of
from exercises.coach.judging.compare import array_of
from exercises.coach.misconception_catalogue import known
from exercises.coach.misconceptions.known_mistake import LOOSE, NOTHING, guarded, near, same
from exercises.coach.misconceptions.loop.rules import RESTARTS, Rule, Trail

__all__ = [
    "BEST",
    "ENDINGS",
    "GAPS",
    "LONG",
    "LOSS",
    "PAIR",
    "PATH",
    "RECORDS",
    "SHORT",
    "THETA",
    "UNKNOWN",
    "Explanation",
    "Form",
    "Output",
    "Part",
    "explanations",
    "kept_in",
    "parts_of",
]

Part = Callable[[Trail, int], Any]
"""A trail and its number of steps ↦ a part of what is returned."""
SHORT, LONG, BEST = "one-step-short", "one-step-long", "returns-best"
# By so many entries what is kept of a run is told from another run's.
FIRST = 8


@dataclass(frozen=True, eq=False)
class Output:
    """What may come back of a run: the ids of the mistakes in it, and its value.

    ``shift`` is how many steps more than are asked for an iterate that is returned comes from.
    """

    ids: tuple[str, ...]
    value: Part
    shift: int = 0

    def __post_init__(self) -> None:
        known(*self.ids)


def _best(trail: Trail, last: int) -> Any:
    losses = np.array(trail.losses_to(last + 1)[: last + 1])
    if not np.any(np.isfinite(losses)):
        return NOTHING
    return trail.theta(int(np.nanargmin(losses)))


def _losses(first: int, more: int) -> Part:
    return lambda trail, T: np.array(trail.recorded_losses(first, T + more))


def _thetas(first: int, more: int) -> Part:
    def of(trail: Trail, T: int) -> Any:
        kept = [trail.recorded(t) for t in range(first, T + more)]
        return np.array(kept) if kept else NOTHING

    return of


def _repeated(what: Callable[[Trail, int], Any], more: int) -> Part:
    return lambda trail, T: np.array([what(trail, T)] * (T + more)) if T + more > 0 else NOTHING


ENDINGS = (
    Output((), lambda trail, T: trail.theta(T)),
    Output((SHORT,), lambda trail, T: trail.theta(T - 1) if T else NOTHING, -1),
    Output((LONG,), lambda trail, T: trail.theta(T + 1), 1),
    Output((BEST,), lambda trail, T: _best(trail, T)),
    Output((BEST,), lambda trail, T: _best(trail, T - 1) if T else NOTHING),
)
RECORDS = (
    Output((), _losses(0, 0)),
    Output(("history-after",), _losses(1, 1)),
    Output(("history-with-final",), _losses(0, 1)),
    Output(("history-of-theta",), _thetas(0, 0)),
    Output(("history-of-theta",), _thetas(1, 1)),
    Output(("history-of-theta",), _thetas(0, 1)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.theta(T), 0)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.theta(T), 1)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.loss(T), 0)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.loss(max(T - 1, 0)), 0)),
)


def _turned(part: Part, turn: Callable[[Any], Any]) -> Part:
    def of(trail: Trail, T: int) -> Any:
        value = part(trail, T)
        return NOTHING if value is NOTHING or np.ndim(value) != 2 else turn(value)

    return of


def _scaled(part: Part, factor: float) -> Part:
    return lambda trail, T: factor * part(trail, T)


def _differences(more: int) -> Part:
    return lambda trail, T: -np.diff(_losses(0, 1 + more)(trail, T))


def _last_empty(trail: Trail, T: int) -> Any:
    """θ₀ … θ_{T−1} in the rows of an array of zeros, whose last row is never written."""
    return np.array([*(trail.theta(t) for t in range(T)), 0 * trail.theta(0)])


def _after_a_copied_start(trail: Trail, T: int) -> Any:
    return np.array([trail.theta(0), *[trail.theta(T)] * T]) if T > 1 else NOTHING


WHOLE = _thetas(0, 1)
# drops-last and one-step-short return the same rows; only the count of gradients tells them apart.
PATHS: tuple[Output, ...] = (
    Output((), WHOLE),
    Output(("drops-start",), _thetas(1, 1)),
    Output(("drops-last",), _thetas(0, 0)),
    Output((SHORT,), _thetas(0, 0)),
    Output((LONG,), _thetas(0, 2)),
    Output(("drops-last",), _last_empty),
    Output((SHORT,), _last_empty),
    Output(("path-transposed",), _turned(WHOLE, np.transpose)),
    Output(("path-coordinates-swapped",), _turned(WHOLE, lambda path: path[:, ::-1])),
    Output(("sorted-path",), _turned(WHOLE, lambda path: path[np.argsort(path[:, 0], kind="stable")])),
    Output(("sorted-path",), _turned(WHOLE, lambda path: np.sort(path, axis=0))),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.theta(T), 1)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.theta(T), 0)),
    # Each row is stored, then updated: T + 1 times.
    Output(("history-aliased",), _repeated(lambda trail, T: trail.theta(T + 1), 1)),
    Output(("history-aliased",), _after_a_copied_start),
    Output(("drops-start", LONG), _thetas(1, 2)),
    Output(("drops-start", "path-transposed"), _turned(_thetas(1, 1), np.transpose)),
    Output(("drops-last", "path-transposed"), _turned(_thetas(0, 0), np.transpose)),
    Output((SHORT, "path-transposed"), _turned(_thetas(0, 0), np.transpose)),
    Output((LONG, "path-transposed"), _turned(_thetas(0, 2), np.transpose)),
    Output(("history-aliased", "path-transposed"),
           _turned(_repeated(lambda trail, T: trail.theta(T), 1), np.transpose)),
)  # fmt: skip
_KEPT: tuple[Output, ...] = (
    Output((), _losses(0, 1)),
    Output((SHORT,), _losses(0, 0)),
    Output((LONG,), _losses(0, 2)),
    Output(("history-after",), _losses(1, 1)),
    Output(("history-after",), _losses(1, 2)),
    Output(("history-of-theta",), _thetas(0, 1)),
    Output(("history-of-theta", SHORT), _thetas(0, 0)),
    Output(("history-aliased",), _repeated(lambda trail, T: trail.loss(T), 1)),
    Output(("gap-is-loss-difference",), _differences(0)),
    Output(("gap-is-loss-difference",), _differences(1)),
    Output(("gap-is-loss-difference",), _scaled(_differences(0), -1.0)),
    Output(("gap-is-loss-difference",),
           lambda trail, T: np.append(_differences(0)(trail, T), 0.0)),
    Output(("gap-is-loss-difference",),
           lambda trail, T: np.append(0.0, _differences(0)(trail, T))),
    Output(("gap-is-loss-difference",),
           lambda trail, T: trail.loss(0) - _losses(0, 1)(trail, T)),
    # The last loss, or the least that was seen, in the place of L*.
    Output(("gap-is-loss-difference",),
           lambda trail, T: _losses(0, 1)(trail, T) - trail.loss(T)),
    Output(("gap-is-loss-difference",),
           lambda trail, T: _losses(0, 1)(trail, T) - np.min(_losses(0, 1)(trail, T))),
)  # fmt: skip
GAP_OUTPUTS: tuple[Output, ...] = _KEPT + tuple(
    Output(("gap-half", *each.ids), _scaled(each.value, factor))
    for factor in (2.0, 0.5)
    for each in _KEPT[:4]
)
LOSSES: tuple[Output, ...] = (
    Output((), lambda trail, T: trail.loss(T)),
    Output((SHORT,), lambda trail, T: trail.loss(T - 1) if T else NOTHING),
    Output((LONG,), lambda trail, T: trail.loss(T + 1)),
)


@dataclass(frozen=True, eq=False)
class Form:
    """How a function returns its run: the possible outputs, and how to read its value."""

    outputs: tuple[Output, ...]
    read: Callable[[Any], Any]

    def right(self, trail: Trail, T: int) -> dict[str, Any]:
        """Return the parts as they are due, by name."""
        if self.is_pair:
            return {"theta": ENDINGS[0].value(trail, T), "history": RECORDS[0].value(trail, T)}
        return {"value": self.outputs[0].value(trail, T)}

    @property
    def is_pair(self) -> bool:
        """Whether (theta, history) is returned."""
        return not self.outputs


PAIR = Form((), lambda value: value)
PATH = Form(PATHS, lambda value: value)
GAPS = Form(GAP_OUTPUTS, lambda value: value)
THETA = Form(ENDINGS, lambda value: value.get("theta_gd") if isinstance(value, dict) else None)
LOSS = Form(LOSSES, lambda value: pair_of(value)[1])
UNKNOWN = "?"
"""Stands among an explanation's ids for the part that it does not account for."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """One way in which a value can have come about.

    Attributes
    ----------
    ids : the mistakes in it; none if the value is right
    rule : the update rule
    returned : a trail of the rule and T ↦ the parts that the explanation accounts for, by name
    kept_part : the part that grows with T and begins alike for every T, if there is one
    """

    ids: tuple[str, ...]
    rule: Rule
    returned: Callable[[Trail, int], dict[str, Any]]
    kept_part: str = ""


def explanations(
    form: Form, value: Any, trail: Trail, more: tuple[str, ...], *, at_its_end: bool = False
) -> Iterator[Explanation]:
    """Yield the explanations on this trail that account for the whole value, or for a sure part of it.

    Parameters
    ----------
    more : ids beside the rule's, for example of a loss that is scaled
    at_its_end : leave out those of a pair whose θ is another than the last one: to rule them out
        takes every loss of the run
    """
    rule = trail.rule
    named = rule.ids + more
    if form.is_pair:
        for swapped in (False, True):
            yield from _pairs(value, swapped, trail, named, at_its_end)
        return
    got = form.read(value)
    for output in form.outputs:
        ids = output.ids
        if "gap-half" in ids and more:
            continue  # twice half of the loss is the right loss, on steps of another length
        if BEST in ids and named:
            continue  # without a history the best of T wrong iterates proves nothing
        if rule.id == RESTARTS and not _of_restarts(rule, ids):
            continue
        if same(got, _told(output, trail, trail.run.steps)):
            grows = form in (PATH, GAPS) and not {"sorted-path", "history-aliased"} & set(ids)
            yield Explanation(
                _joined(named, ids), rule, _value(output.value), "value" if grows else ""
            )


def _of_restarts(rule: Rule, ids: tuple[str, ...]) -> bool:
    """Whether these mistakes show beside θ₁, θ₁, θ₁, …, where every iterate is alike."""
    allowed = {"history-with-final", "history-of-theta"}
    return set(ids) <= allowed if rule.records_start else "history-aliased" not in ids


def _told(output: Output, trail: Trail, T: int) -> Any:
    key = (output.value, T, trail.run.steps)
    if key not in trail.told:
        name = "+".join(output.ids) or trail.rule.name
        trail.told[key] = guarded(name, output.value, trail, T)
    return trail.told[key]


def _value(part: Part) -> Callable[[Trail, int], dict[str, Any]]:
    return lambda trail, T: {"value": part(trail, T)}


def parts_of(form: Form, value: Any, ids: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the value's parts by the names that explanations give them."""
    if not form.is_pair:
        return {"value": form.read(value)}
    pair = pair_of(value)
    theta, history = pair[::-1] if "swapped-return" in ids else pair
    return {"theta": theta, "history": history}


def kept_in(form: Form, value: Any) -> Any:
    """Return the history, or a value that is not a pair whole, as an array; None where it is none."""
    return array_of(parts_of(form, value)["history" if form.is_pair else "value"])


def _pairs(
    value: Any, swapped: bool, trail: Trail, named: tuple[str, ...], at_its_end: bool
) -> Iterator[Explanation]:
    form = ("swapped-return",) if swapped else ()
    parts = parts_of(PAIR, value, form)
    T = trail.run.steps
    theta, history = parts["theta"], parts["history"]
    rests = trail.rule.id == RESTARTS
    ends = ENDINGS[:1] if at_its_end else ENDINGS
    endings = [e for e in ends if not rests or _of_restarts(trail.rule, e.ids)]
    records = [r for r in RECORDS if not rests or _of_restarts(trail.rule, r.ids)]
    if at_its_end and not _sets_out(history, records, trail):
        return
    is_theta = [(e, same(theta, _told(e, trail, T))) for e in endings]
    found = False
    for ending in [e for e, matches in is_theta if matches]:
        for count, record in product(dict.fromkeys((T + ending.shift, T)), records):
            if count >= 0 and same(history, _told(record, trail, count)):
                found = True
                yield _explanation(named, ending, record, count - T, form, trail.rule)
        # One of T iterates is soon like a wrong θ: without its history the best one proves nothing.
        # Neither does θ₁, at which whoever makes one step arrives.
        if not found and BEST not in ending.ids and not rests:
            yield _explanation(named, ending, None, 0, form, trail.rule)
    if found or swapped or rests or at_its_end or any(matches for _, matches in is_theta):
        return
    # An unlisted mistake in θ does not hide one in the history that is sure by itself.
    for record in RECORDS:
        due = _told(record, trail, T)
        if same(history, due) and array_of(history) is not None and T > 1:
            yield _explanation(named, None, record, 0, form, trail.rule)


def _sets_out(history: Any, records: list[Output], trail: Trail) -> bool:
    """Whether what is kept can be a record of the trail, by how it begins.

    It spares the thousands of iterates of a run that sets out otherwise; what passes is compared in
    full.
    """
    steps, kept = trail.run.steps, array_of(history)
    if steps <= FIRST:
        return True
    if kept is None or kept.ndim == 0 or len(kept) < steps:
        return False
    if near(kept[0], kept[1], LOOSE):
        return True
    first, largest = kept[:FIRST], np.max(np.abs(kept), where=np.isfinite(kept), initial=0.0)
    for record in records:
        if "history-aliased" in record.ids:
            continue  # it is what the run ends with, again and again
        told = np.asarray(_told(record, trail, FIRST))[:FIRST]
        # To the largest of all is how exactly the small ones of the whole can be compared.
        pair = np.append(first, largest), np.append(told, largest)
        if first.shape == told.shape and near(*pair, LOOSE):
            return True
    return False


def _explanation(
    named: tuple[str, ...], ending: Output | None, record: Output | None, shift: int,
    form: tuple[str, ...], rule: Rule,
) -> Explanation:  # fmt: skip
    ids = _joined(
        named,
        ending.ids if ending else (),
        record.ids if record else (),
        form,
        () if record and ending else (UNKNOWN,),
    )

    def returned(trail: Trail, T: int) -> dict[str, Any]:
        parts = {}
        if ending is not None:
            parts["theta"] = ending.value(trail, T)
        if record is not None:
            parts["history"] = record.value(trail, max(T + shift, 0))
        return parts

    grows = record is not None and "history-aliased" not in record.ids
    return Explanation(ids, rule, returned, "history" if grows else "")


def _joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
