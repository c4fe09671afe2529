"""The form of what goes between the grader and a process that it does not trust.

A frame is a header, a JSON text and the raw bytes of the text's arrays. Reading one makes no object
but None, bool, int, float, str, list, tuple, dict, arrays and scalars of `DTYPES`, and the markers
in `grader.sandbox.encode`. In the text a plain value stands for itself, anything else is a list
that begins with a tag:

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

import struct

__all__ = [
    "ARRAY_BYTES", "DEPTH", "DIMENSIONS", "DTYPES", "HEADER", "JSON_BYTES", "MAGIC", "NODES",
    "WireError",
]  # fmt: skip

# Magic, bytes of the text, bytes of the arrays.
HEADER = struct.Struct("<4sII")
MAGIC = b"gdk1"
JSON_BYTES = 4 << 20
ARRAY_BYTES = 64 << 20
DEPTH = 24
NODES = 400_000
DIMENSIONS = 8
DTYPES = frozenset(
    f"{kind}{bits}" for kind in ("int", "uint", "float") for bits in (8, 16, 32, 64)
) - {"float8"} | {"bool"}


class WireError(Exception):
    """The bytes are no frame, or the value is no plain data that a frame can hold."""
