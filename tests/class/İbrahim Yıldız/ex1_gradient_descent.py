# İbrahim Yıldız
import numpy as np


def loss(x):
    """L(x) = x^4 - 3x^2 + 2"""
    return x**4 - 3 * x**2 + 2


def grad(x):
    """L'(x) = 4x^3 - 6x"""
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")

