"""Parts of the right solutions that slips change, and words that several messages have in common."""

DESCENT = "1 gradient_descent"
POINTS = "1 find_critical_points"
HEADER_OF_DESCENT = "def gradient_descent(loss_fn, grad_fn, theta_init, {}, num_steps):"
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
PLOT = "4 plot_trajectory"
PANELS = "4 plot_learning_rates"
CONTOUR = "ax.contour(xs, ys, Z, levels=15)"
PATH = 'ax.plot(good[:, 0], good[:, 1], ".-", color="red")'
SUBPLOTS = "plt.subplots(1, len(lrs), squeeze=False)"
KEEP = "np.all(np.isfinite(path), axis=1)"
TITLE = 'f"lr = {lrs[i]}"'
LOOP = "for t in range(num_steps):"
RETURN = "    return theta, history"
NAMED = '"gradient descent"'
FIT = "def fit(X, y, lr=None, num_steps=10_000):"
STEP_OF_PATH = "\n        theta = theta - lr * grad_fn(theta)\n        path.append(theta.copy())"
LAMBDA = "lambda x: -loss_fn(x)"
NOT_SPACED = r"cannot contain a space"
IN_A_CLASS = "class Loss:\n    def loss(self, x):\n        return x**4 - 3 * x**2 + 2\n\n"
EXPLORE = "2 explore"
IMPORT = "import numpy as np"
IS_TEXT = r"This is text, and no Python"
NO_VALUE = r"`np` has no value, because .*line \d+, fails"
NOT_IMPORTED = r"has not been imported|it is not there"
WHOLE_DESCENT = """\
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
{body}
    return theta, history


"""
RECORD_OF_ALL = "    history.append(loss_fn(theta))"
STEP_OF_ALL = "    theta = theta - lr * grad_fn(theta)"
LAST = '    return "oscillates"'
CONFLICT = "<<<<<<< HEAD\n{0}\n=======\n{1}\n>>>>>>> main"
NOTHING_RETURNED = r"got None|returns-none|no `return`"
POWER = r"`\*\*`"
FORMULA = "return 4 * x**3 - 6 * x"
UPDATE = "theta = theta - lr * grad_fn(theta)"
EIGENVALUES = "eigenvalues = np.linalg.eigvalsh(hessian)"
MEANT = r"is it `{0}` that you mean"


def descent(*lines: str) -> str:
    """Return a whole `gradient_descent` with these lines between its begin and its `return`."""
    return WHOLE_DESCENT.format(body="\n".join("    " + line for line in lines))


def exploring(verdict: str) -> str:
    """Return an `explore` that imports exercise 1's loop, with these words for each verdict."""
    return (
        "\n\nfrom exercises.ex1_gradient_descent import gradient_descent\n\n\n"
        "def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):\n"
        f"    answers = {{}}\n    for lr in lrs:\n        {verdict}\n    return answers\n"
    )
