import numpy as np
import matplotlib.pyplot as plt


def grid(loss_fn, p, n=60):
    lo, hi = p.min(axis=0), p.max(axis=0)
    m = 0.2 * (hi - lo) + 0.1
    xs = np.linspace(lo[0] - m[0], hi[0] + m[0], n)
    ys = np.linspace(lo[1] - m[1], hi[1] + m[1], n)
    Z = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])
    return xs, ys, Z

def finite(path):
    path = np.asarray(path, float)
    return path[np.isfinite(path).all(axis=1)]

def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.figure().add_subplot()
    p = finite(path)
    xs, ys, Z = grid(loss_fn, p)
    ax.contour(xs, ys, Z, 20)
    ax.plot(p[:, 0], p[:, 1], "r.-")
    ax.plot(p[0, 0], p[0, 1], "go", label="start")
    ax.plot(p[-1, 0], p[-1, 1], "k*", label="end")
    ax.set_xlabel("x"); ax.set_ylabel("y"); ax.legend()
    return ax

def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), squeeze=False)
    for ax, lr in zip(axes[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"eta = {lr}")
    return fig

def trajectory(grad_fn, theta_init, lr, num_steps):
    z = np.array(theta_init, float); out = [z]
    for _ in range(num_steps):
        out.insert(0, out[0] - lr * grad_fn(out[0]))
    return np.array(out)
