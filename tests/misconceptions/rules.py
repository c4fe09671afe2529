"""Ways to step from one θ to the next: the right one, listed mistakes and unlisted ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Rule = Callable[[Any, Any, Any, float], Iterator[Any]]


def memoryless(step: Callable[[Any, Any, Any, float, int, Any], Any]) -> Rule:
    """``step(loss, grad, θ, η, t, θ₀)`` gives the next θ."""

    def rule(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
        first = theta = np.array(start, dtype=float)[()]
        t = 0
        while True:
            yield theta
            theta = step(loss, grad, theta, lr, t, first)
            t += 1

    return rule


def frozen(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
    theta = np.array(start, dtype=float)[()]
    g = grad(theta)
    while True:
        yield theta
        theta = theta - lr * g


def summing(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
    theta = np.array(start, dtype=float)[()]
    total = np.zeros_like(theta)
    while True:
        yield theta
        total = total + grad(theta)
        theta = theta - lr * total


def ball(beta: float, share: float = 1.0) -> Rule:
    def rule(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
        theta = np.array(start, dtype=float)[()]
        v = np.zeros_like(theta)
        while True:
            yield theta
            v = beta * v - lr * share * grad(theta)
            theta = theta + v

    return rule


def ahead(beta: float) -> Rule:
    def rule(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
        theta = np.array(start, dtype=float)[()]
        v = np.zeros_like(theta)
        while True:
            yield theta
            v = beta * v - lr * grad(theta + beta * v)
            theta = theta + v

    return rule


def one_by_one(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
    theta = np.array(start, dtype=float)
    while True:
        yield theta.copy()[()]
        for i in np.ndindex(theta.shape):
            theta[i] = theta[i] - lr * np.asarray(grad(theta))[i]


def adaptive(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
    theta = np.array(start, dtype=float)[()]
    squares = np.zeros_like(theta)
    while True:
        yield theta
        g = grad(theta)
        squares = squares + g * g
        theta = theta - lr * g / (np.sqrt(squares) + 1e-8)


def averaged(direction: Callable[[Any, Any, Any, int], Any]) -> Rule:
    """Means of the gradients and of their squares that forget: Adam and its like."""

    def rule(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
        theta = np.array(start, dtype=float)[()]
        m, v, t = np.zeros_like(theta), np.zeros_like(theta), 0
        while True:
            yield theta
            g, t = grad(theta), t + 1
            m, v = 0.9 * m + 0.1 * g, 0.9 * v + 0.1 * g * g
            theta = theta - lr * direction(g, m, v, t)

    return rule


def delayed(loss: Any, grad: Any, start: Any, lr: float) -> Iterator[Any]:
    theta = np.array(start, dtype=float)[()]
    g = grad(theta)
    while True:
        yield theta
        last, g = g, grad(theta)
        theta = theta - lr * last


def clipped(loss: Any, grad: Any, theta: Any, lr: float, t: int, first: Any) -> Any:
    g = grad(theta)
    size = np.linalg.norm(g)
    return theta - lr * g * min(1.0, 0.73 / size) if size else theta


def noisy(scale: float) -> Rule:
    generator = np.random.default_rng(0)
    return memoryless(
        lambda L, g, x, lr, t, s: x - lr * g(x) + scale * generator.normal(size=np.shape(x))
    )


def backtracking(loss: Any, grad: Any, theta: Any, lr: float, t: int, first: Any) -> Any:
    g, step = grad(theta), 4 * lr
    while loss(theta - step * g) > loss(theta) - 0.5 * step * np.sum(g * g) and step > 1e-12:
        step /= 3
    return theta - step * g


RIGHT = memoryless(lambda L, g, x, lr, t, s: x - lr * g(x))
RULES: dict[str, list[Rule]] = {
    "climbs": [memoryless(lambda L, g, x, lr, t, s: x + lr * g(x))],
    "ignores-lr": [memoryless(lambda L, g, x, lr, t, s: x - g(x))],
    "lr-squared": [memoryless(lambda L, g, x, lr, t, s: x - lr * (lr * g(x)))],
    "frozen-gradient": [frozen],
    "gradient-of-start": [memoryless(lambda L, g, x, lr, t, s: s - lr * g(x))],
    "restarts-each-step": [memoryless(lambda L, g, x, lr, t, s: s - lr * g(s))],
    "sign-step": [memoryless(lambda L, g, x, lr, t, s: x - lr * np.sign(g(x)))],
    "normalised-step": [
        memoryless(lambda L, g, x, lr, t, s, e=e: x - lr * g(x) / (np.linalg.norm(g(x)) + e))
        for e in (0.0, 1e-8)
    ],
    "decaying-lr": [
        memoryless(lambda L, g, x, lr, t, s, f=f: x - lr * f(t) * g(x))
        for f in (
            lambda t: 1 / (t + 1),
            lambda t: (t + 1) ** -0.5,
            lambda t: 0.93**t,
            lambda t: 1 / (1 + 0.07 * t),
            lambda t: 1 / (t + 2),
            lambda t: (1 + 0.1 * t) ** -0.5,
            lambda t: 1 / np.log(t + 2),
            lambda t: 0.5 ** (t // 10),
            lambda t: 0.1 ** (t // 4),
            lambda t: 0.5 ** ((t + 1) // 3),
        )
    ],
    "momentum": [
        *(ball(0.9), ball(0.5), ball(0.37), ahead(0.9), ahead(0.6), ahead(0.3), ball(0.8, 0.2))
    ],
    "coordinate-sequential": [one_by_one],
    "accumulates-gradient": [summing],
    "lr-hard-coded": [
        memoryless(lambda L, g, x, lr, t, s, r=r: x - r * g(x)) for r in (0.001, 0.01, 0.1, 0.037)
    ],
}
WITH_LOSS: dict[str, list[Rule]] = {
    "subtracts-loss": [memoryless(lambda L, g, x, lr, t, s: x - lr * L(x))],
}
UNLISTED_RULES: dict[str, Rule] = {
    "nine tenths of the rate": memoryless(lambda L, g, x, lr, t, s: x - 0.9 * lr * g(x)),
    "a tenth of the rate": memoryless(lambda L, g, x, lr, t, s: x - 0.1 * lr * g(x)),
    "three times the rate": memoryless(lambda L, g, x, lr, t, s: x - 3 * lr * g(x)),
    "the root of the rate": memoryless(lambda L, g, x, lr, t, s: x - lr**0.5 * g(x)),
    "a rate of a quarter at least": memoryless(lambda L, g, x, lr, t, s: x - max(lr, 0.25) * g(x)),
    "a rate of a fiftieth at most": memoryless(lambda L, g, x, lr, t, s: x - min(lr, 0.02) * g(x)),
    "AdaGrad": adaptive,
    "clipping": memoryless(clipped),
    "clipping by entry": memoryless(lambda L, g, x, lr, t, s: x - lr * np.clip(g(x), -0.4, 0.4)),
    "noise": noisy(1e-3),
    "weight decay": memoryless(lambda L, g, x, lr, t, s: 0.99 * x - lr * g(x)),
    "two decimals": memoryless(lambda L, g, x, lr, t, s: np.round(x - lr * g(x), 2)),
    "growing rate": memoryless(lambda L, g, x, lr, t, s: x - lr * 1.05**t * g(x)),
    "warm-up": memoryless(lambda L, g, x, lr, t, s: x - lr * min(1, (t + 1) / 5) * g(x)),
    "delayed gradient": delayed,
    "gradient squared": memoryless(lambda L, g, x, lr, t, s: x - lr * g(x) ** 2),
    "gradient elsewhere": memoryless(lambda L, g, x, lr, t, s: x - lr * g(x + 0.01)),
    "clipping at 1": memoryless(
        lambda L, g, x, lr, t, s: x - lr * g(x) / max(1.0, np.linalg.norm(g(x)))
    ),
    "clipping by entry at 1": memoryless(lambda L, g, x, lr, t, s: x - lr * np.clip(g(x), -1, 1)),
    "RMSProp": averaged(lambda g, m, v, t: g / (np.sqrt(v) + 1e-8)),
    "Adam": averaged(lambda g, m, v, t: m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8)),
    "backtracking": memoryless(backtracking),
    "half of the gradient's entries": memoryless(
        lambda L, g, x, lr, t, s: x - lr * g(x) * (np.arange(np.size(x)).reshape(np.shape(x)) % 2)
    ),
    "two steps at a time": memoryless(
        lambda L, g, x, lr, t, s: x - lr * g(x) - lr * g(x - lr * g(x))
    ),
    "the rate over t²": memoryless(lambda L, g, x, lr, t, s: x - lr * (t + 1) ** 2 * g(x)),
    "over the square of the norm": memoryless(
        lambda L, g, x, lr, t, s: x - lr * g(x) / np.sum(g(x) ** 2)
    ),
    "absolute gradient": memoryless(lambda L, g, x, lr, t, s: x - lr * np.abs(g(x))),
}
