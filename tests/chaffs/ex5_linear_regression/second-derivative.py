import matplotlib.pyplot as plt
import numpy as np

np.set_printoptions(precision=4, suppress=True)
rng = np.random.default_rng(0)


def add_intercept(X):
    X = np.array(X, dtype="float64")
    n_examples = X.shape[0]
    return np.append(np.ones((n_examples, 1)), X.reshape(n_examples, -1), axis=1)


def mse_loss(theta, X, y):
    y = y.reshape(-1)
    m = y.shape[0]
    h = np.dot(X, theta)
    return (1 / (2 * m)) * np.sum((h - y) ** 2)


def mse_grad(theta, X, y):
    y = y.reshape(-1)
    m = y.shape[0]
    h = np.dot(X, theta)
    return (1 / m) * np.dot(X.T, X)


def closed_form(X, y):
    eigs, V = np.linalg.eigh(X.T @ X)
    if np.linalg.matrix_rank(X) < len(eigs):
        raise np.linalg.LinAlgError("no unique solution")
    return V @ ((V.T @ (X.T @ y.reshape(-1))) / eigs)


def fit(X, y, lr=None, num_steps=10_000):
    if lr is None:
        lr = 1 / np.linalg.eigh(X.T @ X / len(y))[0][-1]
    theta = np.zeros((X.shape[1],))
    costs = []
    for i in range(num_steps):
        costs.append(mse_loss(theta, X, y))
        theta = theta - lr * mse_grad(theta, X, y)
    return theta, costs


def compare(X, y, lr=None, num_steps=10_000):
    theta_gd, costs = fit(X, y, lr=lr, num_steps=num_steps)
    theta_closed = closed_form(X, y)
    print("GD:    ", theta_gd)
    print("normal:", theta_closed)
    results = {}
    results["theta_gd"] = theta_gd
    results["theta_closed"] = theta_closed
    results["max_abs_diff"] = np.amax(np.absolute(theta_gd - theta_closed))
    results["loss_gap"] = mse_loss(theta_gd, X, y) - mse_loss(theta_closed, X, y)
    return results


# ---- try it out ----
x = rng.uniform(0, 10, 40)
t = 3 + 2 * x + rng.normal(0, 1, 40)
A = add_intercept(x)
answer = compare(A, t, num_steps=2000)
print(answer["max_abs_diff"], "difference")
plt.scatter(x, t)
plt.plot(x, A @ answer["theta_gd"], "r-")
plt.title("fit")
plt.show()
