"""The system calls that a submission may not make: a seccomp filter, written as BPF by hand.

What is not denied is allowed: files are Landlock's business, amounts the resource limits'.
Source of the numbers: the kernel's ``unistd_64.h`` (x86_64) and ``asm-generic/unistd.h`` (aarch64);
of the filter's form: ``Documentation/userspace-api/seccomp_filter.rst``.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct
from dataclasses import dataclass

from grader.sandbox.libc import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_SECCOMP, prctl

__all__ = ["DENIED", "SPECIAL", "install", "is_known_machine", "program"]

# "name x86_64 aarch64"; a dash where a machine has no such call.
DENIED = {
    "no network": """
        socket 41 198, connect 42 203, bind 49 200, listen 50 201, accept 43 202,
        accept4 288 242, sendmsg 46 211, sendmmsg 307 269, recvmsg 47 212""",
    "no new process, no way out of the process group": """
        fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, setsid 112 157, setpgid 109 154""",
    "no hand on another process": """
        tkill 200 130, rt_sigqueueinfo 129 138, pidfd_open 434 434, pidfd_send_signal 424 424,
        pidfd_getfd 438 438, ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
        process_madvise 440 440, process_mrelease 448 448, kcmp 312 272, setpriority 141 140,
        sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274,
        sched_setaffinity 203 122, ioprio_set 251 30, migrate_pages 256 238, move_pages 279 239""",
    "no hand on what processes of the same user share, found by its number or its name": """
        semop 65 193, semtimedop 220 192, semctl 66 191, shmctl 31 195, shmdt 67 197,
        msgsnd 69 189, msgrcv 70 188, msgctl 71 187, mq_unlink 241 181""",
    "no namespace, mount or other part of the kernel": """
        unshare 272 97, setns 308 268, mount 165 40, umount2 166 39, pivot_root 155 41,
        chroot 161 51, move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432,
        fspick 433 433, open_tree 428 428, mount_setattr 442 442, bpf 321 280, keyctl 250 219,
        add_key 248 217, request_key 249 218, perf_event_open 298 241, userfaultfd 323 282,
        seccomp 317 277, io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427,
        init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104,
        kexec_file_load 320 294, reboot 169 142, swapon 167 224, swapoff 168 225,
        personality 135 92, quotactl 179 60, quotactl_fd 443 443, acct 163 89,
        settimeofday 164 170, clock_settime 227 112, adjtimex 159 171, clock_adjtime 305 266,
        sethostname 170 161, setdomainname 171 162, syslog 103 116, vhangup 153 58, iopl 172 -,
        ioperm 173 -, modify_ldt 154 -, fanotify_init 300 262, inotify_init 253 -,
        inotify_init1 294 26, inotify_add_watch 254 27""",
    "no change of files past Landlock, which does not judge these": """
        chmod 90 -, fchmod 91 52, fchmodat 268 53, chown 92 -, fchown 93 55, lchown 94 -,
        fchownat 260 54, utime 132 -, utimes 235 -, utimensat 280 88, futimesat 261 -,
        setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15,
        fremovexattr 199 16, truncate 76 45, mknod 133 -, mknodat 259 33,
        name_to_handle_at 303 264, open_by_handle_at 304 265""",
    "no memory that the resource limits do not count": """
        memfd_create 319 279, memfd_secret 447 447, shmget 29 194, shmat 30 196, msgget 68 186,
        semget 64 190, mq_open 240 180, mlock 149 228, mlock2 325 284, mlockall 151 230,
        remap_file_pages 216 234, vmsplice 278 75, io_setup 206 0""",
    "no room on the disk beyond a file's end, where no limit on files looks": """
        fallocate 285 47""",
    "no waiting for what others write, of all that the disk holds": """
        sync 162 81, syncfs 306 267""",
    "no signs to another submission, on a file that both may read": """
        flock 73 32""",
}
# Judged by their arguments, in `_special`.
SPECIAL = """
    clone 56 220, clone3 435 435, kill 62 129, tgkill 234 131, rt_tgsigqueueinfo 297 240,
    prlimit64 302 261, prctl 157 167, fcntl 72 25, ioctl 16 29, open 2 -,
    openat 257 56, openat2 437 437, socketpair 53 199, sendto 44 206"""
# Whatever the kernel learns after this number, x32's calls (from 2³⁰ on) among it, is not there.
LAST_KNOWN = 450
ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | errno.EPERM
ABSENT = 0x00050000 | errno.ENOSYS
LOAD, JUMP_EQUAL, JUMP_OVER, JUMP_ANY_BIT, AND, RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
NUMBER, ARCHITECTURE = 0, 4
OWN_PID = 0xFFFFFFFE
# CLONE_THREAD, with CLONE_FILES: the limit on open files is for each table of them.
THREAD = 0x00010000 | 0x00000400
AF_UNIX = 1
O_TRUNC, O_ACCMODE = 0o1000, 0o3
PR_SET_PTRACER = 0x59616D61
# Whom the kernel signals when a file is ready, and how: kill() by another name.
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15
# Whoever opens a file with a lease on it waits for its holder: 45 s for each part of NumPy. What
# happens in a folder is nobody's to be told either.
F_SETLEASE, F_NOTIFY = 1024, 1026
# To ask for locks on a file's bytes, to set and to await them; and the same for an open file.
LOCKS = (5, 6, 7, 36, 37, 38)
# What is asked of terminals and of any descriptor (0x54..): whether it is one, not to wait, not to
# be inherited; and to copy a file. Others change a file that is open to read: its flags, say.
OF_DESCRIPTORS, FICLONE = 0x5400, 0x40049409
# Of a socket that has no such bytes; its rules in the kernel are seldom walked.
MSG_OOB = 1
Instruction = tuple[int, int, int, int]


@dataclass(frozen=True)
class Machine:
    """A machine's audit architecture and its column in the tables."""

    architecture: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 1), "aarch64": Machine(0xC00000B7, 2)}


def is_known_machine() -> bool:
    """Whether there is a table for this machine."""
    return _machine_name() in MACHINES


def install(pid: int) -> None:
    """Put the filter on this process, whose number is ``pid``, for good.

    Needs ``no_new_privs`` first.

    Raises
    ------
    OSError
        When the kernel has no seccomp, or refuses the filter.
    KeyError
        On a machine without a table.
    """
    code = program(_machine_name(), pid)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    filter_mode = 2
    prctl(PR_SET_SECCOMP, filter_mode, ctypes.create_string_buffer(header, len(header)))


def program(machine_name: str, pid: int) -> bytes:
    """Return the filter of ``struct sock_filter`` for the process ``pid``."""
    template, holes = _template(machine_name)
    code = bytearray(template)
    for hole in holes:
        struct.pack_into("I", code, hole, pid)
    return bytes(code)


@functools.cache
def _template(machine_name: str) -> tuple[bytes, tuple[int, ...]]:
    instructions = _instructions(MACHINES[machine_name])
    holes = tuple(8 * i + 4 for i, one in enumerate(instructions) if one[3] == OWN_PID)
    return b"".join(struct.pack("HBBI", *one) for one in instructions), holes


def _instructions(machine: Machine) -> list[Instruction]:
    code: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, machine.architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_OVER, 0, 1, LAST_KNOWN),
        (RETURN, 0, 0, ABSENT),
    ]
    for name, number in _numbers(SPECIAL, machine.column).items():
        block = _special(name)
        code += [(JUMP_EQUAL, 0, len(block), number), *block]
    for table in DENIED.values():
        for number in _numbers(table, machine.column).values():
            code += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE)]
    return [*code, (RETURN, 0, 0, ALLOW)]


def _special(name: str) -> list[Instruction]:
    allow, refuse = (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)
    if name == "clone":  # a thread, not a process
        return [_argument(0), (AND, 0, 0, THREAD), (JUMP_EQUAL, 0, 1, THREAD), allow, refuse]
    if name in ("clone3", "openat2"):  # arguments out of sight: the C library then takes the other
        return [(RETURN, 0, 0, ABSENT)]
    if name in ("kill", "tgkill", "rt_tgsigqueueinfo"):  # abort() and raise() signal oneself
        return [_argument(0), (JUMP_EQUAL, 0, 1, OWN_PID), allow, refuse]
    if name == "prlimit64":
        return [
            _argument(0),
            (JUMP_EQUAL, 1, 0, 0),
            (JUMP_EQUAL, 0, 1, OWN_PID),
            allow,
            refuse,
        ]
    if name == "prctl":
        return _without(0, PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_PTRACER)
    if name == "fcntl":
        return _without(1, F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY, *LOCKS)
    if name == "ioctl":
        return [
            _argument(1),
            (JUMP_EQUAL, 2, 0, FICLONE),
            (AND, 0, 0, 0xFFFFFF00),
            (JUMP_EQUAL, 0, 1, OF_DESCRIPTORS),
            allow,
            refuse,
        ]
    if name == "socketpair":  # asyncio wakes its loop by one; it reaches nobody
        return [_argument(0), (JUMP_EQUAL, 0, 1, AF_UNIX), allow, refuse]
    if name == "sendto":  # what send() is: to whoever is connected, not to an address
        return [
            _argument(3),
            (JUMP_ANY_BIT, 5, 0, MSG_OOB),
            _argument(4),
            (JUMP_EQUAL, 0, 3, 0),
            _argument(4, high=True),
            (JUMP_EQUAL, 0, 1, 0),
            allow,
            refuse,
        ]
    # Opening to read with O_TRUNC empties a file that the oldest Landlock lets one read.
    flags = {"open": 1, "openat": 2}[name]
    return [
        _argument(flags),
        (AND, 0, 0, O_TRUNC | O_ACCMODE),
        (JUMP_EQUAL, 0, 1, O_TRUNC),
        refuse,
        allow,
    ]


def _without(index: int, *values: int) -> list[Instruction]:
    """Return a block that refuses these values of an argument."""
    block = [_argument(index)]
    for left, value in zip(range(len(values), 0, -1), values, strict=True):
        block.append((JUMP_EQUAL, left, 0, value))
    return [*block, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]


def _argument(index: int, *, high: bool = False) -> Instruction:
    """Load the lower or the higher half of an argument."""
    return (LOAD, 0, 0, 16 + 8 * index + 4 * high)


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = [row.split() for row in table.split(",")]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _machine_name() -> str:
    return os.uname().machine if hasattr(os, "uname") else ""
