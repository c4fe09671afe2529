"""What can be read off an exception beyond its words: the conditions of the table of errors.

Each function takes an `Error` and returns the words that a sentence needs, or None where its
condition does not hold.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import numpy as np

from exercises.coach.calling.raised import Frame
from exercises.coach.contracts import CARRIED, EXERCISES
from exercises.coach.judging.error_entry import NOTHING, Error, Words
from exercises.coach.judging.error_source import (
    block_of,
    calls_handed_on,
    first_key,
    handed_on,
    has_set,
    names_set,
    nodes_of,
    parameters_of,
)

# They are used by way of the module: `conditions.literal`.
__all__: list[str] = []

COMMENTED = re.compile(r"^[ \t]*#[ \t]*((?:import|from)[ \t].*)$", re.MULTILINE)
USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "math": "import math",
    "mpl": "import matplotlib as mpl",
    "random": "import random",
    "copy": "import copy",
    "deepcopy": "from copy import deepcopy",
    "itertools": "import itertools",
    "os": "import os",
    "sys": "import sys",
    "time": "import time",
    "warnings": "import warnings",
    "reduce": "from functools import reduce",
    "partial": "from functools import partial",
    "defaultdict": "from collections import defaultdict",
    "NDArray": "from numpy.typing import NDArray",
    **{name: f"from typing import {name}" for name in (
        "List", "Tuple", "Dict", "Callable", "Optional", "Union", "Any", "Sequence", "Iterable",
    )},
}  # fmt: skip


def _undefined(error: Error) -> str:
    found = re.match(r"name '(\w+)' is not defined", error.raised.message)
    return found.group(1) if found else ""


def commented_import(error: Error) -> Words | None:
    name = _undefined(error)
    for found in COMMENTED.finditer(error.raised.text):
        if name and re.search(rf"\b{re.escape(name)}\s*$", found.group(1).strip()):
            line = error.raised.text.count("\n", 0, found.start()) + 1
            return {"name": name, "line": str(line), "statement": found.group(1).strip()}
    return None


def usual_import(error: Error) -> Words | None:
    name = _undefined(error)
    if name not in USUAL:
        return None
    where = "run the cell with" if error.is_in_notebook else "put"
    at = "" if error.is_in_notebook else " at the top of the file"
    return {"name": name, "do": f"{where} `{USUAL[name]}`{at}"}


def of_numpy(error: Error) -> Words | None:
    name = _undefined(error)
    if not name or name.startswith("_") or name in ("loss", "grad"):
        return None
    if name in ("inv", "solve", "norm", "eig", "eigh", "eigvals", "eigvalsh", "lstsq", "pinv",
                "matrix_rank", "LinAlgError", "cond", "det", "qr", "svd"):  # fmt: skip
        return {"name": name, "full": f"np.linalg.{name}"}
    return {"name": name, "full": f"np.{name}"} if hasattr(np, name) else None


# A parameter of the stubs, what it is, and what else it is called.
OTHER_NAMES = {
    "lr": ("The learning rate", (
        "eta", "alpha", "learning_rate", "step_size", "rate", "learningrate", "η", "α", "gamma",
        "LR", "learning_Rate", "stepsize",
    )),
    "num_steps": ("The number of steps", (
        "T", "n_steps", "nsteps", "steps", "num_iterations", "n_iterations", "iterations", "n_iter",
        "num_iters", "n_iters", "epochs", "num_epochs", "n_epochs", "max_iter", "maxiter", "iters",
    )),
    "theta_init": ("The start", (
        "theta0", "theta_0", "x0", "x_0", "start", "init", "theta_start", "initial_theta", "θ",
        "x_init", "init_theta", "θ0", "starting_point", "initial", "w0", "w_init",
    )),
    "grad_fn": ("The gradient", (
        "grad", "gradient", "grad_f", "dL", "df", "grad_L", "gradL", "gradient_fn", "gradf",
        "gradient_function", "derivative", "dloss",
    )),
    "loss_fn": ("The loss", (
        "loss", "L", "f", "loss_function", "loss_func", "cost", "cost_fn", "objective", "func",
    )),
    "hessian": ("The Hessian", ("H", "A", "hess", "Hessian", "matrix", "hessian_matrix")),
}  # fmt: skip
NUMPYS_OWN = {
    "ln": "np.log", "log_e": "np.log", "length": "len", "len": "len", "avg": "np.mean",
    "arctg": "np.arctan", "tg": "np.tan", "numel": "np.size", "pow": "**", "square_root": "np.sqrt",
    "mul": "*", "multiply_matrix": "@", "transp": ".T", "stdev": "np.std", "Array": "np.array",
    "absolut": "np.abs", "rank": "np.linalg.matrix_rank", "matrixmultiply": "@", "mult": "*",
    "eigenvalues": "np.linalg.eigvalsh", "inverse": "np.linalg.inv", "determinant": "np.linalg.det",
    "print": "print", "list": "list", "float": "float", "int": "int",
}  # fmt: skip
# What other languages call it.
FOREIGN = {
    "disp": "print", "printf": "print", "fprintf": "print", "println": "print", "echo": "print",
    "length": "len", "numel": "len", "size_of": "len", "nil": "None", "Math": "np", "NULL": "None",
    "xrange": "range", "unicode": "str", "basestring": "str", "num2str": "str", "strcat": "+",
    "paste": "str", "isempty": "len(...) == 0", "nrow": "len", "mod": "%", "rem": "%",
    "puts": "print", "raw_input": "input", "error": "raise",
}  # fmt: skip
LITERALS = {"true": "True", "false": "False", "none": "None", "null": "None", "nil": "None",
            "NULL": "None", "TRUE": "True", "FALSE": "False"}  # fmt: skip
INFINITE = {"inf": "np.inf", "Inf": "np.inf", "infinity": "np.inf", "nan": "np.nan",
            "NaN": "np.nan", "NAN": "np.nan"}  # fmt: skip


def of_another_exercise(error: Error) -> Words | None:
    name = _undefined(error)
    if name != CARRIED.name or (error.question and error.question.stem == CARRIED.stem):
        return None
    if error.is_in_notebook:
        return {"do": "paste your function into a cell of this notebook and run it"}
    return {"do": f"import it near the top: `from exercises.{CARRIED.stem} import {name}`"}


def of_this_exercise(error: Error) -> Words | None:
    name, question = _undefined(error), error.question
    if question is None or name not in question.exercise.functions or not error.is_in_notebook:
        return None
    return {"name": name}


def other_name(error: Error) -> Words | None:
    """Return the parameter that is meant by a name which others give to the same thing."""
    name, header = _undefined(error), _header_around(error)
    for parameter, (what, names) in OTHER_NAMES.items():
        if name in names and parameter in header:
            return {"name": name, "known": parameter, "what": what}
    return None


def of_another_language(error: Error) -> Words | None:
    name = _undefined(error)
    return {"name": name, "typed": FOREIGN[name]} if name in FOREIGN else None


def numpys_own(error: Error) -> Words | None:
    """Return what NumPy, or Python, calls a function that other languages call by this name."""
    found = re.search(r"module 'numpy(?:\.linalg)?' has no attribute '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    return {"name": name, "typed": NUMPYS_OWN[name]} if name in NUMPYS_OWN else None


def of_the_exercise(error: Error) -> Words | None:
    """Return this exercise's own function for a name that other exercises, or people, give it."""
    question, name = error.question, _undefined(error)
    if question is None:
        return None
    for parameter, own in (("grad_fn", "mse_grad"), ("loss_fn", "mse_loss")):
        what, names = OTHER_NAMES[parameter]
        if name in (parameter, *names) and len(name) > 1 and own in question.exercise.functions:
            return {"name": name, "known": own, "what": what}
    return None


def of_no_line(error: Error) -> Words | None:
    """Return a name outside the functions that nothing gave a value, and that is no misspelling."""
    name, frames = _undefined(error), error.raised.frames
    if not name or not frames or frames[-1].function not in ("", "<module>") or len(frames) > 1:
        return None
    guess = re.search(r"Did you mean: '(\w+)'", error.raised.message)
    if guess and get_close_matches(name, [guess.group(1)], 1, 0.78):
        return None
    return None if error.is_in_notebook else {"name": name}


def raised_letter(error: Error) -> Words | None:
    """Return what a raised ᵀ makes of a name: Python reads it as a plain T."""
    found = re.search(r"(\w+)ᵀ", error.line)
    name = _undefined(error)
    if found is None or name != found.group(1) + "T":
        return None
    return {"name": name, "raised": found.group(), "array": found.group(1)}


def literal(error: Error) -> Words | None:
    name = _undefined(error)
    known = LITERALS | INFINITE
    return {"name": name, "typed": known[name]} if name in known else None


def _header_around(error: Error) -> tuple[str, ...]:
    """Return the parameters of the contract's function that the line stands in."""
    if error.question is None or not error.raised.frames:
        return ()
    function = error.question.exercise.functions.get(error.raised.frames[-1].function)
    return function.parameters if function is not None else ()


def _own_parameters(error: Error) -> tuple[str, ...]:
    """Return the parameters of the function that the line stands in, as the learner has them."""
    frames = error.raised.frames
    return parameters_of(error.raised.text, frames[-1].function) if frames else ()


def no_value_yet(error: Error) -> Words | None:
    name, header = _undefined(error), _header_around(error)
    if not name or not header or "Did you" in error.raised.message:
        return None
    # The learner's own header, where it can be read: it need not have the stub's names.
    header = _own_parameters(error) or header
    own = ", ".join(f"`{parameter}`" for parameter in header)
    words = "arguments are" if header[1:] else "only argument is"
    return {"name": name, "own": f"{words} {own}"}


HEADER = r"(?P<called>\w+)\(\) (?:takes|missing|got)"


def other_header(error: Error) -> Words | None:
    """Return both headers, where the coach's own call did not fit the learner's function."""
    question = error.question
    found = re.match(r"(?:\w+\.)*" + HEADER, error.raised.message)
    frames = error.raised.frames
    if question is None or found is None or any(frame.function for frame in frames):
        return None
    if found.group("called") != question.function or not frames:
        return None
    return {"due": question.contract.header}


def of_the_contract(error: Error) -> Words | None:
    """Return the parameters of the exercise's function that the learner's own line calls."""
    question = error.question
    found = re.match(r"(?:\w+\.)*" + HEADER, error.raised.message)
    if question is None or found is None:
        return None
    known = {CARRIED.name: CARRIED, **question.exercise.functions}
    function = known.get(found.group("called"))
    return None if function is None else {"due": function.header}


def theta_alone(error: Error) -> Words | None:
    """A function of θ, X and y that somebody called with θ alone."""
    found = re.match(r"(mse_loss|mse_grad)\(\) missing 2 required", error.raised.message)
    if found is None or f"{found.group(1)}(" in error.line:
        return None
    return {"called": found.group(1)}


BUILTINS = {
    "sum", "max", "min", "abs", "len", "range", "list", "float", "int", "str", "round", "sorted",
    "zip", "print", "pow", "dict", "tuple", "set", "map", "any", "all", "input", "type", "next",
    "iter", "enumerate",
}  # fmt: skip


def hides_a_builtin(error: Error) -> Words | None:
    found = re.match(r"(\w+)\(", error.marked.lstrip())
    name = found.group(1) if found else ""
    return {"name": name} if name in BUILTINS else None


def hides_a_function(error: Error) -> Words | None:
    """Return the name that is called where the function gives it a value elsewhere."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    if not name or not re.search(rf"(?<![\w.]){name}\s*\(", error.line):
        return None
    is_set_here = re.match(rf"\s*{name}\s*=[^=]", error.line) is not None
    is_known = name in BUILTINS or any(name in exercise.functions for exercise in EXERCISES)
    return {"name": name} if is_set_here or is_known else None


def called(error: Error) -> Words | None:
    """Return what is called though it is no function, as it stands in the line."""
    found = re.match(r"([A-Za-z_][\w.]*)\s*\(", error.marked.lstrip())
    return {"called": found.group(1)} if found else None


def near_package(error: Error) -> Words | None:
    found = re.search(r"No module named '(\w+)", error.raised.message)
    name = found.group(1) if found else ""
    known = ("numpy", "matplotlib", "exercises", "math", "random")
    near = get_close_matches(name.lower(), known, 1, 0.7)
    return {"name": name, "near": near[0]} if near and near[0] != name else None


def in_linalg(error: Error) -> Words | None:
    found = re.search(r"module 'numpy' has no attribute '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    return {"name": name} if name and hasattr(np.linalg, name) else None


def last_index(error: Error) -> Words | None:
    found = re.search(r"index (\d+) is out of bounds for axis \d+ with size (\d+)",
                      error.raised.message)  # fmt: skip
    if found is None or int(found.group(2)) == 0:
        return None
    size = int(found.group(2))
    return {"last": str(size - 1), "size": str(size)}


def looped(error: Error) -> Words | None:
    found = re.search(r"\bfor\s+(\w+)\s+in\s+([A-Za-z_][\w.]*|len\([^()]*\))\s*:", error.line)
    return {"count": found.group(2)} if found else None


def none_argument(error: Error) -> Words | None:
    """Return the argument that is None in this call, and that a failing line works with."""
    question, frames = error.question, error.raised.frames
    if question is None or not frames:
        return None
    here = [frame.source for frame in frames if frame.function == question.function]
    for name in question.contract.parameters:
        default = question.contract.defaults.get(name, NOTHING)
        is_used = any(re.search(rf"\b{name}\b", source) for source in here)
        # What the innermost function gives a value itself may be None for another reason.
        is_set = frames[-1].function == question.function and _sets(error.raised.text, name)
        if is_used and not is_set and question.argument(name, default) is None:
            return {"name": name}
    return None


def _sets(text: str, name: str) -> bool:
    """Whether a function's source gives a name a value; also where that cannot be told."""
    return not nodes_of(text) or name in names_set(text)


def append_result(error: Error) -> Words | None:
    """Return the name that an `append`, `sort` or `extend` gave its None."""
    found = re.search(r"\b(\w+)\s*=\s*\1\.(append|extend|sort|insert|reverse|remove)\(",
                      error.raised.text)  # fmt: skip
    return {"name": found.group(1), "method": found.group(2)} if found else None


def is_broadcast_with_matrix(error: Error) -> Words | None:
    has_star = re.search(r"(?<!\*)\*(?!\*)", error.marked)
    has_matrix = re.search(r"\(\d+,\d+\)", error.raised.message)
    return NOTHING if has_star and has_matrix else None


def shapes(error: Error) -> Words | None:
    found = re.search(r"shapes ((?:\([\d,]*\)\s*)+)", error.raised.message)
    shapes = re.findall(r"\([\d,]*\)", found.group(1)) if found else []
    if len(shapes) != 2:
        return None
    return {"one": shapes[0], "two": shapes[1]}


def is_own_raise(error: Error) -> bool:
    """Whether a learner's own `raise` made the error: it says what it says."""
    failed = r"is not defined|has no attribute|exceptions must derive"
    is_raise = re.match(r"raise\b", error.line) is not None
    return (
        is_raise and not re.search(failed, error.raised.message) and not error.is_a("SyntaxError")
    )


def is_deleted(error: Error) -> Words | None:
    """Whether the function deletes the name that has no value."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    is_there = found and re.search(rf"\bdel\b[^\n]*\b{found.group(1)}\b", error.raised.text)
    return NOTHING if is_there else None


def hides_a_module(error: Error) -> Words | None:
    """Return the module whose name a function gives a value of its own."""
    found = re.search(r"local variable '(np|plt|math|numpy)'", error.raised.message)
    is_used = found and re.search(rf"\b{found.group(1)}\.", error.line)
    return {"name": found.group(1)} if found and is_used else None


def another_module(error: Error) -> Words | None:
    """Return a function that NumPy has, asked of the module math or of Matplotlib."""
    found = re.search(
        r"module '(math|matplotlib[\w.]*)' has no attribute '(\w+)'", error.raised.message
    )
    if found is None or not hasattr(np, found.group(2)):
        return None
    name = found.group(2)
    module = re.search(rf"(\w+)\.{name}\b", error.line)
    # `plt.array` is a slip of its own; under the name `np` it is the import that is wrong.
    is_usual = found.group(1) == "math" or (module is not None and module.group(1) == "np")
    return (
        {"name": name, "module": module.group(1), "other": found.group(1)}
        if module is not None and is_usual
        else None
    )


def hides_an_argument(error: Error) -> Words | None:
    """Return the argument that was a function until the learner's own line gave it a value."""
    found = called(error)
    name = found["called"] if found else ""
    is_argument = name in ("loss_fn", "grad_fn") and name in _header_around(error)
    return {"name": name} if is_argument and _sets(error.raised.text, name) else None


def called_setter(error: Error) -> Words | None:
    """Return the method of an Axes that holds a value, as it stands in the line."""
    found = re.match(r"[^(]*?\.(set_\w+)\s*\(", error.marked.lstrip())
    return {"called": found.group(1)} if found else None


def joins_words(error: Error) -> Words | None:
    """Whether there is text with a letter in it, which no number can be made of, in the line."""
    texts = re.findall(r"'([^']*)'|\"([^\"]*)\"", error.raw)
    return NOTHING if any(re.search(r"[^\W\d]", one or other) for one, other in texts) else None


ABSENT = {
    "pd", "pandas", "sns", "seaborn", "scipy", "sp", "sklearn", "torch", "tf", "tensorflow", "jax",
    "jnp", "sympy", "tqdm", "trange", "plotly", "px", "numba", "njit", "jit",
}  # fmt: skip


def of_a_package(error: Error) -> Words | None:
    """Return the usual name of a package that is not there, where it is used like one."""
    name = _undefined(error)
    is_used = name in ABSENT and re.search(rf"\b{name}\s*[.(]|@\s*{name}\b", error.line)
    return {"name": name} if is_used else None


def of_this_file(error: Error) -> Words | None:
    """Whether the line imports a name from the file that it stands in."""
    frame = error.raised.frames[-1] if error.raised.frames else None
    found = re.match(r"\s*from\s+\.?(?:exercises\.)?(\w+)\s+import\b", error.raw)
    if frame is None or found is None or not frame.file.endswith(f"{found.group(1)}.py"):
        return None
    return NOTHING


def dot_for_product(error: Error) -> Words | None:
    """Return a name of the function's own that is taken for an attribute of a number."""
    found = re.search(
        r"'(?:int|float|numpy\.\w+)' object has no attribute '(\w+)'", error.raised.message
    )
    name = found.group(1) if found else ""
    known = {*_header_around(error), *_own_parameters(error), *names_set(error.raised.text)}
    if error.question is not None:
        known |= set(error.question.exercise.functions)
    is_set_here = re.match(rf"{name}\s*=", error.line) is not None
    return {"name": name} if name in known and not is_set_here else None


def _parameters_of_the_contract(error: Error, inner: Frame) -> tuple[str, ...]:
    """Return the parameters of an exercise's function that a frame is in; none of another one."""
    question = error.question
    if question is None:
        return ()
    if inner.function in question.exercise.functions:
        return question.exercise.functions[inner.function].parameters
    # Elsewhere a learner's function of this name is another one, with a header of its own.
    is_carried = inner.function == CARRIED.name and inner.file == CARRIED.exercise.filename
    return CARRIED.parameters if is_carried else ()


def in_anothers_place(error: Error) -> Words | None:
    """Return an argument that the learner's call hands on in the place of another parameter.

    Only what a call says by itself: the name of one parameter of the function that is called, in
    the place where that function takes another one.
    """
    for frame, inner in zip(error.raised.frames, error.raised.frames[1:], strict=False):
        parameters = _parameters_of_the_contract(error, inner)
        for place, name in zip(parameters, handed_on(frame.source, inner.function), strict=False):
            if name in parameters and name != place:
                return {
                    "line": str(frame.line), "name": name, "called": inner.function, "place": place,
                }  # fmt: skip
    return None


# What an array is asked for as if it were its method, and what NumPy calls the function.
FUNCTIONS_OF_ARRAYS = {
    "rank": "np.linalg.matrix_rank", "inverse": "np.linalg.inv", "I": "np.linalg.inv",
    "eigenvalues": "np.linalg.eigvalsh", "determinant": "np.linalg.det", "length": "len",
    "len": "len", "sqrt": "np.sqrt",
}  # fmt: skip


def method_for_function(error: Error) -> Words | None:
    """Return NumPy's function for what an array or a number was asked for as its own."""
    found = re.search(
        r"'(?:numpy\.\w+|float|int)' object has no attribute '(\w+)'", error.raised.message
    )
    # Of a list a number or an array has no `append`, and NumPy's is seldom meant.
    name = found.group(1) if found and found.group(1) != "append" else ""
    full = FUNCTIONS_OF_ARRAYS.get(name, "")
    for module, at in ((np.linalg, "np.linalg"), (np, "np")):
        if name and not full and callable(getattr(module, name, None)):
            full = f"{at}.{name}"
    return {"name": name, "full": full} if full else None


def key_without_quotes(error: Error) -> Words | None:
    """Return a name that stands as the key of a dict in what failed."""
    key = first_key(error.raised.text)
    return {"key": key} if key else None


def makes_a_set(error: Error) -> Words | None:
    return NOTHING if has_set(error.raised.text) else None


def other_comment(error: Error) -> Words | None:
    """Return the sign before a word that is the line's last and stands for nothing else."""
    found = re.search(r"\s(%|//)\s+(\w+)\s*$", error.line)
    if found is None or found.group(2) != _undefined(error):
        return None
    return {"sign": found.group(1)}


# What the functions of the exercises return as text.
WORDS = {
    "converges", "diverges", "oscillates", "minimum", "maximum", "sublinear", "linear",
    "bound_holds", "exponent", "theta_gd", "theta_closed", "max_abs_diff", "loss_gap",
}  # fmt: skip


def word_of_the_contract(error: Error) -> Words | None:
    name = _undefined(error)
    return {"name": name} if name in WORDS else None


def _known_names(error: Error) -> set[str]:
    """Return the names that are at hand in the line."""
    text = error.raised.text
    frames = error.raised.frames
    own = block_of(text, frames[-1].function) if frames else ""
    return {*_header_around(error), *_own_parameters(error), *names_set(own)}


def dash_for_underscore(error: Error) -> Words | None:
    """Return the name that is meant by one with a dash in it."""
    name, known = _undefined(error), _known_names(error)
    for found in re.finditer(r"(?<![\w-])[A-Za-z_]\w*(?:-[A-Za-z_]\w*)+", error.line):
        meant = found.group().replace("-", "_")
        if name in found.group().split("-") and meant in known:
            return {"known": meant}
    return None


def product_without_sign(error: Error) -> Words | None:
    """Return the two known names that an undefined one is made of."""
    name, known = _undefined(error), _known_names(error)
    for end in range(1, len(name)):
        if name[:end] in known and name[end:] in known:
            return {"name": name, "one": name[:end], "two": name[end:]}
    return None


def of_an_exercise(error: Error) -> Words | None:
    """Return the exercise that an import of a module by another name means."""
    message = error.raised.message
    found = re.search(r"No module named '(?:exercises\.)?ex(?:ercise)?_?(\d)[\w.]*'", message, re.I)
    if found is None and "attempted relative import" in message:
        found = re.search(r"\bex(\d)_", error.raw)
    stems = [each.stem for each in EXERCISES if found and each.number == int(found.group(1))]
    if not stems:
        return None
    name = re.search(r"\bimport\s+(\w+)", error.raw.partition("from")[2])
    return {"stem": stems[0], "name": name.group(1) if name else "..."}


def value_for_function(error: Error) -> Words | None:
    """Return a call that stands in the place of a function, in the call of an exercise's one."""
    for frame, inner in zip(error.raised.frames, error.raised.frames[1:], strict=False):
        parameters = _parameters_of_the_contract(error, inner)
        for place, value in zip(
            parameters, calls_handed_on(frame.source, inner.function), strict=False
        ):
            if place in ("loss_fn", "grad_fn") and value:
                name = value.partition("(")[0]
                return {"line": str(frame.line), "value": value, "name": name}
    return None


def entry_for_index(error: Error) -> Words | None:
    """Return a loop's variable that is an entry, and is used as the index of one."""
    found = re.search(r"(\w+)\[(\w+)\]", error.marked)
    if found is None:
        return None
    values, i = found.groups()
    loop = rf"\bfor\s+{re.escape(i)}\s+in\s+{re.escape(values)}\s*:"
    return {"i": i, "values": values} if re.search(loop, error.raised.text) else None


# What the dicts of Python 2 had.
PYTHON_2 = {"has_key": "key in d", "iteritems": "d.items()", "iterkeys": "d.keys()",
            "itervalues": "d.values()"}  # fmt: skip


def of_python_2(error: Error) -> Words | None:
    found = re.search(r"'dict' object has no attribute '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    return {"name": name, "typed": PYTHON_2[name]} if name in PYTHON_2 else None
