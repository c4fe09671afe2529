"""Python's own errors in the coach's words: one short sentence beside Python's message.

`TABLE` is data: what must hold (the exception's type, a pattern on Python's message, on the line
that failed, on what Python marks in it, on the source around it) and what is then said. The first
row whose every condition holds speaks; where none does, Python's words stand alone. A sentence is
true wherever its conditions hold, says the next thing to do, and leaves the answer to the learner.

The patterns allow for the wordings of Python 3.11 to 3.14 and of NumPy 1.26 to 2.x.
"""

from __future__ import annotations

import re

from exercises.coach.calling.observe import Raised
from exercises.coach.judging.errors import conditions
from exercises.coach.judging.errors.name_errors import UNDEFINED
from exercises.coach.judging.errors.syntax_errors import UNREADABLE
from exercises.coach.judging.errors.table_row import GROWN, Entry, Error
from exercises.coach.judging.question import Question

__all__ = ["TABLE", "explained"]


def explained(raised: Raised, question: Question | None = None) -> str:
    """Return the coach's sentence about an exception, ``""`` where it has none."""
    error = Error(raised, question)
    if conditions.is_own_raise(error):
        # A learner's own `raise` says what it says.
        return ""
    told = (entry.about(error) for entry in TABLE)
    return next((words for words in told if words is not None), "")


TYPES = ("TypeError",)
VALUES = ("ValueError",)
ATTRIBUTES = ("AttributeError",)
INDICES = ("IndexError",)
CASTS = ("UFuncTypeError", "_UFuncOutputCastingError", "UFuncOutputCastingError")
FUNCTIONS = r"'(?:function|method|builtin_function_or_method|ufunc|numpy\.ufunc|numpy\._ArrayFunctionDispatcher|type)'"
AXES = r"'(?:Axes|AxesSubplot)' object"
EMPTY = (
    r"attempt to get arg\w+ of an empty sequence|zero-size array to reduction operation|"
    r"\b(?:min|max)\(\) (?:arg|iterable argument) is (?:an )?empty"
)

# Calls: with which arguments, in which order, and what is called or passed that is no function.
CALLS = (
    Entry("In line {line} `{name}` is passed to `{called}` in the place of `{place}`: compare the order of "
          "the arguments with the stub's header.", (*TYPES, *VALUES, *ATTRIBUTES, *INDICES),
          when=conditions.in_anothers_place),
    Entry("`{name}` is a class here: write a function, `def {name}(...):`, without `self`.", TYPES,
          message=r"^(?:[\w.<>]+\.)?(?P<name>\w+)\(\) takes no arguments$"),
    Entry("In line {line} `{value}` is passed, which is a value: pass the function itself, `{name}`.", TYPES,
          message="object is not callable", when=conditions.value_for_function),
    Entry("In line {line} `{value}` is passed, which is a value: pass a function that returns minus the value.", TYPES,
          message="object is not callable", when=conditions.minus_a_value),
    Entry("`{name}` is inside the class `{cls}`, whose functions get `self` first: write it without a class.", TYPES,
          when=conditions.in_a_class),
    Entry("Keep the stub's header: `def {due}:`.", TYPES, when=conditions.other_header),
    Entry("Keep the stub's header: `def {due}:`. A star makes a tuple of all arguments.", TYPES, message="'tuple'",
          when=conditions.starred_header),
    Entry("The rest of the stub's line is left: delete `{rest}`.", TYPES, message="object is not callable",
          line=r'\(""\)\s*$', when=conditions.rest_of_the_stub),
    Entry("`{called}` was called with theta alone there, without X and y: pass on a function of theta "
          "alone that calls it.", TYPES, when=conditions.theta_alone),
    Entry("The stub's header is `{due}`: compare it with the arguments in this line.", TYPES,
          when=conditions.of_the_contract),
    Entry("`{called}` is a function of theta alone: give it one argument.", TYPES,
          message=r"\b(?P<called>loss_fn|grad_fn)\(\) (?:takes|missing|got)"),
    Entry("A number directly before a bracket is read as a call: write the product with `*`.",
          TYPES, message=r"'(int|float|complex)' object is not callable", marked=r"^[\s(]*\d[\d.]*\s*\)?\s*\("),
    Entry("`key=...` takes a function, which says of each entry what is compared.", TYPES,
          message="object is not callable", marked=r"\b(?:min|max|sorted|sort)\(.*\bkey\s*="),
    Entry("`{name}` is a value of yours here, which hides Python's own `{name}`: give yours another "
          "name.", TYPES, message="object is not callable", when=conditions.hides_a_builtin),
    Entry("`{called}` holds the coefficients that `np.polyfit` found: `np.polyval({called}, ...)` gives the values "
          "of that line.", TYPES, message=r"'numpy\.ndarray' object is not callable", when=conditions.coefficients_called),
    Entry("`{name}` is a function at first, and this function of yours gives the name `{name}` "
          "another value: give that value a name of its own.", TYPES,
          message="object is not callable", when=conditions.hides_an_argument),
    Entry("`{called}` is a method: somewhere a value was given to it with `=`. It is called, with its "
          "argument in round brackets.", TYPES, message="'(str|tuple|list)' object is not callable",
          when=conditions.called_setter),
    Entry("`{axes}.title` is the title's own object: write `{axes}.set_title(...)`.", TYPES,
          message="'Text' object is not callable", marked=r"(?P<axes>[\w.\[\], ]+)\.title\s*\("),
    Entry("`{matrix}.T` is not a function: write it without brackets, and `@` before what it multiplies.", TYPES,
          message=r"'numpy\.ndarray' object is not callable", marked=r"(?P<matrix>[\w.]+)\.T\s*\("),
    Entry("`np.c_` and `np.r_` take square brackets.", TYPES, message="'[CR]Class' object is not callable"),
    Entry("`{called}` is an array, and round brackets call a function. An entry is taken with square "
          "brackets, a product is written with `*`.", TYPES,
          message=r"'numpy\.ndarray' object is not callable", when=conditions.called),
    Entry("`{called}` is a number, and round brackets call a function: leave them out, or write `*` before them "
          "for a product.", TYPES, message=r"'(int|float|complex|numpy\.(float|int)\d+)' object is not callable", when=conditions.called),
    Entry("`{called}` is a {kind}, and round brackets call a function. An entry is taken with square "
          "brackets.", TYPES, message=r"'(?P<kind>list|tuple|dict)' object is not callable",
          when=conditions.called),
    Entry("Two brackets side by side are read as a call: write the product with `*`.", TYPES,
          message=r"object is not callable", marked=r"\)\s*\("),
    Entry("Round brackets call a function, and they come behind a {kind} here: an entry is taken with square brackets.", TYPES,
          message=r"'(?P<kind>list|tuple|dict)' object is not callable", marked=r"[\]})]\s*\("),
    Entry("`len` takes one thing and counts its entries, the rows of a matrix: the number of its columns is `.shape[1]`.", TYPES,
          message=r"^len\(\) takes exactly one argument \([2-9]"),
    Entry("Round brackets call a function, and they come behind a number here: leave them out, or write `*` before "
          "them for a product.", TYPES, message=r"'(int|float|complex|numpy\.(float|int)\d+)' object is not callable"),
    Entry("`{called}` is a module: call one of its functions, after a dot.", TYPES,
          message="'module' object is not callable", when=conditions.called),
    Entry("`None` is not a function: write it without brackets.", TYPES,
          message="'NoneType' object is not callable", marked=r"\bNone\s*\("),
    Entry("`{called}` is None here, and round brackets call a function.", TYPES,
          message="'NoneType' object is not callable", when=conditions.called),
    Entry("The `lambda` has to call the function: `{minus}({x})`.", TYPES,
          message=rf"bad operand type for unary -: {FUNCTIONS}", marked=r"^(?P<minus>-\s*\w+)$",
          line=r"\blambda\s+(?P<x>\w+)\s*:\s*-"),
    Entry("A minus before a function makes no new one: write a function, or a `lambda`, that returns minus "
          "the value.", TYPES, message=rf"bad operand type for unary -: {FUNCTIONS}"),
    Entry("`|` does not join a type and a text: write the whole hint in quotes, or none of it.", TYPES,
          message=r"unsupported operand type\(s\) for \|: (?:'type' and 'str'|'str' and 'type')"),
    Entry("A hint joins types with `|`, and one of these is none: the type of an array is `np.ndarray`, that "
          "of a function is `Callable`, from `typing`.", TYPES, message=r"unsupported operand type\(s\) for \|:",
          line=r"^(?:async\s+)?def\b|^\w+\s*:"),
    Entry("`{name}` is a function, and line {line} calls it nowhere: give `{given}` what it returns, with its "
          "arguments in round brackets.", TYPES, message=rf"{FUNCTIONS} object is not subscriptable", when=conditions.uncalled),
    Entry("There is a function where a number is needed: call it, with its argument in round "
          "brackets.", TYPES, message=rf"unsupported operand.*{FUNCTIONS}|bad operand.*{FUNCTIONS}|"
          rf"not supported between.*{FUNCTIONS}|not {FUNCTIONS}$|type function which has no"),
    Entry("A function is called with round brackets, not with square ones.", TYPES,
          message=rf"{FUNCTIONS} object is not subscriptable|type '\w+' is not subscriptable"),
    Entry("Python differentiates no function: write down its derivative, worked out on paper.", ATTRIBUTES,
          message=r"'(?:function|float|int|numpy\.\w+)' object has no attribute '(?:grad|gradient|backward|diff|deriv|"
          r"derivative|prime)'"),
    Entry("It is a function: its result comes with round brackets, `name(...)`.", (*ATTRIBUTES, *TYPES),
          message=rf"{FUNCTIONS} object has no attribute '(?!__)|cannot unpack non-iterable (?:function|method|builtin)"),
    Entry("A hint for what is in it has square brackets: `{kind}[{of}]`.", TYPES, message="'type' object is not iterable",
          line=r"\b(?P<kind>list|tuple|dict|set)\((?P<of>\w+)\)"),
    Entry("It is a function: loop over what it returns, by calling it.", TYPES,
          message=rf"{FUNCTIONS} object is not iterable|object of type {FUNCTIONS} has no len"),
    Entry("Python's own `{name}` has no `axis`; NumPy's has: `np.{name}`.", TYPES,
          message=r"^(?=.*'axis')(?=.*keyword argument).*\b(?P<name>max|min|sum)\(\)"),
    Entry("`list` without brackets is the type itself: an empty list is `[]`.", TYPES,
          message=r"descriptor '\w+' for 'list' objects doesn't apply|unbound method list\.\w+\(\) needs an argument"),
    Entry("`{name}` takes all x and all y, as two arguments: they are the columns of the path.", TYPES,
          message=r"\b(?P<name>scatter|fill_between|bar)\(\) missing 1 required positional argument: '(?:y|y1|height)'"),
    Entry("The argument of `{name}` may have another name: pass it without one, `{name}({given})`.", TYPES,
          message=r"got an unexpected keyword argument '(?P<key>\w+)'",
          line=r"\b(?P<name>loss_fn|grad_fn)\(\s*\w+\s*=\s*(?P<given>[\w.\[\]]+)\s*\)"),
    Entry("`append` needs what it is to add, in its brackets.", TYPES, message=r"append\(\) takes exactly one argument \(0"),
    Entry("Decimals come after a point, not after a comma: `{whole}.{part}`.", TYPES,
          message=r"takes exactly one argument \(2 given\)", line=r"\(\s*(?P<whole>\d+),(?P<part>\d+)(?![\d.])"),
    Entry("`append` takes one thing: put a pair into brackets of its own.", TYPES,
          message=r"append\(\) takes exactly one argument"),
    Entry("`insert` takes a place and a value; `append`, with the value alone, adds it at the end.", TYPES,
          message=r"\binsert expected 2 arguments, got 1"),
    Entry("`pow` with three numbers divides by the third and gives the rest: a power takes two.", TYPES,
          message=r"pow\(\) 3rd argument"),
    Entry("`extend` takes one list: put its values into square brackets.", TYPES,
          message=r"extend\(\) takes exactly one argument \([2-9]"),
    Entry("`{prompt}` is the prompt of a notebook: copy the line without it.", (*TYPES, *INDICES, "NameError", "KeyError"),
          line=r"^(?P<prompt>(?:In|Out) ?\[\s*\d*\s*\]:)"),
    Entry("This `lambda` has no parameter: it comes before the colon, `lambda x: ...`.", TYPES,
          message=r"<lambda>\(\) takes 0 positional arguments"),
    Entry("The `lambda` that is passed there has more parameters than the one argument with which it is called.", TYPES,
          message=r"<lambda>\(\) missing \d+ required positional"),
    Entry("`np.{name}` takes a shape: a whole number, or several of them in round brackets.", TYPES,
          message=r"expected a sequence of integers|missing required argument 'shape'|^'(?!str).*object cannot be interpreted as an integer",
          marked=r"^(?:\w+\s*=\s*)?np\.(?P<name>zeros|ones|empty)\("),
    Entry("NumPy calls this option `{near}`.", TYPES, when=conditions.near_option),
    Entry("`sorted` takes the values alone; what decides their order comes as `key=...`.", TYPES,
          message="sorted expected 1 argument"),
    Entry("`{kind}` hands out its entries one at a time: make a list of them first, with `list(...)`.",
          (*TYPES, *ATTRIBUTES),
          message=r"'(?P<kind>zip|map|filter|enumerate|reversed|dict_keys|dict_values|dict_items|generator)'"
                  r"(?: object)? (?:is not subscriptable|has no)"),
    Entry("`@{name}` cannot keep results for arrays or lists: delete that line.", TYPES,
          message=r"unhashable type: '(?:numpy\.ndarray|list)'", line=r"@\s*(?:functools\.)?(?P<name>\w*cache)\b"),
    Entry("There is no such file where the tests run, and none is needed: no exercise reads or writes one.",
          ("FileNotFoundError",), message="."),
    Entry("`{called}` needs one argument more than it gets in this line.", TYPES,
          message=r"^(?:\w+\.)?(?P<called>\w+)\(\) (?:missing 1 required positional argument|"
                  r"takes from 2 to \d+ positional arguments but 1 was given)"),
    Entry("`{name}` is called in the place of the function that it decorates: let it take all arguments and pass "
          "them on, with `*args`.", TYPES, message=r"<locals>\.(?P<name>\w+)\(\) (?:takes|missing)",
          when=conditions.is_called_by_the_coach),
    Entry("`{name}()` starts a debugger, which waits for somebody to type: delete the line when you are done.",
          ("BdbQuit", "OSError", "EOFError"), text=r"\b(?P<name>breakpoint|\w+\.set_trace)\("),
    Entry("`input()` waits for somebody to type, and nobody does here: remove the call.",
          ("OSError", "EOFError", "StdinNotImplementedError"), line=r"\binput\("),
)  # fmt: skip

# Two values where one is meant, and the pair that a function returns.
PAIRS = (
    Entry("`{name} = {typed}` makes a tuple of two numbers: decimals come after a point, `{meant}`.", TYPES,
          message="tuple|sequence", when=conditions.decimal_comma),
    Entry("`{called}` returns {first} first and {second} second: the names that get them are the other way round.",
          (*TYPES, *VALUES, *ATTRIBUTES, *INDICES), when=conditions.pair_exchanged),
    Entry("`{called}` returns {first} first and {second} second: `{name}` is {second}.", (*TYPES, *VALUES),
          message="list|truth value|sequence|inhomogeneous", when=conditions.second_for_first),
    Entry("`{called}` returns two things, {first} and {second}, and in line {line} both are passed on: take the one "
          "that you need, with `[0]` or `[1]`.", (*TYPES, *VALUES), when=conditions.pair_passed_on),
    Entry("In line {line} `{function}` gets the single number `{given}`, and it goes through the entries of `{name}`.",
          ("TypeError", "IndexError"), when=conditions.entry_passed_on,
          message=r"'(int|float|numpy\.(float|int)\d+)' object is not (subscriptable|iterable)|invalid index to scalar|"
          r"array is 0-dimensional|object of type '(int|float|numpy\.\w+)' has no len|len\(\) of unsized"),
    Entry("`{name}` holds both things that `{called}` returns: take them apart, with two names on the left of `=`.",
          (*TYPES, *VALUES, *ATTRIBUTES), message="tuple|inhomogeneous", when=conditions.pair_in_one),
)  # fmt: skip

# Numbers, lists and text in the place of each other: in arithmetic, as a count, as an index.
NUMBERS = (
    Entry("`np.gradient` takes differences of neighbouring entries of an array: it differentiates no function.", TYPES,
          message="can't multiply sequence|not supported between|unsupported operand|invalid number of arguments",
          line=r"\bnp\.gradient\("),
    Entry("Where none of its conditions holds, `np.select` gives 0, which does not go with text: add `default=\"...\"`.",
          TYPES, message="^Choicelist and default"),
    Entry("`np.{name}` takes no generator: put square brackets around `... for ... in ...`.", TYPES,
          message="unsupported operand.*'generator'", line=r"\bnp\.(?P<name>\w+)\((?!\s*\[)[^\[\]]*.*\bfor\b"),
    Entry("`{kind}` hands out its entries one at a time: make an array of them first, with `np.array(list(...))`.", TYPES,
          message=r"unsupported operand.*'(?P<kind>map|zip|filter|generator)'"),
    Entry("NumPy's `{name}` takes one array, and what follows it is the axis: put the values into a list.",
          (*TYPES, *VALUES), message=r"object cannot be interpreted as an integer|only integer scalar arrays|an integer is "
          r"required|axis \d+ is out of bounds for array of dimension 0",
          marked=r"^(?:(?:return|\w+\s*=)\s*)?(?:np\.)?(?P<name>sum|mean|max|min|prod|cumsum|std|var)\(.*,"),
    Entry("Curly brackets make a set in Python: write the number without them.", TYPES,
          message=r"unsupported operand.*'set'"),
    Entry("`^-1` makes no inverse: that of a matrix is `np.linalg.inv(...)`.", (*TYPES, *VALUES),
          line=r"[\w)\]]\s*\^\s*\(?\s*-\s*1\b"),
    Entry("`^` is not a power in Python: write `**`.", TYPES,
          message=r"unsupported operand type\(s\) for \^|ufunc 'bitwise_xor'"),
    Entry("NumPy does not subtract truth values: make numbers of them first, with `int(...)`, or of an "
          "array with `.astype(int)`.", TYPES, message="boolean subtract"),
    Entry("`range` is not an array: `np.arange(...)` gives an array of the same numbers.", TYPES,
          message=r"unsupported operand.*'range'"),
    Entry("`{count}` is one number: to repeat that many times, loop over `range({count})`.", TYPES,
          message=r"'(int|numpy\.int\d+)' object is not iterable", when=conditions.looped),
    Entry("`figsize` takes two numbers, the width and the height in inches.", TYPES,
          message=r"object of type '(int|float)' has no len|'(int|float)' object is not (iterable|subscriptable)|cannot unpack",
          line=r"\bfigsize\s*=\s*\(?[\d.]+\s*[,)]"),
    Entry("`levels` is a whole number, or a list of levels from low to high.", TYPES,
          message="len\\(\\) of unsized|has no len", line=r"\bcontourf?\(.*\blevels\s*="),
    Entry("`{name}` is the number of steps already: use it as it is.", TYPES,
          message=r"object of type '(int|float|numpy\.\w+)' has no len", line=r"len\((?P<name>num_steps|\w*steps)\)"),
    Entry("The loop in line {line} gives `{name}` another value in each pass: call its variable something else.",
          (*TYPES, *ATTRIBUTES), message="has no len|len\\(\\) of unsized|has no attribute '(?:append|shape|size|T)'",
          when=conditions.taken_by_a_loop),
    Entry("A single number has no length: `len` is for lists and arrays.", TYPES,
          message=r"object of type '(int|float|numpy\.\w+)' has no len|len\(\) of unsized", marked=r"^\s*len\("),
    Entry("`+=` joins a list to another list. Add one entry with `append`.", TYPES,
          message=r"'(int|float|numpy\.\w+)' object is not iterable|iteration over a 0-d array", line=r"\+="),
    Entry("`{name}` takes what has entries, and this is a single number.", TYPES,
          message=r"'(int|float|numpy\.\w+)' object is not iterable|iteration over a 0-d array",
          marked=r"^\s*(?P<name>list|tuple|set|sum|max|min|sorted|enumerate|zip|map|any|all)\("),
    Entry("`np.polyval` takes the coefficients first, then the points.", TYPES, message="iteration over a 0-d array",
          marked=r"\bpolyval\("),
    Entry("`extend` joins a list to another list. Add one entry with `append`.", TYPES,
          message="object is not iterable|iteration over a 0-d array", marked=r"\.extend\("),
    Entry("A single number cannot be looped over.", TYPES,
          message=r"'(int|float|numpy\.\w+)' object is not iterable|iteration over a 0-d array"),
    Entry("`{i}` runs through the entries of `{values}` themselves: use `{i}` as it is, or loop over "
          "`range(len({values}))`.", (*TYPES, *INDICES), message="indices must be integers|arrays used as indices", when=conditions.entry_for_index),
    Entry("`{i}` is a row of `{values}` there, not its number: `for {i} in range(len({values}))` counts along.",
          INDICES, message="arrays used as indices", when=conditions.row_for_index),
    Entry("`np.{name}` takes the number of rows, such as `len(...)`, not a shape.", TYPES,
          message="'tuple' object cannot be interpreted as an integer", line=r"\bnp\.(?P<name>eye|identity)\("),
    Entry("`range` needs a number, how often: `range(num_steps)`, say.", TYPES, message="^range expected at least 1 argument"),
    Entry("`range` counts up to a whole number, and this is an array.", TYPES,
          message="only integer scalar arrays", line=r"\brange\("),
    Entry("There is text in quotes where a whole number is needed: a name has no quotes.", TYPES,
          message="'str' object cannot be interpreted as an integer"),
    Entry("`range` counts up to a whole number; this is a {kind}. Loop over the {kind} itself, or over "
          "`range(len(...))`.", TYPES, message=r"'(?P<kind>list|tuple)' object cannot be interpreted as an integer",
          line=r"\brange\("),
    Entry("`range` counts in whole numbers: `range(num_steps)` repeats a line so many times.", TYPES,
          message="'float' object cannot be interpreted as an integer", marked=r"\brange\([^()]*\b(?:lr|eta|rate)\b"),
    Entry("`np.linspace` takes the first value, the last one, and how many there are, in this order.", TYPES,
          message=r"object cannot be interpreted as an integer", marked=r"^(?:\w+\s*=\s*)?np\.linspace\("),
    Entry("`{matrix}.transpose` multiplies nothing: `{matrix}.T` is the transpose, and `@` the product.", TYPES,
          message=r"object cannot be interpreted as an integer|an integer is required", marked=r"(?P<matrix>\b[\w.]+)\.transpose\("),
    Entry("A whole number is needed there, and this one has a decimal point: `//` divides to a whole "
          "number, `int(...)` cuts one.", TYPES, message=r"'(float|numpy\.float\d+)' object cannot be interpreted as an integer"),
    Entry("The entries of a list are at the places 0, 1, 2, …. `append` adds one; a dict, `{{}}`, takes "
          "any number as a key.", TYPES, message="list indices must be integers or slices, not (float|numpy.float)",
          line=r"^\w+\[\w+\]\s*=(?!=)"),
    Entry("An array has no names for its entries: the first one is `[0]`.", INDICES,
          message="only integers, slices", line=r'\[\s*""\s*\]'),
    Entry("`enumerate` gives the place first and the entry second: exchange the two names in the `for`.",
          ("TypeError", "IndexError"), message="indices must be integers|only integers, slices", when=conditions.enumerated_the_other_way),
    Entry("`{i}` is an entry of `{values}` there, for `zip` hands out entries: `enumerate(...)` counts along.",
          ("TypeError", "IndexError"), message="indices must be integers|only integers, slices", when=conditions.zipped_for_index),
    Entry("An index is a whole number, and the one in these brackets is not.", ("TypeError", "IndexError"),
          message=r"indices must be integers or slices, not (float|numpy\.float)|only integers, slices|slice indices must be integers"),
    Entry("A list takes one index, and there is a tuple: `a[i][j]` goes into lists of lists, `for i, x in "
          "enumerate(...)` takes pairs apart.", TYPES, message="list indices must be integers or slices, not tuple"),
    Entry("A list has no names for its entries: an index is a whole number.", TYPES,
          message=r"list indices must be integers or slices, not (str|list)"),
    Entry("`{array}[...]` with a condition for each number takes single numbers out of the array, not rows: ask once "
          "about each row, with `np.all(..., axis=1)`.", ("IndexError", "TypeError"), message="invalid index to scalar|not subscriptable",
          text=r"\b(?P<array>[A-Za-z_]\w*)\[(?:~?np\.is(?:finite|nan)\((?P=array)\)|(?:(?:np\.)?abs\()?(?P=array)\)?\s*[<>]=?[^\]]*)\]"),
    Entry("`{name}` is one of `{many}`, a single number: is it an entry of `{many}` that you mean?", ("TypeError", "IndexError"),
          message=r"'(int|float|numpy\.(float|int)\d+)' object is not subscriptable|invalid index to scalar",
          when=conditions.one_indexed),
    Entry("A single number has no entries to take with square brackets.", ("TypeError", "IndexError"),
          message=r"'(int|float|numpy\.(float|int)\d+)' object is not subscriptable|invalid index to scalar|array is 0-dimensional"),
    Entry("The entries of a single number cannot be set: begin with an array or a list.", TYPES,
          message=r"'(int|float|numpy\.(float|int)\d+)' object does not support item assignment"),
    Entry("The star takes what has entries, and this is a single number.", TYPES, message=r"^Value after \* must be an iterable"),
    Entry("The entries of a tuple cannot be changed: make an array or a list of it.", TYPES,
          message="'tuple' object does not support item assignment"),
    Entry("Numbers and tuples have no `copy`. `np.array(..., dtype=float)` copies numbers, lists "
          "and arrays alike.", ATTRIBUTES, message=r"'(int|float|tuple)' object has no attribute 'copy'"),
    Entry("`len({name})` is the number of its entries.", ATTRIBUTES, message=r"object has no attribute '(?:length|Length|len|count|numel)'",
          line=r"\b(?P<name>[A-Za-z_]\w*)\.(?:length|Length|len|count|numel)\b"),
    Entry("Its type is `{kind}`: make an array of it first, with `np.array(...)`.", ATTRIBUTES,
          message=r"'(?P<kind>list|tuple|float|int)' object has no attribute '(shape|T|dot|sum|mean|"
                  r"reshape|ravel|flatten|size|ndim|dtype|astype|max|min)'"),
    Entry("`np.linalg.eig` and `eigh` return two things, the eigenvalues and the eigenvectors: take "
          "the part that you need.", TYPES, message="sequence|tuple|unsupported operand",
          line=r"linalg\.eigh?\((?:[^()]|\([^()]*\))*\)(?!\s*[\[.])"),
    Entry("There is a tuple here: make an array of it to compute with all its entries, or take one of "
          "them, such as `[0]`.", TYPES, message=r"unsupported operand type\(s\) for [-+*/]+=?: "
          r"(?:'tuple' and '(?:int|float|numpy\.float64)'|'(?:int|float|numpy\.float64)' and 'tuple')"),
    Entry("An index is a whole number, and what NumPy compares gives none: write `a if condition else b`.", TYPES,
          message=r"indices must be integers or slices, not numpy\.bool"),
    Entry("`round` is for a single number; `np.round` takes lists and arrays too.", TYPES,
          message="doesn't define __round__"),
    Entry("`={sign}` is `=` and a sign: to change the old value, write `{sign}=`.", TYPES,
          message="bad operand type for unary", line=r"^\w+\s*=(?P<sign>[-+])\s*[\[(\w]"),
    Entry("A list gets an entry by its `append`: `{array}.append(...)`.", TYPES,
          message=r"unsupported operand type\(s\) for <<: 'list'", line=GROWN),
    Entry("Lists and tuples do not compute entry by entry: make arrays first, with `np.array(...)`.",
          TYPES, message=r"unsupported operand type\(s\) for (?!.*'str').*'(list|tuple)'|bad operand type for "
          r"unary [-+]: '(list|tuple)'|can't multiply sequence by non-int of type '(list|tuple)'"),
    Entry("A list or a tuple is not compared with a number: make an array of it, or take one of its "
          "entries.", TYPES,
          message=r"not supported between instances of (?:'(?:list|tuple)' and '(?:int|float|"
          r"numpy\.\w+)'|'(?:int|float|numpy\.\w+)' and '(?:list|tuple)')"),
    Entry("There is a list, a tuple or text where an array or a number is needed: make an "
          "array of numbers first.", TYPES, message=r"can't multiply sequence by non-int"),
    Entry("A list is joined to a list only. To add an entry use `append`; to add numbers make an array.",
          TYPES, message=r"can only concatenate (list|tuple)"),
    Entry("`+` joins text to text only: make text of the other one with `str(...)`, or write an f-string.",
          TYPES, message=r"can only concatenate str",
          when=conditions.joins_words),
    Entry("There is a pair of a number and a text where a number is needed: take the number out of it, with `[0]`.",
          ("UFuncTypeError", "_UFuncNoLoopError"), message=r"dtype\('<U32'\)"),
    Entry("There is text where a number is needed: numbers are written without quotes, and "
          "`float(...)` makes a number of a text.", ("TypeError", "UFuncTypeError", "_UFuncNoLoopError"),
          message=r"unsupported operand.*'str'|can only concatenate str|must be real number, not str|"
          r"bad operand.*'str'|dtype\('<U|dtypes\.StrDType|not supported between.*'str'"),
    Entry("`math.{name}` has no value for the number that it got here: print it just before this line.",
          VALUES, message=r"math domain error|expected a (positive|nonnegative) (input|number)|expected a number in range",
          line=r"\bmath\.(?P<name>\w+)\("),
    Entry("How a number is written comes behind the colon: `:.3f` gives three decimals, `:g` as many as it needs.",
          VALUES, message="Invalid format specifier|Unknown format code"),
    Entry("A format behind a colon, such as `:.3f`, is for a single number, and this is `{kind}`: take one of its "
          "entries, or leave the format out.", TYPES,
          message=r"unsupported format string passed to (?:\w+\.)?(?P<kind>list|tuple|ndarray|dict)\.__format__"),
    Entry("A colon comes before how a number is written: `{{:.3f}}`, say.", ATTRIBUTES,
          message=r"object has no attribute '\d\w*'", line=r"\.format\("),
    Entry("A number is put into a text most easily by an f-string: `f\"lr = {{lr}}\"`.", (*VALUES, *TYPES, *INDICES),
          message="^incomplete format|not enough arguments for format string|unsupported format character|"
          "not all arguments converted during string|Replacement index"),
    Entry("`set_aspect` takes `\"equal\"`, `\"auto\"` or a number.", VALUES, message="could not convert string to float", line=r"\.set_aspect\("),
    Entry("The text is not a number.", VALUES, message="could not convert string to float"),
)  # fmt: skip

# None in the place of a value; methods that a list, an array or a dict does not have.
NONES = (
    Entry("`{method}` changes the list and returns None: write `{name}.{method}(...)` without "
          "`{name} =`.", ("AttributeError", "TypeError"), message="NoneType", when=conditions.append_result),
    Entry("In this call `{name}` is None: the docstring says what to use then.",
          ("AttributeError", "TypeError", "ValueError"), message="NoneType|not None$|float\\(\\) argument",
          when=conditions.none_argument),
    Entry("Line {line} gives `{name}` None: begin with {begin}.",
          ("AttributeError", "TypeError"), message="NoneType", when=conditions.begun_as_none),
    Entry("`{name}` is None where a call does not pass it: begin it inside the function.",
          ("AttributeError", "TypeError"), message="NoneType", when=conditions.none_by_default),
    Entry("`sort` puts the entries in order where they are, and returns None: `np.sort(...)` and `sorted(...)` return "
          "them.", ("AttributeError", "TypeError"), message="NoneType", when=conditions.sorted_in_place),
    Entry("There is None here. A function that reaches no `return` gives None; so do `print` and a "
          "list's `append` and `sort`.", ("AttributeError", "TypeError"), message="NoneType|not None$"),
    Entry("A dict has no `{name}` in Python 3: write `{typed}`.", ATTRIBUTES, when=conditions.of_python_2),
    Entry("`append` is called, with the entry in round brackets: `{name}.append(...)`.", ATTRIBUTES,
          message="attribute 'append' is read-only", line=r"\b(?P<name>\w+)\.append\s*="),
    Entry("A tuple cannot grow: begin with a list, `[]`. A comma at the end of a line makes a tuple.", ATTRIBUTES,
          message=r"'tuple' object has no attribute '(?:append|extend|insert|sort|remove)'"),
    Entry("The transpose of an array is `.T`.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(?:t|Transpose|transposed|trans|tr)'"),
    Entry("The number of columns of a matrix is `.shape[1]`, the number of its rows `.shape[0]`.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(?:n?_?(?:cols?|rows?|columns)|dims?|width|height)'"),
    Entry("`{name}()` is for a dict, and the type of this is `{kind}`: `for ... in ...` goes through it as it is.", ATTRIBUTES,
          message=r"'(?P<kind>list|tuple|numpy\.ndarray)' object has no attribute '(?P<name>values|items|keys)'", line=r"\.(?:values|items|keys)\("),
    Entry("`{name}()` is for a dict, and the type of this is `{kind}`.", ATTRIBUTES,
          message=r"'(?P<kind>float|int|str|numpy\.\w+)' object has no attribute '(?P<name>values|items|keys)'", line=r"\.(?:values|items|keys)\("),
    Entry("`{name}` belongs to pandas: lists, arrays and numbers are used without it.", ATTRIBUTES,
          message=r"'(?:numpy\.\w+|float|list)' object has no attribute '(?P<name>values|to_numpy|i?loc|iat|head|tail|describe|dropna|fillna|isna|apply|iterrows)'"),
    Entry("`{name}` belongs to PyTorch: NumPy's arrays and numbers are used without it.", ATTRIBUTES,
          message=r"'(?:numpy\.\w+|float)' object has no attribute '(?P<name>numpy|detach|cpu|cuda|clone|requires_grad_?|zero_|data_ptr|unsqueeze|permute)'"),
    Entry("A difference is written `-`.", ATTRIBUTES, message=r"has no attribute '(?:sub_?|subtract|minus)'",
          line=r"\.(?:sub_?|subtract|minus)\("),
    Entry("A name gets its value with `=`.", ATTRIBUTES, message=r"'(?:numpy\.\w+|float)' object has no attribute '(?:assign\w*|copy_|set)'"),
    Entry("A set has no order and no `append`: begin with a list, `[]`.", ATTRIBUTES,
          message=r"'set' object has no attribute '(?:append|extend|insert|sort)'"),
    Entry("An entry of a dict is taken by its key, in square brackets: `{name}[\"{key}\"]` or `{name}[{key}]`.", ATTRIBUTES,
          message=r"'dict' object has no attribute '(?P<key>\w+)'", line=r"^(?P<name>[A-Za-z_]\w*)\.\w+\s*=(?!=)"),
    Entry("In a dict a colon joins a key and its value: `{{key: value}}`.", (*VALUES, *TYPES),
          message="^(?:dictionary update sequence|cannot convert dictionary update)"),
    Entry("`{name}` without brackets is the type itself: an empty dict is `{{}}`, an empty list `[]`.", TYPES,
          message="'type' object does not support item assignment", text=r"=\s*(?P<name>dict|list)\s*$"),
    Entry("An entry with a key is for a dict, which begins as `{{}}`.", TYPES,
          message="'(?:set|str)' object does not support item assignment", text=r"=\s*(?:set\(\)|\"\"|''|str\(\))\s*$"),
    Entry("A dict gets an entry by `d[key] = ...`.", TYPES,
          message=r"^update expected at most 1 argument|for \+=?: 'dict' and 'dict'"),
    Entry("A dict has no `{name}`: an entry comes in by `d[key] = ...`.", ATTRIBUTES,
          message=r"'dict' object has no attribute '(?P<name>append|add|push|insert|extend)'"),
    Entry("Arrays have no `append`: collect the values in a list, and make the array of it at the "
          "end.", ATTRIBUTES, message=r"'numpy\.ndarray' object has no attribute 'append'"),
    Entry("An array has no `{name}`: its entries are taken by their place, the first one with `[0]`.",
          ATTRIBUTES, message=r"'numpy\.ndarray' object has no attribute '(?P<name>[xyz]|theta\d?|w\d?)'"),
    Entry("A power is written `**`: `x**2` is the square of x.", ATTRIBUTES,
          message="has no attribute '(?:pow|power|square|sqr|squared|cube)'", line=r"\.(?:pow|power|square|sqr|squared|cube)\("),
    Entry("The product of matrices is written `@`.", ATTRIBUTES,
          message="object has no attribute '(?:mm|mul|mv|bmm|matmul|mmul|multiply|times|mtimes)'"),
    Entry("It has no `{name}` of its own: write `{full}(...)`, with it as the argument.",
          ATTRIBUTES, when=conditions.method_for_function),
    Entry("`np.polyfit` returns an array, the highest power first: of a line the slope, then the constant.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(?:slope|intercept|coef\w*)'"),
    Entry("A dict has no `{name}`: `{name}(values, key=values.get)` gives the key of its {name}imum.", ATTRIBUTES,
          message=r"'dict' object has no attribute '(?P<name>min|max)'"),
    Entry("`sorted(...)` gives a list in order, `np.sort(...)` an array.", ATTRIBUTES, message="object has no attribute 'sorted'"),
    Entry("The first entry is `[0]`.", ATTRIBUTES, message=r"'(?:list|tuple|numpy\.ndarray)' object has no attribute '(?:first|begin|front|start)'"),
    Entry("It is a list already: use it as it is.", ATTRIBUTES, message=r"'list' object has no attribute 'to_?list'"),
    Entry("The last entry of a list is `[-1]`.", ATTRIBUTES,
          message=r"'(list|tuple)' object has no attribute '(last|end|tail|back)'"),
    Entry("It is a list: NumPy's function takes one too, `np.{name}(...)`.", ATTRIBUTES,
          message=r"'list' object has no attribute '(?P<name>argmin|argmax|argsort|cumsum|prod|std|var|diff|all|any|isfinite|isnan|isinf|abs|log|exp|sqrt|clip|median)'"),
    Entry("Arrays have no `index`: `np.arg{which}(...)` gives the place of the {which}imum.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute 'index'", line=r"\.index\(\s*(?:np\.)?(?P<which>min|max)\("),
    Entry("Arrays have no `index`, lists have: `list(...)` makes one.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute 'index'"),
    Entry("Arrays have no `{name}`: a condition in square brackets keeps some entries, as `a[a > 0]` does.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(?P<name>remove|delete|drop|discard)'"),
    Entry("Arrays keep their length: a condition in square brackets takes some of the entries, as `a[a > 0]` does.",
          (*ATTRIBUTES, *VALUES), message=r"cannot delete array elements|'numpy\.ndarray' object has no attribute 'pop'",
          line=r"^del\b|\.pop\(\s*[A-Za-z_]"),
    Entry("Arrays have no `pop`: `a[-1]` is the last entry of `a`, and `a[:-1]` is `a` without it.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute 'pop'"),
    Entry("Arrays have no `{name}`: collect the values in a list, and make the array of it at the end.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(?P<name>extend|insert|add|push)'"),
    Entry("Add to a list with `append`.", ATTRIBUTES,
          message=r"'list' object has no attribute '(add|push|push_back|appendleft|put|concat)'"),
    Entry("Numbers and text have no `append`: begin with a list, `[]`.", ATTRIBUTES,
          message=r"'(int|float|str|numpy\.\w+)' object has no attribute 'append'"),
)  # fmt: skip

# Arrays: shapes, axes, indices, truth values; as many names as values; the panels of a figure.
SHAPES = (
    Entry("This is one Axes, not an array of them: `plt.subplots` gives an array for several panels "
          "only. With `squeeze=False` it always gives a table: `axes[0, i]` is panel i of its row.", ("TypeError",),
          message=rf"{AXES} (is not subscriptable|is not iterable)|object of type '(Axes|AxesSubplot)' has no len"),
    Entry("`plt.subplots` returns a flat array for a single row of panels, and one Axes for one panel. "
          "With `squeeze=False` it always takes two indices.", INDICES, message=r"array is 1-dimensional, but 2 were indexed",
          line=r"\b(ax|axs|axes|axis)\["),
    Entry("An Axes has `set_title`; `suptitle` is a Figure's.", ATTRIBUTES, message=r"'Axes\w*' object has no attribute 'suptitle'"),
    Entry("An Axes draws a line by `plot`: all x and all y, as two arguments.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute '(?:line|lines|lineplot|draw|curve|path)'"),
    Entry("`{name}` is a function, not a method of an Axes: call it by its name, with the Axes as an argument.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute '(?P<name>plot_trajectory)'"),
    Entry("An Axes has no `show`, and nothing has to be shown: return the Axes.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute 'show'"),
    Entry("`{name}` belongs to the figure that an Axes is on: `ax.figure.{name}(...)`.", ATTRIBUTES,
          message=r"'Axes\w*' object has no attribute '(?P<name>colorbar|tight_layout|savefig)'"),
    Entry("The figure that an Axes is on is `ax.figure`.", ATTRIBUTES, message=r"'Axes\w*' object has no attribute 'fig'"),
    Entry("There is an Axes where a number is needed. Follow it back to the line that passes it: in a `for` with `zip`, "
          "the names come in the order of the lists.", TYPES, message=r"unsupported operand type\(s\) for .*'Axes\w*'"),
    Entry("`{name}` takes one text: put the number into it with an f-string.", ATTRIBUTES,
          message="object has no attribute 'items'", line=r"\.(?P<name>set_title|set_[xy]label|title|[xy]label|suptitle)\("),
    Entry("`plt.subplots` takes the number of rows and that of columns, such as `len(...)`.", VALUES,
          message="Number of (rows|columns) must be a positive integer"),
    Entry("`plt.subplots` calls the number of rows `nrows` and that of columns `ncols`.", (*TYPES, *ATTRIBUTES),
          message=r"Figure(?:\.\w+)?\(\) got an unexpected keyword argument", line=r"\bsubplots\(\s*(?!nrows|ncols)\w+\s*="),
    Entry("This is the figure. `plt.subplots` returns it first and the Axes second: `figure, axes = ...`.",
          (*TYPES, *ATTRIBUTES), message=r"'Figure' object (?:is not (?:subscriptable|iterable)|has no attribute '(?:flat|ravel|flatten)')"),
    Entry("Levels are given from low to high, each of them once.", VALUES, message="Contour levels must be increasing"),
    Entry("A marker is a sign in quotes, such as `\"o\"`, `\"*\"` or `\"x\"`.", VALUES, message="Unrecognized marker style"),
    Entry("The condition in the brackets has length {has}, and axis {axis} of the array has {size}: the two have to be "
          "the same.", INDICES, when=conditions.condition_too_short),
    Entry("No pair is left to fit in this call: see to that before the fit.", TYPES, message="expected non-empty vector for x"),
    Entry("There is nothing in it: `np.append` returns a new array and leaves the old one as it is, so give what comes "
          "back to a name with `=`.", VALUES, message=EMPTY, text=r"(?m)^[ \t]*np\.append\("),
    Entry("There is nothing in it in this call: print it just before this line.", VALUES, message=EMPTY),
    Entry("This is an array of Axes: take one of them with square brackets.", ATTRIBUTES,
          message=r"'numpy\.ndarray' object has no attribute '(plot|contourf?|scatter|set_\w+|legend|"
          r"quiver|annotate|text|figure|add_collection|tricontourf?|pcolormesh|axis)'"),
    Entry("`plt.subplots` returns two things, the figure and the Axes: take them apart with "
          "`figure, ax = ...`.", (*ATTRIBUTES, *TYPES), message=r"'tuple' object has no attribute '(plot|contour\w*|set_\w+|scatter)'|"
          r"tuple indices must be integers or slices, not tuple", text=r"^[ \t]*\w+\s*=[^=\n]*\bplt\.subplots\("),
    Entry("Panels are counted from 1.", VALUES, message=r"num must be an integer with 1 <= num"),
    Entry("Indices count from 0: the only entry has index 0.", INDICES, message="with size 1$"),
    Entry("Indices count from 0: the last of {size} entries has index {last}.", INDICES,
          when=conditions.last_index),
    Entry("`{name}` has entries from line {line} on, and none at this index: they count from 0, so the last of n is at "
          "n - 1.", INDICES, message="list assignment index out of range", when=conditions.beyond_a_list),
    Entry("A list's entries can be set only once they are there: use `append`, or begin with "
          "`np.zeros(...)`.", INDICES, message="list assignment index out of range"),
    Entry("`{name}` is empty here: nothing has been put into it.", INDICES,
          message="(list|tuple) index out of range", marked=r"^\s*(?P<name>[A-Za-z_]\w*)\[(?:0|-1)\]$"),
    Entry("`{array}` has fewer axes than that: a flat array, of shape (N,), has `{array}.shape[0]` alone.", INDICES,
          message="tuple index out of range", marked=r"(?P<array>\b[A-Za-z_]\w*)\.shape\[-?\d\]"),
    Entry("Indices count from 0: the last entry of a list is at index `len(...) - 1`.", INDICES,
          message="(list|tuple) index out of range"),
    Entry("This array has one axis, so it takes one index.", INDICES,
          message="array is 1-dimensional, but 2 were indexed"),
    Entry("`np.linalg.eig` and `eigh` return two things, the eigenvalues and the eigenvectors: take "
          "the part that you need.", ("TypeError", "AttributeError", "ValueError"),
          message=r"Eigh?Result"),
    Entry("There is a tuple here, several values in one name: take them apart with `a, b = ...`.",
          ("TypeError",), message=r"not 'tuple'$"),
    Entry("There is a list where one number is needed: take an entry of it, or make an array.",
          ("TypeError",), message=r"real number, not '?list'?$"),
    Entry("`np.linalg.eig` and `eigh` return two things, the eigenvalues and the eigenvectors: take "
          "the part that you need.", ("TypeError", "ValueError"), line=r"(?<![\w=])(?!\w+,\s*\w+\s*=)"
          r".*\b(max|min|sum|abs|sorted|array)\(\s*np\.linalg\.eigh?\((?:[^()]|\([^()]*\))*\)\s*\)"),
    Entry("`{name}` holds two things, the eigenvalues and the eigenvectors that `np.linalg.{function}` returns: take the "
          "part that you need.", VALUES, message="truth value of an array", when=conditions.whole_decomposition),
    Entry("In Python `{pow}` takes 1 over each entry. The inverse of a matrix is `np.linalg.inv`.", VALUES,
          message="negative integer powers", line=r"(?P<pow>\*\*\s*\(?-\s*1)",
          when=lambda e: {"pow": "**-1"} if re.search(r"\.T|@|XT|matri|gram", e.line) else None),
    Entry("NumPy gives no fractions for integers: make the array of floats first.", VALUES,
          message="negative integer powers"),
    Entry("`*` multiplies entry by entry. If you mean the product of a matrix, write `@`.", VALUES,
          message="broadcast", when=conditions.is_broadcast_with_matrix),
    Entry("The values have shape {one}, and their place on the left of `=` has shape {two}: print both just before "
          "this line.", VALUES, message=r"could not broadcast input array from shape (?P<one>\([\d,]*\)) into shape (?P<two>\([\d,]*\))"),
    Entry("Shapes {one} and {two} do not go together entry by entry: print both shapes just before "
          "this line, and compare them with the ones in the stub.", VALUES,
          message="could not be broadcast", when=conditions.shapes),
    Entry("`np.linalg.solve(A, b)` needs one number in b for each row of A: print both shapes just before this line.",
          VALUES, message=r"^solve1?: .*mismatch"),
    Entry("In a matrix product the columns of the left one must be as many as the rows of the right "
          "one. Does one of the two have to be transposed (`.T`), or come first?", VALUES,
          message=r"matmul: .*mismatch|not aligned|size \d+ is different from \d+"),
    Entry("`np.{function}` is a function, and it is not called here: give it its array in round brackets.", VALUES,
          message="matmul: .*does not have enough dimensions", marked=r"\bnp\.(?P<function>transpose|copy|ravel|dot|sum|mean)\b(?!\s*\()"),
    Entry("`{method}` is a method, and it is not called here: `{method}()`.", VALUES,
          message="matmul: .*does not have enough dimensions",
          marked=r"(?P<method>\b[A-Za-z_][\w.]*\.(?:transpose|copy|ravel|flatten|squeeze|sum|mean))(?!\s*[\w(])"),
    Entry("`{method}` is a method that multiplies: give it the other matrix in round brackets, or write `@` alone.",
          VALUES, message="matmul: .*does not have enough dimensions", marked=r"(?P<method>\b[A-Za-z_][\w.]*\.(?:dot|matmul))(?!\s*[\w(])"),
    Entry("`@` is for matrices and vectors, and one of the two is a single number: write `*` for a number, or print "
          "both just before this line.", VALUES,
          message="matmul: .*does not have enough dimensions"),
    Entry("`@` is for arrays: one of the two is a single number, or a list. Write `*` for numbers, make "
          "an array of a list.", TYPES, message=r"unsupported operand type\(s\) for @"),
    Entry("An array with one axis has axis 0 only: make the flat one a column first, or use "
          "`np.column_stack`.", VALUES, message="axis 1 is out of bounds for array of dimension 1",
          line=r"stack|concatenate"),
    Entry("An array with one axis has axis 0 only.", VALUES,
          message="axis 1 is out of bounds for array of dimension 1"),
    Entry("Single numbers are put into an array with `np.array([..., ...])`.", VALUES,
          message="zero-dimensional arrays cannot be concatenated"),
    Entry("The arrays have different numbers of axes: make the flat one a column, or use "
          "`np.column_stack`.", VALUES, message="must have same number of dimensions"),
    Entry("Only shapes that fit can be put side by side: print the shape of each array first.", VALUES,
          message=r"(input array dimensions|array dimensions).*must match exactly"),
    Entry("`plt.subplot` returns one Axes; `plt.subplots`, with an s, returns a figure and its Axes.", TYPES,
          message=r"cannot unpack non-iterable (Axes|AxesSubplot)", line=r"\bsubplot\("),
    Entry("`np.{name}` takes a shape, whole numbers such as `len(X)`, not an array.", TYPES,
          message=r"only integer scalar arrays|cannot be interpreted as an integer", line=r"np\.(?P<name>zeros|ones|empty)\("),
    Entry("`np.log` has no base: `np.log10` and `np.log2` are functions of their own.", TYPES,
          message="return arrays must be of ArrayType", line=r"\bnp\.log\("),
    Entry("`out=...` takes an array to write into, and a number is none: leave it out, and give what comes back to a "
          "name with `=`.", TYPES, message="return arrays must be of ArrayType", line=r"\bout\s*="),
    Entry("NumPy's `sum` takes no generator: put square brackets around what it sums. `from numpy import *` "
          "puts it in the place of Python's own `sum`.", TYPES, message=r"Calling np\.sum\(generator\)"),
    Entry("`np.dot` takes two arrays: a third one is where it is to write.", TYPES, message="'out' must be an array"),
    Entry("Pass the arrays as one argument, in a list: `np.{name}([..., ...])`.", TYPES,
          message=r"(takes 1 positional argument but 2|only integer scalar arrays can be converted|takes from 1 to 2 positional)",
          line=r"np\.(?P<name>hstack|vstack|column_stack|concatenate|stack)\((?!\s*[\[(])"),
    Entry("Pass the arrays as one argument, in a list: `np.{name}([..., ...])`.", TYPES,
          message=r"^(?P<name>hstack|vstack|column_stack)\(\) takes (?:from 1 to \d|1) positional argument"),
    Entry("The new shape needs as many entries as there are: `-1` in one place of it means what is left.", VALUES,
          message="cannot reshape array of size"),
    Entry("`resize` changes the array itself, and gives None: `reshape` gives one of another shape, and takes `-1` for "
          "what is left.", VALUES, message="negative dimensions|all elements of 'new_shape' must be non-negative", line=r"\bresize\("),
    Entry("`np.linalg.lstsq` takes a matrix with a row for each value on the right side: what is fitted are its columns.",
          ("LinAlgError",), message="Incompatible dimensions"),
    Entry("NumPy's `view` asks for a type: `reshape` gives an array another shape.", TYPES,
          message=r"Cannot interpret '(?:-?\d+|\(.*\))' as a data type", line=r"\.view\("),
    Entry("A list is compared as a whole, and that gives a single True or False: make an array of it first.", VALUES,
          message="^Calling nonzero on 0d arrays", line=r"(?:==|!=|[<>]=?)"),
    Entry("`np.where` takes one condition; two conditions are joined with `&`. What comes after it are two values to "
          "choose from.", VALUES, message="either both or neither of x and y"),
    Entry("`np.diff` takes differences of neighbouring entries: it differentiates no formula.", (*VALUES, *TYPES),
          marked=r"\bnp\.diff\("),
    Entry("`{name}` is a value of yours here, which hides Python's own `{name}`: give yours another name.", TYPES,
          message="Cannot interpret '", line=r"\bdtype\s*=\s*(?P<name>float|int)\b"),
    Entry("`dtype` is given a type here that there is not: write `dtype=float`.", TYPES,
          message=r"data type .* not understood|Cannot interpret", line=r"\bdtype\s*="),
    Entry("`np.{name}` takes the values as one argument: put them into square brackets.", TYPES,
          message=r"(Cannot interpret|Cannot construct a dtype|data type .* not understood|positional argument|"
          r"Field elements|not a data type|dtype)", line=r"np\.(?P<name>array|asarray)\((?!\s*[\[(])"),
    Entry("`np.{name}` takes the shape as one argument: put its numbers into round brackets.", TYPES,
          message=r"(Cannot interpret|data type .* not understood|dtype)", line=r"np\.(?P<name>zeros|ones|empty)\((?!\s*[\[(])"),
    Entry("`&` and `|` come before `<` and `>`: put each comparison into round brackets of its own.",
          ("TypeError", "UFuncTypeError"), message="ufunc 'bitwise_(and|or)'", line=r"[<>]|=="),
    Entry("Two things are returned with a comma between them: `return {one}, {two}`.", ("TypeError", "UFuncTypeError"),
          line=r"^return\s+(?P<one>\w+)\s*[&|]\s*(?P<two>\w+)$", message="ufunc 'bitwise_(?:and|or)'|unsupported operand type"),
    Entry("`np.{name}` is for numbers, and something else is there, a function, text or None perhaps: "
          "print it just before this line.", TYPES,
          message=r"ufunc '(?P<name>isfinite|isnan|isinf)' not supported for the input types"),
    Entry("`np.stack` takes arrays of one shape only; `np.column_stack` puts flat arrays beside a table, "
          "as columns.", VALUES, message="all input arrays must have the same shape", line=r"\bnp\.stack\("),
    Entry("`extend` puts each entry of what it gets into the list, `append` puts it in whole.", VALUES,
          message="inhomogeneous", text=r"\.extend\("),
    Entry("`{name}` is a method, and what is appended is not what it returns: write `{name}()`.", VALUES, message="inhomogeneous",
          text=r"\.append\((?P<name>\w+\.(?:copy|tolist|item|flatten|ravel))\)"),
    Entry("The entries are not all of one shape, so they make no array of numbers: print them just "
          "before this line.", VALUES,
          message="inhomogeneous"),
    Entry("`math` works on single numbers; NumPy's function of that name takes arrays too.",
          ("TypeError", "ValueError"), message="arrays can be converted", line=r"\bmath\.\w+\("),
    Entry("A list takes no array as an index: make an array of the list first.", TYPES,
          message="only integer scalar arrays", marked=r"\]$"),
    Entry("There is an array where a single number is needed.", ("TypeError", "ValueError"),
          message=r"only (length-1|size-1|0-dimensional) arrays can be converted|setting an array element with a sequence|must be real number, not numpy\.ndarray"),
    Entry("Python's own `{name}` compares its arguments as they are, and an array is among them here: take an entry of it, "
          "or its `np.{name}(...)`.", VALUES, message="truth value of an array", marked=r"^\s*(?P<name>max|min)\(\s*[\w.]+\s*,"),
    Entry("Python's own `{name}` compares entry with entry, and here they are arrays: `np.{name}` takes an array of "
          "any shape.", VALUES, message="truth value of an array", marked=r"^\s*(?P<name>max|min)\("),
    Entry("`in` compares entry by entry where one of the two is an array or a pair: compare single numbers.", VALUES,
          message="truth value of an array", marked=r"^(?!.*\bfor\b).*[\w)\]]\s+(?:not\s+)?in\s+\w"),
    Entry("`not` is for a single answer: the opposite of each answer in an array is `~`.", VALUES,
          message="truth value of an array", marked=r"^not\s+np\.is\w+\("),
    Entry("To ask whether it is empty, compare `len({name})` with 0: that works for lists and arrays.",
          VALUES, message="truth value of an array",
          line=r"\bnot\s+(?P<name>[A-Za-z_]\w*)\s*(?:$|[:)]|(?:and|or)\b)"),
    Entry("`and`, `or` and `a < x < b` are for single numbers. For arrays put each comparison into round "
          "brackets, with `&` or `|` between.", VALUES, message="truth value of an array",
          marked=r"\b(?:and|or)\b|<=?[^<>=]+<=?|>=?[^<>=]+>=?", line=r"^(?!(?:if|elif|while|assert)\b)"),
    Entry("`{name}` takes two single numbers: the limit on one side, and the one on the other.", VALUES,
          message="truth value of an array|values to unpack", marked=r"\b(?P<name>set_[xyz]lim)\("),
    Entry("An array is true or false entry by entry: say what you ask for, with `np.all(...)`, "
          "`np.any(...)`, or a single number such as its norm.", VALUES,
          message="truth value of an array"),
    Entry("The loop has {names} names, and the entries that it goes through have another number of values. Two lists "
          "are gone through side by side with `zip`.", VALUES, message="values to unpack", when=conditions.names_of_the_loop),
    Entry("`np.linalg.lstsq` returns four things, the solution first: put `[0]` behind the call.", VALUES,
          message="too many values to unpack", line=r"=\s*np\.linalg\.lstsq\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)$"),
    Entry("The right side holds {more} than the names on the left of `=`: compare their numbers.",
          VALUES, message=r"(?P<few>not enough|too many) values to unpack", line=r"^[^=]*,[^=]*=(?!=)|\bfor\b",
          when=lambda e: {"more": "fewer values" if "not enough" in e.raised.message else "more values"}),
    Entry("The loop has {names} names, and each entry that it goes through is a single number.", TYPES,
          message=r"cannot unpack non-iterable (int|float|numpy\.\w+)", when=conditions.names_of_the_loop),
    Entry("Python reads both signs `=` as one statement: give each name its value in a line of its own.", TYPES,
          message=r"cannot unpack non-iterable (int|float|numpy\.\w+)", line=r"^\w+\s*=(?!=)[^=]*,\s*\w+\s*=(?!=)"),
    Entry("The comma behind `{name}` takes apart what is on the right of `=`, and that is a single number: delete the comma.",
          TYPES, message=r"cannot unpack non-iterable (int|float|numpy\.\w+)|iteration over a 0-d array", line=r"^(?P<name>\w+)\s*,\s*=(?!=)"),
    Entry("There is a single number on the right of `=`, and two or more names on the left.", TYPES,
          message=r"cannot unpack non-iterable (int|float|numpy\.\w+)"),
    Entry("A matrix with two axes is needed there: print the shape just before this line.",
          ("LinAlgError",), message="must be (?:at least )?two-dimensional"),
    Entry("There is an inf or a nan among these numbers: leave it out first. The logarithm of 0 is -inf, that "
          "of a number below 0 is nan.", ("LinAlgError", "ValueError"),
          message=r"did not converge|must not contain infs or NaNs|infs or nans"),
    Entry("This matrix has no inverse: its columns depend on each other. Print it and its shape just "
          "before this line.", ("LinAlgError",), message="Singular matrix"),
    Entry("A matrix with as many rows as columns is needed there: print the shape just before this "
          "line.", ("LinAlgError",), message="must be square"),
    Entry("`contour` wants the losses as a grid with two axes: one row for each y, one column for "
          "each x.", ("TypeError", "ValueError"), message=r"Input z must be (at least a )?\(?2|Input z must be 2D"),
    Entry("The grid's columns belong to x and its rows to y: compare the shapes of the three.", TYPES,
          message=r"Length of [xy] \(\d+\) must match|Shapes of x .* and z .* do not match"),
    Entry("`x` and `y` must have the same length: print both shapes just before this line.", (*VALUES, *TYPES),
          message="must have same first dimension|x and y must be the same size|x and y to have same length"),
)  # fmt: skip

# Dicts and sets, `raise`, recursion, division by 0, formats and colours.
REST = (
    Entry("Words that are keys of a dict need quotes: `\"{key}\": ...`.", TYPES, message="unhashable type",
          when=conditions.key_without_quotes),
    Entry("Curly brackets without colons make a set, which has no order: a pair is written in round "
          "brackets, a list in square ones, an empty dict as `{{}}`.", TYPES, message="unhashable type|'set' object is not subscriptable|"
          "'set' object does not support item",
          when=conditions.makes_a_set),
    Entry("An array cannot be a key of a dict, nor an entry of a set: use a number or a tuple.", TYPES,
          message="unhashable type: 'numpy.ndarray'"),
    Entry("`raise` alone has nothing to raise here: write the exception behind it.", ("RuntimeError",),
          message="No active exception"),
    Entry("`raise` is for errors: a value is given back with `return`.", TYPES, message="exceptions must derive from BaseException",
          line=r'^raise\b(?!\s*(?:f?""|\(\s*f?"")).*[-+*/\d]'),
    Entry("`raise` needs an exception, such as `ValueError(\"...\")`: text alone is none.", TYPES,
          message="exceptions must derive from BaseException"),
    Entry("Python stops a function that calls itself too deep. A loop has no such limit; a "
          "recursion that is to end sooner needs a branch that returns without the call.",
          ("RecursionError",)),
    Entry("The number that you divide by is 0 in this call.", ("ZeroDivisionError",),
          line=r"/|%"),
    Entry("The start may be integers; make a float copy of it first.", CASTS, message="Cannot cast ufunc",
          when=conditions.works_on_the_start),
    Entry("The array that is changed in this line holds whole numbers, and takes no fractions: begin it with floats.", CASTS,
          message="Cannot cast ufunc"),
    Entry("An iterate that is inf or nan makes a limit inf or nan: leave such iterates out of the "
          "limits.", VALUES, message="Axis limits cannot be NaN or Inf"),
    Entry("Matplotlib takes lists and arrays, and `zip` and `map` are neither: make a list, with `list(...)`.", ("RuntimeError",),
          message="does not support generators"),
    Entry("A format such as `\".-\"` has one marker, one line and one colour at most.", VALUES, message="is not a valid format string"),
    Entry("Matplotlib knows no colour of that name: `\"red\"`, `\"C0\"` and `\"#ff0000\"` are some that it knows.", VALUES,
          message="is not a valid value for (?:\\w*color|c)\\b"),
    Entry("Matplotlib knows no colour map of that name: `\"viridis\"` and `\"Blues\"` are some that it knows.", VALUES,
          message="is not a valid value for cmap|is not a known colormap"),
    Entry("`colors` gives the lines a colour, and `cmap` gives each level one of its own: leave out one of the two.", VALUES,
          message="Either colors or cmap must be None"),
    Entry("`quiver` takes a place and a direction for each arrow: from one iterate to the next there is one arrow fewer than "
          "there are iterates.", VALUES, message="^Argument U has a size"),
    Entry("`LineCollection` takes a list of lines, each a list of points: `[path]` is one line through all of them.", VALUES,
          message="^'vertices' must be 2D"),
    Entry("`label` takes a text, in quotes: what the legend is to say.", VALUES, message="^label must be scalar"),
    Entry("A colour bar needs the contours that it explains: `figure.colorbar(contours, ax=ax)`.", ("RuntimeError",),
          message="^No mappable was found"),
    Entry("This draws in three dimensions, and an Axes of `plt.subplots()` has two: contours are drawn by `contour` or "
          "`contourf`.", ATTRIBUTES, message=r"'Axes' object has no attribute '(?:plot_surface|plot_wireframe|contourf?3D|set_zlabel)'"),
    Entry("Matplotlib has nothing of that name.", ("KeyError",), message=r"is not a (?:valid value for rcParam|known colormap|valid rc parameter)"),
    Entry("`Out[...]` is what a notebook's cell returned: give that value a name, and use the name.", ("KeyError",), line=r"\bOut\["),
    Entry("`format` fills `{{{key}}}` with what it is given by that name: `.format({key}=...)`.", ("KeyError",),
          message=r"^'(?P<key>\w+)'$", line=r"\.format\("),
    Entry("The dict has no such key so far. A key comes in by `d[key] = ...`.", ("KeyError",),
          message=r"^(?!.*\bis not\b)", line=r"\["),
)  # fmt: skip

TABLE: tuple[Entry, ...] = (
    *UNREADABLE,
    *UNDEFINED,
    *CALLS,
    *PAIRS,
    *NUMBERS,
    *NONES,
    *SHAPES,
    *REST,
)
