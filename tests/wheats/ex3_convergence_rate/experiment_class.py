import matplotlib.pyplot as plt
import numpy as np


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


class Experiment:
    def __init__(self, eigenvalues, theta_init, lr, num_steps):
        self.eigenvalues = np.array(eigenvalues, dtype=float)
        self.theta = np.array(theta_init, dtype=float)
        self.lr = lr
        self.num_steps = num_steps

    def loss(self):
        return (self.eigenvalues * self.theta**2).sum() / 2

    def step(self):
        self.theta -= self.lr * self.eigenvalues * self.theta

    def run(self):
        gaps = np.empty(self.num_steps + 1)
        gaps[0] = self.loss()
        for t in range(1, self.num_steps + 1):
            self.step()
            gaps[t] = self.loss()
        return gaps


class LogFit:
    def __init__(self, steps, gaps):
        steps, gaps = np.asarray(steps, dtype=float), np.asarray(gaps, dtype=float)
        mask = np.isfinite(gaps) & np.isfinite(steps) & (gaps > 0) & (steps > 0)
        self.t = steps[mask]
        self.log_gap = np.log(gaps[mask])
        self.empty = len(self.t) < 2

    def power_law(self):
        return self._fit(np.log(self.t))

    def geometric(self):
        return self._fit(self.t)

    def _fit(self, x):
        if self.empty:
            return (np.nan, np.nan), 0.0
        coefficients = np.polyfit(x, self.log_gap, deg=1)
        error = self.log_gap - (coefficients[0] * x + coefficients[1])
        return coefficients, error @ error


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    return Experiment(eigenvalues, theta_init, lr, num_steps).run()


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.array(theta_init, dtype=float) - np.array(theta_star, dtype=float)
    return np.divide(d.dot(d) / (2 * lr), 1 + np.arange(num_steps))


def linear_bound(eigenvalues, initial_gap, num_steps):
    eigenvalues = np.array(eigenvalues, dtype=float)
    kappa = eigenvalues.max() / eigenvalues.min() if eigenvalues.min() > 0 else np.inf
    return initial_gap * (1 - 1 / kappa) ** np.arange(num_steps + 1)


def fit_power_law(steps, gaps):
    (exponent, log_c), _ = LogFit(steps, gaps).power_law()
    return float(exponent), float(np.exp(log_c))


def classify_rate(steps, gaps):
    fit = LogFit(steps, gaps)
    return "sublinear" if fit.power_law()[1] < fit.geometric()[1] else "linear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    start = 10 if num_steps >= 20 else 1
    t = np.arange(start, num_steps + 1)
    exponent, _ = fit_power_law(t, gaps[start:])
    return {
        "bound_holds": bool((gaps[1:] <= bound * (1 + 1e-9)).all()),
        "exponent": exponent,
        "rate": classify_rate(t, gaps[start:]),
    }


eigenvalues, theta0 = slow_quadratic()
slow = suboptimality(eigenvalues, theta0, 1.0, 2000)
fast = suboptimality(np.array([1.0, 2.0]), np.ones(2), 0.1, 2000)
figure, axes = plt.subplots(1, 2)
axes[0].loglog(slow, label="slow")
axes[0].loglog(sublinear_bound(theta0, np.zeros(50), 1.0, 2000), "--", label="bound")
axes[1].semilogy(fast, label="strongly convex")
for ax in axes:
    ax.legend()
print("exponent:", verify_rate(eigenvalues, theta0, 1.0, 2000)["exponent"])
plt.show()
