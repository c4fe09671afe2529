"""The five exercises' functions that loop, around any rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.misconceptions.pupil import Sample
from tests.misconceptions.rules import RIGHT, RULES, UNLISTED_RULES, WITH_LOSS, Rule


def taken(rule: Rule, loss: Any, grad: Any, start: Any, lr: float, count: int) -> list[Any]:
    run = rule(loss, grad, start, lr)
    return [next(run) for _ in range(count + 1)]


def descent(rule: Rule) -> Callable[..., Any]:
    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        path = taken(rule, loss_fn, grad_fn, start, lr, T)
        return path[T], [float(loss_fn(theta)) for theta in path[:T]]

    return gradient_descent


def path(rule: Rule) -> Callable[..., Any]:
    def trajectory(grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        return np.array(taken(rule, None, grad_fn, start, lr, T))

    return trajectory


def gaps(rule: Rule) -> Callable[..., Any]:
    def suboptimality(eigenvalues: Any, start: Any, lr: float, T: int) -> Any:
        s = np.asarray(eigenvalues, dtype=float)
        loss, grad = (lambda x: 0.5 * np.sum(s * x**2)), (lambda x: s * x)
        return np.array([loss(x) for x in taken(rule, loss, grad, start, lr, T)])

    return suboptimality


def regression(rule: Rule) -> Callable[..., Any]:
    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        X, y = np.asarray(X, dtype=float), np.ravel(y)
        if lr is None:
            lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]

        def loss(theta: Any) -> float:
            r = X @ theta - y
            return float(r @ r) / (2 * len(y))

        grad = lambda theta: X.T @ (X @ theta - y) / len(X)  # noqa: E731
        return descent(rule)(loss, grad, np.zeros(X.shape[1]), lr, num_steps)

    return fit


def finder(rule: Rule) -> Callable[..., Any]:
    def lr_finder(loss_fn: Any, grad_fn: Any, start: Any, lrs: Any, num_steps: int = 20) -> Any:
        ends = [loss_fn(descent(rule)(loss_fn, grad_fn, start, lr, num_steps)[0]) for lr in lrs]
        ends = [float(e) if np.isfinite(e) else np.inf for e in ends]
        return lrs[int(np.argmin(ends))], ends

    return lr_finder


ADAPTERS = (
    ("ex1", "gradient_descent", descent), ("ex2", "lr_finder", finder),
    ("ex3", "suboptimality", gaps), ("ex4", "trajectory", path), ("ex5", "fit", regression),
)  # fmt: skip


def _of_steps(count: Callable[[int], int]) -> Callable[[Any], Callable[[Rule], Any]]:
    """Return what makes of an adapter one whose runs make another number of steps."""

    def adapted(adapter: Any) -> Callable[[Rule], Any]:
        def with_rule(rule: Rule) -> Any:
            function = adapter(rule)

            def run(*arguments: Any) -> Any:
                *given, T = arguments
                return function(*given, count(T)) if count(T) >= 0 else None

            return run

        return with_rule

    return adapted


def at_most_one(T: int) -> int:
    return min(T, 1)


COUNTS: dict[str, list[Callable[[int], int]]] = {
    "steps-hard-coded": [lambda T: 1, lambda T: 7, lambda T: 100, lambda T: 1000],
    # Without a step the function ends below the loop, with nothing to return; or it has a second
    # `return` there.
    "returns-inside-loop": [lambda T: 1 if T else -1, at_most_one],
}
# No gradient is passed in whose calls could tell it from a run that is set back at each step.
UNCOUNTED = ("ex3", "ex5")
UNLISTED_COUNTS: dict[str, Callable[[int], int]] = {
    "a cap of fifty steps": lambda T: min(T, 50),
    "a cap of seven steps": lambda T: min(T, 7),
    "at least twenty steps": lambda T: max(T, 20),
    "at least three hundred steps": lambda T: max(T, 300),
    "twice the steps": lambda T: 2 * T,
    "three more steps": lambda T: T + 3,
}


def count_samples() -> Iterator[Sample]:
    for key, function, adapter in ADAPTERS:
        for name, counts in COUNTS.items():
            for number, count in enumerate(counts):
                if count is at_most_one and key in UNCOUNTED:
                    continue
                label = f"{key}-{name}-{number}"
                make = _of_steps(count)(adapter)(RIGHT)
                yield Sample(label, key, function, make, frozenset({name}))


def unlisted_count_samples() -> Iterator[Sample]:
    for key, function, adapter in ADAPTERS:
        uncounted = {"at most one step": at_most_one} if key in UNCOUNTED else {}
        for name, count in (UNLISTED_COUNTS | uncounted).items():
            make = _of_steps(count)(adapter)(RIGHT)
            yield Sample(f"{key}-{name}", key, function, make, frozenset())


def rule_samples() -> Iterator[Sample]:
    for key, function, adapter in ADAPTERS:
        rules = RULES | WITH_LOSS if key != "ex4" else RULES
        if key == "ex3":  # its coordinates do not see each other
            rules = {name: r for name, r in rules.items() if name != "coordinate-sequential"}
        for name, variants in rules.items():
            for number, rule in enumerate(variants):
                label = f"{key}-{name}-{number}"
                yield Sample(label, key, function, adapter(rule), frozenset({name}))


def unlisted_rule_samples() -> Iterator[Sample]:
    for key, function, adapter in ADAPTERS:
        for name, rule in UNLISTED_RULES.items():
            yield Sample(f"{key}-{name}", key, function, adapter(rule), frozenset())
