"""Plain data to frames; see `grader.sandbox.wire` for their form."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from exercises.coach.figures import FreshAxes
from exercises.coach.plain import Opaque
from exercises.coach.problems import Problem
from grader.sandbox.wire import (
    ARRAY_BYTES,
    DEPTH,
    DIMENSIONS,
    DTYPES,
    HEADER,
    JSON_BYTES,
    MAGIC,
    NODES,
    WireError,
)  # fmt: skip

__all__ = ["pack"]

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
        if value.nbytes > ARRAY_BYTES:
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
