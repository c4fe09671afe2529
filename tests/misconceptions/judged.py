"""Judged calls, like those of learner tests and of hidden tests, and the names they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from exercises.coach.judging.finding import Wrong
from exercises.coach.learner import Learner
from exercises.coach.problems import Polynomial, Quadratic
from solutions import ex1_gradient_descent as ex1
from solutions import ex2_learning_rates as ex2
from solutions import ex3_convergence_rate as ex3
from solutions import ex4_trajectories as ex4
from solutions import ex5_linear_regression as ex5
from tests.misconceptions.pupil import Pupil, Sample


class Told(NamedTuple):
    """What was said of one wrong answer: the names it was given, and the calls that this took."""

    names: tuple[str, ...]
    calls: int


def judged(sample: Sample, *seeds: int) -> Iterator[Told]:
    """Ask all calls that concern the sample's function; yield what was said of wrong answers.

    A call that draws no number is the same for every seed: it is asked once, and what it showed is
    evidence for the other seeds too.
    """
    calls = CALLS[f"{sample.key}.{sample.function}"]
    pupil = sample.pupil()
    learner = pupil.learner()
    for seed in seeds:
        rng = np.random.default_rng(seed)
        fixed, drawn = pupil.learner(), []
        for call in calls:
            before, known = _state(rng), {name: len(past) for name, past in learner.past.items()}
            yield from _asked(call, pupil, learner, rng)
            if _state(rng) != before:
                drawn.append(call)
                continue
            for name, past in learner.past.items():
                fixed.past.setdefault(name, []).extend(past[known.get(name, 0) :])
        calls, learner = tuple(drawn), fixed


def judged_alone(sample: Sample, *seeds: int) -> Iterator[Told]:
    """Ask the same calls, each as the first one; once where it draws no number."""
    for call in CALLS[f"{sample.key}.{sample.function}"]:
        for seed in seeds:
            rng, pupil = np.random.default_rng(seed), sample.pupil()
            before = _state(rng)
            yield from _asked(call, pupil, pupil.learner(), rng)
            if _state(rng) == before:
                break


def _asked(call: Callable[..., None], pupil: Pupil, learner: Learner, rng: Any) -> Iterator[Told]:
    made = pupil.calls
    try:
        call(learner, rng)
    except Wrong as wrong:
        yield Told(wrong.finding.flaw.misconceptions, pupil.calls - made)


def _quadratic(rng: Any, n: int) -> Quadratic:
    a = rng.normal(size=(n, n))
    return Quadratic(a @ a.T / n + 0.3 * np.eye(n), rng.normal(size=n))


def _hessian(rng: Any, n: int) -> Any:
    a = rng.normal(size=(n, n))
    return a @ a.T + 0.2 * np.eye(n)


class Expected:
    """What a reference solution returns in a call, found once for all samples that are asked it.

    Parameters
    ----------
    solution : is given the call's arguments
    """

    def __init__(self, solution: Callable[..., Any]) -> None:
        self.solution = solution
        self.found: dict[str, Any] = {}

    def on(self, numbers: str, *arguments: Any) -> Any:
        """Return it for arguments that were drawn when ``numbers`` was the generator's state."""
        if numbers not in self.found:
            self.found[numbers] = self.solution(*arguments)
        return self.found[numbers]


def _state(rng: Any) -> str:
    return repr(rng.bit_generator.state)


def _descends(problem: Any, start: Any, lr: float, T: int) -> Callable[..., None]:
    expected = Expected(ex1.gradient_descent)

    def call(learner: Any, rng: Any) -> None:
        numbers = _state(rng)
        p, s = (
            problem(rng) if callable(problem) else problem,
            start(rng) if callable(start) else start,
        )
        theta, history = expected.on(numbers, p.loss, p.grad, s, lr, T)
        learner.gradient_descent(p.loss, p.grad, s, lr, T).descends(theta, history)

    return call


def _gives(
    module: Any, function: str, arguments: Callable[[Any], tuple[Any, ...]], **how: Any
) -> Any:
    expected = Expected(getattr(module, function))

    def call(learner: Any, rng: Any) -> None:
        numbers = _state(rng)
        given = arguments(rng)
        learner.ask(function, *given).gives(expected.on(numbers, *given), **how)

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
    expected = Expected(ex5.fit)

    def call(learner: Any, rng: Any) -> None:
        numbers = _state(rng)
        X, y = _design(rng)
        theta, history = expected.on(numbers, X, y, lr, T)
        answer = learner.fit(X, y[:, None] if column else y, lr, T)
        answer.descends(theta, history, atol=1e-9)

    return call


def _finds(problem: Polynomial, starts: list[float]) -> Callable[..., None]:
    expected = Expected(ex1.find_critical_points)

    def call(learner: Any, rng: Any) -> None:
        due = expected.on("", problem.loss, problem.grad, starts)
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
    "ex2.optimal_lr": (
        *(_gives(ex2, "optimal_lr", lambda r, n=n: (_hessian(r, n),)) for n in (2, 3, 4)),
        _gives(ex2, "optimal_lr", lambda r: (np.diag([3.0, 0.0, 5.0]),)),
    ),
    "ex2.predict": (
        *(_gives(ex2, "predict", lambda r, s=s: (np.diag([2.0, 200.0]), s))
          for s in (1e-3, 0.01, 0.1)),
        _gives(ex2, "predict", lambda r: (np.diag([0.0, 2.0]), 0.5)),
        *(_gives(ex2, "predict", lambda r, s=s: (
            lambda H: (H, s * 2 / np.linalg.eigvalsh(H)[-1]))(_hessian(r, 3)))
          for s in (0.4, 1.0, 1.6)),
    ),
    "ex2.observe": tuple(
        _gives(ex2, "observe", lambda r, h=h: (h,))
        for h in ([20.0, 1.0, 2e-6], [3.0, 3.0, 3.0], [1.0, 361.0], [4.0, np.inf, np.nan],
                  [4.0, 9.0, np.inf], [3.0, 1.0, 1e-8], [3.0, 2e-5],
                  [3.0, 1.0, 0.0])
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
    "ex3.classify_rate": (
        *(
            _gives(ex3, "classify_rate", lambda r, f=f: (np.arange(1, 61), f(np.arange(1.0, 61))))
            for f in (lambda t: 1 / t, lambda t: 0.9**t, lambda t: 7 * t**-3, lambda t: 2 * 0.7**t)
        ),
        _gives(ex3, "classify_rate", lambda r: (
            np.arange(9, 69), np.where(np.arange(60), 1, 17) * 0.8 ** np.arange(9.0, 69))),
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
        _fits(None, 600), _fits(0.05, 0),
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
        _finds(Polynomial((1.0, 0.5, 3.4, 0.0, -1.0)), [0.3, -0.4]),
        # Flat: after 2000 steps L′ is still −1e-7 at the end.
        _finds(Polynomial((1.0, 0.0, -0.2, 0.0, 0.05)), [-2.0]),
        _finds(Polynomial((1.0, 0.9, -0.2, -0.7, 0.25)), [0.3, 1.2]),
    ),
    "ex1.gradient_descent": (
        _descends(PARABOLA, 5.0, 0.1, 1),
        _descends(PARABOLA, 5.0, 0.1, 10),
        _descends(PARABOLA, 5.0, 0.1, 0),
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
