"""Slips of those who write down a formula as it stands on paper."""

from tests.slips.parts import DESCENT, POINTS, STEP
from tests.slips.slip import Slip

SIGNS = (
    Slip("a prime typed as a quote", DESCENT, "grad_fn(theta)", "loss_fn'(theta)", r"contain a prime", r"quotes"),
    Slip("LaTeX's fraction", "2 stable_lr_limit", "2 / max(eigenvalues)", r"\frac{2}{max(eigenvalues)}", r"belongs to LaTeX", r"part of a name"),
    Slip("LaTeX's dollar", "1 grad", "return 4 * x**3 - 6 * x", "return $4 * x**3 - 6 * x$", r"`\$` belongs to LaTeX"),
    Slip("LaTeX's exponent", "1 loss", "x**4", "x**{4}", r"make a set"),
    Slip("LaTeX's subscript", DESCENT, STEP, "        theta_{t+1} = theta_{t} - lr * grad_fn(theta)", r"is LaTeX"),
    Slip("curly brackets for an entry", "2 grad", "x, y = theta", "x = theta{0}\n    y = theta{1}", r"`theta\[0\]`"),
    Slip("bars for a norm", "3 sublinear_bound", "np.sum((np.asarray(theta_init) - np.asarray(theta_star)) ** 2)", "||theta_init||**2", r"np\.linalg\.norm", r"`or` for"),
    Slip("a comma in a decimal", POINTS, "1e-4", "0,0001", r"`0\.0001`"),
    Slip("commas between thousands", POINTS, "> 1e6", "> 1,000,000", r"`1000000`"),
    Slip("a blank in a power of ten", POINTS, "1e-4", "1e -4", r"in one piece", r"1 \* e"),
    Slip("a hat between numbers", POINTS, "> 1e6", "> 10^6", r"`\^` is not a power"),
    Slip("a star from a formula", "1 grad", "4 * x**3", "4 ∗ x**3", r"type `\*`"),
    Slip("two names as one", "5 mse_loss", "X @ theta", "Xtheta", r"between `X` and `theta`"),
    Slip("a dash for an underscore", DESCENT, "range(num_steps)", "range(num-steps)", r"write `num_steps`"),
    Slip("two stars and T", "5 mse_grad", "X.T @", "X**T @", r"`X\.T`"),
    Slip("a word without quotes", "2 predict", '"converges"', "converges", r'needs quotes: `"converges"`'),
)  # fmt: skip

AS_ON_PAPER = (
    Slip("two letters of the bound in one", "3 sublinear_bound", "(2 * lr * t)", "(2lr t)", r"`2lr` is neither a number nor a name\. A product needs its sign:"),
    Slip("the bound's letters in one", "3 sublinear_bound", "(2 * lr * t)", "(2ηt)", "Two things are side by side there with nothing between: a"),
    Slip("eta in the bound", "3 sublinear_bound", "(2 * lr * t)", "(2 * η * t)", r"The learning rate is called `lr` in this function\."),
    Slip("a prime in a name that gets a value", "1 grad", "    return 4 * x**3 - 6 * x", "    L'(x) = 4*x**3 - 6*x\n    return L'(x)", "No name in Python can contain a prime: call the derivative"),
    Slip("a quotient for a name", "1 grad", "    return 4 * x**3 - 6 * x", "    dL/dx = 4 * x**3 - 6 * x\n    return dL/dx", "The name that gets the value comes first, on the left of `=`; a"),
    Slip("the sign of a partial derivative", "2 grad", "    return np.array([2 * x, 200 * y])", "    ∂L/∂x = 2 * x\n    return np.array([2 * x, 200 * y])", "Mathematical signs are not names in Python: write the name in"),
    Slip("1/2N", "5 mse_loss", "np.sum(r**2) / (2 * len(y))", "(1/2N) * np.sum(r**2)", r"`2N` is neither a number nor a name\. A product needs its sign:"),
    Slip("a hat for the transpose before a bracket", "5 mse_grad", "X.T @ (X @ theta - y)", "X^T(X*theta - y)", r"Python writes `X\.T` for the transpose\."),
    Slip("the superscript of an inverse", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "(XᵀX)⁻¹Xᵀy", r"The inverse of a matrix is `np\.linalg\.inv\(\.\.\.\)`\."),
    Slip("a superscript with a minus", "1 find_critical_points", "1e-3:\n            continue\n        if", "10⁻³:\n            continue\n        if", r"Python does not know the character ⁻³: type `\*\*-3` in its"),
    Slip("a hat in a power of ten", "1 find_critical_points", "abs(grad_fn(x)) > 1e-3", "abs(grad_fn(x)) > 1e^-3", "A number with a power of ten is written in one piece: `2e-3` is"),
    Slip("a bracket open behind two stars", "1 find_critical_points", "abs(grad_fn(x)) > 1e-3", "abs(grad_fn(x)) > 10**(-3", r"A bracket in this line is not closed before the colon\."),
    Slip("e without its prefix", "3 fit_power_law", "np.exp(intercept)", "e**intercept", r"NumPy's functions need their prefix: `np\.e`\."),
    Slip("a hat behind np.e", "3 fit_power_law", "np.exp(intercept)", "np.e^intercept", r"`\^` is not a power in Python: write `\*\*`\."),
    Slip("a hat behind np.exp", "3 fit_power_law", "np.exp(intercept)", "np.exp^intercept", "There is a function where a number is needed: call it, with its"),
    Slip("ln", "3 fit_power_law", "np.log(steps[keep])", "ln(steps[keep])", r"Python writes `np\.log` for `ln`\."),
    Slip("nplog", "3 fit_power_law", "np.log(steps[keep])", "nplog(steps[keep])", r"A dot is missing: `np\.log`\."),
    Slip("cubed", "1 grad", "x**3", "x cubed", "Two things are side by side there with nothing between: a"),
    Slip("a star forgotten between two letters", "1 grad", "4 * x**3", "4*x*x x", "Two things are side by side there with nothing between: a"),
    Slip("a comma forgotten in pow", "1 grad", "x**3", "pow(x 3)", "Two things are side by side there with nothing between: a"),
    Slip("t + 1 in a name", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta_t+1 = theta_t - lr * grad_fn(theta_t)", "The name that gets the value comes first, on the left of `=`; a"),
    Slip("round brackets for the next theta", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta(t+1) = theta(t) - lr * grad_fn(theta(t))", r"A call cannot be on the left of `=`\. If you mean an entry of a"),
    Slip("theta as a list of all thetas", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta[t+1] = theta[t] - lr * grad_fn(theta[t])", r"A single number has no entries to take with square brackets\."),
    Slip("a power of ten and a name in one", "2 observe", "1e-6 * first", "1e-6first", r"`1e-6first` is neither a number nor a name\. A product needs its"),
    Slip("a minus before e", "2 observe", "1e-6 * first", "1-e6 * first", "A number with a power of ten is written in one piece: `2e-3` is"),
    Slip("a hat in 10 to the -6", "2 observe", "1e-6 * first", "10^-6 * first", r"`\^` is not a power in Python: write `\*\*`\."),
    Slip("1/2*N", "5 mse_loss", "np.sum(r**2) / (2 * len(y))", "1/2*len(y) * np.sum(r**2)", r"Line \d+ multiplies by `len\(y\)`, for `a / b \* c` is a / b times"),
)  # fmt: skip

SLIPS = (*SIGNS, *AS_ON_PAPER)
