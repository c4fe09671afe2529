"""Slips in arrays: NumPy's functions, and shapes that do not fit."""

from tests.slips.parts import DESCENT, POINTS
from tests.slips.slip import Slip

ENTRIES = (
    Slip("the second size of a flat array", "5 mse_loss", "len(y)", "y.shape[1]", r"`y` has fewer axes than that", "entry of a list"),
    Slip("a method of a number", "5 mse_loss", "np.sum(r**2)", "r**2.sum()", r"before `\.sum\(\)` into round brackets", "product"),
    Slip("the whole array given a value in the loop", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "g = np.zeros(X.shape[1])\n    for j in range(X.shape[1]):\n        g = np.mean((X @ theta - y) * X[:, j])\n    return g", r"`g\[j\] = \.\.\.` sets an entry"),
    Slip("an array begun with a repeated whole number", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "g = np.array([0] * X.shape[1])\n    for j in range(X.shape[1]):\n        g[j] = np.mean((X @ theta - y) * X[:, j])\n    return g", r"`g` an array of whole numbers"),
    Slip("an exception that is only made", "5 closed_form", "raise np.linalg.LinAlgError", "np.linalg.LinAlgError", r"write `raise` before it", "", ("accepts-singular",)),
    Slip("an exception's name as text", "5 closed_form", 'raise np.linalg.LinAlgError("X has not full rank")', 'return "LinAlgError"', r"raised with `raise`, not returned"),
)  # fmt: skip

WORDS = (
    Slip("NumPy under no name", "1", "import numpy as np", "import np", r"`import numpy as np`", r"Only NumPy"),
    Slip("pyplot from the wrong place", "4", "import matplotlib.pyplot as plt", "from matplotlib import plt", r"`import matplotlib\.pyplot as plt`"),
    Slip("exercise 1 under a short name", "2", "import numpy as np", "import numpy as np\nfrom ex1 import gradient_descent", r"`from exercises\.ex1_gradient_descent import gradient_descent`", r"Only NumPy"),
    Slip("pyplot under NumPy's name", "4", "import numpy as np", "import matplotlib.pyplot as np", r"is the module `matplotlib\.pyplot`", r"is used here"),
    Slip("a type that is not imported", "1", "def grad(x):", "def grad(x: List[float]):", r"from typing import List"),
    Slip("a cache for arrays", "1", "def grad(x):", "from functools import lru_cache\n\n\n@lru_cache\ndef grad(x):", r"delete that line"),
    Slip("a dict with an array as a key", "2 explore", "answers[lr] =", "answers[theta] =", r"cannot be a key"),
    Slip("two numbers in np.max", "2 predict", "np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))", "np.max(abs(1 - lr), abs(1 + lr))", r"NumPy's `max` takes one array", r"decimal point"),
    Slip("a generator in np.sum", "5 mse_loss", "np.sum(r**2)", "np.sum(e**2 for e in r)", r"takes no generator"),
    Slip("brackets behind None", "4 plot_trajectory", "if ax is None", "if ax is None()", r"`None` is not a function"),
    Slip("a pair as an index", "4 plot_learning_rates", "for i in range(len(lrs))", "for i in enumerate(lrs)", r"takes pairs apart"),
    Slip("subplots not called", "4 plot_trajectory", "plt.subplots()", "plt.subplots", r"its result comes with round brackets"),
    Slip("a file that is not there", DESCENT, "history = []", "history = []\n    open('data.txt')", r"none is needed"),
    Slip("values for functions", POINTS, "gradient_descent(loss_fn, grad_fn, start, ", "gradient_descent(loss_fn(start), grad_fn(start), start, ", r"`loss_fn\(start\)` is passed", r"product"),
    Slip("brackets after the transpose", "5 mse_grad", "X.T @", "X.T() @", r"`X\.T` is not a function"),
    Slip("a small t for the transpose", "5 mse_grad", "X.T @", "X.t @", r"is `\.T`"),
    Slip("np.transpose not called", "5 mse_grad", "X.T @", "np.transpose @", r"`np\.transpose` is a function", r"is a method"),
    Slip("np.c_ called", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.c_(np.ones(len(X)), X)", r"take square brackets"),
    Slip("an argument too few for NumPy", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.solve(X.T @ X)", r"`solve` needs one argument more"),
    Slip("an array for range", DESCENT, "range(num_steps)", "range(theta_init)", r"this is an array|`range` counts|decimal point"),
    Slip("range of an array", "5 fit", "range(num_steps)", "range(X)", r"and this is an array"),
    Slip("text for a whole number", DESCENT, "history = []", "history = np.zeros('num_steps')", r"text in quotes"),
    Slip("a word for an index of an array", "2 grad", "x, y = theta", "x = theta['x']\n    y = theta['y']", r"no names for its entries", r"decimal point"),
    Slip("entries as indices", "2 explore", "for lr in lrs:", "for i in lrs:\n        lr = lrs[i]", r"use `i` as it is", r"decimal point"),
    Slip("and between arrays", "3 fit_power_law", "(steps > 0) & (gaps > 0)", "(steps > 0) and (gaps > 0)", r"`&` or `\|` between"),
    Slip("a list with an array as its index", "3 fit_power_law", "steps[keep]", "list(steps)[keep]", r"make an array of the list"),
    Slip("round of a list", POINTS, "sorted(ends)", "round(ends, 3)", r"`np\.round` takes lists"),
    Slip("append with an equals sign", DESCENT, "history.append(loss_fn(theta))", "history.append = loss_fn(theta)", r"`history\.append\(\.\.\.\)`"),
    Slip("a history that is a tuple", DESCENT, "history = []", "history = [],", r"ends in a comma, which makes `history` a tuple"),
    Slip("a history that is an empty tuple", DESCENT, "history = []", "history = ()", r"A tuple cannot grow"),
    Slip("isnan as a method", "2 observe", "not np.isfinite(last)", "last.isnan()", r"write `np\.isnan"),
    Slip("show of an Axes", "4 plot_trajectory", "    return ax", "    ax.show()\n    return ax", r"has no `show`"),
    Slip("a title in two pieces", "4 plot_learning_rates", 'f"lr = {lrs[i]}"', '"lr =", lrs[i]', r"with an f-string"),
    Slip("as many rows as a list", "4 plot_learning_rates", "plt.subplots(1, len(lrs), squeeze=False)", "plt.subplots(lrs)", r"number of rows"),
    Slip("NumPy's rank", "5 closed_form", "np.linalg.matrix_rank", "np.rank", r"write `np\.linalg\.matrix_rank`"),
)  # fmt: skip

PRODUCTS = (
    Slip("a point sought among pairs", "1 find_critical_points", "        if points and x - points[-1][0] < 1e-3:", "        if np.array([x, x]) in points + [(x, x)]:", r"`in` compares entry by entry"),
    Slip("matmul of one matrix", "5 mse_loss", "X @ theta", "np.matmul(X)", r"`matmul` needs one argument more than it gets in this line\."),
    Slip("dot without the transpose", "5 mse_grad", "X.T @ (X @ theta - y)", "np.dot(X, X @ theta - y)", "In a matrix product the columns of the left one must be as many", "", ("missing-transpose",)),
    Slip("the method dot before an at", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T.dot @ (X @ theta - y)", r"`X\.T\.dot` is a method that multiplies: give it the other matrix"),
    Slip("a dot between matrices", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T . (X @ theta - y)", r"The product of matrices is written `@`\."),
    Slip("the transpose of something", "5 mse_grad", "X.T @", "X.transpose(theta) @", r"`X\.transpose` multiplies nothing: `X\.T` is the transpose, and"),
    Slip("theta before y is subtracted", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T @ X @ theta - y", r"Shapes \(2,\) and \(4,\) do not go together entry by entry: print"),
    Slip("flatten not called", "5 mse_loss", "np.ravel(y)", "y.flatten", "There is a function where a number is needed: call it, with its"),
    Slip("at for a diagonal", "3 suboptimality", "np.sum(eigenvalues * theta**2)", "theta @ eigenvalues @ theta", "`@` is for matrices and vectors, and one of the two is a single"),
    Slip("matrix_rank not called", "5 closed_form", "np.linalg.matrix_rank(X) < X.shape[1]", "np.linalg.matrix_rank < X.shape[1]", "There is a function where a number is needed: call it, with its"),
    Slip("a determinant of X", "5 closed_form", "np.linalg.matrix_rank(X) < X.shape[1]", "np.linalg.det(X) == 0", "A matrix with as many rows as columns is needed there: print"),
    Slip("two stars in the normal equation", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.inv(X.T @ X) * X.T * y", r"`\*` multiplies entry by entry\. If you mean the product of a"),
    Slip("the inverse times y", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.inv(X.T @ X) @ y", "In a matrix product the columns of the left one must be as many"),
    Slip("both sides of solve exchanged", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.solve(X.T @ y, X.T @ X)", "A matrix with two axes is needed there: print the shape just"),
    Slip("solve with X itself", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.solve(X, y)", "A matrix with as many rows as columns is needed there: print"),
    Slip("eigenvalues of X", "5 fit", "np.linalg.eigvalsh(X.T @ X / len(X))[-1]", "np.linalg.eigvalsh(X)[-1]", "A matrix with as many rows as columns is needed there: print"),
    Slip("one entry of theta for theta", "5 compare", "theta_gd, history = fit(X, y, lr, num_steps)", "theta_gd = fit(X, y, lr, num_steps)[0][0]", "`@` is for matrices and vectors, and one of the two is a single"),
)  # fmt: skip

SHAPES = (
    Slip("not of all answers", "4 plot_trajectory", "np.all(np.isfinite(path), axis=1)", "not np.isnan(path)", r"the opposite of each answer in an array is `~`"),
    Slip("a shape in a formula", "5 mse_loss", "len(y)", "y.shape", r"In line \d+ `y\.shape` is a tuple, of one number for each axis:"),
    Slip("np.norm", "5 mse_loss", "np.sum(r**2)", "np.norm(r)**2", r"It is in NumPy's part for linear algebra: `np\.linalg\.norm`\."),
    Slip("lists subtracted in a norm", "3 sublinear_bound", "np.sum((np.asarray(theta_init) - np.asarray(theta_star)) ** 2)", "np.linalg.norm(theta_init - theta_star)**2", "Lists and tuples do not compute entry by entry: make arrays"),
    Slip("eigenvalues of eigenvalues", "3 linear_bound", "np.min(eigenvalues)", "np.linalg.eigvalsh(eigenvalues)[0]", "A matrix with two axes is needed there: print the shape just"),
    Slip("an array of T for T + 1", "3 suboptimality", "        gaps.append(0.5 * np.sum(eigenvalues * theta**2))", "        z = np.zeros(num_steps)\n        z[t] = 0.5 * np.sum(eigenvalues * theta**2)\n        gaps.append(z[t])", r"Indices count from 0: the last of 3 entries has index 2\."),
    Slip("brackets around a product", "3 suboptimality", "theta - lr * eigenvalues * theta", "theta - lr * [eigenvalues * theta]", "There is a list, a tuple or text where an array or a number is"),
    Slip("and in an index", "3 fit_power_law", "steps[keep]", "steps[steps > 0 and gaps > 0]", r"`and`, `or` and `a < x < b` are for single numbers\. For arrays"),
    Slip("one of two left a list", "3 fit_power_law", "    gaps = np.asarray(gaps, dtype=float)\n", "", "A list or a tuple is not compared with a number: make an array"),
    Slip("and behind an and sign", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "(steps > 0) & (gaps > 0) and np.isfinite(gaps)", r"`and`, `or` and `a < x < b` are for single numbers\. For arrays"),
    Slip("an and sign without brackets", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "steps > 0 & gaps > 0 & np.isfinite(gaps)", r"`\&` and `\|` come before `<` and `>`: put each comparison into"),
    Slip("where with two conditions", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "np.where(steps > 0, gaps > 0)", r"`np\.where` takes one condition; two conditions are joined with"),
    Slip("coefficients compared", "3 classify_rate", "power_error < line_error", "power < line", "An array is true or false entry by entry: say what you ask for,"),
    Slip("polyval's two exchanged", "3 classify_rate", "np.polyval(power, np.log(x))", "np.polyval(np.log(x), power)", r"Shapes \(100,\) and \(2,\) do not go together entry by entry: print"),
    Slip("append along an axis", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.append(np.ones(len(X)), X, axis=1)", r"An array with one axis has axis 0 only\."),
    Slip("a bracket in the wrong place of ones", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.c_[np.ones(len(X), X)]", r"`np\.ones` takes the shape as one argument: put its numbers into"),
    Slip("ones above the rows", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.vstack([np.ones(len(X)), X])", r"shape \(3, 2\); expected \(2, 3\)"),
    Slip("reshape to 1", "5 add_intercept", "X.reshape(-1, 1)", "X.reshape(1)", "The new shape needs as many entries as there are: `-1` in one"),
    Slip("ndim called", "5 add_intercept", "X.ndim == 1", "X.ndim() == 1", r"`X\.ndim` is a number, and round brackets call a function: leave"),
    Slip("a single one beside the rows", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.column_stack([1, X])", "Only shapes that fit can be put side by side: print the shape"),
    Slip("a counter too far", "4 plot_trajectory", "for j in range(60):", "for j in range(61):", r"Indices count from 0: the last of 60 entries has index 59\."),
    Slip("a step as long as the grid", "4 plot_trajectory", "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "np.arange(low[0], high[0], 60)", r"Indices count from 0: the only entry has index 0\."),
    Slip("a condition for each number", "4 plot_trajectory", "np.all(np.isfinite(path), axis=1)", "np.isfinite(path)", r"`path\[\.\.\.\]` with a condition for each number takes single"),
    Slip("both corners for a range", "4 plot_trajectory", "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "np.linspace(low, high, 60)", "The entries are not all of one shape, so they make no array of"),
)  # fmt: skip

MORE = (
    Slip("out of a number", "1 grad", "return 4 * x**3 - 6 * x", "g = x * x\n    np.multiply(g, x, out=g)\n    return 4 * g - 6 * x", r"`out=\.\.\.` takes an array to write into"),
    Slip("a power with three numbers", "1 grad", "x**3", "pow(x, 3, 4)", "a power takes two"),
    Slip("polyval's two exchanged for a number", "1 loss", "x**4 - 3 * x**2 + 2", "np.polyval(x, [1, 0, -3, 0, 2])", "takes the coefficients first", "looped over"),
    Slip("insert without a place", DESCENT, "history.append(loss_fn(theta))", "history.insert(loss_fn(theta))", "`insert` takes a place and a value"),
    Slip("resize for reshape", "5 add_intercept", "X = X.reshape(-1, 1)", "X = X.resize(-1, 1)", "`resize` changes the array itself"),
    Slip("np.gradient with theta", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "return np.gradient(mse_loss(theta, X, y), theta)", "it differentiates no function"),
    Slip("rows for columns of lstsq", "3 fit_power_law", "np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "np.linalg.lstsq(np.array([np.log(steps[keep]), np.ones(keep.sum())]), np.log(gaps[keep]), rcond=None)[0]", "with a row for each value on the right side"),
    Slip("an eye of two for n", "2 predict", "np.abs(1 - lr * np.linalg.eigvalsh(hessian))", "np.abs(np.eye(2) - lr * hessian)", r"Shapes \(2,2\) and \(3,3\) do not go together", "write `@`"),
    Slip("the index of the least in an array", "2 lr_finder", "np.argmin(losses)", "np.array(losses).index(min(losses))", r"`np\.argmin\(\.\.\.\)` gives the place of the minimum"),
    Slip("the index of a value in an array", "2 lr_finder", "np.argmin(losses)", "np.array(losses).index(losses[0])", "Arrays have no `index`, lists have"),
    Slip("np.append's result lost", "3 suboptimality", "    return np.array(gaps)", "    kept = np.array([])\n    for gap in gaps:\n        np.append(kept, gap)\n    return kept / np.max(kept)", r"`np\.append` returns a new array and leaves the old one as it is"),
    Slip("the least of nothing", "2 lr_finder", "np.argmin(losses)", "np.argmin([])", "There is nothing in it in this call", r"np\.append"),
    Slip("the first of what eig returns by its place", "2 stable_lr_limit", "eigenvalues = np.linalg.eigvalsh(hessian)\n    return 2 / max(eigenvalues)", "return 2 / np.linalg.eig(hessian)[0][-1]", r"in no order: `\[-1\]` in line \d+ may be any of them"),
    Slip("a fit in a scaled variable", "3 fit_power_law", "np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "np.polynomial.Polynomial.fit(np.log(steps[keep]), np.log(gaps[keep]), 1).coef[::-1]", r"fits in a scaled variable: `\.convert\(\)\.coef`"),
    Slip("cut by astype", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.column_stack([np.ones(len(X)), X]).astype(int)", r"In line \d+ `int` cuts every number to a whole one"),
    Slip("whole numbers summed into", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "g = np.zeros(X.shape[1], dtype=int)\n    for i in range(len(y)):\n        g += X[i] * (X[i] @ theta - y[i])\n    return g / len(y)", "holds whole numbers, and takes no fractions", "The start may be integers"),
)  # fmt: skip

RATE = 'if power_error < line_error:\n        return "sublinear"\n    return "linear"'
TAKEN = (
    Slip("lstsq's four things for two", "3 fit_power_law", "slope, intercept = np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "A = np.c_[np.log(steps[keep]), np.ones(np.sum(keep))]\n    slope, intercept = np.linalg.lstsq(A, np.log(gaps[keep]))", r"`np\.linalg\.lstsq` returns four things, the solution first"),
    Slip("scipy's names of what polyfit returns", "3 fit_power_law", "slope, intercept = np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "fit = np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)\n    slope, intercept = fit.slope, fit.intercept", r"of a line the slope, then the constant"),
    Slip("a comparison for an index", "3 classify_rate", RATE, 'return ("linear", "sublinear")[power_error < line_error]', r"what NumPy compares gives none: write `a if condition else b`"),
    Slip("the least of a dict", "3 classify_rate", RATE, 'return {"sublinear": power_error, "linear": line_error}.min()', r"A dict has no `min`"),
    Slip("the word of the rate in a list", "3 classify_rate", RATE, 'return ["sublinear" if power_error < line_error else "linear"]', r"take it out of its brackets"),
    Slip("every comparison for all", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "gaps[1:] <= bound * (1 + 1e-9)", r"`np\.all\(\.\.\.\)` says whether all of them are True"),
    Slip("True in quotes", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "str(np.all(gaps[1:] <= bound * (1 + 1e-9)))", r"write it without quotes"),
    Slip("a list around the array", "3 sublinear_bound", "return distance / (2 * lr * t)", "return [distance / (2 * lr * t)]", r"brackets around the whole put it into another list"),
    Slip("no sum over the coordinates", "3 suboptimality", "0.5 * np.sum(eigenvalues * theta**2)", "0.5 * eigenvalues * theta**2", r"each entry is an array itself, where a number is expected"),
    Slip("a loop over two with a comma, in brackets", "3 sublinear_bound", "np.sum((np.asarray(theta_init) - np.asarray(theta_star)) ** 2)", "sum((a - b) ** 2 for a, b in theta_init, theta_star)", r"gone through side by side with `zip`"),
)  # fmt: skip

RAISES = (
    Slip("the rank beside the rows", "5 closed_form", "< X.shape[1]", "< X.shape[0]", r"This call should return a value, and the `raise` in line \d+ ends it"),
    Slip("a raise for the limit", "2 predict", 'return "oscillates"', 'raise ValueError("at the limit")', r"This call should return a value, and the `raise` in line \d+ ends it"),
    Slip("a raise behind its condition", "5 closed_form", "if np.linalg.matrix_rank(X) < X.shape[1]:\n        raise", "if np.linalg.cond(X) > 10: raise", r"the `raise` in line \d+ ends it: check its condition"),
    Slip("another exception than LinAlgError", "5 closed_form", "np.linalg.LinAlgError(", "ValueError(", r"expected LinAlgError", "should return a value"),
)  # fmt: skip

SLIPS = (*ENTRIES, *WORDS, *PRODUCTS, *SHAPES, *MORE, *TAKEN, *RAISES)
