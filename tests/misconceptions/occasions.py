"""Mistakes of a descent that only some calls show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from solutions import ex1_gradient_descent as ex1
from tests.misconceptions.pupil import Sample


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


def _matrices(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = np.array(start, dtype=float, ndmin=2), []
    for _ in range(T):
        history.append(float(loss_fn(theta)))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def _cached() -> Callable[..., Any]:
    @lru_cache
    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        return ex1.gradient_descent(loss_fn, grad_fn, start, lr, T)

    return gradient_descent


def _shared() -> Callable[..., Any]:
    history: list[float] = []

    def gradient_descent(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
        theta = np.array(start, dtype=float)[()]
        for _ in range(T):
            history.append(float(loss_fn(theta)))
            theta = theta - lr * grad_fn(theta)
        return theta, history

    return gradient_descent


def _exchanges(loss_fn: Any, grad_fn: Any, theta_init: Any, lr: float, num_steps: int) -> Any:
    """Its parameters are the stub's: they are exchanged in the body."""
    theta, history = np.array(theta_init, dtype=float)[()], []
    for _ in range(num_steps):
        history.append(grad_fn(theta))
        theta = theta - lr * loss_fn(theta)
    return theta, history


def _warms_up(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    theta, history = np.array(start, dtype=float)[()], []
    for t in range(T):
        history.append(float(loss_fn(theta)))
        theta = theta - lr * (t + 1) / T * grad_fn(theta)
    return theta, history


def _warms_up_and_keeps(of: Callable[[list[float]], Any]) -> Callable[..., Any]:
    def gradient_descent(*run: Any) -> Any:
        theta, history = _warms_up(*run)
        return theta, of(history)

    return gradient_descent


def _warms_up_for_a_sweep(
    loss_fn: Any, grad_fn: Any, start: Any, lrs: Any, num_steps: int = 20
) -> Any:
    ends = [loss_fn(_warms_up(loss_fn, grad_fn, start, lr, num_steps)[0]) for lr in lrs]
    ends = [float(end) if np.isfinite(end) else np.inf for end in ends]
    return lrs[int(np.argmin(ends))], ends


def _least_before_the_end(
    loss_fn: Any, grad_fn: Any, start: Any, lrs: Any, num_steps: int = 20
) -> Any:
    ends = []
    for lr in lrs:
        theta, history = np.array(start, dtype=float)[()], []
        for _ in range(num_steps):
            history.append(float(loss_fn(theta)))
            theta = theta - lr * grad_fn(theta)
        ends.append(np.nanmin(history))
    return lrs[int(np.argmin(ends))], ends


def _looks_at_each_place_twice(loss_fn: Any, grad_fn: Any, start: Any, lr: float, T: int) -> Any:
    """Half of the steps, and the gradient again for a tolerance that is never met."""
    theta, history = np.array(start, dtype=float)[()], []
    for _ in range(T // 2):
        history.append(float(loss_fn(theta)))
        theta = theta - lr * grad_fn(theta)
        if np.linalg.norm(grad_fn(theta)) < 0:
            break
    return theta, history


def unlisted_occasional_samples() -> Iterator[Sample]:
    for name, function, make in (
        ("a rate that grows to η", "gradient_descent", _warms_up),
        ("a rate that grows to η, losses of two decimals", "gradient_descent",
         _warms_up_and_keeps(lambda history: np.round(history, 2))),
        ("half of the steps, each place twice", "gradient_descent", _looks_at_each_place_twice),
        ("a rate that grows to η", "lr_finder", _warms_up_for_a_sweep),
        ("the least loss before the end", "lr_finder", _least_before_the_end),
        ("a matrix of every start", "gradient_descent", _matrices),
        ("results kept by a cache", "gradient_descent", _cached()),
    ):  # fmt: skip
        key = "ex1" if function == "gradient_descent" else "ex2"
        yield Sample(f"{key}-{name}", key, function, make, frozenset())


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
        ("subtracts-loss", _exchanges),
        ("history-shared", _shared()),
    ):  # fmt: skip
        yield Sample(f"ex1-{name}", "ex1", "gradient_descent", make, frozenset({name}))
