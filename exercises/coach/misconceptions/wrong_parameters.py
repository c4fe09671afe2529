"""A function with other parameters than the stub's: more, fewer, or in another order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np

from exercises.coach.misconceptions.known_mistake import LOOSE, NOTHING, Ask, Case, same
from exercises.coach.misconceptions.loop.functions import LOOPS
from exercises.coach.misconceptions.loop.returns import parts_of
from exercises.coach.misconceptions.loop.rules import RIGHT_RULE, Arguments, Run, Trail

__all__ = ["by_order", "does_not_fit", "takes_the_gradient_first"]

# What Python says where a call does not fit the header; its own functions say it of types, too. A
# class before the name says that `self` is what does not fit.
UNFIT = re.compile(r"(?:(?:[\w<>]+\.)*<locals>\.)?(?P<called>[\w<>]+)\(\) (?:takes|missing|got)")
ALL_ORDERS = 3
LONGEST = 1000
Due = Callable[[], Any]
# A run has one learning rate. `lr_finder` is called with several: a reading says what is right.
RUNS = {key: loop for key, loop in LOOPS.items() if key != "ex2.lr_finder"}


def does_not_fit(case: Case, ask: Ask) -> bool:
    """Whether the call itself failed, before a line of the function ran."""
    raised = case.observation.raised
    if raised is None or raised.type_name != "TypeError":
        return False
    found = UNFIT.match(raised.message)
    is_inside = any(frame.function for frame in raised.frames)
    called = found.group("called") if found is not None else ""
    return called in (case.question.function, "<lambda>") and not is_inside


def by_order(case: Case, right: Callable[..., Any] | None, probes: Any, ask: Ask) -> bool:
    """Whether the function is right once its arguments come in another order.

    Parameters
    ----------
    right : the contract's reading of a call, None where a loop says what is right
    probes : other arguments, on which it must be right, too
    """
    loop = RUNS.get(case.key)
    others = probes[:1] if loop is None else (loop.probe,)
    given = case.arguments
    # Where a number belongs, None may be taken for no end of steps.
    is_whole = all(each is not None for each in given)
    if loop is not None and (not is_whole or _run(case.key, given) is None):
        # A run without a step says nothing about the order.
        given, others = loop.probe, (loop.second,)
    elif not is_whole:
        return False
    due = _due(case.key, right, given)
    if not others or (loop is None and (right is None or due() is NOTHING)):
        return False
    # A word of two or three is soon right by chance, unless the order as it is makes no sense.
    if case.returned and loop is None and isinstance(due(), (str, dict)):
        # It may be a default that is another.
        is_of_place = not _is_due(case.key, ask(*given), due)
        return is_of_place and all(
            _is_due(case.key, _by_name(each, case, ask), _due(case.key, right, each))
            for each in (given, *others)
        )
    return any(
        _is_due(case.key, ask(*(given[i] for i in order)), due)
        and all(_is_right(case.key, right, each, order, ask) for each in others)
        for order in _orders(len(given))
    ) and _has_other_parameters(case, given, due, ask)


def _has_other_parameters(case: Case, given: Arguments, due: Due, ask: Ask) -> bool:
    """Whether a call by the stub's names is right, or does not fit.

    Where it is as wrong as before the parameters are the stub's, and exchanged in the body: as in
    ``theta @ X``.
    """
    named = _by_name(given, case, ask)
    return does_not_fit(named, ask) or _is_due(case.key, named, due)


def _by_name(given: Arguments, case: Case, ask: Ask) -> Case:
    """Return what a call by the stub's names does."""
    return ask(**dict(zip(case.question.contract.parameters, given, strict=False)))


def takes_the_gradient_first(case: Case, ask: Ask) -> bool:
    """Whether loss_fn and grad_fn come in each other's place: then the loss is subtracted, too."""
    loop, order = RUNS[case.key], (1, 0, 2, 3, 4)
    due = _due(case.key, None, loop.probe)
    return all(
        _is_right(case.key, None, each, order, ask) for each in (loop.probe, loop.second)
    ) and _has_other_parameters(case, loop.probe, due, ask)


def _orders(count: int) -> Iterator[tuple[int, ...]]:
    """Yield all orders of a few arguments; of more, those with one that stands elsewhere."""
    first = tuple(range(count))
    if count <= ALL_ORDERS:
        yield from (order for order in permutations(first) if order != first)
        return
    # The first one last, as a function that is hardly used; the third, the start, first.
    yield (*first[1:], 0)
    yield (2, *(i for i in first if i != 2))
    for i in range(count - 1):
        order = list(first)
        order[i], order[i + 1] = order[i + 1], order[i]
        yield tuple(order)


def _is_right(
    key: str, right: Callable[..., Any] | None, arguments: Arguments, order: tuple[int, ...],
    ask: Ask,
) -> bool:  # fmt: skip
    due = _due(key, right, arguments)
    return _is_due(key, ask(*(arguments[i] for i in order)), due)


def _is_due(key: str, got: Case, due: Due) -> bool:
    if not got.returned or due() is NOTHING:
        return False
    if key not in RUNS:
        return same(got.value, due(), LOOSE)
    parts = parts_of(RUNS[key].form, got.value)
    return all(same(parts.get(name), part, LOOSE) for name, part in due().items())


def _run(key: str, arguments: Arguments) -> Run | None:
    """Return the run that is asked for; None where it has no steps, or too many to repeat it."""
    run = RUNS[key].run(arguments)
    return run if run is not None and 0 < run.steps <= LONGEST else None


def _due(key: str, right: Callable[..., Any] | None, arguments: Arguments) -> Due:
    """Return what finds the right value once it is asked for: most orders fit no function."""

    def find() -> Any:
        with np.errstate(all="ignore"):
            if key not in RUNS:
                return NOTHING if right is None else right(*arguments)
            run = _run(key, arguments)
            if run is None:
                return NOTHING
            return RUNS[key].form.right(Trail(RIGHT_RULE, run), run.steps)

    return cache(find)
