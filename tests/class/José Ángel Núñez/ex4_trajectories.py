"""Ejercicio 4. José Ángel Núñez: así se ve el camino."""
import math

import matplotlib.pyplot as plt
import numpy as np


def trajectory(grad_fn, theta_init, lr, num_steps):
    camino = [[float(v) for v in theta_init]]
    for _ in range(num_steps):
        actual = camino[-1]
        g = grad_fn(np.array(actual))
        camino.append([actual[k] - lr * float(g[k]) for k in range(2)])
    return camino


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        figura = plt.figure()
        ax = figura.add_axes([0.15, 0.12, 0.8, 0.78])
    finitos = [p for p in np.asarray(path).tolist() if all(map(math.isfinite, p))]

    # primero el camino, tramo a tramo; las curvas van por debajo (zorder)
    for (xa, ya), (xb, yb) in zip(finitos[:-1], finitos[1:]):
        ax.plot([xa, xb], [ya, yb], color="tab:red", lw=1.2, zorder=3)
    ax.plot(*finitos[0], "s", color="green", zorder=4)
    ax.plot(*finitos[-1], "D", color="purple", zorder=4)
    ax.text(*finitos[0], " inicio", color="green")
    ax.text(*finitos[-1], " final", color="purple")

    izquierda, derecha = ax.get_xlim()
    abajo, arriba = ax.get_ylim()
    xs = np.linspace(izquierda, derecha, 64)
    ys = np.linspace(abajo, arriba, 64)
    Z = np.array([[min(loss_fn(np.array([x, y])), 1e300) for x in xs] for y in ys])
    niveles = np.quantile(Z, np.linspace(0.01, 0.99, 16))
    ax.contour(xs, ys, Z, levels=np.unique(niveles), linewidths=0.7, zorder=1)

    ax.set_xlabel("eje x")
    ax.set_ylabel("eje y")
    ax.set_title("Descenso por gradiente")
    return ax


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figura = plt.figure(figsize=(4.5 * len(lrs), 4))
    figura.suptitle("Efecto de la tasa de aprendizaje")
    for i, tasa in enumerate(lrs):
        ax = plt.subplot(1, len(lrs), i + 1)
        plot_trajectory(loss_fn, trajectory(grad_fn, theta_init, tasa, num_steps), ax)
        ax.set_title(f"tasa eta = {tasa}", loc="right")
        ax.set_title("")
    return figura
