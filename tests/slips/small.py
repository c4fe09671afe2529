"""Slips of one word or one sign, and of what a loop or a function keeps to itself."""

from tests.slips.slip import Slip

DESCENT, POINTS = "1 gradient_descent", "1 find_critical_points"
GRAD = "return 4 * x**3 - 6 * x"
LOOP = "for t in range(num_steps):"
STEP = "theta = theta - lr * grad_fn(theta)"
LIMIT = "eigenvalues = np.linalg.eigvalsh(hessian)"
MEANT = r"is it `{0}` that you mean"

SIGNS = (
    Slip("NOT in capitals", POINTS, "if not np", "if NOT np", r"`not` for `NOT`"),
    Slip("AND in capitals", POINTS, "if points and", "if points AND", r"`and` for `AND`"),
    Slip("for each", DESCENT, LOOP, "for each t in range(num_steps):", r"no `each` here"),
    Slip("if without else in a value", POINTS, "points.append((x, kind))", "points.append((x, 'minimum' if slope > 0))", r"needs both values"),
    Slip("is before a comparison", "2 predict", "if factor < 1", "if factor is < 1", r"Write `<` alone"),
    Slip("a space within -=", DESCENT, STEP, "theta - = lr * grad_fn(theta)", r"without a space: `-=`"),
    Slip("an x for a product of numbers", POINTS, "h = 1e-4", "h = 1x10**-4", r"not a sign for a product: write `1 \* 10`"),
    Slip("a curly bracket that closes alone", "4 plot_learning_rates", '{lrs[i]}"', 'lrs[i]}"', r"closes and does not open"),
    Slip("= for a colon in a dict", "5 compare", '"theta_gd": theta_gd', '"theta_gd" = theta_gd', r"a colon joins a key", r"comes first"),
    Slip("a name in quotes gets a value", DESCENT, "history = []", '"history" = []', r"has no quotes", r"a colon joins"),
    Slip("a star import in a function", "1 grad", GRAD, f"from numpy import *\n    {GRAD}", r"top of the file"),
    Slip("a dot forgotten after np", "2 grad", "np.array(", "np array(", r"A dot is missing: `np\.array`", r"a comma"),
    Slip("np and array in one word", "2 grad", "np.array(", "nparray(", r"A dot is missing: `np\.array`"),
    Slip("=+ for += of a list", POINTS, "points.append((x, kind))", "points =+ [(x, kind)]", r"write `\+=`", r"entry by entry"),
    Slip("the letter O for a zero", POINTS, "slope > 0", "slope > O", r"is meant: this is the letter `O`"),
    Slip("the letter l for a one", POINTS, "h = 1e-4", "h = le-4", r"is meant: this is the letter `l`"),
)  # fmt: skip

WORDS = (
    Slip("return in Spanish", "1 grad", "return 4", "retornar 4", r"`return` for `retornar`"),
    Slip("for in German", DESCENT, LOOP, "für t in range(num_steps):", r"`for` for `für`"),
    Slip("for and in in Spanish", DESCENT, LOOP, "para t en range(num_steps):", r"`for` for `para`"),
    Slip("if in Spanish", "2 predict", "if factor", "si factor", r"`if` for `si`"),
    Slip("if in German", "2 predict", "if factor", "wenn factor", r"`if` for `wenn`"),
    Slip("else in German", POINTS, "    else:\n", "    sonst:\n", r"`else` for `sonst`"),
    Slip("while in French", DESCENT, LOOP, "tantque t < num_steps:", r"SyntaxError"),
    Slip("def in Spanish", "1", "def grad(x):", "definir grad(x):", r"`def` for `definir`"),
    Slip("a letter forgotten in a verdict", "2 predict", '"oscillates"', '"oscilates"', r"how it is spelt"),
    Slip("a verdict without its s", "2 predict", '"converges"', '"converge"', r"how it is spelt"),
    Slip("a hyphen in a verdict", "3 classify_rate", '"sublinear"', '"sub-linear"', r"how it is spelt"),
    Slip("Sum for sum", "5 mse_loss", "np.sum(r**2)", "Sum(r**2)", MEANT.format("sum")),
    Slip("L for l", "3 linear_bound", "L = np.max", "l = np.max", MEANT.format("l")),
    Slip("XT for X.T", "5 mse_grad", "X.T @ (X", "XT @ (X", r"written `X\.T`"),
    Slip("NumPy's infinity of old", "2 lr_finder", "end = np.inf", "end = np.infinity", r"write `np\.inf`", r"isfinite"),
    Slip("NumPy's product of old", DESCENT, STEP, "theta = theta - np.product([lr, grad_fn(theta)])", r"write `np\.prod`"),
    Slip("np.lin", "2 stable_lr_limit", "np.linalg", "np.lin", r"write `np\.linalg`"),
)  # fmt: skip

VALUES = (
    Slip("an axis for Python's max", "2 stable_lr_limit", "max(eigenvalues)", "max(eigenvalues, axis=0)", r"has no `axis`.*`np\.max`"),
    Slip("the largest of all that eigh returns", "2 stable_lr_limit", LIMIT, "eigenvalues = np.linalg.eigh(hessian)", r"`eigenvalues` holds two things", r"np\.all"),
    Slip("the largest of all that eig returns, of a quotient", "5 fit", "np.linalg.eigvalsh(X.T @ X / len(X))[-1]", "max(np.linalg.eig(X.T @ X / len(X)))", r"return two things", r"np\.all"),
    Slip("a list asked whether it is finite", "2 observe", "np.isfinite(last)", "history.isfinite()", r"np\.isfinite"),
    Slip("list without brackets", DESCENT, "history = []", "history = list", r"an empty list is `\[\]`"),
    Slip("an array asked to remove", "3 fit_power_law", "keep = (steps", "gaps.remove(0)\n    keep = (steps", r"a condition in square brackets"),
    Slip("nothing left to fit", "3 verify_rate", "if np.sum((gaps[first:] > 0) & np.isfinite(gaps[first:])) >= 2:", "if True:", r"No pair is left"),
    Slip("a while that counts nothing", DESCENT, LOOP, "t = 0\n    while t < num_steps:", r"changes `t` or `num_steps`"),
    Slip("a while whose flag stays", DESCENT, LOOP, "done = False\n    while not done:", r"changes `done`"),
    Slip("an except that says nothing", DESCENT, STEP, "try:\n            theta = theta - lr * grad_fn(tetha)\n        except:\n            pass", r"hides what goes wrong"),
    Slip("yield for return of a pair", DESCENT, "return theta, history", "yield theta, history", r"`yield` does not"),
    Slip("an async function of a pair", "1", "def gradient_descent(", "async def gradient_descent(", r"without `async`"),
    Slip("a function defined a second time", "1", "# %%\nif __name__", "def grad(x):\n    return x\n\n\n# %%\nif __name__", r"Line \d+ defines `grad` again, after line \d+", r"power rule"),
    Slip("only the first term", "1 grad", GRAD, "return 4 * x**3", r"expected", r"wrong sign|power rule"),
)  # fmt: skip

SLIPS = (*SIGNS, *WORDS, *VALUES)
