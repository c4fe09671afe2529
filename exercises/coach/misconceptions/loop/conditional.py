"""Mistakes in a loop that a gentle run does not show: integers, early stops, divergence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Raised
from exercises.coach.judging.compare import array_of
from exercises.coach.misconceptions.known_mistake import LOOSE, Ask, Case, same
from exercises.coach.misconceptions.loop.functions import RESTING, Loop
from exercises.coach.misconceptions.loop.returns import (
    GAPS,
    LOSS,
    PATH,
    THETA,
    Form,
    explanations,
    kept_in,
    parts_of,
)
from exercises.coach.misconceptions.loop.rules import RIGHT_RULE, Run, Trail, truncating
from exercises.coach.misconceptions.loop.step_counts import of_slow_steps

__all__ = ["NO_INTEGER", "due_length", "history_of", "ids_of", "may_come_of_divergence"]

WHOLE = 300
SIMULATED = 2000
FAR = 1e3
HUGE = 1e12
AGREEMENT = 1e-4
WRAPS = 2.0**31
# The rates of all resting runs, times this, are above 2/λ_max; so many steps show it.
RISES, FEW_RISING = 16, 5
# What is said of a number too large for an array of integers, or that is none, to be put into it.
NO_INTEGER = re.compile(
    r"Python int(?:eger)? (?:too large|\S+ out of bounds)|cannot convert float (?:infinity|NaN) to int"
)
# Errors in the program, not in the run.
PROGRAMMING = {"NameError", "AttributeError", "TypeError", "IndexError", "ImportError", "KeyError"}
Ids = tuple[str, ...]


def ids_of(case: Case, probe: Case, loop: Loop, earlier: Sequence[Case], ask: Ask) -> Ids:
    """Return the ids of what is wrong on this call although the gentle run is right."""
    if not case.returned:
        return _raised(case, probe, loop)
    run = loop.run(case.arguments)
    if run is None:
        return ()
    if _continues(case, loop, run, earlier):
        return ("history-shared",)
    if run.steps == 0 and _takes_the_default(case, loop, ask):
        return ("drops-exact-zero",)
    if _cuts(case, loop, run):
        return ("truncates-integers",)
    return (
        _best(case, loop, run, ask)
        or _rests(case, loop, run, ask)
        or _ends_as_it_grows(case, loop, run, ask)
    )


def history_of(case: Case, loop: Loop) -> Any:
    """Return what was kept along the way, a history or a path; None where there is none."""
    if not loop.form.is_pair and loop.form is not PATH:
        return None
    kept = kept_in(loop.form, case.value)
    return kept if kept is not None and kept.ndim == 1 + (loop.form is PATH) else None


def due_length(loop: Loop, steps: int) -> int:
    """Return how many entries are to be kept of so many steps."""
    return steps + (loop.form is PATH)


def _raised(case: Case, probe: Case, loop: Loop) -> Ids:
    raised, run = case.observation.raised, loop.fastest(case.arguments)
    if raised is None or run is None:
        return ()
    kinds = {raised.type_name, *raised.bases}
    is_integer = np.asarray(run.start).dtype.kind in "iu"
    if is_integer and "Cannot cast ufunc" in raised.message:
        # `theta -= …` with floats on integers: on the caller's array, or on a copy of it?
        return ("mutates-start",) if probe.observation.mutated else ("truncates-integers",)
    if is_integer and NO_INTEGER.search(raised.message):
        return ("truncates-integers",)
    if kinds & PROGRAMMING or not _blows_up(run) or not _is_of_it(raised, case, run):
        return ()
    return ("raises-on-divergence",)


def _is_of_it(raised: Raised, case: Case, run: Run) -> bool:
    """Whether it is for what the run came to that the exception was raised, not before it began.

    Where the record of the gradient's calls can tell it must: the path had grown when it ended.
    """
    observation = case.observation
    if callable(case.arguments[0]) and not observation.grad_calls + observation.loss_calls:
        return False  # it did not begin: a check of lr, say
    if observation.visited:
        size = max(float(np.max(np.abs(theta), initial=0.0)) for theta in observation.visited)
        return not size <= 2 * float(np.max(np.abs(run.theta), initial=0.0))
    return may_come_of_divergence(raised)


def may_come_of_divergence(raised: Raised) -> bool:
    """Whether arithmetic or a line of the learner's own raised it, or it speaks of inf or nan."""
    kinds, line = (
        {raised.type_name, *raised.bases},
        raised.frames[-1].source if raised.frames else "",
    )
    return not kinds & PROGRAMMING and (
        bool(kinds & {"ArithmeticError", "RuntimeWarning"})
        or re.search(r"\b(raise|assert)\b", line) is not None
        or re.search(r"\b(infs?|nans?|infinity)\b", raised.message, re.IGNORECASE) is not None
    )


def _blows_up(run: Run) -> bool:
    trail = Trail(RIGHT_RULE, run)
    far = FAR * max(float(np.max(np.abs(run.theta), initial=0.0)), 1.0)
    largest = 0.0
    for t in range(min(run.steps, SIMULATED) + 1):
        largest = float(np.max(np.abs(trail.theta(t)), initial=0.0))
        if not largest < HUGE:
            return True
    return largest > far


def _continues(case: Case, loop: Loop, run: Run, earlier: Sequence[Case]) -> bool:
    history = history_of(case, loop)
    due = due_length(loop, run.steps)
    # Without a step of its own, what an earlier call kept may be another run of this one's start.
    if history is None or due == 0 or len(history) <= due:
        return False
    before = history[: len(history) - due]
    others = [history_of(past, loop) for past in earlier]
    return any(len(h) and same(before, h) for h in others if h is not None)


def _takes_the_default(case: Case, loop: Loop, ask: Ask) -> bool:
    """Whether num_steps=0 is taken for num_steps left out, as by ``num_steps or 10_000``."""
    steps = int(case.question.contract.defaults.get("num_steps", 0))
    none = ask(*of_slow_steps(loop, 0)) if steps else case
    for each in (case, none):
        run = loop.run(each.arguments)
        if not steps or run is None or not each.returned:
            return False
        parts = parts_of(loop.form, each.value)
        right = loop.form.right(Trail(RIGHT_RULE, replace(run, steps=steps)), steps)
        if not all(same(parts.get(name), part, LOOSE) for name, part in right.items()):
            return False
    return True


def _cuts(case: Case, loop: Loop, run: Run) -> bool:
    if np.asarray(run.start).dtype.kind not in "iu" or run.steps > SIMULATED:
        return False
    trail, right = Trail(truncating(RIGHT_RULE), run), Trail(RIGHT_RULE, run)
    if any(
        t.ids == ("truncates-integers",) for t in explanations(loop.form, case.value, trail, ())
    ):
        return True
    if loop.form in (LOSS, THETA):
        return False
    # In int64 a large θ² wraps round: the beginning has to tell.
    small = range(min(run.steps, WHOLE))
    count = next((t for t in small if not np.max(np.abs(trail.theta(t))) < WRAPS), len(small))
    kept = kept_in(loop.form, case.value)
    if count < 3 or kept is None or kept.ndim == 0 or len(kept) < count:
        return False
    cut, due = (
        np.array([t.theta(k) if loop.form is PATH else t.loss(k) for k in range(count)])
        for t in (trail, right)
    )
    # Or the run is of floats, and only kept in rows of integers.
    rows = np.trunc(due) if loop.form is PATH else cut
    begins = [same(kept[:count], told) for told in (cut, rows)]
    return any(begins) and not same(kept[:count], due, LOOSE)


def _best(case: Case, loop: Loop, run: Run, ask: Ask) -> Ids:
    if not loop.bouncing or (run.steps <= WHOLE and not _is_best(case, loop, run)):
        return ()
    bounced = ask(*loop.bouncing)
    on = loop.run(bounced.arguments)
    return ("returns-best",) if on is not None and _is_best(bounced, loop, on) else ()


def _is_best(case: Case, loop: Loop, run: Run) -> bool:
    found = [t.ids for t in explanations(loop.form, case.value, Trail(RIGHT_RULE, run), ())]
    return () not in found and ("returns-best",) in found


def _rests(case: Case, loop: Loop, run: Run, ask: Ask) -> Ids:
    """A run that is right as far as it goes, and ends before its time."""
    if not loop.resting or loop.form is LOSS:
        return ()
    trail = Trail(RIGHT_RULE, run)
    stopped = _stopped_at(case, loop.form, trail)
    if stopped is None:
        return ()
    if case.question.exercise.number == 5 and _is_far(trail, stopped):
        return ("stops-before-agreement",)
    rested = ask(*loop.resting)
    again = loop.run(rested.arguments)
    there = _stopped_at(rested, loop.form, Trail(RIGHT_RULE, again)) if again else None
    # A fixed number of steps, or so many fewer, or a share of them, is no tolerance.
    by_count = {stopped, RESTING - (run.steps - stopped), round(RESTING * stopped / run.steps)}
    if there is None or there in by_count or not _keeps_its_rate(loop, ask):
        return ()
    return ("stops-early",)


def _keeps_its_rate(loop: Loop, ask: Ask) -> bool:
    """Whether a run that rises is right as far as it goes: a shrinking rate comes to rest, too."""
    *given, lr, _ = loop.resting
    rising = ask(*given, lr * RISES, FEW_RISING)
    run = loop.run(rising.arguments)
    if run is None or not rising.returned:
        return True
    trail = Trail(RIGHT_RULE, run)
    end = _end(loop.form, rising.value)
    is_right = end is not None and same(end, _truth(loop.form, trail)(run.steps))
    return is_right or _stopped_at(rising, loop.form, trail) is not None


def _ends_as_it_grows(case: Case, loop: Loop, run: Run, ask: Ask) -> Ids:
    """A run that blows up, right as far as it goes, where as many gentle steps are all made."""
    if loop.form is LOSS or not _blows_up(run):
        return ()
    trail = Trail(RIGHT_RULE, run)
    stopped = _stopped_at(case, loop.form, trail)
    if stopped is None or not _stays(case, loop, trail, stopped):
        return ()
    gentle = ask(*of_slow_steps(loop, run.steps))
    kept, due = history_of(gentle, loop), due_length(loop, run.steps)
    return ("stops-early",) if kept is not None and len(kept) == due else ()


def _stays(case: Case, loop: Loop, trail: Trail, stopped: int) -> bool:
    """Whether nothing moves after θ_k: a run that is kept within bounds comes by there again."""
    later = case.observation.visited[stopped:]
    if not all(same(theta, trail.theta(stopped), LOOSE) for theta in later):
        return False
    kept = kept_in(loop.form, case.value)
    if kept is None or kept.ndim == 0 or loop.form is THETA:
        return True
    rest = kept[stopped + 1 :]
    # Whatever the rest of the record was filled with, it is the same in every entry.
    return len(rest) == 0 or bool(np.all((rest == rest[0]) | (np.isnan(rest) & np.isnan(rest[0]))))


def _stopped_at(case: Case, form: Form, trail: Trail) -> int | None:
    """Return k < T where the run is right up to θ_k and ends there."""
    steps = trail.run.steps
    theta, of = _end(form, case.value), _truth(form, trail)
    kept = None if form is THETA else kept_in(form, case.value)
    if form.is_pair or form is THETA:
        length = len(kept) if kept is not None and kept.ndim == 1 else steps
    else:
        length = 0 if kept is None or kept.ndim == 0 else len(kept) - 1
    if theta is None or length > SIMULATED:
        return None
    if length < steps:
        if case.observation.grad_calls == steps:
            return None  # all steps were made, and some of what was kept is left out
        # The loop may end before or after the record of its last step.
        near_length = (k for k in (length, length - 1, length + 1) if 0 <= k < steps)
        return next((k for k in near_length if same(theta, of(k), LOOSE)), None)
    # As many entries as are due, though the run has ended: where did it? Not where all θ agree, nor
    # at the start, to which a run at the stability limit comes back.
    last = of(min(steps, SIMULATED))
    found = next((k for k in range(1, min(steps, SIMULATED)) if same(theta, of(k))), None)
    return None if found is None or same(theta, last) else found


def _end(form: Form, value: Any) -> Any:
    """Return where the run ended: the last θ, or the last gap; None where there is none."""
    parts = parts_of(form, value)
    if form.is_pair or form is THETA:
        return array_of(parts.get("theta", parts.get("value")))
    rows = array_of(parts["value"])
    return None if rows is None or rows.ndim == 0 or len(rows) == 0 else rows[-1]


def _truth(form: Form, trail: Trail) -> Callable[[int], Any]:
    return trail.loss if form is GAPS else trail.theta


def _is_far(trail: Trail, stopped: int) -> bool:
    here = trail.theta(stopped)
    there = trail.theta(min(trail.run.steps, SIMULATED))
    scale = float(np.max(np.abs(there), initial=0.0))
    return bool(np.max(np.abs(here - there)) > AGREEMENT * scale)
