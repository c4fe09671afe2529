"""A value in a message is short, whatever comes back, and what matters of it is not cut."""

from __future__ import annotations

import time

import numpy as np
import pytest

from exercises.coach.calling.plain_data import plain
from exercises.coach.judging.compare import compare
from exercises.coach.judging.finding import Finding
from exercises.coach.judging.value_text import show, show_apart, typed
from exercises.coach.showing.message import message


def nested(depth, width, leaf):
    return leaf if depth == 0 else [nested(depth - 1, width, leaf)] * width


LONG = {
    "a string": "wrong " * 300_000,
    "a string of odd characters": "\U000e0001" * 300_000,
    "a list of strings": ["minimum " * 10_000] * 200,
    "a tuple of few strings": ("wrong " * 100_000, "wrong " * 100_000),
    "a dict of many keys": {f"key {i}": i for i in range(90_000)},
    "a dict of long keys": {f"{i}" * 20_000: "x" * 20_000 for i in range(8)},
    "nested lists": nested(7, 6, 0.1),
    "nested lists of strings": nested(4, 8, "wrong " * 1000),
    "nested dicts": {i: {j: dict.fromkeys("abc", "x" * 999) for j in range(8)} for i in range(8)},
    "an integer": 10**300,
    "a list of integers": [10**300] * 8,
    "an object": [[object()] * 8] * 8,
}


@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
@pytest.mark.parametrize(
    "expected",
    [1.0, [1.0, 2.0], "linear", (1.0, "linear"), {"rate": "linear", "exponent": 1.0}],
    ids=["number", "array", "word", "tuple", "dict"],
)
def test_no_message_is_longer_than_a_page(value, expected):
    begun = time.process_time()
    flaw = compare(plain(value), expected, because="the formula")
    text = message(Finding("ex3_convergence_rate", "fit", "fit(steps, gaps)", flaw))
    assert len(text) < 4000
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("expected", [1.0, [1.0, 2.0], (1.0, "linear"), {"rate": "linear"}])
def test_no_message_on_an_array_of_many_dimensions_is_longer_than_a_page(expected):
    flaw = compare(np.full((2,) * 16, 1 / 3), expected)
    text = message(Finding("ex3_convergence_rate", "fit", "fit(steps, gaps)", flaw))
    assert len(text) < 4000


def test_a_long_string_shows_both_ends_and_its_length():
    text = show("begin" + "x" * 1000 + "end")
    assert text.startswith("'begin")
    assert "end'" in text
    assert "(1008 characters)" in text


def test_a_large_dict_shows_both_ends_and_its_length():
    text = show({f"key {i}": i for i in range(100)})
    assert "'key 0': 0, 'key 1': 1" in text
    assert "'key 99': 99}" in text
    assert text.endswith("of 100 keys")


def test_nested_values_of_ordinary_size_are_whole():
    assert show({"rate": "linear", "fit": (1.0, [0.5, 2])}) == (
        "{'rate': 'linear', 'fit': (1.0, [0.5, 2])}"
    )
    points = [(-1.2247448, "minimum"), (0.0, "maximum"), (1.2247448, "minimum")]
    assert show(points, 9) == str(points)
    assert show(np.eye(3)) == "[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] of shape (3, 3)"


def test_only_the_shape_of_an_array_within_a_sequence_is_left_out():
    ends = "[0.0, 1.0, 2.0, 3.0, …, 18.0, 19.0]"
    many = np.arange(20.0)
    assert show((1.0, many)) == f"(1.0, {ends})"
    assert show([[many], 2]) == f"[[{ends}], 2]"
    assert show((1.0, {"history": many})) == f"(1.0, {{'history': {ends} of shape (20,)}})"
    for word in ("matrix of shape 2", "out of shape (3,)", " of shape"):
        assert show([word]) == f"[{word!r}]"
        assert show((1.0, {word: 2})) == f"(1.0, {{{word!r}: 2}})"


def test_strings_that_begin_and_end_alike_are_told_apart_by_their_lengths():
    got, expected = show_apart("a" * 3000, "a" * 2000)
    assert got != expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2 / 49, "0.04081632653061224"),
        (np.inf, "np.inf"),
        ([4.0, -np.inf, np.nan], "[4.0, -np.inf, np.nan]"),
        (np.array([1 / 3, 1.0]), "np.array([0.3333333333333333, 1.0])"),
        (np.eye(3), "np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])"),
        ((0.1, 2), "(0.1, 2)"),
        ((0.1,), "(0.1,)"),
        (list(range(10)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"),
        (np.arange(1, 101), "np.arange(1, 101)"),
        (np.ones(50), "np.ones(50)"),
        (np.geomspace(1e-6, 1.0, 50), "np.geomspace(1e-06, 1.0, 50)"),
        ("inf", "'inf'"),
        (None, "None"),
    ],
)
def test_an_argument_is_shown_so_that_what_is_pasted_is_the_same(value, text):
    assert typed(value) == text
    again = eval(text, {"np": np})
    assert type(again) is type(value)
    np.testing.assert_array_equal(again, value)


@pytest.mark.parametrize("value", [np.geomspace(1, 2, 50) * 1.01, np.full((9, 2), 0.1), [0.5] * 40])
def test_an_argument_that_is_too_long_is_no_python(value):
    with pytest.raises(SyntaxError):
        compile(typed(value), "a call", "eval")


def test_numbers_that_differ_are_shown_to_differ_by_about_as_much():
    assert show_apart(2.684355, 2.68435456) == ("2.684355", "2.68435456")
    assert show_apart(0.0, 4.0) == ("0.0", "4.0")
    assert show_apart(np.inf, 4.0) == ("inf", "4.0")


def test_a_tuple_of_one_is_shown_as_python_writes_it():
    assert show((1.0,)) == "(1.0,)"
    assert show([1.0]) == "[1.0]"


def test_bytes_are_shown_as_what_they_are():
    assert plain(b"converges").text == "b'converges'"
    assert [each.text for each in plain([b"a", np.bytes_(b"a")])] == ["b'a'", "np.bytes_(b'a')"]
    assert [each.text for each in plain(np.array([b"a", b"b"]))] == ["b'a'", "b'b'"]
    assert plain(np.array(b"a")).text == "b'a'"


@pytest.mark.parametrize("expected", [(1.0, np.inf), {"a": np.inf}, ({"a": (1.0, np.inf)},)])
def test_what_is_beyond_is_alike_in_a_tuple_and_in_a_dict_too(expected):
    def put(part, number):
        if isinstance(part, dict):
            return {key: put(each, number) for key, each in part.items()}
        if isinstance(part, tuple):
            return tuple(put(each, number) for each in part)
        return number if part == np.inf else part

    for number in (np.nan, -1e200, np.inf):
        assert compare(put(expected, number), expected, same_beyond=True) is None
    assert compare(put(expected, np.nan), expected) is not None
    assert compare(put(expected, 5.0), expected, same_beyond=True) is not None
