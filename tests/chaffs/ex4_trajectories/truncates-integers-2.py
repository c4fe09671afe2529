import matplotlib.pyplot as plt
import numpy as np
from matplotlib.gridspec import GridSpec

plt.style.use("ggplot")
plt.rcParams["axes.grid"] = False


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init)
    thetas = np.zeros_like(theta, shape=(num_steps + 1, 2))
    thetas[0] = theta
    for t in range(1, num_steps + 1):
        thetas[t] = thetas[t - 1] - lr * grad_fn(thetas[t - 1])
    return thetas


def plot_trajectory(loss_fn, path, ax=None):
    new = ax is None
    if new:
        fig, ax = plt.subplots(1, 1)
    ok = np.isfinite(path).all(axis=1)
    x, y = np.asarray(path)[ok, 0], np.asarray(path)[ok, 1]
    # the same width in x and y would hide thin valleys
    wx = max(x.max() - x.min(), 1e-6)
    wy = max(y.max() - y.min(), 1e-6)
    gx = np.linspace(x.min() - wx / 5, x.max() + wx / 5, 65)
    gy = np.linspace(y.min() - wy / 5, y.max() + wy / 5, 55)
    z = np.array([[loss_fn(np.array([u, v])) for u in gx] for v in gy])
    image = ax.pcolormesh(gx, gy, z, shading="gouraud", cmap="bone")
    ax.contour(gx, gy, z, 14, colors="white", linewidths=0.5)
    ax.plot(x, y, marker="+", color="gold", label="iterates")
    ax.plot(x[0], y[0], "o", color="cyan", label="start")
    ax.plot(x[-1], y[-1], "P", color="magenta", label="last")
    ax.legend(fontsize="small")
    ax.set_xlabel(r"$\theta_x$")
    ax.set_ylabel(r"$\theta_y$")
    if new:
        fig.colorbar(image)
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    """Two panels a row; the last cell stays empty when there is nothing for it."""
    lrs = list(lrs)
    rows = (len(lrs) + 1) // 2
    fig = plt.figure(figsize=(9, 4 * rows))
    grid = GridSpec(rows, 2, figure=fig)
    for k in range(2 * rows):
        ax = fig.add_subplot(grid[k // 2, k % 2])
        if k >= len(lrs):
            ax.axis("off")
            continue
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lrs[k], num_steps), ax)
        ax.set_title(f"$\\eta$ = {lrs[k]:g}")
    return fig
