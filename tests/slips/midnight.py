"""Slips of the tired: lines run together, pages pasted, and hands that were faster than thought."""

from tests.slips.slip import Slip

DESCENT, POINTS = "1 gradient_descent", "1 find_critical_points"
EXPLORE, PANELS = "2 explore", "4 plot_learning_rates"
GRAD = "    return 4 * x**3 - 6 * x"
STEP = "        theta = theta - lr * grad_fn(theta)"
TITLE = 'f"lr = {lrs[i]}"'
IMPORT = "import numpy as np"
TEXT = r"This is text, and no Python"
NO_VALUE = r"`np` has no value, because .*line \d+, fails"
NOT_IMPORTED = r"has not been imported|it is not there"

PASTED = (
    Slip("a second end of the docstring", "1 grad", "    return 4", '    """\n    return 4', r"come after those that end the docstring", r"put three quotes"),
    Slip("a numbered answer with bold words", "1 grad", GRAD, f"    1. **Compute** the derivative\n{GRAD}", TEXT),
    Slip("a numbered answer", "1 grad", GRAD, f"    1. Compute the derivative\n{GRAD}", TEXT),
    Slip("a point of a list in the first column", "1 grad", GRAD, f"- Compute the derivative\n{GRAD}", TEXT),
    Slip("a note in bold below the answer", "1 grad", GRAD, f"{GRAD}\n\n**Note:** this is vectorised.", TEXT, r"only inside brackets"),
    Slip("LaTeX's brackets below the answer", "1 grad", GRAD, f"{GRAD}\n\n\\[ L'(x) = 4x^3 - 6x \\]", TEXT),
    Slip("a page's sign for greater", "2 observe", "last > first", "last &gt; first", r"`&gt;` is how a page writes `>`"),
    Slip("a page's sign for less", "2 observe", "last <= 1e-6", "last &lt;= 1e-6", r"`&lt;` is how a page writes `<`", r"`==`"),
    Slip("a page's sign in a value", "3 fit_power_law", "(steps > 0)", "(steps &gt; 0)", r"`&gt;` is how a page writes `>`"),
    Slip("an invisible character before def", "1", "def grad(x):", "\ufeffdef grad(x):", r"invisible character", NOT_IMPORTED),
    Slip("an invisible character before import", "1", IMPORT, f"\ufeff{IMPORT}", r"`np` has no value, because .*invisible", NOT_IMPORTED),
)  # fmt: skip

TOGETHER = (
    Slip("a loop in the line above", DESCENT, "history = []\n    for", "history = []        for", r"A second line begins at `for`"),
    Slip("two lines without a space", DESCENT, "append(loss_fn(theta))\n        theta =", "append(loss_fn(theta))theta =", r"A second line begins at `theta`"),
    Slip("a return in the line of the step", DESCENT, "grad_fn(theta)\n    return", "grad_fn(theta) return", r"A second line begins at `return`"),
    Slip("else in the line above", "2 predict", '"converges"\n    else:', '"converges" else:', r"A second line begins at `else`"),
    Slip("two imports in a line", "1", IMPORT, f"{IMPORT} import math", NO_VALUE, NOT_IMPORTED),
    Slip("Import with a capital", "1", IMPORT, "Import numpy as np", f"{NO_VALUE}.*`import`", NOT_IMPORTED),
    Slip("pyplot's Import with a capital", "4", "import matplotlib.pyplot as plt", "Import matplotlib.pyplot as plt", r"`plt` has no value, because .*`import`", NOT_IMPORTED),
    Slip("the first line of a loop behind its colon", DESCENT, ":\n        history.append", ": history.append", r"something behind its colon", r"the same indentation"),
    Slip("an if with its line behind the colon", "2 predict", '1:\n        return "converges"', '1: return "converges"\n        factor = 1', r"something behind its colon"),
    Slip("an else with its line behind the colon", "2 predict", 'else:\n        return', "else: factor = 1\n        return", r"something behind its colon"),
)  # fmt: skip

MADE_BY_FOR = (
    Slip("a list made by for without brackets", "3 suboptimality", "    return np.array(gaps)", "    gaps = g for g in gaps\n    return np.array(gaps)", r"within square brackets"),
    Slip("a list returned without brackets", POINTS, "    return points", "    return p for p in points", r"within square brackets"),
    Slip("two lists without zip", "4 trajectory", STEP.strip(), "theta = [a - lr * b for a, b in theta, grad_fn(theta)]", r"`zip`"),
    Slip("a number looped over in brackets", "3 linear_bound", "np.arange(num_steps + 1)", "np.array([t for t in num_steps])", r"range\(num_steps\)"),
    Slip("a generator of points returned", POINTS, "    return points", "    return (p for p in points)", r"list"),
    Slip("lr of all lrs", PANELS, TITLE, 'f"{lr=}"', r"`for lr in lrs` does"),
    Slip("lrs in lrs", EXPLORE, "for lr in lrs:", "for lrs in lrs:", r"`for lr in lrs` does"),
    Slip("start of all starts", POINTS, "for start in starts:", "for s in starts:", r"`for start in starts` does"),
    Slip("a lambda of another parameter", POINTS, "lambda x: -loss_fn(x)", "lambda t: -loss_fn(x)", r"The parameter of this `lambda` is `t`, and its formula uses `x`"),
    Slip("a lambda's name that no line sets", POINTS, "lambda x: -loss_fn(x)", "lambda x: c * loss_fn(x)", r"its formula uses `c`"),
    Slip("a value of the function around it that comes later", POINTS, "    ends = []\n", "    def minus(z):\n        return sign * grad_fn(z)\n    ends = [minus(0.0)]\n    sign = -1\n", r"only in a line that has not run yet"),
)  # fmt: skip

FORMATS = (
    Slip("nothing in an f-string's brackets", PANELS, TITLE, 'f"lr = {}"', r"curly brackets of this f-string hold no value"),
    Slip("decimals for a list", PANELS, TITLE, 'f"lr = {lrs:.3f}"', r"for a single number, and this is `list`"),
    Slip("decimals for an array", DESCENT, "    return theta", "    print(f'{np.ones(2):.3f}')\n    return theta", r"for a single number, and this is `ndarray`"),
    Slip("single numbers concatenated", "2 grad", "np.array([2", "np.concatenate([2", r"put into an array with `np\.array"),
    Slip("pairs dropped from one of two", "3 fit_power_law", "np.log(steps[keep])", "np.log(steps[steps > 0])", r"must have the same length"),
    Slip("a module by the name of NumPy", "5", IMPORT, "import random as np", r"`np` in this line is the module `random`"),
)  # fmt: skip

HINTS = (
    Slip("np.array as a type", "1", "def grad(x):", "def grad(x: np.array | float):", r"the type of an array is `np\.ndarray`", r"call it"),
    Slip("callable as a type", "1", "(loss_fn, grad_fn, theta_init", "(loss_fn: callable | None, grad_fn, theta_init", r"A hint joins types", r"call it"),
    Slip("a type and a text", "1", "def grad(x):", "def grad(x: float | 'np.ndarray'):", r"does not join a type and a text", r"call it"),
    Slip("a function as a dataclass", "1", "def grad(x):", "from dataclasses import dataclass\n\n\n@dataclass\ndef grad(x):", r"AttributeError", r"round brackets"),
    Slip("NotImplemented raised", "1 grad", GRAD, "    raise NotImplemented", r"needs an exception"),
)  # fmt: skip

LOOPS = (
    Slip("the last line of a loop too far left", EXPLORE, "        answers[lr]", "    answers[lr]", r"does it belong in the loop", r"put it above the loop"),
    Slip("arguments that come from a pair", POINTS, "gradient_descent(loss_fn, grad_fn, start", "gradient_descent(*(grad_fn, loss_fn), start", r"expected", r"in the place of"),
    Slip("a break at the end of the loop", DESCENT, STEP, f"{STEP}\n        break", r"or a `break` that every pass comes to", "", ("returns-inside-loop",)),
)  # fmt: skip

KEPT_SILENT = (
    Slip("a comparison on one side of or", "2 observe", "not np.isfinite(last)", "last == np.inf or np.nan", r"`or np\.nan` always holds"),
    Slip("theta made of whole numbers", DESCENT, "dtype=float", "dtype=int", r"`int` cuts every number", "", ("truncates-integers",)),
    Slip("theta made of float32", DESCENT, "dtype=float", "dtype=np.float32", r"a smaller range"),
    Slip("a global theta", DESCENT, "    theta = np.array(theta_init, dtype=float)\n", "    global theta\n    if num_steps < 2:\n        globals()['theta'] = np.array(theta_init, dtype=float)\n", r"`theta` is global in line \d+"),
    Slip("an except that gives 0", "1 grad", GRAD, "    try:\n        return 4 * x**3 - 6 * y\n    except Exception:\n        return 0", r"hides what goes wrong"),
    Slip("lr and num_steps not handed on", "5 compare", "fit(X, y, lr, num_steps)", "fit(X, y)", r"uses its arguments `lr` and `num_steps`"),
    Slip("the gradient of one loss", DESCENT, "lr * grad_fn(theta)", "lr * 2 * theta", r"uses its argument `grad_fn`"),
    Slip("the path as plot's one argument", "4 plot_trajectory", 'good[:, 0], good[:, 1], ".-"', 'good, ".-"', r"all x and all y, as two arguments"),
    Slip("ones inserted without an axis", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.insert(X, 0, 1)", r"gives a flat array"),
    Slip("rows appended without an axis", "4 trajectory", "path.append(theta.copy())", "path = np.append(path, theta)", r"gives a flat array"),
    Slip("np.gradient of a formula", "1 grad", GRAD, "    return np.gradient(loss(x), x)", r"differentiates no formula"),
    Slip("all that lstsq returns, by a name", "5 closed_form", "return np.linalg.solve(X.T @ X, X.T @ y)", "theta = np.linalg.lstsq(X, y)\n    return theta", r"returns several things"),
    Slip("both of gradient_descent in one name", POINTS, "down, _ = gradient_descent", "down = gradient_descent", r"`down` holds both things that `gradient_descent` returns"),
    Slip("a pair made a float", POINTS, "float(down)", "float((down, up))", r"several values in one name"),
    Slip("a loop over a float", "1 grad", "return 4 * x**3 - 6 * x", "return [4 * each**3 - 6 * each for each in x]", r"cannot be looped over"),
    Slip("text and a list joined", PANELS, TITLE, '"lr = " + lrs', r"`\+` joins text to text only", r"where a number is needed"),
    Slip("a format without its colon", PANELS, TITLE, '"lr = {.3f}".format(lrs[i])', r"A colon comes before"),
    Slip("the last entry of an array popped", "2 observe", "history[-1]", "np.array(history).pop()", r"`a\[-1\]` is the last entry", r"a > 0"),
    Slip("nothing appended", DESCENT, "append(loss_fn(theta))", "append()", r"needs what it is to add", r"a pair"),
    Slip("a list of a number", DESCENT, "np.array(theta_init, dtype=float)", "list(theta_init)", r"`list` takes what has entries", r"looped over"),
    Slip("the smallest row of a matrix", "2 optimal_lr", "eigenvalues[0] + eigenvalues[-1]", "min(hessian) + max(hessian)", r"`np\.min` takes an array of any shape"),
    Slip("a def in a call", POINTS, "lambda x: -loss_fn(x)", "def f(x): return -loss_fn(x)", r"has lines of its own"),
    Slip("the history printed below the loops", EXPLORE, "observe(history)\n", "observe(history[1:])\n    print(history[-1])\n", r"expected", r"belong in the loop"),
    Slip("a tuple of one word", "2 predict", 'return "converges"', 'return "converges",', r"got \('converges',\)"),
    Slip("both of fit in one name", "5 compare", "theta_gd, history = fit", "theta_gd = fit", r"`theta_gd` holds both things that `fit` returns"),
    Slip("minus values for functions", POINTS, "lambda x: -loss_fn(x), lambda x: -grad_fn(x)", "-loss_fn(start), -grad_fn(start)", r"`-loss_fn\(start\)` is passed", r"product"),
)  # fmt: skip

ENDLESS = (
    Slip("a while around a call that counts nothing", POINTS, "    for start in starts:\n", "    i = 0\n    while i < len(starts):\n        start = starts[i]\n", r"when the time was up: .* in find_critical_points: ", seconds=0.2),
    Slip("a while around panels that counts nothing", PANELS, "for i in range(len(lrs)):", "i = 0\n    while i < len(lrs):", r"when the time was up: .* in plot_learning_rates: ", seconds=0.4),
)  # fmt: skip

SLIPS = (*PASTED, *TOGETHER, *MADE_BY_FOR, *FORMATS, *HINTS, *LOOPS, *KEPT_SILENT, *ENDLESS)
