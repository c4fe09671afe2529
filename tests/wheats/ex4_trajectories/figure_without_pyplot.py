"""No pyplot: figures are plain objects here and nobody keeps a 'current' one."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
import numpy as np


class Trajectory:
    def __init__(self, grad_fn, start, lr):
        self.grad_fn, self.lr = grad_fn, lr
        self.points = [np.array(start, dtype=float)]

    def step(self):
        here = self.points[-1]
        self.points.append(here - self.lr * np.array(self.grad_fn(here.copy()), dtype=float))

    def run(self, num_steps):
        for _ in range(num_steps):
            self.step()
        return np.array(self.points)


def trajectory(grad_fn, theta_init, lr, num_steps):
    return Trajectory(grad_fn, theta_init, lr).run(num_steps)


def new_figure(**options):
    figure = Figure(**options)
    FigureCanvasAgg(figure)
    return figure


class Panel:
    cells = 72

    def __init__(self, ax, loss_fn, path):
        path = np.array(path, dtype=float)
        self.ax, self.loss_fn = ax, loss_fn
        self.path = path[np.isfinite(path).all(axis=1)]
        self.box = [self.widen(column) for column in self.path.T]

    @staticmethod
    def widen(values):
        a, b = values.min(), values.max()
        return a - 0.1 * (b - a) - 1e-2, b + 0.1 * (b - a) + 1e-2

    def contours(self):
        x, y = (np.linspace(*side, self.cells) for side in self.box)
        z = np.array([self.loss_fn(np.array([a, b])) for b in y for a in x])
        z = np.clip(z, -1e250, 1e250).reshape(self.cells, self.cells)
        levels = MaxNLocator(25).tick_values(z.min(), z.max())
        self.ax.contour(x, y, z, levels=levels, cmap="coolwarm")

    def line(self):
        self.ax.plot(self.path[:, 0], self.path[:, 1], "k-o", markersize=2)
        self.ax.plot(*self.path[0], "o", color="tab:green", markersize=9)
        self.ax.plot(*self.path[-1], "o", color="tab:red", markersize=9)

    def words(self, title="gradient descent: green to red"):
        self.ax.set_title(title)
        self.ax.set_xlabel("x")
        self.ax.set_ylabel("y")

    def draw(self):
        self.contours()
        self.line()
        self.words()
        return self.ax


def plot_trajectory(loss_fn, path, ax=None):
    if ax is None:
        ax = new_figure(figsize=(6, 5)).add_subplot()
    return Panel(ax, loss_fn, path).draw()


def plot_learning_rates(loss_fn, grad_fn, theta_init, lrs, num_steps):
    figure = new_figure(figsize=(5 * len(lrs), 4.5))
    axes = figure.subplots(1, len(lrs), squeeze=False)[0]
    for ax, lr in zip(axes, lrs):
        panel = Panel(ax, loss_fn, trajectory(grad_fn, theta_init, lr, num_steps))
        panel.draw()
        panel.words(title=f"learning rate η={lr:.10g}")
    return figure
