"""The switch before exercise 1's `gradient_descent`: others are tried with a right one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from exercises.coach.calling.right_descent import right_descent

__all__ = ["Carrier"]


class Carrier:
    """Stands before the function that is carried: notes its use, can put the right one in."""

    def __init__(self) -> None:
        self.is_carrying = False
        self.was_used = False

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function`` with the switch before it."""

        @functools.wraps(function)
        def gradient_descent(*args: Any, **kwargs: Any) -> Any:
            self.was_used = True
            return (right_descent if self.is_carrying else function)(*args, **kwargs)

        return gradient_descent

    @contextmanager
    def carrying(self) -> Iterator[None]:
        """Within the block the right loop answers."""
        self.is_carrying = True
        try:
            yield
        finally:
            self.is_carrying = False
