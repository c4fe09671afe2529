"""The functions that run a loop, and a gentle second call on which every mistake in one shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.judging.compare import array_of
from exercises.coach.misconceptions.ex5_closed_form import UNITS, WHOLE_UNITS, standardised
from exercises.coach.misconceptions.ex5_designs import OTHER_X, OTHER_Y, TALL_X, TALL_Y
from exercises.coach.misconceptions.known_mistake import NOTHING, Case
from exercises.coach.misconceptions.loop.returns import GAPS, LOSS, PAIR, PATH, THETA, Form
from exercises.coach.misconceptions.loop.rules import Arguments, Run, Variant
from exercises.coach.problems import Polynomial, Problem, Quadratic

__all__ = ["FIT_VARIANTS", "GAP_VARIANTS", "LOOPS", "PLANE", "RESTING", "START", "Loop", "Variant"]

# Two coordinates that are coupled and curved differently, a minimum off the origin, a rate that is
# nobody's favourite, steps enough for every rule to part from every other and too few to arrive.
# One entry of the gradient is below 1, one above, and its norm falls through 1 on the way: a
# gradient clipped at 1 is neither the gradient nor its sign nor its direction.
PLANE = Quadratic(np.array([[1.9, 0.6], [0.6, 3.1]]), np.array([0.4, -0.3]))
START = np.array([0.83, -0.84])
RATE, STEPS = 0.0317, 13
FIT_RATE = 0.0917
# x comes in while y, hardly there at first, grows: the least loss lies amid the run.
BOUNCY = Quadratic(np.diag([1.0, 50.0]))
BOUNCE = (np.array([2.0, 0.001]), 0.05, 14)
LINE = Polynomial((2.0, 0.3, -3.0, 0.0, 1.0))
# Comes to rest well before 400 steps, whatever the tolerance, and later than a judged run does.
BOWL = Quadratic(np.array([[1.1, 0.2], [0.2, 0.9]]), np.array([0.4, -0.3]))
RESTING = 400


@dataclass(frozen=True, eq=False)
class Loop:
    """How one function runs its loop.

    Attributes
    ----------
    form : what it returns
    variants : ids and the run that a learner with them makes of the arguments; the right one first
    probe : arguments on which every rule and count shows
    second : others, with another start, rate and count
    bouncing : arguments for a run whose least loss lies amid it, if that can be asked
    resting : arguments for a run that comes to rest early, if that can be asked
    scalar : arguments with a scalar θ, if that can be asked
    points : the first θ of a run, where they are seen
    """

    form: Form
    variants: tuple[Variant, ...]
    probe: Arguments
    second: Arguments
    bouncing: Arguments = ()
    resting: Arguments = ()
    scalar: Arguments = ()
    points: Callable[[Case], Sequence[Any]] = lambda case: ()

    def run(self, arguments: Arguments) -> Run | None:
        """Return the run that is asked for."""
        return self.variants[0][1](arguments)

    def fastest(self, arguments: Arguments) -> Run | None:
        """Return the run, of several the one with the largest rate."""
        if self.form is not LOSS:
            return self.run(arguments)
        *given, lrs, steps = arguments
        return self.run((*given, [max(lrs, key=float)], steps))


def _problem(function: Any) -> Problem | None:
    problem = getattr(function, "__self__", None)
    return problem if isinstance(problem, Problem) else None


def _of_problem(grad_fn: Any, start: Any, lr: Any, steps: Any, has_loss: bool) -> Run | None:
    problem = _problem(grad_fn)
    if problem is None:
        return None
    return Run(problem.loss if has_loss else None, problem.grad, start, float(lr), int(steps))


def _descent(arguments: Arguments) -> Run | None:
    _, grad_fn, start, lr, steps = arguments
    return _of_problem(grad_fn, start, lr, steps, True)


def _trajectory(arguments: Arguments) -> Run | None:
    grad_fn, start, lr, steps = arguments
    return _of_problem(grad_fn, start, lr, steps, False)


def _finder(arguments: Arguments) -> Run | None:
    _, grad_fn, start, lrs, steps = arguments
    return _of_problem(grad_fn, start, lrs[0], steps, True) if len(lrs) == 1 else None


def _rows(case: Case) -> Sequence[Any]:
    rows, run = array_of(case.value), _trajectory(case.arguments)
    if rows is None or run is None or rows.ndim != 2 or len(rows) < 4:
        return case.observation.visited
    starts = rows.shape[1:] == np.shape(run.theta) and np.allclose(rows[0], run.theta)
    return list(rows) if starts else case.observation.visited


def _visited(case: Case) -> Sequence[Any]:
    return case.observation.visited


SPECTRUM, SPECTRAL_START = np.array([0.7, 1.9, 3.1]), np.array([0.8, -0.35, 0.5])
BOUNCY_X = np.diag([2.0**0.5, 10.0])
SECOND_START, SECOND_RATE, SECOND_STEPS = np.array([-0.9, 2.3]), 0.0713, 8


def _spectral(loss_factor: float, lr_factor: float) -> Callable[[Arguments], Run | None]:
    def run(arguments: Arguments) -> Run | None:
        eigenvalues, start, lr, steps = arguments
        s = np.asarray(eigenvalues, dtype=float)
        return Run(
            lambda theta: loss_factor * 0.5 * float(np.sum(s * theta**2)),
            lambda theta: s * theta, start, float(lr) * lr_factor, int(steps),
        )  # fmt: skip

    return run


GAP_VARIANTS: tuple[Variant, ...] = (
    ((), _spectral(1, 1)),
    (("gap-half",), _spectral(2, 2)),
    (("gap-half",), _spectral(0.5, 0.5)),
    (("gradient-doubled",), _spectral(1, 2)),
)
Turn = Callable[[Any, Any, Any], Any]


def _regression(
    loss_of: Callable[[float, int], float], grad_of: Turn,
    design: Callable[[Any], Any] = np.asarray, *, adds: tuple[bool, bool] = (False, False),
) -> Callable[[Arguments], Run | None]:  # fmt: skip
    """Return what makes a run of X, y, lr, steps; read from ‖r‖² and N, and from X, r and N.

    ``adds`` says of the loss and of the gradient whether r is Xθ + y there.
    """

    def run(arguments: Arguments) -> Run | None:
        X, y, lr, steps = arguments
        X, y = design(np.asarray(X, dtype=float)), np.ravel(np.asarray(y, dtype=float))
        if X is NOTHING or X.ndim != 2:
            return None
        count = len(X)
        if lr is None:
            lr = 1 / np.linalg.eigvalsh(X.T @ X / count)[-1]

        for_loss, for_grad = (-y if each else y for each in adds)

        def loss(theta: Any) -> float:
            r = X @ theta - for_loss
            return loss_of(float(r @ r), count)

        return Run(
            loss, lambda theta: grad_of(X, X @ theta - for_grad, count),
            np.zeros(X.shape[1]), float(lr), int(steps),
        )  # fmt: skip

    return run


def _mean(s: float, n: int) -> float:
    return s / (2 * n)


def _slope(X: Any, r: Any, n: int) -> Any:
    return X.T @ r / n


def _scaled(factor: Callable[[int], float]) -> Turn:
    return lambda X, r, n: X.T @ r / n * factor(n)


def _over_columns(loss: bool, grad: bool, rate: bool) -> Variant:
    """The run of who divides by n, the number of columns, in place of N: which of the three."""

    def run(arguments: Arguments) -> Run | None:
        X, y, lr, steps = arguments
        if np.ndim(X) != 2:
            return None
        more = len(X) / np.shape(X)[1]
        if lr is None and rate:
            lr = 1 / np.linalg.eigvalsh(np.transpose(X) @ X / len(X))[-1] / more
        return _regression(
            lambda s, n: _mean(s, n) * (more if loss else 1), _scaled(lambda n: more if grad else 1)
        )((X, y, lr, steps))

    return ("divides-by-columns",), run


RIGHT_FIT: Variant = ((), _regression(_mean, _slope))
FIT_VARIANTS: tuple[Variant, ...] = (
    RIGHT_FIT,
    (("sum-not-mean",), _regression(_mean, _scaled(lambda n: n))),
    (("sum-not-mean",), _regression(lambda s, n: s / 2, _scaled(lambda n: n))),
    (("sum-not-mean",), _regression(lambda s, n: s / 2, _slope)),
    (("mean-twice",), _regression(_mean, _scaled(lambda n: 1 / n))),
    (("mean-twice",), _regression(lambda s, n: s / (2 * n * n), _scaled(lambda n: 1 / n))),
    (("mean-twice",), _regression(lambda s, n: s / (2 * n * n), _slope)),
    (("mean-without-half",), _regression(lambda s, n: s / n, _scaled(lambda n: 2))),
    (("mean-without-half",), _regression(lambda s, n: s / n, _slope)),
    _over_columns(loss=True, grad=True, rate=False),
    _over_columns(loss=True, grad=True, rate=True),
    _over_columns(loss=False, grad=True, rate=False),
    _over_columns(loss=False, grad=True, rate=True),
    _over_columns(loss=True, grad=False, rate=False),
    (("gradient-doubled",), _regression(_mean, _scaled(lambda n: 2))),
    (("gradient-halved",), _regression(_mean, _scaled(lambda n: 0.5))),
    (("residual-sign",), _regression(_mean, _scaled(lambda n: -1))),
    (("residual-sign", "sum-not-mean"), _regression(_mean, _scaled(lambda n: -n))),
    (("derivative-sign",), _regression(_mean, _slope, adds=(False, True))),
    (("derivative-sign",), _regression(_mean, _slope, adds=(True, True))),
    (("gradient-is-loss",), _regression(_mean, lambda X, r, n: _mean(float(r @ r), n))),
    (("gradient-coordinates-swapped",), _regression(_mean, lambda X, r, n: (X.T @ r / n)[::-1])),
    (("gradient-coordinates-swapped",), _regression(
        _mean, lambda X, r, n: np.roll(X.T @ r / n, -1))),
    (("derivative-wrong-power",), _regression(_mean, lambda X, r, n: X.T @ r**2 / n)),
    (("derivative-wrong-power",), _regression(_mean, lambda X, r, n: 2 * X.T @ r**2 / n)),
    *(
        (("standardises",), _regression(
            _mean, _slope, partial(standardised, unit=unit, spares_constants=spares)))
        for unit, spares in [
            *((unit, True) for unit in UNITS), *((u, s) for u in WHOLE_UNITS for s in (True, False))
        ]
    ),
)  # fmt: skip
LOOPS: dict[str, Loop] = {
    "ex1.gradient_descent": Loop(
        PAIR, (((), _descent),),
        (PLANE.loss, PLANE.grad, START, RATE, STEPS),
        (BOWL.loss, BOWL.grad, SECOND_START, SECOND_RATE, SECOND_STEPS),
        (BOUNCY.loss, BOUNCY.grad, *BOUNCE),
        (BOWL.loss, BOWL.grad, START, 0.17, RESTING),
        (LINE.loss, LINE.grad, 1.7, RATE, STEPS),
        _visited,
    ),
    "ex2.lr_finder": Loop(
        LOSS, (((), _finder),),
        (PLANE.loss, PLANE.grad, START, [RATE], STEPS),
        (BOWL.loss, BOWL.grad, SECOND_START, [SECOND_RATE, 0.117], SECOND_STEPS),
        (BOUNCY.loss, BOUNCY.grad, BOUNCE[0], [BOUNCE[1]], BOUNCE[2]),
        scalar=(LINE.loss, LINE.grad, 1.7, [RATE], STEPS),
        points=_visited,
    ),
    "ex3.suboptimality": Loop(
        GAPS, GAP_VARIANTS,
        (SPECTRUM, SPECTRAL_START, RATE, STEPS),
        (np.array([0.4, 2.2]), SECOND_START, SECOND_RATE, SECOND_STEPS),
        resting=(np.array([0.6, 1.7]), START, 0.17, RESTING),
    ),
    "ex4.trajectory": Loop(
        PATH, (((), _trajectory),),
        (PLANE.grad, START, RATE, STEPS),
        (BOWL.grad, SECOND_START, SECOND_RATE, SECOND_STEPS),
        resting=(BOWL.grad, START, 0.17, RESTING),
        points=_rows,
    ),
    "ex5.fit": Loop(
        PAIR, FIT_VARIANTS,
        (TALL_X, TALL_Y, FIT_RATE, STEPS),
        (OTHER_X, OTHER_Y, SECOND_RATE, SECOND_STEPS),
        (BOUNCY_X, BOUNCY_X @ BOUNCE[0], *BOUNCE[1:]),
        (OTHER_X, OTHER_Y, 0.37, RESTING),
    ),
    "ex5.compare": Loop(
        THETA, FIT_VARIANTS,
        (TALL_X, TALL_Y, FIT_RATE, STEPS),
        (OTHER_X, OTHER_Y, SECOND_RATE, SECOND_STEPS),
        resting=(OTHER_X, OTHER_Y, 0.37, RESTING),
    ),
}  # fmt: skip
