"""Name the mistake in a loop: ask for a gentle run, tell how it came about, check the call."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from exercises.coach.calling.plain_data import is_pair
from exercises.coach.judging.compare import BEYOND, array_of
from exercises.coach.misconceptions.ex5_regression import (
    by_own_gradient,
    by_own_loss,
    is_loss_for_gradient,
)
from exercises.coach.misconceptions.known_mistake import LOOSE, Ask, Case, near, same
from exercises.coach.misconceptions.loop import conditional
from exercises.coach.misconceptions.loop.conditional import due_length, history_of
from exercises.coach.misconceptions.loop.estimates import rules_from_losses, rules_from_points
from exercises.coach.misconceptions.loop.functions import LOOPS, Loop
from exercises.coach.misconceptions.loop.own_loss_and_grad import by_own_functions
from exercises.coach.misconceptions.loop.returns import (
    ENDINGS,
    GAPS,
    LOSS,
    PATH,
    RECORDS,
    THETA,
    UNKNOWN,
    Explanation,
    Form,
    explanations,
    parts_of,
)
from exercises.coach.misconceptions.loop.rules import (
    RESTARTS,
    RIGHT_RULE,
    RULES,
    Arguments,
    Rule,
    Run,
    Trail,
    Variant,
    truncating,
)
from exercises.coach.misconceptions.loop.step_counts import (
    FEW,
    LONGEST,
    MORE,
    made_of_a_count,
    of_other_ends,
    of_slow_steps,
)

__all__ = ["by_loop", "by_own_gaps", "possible", "trail_of"]

RETURNS_INSIDE = "returns-inside-loop"
WHOLE = 150
PREFIX = 12
Ids = tuple[str, ...]
Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Candidate:
    """An explanation, and what a learner with it makes of a call's arguments."""

    explanation: Explanation
    variant: Variant

    @property
    def ids(self) -> Ids:
        """The mistakes in it."""
        return self.explanation.ids


def by_loop(case: Case, earlier: Sequence[Case], ask: Ask) -> Ids:
    """Return the ids that explain a wrong run; none when they are not certain."""
    loop = LOOPS[case.key]
    is_none = case.returned and case.value is None
    if is_none and not _is_without_steps(case, loop):
        return ("returns-none",)
    probe = ask(*loop.probe)
    if not probe.returned:
        return _not_on_arrays(case, loop, ask) or by_own_functions(probe, loop, ask)
    found = () if is_none else _by_rule(case, probe, loop, earlier, ask)
    return found or by_own_functions(probe, loop, ask) or _by_count(case, probe, loop, ask)


def _is_without_steps(case: Case, loop: Loop) -> bool:
    run = loop.run(case.arguments)
    return run is not None and run.steps == 0


def _by_rule(case: Case, probe: Case, loop: Loop, earlier: Sequence[Case], ask: Ask) -> Ids:
    """Name what is wrong with a run of as many steps as are asked for."""
    if _is_too_long(probe, loop):
        return _with_longer_history(probe, loop, ask)
    candidates = _simplest(_known_candidates(probe, loop))
    if not candidates:
        return ()
    if not candidates[0].ids:
        return conditional.ids_of(case, probe, loop, earlier, ask)
    told = [(s, _fits(s, case, loop)) for s in candidates]
    left = [(s, fits) for s, fits in told if fits is not False]
    if any("lr-hard-coded" in s.ids for s, _ in left):
        # A rate that is only raised to a number, or capped at it, follows lr on its other side.
        other = ask(*_on_the_other_side(loop, next(s for s, _ in left if "lr-hard-coded" in s.ids)))
        left = [(s, fits) for s, fits in left if _fits(s, other, loop, WHOLE) is not False]
    # By how many columns somebody divides shows where there are others; else a number is typed.
    is_typed = any("divides-by-columns" in s.ids for s, _ in left)
    # Where x falls all the way, a path is sorted by x if it is only turned round.
    is_turned = any("sorted-path" in s.ids for s, _ in left)
    if loop.bouncing and any(_is_short_by_its_end(s, loop) for s, _ in left):
        rising = ask(*loop.bouncing)
        left = [(s, fits) for s, fits in left if _fits(s, rising, loop, WHOLE) is not False]
    is_sure = len({s.ids for s, _ in left}) == 1 and any(fits for _, fits in left)
    if is_typed or is_turned or not is_sure:
        # On a run that falls all the way the best iterate but the last is the last but one.
        is_best = any("returns-best" in s.ids for s, _ in left) and bool(loop.bouncing)
        second = ask(*(loop.bouncing if is_best else loop.second))
        left = [(s, True) for s, _ in left if _fits(s, second, loop, WHOLE) is not False]
    ids = _decided({s.ids for s, _ in left}, probe, ask)
    also = _integers_too([s for s, _ in left], case) if ids else ()
    return tuple(name for name in (*ids, *also) if name != UNKNOWN)


def _is_short_by_its_end(candidate: Candidate, loop: Loop) -> bool:
    """Whether only its end tells that a step is missing: so ends the best one of a run that falls.

    A record from θ₁ on is as short either way.
    """
    ids = {*candidate.ids}
    is_untold = loop.form is LOSS or bool(ids & {UNKNOWN, "history-after"})
    return "one-step-short" in ids and is_untold


def _on_the_other_side(loop: Loop, candidate: Candidate) -> Arguments:
    """Return the second call with an η below a rate of one's own if the probe's is above it."""
    run = candidate.variant[1](loop.probe)
    assert run is not None
    first = Trail(candidate.explanation.rule, run)
    # Of a rate r of one's own, the first step is r/η times as long as it should be.
    step, right = (first.theta(0) - t.theta(1) for t in (first, Trail(RIGHT_RULE, run)))
    share = float(np.sum(step * right) / np.sum(right * right))
    *given, _, steps = loop.second
    rate = share * run.lr * (4.0 if share > 1 else 0.25)
    return (*given, [rate] if loop.form is LOSS else rate, steps)


def _by_count(case: Case, probe: Case, loop: Loop, ask: Ask) -> Ids:
    """Name a run of the same number of steps, whatever num_steps is."""
    first = ask(*of_slow_steps(loop, FEW))
    if not first.returned:
        return ()
    made = _made(first, loop)
    simplest = _simplest(candidate for _, candidate in made)
    other = ask(*of_slow_steps(loop, MORE))
    left = [
        (k, candidate)
        for k, candidate in made
        if candidate in simplest
        and _fits(candidate, other, loop, LONGEST)
        and _fits(candidate, probe, loop, LONGEST) is not False
        and (case.value is None or _is_as_long(candidate, case, other, loop))
    ]
    if len({(k, candidate.ids) for k, candidate in left}) != 1:
        return ()
    count, candidate = left[0]
    if count <= 1:
        name = _of_one_step(count, candidate, first, loop, ask)
        return (*candidate.ids, name) if name else ()
    run = loop.run(case.arguments)
    if loop.form is THETA and run is not None and count < run.steps:
        return ()  # a comparison of too short a run has a name of its own
    # No cap, and not at least so many: more steps than it makes were asked for, and fewer.
    asked = {
        FEW,
        MORE,
        *([count - 1] if count <= FEW else ()),
        *([count + 3] if count >= MORE else ()),
    }
    further = [ask(*of_slow_steps(loop, steps)) for steps in sorted(asked - {FEW, MORE})]
    is_same = all(_fits(candidate, each, loop, LONGEST) for each in further)
    return (*candidate.ids, "steps-hard-coded") if is_same else ()


def _is_as_long(candidate: Candidate, case: Case, other: Case, loop: Loop) -> bool:
    """Whether the candidate explains the judged call, too, as many entries as elsewhere."""
    here, there = history_of(case, loop), history_of(other, loop)
    if here is not None and there is not None and len(here) != len(there):
        return False
    return _fits(candidate, case, loop) is not False


def _of_one_step(count: int, candidate: Candidate, first: Case, loop: Loop, ask: Ask) -> str:
    """Name what makes one step of many: a `return` in the loop, a restart, or no loop at all."""
    none = ask(*of_slow_steps(loop, 0))
    is_none = none.returned and none.value is None
    if count == 0:
        return RETURNS_INSIDE if is_none else ""
    if none.returned and not is_none and _fits(candidate, none, loop):
        return "steps-hard-coded"
    calls, places = first.observation.grad_calls, first.observation.visited
    if calls > 1:
        is_restart = calls == FEW and all(same(place, places[0]) for place in places)
        return RESTARTS if is_restart else ""
    raised = none.observation.raised
    is_unpacked = raised is not None and "NoneType" in raised.message
    if not calls and not (is_none or is_unpacked):
        return ""  # all of it set back within the loop looks the same where nothing is counted
    if none.observation.grad_calls:
        return ""
    # On a run that rises, or rests, a rule of one's own would not end it at the same place.
    elsewhere = [ask(*arguments) for arguments in of_other_ends(loop)]
    is_first = all(_fits(candidate, each, loop) is not False for each in elsewhere)
    return RETURNS_INSIDE if is_first else "stops-early"


def by_own_gaps(case: Case, ask: Ask) -> Ids:
    """Return the ids in the learner's own `suboptimality`, on which `verify_rate` rests."""
    key = "ex3.suboptimality"
    run = LOOPS[key].run(case.arguments)
    if run is None or not case.returned or not 0 <= run.steps <= conditional.SIMULATED:
        return ()
    gaps = ask(*case.arguments, function="suboptimality")
    if _same(gaps.value, LOOPS[key].form.right(Trail(RIGHT_RULE, run), run.steps)["value"]):
        return ()
    return by_loop(gaps, (), Ask(gaps, ask.again, ask.left))


def _candidates(probe: Case, loop: Loop) -> Iterator[Candidate]:
    known = False
    likely = sorted(possible(probe.key, probe.value), key=lambda owner: owner[0])
    for number, rule in likely:
        trail = trail_of(probe.key, number, rule)
        for explanation in explanations(loop.form, probe.value, trail, loop.variants[number][0]):
            # A third mistake beside two in the update: that may as well be chance.
            if rule.more and set(explanation.ids) != set(rule.ids):
                continue
            if rule.id == "decaying-lr" and not _shows_its_order(explanation, trail, probe, loop):
                continue
            known = known or UNKNOWN not in explanation.ids
            yield Candidate(explanation, loop.variants[number])
            if not explanation.ids:
                return
    run = loop.run(probe.arguments)
    if known or run is None:
        return
    rules = rules_from_points(run, _seen(probe, run, loop))
    for rule in chain(rules, rules_from_losses(run, _losses(probe, loop))):
        for explanation in explanations(loop.form, probe.value, Trail(rule, run), ()):
            yield Candidate(explanation, loop.variants[0])


def _shows_its_order(explanation: Explanation, trail: Trail, probe: Case, loop: Loop) -> bool:
    """Whether it is known in which order the steps were made.

    On a quadratic the last θ is the same in any order: a rate that rises ends where one that falls
    does.
    """
    if explanation.kept_part:
        return True
    seen = _seen(probe, trail.run, loop)
    told = [trail.theta(t) for t in range(len(seen))]
    return bool(seen) and all(any(same(place, theta) for theta in told) for place in seen)


# The probes are the same whatever call was wrong, and so is mostly what came back: how it can have
# come about is found once for all wrong calls of a function.
_CANDIDATES: OrderedDict[bytes, list[Candidate]] = OrderedDict()
_MADE: OrderedDict[bytes, list[tuple[int, Candidate]]] = OrderedDict()
KEPT = 8


def _known_candidates(probe: Case, loop: Loop) -> list[Candidate]:
    seen = probe.observation.visited
    return _once(_CANDIDATES, (probe.key, probe.value, seen), lambda: [*_candidates(probe, loop)])


def _made(first: Case, loop: Loop) -> list[tuple[int, Candidate]]:
    return _once(
        _MADE,
        (first.key, first.value),
        lambda: [(k, Candidate(e, variant)) for k, variant, e in made_of_a_count(first, loop)],
    )


def _once(
    kept: OrderedDict[bytes, list[Found]], of: object, find: Callable[[], list[Found]]
) -> list[Found]:
    """Return what was found for the same plain data, or find it."""
    try:
        key = pickle.dumps(of)
    except Exception:
        return find()
    if key not in kept:
        kept[key] = find()
        if len(kept) > KEPT:
            kept.popitem(last=False)
    return kept[key]


def _simplest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return those with the fewest mistakes; an unexplained part counts as one."""
    found = list(candidates)
    fewest = min((len(s.ids) for s in found), default=0)
    return [s for s in found if len(s.ids) == fewest and s.ids != (UNKNOWN,)]


def _seen(probe: Case, run: Run, loop: Loop) -> list[Any]:
    shape = np.shape(run.theta)
    points = [np.asarray(p) for p in loop.points(probe)[: run.steps + 1]]
    is_run = bool(points) and all(p.shape == shape for p in points)
    return points if is_run and same(points[0], run.theta) else []


def _losses(probe: Case, loop: Loop) -> list[float]:
    value = probe.value if loop.form is GAPS else parts_of(loop.form, probe.value).get("history")
    losses = array_of(value)
    return [] if losses is None or losses.ndim != 1 else losses.tolist()


def _fits(candidate: Candidate, case: Case, loop: Loop, whole: int = PREFIX) -> bool | None:
    """Whether the candidate explains a call; None when the call says nothing about it."""
    run = candidate.variant[1](case.arguments)
    if run is None and loop.form is LOSS and case.returned:
        return _fits_each(candidate, case)
    if run is None or not case.returned:
        return None
    rules = [candidate.explanation.rule]
    if np.asarray(run.start).dtype.kind in "iu":
        rules.append(truncating(candidate.explanation.rule))
    fits = [_agrees(candidate.explanation, Trail(rule, run), case, loop, whole) for rule in rules]
    return True if True in fits else None if None in fits else False


def _fits_each(candidate: Candidate, case: Case) -> bool | None:
    """The same for a sweep, rate by rate: a gentle run has one, by which an index is no rate."""
    *given, lrs, steps = case.arguments
    losses = array_of(LOSS.read(case.value))
    runs = [candidate.variant[1]((*given, [lr], steps)) for lr in lrs]
    known = [run for run in runs if run is not None]
    if losses is None or losses.shape != (len(known),) or not 0 <= int(steps) <= WHOLE:
        return None
    explanation, kind = candidate.explanation, np.asarray(given[-1]).dtype.kind
    rules = (explanation.rule, *((truncating(explanation.rule),) if kind in "iu" else ()))
    for rule in rules:
        told = [explanation.returned(Trail(rule, run), run.steps)["value"] for run in known]
        if _same(losses, np.array(told)):
            right = [LOSS.right(Trail(RIGHT_RULE, run), run.steps)["value"] for run in known]
            # Where all blow up they are alike, whatever their rates.
            says = np.any(np.abs(losses) < BEYOND) and not _same(losses, np.array(right))
            return True if says else None
    return False


def _agrees(
    explanation: Explanation, trail: Trail, case: Case, loop: Loop, whole: int = PREFIX
) -> bool | None:
    """Whether the explanation, told on this trail, is what the case shows; None where nothing is told."""
    form = loop.form
    parts, steps = parts_of(form, case.value, explanation.ids), trail.run.steps
    due = _right_trail(case) or Trail(RIGHT_RULE, trail.run)
    kept = explanation.kept_part
    # A run is known by how it sets out; later the rounding of chaotic ones has its own way.
    if steps > whole and kept:
        told = {kept: explanation.returned(trail, PREFIX + 1)[kept]}
        right = form.right(due, PREFIX + 1)
        alike = _begins
    elif steps <= max(WHOLE, whole):
        told, alike = explanation.returned(trail, steps), _same
        right = form.right(due, min(due.run.steps, steps + 1))
    else:
        return None
    if not all(alike(parts.get(name), part) for name, part in told.items()):
        return False
    # What is right anyway, as the first loss is, speaks for no mistake.
    return True if any(not alike(part, right[name]) for name, part in told.items()) else None


# Dozens of explanations are held against one call.
@lru_cache(maxsize=8)
def _right_trail(case: Case) -> Trail | None:
    run = LOOPS[case.key].run(case.arguments)
    return None if run is None else Trail(RIGHT_RULE, run)


def _same(got: Any, due: Any) -> bool:
    return same(got, due, LOOSE)


def _begins(got: Any, due: Any) -> bool:
    got, due = array_of(got), np.asarray(due)
    if got is None or due.ndim == 0 or got.ndim != due.ndim:
        return bool(due.ndim == 0)
    if due.ndim == 2 and due.shape[0] == got.shape[0] < PREFIX:
        got, due = got.T, due.T
    rows = min(PREFIX, len(due))
    return bool(got[:rows].shape == due[:rows].shape and near(got[:rows], due[:rows], LOOSE))


def _integers_too(candidates: list[Candidate], case: Case) -> Ids:
    """An integer start on which only the rule cut to integers explains the call."""
    run = candidates[0].variant[1](case.arguments) if candidates else None
    if run is None or not case.returned or run.steps > WHOLE:
        return ()
    if np.asarray(run.start).dtype.kind not in "iu":
        return ()
    explanation, loop = candidates[0].explanation, LOOPS[case.key]
    plain, cut = (
        _agrees(explanation, Trail(rule, run), case, loop)
        for rule in (explanation.rule, truncating(explanation.rule))
    )
    return ("truncates-integers",) if cut and not plain else ()


def _decided(groups: set[Ids], probe: Case, ask: Ask) -> Ids:
    """Return the one group; where two return the same, other evidence than the value decides."""
    names = {name for group in groups for name in group}
    if {"drops-last", "one-step-short"} <= names:
        # Both leave θ_T out; who dropped it computed it, and asked for one gradient more.
        run = LOOPS[probe.key].run(probe.arguments)
        calls = probe.observation.grad_calls
        steps = run.steps if run is not None else 0
        wrong = "one-step-short" if calls == steps else "drops-last" if calls == steps - 1 else ""
        groups = {g for g in groups if wrong and wrong not in g}
    if RESTARTS in names and not _is_of_the_start(probe, ask):
        groups = {g for g in groups if RESTARTS not in g}
    if {"climbs", "residual-sign"} <= names:
        wrong = "residual-sign" if by_own_gradient(ask) else "climbs"
        groups = {g for g in groups if wrong not in g}
    if {"subtracts-loss", "gradient-is-loss"} <= names:
        wrong = "subtracts-loss" if is_loss_for_gradient(ask) else "gradient-is-loss"
        groups = {g for g in groups if wrong not in g}
    if {"mean-without-half", "gradient-doubled"} <= names:
        kept = by_own_loss(("gradient-doubled", "mean-without-half"), ask)
        groups = {g for g in groups if set(kept) & set(g)}
    if len(groups) < 2:
        return groups.pop() if groups else ()
    # What is in all of them is there, whichever it is.
    first, *others = groups
    return tuple(name for name in first if all(name in other for other in others))


def _is_of_the_start(probe: Case, ask: Ask) -> bool:
    """Whether every step is taken from θ₀, and not one step only.

    Where the calls of the gradient are counted, all are at θ₀, one per step, or one before the
    loop, which is then made without any step too.
    """
    loop, calls = LOOPS[probe.key], probe.observation.grad_calls
    run = loop.run(probe.arguments)
    if run is None:
        return False
    if loop.form is THETA:
        history = history_of(ask(*probe.arguments, function="fit"), LOOPS["ex5.fit"])
        return history is not None and len(history) == run.steps
    if not calls:
        return loop.form is not LOSS
    if not all(same(place, run.theta) for place in probe.observation.visited):
        return False
    if calls >= run.steps or calls > 1:
        return calls >= run.steps
    none = ask(*probe.arguments[:-1], 0)
    part = "theta" if loop.form.is_pair else "value"
    right = loop.form.right(Trail(RIGHT_RULE, run), 0)
    # One update below the loop is made without any step, too.
    is_right = not none.returned or _same(parts_of(loop.form, none.value).get(part), right[part])
    return none.observation.grad_calls == 1 and is_right


def _not_on_arrays(case: Case, loop: Loop, ask: Ask) -> Ids:
    """Name a loop whose gentle run raised, if it works on scalars."""
    raised = case.observation.raised
    # A cache refuses arrays: no line of the loop needs a single number.
    if not loop.scalar or (raised is not None and raised.message.startswith("unhashable")):
        return ()
    asked = loop.run(case.arguments)
    scalar = ask(*loop.scalar)
    run = loop.run(scalar.arguments)
    if not scalar.returned or run is None:
        return ()
    theta = parts_of(loop.form, scalar.value).get("theta")
    # Who makes a matrix of every start does not work on scalars either.
    if isinstance(theta, np.ndarray) and theta.ndim:
        return ()
    found = []
    rules = chain(RULES, rules_from_points(run, _seen(scalar, run, loop)))
    for rule in rules:
        found += [
            Candidate(explanation, loop.variants[0])
            for explanation in explanations(loop.form, scalar.value, Trail(rule, run), ())
        ]
    ids = {s.ids for s in _simplest(found)}
    # What is wrong in an unknown way with a scalar as well does not work for one.
    if not ids or any(UNKNOWN in each for each in ids):
        return ()
    named = ids.pop() if len(ids) == 1 else ()
    # That arrays raise does not explain what is wrong with a scalar.
    is_of_array = asked is None or np.ndim(asked.start) > 0
    return (*named, "scalar-only") if is_of_array else named


def _is_too_long(probe: Case, loop: Loop) -> bool:
    run, kept = loop.run(probe.arguments), history_of(probe, loop)
    return run is not None and kept is not None and len(kept) > due_length(loop, run.steps) + 2


def _with_longer_history(probe: Case, loop: Loop, ask: Ask) -> Ids:
    """Name what follows another call's history, if the next call's follows this one's."""
    run, kept = loop.run(probe.arguments), history_of(probe, loop)
    if run is None or kept is None:
        return ()
    own = kept[-due_length(loop, run.steps) :]
    value = own if loop.form is PATH else (probe.value[0], own)
    candidates = [
        Candidate(explanation, loop.variants[number])
        for number, rule in possible(probe.key, value)
        for explanation in explanations(
            loop.form, value, trail_of(probe.key, number, rule), loop.variants[number][0]
        )
    ]
    ids = {s.ids for s in _simplest(candidates)}
    following = history_of(ask(*loop.second), loop)
    if len(ids) != 1 or following is None or not same(following[: len(kept)], kept):
        return ()
    return (*(n for n in ids.pop() if n != UNKNOWN), "history-shared")


# A fingerprint only spares comparisons; what passes is compared in full.
WIDE = 1e-6
LARGEST = 400
WEIGHTS = np.cos(np.arange(LARGEST) ** 1.5) + 1.5
Owner = tuple[int, Rule]


def possible(key: str, value: Any) -> set[Owner]:
    """Return the variants, by their number, and rules with a part like one of the value's."""
    owners, sizes, prints, slack = _table(key)
    found: set[Owner] = set()
    for part in _parts(LOOPS[key].form, value):
        array = array_of(part)
        if array is None or not 0 < array.size <= LARGEST or not np.all(np.isfinite(array)):
            continue
        is_like = (sizes == array.size) & (np.abs(prints - _print(array)) <= slack)
        found.update(owners[i] for i in np.flatnonzero(is_like))
    return found


@lru_cache(maxsize=512)
def trail_of(key: str, variant: int, rule: Rule) -> Trail:
    """Return the rule's iterates on the gentle run, which are always the same."""
    loop = LOOPS[key]
    run = loop.variants[variant][1](loop.probe)
    assert run is not None
    return Trail(rule, run)


@lru_cache(maxsize=16)
def _table(key: str) -> tuple[list[Owner], Any, Any, Any]:
    owners: list[Owner] = []
    rows: list[tuple[int, float, float]] = []
    for number in range(len(LOOPS[key].variants)):
        for rule in RULES if number == 0 else (RIGHT_RULE,):
            for array in _outputs(LOOPS[key].form, trail_of(key, number, rule)):
                owners.append((number, rule))
                slack = WIDE * float(np.sum(WEIGHTS[: array.size] * np.abs(array.ravel())))
                rows.append((array.size, _print(array), slack))
    sizes, prints, slacks = np.array(rows).T
    return owners, sizes, prints, slacks


def _outputs(form: Form, trail: Trail) -> Iterator[Any]:
    steps = trail.run.steps
    counts = (steps - 1, steps, steps + 1)
    values = (
        [e.value(trail, steps) for e in ENDINGS]
        + [record.value(trail, count) for record in RECORDS for count in counts]
        if form.is_pair
        else [output.value(trail, steps) for output in form.outputs]
    )
    for value in values:
        array = array_of(value) if isinstance(value, (float, np.ndarray)) else None
        if array is not None and array.size <= LARGEST and np.all(np.isfinite(array)):
            yield array


def _print(array: Any) -> float:
    return float(WEIGHTS[: array.size] @ array.ravel())


def _parts(form: Form, value: Any) -> tuple[Any, ...]:
    if form.is_pair:
        return tuple(value) if is_pair(value) else ()
    return (form.read(value),)
