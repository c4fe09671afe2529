"""What the source around an error says: a loop that cannot end."""

import pytest

from exercises.coach.judging.errors.source import endless_loop, grows_underway, runs_away

LINE = "x = x + 1"


def endless(condition, *body, before="t = 0"):
    lines = "\n".join(f"        {line}" for line in (*body, LINE))
    return endless_loop(f"def f(n, x):\n    {before}\n    while {condition}:\n{lines}\n", LINE)


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("t < n", ("t", "n")),
        ("not t", ("t",)),
        ("t", ("t",)),
        ("t < n and n > 0", ("t", "n")),
        ("True", ()),
        ("1", ()),
    ],
)
def test_a_loop_whose_condition_nothing_changes_is_told(condition, names):
    assert endless(condition) == (condition, names)
    assert endless(condition, "y = f(x)", "print(y)") == (condition, names)


@pytest.mark.parametrize(
    ("condition", "body"),
    [
        ("t < n", "t += 1"),
        ("t < n", "for t in x: pass"),
        ("t < n", "(t := 3)"),
        ("t < n", "del n"),
        ("t < n", "break"),
        ("t < n", "if x: return x"),
        ("t < n", "raise ValueError"),
        # These may change it from afar.
        ("t < n", "step(t)"),
        ("t < n", "t.add(1)"),
        ("t < n", "t[0] = 1"),
        ("t < n", "global t"),
        ("len(t) < n", "x = 2"),
        ("t.size < n", "x = 2"),
        ("True", "exit()"),
        ("True", "x = next(x)"),
        # A function of the file may change what is not the loop's own.
        ("g", "step()"),
        ("abs", "x = 2"),
    ],
)
def test_of_a_loop_that_may_end_nothing_is_told(condition, body):
    assert endless(condition, body) is None


def test_only_the_loop_that_was_running_is_told():
    text = "def f(x, t):\n    while t:\n        y = 1\n    while x:\n        x = x + 1\n"
    assert endless_loop(text, LINE) is None
    assert endless_loop(text, "y = 1") == ("t", ("t",))
    # Of two lines that are alike it is not known which was running.
    twice = "def f(x, t):\n    while t:\n        y = 1\n    y = 1\n"
    assert endless_loop(twice, "y = 1") is None
    assert endless_loop("no Python (", LINE) is None


def test_what_a_function_within_it_may_change_is_not_told():
    step = "    def step():\n        nonlocal t\n        t += 1\n"
    loop = "    while t < n:\n        step()\n        x = x + 1\n"
    assert endless_loop(f"def f(n, x):\n    t = 0\n{step}{loop}", LINE) is None
    shared = f"def f(n, x):\n    global t\n    t = 0\n{loop}"
    assert endless_loop(shared, LINE) is None


def test_the_length_of_a_list_that_nothing_else_has_is_told():
    assert endless("len(t) < n", before="t = []") == ("len(t) < n", ("t", "n"))
    assert endless("len(t) < n", "t.append(x)", before="t = []") is None
    assert endless("len(t) < n", "y = t", before="t = []") is None
    assert endless("len(t) < n", before="t = x") is None


def test_an_error_that_a_try_waits_for_may_end_a_loop():
    loop = (
        f"    try:\n        while True:\n            {LINE}\n    except ValueError:\n        pass\n"
    )
    text = f"def f(x):\n{loop}"
    assert endless_loop(text, LINE) is None


@pytest.mark.parametrize(
    ("condition", "step", "way"),
    [
        ("n > 0", "n += 1", "grows"),
        ("n >= 1", "n = n + 1", "grows"),
        ("0 < n", "n += 0.5", "grows"),
        ("t < n", "t -= 1", "falls"),
        ("t <= 10", "t = t - 1", "falls"),
        ("n > t", "t -= 1", "falls"),
        ("t < n", "n += 1", "grows"),
        # These end, or may.
        ("n > 0", "n -= 1", ""),
        ("t < n", "t += 1", ""),
        ("n != 0", "n += 1", ""),
        ("n > 0", "n += x", ""),
        ("n > 0", "n += -1", ""),
        ("n > 0", "if x: n += 1", ""),
        ("n > 0", "n += 1; n = 0", ""),
        ("n > 0", "n += 1; break", ""),
        ("t < len(x)", "t -= 1; x.pop()", ""),
    ],
)
def test_a_counter_that_moves_away_from_its_limit_is_told(condition, step, way):
    text = f"def f(n, x):\n    t = 0\n    while {condition}:\n        {step}\n        {LINE}\n"
    found = runs_away(text, LINE)
    assert (found[2] if found else "") == way
    assert found is None or found[:2] == (condition, step[0])


def test_the_length_of_an_array_that_a_formula_makes_stays():
    begin = "def f(x, y):\n    r = x - y\n    i = 0\n    while i < len(r):\n"
    assert endless_loop(f"{begin}        s = r[i]\n", "s = r[i]") == ("i < len(r)", ("i",))
    for changes in ("r = r + [i]", "r += [i]", "r.append(i)", "f(r, i)"):
        assert endless_loop(f"{begin}        {changes}\n        s = 1\n", "s = 1") is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("y.append(x)", "y"),
        ("y.append(x); x = 2", "y"),
        ("y.append(x); break", ""),
        ("if x: y.append(x)", ""),
        ("z.append(x)", ""),
    ],
)
def test_a_list_that_grows_while_a_loop_goes_through_it_is_told(body, name):
    text = f"def f(x, y, z):\n    for t in y:\n        {body}\n        {LINE}\n"
    assert grows_underway(text, LINE) == name
