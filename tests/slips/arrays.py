"""Slips in arrays: NumPy's functions, and shapes that do not fit."""

from tests.slips.slip import Slip

PRODUCTS = (
    Slip("a point sought among pairs", "1 find_critical_points", "        if points and x - points[-1][0] < 1e-3:", "        if np.array([x, x]) in points + [(x, x)]:", r"`in` compares entry by entry"),
    Slip("matmul of one matrix", "5 mse_loss", "X @ theta", "np.matmul(X)", r"`matmul` needs one argument more than it gets in this line\."),
    Slip("dot without the transpose", "5 mse_grad", "X.T @ (X @ theta - y)", "np.dot(X, X @ theta - y)", "In a matrix product the columns of the left one must be as many", "", ("missing-transpose",)),
    Slip("the method dot before an at", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T.dot @ (X @ theta - y)", r"`X\.T\.dot` is a method that multiplies: give it the other matrix"),
    Slip("a dot between matrices", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T . (X @ theta - y)", r"The product of matrices is written `@`\."),
    Slip("the transpose of something", "5 mse_grad", "X.T @", "X.transpose(theta) @", r"`X\.transpose` multiplies nothing: `X\.T` is the transpose, and"),
    Slip("theta before y is subtracted", "5 mse_grad", "X.T @ (X @ theta - y)", "X.T @ X @ theta - y", r"Shapes \(2,\) and \(4,\) do not go together entry by entry: print"),
    Slip("flatten not called", "5 mse_loss", "np.ravel(y)", "y.flatten", "There is a function where a number is needed: call it, with its"),
    Slip("at for a diagonal", "3 suboptimality", "np.sum(eigenvalues * theta**2)", "theta @ eigenvalues @ theta", "`@` is for matrices and vectors, and one of the two is a single"),
    Slip("matrix_rank not called", "5 closed_form", "np.linalg.matrix_rank(X) < X.shape[1]", "np.linalg.matrix_rank < X.shape[1]", "There is a function where a number is needed: call it, with its"),
    Slip("a determinant of X", "5 closed_form", "np.linalg.matrix_rank(X) < X.shape[1]", "np.linalg.det(X) == 0", "A matrix with as many rows as columns is needed there: print"),
    Slip("two stars in the normal equation", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.inv(X.T @ X) * X.T * y", r"`\*` multiplies entry by entry\. If you mean the product of a"),
    Slip("the inverse times y", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.inv(X.T @ X) @ y", "In a matrix product the columns of the left one must be as many"),
    Slip("both sides of solve exchanged", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.solve(X.T @ y, X.T @ X)", "A matrix with two axes is needed there: print the shape just"),
    Slip("solve with X itself", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.solve(X, y)", "A matrix with as many rows as columns is needed there: print"),
    Slip("eigenvalues of X", "5 fit", "np.linalg.eigvalsh(X.T @ X / len(X))[-1]", "np.linalg.eigvalsh(X)[-1]", "A matrix with as many rows as columns is needed there: print"),
    Slip("one entry of theta for theta", "5 compare", "theta_gd, history = fit(X, y, lr, num_steps)", "theta_gd = fit(X, y, lr, num_steps)[0][0]", "`@` is for matrices and vectors, and one of the two is a single"),
)  # fmt: skip

SHAPES = (
    Slip("not of all answers", "4 plot_trajectory", "np.all(np.isfinite(path), axis=1)", "not np.isnan(path)", r"the opposite of each answer in an array is `~`"),
    Slip("a shape in a formula", "5 mse_loss", "len(y)", "y.shape", r"In line \d+ `y\.shape` is a tuple, of one number for each axis:"),
    Slip("np.norm", "5 mse_loss", "np.sum(r**2)", "np.norm(r)**2", r"It is in NumPy's part for linear algebra: `np\.linalg\.norm`\."),
    Slip("lists subtracted in a norm", "3 sublinear_bound", "np.sum((np.asarray(theta_init) - np.asarray(theta_star)) ** 2)", "np.linalg.norm(theta_init - theta_star)**2", "Lists and tuples do not compute entry by entry: make arrays"),
    Slip("eigenvalues of eigenvalues", "3 linear_bound", "np.min(eigenvalues)", "np.linalg.eigvalsh(eigenvalues)[0]", "A matrix with two axes is needed there: print the shape just"),
    Slip("an array of T for T + 1", "3 suboptimality", "        gaps.append(0.5 * np.sum(eigenvalues * theta**2))", "        z = np.zeros(num_steps)\n        z[t] = 0.5 * np.sum(eigenvalues * theta**2)\n        gaps.append(z[t])", r"Indices count from 0: the last of 3 entries has index 2\."),
    Slip("brackets around a product", "3 suboptimality", "theta - lr * eigenvalues * theta", "theta - lr * [eigenvalues * theta]", "There is a list, a tuple or text where an array or a number is"),
    Slip("and in an index", "3 fit_power_law", "steps[keep]", "steps[steps > 0 and gaps > 0]", r"`and`, `or` and `a < x < b` are for single numbers\. For arrays"),
    Slip("one of two left a list", "3 fit_power_law", "    gaps = np.asarray(gaps, dtype=float)\n", "", "A list or a tuple is not compared with a number: make an array"),
    Slip("and behind an and sign", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "(steps > 0) & (gaps > 0) and np.isfinite(gaps)", r"`and`, `or` and `a < x < b` are for single numbers\. For arrays"),
    Slip("an and sign without brackets", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "steps > 0 & gaps > 0 & np.isfinite(gaps)", r"`\&` and `\|` come before `<` and `>`: put each comparison into"),
    Slip("where with two conditions", "3 fit_power_law", "(steps > 0) & (gaps > 0) & np.isfinite(gaps)", "np.where(steps > 0, gaps > 0)", r"`np\.where` takes one condition; two conditions are joined with"),
    Slip("coefficients compared", "3 classify_rate", "power_error < line_error", "power < line", "An array is true or false entry by entry: say what you ask for,"),
    Slip("polyval's two exchanged", "3 classify_rate", "np.polyval(power, np.log(x))", "np.polyval(np.log(x), power)", r"Shapes \(100,\) and \(2,\) do not go together entry by entry: print"),
    Slip("append along an axis", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.append(np.ones(len(X)), X, axis=1)", r"An array with one axis has axis 0 only\."),
    Slip("a bracket in the wrong place of ones", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.c_[np.ones(len(X), X)]", r"`np\.ones` takes the shape as one argument: put its numbers into"),
    Slip("ones above the rows", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.vstack([np.ones(len(X)), X])", r"shape \(3, 2\); expected \(2, 3\)"),
    Slip("reshape to 1", "5 add_intercept", "X.reshape(-1, 1)", "X.reshape(1)", "The new shape needs as many entries as there are: `-1` in one"),
    Slip("ndim called", "5 add_intercept", "X.ndim == 1", "X.ndim() == 1", r"`X\.ndim` is a number, and round brackets call a function: leave"),
    Slip("a single one beside the rows", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.column_stack([1, X])", "Only shapes that fit can be put side by side: print the shape"),
    Slip("a counter too far", "4 plot_trajectory", "for j in range(60):", "for j in range(61):", r"Indices count from 0: the last of 60 entries has index 59\."),
    Slip("a step as long as the grid", "4 plot_trajectory", "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "np.arange(low[0], high[0], 60)", r"Indices count from 0: the only entry has index 0\."),
    Slip("a condition for each number", "4 plot_trajectory", "np.all(np.isfinite(path), axis=1)", "np.isfinite(path)", r"`path\[\.\.\.\]` with a condition for each number takes single"),
    Slip("both corners for a range", "4 plot_trajectory", "np.linspace(low[0] - margin[0], high[0] + margin[0], 60)", "np.linspace(low, high, 60)", "The entries are not all of one shape, so they make no array of"),
)  # fmt: skip

SLIPS = (*PRODUCTS, *SHAPES)
