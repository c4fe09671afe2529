"""Slips that Python lets pass, where a first message could easily be false."""

from tests.slips.slip import Slip

DESCENT = """\
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
{body}
    return theta, history


"""


def descent(*lines: str) -> str:
    return DESCENT.format(body="\n".join("    " + line for line in lines))


LOOP = "for t in range(num_steps):"
RECORD = "    history.append(loss_fn(theta))"
STEP = "    theta = theta - lr * grad_fn(theta)"

SLIPS = (
    # What the code printed is what the shown call printed.
    Slip("prints that are the call's own", "1 grad", "return 4", "print('at', x)\n    return 5", r"your code printed at 0\.5(?! at)"),
    Slip("prints at the top", "1 grad", "return 4 * x**3 - 6 * x\n", "return 5 * x**3 - 6 * x\n\n\nprint('hello')\n", r"expected", "hello"),
    Slip("prints in a loop", "1 gradient_descent", "*", descent(LOOP, RECORD, "    theta = theta + lr * grad_fn(theta)", "    print('step', t)"), r"your code printed step 0(?! step)", "", ("climbs",)),
    Slip("LAPACK complains", "2 stable_lr_limit", "return 2 / max(eigenvalues)", "np.linalg.svd(np.zeros((2, 2)))\n    return 1 / max(eigenvalues)", r"expected", "DLASCL", ("limit-is-1-over-L",)),
    # Where the path departs
    Slip("the gradient of the start", "1 gradient_descent", "*", descent("g = grad_fn(theta)", LOOP, RECORD, "    theta = theta - lr * g"), r"expected", "first wrong at step 1: 5.0", ("frozen-gradient", "gradient-of-start")),
    Slip("the gradient at the start, each step", "1 gradient_descent", "*", descent("x0 = theta", LOOP, RECORD, "    theta = theta - lr * grad_fn(x0)"), r"frozen-gradient|gradient-of-start", "first wrong at step 1: 5.0", ("frozen-gradient", "gradient-of-start")),
    Slip("two gradients a step", "1 gradient_descent", "*", descent(LOOP, RECORD, "    g = grad_fn(theta)", STEP), r"once a step|calls|gradient", "first wrong"),
    Slip("recorded after the update", "1 gradient_descent", "*", descent(LOOP, STEP, RECORD), r"history", "first wrong at step", ("history-after",)),
    Slip("climbs", "1 gradient_descent", "theta - lr", "theta + lr", r"climbs", "", ("climbs",)),
    Slip("one step short", "1 gradient_descent", "range(num_steps)", "range(num_steps - 1)", r"expected", "", ("one-step-short", "history-short", "history-one-short")),
    # Ratios that are accidents
    Slip("a wrong power", "1 grad", "4 * x**3", "4 * x**2", r"expected", r"yours is [\d.]+ ×", ("derivative-wrong-power",)),
    Slip("a constant kept", "1 grad", "- 6 * x", "- 6", r"expected", r"yours is [\d.]+ ×", ("derivative-wrong-power",)),
    Slip("divided by the columns", "5 mse_grad", "/ len(y)", "/ X.shape[1]", r"expected", r"yours is 2\.0 ×|half", ("divides-by-columns",)),
    Slip("the half kept in the gradient", "5 mse_grad", "/ len(y)", "/ (2 * len(y))", r"expected|slope", "", ("gradient-halved", "mse-gradient-halved")),
    Slip("the sum for the mean", "5 mse_loss", "(2 * len(y))", "2", r"expected", "", ("sum-not-mean",)),
    Slip("N for 2N", "5 mse_loss", "(2 * len(y))", "len(y)", r"expected", "", ("mean-without-half", "loss-doubled")),
    # Calls that take their time
    Slip("a sleep", "1 loss", "return x", "import time\n    time.sleep(0.4)\n    return x", "", "did not return"),
    Slip("None for the whole of it", "3 verify_rate", "return {", "answer = {", r"None|`return`", "", ("returns-none",)),
    Slip("a pair for one value", "3 suboptimality", "return np.array(gaps)", "return np.array(gaps), theta", r"expected"),
    Slip("a value for a pair", "1 gradient_descent", "return theta, history", "return theta", r"expected", "", ("returns-theta-only", "history-missing")),
    Slip("the pair in the wrong order", "1 gradient_descent", "return theta, history", "return history, theta", r"expected|Swap|places", "", ("swapped-return",)),
    Slip("a bare except around an endless loop", "1 loss", "return x", "while True:\n        try:\n            x = x + 1 - 1\n        except Exception:\n            pass\n    return x", r"does the loop end", seconds=0.2),
    Slip("a wait without end", "1 loss", "return x", "import time\n    time.sleep(1000)\n    return x", r"did not return in", seconds=0.2),
    Slip("breaks when converged", "1 gradient_descent", "*", descent(LOOP, "    if abs(np.sum(grad_fn(theta))) < 1e-8:", "        break", RECORD, STEP), r"expected|gradient", "", ("stops-early",)),
    Slip("the stub's line left above the code", "1 grad", "return 4 * x**3 - 6 * x", 'x3 = x**3\n    raise NotImplementedError("exercise 1: write grad")\n    return 4 * x3 - 6 * x', r"raise|line"),
)  # fmt: skip
