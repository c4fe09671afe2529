"""What is logged while a notebook's functions are checked, by Matplotlib and by their own loops."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_logs"]


@contextmanager
def without_logs() -> Iterator[None]:
    """Leave out what is logged within the block: a level of DEBUG has hundreds of lines."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
