"""Slips of the small hours: a value that is nearly right, a mark copied along, a name half changed."""

from tests.slips.slip import Slip

DESCENT, POINTS = "1 gradient_descent", "1 find_critical_points"
FLOATS = "np.array(theta_init, dtype=float)"
STEP = "        theta = theta - lr * grad_fn(theta)"

STARTS = (
    # A scalar start is wrong here, not an array's.
    Slip("a scalar start in a list", DESCENT, FLOATS, "np.array([theta_init], dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a scalar start as a matrix", DESCENT, FLOATS, "np.matrix(theta_init, dtype=float)", r"expected the start's shape \(\)", r"works for a scalar"),
    Slip("a rule that stops a scalar run", DESCENT, STEP, "        if abs(grad_fn(theta)) < 1e-8:\n            break\n" + STEP, r"expected theta = -7\.25355e-16", r"works for a scalar"),
    Slip("a start that must be a number", DESCENT, FLOATS, "float(theta_init)", r"works for a scalar θ and raises for an array", "", ("scalar-only",)),
)  # fmt: skip

FACTORS = (
    Slip("t in the exponent of an exponential", "3 linear_bound", "(1 - mu / L) ** t", "np.exp(-mu / L * t)", r"expected 7\.5", "brackets"),
    Slip("no brackets around what the bound is divided by", "3 sublinear_bound", "distance / (2 * lr * t)", "distance / 2 * lr * t", r"multiplies by `lr`"),
)  # fmt: skip

NEXT_STEPS = (
    # With `&` the condition would be an array still.
    Slip("a whole list asked in a condition", "2 observe", "not np.isfinite(last)", "not np.isfinite(history)", r"say what you ask for", r"with `&`"),
    Slip("a chain of an array in a condition", "2 observe", "if last <= 1e-6 * first:", "if 0 < np.array(history) < 1:", r"say what you ask for", r"with `&`"),
    Slip("a right side of another length", "5 closed_form", "X.T @ y)", "y)", r"one number in b for each row of A", r"matrix product"),
)  # fmt: skip

SLIPS = (*STARTS, *FACTORS, *NEXT_STEPS)
