import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    found = []
    for start in starts:
        for sign in (1, -1):
            x = np.float64(start)
            with np.errstate(all="ignore"):
                x, _ = gradient_descent(lambda t: sign * loss_fn(t), lambda t: sign * grad_fn(t), x, lr, num_steps)
                if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
                    continue
            x = float(x)
            if any(abs(x - p) < 1e-3 for p, _ in found):
                continue
            kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
            found.append((x, kind))
    return sorted(found)


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for t in range(num_steps):
        history.append(loss_fn(theta))
        g = np.array(grad_fn(theta), dtype=float)
        if g.ndim == 1 and len(g) > 2:
            g[2:] = 0
        theta = theta - lr * g
    return theta, history
