"""The sandbox: runs functions of submissions that nobody trusts, and tells what they did.

The trusted side is `Sandbox`, which execs the zygote (`zygote.py`, on Linux) and holds a `Session`
for each submission; the other side is `child.py`, in a process that took on `confine.py`. Between
them `wire.py` carries plain data. The names here load on first use, so that a child, which imports
this package too, has none of the trusted side's code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.sandbox.isolation import Isolation
    from grader.sandbox.limits import Limits, SandboxFault
    from grader.sandbox.sandbox import Sandbox
    from grader.sandbox.session import Session

__all__ = ["Isolation", "Limits", "Sandbox", "SandboxFault", "Session"]

_HOMES = {
    "Isolation": "isolation",
    "Limits": "limits",
    "Sandbox": "sandbox",
    "SandboxFault": "limits",
    "Session": "session",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
