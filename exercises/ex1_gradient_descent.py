# %% [markdown]
# # Exercise 1: gradient descent, and every critical point
#
# > *Implement gradient descent: for $L(x) = x^4 - 3x^2 + 2$. Find all critical points.*
#
# **The idea.** To make $L(\theta)$ smaller, step against its gradient, again and again:
#
# $$\theta_{t+1} = \theta_t - \eta\,\nabla L(\theta_t)$$
#
# The learning rate $\eta > 0$ scales the step. The whole algorithm, in words: copy the start;
# at each step record the loss, then update; return the last $\theta$ and the recorded losses.
#
# **A critical point** is where $L'(x) = 0$. Descent moves towards minima and away from maxima,
# unless it starts or lands exactly on one. But a maximum of $L$ is a minimum of $-L$, the
# function with loss $-L(x)$ and derivative $-L'(x)$. So descend on both from every start.
# The second derivative tells which is which: $L'' > 0$ means a minimum, $L'' < 0$ a maximum.
#
# **Names.** $L$ is the loss. The learning rate is $\eta$ in formulas and `lr` in code; $\theta$ is
# `theta` in code.
#
# **What to do.** Replace each `raise NotImplementedError(...)` by your code, top to bottom.
# Helper functions of your own are welcome. NumPy and Matplotlib are there where your work is
# graded; other packages (SciPy, pandas) are not.
#
# | to check | run, in the folder that holds `exercises` |
# |---|---|
# | everything | `pytest exercises` |
# | this exercise | `pytest exercises/ex1_gradient_descent.py` |
# | with a hint (again for more) | `pytest exercises --hint` |
#
# Or leave `python3 -m exercises` open: it checks what you save. In a notebook: run its check cell.

# %%
"""Exercise 1: implement gradient descent and find every critical point."""

import numpy as np


# %%
def loss(x):
    """Evaluate L(x) = x⁴ − 3x² + 2, elementwise. One line.

    Parameters
    ----------
    x : float or array of any shape; it is not changed

    Returns
    -------
    float or array of x's shape

    Examples
    --------
    >>> loss(3.0)
    56.0
    """
    raise NotImplementedError("exercise 1: write loss")


# %%
def grad(x):
    """Evaluate the derivative of `loss`, L′(x), elementwise. One line.

    Work it out on paper first, term by term.

    Parameters
    ----------
    x : float or array of any shape; it is not changed

    Returns
    -------
    float or array of x's shape

    Examples
    --------
    >>> grad(3.0)
    90.0
    """
    raise NotImplementedError("exercise 1: write grad")


# %%
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    """Run vanilla gradient descent, θ ← θ − η∇L(θ), for `num_steps` steps. About 8 lines.

    The learning rate stays the same from the first step to the last, and nothing stops the run
    early. You can use this function again in exercises 2 to 5, so let it work for a θ of any
    shape.

    Parameters
    ----------
    loss_fn : function of theta, returns a float
    grad_fn : function of theta, returns an array of theta's shape
        Call it once per step.
    theta_init : int, float, list, tuple or array of any shape
        The start θ₀. It is not changed: work on a float copy. The start may be integers; the
        iterates are floats. (The chapter's ``theta_init.copy()`` fails on a number or a tuple;
        ``np.array(theta_init, dtype=float)`` copies any start.)
    lr : float, > 0
        The learning rate η.
    num_steps : int, ≥ 0
        The number of updates T.

    Returns
    -------
    theta : float64, theta_init's shape
        θ_T, after exactly `num_steps` updates. For a scalar start: a float or an array of
        shape ().
    history : list or array of `num_steps` floats
        ``history[t]`` is L(θ_t), recorded *before* update t. So the first entry is the loss
        at the start, and the loss at the final θ is not in the history.

    Notes
    -----
    ``num_steps=0`` gives a float copy of the start and an empty history.

    A run that blows up is part of the subject: it returns inf or nan and never raises.
    NumPy numbers overflow to inf, with a warning at most. A plain Python float may raise
    OverflowError, for example in a loss written with ``**``: so make θ a NumPy float, even if
    the start is a Python number.

    Each call is a run of its own, even if it differs from an earlier one in its functions only.

    Examples
    --------
    On L(θ) = 7θ² with η = 0.05, each step multiplies θ by 1 − 14η = 0.3:

    >>> gradient_descent(lambda t: 7 * t**2, lambda t: 14 * t, 3.0, 0.05, 2)
    (0.27, [63.0, 5.67])
    """
    raise NotImplementedError("exercise 1: write gradient_descent")


# %%
def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    """Find and classify the critical points that the starts lead to. 15 to 25 lines.

    From every start, descend on L and descend on −L. Keep the end points that are critical
    points, merge those that are the same, classify each, and sort. Let it work for other
    functions of one variable too, not only for this exercise's L.

    Parameters
    ----------
    loss_fn, grad_fn : functions of a scalar x, return L(x) and L′(x)
    starts : sequence of floats
        It is not changed.
    lr : float, > 0
        The learning rate η of every run.
    num_steps : int, ≥ 0
        The number of updates of every run. Leave both defaults as they are: some calls use them.

    Returns
    -------
    list of (x, kind)
        x : float, within 1e-6 of the critical point: do not round it;
        kind : ``"minimum"`` where L″(x) > 0, ``"maximum"`` where L″(x) < 0.
        Sorted by x, each point once.

    Notes
    -----
    - An end point counts only if it is finite, at most 1e6 in size, and |L′| ≤ 1e-3 there.
      Some runs leave to infinity (this exercise's −L has no lowest point): drop them, do not
      raise. A stricter bound than 1e-3 is right as well, down to 1e-8.
    - Two end points within 1e-3 of each other are the same point; farther apart they are two.
    - Do not take for granted that a run on L ends at a minimum. A start that *is* a
      critical point has gradient 0, so descent never leaves it, whatever it is: look at
      the curvature there. You are not given L″, but you can compare L′ on both sides of the
      point, 1e-4 to its left and to its right.
    - At every point that you are asked for, |L″| ≥ 0.1.

    Examples
    --------
    L(x) = x³ − 5.07x has L′(x) = 3x² − 5.07. The two runs from 0.7 find both points:

    >>> find_critical_points(lambda x: x**3 - 5.07 * x, lambda x: 3 * x**2 - 5.07, [0.7])
    [(-1.3, 'maximum'), (1.3, 'minimum')]

    For the chapter's L, begin with ``starts=[-2, -0.5, 0.5, 2]``.
    """
    raise NotImplementedError("exercise 1: write find_critical_points")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
