"""What the grader and the zygote say to each other: fixed structs, and descriptors beside them.

Structs, not JSON: each page that the zygote writes while a child lives is copied for that child.
"""

from __future__ import annotations

import struct

__all__ = ["ANSWER", "END", "REQUEST", "START", "SWEEP"]

# What to do; a folder's secret number and the layers that may be missing, or a process to end.
REQUEST = struct.Struct("<cQI")
# The new process and nothing, or the exit status and the signal of the one that ended.
ANSWER = struct.Struct("<ii")
START, END, SWEEP = b"s", b"e", b"w"
