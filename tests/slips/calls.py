"""Slips in calls: what a function is given, in which order, and what it gives back."""

from tests.slips.parts import DESCENT, FLOATS, HEADER_OF_DESCENT, POINTS, STEP
from tests.slips.slip import Slip

PLACES = (
    Slip("polyfit without a degree", "3 fit_power_law", "np.log(gaps[keep]), 1)", "np.log(gaps[keep]))", r"`polyfit` needs one argument more than it gets in this line\."),
    Slip("all that lstsq returns for two names", "3 fit_power_law", "np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)", "np.linalg.lstsq(np.vstack([np.log(steps[keep]), np.ones(sum(keep))]).T, np.log(gaps[keep]))", "The right side holds more values than the names on the left of"),
    Slip("coefficients called", "3 classify_rate", "np.polyval(power, np.log(x))", "power(np.log(x))", r"`power` holds the coefficients that `np\.polyfit` found:"),
    Slip("the gap at 0 against the bound", "3 verify_rate", "gaps[1:] <=", "gaps <=", r"Shapes \(3001,\) and \(3000,\) do not go together entry by entry:"),
    Slip("all gaps beside some steps", "3 verify_rate", "fit_power_law(t, gaps[first:])", "fit_power_law(t, gaps)", r"Shapes \(2991,\) and \(3001,\) do not go together entry by entry:"),
    Slip("none", "5 add_intercept", "X = X.reshape(-1, 1)", "X.reshape(-1, 1)", ""),
    Slip("an argument more for the gradient", "5 fit", "lr * mse_grad(theta, X, y)", "lr * mse_grad(theta, X, y, lr)", r"The stub's header is `mse_grad\(theta, X, y\)`: compare it with"),
    Slip("a loss without theta", "5 compare", "mse_loss(theta_gd, X, y)", "mse_loss(X, y)", r"The stub's header is `mse_loss\(theta, X, y\)`: compare it with"),
    Slip("closed_form of nothing", "5 compare", "closed_form(X, y)", "closed_form()", r"The stub's header is `closed_form\(X, y\)`: compare it with the"),
    Slip("theta in the middle", "5 fit", "mse_grad(theta, X, y)", "mse_grad(X, theta, y)", r"In line \d+ `X` is passed to `mse_grad` in the place of `theta`:"),
    Slip("the gradient in the place of the loss", POINTS, "gradient_descent(loss_fn, grad_fn, start", "gradient_descent(grad_fn, loss_fn, start", r"In line \d+ `grad_fn` is passed to `gradient_descent` in the place of `loss_fn`"),
    Slip("this exercise's gradient in the place of its loss", "2 explore", "        theta = np.array(theta_init, dtype=float)\n        history = []\n        for t in range(num_steps):\n            history.append(loss(theta))\n            theta = theta - lr * grad(theta)", "        best_lr, history = lr_finder(grad, loss, theta_init, lrs)", r"In line \d+ `grad` is passed to `lr_finder` in the place of `loss_fn`"),
    Slip("an intercept added before the closed form", "5 closed_form", "    y = np.ravel(y)\n", "    y = np.ravel(y)\n    X = add_intercept(X)\n", r"Line \d+ adds a column to X: use X as it is given"),
    Slip("a column of ones added before the fit", "5 fit", "    if lr is None:", "    X = np.c_[np.ones(len(X)), X]\n    if lr is None:", r"Line \d+ adds a column to X: use X as it is given"),
    Slip("a column inserted before the comparison", "5 fit", "    if lr is None:", "    X = np.insert(X, 0, 1, axis=1)\n    if lr is None:", r"Line \d+ adds a column to X: use X as it is given"),
    Slip("a column of the two solutions", "5 fit", "    return theta, history", "    np.column_stack([theta, np.ones(len(theta))])\n    return theta + 1, history", r"expected", r"adds a column"),
    Slip("nan in the place of an error", "5 closed_form", 'raise np.linalg.LinAlgError("X has not full rank")', "return np.full(X.shape[1], np.nan)", r"An error needs `raise`: nan is not one", r"accepts-singular"),
    Slip("this exercise's own functions upside down", POINTS, "lambda x: -loss_fn(x), lambda x: -grad_fn(x)", "lambda x: -loss(x), lambda x: -grad(x)", r"Line \d+ calls `loss`, this exercise's own, whatever is passed", "", ("missing-maximum",)),
    Slip("a cache above the descent", "1", "def gradient_descent(", "from functools import lru_cache\n\n\n@lru_cache\ndef gradient_descent(", r"`@lru_cache` cannot keep results for arrays or lists: delete that line", "single number"),
    Slip("the solution last in the loss", "5 compare", "mse_loss(theta_gd, X, y) - mse_loss(theta_closed, X, y)", "mse_loss(X, y, theta_gd) - mse_loss(X, y, theta_closed)", r"In line \d+ `X` is passed to `mse_loss` in the place of `theta`"),
    Slip("closed_form uncalled", "5 compare", "theta_closed = closed_form(X, y)", "theta_closed = closed_form", "There is a function where a number is needed: call it, with its"),
    Slip("a list for a key", "2 lr_finder", "    best = np.argmin(losses)\n    return lrs[best], losses", "    best = min(lrs, key=losses)\n    return best, losses", r"`key=\.\.\.` takes a function, which says of each entry what is"),
    Slip("an entry of one rate", "2 lr_finder", "lrs[best]", "lr[best]", "`lr` is one of `lrs`, a single number: is it an entry of `lrs`"),
    Slip("the least of pairs as an index", "2 lr_finder", "    best = np.argmin(losses)", "    best = sorted(zip(losses, lrs))[0]", r"A list takes one index, and there is a tuple: `a\[i\]\[j\]` goes"),
    Slip("a rate as an index", "2 explore", "lr * grad(theta)", "lrs[lr] * grad(theta)", "`lr` runs through the entries of `lrs` themselves: use `lr` as"),
    Slip("enumerate's two the other way round", "4 plot_learning_rates", "    for i in range(len(lrs)):", "    for lr, i in enumerate(lrs):", "`enumerate` gives the place first and the entry second:"),
    Slip("a row of panels for one", "4 plot_learning_rates", "axes[0, i])", "axes[i])", "This is an array of Axes: take one of them with square"),
    Slip("round brackets for a panel", "4 plot_learning_rates", "axes[0, i])", "axes(i))", r"`axes` is an array, and round brackets call a function\. An"),
    Slip("the loss passed to the path", "4 plot_learning_rates", "trajectory(grad_fn, theta_init, lrs[i], num_steps)", "trajectory(loss_fn, grad_fn, theta_init, lrs[i], num_steps)", r"The stub's header is `trajectory\(grad_fn, theta_init, lr,"),
    Slip("the start passed first to the path", "4 plot_learning_rates", "trajectory(grad_fn, theta_init, lrs[i], num_steps)", "trajectory(theta_init, grad_fn, lrs[i], num_steps)", r"In line \d+ `theta_init` is passed to `trajectory` in the place"),
    Slip("extend for a point", "4 trajectory", "path.append(theta.copy())", "path.extend(theta.copy())", "`extend` puts each entry of what it gets into the list,"),
    Slip("append of two coordinates", "4 trajectory", "path.append(theta.copy())", "path.append(theta[0], theta[1])", r"`append` takes one thing: put a pair into brackets of its own\."),
    Slip("append on zeros", "4 trajectory", "    path = [theta.copy()]", "    path = np.zeros((num_steps, 2))", "Arrays have no `append`: collect the values in a list, and make"),
    Slip("append on a dict of points", "4 trajectory", "    path = [theta.copy()]", "    path = {}", r"A dict has no `append`: an entry comes in by `d\[key\] = \.\.\.`\."),
)  # fmt: skip

ARGUMENTS = (
    # NumPy names `^` where nobody wrote one.
    Slip("two truth values subtracted", "2 predict", "if abs(factor - 1) <= 1e-9:", "side = (factor > 1) - (factor < 1)\n    if abs(side) <= 1e-9:", r"does not subtract truth values", r"is not a power"),
    # Arguments in each other's place
    Slip("lr and num_steps in each other's place", POINTS, "down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)", "down, _ = gradient_descent(loss_fn, grad_fn, start, num_steps, lr)", r"In line \d+ `num_steps` is passed to `gradient_descent` in the place of `lr`", r"int\(\.\.\.\)"),
    Slip("the path where the loss belongs", "4 plot_learning_rates", "plot_trajectory(loss_fn, path, axes[0, i])", "plot_trajectory(path, loss_fn, axes[0, i])", r"`path` is passed to `plot_trajectory` in the place of `loss_fn`"),
    Slip("theta after X and y in a call", "5 fit", "mse_grad(theta, X, y)", "mse_grad(X, y, theta)", r"`X` is passed to `mse_grad` in the place of `theta`"),
    Slip("lr first in the fit of the comparison", "5 compare", "fit(X, y, lr, num_steps)", "fit(lr, X, y, num_steps)", r"`lr` is passed to `fit` in the place of `X`"),
    Slip("a minus before a function", POINTS, "lambda x: -loss_fn(x), lambda x: -grad_fn(x)", "-loss_fn, -grad_fn", r"a `lambda`, that returns minus the value", r"call it, with its argument"),
    Slip("another parameter than the stub's, and the old name below", "1", HEADER_OF_DESCENT.format("lr"), HEADER_OF_DESCENT.format("learning_rate"), r"arguments are `loss_fn`, `grad_fn`, `theta_init`, `learning_rate`", r"`theta_init`, `lr`"),
    Slip("a type that there is not", DESCENT, "dtype=float", "dtype='flot'", r"`dtype` is given a type", r"square brackets"),
    # Brackets, signs and what separates
    Slip("a set for a pair", DESCENT, "return theta, history", "return {theta, history}", r"a set, which has no order"),
    Slip("points in sets", POINTS, "points.append((x, kind))", "points.append({x, kind})", r"a set, which has no order"),
    Slip("keys without quotes", "5 compare", '"theta_gd": theta_gd', "theta_gd: theta_gd", r'quotes: `"theta_gd": '),
    Slip("a semicolon in a call", "1 grad", "4 * x**3", "4 * pow(x; 3)", r"not semicolons"),
    Slip("a semicolon in a dict", "5 compare", '"theta_gd": theta_gd,', '"theta_gd": theta_gd;', r"not semicolons"),
    Slip("two results without a comma", DESCENT, "return theta, history", "return theta history", r"a comma, an operator"),
    Slip("a wide plus", "1 loss", "+ 2", "＋ 2", r"type `\+` in its place"),
    Slip("a wide bracket", "1 loss", "return x", "return［x", r"type `\[` in its place"),
    Slip("a power of ten in pieces", "2 observe", "1e-6 * first", "1*e-6 * first", r"written in one piece", r"np\.e"),
    Slip("a hat for the transpose", "5 mse_grad", "X.T @", "X^T @", r"`X\.T` for the transpose", r"No line that has run"),
    Slip("transpose not called", "5 mse_grad", "X.T @", "X.transpose @", r"`X\.transpose` is a method", r"is a single number"),
    Slip("a dot for the product", DESCENT, "lr * grad_fn(theta)", "lr.grad_fn(theta)", r"a dot does not join"),
    Slip("Git's marks", "1", "import numpy as np", "<<<<<<< HEAD\nimport numpy as np\n=======\nimport numpy\n>>>>>>> main", r"Git left its marks"),
    Slip("a fence of Markdown", "1", "import numpy as np", "```python\nimport numpy as np\n```", r"Three backticks"),
    Slip("await of a number", "1 grad", "return 4", "return await 4", r"without `await`", r"not inside a function"),
    Slip("another language's arrow", "1", "def loss(x):", "def loss(x) => float:", r"announced by `->`", r"Comparisons"),
    Slip("theta deleted", DESCENT, "return theta, history", "del theta\n    return theta, history", r"`del theta` takes the name", r"has not run yet"),
    Slip("two lists in np.min", "2 lr_finder", "np.argmin(losses)", "np.min(losses, lrs)", r"NumPy's `min` takes one array", r"`range` counts"),
    Slip("a logarithm with a base", "3 fit_power_law", "np.log(steps[keep])", "np.log(steps[keep], 10)", r"`np\.log` has no base"),
    Slip("NumPy with capitals", "5", "import numpy as np", "import NumPy as np", r"Is it `numpy` that you mean"),
    Slip("a set for a dict", "2 explore", "answers = {}", "answers = {0}", r"an empty dict as `\{\}`"),
    Slip("a slice for the last entry", "2 observe", "history[-1]", "history[-1:]", r"take one of its entries"),
    # Things of another kind
    Slip("yield for return", "1 loss", "return x**4", "yield x**4", r"`yield` does not"),
    Slip("an array of a generator", "3 suboptimality", "return np.array(gaps)", "return np.array(g for g in gaps)", r"collect the values in a list"),
    Slip("a map for an array", "4 trajectory", "return np.array(path)", "return map(np.array, path)", r"collect the values in a list"),
    Slip("a pair in a difference", POINTS, "x - points[-1][0] < 1e-3", "x - points[-1] < 1e-3", r"take one of them, such as `\[0\]`"),
    Slip("a list compared", "3 fit_power_law", "steps = np.asarray(steps, dtype=float)\n", "steps = list(steps)\n", r"is not compared with a number"),
    Slip("a range multiplied", "3 sublinear_bound", "np.arange(1, num_steps + 1)", "range(1, num_steps + 1)", r"`np\.arange\(\.\.\.\)` gives an array"),
    Slip("append on a dict", "2 explore", "answers[lr] = observe(history)", "answers.append({lr: observe(history)})", r"`d\[key\] = \.\.\.`"),
    Slip("eigenvalues as a method", "2 stable_lr_limit", "np.linalg.eigvalsh(hessian)", "hessian.eigvals()", r"`np\.linalg\.eigvals\("),
    Slip("the rank as an attribute", "5 closed_form", "np.linalg.matrix_rank(X) <", "X.rank <", r"`np\.linalg\.matrix_rank\("),
    Slip("a progress bar", DESCENT, "range(num_steps)", "tqdm(range(num_steps))", r"`tqdm` belongs to a package that is not there", r"This function's arguments"),
    Slip("a file that imports itself", "1", "import numpy as np", "import numpy as np\nfrom ex1_gradient_descent import loss", r"imports from itself"),
)  # fmt: skip

STARTS = (
    # A scalar start is wrong here, not an array's.
    Slip("a scalar start in a list", DESCENT, FLOATS, "np.array([theta_init], dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a scalar start as a matrix", DESCENT, FLOATS, "np.matrix(theta_init, dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a rule that stops a scalar run", DESCENT, STEP, "        if abs(grad_fn(theta)) < 1e-8:\n            break\n" + STEP, r"expected theta = -7\.25355e-16", r"works for a scalar"),
    Slip("a start that only lists and arrays can copy", "4 trajectory", FLOATS, "theta_init", r"theta_init=\(5, 5\).*tuples have no `copy`"),
    Slip("a start that tuples cannot be", "2 lr_finder", FLOATS, "np.float64(theta_init) if np.isscalar(theta_init) else np.array(theta_init.copy(), dtype=float)", r"theta_init=\(1\.0, 2\.0\).*tuples have no `copy`"),
    Slip("a start that must be a number", DESCENT, FLOATS, "float(theta_init)", r"works for a scalar θ and raises for an array", "", ("scalar-only",)),
)  # fmt: skip

SLIPS = (*PLACES, *ARGUMENTS, *STARTS)
