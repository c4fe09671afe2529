"""What can be read off an exception beyond its words: the conditions of the table of errors.

Each function takes an `Error` and returns the words that a sentence needs, or None where its
condition does not hold.
"""

from __future__ import annotations

import ast
import re

import numpy as np

from exercises.coach.calling.file_contents import tree_of
from exercises.coach.calling.raised import Frame
from exercises.coach.contracts import CARRIED, in_words
from exercises.coach.judging.errors.source import (
    BUILTINS,
    RETURNED,
    block_of,
    calls_handed_on,
    entries_handed_on,
    first_key,
    handed_on,
    has_set,
    in_each_others_place,
    names_set,
    nodes_of,
    parameters_of,
    second_of_pair,
)
from exercises.coach.judging.errors.table_row import NOTHING, Error, Words, header_around

# They are used by way of the module: `conditions.called`.
__all__: list[str] = []

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


def in_a_class(error: Error) -> Words | None:
    """Return the function of a class that the coach's own call did not fit, and the class."""
    found = re.match(r"(?P<cls>\w+)\.(?P<name>\w+)\(\) (?:takes|missing)", error.raised.message)
    is_it = found is not None and other_header(error) is not None
    return found.groupdict() if found is not None and is_it else None


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


def hides_a_builtin(error: Error) -> Words | None:
    """Return the name that is called where Python has a function of that name, which it hides."""
    found = re.match(r"(\w+)\(", error.marked.lstrip())
    name = found.group(1) if found else ""
    # Of `len(y)(...)` it is what `len` returns that is called.
    calls = [node for node in nodes_of(error.marked) if isinstance(node, ast.Call)]
    is_of_result = bool(calls) and isinstance(calls[0].func, ast.Call)
    return {"name": name} if name in BUILTINS and not is_of_result else None


def called(error: Error) -> Words | None:
    """Return what is called though it is not a function, as it stands in the line."""
    found = re.match(r"([A-Za-z_][\w.]*)\s*\(", error.marked.lstrip())
    if found is None:
        return None
    # Of `f(x)[0]()` it is the entry that is called, not `f`.
    calls = [node for node in nodes_of(error.marked.strip()) if isinstance(node, ast.Call)]
    is_it = not calls or ast.unparse(calls[0].func) == found.group(1)
    return {"called": found.group(1)} if is_it else None


def coefficients_called(error: Error) -> Words | None:
    """Return the name that `np.polyfit` gave its coefficients, where it is called."""
    found = called(error)
    name = found["called"] if found else ""
    is_it = name and re.search(
        rf"(?m)^[ \t]*{re.escape(name)}\s*=\s*np\.polyfit\(", error.raised.text
    )
    return {"called": name} if is_it else None


def is_called_by_the_coach(error: Error) -> Words | None:
    """Whether no line of the learner's made the call that failed."""
    return None if any(frame.function for frame in error.raised.frames) else NOTHING


def one_indexed(error: Error) -> Words | None:
    """Return the name that is indexed, and the one in its plural that the function has too."""
    found = re.match(r"([A-Za-z_]\w*)\[", error.marked.lstrip())
    many = f"{found.group(1)}s" if found else ""
    frames = error.raised.frames
    own = parameters_of(error.raised.text, frames[-1].function) if frames else ()
    return {"name": many[:-1], "many": many} if many in own else None


def enumerated_the_other_way(error: Error) -> Words | None:
    """Whether an entry is used as an index that `enumerate` gave in the second place."""
    found = re.search(r"\w\[(\w+)\]", error.marked)
    header = rf"\bfor\s+\w+\s*,\s*{found.group(1)}\s+in\s+enumerate\(" if found else ""
    return NOTHING if header and re.search(header, error.raised.text) else None


def last_index(error: Error) -> Words | None:
    """Return the last index of an axis that has entries, and its size."""
    found = re.search(r"index (\d+) is out of bounds for axis \d+ with size (\d+)",
                      error.raised.message)  # fmt: skip
    if found is None or int(found.group(2)) == 0:
        return None
    size = int(found.group(2))
    return {"last": str(size - 1), "size": str(size)}


def looped(error: Error) -> Words | None:
    """Return what the `for` on the line goes through: a name, or a call of `len`."""
    found = re.search(r"\bfor\s+(\w+)\s+in\s+([A-Za-z_][\w.]*|len\([^()]*\))\s*[:\])]", error.line)
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
    """Tell that shapes with a matrix among them do not fit in a product by `*`."""
    has_matrix = re.search(r"\(\d+,\d+\)", error.raised.message)
    return NOTHING if has_matrix and _multiplies(error.marked) else None


def _multiplies(formula: str) -> bool:
    """Whether the product in what Python marks may be what fails.

    In a sum a learning rate's or a number's product keeps the shape of the other factor.
    """
    tree = tree_of(formula.strip())
    (statement,) = tree.body if tree is not None and len(tree.body) == 1 else (None,)
    if not isinstance(statement, ast.Expr):
        return re.search(r"(?<!\*)\*(?!\*)", formula) is not None
    whole = statement.value
    nodes = [node for node in ast.walk(whole) if isinstance(node, ast.BinOp)]
    products = [node for node in nodes if isinstance(node.op, ast.Mult)]
    if not (isinstance(whole, ast.BinOp) and isinstance(whole.op, ast.Add | ast.Sub)):
        return bool(products)
    sides = ([node.left, node.right] for node in products)
    return not all(any(map(_is_factor, each)) for each in sides)


def _is_factor(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or ast.unparse(node) in ("lr", "eta", "learning_rate")


def works_on_the_start(error: Error) -> Words | None:
    """Tell that the array which a line changes in place was made of the start."""
    name = re.match(r"(\w+)", error.line.strip())
    made = name and rf"(?m)^[ \t]*{name[1]}\s*=.*\btheta_init\b"
    is_it = made and re.search(made, error.raised.text)
    return NOTHING if is_it or (name and name[1] == "theta_init") else None


def shapes(error: Error) -> Words | None:
    """Return the two shapes that do not fit, as Python names them."""
    found = re.search(r"shapes ((?:\([\d,]*\)\s*)+)", error.raised.message)
    shapes = re.findall(r"\([\d,]*\)", found.group(1)) if found else []
    if len(shapes) != 2:
        return None
    return {"one": shapes[0], "two": shapes[1]}


def is_own_raise(error: Error) -> bool:
    """Whether a learner's own `raise` made the error: it says what it says."""
    failed = r"is not defined|has no attribute|must derive|No active exception|is not callable"
    is_raise = any(re.match(r"raise\b", text) for text in (error.line, error.marked))
    return (
        is_raise and not re.search(failed, error.raised.message) and not error.is_a("SyntaxError")
    )


def hides_an_argument(error: Error) -> Words | None:
    """Return the argument that was a function until the learner's own line gave it a value."""
    found = called(error)
    name = found["called"] if found else ""
    is_argument = name in ("loss_fn", "grad_fn") and name in header_around(error)
    return {"name": name} if is_argument and _sets(error.raised.text, name) else None


def called_setter(error: Error) -> Words | None:
    """Return the method of an Axes that holds a value, as it stands in the line."""
    found = re.match(r"[^(]*?\.(set_\w+)\s*\(", error.marked.lstrip())
    return {"called": found.group(1)} if found else None


def joins_words(error: Error) -> Words | None:
    """Whether there is text with a letter in it, which no number can be made of, in the line."""
    texts = re.findall(r"'([^']*)'|\"([^\"]*)\"", error.raw)
    return NOTHING if any(re.search(r"[^\W\d]", one or other) for one, other in texts) else None


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
            is_many = name == f"{place}s"
            if (name in parameters and name != place) or is_many:
                return {
                    "line": str(frame.line), "name": name, "called": inner.function, "place": place,
                }  # fmt: skip
    return None


def function_passed_on(error: Error) -> Words | None:
    """Return a function that a call hands on where the called one takes something with entries."""
    known = error.question.exercise.functions if error.question is not None else {}
    for frame, inner in zip(error.raised.frames, error.raised.frames[1:], strict=False):
        parameters = _parameters_of_the_contract(error, inner)
        for place, name in zip(parameters, handed_on(frame.source, inner.function), strict=False):
            is_taken = re.search(rf"\b{place}\b", inner.source) is not None
            if is_taken and not place.endswith("_fn") and name in (*known, "loss_fn", "grad_fn"):
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


def whole_decomposition(error: Error) -> Words | None:
    """Return the name that holds all that `eig` or `eigh` returned, where an entry is sought."""
    sought = re.search(r"\b(?:max|min|sorted)\(\s*(\w+)\s*\)", error.marked)
    name = sought.group(1) if sought else ""
    made = rf"^[ \t]*{name}\s*=\s*np\.linalg\.(eigh?)\((?:[^()]|\([^()]*\))*\)\s*(?:#.*)?$"
    found = re.search(made, error.raised.text, re.MULTILINE) if name else None
    return {"name": name, "function": found.group(1)} if found else None


def condition_too_short(error: Error) -> Words | None:
    """Return the sizes of an array and of the condition that picks from it."""
    found = re.search(
        r"boolean index did not match indexed array along (?:axis|dimension) (\d+); "
        r"(?:size of axis|dimension) is (\d+) but .* is (\d+)", error.raised.message)  # fmt: skip
    return dict(zip(("axis", "size", "has"), found.groups(), strict=True)) if found else None


def key_without_quotes(error: Error) -> Words | None:
    """Return a name that stands as the key of a dict in what failed."""
    key = first_key(error.raised.text)
    return {"key": key} if key else None


def makes_a_set(error: Error) -> Words | None:
    """Tell that braces on the line make a set."""
    return NOTHING if has_set(error.raised.text) else None


def starred_header(error: Error) -> Words | None:
    """Return the stub's header, where the learner's function takes all arguments as one."""
    question, frames = error.question, error.raised.frames
    if question is None or not frames or frames[-1].function != question.function:
        return None
    starred = rf"^[ \t]*def\s+{question.function}\(\s*\*\w+\s*\)"
    found = re.search(starred, error.raised.text, re.MULTILINE)
    return {"due": question.contract.header} if found else None


def rest_of_the_stub(error: Error) -> Words | None:
    """Return what is left of the stub's `raise` behind a value."""
    found = re.search(r"\(\s*[\"']exercise \d: write \w+[\"']\s*\)\s*$", error.raw)
    return {"rest": found.group().strip()} if found else None


def _line_in_file(error: Error, node: ast.AST) -> str:
    """Return the number of a node's line, ``""`` where the failing line cannot be told there."""
    lines = [line.strip() for line in error.raised.text.split("\n")]
    if lines.count(error.raw.strip()) != 1:
        return ""
    first = error.number - lines.index(error.raw.strip()) - 1
    return str(first + node.lineno)  # type: ignore[attr-defined]


def uncalled(error: Error) -> Words | None:
    """Return the function of the exercise's that a name was given instead of its value."""
    found = re.match(r"([A-Za-z_]\w*)\[", error.marked.lstrip())
    known = error.question.exercise.functions if error.question is not None else {}
    for node in nodes_of(error.raised.text):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and found):
            continue
        line = _line_in_file(error, node)
        is_it = ast.unparse(node.targets[0]) == found.group(1) and node.value.id in known
        if is_it and line:
            return {"name": node.value.id, "given": found.group(1), "line": line}
    return None


def of_numpy(error: Error) -> Words | None:
    """Return the function of NumPy's that a message is about, as the line calls it."""
    called = error.raised.message.partition("(")[0]
    found = re.search(rf"\b(np\.(?:\w+\.)?{re.escape(called)})\(", error.marked)
    return {"name": found.group(1)} if found else None


# What beginners call the options of NumPy's functions.
OPTIONS = {"type": "dtype", "datatype": "dtype", "dtyp": "dtype", "ax": "axis", "dim": "axis",
           "axes": "axis", "degree": "deg", "n": "num"}  # fmt: skip


def near_option(error: Error) -> Words | None:
    """Return the option of NumPy's that another one stands for."""
    found = re.search(r"got an unexpected keyword argument '(\w+)'", error.raised.message)
    is_numpys = re.search(r"\bnp\.(?:\w+\.)?\w+\(", error.marked) is not None
    name = found.group(1) if found and is_numpys else ""
    return {"near": OPTIONS[name]} if name in OPTIONS else None


def pair_passed_on(error: Error) -> Words | None:
    """Return the function that returns two things, in a call that passes on both."""
    names = "|".join(RETURNED)
    for frame in error.raised.frames[:-1] or error.raised.frames:
        for node in nodes_of(frame.source):
            for each in node.args if isinstance(node, ast.Call) else ():
                called = ast.unparse(each.func) if isinstance(each, ast.Call) else ""
                # An error within it has another reason.
                is_inside = any(inner.function == called for inner in error.raised.frames)
                if re.fullmatch(names, called) and not is_inside:
                    first, second = RETURNED[called]
                    return {
                        "called": called, "first": first, "second": second, "line": str(frame.line),
                    }  # fmt: skip
    return None


def entry_passed_on(error: Error) -> Words | None:
    """Return the parameter that is taken apart in a line, and the entry that a call gives it."""
    if len(error.raised.frames) < 2:
        return None
    *_, caller, last = error.raised.frames
    text = error.raised.text
    entries = entries_handed_on(caller.source, last.function)
    block = block_of(text, last.function)
    # Made an array, a number is still one.
    changed = names_set(re.sub(r"(?m)^ *(\w+) = np\.(?:as)?array\(\1\b.*$", "", block))
    for name, given in zip(parameters_of(text, last.function), entries, strict=False):
        taken = rf"\b{name}\[[^\]]*\](?!\[)|\blen\({name}\)|\bin {name}\b|^{name}$"
        if given and name not in changed and re.search(taken, error.marked or error.line):
            return {
                "function": last.function, "name": name, "given": given, "line": str(caller.line),
            }  # fmt: skip
    return None


def not_seen_to_be_none(error: Error) -> Words | None:
    """Return an argument that is None in this call, and the `if` that ought to have replaced it."""
    question, frames = error.question, error.raised.frames
    if question is None or not frames or frames[-1].function != question.function:
        return None
    nodes = nodes_of(error.raised.text)
    for name in question.contract.parameters:
        default = question.contract.defaults.get(name, NOTHING)
        asked = [
            node
            for node in nodes
            if isinstance(node, ast.If)
            and re.search(rf"\b{name}\b|^None$|^'None'$", ast.unparse(node.test))
            and not re.search(rf"\b{name} (?:is|==) None|\bnot {name}\b", ast.unparse(node.test))
        ]
        inside = [n for test in asked for each in test.body for n in ast.walk(each)]
        stored = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        stored = [n for n in stored if n.id == name]
        is_used = re.search(rf"\b{name}\b", error.marked) is not None
        if is_used and stored and all(any(n is each for each in inside) for n in stored):
            line = _line_in_file(error, asked[0])
            if line and question.argument(name, default) is None:
                return {"name": name, "line": line}
    return None


def begun_as_none(error: Error) -> Words | None:
    """Return a name that has a None of its own, in the line that works with it."""
    given = [node for node in nodes_of(error.raised.text) if isinstance(node, ast.Assign)]
    for node in given:
        name, line = ast.unparse(node.targets[0]), _line_in_file(error, node)
        if ast.unparse(node.value) != "None" or not name.isidentifier() or not line:
            continue
        others = [each.value for each in given if ast.unparse(each.targets[0]) == name]
        # What a call has returned may be None too.
        is_clear = not any(isinstance(each, ast.Call) for each in others)
        if is_clear and re.search(rf"\b{name}\b", error.marked):
            begin = "a number"
            if re.search(rf"\b{name}\[", error.marked):
                begin = "a list, `[]`, or a dict, `{}`"
            elif re.search(rf"\b{name}\.(?:append|extend)\b", error.marked):
                begin = "a list, `[]`"
            return {"name": name, "line": line, "begin": begin}
    return None


def none_by_default(error: Error) -> Words | None:
    """Return a parameter of the learner's own that is None by default, and gets no other value."""
    text, due = error.raised.text, header_around(error)
    for node in nodes_of(text):
        if not isinstance(node, ast.arguments):
            continue
        named = zip(reversed(node.args), reversed(node.defaults), strict=False)
        for name in (each.arg for each, value in named if ast.unparse(value) == "None"):
            is_set = name in due or name in names_set(text)
            if not is_set and re.search(rf"\b{name}\b", error.marked):
                return {"name": name}
    return None


def beyond_a_list(error: Error) -> Words | None:
    """Return a list that is begun with entries, and is set at an index beyond the last."""
    found = re.match(r"(\w+)\[", error.line)
    for node in nodes_of(error.raised.text) if found else ():
        if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == found.group(1)):  # type: ignore[union-attr]
            continue
        is_filled = re.match(r"\[[^\]]+\] \* \w|\[.* for .* in ", ast.unparse(node.value))
        if is_filled and (line := _line_in_file(error, node)):
            return {"name": ast.unparse(node.targets[0]), "line": line}
    return None


def sorted_in_place(error: Error) -> Words | None:
    """Whether the line works with what a `sort` has returned, or with a name that got it."""
    if re.search(r"\.sort\(\)\s*(?:\[|\)|:|$)", error.raw):
        return NOTHING
    for node in nodes_of(error.raised.text):
        if isinstance(node, ast.Assign) and re.search(r"\.sort\(\)$", ast.unparse(node.value)):
            name = ast.unparse(node.targets[0])
            if name.isidentifier() and re.search(rf"\b{name}\b", error.marked):
                return NOTHING
    return None


def ends_in_a_comma(error: Error) -> Words | None:
    """Return a name in the line that a comma at the end of another line has made a tuple."""
    for node in nodes_of(error.raised.text):
        value = node.value if isinstance(node, ast.Assign) else None
        if not (isinstance(value, ast.Tuple) and len(value.elts) == 1):
            continue
        name, line = ast.unparse(node.targets[0]), _line_in_file(error, node)  # type: ignore[attr-defined]
        if name.isidentifier() and line and re.search(rf"\b{name}\b", error.marked):
            return {"name": name, "line": line}
    return None


def shape_in_a_formula(error: Error) -> Words | None:
    """Return the shape that is computed with as a whole."""
    found = re.search(r"(\b\w+\.shape)\s*[-+*/]|[-+*/]\s*(\b\w+\.shape)(?!\s*\[)", error.marked)
    return {"shape": found.group(1) or found.group(2)} if found else None


def names_of_the_loop(error: Error) -> Words | None:
    """Return how many names a loop has that takes the entries apart."""
    found = re.search(r"\bfor\s+\(?(\w+(?:\s*,\s*\w+)+)\)?\s+in\b", error.line)
    count = found.group(1).count(",") + 1 if found else 0
    is_marked = found is not None and error.marked.strip("() ") in (found.group(1), error.line)
    return {"names": in_words(count)} if is_marked else None


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


def minus_a_value(error: Error) -> Words | None:
    """Return minus a call that stands in the place of a function."""
    for frame, inner in zip(error.raised.frames, error.raised.frames[1:], strict=False):
        if not _parameters_of_the_contract(error, inner):
            continue
        found = re.search(r"[(,]\s*(-\s*(?:loss_fn|grad_fn|loss|grad)\([^()]*\))", frame.source)
        if found is not None and inner is error.raised.frames[-1]:
            return {"line": str(frame.line), "value": found.group(1)}
    return None


# What returns two things.
IN_PAIRS = ("gradient_descent", "fit", "lr_finder", "fit_power_law")


def pair_in_one(error: Error) -> Words | None:
    """Return the one name that was given both things which an exercise's function returns."""
    for node in nodes_of(error.raised.text):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        name, called = ast.unparse(node.targets[0]), ast.unparse(node.value.func)
        is_one = name.isidentifier() and called in IN_PAIRS
        if is_one and re.search(rf"\b{name}\b(?!\[)", error.marked):
            return {"name": name, "called": called}
    return None


def pair_exchanged(error: Error) -> Words | None:
    """Return the function whose two results got each other's names, where the line uses one."""
    known = error.question.exercise.functions if error.question is not None else {}
    for node in nodes_of(error.raised.text):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        target, called = node.targets[0], ast.unparse(node.value.func)
        if called not in RETURNED or called not in known:
            continue
        is_used = any(
            re.search(rf"\b{re.escape(ast.unparse(each))}\b", error.marked)
            for each in getattr(target, "elts", ())
        )
        if is_used and in_each_others_place(target, called):
            first, second = RETURNED[called]
            return {"called": called, "first": first, "second": second}
    return None


def second_for_first(error: Error) -> Words | None:
    """Return the name in the line that got the second thing that a function returns."""
    if error.question is None or not error.raised.frames:
        return None
    known = error.question.exercise.functions
    text = block_of(error.raised.text, error.raised.frames[-1].function)
    pairs = [pair for node in nodes_of(text) if (pair := second_of_pair(node)) is not None]
    for name, called in pairs:
        is_set_once = len(re.findall(rf"(?<![\w.]){name}\b[^=\n]*(?<![=!<>])=(?!=)", text)) == 1
        if called in known and is_set_once and re.search(rf"(?<![\w.]){name}\b", error.marked):
            first, second = RETURNED[called]
            return {"called": called, "first": first, "second": second, "name": name}
    return None


def decimal_comma(error: Error) -> Words | None:
    """Return a name in the line that a comma in its number has made a tuple."""
    for found in re.finditer(
        r"^[ \t]*(\w+)\s*=\s*(\d+),(\d+)\s*(?:#.*)?$", error.raised.text, re.M
    ):
        name, whole, part = found.groups()
        if re.search(rf"\b{name}\b", error.marked):
            return {"name": name, "typed": f"{whole},{part}", "meant": f"{whole}.{part}"}
    return None


def entry_for_index(error: Error) -> Words | None:
    """Return a loop's variable that is an entry, and is used as the index of one."""
    found = re.search(r"(\w+)\[(\w+)\]", error.marked)
    if found is None:
        return None
    values, i = found.groups()
    loop = rf"\bfor\s+{re.escape(i)}\s+in\s+{re.escape(values)}\s*:"
    return {"i": i, "values": values} if re.search(loop, error.raised.text) else None


def row_for_index(error: Error) -> Words | None:
    """Return a loop's variable that is a row of a matrix, and is used as an index of an array."""
    for i in re.findall(r"\w\[(\w+)\]", error.marked):
        found = re.search(rf"\bfor\s+{i}\s+in\s+([A-Za-z_]\w*)\s*:", error.raised.text)
        if found is not None:
            return {"i": i, "values": found.group(1)}
    return None


def taken_by_a_loop(error: Error) -> Words | None:
    """Return the name of a list or an array that a loop gives to its variable."""
    found = re.search(r"len\((\w+)\)|\b(\w+)\.(?:append|shape|size|T)\b", error.marked)
    name = (found.group(1) or found.group(2)) if found else ""
    nodes = nodes_of(error.raised.text)
    is_another = any(isinstance(n, ast.arg) and n.arg == name for n in nodes) or any(
        isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == name for n in nodes
    )
    loops = [n for n in nodes if isinstance(n, ast.For)]
    taken = [n for n in loops if name in {ast.unparse(each) for each in ast.walk(n.target)}]
    line = _line_in_file(error, taken[-1]) if name and is_another and taken else ""
    return {"name": name, "line": line} if line else None


def zipped_for_index(error: Error) -> Words | None:
    """Return a loop's variable that `zip` gives an entry, and is used as an index, and of what."""
    indices = {*re.findall(r"\w\[(?:\d+, *)?(\w+)\]", error.marked)}
    for node in nodes_of(error.raised.text):
        zipped = node.iter if isinstance(node, ast.For | ast.comprehension) else None
        if not (isinstance(zipped, ast.Call) and ast.unparse(zipped.func) == "zip"):
            continue
        names = getattr(node.target, "elts", ())  # type: ignore[attr-defined]
        for name, values in zip(names, zipped.args, strict=False):
            if ast.unparse(name) in indices:
                return {"i": ast.unparse(name), "values": ast.unparse(values)}
    return None


# What the dicts of Python 2 had.
PYTHON_2 = {"has_key": "key in d", "iteritems": "d.items()", "iterkeys": "d.keys()",
            "itervalues": "d.values()"}  # fmt: skip


def of_python_2(error: Error) -> Words | None:
    """Return what a dict had in Python 2 alone, and what to write for it."""
    found = re.search(r"'dict' object has no attribute '(\w+)'", error.raised.message)
    name = found.group(1) if found else ""
    return {"name": name, "typed": PYTHON_2[name]} if name in PYTHON_2 else None
