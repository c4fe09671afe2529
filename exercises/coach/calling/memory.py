"""A limit on the memory that one call of a learner's function may take, where the system has one.

Without it an array that doubles at every step, as ``theta - lr * column`` makes one, or a list that
grows in an endless loop, takes all the memory of the machine, and the system ends the whole run.
With it NumPy or Python raises MemoryError in the line that asks for too much.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]

__all__ = ["MOST_BYTES", "limited_memory"]

# Beside what is in use: far more than any exercise needs, and no burden to a small machine.
MOST_BYTES = 1 << 30
IN_USE = "/proc/self/statm"


@contextlib.contextmanager
def limited_memory() -> Iterator[None]:
    """Within the block the process may take `MOST_BYTES` more than it has; on Linux only."""
    before = _limits()
    used = _bytes_in_use() if before else 0
    if not before or not used or 0 <= before[0] <= used + MOST_BYTES:
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (used + MOST_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _limits() -> tuple[int, int] | None:
    """Return the limit in force and the highest there may be; −1 means none."""
    try:
        return resource.getrlimit(resource.RLIMIT_DATA)
    except (AttributeError, OSError, ValueError):
        return None


def _bytes_in_use() -> int:
    """Return what the process has for its data, 0 where that is not known."""
    try:
        with open(IN_USE, encoding="ascii") as file:
            pages = int(file.read().split()[5])
        return pages * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0
