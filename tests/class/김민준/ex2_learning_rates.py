# 과제 2 김민준
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


class Quadratic:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __call__(self, theta):
        return self.a * theta[0] ** 2 + self.b * theta[1] ** 2

    def gradient(self, theta):
        return np.array((2 * self.a * theta[0], 2 * self.b * theta[1]))


class Spectrum:
    def __init__(self, hessian):
        self.values = np.linalg.eigvalsh(np.array(hessian, dtype=float))

    @property
    def largest(self):
        return self.values.max()

    @property
    def smallest(self):
        return self.values.min()

    def contraction(self, lr):
        return np.abs(1 - lr * self.values).max()


class Descent:
    def __init__(self, f, g, start, lr):
        self.f, self.g, self.lr = f, g, lr
        self.theta = np.array(start, dtype=float)
        self.history = []

    def run(self, steps):
        for _ in range(steps):
            self.history.append(self.f(self.theta))
            self.theta = self.theta - self.lr * self.g(self.theta)
        return self

    def final_loss(self):
        value = float(self.f(self.theta))
        return value if np.isfinite(value) else float("inf")


bowl = Quadratic(1, 100)


def loss(theta):
    return bowl(theta)


def grad(theta):
    return bowl.gradient(theta)


def stable_lr_limit(hessian):
    return 2 / Spectrum(hessian).largest


def optimal_lr(hessian):
    s = Spectrum(hessian)
    return 2 / (s.smallest + s.largest)


def predict(hessian, lr):
    rho = Spectrum(hessian).contraction(lr)
    return "oscillates" if abs(rho - 1) <= 1e-9 else "diverges" if rho > 1 else "converges"


def observe(history):
    first, last = history[0], history[-1]
    if not np.isfinite(last):
        return "diverges"
    if last / first > 1 + 1e-9:
        return "diverges"
    if last / first <= 1e-6:
        return "converges"
    return "oscillates"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return {lr: observe(Descent(loss, grad, theta_init, lr).run(num_steps).history) for lr in lrs}


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    runs = [Descent(loss_fn, grad_fn, theta_init, lr).run(num_steps) for lr in lrs]
    losses = [run.final_loss() for run in runs]
    best = sorted(runs, key=Descent.final_loss)[0]
    return best.lr, losses


# the picture from the chapter: loss against learning rate
rates = np.logspace(-7, 1, 41)
best, losses = lr_finder(loss, grad, (1.0, 1.0), rates)
print("best rate in the sweep:", best)
plt.loglog(rates, losses)
plt.axvline(best, linestyle=":")
plt.xlabel("learning rate")
plt.ylabel("loss after 20 steps")
plt.show()
