"""Compare what came back with what is due, and say the difference in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any

import numpy as np

from exercises.coach.calling.plain_data import Opaque
from exercises.coach.judging.finding import Fact, Flaw, Kind
from exercises.coach.judging.value_text import kind_of, number, show, show_apart

__all__ = [
    "BEYOND",
    "LAZY",
    "NONE",
    "NONE_THERE",
    "RTOL",
    "array_of",
    "close",
    "compare",
    "finite_array",
    "first_apart",
    "of_type",
]

# A right answer, whatever the order of its additions, is within some n·ε ≈ 1e-12 of the reference
# on the checks' well-conditioned inputs; a wrong formula is off in the first digits. 1e-6 lies
# far from both. Checks that lose digits by cancellation or conditioning give their own tolerance.
RTOL = 1e-6
BEYOND = 1e60
NONE = Fact(
    Kind.ADVICE,
    "A function that reaches no `return` gives None; so do `print` and a list's `append` and "
    "`sort`.",
)
# Of one of several things: the function came to its `return`.
NONE_THERE = Fact(
    Kind.ADVICE,
    "None is in this place: no line put another value there, or it comes from `print`, a list's "
    "`append` and the like, which give None.",
)
AMONG = Fact(
    Kind.ADVICE,
    "There is None among the entries: nothing was put there, or what gives no value, such as "
    "`print` and a list's `append`.",
)
BOOLEANS = Fact(Kind.TYPE, "the entries are booleans; expected numbers")
CALL_IT = Fact(
    Kind.ADVICE, "A function came back, not its value: call it, with its argument in brackets."
)
FUNCTIONS = ("function", "method", "builtin_function_or_method", "ufunc", "partial")
# What gives its values to a loop only.
LAZY = (
    "generator", "zip", "map", "filter", "enumerate", "dict_values", "dict_keys", "dict_items",
    "reversed", "list_reverseiterator", "list_iterator", "islice", "accumulate", "chain",
)  # fmt: skip
COMPLEX = re.compile(r"\dj|\d\.j")
# How alike two words are of which one is misspelt; `converges` and `diverges` are less so.
NEARLY = 0.85
# One factor that explains as many entries is no accident; a factor of −1 is none either.
ENTRIES = 3


def compare(
    value: Any, expected: Any, *, because: str = "", name: str = "", names: Sequence[str] = (),
    rtol: float = RTOL, atol: float = 0.0, same_beyond: bool = False, ordered: bool = False,
) -> Flaw | None:  # fmt: skip
    """Return what is wrong with ``value``, or None when it is ``expected``.

    Parameters
    ----------
    value : plain data (`exercises.coach.calling.plain_data`)
    expected : a number, string, boolean or array (a list is one), or a tuple or dict of such; its
        kind decides what is asked for; None in a tuple asks for nothing in that place
    because : where the expected value comes from, in words
    name, names : what the value, or a tuple's parts, are called in the message
    rtol, atol : numbers agree when ``|got − expected| ≤ atol + rtol·|expected|``
    same_beyond : whether inf, nan and sizes from 1e60 on are alike (diverging runs)
    ordered : whether a dict's keys must stand in the order of ``expected``, and no other numbers
        be among them
    """
    of_part = partial(compare, because=because, rtol=rtol, atol=atol, same_beyond=same_beyond)
    if isinstance(expected, tuple):
        return _compare_parts(value, expected, names, of_part)
    if isinstance(expected, dict):
        flaw = _compare_dicts(value, expected, name, of_part, ordered=ordered)
        return flaw and replace(flaw, because=because)
    if isinstance(expected, (str, bool, np.bool_)):
        return _compare_words(value, expected, because, name)
    due = np.asarray(expected, dtype=float)
    got = array_of(value)
    if got is None or isinstance(value, str):
        return _no_numbers(value, due, because, name)
    if due.ndim == 0 and got.size == 1:
        got = got.reshape(())
    if got.shape != due.shape:
        return _misshapen(value, got, due, because, name)
    if close(got, due, rtol, atol, same_beyond):
        return None
    flaw = _apart(got, due, because, name, (rtol, atol, same_beyond))
    if _holds_none(value):
        # As a number it would be nan.
        return replace(flaw, got=show(value), facts=(AMONG,))
    if isinstance(value, bool):
        return replace(flaw, got=show(value), facts=(of_type(value, "a number"),))
    if np.asarray(value).dtype.kind == "b":
        return replace(flaw, got=show(value), facts=(BOOLEANS,))
    # 1 is an index, and 1.0 a rate.
    return replace(flaw, got=show(value)) if type(value) is int else flaw


def _holds_none(value: Any) -> bool:
    """Whether an entry, at any depth, is None."""
    return isinstance(value, (list, tuple)) and any(v is None or _holds_none(v) for v in value)


def array_of(value: Any) -> Any:
    """Return ``np.asarray(value, dtype=float)`` where that reads, else None."""
    if value is None or isinstance(value, (Opaque, dict, str)):
        return None
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None


def finite_array(value: Any, shape: tuple[int, ...]) -> Any:
    """Return what came back as an array of this shape, None where it is none, or not finite."""
    array = array_of(value)
    is_like = array is not None and array.shape == shape
    return array if is_like and np.all(np.isfinite(array)) else None


def close(got: Any, due: Any, rtol: float = RTOL, atol: float = 0.0, beyond: bool = False) -> bool:
    """Whether two float arrays of one shape agree everywhere; NaN agrees with nothing."""
    return bool(np.all(_agree(np.asarray(got), np.asarray(due), rtol, atol, beyond)))


def first_apart(got: Any, due: Any, rtol: float = RTOL, atol: float = 0.0) -> int | None:
    """Return the first index along axis 0 at which two arrays differ, None when they agree."""
    apart = ~_agree(np.asarray(got), np.asarray(due), rtol, atol, True)
    rows = apart.reshape(len(apart), -1).any(axis=1)
    return int(np.argmax(rows)) if rows.any() else None


def _agree(got: Any, due: Any, rtol: float, atol: float, beyond: bool) -> Any:
    with np.errstate(all="ignore"):
        same = (got == due) | (np.abs(got - due) <= atol + rtol * np.abs(due))
        # inf − inf is nan and inf ≤ inf holds: only equal infinities may agree.
        same &= np.isfinite(due) & np.isfinite(got) | (got == due)
        if beyond:
            same |= ~(np.abs(got) < BEYOND) & ~(np.abs(due) < BEYOND)
    return same


def _compare_words(value: Any, expected: Any, because: str, name: str) -> Flaw | None:
    is_text = isinstance(expected, str)
    if isinstance(value, str if is_text else bool) and value == expected:
        return None
    if not is_text and isinstance(value, (np.ndarray, int, float)) and np.size(value) == 1:
        item = np.asarray(value).reshape(()).item()
        if isinstance(item, bool) and item == expected:
            return None
    facts: tuple[Fact, ...] = ()
    if isinstance(value, str) and is_text and value.strip().lower() == expected.lower():
        text = "the word is compared letter by letter: check capitals and spaces"
        facts = (Fact(Kind.ADVICE, text),)
    elif isinstance(value, str) and is_text and _is_nearly(value, expected):
        text = "the word is compared letter by letter: check how it is spelt"
        facts = (Fact(Kind.ADVICE, text),)
    elif _is_function(value):
        facts = (CALL_IT,)
    elif not isinstance(value, str if is_text else bool):
        facts = (_mend(of_type(value, "a string" if is_text else "a boolean"), value, expected),)
    return Flaw(show(value), show(expected), facts, because=because, part=name)


def _mend(fact: Fact, value: Any, expected: Any) -> Fact:
    """Add how the word or the truth that is expected is made of what came back."""
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(items, list):
        is_quoted = isinstance(expected, bool) and items in ("True", "False")
        return Fact(Kind.ADVICE, f"{fact.text}: write it without quotes") if is_quoted else fact
    if len(items) == 1 and type(items[0]) is type(expected) and items[0] == expected:
        return Fact(Kind.ADVICE, f"{fact.text}: take it out of its brackets")
    if isinstance(expected, bool) and items and all(isinstance(each, bool) for each in items):
        return Fact(Kind.ADVICE, f"{fact.text}: `np.all(...)` says whether all of them are True")
    return fact


def of_type(value: Any, wanted: str) -> Fact:
    """Return that a value of another type came back than the one that is wanted."""
    text = f"that is {kind_of(value)}; expected {wanted}"
    name = value.type_name if isinstance(value, Opaque) else ""
    if name == "generator":
        return Fact(Kind.ADVICE, f"{text}: `return` gives a value back, `yield` does not")
    if name in ("set", "frozenset"):
        return Fact(Kind.ADVICE, f"{text}: a set has no order, and curly brackets make one")
    if name.startswith("complex") or (name == "ndarray" and COMPLEX.search(value.text)):
        return Fact(Kind.ADVICE, f"complex numbers came back; expected {wanted}: begin with floats")
    if name == "coroutine":
        return Fact(Kind.ADVICE, f"{text}: begin the function with `def` alone, without `async`")
    return Fact(Kind.TYPE, text)


def _is_nearly(word: str, expected: str) -> bool:
    is_as_long = len(word) < 2 * len(expected)
    return is_as_long and SequenceMatcher(None, word, expected).ratio() >= NEARLY


def _compare_parts(
    value: Any, expected: tuple[Any, ...], names: Sequence[str], of_part: Callable[..., Flaw | None]
) -> Flaw | None:
    is_array = isinstance(value, np.ndarray) and value.ndim == 1
    if not (isinstance(value, (tuple, list)) or is_array) or len(value) != len(expected):
        due = ", ".join(names) or show(expected)
        n = len(expected)
        fact = Fact(Kind.TYPE, f"that is {kind_of(value)}, not {n} values")
        if isinstance(value, Opaque):
            fact = of_type(value, f"{n} values")
        return Flaw(show(value), f"({due})", (fact,))
    for part, due, name in zip(value, expected, names or [""] * len(expected), strict=True):
        flaw = of_part(part, due, name=name) if due is not None else None
        if flaw is not None:
            return flaw
    return None


def _compare_dicts(
    value: Any, expected: dict[Any, Any], name: str, of_part: Callable[..., Flaw | None],
    *, ordered: bool,
) -> Flaw | None:  # fmt: skip

    def flawed(kind: Kind, text: str) -> Flaw:
        return Flaw(show(value), show(expected), (Fact(kind, text),), part=name)

    if not isinstance(value, dict):
        fact = of_type(value, "a dict")
        return flawed(fact.kind, fact.text)
    missing = [key for key in expected if key not in value]
    if missing:
        listed = ", ".join(show(key) for key in missing)
        word = "keys" if len(missing) > 1 else "key"
        is_there = "are" if len(missing) > 1 else "is"
        text = f"the {word} {listed} {is_there} missing"
        return flawed(Kind.ENTRY, text + _where_keys_are(value, missing))
    for key, part in expected.items():
        flaw = of_part(value[key], part, name=f"result[{show(key)}]")
        if flaw is not None:
            return flaw
    unasked = [key for key in value if isinstance(key, (int, float)) and key not in expected]
    if ordered and unasked:
        return flawed(Kind.ENTRY, f"no entry is expected for {', '.join(map(show, unasked))}")
    order = [key for key in value if key in expected]
    if ordered and order != list(expected):
        return flawed(Kind.ENTRY, "the keys are there, but not in the order given")
    return None


def _where_keys_are(value: dict[Any, Any], missing: Sequence[Any]) -> str:
    """Say that numbers are there as text, or that keys are among the values."""
    if all(isinstance(key, (int, float)) and str(key) in value for key in missing):
        return ": yours are text, and numbers are keys without quotes, `str` or an f-string"
    # In other letters: a capital, a space or a dash.
    letters = {re.sub(r"[\W_]", "", key).lower(): key for key in value if isinstance(key, str)}
    near = [letters.get(re.sub(r"[\W_]", "", str(key)).lower(), "") for key in missing]
    if all(near):
        return f"; yours {'are' if near[1:] else 'is'} {', '.join(map(show, near))}"
    parts = [part for part in value.values() if isinstance(part, (int, float, str))]
    swapped = all(key in parts for key in missing)
    return ": keys and values have changed places" if swapped else ""


def _no_numbers(value: Any, due: Any, because: str, name: str) -> Flaw:
    wanted = "a number" if due.ndim == 0 else f"an array of shape {due.shape}"
    fact = of_type(value, wanted)
    if value is None:
        fact = NONE_THERE if name else NONE
    elif _is_function(value):
        fact = CALL_IT
    elif _is_lazy(value) and due.ndim:
        text = f"that is {kind_of(value)}; expected {wanted}: collect the values in a list, and "
        fact = Fact(Kind.ADVICE, f"{text}return that")
    elif isinstance(value, (list, tuple)) and any(map(_is_function, value)):
        text = "There is a function among the entries, not its value: call it, with its argument."
        fact = Fact(Kind.ADVICE, text)
    elif _is_nested(value) and due.ndim == 1:
        text = "The first entry is a list itself: `[values, value]` puts a list into a new one. "
        fact = Fact(Kind.ADVICE, f"{text}Add an entry with `append`.")
    elif isinstance(value, (list, tuple)) and any(isinstance(each, dict) for each in value):
        fact = Fact(Kind.ADVICE, "There is a dict among the entries, where a number is expected.")
    elif isinstance(value, (list, tuple)) and any(isinstance(each, str) for each in value):
        text = "There is text among the entries, where a number is expected: return the numbers "
        fact = Fact(Kind.ADVICE, f"{text}themselves, without quotes, `str` or an f-string.")
    elif isinstance(value, (list, tuple)) and any(map(_is_lazy, value)):
        kind = next(each.type_name for each in value if _is_lazy(each))
        text = f"There is a {kind} among the entries, which gives its values to a loop only."
        fact = Fact(Kind.ADVICE, text)
    elif isinstance(value, str):
        more = "return the number itself, without quotes, `str` or an f-string"
        fact = Fact(Kind.ADVICE, f"{fact.text}: {more}")
    return Flaw(show(value), show(due), (fact,), because=because, part=name)


def _is_nested(value: Any) -> bool:
    """Whether a list holds the list before it, as ``values = [values, value]`` makes it."""
    is_pair = isinstance(value, list) and len(value) == 2
    return is_pair and isinstance(value[0], list) and not isinstance(value[1], list)


def _is_lazy(value: Any) -> bool:
    return isinstance(value, Opaque) and value.type_name in LAZY


def _is_function(value: Any) -> bool:
    return isinstance(value, Opaque) and value.type_name in FUNCTIONS


def _misshapen(value: Any, got: Any, due: Any, because: str, name: str) -> Flaw:
    text = f"shape {got.shape}; expected {due.shape if due.ndim else 'a single number'}"
    if got.ndim == 2 and got.T.shape == due.shape and got.size:
        # Rows put above each other where columns are meant have that shape too.
        text += ": transposed?" * np.allclose(got[:, 0], due[0], equal_nan=True)
    elif got.shape[1:] == due.shape[1:] and got.ndim == due.ndim and got.ndim:
        more = len(got) - len(due)
        text += f": {abs(more)} {'too many' if more > 0 else 'too few'}"
    elif got.shape == (1, *due.shape) and isinstance(value, list):
        text += ": brackets around the whole put it into another list"
    elif due.ndim and got.shape[:-1] == due.shape:
        text += ": each entry is an array itself, where a number is expected"
    shown = show(value)
    if not shown.endswith(f"of shape {got.shape}"):
        shown += f", {kind_of(value)}"
    return Flaw(shown, show(due), (Fact(Kind.SHAPE, text),), because=because, part=name)


def _apart(got: Any, due: Any, because: str, name: str, how: tuple[float, float, bool]) -> Flaw:
    agree = _agree(got, due, *how)
    got_text, due_text = show_apart(got, due)
    facts: list[Fact] = []
    if got.ndim:
        at = np.argwhere(~agree)
        first = tuple(int(i) for i in at[0])
        a, b = show_apart(float(got[first]), float(due[first]))
        where = f"entry {first[0] if len(first) == 1 else first}"
        text = f"{where} is {a}; expected {b} ({len(at)} of {got.size} differ)"
        if len(got) > 2 and np.all(_agree(got[::-1], due, *how)):
            what = "entries" if got.ndim == 1 else "rows"
            text = f"these are the expected {what} in reverse order"
        facts.append(Fact(Kind.ENTRY, text))
    bad = got[~np.isfinite(got) & np.isfinite(due)]
    if bad.size:
        text = f"{'nan' if np.isnan(bad).any() else 'inf'} where a finite number is expected"
        facts.append(Fact(Kind.NOT_FINITE, text))
    elif agree.size:
        facts += _ratio(got[~agree], due[~agree], is_whole=not np.any(due[agree]))
    return Flaw(got_text, due_text, tuple(facts), because=because, part=name)


def _ratio(got: Any, due: Any, *, is_whole: bool) -> list[Fact]:
    """Say it when one factor explains everything that differs."""
    if np.any(due == 0) or not np.all(np.isfinite(due)):
        return []
    ratios = got / due
    factor = float(ratios.flat[0])
    if factor == 0 or not np.allclose(ratios, factor, rtol=1e-6, atol=0):
        return []
    if ratios.size < ENTRIES and abs(factor + 1) > 1e-6:
        return []
    what = "yours is" if is_whole else "what differs is"
    times = "minus" if abs(factor + 1) <= 1e-6 else f"{number(factor)} ×"
    return [Fact(Kind.RATIO, f"{what} {times} the expected value")]
