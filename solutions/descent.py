"""Vanilla gradient descent, θ ← θ − η∇L(θ): the engine that all five solutions share.

`iterates` is the algorithm; every other function only says what to keep of the iterates it yields:
the last one, the losses, the whole path, a count, or many learning rates side by side.

Source of the update and of its limits: the chapter, Section 4.2 (Cauchy, 1847).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Loss = Callable[[Array], Any]
"""θ ↦ L(θ), a float."""
Gradient = Callable[[Array], Any]
"""θ ↦ ∇L(θ), an array of θ's shape."""


def as_theta(theta_init: ArrayLike) -> Array:
    """Return a float64 copy of a start of any type; a scalar start becomes a ``np.float64``.

    >>> as_theta([1, 2])
    array([1., 2.])
    """
    # A copy, so that the caller's start survives; float64, so that an integer start does not cut
    # every step down to integers, and so that a scalar overflows to inf where Python's float would
    # raise. The index () turns a 0-d array into a np.float64, whose arithmetic is several times
    # faster.
    theta: Array = np.array(theta_init, dtype=np.float64)[()]
    return theta


def iterates(grad_fn: Gradient, theta_init: ArrayLike, lr: float | Array) -> Iterator[Array]:
    """Yield θ₀, θ₁, θ₂, … without end; ``grad_fn`` is called once between two of them.

    Parameters
    ----------
    grad_fn : callable, array of θ's shape -> array of θ's shape
    theta_init : array_like of any shape, or a scalar; never mutated
    lr : float, or an array that broadcasts against θ
        The learning rate η > 0. A negative one climbs: it descends on −L.
    """
    # No np.errstate here: inside a generator it would leak into the caller between two yields.
    theta = as_theta(theta_init)
    while True:
        yield theta
        # A new array, not `theta -= …`: whoever kept the previous iterate keeps its values.
        theta = theta - lr * grad_fn(theta)


def descend(grad_fn: Gradient, theta_init: ArrayLike, lr: float, num_steps: int) -> Array:
    """Return θ_T after ``num_steps`` updates, with no loss evaluated on the way."""
    with np.errstate(all="ignore"):
        return next(islice(iterates(grad_fn, theta_init, lr), num_steps, None))


def gradient_descent(
    loss_fn: Loss, grad_fn: Gradient, theta_init: ArrayLike, lr: float | Array, num_steps: int
) -> tuple[Array, Array]:
    """Run exactly ``num_steps`` updates and keep the losses.

    Returns
    -------
    theta : array of ``theta_init``'s shape
        θ_T; inf or nan where the run diverged, which is a result and not an error.
    history : array, shape (num_steps,)
        ``history[t]`` = L(θ_t), recorded before update t: the loss of θ_T is not in it.

    >>> print(*gradient_descent(lambda x: x**2, lambda x: 2 * x, 8, lr=0.25, num_steps=2))
    2.0 [64. 16.]
    """
    run = iterates(grad_fn, theta_init, lr)
    # Overflow is how divergence looks; one errstate around the loop costs the steps nothing.
    with np.errstate(all="ignore"):
        history = [loss_fn(theta) for theta in islice(run, num_steps)]
        return next(run), np.array(history, dtype=np.float64)


def losses(
    loss_fn: Loss, grad_fn: Gradient, theta_init: ArrayLike, lr: float, num_steps: int
) -> Array:
    """Return L(θ_t) for t = 0 … T, the last iterate's loss included: shape (num_steps + 1,)."""
    run = islice(iterates(grad_fn, theta_init, lr), num_steps + 1)
    with np.errstate(all="ignore"):
        return np.array([loss_fn(theta) for theta in run], dtype=np.float64)


def trajectory(grad_fn: Gradient, theta_init: ArrayLike, lr: float, num_steps: int) -> Array:
    """Return every θ_t for t = 0 … T, the start first: shape (num_steps + 1, *θ's shape)."""
    with np.errstate(all="ignore"):
        return np.array(list(islice(iterates(grad_fn, theta_init, lr), num_steps + 1)))


def steps_to_reach(
    loss_fn: Loss,
    grad_fn: Gradient,
    theta_init: ArrayLike,
    lr: float,
    target: float,
    max_steps: int = 1_000_000,
) -> int | None:
    """Return the first t at which L(θ_t) ≤ ``target``, None if no t ≤ ``max_steps`` gets there."""
    run = enumerate(islice(iterates(grad_fn, theta_init, lr), max_steps + 1))
    with np.errstate(all="ignore"):
        return next((t for t, theta in run if loss_fn(theta) <= target), None)


def sweep(
    loss_fn: Loss,
    grad_fn: Gradient,
    theta_init: ArrayLike,
    lrs: Sequence[float] | Array,
    num_steps: int,
) -> tuple[Array, Array]:
    """Run ``gradient_descent`` with every learning rate at once, as one array computation.

    The runs are along a new *last* axis: θ has shape (n, R), column r belongs to ``lrs[r]``. So
    a loss and a gradient written with ``theta[0]`` and ``theta[1]``, or with ``hessian @ theta``,
    take all of them in one call, unchanged.

    Parameters
    ----------
    loss_fn, grad_fn : callables on arrays of shape (n, R), returning shapes (R,) and (n, R)
    lrs : sequence of R floats

    Returns
    -------
    thetas : array, shape (n, R)
    histories : array, shape (num_steps, R)
    """
    rates = np.asarray(lrs, dtype=np.float64)
    starts = np.repeat(as_theta(theta_init)[..., np.newaxis], rates.size, axis=-1)
    thetas, histories = gradient_descent(loss_fn, grad_fn, starts, rates, num_steps)
    return thetas, histories.reshape(num_steps, rates.size)
