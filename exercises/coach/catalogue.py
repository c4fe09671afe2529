"""The catalogue of misconceptions: each mistake's id, where it is made, its words and its chapter.

The only place of an id's words. How a mistake shows in what a function returns stands in
`exercises.coach.misconceptions`, one file a theme; how it shows in a drawing, in
`exercises.coach.judging`. Both name it by an id of this table, and an id that is not here fails at
import. Ids never change: class statistics and earlier gradebooks use them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

__all__ = [
    "CATALOGUE", "TWINS", "Misconception", "Twins", "UnknownMisconception", "known",
    "misconception", "sentence", "twins_of",
]  # fmt: skip

# The functions, by the exercise's key and their name.
DESCENT = "ex1.gradient_descent"
CRITICAL = "ex1.find_critical_points"
EXPLORE = "ex2.explore"
FINDER = "ex2.lr_finder"
LIMIT = "ex2.stable_lr_limit"
OPTIMAL = "ex2.optimal_lr"
PREDICT = "ex2.predict"
OBSERVE = "ex2.observe"
GAPS = "ex3.suboptimality"
SUBLINEAR = "ex3.sublinear_bound"
LINEAR = "ex3.linear_bound"
POWER_LAW = "ex3.fit_power_law"
CLASSIFY = "ex3.classify_rate"
VERIFY = "ex3.verify_rate"
PATH = "ex4.trajectory"
PLOT = "ex4.plot_trajectory"
PANELS = "ex4.plot_learning_rates"
INTERCEPT = "ex5.add_intercept"
MSE_LOSS = "ex5.mse_loss"
MSE_GRAD = "ex5.mse_grad"
CLOSED = "ex5.closed_form"
FIT = "ex5.fit"
COMPARE = "ex5.compare"
GRAD_1 = "ex1.grad"
GRAD_2 = "ex2.grad"
LOSS_1 = "ex1.loss"
LOSS_2 = "ex2.loss"
LOOPS = (DESCENT, FINDER, GAPS, PATH, FIT, COMPARE)
# Sections of the chapter.
ALGORITHM, RATES = "The Algorithm", "Choosing the Learning Rate"
CONVERGENCE = "Convergence Analysis"


@dataclass(frozen=True)
class Misconception:
    """A mistake that learners make.

    Attributes
    ----------
    id : its name in feedback and statistics
    functions : where it may be made, ``ex2.predict`` and the like
    says : to the learner: what the numbers are, and where to look
    also : other words for some of the functions
    chapter : the section of the chapter to read again; empty where none is about it
    """

    id: str
    functions: tuple[str, ...]
    says: str
    also: Mapping[str, str] = field(default_factory=dict)
    chapter: str = ""

    def sentence(self, function: str) -> str:
        """Return the words for one function."""
        return self.also.get(function, self.says)


class UnknownMisconception(LookupError):
    """An id is used that the catalogue does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no misconception is called {name!r}. Add it to exercises/coach/catalogue.py, or mend "
            "the spelling where it is used."
        )


CATALOGUE: tuple[Misconception, ...] = (
    # The descent loop, wherever a learner writes it.
    Misconception(
        "climbs", (*LOOPS, EXPLORE),
        "your iterates are exactly those of θ + η∇L. Check the sign of the update.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "ignores-lr", (*LOOPS, EXPLORE),
        "your iterates are those of θ − ∇L: the rate is not used. Each step is η times the "
        "gradient long.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "lr-squared", (*LOOPS, EXPLORE),
        "your iterates are those of θ − η²∇L: the rate is multiplied in twice. Where does it "
        "enter a second time?",
        chapter=ALGORITHM,
    ),
    Misconception(
        "frozen-gradient", (*LOOPS, EXPLORE),
        "every step is along the gradient at the start. The gradient changes with θ: ask for it "
        "anew inside the loop.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "gradient-of-start", (*LOOPS, EXPLORE),
        "every step sets out from the start, θ₀ − η∇L(θ_t). The new θ is reached from the θ "
        "before it: what stands first in your update?",
        chapter=ALGORITHM,
    ),
    Misconception(
        "sign-step", (*LOOPS, EXPLORE),
        "your steps are η·sign(∇L): they keep their length however flat it gets. Use the gradient "
        "itself, not its sign.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "normalised-step", (*LOOPS, EXPLORE),
        "your steps all have length η: the gradient is divided by its norm. In vanilla descent a "
        "step shortens as the gradient does.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "decaying-lr", (*LOOPS, EXPLORE),
        "your rate shrinks from step to step. Here η is the same all the way; schedules come "
        "later (chapter: Choosing η).",
        chapter=ALGORITHM,
    ),
    Misconception(
        "momentum", (*LOOPS, EXPLORE),
        "your iterates carry a velocity on: that is momentum. The exercise asks for vanilla "
        "descent, in which a step depends on the present gradient alone.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "subtracts-loss", LOOPS,
        "your update subtracts η times the *loss*. It is the gradient that says where down is "
        "(chapter: Algorithm).",
        chapter=ALGORITHM,
    ),
    Misconception(
        "coordinate-sequential", LOOPS,
        "the coordinates are updated one after another, the later ones from a point already "
        "moved. Compute the whole gradient at the old θ, then move.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "one-step-short", LOOPS,
        "your run stops after num_steps − 1 updates. Where does your count begin, and where does "
        "it end?",
        chapter=ALGORITHM,
    ),
    Misconception(
        "one-step-long", (*LOOPS, PANELS),
        "your run makes num_steps + 1 updates. Where does your count begin, and where does it "
        "end?",
        also={
            PANELS: (
                "one update too many. `num_steps` updates make num_steps + 1 points."
            ),
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "stops-early", LOOPS,
        "your run is right as far as it goes, but ends by a tolerance of its own. Make exactly "
        "num_steps updates.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "returns-best", LOOPS,
        "you return the iterate of least loss. Due is the *last* one, also when the run has "
        "climbed or diverged: that is worth seeing.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-after", (DESCENT, FIT, GAPS),
        "your history begins with the loss after the first update. Record before you update: "
        "history[0] is the loss at the start.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-with-final", (DESCENT, FIT),
        "your history has num_steps + 1 entries: the loss at the last θ is one too many. It holds "
        "the losses before each update.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-of-theta", (DESCENT, FIT, GAPS),
        "your history holds the iterates θ_t; due are their losses L(θ_t).",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-aliased", (DESCENT, FIT, GAPS, PATH),
        "all your entries are alike, the last iterate's: one array was stored again and again "
        "while `-=` changed it in place. Store a copy, or make a new array each step.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-shared", (DESCENT, FIT, PATH),
        "what you keep goes on from the call before. A list in the function's header or outside "
        "of it lives on between calls: make a new one inside.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "mutates-start", (*LOOPS, EXPLORE),
        "the start is updated in place: `theta -= …` writes into the caller's array. Make a float "
        "copy first.",
        also={
            EXPLORE: (
                "each run sets out from where the one before ended: the start is updated in "
                "place. Make a float copy for every rate."
            ),
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "truncates-integers", (*LOOPS, EXPLORE),
        "from a start of integers your path stays on integers, every step cut off. Make the copy "
        "of the start one of floats.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "swapped-return", (DESCENT, FIT, FINDER),
        "history and theta come back in each other's places. Due is (theta, history).",
        also={
            FINDER: (
                "the losses and best_lr come back in each other's places. Due is (best_lr, "
                "losses)."
            ),
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "scalar-only", (DESCENT, FINDER),
        "your loop works for a scalar θ and raises for an array. Which line asks for a single "
        "number (float(…), math.…, a bare `if`)?",
        chapter=ALGORITHM,
    ),
    Misconception(
        "accumulates-gradient", (*LOOPS, EXPLORE),
        "each step uses the sum of all gradients so far. Does something that is added up need to "
        "start from zero at each step?",
        chapter=ALGORITHM,
    ),
    Misconception(
        "lr-hard-coded", (*LOOPS, EXPLORE),
        "your run has the same rate whatever lr is. Use the argument, not a number of your own.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "raises-on-divergence", (*LOOPS, EXPLORE),
        "your code raises on a run that blows up. Divergence is a result here, inf or nan: let "
        "NumPy numbers overflow, and check nothing.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "returns-none",
        (*LOOPS, LOSS_1, GRAD_1, CRITICAL, LOSS_2, GRAD_2, LIMIT, OPTIMAL, PREDICT, OBSERVE,
            EXPLORE, SUBLINEAR, LINEAR, POWER_LAW, CLASSIFY, VERIFY, INTERCEPT, MSE_LOSS,
            MSE_GRAD, CLOSED, PLOT, PANELS,
        ),
        "None comes back: that is what a function gives without `return`. Printing a value does "
        "not hand it to the caller.",
        also={
            PLOT: (
                "the function ends without returning anything."
            ),
            PANELS: (
                "the function ends without returning anything."
            ),
        },
        chapter=ALGORITHM,
    ),
    # Exercise 1, the critical points.
    Misconception(
        "missing-maximum", (CRITICAL,),
        "the minima are there and the maxima are not. Descent never ends at a maximum; a maximum "
        "of L is a minimum of −L.",
    ),
    Misconception(
        "missing-origin", (CRITICAL,),
        "the critical point at 0 is missing. 0 is False in a condition, and small beside any "
        "relative tolerance: how do you decide whether to keep a point?",
    ),
    Misconception(
        "all-minima", (CRITICAL,),
        "every point is called a minimum. Where a run came from does not tell: look at the sign "
        "of the curvature, at how L′ changes there.",
    ),
    Misconception(
        "kinds-swapped", (CRITICAL,),
        "the points are right and every kind is the other one. L″ > 0 is a valley: which sign do "
        "you call a minimum?",
    ),
    Misconception(
        "duplicates", (CRITICAL,),
        "the same point comes several times. Runs from different starts end within 1e-3 of each "
        "other: keep one of them.",
    ),
    Misconception(
        "unsorted", (CRITICAL,),
        "the points are right but come in the order in which they were found. Sort by x.",
    ),
    Misconception(
        "keeps-diverged", (CRITICAL,),
        "among your points are ends of runs that left to infinity. Keep an end only if it is "
        "finite, not huge, and L′ is nearly 0 there.",
    ),
    Misconception(
        "hard-coded", (CRITICAL,),
        "these are the chapter's points, whatever the loss is. Find them with the functions that "
        "are handed in.",
    ),
    Misconception(
        "start-is-critical", (CRITICAL,),
        "a start is reported although its gradient is not 0. Keep an end point only if L′ is "
        "nearly 0 there.",
    ),
    # Derivatives, in exercises 1, 2 and 5.
    Misconception(
        "gradient-negated", (GRAD_1, GRAD_2),
        "your gradient is exactly −1 times the right one: it points uphill. Go through the signs "
        "of its terms once more.",
    ),
    Misconception(
        "gradient-halved", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "your gradient is exactly half of the right one: a factor 2 got lost. Which term's "
        "exponent did not come down as a factor?",
        also={
            FIT: (
                "your steps are half as long as η∇L: a factor ½ too many in the gradient. The ½ "
                "of the loss cancels against the 2 of the square."
            ),
            COMPARE: (
                "your steps are half as long as η∇L: a factor ½ too many in the gradient. The ½ "
                "of the loss cancels against the 2 of the square."
            ),
        },
    ),
    Misconception(
        "gradient-doubled", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "your gradient is exactly twice the right one: a factor 2 too many. Where does the second "
        "one come from?",
        also={
            FIT: (
                "your steps are twice as long as η∇L: a factor 2 is left in the gradient, though "
                "not in the loss."
            ),
            COMPARE: (
                "your steps are twice as long as η∇L: a factor 2 is left in the gradient, though "
                "not in the loss."
            ),
        },
    ),
    Misconception(
        "gradient-coordinates-swapped", (GRAD_2, MSE_GRAD, FIT, COMPARE),
        "the entries are right but stand in each other's places: entry 0 belongs to the first "
        "coordinate. Check the order in which you put them together.",
        also={
            FIT: (
                "the entries of your gradient stand in each other's places."
            ),
            COMPARE: (
                "the entries of your gradient stand in each other's places."
            ),
        },
    ),
    Misconception(
        "derivative-wrong-power", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "a power was not differentiated by the rule: xⁿ gives n·xⁿ⁻¹, the exponent comes down as "
        "a factor *and* is lowered by one. Take the terms one at a time.",
        also={
            MSE_GRAD: (
                "the square of the residual stayed in your gradient: the derivative of r² is 2r "
                "times the inner derivative, so the exponent comes down."
            ),
            FIT: (
                "the square of the residual stayed in your gradient: the derivative of r² is 2r "
                "times the inner derivative."
            ),
            COMPARE: (
                "the square of the residual stayed in your gradient: the derivative of r² is 2r "
                "times the inner derivative."
            ),
        },
    ),
    Misconception(
        "numerical-derivative-coarse", (GRAD_1, GRAD_2, MSE_GRAD),
        "your numbers are those of a difference quotient, whose step leaves a visible error. Work "
        "the derivative out on paper: it is exact, and costs one evaluation.",
    ),
    # Exercise 2, learning rates.
    Misconception(
        "limit-is-1-over-L", (LIMIT, PREDICT),
        "that is 1/λ_max, the rate at which the convergence theorem holds; descent converges up "
        "to twice that (chapter: Choosing η).",
        chapter=RATES,
    ),
    Misconception(
        "limit-from-lambda-min", (LIMIT, PREDICT),
        "that is 2/λ_min; the steepest direction blows up first, so the largest eigenvalue sets "
        "the limit. In which order does your eigenvalue routine return them?",
        also={
            PREDICT: (
                "your verdicts change at 2/λ_min; the steepest direction blows up first, so the "
                "largest eigenvalue sets the limit."
            ),
        },
        chapter=RATES,
    ),
    Misconception(
        "limit-from-trace", (LIMIT, PREDICT),
        "that is built on the trace, the *sum* of the eigenvalues; only the largest of them "
        "limits the rate.",
        also={
            PREDICT: (
                "your verdicts change at 2/trace, the *sum* of the eigenvalues; only the largest "
                "of them limits the rate."
            ),
        },
        chapter=RATES,
    ),
    Misconception(
        "hessian-half", (LIMIT, OPTIMAL, PREDICT, EXPLORE),
        "your answers are those for half the Hessian: the second derivatives of x² + 100y² are 2 "
        "and 200, not 1 and 100 (½θᵀHθ has the ½ outside H).",
        chapter=RATES,
    ),
    Misconception(
        "optimal-is-limit", (OPTIMAL,),
        "that is the limit 2/λ_max, at which the steepest coordinate flips for ever; the best "
        "rate lies below it and depends on λ_min too (chapter: Choosing η).",
        chapter=RATES,
    ),
    Misconception(
        "optimal-is-1-over-L", (OPTIMAL,),
        "that is 1/λ_max: safe, but the flat direction crawls. The best constant rate balances "
        "the two ends of the spectrum (chapter: Choosing η).",
        chapter=RATES,
    ),
    Misconception(
        "optimal-midpoint", (OPTIMAL,),
        "that is 1/(λ_min + λ_max), half of the best rate: 1 − ηλ_min and ηλ_max − 1 are not yet "
        "equal there. Solve that equation for η.",
        chapter=RATES,
    ),
    Misconception(
        "boundary-converges", (PREDICT,),
        "where the largest factor |1 − ηλ| is exactly 1, the loss neither falls nor grows: that "
        "is `oscillates`, and you call it converging. It needs a case of its own.",
        chapter=RATES,
    ),
    Misconception(
        "boundary-diverges", (PREDICT,),
        "where the largest factor |1 − ηλ| is exactly 1, the loss neither falls nor grows: that "
        "is `oscillates`, and you call it diverging. It needs a case of its own.",
        chapter=RATES,
    ),
    Misconception(
        "nan-converges", (OBSERVE, EXPLORE),
        "a run that ended at nan or inf is called converging. Every comparison with nan is False, "
        "so nan falls through to your last case: ask whether the loss is finite first.",
        also={
            EXPLORE: (
                "a run that ended at nan or inf is called converging. Comparisons with nan are "
                "False: ask whether the last loss is finite first."
            ),
        },
        chapter=RATES,
    ),
    Misconception(
        "slow-is-oscillating", (OBSERVE, EXPLORE),
        "a run that fell below 1e-6 of its first loss is called oscillating. Slow is not "
        "oscillating: compare the last loss with the first, and with 1e-6 of it.",
        also={
            EXPLORE: (
                "a rate that is merely slow is called oscillating. Slow is not oscillating: run "
                "all of num_steps, and compare the last loss with 1e-6 of the first."
            ),
        },
        chapter=RATES,
    ),
    Misconception(
        "finder-first-finite", (FINDER,),
        "your best_lr is the first rate whose run stays finite. Due is the rate of the *smallest* "
        "loss.",
        chapter=RATES,
    ),
    Misconception(
        "finder-nan-wins", (FINDER,),
        "a rate that blew up wins: argmin takes nan for the smallest, and nan passes most "
        "comparisons unnoticed. Turn what is not finite into inf first.",
        chapter=RATES,
    ),
    # Exercise 3, rates of convergence.
    Misconception(
        "gap-half", (GAPS,),
        "your gaps are those of another loss: the ½ of ½ Σ λᵢθᵢ² is missing, or stands there "
        "twice.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "gap-is-loss-difference", (GAPS,),
        "your numbers are differences of losses. The gap is L(θ_t) − L*, the distance to the "
        "*minimum*, and L* is 0.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-without-half", (SUBLINEAR,),
        "your bound is twice the chapter's: the 2 in the denominator of ‖θ₀ − θ*‖²/(2ηt) is "
        "missing (chapter: Convergence).",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-unsquared", (SUBLINEAR,),
        "your bound has ‖θ₀ − θ*‖ where its square belongs (chapter: Convergence).",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-constant", (SUBLINEAR,),
        "your bound is the same at every t; it must fall like 1/t, entry by entry.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-from-zero", (SUBLINEAR,),
        "your bound begins at t = 0, where it divides by zero: it speaks of t = 1 … T. Where does "
        "your range begin, and where does it end?",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "kappa-inverted", (LINEAR,),
        "your factor is 1 − L/μ, negative or large; the ratio is the other way up: μ/L = 1/κ is "
        "below 1 (chapter: Convergence).",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "fit-without-logs", (POWER_LAW,),
        "you fitted a straight line to the gaps themselves; C·t^p is straight only in log t and "
        "log gap. Take both logarithms first.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "fit-semilog", (POWER_LAW,),
        "you fitted log gap against t: that line is straight for a geometric run. For a power law "
        "take the logarithm of t as well.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "exponent-sign", (POWER_LAW,),
        "your exponent has the wrong sign: the gap *falls* like t^p, so p is negative. Is the "
        "minus sign taken off the slope somewhere?",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "coefficient-is-log", (POWER_LAW,),
        "your second value is log C, the intercept of the fitted line. The contract asks for C "
        "itself: undo the logarithm.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "log-base-mixed", (POWER_LAW,),
        "the line was fitted with one logarithm and C taken back with another: exp undoes log, "
        "10** undoes log10. The slope is the same in both, C is not.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "rate-by-exponent-sign", (CLASSIFY,),
        "your verdict follows the sign of a slope; but a gap falls on either kind of plot. "
        "Compare how well the two straight lines fit (chapter: Convergence).",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "always-sublinear", (CLASSIFY,),
        "you say `sublinear` of every run, a geometric one too. Fit both lines and compare their "
        "residuals; is the comparison ever reached?",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "always-linear", (CLASSIFY,),
        "you say `linear` of every run, a power law too. Fit both lines and compare their "
        "residuals; is the comparison ever reached?",
        chapter=CONVERGENCE,
    ),
    # Exercise 4, trajectories.
    Misconception(
        "drops-start", (PATH, PLOT, PANELS),
        "your path begins after the first update. The start θ₀ is its first row.",
        also={
            PLOT: (
                "the drawn path begins after the first update. θ₀ belongs to it."
            ),
            PANELS: (
                "the drawn path begins after the first update. θ₀ belongs to it."
            ),
        },
    ),
    Misconception(
        "drops-last", (PATH, PLOT, PANELS),
        "your path ends one row early: the last update is made, but where it leads is not kept. "
        "num_steps updates give num_steps + 1 rows.",
        also={
            PLOT: (
                "the drawn path ends one iterate early. The point after the last update belongs "
                "to it."
            ),
            PANELS: (
                "the drawn path ends one iterate early. The point after the last update belongs "
                "to it."
            ),
        },
    ),
    Misconception(
        "path-transposed", (PATH, PLOT, PANELS),
        "your path has one *column* a step, shape (2, T + 1). Due is one row a step: the other "
        "way round.",
        also={
            PLOT: (
                "the path has one row for each iterate. Its columns, not its rows, are all x and "
                "all y."
            ),
            PANELS: (
                "the path has one row for each iterate. Its columns, not its rows, are all x and "
                "all y."
            ),
        },
    ),
    Misconception(
        "path-coordinates-swapped", (PATH, PLOT, PANELS),
        "x and y stand in each other's columns. Column 0 is the first coordinate.",
        also={
            PLOT: (
                "the two coordinates of the path are exchanged. The first column belongs on x."
            ),
            PANELS: (
                "the two coordinates of the path are exchanged. The first column belongs on x."
            ),
        },
    ),
    Misconception(
        "sorted-path", (PATH, PLOT, PANELS),
        "the points are sorted. Leave them in the order in which descent visits them: that order "
        "is the path.",
        also={
            PLOT: (
                "the points were put into another order before drawing. The path is θ₀, θ₁, θ₂, …"
            ),
            PANELS: (
                "the points were put into another order before drawing. The path is θ₀, θ₁, θ₂, …"
            ),
        },
    ),
    Misconception(
        "contour-transposed", (PLOT, PANELS),
        "the contours show the loss with x and y exchanged. In the grid of losses, rows belong to "
        "y and columns to x.",
    ),
    Misconception(
        "path-outside-view", (PLOT,),
        "part of the path is off the map. Take the region from the finite iterates, with a "
        "margin.",
    ),
    Misconception(
        "ignores-ax", (PLOT, PANELS),
        "the argument ax is not used. A new figure is due only when ax is None.",
        also={
            PANELS: (
                "the plots went to figures of their own. Draw each on the Axes of its panel."
            ),
        },
    ),
    Misconception(
        "no-contour", (PLOT, PANELS),
        "nothing on the Axes shows levels of the loss. Evaluate it on a grid and draw contours.",
    ),
    Misconception(
        "no-path", (PLOT, PANELS),
        "the iterates are not joined. Draw a line or arrows from each one to the next.",
    ),
    Misconception(
        "too-few-levels", (PLOT, PANELS),
        "so few lines do not show the shape of the surface. Ask for more levels.",
    ),
    Misconception(
        "unlabelled", (PLOT,),
        "who has only the picture cannot tell what it shows. Name what is missing.",
    ),
    Misconception(
        "ends-unmarked", (PLOT,),
        "nobody can see where the path begins and where it ends. Give each end its own mark.",
    ),
    Misconception(
        "opens-window", (PLOT, PANELS),
        "showing is for whoever called the function. Draw, return, and leave it at that.",
    ),
    Misconception(
        "draws-on-current-axes", (PLOT, PANELS),
        "`plt.gca()`, `plt.plot` and their like draw on whatever is current. Make a figure of "
        "your own and use its Axes' methods.",
    ),
    Misconception(
        "returns-figure", (PLOT,),
        "the figure came back where the Axes is due. Return what you drew on.",
    ),
    Misconception(
        "one-panel", (PANELS,),
        "all rates share one Axes, where their paths hide each other. Give each its own.",
    ),
    Misconception(
        "same-path-everywhere", (PANELS,),
        "the rate does not change from panel to panel. Descend anew with each one.",
    ),
    # Exercise 5, regression.
    Misconception(
        "sum-not-mean", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "your numbers are N times too large: the sum over the examples where their mean is due, "
        "so the rate that works would depend on how much data there is. Divide by N.",
        also={
            FIT: (
                "the sum over the examples stands where their mean is due: divide the gradient, "
                "and the loss, by N."
            ),
            COMPARE: (
                "the sum over the examples stands where their mean is due: divide the gradient, "
                "and the loss, by N."
            ),
        },
    ),
    Misconception(
        "mean-twice", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "your numbers are N times too small: the mean is taken twice. Is there a division by N "
        "beside a function that averages already?",
        also={
            FIT: (
                "your run crawls N times too slowly: the mean over the examples is taken twice."
            ),
            COMPARE: (
                "your run crawls N times too slowly: the mean over the examples is taken twice."
            ),
        },
    ),
    Misconception(
        "mean-without-half", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "your numbers are those of (1/N)‖Xθ − y‖², twice the contract's. Its ½ is there so that "
        "the 2 of the derivative cancels.",
        also={
            FIT: (
                "your run belongs to (1/N)‖Xθ − y‖², without the ½: loss and gradient are twice "
                "the contract's."
            ),
            COMPARE: (
                "your run belongs to (1/N)‖Xθ − y‖², without the ½: loss and gradient are twice "
                "the contract's."
            ),
        },
    ),
    Misconception(
        "broadcast-column", (MSE_LOSS, MSE_GRAD, FIT),
        "a column of shape (N, 1) and a flat array of shape (N,) subtract to an (N, N) table of "
        "all pairs. Make both Xθ and y flat before you subtract.",
    ),
    Misconception(
        "residual-sign", (MSE_GRAD, FIT, COMPARE),
        "the residual in your gradient is y − Xθ; it is Xθ − y, prediction minus target. As it "
        "is, the step climbs.",
        also={
            FIT: (
                "your run climbs, because the residual in the gradient is y − Xθ: it is Xθ − y, "
                "prediction minus target."
            ),
            COMPARE: (
                "your run climbs, because the residual in the gradient is y − Xθ: it is Xθ − y, "
                "prediction minus target."
            ),
        },
    ),
    Misconception(
        "missing-transpose", (MSE_GRAD, CLOSED, FIT),
        "the transpose is missing: Xᵀ collects one number a *parameter* from the N residuals. "
        "Check the shapes (n, N) · (N,) → (n,).",
        also={
            CLOSED: (
                "the transpose is missing: (XᵀX)⁻¹Xᵀy has one in both places. Check the shapes: "
                "(n, N) times (N,) gives (n,)."
            ),
        },
    ),
    Misconception(
        "intercept-last", (INTERCEPT,),
        "the ones stand behind the features; they belong before them, so that θ[0] is the "
        "intercept.",
    ),
    Misconception(
        "intercept-missing", (INTERCEPT,),
        "X comes back without a column of ones: such a model is forced through the origin.",
    ),
    Misconception(
        "ridge", (CLOSED,),
        "your θ solves (XᵀX + λI)θ = Xᵀy with a λ > 0: that shrinks every coefficient. Plain "
        "least squares has no penalty.",
    ),
    Misconception(
        "standardises", (CLOSED, FIT, COMPARE),
        "your θ belongs to rescaled columns: other units than those of X as given. Leave X alone, "
        "or turn θ back into its units.",
    ),
    Misconception(
        "inverse-order", (CLOSED,),
        "you invert XXᵀ, which is (N, N) and singular as soon as N > n; the normal equations have "
        "XᵀX, of shape (n, n).",
    ),
    Misconception(
        "accepts-singular", (CLOSED, COMPARE),
        "a θ comes back although the columns of X depend on each other: then many θ fit equally "
        "well. Rounding hides it from `inv` and `solve`, and `lstsq` never minds: ask for the "
        "rank yourself.",
        also={
            COMPARE: (
                "the columns of X depend on each other: there is no closed form to compare with, "
                "and LinAlgError is due. Let `closed_form` raise, and do not catch it."
            ),
        },
    ),
    Misconception(
        "stochastic", (FIT,),
        "each of your steps uses one example, or some of them: that is stochastic descent. A "
        "full-batch step takes the mean over all N (chapter: Cost says why one would not).",
    ),
    Misconception(
        "random-start", (FIT,),
        "your run does not start at θ = 0. The contract's start makes the result the same each "
        "time, and the minimum-norm one where X is rank-deficient.",
    ),
    Misconception(
        "lr-too-large", (FIT, COMPARE),
        "with lr=None your rate lies beyond the limit 2/λ_max, and the run blows up. Due is "
        "1/λ_max of XᵀX/N: the largest eigenvalue, and divided by N inside.",
    ),
    Misconception(
        "stops-before-agreement", (FIT, COMPARE),
        "your run ends long before descent agrees with the closed form. Make all of num_steps "
        "updates, and hand num_steps on.",
    ),
    Misconception(
        "compares-losses-only", (COMPARE,),
        "you compare the losses only. On an ill-conditioned X these agree long before the "
        "parameters do: max_abs_diff is the largest |θ_gd − θ_closed|.",
    ),
)  # fmt: skip


_BY_ID = {each.id: each for each in CATALOGUE}


def misconception(name: str) -> Misconception:
    """Return the entry with this id.

    Raises
    ------
    UnknownMisconception
        When there is none.
    """
    if name not in _BY_ID:
        raise UnknownMisconception(name)
    return _BY_ID[name]


def known(*names: str) -> tuple[str, ...]:
    """Return the ids, all of which the catalogue has: for whoever names them, at import."""
    return tuple(misconception(name).id for name in names)


def sentence(name: str, function: str) -> str:
    """Return what a learner reads of a mistake in one function, for example ``ex2.predict``."""
    return misconception(name).sentence(function)


@dataclass(frozen=True)
class Twins:
    """Ids that mean the same behaviour of some functions, so that any of them is right there.

    Attributes
    ----------
    ids : the names
    functions : where they mean the same, what builds on it included
    why : why nothing tells them apart
    while_right : functions that must be right for it
    """

    ids: frozenset[str]
    functions: frozenset[str]
    why: str
    while_right: frozenset[str] = frozenset()


def _twins(ids: Iterable[str], functions: Iterable[str], why: str, *while_right: str) -> Twins:
    return Twins(frozenset(known(*ids)), frozenset(functions), why, frozenset(while_right))


TWINS = (
    _twins(
        ("drops-last", "one-step-short"), (PATH,),
        "θ₀ … θ_(T−1) after T − 1 updates: a step too few, and the last iterate is missing.",
    ),
    _twins(
        ("gradient-negated", "residual-sign"), (MSE_GRAD, FIT, COMPARE),
        "Xᵀ(y − Xθ)/N is −∇L: the residual's sign is the gradient's.",
    ),
    _twins(
        ("gradient-doubled", "mean-without-half"), (MSE_GRAD, FIT, COMPARE),
        "(2/N)Xᵀ(Xθ − y) is the gradient of the mean square without ½, and twice the gradient of "
        "the one with it; a loss that is right does not say which was meant.",
        MSE_LOSS,
    ),
)  # fmt: skip


def twins_of(ids: Collection[str], function: str, wrong: Collection[str]) -> set[str]:
    """Return the other names that are right where ``ids`` are.

    Parameters
    ----------
    ids : the mistakes that are there
    function : the one judged, for example ``ex5.mse_grad``
    wrong : the functions that are not right in this submission
    """
    found: set[str] = set()
    for twins in TWINS:
        if function in twins.functions and not twins.while_right & set(wrong):
            found |= twins.ids if twins.ids & set(ids) else frozenset()
    return found - set(ids)
