import enum
import numpy as np

class Kind(str, enum.Enum):
    MINIMUM = 'minimum'
    MAXIMUM = 'maximum'

class GradientDescent:
    """An optimizer object in the manner of the big libraries."""

    def __init__(self, theta, lr):
        self.theta = np.array(theta, dtype=float)
        self.lr = lr
        self.losses = []

    def step(self, loss_fn, grad_fn):
        self.losses.append(loss_fn(self.theta))
        self.theta = self.theta - self.lr * grad_fn(self.theta)

    def run(self, loss_fn, grad_fn, num_steps):
        for _ in range(num_steps):
            self.step(loss_fn, grad_fn)
        return self

def loss(x):
    return np.polyval([1, 0, -3, 0, 2], x)

def grad(x):
    return np.polyval([4, 0, -6, 0], x)

def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    optimizer = GradientDescent(theta_init, lr).run(loss_fn, grad_fn, num_steps)
    return (optimizer.theta, np.array(optimizer.losses))

class CriticalPointFinder:

    def __init__(self, loss_fn, grad_fn):
        self.loss_fn, self.grad_fn = (loss_fn, grad_fn)
        self.points = {}

    def add(self, x):
        if not (np.isfinite(x) and x <= 1000000.0 and (abs(self.grad_fn(x)) <= 0.001)):
            return
        if all((abs(x - known) > 0.001 for known in self.points)):
            slope = (self.grad_fn(x + 0.0001) - self.grad_fn(x - 0.0001)) / 0.0002
            self.points[float(x)] = Kind.MINIMUM if slope > 0 else Kind.MAXIMUM

    def search(self, starts, lr, num_steps):
        for start in starts:
            for sign in (1.0, -1.0):
                run = GradientDescent(start, lr)
                run.run(lambda x: sign * self.loss_fn(x), lambda x: sign * self.grad_fn(x), num_steps)
                self.add(run.theta)
        return sorted(self.points.items())

def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    return CriticalPointFinder(loss_fn, grad_fn).search(starts, lr, num_steps)