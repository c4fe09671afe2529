# On a quadratic the run is known in closed form: theta_t = (I - lr*H)^t theta_0.
# I use that for explore and a real loop only where functions come in.
import numpy as np

H = np.matrix([[2.0, 0.0], [0.0, 200.0]])


def loss(theta):
    column = np.matrix(theta, dtype=float).T
    return (0.5 * column.T * H * column).item()


def grad(theta):
    return np.asarray(H * np.matrix(theta, dtype=float).T).ravel()


def stable_lr_limit(hessian):
    return 2 / np.linalg.eigvalsh(np.matrix(hessian)).max()


def optimal_lr(hessian):
    lam = np.linalg.eigvalsh(np.matrix(hessian))
    return 2 / (lam.min() + lam.max())


def predict(hessian, lr):
    m = np.matrix(hessian, dtype=float)
    rho = np.abs(np.linalg.eigvalsh(np.eye(m.shape[0]) - lr * m)).max()
    if rho < 1 - 1e-9:
        return "converges"
    if rho > 1 + 1e-9:
        return "diverges"
    return "oscillates"


def observe(history):
    first, last = history[0], history[-1]
    if not np.isfinite(last):
        return "diverges"
    grown = last - first
    if grown > 1e-9 * first:
        return "diverges"
    return "converges" if last <= 1e-6 * first else "oscillates"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    eigenvalues = np.diag(H)
    start = np.array(theta_init, dtype=float)
    t = np.arange(num_steps)[:, None]
    verdicts = {}
    with np.errstate(over="ignore", invalid="ignore"):
        for lr in lrs:
            path = start * (1.0 - float(lr) * eigenvalues) ** t
            verdicts[lr] = observe(0.5 * (path**2 @ eigenvalues))
    return verdicts


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = {}
    for i, lr in enumerate(lrs):
        theta = np.array(theta_init, dtype=float)
        for _ in range(num_steps):
            theta = theta - lr * np.asarray(grad_fn(theta))
        losses[i] = float(loss_fn(theta))
        if not np.isfinite(losses[i]):
            losses[i] = float("inf")
    best = min(losses, key=losses.get)
    return lrs[best], list(losses.values())
