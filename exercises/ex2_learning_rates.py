# %% [markdown]
# # Exercise 2: three learning rates
#
# > *Learning rate exploration: for $L(x, y) = x^2 + 100y^2$, run with
# > $\eta = 0.001, 0.01, 0.1$. What happens?*
#
# **The idea.** On $\tfrac12\theta^\top H\theta$, where $H$ is the Hessian, the matrix of second
# derivatives, the eigenvectors of $H$ do not mix: one step multiplies the coordinate along each
# by $1 - \eta\lambda$. The coordinate shrinks if $|1 - \eta\lambda| < 1$, flips its sign for ever
# if $1 - \eta\lambda = -1$, and grows if $|1 - \eta\lambda| > 1$. Let all $\lambda > 0$. As
# $\eta$ grows, the factor of the largest $\lambda$ is the first to reach $-1$. So descent
# converges from every start if and only if $\eta < 2/\lambda_{\max}$, and the best constant
# learning rate is $\eta = 2/(\lambda_{\min} + \lambda_{\max})$: there the coordinates of the
# smallest and the largest $\lambda$ shrink equally fast.
#
# The $L$ above is written without a ½. What is its Hessian?
#
# **Names.** $L$ is the loss. The learning rate is $\eta$ in formulas and `lr` in code; $\theta$ is
# `theta` in code.
#
# **What to do.** First the theory (`stable_lr_limit`, `optimal_lr`, `predict`), then the
# experiment (`observe`, `explore`), and see whether they agree. Last, the chapter's
# learning-rate finder, which needs no Hessian.
#
# You may write the loop again here, or take it from exercise 1. To take it, put this line
# under the other import (in a notebook, paste your function into a new cell instead):
#
# ```python
# from exercises.ex1_gradient_descent import gradient_descent
# ```
#
# | to check | run, in the folder that holds `exercises` |
# |---|---|
# | everything | `pytest exercises` |
# | this exercise | `pytest exercises/ex2_learning_rates.py` |
# | with a hint (again for more) | `pytest exercises --hint` |
#
# Or leave `python3 -m exercises` open: it checks what you save. In a notebook: run its check cell.

# %%
"""Exercise 2: what the learning rate does to L(x, y) = x² + 100y²."""

import numpy as np


# %%
def loss(theta):
    """Evaluate L(x, y) = x² + 100y². One or two lines.

    Parameters
    ----------
    theta : array, shape (2,)
        The point (x, y); it is not changed.

    Returns
    -------
    float

    Examples
    --------
    >>> loss(np.array([0.3, 0.7]))
    49.09
    """
    raise NotImplementedError("exercise 2: write loss")


# %%
def grad(theta):
    """Evaluate the gradient ∇L = (∂L/∂x, ∂L/∂y) of `loss`. One or two lines.

    Parameters
    ----------
    theta : array, shape (2,)
        The point (x, y); it is not changed.

    Returns
    -------
    array, shape (2,)

    Examples
    --------
    >>> grad(np.array([0.3, 0.7]))
    [0.6, 140.0]
    """
    raise NotImplementedError("exercise 2: write grad")


# %%
def stable_lr_limit(hessian):
    """Give the limit 2/λ_max, below which descent on ½θᵀHθ converges. One or two lines.

    Parameters
    ----------
    hessian : array, shape (n, n), symmetric, λ_max > 0 and λ_min ≥ 0
        It need not be diagonal: compute its eigenvalues.

    Returns
    -------
    float

    Notes
    -----
    Where λ_min = 0, a coordinate never moves: descent converges to *a* minimiser, one of many.

    Examples
    --------
    The eigenvalues of this matrix are 2 and 7:

    >>> stable_lr_limit(np.array([[6.0, 2.0], [2.0, 3.0]]))
    0.2857
    """
    raise NotImplementedError("exercise 2: write stable_lr_limit")


# %%
def optimal_lr(hessian):
    """Give the best constant learning rate on ½θᵀHθ, 2/(λ_min + λ_max). Two or three lines.

    Parameters
    ----------
    hessian : array, shape (n, n), symmetric, λ_max > 0 and λ_min ≥ 0

    Returns
    -------
    float

    Notes
    -----
    Give the formula's value even if λ_min = 0. It is the best one only if λ_min > 0; for
    λ_min = 0 it is the limit of `stable_lr_limit`, where descent no longer converges.

    Examples
    --------
    >>> optimal_lr(np.array([[6.0, 2.0], [2.0, 3.0]]))
    0.2222
    """
    raise NotImplementedError("exercise 2: write optimal_lr")


# %%
def predict(hessian, lr):
    """Say what theory expects of descent on ½θᵀHθ with this learning rate. About 6 lines.

    The largest factor decides: r = max |1 − ηλ| over all eigenvalues λ of H.

    Parameters
    ----------
    hessian : array, shape (n, n), symmetric, any eigenvalues
        It is not changed.
    lr : float, > 0

    Returns
    -------
    str
        ``"converges"`` if r < 1, ``"oscillates"`` if r = 1, ``"diverges"`` if r > 1.
        Rounding seldom gives exactly 1: take r as equal to 1 if |r − 1| ≤ 1e-9.

    Notes
    -----
    Use the formula for every H. A negative eigenvalue has a factor above 1, hence
    ``"diverges"``. An eigenvalue 0 has the factor 1, hence ``"oscillates"`` if no other factor is
    larger. There the label is a convention: that coordinate never moves, and if all other factors
    are below 1, the run converges to a minimiser.

    Examples
    --------
    >>> predict(np.array([[6.0, 2.0], [2.0, 3.0]]), 0.3)
    'diverges'
    """
    raise NotImplementedError("exercise 2: write predict")


# %%
def observe(history):
    """Say what an experiment did, from its loss history alone. About 6 lines.

    Parameters
    ----------
    history : list or array of floats, at least one, the first > 0
        L(θ₀), L(θ₁), …, of a loss whose minimum is 0. It is not changed.

    Returns
    -------
    str
        ``"diverges"`` if the last loss is not finite (inf, −inf or nan) or exceeds the first;
        ``"converges"`` if the last loss is at most 1e-6 times the first;
        ``"oscillates"`` otherwise.

    Notes
    -----
    ``"oscillates"`` is the label for all the rest: a run that is only slow gets it too, as in the
    first example.

    Check that the last loss is finite before you compare it: <, <=, >, >= and == are False
    whenever one side is nan.

    Examples
    --------
    >>> observe([5.0, 0.4, 0.03])
    'oscillates'
    >>> observe([5.0, 0.4, 3e-6])
    'converges'
    """
    raise NotImplementedError("exercise 2: write observe")


# %%
def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    """Descend on x² + 100y² with each learning rate and observe the run. About 6 lines.

    Parameters
    ----------
    lrs : sequence of floats, each > 0
    theta_init : list, tuple or array, shape (2,)
        The start of every run; it is not changed.
    num_steps : int, ≥ 2
        The number of updates of each run. Leave the three defaults as they are: some calls use
        them.

    Returns
    -------
    dict
        ``{lr: observe(history)}`` with an entry for every learning rate, in the order given. The
        history is that of exercise 1: `num_steps` losses, each recorded before its update.

    Notes
    -----
    A run that blows up has a history too, with inf or nan in it. It never raises.

    Examples
    --------
    With η = 0.003 the factors are 0.994 in x and 0.4 in y; with η = 0.03 the one in y is −5:

    >>> explore(lrs=(0.003, 0.03), theta_init=(0.7, 0.3), num_steps=5000)
    {0.003: 'converges', 0.03: 'diverges'}
    """
    raise NotImplementedError("exercise 2: write explore")


# %%
def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    """Try several learning rates and find the one with the smallest loss. About 8 lines.

    Every run starts at `theta_init` and takes `num_steps` steps.

    Parameters
    ----------
    loss_fn : function of theta, returns a float
    grad_fn : function of theta, returns an array of theta's shape
    theta_init : int, float, list, tuple or array of any shape
        It is not changed.
    lrs : sequence of floats, each > 0
        In any order; it is not changed.
    num_steps : int, ≥ 0
        Leave the default as it is: some calls use it.

    Returns
    -------
    best_lr : float
        The learning rate of the smallest loss.
    losses : array, shape (len(lrs),)
        ``losses[i]`` is L *after* `num_steps` steps with ``lrs[i]``, and inf where that is
        not finite (inf, −inf or nan).

    Notes
    -----
    The history of exercise 1 ends one step too early for this: it holds the losses *before*
    each update. Runs that blow up never raise.

    The best learning rate after 20 steps need not be `optimal_lr`. On x² + 100y² from (1, 1)
    it is 0.0089, while `optimal_lr` is 0.0099. The finder asks for the smallest loss after 20
    steps from one start, `optimal_lr` for the fastest descent in the long run from any start.

    Examples
    --------
    On L(θ) = 3θ², these learning rates multiply θ by 0.88, 0.1 and −1.4 per step:

    >>> lr_finder(lambda t: 3 * t**2, lambda t: 6 * t, 0.7, [0.02, 0.15, 0.4], num_steps=3)
    (0.15, [0.6827, 1.47e-06, 11.07])
    """
    raise NotImplementedError("exercise 2: write lr_finder")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
