# %% [markdown]
# # Exercise 4: the path on the map
#
# > *Visualize trajectories: plot the optimisation path on a contour plot of the loss surface.*
#
# **The idea.** The gradient is at right angles to the level lines of the loss. In a long narrow
# valley the step therefore goes towards the opposite wall rather than along the valley, and if
# $1 < \eta\lambda_{\max} < 2$ it crosses the valley floor every time: the path zigzags. (To
# *see* the right angles, give both axes the same scale: `ax.set_aspect("equal")`.)
#
# **Try it on the chapter's valley**, $L(x, y) = x^2 + 10y^2$ from $(5, 5)$. The gradient is
# $(2x, 20y)$, so one step multiplies $x$ by $1 - 2\eta$ and $y$ by $1 - 20\eta$. The table
# printed in the chapter cannot come from any single $\eta$: its $x$ is multiplied by 0.8 per
# step, which needs $\eta = 0.1$, its $y$ by 0.6, which needs $\eta = 0.02$. The true numbers:
#
# | | start | step 1 | step 2 | step 20 |
# |---|---|---|---|---|
# | $\eta = 0.02$: $(x, y)$ | (5, 5) | (4.8, 3.0) | (4.608, 1.8) | (2.21, 0.00) |
# | $\eta = 0.02$: $L$ | 275 | 113.04 | 53.63 | 4.88 |
# | $\eta = 0.1$: $(x, y)$ | (5, 5) | (4, −5) | (3.2, 5) | (0.06, 5) |
#
# With $\eta = 0.1$, the stability limit, $y$ flips between 5 and −5 for ever. With
# $\eta = 0.02$ nothing zigzags. With $\eta = 0.095$ the path zigzags and settles: draw that one.
#
# **Names.** $L$ is the loss. The learning rate is $\eta$ in formulas and `lr` in code; $\theta$ is
# `theta` in code.
#
# **What to do.** First `trajectory`, which needs no plotting. Then uncomment the Matplotlib
# import below and draw. You may take the loop from exercise 1, or write it again here; but
# exercise 1 does not keep the iterates. To take it, put this line under the other
# import (in a notebook, paste your function into a new cell instead):
#
# ```python
# from exercises.ex1_gradient_descent import gradient_descent
# ```
#
# | to check | run, in the folder that holds `exercises` |
# |---|---|
# | everything | `pytest exercises` |
# | this exercise | `pytest exercises/ex4_trajectories.py` |
# | with a hint (again for more) | `pytest exercises --hint` |
#
# Or leave `python3 -m exercises` open: it checks what you save. In a notebook: run its check cell.

# %%
"""Exercise 4: draw the path of descent on the contours of the loss."""

import numpy as np

# Uncomment when you come to the plots (it takes half a second, so it waits until then):
# import matplotlib.pyplot as plt


# %%
def trajectory(grad_fn, theta_init, lr, num_steps):
    """Run gradient descent in the plane and keep every iterate. About 8 lines.

    Parameters
    ----------
    grad_fn : function of theta, shape (2,), returns an array of shape (2,)
    theta_init : list, tuple or array, shape (2,)
        The start θ₀ = (x, y); it is not changed. It may be integers; the iterates are floats.
    lr : float, > 0
        The learning rate η.
    num_steps : int, ≥ 0
        The number of updates T.

    Returns
    -------
    array, shape (num_steps + 1, 2)
        One row (x, y) for every θ_t, t = 0 … T: the start first, the last iterate last.
        ``num_steps=0`` gives the start alone, shape (1, 2).

    Notes
    -----
    A run that blows up has inf or nan in its later rows; it never raises.

    Examples
    --------
    On L = x² + 5y² with η = 0.15, each step multiplies x by 0.7 and y by −0.5:

    >>> trajectory(lambda t: np.array([2 * t[0], 10 * t[1]]), [3.0, 1.0], 0.15, 2)
    [[3.0, 1.0], [2.1, -0.5], [1.47, 0.25]]
    """
    raise NotImplementedError("exercise 4: write trajectory")


# %%
def plot_trajectory(loss_fn, path, ax=None):
    """Draw the contours of the loss and the path on top of them. About 25 lines.

    What must be on the Axes:

    - contours (``ax.contour`` or ``ax.contourf``) of `loss_fn`, at 5 levels or more, over a
      region that holds the whole path;
    - the path: a line, arrows or a line collection through every iterate, in order (join the
      points; draw arrows to scale);
    - the start and the last iterate, each with a mark of its own: another marker, colour, size
      or text;
    - a label on both axes, and a title or a legend.

    Parameters
    ----------
    loss_fn : function of theta, shape (2,), returns a float
        It takes one point at a time, not a grid.
    path : array, shape (T + 1, 2)
        The iterates, as `trajectory` gives them; it is not changed. A run that diverged has
        inf or nan in it: leave those iterates out of the region and the axis limits, and
        mark the last finite one as the end.
    ax : matplotlib Axes or None
        Where to draw. None: on the Axes of a new figure.

    Returns
    -------
    matplotlib Axes
        The one you drew on.

    Notes
    -----
    Open no window: leave ``plt.show()`` to the caller. Touch no other figure: draw with methods
    of the Axes (``ax.plot``), since ``plt.plot`` draws on whatever is current. Do not close or
    clear other figures, and do not ask for a figure by its number.

    Contours of log L, or of another increasing function of L, are welcome too: they show narrow
    valleys better. L may be 0 or negative, so shift it before you take the logarithm
    (``L - L.min() + 1e-9``), or mask what has none. Keep the axes linear: log axes hide every
    x ≤ 0.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> path = np.array([[3.0, 1.0], [2.1, -0.5], [1.47, 0.25]])
    >>> plot_trajectory(lambda t: t[0] ** 2 + 5 * t[1] ** 2, path, ax) is ax
    True
    """
    raise NotImplementedError("exercise 4: write plot_trajectory")


# %%
def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    """Draw one panel per learning rate, side by side. About 8 lines.

    Parameters
    ----------
    loss_fn, grad_fn : functions of theta, shape (2,), return a float and shape (2,)
    theta_init : list, tuple or array, shape (2,)
        The start of every run; it is not changed.
    lrs : sequence of floats, each > 0, at least one
    num_steps : int, ≥ 0
        The number of updates of each run.

    Returns
    -------
    matplotlib Figure
        A new one, with one Axes for each learning rate, in the order of `lrs`: contours, the
        path with that learning rate, and its value in the Axes' title or legend (0.001, 1e-3 or
        10⁻³; two decimals would turn it into 0.00). Colour bars, and spare Axes that you hide or
        that hold only a legend, do not count as panels.

    Notes
    -----
    Open no window and touch no other figure. A run that diverges gets its panel too.

    Examples
    --------
    >>> bowl = lambda t: t[0] ** 2 + 5 * t[1] ** 2
    >>> slope = lambda t: np.array([2 * t[0], 10 * t[1]])
    >>> panels = plot_learning_rates(bowl, slope, [3.0, 1.0], [0.03, 0.15, 0.21], 7)
    >>> len(panels.axes)
    3
    """
    raise NotImplementedError("exercise 4: write plot_learning_rates")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
