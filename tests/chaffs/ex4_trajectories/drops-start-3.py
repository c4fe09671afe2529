import matplotlib
import matplotlib.pyplot as plt
import numpy as np

print("matplotlib", matplotlib.__version__)
plt.style.use("dark_background")


def trajectory(grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init).astype(float)
    all_x = []
    all_y = []
    for i in range(num_steps):
        theta = theta - lr * grad_fn(theta)
        all_x.append(theta[0])
        all_y.append(theta[1])
    return np.column_stack([all_x, all_y])


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        fig, ax = plt.subplots(figsize=(7, 7))
    path = np.array([p for p in path if np.isfinite(p).all()])
    # a square that holds everything, so both axes have the same scale
    middle = (path.max(axis=0) + path.min(axis=0)) / 2
    half = 0.65 * (path.max(axis=0) - path.min(axis=0)).max() + 1e-6
    x = np.linspace(middle[0] - half, middle[0] + half, 85)
    y = np.linspace(middle[1] - half, middle[1] + half, 85)
    X, Y = np.meshgrid(x, y)
    Z = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        Z[index] = loss_fn(np.array([X[index], Y[index]]))
    cs = ax.contour(X, Y, Z, levels=20, cmap="jet")
    ax.clabel(cs, inline=True, fontsize=7)
    ax.plot(path[:, 0], path[:, 1], color="white", linestyle="--")
    ax.plot(path[0][0], path[0][1], "o", markersize=10, color="yellow", label="Start")
    ax.plot(path[-1][0], path[-1][1], "*", markersize=14, color="yellow", label="End")
    ax.set_xlabel("theta[0]")
    ax.set_ylabel("theta[1]")
    ax.set_title("Optimisation path, %d steps" % (len(path) - 1))
    ax.legend()
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    fig, axes = plt.subplots(1, len(lrs), figsize=(6 * len(lrs), 6))
    if len(lrs) == 1:
        axes = np.array([axes])
    for k in range(len(lrs)):
        print("lr", lrs[k])
        path = trajectory(grad_fn, theta_init, lrs[k], num_steps)
        plot_trajectory(loss_fn, path, axes[k])
        axes[k].set_title("Learning rate: " + str(lrs[k]))
    return fig
