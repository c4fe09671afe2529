"""Slips in lines that Python reads and runs: only the value is wrong."""

from tests.slips.slip import Slip

SAYS_OTHERWISE = (
    Slip("a history from the last loss to the first", "1 gradient_descent", "return theta, history", "return theta, history[::-1]", "expected entries in reverse order"),
    Slip("a walrus without brackets", "2 observe", "if not np.isfinite(last) or", "if last := history[-1] > first or", r"In line \d+ `:=` gives `last` all that comes after it, the"),
    Slip("is nan", "2 observe", "not np.isfinite(last)", "last is np.nan", r"In line \d+ `is` asks for one and the same object, and what NumPy"),
    Slip("is not True", "2 lr_finder", "not np.isfinite(end)", "np.isfinite(end) is not True", r"In line \d+ `is` asks for one and the same object, and what NumPy"),
    Slip("is False", "2 lr_finder", "if not np.isfinite(end):", "if np.isfinite(end) is False:", r"In line \d+ `is` asks for one and the same object, and what NumPy", "", ("finder-nan-wins",)),
    Slip("a word with a capital letter", "2 predict", "return \"converges\"\n    else:", "return \"Converges\"\n    else:", "the word is compared letter by letter: check capitals and"),
    Slip("a word with a dot", "2 predict", "return \"converges\"\n    else:", "return \"converges.\"\n    else:", "the word is compared letter by letter: check how it is spelt"),
    Slip("a word with a blank", "2 predict", "return \"converges\"\n    else:", "return \"converges \"\n    else:", "the word is compared letter by letter: check capitals and"),
    Slip("a word in a list", "2 explore", "answers[lr] = observe(history)", "answers[lr] = [observe(history)]", "that is a list of 1; expected a string"),
    Slip("places among the rates", "2 explore", "    for lr in lrs:", "    for i, lr in enumerate(lrs):\n        answers[i] = 0", "no entry is expected for 0, 1, 2"),
    Slip("the least loss for its learning rate", "2 lr_finder", "lrs[best], losses", "min(losses), losses", r"Line \d+ gives `best` a value, and no line uses it\."),
    Slip("a sum squared", "5 mse_loss", "np.sum(r**2)", "np.sum(r)**2", r"Line \d+ squares a sum: is it the sum of the squares that you"),
    Slip("fifty numbers", "3 sublinear_bound", "np.arange(1, num_steps + 1)", "np.linspace(1, num_steps)", r"In line \d+ `np\.linspace` is not told how many numbers, and makes"),
    Slip("a sum of products squared", "3 suboptimality", "np.sum(eigenvalues * theta**2)", "np.sum(eigenvalues * theta)**2", r"Line \d+ squares a sum: is it the sum of the squares that you"),
    Slip("all eigenvalues for one", "5 fit", "np.linalg.eigvalsh(X.T @ X / len(X))[-1]", "np.linalg.eigvalsh(X.T @ X / len(X))", r"`np\.linalg\.eigvalsh` in line \d+ returns all eigenvalues: take"),
    Slip("the size of the largest", "5 compare", "float(np.max(np.abs(theta_gd - theta_closed)))", "abs(max(theta_gd - theta_closed))", r"Line \d+ takes the absolute value of the largest entry: is it the"),
    Slip("both words", "3 classify_rate", "    return \"linear\"", "    return \"linear\", \"sublinear\"", "that is a tuple of 2; expected a string"),
    Slip("all answers for one", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "gaps[1:] <= bound * (1 + 1e-9)", r"that is an array of shape \(3000,\); expected a boolean"),
    Slip("a key by another name", "3 verify_rate", "\"bound_holds\"", "\"bounds_hold\"", "the key 'bound_holds' is missing"),
    Slip("a list for a dict", "3 verify_rate", "    return {\n        \"bound_holds\": bool(np.all(gaps[1:] <= bound * (1 + 1e-9))),\n        \"exponent\": exponent,\n        \"rate\": rate,\n    }", "    return [bool(np.all(gaps[1:] <= bound * (1 + 1e-9))), exponent, rate]", "that is a list of 3; expected a dict"),
    Slip("a text for a truth value", "3 verify_rate", "bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "str(np.all(gaps[1:] <= bound * (1 + 1e-9)))", "that is a string; expected a boolean"),
    Slip("append without an axis", "5 add_intercept", "np.column_stack([np.ones(len(X)), X])", "np.append(np.ones(len(X)), X)", r"In line \d+ `np\.append` gives a flat array, for it gets no"),
    Slip("lstsq without its entry", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "np.linalg.lstsq(X, y, rcond=None)", r"`np\.linalg\.lstsq` in line \d+ returns several things: return the"),
    Slip("None for an error", "5 closed_form", "raise np.linalg.LinAlgError(\"X has not full rank\")", "return None", r"An error needs `raise`: neither a printed text nor None is one\."),
    Slip("the first for the least", "3 linear_bound", "np.min(eigenvalues)", "eigenvalues[0]", r"entry 1 is 0\.5; expected 0\.8 \(2 of 3 differ\)"),
)  # fmt: skip

SLIPS = (*SAYS_OTHERWISE,)
