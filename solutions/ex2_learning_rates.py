# %% [markdown]
# # Exercise 2 — learning rates on L(x, y) = x² + 100y²
"""Reference solution of exercise 2: what a learning rate does, in theory and in experiment."""

# %%
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solutions.descent import Array, descend, gradient_descent

ON_THE_LIMIT = 1e-9
CONVERGED = 1e-6


def loss(theta: Array) -> Any:
    """L(x, y) = x² + 100y²."""
    return theta[0] ** 2 + 100 * theta[1] ** 2


def grad(theta: Array) -> Array:
    """∇L = (2x, 200y): the Hessian is diag(2, 200), so λ_min = 2 and λ_max = 200, not 1 and 100."""
    return np.array([2 * theta[0], 200 * theta[1]], dtype=float)


# %% [markdown]
# Along an eigenvector of H with eigenvalue λ, a step on ½θᵀHθ multiplies θ by 1 − ηλ. All three
# functions below follow from that one factor.
# %%
def stable_lr_limit(hessian: ArrayLike) -> float:
    """Return 2/λ_max: if |1 − ηλ| < 1 for the largest λ, then for every λ > 0."""
    return float(2 / _spectrum(hessian)[-1])


def optimal_lr(hessian: ArrayLike) -> float:
    """Return 2/(λ_min + λ_max).

    The slower of the two extreme directions sets the pace. As η grows, 1 − ηλ_min falls and
    ηλ_max − 1 rises: the larger of them is smallest where they are equal. Where λ_min is 0, this is
    the stability limit, and 2/(smallest positive λ + λ_max) would be better.
    """
    eigenvalues = _spectrum(hessian)
    return float(2 / (eigenvalues[0] + eigenvalues[-1]))


def predict(hessian: ArrayLike, lr: float) -> str:
    """Return what theory says: ``"converges"``, ``"oscillates"`` or ``"diverges"``."""
    # The absolute value: 1 − ηλ = −19 is no less divergent than +19. All eigenvalues: in a
    # direction of negative curvature the factor exceeds 1 for every η, however small λ is beside
    # λ_max.
    factor = np.abs(1 - lr * _spectrum(hessian)).max()
    if abs(factor - 1) <= ON_THE_LIMIT:
        return "oscillates"
    return "converges" if factor < 1 else "diverges"


def _spectrum(hessian: ArrayLike) -> Array:
    """Return the eigenvalues in ascending order."""
    # `eigvalsh`, not `eigvals`: a symmetric matrix has real eigenvalues, and this one sorts them.
    return np.linalg.eigvalsh(np.asarray(hessian, dtype=float))


# %%
def observe(history: ArrayLike) -> str:
    """Return what a loss history (of a problem whose minimum is 0) shows."""
    history = np.asarray(history, dtype=float)
    first, last = history[0], history[-1]
    # Non-finite first: >, <= and == are false with nan, so a nan would be called "oscillates".
    if not np.isfinite(last) or last > first * (1 + ON_THE_LIMIT):
        return "diverges"
    return "converges" if last <= CONVERGED * first else "oscillates"


def explore(
    lrs: Sequence[float] = (0.001, 0.01, 0.1),
    theta_init: ArrayLike = (1.0, 1.0),
    num_steps: int = 10_000,
) -> dict[float, str]:
    """Return ``{lr: what its run on x² + 100y² shows}`` in the order of ``lrs``.

    0.001 converges, slowly: each step multiplies x by 0.998. 0.01 is exactly 2/λ_max: y flips its
    sign for ever. 0.1 multiplies y by 1 − 0.1 · 200 = −19 per step, and the loss by about 361.
    """
    runs = {lr: gradient_descent(loss, grad, theta_init, lr, num_steps) for lr in lrs}
    return {lr: observe(history) for lr, (_, history) in runs.items()}


def lr_finder(
    loss_fn: Callable[[Array], Any],
    grad_fn: Callable[[Array], Any],
    theta_init: ArrayLike,
    lrs: Sequence[float],
    num_steps: int = 20,
) -> tuple[float, Array]:
    """Return the learning rate of the smallest loss after ``num_steps`` steps, and all the losses.

    On x² + 100y² from (1, 1) it is 0.0089 after 20 steps, not the 0.0099 of `optimal_lr`: that one
    is the fastest in the long run and from any start, and comes closer the longer the sweep runs.
    """
    # One run per learning rate: `loss_fn` takes one θ. One that takes many at once could use
    # `descent.sweep`, which is faster.
    with np.errstate(all="ignore"):
        ends = [loss_fn(descend(grad_fn, theta_init, lr, num_steps)) for lr in lrs]
    losses = np.array(ends, dtype=float)
    # Whatever blew up becomes inf *before* argmin looks: it takes nan for the smallest.
    losses[~np.isfinite(losses)] = np.inf
    return float(lrs[int(np.argmin(losses))]), losses
