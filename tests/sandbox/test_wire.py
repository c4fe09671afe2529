"""What goes over the wire comes out equal, or not at all."""

from __future__ import annotations

import contextlib
import json
import math
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from exercises.coach.calling.figure_as_data import FRESH_AXES
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.problems import Polynomial, Quadratic
from grader.sandbox.wire import DTYPES, HEADER, MAGIC, Reader, WireError, pack, unpack

atoms = st.none() | st.booleans() | st.integers() | st.floats() | st.text("aé €", max_size=5)
arrays = hnp.arrays(st.sampled_from(sorted(DTYPES)), hnp.array_shapes(min_dims=0, min_side=0))
keys = st.text("abc", max_size=3) | st.integers() | st.booleans()
values = st.recursive(
    atoms | arrays,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=6).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.lists(st.floats(), min_size=4, max_size=9)
    ),
    max_leaves=12,
)


def is_same(a, b):
    """Whether two values are equal in type, dtype, shape and bits, NaN included."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(is_same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(is_same(a[k], b[k]) for k in a)
    if isinstance(a, float):
        return math.isnan(a) == math.isnan(b) and (math.isnan(a) or str(a) == str(b))
    return a == b


@settings(max_examples=150, deadline=None)
@given(values)
def test_plain_data_comes_back_the_same(value):
    assert is_same(unpack(pack(value)), value)


@pytest.mark.parametrize(
    "value",
    [
        np.float64(0.1),
        np.int32(-5),
        np.bool_(True),
        tuple(np.arange(2.0) + i for i in range(9)),
        [np.array(float(i)) for i in range(9)],
        np.arange(12).reshape(3, 4).T,
        np.arange(6)[::2],
        np.arange(3, dtype=">f8").astype("=f8"),
    ],
    ids=repr,
)
def test_numpys_values_come_back_with_type_and_shape(value):
    assert is_same(unpack(pack(value)), np.ascontiguousarray(value) if isinstance(
        value, np.ndarray) else value)  # fmt: skip


def test_arrays_that_are_read_can_be_written_and_share_nothing():
    one, other = unpack(pack([np.zeros(2), np.zeros(2)]))
    one += 1
    assert other.tolist() == [0.0, 0.0]


def test_markers_come_back():
    assert unpack(pack(Opaque("Sly", "<Sly>"))) == Opaque("Sly", "<Sly>")
    assert unpack(pack([FRESH_AXES])) == [FRESH_AXES]


def test_functions_of_one_problem_are_of_one_problem_afterwards():
    one, other = Quadratic(np.diag([1.0, 2.0])), Polynomial((0.0, 0.0, 3.0))
    loss, grad, slope = unpack(pack([one.loss, one.grad, other.grad]))
    assert loss.__self__ is grad.__self__
    assert loss([1.0, 1.0]) == 1.5
    assert slope(2.0) == 12.0


@pytest.mark.parametrize(
    "value",
    [
        object(),
        b"bytes",
        {1, 2},
        np.zeros(1, dtype=object),
        np.zeros(2, dtype="datetime64[s]"),
        np.zeros(2, dtype=complex),
        np.broadcast_to(0.0, (10**5, 10**5)),
        10**5000,
    ],
    ids=lambda v: type(v).__name__,
)
def test_anything_else_is_refused(value):
    with pytest.raises(WireError):
        pack(value)


def test_a_list_in_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(WireError):
        pack(value)


def framed(text, blob=b""):
    return HEADER.pack(MAGIC, len(text), len(blob)) + text + blob


@pytest.mark.parametrize(
    "frame",
    [
        framed(b""),
        framed(b"{}"),
        framed(b"[]"),
        framed(b'["l"'),
        framed(b"NaN"),
        framed(b"\xff"),
        framed(b"[" * 10_000 + b"]" * 10_000),
        framed(b'["zz",1]'),
        framed(b"[1]"),
        framed(b"[null]"),
        framed(b'["d",1]'),
        framed(b'["d",["l"],1]'),
        framed(b'["f","1.5"]'),
        framed(b'["n","float64","00"]'),
        framed(b'["n","object","00"]'),
        framed(b'["a","object",[1],8]', bytes(8)),
        framed(b'["a","float64",[2],8]', bytes(8)),
        framed(b'["a","float64",[-1],-8]', bytes(8)),
        framed(b'["a","float64",[1.0],8]', bytes(8)),
        framed(b'["a","float64",[true],8]', bytes(8)),
        framed(b'["a","float64",[1],8]', bytes(16)),
        framed(b'["a","float64",[1],8]'),
        framed(b'["a","float64",[1099511627775,1099511627775,0],0]'),
        framed(b'["la","float64",[],8]', bytes(8)),
        framed(b'["la","float64",[1099511627775,0],0]'),
        framed(b'["p","loss",0]'),
        framed(b'["p","loss",0,["d","kind","quadratic"]]'),
        framed(b'["p","__class__",0,["d","kind","polynomial","coefficients",["l",1]]]'),
        framed(b'["o",1,2]'),
        framed(b"1" * 5000),
        b"nonsense which is longer than a header",
        HEADER.pack(MAGIC, 2**31, 0),
        HEADER.pack(MAGIC, 0, 2**31),
    ],
)
def test_what_is_no_frame_is_an_error_of_the_wires_own(frame):
    with pytest.raises(WireError):
        unpack(frame)


P = 2**61 - 1  # numbers that differ by this have one hash


def _pairs_of_one_hash():
    """Return pairs of whole numbers that have one hash as tuples do."""
    mask, start = 2**64 - 1, 2870177450012600261
    prime, other = 11400714785074694791, 14029467366897019727

    def lane(total, part):
        total = total + part * other & mask
        return (total << 31 | total >> 33) * prime & mask

    inverse = pow(other, -1, 2**64)
    pairs, due = [], lane(lane(start, 1), 1)
    rotated = due * pow(prime, -1, 2**64) & mask
    target = (rotated >> 31 | rotated << 33) & mask
    for first in range(60_000):
        second = (target - lane(start, first)) * inverse & mask
        if second < P:
            pairs.append((first, second))
    return pairs


ALIKE = {
    "whole numbers": [str(k * P) for k in range(1, 20_001)],
    "below zero": [str(-k * P - 2) for k in range(1, 20_001)],
    "whole numbers and floats": [f"{k * P},0,{k}.0" for k in range(1, 10_001)],
    "tuples": [f'["t",{one},{other}]' for one, other in _pairs_of_one_hash()],
}


@pytest.mark.parametrize("keys", ALIKE.values(), ids=ALIKE)
def test_keys_of_one_hash_are_refused_before_they_are_compared_each_with_each(keys):
    """To fill a dict with them is one step in C, which nothing ends before it is done."""
    frame = framed(b'["d",' + ",".join(f"{key},0" for key in keys).encode() + b"]")
    began = time.process_time()
    with pytest.raises(WireError, match="keys"):
        unpack(frame)
    assert time.process_time() - began < 2


def test_a_dict_of_many_different_keys_comes_back():
    whole = {key: 0 for k in range(5000) for key in (k, -k, k + 0.5, str(k), k * 2**40)}
    assert is_same(unpack(pack(whole)), whole)


@pytest.mark.parametrize("seed", range(20))
def test_bytes_changed_at_random_are_read_or_refused(seed):
    rng = random.Random(seed)
    whole = pack({"a": [1.0] * 5, "b": np.arange(6.0).reshape(2, 3), "c": ("x", None, 3)})
    for _ in range(50):
        changed = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        with contextlib.suppress(WireError):
            unpack(bytes(changed))


def test_a_stream_may_come_in_any_pieces():
    whole = pack([1, np.arange(3)]) + pack("two")
    reader = Reader()
    found = [value for i in range(len(whole)) for value in reader.feed(whole[i : i + 1])]
    assert found[1] == "two"
    assert found[0][1].tolist() == [0, 1, 2]


def test_a_frame_is_refused_by_its_header_before_its_bytes_are_there():
    header = HEADER.pack(MAGIC, 1000, 0)
    with pytest.raises(WireError, match="too large"):
        list(Reader(json_bytes=999).feed(header))


def test_text_that_cannot_be_written_to_a_file_is_mended():
    half = json.dumps("\ud800").encode()
    assert unpack(framed(half)) == "?"
