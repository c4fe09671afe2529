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

SLIPS = (*BRACKETS, *LINES, *NAMES, *QUOTES, *WITHOUT_A_VALUE)
