# 과제 3 김민준
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np


class Rate(str, Enum):
    SUBLINEAR = "sublinear"
    LINEAR = "linear"


class PowerLaw(NamedTuple):
    exponent: float
    coefficient: float


@dataclass
class DiagonalQuadratic:
    eigenvalues: np.ndarray

    def __post_init__(self):
        self.eigenvalues = np.asarray(self.eigenvalues, dtype=float)

    def loss(self, theta: np.ndarray) -> float:
        return float(0.5 * np.dot(theta, self.eigenvalues * theta))

    def grad(self, theta: np.ndarray) -> np.ndarray:
        return self.eigenvalues * theta

    @property
    def mu(self) -> float:
        return float(self.eigenvalues.min())

    @property
    def smoothness(self) -> float:
        return float(self.eigenvalues.max())


def slow_quadratic(dim: int = 50, condition_number: float = 1e6, smoothness: float = 1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr * grad_fn(theta)
    return theta, history


def suboptimality(eigenvalues, theta_init, lr: float, num_steps: int) -> np.ndarray:
    problem = DiagonalQuadratic(eigenvalues)
    with np.errstate(over="ignore", invalid="ignore"):
        theta, history = gradient_descent(problem.loss, problem.grad, theta_init, lr, num_steps)
        return np.append(history, problem.loss(theta))


def sublinear_bound(theta_init, theta_star, lr: float, num_steps: int) -> np.ndarray:
    gap = np.asarray(theta_init, dtype=float) - np.asarray(theta_star, dtype=float)
    return np.linalg.norm(gap) ** 2 / (2 * lr * np.arange(1, num_steps + 1))


def linear_bound(eigenvalues, initial_gap: float, num_steps: int) -> np.ndarray:
    problem = DiagonalQuadratic(eigenvalues)
    factors = np.full(num_steps + 1, 1 - problem.mu / problem.smoothness)
    factors[0] = initial_gap
    return np.cumprod(factors)


def _positive(steps, gaps) -> tuple:
    table = np.column_stack([steps, gaps]).astype(float)
    table = table[np.isfinite(table).all(axis=1)]
    table = table[(table > 0).all(axis=1)]
    return table[:, 0], table[:, 1]


def _residual(x: np.ndarray, y: np.ndarray) -> float:
    line = np.polynomial.Polynomial.fit(x, y, deg=1)
    return float(((y - line(x)) ** 2).sum())


def fit_power_law(steps, gaps) -> PowerLaw:
    t, gap = _positive(steps, gaps)
    if t.size < 2:
        return PowerLaw(float("nan"), float("nan"))
    log_c, exponent = np.polynomial.polynomial.polyfit(np.log(t), np.log(gap), 1)
    return PowerLaw(float(exponent), float(np.exp(log_c)))


def classify_rate(steps, gaps) -> Rate:
    t, gap = _positive(steps, gaps)
    if t.size < 3:
        return Rate.LINEAR
    sublinear = _residual(np.log(t), np.log(gap)) < _residual(t, np.log(gap))
    return Rate.SUBLINEAR if sublinear else Rate.LINEAR


def verify_rate(eigenvalues, theta_init, lr: float, num_steps: int) -> dict:
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    first = 1 if num_steps < 20 else 10
    steps = np.arange(first, num_steps + 1)
    return {
        "bound_holds": np.less_equal(gaps[1:], bound * (1 + 1e-9)).all(),
        "exponent": fit_power_law(steps, gaps[first:]).exponent,
        "rate": classify_rate(steps, gaps[first:]),
    }
