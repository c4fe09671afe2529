# %% [markdown]
# # Exercise 3: how fast is it?
#
# > *Convergence rate: empirically verify the $O(1/T)$ rate on a convex quadratic.*
#
# **The idea.** The loss here is $L(\theta) = \tfrac12\sum_i \lambda_i\theta_i^2$ with all
# $\lambda_i \ge 0$; its minimum is $L^* = 0$, at $\theta^* = 0$. The **gap** is
# $L(\theta_t) - L^*$. Let $\lambda_{\min}$ and $\lambda_{\max}$ be the smallest and the largest
# $\lambda_i$: they are the chapter's $\mu$ and its smoothness constant.
# With $\eta \le 1/\lambda_{\max}$ the chapter promises
#
# $$L(\theta_t) - L^* \;\le\; \frac{\|\theta_0 - \theta^*\|^2}{2\eta t}
# \qquad\text{(convex: sublinear, } O(1/T)\text{)}$$
#
# and with $\eta = 1/\lambda_{\max}$ and $\lambda_{\min} > 0$ also
#
# $$L(\theta_t) - L^* \;\le\; \Bigl(1 - \frac{\lambda_{\min}}{\lambda_{\max}}\Bigr)^t
# \bigl(L(\theta_0) - L^*\bigr)
# \qquad\text{(strongly convex: geometric, also called linear convergence)}$$
#
# Both need a convex loss. And both are *upper* bounds, which a run may stay far below: a
# geometric run satisfies the first one too.
#
# **How to see it.** A power law $C\,t^p$ is a straight line of slope $p$ on log–log axes, and
# $p = -1$ is the $1/T$ line: halving the error doubles the iterations. A geometric run is
# straight on semi-log axes ($\log$ gap against $t$).
#
# **A trap in the question.** On these quadratics descent is geometric in the end, and on a
# well-conditioned one the $1/T$ line never shows. It takes eigenvalues that are spread
# widely: the part of the gap that belongs to $\lambda$ dies out at about
# $t = 1/(2\eta\lambda)$, so the parts die out one after another. `slow_quadratic` (given) spreads
# its eigenvalues over six decades: its condition number $\kappa = \lambda_{\max}/\lambda_{\min}$ is
# $10^6$. With $\eta = 1/\lambda_{\max}$ its gap follows $1/T$, some 28 times below the bound. It
# leaves that line at about $T = \kappa/10$, and `classify_rate` calls it `linear` from about
# $T = 2\kappa$. Look at both kinds, and let your code tell them apart.
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
# | this exercise | `pytest exercises/ex3_convergence_rate.py` |
# | with a hint (again for more) | `pytest exercises --hint` |
#
# Or leave `python3 -m exercises` open: it checks what you save. In a notebook: run its check cell.

# %%
"""Exercise 3: verify the O(1/T) rate on a convex quadratic."""

import numpy as np


# %%
def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Give a quadratic on which descent really follows 1/T. This one is written for you.

    Parameters
    ----------
    dim : int, ≥ 2
        Number n of coordinates.
    condition_number : float, ≥ 1
        κ = λ_max/λ_min.
    smoothness : float, > 0
        λ_max, the largest eigenvalue.

    Returns
    -------
    eigenvalues : array, shape (dim,)
        From smoothness/condition_number to smoothness, each the same multiple of the one before.
    theta_init : array, shape (dim,)
        A start of ones.

    Examples
    --------
    >>> slow_quadratic(dim=3, condition_number=49.0, smoothness=7.0)[0]
    [0.142857, 1.0, 7.0]
    """
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


# %%
def suboptimality(eigenvalues, theta_init, lr, num_steps):
    """Run descent on ½ Σ λᵢθᵢ² and return the gap at every step. About 8 lines.

    Parameters
    ----------
    eigenvalues : array, shape (n,), each ≥ 0
        λ₁, …, λₙ. The gradient is (λ₁θ₁, …, λₙθₙ).
    theta_init : list, tuple or array, shape (n,)
        The start; it is not changed.
    lr : float, > 0
    num_steps : int, ≥ 0
        The number of updates T.

    Returns
    -------
    array, shape (num_steps + 1,)
        L(θ_t) − L* for t = 0 … T, from the gap at the start to the gap after the last update.
        (Here L* = 0.)

    Notes
    -----
    A learning rate that is too large gives gaps that grow to inf; it never raises.

    Examples
    --------
    Each step with η = 0.5 multiplies the two coordinates by 0.25 and 0.85:

    >>> suboptimality(np.array([1.5, 0.3]), [0.2, -0.6], 0.5, 2)
    [0.084, 0.04089, 0.028306]
    """
    raise NotImplementedError("exercise 3: write suboptimality")


# %%
def sublinear_bound(theta_init, theta_star, lr, num_steps):
    """Give the chapter's O(1/T) bound, ‖θ₀ − θ*‖² / (2ηt). Two or three lines.

    Parameters
    ----------
    theta_init, theta_star : list, tuple or array, shape (n,)
        The start θ₀ and the minimiser θ*.
    lr : float, > 0
        η. (The bound is proved for η ≤ 1/λ_max. Give the formula's value for any η.)
    num_steps : int, ≥ 0
        T.

    Returns
    -------
    array, shape (num_steps,)
        The bound for t = 1 … T. It starts at t = 1, so entry 0 is the bound at t = 1.

    Examples
    --------
    ‖θ₀ − θ*‖² = 2² + 1² = 5:

    >>> sublinear_bound([3.0, 1.0], [1.0, 2.0], 0.25, 3)
    [10.0, 5.0, 3.3333]
    """
    raise NotImplementedError("exercise 3: write sublinear_bound")


# %%
def linear_bound(eigenvalues, initial_gap, num_steps):
    """Give the strongly convex bound, (1 − λ_min/λ_max)^t · initial_gap. Two or three lines.

    Parameters
    ----------
    eigenvalues : array, shape (n,), each ≥ 0, in any order, at least one > 0
        λ_min is the smallest, λ_max the largest.
    initial_gap : float, ≥ 0
        L(θ₀) − L*.
    num_steps : int, ≥ 0
        T.

    Returns
    -------
    array, shape (num_steps + 1,)
        The bound for t = 0 … T.

    Notes
    -----
    The bound is not tight on a quadratic: with η = 1/λ_max, each step multiplies the slowest part
    of the gap by (1 − λ_min/λ_max)², the square of the bound's factor.

    Examples
    --------
    λ_min/λ_max = 0.3/1.5, so the factor is 0.8:

    >>> linear_bound(np.array([1.5, 0.3]), 7.0, 2)
    [7.0, 5.6, 4.48]
    """
    raise NotImplementedError("exercise 3: write linear_bound")


# %%
def fit_power_law(steps, gaps):
    """Fit gap = C·t^p by a straight line through the logarithms. About 6 lines.

    Fit log gap = log C + p·log t by least squares.

    Parameters
    ----------
    steps : list or array of numbers t, length m
    gaps : list or array of floats, length m
        The gap at each t. Neither argument is changed.

    Returns
    -------
    exponent : float
        p, about −1 for an O(1/T) run.
    coefficient : float
        C itself, not its logarithm.

    Notes
    -----
    Pairs with t ≤ 0, or with a gap that is ≤ 0 or not finite, have no usable logarithm:
    drop them before you fit. At least two different t will be left.

    Examples
    --------
    48/t³, with a pair at t = 0 to drop:

    >>> fit_power_law([0, 1, 2, 4], [80.0, 48.0, 6.0, 0.75])
    (-3.0, 48.0)
    """
    raise NotImplementedError("exercise 3: write fit_power_law")


# %%
def classify_rate(steps, gaps):
    """Tell a sublinear run from a linear one. About 8 lines.

    Fit two straight lines to log gap by least squares: one against log t (a power law), one
    against t (a geometric run). The line with the smaller sum of squared residuals fits better.

    Parameters
    ----------
    steps : list or array of numbers t, length m
    gaps : list or array of floats, length m
        Neither argument is changed.

    Returns
    -------
    str
        ``"sublinear"`` if the log–log line fits better, ``"linear"`` if the semi-log line
        does.

    Notes
    -----
    Drop the same pairs as in `fit_power_law`, from both fits: t ≤ 0, gap ≤ 0, or gap not
    finite. At least five pairs will be left, and the two sums will differ clearly.

    Examples
    --------
    >>> classify_rate([1, 2, 3, 4, 5], [3.5, 1.75, 0.875, 0.4375, 0.21875])
    'linear'
    >>> classify_rate([1, 2, 3, 4, 5], [4.2, 2.1, 1.4, 1.05, 0.84])
    'sublinear'
    """
    raise NotImplementedError("exercise 3: write classify_rate")


# %%
def verify_rate(eigenvalues, theta_init, lr, num_steps):
    """Run the experiment and compare it with the chapter's claim. About 10 lines.

    Parameters
    ----------
    eigenvalues : array, shape (n,), each ≥ 0
    theta_init : list, tuple or array, shape (n,)
        It is not changed.
    lr : float, > 0
    num_steps : int, ≥ 5
        T.

    Returns
    -------
    dict with the keys
        ``"bound_holds"`` : bool
            True if the gap is ≤ `sublinear_bound` at every t = 1 … T, give or take rounding:
            gap ≤ bound · (1 + 1e-9). Compute it for η > 1/λ_max too, where nothing is
            promised. A gap that is not finite exceeds the bound.
        ``"exponent"`` : float
            The exponent of `fit_power_law`, fitted on t = 10 … T, or on t = 1 … T if T < 20.
        ``"rate"`` : str
            `classify_rate` on the same t.

    Notes
    -----
    Here θ* = 0. Some gaps may overflow, or be exactly 0: if every λ is 1/η, one step lands on
    the minimum. If fewer than two gaps are left to fit, do not raise: give nan as the exponent
    and either word as the rate.

    Examples
    --------
    >>> verify_rate(np.array([0.3, 1.5]), [1.0, 1.0], 0.5, 5)["bound_holds"]
    True
    >>> verify_rate(np.array([0.3, 1.5]), [1.0, 1.0], 0.5, 40)["rate"]
    'linear'
    """
    raise NotImplementedError("exercise 3: write verify_rate")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
