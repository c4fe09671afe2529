"""A value, an exception or an output that lies arrives as plain data."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.coach.calling.plain_data import Opaque
from tests.sandbox.attacks.conftest import attacked

LIARS = {
    "an array whose comparisons are all true": (
        "class Liar(np.ndarray):\n"
        "    def __eq__(self, other): return True\n"
        "    def __array_ufunc__(self, *a, **k): return True\n"
        "def attack(): return np.zeros(3).view(Liar)",
        lambda v: type(v) is np.ndarray and v.tolist() == [0.0, 0.0, 0.0],
    ),
    "a float whose comparisons are all true": (
        "class Liar(float):\n    def __eq__(self, other): return True\n"
        "    __hash__ = None\n"
        "def attack(): return Liar(3.0)",
        lambda v: type(v) is float and v == 3.0,
    ),
    "a str subclass": (
        "class Liar(str):\n    def __eq__(self, other): return True\n"
        "    __hash__ = str.__hash__\n    def __str__(self): return 'other'\n"
        "def attack(): return Liar('mine')",
        lambda v: type(v) is str and v == "mine",
    ),
    "an __array__ that answers differently each time": (
        "class Liar:\n    n = 0\n    def __array__(self, *a, **k):\n"
        "        Liar.n += 1; return np.full(2, float(Liar.n))\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, np.ndarray) and v[0] == v[1],
    ),
    "a class that says it is another": (
        "class Liar:\n    @property\n    def __class__(self): return float\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, Opaque) or v is None,
    ),
    "an object with a payload for pickle": (
        "class Liar:\n    def __reduce__(self): return (os.system, ('touch pwned',))\n"
        "def attack(): return Liar()",
        lambda v: isinstance(v, Opaque),
    ),
    "an object array of them": (
        "class Liar:\n    def __reduce__(self): return (os.system, ('touch pwned',))\n"
        "def attack(): return np.array([Liar(), 1], dtype=object)",
        lambda v: isinstance(v, (Opaque, list)),
    ),
    "NaN with a payload": (
        "def attack(): return np.array([0x7ff8dead0000beef], dtype=np.uint64).view(float)",
        lambda v: np.isnan(v).all(),
    ),
    "a list in itself": (
        "def attack():\n    x = []; x.append(x); return x",
        lambda v: v is not None,
    ),
    "a dict in itself": (
        "def attack():\n    x = {}; x['x'] = x; return x",
        lambda v: v is not None,
    ),
    "an array that is larger than memory": (
        "def attack(): return np.broadcast_to(0.0, (10**6, 10**6))",
        lambda v: isinstance(v, Opaque),
    ),
    "an int of a million digits": (
        "def attack(): return 1 << 4_000_000",
        lambda v: isinstance(v, Opaque),
    ),
    "halves of surrogate pairs": (
        "def attack(): return '\\ud800' * 3",
        lambda v: v == "???",
    ),
    "structured and date dtypes": (
        "def attack(): return np.zeros(2, dtype=[('a', float)]), np.datetime64('2020-01-01')",
        lambda v: all(isinstance(one, Opaque) for one in v),
    ),
    "an exception class as a value": (
        "def attack(): return SystemExit",
        lambda v: isinstance(v, Opaque),
    ),
}


@pytest.mark.parametrize("lie", LIARS)
def test_a_value_that_lies_arrives_as_plain_data(sandbox, lie):
    source, is_plain = LIARS[lie]
    observation = attacked(sandbox, source)
    assert observation.status == "returned"
    assert is_plain(observation.value), observation.value


def test_an_exception_whose_text_raises_is_told(sandbox):
    attack = """
class Sly(Exception):
    def __str__(self): raise ValueError("no")
    __repr__ = __str__
def attack():
    raise Sly()
"""
    observation = attacked(sandbox, attack)
    assert observation.raised.type_name == "Sly"


def test_an_exception_that_is_raised_at_the_end_of_time_is_told(sandbox):
    attack = "class Stop(BaseException): pass\ndef attack():\n    raise Stop('now')"
    assert attacked(sandbox, attack).raised.type_name == "Stop"


def test_a_broken_standard_output_breaks_nothing_else(sandbox):
    attack = "def attack():\n    sys.stdout.close(); sys.stdout = None; return 1"
    assert attacked(sandbox, attack).value == 1


ONE_NAME = "m\n  ```\n# 40 of 40 points\u2028x\x85y"


@pytest.mark.parametrize(
    "source",
    [
        f"def grad(x):\n    raise type({ONE_NAME!r}, (Exception,), {{}})",
        f"class A: pass\nA.__name__ = A.__qualname__ = {ONE_NAME!r}\ndef grad(x):\n    return A()",
        f"exec(compile('def grad(x):\\n    return 1 / 0', {ONE_NAME!r}, 'exec'))",
        f"f = lambda x: 1 / 0\nf.__code__ = f.__code__.replace(co_name={ONE_NAME!r})\n"
        "def grad(x):\n    return f(x)",
        f"def grad(x):\n    raise ValueError from type({ONE_NAME!r}, (ValueError,), {{}})()",
    ],
)
def test_no_name_that_a_submission_makes_begins_a_line_of_the_graders(ask, source):
    observation = ask(source)
    raised, value = observation.raised, observation.value
    names = [getattr(value, "type_name", "")]
    if raised is not None:
        names += [raised.type_name, *raised.bases]
        names += [said for f in raised.frames for said in (f.file, f.function, f.source)]
    assert [name for name in names if len(name.splitlines()) > 1] == []
