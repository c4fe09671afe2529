"""Right functions in the place of a module's own, from where the module defines these.

A script that makes one call again has this class in it: it needs nothing of the kit.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

__all__ = ["RightFunctions"]


class RightFunctions:
    """Right functions for one module.

    Put in as soon as a statement defines the module's own, so that what it then makes of that
    (``step = mse_grad``, a default, a table) is made of the right one.

    Parameters
    ----------
    functions : by name
    parameters : of each, in the order of its contract
    """

    def __init__(self, functions: dict[str, Any], parameters: dict[str, list[str]]) -> None:
        self.functions = functions
        self.parameters = parameters
        self.last: dict[str, Any] = {}

    def put_in(self, module: Any) -> None:
        """Replace those that the module has defined since the last time."""
        for name, right in self.functions.items():
            own = module.__dict__.get(name)
            if name not in self.last or own is not self.last[name]:
                self.last[name] = self.as_called(right, own, self.parameters[name])
                module.__dict__[name] = self.last[name]

    @staticmethod
    def as_called(right: Any, own: Any, parameters: list[str]) -> Any:
        """Return the right function, to be called as the own one is: by its names and order.

        Who changed the order may still call it in the contract's: so it is called where the own
        order fails.
        """
        try:
            header = inspect.signature(own)
            rights = [*inspect.signature(right).parameters]
        except Exception:
            return right
        names = [*header.parameters]
        others = iter([name for name in names if name not in parameters])
        order = [name if name in names else next(others, None) for name in parameters]
        if None in order or names[: len(order)] == parameters or len(rights) < len(order):
            return right

        @functools.wraps(right)
        def called(*args: Any, **kwargs: Any) -> Any:
            given = header.bind(*args, **kwargs).arguments
            put = {
                to: given.pop(name)
                for to, name in zip(rights, order, strict=False)
                if name in given
            }
            try:
                return right(**put, **given)
            except Exception as failed:
                try:
                    return right(*args, **kwargs)
                except Exception:
                    raise failed from None

        return called
