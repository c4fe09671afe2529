"""Object-oriented: a Descent that knows its path, a Map that knows how to draw it."""
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, RegularPolygon


@dataclass
class Descent:
    grad: object
    start: object
    lr: float
    steps: int
    points: list = field(default_factory=list)

    def run(self):
        p = np.array(self.start, dtype=np.float64)
        self.points = [p]
        for _ in range(self.steps):
            p = p - self.lr * self.grad(p)
            self.points.append(p)
        return self

    def as_array(self):
        return np.vstack(self.points)


class Map:
    RESOLUTION = 50

    def __init__(self, loss, path, ax):
        self.loss, self.ax = loss, ax
        path = np.asarray(path, dtype=float)
        self.path = path[np.all(np.isfinite(path), axis=-1)]
        center = (self.path.max(0) + self.path.min(0)) / 2
        half = 0.65 * max(np.ptp(self.path, axis=0).max(), 1e-3)
        self.box = np.column_stack([center - half, center + half])
        self.half = half

    def draw(self):
        return self._surface()._walk()._ends()._words()

    def _surface(self):
        xs, ys = (np.linspace(*side, self.RESOLUTION) for side in self.box)
        z = np.empty((self.RESOLUTION, self.RESOLUTION))
        for i, y in enumerate(ys):
            for j, x in enumerate(xs):
                z[i, j] = self.loss(np.array([x, y]))
        lines = self.ax.contour(xs, ys, np.log1p(z - z.min()), levels=12, cmap="cividis")
        self.ax.clabel(lines, fontsize=6)
        return self

    def _walk(self):
        self.ax.plot(self.path[:, 0], self.path[:, 1], color="black", linewidth=1.2, marker=".")
        return self

    def _ends(self):
        r = 0.04 * self.half
        self.ax.add_patch(Circle(self.path[0], r, facecolor="lime", edgecolor="k", zorder=4))
        self.ax.add_patch(RegularPolygon(self.path[-1], 5, radius=1.5 * r, facecolor="red", zorder=4))
        return self

    def _words(self):
        self.ax.set_aspect("equal")
        self.ax.set_xlabel("x")
        self.ax.set_ylabel("y")
        self.ax.set_title("circle: start, pentagon: end")
        return self.ax


def trajectory(grad_fn, theta_init, lr, num_steps):
    return Descent(grad_fn, theta_init, lr, num_steps).run().as_array()


def plot_trajectory(loss_fn, path, ax=None):
    return Map(loss_fn, path, ax if ax is not None else plt.figure().gca()).draw()


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure, grid = plt.subplots(ncols=len(lrs), squeeze=False)
    for ax, lr in zip(grid.flat, lrs):
        Map(loss_fn, trajectory(grad_fn, theta_init, lr, num_steps), ax).draw()
        ax.set_title(r"$\eta = %g$" % lr + "\n%d steps" % num_steps)
    return figure
