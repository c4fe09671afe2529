"""Names, modules and attributes that are not there: what is said, and what in the lines it rests on.

`UNDEFINED` is the part of the table of errors that is about them. The functions above it are its
conditions: each takes an `Error` and returns the words that a sentence needs, or None where its
condition does not hold.
"""

from __future__ import annotations

import ast
import re
import sys
from difflib import get_close_matches

import numpy as np

from exercises.coach.contracts import CARRIED, EXERCISES
from exercises.coach.judging.errors.source import (
    BUILTINS,
    KEYS,
    VERDICTS,
    block_of,
    names_set,
    nodes_of,
    parameters_of,
)
from exercises.coach.judging.errors.table_row import (
    GROWN,
    NOTHING,
    Entry,
    Error,
    Words,
    header_around,
)

__all__ = ["UNDEFINED"]

COMMENTED = re.compile(r"^[ \t]*#[ \t]*((?:import|from)[ \t].*)$", re.MULTILINE)
USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "math": "import math",
    "mpl": "import matplotlib as mpl",
    "matplotlib": "import matplotlib.pyplot as plt",
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
    "npt": "import numpy.typing as npt",
    **{name: f"from {module} import {name}" for module, names in (
        ("functools", ("lru_cache", "cache", "wraps")),
        ("collections", ("namedtuple", "deque", "Counter", "OrderedDict")),
        ("dataclasses", ("dataclass", "field")),
        ("numpy.typing", ("NDArray", "ArrayLike")),
        ("typing", (
            "List", "Tuple", "Dict", "Set", "Callable", "Optional", "Union", "Any", "Sequence", "Iterable",
            "Iterator", "Literal", "NamedTuple", "TypeVar",
        )),
    ) for name in names},
    **{name: f"import {name}" for name in ("functools", "collections", "typing", "logging", "argparse", "re", "json")},
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
    if not error.is_in_notebook:
        do = f"put `{USUAL[name]}` at the top of the file"
    elif ".ipynb" in error.raised.frames[-1].file:
        # A saved notebook's cells are all run, so none has that line.
        do = f"put `{USUAL[name]}` into a cell above this one"
    else:
        do = f"run the cell with `{USUAL[name]}`"
        # It is handed out as a comment, to be uncommented.
        do += ", without a `#` before it" * (name == "plt")
    return {"name": name, "do": do}


def of_numpy(error: Error) -> Words | None:
    name = _undefined(error)
    if not name or name.startswith("_") or name in ("loss", "grad"):
        return None
    if name in ("inv", "solve", "norm", "eig", "eigh", "eigvals", "eigvalsh", "lstsq", "pinv",
                "matrix_rank", "LinAlgError", "cond", "det", "qr", "svd"):  # fmt: skip
        return {"name": name, "full": f"np.linalg.{name}", "what": "functions"}
    kinds = (
        ("types", isinstance(getattr(np, name, None), type)),
        ("constants", name in ("e", "pi")),
    )
    what = next((kind for kind, holds in kinds if holds), "functions")
    return {"name": name, "full": f"np.{name}", "what": what} if hasattr(np, name) else None


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
    "print": "print", "list": "list", "float": "float", "int": "int", "lin": "np.linalg",
    "infinite": "np.inf", "infinity": "np.inf", "infty": "np.inf", "Infinity": "np.inf", "product": "np.prod",
    "cumproduct": "np.cumprod", "alltrue": "np.all", "sometrue": "np.any", "row_stack": "np.vstack",
}  # fmt: skip
# What other languages call it.
FOREIGN = {
    "disp": "print", "printf": "print", "fprintf": "print", "println": "print", "echo": "print",
    "length": "len", "numel": "len", "size_of": "len", "Math": "np",
    "xrange": "range", "unicode": "str", "basestring": "str", "num2str": "str", "strcat": "+",
    "paste": "str", "isempty": "len(...) == 0", "nrow": "len", "mod": "%", "rem": "%",
    "puts": "print", "raw_input": "input", "error": "raise", "cbind": "np.column_stack",
    "exists": "... is not None", "isnull": "... is None", "is_null": "... is None", "nargin": "... is None",
    "cout": "print", "rbind": "np.vstack", "horzcat": "np.column_stack", "vertcat": "np.vstack",
}  # fmt: skip
# Short names of theirs, only where they are called.
FOREIGN_CALLS = {
    "c": "np.array([...])", "t": ".T", "seq": "np.arange", "ln": "np.log", "console.log": "print",
    "System.out.println": "print", "System.out.print": "print", "subplot": "plt.subplot",
    "figure": "plt.figure", "gca": "plt.gca", "plot": "ax.plot", "contour": "ax.contour",
    "xlabel": "ax.set_xlabel", "ylabel": "ax.set_ylabel", "title": "ax.set_title",
    "set_xlabel": "ax.set_xlabel", "set_ylabel": "ax.set_ylabel", "set_title": "ax.set_title",
    "tight_layout": "figure.tight_layout", "subplots": "plt.subplots", "scatter": "ax.scatter",
    "legend": "ax.legend", "colorbar": "figure.colorbar", "axis": "ax.axis",
    "ncol": "X.shape[1]", "dim": "np.shape", "ndims": "np.ndim", "mldivide": "np.linalg.solve",
    "mtimes": "@",
}  # fmt: skip
LITERALS = {"true": "True", "false": "False", "none": "None", "null": "None", "nil": "None",
            "undefined": "None",
            "NULL": "None", "TRUE": "True", "FALSE": "False", "Float": "float", "double": "float",
            "Double": "float", "Int": "int"}  # fmt: skip
INFINITE = {"inf": "np.inf", "Inf": "np.inf", "infinity": "np.inf", "nan": "np.nan",
            "NaN": "np.nan", "NAN": "np.nan", "Infinity": "np.inf", "INF": "np.inf"}  # fmt: skip


def of_another_exercise(error: Error) -> Words | None:
    name, frames = _undefined(error), error.raised.frames
    is_its_own = any(frame.file == CARRIED.exercise.filename for frame in frames[-1:])
    if name != CARRIED.name or is_its_own:
        return None
    if error.question is not None and error.question.stem == CARRIED.stem:
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
    name, header = _undefined(error), header_around(error)
    for parameter, (what, names) in OTHER_NAMES.items():
        is_known = name in names or (len(name) > 2 and name.lower() in names)
        if is_known and parameter in header:
            return {"name": name, "known": parameter, "what": what}
    return None


def in_other_letters(error: Error) -> Words | None:
    """Return the one known name that has the same letters, or such as look like them."""
    name = _undefined(error)
    letters = _plain_letters(name)
    known = {each for each in _own_names(error) if _plain_letters(each) == letters}
    if any(f"'{each}'" in error.raised.message for each in known):
        # Python guesses that one itself.
        return None
    return {"known": known.pop()} if len(known) == 1 and letters and name not in known else None


def _plain_letters(name: str) -> str:
    """Return a name without underscores, in small letters, with one for those that look alike."""
    return name.replace("_", "").replace("I", "l").lower().translate(str.maketrans("10", "lo"))


def last_entry(error: Error) -> Words | None:
    """Return the array whose last entry is taken as in MATLAB, in brackets of either kind."""
    found = re.search(r"\b([A-Za-z_]\w*)[\[(][^\[\]()]*\bend\b", error.line)
    is_end = _undefined(error) == "end" and found is not None and found.group(1) not in BUILTINS
    return {"array": found.group(1)} if found and is_end else None


def entry_without_brackets(error: Error) -> Words | None:
    """Return the parameter θ and the number behind it, in a name that has no value."""
    found = re.fullmatch(r"(theta)_?(\d)", _undefined(error))
    is_it = found is not None and found.group(1) in _own_parameters(error)
    return {"known": found.group(1), "number": found.group(2)} if found and is_it else None


def for_forgotten(error: Error) -> Words | None:
    """Return the name of an entry, and of the list, in a list that is made in one line without `for`."""
    name = _undefined(error)
    found = name and re.search(rf"[\[(](?!.*\bfor\b).*\b{name}\b.*\sin\s+(\w+)\s*[\])]", error.line)
    is_own = found and found.group(1) in _own_names(error)
    return {"name": name, "values": found.group(1)} if found and is_own else None


def compared_for_a_value(error: Error) -> Words | None:
    """Whether the line is a comparison alone, with the name that has no value on its left."""
    found = re.match(r"\(?(\w+)(?:\s*,\s*\w+)*\)?\s*==(?!=)\s*[^=]+$", error.line)
    is_it = found is not None and f"'{found.group(1)}'" in error.raised.message
    return {"name": found.group(1)} if found and is_it else None


def of_another_language(error: Error) -> Words | None:
    name = _undefined(error)
    called = re.search(rf"\b{name}(?:\.\w+)*(?=\s*\()", error.line) if name else None
    if called is not None and called.group() in FOREIGN_CALLS:
        return {"name": called.group(), "typed": FOREIGN_CALLS[called.group()]}
    return {"name": name, "typed": FOREIGN[name]} if name in FOREIGN else None


def numpys_own(error: Error) -> Words | None:
    """Return what NumPy, or Python, calls a function that other languages call by this name."""
    found = re.search(
        r"module 'numpy(?:\.linalg)?' has no attribute '(\w+)'|"
        r"cannot import name '(\w+)' from 'numpy(?:\.linalg)?'", error.raised.message)  # fmt: skip
    name = (found.group(1) or found.group(2)) if found else ""
    module = "np.linalg" if found and ".linalg" in found[0] else "np"
    typed = NUMPYS_OWN.get(name, "")
    if (
        not typed
        and name.lower() != name
        and hasattr(np.linalg if "." in module else np, name.lower())
    ):
        typed = f"{module}.{name.lower()}"
    return {"name": name, "typed": typed} if typed else None


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


def _own_parameters(error: Error) -> tuple[str, ...]:
    """Return the parameters of the function that the line stands in, as the learner has them."""
    frames = error.raised.frames
    return parameters_of(error.raised.text, frames[-1].function) if frames else ()


def no_value_yet(error: Error) -> Words | None:
    # The learner's own header, where it can be read: it need not have the stub's names.
    name, header = _undefined(error), _own_parameters(error) or header_around(error)
    if not name or not header or _is_guessed(error):
        return None
    own = ", ".join(f"`{parameter}`" for parameter in header)
    words = "arguments are" if header[1:] else "only argument is"
    kept = ""
    if ".ipynb" in error.raised.frames[-1].file:
        kept = "; where Jupyter still has one, it is of a cell that is gone or was changed"
    return {"name": name, "own": f"{words} {own}", "kept": kept}


def _is_guessed(error: Error) -> bool:
    """Whether Python's guess at what was meant may be right: a function for a value is not."""
    found = re.search(r"Did you mean: '(\w+)'", error.raised.message)
    if found is None:
        return "Did you" in error.raised.message
    name, guess = _undefined(error), found.group(1)
    if re.search(rf"\b{name}\s*\(", error.line):
        return True
    known = error.question.exercise.functions if error.question is not None else {}
    is_taken_from = re.search(rf"\b{name}\s*[.\[]", error.line) is not None
    return not (guess in BUILTINS or (is_taken_from and guess in known))


def _nodes_around(error: Error) -> list[ast.AST]:
    """Return all nodes of the function that the line stands in; none where the file is no Python."""
    functions = [n for n in nodes_of(error.raised.text) if isinstance(n, ast.FunctionDef)]
    around = [n for n in functions if n.lineno <= error.number <= (n.end_lineno or 0)]
    return list(ast.walk(around[-1])) if around else []


def only_announced(error: Error) -> Words | None:
    """Return the line that has a colon behind the name and no value for it."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    for node in _nodes_around(error):
        if not (isinstance(node, ast.AnnAssign) and node.value is None and found):
            continue
        if ast.unparse(node.target) == found.group(1):
            return {"name": found.group(1), "typed": ast.unparse(node)}
    return None


def without_its_argument(error: Error) -> Words | None:
    """Return a name that a helper changes without having it, and the helper."""
    found = re.match(r"(\w+)\s*=(?!=).*\b\1\b", error.line)
    function = error.raised.frames[-1].function if error.raised.frames else ""
    is_helper = function not in ("", "<module>") and not header_around(error)
    is_it = found is not None and f"local variable '{found.group(1)}'" in error.raised.message
    return {"name": found.group(1), "function": function} if found and is_helper and is_it else None


def loops_over_itself(error: Error) -> Words | None:
    """Return the argument that holds all of what the loop's variable is one of."""
    found = re.match(r"for\s+(\w+)\s+in\s+\1\s*:", error.line)
    many = f"{found.group(1)}s" if found else ""
    return {"name": many[:-1], "many": many} if many in _own_parameters(error) else None


def changed_before_it_is_set(error: Error) -> Words | None:
    """Return the name whose value a line changes, and where its first one belongs."""
    found = re.match(r"(\w+)\s*([-+*/])=(?!=)", error.line)
    if found is None or f"local variable '{found.group(1)}'" not in error.raised.message:
        return None
    loops = [n for n in _nodes_around(error) if isinstance(n, ast.For | ast.While)]
    is_in_loop = any(loop.lineno <= error.number <= (loop.end_lineno or 0) for loop in loops)
    place = "the loop" if is_in_loop else "this line"
    return {"name": found.group(1), "sign": f"{found.group(2)}=", "place": place}


def only_under_conditions(error: Error) -> Words | None:
    """Return a name that lines under an `if` alone give a value, all of them above the line."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    nodes, name = _nodes_around(error), found.group(1) if found else ""
    branches = [n for n in nodes if isinstance(n, ast.If)]
    under = {each for n in branches for part in (*n.body, *n.orelse) for each in ast.walk(part)}
    stored = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    stored = [n for n in stored if n.id == name]
    is_so = bool(stored) and all(n in under and n.lineno < error.number for n in stored)
    return {"name": name} if is_so else None


def option_compared(error: Error) -> Words | None:
    """Return the option of a call that stands there with two equals signs."""
    name = _undefined(error)
    found = name and re.search(rf"[(,]\s*{name}\s*==[^=,()]+[,)]", error.line)
    return {"name": name} if found else None


def text_without_quotes(error: Error) -> Words | None:
    """Return a name where a drawing's text or colour belongs."""
    name = _undefined(error)
    takes_text = (
        rf"\b(?:set_[xy]label|set_title|suptitle|[xy]label|title)\(\s*{name}\s*[,)]|"
        rf"\b(?:color|c|label|marker|linestyle|ls|cmap)\s*=\s*{name}\s*[,)]"
    )
    return {"name": name} if name and re.search(takes_text, error.line) else None


def value_at_a_point(error: Error) -> Words | None:
    """Return a call that stands where `gradient_descent` takes a function."""
    message = error.raised.message
    found = re.search(r"name '(\w+)' is not defined|local variable '(\w+)'", message)
    name = (found.group(1) or found.group(2)) if found else ""
    functions = "loss_fn|grad_fn|loss|grad|mse_loss|mse_grad"
    handed = rf"\bgradient_descent\((?:[^()]*,)?\s*(-?\s*(?:{functions})\([^()]*\b{name}\b[^()]*\))"
    call = re.search(handed, error.line) if name else None
    is_plain = call is not None and "lambda" not in error.line[: call.start(1)]
    return {"value": call.group(1)} if call is not None and is_plain else None


def hides_a_function(error: Error) -> Words | None:
    """Return the name that is called where the function gives it a value elsewhere."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    if not name or not re.search(rf"(?<![\w.]){name}\s*\(", error.line):
        return None
    is_set_here = re.match(rf"\s*{name}\s*=[^=]", error.line) is not None
    is_known = name in BUILTINS or any(name in exercise.functions for exercise in EXERCISES)
    return {"name": name} if is_set_here or is_known else None


def braces_of_latex(error: Error) -> Words | None:
    """Return a name that stands in an f-string as LaTeX's index or power."""
    name = _undefined(error)
    is_there = name and re.search(rf"\b[fF][rR]?[\"'].*[_^]\{{{name}\}}", error.raw)
    return {"name": name} if is_there else None


def misspelt_statement(error: Error) -> Words | None:
    """Return the word of Python's own that the line's first word is nearly, which Python reads as a name."""
    name = _undefined(error)
    if not name or not re.match(rf"{name}\s*(?:$|\()", error.line):
        return None
    # Alone in its line it may be half a word.
    near = get_close_matches(name.lower(), ["return"], 1, 0.75 if "(" in error.line else 0.6)
    return (
        {"typed": name, "word": near[0]} if near and "Did you" not in error.raised.message else None
    )


def near_package(error: Error) -> Words | None:
    found = re.search(r"No module named '(\w+)", error.raised.message)
    name = found.group(1) if found else ""
    known = (
        "numpy",
        "matplotlib",
        "exercises",
        "math",
        "random",
        "typing",
        "functools",
        "itertools",
    )
    near = get_close_matches(name.lower(), known, 1, 0.7)
    return {"name": name, "near": near[0]} if near and near[0] != name else None


def in_linalg(error: Error) -> Words | None:
    found = re.search(r"module 'numpy' has no attribute '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    return {"name": name} if name and hasattr(np.linalg, name) else None


def imported_from_linalg(error: Error) -> Words | None:
    found = re.search(r"cannot import name '(\w+)' from 'numpy'", error.raised.message)
    return {"name": found.group(1)} if found and hasattr(np.linalg, found.group(1)) else None


def imported_from_elsewhere(error: Error) -> Words | None:
    """Return the usual import of a name that is asked of another module."""
    found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", error.raised.message)
    statement = USUAL.get(found.group(1), "") if found else ""
    is_other = found is not None and not statement.startswith(f"from {found.group(2)} ")
    return {"statement": statement} if statement and is_other else None


def nearly_imported(error: Error) -> Words | None:
    """Return the name of a library's module that is nearly the one which is imported from it."""
    found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", error.raised.message)
    module = found.group(2) if found else ""
    is_librarys = module.partition(".")[0] in ("numpy", "matplotlib", *sys.stdlib_module_names)
    is_there = is_librarys and module in sys.modules
    known = [each for each in dir(sys.modules[module]) if each[0] != "_"] if is_there else []
    near = get_close_matches(found.group(1), known, 1, 0.8) if found else []
    return {"name": found.group(1), "module": module, "near": near[0]} if found and near else None


def function_for_a_module(error: Error) -> Words | None:
    """Return a function that is imported as a module is, and the module that has it."""
    found = re.search(
        r"No module named '((?:numpy|matplotlib)[\w.]*)\.(\w+)'", error.raised.message
    )
    module = sys.modules.get(found.group(1)) if found else None
    is_there = found is not None and hasattr(module, found.group(2))
    return {"module": found.group(1), "name": found.group(2)} if found and is_there else None


def is_deleted(error: Error) -> Words | None:
    """Whether the function deletes the name that has no value."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    is_there = found and re.search(rf"\bdel\b[^\n]*\b{found.group(1)}\b", error.raised.text)
    return NOTHING if is_there else None


def is_imported_below(error: Error) -> Words | None:
    """Return a name that an import within the function gives its only value."""
    found = re.search(r"local variable '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    imported = re.search(rf"^[ \t]*(?:import|from)\b.*\b{name}\b", error.raised.text, re.MULTILINE)
    return (
        {"name": name} if name and imported and name not in names_set(error.raised.text) else None
    )


def hides_a_module(error: Error) -> Words | None:
    """Return the module whose name a function gives a value of its own."""
    found = re.search(r"local variable '(np|plt|math|numpy)'", error.raised.message)
    is_used = found and re.search(rf"\b{found.group(1)}\.", error.line)
    return {"name": found.group(1)} if found and is_used else None


def another_module(error: Error) -> Words | None:
    """Return a function that NumPy has, asked of math, or of any module by the name `np`."""
    found = re.search(r"module '(?!numpy)([\w.]+)' has no attribute '(\w+)'", error.raised.message)
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


def beside_the_parameter(error: Error) -> Words | None:
    """Return the parameters of the lambda at the mark, whose formula uses another name."""
    found = re.search(r"free variable '(\w+)'|name '(\w+)' is not defined", error.raised.message)
    frame = error.raised.frames[-1] if error.raised.frames else None
    if found is None or frame is None:
        return None
    name = found.group(1) or found.group(2)
    for node in nodes_of(frame.source):
        if not isinstance(node, ast.Lambda):
            continue
        own = [each.arg for each in node.args.args]
        inside = [each for each in ast.walk(node.body) if isinstance(each, ast.Name)]
        is_at_mark = any((n.id, n.col_offset) == (name, frame.start) for n in inside)
        if own and name not in own and is_at_mark:
            return {"name": name, "own": ", ".join(own)}
    return None


def one_of_many(error: Error) -> Words | None:
    """Return the parameter that holds all of what the name is one of, as `lrs` does for `lr`."""
    name = _undefined(error)
    many = f"{name}s"
    # `num_steps` is a number: there is nothing in it to take one of.
    is_many = bool(name) and many in _own_parameters(error) and many != "num_steps"
    return {"name": name, "many": many} if is_many else None


ABSENT = {
    "pd", "pandas", "sns", "seaborn", "scipy", "sp", "sklearn", "torch", "tf", "tensorflow", "jax",
    "jnp", "sympy", "tqdm", "trange", "plotly", "px", "numba", "njit", "jit", "sm", "symbols",
    "Symbol", "sympify", "lambdify", "derivative", "approx_fprime", "curve_fit", "linregress",
    "minimize", "optimize", "LinearRegression", "mean_squared_error", "PolynomialFeatures",
    "StandardScaler", "train_test_split", "nn", "optim", "Tensor",
}  # fmt: skip


def of_a_package(error: Error) -> Words | None:
    """Return the usual name of a package that is not there, where it is used like one."""
    name = _undefined(error)
    is_used = name in ABSENT and re.search(rf"\b{name}\s*[.(]|@\s*{name}\b", error.line)
    return {"name": name} if is_used else None


def of_this_file(error: Error) -> Words | None:
    """Whether the line imports a name from the file that it stands in."""
    found = re.match(r"\s*from\s+\.?(?:exercises\.)?(\w+)\s+import\b", error.raw)
    return NOTHING if found is not None and _is_own_file(error, found.group(1)) else None


def dot_for_product(error: Error) -> Words | None:
    """Return a name of the function's own that is taken for an attribute of a number."""
    found = re.search(
        r"'(?:int|float|numpy\.\w+)' object has no attribute '(\w+)'", error.raised.message
    )
    name = found.group(1) if found else ""
    known = {*header_around(error), *_own_parameters(error), *names_set(error.raised.text)}
    if error.question is not None:
        known |= set(error.question.exercise.functions)
    is_set_here = re.match(rf"(?:\w+\s*,\s*)*{name}\s*[,=]", error.line) is not None
    return {"name": name} if name in known and not is_set_here else None


def other_comment(error: Error) -> Words | None:
    """Return the sign before a word that is the line's last and stands for nothing else."""
    found = re.search(r"(?:\s|^)(%|//|--)\s+(\w+)\s*$", error.line)
    return {"sign": found.group(1)} if found and found.group(2) == _undefined(error) else None


def word_of_the_contract(error: Error) -> Words | None:
    name = _undefined(error)
    keys = {
        ast.unparse(key)
        for node in nodes_of(error.raised.text)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Name)
    }
    frames = error.raised.frames
    in_dict = bool(frames) and frames[-1].function in ("verify_rate", "compare")
    is_key = in_dict and name in KEYS and name in keys
    return {"name": name} if name in VERDICTS or is_key else None


def _known_names(error: Error) -> set[str]:
    """Return the names that are at hand in the line."""
    text = error.raised.text
    frames = error.raised.frames
    own = block_of(text, frames[-1].function) if frames else ""
    return {*header_around(error), *_own_parameters(error), *names_set(own)}


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
    # Of a short one, `lrs`, both halves are names by accident.
    for end in range(1, len(name) if len(name) > 3 else 1):
        if name[:end] in known and name[end:] in known:
            return {"name": name, "one": name[:end], "two": name[end:]}
    return None


def power_without_stars(error: Error) -> Words | None:
    """Return the known name and the number that an undefined one is made of."""
    # A longer one, as `theta1`, may well be a name.
    found = re.fullmatch(r"([A-Za-z])([2-4])", _undefined(error))
    is_known = found is not None and found.group(1) in _known_names(error)
    return {"known": found.group(1), "number": found.group(2)} if found and is_known else None


def transposed_name(error: Error) -> Words | None:
    """Return the array whose name with a T behind it has no value."""
    found = re.fullmatch(r"(\w+?)_?(?:T|t|trans|transpose|transposed)", _undefined(error))
    return {"array": found.group(1)} if found and found.group(1) in _own_names(error) else None


def rows_of_x(error: Error) -> Words | None:
    """Whether the name is usual for the number of examples, the rows of the argument X."""
    names = ("N", "n_samples", "num_samples", "n_examples", "n_rows", "m")
    name = _undefined(error)
    return {"name": name} if name in names and "X" in _own_parameters(error) else None


def letter_for_digit(error: Error) -> Words | None:
    """Return the digit that a letter looks like, where the letter is no name."""
    name = _undefined(error)
    if name in ("O", "o"):
        return {"letter": name, "meant": "the digit `0`"}
    is_one = name in ("l", "I") or (name == "le" and re.search(r"\ble-?\d", error.line))
    meant = "the digit `1`" + ", or `lr`," * (name == "l" and "lr" in header_around(error))
    return {"letter": name[0], "meant": meant} if is_one else None


def _own_names(error: Error) -> set[str]:
    """Return the names that the function around the line really has, where it can be read."""
    frames = error.raised.frames
    own = block_of(error.raised.text, frames[-1].function) if frames else ""
    return {*_own_parameters(error), *names_set(own)}


def other_case(error: Error) -> Words | None:
    """Return the one known name that differs in capitals alone; Python's own guess is left to it."""
    name = _undefined(error)
    known = [each for each in {*_own_names(error), *BUILTINS} if each.lower() == name.lower()]
    is_guessed = "Did you" in error.raised.message
    return {"known": known[0]} if len(known) == 1 and name not in known and not is_guessed else None


def without_a_dot(error: Error) -> Words | None:
    """Return NumPy's function whose name was written together with `np`."""
    found = re.fullmatch(r"np_?([a-z]\w+)", _undefined(error))
    is_there = found and callable(getattr(np, found.group(1), None))
    return {"full": f"np.{found.group(1)}"} if found and is_there else None


# Of drawing: what a keyword may be, for contours, for the Axes and for all else.
OF_CONTOURS = ("levels", "colors", "cmap", "linewidths", "linestyles", "alpha", "zorder", "extend",
               "norm", "vmin", "vmax", "origin", "extent")  # fmt: skip
OF_AXES = (
    "title",
    "xlabel",
    "ylabel",
    "xlim",
    "ylim",
    "xscale",
    "yscale",
    "aspect",
    "xticks",
    "yticks",
)
KEYWORDS = (
    "color", "linewidth", "linestyle", "marker", "markersize", "markerfacecolor", "label", "alpha",
    "zorder", "figsize", "nrows", "ncols", "squeeze", "sharex", "sharey", "layout", "fontsize",
    "edgecolors", "edgecolor", "facecolor", "angles", "scale_units", "scale", "width", "cmap",
    "constrained_layout", "markeredgecolor", "markevery", "rotation", "visible",
)  # fmt: skip


def near_keyword(error: Error) -> Words | None:
    """Return the keyword of Matplotlib's that is nearly the one in the line."""
    found = re.match(
        r"(Axes|QuadContourSet|ContourSet|TriContourSet|Line2D|PathCollection|Figure|Text|Legend|Quiver|"
        r"PolyCollection|QuadMesh|Annotation|FancyArrow|LineCollection)(?:\.\w+)?\(\) got an unexpected "
        r"keyword argument '(\w+)'", error.raised.message)  # fmt: skip
    if found is None:
        return None
    called, name = found.groups()
    known = OF_CONTOURS if "Contour" in called else OF_AXES if called == "Axes" else KEYWORDS
    if "Contour" in called and name in ("c", "colour", "colours"):
        return {"near": "colors"}
    near = get_close_matches(name.lower(), known, 1, 0.75)
    return {"near": near[0]} if near and near[0] != name else None


def of_an_exercise(error: Error) -> Words | None:
    """Return the exercise that an import of a module by another name means: another than this one."""
    meant = _exercise_meant(error)
    return None if meant is None or _is_own_file(error, meant["stem"]) else meant


def of_its_own_exercise(error: Error) -> Words | None:
    """Whether an import by another name means the exercise that it stands in."""
    meant = _exercise_meant(error)
    return NOTHING if meant is not None and _is_own_file(error, meant["stem"]) else None


def _is_own_file(error: Error, stem: str) -> bool:
    return bool(error.raised.frames) and error.raised.frames[-1].file.endswith(f"{stem}.py")


def _exercise_meant(error: Error) -> Words | None:
    message = error.raised.message
    found = re.search(r"No module named '(?:exercises\.)?ex(?:ercise)?_?(\d)[\w.]*'", message, re.I)
    if error.is_a("SyntaxError"):
        found = re.match(r"(?:from|import)\s[^#]*?\bex(?:ercise)?[_-]?(\d)", error.raw)
    if found is None and "attempted relative import" in message:
        found = re.search(r"\bex(\d)_", error.raw)
    stems = [each.stem for each in EXERCISES if found and each.number == int(found.group(1))]
    folder = re.search(
        r"cannot import name '(\w+)' from 'exercises'|No module named '(\w+)'$", message
    )
    taken = next(filter(None, folder.groups())) if folder else ""
    stems += [each.stem for each in EXERCISES if taken in each.functions]
    if not stems:
        return None
    name = re.search(r"\bimport\s+(\w+)", error.raw.partition("from")[2])
    return {"stem": stems[0], "name": name.group(1) if name else "..."}


# Letters of the Cyrillic and the Greek alphabet that look like one of the Latin alphabet.
LOOK_ALIKE = dict(
    zip("аеорсхуіАВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧΖοΥ", "aeopcxyiABEKMHOPCTXABEHIKMNOPTXZoY", strict=True)
)


def of_another_alphabet(error: Error) -> Words | None:
    """Return the letter of the line that only looks like one of the Latin alphabet, and its name.

    It stands in the name that has no value, or in one that is written the same way.
    """
    undefined = _undefined(error)
    for name in (*re.findall(r"'(\w+)'", error.raised.message), *sorted(_own_names(error))):
        letter = next((each for each in name if each in LOOK_ALIKE), "")
        written = "".join(LOOK_ALIKE.get(each, each) for each in name)
        if letter and written.isascii() and (name in error.raised.message or written == undefined):
            return {"letter": letter, "name": name, "latin": LOOK_ALIKE[letter]}
    return None


NAMES = ("NameError",)
ATTRIBUTES = ("AttributeError",)
UNDEFINED: tuple[Entry, ...] = (
    # What is no name, or not meant as one.
    Entry("The `{letter}` in `{name}` is of another alphabet, and only looks like `{latin}`: type it again.",
          (*NAMES, *ATTRIBUTES), when=of_another_alphabet),
    Entry("`gradient_descent` is exercise 1's function. Write the loop here, or {do}.", NAMES,
          when=of_another_exercise),
    Entry("A list gets an entry by its `append`: `{array}.append(...)`.", NAMES, line=GROWN),
    Entry("Python reads `<-` as less than minus: a name gets its value with `=`.", NAMES, line=r"^[\w.\[\], ]+<-"),
    Entry("Names have no `{word}` before them in Python.", NAMES, message="name '(?P<word>let|var|const)' is not defined"),
    Entry("If `{sign}` is to begin a comment: comments in Python begin with `#`.", NAMES, when=other_comment),
    Entry("Text needs quotes: `\"{name}\"`.", NAMES, when=word_of_the_contract),
    Entry("Text needs quotes: `\"{name}\"`.", NAMES, when=text_without_quotes),
    Entry("In this line `{value}` is a value at one point: pass a function that returns it.",
          ("NameError", "UnboundLocalError"), when=value_at_a_point),
    Entry("An option is given with a single `=`: `{name}=...`.", NAMES, when=option_compared),
    Entry("It is written `__name__`, with two underscores on each side.", NAMES, line=r"^if\s+_*name_*\s*=="),
    Entry("The type of a function is `Callable`, from `typing`; types may also be left out.", NAMES,
          message="name 'function' is not defined", line=r"[:>]\s*function\b"),
    Entry("The `{name}` of an {name}-string comes directly before the quotes, without brackets.", NAMES,
          message="name '(?P<name>f)' is not defined", line=r"\bf\(\s*\"\""),
    Entry("In an f-string curly brackets are filled in: those of LaTeX are doubled, `{{{{{name}}}}}`.", NAMES,
          when=braces_of_latex),
    Entry("A name cannot contain `-`: write `{known}`.", NAMES, when=dash_for_underscore),
    Entry("Python reads `{name}` as one name: a product needs its sign between `{one}` and `{two}`.", NAMES,
          when=product_without_sign),
    Entry("Python reads `{known}{number}` as one name: a power is written `{known}**{number}`, a product "
          "`{number} * {known}`.", NAMES, when=power_without_stars),
    Entry("There is no `self` outside a class: use the name after it alone.", NAMES, message="name 'self' is not defined"),
    Entry("Python has no `this`: use the name after it alone.", NAMES, message="name 'this' is not defined", line=r"\bthis\."),
    Entry("`==` compares: a name gets its value with a single `=`.", (*NAMES, "UnboundLocalError"), when=compared_for_a_value),
    Entry("A list that is made in one line needs its `for`: `[... for {name} in {values}]`.", NAMES, when=for_forgotten),
    Entry("The identity matrix is `np.eye(n)`, for n rows and columns.", NAMES, message="name 'I' is not defined",
          line=r"\bI\s*[-+]|[-+]\s*(?:\w+\s*\*\s*)?I\b"),
    # Imports and cells that have not been run; words of Python's own.
    Entry("Uncomment line {line}, near the top: `{statement}`.", NAMES, when=commented_import),
    Entry("`{name}` has not been imported: {do}.", NAMES, when=usual_import),
    Entry("Run the cell that defines `{name}` first.", NAMES, when=of_this_exercise),
    Entry("Write `{typed}`.", NAMES, when=literal),
    Entry("The parameter of this `lambda` is `{own}`, and its formula uses `{name}`, which has no value there.", NAMES,
          when=beside_the_parameter),
    Entry("No line that has run gives `{name}` a value: `for {name} in {many}` does, once for each of `{many}`.", NAMES,
          when=one_of_many),
    Entry("{what} is called `{known}` in this function.", NAMES, when=other_name),
    # Names of other languages and packages.
    Entry("The last entry has the index -1: `{array}[-1]`.", NAMES, when=last_entry),
    Entry("Python has no `{word}`: the indentation shows where a block ends.", NAMES,
          message=r"name '(?P<word>end(?:for|if|while|function)?|fi|done)' is not defined", line=r"^\w+;?$"),
    Entry("A power is written `**`: `x**2` is the square of x.", NAMES,
          message="name '(?:Math|sqr|sq|square|squared|cube|power|expt)'", line=r"\b(?:Math\.pow|sqr|sq|square|squared|cube|power|expt)\("),
    Entry("Python writes `{typed}` for `{name}`.", NAMES, when=of_another_language),
    Entry("`{name}` belongs to a package that is not there where your work is graded: there are NumPy, Matplotlib and the "
          "standard library.", NAMES, when=of_a_package),
    # The transpose, and names near to one that is there.
    Entry("Python writes `{matrix}.T` for the transpose.", NAMES, message=r"name 'T' is not defined",
          line=r"(?P<matrix>\b[A-Za-z_]\w*)\s*(?:\^|\*\*)\s*T\b"),
    Entry("A number with a power of ten is written in one piece: `2e-3` is 0.002.", NAMES,
          message=r"name '[eE]\d*' is not defined", line=r"\d\s*[-*]?\s*[eE]\s*[-+]?\s*\d"),
    Entry("A function without a name is written `lambda x: ...`.", NAMES, message="name 'function' is not defined",
          line=r"\bfunction\s*\("),
    Entry("This is a command of MATLAB's: delete it.", NAMES, message="name '(?:clc|clear|clearvars|hold|figure|close)'",
          line=r"^(?:clc|clear|clearvars|hold|figure|close)\s*(?:;|$)"),
    Entry("Python reads `{raised}` as the name `{name}`: write `{array}.T` for the transpose.", NAMES,
          when=raised_letter),
    Entry("If the transpose is meant: it is written `{array}.T`.", NAMES, when=transposed_name),
    Entry("Nothing is called `{name}` here. The number of rows of X is `len(X)`.", NAMES, when=rows_of_x),
    Entry("This is the letter `{letter}`: is it {meant} that you mean?", NAMES, when=letter_for_digit),
    Entry("Python tells capitals from small letters: is it `{known}` that you mean?", NAMES, when=other_case),
    Entry("Entry {number} of `{known}` is `{known}[{number}]`, counted from 0.", NAMES, when=entry_without_brackets),
    Entry("Is it `{known}` that you mean?", NAMES, when=in_other_letters),
    Entry("`{typed}` is not a word of Python's. Is it `{word}` that you mean?", NAMES, when=misspelt_statement),
    Entry("`while` repeats its lines as long as a condition holds: a loop over numbers begins with `for`.", NAMES,
          line=r"^while\s+\w+\s+in\s+range\b"),
    Entry("A dot is missing: `{full}`.", NAMES, when=without_a_dot),
    Entry("NumPy's {what} need their prefix: `{full}`.", NAMES, when=of_numpy),
    Entry("The dot in `{name}` is read as part of a name: write the product with `*`.", NAMES,
          message=r"name '(?P<name>\w*·\w*)' is not defined"),
    Entry("{what} is called `{known}` in this exercise.", NAMES, when=of_the_exercise),
    Entry("No line that has run gives `{name}` a value{kept}. This function's {own}.", NAMES,
          when=no_value_yet),
    # A name that the function itself gives a value, but has not yet.
    Entry("This function gives `{name}` a value of its own, and so `{name}` is not the function of "
          "that name anywhere in it. Give the value another name.", ("UnboundLocalError",),
          when=hides_a_function),
    Entry("This function imports `{name}` further down, and so `{name}` has no value before that line: put the "
          "import at the top of the file.", ("UnboundLocalError",), when=is_imported_below),
    Entry("This function gives `{name}` a value of its own, and so `{name}` is not the module of that "
          "name anywhere in it. Give the value another name.", ("UnboundLocalError",),
          when=hides_a_module),
    Entry("`del {name}` takes the name `{name}` away: nothing can be done with it below that line.",
          ("UnboundLocalError",), message=r"local variable '(?P<name>\w+)'",
          when=is_deleted),
    Entry("`{typed}` gives `{name}` no value: a name gets its value with `=`.", ("UnboundLocalError",), when=only_announced),
    Entry("The loop asks for `{name}` before it has a value: loop over `{many}`.", ("UnboundLocalError",),
          when=loops_over_itself),
    Entry("`{sign}` changes the value that `{name}` has, and it has none yet: give it its first one above {place}.",
          ("UnboundLocalError",), when=changed_before_it_is_set),
    Entry("Only lines under an `if` give `{name}` a value, and none of them has run in this call: give it one in "
          "every case.", ("UnboundLocalError",), when=only_under_conditions),
    Entry("`{name}` in `{function}` is a name of its own, without a value so far: let `{function}` take it as an argument, "
          "or give it its first value above this line.", ("UnboundLocalError",), when=without_its_argument),
    Entry("This function gives `{name}` a value only in a line that has not run yet. Give it its "
          "first value above this line.", ("UnboundLocalError",),
          message=r"local variable '(?P<name>\w+)'"),
    Entry("The function around this line gives `{name}` a value only in a line that has not run yet.", NAMES,
          message=r"free variable '(?P<name>\w+)'"),
    # Imports that fail.
    Entry("NumPy is imported with `import numpy as np`.", ("ImportError",),
          message=r"No module named '(?:np|numpy\.np)'|cannot import name '(?:np|numpy)' from 'numpy'"),
    Entry("Pyplot is imported with `import matplotlib.pyplot as plt`.", ("ImportError",),
          message=r"No module named '(?:matplotlib\.p\w+|pyplot|plt|pylot)'|cannot import name 'plt' from 'matplotlib'"),
    Entry("The function of another exercise is imported with `from exercises.{stem} import {name}`.",
          ("ImportError", "SyntaxError"), when=of_an_exercise),
    Entry("What this file defines is there without an import: delete the line.", ("ImportError", "SyntaxError"),
          when=of_its_own_exercise),
    Entry("`{name}` is Python's own, and there without an import: delete it from this line.", ("ImportError",),
          message=r"cannot import name '(?P<name>list|dict|tuple|set|int|float|str|bool|type|object|print|len|abs|max|min|sum|range)'"),
    Entry("It is in another module: `{statement}`.", ("ImportError",), when=imported_from_elsewhere),
    Entry("`typing` has no type for arrays: it is `np.ndarray`, and types may also be left out.", ("ImportError",),
          message=r"cannot import name '(?:[Nn]d)?[Aa]rray' from 'typing'"),
    Entry("`{module}` has no `{name}`: is it `{near}` that you mean?", ("ImportError",), when=nearly_imported),
    Entry("It is in NumPy's part for linear algebra: `from numpy.linalg import {name}`.", ("ImportError",),
          when=imported_from_linalg),
    Entry("`google.colab` is in Colab alone, and no exercise needs it: delete the lines that use it.", ("ImportError",),
          message=r"No module named 'google(?:\.colab)?'", line=r"\bgoogle(?:\.| import )colab\b"),
    Entry("`{name}` is not a module of its own: write `from {module} import {name}`.", ("ModuleNotFoundError",),
          when=function_for_a_module),
    Entry("Is it `{near}` that you mean?", ("ModuleNotFoundError",), when=near_package),
    Entry("This file imports from itself: delete the line. What is defined in a file is there without "
          "an import.", ("ImportError",), when=of_this_file),
    Entry("{file}.py imports this file, and this file imports it, so that each waits for the other: let only one of the "
          "two import.", ("ImportError",), message=r"from partially initiali.ed module '(?:exercises\.)?(?P<file>ex\d_\w+)'"),
    Entry("`{name}` was not found in {file}.py: compare it with the name there.", ("ImportError",),
          message=r"cannot import name '(?P<name>\w+)' from '(?:exercises\.)?(?P<file>ex\d_\w+)'"),
    # What a module, an Axes or a figure does not have.
    Entry("`plt` is `matplotlib.pyplot`: write `import matplotlib.pyplot as plt`.", ATTRIBUTES,
          message=r"module 'matplotlib' has no attribute"),
    Entry("It is in NumPy's part for linear algebra: `np.linalg.{name}`.", ATTRIBUTES,
          when=in_linalg),
    Entry("A row of whole numbers is written `range(a, b)`, and ends before b.", ATTRIBUTES,
          message="'float' object has no attribute", line=r"\d\.\.\w"),
    Entry("`{name}` is a name of its own, and a dot does not join the two: a product is written with `*`, a "
          "pair with a comma.", ATTRIBUTES, when=dot_for_product),
    Entry("It is pyplot's: `plt.{name}`.", ATTRIBUTES,
          message=r"module 'numpy' has no attribute '(?P<name>subplots?|figure|plot|show|gca|gcf|contourf?|legend|[xy]label|savefig)'"),
    Entry("NumPy has no `{name}`: write `{typed}`.", (*ATTRIBUTES, "ImportError"), when=numpys_own),
    Entry("`{name}` is one of NumPy's functions, and `{module}` in this line is the module `{other}`.",
          ATTRIBUTES, when=another_module),
    Entry("For an Axes it is `set_{name}`; `plt.{name}` is for the current figure.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute '(?P<name>[xy]label|title|[xy]lim|[xy]scale|[xy]ticks)'"),
    Entry("An Axes has `set_xlabel` and `set_ylabel`, one for each direction.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute '(?:set_)?la(?:be|bl|ble)ls?'"),
    Entry("`plt` has `{name}`, without `set_`; an Axes has `set_{name}`.", ATTRIBUTES,
          message=r"module 'matplotlib\.pyplot' has no attribute 'set_(?P<name>[xy]label|title|[xy]lim|[xy]scale|[xy]ticks)'"),
    Entry("A figure's title is `suptitle`; `set_title` is for an Axes.", ATTRIBUTES,
          message=r"'Figure' object has no attribute '(set_)?title'"),
    Entry("`{name}` is not a module here: a line of yours gives that name another value. Give the value "
          "another name, and import `{name}` again.", ATTRIBUTES, message=r"^'\w+' object has no attribute",
          marked=r"^\s*(?P<name>np|plt|math)\.\w+$"),
    Entry("A Figure holds the Axes, and the Axes is what is drawn on: `figure, ax = plt.subplots()` "
          "gives both.", ATTRIBUTES,
          message=r"'Figure' object has no attribute '(plot|contourf?|scatter|quiver|annotate|"
                  r"set_[xy]label|set_[xy]lim|fill|arrow|pcolormesh|tricontourf?)'"),
    Entry("Matplotlib spells it `color`, without a u.", ("AttributeError", "TypeError"),
          message=r"^(?!\w*Contour).*unexpected keyword argument '\w*colour\w*'"),
    Entry("Matplotlib has no such keyword here: is it `{near}` that you mean?", ("AttributeError", "TypeError"),
          when=near_keyword),
    # Where nothing else is known.
    Entry("No line above this one gives `{name}` a value.", NAMES, when=of_no_line),
)  # fmt: skip
