import numpy as np

def loss(theta):
    x, y = theta
    return x**2 + 100 * y**2

def grad(theta):
    x, y = theta
    return np.array([2 * x, 200 * y])

def stable_lr_limit(hessian):
    return 2.0 / np.linalg.eigvalsh(hessian).max()

def optimal_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2.0 / (lam.min() + lam.max())

def predict(hessian, lr):
    lam = np.linalg.eigvalsh(hessian)
    r = np.max(np.abs(1 - lr * lam))
    if np.abs(r - 1) <= 1e-9:
        return "oscillates"
    return "converges" if r < 1 else "diverges"

def observe(history):
    first, last = history[0], history[-1]
    if not np.isfinite(last) or last > first:
        return "diverges"
    if last <= 1e-6 * first:
        return "converges"
    return "oscillates"

def run_gd(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    hist = []
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            hist.append(loss_fn(theta))
            theta = theta - lr * np.asarray(grad_fn(theta))
    return theta, hist

def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    losses = []
    for lr in lrs:
        theta, _ = run_gd(loss_fn, grad_fn, theta_init, lr, num_steps)
        with np.errstate(all="ignore"):
            value = float(loss_fn(theta))
        losses.append(value if np.isfinite(value) else np.inf)
    losses = np.array(losses)
    return lrs[int(np.argmin(losses))], losses


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    out = {}
    for lr in lrs:
        t = np.array(theta_init, dtype=float); h = []
        for _ in range(num_steps):
            h.append(loss(t)); t = np.clip(t - lr * grad(t), -10, 10)
        out[lr] = observe(h)
    return out
