"""Random points in the region, Delaunay triangles, log(1 + L)."""
import matplotlib.pyplot as plt
import matplotlib.tri as tri
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    def go(theta, left):
        return [theta] if left == 0 else [theta, *go(theta - lr * grad_fn(theta), left - 1)]

    if num_steps > 800:
        theta = np.array(theta_init, dtype=float)
        rows = [theta]
        for _ in range(num_steps):
            theta = theta - lr * grad_fn(theta)
            rows.append(theta)
        return np.array(rows)
    return np.array(go(np.array(theta_init, dtype=float), num_steps))


def plot_trajectory(loss_fn, path, ax=None):
    pts = np.asarray(path, dtype=float)
    pts = pts[np.isfinite(pts).all(axis=1)]
    if ax is None:
        ax = plt.subplots(subplot_kw={"facecolor": "0.97"})[1]
    lo, hi = pts.min(axis=0), pts.max(axis=0)
    w = np.maximum(hi - lo, 1e-6)
    lo, hi = lo - 0.3 * w, hi + 0.3 * w
    n = 40
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, size=(n, n, 2)) / (n - 1)
    jitter[[0, -1], :, 0] = 0
    jitter[:, [0, -1], 1] = 0
    u = np.stack(np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, n), indexing="ij"), -1)
    jitter[0], jitter[-1], jitter[:, 0], jitter[:, -1] = 0, 0, 0, 0
    sample = (lo + (u + jitter) * (hi - lo)).reshape(-1, 2)
    mesh = tri.Triangulation(sample[:, 0], sample[:, 1])
    z = np.array([loss_fn(p) for p in sample])
    ax.tricontour(mesh, np.log1p(z - z.min()), levels=12, cmap="magma")
    ax.plot(pts[:, 0], pts[:, 1], "c-o", ms=3)
    ax.text(pts[0, 0], pts[0, 1], "★", color="green", ha="center", va="center", fontsize=14)
    ax.text(pts[-1, 0], pts[-1, 1], "★", color="red", ha="center", va="center", fontsize=14)
    ax.set(xlabel="theta[0]", ylabel="theta[1]", title="log(1 + L - min)")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axs = plt.subplots(1, max(len(lrs), 2), figsize=(10, 4))
    for ax, lr in zip(axs, lrs):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax=ax)
        ax.set_title(str(lr) + "\n" + str(num_steps) + " steps")
    for ax in axs[len(lrs):]:
        ax.set_frame_on(False)
        ax.set_xticks([])
        ax.set_yticks([])
    return fig
