# %% [markdown]
# # Exercise 5: descent against the closed form
#
# > *Compare to closed form: for linear regression, gradient descent against
# > $(X^\top X)^{-1}X^\top y$.*
#
# **The idea.** For linear regression there is a formula for the minimiser, so you can check
# descent against it:
#
# $$L(\theta) = \frac{1}{2N}\,\|X\theta - y\|^2, \qquad
# \nabla L(\theta) = \frac1N X^\top (X\theta - y), \qquad
# H = \frac1N X^\top X$$
#
# Row $i$ of $X$, shape $(N, n)$, is example $i$; $y$, shape $(N,)$, holds the targets. $L$ is a
# quadratic with Hessian $H$. The eigenvalues of $H$ decide which learning rates converge
# (exercise 2) and how fast (exercise 3). Setting $\nabla L = 0$ gives the closed form.
#
# **Two traps.** Targets may come as a column, shape $(N, 1)$, and mean the same. But in NumPy
# $(N,)$ minus $(N, 1)$ is an $(N, N)$ matrix, and nothing warns you. Flatten $y$ first.
#
# And after 10 000 steps descent can still be far from the closed form: the condition number of
# $H$ is $\kappa = \operatorname{cond}(X)^2$, so nearly dependent columns make it slow.
#
# Use $X$ as given: do not rescale it, and add an intercept only in `add_intercept`.
#
# **Names.** $L$ is the loss. The learning rate is $\eta$ in formulas and `lr` in code; $\theta$ is
# `theta` in code.
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
# | this exercise | `pytest exercises/ex5_linear_regression.py` |
# | with a hint (again for more) | `pytest exercises --hint` |
#
# Or leave `python3 -m exercises` open: it checks what you save. In a notebook: run its check cell.

# %%
"""Exercise 5: gradient descent for linear regression against the closed form."""

import numpy as np


# %%
def add_intercept(X):
    """Add a first column of ones, before the features. Two or three lines.

    Parameters
    ----------
    X : array, shape (N,) or (N, d)
        One feature per column; shape (N,) means a single feature. It is not changed.

    Returns
    -------
    array, shape (N, d + 1)
        Of floats; column 0 is all ones. (d = 1 for X of shape (N,).)

    Examples
    --------
    >>> add_intercept(np.array([0.3, 0.7]))
    [[1.0, 0.3], [1.0, 0.7]]
    """
    raise NotImplementedError("exercise 5: write add_intercept")


# %%
def mse_loss(theta, X, y):
    """Evaluate L(θ) = (1/2N)‖Xθ − y‖². Two or three lines.

    Parameters
    ----------
    theta : array, shape (n,)
    X : array, shape (N, n)
    y : array, shape (N,) or (N, 1)

    Returns
    -------
    float

    Examples
    --------
    The residuals Xθ − y are 0.5 and −0.5:

    >>> X, y = np.array([[1.0, 3.0], [1.0, -1.0]]), np.array([6.0, -1.0])
    >>> mse_loss(np.array([0.5, 2.0]), X, y)
    0.125
    """
    raise NotImplementedError("exercise 5: write mse_loss")


# %%
def mse_grad(theta, X, y):
    """Evaluate the gradient ∇L(θ) = (1/N)Xᵀ(Xθ − y). Two or three lines.

    Parameters
    ----------
    theta : array, shape (n,)
    X : array, shape (N, n)
    y : array, shape (N,) or (N, 1)

    Returns
    -------
    array, shape (n,)

    Examples
    --------
    >>> X, y = np.array([[1.0, 3.0], [1.0, -1.0]]), np.array([6.0, -1.0])
    >>> mse_grad(np.array([0.5, 2.0]), X, y)
    [0.0, 1.0]
    """
    raise NotImplementedError("exercise 5: write mse_grad")


# %%
def closed_form(X, y):
    """Solve least squares in one go: θ = (XᵀX)⁻¹Xᵀy. About 5 lines.

    Any method will do: the normal equations, QR, `np.linalg.lstsq`, …

    Parameters
    ----------
    X : array, shape (N, n)
    y : array, shape (N,) or (N, 1)
        Neither is changed.

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    np.linalg.LinAlgError
        If X does not have full column rank: some column is a combination of the others, up to
        rounding, and XᵀX has no inverse. Two equal columns are an example, and so are fewer rows
        than columns. Judge the rank relative to the size of X: 0.001·X has the rank of X.
        ``np.linalg.inv`` and ``np.linalg.solve`` often do not notice, because of rounding.

    Examples
    --------
    The line through both points is 0.75 + 1.75x:

    >>> X, y = np.array([[1.0, 3.0], [1.0, -1.0]]), np.array([6.0, -1.0])
    >>> closed_form(X, y)
    [0.75, 1.75]
    """
    raise NotImplementedError("exercise 5: write closed_form")


# %%
def fit(X, y, lr=None, num_steps=10_000):
    """Fit θ by gradient descent from θ = 0. About 6 lines.

    Parameters
    ----------
    X : array, shape (N, n)
    y : array, shape (N,) or (N, 1)
        Neither is changed.
    lr : float, > 0, or None
        None means 1/λ_max, where λ_max is the largest eigenvalue of XᵀX/N.
    num_steps : int, ≥ 0
        The exact number of updates. Every step uses all N examples (full batch).
        Leave both defaults as they are: some calls are just ``fit(X, y)``.

    Returns
    -------
    theta : array, shape (n,)
        After the last update. ``num_steps=0`` gives zeros.
    history : list or array of `num_steps` floats
        ``history[t]`` is L(θ_t), recorded *before* update t, as in exercise 1.

    Notes
    -----
    X without full column rank is fine here: from 0, descent tends to the solution of
    smallest norm. A learning rate that is too large gives inf or nan; it never raises.

    Examples
    --------
    One step from 0, θ₁ = η·Xᵀy/N:

    >>> X, y = np.array([[1.0, 3.0], [1.0, -1.0]]), np.array([6.0, -1.0])
    >>> fit(X, y, lr=0.1, num_steps=1)
    ([0.25, 0.95], [9.25])
    """
    raise NotImplementedError("exercise 5: write fit")


# %%
def compare(X, y, lr=None, num_steps=10_000):
    """Put the two solutions side by side. About 8 lines.

    Parameters
    ----------
    X : array, shape (N, n)
    y : array, shape (N,) or (N, 1)
        Neither is changed.
    lr : float, > 0, or None
    num_steps : int, ≥ 0
        Both as in `fit`.

    Returns
    -------
    dict with the keys
        ``"theta_gd"`` : array, shape (n,), from `fit`
        ``"theta_closed"`` : array, shape (n,), from `closed_form`
        ``"max_abs_diff"`` : float, the largest |θ_gd − θ_closed| over the entries
        ``"loss_gap"`` : float, L(θ_gd) − L(θ_closed); rounding may make it a little negative

    Raises
    ------
    np.linalg.LinAlgError
        If X does not have full column rank: then there is no closed form to compare with.

    Examples
    --------
    After one step, θ_gd = (0.25, 0.95):

    >>> X, y = np.array([[1.0, 3.0], [1.0, -1.0]]), np.array([6.0, -1.0])
    >>> compare(X, y, lr=0.1, num_steps=1)["max_abs_diff"]
    0.8
    """
    raise NotImplementedError("exercise 5: write compare")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
