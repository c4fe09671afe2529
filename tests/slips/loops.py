"""Slips in loops: how they begin, how often they go round, and what they leave behind."""

from tests.slips.parts import (
    DESCENT,
    EXPLORE,
    GRAD,
    LOOP,
    PANELS,
    POINTS,
    STEP,
    STEP_OF_PATH,
    TITLE,
)
from tests.slips.slip import Slip

COUNTERS = (
    Slip("an if for the loop", DESCENT, LOOP, "if num_steps > 0:", r"No line of this function is a loop", "put `return` below"),
    Slip("a loop's line without the loop", "4 trajectory", LOOP + STEP_OF_PATH, STEP_OF_PATH.replace("\n        ", "\n    ").strip(), r"No line of this function is a loop"),
    Slip("theta for the counter", DESCENT, LOOP, "for theta in range(num_steps):", r"gives `theta` another value in each pass"),
    Slip("lr for the counter", DESCENT, LOOP, "for lr in range(num_steps):", r"gives `lr` another value in each pass"),
    Slip("a helper's argument by another name", "1 grad", GRAD, "    return 4 * cube(x) - 6 * x\n\n\ndef cube(x):\n    return y**3", r"No line that has run gives `y` a value\. This function's only argument is `x`"),
    Slip("a power without its stars", "1 grad", "4 * x**3", "4 * x3", r"a power is written `x\*\*3`"),
)  # fmt: skip

SHORTENED = (
    Slip("ends removed in the loop over them", POINTS, "for x in sorted(ends):", "for x in ends:\n        if not abs(x) <= 1e6 or abs(grad_fn(x)) > 1e-3:\n            ends.remove(x)\n    for x in ends:", r"shortens `ends`"),
    Slip("one end removed, and no more", POINTS, "    points = []", "    for x in ends:\n        if not abs(x) <= 1e6:\n            ends.remove(x)\n            break\n    ends = ends[:1]\n    points = []", r"is missing", r"shortens"),
    Slip("ends removed in the loop over a copy", POINTS, "    points = []", "    for x in list(ends):\n        if not abs(x) <= 1e6:\n            ends.remove(x)\n    ends = ends[:1]\n    points = []", r"is missing", r"shortens"),
    Slip("a list in the header", POINTS, "*", "def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000, points=[]):\n    for start in starts:\n        x, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)\n        points.append((float(x), \"minimum\"))\n    return points\n\n\n", r"`points=\[\]` in line \d+ is made once|is missing"),
    Slip("a list in the header that stays empty", DESCENT, "*", "def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps, history=[]):\n    return theta_init, history\n\n\n", r".", r"made once"),
    Slip("no end so flat", POINTS, "abs(grad_fn(x)) > 1e-3", "grad_fn(x) != 0", r"asks for exactly 0"),
    Slip("a count that is 0", POINTS, "    return points", "    return points[:1] if len(points) != 0 else points", r"is missing", r"exactly 0"),
)  # fmt: skip

MADE_BY_FOR = (
    Slip("a list made by for without brackets", "3 suboptimality", "    return np.array(gaps)", "    gaps = g for g in gaps\n    return np.array(gaps)", r"within square brackets"),
    Slip("a list returned without brackets", POINTS, "    return points", "    return p for p in points", r"within square brackets"),
    Slip("two lists without zip", "4 trajectory", STEP.strip(), "theta = [a - lr * b for a, b in theta, grad_fn(theta)]", r"`zip`"),
    Slip("a number looped over in brackets", "3 linear_bound", "np.arange(num_steps + 1)", "np.array([t for t in num_steps])", r"range\(num_steps\)"),
    Slip("a generator of points returned", POINTS, "    return points", "    return (p for p in points)", r"list"),
    Slip("lr of all lrs", PANELS, TITLE, 'f"{lr=}"', r"`for lr in lrs` does"),
    Slip("lrs in lrs", EXPLORE, "for lr in lrs:", "for lrs in lrs:", r"`for lr in lrs` does"),
    Slip("start of all starts", POINTS, "for start in starts:", "for s in starts:", r"`for start in starts` does"),
    Slip("a lambda of another parameter", POINTS, "lambda x: -loss_fn(x)", "lambda t: -loss_fn(x)", r"The parameter of this `lambda` is `t`, and its formula uses `x`"),
    Slip("a lambda's name that no line sets", POINTS, "lambda x: -loss_fn(x)", "lambda x: c * loss_fn(x)", r"its formula uses `c`"),
    Slip("a value of the function around it that comes later", POINTS, "    ends = []\n", "    def minus(z):\n        return sign * grad_fn(z)\n    ends = [minus(0.0)]\n    sign = -1\n", r"only in a line that has not run yet"),
)  # fmt: skip

TOO_FAR_LEFT = (
    Slip("the last line of a loop too far left", EXPLORE, "        answers[lr]", "    answers[lr]", r"does it belong in the loop", r"put it above the loop"),
    Slip("arguments that come from a pair", POINTS, "gradient_descent(loss_fn, grad_fn, start", "gradient_descent(*(grad_fn, loss_fn), start", r"expected", r"in the place of"),
    Slip("the update too far left", DESCENT, STEP, STEP.replace("        ", "    "), r"Line \d+ is below the loop, and so `theta` is the same in all its passes"),
    Slip("the update of a path too far left", "4 trajectory", "        theta = theta - lr * grad_fn(theta)\n        path.append(theta.copy())", "        path.append(theta.copy())\n    theta -= lr * grad_fn(theta)", r"Line \d+ is below the loop, and so `theta` is the same in all its passes"),
    Slip("a sum below the loop that it does not look at", "5 mse_grad", "return X.T @ (X @ theta - y) / len(y)", "total = np.zeros(len(theta))\n    for x, due in zip(X, y):\n        part = x * (x @ theta - due)\n    total += part\n    return total / len(y)", "expected", "is below the loop"),
    # Within the loop over the steps, a loop of another kind ends before the step.
    Slip("a line search above the step", DESCENT, STEP, "        g = grad_fn(theta)\n        while loss_fn(theta - lr * g) > loss_fn(theta):\n            lr = lr / 2\n        theta = theta - lr * g", r"first wrong at step 1", r"is below the loop"),
    Slip("a difference quotient above the step", DESCENT, STEP, "        g = np.zeros_like(theta)\n        for i in np.ndindex(theta.shape):\n            e = np.zeros_like(theta)\n            e[i] = 1e-3\n            g[i] = (loss_fn(theta + e) - loss_fn(theta)) / 1e-3\n        theta = theta - lr * g", r"got theta = 3\.9999", r"is below the loop"),
    Slip("the update of each learning rate too far left", EXPLORE, "            theta = theta - lr", "        theta = theta - lr", r"Line \d+ is below the loop, and so `theta` is the same in all its passes"),
    Slip("a break at the end of the loop", DESCENT, STEP, f"{STEP}\n        break", r"or a `break` that every pass comes to", "", ("returns-inside-loop",)),
)  # fmt: skip

ENDLESS = (
    Slip("a while around a call that counts nothing", POINTS, "    for start in starts:\n", "    i = 0\n    while i < len(starts):\n        start = starts[i]\n", r"when the time was up: .* in find_critical_points: ", seconds=0.2),
    Slip("a while around panels that counts nothing", PANELS, "for i in range(len(lrs)):", "i = 0\n    while i < len(lrs):", r"when the time was up: .* in plot_learning_rates: ", seconds=0.4),
)  # fmt: skip

HEADERS = (
    Slip("until", "1 gradient_descent", "    for t in range(num_steps):", "    until t == num_steps:", r"Python has no `until`: its loops begin with `for` or `while`\."),
    Slip("repeat", "1 gradient_descent", "    for t in range(num_steps):", "    repeat(num_steps):", r"Python has no `repeat`: its loops begin with `for` or `while`\."),
    Slip("for, an equals sign and to", "1 gradient_descent", "    for t in range(num_steps):", "    for t = 0 to num_steps:", "A loop over the numbers 0, 1, … is written `for t in"),
    Slip("for and an equals sign", "1 gradient_descent", "    for t in range(num_steps):", "    for t = range(num_steps):", "A loop over the numbers 0, 1, … is written `for t in"),
    Slip("for without a name", "1 gradient_descent", "    for t in range(num_steps):", "    for range(num_steps):", "A loop over the numbers 0, 1, … is written `for t in"),
    Slip("for without a name before in", "1 gradient_descent", "    for t in range(num_steps):", "    for in range(num_steps):", "A loop over the numbers 0, 1, … is written `for t in"),
    Slip("range without brackets", "1 gradient_descent", "    for t in range(num_steps):", "    for t in range num_steps:", "A loop over the numbers 0, 1, … is written `for t in"),
    Slip("range of nothing", "1 gradient_descent", "    for t in range(num_steps):", "    for t in range():", r"`range` needs a number, how often: `range\(num_steps\)`, say\."),
    Slip("while for for", "1 gradient_descent", "    for t in range(num_steps):", "    while t in range(num_steps):", "`while` repeats its lines as long as a condition holds: a loop"),
    Slip("while and for", "1 gradient_descent", "    for t in range(num_steps):", "    while for t in range(num_steps):", "`while` and `for` each begin a loop of their own: keep the one"),
)  # fmt: skip

WITHIN_LOOPS = (
    Slip("theta and the history begun once for all rates", "2 explore", "    for lr in lrs:\n        theta = np.array(theta_init, dtype=float)\n        history = []", "    theta = np.array(theta_init, dtype=float)\n    history = []\n    for lr in lrs:", r"Line \d+ begins `history` above the loop in line \d+, so that each"),
    Slip("the rate's name for the inner counter", "2 explore", "for t in range(num_steps)", "for lr in range(num_steps)", r"The loops in lines \d+ and \d+ both give `lr` its value, and the inner"),
    Slip("return in the loop over the rates", "2 explore", "    return answers", "        return answers", "looks like `returns-inside-loop`: only the first learning rate", "", ("returns-inside-loop",)),
    Slip("the outer counter's name for the inner one", "4 plot_trajectory", "for j in range(60):", "for i in range(60):", r"No line that has run gives `j` a value\. This function's"),
    Slip("a dict made below the loop", "2 explore", "    return answers", "    return {lr: observe(history) for lr in lrs}", r"Line \d+ is below the loop that begins `history` in each pass,"),
)  # fmt: skip

KEPT = (
    Slip("a lambda for each sign", "1 find_critical_points", "    for start in starts:\n        down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)\n        up, _ = gradient_descent(lambda x: -loss_fn(x), lambda x: -grad_fn(x), start, lr, num_steps)", "    runs = [(lambda x: s * loss_fn(x), lambda x: s * grad_fn(x)) for s in (1, -1)]\n    for start in starts:\n        down, up = [gradient_descent(f, g, start, lr, num_steps)[0] for f, g in runs]", r"`lambda \.\.\., s=s:` keeps that of"),
    Slip("a lambda appended for each learning rate", "2 explore", "    for lr in lrs:\n        theta = np.array(theta_init, dtype=float)\n        history = []\n        for t in range(num_steps):\n            history.append(loss(theta))\n            theta = theta - lr * grad(theta)", "    steps = []\n    for rate in lrs:\n        steps.append(lambda theta: theta - rate * grad(theta))\n    for lr, step in zip(lrs, steps):\n        theta = np.array(theta_init, dtype=float)\n        history = []\n        for t in range(num_steps):\n            history.append(loss(theta))\n            theta = step(theta)", r"`lambda \.\.\., rate=rate:` keeps that"),
    Slip("a sum set back in each pass", "5 mse_loss", "return np.sum(r**2) / (2 * len(y))", "for e in r:\n        total = 0\n        total += e**2\n    return total / (2 * len(y))", r"sets `total` back in each pass"),
)  # fmt: skip

WITHOUT_END = (
    Slip("while True without a break", "1 gradient_descent", "    for t in range(num_steps):", "    while True:", r"Nothing ends the loop `while True`: a `break` or a `return` in it would", "", (), 0.3),
    Slip("a history whose length never changes", "1 gradient_descent", "    for t in range(num_steps):\n        history.append(loss_fn(theta))", "    while len(history) <= num_steps:\n        loss_fn(theta)", r"No line in the loop `while len\(history\) <= num_steps` changes", "", (), 0.3),
    Slip("a print in each pass", "1 gradient_descent", "        theta = theta - lr * grad_fn(theta)", "        theta = theta - lr * grad_fn(theta)\n        print(theta, np.arange(10**5).tolist())", r"take this `print` away", "", (), 0.5),
)  # fmt: skip

AWAY_FROM_THE_END = (
    Slip("a counter that grows above 0", "1 gradient_descent", "for t in range(num_steps):", "n = num_steps\n    while n > 0:\n        n += 1", r"the value of `n` only grows", "", (), 0.3),
    Slip("a counter that falls below the number of steps", "1 gradient_descent", "for t in range(num_steps):", "t = 0\n    while t < num_steps:\n        t = t - 1", r"the value of `t` only falls", "", (), 0.3),
    Slip("a counter too far left, in a sum", "5 mse_loss", "return np.sum(r**2) / (2 * len(y))", "s = 0\n    i = 0\n    while i < len(r):\n        s += r[i]**2\n    i += 1\n    return s / (2 * len(y))", r"No line in the loop `while i < len\(r\)` changes `i`", "", (), 0.3),
    Slip("a range that counts down without saying so", "1 gradient_descent", "for t in range(num_steps):", "for t in range(num_steps, 0):", r"has nothing in it: it counts up"),
    Slip("a range below 0", "4 trajectory", "for t in range(num_steps):", "for t in range(-num_steps):", r"`range\(-num_steps\)` has nothing in it"),
    Slip("a loop over the list that it adds to", "4 trajectory", "for t in range(num_steps):", "for t in path:", r"The loop goes through `path`, which gets one entry more in each pass", "", (), 0.3),
)  # fmt: skip

SLIPS = (
    *COUNTERS,
    *SHORTENED,
    *MADE_BY_FOR,
    *TOO_FAR_LEFT,
    *ENDLESS,
    *HEADERS,
    *WITHIN_LOOPS,
    *KEPT,
    *WITHOUT_END,
    *AWAY_FROM_THE_END,
)
