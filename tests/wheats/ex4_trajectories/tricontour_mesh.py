import matplotlib.pyplot as plt
import numpy as np
from matplotlib.tri import Triangulation


def trajectory(grad_fn, theta_init, lr, num_steps):
    """Halve the number of steps until there is one or none left."""
    theta = np.array(theta_init, dtype=float)
    if num_steps == 0:
        return theta[None, :]
    if num_steps == 1:
        return np.array([theta, theta - lr * grad_fn(theta)])
    first = trajectory(grad_fn, theta, lr, num_steps // 2)
    second = trajectory(grad_fn, first[-1], lr, num_steps - num_steps // 2)
    return np.concatenate([first, second[1:]])


# rings of points in the unit disc; scaled, the disc covers the path's bounding box
_radii, _angles = np.meshgrid(np.linspace(0.02, 1, 45), np.linspace(0, 2 * np.pi, 90)[:-1])
_U = (_radii * np.cos(_angles)).ravel()
_V = (_radii * np.sin(_angles)).ravel()
_TRIANGLES = Triangulation(_U, _V).triangles


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.figure().add_subplot(111)
    path = np.asarray(path, dtype=float)
    path = path[np.isfinite(path).all(1)]
    centre = 0.5 * (path.min(0) + path.max(0))
    radius = 0.8 * np.ptp(path, axis=0)
    radius[radius == 0] = 1
    x, y = centre[0] + radius[0] * _U, centre[1] + radius[1] * _V
    z = np.fromiter((loss_fn(np.array(p)) for p in zip(x, y)), dtype=float)
    z = np.nan_to_num(z, posinf=1e250, neginf=-1e250)
    lines = ax.tricontour(x, y, _TRIANGLES, z, levels=16, cmap="cividis")
    ax.clabel(lines, fontsize=6)
    (line,) = ax.plot(*path.T, "m-", lw=1.5)
    ax.scatter(*path.T, s=8, c="m")
    ax.scatter(*path[0], s=120, marker="o", facecolors="none", edgecolors="k")
    ax.scatter(*path[-1], s=120, marker="s", facecolors="none", edgecolors="k")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    line.set_label("circle → square")
    ax.legend(loc="best")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig = plt.figure(figsize=(4 * len(lrs), 4))
    for position, lr in enumerate(lrs):
        ax = fig.add_subplot(1, len(lrs), position + 1)
        path = trajectory(grad_fn, theta_init, lr, num_steps)
        plot_trajectory(loss_fn, path, ax).legend(title="η = " + format(lr, "g"))
    return fig
