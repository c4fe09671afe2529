"""Three hints a function, from the idea to the nearly-there step, for `pytest exercises --hint`."""

# Keys: (the stub's stem, the function). Values: the hints of level 1, 2 and 3, at most three
# lines of 76 columns each, as they are printed.
HINTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("ex1_gradient_descent", "loss"): (
        "This is the chapter's formula, unchanged. Python writes a power as **.",
        "One line: three terms, and `return`. No `if`, no loop: on an array, NumPy\n"
        "does every element at once.",
        "If an array comes back with the wrong values, look at signs and powers; if\n"
        "None comes back, `return` is missing, or `print` has taken its place.",
    ),
    ("ex1_gradient_descent", "grad"): (
        "Differentiate on paper, term by term: x**n becomes n times x**(n-1), a\n"
        "constant disappears.",
        "One line, two terms. At x = 3 it must give 90: check that on paper first.",
        "Compare with your own loss: (loss(x + h) - loss(x - h)) / (2 * h) at\n"
        "h = 1e-5 must be almost grad(x). A ratio of -1 or 2 shows what went wrong.",
    ),
    ("ex1_gradient_descent", "gradient_descent"): (
        "The chapter's algorithm box, in its order: copy the start; each step record\n"
        "the loss, then update; return the last theta and the losses.",
        "Before the loop: theta as a float copy, and an empty list. In the loop,\n"
        "num_steps times: append the loss, then step. After it: return both, theta\n"
        "first.",
        "Three traps: np.array(..., dtype=float) copies, np.asarray may not;\n"
        "`theta -= ...` changes an array in place, even the one you were given; and\n"
        "the update *subtracts* lr times the gradient at the current theta.",
    ),
    ("ex1_gradient_descent", "find_critical_points"): (
        "What repels descent on L attracts descent on −L. Its loss and its gradient\n"
        "are those of L with the sign changed: two small functions that call loss_fn\n"
        "and grad_fn.",
        "For each start, two runs of gradient_descent. Keep an end point only if it\n"
        "is finite, not huge, and its gradient is nearly 0. Then sort, skip what is\n"
        "within 1e-3 of the one before, and classify what is left.",
        "Do not name a point after the run that found it: a start on a maximum stays\n"
        "there on L too. Curvature is how L′ changes: compare grad_fn at 1e-4 to the\n"
        "right of the point with grad_fn at 1e-4 to its left.",
    ),
    ("ex2_learning_rates", "loss"): (
        "theta holds both coordinates: theta[0] is x, theta[1] is y.",
        "One line: the square of the first, plus a hundred times the square of the\n"
        "second. Return it.",
        "It must be a single number, not an array of two: the two terms are added.",
    ),
    ("ex2_learning_rates", "grad"): (
        "Two partial derivatives: hold y still and differentiate in x, then the other\nway round.",
        "Put both into one new array with np.array([...]), x first.",
        "Check it against your own loss with a difference quotient, one coordinate at\n"
        "a time. 100y² gives a factor of 200, not 100.",
    ),
    ("ex2_learning_rates", "stable_lr_limit"): (
        "The chapter: on ½θᵀHθ, descent converges if and only if η < 2/λ_max. So you\n"
        "need the eigenvalues of H.",
        "For a symmetric matrix NumPy has np.linalg.eigvalsh: it returns the\n"
        "eigenvalues, smallest first.",
        "The diagonal of H is not its eigenvalues unless H is diagonal, and the trace\n"
        "is their sum. You want only the largest.",
    ),
    ("ex2_learning_rates", "optimal_lr"): (
        "The chapter again: this learning rate makes both ends of the spectrum shrink\n"
        "equally fast. Its formula has λ_min and λ_max.",
        "The same eigenvalues as in stable_lr_limit: take the first and the last, and\n"
        "put them into 2/(λ_min + λ_max).",
        "With both eigenvalues equal to λ the answer is 1/λ: one step then lands on\n"
        "the minimum. Try yours on 3 times the identity.",
    ),
    ("ex2_learning_rates", "predict"): (
        "One step multiplies the coordinate along each eigenvector by 1 − ηλ. What\n"
        "matters is the largest of these in absolute value.",
        "Compute all eigenvalues, then all |1 − ηλ|, then their maximum r. Three\n"
        "cases: close to 1 first, then below, then above.",
        "Floats: 1 − 0.01·200 is −1 only by luck. Test abs(r - 1) <= 1e-9 before you\n"
        "compare r with 1. And take the maximum over all: the smallest λ may decide.",
    ),
    ("ex2_learning_rates", "observe"): (
        "Only the first and the last loss matter. Three cases, and their order\nmatters.",
        'Ask "diverges" first (not finite, or above the first), then "converges" (at\n'
        "most 1e-6 of the first); what is left oscillates.",
        "nan is never <, <=, >, >= or == anything, so `last > first` misses it.\n"
        "np.isfinite is False for nan and for inf.",
    ),
    ("ex2_learning_rates", "explore"): (
        "It ties together what you have: your loss, your grad, descent, observe.\n"
        "Nothing new to compute.",
        "Loop over lrs; for each, run gradient_descent from theta_init and put\n"
        "observe(history) into a dict with lr as its key. Return the dict.",
        "Every run starts again from theta_init. If the second verdict looks odd,\n"
        "check whether the first run changed the start, or whether one history is\n"
        "used for all runs.",
    ),
    ("ex2_learning_rates", "lr_finder"): (
        "The chapter's learning-rate finder: one run for each learning rate, judged\n"
        "by the loss at its *final* theta.",
        "For each lr: run, take the final theta, evaluate loss_fn there; if that is\n"
        "not finite, write np.inf. At the end, pick the lr at the position of the\n"
        "smallest loss.",
        "np.argmin takes nan for the smallest, so replace it by inf first. And\n"
        "history[-1] is the loss before the last update, not after it.",
    ),
    ("ex3_convergence_rate", "suboptimality"): (
        "L* is 0, so the gap is just the loss. You need it at every θ_t, both ends\n"
        "included: T + 1 numbers for T steps.",
        "Loss: half the sum of eigenvalues times theta squared. Gradient: eigenvalues\n"
        "times theta, element by element. Record the gap, step, and record once more\n"
        "after the loop.",
        "Exercise 1's history stops before the last update: add the gap of the final\n"
        "theta. Keep the ½.",
    ),
    ("ex3_convergence_rate", "sublinear_bound"): (
        "The chapter's ‖θ₀ − θ*‖² / (2ηT), for every t instead of only the last T.",
        "Make the array of t with np.arange, from 1 up to num_steps included; the\n"
        "squared distance is a sum of squares. Divide.",
        "The norm is squared, the 2 is in the denominator, and t starts at 1: check\n"
        "all three. Lists cannot be subtracted: make arrays first.",
    ),
    ("ex3_convergence_rate", "linear_bound"): (
        "Each step multiplies the gap by at most 1 − λ_min/λ_max. After t steps, by\n"
        "that to the power t.",
        "The factor from eigenvalues.min() and eigenvalues.max(); the powers 0 … T\n"
        "from np.arange; multiply by initial_gap.",
        "At t = 0 the bound is initial_gap itself, so there are T + 1 entries. And it\n"
        "is λ_min/λ_max, which is at most 1, not the other way up.",
    ),
    ("ex3_convergence_rate", "fit_power_law"): (
        "Take logarithms of gap = C·t^p: a straight line in log t, with slope p. Fit\n"
        "a straight line, as in school.",
        "Arrays first; a mask that keeps t > 0, gap > 0 and finite; then\n"
        "np.polyfit(log t, log gap, 1), which returns slope, then intercept.",
        "The intercept is log C; the coefficient wanted is C. Undo the logarithm that\n"
        "you used: exp with log, 10** with log10.",
    ),
    ("ex3_convergence_rate", "classify_rate"): (
        "A power law is straight on log–log axes, a geometric run on semi-log axes.\n"
        "Which straight line fits better?",
        "Same mask as in fit_power_law. Fit log gap against log t, and log gap\n"
        "against t; for each, the sum of squared differences between data and line.\n"
        "Compare the two sums.",
        "Both fits must be of log gap, over the same pairs; only the x axis changes.\n"
        "The slope's sign tells nothing here: both fall.",
    ),
    ("ex3_convergence_rate", "verify_rate"): (
        "You have every piece: suboptimality, sublinear_bound, fit_power_law,\n"
        "classify_rate. Run once and put them side by side.",
        "The gaps are for t = 0 … T, the bound for t = 1 … T: leave out the first gap\n"
        "before comparing. np.all over gap <= bound * (1 + 1e-9). Then fit on t from\n"
        "10, or from 1 if T < 20.",
        "If gaps are t = 0 … T, then gaps[10:] belongs to t = 10 … T. When hardly any\n"
        "gap can be fitted (all 0, all inf), answer nan instead of letting the fit\n"
        "raise.",
    ),
    ("ex4_trajectories", "trajectory"): (
        "The loop of exercise 1, but you keep theta instead of the loss: the start,\n"
        "and theta after each update.",
        "A list that begins with a copy of the start; each step append the new theta;\n"
        "at the end np.array(list), shape (num_steps + 1, 2).",
        "If all rows are equal, you stored the same array again and again:\n"
        "`theta -= ...` changes it in place. Write theta = theta - ..., or append\n"
        "theta.copy().",
    ),
    ("ex4_trajectories", "plot_trajectory"): (
        "Three layers: the contours of the loss, the path, and the two ends. Then\n"
        "labels and a title. First the region: what does the path span, with a\n"
        "margin?",
        "np.linspace in x and y a little beyond the finite part of the path; evaluate\n"
        "loss_fn point by point into a table; ax.contour(xs, ys, table, levels);\n"
        "ax.plot the path's two columns; mark path[0] and path[-1].",
        "contour wants rows for y and columns for x: table[i, j] = loss_fn([xs[j],\n"
        "ys[i]]). The margin must not be 0 if the path is flat one way. Only methods\n"
        "of ax, no plt.show().",
    ),
    ("ex4_trajectories", "plot_learning_rates"): (
        "It ties together trajectory and plot_trajectory, once for each learning\n"
        "rate, on panels of one new figure.",
        "plt.subplots(1, len(lrs)) gives the figure and its Axes; zip them with lrs;\n"
        "draw each path on its own Axes and put η into that title. Return the figure.",
        "With a single learning rate, plt.subplots returns one Axes, not an array:\n"
        "squeeze=False always gives a table. A later set_title replaces the one\n"
        "plot_trajectory wrote.",
    ),
    ("ex5_linear_regression", "add_intercept"): (
        "The intercept is a feature that is always 1. It goes first, so θ[0]\nmultiplies it.",
        "Make X two-dimensional if it has one axis (it is one column), then put\n"
        "np.ones of N rows to its left: np.column_stack does both for you.",
        "np.ones((N, 1)) first, then X. If N comes out as 1, a 1-D X was taken as a\n"
        "row: X[:, None] is the column.",
    ),
    ("ex5_linear_regression", "mse_loss"): (
        "Residual = prediction − target, one number per example. Square, add, divide\nby 2N.",
        "Flatten y (np.ravel), residual = X @ theta - y, and N is len(X).",
        "Check the shape of the residual: it must be (N,). If it is (N, N), y was a\n"
        "column. And both the ½ and the 1/N are part of L.",
    ),
    ("ex5_linear_regression", "mse_grad"): (
        "The chain rule gives (1/N)Xᵀ(Xθ − y): the same residual as in mse_loss, sent\n"
        "back through the transpose.",
        "Flatten y, compute the residual, then X.T @ residual, divided by N. The\n"
        "result has the shape of theta.",
        "Sign: prediction minus target, not the other way round, or descent climbs.\n"
        "Compare with a difference quotient of your own mse_loss.",
    ),
    ("ex5_linear_regression", "closed_form"): (
        "Setting the gradient to 0 gives (XᵀX)θ = Xᵀy: a linear system. Solving it is\n"
        "better than inverting.",
        "Flatten y; check the rank with np.linalg.matrix_rank(X); if it is less than\n"
        "the number of columns, raise np.linalg.LinAlgError; otherwise solve.",
        "np.linalg.inv and solve often do not notice that XᵀX is singular, since\n"
        "rounding hides it, and lstsq picks one solution. Check the rank of X\n"
        "yourself. Fewer rows than columns is rank-deficient too.",
    ),
    ("ex5_linear_regression", "fit"): (
        "Descent of exercise 1 with mse_loss and mse_grad, from zeros. If no lr is\n"
        "given, use 1/λ_max of XᵀX/N.",
        "gradient_descent wants functions of theta alone: lambda theta:\n"
        "mse_loss(theta, X, y). The start is np.zeros with one entry per column of X.\n"
        "The last of eigvalsh is λ_max.",
        "lr=None must be tested with `is None`. The Hessian is XᵀX divided by N:\n"
        "without the N the learning rate is N times too small.",
    ),
    ("ex5_linear_regression", "compare"): (
        "Call fit, call closed_form, and compare both the parameters and the losses.",
        "A dict with the four keys of the docstring; the largest absolute difference\n"
        "is np.max(np.abs(...)); the loss gap uses mse_loss at both.",
        "Pass lr and num_steps on to fit. loss_gap is descent minus closed form, so\n"
        "it is hardly ever below 0. Let closed_form's LinAlgError through: do not\n"
        "catch it.",
    ),
}
