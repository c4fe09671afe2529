"""The catalogue of misconceptions: each mistake's id, where it is made, its words and its chapter.

The only place of an id's words. How a mistake shows in what a function returns stands in
`exercises.coach.misconceptions`, one file a theme; how it shows in a drawing, in
`exercises.coach.judging`. Both name it by an id of this table, and an id that is not here fails at
import. Ids never change: class statistics and earlier gradebooks use them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from exercises.coach.contracts import EXERCISES

__all__ = [
    "CATALOGUE", "TWINS", "Misconception", "Twins", "UnknownMisconception", "known",
    "misconception", "twins_of",
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
EVERY = tuple(function.key for exercise in EXERCISES for function in exercise.functions.values())
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
        """Return what a learner reads of it in one function, for example ``ex2.predict``."""
        return self.also.get(function, self.says)


class UnknownMisconception(LookupError):
    """An id is used that the catalogue does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no misconception is called {name!r}. Add it to "
            "exercises/coach/misconception_catalogue.py, or correct the spelling where it is used."
        )


CATALOGUE: tuple[Misconception, ...] = (
    # The descent loop, wherever a learner writes it.
    Misconception(
        "climbs", (*LOOPS, EXPLORE),
        "your steps go up the slope, as those of θ + η∇L do. Check the sign of the update.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "ignores-lr", (*LOOPS, EXPLORE),
        "the learning rate is not used in your steps. A step should be η times the gradient.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "lr-squared", (*LOOPS, EXPLORE),
        "the learning rate is multiplied in twice, as in θ − η²∇L. Look for a second place where "
        "it enters.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "frozen-gradient", (*LOOPS, EXPLORE),
        "every step uses the gradient at the start. The gradient changes with θ: compute it inside "
        "the loop, at the current θ.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "gradient-of-start", (*LOOPS, EXPLORE),
        "every step starts again from θ₀: θ₀ − η∇L(θ_t). Subtract from the current θ, not from "
        "θ₀.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "restarts-each-step", LOOPS,
        "every step is made from θ₀ with the gradient at θ₀, so that all of them lead to the same "
        "point. Let each step begin where the one before ended.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "sign-step", (*LOOPS, EXPLORE),
        "your steps use the sign of ∇L: they do not get shorter where the loss gets flat. Use the "
        "gradient itself, not its sign.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "normalised-step", (*LOOPS, EXPLORE),
        "your steps are all equally long: the gradient is divided by its norm. In vanilla descent "
        "the steps get shorter as the gradient does.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "decaying-lr", (*LOOPS, EXPLORE),
        "your learning rate shrinks from step to step. Here η stays the same; schedules come in a "
        "later section.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "momentum", (*LOOPS, EXPLORE),
        "earlier steps still push the present one: that is momentum. The exercise asks for "
        "vanilla descent, where a step depends on the present gradient alone.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "subtracts-loss", LOOPS,
        "your update subtracts η times the *loss*. Use the gradient: it gives the direction.",
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
        "your θ is the one after num_steps − 1 updates. Check where your loop begins and where it "
        "ends, and which θ you return.",
        also={
            FINDER:
                "your losses are those after num_steps − 1 updates. The history of exercise 1 ends "
                "there, one step too early for this: take the loss at the last θ.",
            GAPS:
                "your gaps end at t = num_steps − 1: the one after the last update is missing. "
                "Record it too, below the loop, and check that the loop makes num_steps updates.",
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "one-step-long", (*LOOPS, PANELS),
        "your run makes num_steps + 1 updates. Check where your loop begins and where it ends.",
        also={
            PANELS:
                "one update too many: num_steps updates make num_steps + 1 points.",
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "returns-inside-loop", (*LOOPS, EXPLORE, CRITICAL),
        "your run makes one update at most, however large num_steps is. A `return` or a `break` "
        "that every pass comes to ends the loop in the first one: put `return` below the loop.",
        also={
            FINDER:
                "only the first update is made, or only the first learning rate tried. A `return` "
                "or a `break` that every pass comes to ends a loop in the first one: put `return` "
                "below it.",
            EXPLORE:
                "only the first learning rate comes back. A `return` or a `break` that "
                "every pass comes to ends the loop in the first one: put `return` below the loop.",
            CRITICAL:
                "only what the first start leads to comes back. A `return` or a `break` "
                "that every pass comes to ends the loop in the first one: put `return` below the "
                "loop.",
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "steps-hard-coded", LOOPS,
        "your run makes the same number of updates, whatever num_steps is. Make num_steps of them.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "stops-early", LOOPS,
        "your run is right as far as it goes, but a stopping rule of your own ends it. Make "
        "exactly num_steps updates.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "returns-best", LOOPS,
        "you return the iterate with the smallest loss. Return the last one, even if the loss "
        "went up.",
        also={
            FINDER:
                "your losses are the smallest along each run. Use the loss at the *end* of each "
                "run, even if it went up.",
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-after", (DESCENT, FIT, GAPS),
        "your history begins with the loss after the first update. Record before you update: "
        "history[0] is the loss at the start.",
        also={
            GAPS:
                "your first gap is the one after the first update. Record before you update: "
                "entry 0 is the gap at the start.",
        },
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-with-final", (DESCENT, FIT),
        "your history has num_steps + 1 entries. It should hold the loss before each update; "
        "leave out the loss at the last θ.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-of-theta", (DESCENT, FIT, GAPS),
        "your history holds the iterates θ_t. It should hold their losses L(θ_t).",
        chapter=ALGORITHM,
    ),
    Misconception(
        "history-aliased", (DESCENT, FIT, GAPS, PATH),
        "what you stored was changed afterwards: `-=` works in place, and each step stores the "
        "same array again. Store a copy, or make a new array at each step.",
    ),
    Misconception(
        "history-shared", (DESCENT, FIT, PATH),
        "what an earlier call stored is still there. A list made outside the function, or in its "
        "header (`history=[]`), is made once, and every call adds to it: make a new one inside the "
        "function.",
    ),
    Misconception(
        "mutates-start", (*LOOPS, EXPLORE),
        "the start is updated in place: `theta -= …` and the like write into the caller's array. "
        "Make a float copy first.",
        also=dict.fromkeys(
            (EXPLORE, FINDER),
            "the start is updated in place, and a run may begin where the one before ended. Make "
            "a float copy for every learning rate.",
        ),
        chapter=ALGORITHM,
    ),
    Misconception(
        "truncates-integers", (*LOOPS, EXPLORE),
        "from an integer start your θ stays integer: steps are cut off, or NumPy refuses them. "
        "Copy the start as floats.",
        also={
            FINDER:
                "from an integer start your runs stay integers, and every step is cut off. Copy "
                "the start as floats.",
        },
    ),
    Misconception(
        "swapped-return", (DESCENT, FIT, FINDER),
        "history and theta are swapped. Return (theta, history).",
        also={
            FINDER:
                "the losses and best_lr are swapped. Return (best_lr, losses).",
        },
    ),
    Misconception(
        "scalar-only", (DESCENT, FINDER),
        "your loop works for a scalar θ and raises for an array. Look for a line that needs a "
        "single number: float(…), math.…, or a bare `if`.",
    ),
    Misconception(
        "accumulates-gradient", (*LOOPS, EXPLORE),
        "each step uses the sum of all gradients so far. Reset the sum, or drop it: use this "
        "step's gradient only.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "lr-hard-coded", (*LOOPS, EXPLORE),
        "your run has the same learning rate whatever lr is. Use the argument, not a number of "
        "your own.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "own-gradient", (DESCENT, CRITICAL, FINDER),
        "your run uses this exercise's own loss or gradient, whatever functions are passed in. "
        "Call the arguments, loss_fn and grad_fn: they may be those of another loss.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "raises-on-divergence", (*LOOPS, EXPLORE),
        "your code stops with an error on a run that blows up. Divergence is a result here, inf or "
        "nan: leave out a `raise` or np.seterr of your own, and let NumPy numbers overflow.",
        chapter=ALGORITHM,
    ),
    Misconception(
        "returns-none",
        EVERY,
        "None comes back. A function returns only what is written after `return`; printing a value "
        "does not return it.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the function ends without returning anything.",
        ),
    ),
    Misconception(
        "drops-exact-zero", (CRITICAL, OPTIMAL, PREDICT, OBSERVE, FINDER, FIT, COMPARE),
        "a value of exactly 0 is treated as if it were not there. `if x:` is false for x = 0: if "
        "you mean that x is there, write `if x is not None:`.",
        also={
            CRITICAL:
                "a point at exactly 0 is left out. `if x:` is false for x = 0: if you mean that x "
                "is there, write `if x is not None:`.",
            OPTIMAL:
                "an eigenvalue of exactly 0 is left out, but it counts like the others. A "
                "condition such as `if lam:` is false for 0.",
            PREDICT:
                "an eigenvalue of exactly 0 plays no part in your answer, but its factor is 1. "
                "Take |1 − ηλ| of every λ: `if lam:` is false for 0, and a comparison of η with "
                "2/λ_max does not see it.",
            OBSERVE:
                "a last loss of exactly 0 is not called converging, though no loss can be smaller. "
                "A condition such as `if last:` is false for 0.",
            **dict.fromkeys(
                (FINDER, FIT, COMPARE),
                "num_steps=0 is treated as if it were left out. `if num_steps:` and `num_steps or "
                "…` take 0 for False: ask `is None`, or use the argument as it is.",
            ),
        },
    ),
    Misconception(
        "header-changed", EVERY,
        "your function's parameters are not the stub's. Use the same parameters in the same order, "
        "with the same defaults: arguments are passed by position.",
    ),
    # Exercise 1, the critical points.
    Misconception(
        "missing-maximum", (CRITICAL,),
        "every minimum is there, and no maximum. Descent moves away from a maximum unless it lands "
        "exactly on it; a maximum of L is a minimum of −L.",
    ),
    Misconception(
        "missing-origin", (CRITICAL,),
        "the critical point at 0 is missing, and nothing else. Check how you decide whether to "
        "keep a point: `if x:` is false for x = 0, and next to 0 a relative tolerance leaves no "
        "room. Compare with a fixed one, such as 1e-3.",
    ),
    Misconception(
        "all-minima", (CRITICAL,),
        "every point is called a minimum. Look at the curvature at the point, at how L′ changes "
        "there, not at the run that found it.",
    ),
    Misconception(
        "kinds-swapped", (CRITICAL,),
        "the kind of each of your points is the opposite of the right one. Where L″ > 0 there is a "
        "valley: check which sign you call a minimum.",
    ),
    Misconception(
        "duplicates", (CRITICAL,),
        "the same point comes several times. Runs from different starts end within 1e-3 of each "
        "other: keep one of them.",
    ),
    Misconception(
        "unsorted", (CRITICAL,),
        "your points are not in the order of x. Sort them by x before you return them.",
    ),
    Misconception(
        "keeps-diverged", (CRITICAL,),
        "some of your points come from diverging runs. Keep an end only if it is finite, at most "
        "1e6 in size, and L′ is nearly 0 there.",
    ),
    Misconception(
        "hard-coded", (CRITICAL,),
        "these are the chapter's points, whatever the loss is. Find them with loss_fn and "
        "grad_fn.",
    ),
    Misconception(
        "curvature-hard-coded", (CRITICAL,),
        "your kinds are those that 12x² − 6 gives, the second derivative of the chapter's L, "
        "whatever the loss is. Compare grad_fn on both sides of each point instead.",
    ),
    Misconception(
        "start-is-critical", (CRITICAL,),
        "a start is reported although its gradient is not 0. Keep an end point only if L′ is "
        "nearly 0 there.",
    ),
    # Derivatives, in exercises 1, 2 and 5.
    Misconception(
        "gradient-negated", (GRAD_1, GRAD_2),
        "your gradient is exactly −1 times the right one: it points downhill, so that a step "
        "against it climbs. Check the signs of its terms.",
    ),
    Misconception(
        "gradient-halved", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "your gradient is exactly half of the right one. Does each exponent come down as a factor, "
        "and is nothing divided by 2?",
        also={
            MSE_GRAD:
                "your gradient is exactly half of the right one: a factor ½ too many. The ½ of "
                "the loss cancels against the 2 of the square.",
            **dict.fromkeys(
                (FIT, COMPARE),
                "your steps are half as long as η∇L: a factor ½ too many. In the gradient the ½ "
                "of the loss cancels against the 2 of the square.",
            ),
        },
    ),
    Misconception(
        "gradient-doubled", (GRAD_1, GRAD_2, GAPS, VERIFY, MSE_GRAD, FIT, COMPARE),
        "your gradient is exactly twice the right one: a factor 2 too many. Check where a second "
        "2 comes from.",
        also={
            # `verify_rate` shows what `suboptimality` made of it.
            **dict.fromkeys(
                (GAPS, VERIFY),
                "your steps are twice as long as η∇L, though your gaps have the ½ of ½ Σ λᵢθᵢ². "
                "The derivative of ½λθ² is λθ: the 2 of the square cancels against the ½.",
            ),
            MSE_GRAD:
                "your gradient is exactly twice the right one: a factor 2 too many. The 2 of the "
                "square cancels against the ½ of the loss.",
            **dict.fromkeys(
                (FIT, COMPARE),
                "your steps are twice as long as η∇L: a factor 2 is left in the gradient, though "
                "not in the loss.",
            ),
        },
    ),
    Misconception(
        "gradient-coordinates-swapped", (GRAD_2, MSE_GRAD, FIT, COMPARE),
        "x and y are mixed up: entry 0 is the derivative of the term in x, entry 1 that of the "
        "term in y. Check how you put them together.",
        also={
            MSE_GRAD:
                "the entries are right but in the wrong order: entry 0 belongs to the first "
                "column of X. Check how you put them together.",
            **dict.fromkeys(
                (FIT, COMPARE),
                "the entries of your gradient are in the wrong order: entry 0 belongs to the "
                "first column of X.",
            ),
        },
    ),
    Misconception(
        "derivative-wrong-power", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "the power rule is not applied as it should be: c·xⁿ gives c·n·xⁿ⁻¹, so the coefficient "
        "stays, and the exponent comes down as a factor *and* is lowered by one. Take the terms "
        "one at a time.",
        also={
            MSE_GRAD:
                "the square of the residual stayed in your gradient: r² gives 2r times the inner "
                "derivative, so the residual itself remains, not its square.",
            **dict.fromkeys(
                (FIT, COMPARE),
                "the square of the residual stayed in your gradient: r² gives 2r times the inner "
                "derivative.",
            ),
        },
    ),
    Misconception(
        "derivative-sign", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "one of the terms of your gradient has the wrong sign. Compare each term's sign with that "
        "of the term of the loss that it comes from.",
        also={
            MSE_GRAD:
                "your gradient is that of the residual Xθ + y. It should be Xθ − y, prediction "
                "minus target: one sign is wrong.",
            **dict.fromkeys(
                (FIT, COMPARE),
                "your run is that of the residual Xθ + y. It should be Xθ − y, prediction minus "
                "target: one sign is wrong in the gradient.",
            ),
        },
    ),
    Misconception(
        "keeps-constant", (GRAD_1,),
        "the constant term of the loss is still in your gradient. A constant does not change with "
        "x: what is its slope?",
    ),
    Misconception(
        "second-derivative", (GRAD_1, GRAD_2, MSE_GRAD),
        "your numbers are second derivatives of the loss. The gradient is its first derivative: "
        "differentiate once.",
    ),
    Misconception(
        "gradient-is-loss", (GRAD_1, GRAD_2, MSE_GRAD, FIT, COMPARE),
        "your gradient returns the loss itself. It should return the slope of the loss: "
        "differentiate.",
        also=dict.fromkeys(
            (FIT, COMPARE),
            "your steps are η times the *loss*, because your gradient returns the loss itself. "
            "It should return the slope of the loss.",
        ),
    ),
    Misconception(
        "numerical-derivative-coarse", (GRAD_1, GRAD_2, MSE_GRAD),
        "your numbers are those of a difference quotient, whose step leaves a visible error. Work "
        "the derivative out on paper: it is exact and takes one evaluation.",
    ),
    # Exercise 2, learning rates.
    Misconception(
        "limit-is-1-over-L", (LIMIT, PREDICT),
        "that is 1/λ_max, the largest learning rate of the O(1/T) theorem. Descent converges for "
        "every η below twice that.",
        also={
            PREDICT:
                "your verdicts change at 1/λ_max, the largest learning rate of the O(1/T) theorem. "
                "Descent converges for every η below twice that.",
        },
        chapter=RATES,
    ),
    Misconception(
        "limit-from-lambda-min", (LIMIT, PREDICT),
        "your limit comes from λ_min. As η grows, the steepest direction blows up first: use the "
        "largest eigenvalue; check in which order your routine returns them.",
        also={
            PREDICT:
                "your verdicts change at 2/λ_min. As η grows, the steepest direction blows up "
                "first: the largest eigenvalue sets the limit.",
        },
        chapter=RATES,
    ),
    Misconception(
        "limit-from-trace", (LIMIT, PREDICT),
        "your limit comes from the trace, the sum of the eigenvalues, or from their mean. Only the "
        "largest of them limits the learning rate.",
        also={
            PREDICT:
                "your verdicts change at 2/trace, and the trace is the *sum* of the eigenvalues. "
                "Only the largest of them sets the limit.",
        },
        chapter=RATES,
    ),
    Misconception(
        "hessian-half", (LIMIT, OPTIMAL, PREDICT, EXPLORE),
        "your answers are those for H/2. The ½ of ½θᵀHθ is already outside H: use H as it is.",
        also={
            EXPLORE:
                "your verdicts are those for curvatures 1 and 100. The second derivatives of x² + "
                "100y² are 2 and 200.",
            OPTIMAL:
                "your learning rate is the one for H/2, twice 2/(λ_min + λ_max). Use H as it is, "
                "and divide 2 by the sum of the two eigenvalues, not by their mean.",
        },
        chapter=RATES,
    ),
    Misconception(
        "diagonal-for-eigenvalues", (LIMIT, OPTIMAL, PREDICT),
        "your number comes from the diagonal of H. Unless H is diagonal, the entries there are "
        "not its eigenvalues: ask NumPy for the eigenvalues.",
        also={
            PREDICT:
                "your verdicts are those for the diagonal entries of H. Unless H is diagonal, "
                "these are not its eigenvalues: ask NumPy for the eigenvalues.",
        },
        chapter=RATES,
    ),
    Misconception(
        "largest-entry", (LIMIT, OPTIMAL, PREDICT),
        "your limit comes from the largest *entry* of H, which need not be its largest "
        "eigenvalue. Ask NumPy for the eigenvalues.",
        also={
            OPTIMAL:
                "your number comes from the smallest and the largest *entry* of H. Entries are "
                "not eigenvalues: even a diagonal H has zeros among them. Ask NumPy for the "
                "eigenvalues.",
            PREDICT:
                "your verdicts change at 2 over the largest *entry* of H, which need not be its "
                "largest eigenvalue. Ask NumPy for the eigenvalues.",
        },
        chapter=RATES,
    ),
    Misconception(
        "optimal-is-limit", (OPTIMAL,),
        "that is the limit 2/λ_max, at which the steepest coordinate flips for ever. The formula "
        "asked for lies below it and uses λ_min too.",
        chapter=RATES,
    ),
    Misconception(
        "optimal-is-1-over-L", (OPTIMAL,),
        "that is 1/λ_max: safe, but slow along the flat direction. The formula asked for balances "
        "both ends of the spectrum.",
        chapter=RATES,
    ),
    Misconception(
        "optimal-midpoint", (OPTIMAL,),
        "that is 1/(λ_min + λ_max), half of the right value. The best η makes 1 − ηλ_min and "
        "ηλ_max − 1 equal, and there they are not.",
        chapter=RATES,
    ),
    Misconception(
        "boundary-converges", (PREDICT,),
        "where the largest |1 − ηλ| is exactly 1, that coordinate keeps its size for ever. This "
        "is called `oscillates`, and you call it converging: give it a case of its own.",
        chapter=RATES,
    ),
    Misconception(
        "boundary-diverges", (PREDICT,),
        "where the largest |1 − ηλ| is exactly 1, that coordinate keeps its size for ever. This "
        "is called `oscillates`, and you call it diverging: give it a case of its own.",
        chapter=RATES,
    ),
    Misconception(
        "no-absolute-value", (PREDICT,),
        "your verdicts go by 1 − ηλ with its sign, where −1 and −19 pass for small. Only the size "
        "of a factor counts: −1 flips its coordinate for ever, −19 makes it grow.",
        chapter=RATES,
    ),
    Misconception(
        "nan-converges", (OBSERVE, EXPLORE),
        "a run that ended at nan or inf is called converging. Comparing nan by <, <=, >, >= or == "
        "gives False, so nan may reach your last case. Check first that the last loss is finite.",
        also={
            EXPLORE:
                "a run that ended at nan or inf is called converging. Comparing nan by <, <=, >, "
                ">= or == gives False. Check first that the last loss is finite.",
        },
        chapter=RATES,
    ),
    Misconception(
        "compares-with-nan", (OBSERVE, EXPLORE),
        "a run that ended at nan is called oscillating. Comparing nan by <, <=, >, >= or == gives "
        "False, even with np.nan itself. Check first that the last loss is finite.",
        chapter=RATES,
    ),
    Misconception(
        "slow-is-oscillating", (OBSERVE, EXPLORE),
        "a run that came down to 1e-6 of its first loss is called oscillating. Compare the last "
        "loss with 1e-6 of the first.",
        also={
            EXPLORE:
                "a learning rate that is only slow is called oscillating. Run all of num_steps, "
                "and compare the last loss with 1e-6 of the first.",
        },
        chapter=RATES,
    ),
    Misconception(
        "finder-first-finite", (FINDER,),
        "your best_lr is the first learning rate whose run stays finite. Return the one with the "
        "*smallest* loss.",
        chapter=RATES,
    ),
    Misconception(
        "finder-nan-wins", (FINDER,),
        "your best_lr is one that blew up: np.argmin takes nan for the smallest, and comparing nan "
        "by <, <=, >, >= or == gives False. Turn every loss that is not finite into inf first.",
        chapter=RATES,
    ),
    Misconception(
        "index-for-rate", (EXPLORE, FINDER),
        "an index takes the place of a learning rate: 0, 1, 2, … are positions in lrs, and the "
        "learning rate at position i is lrs[i]. Use that one.",
        also={
            EXPLORE:
                "your keys are 0, 1, 2, …, the positions in lrs. Use the learning rates "
                "themselves as keys.",
        },
    ),
    Misconception(
        "shared-start", (EXPLORE, FINDER),
        "each run starts where the one before ended: all of them move the same θ. Set θ back to a "
        "float copy of theta_init for every learning rate.",
        chapter=ALGORITHM,
    ),
    # Exercise 3, rates of convergence.
    Misconception(
        "gap-half", (GAPS,),
        "your gaps belong to another loss: the ½ of ½ Σ λᵢθᵢ² is missing, or applied twice.",
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
        "the 2 in the denominator of ‖θ₀ − θ*‖²/(2ηt) is missing, which makes your bound twice as "
        "large.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-unsquared", (SUBLINEAR,),
        "your bound has ‖θ₀ − θ*‖ where its square belongs.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-constant", (SUBLINEAR,),
        "your bound is the same at every t. It should fall like 1/t, entry by entry.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "bound-from-zero", (SUBLINEAR,),
        "your bound begins at t = 0, where the formula divides by zero. Start at t = 1: entry 0 is "
        "the bound at t = 1, and the last is at t = T.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "kappa-inverted", (LINEAR,),
        "your factor is 1 − λ_max/λ_min, which is never positive. The ratio is the other way up: "
        "λ_min/λ_max is at most 1.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "fit-without-logs", (POWER_LAW,),
        "you fitted a straight line to the gaps themselves. C·t^p is straight only in log t and "
        "log gap: take both logarithms first.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "fit-semilog", (POWER_LAW,),
        "you fitted log gap against t, which is straight for a geometric run. For a power law "
        "take the logarithm of t as well.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "exponent-sign", (POWER_LAW,),
        "your exponent has the wrong sign: the gap *falls* like t^p, so p is negative here. "
        "Return the slope as it is.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "fit-exchanged", (POWER_LAW,),
        "the two numbers are swapped. The exponent is the slope of the fitted line, and it comes "
        "first: check in which order your routine returns slope and intercept.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "coefficient-is-log", (POWER_LAW,),
        "you return log C, the intercept of the fitted line. Return C itself: undo the "
        "logarithm.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "log-base-mixed", (POWER_LAW,),
        "the line was fitted with one logarithm and C computed with another: exp undoes log, 10** "
        "undoes log10. The slope does not depend on the base, the intercept does.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "rate-by-exponent-sign", (CLASSIFY,),
        "your verdict follows the sign of a slope, but the gap falls on both plots. Compare how "
        "well the two straight lines fit.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "always-sublinear", (CLASSIFY,),
        "you say `sublinear` of every run, even of a geometric one. Fit both lines, compare their "
        "residuals, and check that the comparison is reached.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "always-linear", (CLASSIFY,),
        "you say `linear` of every run, even of a power law. Fit both lines, compare their "
        "residuals, and check that the comparison is reached.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "kinds-exchanged", (CLASSIFY,),
        "each of your verdicts is the opposite of the right one. Check which line belongs to "
        "which word, and that the *smaller* residual decides.",
        chapter=CONVERGENCE,
    ),
    Misconception(
        "residuals-of-gaps", (CLASSIFY,),
        "your verdicts are those of residuals of the gaps themselves, where the largest gaps "
        "outweigh all others. Compare the residuals of log gap.",
        chapter=CONVERGENCE,
    ),
    # Exercise 4, trajectories.
    Misconception(
        "drops-start", (PATH, PLOT, PANELS),
        "your path begins after the first update. Make the start θ₀ its first row.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the drawn path begins after the first update. Draw it from θ₀ on.",
        ),
    ),
    Misconception(
        "drops-last", (PATH, PLOT, PANELS),
        "your path ends one row early: the last update is made, but its result is not kept. "
        "num_steps updates give num_steps + 1 rows.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the drawn path ends one iterate early. Draw it to the point after the last "
            "update.",
        ),
    ),
    Misconception(
        "path-transposed", (PATH, PLOT, PANELS),
        "your path has one *column* per step, shape (2, T + 1). It should have one row per step: "
        "transpose it.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the path has one row for each iterate. Its columns, not its rows, are all x and "
            "all y.",
        ),
    ),
    Misconception(
        "path-coordinates-swapped", (PATH, PLOT, PANELS),
        "x and y are in each other's columns. Column 0 is the first coordinate.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the two coordinates of the path are swapped. The first column belongs on the x "
            "axis.",
        ),
    ),
    Misconception(
        "sorted-path", (PATH, PLOT, PANELS),
        "the points are sorted. Leave them in the order in which descent visits them: that order "
        "is the path.",
        also=dict.fromkeys(
            (PLOT, PANELS),
            "the points were put into another order before drawing. The path is θ₀, θ₁, θ₂, "
            "and so on.",
        ),
    ),
    Misconception(
        "contour-transposed", (PLOT, PANELS),
        "the contours show the loss with x and y swapped. In the grid of losses, rows belong to y "
        "and columns to x.",
    ),
    Misconception(
        "path-outside-view", (PLOT,),
        "part of the path is outside the picture. Take the region from the finite iterates, with "
        "a margin.",
    ),
    Misconception(
        "ignores-ax", (PLOT, PANELS),
        "the argument ax is not used. Draw on it; make a new figure only when ax is None.",
        also={
            PANELS:
                "the plots went to figures of their own. Draw each one on the Axes of its panel.",
        },
    ),
    Misconception(
        "no-contour", (PLOT, PANELS),
        "nothing on the Axes shows levels of the loss. Evaluate the loss on a grid and draw "
        "contours.",
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
        "a reader who has only the picture cannot tell what it shows. Add what is missing.",
    ),
    Misconception(
        "ends-unmarked", (PLOT,),
        "nobody can see where the path begins and where it ends. Give each end its own mark.",
    ),
    Misconception(
        "opens-window", (PLOT, PANELS),
        "a window would open. Leave plt.show() to the caller: draw, and return.",
    ),
    Misconception(
        "draws-on-current-axes", (PLOT, PANELS),
        "`plt.gca()`, `plt.plot` and the like draw on whatever figure is current. Make a figure "
        "of your own and use its Axes' methods.",
    ),
    Misconception(
        "returns-figure", (PLOT,),
        "a figure comes back. Return the Axes that you drew on.",
    ),
    Misconception(
        "one-panel", (PANELS,),
        "all learning rates share one Axes, where their paths hide each other. Draw one panel per "
        "learning rate.",
    ),
    Misconception(
        "same-path-everywhere", (PANELS,),
        "the learning rate does not change from panel to panel. Run descent again with each one.",
    ),
    # Exercise 5, regression.
    Misconception(
        "sum-not-mean", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "your numbers are a sum over the examples, N times as large as their mean. Divide by N.",
        also=dict.fromkeys(
            (FIT, COMPARE),
            "your run has a sum over the examples where their mean belongs. The gradient and "
            "the loss should both be divided by N, once.",
        ),
    ),
    Misconception(
        "mean-twice", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "your numbers are N times too small: the mean is taken twice. Do you divide by N as well "
        "as using np.mean?",
        also={
            FIT:
                "the mean over the examples is taken twice: your steps, your losses or both are N "
                "times too small. Do you divide by N as well as using np.mean?",
            COMPARE:
                "your steps are N times too short: the mean over the examples is taken twice. Do "
                "you divide by N as well as using np.mean?",
        },
    ),
    Misconception(
        "divides-by-columns", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "you divide by n, the number of columns of X, where N, the number of its rows, belongs. "
        "Check which of the two your `len` or `shape` gives.",
        also=dict.fromkeys(
            (FIT, COMPARE),
            "your run divides by n, the number of columns of X, where N, the number of its "
            "rows, belongs. Check which of the two your `len` or `shape` gives.",
        ),
    ),
    Misconception(
        "mean-without-half", (MSE_LOSS, MSE_GRAD, FIT, COMPARE),
        "the ½ of (1/2N)‖Xθ − y‖² is missing, which makes your numbers twice as large. Keep it: it "
        "cancels the 2 of the derivative.",
        also={
            FIT:
                "your losses are those of (1/N)‖Xθ − y‖², twice the right ones. Keep the ½ in the "
                "loss; the gradient that goes with it has no factor 2.",
            COMPARE:
                "your run belongs to (1/N)‖Xθ − y‖², without the ½: loss and gradient are twice "
                "the right ones.",
        },
    ),
    Misconception(
        "broadcast-column", (MSE_LOSS, MSE_GRAD, FIT),
        "with a column of shape (N, 1) and a flat array of shape (N,), their difference has shape "
        "(N, N). Make both Xθ and y flat before you subtract.",
    ),
    Misconception(
        "residual-sign", (MSE_GRAD, FIT, COMPARE),
        "the residual in your gradient is y − Xθ. It should be Xθ − y, prediction minus target; "
        "as it is, the step climbs.",
        also=dict.fromkeys(
            (FIT, COMPARE),
            "your run climbs, because the residual in the gradient is y − Xθ. It should be Xθ "
            "− y, prediction minus target.",
        ),
    ),
    Misconception(
        "missing-transpose", (MSE_GRAD, CLOSED, FIT),
        "the transpose is missing: Xᵀ turns the N residuals into one number per *parameter*. "
        "Check the shapes: (n, N) times (N,) gives (n,).",
        also={
            CLOSED:
                "the transpose is missing: (XᵀX)⁻¹Xᵀy has one in both places. Check the shapes: "
                "(n, N) times (N,) gives (n,).",
        },
    ),
    Misconception(
        "intercept-last", (INTERCEPT,),
        "the ones come after the features. Make them the first column, so that θ[0] is the "
        "intercept.",
    ),
    Misconception(
        "intercept-missing", (INTERCEPT,),
        "X comes back without a column of ones. Without it the fitted line has to pass through "
        "the origin.",
    ),
    Misconception(
        "ridge", (CLOSED,),
        "your θ solves (XᵀX + λI)θ = Xᵀy with a λ > 0, which shrinks the norm of θ. Plain least "
        "squares has no penalty: leave λI out.",
    ),
    Misconception(
        "standardises", (CLOSED, FIT, COMPARE),
        "your θ belongs to rescaled columns. Use X as it is given, or turn θ back into its units.",
        also=dict.fromkeys(
            (FIT, COMPARE),
            "your run descends on rescaled columns, where it takes another path, even if θ is "
            "turned back into its units at the end. Use X as it is given.",
        ),
    ),
    Misconception(
        "inverse-order", (CLOSED,),
        "you invert XXᵀ, which has shape (N, N) and is singular as soon as N > n. The normal "
        "equations have XᵀX, of shape (n, n).",
    ),
    Misconception(
        "elementwise-inverse", (CLOSED,),
        "`** -1`, `1 / …` and `/` work entry by entry on arrays: none of them gives the inverse of "
        "XᵀX. Leave that to np.linalg.",
    ),
    Misconception(
        "accepts-singular", (CLOSED, COMPARE),
        "a θ comes back although the columns of X depend on each other, so that many θ fit "
        "equally well. `inv` and `solve` often do not notice, and `lstsq` picks one: check the "
        "rank yourself, and raise np.linalg.LinAlgError if it is too small.",
        also={
            COMPARE:
                "the columns of X depend on each other, so there is no closed form to compare "
                "with. Call `closed_form`, which should raise LinAlgError here, and do not catch "
                "it.",
        },
    ),
    Misconception(
        "stochastic", (MSE_GRAD, FIT),
        "each of your steps uses one example, or some of them: that is stochastic descent. Here a "
        "step takes the mean over all N examples.",
        also={
            MSE_GRAD:
                "your gradient is that of one example alone. It should be the mean over all N of "
                "them: a loop over the examples adds them all up before it returns.",
        },
    ),
    Misconception(
        "random-start", (FIT,),
        "your run does not start at θ = 0. Start there: the result is then the same each time, "
        "and where X is rank-deficient the run tends to the solution of smallest norm.",
    ),
    Misconception(
        "nonzero-start", (FIT, COMPARE),
        "your run starts at a fixed θ that is not 0. Start at θ = 0: without a step the result is "
        "then zeros, and where X is rank-deficient the run tends to the solution of smallest norm.",
    ),
    Misconception(
        "lr-too-large", (FIT, COMPARE),
        "with lr=None your learning rate is beyond the limit 2/λ_max, and the run blows up. Use "
        "1/λ_max of XᵀX/N; mind the division by N.",
    ),
    Misconception(
        "stops-before-agreement", (FIT, COMPARE),
        "your run ends long before descent agrees with the closed form. Make all of num_steps "
        "updates, pass num_steps on, and leave its default as the stub has it.",
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
        ("stops-before-agreement", "steps-hard-coded"), (FIT, COMPARE),
        "A fixed number of updates that is too small to agree is both.",
    ),
    _twins(
        ("drops-last", "one-step-short"), (PATH,),
        "θ₀ … θ_(T−1) after T − 1 updates: a step too few, and the last iterate is missing.",
    ),
    _twins(
        ("derivative-wrong-power", "second-derivative"), (GRAD_2,),
        "2 and 200 are x² and 100y² differentiated twice, or once with x and y lost on the way.",
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
