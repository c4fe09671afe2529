"""A file that Python cannot read: what is said about it, and what is not."""

import re
from types import ModuleType

import pytest

from exercises.coach.calling.loading import run_module
from exercises.coach.contracts import EXERCISES
from exercises.coach.judging.errors.python_errors import explained
from exercises.coach.showing.terminal import ascii_only

STEM = EXERCISES[0].stem


def said(source):
    """Return what is said of the first thing that keeps a file from being read."""
    module = ModuleType(f"exercises.{STEM}")
    stopped = run_module(source.encode(), f"nowhere/{STEM}.py", module)
    return explained(stopped[0].raised)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1; ; y = 2\n",
        "return_ = 1\nx = not in y\n",
        "x = 3 if y\n",
        "def f():\n    return lambda x\n",
        "x === 3\n",
    ],
)
def test_of_other_lines_no_comma_is_said_to_be_missing(source):
    text = said(source)
    assert "semicolons" not in text
    assert "side by side" not in text
    assert "Git" not in text


@pytest.mark.parametrize(
    ("source", "opens"),
    [
        ('def f():\n    """One.\n    return 1\n\n\ndef g(x):\n    """Two, x² here."""\n', 2),
        ('"""Module.\n\n# %%\ndef f():\n    return 1\n', 1),
        ("def f():\n    '''One.\n    return 1\n\n\ndef g():\n    '''Two − three.'''\n", 2),
    ],
)
def test_a_docstring_that_is_not_closed_is_said_where_it_opens(source, opens):
    assert f"opens in line {opens} is not closed" in said(source)


def test_a_docstring_with_code_in_it_is_not_blamed_for_an_error_elsewhere():
    source = '"""Example:\n\n    >>> def f(x): return x\n"""\n\n\ndef f(x)\n    return x\n'
    assert "docstring" not in said(source)
    assert "colon" in said(source)


def test_a_prime_in_a_docstring_that_is_closed_is_not_the_docstrings_fault():
    source = '"""L′(x)."""\n\n\ndef f(x):\n    L′ = x\n'
    assert "prime" in said(source)


@pytest.mark.parametrize(
    ("line", "says", "never"),
    [
        ("return converges'", "quotes", "transpose"),
        ("return f'{x} * 2", "quotes", "transpose"),
        ("return X' * y", "`X.T`", "quotes"),
        ("repeat (10):", "loops begin", "`def`"),
        ("switch (x) {", "`if`, `elif`", "closed"),
        ("x = repeat(3", "closed", "loops begin"),
        ("if a => b:", "`<=` and `>=`", "lambda"),
        ("return a || b", "`or` for", "norm"),
        ("- 6 * * x", "", "colon"),
        ("x = 3 $ 4", "LaTeX", "side"),
        ("else:", "belongs to no `if`", "colon"),
        ("print('a' 'b' x)", "side by side", "transpose"),
        ("x = {'a': 1, 'b' 2}", "a colon joins a key", "comma"),
        # What is pasted, and code that begins alike.
        ("- x y", "only inside brackets", "diff"),
        ("+ 3 4", "only inside brackets", "diff"),
        ("-    return x", "diff", "brackets"),
        ("2 if x y", "", "number at the beginning"),
        ("56    return x", "number at the beginning", "product"),
        ("2 x", "put a `*`", "number at the beginning"),
        ("python = x y", "", "terminal"),
        ("pytest exercises", "terminal", "round brackets"),
        ("printx exercises", "", "terminal"),
        ("x = [y for y in x if y x]", "", "sentence"),
        ("a, b, c, d = x y", "", "sentence"),
        ("return x if y else x y", "", "sentence"),
        ("This is the derivative of x.", "sentence", "colon"),
        ("Nun kommt die Ableitung der Funktion:", "sentence", "colon"),
        ("x = 'this is a longer text about x' y", "", "sentence"),
        ("si x < y:", "`if` for `si`", "sentence"),
        ("si = x y", "", "English"),
        ("Para calcular la derivada de la funcion", "sentence", "English"),
        ("para t en x:", "`for` for `para`", "sentence"),
        ("if x AND y:", "`and` for `AND`", "side by side"),
        ("if AND_ x:", "", "small letters"),
        ("for every in x y:", "", "no `every`"),
        ("x = y if x", "both values", "closed"),
        ("if x is y z:", "", "alone, without"),
        ("if x is not < y:", "`<` alone", "both sides"),
        ("x - = y", "`-=`", "comma"),
        ("x = y - = y", "", "without a space"),
        ("return np array(x)", "`np.array`", "comma"),
        ("return np if array(x)", "", "A dot"),
        ("x = 3x2", "`3 * 2`", "neither"),
        ("x = 3xy", "`3 * xy`", "not a sign"),
        ("return f'{x} }'", "closes and does not", "not closed"),
        ("'a' = x", "no quotes", "comes first"),
        ("x = {'a' = y}", "", "no quotes"),
        ("from math import *", "by name", "itself"),
        ("<!-- x y -->", "begin with `#`", "`not`"),
        ("In [3]: x y", "`In [3]:` is the prompt", "side"),
        ("x[3]: y z", "", "prompt"),
    ],
)
def test_a_neighbour_in_a_line_is_not_taken_for_it(line, says, never):
    text = said(f"def f(x, y):\n    {line}\n")
    assert says in text
    assert never not in text


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("y = []    for t in x:\n    y = t\n", "A second line begins at `for`"),
        ("print(x) y = 2\n", "A second line begins at `y`"),
        ("def f(x):\n    x = 2 return x\n", "A second line begins at `return`"),
        ("z = t for t in x\n", "within square brackets"),
        ("for t in x: y = t\n    z = t\n", "something behind its colon"),
        ("if a &lt; b:\n    pass\n", "`&lt;` is how a page writes `<`"),
        ("z = [a for a, b in x, y]\n", "`zip`"),
        ("x = 1\n1. Compute the slope\n", "This is text, and no Python"),
        (
            'def f(x):\n    """Doc."""\n    """\n    return x\n',
            "come after those that end the docstring",
        ),
    ],
)
def test_lines_that_were_run_together_or_pasted_are_told(source, says):
    assert says in said(source)


@pytest.mark.parametrize(
    ("source", "not_said"),
    [
        # Of one statement, with something missing.
        ("x = theta history\n", "A second line"),
        ("loss history = []\n", "A second line"),
        ("x = 3 if y else\n", "A second line"),
        ("total = sum(t for t in x\n", "within square brackets"),
        ("x = 1\n    y = 2\n", "behind its colon"),
        ("x = {1: 2}\n    y = 2\n", "behind its colon"),
        ("x = 1\n- X if y and\n", "This is text"),
        ("x = a & gt\ny = 1 2\n", "how a page writes"),
    ],
)
def test_what_looks_like_lines_run_together_is_something_else(source, not_said):
    assert not_said not in said(source)


@pytest.mark.parametrize("character", ["−", "–", "“", "‘", "∗", "·", "≤", "≠", "÷", "²", "＋"])
def test_what_a_terminal_shows_like_the_sign_to_type_is_told_from_it(character):
    text = ascii_only(said(f"x = 3 {character} 2\n"), "ascii")
    shown, typed = re.search(r"^(.*?): type `(.*)` in", text, re.DOTALL).groups()
    assert "only looks like it" in shown or f"U+{ord(character):04X}" in shown
    assert not shown.endswith(f" {typed}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("y = x if 2x < 1e-3 else 0", "write `2 * x`"),
        ("y = 3 + 1e6z", "write `1e6 * z`"),
        ("y = 1e^-3", "in one piece"),
        ("y = 2e**-3", "in one piece"),
        ("y = 1_000x", "1"),
    ],
)
def test_a_power_of_ten_is_a_number(line, told):
    assert told in said(f"{line}\n")
    assert "* e" not in said(f"{line}\n")


@pytest.mark.parametrize("begins", ["f-string: ", "in line 3, ", "(", "\n"])
def test_a_message_of_ones_own_may_end_like_one_of_pythons(begins):
    message = f"{begins}'(' was never closed"
    assert "is not closed" not in said(f"raise SyntaxError({message!r})\n")
