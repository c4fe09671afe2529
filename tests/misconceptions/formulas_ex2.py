"""Exercise 2's formulas and experiments with a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from solutions import ex1_gradient_descent as ex1
from solutions import ex2_learning_rates as ex2
from tests.misconceptions.loops import descent
from tests.misconceptions.pupil import Formula, Unlisted
from tests.misconceptions.rules import RIGHT, RULES, UNLISTED_RULES, ahead


def _grad_of(theta: Any) -> Any:
    return np.array([2 * theta[0], 200 * theta[1]])


def _valley_quotient(h: float) -> Callable[..., Any]:
    def grad(theta: Any) -> Any:
        return [(ex2.loss(theta + h * e) - ex2.loss(theta)) / h for e in np.eye(2)]

    return grad


def _eig(of: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda H: of(np.linalg.eigvalsh(H))


def _at_limit(word: str) -> Callable[..., Any]:
    def predict(H: Any, lr: float) -> str:
        right = ex2.predict(H, lr)
        return word if right == "oscillates" else right

    return predict


def _nan_slips(history: Any) -> str:
    if history[-1] > history[0]:
        return "diverges"
    return "oscillates" if history[-1] > 1e-6 * history[0] else "converges"


def _nan_oscillates(history: Any) -> str:
    if history[-1] == np.nan or history[-1] > history[0] * (1 + 1e-9):
        return "diverges"
    return "converges" if history[-1] <= 1e-6 * history[0] else "oscillates"


def _signed(of: Callable[[Any], Any]) -> Callable[..., Any]:
    def predict(H: Any, lr: float) -> str:
        factor = of(1 - lr * np.linalg.eigvalsh(H))
        if abs(factor - 1) <= 1e-9:
            return "oscillates"
        return "converges" if factor < 1 else "diverges"

    return predict


def _without_nan(history: Any) -> str:
    """Nan is dropped: what is judged is the last finite loss."""
    return ex2.observe([loss for loss in history if np.isfinite(loss)])


def _strict(history: Any) -> str:
    right = ex2.observe(history)
    return "oscillates" if right == "converges" and history[-1] > 1e-9 * history[0] else right


def _explore(**parts: Any) -> Callable[..., Any]:
    rule = parts.get("rule", RIGHT)
    observe_ = parts.get("observe", ex2.observe)
    grad = parts.get("grad", ex2.grad)

    def explore(
        lrs: Any = (0.001, 0.01, 0.1), start: Any = (1.0, 1.0), num_steps: int = 10_000
    ) -> Any:
        return {lr: observe_(descent(rule)(ex2.loss, grad, start, lr, num_steps)[1]) for lr in lrs}

    return explore


def _nan_wins(loss_fn: Any, grad_fn: Any, start: Any, lrs: Any, num_steps: int = 20) -> Any:
    ends = [
        float(loss_fn(ex1.gradient_descent(loss_fn, grad_fn, start, lr, num_steps)[0]))
        for lr in lrs
    ]
    return lrs[int(np.argmin(ends))], np.where(np.isfinite(ends), ends, np.inf)


def _goes_on(lrs: Any, start: Any, num_steps: int) -> Any:
    words, theta = {}, start
    for lr in lrs:
        theta, history = ex1.gradient_descent(ex2.loss, ex2.grad, theta, lr, num_steps)
        words[lr] = ex2.observe(history)
    return words


def _sweep_that_goes_on(L: Any, g: Any, start: Any, lrs: Any, num_steps: int = 20) -> Any:
    ends, theta = [], start
    for lr in lrs:
        theta = ex1.gradient_descent(L, g, theta, lr, num_steps)[0]
        ends.append(float(L(theta)) if np.isfinite(L(theta)) else np.inf)
    return lrs[int(np.argmin(ends))], ends


def _without_zeros(of: Callable[..., Any]) -> Callable[..., Any]:
    return lambda H, *lr: of(np.diag([s for s in np.linalg.eigvalsh(H) if s]), *lr)


def listed() -> Iterator[Formula]:
    yield from _gradients()
    yield from _learning_rates()
    yield from _experiments()


def _gradients() -> Iterator[Formula]:
    yield "gradient-negated", "ex2", "grad", lambda t: [-2 * t[0], -200 * t[1]]
    yield "gradient-halved", "ex2", "grad", lambda t: [t[0], 100 * t[1]]
    yield "gradient-doubled", "ex2", "grad", lambda t: [4 * t[0], 400 * t[1]]
    yield "gradient-coordinates-swapped", "ex2", "grad", lambda t: [200 * t[1], 2 * t[0]]
    yield "gradient-coordinates-swapped", "ex2", "grad", lambda t: (200 * t[0], 2 * t[1])
    yield "derivative-wrong-power", "ex2", "grad", lambda t: [2 * t[0], 100 * t[1]]
    yield "derivative-sign", "ex2", "grad", lambda t: [2 * t[0], -200 * t[1]]
    yield "derivative-sign", "ex2", "grad", lambda t: [-2 * t[0], 200 * t[1]]
    yield "second-derivative", "ex2", "grad", lambda t: [2, 200]
    yield "second-derivative", "ex2", "grad", lambda t: np.diag([2.0, 200.0])
    yield "gradient-is-loss", "ex2", "grad", ex2.loss
    yield "numerical-derivative-coarse", "ex2", "grad", _valley_quotient(0.02)


def _learning_rates() -> Iterator[Formula]:
    yield "limit-is-1-over-L", "ex2", "stable_lr_limit", _eig(lambda s: 1 / s[-1])
    yield "limit-from-lambda-min", "ex2", "stable_lr_limit", _eig(lambda s: 2 / s[0])
    yield "limit-from-trace", "ex2", "stable_lr_limit", lambda H: 2 / np.trace(H)
    yield "hessian-half", "ex2", "stable_lr_limit", _eig(lambda s: 4 / s[-1])
    yield "optimal-is-limit", "ex2", "optimal_lr", _eig(lambda s: 2 / s[-1])
    yield "optimal-is-1-over-L", "ex2", "optimal_lr", _eig(lambda s: 1 / s[-1])
    yield "optimal-midpoint", "ex2", "optimal_lr", _eig(lambda s: 1 / (s[0] + s[-1]))
    yield "drops-exact-zero", "ex2", "predict", _without_zeros(ex2.predict)
    yield "drops-exact-zero", "ex2", "optimal_lr", _without_zeros(ex2.optimal_lr)
    yield "header-changed", "ex2", "predict", lambda lr, H: ex2.predict(H, lr)
    yield "boundary-converges", "ex2", "predict", _at_limit("converges")
    yield "boundary-diverges", "ex2", "predict", _at_limit("diverges")
    yield "diagonal-for-eigenvalues", "ex2", "stable_lr_limit", lambda H: 2 / np.max(np.diag(H))
    yield "diagonal-for-eigenvalues", "ex2", "optimal_lr", lambda H: (
        2 / (np.diag(H).min() + np.diag(H).max()))  # fmt: skip
    yield "diagonal-for-eigenvalues", "ex2", "predict", lambda H, lr: (
        ex2.predict(np.diag(np.diag(H)), lr))  # fmt: skip
    yield "largest-entry", "ex2", "stable_lr_limit", lambda H: 2 / H.max()
    yield "largest-entry", "ex2", "optimal_lr", lambda H: 2 / (H.min() + H.max())
    yield "largest-entry", "ex2", "predict", lambda H, lr: ex2.predict([[H.max()]], lr)
    yield "no-absolute-value", "ex2", "predict", _signed(np.max)
    yield "no-absolute-value", "ex2", "predict", _signed(np.min)


def _experiments() -> Iterator[Formula]:
    yield "drops-exact-zero", "ex2", "observe", lambda h: (
        ex2.observe(h) if h[-1] else "oscillates")  # fmt: skip
    yield "returns-inside-loop", "ex2", "explore", lambda lrs, *run: _explore()(lrs[:1], *run)
    yield "returns-inside-loop", "ex2", "lr_finder", lambda L, g, s, lrs, T=20: (
        lrs[0], ex2.lr_finder(L, g, s, lrs[:1], T)[1])  # fmt: skip
    yield "nan-converges", "ex2", "observe", _nan_slips
    yield "slow-is-oscillating", "ex2", "observe", _strict
    yield "nan-converges", "ex2", "explore", _explore(observe=_nan_slips)
    yield "slow-is-oscillating", "ex2", "explore", _explore(observe=_strict)
    yield "compares-with-nan", "ex2", "observe", _nan_oscillates
    yield "compares-with-nan", "ex2", "explore", _explore(observe=_nan_oscillates)
    yield "index-for-rate", "ex2", "explore", lambda lrs, s, T: (
        dict(enumerate(ex2.explore(lrs, s, T).values())))  # fmt: skip
    yield "index-for-rate", "ex2", "lr_finder", lambda L, g, s, lrs, T=20: (
        (lambda ends: (int(np.argmin(ends)), ends))(ex2.lr_finder(L, g, s, lrs, T)[1]))  # fmt: skip
    yield "index-for-rate", "ex2", "lr_finder", lambda L, g, s, lrs, T=20: (
        ex2.lr_finder(L, g, s, range(len(lrs)), T))  # fmt: skip
    yield "shared-start", "ex2", "explore", _goes_on
    yield "shared-start", "ex2", "lr_finder", _sweep_that_goes_on
    yield "header-changed", "ex2", "explore", (
        lambda theta_init=(1.0, 1.0), lrs=(0.001, 0.01, 0.1), num_steps=10_000: (
            ex2.explore(lrs, theta_init, num_steps)))  # fmt: skip
    yield "hessian-half", "ex2", "explore", _explore(grad=lambda t: np.array([1, 100]) * t)
    for name in ("climbs", "ignores-lr", "lr-squared", "sign-step", "frozen-gradient", "momentum"):
        yield name, "ex2", "explore", _explore(rule=RULES[name][0])
    yield "momentum", "ex2", "explore", _explore(rule=ahead(0.3))
    yield "swapped-return", "ex2", "lr_finder", lambda L, g, s, lrs, T=20: (
        ex2.lr_finder(L, g, s, lrs, T)[::-1])  # fmt: skip
    yield "finder-first-finite", "ex2", "lr_finder", lambda L, g, s, lrs, T=20: (
        (lambda ends: (lrs[int(np.argmax(np.isfinite(ends)))], ends))(
            ex2.lr_finder(L, g, s, lrs, T)[1]))  # fmt: skip
    yield "finder-nan-wins", "ex2", "lr_finder", _nan_wins


UNLISTED: tuple[Unlisted, ...] = (
    ("ex2", "grad", (
        lambda t: 1.1 * _grad_of(t), lambda t: _grad_of(t) + 0.3, lambda t: np.sum(_grad_of(t)),
        lambda t: np.round(_grad_of(t), 1), lambda t: np.array([2 * t[0], -90 * t[1]]),
        lambda t: np.ones(2), lambda t: [1.0, 100.0], lambda t: ex2.loss(t) / 2,
        lambda t: np.abs(_grad_of(t)), lambda t: -np.abs(_grad_of(t)), lambda t: [ex2.loss(t)] * 2,
        lambda t: np.array([2 * t[0] + 0.01, 200 * t[1] + 1]),
        lambda t: np.clip(_grad_of(t), -1, 1),
    )),
    ("ex2", "stable_lr_limit", (
        _eig(lambda s: 2 / (s[0] + s[-1])), _eig(lambda s: 1.9 / s[-1]),
        lambda H: 2 / H[0, 0], lambda H: 2 / H[-1, -1], lambda H: 2 / np.linalg.norm(H),
        lambda H: 2 / np.max(np.sum(np.abs(H), axis=0)), lambda H: 1 / H.max(),
        _eig(lambda s: 2 / s[-1] ** 2), lambda H: 2 / np.linalg.eigvals(H)[0],
        lambda H: 2 / np.linalg.det(H), lambda H: 2 / np.linalg.eigh(H)[1].max(),
    )),
    ("ex2", "optimal_lr", (
        _eig(lambda s: 2 / (s[-1] - s[0])), _eig(lambda s: 1 / np.sqrt(s[0] * s[-1])),
        _eig(lambda s: 1.8 / (s[0] + s[-1])), lambda H: 2 / np.trace(H) * 1.01,
        lambda H: 2 / (H[0, 0] + H[-1, -1]), lambda H: 2 / (np.sum(H) / len(H)),
    )),
    ("ex2", "predict", (
        lambda H, lr: "converges", lambda H, lr: "diverges", lambda H, lr: "oscillates",
        lambda H, lr: "diverges" if ex2.predict(H, lr) == "converges" else "converges",
        lambda H, lr: ex2.predict(H, 1.3 * lr),
        lambda H, lr: "converges" if lr < 2 / np.linalg.det(H) else "diverges",
        lambda H, lr: ex2.predict(H[:1, :1], lr), lambda H, lr: ex2.predict(H[-1:, -1:], lr),
        lambda H, lr: "diverges" if np.linalg.eigvalsh(H)[0] < 0 else "oscillates",
        lambda H, lr: ex2.predict(np.diag(np.ravel(H)), lr),
        lambda H, lr: ex2.predict([[np.max(np.sum(np.abs(H), axis=0))]], lr),
    )),
    ("ex2", "explore", (
        lambda lrs, s, T: {i + 1: word for i, word in enumerate(ex2.explore(lrs, s, T).values())},
        _explore(observe=lambda h: ex2.observe(h) if np.isfinite(h[-1]) else "oscillates"),
        _explore(grad=lambda t: np.array([2, 100]) * t),
        *(_explore(rule=UNLISTED_RULES[name]) for name in (
            "Adam", "RMSProp", "clipping at 1", "clipping by entry at 1", "weight decay",
            "growing rate", "three times the rate", "a tenth of the rate", "gradient squared",
            "over the square of the norm")),
    )),
    ("ex2", "lr_finder", (
        lambda L, g, s, lrs, T=20: (lambda ends: (sorted(lrs)[int(np.argmin(ends))], ends))(
            ex2.lr_finder(L, g, s, lrs, T)[1]),
        lambda L, g, s, lrs, T=20: (0, ex2.lr_finder(L, g, s, lrs, T)[1]),
        lambda L, g, s, lrs, T=20: ex2.lr_finder(L, g, s, range(1, len(lrs) + 1), T),
        lambda L, g, s, lrs, T=20: (len(lrs) - 1, ex2.lr_finder(L, g, s, lrs, T)[1]),
        lambda L, g, s, lrs, T=20: (min(lrs), ex2.lr_finder(L, g, s, lrs, T)[1]),
        lambda L, g, s, lrs, T=20: (max(lrs), ex2.lr_finder(L, g, s, lrs, T)[1]),
    )),
    ("ex2", "observe", (
        lambda h: "converges", lambda h: "diverges", lambda h: "oscillates",
        lambda h: "diverges" if ex2.observe(h) == "oscillates" else ex2.observe(h), _without_nan,
        lambda h: ex2.observe(h) if np.isfinite(h[-1]) else "oscillates",
    )),
)  # fmt: skip
