"""Slips of the small hours: a value that is nearly right, a mark copied along, a name half changed."""

import sys

from tests.slips.slip import Slip

DESCENT, POINTS = "1 gradient_descent", "1 find_critical_points"
FLOATS = "np.array(theta_init, dtype=float)"
GRAD = "    return 4 * x**3 - 6 * x"
LOOP = "for t in range(num_steps):"
RETURN = "    return theta, history"
TITLE, PANEL = '"gradient descent"', 'f"lr = {lrs[i]}"'
STEP = "        theta = theta - lr * grad_fn(theta)"
FIT = "def fit(X, y, lr=None, num_steps=10_000):"
STEP_OF_PATH = "\n        theta = theta - lr * grad_fn(theta)\n        path.append(theta.copy())"

STARTS = (
    # A scalar start is wrong here, not an array's.
    Slip("a scalar start in a list", DESCENT, FLOATS, "np.array([theta_init], dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a scalar start as a matrix", DESCENT, FLOATS, "np.matrix(theta_init, dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a rule that stops a scalar run", DESCENT, STEP, "        if abs(grad_fn(theta)) < 1e-8:\n            break\n" + STEP, r"expected theta = -7\.25355e-16", r"works for a scalar"),
    Slip("a start that only lists and arrays can copy", "4 trajectory", FLOATS, "theta_init", r"theta_init=\(5, 5\).*tuples have no `copy`"),
    Slip("a start that tuples cannot be", "2 lr_finder", FLOATS, "np.float64(theta_init) if np.isscalar(theta_init) else np.array(theta_init.copy(), dtype=float)", r"theta_init=\(1\.0, 2\.0\).*tuples have no `copy`"),
    Slip("a start that must be a number", DESCENT, FLOATS, "float(theta_init)", r"works for a scalar θ and raises for an array", "", ("scalar-only",)),
)  # fmt: skip

FACTORS = (
    Slip("t in the exponent of an exponential", "3 linear_bound", "(1 - mu / L) ** t", "np.exp(-mu / L * t)", r"expected 7\.5", "brackets"),
    Slip("no brackets around what the bound is divided by", "3 sublinear_bound", "distance / (2 * lr * t)", "distance / 2 * lr * t", r"multiplies by `lr`"),
)  # fmt: skip

NEXT_STEPS = (
    # With `&` the condition would be an array still.
    Slip("a whole list asked in a condition", "2 observe", "not np.isfinite(last)", "not np.isfinite(history)", r"say what you ask for", r"with `&`"),
    Slip("a chain of an array in a condition", "2 observe", "if last <= 1e-6 * first:", "if 0 < np.array(history) < 1:", r"say what you ask for", r"with `&`"),
    Slip("a right side of another length", "5 closed_form", "X.T @ y)", "y)", r"one number in b for each row of A", r"matrix product"),
)  # fmt: skip

COPIED = (
    Slip("a star of a list in a text", "1 grad", GRAD, "    * return 4 * x**3 - 6 * x", r"`\*` at the beginning of the line.*delete it", "brackets"),
    Slip("a star before a name that gets a value", DESCENT, "    history = []", "    * history = []", r"`\*` at the beginning of the line.*delete it"),
    Slip("a bullet before return", "1 grad", GRAD, "    • return 4 * x**3 - 6 * x", r"`•` at the beginning of the line.*delete it", r"type `\*`"),
    Slip("a factor in a line of its own", "1 grad", GRAD, "    return 4 * x**3\n    * 2", r"only inside brackets"),
    Slip("the line's number before a name", DESCENT, "    history = []", "    131 history = []", r"If `131` is the number of the line", "product"),
    Slip("the line's number and a colon", DESCENT, "    history = []", "    131: history = []", r"If `131` is the number of the line"),
    Slip("the line's number and a bar", DESCENT, "    history = []", "    131 | history = []", r"If `131` is the number of the line", "on the left"),
    Slip("the line's number before a call", DESCENT, "        history.append", "        133   history.append", r"If `133` is the number of the line", "product"),
    Slip("a factor before a call within brackets", "1 grad", GRAD, "    return (\n        4 np.power(x, 3)\n        - 6 * x\n    )", r"put a `\*` between", "number of the line"),
    Slip("a page's line break", "1 grad", GRAD, GRAD + "<br>", r"`<br>` belongs to a page", "behind it"),
    Slip("a page's superscript", "1 grad", GRAD, "    return 4 * x<sup>3</sup> - 6 * x", r"`<sup>` belongs to a page"),
    Slip("a page's space", "1 grad", GRAD, "    &nbsp;return 4 * x**3 - 6 * x", r"type the space itself"),
)  # fmt: skip
TEXTS = (
    Slip("LaTeX's xi in a text", "4 plot_trajectory", TITLE, r'"\xi"', r"Put an `r` before the quotes"),
    Slip("LaTeX's underline in a text", "4 plot_trajectory", TITLE, r'"$\underline{x}$"', r"Put an `r` before the quotes"),
    Slip("a path of Windows", "4 plot_trajectory", "ax.legend()", r'plt.savefig("C:\Users\me\plot.png")', r"Put an `r` before the quotes"),
)  # fmt: skip
# Python 3.12 and later read them.
NESTED = () if sys.version_info >= (3, 12) else (
    Slip("an f-string's own quotes in its brackets", "4 plot_learning_rates", PANEL, 'f"lr = {dict(lr=lrs[i])["lr"]}"', r"the other kind of quotes"),
    Slip("an f-string's own quotes in its second brackets", "4 plot_learning_rates", PANEL, """f'{i} {lrs[i]} {"".join('a')}'""", r"the other kind of quotes"),
    Slip("a backslash in an f-string's brackets", "4 plot_learning_rates", PANEL, r'''f"{str(lrs[i]) + '\n'}"''', r"in a line above"),
)  # fmt: skip
OTHERS = (
    Slip("MATLAB's quotient of matrices in one word", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", r"X\y", r"`np\.linalg\.solve\(\.\.\.\)` solves one", "part of a name"),
    Slip("a Greek letter of LaTeX's behind a matrix", "5 mse_loss", "X @ theta", r"X\theta", r"cannot be part of a name", "solve"),
    Slip("MATLAB's header with one value", "1 loss", "*", "function y = loss(x)\n    y = x**4 - 3 * x**2 + 2\nend\n\n\n", r"begins with `def` and its name", "space"),
    Slip("Octave's end of a loop", DESCENT, RETURN, "    endfor\n" + RETURN, r"Python has no `endfor`"),
    Slip("BASIC's end of a block", DESCENT, RETURN, "    end if\n" + RETURN, r"Python has no `end if`", r"end\(if\)"),
    Slip("a loop over a number's name alone", DESCENT, LOOP, "for num_steps:", r"written `for t in range\(num_steps\):`"),
    Slip("of for in", DESCENT, LOOP, "for t of range(num_steps):", r"written `for t in range\(num_steps\):`"),
    Slip("C's header", "1 loss", "*", "double loss(double x) {\n    return x**4;\n}\n\n\n", r"begins with `def` and its name"),
    Slip("Java's header", "1 loss", "*", "public static double loss(double x) {\n    return x**4;\n}\n\n\n", r"begins with `def` and its name", "it is not there|sentence"),
    Slip("JavaScript's short function", "1 loss", "*", "let loss = (x) => x**4 - 3 * x**2 + 2;\n\n\n", r"`lambda x: \.\.\.`", "it is not there"),
    Slip("Maple's function", "1 loss", "*", "loss := x -> x^4 - 3*x^2 + 2\n\n\n", r"`lambda x: \.\.\.`", "it is not there"),
    Slip("a broken line beside a function renamed", "1 loss", "*", "def Loss(x):\n    return x**4 - 3 * x**2 + 2\n\n\nx = loss(2 3)\n\n\n", r"it is not there.*`Loss\(x\)`"),
)  # fmt: skip
HEADERS = (
    Slip("def with a letter more", "1", "def loss(x)", "deff loss(x)", r"Is it `def` that you mean\?"),
    Slip("def with a letter less", "1", "def loss(x)", "de loss(x)", r"Is it `def` that you mean\?"),
    Slip("class for def", "1", "def loss(x)", "class loss(x)", r"`class` does not begin a function: write `def` in line \d+", "indent"),
    Slip("a number for a parameter", "1", "def loss(x)", "def loss(3.0)", r"names of its parameters"),
    Slip("a formula for a parameter", "1", "def loss(x)", "def loss(x**4)", r"names of its parameters"),
    Slip("a text for a parameter", "1", "def loss(x)", "def loss('x')", r"names of its parameters"),
)  # fmt: skip
LINES = (
    Slip("decimals behind a comma, returned", "1 grad", GRAD, "    return 4,0 * x**3 - 6,0 * x", r"the comma in `4,0` makes a tuple.*`4\.0`"),
    Slip("decimals behind a comma, for a name", POINTS, "h = 1e-4", "h = 0,5", r"`h = 0,5` makes a tuple.*`0\.5`", "make an array of it"),
    Slip("two whole numbers for two names", "2 grad", "x, y = theta", "a, b = 0,0\n    x, y = theta\n    y = 2 * y", r"expected", "decimals|makes a tuple"),
    Slip("a coordinate without its x", "2 grad", "np.array([2 * x, 200 * y])", "2,200 * y", r"expected \[-2\.5, 12\.5\]", "decimals", ("derivative-wrong-power",)),
    Slip("an array begun with whole numbers", "2 grad", "x, y = theta\n    return np.array([2 * x, 200 * y])", "g = np.array([0, 0])\n    g[0] = 2 * theta[0]\n    g[1] = 200 * theta[1]\n    return g", r"`g` an array of whole numbers"),
    Slip("the last of unsorted eigenvalues", "2 stable_lr_limit", "eigenvalues = np.linalg.eigvalsh(hessian)\n    return 2 / max(eigenvalues)", "return 2 / np.linalg.eigvals(hessian)[-1]", r"`np\.linalg\.eigvals` returns the eigenvalues in no order"),
    Slip("the first and the last of eig's eigenvalues", "2 optimal_lr", "eigenvalues = np.linalg.eigvalsh(hessian)", "eigenvalues, vectors = np.linalg.eig(hessian)", r"`np\.linalg\.eig` returns the eigenvalues in no order"),
    Slip("defaults given again", POINTS, "ends = []", "lr = 0.01\n    num_steps = 2000\n    ends = []", r"gives the argument `lr` a value of its own"),
    Slip("a start given again", "2 explore", "answers = {}", "answers = {}\n    theta_init = np.array([1.0, 1.0])", r"gives the argument `theta_init` a value of its own"),
    Slip("a default used whatever is passed", "5 fit", "    if lr is None:\n        lr = 1", "    lr = 1", r"gives the argument `lr` a value of its own"),
    Slip("another default for lr", "5", FIT, FIT.replace("None", "0.1"), r"gives `lr` the default 0\.1, the stub None"),
    Slip("another default for num_steps", "5", FIT, FIT.replace("10_000", "1000"), r"gives `num_steps` the default 1000, the stub 10000"),
    Slip("a rate less in the default", "2", "lrs=(0.001, 0.01, 0.1)", "lrs=(0.001, 0.01)", r"gives `lrs` the default \(0\.001, 0\.01\), the stub \(0\.001, 0\.01, 0\.1\)"),
    Slip("lists for the defaults", "2", "lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0)", "lrs=[0.001, 0.01, 0.1], theta_init=[1, 1]", ""),
    Slip("more slack than the bound has", "3 verify_rate", "1 + 1e-9", "1 + 1e-6", r"expected result\['bound_holds'\] = False .gap/bound is 1 \+ 5e-9"),
    Slip("both of fit_power_law in one name", "3 verify_rate", "exponent, coefficient = fit_power_law", "exponent = fit_power_law", r"`exponent` takes both things"),
    Slip("the two of fit_power_law exchanged", "3 verify_rate", "exponent, coefficient = fit_power_law", "coefficient, exponent = fit_power_law", r"returns the exponent first.*the other way round"),
    Slip("the two of fit exchanged", "5 compare", "theta_gd, history = fit", "history, theta_gd = fit", r"`fit` returns theta first.*the other way round", "print both shapes"),
    Slip("the counter where theta belongs", DESCENT, "grad_fn(theta)", "grad_fn(t)", r"first gradient is asked for at 0\.0; expected at 5\.0, the start", "first wrong at the start"),
    Slip("a raise without an exception", "5 closed_form", 'raise np.linalg.LinAlgError("X has not full rank")', "raise", r"write the exception behind it"),
    Slip("two values for extend", POINTS, "ends.append(float(down))\n        ends.append(float(up))", "ends.extend(float(down), float(up))", r"`extend` takes one list"),
    Slip("a notebook's prompt before a name", DESCENT, "    history = []", "    In [3]: history = []", r"`In \[3\]:` is the prompt of a notebook", "use `append`"),
)  # fmt: skip
SHAPES = (
    Slip("the second size of a flat array", "5 mse_loss", "len(y)", "y.shape[1]", r"`y` has fewer axes than that", "entry of a list"),
    Slip("a method of a number", "5 mse_loss", "np.sum(r**2)", "r**2.sum()", r"before `\.sum\(\)` into round brackets", "product"),
    Slip("the whole array given a value in the loop", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "g = np.zeros(X.shape[1])\n    for j in range(X.shape[1]):\n        g = np.mean((X @ theta - y) * X[:, j])\n    return g", r"`g\[j\] = \.\.\.` sets an entry"),
    Slip("an array begun with a repeated whole number", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "g = np.array([0] * X.shape[1])\n    for j in range(X.shape[1]):\n        g[j] = np.mean((X @ theta - y) * X[:, j])\n    return g", r"`g` an array of whole numbers"),
    Slip("an exception that is only made", "5 closed_form", "raise np.linalg.LinAlgError", "np.linalg.LinAlgError", r"write `raise` before it", "", ("accepts-singular",)),
    Slip("an exception's name as text", "5 closed_form", 'raise np.linalg.LinAlgError("X has not full rank")', 'return "LinAlgError"', r"raised with `raise`, not returned"),
)  # fmt: skip
SIGNS = (
    Slip("a blank in a comparison's sign", "2 predict", "abs(factor - 1) <= 1e-9", "abs(factor - 1) < = 1e-9", r"without a space: `<=`"),
    Slip("a comma before or", "2 observe", "not np.isfinite(last) or", "not np.isfinite(last), or", r"Delete the comma before `or`"),
    Slip("or forgotten", "2 observe", "not np.isfinite(last) or", "not np.isfinite(last)", r"Two conditions are side by side"),
    Slip("two points in a number", "2 observe", "1e-6", "0.000.001", r"`0\.000\.001` has two decimal points"),
    Slip("a quote among the digits", "1", "num_steps=2000", "num_steps=2'000", r"between the digits of a number: `2000`", "at both ends"),
    Slip("a blank among the digits", "1", "num_steps=2000", "num_steps=2 000", r"between the digits of a number: `2000`"),
    Slip("two numbers without their comma", "5 add_intercept", "X.reshape(-1, 1)", "X.reshape(1 200)", r"a comma, an operator", "digits"),
    Slip("an equals sign for a lambda's colon", POINTS, "lambda x: -grad_fn(x)", "lambda x = -grad_fn(x)", r"`lambda` needs a colon", "Parameters with a default"),
    Slip("a dict's value forgotten", "5 compare", '"theta_closed": theta_closed', '"theta_closed":', r"value behind this colon is missing"),
    Slip("three quotes for a word's", "2 observe", 'return "converges"', 'return \"\"\"converges"', r"The text that opens in line", "docstring"),
    Slip("NumPy imported below its use", DESCENT, "    history = []", "    import numpy as np\n    history = []", r"imports `np` further down", "another name"),
)  # fmt: skip
LOOPS = (
    Slip("an if for the loop", DESCENT, LOOP, "if num_steps > 0:", r"No line of this function is a loop", "put `return` below"),
    Slip("a loop's line without the loop", "4 trajectory", LOOP + STEP_OF_PATH, STEP_OF_PATH.replace("\n        ", "\n    ").strip(), r"No line of this function is a loop"),
    Slip("theta for the counter", DESCENT, LOOP, "for theta in range(num_steps):", r"gives `theta` another value in each pass"),
    Slip("lr for the counter", DESCENT, LOOP, "for lr in range(num_steps):", r"gives `lr` another value in each pass"),
    Slip("a helper's argument by another name", "1 grad", GRAD, "    return 4 * cube(x) - 6 * x\n\n\ndef cube(x):\n    return y**3", r"No line that has run gives `y` a value\. This function's only argument is `x`"),
    Slip("a power without its stars", "1 grad", "4 * x**3", "4 * x3", r"a power is written `x\*\*3`"),
)  # fmt: skip
# The letters are Cyrillic.
LETTERS = (
    Slip("a letter of another alphabet in a name", DESCENT, "history = []", "hist\u043ery = []", r"in `hist\u043ery` is of another alphabet"),
    Slip("a letter of another alphabet for the argument", "1 grad", "return 4 * x**3", "return 4 * \u0445**3", r"`\u0445` is of another alphabet, and only looks like `x`", "only argument"),
    Slip("an argument of another alphabet", "1", "def grad(x)", "def grad(\u0445)", r"`\u0445` is of another alphabet, and only looks like `x`", "only argument"),
    Slip("a letter of another alphabet behind a dot", "5 mse_grad", "X.T", "X.\u0422", r"only looks like `T`"),
    Slip("a Greek letter that is meant", DESCENT, "grad_fn(theta)", "grad_fn(θ)", r"`theta_init`", "alphabet"),
)  # fmt: skip

SLIPS = (
    *STARTS, *FACTORS, *NEXT_STEPS, *COPIED, *TEXTS, *NESTED, *OTHERS, *HEADERS, *LINES, *SHAPES, *SIGNS, *LOOPS, *LETTERS,
)  # fmt: skip
