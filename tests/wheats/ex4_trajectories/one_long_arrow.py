import matplotlib.patches as mpatches
import matplotlib.path as mpath
import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype="float64")
    history = {0: theta}
    for t in range(num_steps):
        history[t + 1] = history[t] - np.multiply(lr, grad_fn(history[t]))
    return np.array([history[t] for t in sorted(history)])


def plot_trajectory(loss_fn, path, ax=None):
    path = np.asarray(path, dtype=float)
    inside = path[np.isfinite(path).all(axis=1)]
    if ax is None:
        ax = plt.figure(layout="tight").add_subplot()
    xmin, ymin = inside.min(axis=0)
    xmax, ymax = inside.max(axis=0)
    mx, my = 0.2 * (xmax - xmin) + 1e-6, 0.2 * (ymax - ymin) + 1e-6
    ax.set_xlim(xmin - mx, xmax + mx)
    ax.set_ylim(ymin - my, ymax + my)
    xs = np.linspace(*ax.get_xlim(), 60)
    ys = np.linspace(*ax.get_ylim(), 60)
    zs = np.array([loss_fn(np.array([x, y])) for y in ys for x in xs]).reshape(60, 60)
    cs = ax.contour(xs, ys, zs, levels=np.unique(np.quantile(zs, np.linspace(0.02, 0.98, 15))))
    ax.clabel(cs, inline=True, fontsize=5, fmt="%.2g")
    arrow = mpatches.FancyArrowPatch(path=mpath.Path(inside), arrowstyle="->", mutation_scale=15,
                                     color="firebrick", lw=1.5)
    ax.add_patch(arrow)
    size = np.array([mx, my]) * 0.3
    ax.add_patch(mpatches.Ellipse(inside[0], *size, color="royalblue"))
    triangle = inside[-1] + size * np.array([[-0.5, -0.3], [0.5, -0.3], [0.0, 0.7]])
    ax.add_patch(mpatches.Polygon(triangle, closed=True, color="darkorange"))
    ax.set_xlabel("w0")
    ax.set_ylabel("w1")
    ax.set_title("ellipse → triangle")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig = plt.figure(figsize=(12, 4))
    subfigs = np.atleast_1d(fig.subfigures(1, len(lrs)))
    for sub, lr in zip(subfigs, lrs):
        ax = sub.add_subplot()
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(f"η={lr!r} | {num_steps} steps")
    return fig
