# I wanted to do this one without numpy (only its error class is used).
import math

from numpy.linalg import LinAlgError


def rows_of(X):
    X = X.tolist() if hasattr(X, "tolist") else list(X)
    return [[float(v) for v in (row if isinstance(row, (list, tuple)) else [row])] for row in X]


def numbers_of(y):
    return [row[0] for row in rows_of(y)]


def dot(a, b):
    total = 0.0
    for p, q in zip(a, b):
        total += p * q
    return total


def add_intercept(X):
    return [[1.0] + row for row in rows_of(X)]


def mse_loss(theta, X, y):
    X, y = rows_of(X), numbers_of(y)
    total = 0.0
    for row, target in zip(X, y):
        error = dot(row, theta) - target
        total += error * error
    return total / (2 * len(X))


def mse_grad(theta, X, y):
    X, y = rows_of(X), numbers_of(y)
    g = [0.0] * len(X[0])
    for row, target in zip(X, y):
        error = dot(row, theta) - target
        g = [error * value for value in row]
    return g


def closed_form(X, y):
    X, y = rows_of(X), numbers_of(y)
    n = len(X[0])
    columns = [list(c) for c in zip(*X)]
    sizes = [math.sqrt(dot(c, c)) for c in columns]
    if 0.0 in sizes or len(X) < n:
        raise LinAlgError("not of full column rank")
    columns = [[v / s for v in c] for c, s in zip(columns, sizes)]
    # Gram-Schmidt, twice is enough; then back substitution
    Q, R = [], [[0.0] * n for _ in range(n)]
    for j, v in enumerate(columns):
        for _ in range(2):
            for i, q in enumerate(Q):
                c = dot(q, v)
                R[i][j] += c
                v = [a - c * b for a, b in zip(v, q)]
        R[j][j] = math.sqrt(dot(v, v))
        if R[j][j] < 1e-11:
            raise LinAlgError("not of full column rank")
        Q.append([a / R[j][j] for a in v])
    theta = [0.0] * n
    for j in reversed(range(n)):
        rest = sum(R[j][k] * theta[k] for k in range(j + 1, n))
        theta[j] = (dot(Q[j], y) - rest) / R[j][j]
    return [t / s for t, s in zip(theta, sizes)]


def largest_eigenvalue(X):
    v = [1.0 + math.sin(j + 1) / 3 for j in range(len(X[0]))]
    best = 0.0
    for _ in range(3000):
        Xv = [dot(row, v) for row in X]
        w = [dot(column, Xv) / len(X) for column in zip(*X)]
        size = math.sqrt(dot(w, w))
        v = [a / size for a in w]
        if abs(size - best) <= 1e-16 * size:
            break
        best = size
    return best


def fit(X, y, lr=None, num_steps=10_000):
    X, y = rows_of(X), numbers_of(y)
    columns = list(zip(*X))
    if lr is None:
        lr = 1 / largest_eigenvalue(X)
    theta = [0.0] * len(columns)
    history = []
    for _ in range(num_steps):
        errors = [dot(row, theta) - target for row, target in zip(X, y)]
        history.append(dot(errors, errors) / (2 * len(X)))
        theta = [t - lr * dot(c, errors) / len(X) for t, c in zip(theta, columns)]
    return theta, history


def compare(X, y, lr=None, num_steps=10_000):
    gd, _ = fit(X, y, lr, num_steps)
    exact = closed_form(X, y)
    return {
        "theta_gd": gd,
        "theta_closed": exact,
        "max_abs_diff": max(abs(a - b) for a, b in zip(gd, exact)),
        "loss_gap": mse_loss(gd, X, y) - mse_loss(exact, X, y),
    }
