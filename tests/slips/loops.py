"""Slips in loops: how they begin, how often they go round, and what they leave behind."""

from tests.slips.slip import Slip

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

SLIPS = (*HEADERS, *WITHIN_LOOPS)
