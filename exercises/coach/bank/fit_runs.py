"""Exercises 3 and 5: the runs that a loop makes of a spectrum or a regression, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.bank.closed_form import UNITS, WHOLE_UNITS, standardised
from exercises.coach.bank.entry import NOTHING
from exercises.coach.bank.rules import Arguments, Run, Variant

__all__ = ["FIT_VARIANTS", "GAP_VARIANTS"]


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
)


Turn = Callable[[Any, Any, Any], Any]


def _regression(
    loss_of: Callable[[float, int], float], grad_of: Turn, design: Callable[[Any], Any] = np.asarray
) -> Callable[[Arguments], Run | None]:
    """Return what makes a run of X, y, lr, steps; read from ‖r‖² and N, and from X, r and N."""

    def run(arguments: Arguments) -> Run | None:
        X, y, lr, steps = arguments
        X, y = design(np.asarray(X, dtype=float)), np.ravel(np.asarray(y, dtype=float))
        if X is NOTHING or X.ndim != 2:
            return None
        count = len(X)
        if lr is None:
            lr = 1 / np.linalg.eigvalsh(X.T @ X / count)[-1]

        def loss(theta: Any) -> float:
            r = X @ theta - y
            return loss_of(float(r @ r), count)

        return Run(
            loss, lambda theta: grad_of(X, X @ theta - y, count),
            np.zeros(X.shape[1]), float(lr), int(steps),
        )  # fmt: skip

    return run


def _mean(s: float, n: int) -> float:
    return s / (2 * n)


def _slope(X: Any, r: Any, n: int) -> Any:
    return X.T @ r / n


def _scaled(factor: Callable[[int], float]) -> Turn:
    return lambda X, r, n: X.T @ r / n * factor(n)


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
    (("gradient-doubled",), _regression(_mean, _scaled(lambda n: 2))),
    (("gradient-halved",), _regression(_mean, _scaled(lambda n: 0.5))),
    (("residual-sign",), _regression(_mean, _scaled(lambda n: -1))),
    (("residual-sign", "sum-not-mean"), _regression(_mean, _scaled(lambda n: -n))),
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
