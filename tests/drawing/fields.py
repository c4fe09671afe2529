"""Ways to draw the contours of a loss: right ones, and transposed ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.ticker import LogLocator

from tests.drawing.plots import contours, grid, surface


def on_grid(draw, n=24):
    def field(ax, loss, path):
        x, y = grid(path, n)
        draw(ax, x, y, surface(loss, x, y))

    return field


def colour_bar(ax, x, y, z):
    ax.figure.colorbar(ax.contourf(x, y, z, 10), ax=ax)


def one_level_a_call(ax, x, y, z):
    for level in np.quantile(z, [0.2, 0.9, 0.4, 0.6, 0.8]):
        ax.contour(x, y, z, levels=[level], colors="k")


def triangles(ax, x, y, z, *, filled=False):
    a, b = (part.ravel() for part in np.meshgrid(x, y))
    (ax.tricontourf if filled else ax.tricontour)(a, b, z.ravel(), levels=9)


def bands(ax, x, y, z, *, draw="contourf", n=7, top=None, **options):
    edges = np.linspace(z.min(), z.max(), n + 1)
    for k in range(n):
        getattr(ax, draw)(x, y, z, levels=[edges[k], top or edges[k + 1]], **options)


def bands_of_triangles(ax, x, y, z):
    a, b = (part.ravel() for part in np.meshgrid(x, y))
    bands(ax, a, b, z.ravel(), draw="tricontourf")


def bands_by_where(ax, x, y, z):
    for low, high in pairwise(np.quantile(z, [0, 0.1, 0.3, 0.5, 0.7, 0.9])):
        ax.contourf(x, y, z, [low, high], hatches=["/"], alpha=0.3)


def indexing_ij(ax, loss, path):
    x, y = np.meshgrid(*grid(path), indexing="ij")
    ax.contour(x, y, np.array([loss(p) for p in np.c_[x.flat, y.flat]]).reshape(x.shape), 10)


FIELDS = {
    "lines": on_grid(lambda ax, x, y, z: ax.contour(x, y, z)),
    "filled": on_grid(lambda ax, x, y, z: ax.contourf(x, y, z)),
    "filled with a colour bar": on_grid(colour_bar),
    "filled and open at both ends": on_grid(
        lambda ax, x, y, z: ax.contourf(x, y, z, np.linspace(1, z.max() / 2, 6), extend="both")
    ),
    "coarse lines": on_grid(lambda ax, x, y, z: ax.contour(x, y, z), n=20),
    "coarse log": on_grid(lambda ax, x, y, z: ax.contourf(x, y, np.log(z + 1e-9), 20), n=20),
    "log1p": on_grid(lambda ax, x, y, z: ax.contour(x, y, np.log1p(z), 15)),
    "levels even in log": on_grid(
        lambda ax, x, y, z: ax.contour(x, y, z, np.logspace(-2, 2, 15), norm=LogNorm())
    ),
    "a log locator": on_grid(
        lambda ax, x, y, z: ax.contourf(x, y, z + 1e-4, locator=LogLocator()), n=25
    ),
    "clipped": on_grid(lambda ax, x, y, z: ax.contour(x, y, np.minimum(z, np.median(z)), 12)),
    "quantiles": on_grid(
        lambda ax, x, y, z: ax.contour(x, y, z, np.quantile(z, np.linspace(0.05, 0.95, 9)))
    ),
    "minus the loss": on_grid(lambda ax, x, y, z: ax.contour(x, y, -z, 12)),
    "one level a call": on_grid(one_level_a_call),
    "triangles": on_grid(triangles),
    "filled triangles": on_grid(lambda *a: triangles(*a, filled=True), n=20),
    "a heat map under lines": on_grid(
        lambda ax, x, y, z: (ax.pcolormesh(x, y, z, shading="gouraud"), ax.contour(x, y, z, 8))
    ),
    "labelled levels": on_grid(lambda ax, x, y, z: ax.clabel(ax.contour(x, y, z, 8), fontsize=6)),
    "a grid in matrix order": indexing_ij,
    "a band a call": on_grid(bands),
    "a band a call, from above": on_grid(lambda ax, x, y, z: bands(ax, x, y, -np.log1p(z))),
    "a band a call, each over the last": on_grid(
        lambda ax, x, y, z: bands(ax, x, y, z, top=2 * z.max(), alpha=0.2)
    ),
    "a band of triangles a call": on_grid(bands_of_triangles),
    "bands that are hatched": on_grid(bands_by_where),
}


def transposed(ax, loss, path, draw="contour"):
    x, y = grid(path)
    getattr(ax, draw)(x, y, surface(loss, x, y).T, 12)


def exchanged(ax, loss, path):
    contours(ax, lambda theta: loss(theta[::-1]), path)
