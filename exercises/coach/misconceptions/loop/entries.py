"""The mistakes of the descent loop, in words; `rules` and `tales` say what each returns."""

from __future__ import annotations

from exercises.coach.contracts import EXERCISES
from exercises.coach.misconceptions.entry import Ask, Case, Misconception

__all__ = ["ENTRIES"]

DESCENT, FINDER, GAPS, PATH, FIT, COMPARE = (
    "ex1.gradient_descent", "ex2.lr_finder", "ex3.suboptimality", "ex4.trajectory", "ex5.fit",
    "ex5.compare",
)  # fmt: skip
LOOPS = (DESCENT, FINDER, GAPS, PATH, FIT, COMPARE)
PAIRS = (DESCENT, FIT)
SAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "climbs": (
        LOOPS,
        "your iterates are exactly those of θ + η∇L. Check the sign of the update.",
    ),
    "ignores-lr": (
        LOOPS,
        "your iterates are those of θ − ∇L: the rate is not used. Each step is η times the "
        "gradient long.",
    ),
    "lr-squared": (
        LOOPS,
        "your iterates are those of θ − η²∇L: the rate is multiplied in twice. Where does it "
        "enter a second time?",
    ),
    "frozen-gradient": (
        LOOPS,
        "every step is along the gradient at the start. The gradient changes with θ: ask for "
        "it anew inside the loop.",
    ),
    "gradient-of-start": (
        LOOPS,
        "every step sets out from the start, θ₀ − η∇L(θ_t). The new θ is reached from the θ "
        "before it: what stands first in your update?",
    ),
    "sign-step": (
        LOOPS,
        "your steps are η·sign(∇L): they keep their length however flat it gets. Use the "
        "gradient itself, not its sign.",
    ),
    "normalised-step": (
        LOOPS,
        "your steps all have length η: the gradient is divided by its norm. In vanilla "
        "descent a step shortens as the gradient does.",
    ),
    "decaying-lr": (
        LOOPS,
        "your rate shrinks from step to step. Here η is the same all the way; schedules come "
        "later (chapter: Choosing η).",
    ),
    "momentum": (
        LOOPS,
        "your iterates carry a velocity on: that is momentum. The exercise asks for vanilla "
        "descent, in which a step depends on the present gradient alone.",
    ),
    "subtracts-loss": (
        LOOPS,
        "your update subtracts η times the *loss*. It is the gradient that says where down is"
        " (chapter: Algorithm).",
    ),
    "coordinate-sequential": (
        LOOPS,
        "the coordinates are updated one after another, the later ones from a point already "
        "moved. Compute the whole gradient at the old θ, then move.",
    ),
    "one-step-short": (
        LOOPS,
        "your run stops after num_steps − 1 updates. Where does your count begin, and where "
        "does it end?",
    ),
    "one-step-long": (
        LOOPS,
        "your run makes num_steps + 1 updates. Where does your count begin, and where does it end?",
    ),
    "stops-early": (
        LOOPS,
        "your run is right as far as it goes, but ends by a tolerance of its own. Make "
        "exactly num_steps updates.",
    ),
    "returns-best": (
        LOOPS,
        "you return the iterate of least loss. Due is the *last* one, also when the run has "
        "climbed or diverged: that is worth seeing.",
    ),
    "history-after": (
        (DESCENT, FIT, GAPS),
        "your history begins with the loss after the first update. Record before you update: "
        "history[0] is the loss at the start.",
    ),
    "history-with-final": (
        PAIRS,
        "your history has num_steps + 1 entries: the loss at the last θ is one too many. It "
        "holds the losses before each update.",
    ),
    "history-of-theta": (
        (DESCENT, FIT, GAPS),
        "your history holds the iterates θ_t; due are their losses L(θ_t).",
    ),
    "history-aliased": (
        (DESCENT, FIT, GAPS, PATH),
        "all your entries are alike, the last iterate's: one array was stored again and again"
        " while `-=` changed it in place. Store a copy, or make a new array each step.",
    ),
    "history-shared": (
        (*PAIRS, PATH),
        "what you keep goes on from the call before. A list in the function's header or "
        "outside of it lives on between calls: make a new one inside.",
    ),
    "mutates-start": (
        LOOPS,
        "the start is updated in place: `theta -= …` writes into the caller's array. Make a "
        "float copy first.",
    ),
    "truncates-integers": (
        LOOPS,
        "from a start of integers your path stays on integers, every step cut off. Make the "
        "copy of the start one of floats.",
    ),
    "swapped-return": (
        PAIRS,
        "history and theta come back in each other's places. Due is (theta, history).",
    ),
    "scalar-only": (
        (DESCENT, FINDER),
        "your loop works for a scalar θ and raises for an array. Which line asks for a single"
        " number (float(…), math.…, a bare `if`)?",
    ),
    "accumulates-gradient": (
        LOOPS,
        "each step uses the sum of all gradients so far. Does something that is added up need"
        " to start from zero at each step?",
    ),
    "lr-hard-coded": (
        LOOPS,
        "your run has the same rate whatever lr is. Use the argument, not a number of your own.",
    ),
    "raises-on-divergence": (
        LOOPS,
        "your code raises on a run that blows up. Divergence is a result here, inf or nan: "
        "let NumPy numbers overflow, and check nothing.",
    ),
    "drops-start": (
        (PATH,),
        "your path begins after the first update. The start θ₀ is its first row.",
    ),
    "drops-last": (
        (PATH,),
        "your path ends one row early: the last update is made, but where it leads is not "
        "kept. num_steps updates give num_steps + 1 rows.",
    ),
    "path-transposed": (
        (PATH,),
        "your path has one *column* a step, shape (2, T + 1). Due is one row a step: the "
        "other way round.",
    ),
    "path-coordinates-swapped": (
        (PATH,),
        "x and y stand in each other's columns. Column 0 is the first coordinate.",
    ),
    "sorted-path": (
        (PATH,),
        "the points are sorted. Leave them in the order in which descent visits them: that "
        "order is the path.",
    ),
    "gap-half": (
        (GAPS,),
        "your gaps are those of another loss: the ½ of ½ Σ λᵢθᵢ² is missing, or stands there "
        "twice.",
    ),
    "gap-is-loss-difference": (
        (GAPS,),
        "your numbers are differences of losses. The gap is L(θ_t) − L*, the distance to the "
        "*minimum*, and L* is 0.",
    ),
}


def _returns_none(case: Case, ask: Ask) -> bool:
    return case.returned and case.value is None


# What a drawing returns is judged in `exercises.coach.judging.plots`.
VALUES = tuple(
    function.key
    for exercise in EXERCISES
    for function in exercise.functions.values()
    if not function.is_drawing and function.key not in LOOPS
)
ENTRIES: tuple[Misconception, ...] = (
    *(Misconception(name, functions, says) for name, (functions, says) in SAYS.items()),
    Misconception(
        "returns-none", (*LOOPS, *VALUES),
        "None comes back: that is what a function gives without `return`. Printing a value does "
        "not hand it to the caller.",
        recognises=_returns_none,
    ),
)  # fmt: skip
