"""Slips in a line that Python reads and runs, and in where a function stands."""

from tests.slips.slip import Slip

LOOP = "for t in range(num_steps):"
UPDATE = "        theta = theta - lr * grad_fn(theta)"
RETURN = "    return theta, history"
DESCENT = "1 gradient_descent"
GRAD = "    return 4 * x**3 - 6 * x"
IN_A_CLASS = "class Loss:\n    def loss(self, x):\n        return x**4 - 3 * x**2 + 2\n\n"

IN_A_LINE = (
    Slip("=- for -=", DESCENT, UPDATE, "        theta =- lr * grad_fn(theta)", r"write `-=`"),
    Slip("== for =", DESCENT, UPDATE, "        theta == theta - lr * grad_fn(theta)", r"only compares"),
    Slip("an arrow for =", DESCENT, UPDATE, "        theta <- theta - lr * grad_fn(theta)", r"less than minus"),
    Slip("a step kept nowhere", DESCENT, UPDATE, "        theta - lr * grad_fn(theta)", r"keeps it nowhere"),
    Slip("a step under a name of its own", DESCENT, UPDATE, "        theta_new = theta - lr * grad_fn(theta)", r"`theta_new` a value, and no line uses it"),
    Slip("a list joined and not kept", DESCENT, "history.append(loss_fn(theta))", "history + [loss_fn(theta)]", r"keeps it nowhere"),
    Slip("np.append not kept", DESCENT, "history.append(loss_fn(theta))", "np.append(history, loss_fn(theta))", r"`np\.append` returns something new"),
    Slip("a sum that goes on below return", "1 grad", GRAD, "    return 4 * x**3\n    - 6 * x", r"is never run.*only inside brackets", r"power rule|wrong sign"),
    Slip("return and its value in two lines", DESCENT, RETURN, "    return\n    theta, history", r"is never run"),
    Slip("two returns in a line", DESCENT, RETURN, "    return theta; return history", r"What follows the `return`"),
    Slip("a comma behind the result", "1 grad", GRAD, GRAD + ",", r"makes a tuple of one value"),
    Slip("a comma behind the start", DESCENT, "dtype=float)", "dtype=float),", r"makes a tuple of one value", r"raises for an array"),
    Slip("a key of its own name without quotes", "3 verify_rate", '"exponent": exponent', "exponent: exponent", r'write `"exponent"`'),
    Slip("and for a comma", DESCENT, RETURN, "    return theta and history", r"a comma makes a pair"),
    Slip("+= of an array to a list", "4 trajectory", "path.append(theta.copy())", "path += theta", r"`append` does"),
    Slip("arguments in each other's places", "5 fit", "mse_loss(theta, X, y)", "mse_loss(X, y, theta)", r"`X` is passed to `mse_loss` in the place of `theta`"),
    Slip("no brackets around the divisor", "5 mse_loss", "/ (2 * len(y))", "/ 2 * len(y)", r"what divides needs brackets"),
    Slip("two strokes for a quotient", "5 mse_loss", "np.sum(r**2) / (2 * len(y))", "1 // (2 * len(y)) * np.sum(r**2)", r"drops the fraction"),
    Slip("all that lstsq returns", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.lstsq(X, y)", r"returns several things"),
    Slip("return in the loop over t", "3 suboptimality", "    return np.array(gaps)", "        return np.array(gaps)", r"put it below the loop"),
    Slip("a function inside, never called", "1 grad", GRAD, "    def inner(x):\n        return 4 * x**3 - 6 * x", r"no `return`|no line calls it", "", ("returns-none",)),
    Slip("a function among the losses", DESCENT, "loss_fn(theta)", "loss_fn", r"function among the entries"),
    Slip("is between numbers", "2 predict", "if factor < 1", "if factor is 1", r"`==` for equal values"),
    Slip("a generator in np.all", "3 verify_rate", "np.all(gaps[1:] <= bound * (1 + 1e-9))", "np.all(g <= b * (1 + 1e-9) for g, b in zip(gaps[1:], bound))", r"NumPy's `all` takes a generator"),
    Slip("NumPy's all in the place of Python's", "3", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "all(g <= b * (1 + 1e-9) for g, b in zip(gaps[1:], bound))", ""),
    Slip("everything of NumPy imported", "3", "import numpy as np", "import numpy as np\nfrom numpy import *", ""),
    Slip("all not called", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "(gaps[1:] <= bound * (1 + 1e-9)).all", r"A function came back"),
    Slip("the title replaced by a text", "4 plot_trajectory", 'ax.set_title("gradient descent")', 'ax.title = "gradient descent"', r"call `ax\.set_title"),
    Slip("the history emptied in each pass", DESCENT, "        history.append(loss_fn(theta))", "        history = []\n        history.append(loss_fn(theta))", r"put it above the loop"),
    Slip("an async function", "1", "def grad(x):", "async def grad(x):", r"without `async`"),
)  # fmt: skip

MISPLACED = (
    Slip("a class around a function", "1 loss", "*", IN_A_CLASS, r"inside the class `Loss`: write it without a class"),
    Slip("a function inside another", "1 grad", "*", "    def grad(x):\n        return 4 * x**3 - 6 * x\n\n", r"inside `loss`, because the line is indented"),
    Slip("an indented header", "1", "def grad(x):", "    def grad(x):", r"begins at the left edge", r"it is not there"),
    Slip("a function that is not run", "1 grad", "*", "if False:\n    def grad(x):\n        return 4 * x**3 - 6 * x\n\n", r"inside `if`"),
    Slip("a class of the function's name", "1 grad", "*", "class grad:\n    def __call__(self, x):\n        return 4 * x**3 - 6 * x\n\n", r"`grad` is a class here", r"parameters are not"),
    Slip("a class that keeps the value", "1 grad", "*", "class grad:\n    def __init__(self, x):\n        self.x = 4 * x**3 - 6 * x\n\n", r"`grad` is a class, and its call"),
    Slip("a decorator without a return", "1", "def grad(x):", "def told(f):\n    print(f)\n\n\n@told\ndef grad(x):", r"by an `@`"),
)  # fmt: skip

# What looks like one of these and is right.
RIGHT = (
    Slip("a minus that is meant", "1 grad", GRAD, "    slope =-6 * x\n    return 4 * x**3 + slope", ""),
    Slip("a line that is never run and does no harm", "1 grad", GRAD, GRAD + "\n    print('done')", ""),
    Slip("a value that no line uses", "1 grad", GRAD, "    half = x / 2\n" + GRAD, ""),
    Slip("a helper in a class", "1", "", "\n\nclass Helper:\n    def grad(self, x):\n        return x\n", ""),
    Slip("C's comments", "1 grad", GRAD, "    // slope\n    /* of L */\n" + GRAD, ""),
)  # fmt: skip

SLIPS = (*IN_A_LINE, *MISPLACED, *RIGHT)
