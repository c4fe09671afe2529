"""Slips that make a line unreadable: half typed, a sign too many, a character that nobody sees."""

from tests.slips.slip import Slip

RETURNS = (
    Slip("a bracket too many in a formula", "1 grad", "    return 4 * x**3 - 6 * x", "    return 4*(x**3)) - 6*x", r"There is one `\)` more in this line than brackets that open\."),
    Slip("an equals sign behind return", "1 grad", "    return 4 * x**3 - 6 * x", "    return = 4*x**3 - 6*x", r"`return` is followed by the value alone, without `=`\."),
    Slip("a colon behind return", "1 grad", "    return 4 * x**3 - 6 * x", "    return: 4*x**3 - 6*x", r"`return` is followed by the value alone, without `:`\."),
    Slip("returns", "1 grad", "    return 4 * x**3 - 6 * x", "    returns 4*x**3 - 6*x", r"`returns` is not a word of Python's\. Is it `return` that you"),
    Slip("reutrn with brackets", "1 grad", "    return 4 * x**3 - 6 * x", "    reutrn(4*x**3 - 6*x)", r"`reutrn` is not a word of Python's\. Is it `return` that you"),
    Slip("RETURN", "1 grad", "    return 4 * x**3 - 6 * x", "    RETURN 4*x**3 - 6*x", r"`RETURN` is not a word of Python's\. Is it `return` that you"),
    Slip("a name and its value behind return", "1 grad", "    return 4 * x**3 - 6 * x", "    return grad = 4*x**3 - 6*x", "After `return` comes the value alone: a name gets its value in"),
    Slip("a semicolon in a pair", "2 grad", "np.array([2 * x, 200 * y])", "(2 * x; 200 * y)", "Commas separate the entries of a list, a dict or a call, not"),
)  # fmt: skip

HALF_A_LINE = (
    Slip("half a power", "1 grad", "    return 4 * x**3 - 6 * x", "    return 4 * x**", r"The line ends with `\*\*`, and what belongs behind it is missing\."),
    Slip("half a product", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta = theta - lr *", r"The line ends with `\*`, and what belongs behind it is missing\."),
    Slip("half an assignment", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta =", r"The line ends with `=`, and what belongs behind it is missing\."),
    Slip("half a call", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta = theta - lr * grad_fn(", r"This `\(` is not closed: add the `\)`\."),
    Slip("half a loop's first line", "1 gradient_descent", "    for t in range(num_steps):", "    for t in", r"The line ends with `in`, and what belongs behind it is missing\."),
    Slip("for alone", "1 gradient_descent", "    for t in range(num_steps):", "    for", "The line ends with `for`, and what belongs behind it is"),
    Slip("a dot at the end", "1 gradient_descent", "        history.append(loss_fn(theta))", "        history.", r"The line ends with `\.`, and what belongs behind it is missing\."),
    Slip("if alone", "2 predict", "    if factor < 1:", "    if", r"The line ends with `if`, and what belongs behind it is missing\."),
    Slip("half a comparison at the end", "2 predict", "    if factor < 1:", "    if factor <", r"The line ends with `<`, and what belongs behind it is missing\."),
    Slip("and before the colon", "2 predict", "    if factor < 1:", "    if factor < 1 and:", r"What is asked after `and` is missing\."),
    Slip("def alone", "1", "def grad(x):", "def", "The line ends with `def`, and what belongs behind it is"),
    Slip("def with a bracket alone", "1", "def grad(x):", "def grad(", r"This `\(` is not closed: add the `\)`\."),
    Slip("from alone", "1", "import numpy as np", "import numpy as np\nfrom", "The line ends with `from`, and what belongs behind it is"),
    Slip("half a pair", "1 gradient_descent", "    return theta, history", "    return theta,", r"Line \d+ ends in a comma, which makes a tuple of one value:"),
    Slip("a dict's first line without its bracket", "5 compare", "    return {", "    return", "This line begins further right than the one above it, which"),
    Slip("half the history", "1 gradient_descent", "    return theta, history", "    return theta, hist", r"No line that has run gives `hist` a value\. This function's"),
    Slip("half of return", "1 gradient_descent", "    return theta, history", "    ret", r"`ret` is not a word of Python's\. Is it `return` that you mean\?"),
    Slip("half a difference", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta -", r"The line ends with `-`, and what belongs behind it is missing\."),
    Slip("half a word in quotes", "1 find_critical_points", "            kind = \"minimum\"", "            kind = \"mini", r"The quotes that open here do not close in the same line\. Text"),
)  # fmt: skip

INVISIBLE = (
    Slip("a tab for a body's blanks", "1 grad", "    return 4 * x**3 - 6 * x", "\treturn 4 * x**3 - 6 * x", "Tabs and spaces are mixed in the indentation: use four spaces"),
    Slip("blanks and a tab", "1 gradient_descent", "        history.append(loss_fn(theta))", "    \thistory.append(loss_fn(theta))", "Tabs and spaces are mixed in the indentation: use four spaces"),
    Slip("hard blanks for the indentation", "1 gradient_descent", "        history.append(loss_fn(theta))", "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0history.append(loss_fn(theta))", "There is an invisible character here, often from copied text:"),
    Slip("a wide blank for the indentation", "1 gradient_descent", "        history.append(loss_fn(theta))", "\u3000\u3000history.append(loss_fn(theta))", "There is an invisible character here, often from copied text:"),
    Slip("a character without width in a name", "1 gradient_descent", "grad_fn(theta)", "grad_fn(the\u200bta)", "There is an invisible character here, often from copied text:"),
    Slip("a soft hyphen in a name", "1 gradient_descent", "grad_fn(theta)", "grad\u00ad_fn(theta)", "There is an invisible character here, often from copied text:"),
    Slip("a form feed", "1 grad", "    return 4 * x**3 - 6 * x", "\f    return 4 * x**3 - 6 * x", ""),
)  # fmt: skip

CASES = (
    Slip("a walrus for an equals sign", "1 gradient_descent", "    theta = np.array(theta_init, dtype=float)", "    theta := np.array(theta_init, dtype=float)", r"A name gets its value with `=`\."),
    Slip("a comparison alone below match", "2 predict", "    if factor < 1:", "    match factor:\n        < 1:", "A condition begins with `if` or `elif`, and with what is"),
    Slip("a comparison behind case", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    match factor:\n        case factor < 1:\n            return \"converges\"\n        case _:\n            return \"diverges\"", r"Python has no `case` here: write `if`, `elif` and `else`\."),
    Slip("a name behind case", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    match factor:\n        case small:\n            return \"converges\"\n        case _:\n            return \"diverges\"", "`case small` fits every value, and calls it `small`: a"),
    Slip("default", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    match factor < 1:\n        case True:\n            return \"converges\"\n        default:\n            return \"diverges\"", "What is left over comes below `else:`; in a `match` below `case"),
    Slip("case in the column of match", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    match factor < 1:\n    case True:\n        return \"converges\"\n    case False:\n        return \"diverges\"", "The lines that belong to it come below, indented by four more"),
    Slip("case without match", "2 predict", "    if factor < 1:", "    case factor < 1:", r"Python has no `case` here: write `if`, `elif` and `else`\."),
    Slip("case without if", "2 predict", "    if factor < 1:\n        return \"converges\"\n    else:\n        return \"diverges\"", "    match factor:\n        case f f < 1:\n            return \"converges\"\n        case _:\n            return \"diverges\"", r"Python has no `case` here: write `if`, `elif` and `else`\."),
)  # fmt: skip

SLIPS = (*RETURNS, *HALF_A_LINE, *INVISIBLE, *CASES)
