"""What the children of a zygote can take on, on this machine; found out once."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from grader.sandbox import landlock
from grader.sandbox.confine import Plan, address_space, tasks_of
from grader.sandbox.limits import Limits
from grader.sandbox.reading import DEVICES, readable_files

__all__ = ["plan_for"]

# systemd's range for users that exist only while a service runs; nobody else's.
FIRST_UID, UIDS = 61184, 4336
# Beyond the numbers at which a child puts its own descriptors.
HIGH_DESCRIPTOR = 16


def plan_for(limits: Limits, scratch: Path, without: tuple[str, ...]) -> Plan:
    """Return what every child takes on.

    Parameters
    ----------
    limits : what a child may use
    scratch : the folder beneath which it may write
    without : layers to leave out
    """
    readable = readable_files()
    try:
        made = landlock.ruleset(readable, [scratch], DEVICES)
        rules: int | None = fcntl.fcntl(made, fcntl.F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR)
        os.close(made)
    except OSError:
        rules = None
    if "landlock" in without:
        rules = None
    another = FIRST_UID + os.getpid() % UIDS
    can_become, can_read = _try_user(another, readable) if os.geteuid() == 0 else (False, True)
    # Without Landlock another user could not import from a closed home folder: stay who one is.
    becomes = can_become and "user" not in without and (can_read or rules is not None)
    uid = another if becomes else None
    return Plan(
        limits,
        base_bytes=address_space(),
        base_tasks=0 if uid is not None else tasks_of(os.getuid()),
        uid=uid,
        reads_all=uid is not None and not can_read,
        rules=rules,
        without=without,
    )


def _try_user(uid: int, paths: list[Path]) -> tuple[bool, bool]:
    """Return whether this process can become the user, and whether that user can read the paths."""
    child = os.fork()
    if child == 0:
        status = 2
        with suppress(BaseException):
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            status = 0 if all(os.access(path, os.R_OK) for path in paths) else 1
        os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status < 2, status == 0
