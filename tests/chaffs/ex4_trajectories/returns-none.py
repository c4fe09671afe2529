import matplotlib.pyplot as plt
import numpy as np
from numpy import array, isfinite, linspace


def trajectory(grad_fn, theta_init, lr, num_steps):
    x, y = float(theta_init[0]), float(theta_init[1])
    path = [(x, y)]
    for i in range(num_steps):
        gx, gy = grad_fn(array([x, y]))
        x, y = x - lr * gx, y - lr * gy
        path.append((x, y))
    print(path)


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    points = [(x, y) for x, y in path if isfinite(x) and isfinite(y)]
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    dx = (max(xs) - min(xs)) or 1
    dy = (max(ys) - min(ys)) or 1
    grid_x = linspace(min(xs) - 0.25 * dx, max(xs) + 0.25 * dx, 60)
    grid_y = linspace(min(ys) - 0.25 * dy, max(ys) + 0.25 * dy, 60)
    z = []
    for b in grid_y:
        row = []
        for a in grid_x:
            row.append(loss_fn(array([a, b])))
        z.append(row)
    ax.contourf(grid_x, grid_y, z, levels=15, alpha=0.7)
    for before, after in zip(points, points[1:]):
        ax.annotate("", xy=after, xytext=before, arrowprops={"arrowstyle": "->", "color": "w"})
    ax.plot(xs[0], ys[0], "ro", markersize=12)
    ax.plot(xs[-1], ys[-1], "ro", markersize=5)
    ax.set_xlim(grid_x[0], grid_x[-1])
    ax.set_ylim(grid_y[0], grid_y[-1])
    ax.set_xlabel("first parameter")
    ax.set_ylabel("second parameter")
    ax.set_title("from the big dot to the small dot")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    n = len(lrs)
    fig, axs = plt.subplots(n, 1, figsize=(5, 4.5 * n))
    if n == 1:
        axs = [axs]
    for i in range(n):
        p = [np.array(theta_init, dtype=float)]
        for _ in range(num_steps):
            p.append(p[-1] - lrs[i] * grad_fn(p[-1]))
        plot_trajectory(loss_fn, p, axs[i])
        axs[i].set_title("lr = " + str(lrs[i]))
    plt.tight_layout()
    return fig
