# Everything preallocated, updates in place on my own copy.
import numpy as np


def loss(x):
    x = np.asarray(x, dtype=float)
    return x**4 - 3 * x**2 + 2


def grad(x):
    x = np.asarray(x, dtype=float)
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=np.float64, copy=True)
    history = np.zeros(num_steps, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(num_steps):
            history[t] = loss_fn(theta)
            theta -= lr * grad_fn(theta)
    return theta, history


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    # all the starts at once: x[0] goes down, x[1] goes up
    starts = np.asarray(starts, dtype=float)
    x = np.vstack([starts, starts])
    sign = np.array([[1.0], [-1.0]])
    slope = np.empty_like(x)
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            for i in np.ndindex(x.shape):
                slope[i] = grad_fn(x[i])
            x -= lr * sign * slope
        flat = [v for v in x.ravel() if np.isfinite(v) and abs(v) <= 1e6]
    flat = np.sort([v for v in flat if abs(grad_fn(v)) <= 1e-3])
    if flat.size == 0:
        return []
    keep = np.concatenate([[True], np.diff(flat) > 1e-3])
    xs = flat[keep]
    bend = np.array([grad_fn(v + 1e-5) - grad_fn(v - 1e-5) for v in xs])
    kinds = np.where(bend > 0, "minimum", "maximum")
    return list(zip(xs, kinds))
