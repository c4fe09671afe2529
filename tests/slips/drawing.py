"""Slips with Matplotlib: words that it does not know, and things in each other's places."""

from tests.slips.slip import Slip

PLOT, PANELS = "4 plot_trajectory", "4 plot_learning_rates"
CONTOUR = "ax.contour(xs, ys, Z, levels=15)"
PATH = 'ax.plot(good[:, 0], good[:, 1], ".-", color="red")'
SUBPLOTS = "plt.subplots(1, len(lrs), squeeze=False)"
KEEP = "np.all(np.isfinite(path), axis=1)"
TITLE = 'f"lr = {lrs[i]}"'

WORDS = (
    Slip("level for levels", PLOT, CONTOUR, "ax.contour(xs, ys, Z, level=15)", r"is it `levels`"),
    Slip("color for contours", PLOT, CONTOUR, 'ax.contour(xs, ys, Z, color="k")', r"is it `colors`"),
    Slip("colour for contours", PLOT, CONTOUR, 'ax.contour(xs, ys, Z, colour="k")', r"is it `colors`", r"is it `color`|`color`, without"),
    Slip("markersze", PLOT, PATH, 'ax.plot(good[:, 0], good[:, 1], ".-", markersze=3)', r"is it `markersize`"),
    Slip("maker for marker", PLOT, PATH, 'ax.plot(good[:, 0], good[:, 1], maker="o")', r"is it `marker`"),
    Slip("lable for label", PLOT, 'label="start"', 'lable="start"', r"is it `label`"),
    Slip("ncol for ncols", PANELS, SUBPLOTS, "plt.subplots(nrows=1, ncol=len(lrs), squeeze=False)", r"is it `ncols`"),
    Slip("contours for contour", PLOT, CONTOUR, "ax.contours(xs, ys, Z)", r"mean: 'contour'"),
    Slip("set_xlable", PLOT, "set_xlabel", "set_xlable", r"mean: 'set_xlabel'"),
    Slip("a capital for legend", PLOT, "ax.legend()", "ax.Legend()", r"mean: 'legend'"),
    Slip("a marker in words", PLOT, PATH, 'ax.plot(good[:, 0], good[:, 1], marker="circle")', r"A marker is a sign"),
    Slip("levels that fall", PLOT, CONTOUR, "ax.contour(xs, ys, Z, levels=[9, 5, 3, 1, 0])", r"from low to high"),
    Slip("levels with a decimal point", PLOT, CONTOUR, "ax.contour(xs, ys, Z, levels=15.0)", r"`levels` is a whole number", r"`len` is for"),
    Slip("a setting that there is not", "4", "import matplotlib.pyplot as plt", 'import matplotlib.pyplot as plt\nplt.rcParams["figure.figsiz"] = (3, 3)', r"nothing of that name", r"A key comes in"),
    Slip("one number for figsize", PANELS, "squeeze=False", "squeeze=False, figsize=10", r"`figsize` takes two numbers", r"`len` is for"),
)  # fmt: skip

PLACES = (
    Slip("the path as one argument", PLOT, PATH, "ax.scatter(good)", r"all x and all y, as two arguments"),
    Slip("a condition for each column", PLOT, KEEP, "np.all(np.isfinite(path), axis=0)", r"has 2 entries, and axis 0 of the array has 13"),
    Slip("the figure and the Axes exchanged", PANELS, "figure, axes =", "axes, figure =", r"returns it first and the Axes second"),
    Slip("the number of points first in linspace", PLOT, "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "np.linspace(60, low[0], high[0])", r"the first value, the last one, and how many"),
    Slip("return in the loop over the panels", PANELS, "    return figure", "        return figure", r"nothing in the panels of η = 0\.2, 0\.001.*put it below the loop", r"not joined"),
    Slip("a per cent sign and no more", PANELS, TITLE, '"lr = %" % lrs[i]', r"by an f-string"),
    Slip("format without a value", PANELS, TITLE, '"lr = {}".format()', r"by an f-string"),
    Slip("a point behind the f of a format", PANELS, TITLE, 'f"lr = {lrs[i]:3f.}"', r"behind the colon"),
)  # fmt: skip

ON_THE_AXES = (
    Slip("plt.plot where an Axes is passed", "4 plot_trajectory", "    ax.plot(good[:, 0], good[:, 1], \".-\", color=\"red\")", "    plt.plot(good[:, 0], good[:, 1], \".-\", color=\"red\")", r"looks like `draws-on-current-axes`: `plt\.gca\(\)`, `plt\.plot` and", "", ("draws-on-current-axes",)),
    Slip("an Axes' xlabel given a value", "4 plot_trajectory", "    ax.set_xlabel(\"x\")", "    ax.xlabel = \"x\"", r"Line \d+ gives `ax\.xlabel` another value, which draws nothing:"),
    Slip("one level", "4 plot_trajectory", "levels=15", "levels=[15]", "looks like `too-few-levels`: so few lines do not show the shape", "", ("too-few-levels",)),
    Slip("x and y exchanged in the grid", "4 plot_trajectory", "Z[i, j] = loss_fn(np.array([xs[j], ys[i]]))", "Z[i, j] = loss_fn(np.array([xs[i], ys[j]]))", "looks like `contour-transposed`: the contours show the loss", "", ("contour-transposed",)),
    Slip("the loss itself for its values", "4 plot_trajectory", "ax.contour(xs, ys, Z", "ax.contour(xs, ys, loss_fn", "`contour` wants the losses as a grid with two axes: one row for"),
    Slip("two grids for a point", "4 plot_trajectory", "    Z = np.zeros((60, 60))\n    for i in range(60):\n        for j in range(60):\n            Z[i, j] = loss_fn(np.array([xs[j], ys[i]]))", "    A, B = np.meshgrid(xs, ys)\n    Z = loss_fn(A, B)", r"`loss_fn` is a function of theta alone: give it one argument\."),
    Slip("a grid for a point", "4 plot_trajectory", "    Z = np.zeros((60, 60))\n    for i in range(60):\n        for j in range(60):\n            Z[i, j] = loss_fn(np.array([xs[j], ys[i]]))", "    A, B = np.meshgrid(xs, ys)\n    Z = loss_fn([A, B])", r"ValueError: loss_fn takes one point θ of shape \(2,\), here it"),
    Slip("zip for all x and all y", "4 plot_trajectory", "    ax.plot(good[:, 0], good[:, 1], \".-\", color=\"red\")", "    ax.plot(zip(*good), \".-\", color=\"red\")", "Matplotlib takes lists and arrays, and `zip` and `map` are"),
    Slip("points alone", "4 plot_trajectory", "    ax.plot(good[:, 0], good[:, 1], \".-\", color=\"red\")", "    ax.scatter(good[:, 0], good[:, 1])", r"looks like `no-path`: the iterates are not joined\. Draw a line", "", ("no-path",)),
    Slip("a format of two markers", "4 plot_trajectory", "\".-\"", "\".--o-\"", r'A format such as `"\.-"` has one marker, one line and one colour'),
    Slip("a colour that there is not", "4 plot_trajectory", "color=\"red\"", "color=\"redd\"", r'Matplotlib knows no colour of that name: `"red"`, `"C0"` and'),
    Slip("a line that there is not", "4 plot_trajectory", "\".-\", color=\"red\"", "linestyle=\"dashes\"", r"ValueError: 'dashes' is not a valid value for ls\. Did you mean"),
    Slip("mark for marker", "4 plot_trajectory", "\"go\", label=\"start\"", "mark=\"o\", label=\"start\"", "Matplotlib has no such keyword here: is it `marker` that you"),
    Slip("plt returned", "4 plot_trajectory", "    return ax", "    return plt", "an object of type module"),
    Slip("plt.axes", "4 plot_trajectory", "figure, ax = plt.subplots()", "ax = plt.axes()", r"looks like `draws-on-current-axes`: `plt\.gca\(\)`, `plt\.plot` and", "", ("draws-on-current-axes",)),
    Slip("add_subplot not called", "4 plot_trajectory", "figure, ax = plt.subplots()", "ax = plt.figure().add_subplot", "It is a function: its result comes with round brackets,"),
    Slip("limits of one's own", "4 plot_trajectory", "    return ax", "    ax.set_xlim(-1, 1)\n    return ax", "looks like `path-outside-view`: part of the path is outside the", "", ("path-outside-view",)),
    Slip("a colour bar of nothing", "4 plot_trajectory", "    return ax", "    plt.colorbar()\n    return ax", "A colour bar needs the contours that it explains:"),
    Slip("a surface", "4 plot_trajectory", "    ax.contour(xs, ys, Z, levels=15)", "    ax.plot_surface(xs, ys, Z)", r"This draws in three dimensions, and an Axes of `plt\.subplots\(\)`"),
    Slip("arrows that are not to scale", "4 plot_trajectory", "    ax.plot(good[:, 0], good[:, 1], \".-\", color=\"red\")", "    d = np.diff(good, axis=0)\n    ax.quiver(good[:-1, 0], good[:-1, 1], d[:, 0], d[:, 1])", "In `quiver`, `angles`, `scale_units` and `scale` decide where", "", ("no-path",)),
    Slip("rates for columns", "4 plot_learning_rates", "plt.subplots(1, len(lrs), squeeze=False)", "plt.subplots(1, lrs, squeeze=False)", r"`plt\.subplots` takes the number of rows and that of columns,"),
    Slip("plt.title", "4 plot_learning_rates", "axes[0, i].set_title(", "plt.title(", r"In line \d+ `plt\.title` is for the current Axes, which may be"),
    Slip("figsize in brackets", "4 plot_learning_rates", "squeeze=False", "squeeze=False, figsize=(10)", "`figsize` takes two numbers, the width and the height in"),
)  # fmt: skip

SLIPS = (*WORDS, *PLACES, *ON_THE_AXES)
