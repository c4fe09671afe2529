"""Mistakes in what is kept and returned of a run, which may itself be right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.misconceptions.loops import taken
from tests.misconceptions.pupil import Sample
from tests.misconceptions.rules import RIGHT, RULES


def _kept(of: Callable[[list[Any], list[float], int], Any]) -> Callable[..., Any]:
    """Return a `gradient_descent` that returns ``of(thetas, losses, T)``, both up to T + 1."""

    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        run = taken(RIGHT, loss_fn, grad_fn, start, lr, T + 1)
        return of(run, [float(loss_fn(theta)) for theta in run], T)

    return gradient_descent


KEPT: dict[str, list[Callable[[list[Any], list[float], int], Any]]] = {
    "one-step-short": [
        lambda x, L, T: (x[max(T - 1, 0)], L[: max(T - 1, 0)]),
        lambda x, L, T: (x[max(T - 1, 0)], L[:T]),
    ],
    "one-step-long": [lambda x, L, T: (x[T + 1], L[: T + 1]), lambda x, L, T: (x[T + 1], L[:T])],
    "history-after": [lambda x, L, T: (x[T], L[1 : T + 1])],
    "history-with-final": [lambda x, L, T: (x[T], L[: T + 1])],
    "history-of-theta": [lambda x, L, T: (x[T], x[:T]), lambda x, L, T: (x[T], x[: T + 1])],
    "history-aliased": [lambda x, L, T: (x[T], [x[T]] * T), lambda x, L, T: (x[T], [L[T]] * T)],
    "swapped-return": [lambda x, L, T: (L[:T], x[T])],
    "returns-none": [lambda x, L, T: None],
    "returns-best": [
        lambda x, L, T: (x[int(np.nanargmin(L[: T + 1]))], L[:T]),
        lambda x, L, T: (x[int(np.nanargmin(L[: max(T, 1)]))], L[:T]),
    ],
}
PAIRS: dict[tuple[str, str], Callable[..., Any]] = {
    ("climbs", "history-after"): lambda x, L, T: (x[T], L[1 : T + 1]),
    ("momentum", "one-step-short"): lambda x, L, T: (x[max(T - 1, 0)], L[: max(T - 1, 0)]),
    ("sign-step", "swapped-return"): lambda x, L, T: (L[:T], x[T]),
    ("decaying-lr", "history-with-final"): lambda x, L, T: (x[T], L[: T + 1]),
    ("lr-hard-coded", "history-of-theta"): lambda x, L, T: (x[T], x[:T]),
}
UNLISTED_KEPT: dict[str, Callable[[list[Any], list[float], int], Any]] = {
    "two steps short": lambda x, L, T: (x[max(T - 2, 0)], L[: max(T - 2, 0)]),
    "half of the steps": lambda x, L, T: (x[T // 2], L[: T // 2]),
    "nine tenths of the steps": lambda x, L, T: (x[int(0.9 * T)], L[: int(0.9 * T)]),
    "one step, and at rest from then on": lambda x, L, T: (
        x[min(T, 1)], L[:1] + [L[1]] * (T - 1) if T else []),
    "one step, the first loss each time": lambda x, L, T: (x[min(T, 1)], L[:1] * T),
    "θ never moves": lambda x, L, T: (x[0], L[:1] * T),
    "the start": lambda x, L, T: (x[0], L[:T]),
    "a return after the first step": lambda x, L, T: (x[min(T, 1)], L[: min(T, 1)]),
    "a loss for θ": lambda x, L, T: (L[max(T - 1, 0)], L[:T]),
    "roots of the losses": lambda x, L, T: (x[T], np.sqrt(np.abs(L[:T]))),
    "the mean": lambda x, L, T: (np.mean(x[: T + 1], axis=0), L[:T]),
    "history without its first": lambda x, L, T: (x[T], L[1:T]),
    "history backwards": lambda x, L, T: (x[T], L[:T][::-1]),
    "history of two decimals": lambda x, L, T: (x[T], np.round(L[:T], 2)),
    "theta of two decimals": lambda x, L, T: (np.round(x[T], 2), L[:T]),
    "history summed up": lambda x, L, T: (x[T], np.cumsum(L[:T])),
    "history less its least": lambda x, L, T: (x[T], np.array(L[:T]) - min(L[: max(T, 1)])),
    "every other loss": lambda x, L, T: (x[T], L[:T:2]),
    "a cap of a hundred steps": lambda x, L, T: (x[min(T, 100)], L[: min(T, 100)]),
    # Its least loss is the last one on a run that falls.
    "the best one, history of two decimals": lambda x, L, T: (
        x[int(np.nanargmin(L[: max(T, 1)]))], np.round(L[:T], 2)),
    "the best one, every other loss": lambda x, L, T: (
        x[int(np.nanargmin(L[: max(T, 1)]))], L[:T:2]),
    "the best one, history without its first": lambda x, L, T: (
        x[int(np.nanargmin(L[: max(T, 1)]))], L[1:T]),
    "three values": lambda x, L, T: (x[T], L[:T], T),
    "only theta": lambda x, L, T: x[T],
}  # fmt: skip


def kept_samples() -> Iterator[Sample]:
    for name, variants in KEPT.items():
        for number, of in enumerate(variants):
            label = f"ex1-{name}-{number}"
            yield Sample(label, "ex1", "gradient_descent", _kept(of), frozenset({name}))


def unlisted_kept_samples() -> Iterator[Sample]:
    for name, of in UNLISTED_KEPT.items():
        yield Sample(f"ex1-{name}", "ex1", "gradient_descent", _kept(of), frozenset())


def pair_samples() -> Iterator[Sample]:
    for (first, second), of in PAIRS.items():
        rule = RULES[first][0]

        def loop(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int, rule: Any = rule,
                 of: Any = of) -> Any:  # fmt: skip
            run = taken(rule, loss_fn, grad_fn, start, lr, T + 1)
            return of(run, [float(loss_fn(theta)) for theta in run], T)

        yield Sample(
            f"{first}+{second}", "ex1", "gradient_descent", loop, frozenset({first, second})
        )
