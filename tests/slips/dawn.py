"""Slips of the last hours of a night: brackets of the wrong kind, names in pieces, lines grown together."""

from tests.slips.slip import Slip

DESCENT, POINTS = "1 gradient_descent", "1 find_critical_points"
GRAD = "    return 4 * x**3 - 6 * x"
STEP = "        theta = theta - lr * grad_fn(theta)"
LIST = "    history = []"
FLOATS = "np.array(theta_init, dtype=float)"
CHOICE = "        points.append((x, kind))"
ANSWER = "answers[lr] = observe(history)"
RETURNED = """\
    return {
        "bound_holds": bool(np.all(gaps[1:] <= bound * (1 + 1e-9))),
        "exponent": exponent,
        "rate": rate,
    }"""
END_OF_DOCSTRING = '    56.0\n    """'
FIRST_KEY = '        "theta_gd": theta_gd,'

BRACKETS = (
    Slip("an empty list with the word before it", DESCENT, LIST, "    history = list[]", r"an empty list is `\[\]` alone", r"^got SyntaxError: invalid syntax ex1"),
    Slip("square brackets behind a list's name", DESCENT, LIST, "    history[] = 0", r"an empty list is `\[\]` alone"),
    Slip("a type of Python's before a name", DESCENT, LIST, "    list history = []", r"no `list` before them.*`history = \.\.\.`", r"list_history"),
    Slip("an option within the list", DESCENT, FLOATS, "np.array([theta_init, dtype=float])", r"`dtype=\.\.\.` is an option of the function", r"=="),
    Slip("a name directly behind a bracket", "1 grad", GRAD, "    return (4 * x**2 - 6)x", r"side by side"),
    Slip("curly brackets for a key", "2 explore", ANSWER, "answers{lr} = observe(history)", r"`answers\[lr\]`"),
    Slip("square brackets around a dict", "5 compare", "    return {\n" + FIRST_KEY, "    both = [\n" + FIRST_KEY + "\n    ]\n    return {\n" + FIRST_KEY, r"A dict has curly brackets around it"),
    Slip("an entry of a dict without its key", "5 compare", FIRST_KEY, "        theta_gd,", r"a key with a colon in each of its entries"),
    Slip("a comma for a colon in a dict", "5 compare", FIRST_KEY, '        "theta_gd", theta_gd,', r"a key with a colon in each of its entries"),
    Slip("a comma for a colon before for", "2 stable_lr_limit", "    return 2 / max(eigenvalues)", "    return {e, 2 / e for e in eigenvalues}", r"a colon joins a key and its value", r"Perhaps"),
    Slip("a pair before for without brackets", "2 stable_lr_limit", "    return 2 / max(eigenvalues)", "    return [e, 2 / e for e in eigenvalues]", r"`\[\(a, b\) for \.\.\.\]`"),
)  # fmt: skip

LINES = (
    Slip("a colon behind a step", DESCENT, STEP, STEP + ":", r"Only a line that begins a block"),
    Slip("a colon behind a value that is returned", "1 grad", GRAD, GRAD + ":", r"Only a line that begins a block"),
    Slip("a semicolon behind a header's colon", "1", "def loss(x):", "def loss(x):;", r"delete the semicolon"),
    Slip("an equation returned", "1 grad", GRAD, GRAD + " = 0", r"the value alone, without `=`"),
    Slip("raise left before return", "1 grad", GRAD, "    raise" + GRAD[3:], r"delete `raise`"),
    Slip("a backslash in a line that goes on", "1 grad", GRAD, "    return 4 * x**3 \\ - 6 * x", r"nothing may follow it"),
    Slip("a space behind a backslash", "1 grad", GRAD, "    return 4 * x**3 \\ \n        - 6 * x", r"not even a space"),
    Slip("a statement for a choice", POINTS, CHOICE, '        points.append((x, if slope > 0: "minimum" else: "maximum"))', r"`a if condition else b`"),
    Slip("a power of ten before a name", "2 observe", "1e-6 * first", "1e-6 first", r"`1e-6` and `first` are side by side"),
    Slip("return behind the docstring", "1 loss", END_OF_DOCSTRING, END_OF_DOCSTRING + " return x**4", r"below the docstring"),
)  # fmt: skip

NAMES = (
    Slip("a blank in a function's name", "1", "def gradient_descent(", "def gradient descent(", r"write `gradient_descent`", r"it is not there"),
    Slip("a dash in a function's name", "1", "def gradient_descent(", "def gradient-descent(", r"write `gradient_descent`", r"it is not there"),
    Slip("dots in a function's name", "1", "def find_critical_points(", "def find.critical.points(", r"write `find_critical_points`", r"it is not there"),
    Slip("a parameter twice", DESCENT, "lr, num_steps):", "lr, lr):", r"the same name"),
    Slip("a call for a parameter", DESCENT, "(loss_fn, grad_fn, theta_init", "(loss_fn(x), grad_fn(x), theta_init", r"the names of its parameters"),
)  # fmt: skip

QUOTES = (
    Slip("single quotes before the docstring", "1 loss", '    """Evaluate', "    \'\'\'Evaluate", r"the same three quotes at both ends"),
    Slip("a text begun below the file", "1", "", '\n"""\nnotes\n', r"The text that opens in line \d+ is not closed", r"nothing opens"),
)  # fmt: skip

WITHOUT_A_VALUE = (
    Slip("a colon where a list begins", DESCENT, LIST, "    history: []", r"`history: \[\]` gives `history` no value", r"has not run yet"),
    Slip("a list under a name that no line begins", DESCENT, "history.append", "losses.append", r"No line that has run gives `losses` a value", r"Did you mean"),
    Slip("two values named after Python's functions", "2 optimal_lr", "eigenvalues[0] + eigenvalues[-1]", "lmin + lmax", r"gives `lmin` a value", r"Did you mean"),
    Slip("an option compared", DESCENT, "dtype=float", "dtype==float", r"with a single `=`: `dtype=\.\.\.`", r"np\.dtype|Did you mean"),
    Slip("a loop over its own variable", POINTS, "in starts:", "in start:", r"loop over `starts`"),
    Slip("a sum never begun", "5 mse_loss", "    return np.sum(r**2) / (2 * len(y))", "    for each in r:\n        total += each**2\n    return total / (2 * len(y))", r"above the loop"),
    Slip("a value under if and elif alone", "2 observe", '    return "oscillates"', '    if last > 1:\n        word = "oscillates"\n    return word', r"Only lines under an `if` give `word` a value"),
    Slip("the figure of a branch returned", "4 plot_trajectory", "    return ax", "    return figure", r"Only lines under an `if` give `figure` a value"),
    Slip("a star for all parameters", "1", "def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):", "def gradient_descent(*args):", r"only argument is `\*args`"),
    Slip("a star for the only parameter", "1", "def loss(x):", "def loss(*x):", r"Keep the stub's header: `def loss\(x\):`", r"make arrays first"),
    Slip("exercise 1's own loop called above it", "1", "import numpy as np", "import numpy as np\nprint(gradient_descent(loss, grad, 5.0, 0.1, 10))", r"No line above this one gives `gradient_descent` a value", r"import it"),
    Slip("name without its underscores", "1", "", '\nif name == "__main__":\n    print(loss(3.0))\n', r"`__name__`"),
    Slip("function as a type", "1", "loss_fn, grad_fn, theta_init", "loss_fn: function, grad_fn, theta_init", r"`Callable`"),
    Slip("a colour without quotes", "4 plot_trajectory", 'color="red"', "color=red", r"Text needs quotes: `\"red\"`"),
    Slip("a label without quotes", "4 plot_trajectory", 'set_xlabel("x")', "set_xlabel(x)", r"Text needs quotes: `\"x\"`"),
    Slip("a key of a dict in lines without quotes", "3 verify_rate", '"bound_holds": ', "bound_holds: ", r"Text needs quotes: `\"bound_holds\"`"),
    Slip("a key of a dict in one line without quotes", "3 verify_rate", RETURNED, "    holds = bool(np.all(gaps[1:] <= bound))\n    return {bound_holds: holds, exponent: exponent, rate: rate}", r"Text needs quotes: `\"bound_holds\"`"),
    Slip("MATLAB's end within a call", "4 plot_trajectory", "good[-1, 0]", "good[end, 0]", r"`good\[-1\]`", r"plot\[-1\]"),
    Slip("a function of SymPy's", "1 grad", GRAD, "    x = symbols('x')\n" + GRAD, r"belongs to a package that is not here"),
    Slip("a function of SciPy's", "3 fit_power_law", "np.polyfit(", "linregress(", r"belongs to a package that is not here"),
    Slip("R's function for columns", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "cbind(1, X)", r"`np\.column_stack` for `cbind`", r"bin'\?"),
    Slip("values at a point for functions", POINTS, "gradient_descent(lambda x: -loss_fn(x), lambda x: -grad_fn(x), start", "gradient_descent(-loss_fn(x), -grad_fn(x), start", r"`-loss_fn\(x\)` is a value at one point"),
    Slip("the loss of a theta that is not there", "5 fit", "    theta = np.zeros(X.shape[1])", "    from exercises.ex1_gradient_descent import gradient_descent\n    gradient_descent(mse_loss(theta, X, y), mse_grad, 0, lr, 1)", r"a value at one point|only in a line"),
    Slip("the folder for the exercise", "2 lr_finder", "    losses = []", "    from exercises import gradient_descent\n    losses = []", r"`from exercises\.ex1_gradient_descent import gradient_descent`"),
)  # fmt: skip

WRONG_KINDS = (
    Slip("a set for the history", DESCENT, LIST, "    history = set()", r"A set has no order and no `append`"),
    Slip("None for an empty list", DESCENT, LIST, "    history = None", r"Line \d+ gives `history` None: begin with a list", r"reaches no `return`"),
    Slip("None for the smallest so far", "2 lr_finder", "    losses = []", "    least = None\n    losses = []\n    0 < least", r"Line \d+ gives `least` None: begin with a number", r"reaches no `return`"),
    Slip("zeros of the start itself", DESCENT, FLOATS, "np.zeros(theta_init)", r"`np\.zeros` takes a shape"),
    Slip("zeros of an array of floats", "3 verify_rate", "np.zeros(len(theta_init))", "np.zeros(theta_init)", r"`np\.zeros` takes a shape", r"decimal point"),
    Slip("empty without a shape", DESCENT, LIST, "    history = np.empty()", r"`np\.empty` takes a shape"),
    Slip("type for dtype", DESCENT, FLOATS, "np.array(theta_init, type=float)", r"`dtype`"),
    Slip("the learning rate as the step of a range", DESCENT, "range(num_steps)", "range(0, num_steps, lr)", r"`range` counts in whole numbers", r"int\("),
    Slip("a tuple of rates in range", "2 explore", "for lr in lrs:", "for lr in range(lrs):", r"this is a tuple", r"list"),
    Slip("two names for a list of numbers", POINTS, "for x in sorted(ends):", "for i, x in sorted(ends):", r"The loop has two names", r"on the right of `=`"),
    Slip("two lists side by side without zip in a header", "4 plot_learning_rates", "    for i in range(len(lrs)):", "    for ax, lr in axes[0], lrs:\n        pass\n    for i in range(len(lrs)):", r"with `zip`", r"on the left of `=`"),
    Slip("two statements joined by a comma", "2 loss", "    x, y = theta", "    x = theta[0], y = theta[1]", r"in a line of its own", r"two or more names"),
    Slip("a pair for its number", POINTS, "x - points[-1][0]", "np.float64(x) - points[-1]", r"take the number out of it, with `\[0\]`", r"without quotes"),
    Slip("a value called like a function", "1 grad", GRAD, "    grad = 4 * x**3 - 6 * x\n    return grad(x)", r"leave them out"),
    Slip("a number of an array called", "2 stable_lr_limit", "max(eigenvalues)", "np.linalg.eigvalsh(hessian)[-1]()", r"behind a number here", r"`np\.linalg\.eigvalsh` is a number"),
    Slip("a lambda that calls nothing", POINTS, "lambda x: -loss_fn(x)", "lambda x: -loss_fn", r"has to call the function: `-loss_fn\(x\)`", r"makes no new one"),
    Slip("a lambda of three", POINTS, "lambda x: -loss_fn(x)", "lambda x, lr, n: -loss_fn(x)", r"more parameters than the one argument"),
    Slip("a derivative asked of a function", "1 grad", GRAD, "    return loss.grad(x)", r"Python differentiates no function"),
    Slip("a derivative asked of a number", "1 grad", GRAD, "    x.backward()\n    return x.grad", r"Python differentiates no function"),
    Slip("differences for a derivative", "1 grad", GRAD, "    return np.diff(loss(x))", r"differences of neighbouring entries"),
    Slip("a builtin's name for a number", "1", "import numpy as np", "import numpy as np\nfloat = 5.0", r"hides Python's own `float`", r"write `dtype=float`"),
    Slip("an inverse by a hat", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "(X.T @ X)^-1 @ X.T @ y", r"`np\.linalg\.inv\(\.\.\.\)`", r"Write `\*`"),
    Slip("a decimal comma in append", "3 suboptimality", "0.5 * np.sum", "0,5 * np.sum", r"`0\.5`", r"brackets of its own"),
    Slip("an entry of a dict after a dot", "2 explore", "answers[lr] =", "answers.lr =", r"`answers\[lr\]`"),
    Slip("a pair for update", "2 explore", ANSWER, "answers.update(lr, observe(history))", r"`d\[key\] = \.\.\.`"),
    Slip("sort for sorted eigenvalues", "2 stable_lr_limit", "    return 2 / max(eigenvalues)", "    return 2 / eigenvalues.sort()[-1]", r"`sort` puts the entries in order where they are"),
    Slip("sorted eigenvalues that were not kept", "2 stable_lr_limit", "np.linalg.eigvalsh(hessian)", "np.linalg.eigvals(hessian).sort()", r"`sort` puts the entries in order where they are"),
    Slip("both of gradient_descent passed on", "2 explore", ANSWER, "from exercises.ex1_gradient_descent import gradient_descent\n        answers[lr] = observe(gradient_descent(loss, grad, theta_init, lr, num_steps))", r"returns two things, theta and the history, and in line \d+ both are passed on", r"np\.all"),
    Slip("a function for its gaps", "3 verify_rate", "suboptimality(eigenvalues, theta_init, lr, num_steps)", "suboptimality", r"`suboptimality` is a function, and line \d+ calls it nowhere", r"square ones"),
    Slip("lstsq of a flat array", "3 fit_power_law", "np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "np.linalg.lstsq(np.log(steps[keep]), np.log(gaps[keep]))", r"A matrix with two axes"),
    Slip("del of an entry of an array", "3 fit_power_law", "    keep =", "    del gaps[0]\n    keep =", r"Arrays keep their length"),
    Slip("pop of an entry of an array", "3 fit_power_law", "    keep =", "    for i in range(3):\n        gaps.pop(i)\n    keep =", r"Arrays keep their length"),
    Slip("a star before a number", "5 add_intercept", "    X = np.array(X, dtype=float)", "    return [[1, *row] for row in X]", r"what has entries"),
    Slip("columns for a row", "5 add_intercept", "    return np.column_stack([np.ones(len(X)), X])", "    out = np.ones((len(X), X.shape[1] + 1))\n    out[1, :] = X\n    return out", r"their place on the left of `=` has shape"),
    Slip("rows as places", "5 mse_loss", "    return np.sum(r**2) / (2 * len(y))", "    total = 0\n    for i in X:\n        total += X[i] @ theta\n    return total", r"`i` runs through the entries of `X` themselves"),
    Slip("both of subplots in one name, indexed", "4 plot_learning_rates", "figure, axes = plt", "axes = plt", r"`plt\.subplots` returns two things"),
    Slip("all rates for one", "4 plot_learning_rates", "theta_init, lrs[i], num_steps", "theta_init, lrs, num_steps", r"`lrs` is passed to `trajectory` in the place of `lr`"),
    Slip("a panel 0", "4 plot_learning_rates", "    return figure", "    figure.add_subplot(1, 2, 0)\n    return figure", r"Panels are counted from 1"),
    Slip("one label for both axes", "4 plot_trajectory", 'ax.set_xlabel("x")', 'ax.set_labels("x", "y")', r"`set_xlabel` and `set_ylabel`", r"Did you mean"),
    Slip("the Axes' own label", "4 plot_trajectory", 'ax.set_xlabel("x")', 'ax.set_label("x")', r"the labels are set by `ax\.set_xlabel"),
    Slip("an option of an Axes misspelt", "4 plot_trajectory", 'ax.set_ylabel("y")', 'ax.set(ylable="y")', r"`ylabel`"),
    Slip("an f-string without brackets", "4 plot_learning_rates", "{lrs[i]}", "lrs[i]", r"comes in curly brackets"),
)  # fmt: skip

VALUES = (
    Slip("what print gives recorded", DESCENT, "history.append(loss_fn(theta))", "history.append(print(loss_fn(theta)))", r"got history = \[None\].*None among the entries", r"nan"),
    Slip("half of a gradient", "2 grad", "    return np.array([2 * x, 200 * y])", "    g = [None] * 2\n    g[0] = 2 * x\n    return g", r"got \[-2\.5, None\].*None among the entries", r"nan"),
    Slip("an array with None in it", "2 grad", "200 * y]", "None]", r"got \[-2\.5, None\].*None among the entries", r"nan"),
    Slip("an equation for a formula", "1 grad", GRAD, "    return 4 * x**3 == 6 * x", r"got False.*that is a boolean"),
    Slip("a comparison of gaps returned", "3 suboptimality", "np.array(gaps)", "np.array(gaps) > 0", r"got \[True.*the entries are booleans"),
    Slip("a set for a gradient", "2 grad", "np.array([2 * x, 200 * y])", "{2 * x, 200 * y}", r"curly brackets make one"),
    Slip("the loss with the other sign", "1 loss", "return x**4 - 3 * x**2 + 2", "return -(x**4 - 3 * x**2 + 2)", r"yours is minus the expected value", r"-1\.0 ×"),
    Slip("if for elif", "2 predict", '    if factor < 1:\n        return "converges"\n    else:\n        return "diverges"', '    if factor < 1:\n        word = "converges"\n    if factor > 1:\n        word = "diverges"\n    else:\n        word = "oscillates"\n    return word', r"write `elif` in line"),
    Slip("a verdict on the first eigenvalue", "2 predict", "    if abs(factor - 1)", '    for e in np.linalg.eigvalsh(hessian):\n        if abs(1 - lr * e) < 1:\n            return "converges"\n        else:\n            return "diverges"\n    if abs(factor - 1)', r"the loop ends in its first pass|never run", named=("boundary-converges",)),
    Slip("return of the points in their loop", POINTS, "    return points", "        return points", r"inside the loop"),
    Slip("isfinite without its number", POINTS, "not np.isfinite(x)", "not np.isfinite", r"`np\.isfinite` is not called"),
    Slip("the exercise's gradient for the one that is passed", POINTS, "abs(grad_fn(x)) >", "abs(grad(x)) >", r"the argument is `grad_fn`"),
    Slip("code in the place of the stub's text", "1 loss", "    return x**4 - 3 * x**2 + 2", "    raise NotImplementedError(x**4 - 3 * x**2 + 2)", r"write `return` in the place of `raise NotImplementedError`"),
    Slip("code in the place of the stub's exception", "1 loss", "    return x**4 - 3 * x**2 + 2", '    raise (x**4 - 3 * x**2 + 2)("exercise 1: write loss")', r"delete `\(\"exercise 1: write loss\"\)`"),
    Slip("code in the place of raise and its exception", "1 loss", "    return x**4 - 3 * x**2 + 2", '    x**4 - 3 * x**2 + 2("exercise 1: write loss")', r"delete `\(\"exercise 1: write loss\"\)`"),
    Slip("an entry passed on for all", "2 explore", ANSWER, "answers[lr] = observe(history[0])", r"In line \d+ `observe` gets the single number `history\[0\]`, and it goes through the entries of `history`"),
    Slip("the last entry passed on for all", "3 verify_rate", "classify_rate(t, gaps[first:])", "classify_rate(t, gaps[-1])", r"In line \d+ `classify_rate` gets the single number `gaps\[-1\]`"),
    Slip("the second of a pair for the first", POINTS, "down, _ = gradient", "_, down = gradient", r"returns theta first and the history second: `down` is the history\."),
    Slip("the second of a pair by its index", POINTS, "down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)", "down = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)[-1]", r"`down` is the history\."),
    Slip("a value raised", "1 loss", "    return x", "    raise x", r"a value is given back with `return`"),
    Slip("code behind the stub's exception", "1 loss", "    return x**4", "    raise NotImplementedError return x**4", r"A second line begins at `return`"),
)  # fmt: skip

SLIPS = (*BRACKETS, *LINES, *NAMES, *QUOTES, *WITHOUT_A_VALUE, *WRONG_KINDS, *VALUES)
