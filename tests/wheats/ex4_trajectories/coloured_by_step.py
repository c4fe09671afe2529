import matplotlib.pyplot as plt
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm, Normalize


def trajectory(grad_fn, theta_init, lr, num_steps):
    th = np.array(theta_init, float)
    out = [th.copy()]
    while len(out) <= num_steps:
        th -= lr * grad_fn(th.copy())
        out.append(th.copy())
    return np.stack(out)


def plot_trajectory(loss_fn, path, ax=None):
    P = np.ma.masked_invalid(np.asarray(path, dtype=float))
    P = np.asarray(P[~P.mask.any(axis=1)] if P.mask.ndim else P)
    if ax is None:
        ax = plt.figure().add_axes([0.12, 0.12, 0.7, 0.78])
    c, r = P.mean(axis=0), np.abs(P - P.mean(axis=0)).max(axis=0) * 1.3 + 1e-6
    gx = np.linspace(c[0] - r[0], c[0] + r[0], 81)
    gy = np.linspace(c[1] - r[1], c[1] + r[1], 81)
    XX, YY = np.meshgrid(gx, gy, indexing="ij")
    ZZ = np.reshape([loss_fn(np.array(q)) for q in zip(XX.ravel(), YY.ravel())], XX.shape)
    ax.contour(XX, YY, ZZ, levels=18, colors="0.6", linewidths=0.6)
    segments = np.concatenate([P[:-1, None], P[1:, None]], axis=1)
    norm = Normalize(0, len(P) - 1)
    lc = LineCollection(segments, cmap="viridis", norm=norm, linewidths=2.5)
    lc.set_array(np.arange(len(P) - 1))
    ax.add_collection(lc)
    dots = ax.scatter(P[:, 0], P[:, 1], c=np.arange(len(P)), cmap="viridis", norm=norm, s=25, zorder=3)
    ax.scatter(*P[0], marker="o", s=150, facecolors="none", edgecolors="b", linewidths=2)
    ax.scatter(*P[-1], marker="D", s=150, facecolors="none", edgecolors="b", linewidths=2)
    ax.figure.colorbar(dots, ax=ax, label="step")
    ax.set_xlabel("$x$"); ax.set_ylabel("$y$")
    ax.set_title("coloured by step")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig = plt.figure(figsize=(5.5 * len(lrs), 4.5), constrained_layout=True)
    axes = fig.subplots(1, len(lrs), squeeze=False).ravel()
    for a, lr in zip(axes, lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), a)
        a.set_title(r"$\eta = %s$, $T = %d$" % (("%.2e" % lr).replace("e", r"\times 10^{") + "}", num_steps))
    return fig
