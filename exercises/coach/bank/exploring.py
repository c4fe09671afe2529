"""Exercise 2, `explore`: what a mistake in the loop or in the verdict makes of a list of rates.

A verdict is a word, so a mistake is told by many rates at once. On x² + 100y² every rule that is
linear in each coordinate has a closed form, which makes 10 000 steps as cheap as ten.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from exercises.coach.bank.descent import SAYS
from exercises.coach.bank.entry import NOTHING, Ask, Case, Misconception, Reading, same
from exercises.coach.bank.learning_rates import HALF, observed, predicted
from exercises.coach.bank.rules import cut

__all__ = ["ENTRIES", "PROBES", "RIGHT", "own_parts_are_right"]

EXPLORE = "ex2.explore"
HESSIAN = np.array([2.0, 200.0])
SIMULATED = 460
CUT_AT_REST = 500
Last = Callable[[Any, float, int], Any]
"""(start, η, n) ↦ θ_n, of a learner with the mistake."""
Word = Callable[[float, float], str]


def _loss(theta: Any) -> float:
    return float(theta[0] ** 2 + 100 * theta[1] ** 2)


def _grown(start: Any, growth: Any) -> Any:
    """Return start · growth, where a coordinate that is 0 stays 0 however it would grow."""
    return np.where(start == 0, 0.0, start * growth)


def _factor_of(rate: float, lr: float) -> Any:
    return 1 - rate * HESSIAN


def _power(factor: Callable[[float], Any]) -> Last:
    def last(start: Any, lr: float, n: int) -> Any:
        factors = np.asarray(factor(lr), dtype=float)
        theta, before = (_grown(start, factors**k) for k in (n, max(n - 1, 0)))
        # Once θ is inf the next step is inf − inf.
        return np.where(np.isinf(before), np.nan, theta)

    return last


def _decaying(law: Callable[[Any], Any]) -> Last:
    @lru_cache(maxsize=4)
    def scales(n: int) -> Any:
        return law(np.arange(float(n)))

    def last(start: Any, lr: float, n: int) -> Any:
        return _grown(start, np.array([np.prod(1 - lr * h * scales(n)) for h in HESSIAN]))

    return last


def _with_velocity(beta: float, weight: float = 1.0) -> Last:
    """θ_n of heavy ball: r₁ⁿ and r₂ⁿ, r the roots of r² − (1 + β − ηwh)r + β."""

    def last(start: Any, lr: float, n: int) -> Any:
        half = (1 + beta - lr * weight * HESSIAN) / 2
        spread = np.sqrt(half**2 - beta + 0j)
        fast, slow = half + spread, half - spread
        first = 1 - lr * weight * HESSIAN
        share = np.where(spread == 0, 0.5, (first - slow) / (2 * spread))
        return _grown(start, np.real(share * fast**n + (1 - share) * slow**n))

    return last


def _stepping(step: Callable[[Any, float, Any], Any]) -> Last:
    def last(start: Any, lr: float, n: int) -> Any:
        if n > SIMULATED:
            return NOTHING
        theta = start
        for _ in range(n):
            theta = step(theta, lr, start)
        return theta

    return last


def _cut(start: Any, lr: float, n: int) -> Any:
    """Iterates cut to integers; they come to rest or blow up within some hundred steps."""
    if np.any(start != np.round(start)):
        return NOTHING
    theta = start
    for _ in range(min(n, CUT_AT_REST)):
        moved = cut(theta - lr * HESSIAN * theta)
        if np.array_equal(moved, theta) or not np.all(np.isfinite(moved)):
            return moved
        theta = moved
    return theta


RIGHT_LAST = _power(lambda lr: 1 - lr * HESSIAN)


def _verdict(first: float, last: float) -> str:
    return observed([first, last])


def _nan_converges(first: float, last: float) -> str:
    return "converges" if np.isnan(last) else _verdict(first, last)


def _not_finite_converges(first: float, last: float) -> str:
    return _verdict(first, last) if np.isfinite(last) else "converges"


def _explored(last: Last = RIGHT_LAST, word: Word = _verdict) -> Reading:
    def reading(lrs: Any, theta_init: Any, num_steps: int) -> Any:
        start = np.array(theta_init, dtype=float)
        # The history ends with the loss before the last update.
        updates = num_steps - 1
        words = {}
        for lr in lrs:
            theta = last(start, float(lr), max(updates, 0))
            if theta is NOTHING:
                return NOTHING
            words[lr] = word(_loss(start), _loss(theta))
        return words

    return reading


def _chained(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    """Each run goes on where the one before ended."""
    theta, words = np.array(theta_init, dtype=float), {}
    for lr in lrs:
        words[lr] = _verdict(_loss(theta), _loss(RIGHT_LAST(theta, float(lr), num_steps - 1)))
        theta = RIGHT_LAST(theta, float(lr), num_steps)
    return words


def _one_history(lrs: Any, theta_init: Any, num_steps: int) -> Any:
    """One list for all runs: its first loss is the first run's."""
    start = np.array(theta_init, dtype=float)
    ends = {lr: _loss(RIGHT_LAST(start, float(lr), num_steps - 1)) for lr in lrs}
    return {lr: _verdict(_loss(start), end) for lr, end in ends.items()}


def _theory(hessian: Any) -> Reading:
    return lambda lrs, theta_init, num_steps: {lr: predicted(hessian, float(lr)) for lr in lrs}


def _slope(theta: Any) -> Any:
    return HESSIAN * theta


def own_parts_are_right(ask: Ask) -> bool:
    """Whether the learner's own gradient is right; a wrong one has a name of its own."""
    place = np.array([0.83, -0.37])
    return same(ask(place, function="grad").value, _slope(place), 1e-6)


def _raises(case: Case, ask: Ask) -> bool:
    """An exception where a rate is beyond the limit, and the right words where none is."""
    raised = case.observation.raised
    if raised is None or {raised.type_name, *raised.bases} & {"TypeError", "NameError"}:
        return False
    if not any(float(lr) > 0.01 for lr in case.arguments[0]):
        return False
    calm = ((0.003, 0.009, 0.01), (0.001, 0.7), 40)
    return same(ask(*calm).value, _explored()(*calm))


def _calls_slow_oscillating(case: Case, ask: Ask) -> bool:
    """Of rates that converge, the slowest and only they are called oscillating."""
    if not _miscalled(case.value, _explored()(*case.arguments)) or not own_parts_are_right(ask):
        return False
    words = ask(*CREEPING).value
    miscalled = _miscalled(words, _explored()(*CREEPING))
    if not miscalled:
        return False
    pace = {lr: abs(1 - lr * HESSIAN[1]) for lr in CREEPING[0] if same(words[lr], "converges")}
    return bool(pace) and min(abs(1 - lr * HESSIAN[1]) for lr in miscalled) > max(pace.values())


def _miscalled(words: Any, due: Any) -> list[float]:
    """Return the rates called oscillating that converge, if no other word is wrong."""
    if not isinstance(words, dict) or any(lr not in words for lr in due):
        return []
    wrong = [lr for lr in due if not same(words[lr], due[lr])]
    is_slow = all(same(words[lr], "oscillates") and due[lr] == "converges" for lr in wrong)
    return wrong if is_slow else []


RIGHT: dict[str, Reading] = {EXPLORE: _explored()}
# From the y axis the pace is |1 − 200η| alone; the slowest ends at 7e-7 of its first loss.
CREEPING = ((0.000022, 0.00005, 0.0004, 0.004, 0.01, 0.011), (0.0, 0.8), 1700)

RATES = (0.00045, 0.002, 0.006, 0.009, 0.0097, 0.01, 0.0104, 0.013, 0.016, 0.0195, 0.023, 0.07)
# x hardly counts, so that y decides within some forty steps; then the other way round.
STEEP, FLAT = (0.0001, 0.8), (1.3, 0.0007)
PROBES: dict[str, tuple[tuple[Any, ...], ...]] = {
    EXPLORE: (
        (RATES, STEEP, 60), (RATES[::-1], (0.0003, -1.7), 43), (RATES, FLAT, 90),
        (RATES, (3, 2), 25), ((0.004, 0.02), (0.7, 0.6), 1),
        ((0.004, 0.0011, 0.008), STEEP, 300),
        ((0.0013, 0.007), (0.9, -1.7), 4000), ((0.3, 0.004), (0.7, 0.6), 400),
        ((0.3, 0.004, 0.0011), (0.7, 0.0), 450),
    ),
}  # fmt: skip

NAMED: tuple[tuple[str, tuple[Reading, ...]], ...] = (
    ("climbs", (_explored(_power(lambda lr: 1 + lr * HESSIAN)),)),
    ("ignores-lr", (_explored(_power(lambda lr: 1 - HESSIAN)),)),
    ("lr-squared", (_explored(_power(lambda lr: 1 - lr**2 * HESSIAN)),)),
    ("lr-hard-coded", tuple(
        _explored(_power(partial(_factor_of, rate)))
        for rate in (0.0001, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1))),
    ("frozen-gradient", (_explored(lambda start, lr, n: start * (1 - n * lr * HESSIAN)),)),
    ("accumulates-gradient", (_explored(_with_velocity(1.0)),)),
    ("momentum", tuple(
        _explored(_with_velocity(beta, weight))
        for beta in (0.5, 0.8, 0.9, 0.95, 0.99) for weight in (1.0, 1 - beta))),
    ("decaying-lr", tuple(_explored(_decaying(law)) for law in (
        lambda t: 1 / (t + 1), lambda t: 1 / np.sqrt(t + 1), lambda t: 0.9**t,
        lambda t: 0.99**t, lambda t: 1 / (1 + 0.1 * t), lambda t: 1 / (1 + 0.01 * t),
        lambda t: 0.95**t, lambda t: 1 / (t + 2), lambda t: 0.999**t))),
    ("sign-step", (_explored(_stepping(lambda th, lr, s: th - lr * np.sign(_slope(th)))),)),
    ("normalised-step", (_explored(_stepping(
        lambda th, lr, s: th - lr * _slope(th) / np.sqrt(np.sum(_slope(th) ** 2)))),)),
    ("gradient-of-start", (_explored(_stepping(lambda th, lr, s: s - lr * _slope(th))),)),
    ("truncates-integers", (_explored(_cut),)),
)  # fmt: skip

ENTRIES: tuple[Misconception, ...] = (
    Misconception(
        "nan-converges", (EXPLORE,),
        "a run that ended at nan or inf is called converging. Comparisons with nan are False: ask "
        "whether the last loss is finite first.",
        (_explored(word=_nan_converges), _explored(word=_not_finite_converges)),
    ),
    Misconception(
        "slow-is-oscillating", (EXPLORE,),
        "a rate that is merely slow is called oscillating. Slow is not oscillating: run all of "
        "num_steps, and compare the last loss with 1e-6 of the first.",
        recognises=_calls_slow_oscillating,
    ),
    Misconception("hessian-half", (EXPLORE,), HALF, (
        _explored(_power(lambda lr: 1 - lr * HESSIAN / 2)), _theory(HESSIAN / 2))),
    *(Misconception(name, (EXPLORE,), SAYS[name][1], readings) for name, readings in NAMED),
    Misconception("mutates-start", (EXPLORE,),
        "each run sets out from where the one before ended: the start is updated in place. Make a "
        "float copy for every rate.", (_chained,)),
    Misconception("raises-on-divergence", (EXPLORE,), SAYS["raises-on-divergence"][1],
        recognises=_raises),
    Misconception("", (EXPLORE,), predicts=(
        _theory(HESSIAN), _one_history,
        *(
            (lambda lrs, theta_init, num_steps, w=word: dict.fromkeys(lrs, w))
            for word in ("converges", "oscillates", "diverges")
        ),
    )),
)  # fmt: skip
