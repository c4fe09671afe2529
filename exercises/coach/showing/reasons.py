"""Why the reference solution does it this way: the hints for an exercise that is all right."""

from __future__ import annotations

__all__ = ["REASONS"]

# Keys: the stub's stem. Values: the function, and at most three lines of 76 columns without code.
REASONS: dict[str, tuple[tuple[str, str], ...]] = {
    "ex1_gradient_descent": (
        (
            "loss",
            "It makes x a float first: an integer array overflows silently at x = 10⁵,\n"
            "and a Python float raises an error at about 10⁷⁷.",
        ),
        (
            "gradient_descent",
            "The start becomes a float64 copy. That keeps the caller's array, lets an\n"
            "integer start move by fractions, and lets a run that blows up end at inf.",
        ),
        (
            "gradient_descent",
            "Each step makes a new array instead of changing the old one, so whoever kept\n"
            "the previous iterate still has its values.",
        ),
        (
            "find_critical_points",
            "A descent on −L is an ascent on L: the same step with the sign of η turned.\n"
            "Losses are not needed for it, so none are computed.",
        ),
        (
            "find_critical_points",
            "Runs from both sides end at slightly different x. Of those that are to be\n"
            "merged, the one with the smallest gradient is kept: it is the most exact.",
        ),
        (
            "find_critical_points",
            "The kind comes from the difference of two gradients, not from three losses:\n"
            "a second difference of losses divides by h² and loses more to rounding.",
        ),
    ),
    "ex2_learning_rates": (
        (
            "stable_lr_limit",
            "It uses eigvalsh, not eigvals: a symmetric matrix has real eigenvalues, and\n"
            "this routine returns them sorted.",
        ),
        (
            "optimal_lr",
            "The slower of the two extreme directions sets the pace. As η grows, one gets\n"
            "faster and the other slower: the best η is where they are equally fast.",
        ),
        (
            "predict",
            "It takes |1 − ηλ| over all eigenvalues: −19 is as divergent as +19, and a\n"
            "negative eigenvalue makes a run diverge however small it is.",
        ),
        (
            "observe",
            "It asks first whether the last loss is finite: nan is neither above the\n"
            "first loss nor small beside it, and would slip through both comparisons.",
        ),
        (
            "lr_finder",
            "Every loss that is not finite becomes inf before the smallest is looked for:\n"
            "NumPy's argmin takes nan for the smallest.",
        ),
    ),
    "ex3_convergence_rate": (
        (
            "suboptimality",
            "L* is 0, so the loss is the gap. The difference of neighbouring losses is\n"
            "something else: where the gap falls like 1/T, it falls like 1/T².",
        ),
        (
            "sublinear_bound",
            "It starts at t = 1: before the first step the theorem promises nothing.",
        ),
        (
            "fit_power_law",
            "A power law is a straight line between the logarithms. Its slope is the\n"
            "exponent; its intercept is log C, so the exponential of it is C.",
        ),
        (
            "classify_rate",
            "Both fits are of log gap over the same pairs, so their residuals can be\n"
            "compared. The slope does not decide: both kinds of run fall.",
        ),
        (
            "verify_rate",
            "The fit leaves out the first steps: they belong to the steepest directions,\n"
            "not to the law. The bound is still compared at every step.",
        ),
    ),
    "ex4_trajectories": (
        (
            "trajectory",
            "It is the loop of exercise 1 with another thing kept: the iterates instead\n"
            "of the losses. All five solutions share one loop of six lines.",
        ),
        (
            "plot_trajectory",
            "Without ax it makes a figure of its own: pyplot's current one may be\n"
            "anyone's. Only finite iterates decide the region.",
        ),
        (
            "plot_trajectory",
            "The levels are evenly spaced in √L: on a quadratic the lines are then\n"
            "equally far apart, where even levels in L crowd the walls of the valley.",
        ),
        (
            "plot_learning_rates",
            "Each panel has a region of its own: one diverging path would shrink all\n"
            "others to a point.",
        ),
    ),
    "ex5_linear_regression": (
        (
            "mse_loss",
            "The mean, so that giving the data twice leaves η as it is; and the ½, which\n"
            "cancels the 2 of the derivative. y is made flat before it is subtracted.",
        ),
        (
            "closed_form",
            "It solves least squares by the singular values of X, not by inverting XᵀX:\n"
            "that product squares the condition number, and rounding can hide its rank.",
        ),
        (
            "fit",
            "λ_max is the smoothness constant of this loss, so η = 1/λ_max is the largest\n"
            "learning rate for which the O(1/T) theorem is stated.",
        ),
        (
            "fit",
            "It starts at 0. Every gradient is a combination of the rows of X, so the run\n"
            "never leaves their span: it tends to the solution of smallest norm.",
        ),
        (
            "compare",
            "It reports both distances, since they mean different things: on an\n"
            "ill-conditioned X the losses agree long before the parameters do.",
        ),
    ),
}
