# %% [markdown]
# # Exercise 6: momentum
#
# > *Give descent a memory: how many steps does it save?*
#
# A ball that rolls keeps part of its velocity: $v \leftarrow \beta v - \eta\,\nabla L(\theta)$, then
# $\theta \leftarrow \theta + v$.
#
# Exercise 1's loop is one import away:
# `from exercises.ex1_gradient_descent import gradient_descent`.

# %%
"""Exercise 6: gradient descent with momentum."""

import numpy as np


# %%
def push(velocity, gradient, lr, beta=0.9):
    """Return the next velocity, βv − η∇L. One line."""
    raise NotImplementedError("exercise 6: write push")


# %%
def momentum(grad_fn, theta_init, lr, num_steps, beta=0.9):
    """Return every θ_t of descent with momentum from rest, shape (num_steps + 1, n). Six lines."""
    raise NotImplementedError("exercise 6: write momentum")


# %%
def steps_saved(loss_fn, grad_fn, theta_init, lr, target, most=1_000):
    """Return how many steps sooner than plain descent momentum brings L below the target."""
    raise NotImplementedError("exercise 6: write steps_saved")


# %%
if __name__ == "__main__":
    import pytest  # running this file checks it

    pytest.main([__file__])
