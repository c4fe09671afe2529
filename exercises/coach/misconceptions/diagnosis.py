"""Give a flaw its name: exactly one known mistake explains all calls, or it stays unnamed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.judging.finding import Fact, Flaw, Kind
from exercises.coach.judging.gradcheck import gradient_facts
from exercises.coach.misconception_catalogue import known
from exercises.coach.misconceptions.ex1_critical_points import by_points, is_right_by_name
from exercises.coach.misconceptions.known_mistake import Ask, Case, OutOfCalls, guarded
from exercises.coach.misconceptions.loop.functions import LOOPS
from exercises.coach.misconceptions.loop.loop_diagnosis import by_loop, by_own_gaps
from exercises.coach.misconceptions.prediction import by_prediction, by_recognition
from exercises.coach.misconceptions.registry import PROBES, RIGHT
from exercises.coach.misconceptions.wrong_parameters import by_order, takes_the_gradient_first

__all__ = ["diagnose"]

CALLS = 10
EARLIER = 6


def diagnose(
    now: Case, flaw: Flaw, past: Sequence[Case], again: Callable[..., Observation]
) -> Flaw:
    """Return ``flaw`` with the name of the mistake, when exactly one explains all calls so far.

    Parameters
    ----------
    now : the wrong call
    flaw : what the judge said of it
    past : earlier judged calls of the same function, oldest first
    again : calls the learner's function once more, another of the exercise with ``function=``

    Raises
    ------
    EntryFault
        When an entry raises; a learner's values never make it do so.
    """
    if now.observation.status not in ("returned", "raised"):
        return flaw
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ids = _ids(now, past, Ask(now, again, CALLS))
        more = gradient_facts(now.key, now.arguments, now.value, _right(now.key), again)
    facts = _without_other_reasons(flaw.facts, ids, now.question.contract.header)
    return replace(flaw, facts=(*facts, *more), misconceptions=known(*ids))


def _without_other_reasons(
    facts: Sequence[Fact], ids: Sequence[str], header: str
) -> Iterator[Fact]:
    """Yield the facts but those that lead away from the mistake that has a name.

    A factor may be an accident of the numbers, and what Python complains of is no reason where the
    arguments went to the wrong parameters.
    """
    is_header = "header-changed" in ids
    if is_header:
        yield Fact(Kind.ADVICE, f"Keep the stub's header: `def {header}:`.")
    for fact in facts:
        leads_away = fact.kind is Kind.RATIO if ids else False
        if not leads_away and not (is_header and fact.kind is Kind.ADVICE):
            yield fact


def _right(key: str) -> Callable[..., Any]:
    return lambda *arguments: guarded("the right value", RIGHT[key], *arguments)


def _ids(case: Case, past: Sequence[Case], ask: Ask) -> tuple[str, ...]:
    earlier = [one for one in past if one.returned]
    try:
        found = _by_kind(case, earlier, ask) or by_recognition(case, ask)
        if case.returned:
            found = found or by_prediction(case, earlier[-EARLIER:], ask)
        return _by_header(case, found, ask)
    except OutOfCalls:
        return ()


def _by_header(case: Case, found: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    """Return what was found, or that the parameters stand in another order."""
    if found == ("subtracts-loss",) and case.key == "ex1.gradient_descent":
        is_other = takes_the_gradient_first(case, ask)
    else:
        # Arrays in the wrong places raise, as they do where only scalars work.
        is_open = found in ((), ("scalar-only",))
        # Whatever else was tried: the last of the orders takes as many calls as there are orders.
        more = Ask(case, ask.again, CALLS)
        if case.key == "ex1.find_critical_points":
            is_other = is_open and is_right_by_name(case, more)
        else:
            right, probes = RIGHT.get(case.key), PROBES.get(case.key, ())
            is_other = is_open and by_order(case, right, probes, more)
    return ("header-changed",) if is_other else found


def _by_kind(case: Case, earlier: Sequence[Case], ask: Ask) -> tuple[str, ...]:
    """Loops and lists of critical points are taken apart, not compared as a whole."""
    if case.key in LOOPS:
        return guarded(f"the loop of {case.key}", by_loop, case, earlier, ask)
    if case.key == "ex3.verify_rate":
        return guarded("the loop of ex3.suboptimality", by_own_gaps, case, ask)
    if case.key == "ex1.find_critical_points":
        return guarded("find_critical_points", by_points, case, ask)
    return ()
