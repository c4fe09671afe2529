"""Slips of those who come from another language."""

from tests.slips.parts import DESCENT, LAMBDA, LOOP, NOT_SPACED, POINTS, RETURN, STEP
from tests.slips.slip import Slip

OF_SEVERAL = (
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

OF_PYTHON_2 = (
    Slip("Python 2's except", DESCENT, STEP, f"        try:\n    {STEP}\n        except OverflowError, e:\n            pass", r"`except OverflowError as e:`", r"3\.14"),
    Slip("Python 2's raise", "5 closed_form", 'raise np.linalg.LinAlgError("X has not full rank")', 'raise np.linalg.LinAlgError, "no"', r"comes in round brackets: `raise np\.linalg\.LinAlgError"),
    Slip("Python 2's backticks", "4 plot_learning_rates", 'f"lr = {lrs[i]}"', '"lr = " + `lrs[i]`', r"has no backticks"),
    Slip("Python 2's has_key", "2 explore", "        answers[lr]", "        answers.has_key(lr)\n        answers[lr]", r"write `key in d`"),
    Slip("Python 2's lambda of a pair", "2 grad", "x, y = theta\n    return np.array([2 * x, 200 * y])", "f = lambda (x, y): np.array([2 * x, 200 * y])\n    return f(theta)", r"parameters of a `lambda` have no brackets"),
    Slip("Python 2's range", DESCENT, "range(", "xrange(", r"`range` for `xrange`"),
    Slip("Python 2's reduce", "3 sublinear_bound", "np.sum(", "reduce(lambda a, b: a + b, ", r"from functools import reduce"),
    Slip("Python 2's zip", POINTS, "    return points", "    zip(points, points)[0]\n    return points", r"make a list of them first"),
    Slip("Python 2's way to sort", POINTS, "sorted(ends)", "sorted(ends, lambda a, b: a - b)", r"comes as `key=...`"),
    Slip("a whole number with a zero before it", DESCENT, "history = []", "history = []\n    n = 010", r"does not begin with 0"),
)  # fmt: skip

OF_OTHERS = (
    Slip("MATLAB's header", "1 grad", "*", "function [g] = grad(x)\n    g = 4 * x**3 - 6 * x\nend\n\n", r"`def` and its name", r"it is not there"),
    Slip("R's header", "1 grad", "*", "grad <- function(x) {\n    4 * x**3 - 6 * x\n}\n\n", r"`def` and its name", r"it is not there|lambda"),
    Slip("Julia's short function", "1 grad", "*", "grad(x) = 4 * x**3 - 6 * x\n\n", r"with `def` and `return`: `def grad", r"it is not there"),
    Slip("a header without def", "1", "def grad(x):", "grad(x):", r"`def` and its name", r"it is not there"),
    Slip("def joined to the name", "1", "def grad(x):", "defgrad(x):", r"`def` and its name", r"it is not there"),
    Slip("a digit before the function's name", "1", "def grad(x):", "def 1grad(x):", r"cannot begin with a digit", r"product"),
    Slip("no brackets in the header", "1", "def grad(x):", "def grad x:", r"After a function's name"),
    Slip("C's type of a parameter", "1", "def grad(x):", "def grad(float x):", r"`x: float`, or not"),
    Slip("two colons", "1", "def grad(x):", "def grad(x)::", r"one colon"),
    Slip("a blank in the arrow", "1", "def grad(x):", "def grad(x) - > float:", r"without a space"),
    Slip("a comment of MATLAB's behind a line", DESCENT, "history = []", "history = []   % the losses so far", r"comments in Python begin with `#`", r"side by side"),
    Slip("a comment of C's of one word", DESCENT, "history = []", "history = []  // losses", r"comments in Python begin with `#`", r"`loss`"),
    Slip("a formula that goes on below", "5 mse_loss", " / (2 * len(y))", "\n        / (2 * len(y))", r"only inside brackets", r"the same indentation|Divide by N"),
    Slip("a quotient that goes on in the same column", "5 mse_loss", "return np.sum(r**2) / (2 * len(y))", "s = np.sum(r**2)\n    / (2 * len(y))\n    return s", r"only inside brackets"),
    Slip("two transposes in a line", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.inv(X' * X) * X' * y", r"`X\.T`", r"not closed"),
    Slip("MATLAB's dotted transpose", "5 mse_grad", "X.T @", "X.' @", r"`X\.T`", r"quotes"),
    Slip("MATLAB's backslash", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", r"(X.T @ X) \ (X.T @ y)", r"np\.linalg\.solve", r"part of a name"),
    Slip("MATLAB's columns", "4 plot_trajectory", "good[:, 0], good[:, 1]", "good(:,1), good(:,2)", r"`good\[:, 0\]`"),
    Slip("MATLAB's three dots", "1 loss", "x**4 - ", "x**4 ...\n     - ", r"three dots do not"),
    Slip("MATLAB's function handle", POINTS, LAMBDA, "@(x) -loss_fn(x)", r"`lambda x: \.\.\.`"),
    Slip("MATLAB's row of numbers", "4 plot_trajectory", "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "low[0]:0.1:high[0]", r"np\.arange\(start"),
    Slip("MATLAB's last entry in round brackets", POINTS, "points[-1][0]", "points(end)(1)", r"`points\[-1\]`", r"'ends'"),
    Slip("MATLAB's isempty", POINTS, "if points and", "if not isempty(points) and", r"len\(\.\.\.\) == 0"),
    Slip("MATLAB's command", DESCENT, RETURN, f"    disp theta\n{RETURN}", r"`disp\(theta\)`"),
    Slip("a switch", "2 predict", "    if factor < 1:", "    switch factor:", r"write `if`, `elif`"),
    Slip("R's arrow", DESCENT, "theta = np", "theta <- np", r"less than minus", r"first value above"),
    Slip("Julia's dot before a bracket", "2 stable_lr_limit", "max(eigenvalues)", "max.(eigenvalues)", r"A function is called without a dot before the bracket: `max\(\.\.\.\)`", r"product of matrices"),
    Slip("Julia's dot behind a bracket", "5 closed_form", "X.T @ X", "(X.T).(X)", r"The product of matrices is written `@`"),
    Slip("JavaScript's Infinity", "2 lr_finder", "end = np.inf", "end = Infinity", r"Write `np\.inf`"),
    Slip("a type with a capital", "1 gradient_descent", "dtype=float", "dtype=Float", r"Write `float`"),
    Slip("a function of NumPy's with a capital", "3 suboptimality", "np.sum", "np.Sum", r"NumPy has no `Sum`: write `np\.sum`", r"NumPy 2"),
    Slip("MATLAB's row within arange", "3 sublinear_bound", "np.arange(1, num_steps + 1)", "np.arange(1:num_steps)", r"A row of numbers is made by `np\.arange\(start, stop, step\)`"),
    Slip("add to a dict", "2 explore", "answers[lr] = observe(history)", "answers.add(observe(history))", r"A dict has no `add`: an entry comes in by"),
    Slip("a dict added to a dict", "2 explore", "answers[lr] = observe(history)", "answers += {lr: observe(history)}", r"A dict gets an entry by `d\[key\] = \.\.\.`"),
    Slip("R's product of matrices", "5 mse_grad", "X.T @ (X @ theta", "X.T %*% (X %*% theta", r"is written `@`"),
    Slip("R's is.null", "5 fit", "if lr is None", "if is.null(lr)", r"`lr is None`"),
    Slip("R's if and else in a line", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    if (factor < 1) return(\"converges\") else return(\"diverges\")", r"ends with a colon"),
    Slip("Julia's loop", DESCENT, LOOP, "for t in 1:num_steps", r"`for t in range\(num_steps\):`", r"the same indentation"),
    Slip("Julia's dotted minus", "5 mse_loss", "theta - y", "theta .- y", r"without the dot"),
    Slip("Julia's function without a name", POINTS, LAMBDA, "x -> -loss_fn(x)", r"`lambda x: \.\.\.`"),
    Slip("JavaScript's function without a name", POINTS, LAMBDA, "(x) => -loss_fn(x)", r"`lambda x: \.\.\.`", r"Comparisons"),
    Slip("a lambda without a colon", POINTS, LAMBDA, "lambda x -loss_fn(x)", r"needs a colon"),
    Slip("return in a lambda", POINTS, LAMBDA, "lambda x: return -loss_fn(x)", r"has no `return`"),
    Slip("a lambda without a parameter", POINTS, LAMBDA, "lambda: -loss_fn(x)", r"has no parameter"),
    Slip("let before a name", DESCENT, "history = []", "let history = []", r"write `history = \.\.\.`", NOT_SPACED),
    Slip("C's type before a name", DESCENT, "history = []", "float history = []", r"write `history = \.\.\.`", NOT_SPACED),
    Slip("type of Python 3.12", "1", "import numpy as np", "import numpy as np\ntype Vec = list[float]", r"SyntaxError|^$", NOT_SPACED),
    Slip("three equals signs", "2 predict", "if factor < 1", "if factor === 1", r"with two signs"),
    Slip("C's choice in one line", POINTS, '        if slope > 0:\n            kind = "minimum"\n        else:\n            kind = "maximum"', '        kind = slope > 0 ? "minimum" : "maximum"', r"`a if condition else b`"),
    Slip("Java's new", "2 explore", "answers = {}", "answers = new dict()", r"has no `new`"),
    Slip("do and braces", DESCENT, LOOP, "do {", r"loops begin with `for`", r"not closed"),
    Slip("for without in", DESCENT, LOOP, "for t range(num_steps):", r"`for t in range\(num_steps\):`"),
    Slip("a colon in range", DESCENT, LOOP, "for t in range(0:num_steps):", r"`for t in range\(num_steps\):`"),
    Slip("range in square brackets", DESCENT, "range(num_steps)", "range[num_steps]", r"not with square ones"),
    Slip("a type in a call", DESCENT, "loss_fn(theta)", "loss_fn(theta: float)", r"pass `theta` without"),
    Slip("a colon and =", DESCENT, STEP, STEP.replace("=", ":="), r"gets its value with `=`"),
    Slip("a colon after return", DESCENT, RETURN, "    return: theta, history", r"without `:`"),
    Slip("else with a condition", "2 predict", "else:", "else factor > 1:", r"it is `elif`"),
    Slip("else too far right", "2 predict", "    else:", "        else:", r"belongs to no `if`"),
    Slip("half a comparison", "2 predict", "if factor < 1", "if 0 < factor and < 1", r"`a < x and x < b`"),
    Slip("= in a dict", "3 verify_rate", '"exponent": exponent', '"exponent" = exponent', r"a colon joins a key"),
    Slip("a bracket missing in an f-string", "4 plot_learning_rates", "{lrs[i]}", "{lrs[i]", r"f-string is not closed|expecting '}'"),
    Slip("throw for raise", "5 closed_form", 'raise np.linalg.LinAlgError("X', 'throw np.linalg.LinAlgError("X', r"`raise` for `throw`"),
    Slip("catch for except", "5 closed_form", "y = np.ravel(y)", "try:\n        y = np.ravel(y)\n    catch:\n        pass", r"`except` for `catch`"),
    Slip("try without except", "5 closed_form", "y = np.ravel(y)", "try:\n        y = np.ravel(y)", r"comes an `except`"),
    Slip("two quotes around a comment", "1 grad", "    return 4", '    ""the slope""\n    return 4', r"Two quotes are an empty text"),
    Slip("three stars", "1 loss", "x**4", "x***4", r"has two stars"),
    Slip("a name after return", "1 loss", "return x**4", "return value = x**4", r"the value alone: a name"),
    Slip("with and no colon", "4 plot_trajectory", "    if ax is None:", "    with plt.style.context('dark')\n    if ax is None:", r"or `with` ends with a colon"),
    Slip("global for an argument", DESCENT, "history = []", "history = []\n    global theta", r"delete this line"),
    Slip("an undefined self", DESCENT, "loss_fn(theta)", "self.loss_fn(theta)", r"no `self` outside a class"),
)  # fmt: skip

OF_MATHEMATICS = (
    Slip("R's c for an array", "2 grad", "np.array([2 * x, 200 * y])", "c(2 * x, 200 * y)", r"Python writes `np\.array\(\[\.\.\.\]\)` for `c`\."),
    Slip("R's t for the transpose", "5 mse_grad", "X.T @", "t(X) @", r"Python writes `\.T` for `t`\."),
    Slip("R's seq", "3 sublinear_bound", "np.arange(1, num_steps + 1)", "seq(1, num_steps)", r"Python writes `np\.arange` for `seq`\."),
    Slip("R's function without a name", "1 find_critical_points", "lambda x: -loss_fn(x)", "function(x) -loss_fn(x)", r"A function without a name is written `lambda x: \.\.\.`\."),
    Slip("R's TRUE", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "TRUE", r"Write `True`\."),
    Slip("Julia's push!", "1 gradient_descent", "history.append(loss_fn(theta))", "push!(history, loss_fn(theta))", r"A list gets an entry by its `append`: `history\.append\(\.\.\.\)`\."),
    Slip("MATLAB's hold on", "4 plot_trajectory", "    ax.legend()", "    hold on\n    ax.legend()", r"This is a command of MATLAB's: delete it\."),
    Slip("MATLAB's figure", "4 plot_trajectory", "figure, ax = plt.subplots()", "figure; ax = gca", r"This is a command of MATLAB's: delete it\."),
    Slip("MATLAB's subplot without a prefix", "4 plot_learning_rates", "    figure, axes = plt.subplots(1, len(lrs), squeeze=False)", "    figure = plt.figure()\n    axes = [subplot(1, len(lrs), i) for i in range(len(lrs))]", r"Python writes `plt\.subplot` for `subplot`\."),
    Slip("MATLAB's meshgrid without a prefix", "4 plot_trajectory", "    Z = np.zeros((60, 60))", "    A, B = meshgrid(xs, ys)\n    Z = np.zeros((60, 60))", r"NumPy's functions need their prefix: `np\.meshgrid`\."),
    Slip("MATLAB's size", "5 mse_loss", "len(y)", "size(y, 1)", r"NumPy's functions need their prefix: `np\.size`\."),
    Slip("MATLAB's quotes for two transposes", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "inv(X'*X)*X'*y", r"Python writes `X\.T` for the transpose\."),
    Slip("MATLAB's semicolon between entries", "2 grad", "np.array([2 * x, 200 * y])", "[2*x; 200*y]", "Commas separate the entries of a list, a dict or a call, not"),
    Slip("MATLAB's blank between entries", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "[np.ones(len(X)) X]", "Two things are side by side there with nothing between: a"),
    Slip("Pascal's begin", "1 gradient_descent", "    for t in range(num_steps):", "    for t in range(num_steps) do begin", "Two things are side by side there with nothing between: a"),
    Slip("Fortran's loop", "1 gradient_descent", "    for t in range(num_steps):", "    do t = 1, num_steps", r"Python has no `do`: its loops begin with `for` or `while`\."),
    Slip("MATLAB's clc", "1", "import numpy as np", "clc\nimport numpy as np", r"This is a command of MATLAB's: delete it\."),
)  # fmt: skip

APPENDS = "        history.append(loss_fn(theta))"
GROWS = r"A list gets an entry by its `append`: `history\.append\(\.\.\.\)`\."

GROWING = (
    Slip("MATLAB's place behind the last", "1 gradient_descent", APPENDS, "        history[end+1] = loss_fn(theta)", GROWS, "index -1"),
    Slip("MATLAB's place behind the last in round brackets", "1 gradient_descent", APPENDS, "        history(end + 1) = loss_fn(theta)", GROWS, "square"),
    Slip("MATLAB's place behind the last in curly brackets", "1 gradient_descent", APPENDS, "        history{end+1} = loss_fn(theta)", GROWS),
    Slip("Scilab's place behind the last", "1 gradient_descent", APPENDS, "        history($+1) = loss_fn(theta)", GROWS, "LaTeX"),
    Slip("R's c for a longer list", "1 gradient_descent", APPENDS, "        history = c(history, loss_fn(theta))", GROWS, r"np\.array"),
    Slip("R's c and its arrow for a longer list", "1 gradient_descent", APPENDS, "        history <- c(history, loss_fn(theta))", GROWS),
    Slip("R's append", "1 gradient_descent", APPENDS, "        history = append(history, loss_fn(theta))", GROWS, r"np\.append"),
    Slip("Julia's vcat", "1 gradient_descent", APPENDS, "        history = vcat(history, loss_fn(theta))", GROWS),
    Slip("Julia's append!", "1 gradient_descent", APPENDS, "        append!(history, loss_fn(theta))", GROWS),
    Slip("Go's append with no result kept", "1 gradient_descent", APPENDS, "        append(history, loss_fn(theta))", GROWS, r"np\.append"),
    Slip("PHP's push", "1 gradient_descent", APPENDS, "        push(history, loss_fn(theta))", GROWS),
    Slip("Ruby's arrows", "1 gradient_descent", APPENDS, "        history << loss_fn(theta)", GROWS, "make arrays"),
    Slip("JavaScript's three dots", "1 gradient_descent", APPENDS, "        history = [...history, loss_fn(theta)]", GROWS, "side by side"),
    Slip("MATLAB's longer list", "1 gradient_descent", APPENDS, "        history = [history; loss_fn(theta)]", GROWS, "Commas"),
    Slip("a list within a list", "1 gradient_descent", APPENDS, "        history = [history, loss_fn(theta)]", r"puts a list into a new one\. Add an entry with `append`"),
    Slip("a number for extend", "1 gradient_descent", "history.append(", "history.extend(", r"`extend` joins a list to another list\. Add one entry with `append`"),
)  # fmt: skip

POWER = r"A power is written `\*\*`"
POWERS = (
    Slip("two hats", "1 loss", "x**4", "x^^4", r"A power has two stars: `\*\*`"),
    Slip("an arrow", "1 loss", "x**4", "x↑4", r"type `\*\*` in its place"),
    Slip("JavaScript's power", "1 loss", "x**4", "Math.pow(x, 4)", POWER, r"`np`"),
    Slip("PyTorch's power", "1 loss", "x**4", "x.pow(4)", POWER, r"np\.pow"),
    Slip("Pascal's square", "1 loss", "x**4", "sqr(sqr(x))", POWER, "only argument"),
    Slip("dot as a word", "5 mse_loss", "X @ theta", "X dot theta", r"product of matrices is written `@`"),
    Slip("PyTorch's product", "5 mse_loss", "X @ theta", "X.mm(theta)", r"product of matrices is written `@`"),
    Slip("MATLAB's mldivide", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "mldivide(X.T @ X, X.T @ y)", r"Python writes `np\.linalg\.solve` for `mldivide`"),
    Slip("how many as pandas counts", "5 mse_loss", "len(y)", "y.count", r"`len\(y\)` is the number of its entries"),
)  # fmt: skip

FACTOR = 'if factor < 1:\n        return "converges"\n    else:\n        return "diverges"'
TRUTHS = (
    Slip("is True of a comparison", "2 predict", FACTOR, 'if (factor < 1) is True:\n        return "converges"\n    if (factor < 1) is False:\n        return "diverges"', r"what NumPy computes is another one than `True`", named=("returns-none",)),
    Slip("case True of a comparison", "2 predict", FACTOR, 'match factor < 1:\n        case True:\n            return "converges"\n        case False:\n            return "diverges"', r"`case True` is for Python's own True alone", named=("returns-none",)),
)  # fmt: skip

SIZES = (
    Slip("Julia's ncol of an array", "5 fit", "X.shape[1]", "X.ncol", r"columns of a matrix is `\.shape\[1\]`"),
    Slip("Eigen's columns of an array", "5 fit", "X.shape[1]", "X.cols()", r"columns of a matrix is `\.shape\[1\]`"),
    Slip("the rows of an array by a dot", "5 mse_loss", "len(y)", "X.rows", r"rows `\.shape\[0\]`"),
    Slip("R's ncol", "5 fit", "X.shape[1]", "ncol(X)", r"Python writes `X\.shape\[1\]` for `ncol`"),
    Slip("R's dim", "5 fit", "X.shape[1]", "dim(X)[1]", r"Python writes `np\.shape` for `dim`"),
    Slip("the values of pandas", "5 mse_loss", "X @ theta", "X.values @ theta", r"`values` belongs to pandas"),
    Slip("the places of pandas", "5 mse_loss", "X @ theta", "X.iloc[:, 0] * theta[0]", r"`iloc` belongs to pandas"),
)  # fmt: skip

OF_PROGRAMMERS = (
    Slip("JavaScript's Math", "1 grad", "x**3", "Math.pow(x, 3)", r"Python writes `np` for `Math`\."),
    Slip("JavaScript's length", "2 observe", "history[-1]", "history[history.length - 1]", r"`len\(history\)` is the number of its entries\."),
    Slip("JavaScript's console", "1 gradient_descent", "    return theta, history", "    console.log(theta)\n    return theta, history", r"Python writes `print` for `console\.log`\."),
    Slip("JavaScript's forEach", "2 explore", "    for lr in lrs:", "    lrs.forEach(lr => {", r"A function without a name is written `lambda lr: \.\.\.`\."),
    Slip("JavaScript's choice", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    return factor < 1 ? \"converges\" : \"diverges\"", r"A choice in one line is written `a if condition else b`\."),
    Slip("Java's println", "1 gradient_descent", "    return theta, history", "    System.out.println(theta);\n    return theta, history", r"Python writes `print` for `System\.out\.println`\."),
    Slip("C++'s cout", "1 gradient_descent", "    return theta, history", "    cout << theta << endl\n    return theta, history", r"Python writes `print` for `cout`\."),
    Slip("JavaScript's const", "1 gradient_descent", "    history = []", "    const history = [];", "Names have no `const` before them in Python: write `history ="),
    Slip("BASIC's If and Then", "2 predict", "if factor < 1:", "If factor < 1 Then", r"`If` is not a word of Python's\. Is it `if` that you mean\?"),
    Slip("Go's sign for a first value", "1 gradient_descent", "    history = []", "    history := []", r"A name gets its value with `=`\."),
    Slip("Swift's func", "1", "def grad(x):", "func grad(x):", r"A function begins with `def` and its name\."),
    Slip("Rust's fn with a bracket that stays open", "1", "def grad(x):", "fn grad(x) {", "A function begins with `def` and its name, and its first line"),
    Slip("a def without a name behind an equals sign", "1 grad", "*", "grad = def(x): return 4 * x**3 - 6 * x\n\n\n", r"A function begins with `def` and its name\."),
    Slip("an arrow for a lambda's colon", "1 grad", "*", "grad = lambda x -> 4 * x**3 - 6 * x\n\n\n", r"A `lambda` needs a colon before its value: `lambda x: \.\.\.`\."),
    Slip("semicolons at the ends", "1 grad", "    return 4 * x**3 - 6 * x", "    return 4 * x**3 - 6 * x;", ""),
)  # fmt: skip

SLIPS = (
    *OF_SEVERAL, *OF_PYTHON_2, *OF_OTHERS, *OF_MATHEMATICS, *GROWING, *POWERS, *TRUTHS, *SIZES, *OF_PROGRAMMERS
)  # fmt: skip
