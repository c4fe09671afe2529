"""The first hint where a mistake was named: what to try, beyond the sentence that names it."""

from __future__ import annotations

__all__ = ["hint_for"]

# Keys: an id of the catalogue, or the id and a function where the words fit that one only. An id
# whose sentence says all that helps has no entry. At most three lines of 76 columns, and no code.
FITTING: dict[str, str] = {
    "climbs": (
        "Take one step on x² by hand: at x = 5 the slope is 10, uphill to the right.\n"
        "Which way must x move to make x² smaller, and which way does yours move?"
    ),
    "ignores-lr": (
        "Run yours on x² from 5 with η = 0.1 and with η = 0.01: both first steps have\n"
        "the same length. Where should lr meet the gradient?"
    ),
    "lr-squared": (
        "With η = 0.1 your step is ten times too short. The learning rate belongs in\n"
        "one place: look at the update, and at everything that it uses."
    ),
    "frozen-gradient": (
        "Print the gradient in each round of the loop: it stays the same. What would\n"
        "have to happen in every round for it to change?"
    ),
    "gradient-of-start": (
        "Print θ before and after each update. The update should go on from the θ of\n"
        "the round before; yours goes back to the start each time."
    ),
    "sign-step": (
        "A small gradient makes a short step: that is how descent settles. On x² from\n"
        "0.05 with η = 0.1, where do your first two steps end?"
    ),
    "normalised-step": (
        "A small gradient makes a short step: that is how descent settles. On x² from\n"
        "0.05 with η = 0.1, where do your first two steps end?"
    ),
    "decaying-lr": (
        "On x² every step should multiply x by the same factor, 1 − 2η. Compare your\n"
        "first two: what in your loop depends on the number of the step?"
    ),
    "momentum": (
        "At the minimum the gradient is 0, so a vanilla step is 0. Would yours stand\n"
        "still there? What it carries over from earlier steps must go."
    ),
    "subtracts-loss": (
        "On x² the losses at 5 and at −5 are the same, though the ways down are not.\n"
        "Which of the two functions tells them apart?"
    ),
    "coordinate-sequential": (
        "On x² + xy + 2y² the slope in y depends on x. Once x has moved, that slope\n"
        "belongs to another point. When do you ask for the gradient?"
    ),
    "one-step-short": (
        "With num_steps = 1 there should be one update. Count yours on paper: how\n"
        "often does the loop go round, and what do you record after it?"
    ),
    "one-step-long": (
        "With num_steps = 0 there should be no update. Count yours on paper: before\n"
        "the loop, in it, and after it."
    ),
    "stops-early": (
        "A `break`, a `return` inside the loop or a limit on the count ends it.\n"
        "Neither a small gradient nor a rising loss is a reason to stop here."
    ),
    "returns-best": (
        "When the loss goes up, that is what the caller wants to see. Is the θ that\n"
        "you return the one that the loop ended with?"
    ),
    "history-after": (
        "With num_steps = 1 the history should hold one number, the loss at the\n"
        "start. In which order do recording and updating come in your loop?"
    ),
    "history-with-final": (
        "With num_steps = 0 the history should be empty. How many losses does yours\n"
        "hold then, and which line puts them there?"
    ),
    "history-of-theta": (
        "On x² from 5 the first entry should be 25, not 5. Which function turns a θ\ninto its loss?"
    ),
    "history-aliased": (
        "A list holds the array itself, not a copy of its numbers at that moment.\n"
        "When the array changes later, every entry that is this array changes too."
    ),
    "history-shared": (
        "Call yours twice and compare the lengths of both histories. A default value\n"
        "in the header is made once, when Python reads the function."
    ),
    "mutates-start": (
        "np.asarray hands back the very same array when it holds floats already.\n"
        "Which NumPy function always makes a new one?"
    ),
    "truncates-integers": (
        "Store 3.8 in an array of integers and look at it: 3 is left. The type is\n"
        "settled where you copy the start."
    ),
    "scalar-only": (
        "Call yours with a start of shape (2,). The error names a line: what does\n"
        "that line do with two numbers?"
    ),
    "accumulates-gradient": (
        "Write step 2 on paper: which gradients does your update subtract? There\n"
        "should be one, the gradient at θ₁."
    ),
    "lr-hard-coded": (
        "Run yours with η = 0.1 and with η = 0.3: the paths are the same. Look for a\n"
        "number that has taken the place of lr."
    ),
    "raises-on-divergence": (
        "Python's own floats raise OverflowError, NumPy's become inf. Which type has\n"
        "your θ at the start, and after the first step? float(...) turns it back."
    ),
    "returns-none": (
        "Does every branch return a value? Check each branch of an `if`, and how far\n"
        "the `return` is indented."
    ),
    "missing-maximum": (
        "Draw −L below L: its valleys are the hilltops of L. What is the gradient of\n"
        "−L, in terms of grad_fn?"
    ),
    "missing-origin": (
        "An `if` on a bare number is False at 0. Compare with an absolute tolerance\n"
        "instead: within 1e-3, whatever the size of x."
    ),
    "all-minima": (
        "Walk over a hilltop from left to right: the slope goes from positive to\n"
        "negative. In a valley it is the other way round."
    ),
    "kinds-swapped": (
        "The chapter's L has a hilltop at 0, where L″ is −6. Which sign does your\n"
        "test find there, and which word follows from it?"
    ),
    "duplicates": (
        "In a sorted list the same points are neighbours: it is enough to compare\n"
        "each with the last one that you kept."
    ),
    "keeps-diverged": (
        "Ask three questions of each end point: is it finite, is it at most 1e6 in\n"
        "size, is |L′| at most 1e-3 there? All three answers must be yes."
    ),
    "hard-coded": (
        "Try yours on x² alone: it has one critical point, 0. Everything must come\n"
        "from loss_fn, grad_fn and the starts."
    ),
    "curvature-hard-coded": (
        "On x² the curvature is 2 everywhere, so 0 is a minimum. Which kind does\n"
        "yours get there, and from which function?"
    ),
    "start-is-critical": (
        "Only the end of a run is a candidate. Where the gradient is 0 at the start,\n"
        "the run ends where it began, so that point is found all the same."
    ),
    "gradient-negated": (
        "Go a little to the right of your point: does your own loss grow or fall? The\n"
        "slope in that direction has the sign of the change."
    ),
    "gradient-halved ex1.grad": (
        "Check one term alone. For x², (3.01² − 3²) / 0.01 is about 6 at x = 3: does\n"
        "your rule give 6 there?"
    ),
    "gradient-halved ex2.grad": (
        "Check one coordinate alone. For x², (3.01² − 3²) / 0.01 is about 6 at x = 3:\n"
        "does your rule give 6 there?"
    ),
    "gradient-doubled ex1.grad": (
        "Check one term alone. For x², (3.01² − 3²) / 0.01 is about 6 at x = 3: does\n"
        "your rule give 6 there?"
    ),
    "gradient-doubled ex2.grad": (
        "Check one coordinate alone. For x², (3.01² − 3²) / 0.01 is about 6 at x = 3:\n"
        "does your rule give 6 there?"
    ),
    "gradient-coordinates-swapped ex2.grad": (
        "From (1, 1), move x alone by 0.01: how much does your loss change? Entry 0\n"
        "should say that, divided by 0.01."
    ),
    "derivative-wrong-power ex1.grad": (
        "Test your rule on x² at x = 3: the slope is 6, as (3.01² − 3²) / 0.01 ≈ 6\n"
        "shows. Then use the same rule for every power."
    ),
    "derivative-wrong-power ex2.grad": (
        "Test your rule on x² at x = 3: the slope is 6, as (3.01² − 3²) / 0.01 ≈ 6\n"
        "shows. Then use the same rule for y."
    ),
    "limit-is-1-over-L": (
        "At η = 1/λ the factor 1 − ηλ is 0: one step lands on the minimum. How much\n"
        "farther can η go before the factor reaches −1?"
    ),
    "limit-from-lambda-min": (
        "Take H = diag(1, 4) and η = 1: one factor is 0, the other −3. Which of the\n"
        "two eigenvalues limits η first?"
    ),
    "limit-from-trace": (
        "Take the identity with three rows: each factor is 1 − η, so the limit is 2,\n"
        "not 2/3. The other directions do not make the steepest one steeper."
    ),
    "hessian-half": (
        "Differentiate ½λx² twice: λ is left, without a ½ and without a 2. So the\n"
        "eigenvalues of H go into the formula as they are."
    ),
    "optimal-is-limit": (
        "At that η the steepest direction never settles. A smaller η makes it\n"
        "settle faster and the flattest one slower: where are the two factors equal?"
    ),
    "optimal-is-1-over-L": (
        "At that η the steepest direction is done in one step, and the flattest\n"
        "still creeps. A larger η helps the flattest: until when?"
    ),
    "optimal-midpoint": (
        "Draw |1 − ηλ_min| and |1 − ηλ_max| against η: one falls, the other rises\n"
        "once η is beyond 1/λ_max. Where do they cross?"
    ),
    "boundary-converges": (
        "Try H = diag(0, 2) with η = 0.5: the first coordinate never moves, so r is\n"
        "1. Which of your branches does r = 1 reach?"
    ),
    "boundary-diverges": (
        "Try H = diag(0, 2) with η = 0.5: the first coordinate never moves, so r is\n"
        "1. Which of your branches does r = 1 reach?"
    ),
    "slow-is-oscillating": (
        "A run may take thousands of steps and arrive all the same. Divide the last\n"
        "loss by the first: that ratio decides."
    ),
    "finder-first-finite": (
        "A tiny learning rate stays finite too, and hardly moves. Which number says\n"
        "how good a run was?"
    ),
    "finder-nan-wins": (
        "Print your losses before you take the smallest: is there a nan among them? A\n"
        "nan is not small; it is neither larger nor smaller than anything."
    ),
    "gap-half": (
        "Check one coordinate on paper: λ = 1 and θ = 2 give ½ · 1 · 4 = 2. What does\nyours give?"
    ),
    "gap-is-loss-difference": (
        "The gap says how far there is still to go, not how far the last step went.\n"
        "What is left to subtract when L* is 0?"
    ),
    "bound-without-half": (
        "Check one entry on paper: a squared distance of 4 with η = 0.5 gives 4 at t\n"
        "= 1. Which factor of the denominator is missing in yours?"
    ),
    "bound-unsquared": (
        "A distance of 3 counts as 9. The sum of the squares is the squared norm\n"
        "already, so no root is needed."
    ),
    "bound-constant": (
        "NumPy divides a number by a whole array at once. Which array holds\n1, 2, …, T?"
    ),
    "bound-from-zero": (
        "For T = 4 there are four entries. Which t does the first belong to, and\nwhich the last?"
    ),
    "kappa-inverted": (
        "A bound that shrinks needs a factor between 0 and 1. Which of the two\n"
        "eigenvalues is the smaller one, and where does it go?"
    ),
    "fit-without-logs": (
        "Plot 5/t, first as it is, then with both logarithms. Only in one of the two\n"
        "pictures is there a straight line to fit."
    ),
    "fit-semilog": (
        "5/t is 5, 0.5 and 0.05 at t = 1, 10 and 100. Which scale of t makes these\n"
        "three points equally spaced?"
    ),
    "exponent-sign": "5/t is 5 times t to which power? The fitted slope has that sign.",
    "coefficient-is-log": (
        "At t = 1 the power of t is 1, so the fitted law is C there. For the points\n"
        "5/t: is your second value 5?"
    ),
    "log-base-mixed": (
        "For 5/t the intercept is 1.609 with one logarithm and 0.699 with the other.\n"
        "Which function leads from yours back to 5?"
    ),
    "rate-by-exponent-sign": (
        "1/t and 0.9ᵗ both fall, so every slope is negative. What differs is how far\n"
        "the points are from each straight line."
    ),
    "always-sublinear": (
        "Print both sums of squares, for 0.9ᵗ and for 1/t. For each of the two runs\n"
        "one sum should be almost 0."
    ),
    "always-linear": (
        "Print both sums of squares, for 0.9ᵗ and for 1/t. For each of the two runs\n"
        "one sum should be almost 0."
    ),
    "drops-start": (
        "With num_steps = 0 the path is the start alone, one row. Which line of yours\n"
        "puts it there?"
    ),
    "drops-last": (
        "With num_steps = 1 the path has two rows. Is the new θ stored after the\n"
        "update, before the loop ends?"
    ),
    "path-transposed": (
        "Print the shape of the path for 5 steps: (6, 2) is expected. One row is one\npoint (x, y)."
    ),
    "sorted-path": (
        "On a zigzag neither x nor y comes in order of size. Does anything in your\n"
        "code put the points in order?"
    ),
    "contour-transposed": (
        "Draw a loss that depends on x alone: its level lines should be vertical. In\n"
        "your table of losses, each column then holds one value."
    ),
    "path-outside-view": (
        "Look at the smallest and the largest x of the path, then at those of y,\n"
        "leaving out inf and nan. Is each inside your region?"
    ),
    "ignores-ax": (
        "Everything that draws should be a method of one Axes: the one that was\n"
        "passed in, or a new one where there was none."
    ),
    "no-contour": (
        "loss_fn takes one point at a time. Two loops, over the y and over the x of a\n"
        "grid, fill a table with one loss per point."
    ),
    "ends-unmarked": (
        "Draw two single points on top of the path: the first iterate, and the last\n"
        "finite one, with different markers."
    ),
    "same-path-everywhere": (
        "Print the last row of the path for each panel: they should differ. Which\n"
        "learning rate does each run get?"
    ),
    "sum-not-mean": (
        "Give every example twice: a mean stays as it is, a sum doubles. What does\nyours do?"
    ),
    "mean-twice": (
        "Give every example twice: the result should stay as it is, and yours is\n"
        "halved. So the number of examples enters twice."
    ),
    "mean-without-half ex5.mse_loss": (
        "Check one example on paper: a residual of 2 gives the loss ½ · 4 = 2. What\n"
        "does yours give?"
    ),
    "broadcast-column": (
        "Print the shapes of Xθ and of y. From (N,) and (N, 1) NumPy makes a table of\n"
        "all N · N differences. Which function makes an array flat?"
    ),
    "residual-sign ex5.mse_grad": (
        "At θ = 0, with positive features and targets, a larger θ lowers the loss. So\n"
        "the gradient is negative there. Is yours?"
    ),
    "missing-transpose": (
        "Write the shapes below the formula: X, the residual, and what should come\n"
        "out. Which product of the two has that shape?"
    ),
    "standardises": (
        "Divide a column of X by 10, and its θ becomes ten times as large. So a θ for\n"
        "rescaled columns is not the θ for X."
    ),
    "inverse-order": (
        "θ has one entry per column of X. Which of XXᵀ and XᵀX has one row per column\nof X?"
    ),
    "accepts-singular": (
        "Take a temperature in °C and in °F as two columns, next to the ones:\n"
        "endlessly many θ fit equally well. What counts the independent columns of X?"
    ),
    "stochastic": (
        "Which rows of X does one of your steps use? It should be all of them, in\nevery step."
    ),
    "stochastic ex5.mse_grad": (
        "Which rows of X does your gradient use? It should be all of them, every\ntime."
    ),
    "random-start": "With num_steps = 0 the result should be all zeros. What is yours?",
    "lr-too-large": (
        "On the columns 1 and x, compare your learning rate with 2/λ_max of XᵀX/N.\n"
        "Which matrix do your eigenvalues belong to, and which of them do you take?"
    ),
    "compares-losses-only": (
        "In a narrow valley two points can be far apart and have almost the same\n"
        "loss. Which difference would show that?"
    ),
}


def hint_for(mistake: str, function: str) -> str:
    """Return the hint that fits a named mistake, ``""`` where there is none.

    Parameters
    ----------
    mistake : an id of the catalogue
    function : where it was named, for example ``ex1.grad``
    """
    return FITTING.get(f"{mistake} {function}", FITTING.get(mistake, ""))
