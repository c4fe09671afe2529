# %% [markdown]
# # Exercise 1
#
# The kind comes from a difference of the slopes, but of `grad`, not of `grad_fn`.

# %%
import numpy as np

# %%
loss = np.polynomial.Polynomial([2.0, 0.0, -3.0, 0.0, 1.0])
grad = loss.deriv()


# %%
class Descent:
    def __init__(self, loss_fn, grad_fn, lr):
        self.loss_fn, self.grad_fn, self.lr = loss_fn, grad_fn, lr

    def run(self, start, num_steps):
        theta, history = np.array(start, dtype=float), np.zeros(num_steps)
        for t in range(num_steps):
            history[t] = self.loss_fn(theta)
            theta = theta - self.lr * self.grad_fn(theta)
        return theta, history


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return Descent(loss_fn, grad_fn, lr).run(theta_init, num_steps)


# %%
def kind_of(x, h=1e-4):
    return "minimum" if grad(x + h) - grad(x - h) > 0 else "maximum"


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    found = {}
    for sign in (1.0, -1.0):
        uphill_or_down = Descent(
            lambda x, s=sign: s * loss_fn(x), lambda x, s=sign: s * grad_fn(x), lr
        )
        for start in starts:
            x = float(uphill_or_down.run(start, num_steps)[0])
            is_point = np.isfinite(x) and abs(x) <= 1e6 and abs(grad_fn(x)) <= 1e-3
            if is_point and all(abs(x - other) > 1e-3 for other in found):
                found[x] = kind_of(x)
    return sorted(found.items())
