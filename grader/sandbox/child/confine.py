"""What a child takes on before a learner's first line runs, layer by layer.

Each layer that the machine lacks is named and left out; whether that is acceptable is decided by
who started the child, and what it means is measured by the canary.
"""

from __future__ import annotations

import fcntl
import importlib.util
import math
import os
import stat
import struct
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ctypes import create_string_buffer
from dataclasses import dataclass
from pathlib import Path

from exercises.coach.calling.allowed_imports import PACKAGES
from grader.sandbox.child import landlock, seccomp
from grader.sandbox.libc import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl, syscall
from grader.sandbox.limits import LAYERS, Limits

__all__ = [
    "DEVICES",
    "Plan",
    "address_space",
    "confine",
    "limit_resources",
    "plan_for",
    "readable_files",
    "tasks_of",
]

if sys.platform != "win32":
    import resource
SIGKILL = 9
STACK_BYTES = 1 << 20
PR_SET_KEEPCAPS = 8
CAPSET = {"x86_64": 126, "aarch64": 91}
CAP_DAC_READ_SEARCH = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Plan:
    """What every child of a zygote takes on.

    Attributes
    ----------
    limits : what it may use
    base_bytes : address space, and data in it, of the zygote, which the limit is added to
    base_tasks : processes and threads that the user had before
    uid : the user to become, None to stay
    reads_all : keep the right to read any file, for an interpreter in a closed home folder; used
        only where Landlock then takes away all but the interpreter
    rules : descriptor of Landlock's ruleset, None without
    without : layers to leave out, as if the machine did not have them
    """

    limits: Limits
    base_bytes: tuple[int, int] = (0, 0)
    base_tasks: int = 0
    uid: int | None = None
    reads_all: bool = False
    rules: int | None = None
    without: tuple[str, ...] = ()


def confine(plan: Plan) -> tuple[str, ...]:
    """Take on every layer there is; return the names of those that are missing, of `LAYERS`."""
    steps: dict[str, Callable[[], object]] = {
        "limits": lambda: limit_resources(plan),
        "user": lambda: _change_user(plan),
        # After the change of user, which clears it.
        "death signal": lambda: prctl(PR_SET_PDEATHSIG, SIGKILL),
        "no new privileges": lambda: prctl(PR_SET_NO_NEW_PRIVS, 1),
        "landlock": lambda: _restrict_files(plan),
        "seccomp": lambda: seccomp.install(os.getpid()),
    }
    missing = []
    for name in LAYERS:
        try:
            if name in plan.without:
                raise OSError(f"without {name}")
            steps[name]()
        except (OSError, KeyError):
            missing.append(name)
    return tuple(missing)


def limit_resources(plan: Plan) -> None:
    """Set the resource limits, soft and hard."""
    limits = plan.limits
    # Python's own code needs little of a thread's stack, and each is counted in full.
    threading.stack_size(STACK_BYTES)
    # An interpreter of its own has used some by now: its start is not the submission's.
    most = limits.submission_seconds + limits.naming_seconds
    seconds = math.ceil(time.process_time() + most) + 2
    wanted = {
        "CPU": seconds,
        # Twice: threads reserve room that they do not use. Shared memory is counted by this alone.
        "AS": plan.base_bytes[0] + 2 * limits.memory_bytes,
        "DATA": plan.base_bytes[1] + limits.memory_bytes,
        "FSIZE": limits.file_bytes,
        "NOFILE": limits.open_files,
        "NPROC": plan.base_tasks + limits.threads,
        "STACK": 8 << 20,
        # Timers too, of all processes of the user; what the grader sends comes all the same.
        "SIGPENDING": 256,
        **dict.fromkeys(("CORE", "MEMLOCK", "MSGQUEUE", "RTPRIO", "NICE"), 0),
    }
    for name, value in wanted.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            with suppress(ValueError):  # macOS refuses some
                highest = resource.getrlimit(kind)[1]
                value = value if highest == resource.RLIM_INFINITY else min(value, highest)
                resource.setrlimit(kind, (value, value))


def _change_user(plan: Plan) -> None:
    if os.geteuid() != 0:
        return
    if plan.uid is not None:
        prctl(PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(plan.uid, plan.uid, plan.uid)
        os.setresuid(plan.uid, plan.uid, plan.uid)
    _keep_capabilities(CAP_DAC_READ_SEARCH if plan.reads_all else 0)


def _restrict_files(plan: Plan) -> None:
    try:
        if plan.rules is None:
            raise OSError("no Landlock")
        # The rules that all children share cannot tell one's folder from another's.
        own = landlock.ruleset((), [Path.cwd()], DEVICES, judges=landlock.WRITE)
        landlock.restrict(plan.rules)
        landlock.restrict(own)
        os.close(own)
    except OSError:
        if plan.reads_all:
            _keep_capabilities(0)
        raise


def _keep_capabilities(mask: int) -> None:
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    data = struct.pack("IIIIII", mask, mask, 0, 0, 0, 0)
    number = CAPSET[os.uname().machine]
    syscall(number, create_string_buffer(header, 8), create_string_buffer(data, 24))


def address_space() -> tuple[int, int]:
    """Return the bytes of this process's address space and of its data; zeros where not told."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    size = os.sysconf("SC_PAGE_SIZE")
    return int(pages[0]) * size, int(pages[5]) * size


def tasks_of(uid: int) -> int:
    """Count the processes and threads of a user."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == uid:
                count += sum(1 for _ in (process / "task").iterdir())
    return count


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


DEVICES = (Path("/dev/null"),)
OTHERS = tuple(
    Path(path) for path in ("/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/zero")
)
PACKAGE_FOLDERS = {"site-packages", "dist-packages"}


def readable_files() -> list[Path]:
    """Return the files and folders of the interpreter, its libraries and `PACKAGES`."""
    found = {*_standard_library(), *_packages(), *_shared_libraries(), *OTHERS}
    # Hundreds of neighbours: each folder is resolved once, and an entry only where it is a link.
    folders = {folder: folder.resolve() for folder in {path.parent for path in found}}
    resolved = set()
    for path in found:
        place = folders[path.parent] / path.name
        with suppress(OSError):
            is_link = stat.S_ISLNK(os.lstat(place).st_mode)
            resolved.add(place.resolve(strict=True) if is_link else place)
    return sorted(resolved)


def _standard_library() -> Iterator[Path]:
    for key in ("stdlib", "platstdlib"):
        folder = Path(sysconfig.get_path(key))
        yield from (entry for entry in folder.iterdir() if entry.name not in PACKAGE_FOLDERS)


def _packages() -> Iterator[Path]:
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None:
            continue
        for location in spec.submodule_search_locations or ():
            yield Path(location)
            # Wheels keep their shared libraries in a folder beside the package.
            yield Path(f"{location}.libs")
        if spec.origin is not None and not spec.submodule_search_locations:
            yield Path(spec.origin)


def _shared_libraries() -> Iterator[Path]:
    """Yield the system's libraries, one by one: their folder may hold packages as well."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return
    lines = maps.read_text(encoding="utf-8", errors="replace").splitlines()
    mapped = {Path(line.split(maxsplit=5)[5]) for line in lines if ".so" in line}
    prefixes = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix) if p != "/usr"}
    for folder in {path.parent.resolve() for path in mapped}:
        if prefixes.isdisjoint((folder, *folder.parents)):
            yield from folder.glob("*.so*")
    yield Path("/etc/ld.so.cache")
