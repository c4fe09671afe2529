"""The form of what goes between the grader and a process that it does not trust.

A frame is a header, a JSON text and the raw bytes of the text's arrays. Reading one makes no object
but None, bool, int, float, str, list, tuple, dict, arrays and scalars of `DTYPES`, problems, and
what `exercises.coach.calling` has in place of another object. In the text a plain value stands for
itself, anything else is a list that begins with a tag:

====================  ==========================================================
``["l", …]``          a list; ``["t", …]`` a tuple; ``["d", key, value, …]`` a dict
``["lf", bytes]``     a list of floats, as raw bytes; ``["tf", …]`` a tuple of them
``["a", …]``          an array: dtype, shape, bytes
``["la", …]``         a list of arrays of one shape, stacked; ``["ta", …]`` a tuple
``["n", …]``          a NumPy scalar: dtype, hexadecimal digits
``["f", text]``       nan, inf or -inf
``["p", …]``          a problem's ``loss`` or ``grad``: which, number, description
``["o", …]``          `Opaque`: type's name, text; ``["x"]`` is `FRESH_AXES`
====================  ==========================================================
"""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from exercises.coach.calling.figure_as_data import FRESH_AXES, FreshAxes
from exercises.coach.calling.plain_data import Opaque, extent
from exercises.coach.problems import Problem, problem_from

__all__ = [
    "ARRAY_BYTES",
    "DEPTH",
    "DIMENSIONS",
    "DTYPES",
    "EXTENT",
    "HEADER",
    "JSON_BYTES",
    "MAGIC",
    "NODES",
    "Reader",
    "WireError",
    "pack",
    "unpack",
]

# Magic, bytes of the text, bytes of the arrays.
HEADER = struct.Struct("<4sII")
MAGIC = b"gdk1"
JSON_BYTES = 4 << 20
ARRAY_BYTES = 64 << 20
# Steps over one array: a shape without bytes, such as (10**9, 0), has them all the same.
EXTENT = 1 << 24
DEPTH = 24
NODES = 400_000
# Of floats in lists, each of which takes four times its bytes once it is read.
FLOATS = 2_100_000
DIMENSIONS = 8
DTYPES = frozenset(
    f"{kind}{bits}" for kind in ("int", "uint", "float") for bits in (8, 16, 32, 64)
) - {"float8"} | {"bool"}


class WireError(Exception):
    """The bytes are no frame, or the value is no plain data that a frame can hold."""


WRITER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
MANY = 4  # from so many floats on, a list travels as raw bytes


def pack(value: Any) -> bytes:
    """Return the frame that holds ``value``.

    Bound methods ``problem.loss`` and ``problem.grad`` travel as the problem's description.

    Raises
    ------
    WireError
        When the value is not plain data, or too large.
    """
    return _Writer().frame(value)


class _Writer:
    def __init__(self) -> None:
        self.blobs: list[bytes] = []
        self.array_bytes = 0
        self.nodes = 0
        self.problems: list[Problem] = []

    def frame(self, value: Any) -> bytes:
        try:
            tree = self.node(value, DEPTH)
            text = WRITER.encode(tree).encode()
        except (ValueError, RecursionError) as error:
            raise WireError(f"not to be sent: {error}") from None
        if len(text) > JSON_BYTES:
            raise WireError("too large to be sent")
        return HEADER.pack(MAGIC, len(text), self.array_bytes) + text + b"".join(self.blobs)

    def node(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind in (bool, int, str):
            return value
        if kind is float:
            return value if math.isfinite(value) else ["f", repr(value)]
        self.nodes += 1
        if depth == 0 or self.nodes > NODES:
            raise WireError("nested too deeply or too long to be sent")
        if kind in (list, tuple):
            return self.sequence(value, depth)
        if kind is dict:
            pairs = [self.node(part, depth - 1) for pair in value.items() for part in pair]
            return ["d", *pairs]
        if kind is np.ndarray:
            return self.array(value)
        return self.marker(value, depth)

    def sequence(self, value: Any, depth: int) -> Any:
        tag = "l" if type(value) is list else "t"
        if len(value) >= MANY:
            kinds = set(map(type, value))
            if kinds == {float}:
                return [tag + "f", self.blob(np.array(value))]
            if kinds == {np.ndarray} and len({(a.dtype, a.shape) for a in value}) == 1:
                return [tag + "a", *self.array(np.stack(value))[1:]]
            self.nodes += len(value)
        return [tag, *(self.node(item, depth - 1) for item in value)]

    def array(self, value: Any) -> list[Any]:
        if value.dtype.name not in DTYPES or value.ndim > DIMENSIONS:
            raise WireError(f"arrays of {value.dtype} are not sent")
        if value.nbytes > ARRAY_BYTES or extent(value.shape) > EXTENT:
            raise WireError("an array too large to be sent")
        native = value if value.dtype.isnative else value.astype(value.dtype.newbyteorder("="))
        return ["a", value.dtype.name, list(value.shape), self.blob(np.ascontiguousarray(native))]

    def blob(self, array: Any) -> int:
        self.array_bytes += array.nbytes
        if self.array_bytes > ARRAY_BYTES:
            raise WireError("arrays too large to be sent")
        self.blobs.append(array.tobytes())
        return int(array.nbytes)

    def marker(self, value: Any, depth: int) -> list[Any]:
        if isinstance(value, np.generic) and value.dtype.name in DTYPES:
            return ["n", value.dtype.name, value.tobytes().hex()]
        if type(value) is Opaque:
            return ["o", str(value.type_name), str(value.text)]
        if type(value) is FreshAxes:
            return ["x"]
        problem = getattr(value, "__self__", None)
        if isinstance(problem, Problem) and value.__name__ in ("loss", "grad"):
            return ["p", value.__name__, *self.problem(problem, depth)]
        raise WireError(f"{type(value).__name__} is not plain data")

    def problem(self, problem: Problem, depth: int) -> list[Any]:
        # ``problem.loss`` and ``problem.grad`` of one problem must arrive as of one problem.
        for index, known in enumerate(self.problems):
            if known is problem:
                return [index]
        self.problems.append(problem)
        return [len(self.problems) - 1, self.node(problem.describe(), depth - 1)]


def unpack(frame: bytes, rebuild: Callable[[dict[str, Any]], Problem] = problem_from) -> Any:
    """Return the value in one whole frame.

    Parameters
    ----------
    frame : what `pack` made
    rebuild : makes a problem from its description

    Raises
    ------
    WireError
        When the bytes are not a frame.
    """
    reader = Reader(rebuild=rebuild)
    values = list(reader.feed(frame))
    if len(values) != 1 or reader.pending:
        raise WireError("not one whole frame")
    return values[0]


class Reader:
    """Cuts a stream of bytes into frames and reads them.

    Parameters
    ----------
    json_bytes, array_bytes : the largest frame that is read
    rebuild : makes a problem from its description; None refuses them
    """

    def __init__(
        self,
        rebuild: Callable[[dict[str, Any]], Problem] | None = None,
        json_bytes: int = JSON_BYTES,
        array_bytes: int = ARRAY_BYTES,
    ) -> None:
        self.most = json_bytes, array_bytes
        self.rebuild = rebuild
        self.pending = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """Take in ``data`` and yield the values that are complete.

        Raises
        ------
        WireError
            When the stream is not made of frames.
        """
        self.pending += data
        while len(self.pending) >= HEADER.size:
            magic, json_bytes, array_bytes = HEADER.unpack_from(self.pending)
            if magic != MAGIC:
                raise WireError("not a frame")
            if json_bytes > self.most[0] or array_bytes > self.most[1]:
                raise WireError("a frame that is too large")
            end = HEADER.size + json_bytes + array_bytes
            if len(self.pending) < end:
                return
            # One copy of what may be large, and none left behind while its value is judged.
            with memoryview(self.pending) as whole:
                text = bytes(whole[HEADER.size : HEADER.size + json_bytes])
                blobs = bytes(whole[HEADER.size + json_bytes : end])
            del self.pending[:end]
            yield _read(text, memoryview(blobs), self.rebuild)


def _read(
    text: bytes, blobs: memoryview, rebuild: Callable[[dict[str, Any]], Problem] | None
) -> Any:
    builder = _Builder(blobs, rebuild)
    try:
        value = builder.value(PARSER.decode(text.decode()), DEPTH)
        if builder.used != len(blobs):
            raise WireError("array bytes left over")
        return value
    except WireError:
        raise
    except (
        ValueError,
        TypeError,
        LookupError,
        RecursionError,
        OverflowError,
        MemoryError,
    ) as error:
        raise WireError(f"not to be read: {type(error).__name__}") from None


def _refuse(constant: str) -> None:
    raise WireError(f"{constant}, which has a tag of its own")


PARSER = json.JSONDecoder(parse_constant=_refuse)
ALIKE = 64  # keys of one hash; by chance there are two or three


def _refuse_alike(keys: list[Any]) -> None:
    """Refuse keys that were chosen for their hash: a dict compares each with all before it."""
    if len(keys) > ALIKE and max(Counter(map(hash, keys)).values()) > ALIKE:
        raise WireError("keys that no dict can tell apart quickly")


class _Builder:
    """Makes the value of a parsed header; every tag has a method of its name."""

    def __init__(
        self, blobs: memoryview, rebuild: Callable[[dict[str, Any]], Problem] | None
    ) -> None:
        self.blobs = blobs
        self.rebuild = rebuild
        self.used = 0
        self.nodes = 0
        self.floats = 0
        self.problems: list[Problem] = []

    def value(self, node: Any, depth: int) -> Any:
        if type(node) is not list:
            if type(node) is dict:
                raise WireError("an object where none is written")
            if type(node) is str and not node.isascii():
                # A lone half of a surrogate pair would stop whoever writes it into a report.
                return node.encode("utf-8", "replace").decode()
            return node
        self.nodes += len(node)
        if depth == 0 or self.nodes > 2 * NODES:
            raise WireError("nested too deeply or too long")
        tag, *rest = node
        if tag in ("l", "t"):
            items = [self.value(item, depth - 1) for item in rest]
            return items if tag == "l" else tuple(items)
        if tag == "d":
            parts = [self.value(part, depth - 1) for part in rest]
            _refuse_alike(parts[::2])
            return dict(zip(parts[::2], parts[1::2], strict=True))
        return self.leaf(tag, rest, depth)

    def leaf(self, tag: str, rest: list[Any], depth: int) -> Any:
        match tag, rest:
            case "f", [("nan" | "inf" | "-inf") as text]:
                return float(text)
            case (("lf" | "tf"), [int(size)]):
                self.floats += size // 8
                if self.floats > FLOATS:
                    raise WireError("too many numbers in lists")
                floats = np.frombuffer(self.take(size), dtype=np.float64).tolist()
                return floats if tag == "lf" else tuple(floats)
            case "a", [str(dtype), list(shape), int(size)]:
                return self.array(dtype, shape, size)
            case (("la" | "ta"), [str(dtype), list(shape), int(size)]):
                stack = self.array(dtype, shape, size, least=1)
                self.nodes += len(stack)
                if self.nodes > NODES:
                    raise WireError("too many arrays")
                parts = [stack[i, ...].copy() for i in range(len(stack))]
                return parts if tag == "la" else tuple(parts)
            case "n", [str(dtype), str(digits)] if dtype in DTYPES:
                return np.frombuffer(bytes.fromhex(digits), dtype=dtype).reshape(())[()]
            case "o", [str(type_name), str(text)]:
                # A type's name is whatever a submission says; it stands in a line of ours.
                type_name = " ".join(self.value(type_name[:80], 1).split())
                return Opaque(type_name, self.value(text[:1000], 1))
            case "x", []:
                return FRESH_AXES
            case "p", [("loss" | "grad") as name, int(index), *new] if self.rebuild is not None:
                if new:
                    self.problems.append(self.rebuild(self.value(new[0], depth - 1)))
                return getattr(self.problems[index], name)
        raise WireError("an unknown tag")

    def array(self, dtype: str, shape: list[Any], size: int, least: int = 0) -> Any:
        is_shape = all(type(n) is int and 0 <= n <= EXTENT for n in shape)
        if dtype not in DTYPES or not is_shape or not least <= len(shape) <= DIMENSIONS + least:
            raise WireError("an array of no known kind")
        if extent(shape) > EXTENT:
            raise WireError("an array of more rows than anybody walks over")
        if math.prod(shape) * np.dtype(dtype).itemsize != size:
            raise WireError("an array of another size")
        flat = np.frombuffer(self.take(size), dtype=np.uint8)
        if dtype == "bool":
            return flat.astype(bool).reshape(shape)
        return flat.copy().view(dtype).reshape(shape)

    def take(self, size: int) -> memoryview:
        start, self.used = self.used, self.used + size
        if size < 0 or self.used > len(self.blobs):
            raise WireError("array bytes missing")
        return self.blobs[start : self.used]
