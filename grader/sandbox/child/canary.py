"""A child of our own that tries each forbidden thing: the isolation is what it failed to do.

Every attempt is harmless where it succeeds: signal 0, a read of eight bytes, a file of ours.
"""

from __future__ import annotations

import ctypes
import importlib
import mmap
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.sandbox.libc import syscall

__all__ = ["attempt"]

PROCESS_VM_READV = {"x86_64": 310, "aarch64": 270}
# Of each place from which a submission may import, one with compiled code among them: none of them
# is imported before the fork, and none takes long.
LATE = ("numpy.fft", "numpy.ctypeslib", "matplotlib.sankey", "colorsys")


def attempt(targets: Mapping[str, Any]) -> list[str]:
    """Try everything that a submission must not do; return, in words, what succeeded.

    Parameters
    ----------
    targets : ``secret`` and ``outside``, a file and a folder of the grader's; ``grader``, its
        process; ``address`` of eight bytes in it; ``memory_bytes``, the limit on memory
    """
    attempts: dict[str, list[Callable[[Mapping[str, Any]], object]]] = {
        "open sockets": [_open_socket, _open_local_socket, _send_to_an_address],
        "start processes": [_fork, _execute],
        "reach the grader's process": [
            *(_signal_grader, _read_grader, _signal_parent, _own_a_file_for_parent)
        ],
        "read other files": [_read_secret, _list_outside],
        "write outside its scratch folder": [_write_outside, _remove_secret, _make_neighbour],
        "change the modes of other files": [_change_mode],
        "use any amount of memory": [_use_memory, _share_memory],
    }
    succeeded = [
        what for what, tries in attempts.items() if any(_succeeds(one, targets) for one in tries)
    ]
    return succeeded + [f"not import {name}" for name in LATE if not _succeeds(_import(name), {})]


def _succeeds(one: Callable[[Mapping[str, Any]], object], targets: Mapping[str, Any]) -> bool:
    try:
        one(targets)
    except (OSError, MemoryError, ImportError, AttributeError, KeyError):
        return False
    return True


def _open_socket(targets: Mapping[str, Any]) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _open_local_socket(targets: Mapping[str, Any]) -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _send_to_an_address(targets: Mapping[str, Any]) -> None:
    """Send to a socket of somebody else's over one that was made without an address."""
    if not hasattr(socket, "AF_UNIX"):
        return  # elsewhere nothing stops it, as the attempts before this one say
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        try:
            one.sendto(b"", "/no/such/socket")
        except (FileNotFoundError, ConnectionRefusedError, IsADirectoryError):
            return  # it was let to look


def _fork(targets: Mapping[str, Any]) -> None:
    if not hasattr(os, "fork"):
        return  # elsewhere there are other ways, and nothing that stops them
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _execute(targets: Mapping[str, Any]) -> None:
    try:
        os.execv("/no/such/program", ["program"])
    except FileNotFoundError:
        return  # it was let to look


def _signal_grader(targets: Mapping[str, Any]) -> None:
    _signal(targets["grader"])


def _signal_parent(targets: Mapping[str, Any]) -> None:
    _signal(os.getppid())


def _signal(pid: int) -> None:
    # On Windows signal 0 is a key press for the whole console, and nothing would stop it.
    if os.name == "posix":
        os.kill(pid, 0)


def _own_a_file_for_parent(targets: Mapping[str, Any]) -> None:
    """Have the kernel signal the parent when a file of ours is ready, which never happens."""
    try:
        os.killpg(0, 0)
    except OSError:
        pass  # the filter judges signals: then it must judge this as well
    else:
        raise OSError("without it the kernel judges these signals as it judges `kill`")
    import fcntl

    reading, writing = os.pipe()
    try:
        fcntl.fcntl(reading, fcntl.F_SETOWN, os.getppid())
    finally:
        os.close(reading)
        os.close(writing)


def _read_grader(targets: Mapping[str, Any]) -> None:
    buffer = ctypes.create_string_buffer(8)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    remote = (ctypes.c_size_t * 2)(targets["address"], 8)
    number = PROCESS_VM_READV[os.uname().machine]
    one, none = ctypes.c_ulong(1), ctypes.c_ulong(0)
    syscall(number, ctypes.c_int(targets["grader"]), local, one, remote, one, none)


def _read_secret(targets: Mapping[str, Any]) -> None:
    Path(targets["secret"]).read_bytes()


def _list_outside(targets: Mapping[str, Any]) -> None:
    os.listdir(targets["outside"])


def _write_outside(targets: Mapping[str, Any]) -> None:
    (Path(targets["outside"]) / "canary").write_bytes(b"")


def _make_neighbour(targets: Mapping[str, Any]) -> None:
    os.mkdir("../canary")
    os.rmdir("../canary")


def _change_mode(targets: Mapping[str, Any]) -> None:
    os.chmod(targets["secret"], 0o644)


def _remove_secret(targets: Mapping[str, Any]) -> None:
    os.rename(targets["secret"], f"{targets['secret']}-moved")


def _use_memory(targets: Mapping[str, Any]) -> None:
    # Asked for and not written to: what succeeds here costs nothing.
    if not hasattr(mmap, "MAP_PRIVATE"):
        return
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    mmap.mmap(-1, 2 * targets["memory_bytes"], flags=private).close()


def _share_memory(targets: Mapping[str, Any]) -> None:
    mmap.mmap(-1, 4 * targets["memory_bytes"]).close()


def _import(name: str) -> Callable[[Mapping[str, Any]], object]:
    return lambda targets: importlib.import_module(name)
