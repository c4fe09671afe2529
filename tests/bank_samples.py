"""Learners with one mistake each, listed and unlisted, written apart from the bank's entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.coach.finding import Wrong
from exercises.coach.learner import Learner
from exercises.coach.observe import Observation, observe
from exercises.coach.problems import Polynomial, Quadratic
from exercises.coach.question import Question
from solutions import ex1_gradient_descent as ex1
from solutions import ex2_learning_rates as ex2
from solutions import ex3_convergence_rate as ex3
from solutions import ex4_trajectories as ex4
from solutions import ex5_linear_regression as ex5

MODULES = {"ex1": ex1, "ex2": ex2, "ex3": ex3, "ex4": ex4, "ex5": ex5}
STEMS = {key: module.__name__.rsplit(".", 1)[-1] for key, module in MODULES.items()}


class Pupil:
    """An observer of a learner whose functions are the solutions', but for some."""

    def __init__(self, key: str, **functions: Callable[..., Any]) -> None:
        self.key = key
        self.functions = functions
        self.calls = 0

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        self.calls += 1
        right = getattr(MODULES[self.key], question.function, None)
        return observe(self.functions.get(question.function, right), question.args, question.kwargs)

    def carried(self, question: Question) -> None:
        return None

    def learner(self) -> Learner:
        return Learner(STEMS[self.key], self)


@dataclass(frozen=True)
class Sample:
    """A mistake: whose function, how it is made, and the ids that its names may be."""

    name: str
    key: str
    function: str
    make: Callable[..., Any]
    ids: frozenset[str]
    others: tuple[tuple[str, Callable[..., Any]], ...] = ()

    def pupil(self) -> Pupil:
        return Pupil(self.key, **{self.function: self.make}, **dict(self.others))


# --- loops --------------------------------------------------------------------------------------
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
    "absolute gradient": memoryless(lambda L, g, x, lr, t, s: x - lr * np.abs(g(x))),
}


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
        loss = lambda theta: float(np.mean((X @ theta - y) ** 2) / 2)  # noqa: E731
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
            if not (key == "ex4" and name == "line search"):
                yield Sample(f"{key}-{name}", key, function, adapter(rule), frozenset())


# --- what is kept and returned of a right run ----------------------------------------------------
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
    "three values": lambda x, L, T: (x[T], L[:T], T),
    "only theta": lambda x, L, T: x[T],
}


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


# --- what only some calls show -------------------------------------------------------------------
def _truncates(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = np.array(start), []
    for _ in range(T):
        history.append(float(loss_fn(theta)))
        theta = (theta - lr * grad_fn(theta)).astype(theta.dtype)
    return theta, history


def _truncates_by_cast(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = np.array(start), []
    for _ in range(T):
        history.append(float(loss_fn(theta)))
        theta -= lr * grad_fn(theta)
    return theta, history


def _mutates(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = np.asarray(start), []
    for _ in range(T):
        history.append(float(loss_fn(theta)))
        theta -= lr * grad_fn(theta)
    return theta, history


def _stops(tolerance: float, by: str) -> Callable[..., Any]:
    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        theta, history = np.array(start, dtype=float)[()], []
        for _ in range(T):
            history.append(float(loss_fn(theta)))
            g = grad_fn(theta)
            moved = theta - lr * g
            size = {"gradient": g, "step": moved - theta, "loss": loss_fn(moved) - history[-1]}[by]
            if np.linalg.norm(size) < tolerance:
                break
            theta = moved
        return theta, history

    return gradient_descent


def _raises(kind: type[Exception], limit: float) -> Callable[..., Any]:
    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        theta, history = np.array(start, dtype=float)[()], []
        for _ in range(T):
            history.append(float(loss_fn(theta)))
            if not history[-1] < limit:
                raise kind("diverged")
            theta = theta - lr * grad_fn(theta)
        return theta, history

    return gradient_descent


def _scalars(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = float(start), []
    for _ in range(T):
        history.append(float(loss_fn(np.float64(theta))))
        theta = float(theta - lr * grad_fn(np.float64(theta)))
    return theta, history


def _shared() -> Callable[..., Any]:
    history: list[float] = []

    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        theta = np.array(start, dtype=float)[()]
        for _ in range(T):
            history.append(float(loss_fn(theta)))
            theta = theta - lr * grad_fn(theta)
        return theta, history

    return gradient_descent


def occasional_samples() -> Iterator[Sample]:
    for name, make in (
        ("truncates-integers", _truncates),
        ("truncates-integers", _truncates_by_cast),
        ("mutates-start", _mutates),
        *(("stops-early", _stops(10.0**-k, by)) for k, by in
          ((4, "gradient"), (6, "step"), (8, "loss"), (10, "gradient"))),
        ("raises-on-divergence", _raises(OverflowError, np.inf)),
        ("raises-on-divergence", _raises(ValueError, 1e10)),
        ("scalar-only", _scalars),
        ("history-shared", _shared()),
    ):  # fmt: skip
        yield Sample(f"ex1-{name}", "ex1", "gradient_descent", make, frozenset({name}))


# --- formulas ------------------------------------------------------------------------------------
def _pow(x: Any) -> Any:
    return 4 * np.asarray(x, dtype=float) ** 2 - 6 * np.asarray(x, dtype=float)


def _quotient(h: float, central: bool) -> Callable[..., Any]:
    def grad(x: Any) -> Any:
        back = h if central else 0.0
        return (ex1.loss(x + h) - ex1.loss(x - back)) / (h + back)

    return grad


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


def _fitted(of: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def fit_power_law(steps: Any, gap: Any) -> Any:
        t, g = np.asarray(steps, dtype=float), np.asarray(gap, dtype=float)
        kept = (t > 0) & (g > 0) & np.isfinite(g)
        return of(t[kept], g[kept])

    return fit_power_law


def _log10(t: Any, g: Any) -> Any:
    p, c = np.polyfit(np.log10(t), np.log10(g), 1)
    return p, np.exp(c)


def _by_sign(steps: Any, gap: Any) -> str:
    return "sublinear" if ex3.fit_power_law(steps, gap)[0] < 0 else "linear"


def _residual(of: Callable[[Any, Any, int], Any]) -> Callable[..., Any]:
    return lambda theta, X, y: of(X, X @ theta - np.ravel(y), len(X))


def _ridge(weight: float) -> Callable[..., Any]:
    def closed_form(X: Any, y: Any) -> Any:
        return np.linalg.solve(X.T @ X + weight * np.eye(X.shape[1]), X.T @ np.ravel(y))

    return closed_form


def _standardised(X: Any, y: Any) -> Any:
    X = np.array(X, dtype=float)
    X[:, 1:] = (X[:, 1:] - X[:, 1:].mean(axis=0)) / X[:, 1:].std(axis=0)
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0]


def _points(change: Callable[[list[Any], Any], Any]) -> Callable[..., Any]:
    def find(loss_fn: Any, grad_fn: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
        return change(ex1.find_critical_points(loss_fn, grad_fn, starts, lr, T), starts)

    return find


CHAPTER = [(-np.sqrt(1.5), "minimum"), (0.0, "maximum"), (np.sqrt(1.5), "minimum")]
FLIP = {"minimum": "maximum", "maximum": "minimum"}


def _formulas() -> Iterator[tuple[str, str, str, Callable[..., Any]]]:
    yield "gradient-negated", "ex1", "grad", lambda x: 6 * x - 4 * x**3
    yield "gradient-halved", "ex1", "grad", lambda x: 2 * x**3 - 3 * x
    yield "gradient-doubled", "ex1", "grad", lambda x: 8 * x**3 - 12 * x
    yield "derivative-wrong-power", "ex1", "grad", _pow
    yield "derivative-wrong-power", "ex1", "grad", lambda x: 3 * x**3 - 6 * x
    yield "derivative-wrong-power", "ex1", "grad", lambda x: 4 * x**3 - 3 * x
    for h, central in (
        (0.5, True),
        (0.1, False),
        (1e-3, False),
        (0.05, True),
        (-0.01, False),
        (1e-13, True),
    ):
        yield "numerical-derivative-coarse", "ex1", "grad", _quotient(h, central)
    yield "gradient-negated", "ex2", "grad", lambda t: [-2 * t[0], -200 * t[1]]
    yield "gradient-halved", "ex2", "grad", lambda t: [t[0], 100 * t[1]]
    yield "gradient-doubled", "ex2", "grad", lambda t: [4 * t[0], 400 * t[1]]
    yield "gradient-coordinates-swapped", "ex2", "grad", lambda t: [200 * t[1], 2 * t[0]]
    yield "derivative-wrong-power", "ex2", "grad", lambda t: [2 * t[0], 100 * t[1]]
    yield "numerical-derivative-coarse", "ex2", "grad", _valley_quotient(0.02)
    yield "limit-is-1-over-L", "ex2", "stable_lr_limit", _eig(lambda s: 1 / s[-1])
    yield "limit-from-lambda-min", "ex2", "stable_lr_limit", _eig(lambda s: 2 / s[0])
    yield "limit-from-trace", "ex2", "stable_lr_limit", lambda H: 2 / np.trace(H)
    yield "hessian-half", "ex2", "stable_lr_limit", _eig(lambda s: 4 / s[-1])
    yield "optimal-is-limit", "ex2", "optimal_lr", _eig(lambda s: 2 / s[-1])
    yield "optimal-is-1-over-L", "ex2", "optimal_lr", _eig(lambda s: 1 / s[-1])
    yield "optimal-midpoint", "ex2", "optimal_lr", _eig(lambda s: 1 / (s[0] + s[-1]))
    yield "boundary-converges", "ex2", "predict", _at_limit("converges")
    yield "boundary-diverges", "ex2", "predict", _at_limit("diverges")
    yield "nan-converges", "ex2", "observe", _nan_slips
    yield "slow-is-oscillating", "ex2", "observe", _strict
    yield "nan-converges", "ex2", "explore", _explore(observe=_nan_slips)
    yield "slow-is-oscillating", "ex2", "explore", _explore(observe=_strict)
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
    away = lambda a, b: np.asarray(a, dtype=float) - np.asarray(b, dtype=float)  # noqa: E731
    square = lambda a, b: float(np.sum(away(a, b) ** 2))  # noqa: E731
    t = lambda T: np.arange(1, T + 1)  # noqa: E731
    bound = "ex3", "sublinear_bound"
    yield "bound-without-half", *bound, lambda a, b, lr, T: square(a, b) / (lr * t(T))
    yield "bound-unsquared", *bound, lambda a, b, lr, T: square(a, b) ** 0.5 / (2 * lr * t(T))
    yield "bound-constant", *bound, lambda a, b, lr, T: np.full(T, square(a, b) / (2 * lr))
    yield "bound-from-zero", *bound, lambda a, b, lr, T: square(a, b) / (2 * lr * np.arange(T))
    yield "kappa-inverted", "ex3", "linear_bound", lambda s, gap, T: (
        gap * (1 - max(s) / min(s)) ** np.arange(T + 1))  # fmt: skip
    fit = "ex3", "fit_power_law"
    yield "fit-without-logs", *fit, _fitted(lambda t, g: tuple(np.polyfit(t, g, 1)))
    yield "fit-semilog", *fit, _fitted(
        lambda t, g: (lambda p: (p[0], np.exp(p[1])))(np.polyfit(t, np.log(g), 1)))  # fmt: skip
    log = lambda t, g: np.polyfit(np.log(t), np.log(g), 1)  # noqa: E731
    yield "exponent-sign", *fit, _fitted(lambda t, g: (-log(t, g)[0], np.exp(log(t, g)[1])))
    yield "coefficient-is-log", *fit, _fitted(lambda t, g: tuple(log(t, g)))
    yield "log-base-mixed", *fit, _fitted(_log10)
    yield "rate-by-exponent-sign", "ex3", "classify_rate", _by_sign
    yield "always-sublinear", "ex3", "classify_rate", lambda steps, gap: "sublinear"
    yield "always-linear", "ex3", "classify_rate", lambda steps, gap: "linear"
    run = "ex3", "suboptimality"
    yield "gap-half", *run, lambda s, x, lr, T: 2 * ex3.suboptimality(s, x, lr, T)
    yield "gap-half", *run, lambda s, x, lr, T: 2 * ex3.suboptimality(s, x, 2 * lr, T)
    yield "gap-is-loss-difference", *run, lambda s, x, lr, T: (
        -np.diff(ex3.suboptimality(s, x, lr, T + 1)))  # fmt: skip
    walk = "ex4", "trajectory"
    yield "drops-start", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T)[1:]
    yield "drops-last", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T)[:-1]
    yield "one-step-short", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, max(T - 1, 0))
    yield "one-step-long", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T + 1)
    yield "path-transposed", *walk, lambda g, s, lr, T: ex4.trajectory(g, s, lr, T).T
    yield "intercept-last", "ex5", "add_intercept", lambda X: np.column_stack([X, np.ones(len(X))])
    yield "intercept-missing", "ex5", "add_intercept", lambda X: np.asarray(X, dtype=float)
    for key, function in (("ex5", "mse_loss"),):
        yield "sum-not-mean", key, function, _residual(lambda X, r, n: r @ r / 2)
        yield "mean-twice", key, function, _residual(lambda X, r, n: np.mean(r**2) / 2 / n)
        yield "mean-without-half", key, function, _residual(lambda X, r, n: np.mean(r**2))
        yield "broadcast-column", key, function, lambda w, X, y: np.mean((X @ w - y) ** 2) / 2
    grad = "ex5", "mse_grad"
    yield "sum-not-mean", *grad, _residual(lambda X, r, n: X.T @ r)
    yield "mean-twice", *grad, _residual(lambda X, r, n: X.T @ r / n**2)
    yield "gradient-doubled", *grad, _residual(lambda X, r, n: 2 * X.T @ r / n)
    yield "gradient-halved", *grad, _residual(lambda X, r, n: X.T @ r / n / 2)
    yield "residual-sign", *grad, _residual(lambda X, r, n: X.T @ -r / n)
    yield "gradient-coordinates-swapped", *grad, _residual(lambda X, r, n: (X.T @ r / n)[::-1])
    yield "derivative-wrong-power", *grad, _residual(lambda X, r, n: X.T @ r**2 / n)
    yield "missing-transpose", *grad, _residual(lambda X, r, n: X @ r / n)
    yield "broadcast-column", *grad, lambda w, X, y: X.T @ (X @ w - y) / len(X)
    closed = "ex5", "closed_form"
    for weight in (1e-3, 0.1, 2.0):
        yield "ridge", *closed, _ridge(weight)
    yield "standardises", *closed, _standardised
    yield "standardises", *closed, lambda X, y: ex5.closed_form(_between_0_and_1(X), y)
    yield "inverse-order", *closed, lambda X, y: np.linalg.inv(X @ X.T) @ X.T @ np.ravel(y)
    yield "accepts-singular", *closed, lambda X, y: np.linalg.pinv(X) @ np.ravel(y)
    generator = np.random.default_rng(7)
    fit5 = "ex5", "fit"
    yield "random-start", *fit5, _fit(lambda n: generator.normal(size=n))
    yield "random-start", *fit5, _fit(lambda n: np.append(0, generator.normal(size=n - 1)))
    yield "random-start", *fit5, _fit(
        lambda n: np.append(0, np.random.default_rng(3).normal(size=n - 1)))  # fmt: skip
    yield "standardises", *fit5, lambda X, y, lr=None, T=10_000: (
        ex5.fit(_between_0_and_1(X), y, lr, T))  # fmt: skip
    for batch in (
        lambda n, t: [generator.integers(n)], lambda n, t: generator.permutation(n)[:3],
        lambda n, t: generator.integers(0, n, 4), lambda n, t: (2 * t + np.arange(2)) % n,
    ):  # fmt: skip
        yield "stochastic", *fit5, _fit_by_some(batch)
    for batches in (
        lambda n: [[i] for i in range(n)],
        lambda n: [[i] for i in generator.permutation(n)],
        lambda n: np.array_split(np.arange(n), range(3, n, 3)),
    ):
        yield "stochastic", *fit5, _fit_by_epochs(batches)
    yield "lr-too-large", *fit5, lambda X, y, lr=None, T=10_000: ex5.fit(
        X, y, len(X) / np.linalg.eigvalsh(X.T @ X)[0] if lr is None else lr, T)  # fmt: skip
    yield "stops-before-agreement", *fit5, lambda X, y, lr=None, T=10_000: ex5.fit(
        X, y, lr, min(T, 40))  # fmt: skip
    both = "ex5", "compare"
    yield "compares-losses-only", *both, lambda X, y, lr=None, T=10_000: (
        lambda d: d | {"max_abs_diff": abs(d["loss_gap"])})(ex5.compare(X, y, lr, T))  # fmt: skip
    yield "accepts-singular", *both, _lenient
    points = "ex1", "find_critical_points"
    yield "missing-maximum", *points, _points(lambda p, s: [q for q in p if q[1] == "minimum"])
    yield "missing-origin", *points, _points(lambda p, s: [q for q in p if abs(q[0]) > 1e-6])
    yield "all-minima", *points, _points(lambda p, s: [(x, "minimum") for x, _ in p])
    yield "kinds-swapped", *points, _points(lambda p, s: [(x, FLIP[kind]) for x, kind in p])
    yield "duplicates", *points, _points(lambda p, s: [q for q in p for _ in (0, 1)])
    yield "unsorted", *points, _points(lambda p, s: p[::-1])
    yield "keeps-diverged", *points, _points(lambda p, s: [*p, (float("inf"), "maximum")])
    yield "hard-coded", *points, _points(lambda p, s: CHAPTER)
    yield "start-is-critical", *points, _points(
        lambda p, s: sorted([*p, (float(s[-1]), "minimum")]) if s[-1] else p)  # fmt: skip


def _nan_wins(loss_fn: Any, grad_fn: Any, start: Any, lrs: Any, num_steps: int = 20) -> Any:
    ends = [
        float(loss_fn(ex1.gradient_descent(loss_fn, grad_fn, start, lr, num_steps)[0]))
        for lr in lrs
    ]
    return lrs[int(np.argmin(ends))], np.where(np.isfinite(ends), ends, np.inf)


def _fit(start: Callable[[int], Any]) -> Callable[..., Any]:
    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y = np.ravel(y)
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        grad = lambda w: X.T @ (X @ w - y) / len(X)  # noqa: E731
        loss = lambda w: np.mean((X @ w - y) ** 2) / 2  # noqa: E731
        return ex1.gradient_descent(loss, grad, start(X.shape[1]), lr, num_steps)

    return fit


def _fit_by_some(batch: Callable[[int, int], Any]) -> Callable[..., Any]:
    """``batch(N, t)`` gives the examples of a step."""

    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y, theta, history = np.ravel(y), np.zeros(X.shape[1]), []
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        for t in range(num_steps):
            history.append(np.mean((X @ theta - y) ** 2) / 2)
            rows = batch(len(X), t)
            theta = theta - lr * X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
        return theta, history

    return fit


def _fit_by_epochs(batches: Callable[[int], Any]) -> Callable[..., Any]:
    """Each of the steps goes through all examples, ``batches(N)`` at a time."""

    def fit(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
        y, theta, history = np.ravel(y), np.zeros(X.shape[1]), []
        lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1] if lr is None else lr
        for _ in range(num_steps):
            history.append(np.mean((X @ theta - y) ** 2) / 2)
            for rows in batches(len(X)):
                theta = theta - lr * X[rows].T @ (X[rows] @ theta - y[rows]) / len(rows)
        return theta, history

    return fit


def _between_0_and_1(X: Any) -> Any:
    X = np.array(X, dtype=float)
    X[:, 1:] = (X[:, 1:] - X[:, 1:].min(axis=0)) / np.ptp(X[:, 1:], axis=0)
    return X


def _lenient(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    theta, closed = ex5.fit(X, y, lr, num_steps)[0], np.linalg.pinv(X) @ np.ravel(y)
    gap = ex5.mse_loss(theta, X, y) - ex5.mse_loss(closed, X, y)
    far = float(np.max(np.abs(theta - closed)))
    return {"theta_gd": theta, "theta_closed": closed, "max_abs_diff": far, "loss_gap": gap}


def formula_samples() -> Iterator[Sample]:
    for number, (name, key, function, make) in enumerate(_formulas()):
        label = f"{key}.{function}-{name}-{number}"
        yield Sample(label, key, function, make, frozenset({name}))


def unlisted_formula_samples() -> Iterator[Sample]:
    def grad_of(theta: Any) -> Any:
        return np.array([2 * theta[0], 200 * theta[1]])

    for key, function, makes in (
        ("ex1", "grad", (
            lambda x: 0.9 * (4 * x**3 - 6 * x), lambda x: 4 * x**3 - 6 * x + 2,
            lambda x: np.round(4 * x**3 - 6 * x, 2), lambda x: 4 * x**3 + 6 * x,
            lambda x: ex1.grad(x + 0.01), lambda x: ex1.loss(x), lambda x: np.abs(ex1.grad(x)),
            lambda x: 4 * x**3 - 5 * x, lambda x: 4 * x**3 - 5.96 * x, lambda x: 5 * x**3 - 6 * x,
            lambda x: ex1.grad(x) / np.max(np.abs(x)), lambda x: 12 * np.square(x) - 6,
        )),
        ("ex2", "grad", (
            lambda t: 1.1 * grad_of(t), lambda t: grad_of(t) + 0.3, lambda t: np.sum(grad_of(t)),
            lambda t: np.round(grad_of(t), 1), lambda t: np.array([2 * t[0], -200 * t[1]]),
            lambda t: np.array([2 * t[0] + 0.01, 200 * t[1] + 1]), lambda t: np.clip(grad_of(t), -1, 1),
        )),
        ("ex2", "stable_lr_limit", (
            _eig(lambda s: 2 / (s[0] + s[-1])), _eig(lambda s: 1.9 / s[-1]),
            lambda H: 2 / np.max(np.diag(H)), lambda H: 2 / np.linalg.norm(H),
            _eig(lambda s: 2 / s[-1] ** 2), lambda H: 2 / np.linalg.eigvals(H)[0],
            lambda H: 2 / np.linalg.det(H), lambda H: 2 / np.linalg.eigh(H)[1].max(),
        )),
        ("ex2", "optimal_lr", (
            _eig(lambda s: 2 / (s[-1] - s[0])), _eig(lambda s: 1 / np.sqrt(s[0] * s[-1])),
            _eig(lambda s: 1.8 / (s[0] + s[-1])), lambda H: 2 / np.trace(H) * 1.01,
        )),
        ("ex2", "predict", (
            lambda H, lr: "converges", lambda H, lr: "diverges", lambda H, lr: "oscillates",
            lambda H, lr: "diverges" if ex2.predict(H, lr) == "converges" else "converges",
            lambda H, lr: ex2.predict(H, 1.3 * lr),
            lambda H, lr: "converges" if lr < 2 / np.linalg.det(H) else "diverges",
            lambda H, lr: ex2.predict(H[:1, :1], lr), lambda H, lr: ex2.predict(H[-1:, -1:], lr),
        )),
        ("ex2", "explore", (
            lambda lrs=(0.001, 0.01, 0.1), s=(1.0, 1.0), T=10_000: _goes_on(lrs, s, T),
            *(_explore(rule=UNLISTED_RULES[name]) for name in (
                "Adam", "RMSProp", "clipping at 1", "clipping by entry at 1", "weight decay",
                "growing rate", "three times the rate", "a tenth of the rate")),
        )),
        ("ex2", "lr_finder", (
            _sweep_that_goes_on,
            lambda L, g, s, lrs, T=20: (min(lrs), ex2.lr_finder(L, g, s, lrs, T)[1]),
            lambda L, g, s, lrs, T=20: (max(lrs), ex2.lr_finder(L, g, s, lrs, T)[1]),
        )),
        ("ex3", "suboptimality", (
            lambda s, x, lr, T: ex3.suboptimality(s, x, lr / 2, T),
            lambda s, x, lr, T: ex3.suboptimality(s, x, 2 * lr, T),
            lambda s, x, lr, T: ex3.suboptimality(s, x, lr, T) / len(s),
            lambda s, x, lr, T: np.sqrt(ex3.suboptimality(s, x, lr, T)),
        )),
        ("ex2", "observe", (
            lambda h: "converges", lambda h: "diverges", lambda h: "oscillates",
            lambda h: "diverges" if ex2.observe(h) == "oscillates" else ex2.observe(h),
        )),
        ("ex3", "sublinear_bound", (
            lambda a, b, lr, T: 1.1 * ex3.sublinear_bound(a, b, lr, T),
            lambda a, b, lr, T: ex3.sublinear_bound(a, b, lr, T) ** 2,
            lambda a, b, lr, T: ex3.sublinear_bound(a, np.zeros(len(a)), lr, T),
        )),
        ("ex3", "linear_bound", (
            lambda s, gap, T: gap * (1 - min(s) / max(s)) ** (2 * np.arange(T + 1)),
            lambda s, gap, T: gap * (1 - (min(s) / max(s)) ** 0.5) ** np.arange(T + 1),
        )),
        ("ex3", "fit_power_law", (
            lambda t, g: tuple(reversed(ex3.fit_power_law(t, g))),
            lambda t, g: (round(ex3.fit_power_law(t, g)[0], 1), ex3.fit_power_law(t, g)[1]),
            lambda t, g: (-1.0, ex3.fit_power_law(t, g)[1]),
        )),
        ("ex3", "classify_rate", (
            lambda t, g: "linear" if ex3.classify_rate(t, g) == "sublinear" else "sublinear",
            lambda t, g: "linear" if ex3.fit_power_law(t, g)[0] < -1.5 else "sublinear",
            lambda t, g: "linear" if len(t) > 50 else "sublinear",
            lambda t, g: "linear" if g[-1] < 1e-6 * g[0] else "sublinear",
            lambda t, g: "sublinear" if abs(ex3.fit_power_law(t, g)[0] + 1) < 0.2 else "linear",
        )),
        ("ex5", "mse_loss", (
            _residual(lambda X, r, n: np.mean(np.abs(r))), _residual(lambda X, r, n: 1.1 * r @ r),
            _residual(lambda X, r, n: r @ r / (2 * (n - 1))),
        )),
        ("ex5", "mse_grad", (
            _residual(lambda X, r, n: X.T @ r / (n - 1)), _residual(lambda X, r, n: X.T @ r + 1),
            _residual(lambda X, r, n: 0.9 * X.T @ r / n),
        )),
        ("ex5", "closed_form", (
            lambda X, y: 0.99 * ex5.closed_form(X, y), lambda X, y: np.zeros(X.shape[1]),
            lambda X, y: np.round(ex5.closed_form(X, y), 2), lambda X, y: ex5.closed_form(X, -y),
        )),
        ("ex5", "fit", (
            _fit(np.ones), _fit(lambda n: np.full(n, 0.5)), _fit_by_some(lambda n, t: range(n - 1)),
            _fit_by_some(lambda n, t: range(n // 2)), _fit_from_the_data, _solved_at_once,
            lambda X, y, lr=None, T=10_000: ex5.fit(X, y, lr, 20_000),
        )),
        ("ex5", "compare", (
            lambda X, y, lr=None, T=10_000: (lambda d: d | {"theta_gd": d["theta_closed"]})(
                ex5.compare(X, y, lr, T)),
        )),
        ("ex5", "add_intercept", (lambda X: 2 * ex5.add_intercept(X),)),
        ("ex1", "find_critical_points", (
            _points(lambda p, s: [(x + 0.01, kind) for x, kind in p]),
            _points(lambda p, s: p[:1]), _points(lambda p, s: [x for x, _ in p]),
            _points(lambda p, s: []), _kinds_by_the_loss,
        )),
    ):  # fmt: skip
        for number, make in enumerate(makes):
            yield Sample(f"{key}.{function}-unlisted-{number}", key, function, make, frozenset())


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


def _fit_from_the_data(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    return _fit(lambda n: X.T @ np.ravel(y) / len(X))(X, y, lr, num_steps)


def _solved_at_once(X: Any, y: Any, lr: Any = None, num_steps: int = 10_000) -> Any:
    return np.linalg.lstsq(X, np.ravel(y), rcond=None)[0], ex5.fit(X, y, lr, num_steps)[1]


def _kinds_by_the_loss(L: Any, g: Any, starts: Any, lr: float = 0.01, T: int = 2000) -> Any:
    found = ex1.find_critical_points(L, g, starts, lr, T)
    return [(x, "minimum" if L(x) > 0 else "maximum") for x, _ in found]


# --- judged calls, like those of learner tests and of hidden tests -------------------------------
def judged(sample: Sample, seed: int) -> Iterator[tuple[str, ...]]:
    """Ask all calls that concern the sample's function; yield the names given to wrong answers."""
    learner = sample.pupil().learner()
    rng = np.random.default_rng(seed)
    for call in CALLS[f"{sample.key}.{sample.function}"]:
        try:
            call(learner, rng)
        except Wrong as wrong:
            yield wrong.finding.flaw.misconceptions


def _quadratic(rng: Any, n: int) -> Quadratic:
    a = rng.normal(size=(n, n))
    return Quadratic(a @ a.T / n + 0.3 * np.eye(n), rng.normal(size=n))


def _hessian(rng: Any, n: int) -> Any:
    a = rng.normal(size=(n, n))
    return a @ a.T + 0.2 * np.eye(n)


def _descends(problem: Any, start: Any, lr: float, T: int) -> Callable[..., None]:
    def call(learner: Any, rng: Any) -> None:
        p, s = (
            problem(rng) if callable(problem) else problem,
            start(rng) if callable(start) else start,
        )
        theta, history = ex1.gradient_descent(p.loss, p.grad, s, lr, T)
        learner.gradient_descent(p.loss, p.grad, s, lr, T).descends(theta, history)

    return call


def _gives(
    module: Any, function: str, arguments: Callable[[Any], tuple[Any, ...]], **how: Any
) -> Any:
    def call(learner: Any, rng: Any) -> None:
        given = arguments(rng)
        learner.ask(function, *given).gives(getattr(module, function)(*given), **how)

    return call


def _refuses(function: str, arguments: Callable[[Any], tuple[Any, ...]]) -> Callable[..., None]:
    def call(learner: Any, rng: Any) -> None:
        learner.ask(function, *arguments(rng)).raises("LinAlgError", because="rank")

    return call


def _design(rng: Any, count: int = 12) -> tuple[Any, Any]:
    X = np.column_stack([np.ones(count), rng.normal(0.3, 1.4, size=(count, 2))])
    return X, X @ rng.normal(size=3) + 0.1 * rng.normal(size=count)


def _twice(rng: Any) -> tuple[Any, Any]:
    X, y = _design(rng)
    return np.column_stack([X, X[:, 1]]), y


def _fits(lr: Any, T: int, column: bool = False) -> Callable[..., None]:
    def call(learner: Any, rng: Any) -> None:
        X, y = _design(rng)
        theta, history = ex5.fit(X, y, lr, T)
        answer = learner.fit(X, y[:, None] if column else y, lr, T)
        answer.descends(theta, history, atol=1e-9)

    return call


def _finds(problem: Polynomial, starts: list[float]) -> Callable[..., None]:
    def call(learner: Any, rng: Any) -> None:
        due = ex1.find_critical_points(problem.loss, problem.grad, starts)
        learner.find_critical_points(problem.loss, problem.grad, starts).finds(
            due, because="L′ = 0"
        )

    return call


PARABOLA = Polynomial((0.0, 0.0, 1.0))
STEEP = Quadratic(np.diag([2.0, 200.0]))
CALLS: dict[str, tuple[Callable[..., None], ...]] = {
    "ex1.grad": tuple(
        _gives(ex1, "grad", a)
        for a in (
            lambda r: (0.5,), lambda r: (float(r.uniform(-2, 2)),),
            lambda r: (np.array([-1.0, 0.0, 2.0]),), lambda r: (r.uniform(-2, 2, (2, 3)),),
        )
    ),
    "ex2.grad": tuple(
        _gives(ex2, "grad", a)
        for a in (lambda r: (np.array([-1.5, 0.25]),), lambda r: (r.normal(size=2),))
    ),
    "ex2.stable_lr_limit": tuple(
        _gives(ex2, "stable_lr_limit", lambda r, n=n: (_hessian(r, n),)) for n in (2, 3, 4)
    ),
    "ex2.optimal_lr": tuple(
        _gives(ex2, "optimal_lr", lambda r, n=n: (_hessian(r, n),)) for n in (2, 3, 4)
    ),
    "ex2.predict": tuple(
        _gives(ex2, "predict", lambda r, s=s: (np.diag([2.0, 200.0]), s)) for s in (1e-3, 0.01, 0.1)
    ) + tuple(
        _gives(ex2, "predict", lambda r, s=s: (
            lambda H: (H, s * 2 / np.linalg.eigvalsh(H)[-1]))(_hessian(r, 3)))
        for s in (0.4, 1.0, 1.6)
    ),
    "ex2.observe": tuple(
        _gives(ex2, "observe", lambda r, h=h: (h,))
        for h in ([20.0, 1.0, 2e-6], [3.0, 3.0, 3.0], [1.0, 361.0], [4.0, np.inf, np.nan],
                  [4.0, 9.0, np.inf], [3.0, 1.0, 1e-8], [3.0, 2e-5])
    ),
    "ex2.explore": tuple(
        _gives(ex2, "explore", lambda r, a=a: a)
        for a in (((0.001, 0.01, 0.1), (1.0, 1.0), 2500), ((0.02, 0.005), (0.5, 2.0), 3000),
                  ((0.011, 0.002, 0.0004), (0.3, -0.8), 900))
    ),
    "ex2.lr_finder": tuple(
        _gives(ex2, "lr_finder", a, names=("best_lr", "losses"))
        for a in (
            lambda r: (PARABOLA.loss, PARABOLA.grad, 4.0, [0.1, 0.4, 0.7, 1.2], 5),
            lambda r: (lambda p: (p.loss, p.grad, r.normal(size=2), [0.01, 0.3, 0.1], 9))(
                _quadratic(r, 2)),
            lambda r: (STEEP.loss, STEEP.grad, [4, 1], [40.0, 0.002, 0.009], 150),
            lambda r: (STEEP.loss, STEEP.grad, [4.5, 1.0], [0.002, 50.0, 0.009], 160),
        )
    ),
    "ex3.suboptimality": tuple(
        _gives(ex3, "suboptimality", a, same_beyond=True)
        for a in (
            lambda r: (np.array([1.0]), np.array([2.0]), 0.5, 3),
            lambda r: (r.uniform(0.2, 3, 4), r.normal(size=4), 0.21, 12),
            lambda r: (r.uniform(0.2, 3, 2), [3, -2], 0.13, 7),
            lambda r: (np.geomspace(1e-3, 1, 9), np.ones(9), 1.0, 400),
        )
    ),
    "ex3.sublinear_bound": tuple(
        _gives(ex3, "sublinear_bound", a)
        for a in (
            lambda r: ([2.0, 0.0], [0.0, 0.0], 0.5, 4),
            lambda r: (r.normal(size=3), r.normal(size=3), 0.2, 7),
        )
    ),
    "ex3.linear_bound": (
        _gives(ex3, "linear_bound", lambda r: (r.uniform(0.2, 3, 4), 2.2, 9)),
        _gives(ex3, "linear_bound", lambda r: (np.array([1.0, 4.0]), 10.0, 3)),
    ),
    "ex3.fit_power_law": tuple(
        _gives(ex3, "fit_power_law", a, names=("exponent", "coefficient"))
        for a in (
            lambda r: (np.arange(1, 30), 5.0 / np.arange(1, 30)),
            lambda r: (np.arange(30), np.r_[4.0, 2 * np.arange(1.0, 30) ** -0.8]),
            lambda r: (np.arange(1, 40), 3 * np.arange(1, 40) ** -1.2 * np.exp(
                0.05 * r.normal(size=39))),
        )
    ),
    "ex3.classify_rate": tuple(
        _gives(ex3, "classify_rate", lambda r, f=f: (np.arange(1, 61), f(np.arange(1.0, 61))))
        for f in (lambda t: 1 / t, lambda t: 0.9**t, lambda t: 7 * t**-3, lambda t: 2 * 0.7**t)
    ),
    "ex4.trajectory": tuple(
        _gives(ex4, "trajectory", a, same_beyond=True)
        for a in (
            lambda r: (STEEP.grad, r.normal(size=2), 0.004, 12),
            lambda r: (_quadratic(r, 2).grad, [3, -2], 0.07, 5),
            lambda r: (_quadratic(r, 2).grad, r.normal(size=2), 0.05, 1),
            lambda r: (_quadratic(r, 2).grad, r.normal(size=2), 0.07, 300),
        )
    ),
    "ex5.add_intercept": (
        _gives(ex5, "add_intercept", lambda r: (np.array([[2.0, 3.0], [4.0, 5.0]]),)),
        _gives(ex5, "add_intercept", lambda r: (r.normal(size=5),)),
    ),
    "ex5.mse_loss": tuple(
        _gives(ex5, "mse_loss", lambda r, c=c: (lambda X, y: (
            r.normal(size=3), X, y[:, None] if c else y))(*_design(r)))
        for c in (False, True)
    ),
    "ex5.mse_grad": tuple(
        _gives(ex5, "mse_grad", lambda r, c=c: (lambda X, y: (
            r.normal(size=3), X, y[:, None] if c else y))(*_design(r)))
        for c in (False, True)
    ),
    "ex5.closed_form": (
        _gives(ex5, "closed_form", _design, rtol=1e-8),
        _gives(ex5, "closed_form", lambda r: _design(r, 30), rtol=1e-8),
        _refuses("closed_form", _twice),
    ),
    "ex5.fit": (
        _fits(0.1, 1), _fits(0.05, 20), _fits(0.05, 5, column=True), _fits(None, 100),
        _fits(None, 1500), _fits(0.05, 0),
    ),
    "ex5.compare": (
        _gives(ex5, "compare", lambda r: (*_design(r), 0.04, 7), rtol=1e-5, atol=1e-8),
        _gives(ex5, "compare", lambda r: (*_design(r), None, 900), rtol=1e-5, atol=1e-8),
        _refuses("compare", lambda r: (*_twice(r), None, 50)),
    ),
    "ex1.find_critical_points": (
        _finds(Polynomial((2.0, 0.0, -3.0, 0.0, 1.0)), [-2, -0.5, 0.5, 2]),
        _finds(Polynomial((0.0, 0.0, -8.0, 0.0, 1.0)), [1.0, 2.5, -1.0, 0.3]),
        _finds(Polynomial((1.0, 0.5, -3.4, 0.0, 1.0)), [0.7, -1.9, -0.3, 1.7]),
        _finds(Polynomial((2.0, 0.0, -3.0, 0.0, 1.0)), [0.0]),
    ),
    "ex1.gradient_descent": (
        _descends(PARABOLA, 5.0, 0.1, 1),
        _descends(PARABOLA, 5.0, 0.1, 10),
        _descends(PARABOLA, 2.0, 0.25, 3),
        _descends(STEEP, np.array([4, 2]), 0.002, 3),
        _descends(PARABOLA, 3, 0.3, 6),
        _descends(lambda r: _quadratic(r, 3), lambda r: r.normal(size=3), 0.07, 15),
        _descends(lambda r: _quadratic(r, 2), lambda r: [3, -2], 0.11, 9),
        _descends(PARABOLA, lambda r: r.normal(size=(2, 3)), 0.2, 4),
        _descends(Polynomial((2.0, 0.2, -3.0, 0.0, 1.0)), lambda r: r.uniform(0.3, 1.8), 0.013, 20),
        _descends(lambda r: _quadratic(r, 2), lambda r: r.normal(size=2), 0.3, 400),
        _descends(STEEP, lambda r: r.normal(size=2), 0.0103, 40),
        _descends(STEEP, lambda r: r.normal(size=2), 0.1, 300),
        _descends(PARABOLA, 1, 1.5, 1200),
        lambda learner, rng: learner.gradient_descent(
            PARABOLA.loss, PARABOLA.grad, np.array([1.0, 2.0]), 0.1, 3).keeps_its_arguments(),
    ),
}  # fmt: skip
