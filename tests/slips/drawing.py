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

SLIPS = (*WORDS, *PLACES)
