# Chloé Lefèvre, M1 info
import matplotlib.pyplot as plt
import numpy as np


def steps(grad_fn, theta, lr, num_steps):
    yield theta
    for _ in range(num_steps):
        theta = theta - lr * grad_fn(theta)
        yield theta


def trajectory(grad_fn, theta_init, lr, num_steps):
    return np.array([*steps(grad_fn, np.array(theta_init, float), lr, num_steps)])


def nice(lr):
    """10⁻³ style, for the titles."""
    power = int(np.floor(np.log10(lr) + 1e-12))
    factor = lr / 10.0**power
    if abs(factor - 1) < 1e-9:
        return f"10^{{{power}}}"
    return rf"{factor:.6g} \times 10^{{{power}}}"


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = plt.subplots()[1]
    P = np.asarray(path, dtype=float)
    P = P[np.isfinite(P).all(axis=1)]
    (xa, ya), (xb, yb) = P.min(axis=0), P.max(axis=0)
    mx, my = 0.1 * (xb - xa) or 1, 0.1 * (yb - ya) or 1
    X, Y = np.meshgrid(np.linspace(xa - mx, xb + mx, 100), np.linspace(ya - my, yb + my, 100))
    L = np.array([loss_fn(p) for p in np.c_[X.flat, Y.flat]]).reshape(X.shape)
    L = np.minimum(L, 1e300)
    # the levels of log L are spread evenly, those of L crowd far from the minimum;
    # shifted so that the log exists
    best = L.min()
    logL = np.log(L - best + 1e-3 * (np.median(L) - best))
    ax.contourf(X, Y, logL, levels=20, cmap="YlGnBu")
    ax.plot(P[:, 0], P[:, 1], "-", color="crimson")
    ax.plot(P[:, 0], P[:, 1], ".", color="crimson", ms=3)
    ax.plot(P[:1, 0], P[:1, 1], "w^", mec="k", label=r"$\theta_0$")
    ax.plot(P[-1:, 0], P[-1:, 1], "wv", mec="k", label=r"$\theta_T$")
    ax.set_xlabel("$x$")
    ax.set_ylabel("$y$")
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    n = len(lrs)
    fig, axes = plt.subplots(1, n, figsize=(4.5 * n, 4))
    for lr, ax in zip(lrs, np.atleast_1d(axes)):
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax)
        ax.set_title(rf"$\eta = {nice(lr)}$")
    return fig
