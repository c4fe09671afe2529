
import numpy as np
import matplotlib.pyplot as plt
def trajectory(grad_fn, theta_init, lr, num_steps):
    p = [np.array(theta_init, float)]
    for _ in range(num_steps):
        p.append(p[-1] - lr*np.asarray(grad_fn(p[-1])))
    return np.array(p)
def grid(p, n=60):
    pad = 0.2*np.ptp(p, axis=0) + 0.1
    lo, hi = p.min(0)-pad, p.max(0)+pad
    return np.linspace(lo[0], hi[0], n), np.linspace(lo[1], hi[1], n+5)
def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    p = np.asarray(path, float)
    p = p[np.isfinite(p).all(axis=1)]
    xs, ys = grid(p)
    Z = np.array([[loss_fn(np.array([x, y])) for x in xs] for y in ys])
    ax.contour(xs, ys, Z, 15)
    i, j = np.unravel_index(Z.argmin(), Z.shape)
    ax.plot(np.append(p[:, 0], xs[j]), np.append(p[:, 1], ys[i]), "r.-")
    ax.plot(p[0, 0], p[0, 1], "go", label="start")
    ax.plot(p[-1, 0], p[-1, 1], "k*", label="end")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("descent")
    return ax
def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axs = plt.subplots(1, len(lrs), squeeze=False)
    for ax, lr in zip(axs[0], lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"lr = {lr}")
    return fig

