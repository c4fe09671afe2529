"""The few calls of the Linux kernel for which Python has no function."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

__all__ = [
    "PR_SET_CHILD_SUBREAPER",
    "PR_SET_DUMPABLE",
    "PR_SET_NO_NEW_PRIVS",
    "PR_SET_PDEATHSIG",
    "PR_SET_SECCOMP",
    "prctl",
    "syscall",
]

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def syscall(number: int, *args: Any) -> int:
    """Make the system call ``number``; its integer result.

    Raises
    ------
    OSError
        With the call's errno, when the kernel refuses.
    """
    return _checked(_library().syscall(ctypes.c_long(number), *args), f"system call {number}")


def prctl(option: int, *args: Any) -> int:
    """Set or read an attribute of this process.

    Raises
    ------
    OSError
        With the call's errno, when the kernel refuses.
    """
    values = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in args]
    values += [ctypes.c_ulong(0)] * (4 - len(values))
    return _checked(_library().prctl(option, *values), f"prctl {option}")


def _library() -> ctypes.CDLL:
    if _libc is None or sys.platform != "linux":  # other systems have other numbers
        raise OSError("these are Linux's calls")
    return _libc


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{os.strerror(number)} ({what})")
    return result
