"""Which files a submission may open: a Landlock ruleset, made once and put on by every child.

Source: the kernel's ``Documentation/userspace-api/landlock.rst`` and its header
``include/uapi/linux/landlock.h``. The three system calls have the same numbers on every machine.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.libc import syscall

__all__ = ["WRITE", "abi", "restrict", "ruleset"]

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
GET_VERSION = 1
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (
    1 << bit for bit in range(6, 13)
)
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
ALL = (IOCTL_DEV << 1) - 1
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# Each version of the interface and the highest right to a file that it knows.
HIGHEST = {1: MAKE_SYM, 2: REFER, 3: TRUNCATE, 4: TRUNCATE}
CONNECT_AND_BIND_TCP = 0b11
SIGNALS_AND_ABSTRACT_SOCKETS = 0b11


def abi() -> int:
    """Return the version of the kernel's Landlock, 0 when there is none."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(GET_VERSION))
    except OSError:
        return 0


def ruleset(
    readable: Iterable[Path],
    writable: Iterable[Path],
    devices: Iterable[Path],
    judges: int = ALL,
) -> int:
    """Return the descriptor of a ruleset that denies all but this.

    Parameters
    ----------
    readable : files and folders, with what is beneath, that may be read
    writable : folders beneath which files may be read, made, written and removed
    devices : files that may be read and written, but not made
    judges : the rights that the ruleset has a say in; others it leaves as they are

    Raises
    ------
    OSError
        When the kernel has no Landlock.
    """
    version = abi()
    handled = judges & ((HIGHEST.get(version, IOCTL_DEV) << 1) - 1)
    attributes = struct.pack(
        "QQQ",
        handled,
        CONNECT_AND_BIND_TCP if version >= 4 else 0,
        SIGNALS_AND_ABSTRACT_SOCKETS if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = syscall(
        CREATE_RULESET,
        ctypes.create_string_buffer(attributes, len(attributes)),
        ctypes.c_size_t(size),
        ctypes.c_uint32(0),
    )
    for paths, rights in (
        (readable, READ),
        (writable, READ | WRITE),
        (devices, READ_FILE | WRITE_FILE),
    ):
        for path in paths:
            _allow(rules, path, rights & handled)
    return rules


def restrict(rules: int) -> None:
    """Hold this process and its children to the ruleset, for good.

    Needs ``no_new_privs`` first.
    """
    syscall(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))


def _allow(rules: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= OF_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        syscall(
            ADD_RULE,
            ctypes.c_int(rules),
            ctypes.c_int(PATH_BENEATH),
            ctypes.create_string_buffer(rule, len(rule)),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(descriptor)
