import numpy as np


class LeastSquares:
    """Loss, gradient and both ways to minimise, for one data set."""

    def __init__(self, X, y):
        self.X = np.asarray(X, dtype=float)
        self.y = np.asarray(y, dtype=float).ravel()
        self.N, self.n = self.X.shape

    @property
    def hessian(self):
        return self.X.T @ self.X / self.N

    def residual(self, theta):
        return self.X @ np.asarray(theta, dtype=float) - self.y

    def loss(self, theta):
        return np.square(self.residual(theta)).sum() / 2 / self.N

    def grad(self, theta):
        return self.residual(theta) @ self.X / self.N

    def smoothness(self):
        # square the (normalised) Hessian until only the top direction is left
        P = self.hessian
        for _ in range(60):
            P = P @ P
            P = P / np.trace(P)
        v = P[:, np.argmax(np.diag(P))]
        return v @ self.hessian @ v / (v @ v)

    def descend(self, lr, num_steps):
        self.theta, self.history = np.zeros(self.n), []
        for _ in range(num_steps):
            self.history.append(self.loss(self.theta))
            self.theta = self.theta - lr * self.grad(self.theta)
        return self

    def solve(self):
        s = np.linalg.svd(self.X, compute_uv=False)
        if self.N < self.n or s.min() < 1e-12:
            raise np.linalg.LinAlgError("X does not have full column rank")
        return np.linalg.pinv(self.X) @ self.y


def add_intercept(X):
    columns = np.atleast_2d(np.asarray(X, dtype=float).T)
    return np.vstack([np.ones(columns.shape[1]), *columns]).T


def mse_loss(theta, X, y):
    return LeastSquares(X, y).loss(theta)


def mse_grad(theta, X, y):
    return LeastSquares(X, y).grad(theta)


def closed_form(X, y):
    return LeastSquares(X, y).solve()


def fit(X, y, lr=None, num_steps=10_000):
    model = LeastSquares(X, y)
    model.descend(1 / model.smoothness() if lr is None else lr, num_steps)
    return model.theta, model.history


def compare(X, y, lr=None, num_steps=10_000):
    model = LeastSquares(X, y)
    exact, (theta, _) = model.solve(), fit(X, y, lr, num_steps)
    return {
        "theta_gd": theta,
        "theta_closed": exact,
        "max_abs_diff": max(abs(theta - exact)),
        "loss_gap": model.loss(theta) - model.loss(exact),
    }
