"""Name a mistake by its predictions: compare, then ask again until one id is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exercises.coach.misconceptions.ex2_explore import own_parts_are_right
from exercises.coach.misconceptions.ex5_regression import by_own_loss
from exercises.coach.misconceptions.known_mistake import (
    LOOSE,
    NOTHING,
    Ask,
    Case,
    Reading,
    guarded,
    same,
)
from exercises.coach.misconceptions.registry import PAIRS, PROBES, RIGHT, entries_of

__all__ = ["by_prediction", "by_recognition"]

# A number that matches to nine digits proves much, a word one in three: one call more.
CALLS_ON_NUMBERS = 1
CALLS_ON_WORDS = 2
# Where one number is matched by chance: by a word of two, by another eigenvalue, at x = 1.
MORE_CALLS = {
    "ex1.grad": 2, "ex2.stable_lr_limit": 2, "ex2.optimal_lr": 2, "ex3.classify_rate": 8,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """One way to have made a mistake: its ids (none for a rival) and what it predicts."""

    ids: tuple[str, ...]
    reading: Reading

    @property
    def name(self) -> str:
        """The ids as text, for a fault's message."""
        return "+".join(self.ids) or "a rival"

    def of(self, arguments: tuple[Any, ...]) -> Any:
        """Return what it predicts of a call."""
        # Of NumPy's warnings `diagnose` takes care, once for hundreds of readings.
        return guarded(self.name, self.reading, *arguments)

    def allows(self, case: Case) -> bool:
        """Whether the case does not contradict it."""
        prediction = self.of(case.arguments)
        return prediction is NOTHING or same(case.value, prediction, LOOSE)


def by_prediction(case: Case, earlier: Sequence[Case], ask: Ask) -> tuple[str, ...]:
    """Return the ids that alone explain all calls made so far; none when that is not certain."""
    if case.key == "ex2.explore" and not own_parts_are_right(ask):
        return ()
    found = _separated(case, [*_single(case)], earlier, ask)
    return found or _separated(case, [*_pairs(case)], earlier, ask)


def by_recognition(case: Case, ask: Ask) -> tuple[str, ...]:
    """Return the one id that recognises what was observed."""
    found = [
        entry.id
        for entry in entries_of(case.key)
        if entry.recognises is not None and guarded(entry.id, entry.recognises, case, ask)
    ]
    return (found[0],) if len(found) == 1 else ()


def _single(case: Case) -> Iterator[Hypothesis]:
    for entry in entries_of(case.key):
        ids = (entry.id,) if entry.id else ()
        for reading in entry.predicts:
            yield Hypothesis(ids, reading)
        if entry.estimates is not None and case.returned:
            for reading in guarded(entry.id, lambda e: [*e(case)], entry.estimates):
                yield Hypothesis(ids, reading)


def _pairs(case: Case) -> Iterator[Hypothesis]:
    for ids, reading in PAIRS.get(case.key, ()):
        yield Hypothesis(ids, reading)


def _separated(
    case: Case, hypotheses: list[Hypothesis], earlier: Sequence[Case], ask: Ask
) -> tuple[str, ...]:
    given, can_be_silent = case.arguments, case.key == "ex2.explore"
    predicted = [(h, h.of(given)) for h in hypotheses]
    told = {h for h, prediction in predicted if same(case.value, prediction)}
    # A run of many steps is too long for some readings of `explore`: shorter ones then decide.
    left = [h for h, p in predicted if h in told or (can_be_silent and p is NOTHING)]
    left = [h for h in left if all(h.allows(past) for past in earlier)]
    if not any(h.ids for h in left):
        return ()
    key, probes, asked = case.key, list(range(len(PROBES.get(case.key, ())))), 0
    shown: set[Hypothesis] = set()
    usual = CALLS_ON_WORDS if isinstance(case.value, (str, dict)) else CALLS_ON_NUMBERS
    enough = MORE_CALLS.get(case.key, usual)
    while left and (asked < enough or not shown or _is_undecided([h for h in left if h in told])):
        probe = _best(left, probes, key)
        if probe is None:
            break
        probes.remove(probe)
        answer = ask(*PROBES[key][probe])
        asked += 1
        left = [h for h in left if _stands(h, answer, probe)]
        if not same(answer.value, _on_probe(RIGHT[key], "the right value", key, probe), LOOSE):
            shown |= {h for h in left if h.of(answer.arguments) is not NOTHING}
            told |= shown
    left = [h for h in left if h in shown]
    ids = {h.ids for h in left}
    if len(ids) > 1 and not _is_undecided(left):
        return _borne_out(left, ids, case.key, ask)
    if len(ids) > 1:
        ids = {_decided(case, ids, ask)}
    return _borne_out(left, ids, case.key, ask) if len(ids) == 1 else ()


def _is_undecided(left: list[Hypothesis]) -> bool:
    """Whether a value may tell more: not between ids that share their readings."""
    names: dict[Reading, set[tuple[str, ...]]] = {}
    for hypothesis in left:
        names.setdefault(hypothesis.reading, set()).add(hypothesis.ids)
    return len({frozenset(ids) for ids in names.values()}) > 1


def _borne_out(
    left: list[Hypothesis], ids: set[tuple[str, ...]], key: str, ask: Ask
) -> tuple[str, ...]:
    """Return the one name that further calls bear out."""
    readings = {name: [h.reading for h in left if h.ids == name] for name in sorted(ids)}
    found = [name for name in readings if _confirmed(name, readings[name], key, ask)]
    return found[0] if len(found) == 1 else ()


def _confirmed(ids: tuple[str, ...], readings: list[Reading], key: str, ask: Ask) -> bool:
    entries = [entry for entry in entries_of(key) if entry.id in ids]
    due = [c for entry in entries for c in entry.confirms]
    if not all(same(ask(*arguments).value, value) for arguments, value in due):
        return False
    return all(
        any(guarded(entry.id, entry.proves, ask, reading) for reading in readings)
        for entry in entries
        if entry.proves is not None
    )


def _stands(hypothesis: Hypothesis, answer: Case, probe: int) -> bool:
    prediction = _on_probe(hypothesis.reading, hypothesis.name, answer.key, probe)
    return prediction is NOTHING or same(answer.value, prediction)


def _decided(case: Case, ids: set[tuple[str, ...]], ask: Ask) -> tuple[str, ...]:
    if () in ids:
        return ()
    names = tuple(sorted(name for group in ids for name in group))
    decided = by_own_loss(names, ask) if case.key == "ex5.mse_grad" else names
    return decided if len(decided) == 1 else ()


def _best(left: list[Hypothesis], probes: list[int], key: str) -> int | None:
    """Return the probe on which the hypotheses part most; then, on which they are wrong most."""
    best, most = None, (1, 0)
    for probe in probes:
        groups: list[Any] = []
        for hypothesis in left:
            value = _on_probe(hypothesis.reading, hypothesis.name, key, probe)
            if value is not NOTHING and not any(same(value, group) for group in groups):
                groups.append(value)
        right = _on_probe(RIGHT[key], "the right value", key, probe)
        score = len(groups), sum(not same(right, group) for group in groups)
        if score > most:
            best, most = probe, score
    return best


@lru_cache(maxsize=8192)
def _on_probe(reading: Reading, name: str, key: str, probe: int) -> Any:
    """The probes are always the same: so are the predictions."""
    return guarded(name, reading, *PROBES[key][probe])
