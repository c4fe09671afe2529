"""Folders, files and archives as one tree, whether they lie on a disk or inside an archive.

Nothing is followed, executed or unpacked under its own name: a member of an archive is read into
memory, and an archive that must be unpacked to be read goes to a file without a name. Whatever is
wrong with an archive is an `Unreadable` of that archive, or a note on one of its members.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import re
import stat
import struct
import tarfile
import tempfile
import time
import weakref
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

__all__ = [
    "ARCHIVES", "FOREIGN", "LARGEST", "MEGABYTE", "SKIPPED", "Budget", "Kind", "Node", "Spent",
    "Unreadable", "disk_node", "is_skipped", "is_volume", "stem_of", "too_large",
]  # fmt: skip

SKIPPED = frozenset(
    {
        ".venv", "venv", "site-packages", "node_modules", ".git", "__pycache__", "__MACOSX",
        ".DS_Store", ".ipynb_checkpoints", ".feedback",
        # Of a disk, a bin and a network drive, in whatever folder they are looked into.
        "lost+found", "$RECYCLE.BIN", "System Volume Information", "@eaDir",
    }
)  # fmt: skip
# An environment has one of these at its top, whatever the folder is called; what belongs to it are
# the folders below, and beside them may lie the work: `python -m venv .` is what some type.
ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})
OF_ENVIRONMENTS = ENVIRONMENT | {
    "bin", "dlls", "etc", "include", "lib", "lib64", "libexec", "library", "libs", "man", "menu",
    "sbin", "scripts", "share", "ssl", "tcl", "tools", "var", "compiler_compat",
    "x86_64-conda-linux-gnu", "x86_64-conda_cos6-linux-gnu",
}  # fmt: skip
ARCHIVES = (".tar.gz", ".tar.bz2", ".zip", ".zipx", ".tar", ".tgz", ".tbz2")
FOREIGN = (
    ".tar.xz", ".tar.zst", ".tar.lz", ".tar.z", ".7z", ".rar", ".txz", ".tzst", ".gz", ".bz2",
    ".xz", ".zst", ".lz", ".lzma", ".z", ".cab", ".dmg", ".iso", ".sitx", ".ace", ".arj", ".lha",
    ".tar.lz4", ".lz4", ".tar.br", ".br", ".lzh", ".sit", ".tlz", ".wim", ".alz",
)  # fmt: skip
MEGABYTE = 1 << 20
LARGEST = 16 * MEGABYTE
# One of the parts that an archive was split into: ``hw.zip.001``, ``hw.z01``.
VOLUME = re.compile(r"\.(?:zip|7z|rar|tar|t?gz|bz2|xz)\.\d{2,3}$|\.[zr]\d\d$", re.IGNORECASE)
# A zip's table of contents; each entry costs some hundred bytes of memory while it is read.
DIRECTORY = 4 * MEGABYTE
# An archive inside an archive, or a tar out of its gzip: what the file without a name may hold.
UNPACKED = 256 * MEGABYTE
FEWER = "Zip the exercises' files alone; a whole download: unpack it and name the folder."
CHUNK = 1 << 18
# Deflate reaches about 1000 : 1 on zeros; source text and notebooks stay below 30 : 1.
RATIO = 200
DICTIONARY = 64 * MEGABYTE
# Rights that are missing, a disk that fails: not what the student handed in.
OURS = (errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE)


class Kind(StrEnum):
    """What a node of the tree is."""

    FOLDER = "a folder"
    FILE = "a file"
    ARCHIVE = "an archive"
    LINK = "a symbolic link"
    OTHER = "no plain file"


class Unreadable(Exception):
    """A file, folder or archive could not be read; the text says which, why and what to do.

    ``is_ours`` where it may be sound and it is the grader that cannot read it.
    """

    is_ours = False


class Spent(Unreadable):
    """A student's budget is used up: nothing more of theirs is read."""


@dataclass
class Budget:
    """What reading one student's files may cost, over all of their folders and archives.

    Attributes
    ----------
    bytes : that may still be read
    entries : files and folders that may still be looked at; what is skipped is not counted
    seconds : in all
    """

    bytes: int = 64 * MEGABYTE
    entries: int = 5000
    seconds: float = 30.0
    most: int = field(init=False)
    until: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.most = self.entries
        self.until = time.monotonic() + self.seconds

    def look(self) -> None:
        """Count one file or folder.

        Raises
        ------
        Spent
            When there were too many, or it takes too long.
        """
        self.entries -= 1
        if self.entries < 0:
            raise Spent(f"more than {self.most} files: the rest was not read.")
        self.wait()

    def wait(self) -> None:
        """Raise `Spent` when the time is used up."""
        if time.monotonic() > self.until:
            raise Spent(f"reading took more than {self.seconds:g} s: the rest was not read.")

    def spend(self, count: int) -> None:
        """Count bytes that were read."""
        self.bytes -= count

    @classmethod
    def for_a_class(cls) -> Budget:
        """Return what finding out who handed in may cost."""
        return cls(bytes=1 << 40, entries=2_000_000, seconds=3600.0)


class Node:
    """A file, folder or archive.

    Attributes
    ----------
    name : as its folder has it
    kind : what it is
    where : its path below the place that was named by the instructor
    """

    name: str
    kind: Kind
    where: PurePosixPath

    def children(self, budget: Budget) -> list[Node]:
        """Return what is in a folder or an archive, in the order of the names.

        Raises
        ------
        Unreadable
            When it cannot be listed.
        """
        raise NotImplementedError

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        """Return a file's bytes.

        Parameters
        ----------
        path : what the file is called in messages
        limit : a larger file is refused

        Raises
        ------
        Unreadable
            When it cannot be read, or is no plain file.
        """
        raise NotImplementedError

    @property
    def holds(self) -> bool:
        """Whether there may be files below it."""
        return self.kind in (Kind.FOLDER, Kind.ARCHIVE)


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is nobody's work: made by tools, not by people."""
    return name in SKIPPED or name.startswith("._")


def is_volume(name: str) -> bool:
    """Whether a file is called like one of the parts of an archive that was split."""
    return VOLUME.search(name) is not None


def stem_of(name: str) -> str:
    """Return an archive's name without its ending.

    >>> stem_of("ada.tar.gz")
    'ada'
    """
    low = name.lower()
    ending = next((e for e in (*ARCHIVES, *FOREIGN) if low.endswith(e)), "")
    return name[: len(name) - len(ending)] if ending else name


def too_large(path: PurePosixPath | str, size: int, limit: int) -> str:
    """Return the reason why a file of ``size`` bytes was not read."""
    return (
        f"{path} was not read: it has {size / MEGABYTE:.0f} MB, and {limit // MEGABYTE} is the "
        "limit. Clear a notebook's outputs."
    )


def _sorted(nodes: list[Node]) -> list[Node]:
    if any(node.name in ENVIRONMENT for node in nodes):
        nodes = [node for node in nodes if node.name.lower() not in OF_ENVIRONMENTS]
    return sorted(nodes, key=lambda node: node.name)


# ---------------------------------------------------------------------------- on a disk


def disk_node(place: Path) -> Node:
    """Return the place that the instructor named, itself perhaps a link."""
    if place.is_dir():
        kind = Kind.FOLDER
    elif place.is_file():
        kind = _file_kind(place.resolve().name)
    else:
        kind = Kind.OTHER
    return _OnDisk(place.resolve(), kind, PurePosixPath())


def _file_kind(name: str) -> Kind:
    return Kind.ARCHIVE if name.lower().endswith((*ARCHIVES, *FOREIGN)) else Kind.FILE


@dataclass(eq=False)
class _OnDisk(Node):
    place: Path
    kind: Kind
    where: PurePosixPath
    failed: Unreadable | None = None

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.place.name

    def children(self, budget: Budget) -> list[Node]:
        if self.kind is Kind.ARCHIVE:
            return _children_once(self, lambda: self._plain(PurePosixPath(self.name)), budget)
        try:
            with os.scandir(self.place) as entries:
                nodes = [self._child(entry) for entry in entries]
        except OSError as error:
            raise _unread(
                self.name,
                error,
                f"{self.name} cannot be listed: {error.strerror or error}. It was not read.",
            ) from error
        budget.wait()
        return _sorted(nodes)

    def _child(self, entry: os.DirEntry[str]) -> Node:
        kind = Kind.OTHER
        if entry.is_symlink():
            kind = Kind.LINK
        elif entry.is_dir(follow_symlinks=False):
            kind = Kind.FOLDER
        elif entry.is_file(follow_symlinks=False):
            kind = _file_kind(entry.name)
        return _OnDisk(self.place / entry.name, kind, self.where / entry.name)

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        with self._plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise Unreadable(too_large(path, size, limit))
            try:
                return file.read(limit + 1)[:limit]
            except OSError as error:
                why = f"{path} was not read: {error.strerror or error}. Hand in the file itself."
                raise _unread(path, error, why) from error

    def _plain(self, path: PurePosixPath) -> BinaryIO:
        try:
            # O_NONBLOCK: opening a FIFO must not wait for a writer.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(self.place, flags | getattr(os, "O_BINARY", 0))
        except OSError as error:
            is_link = self.place.is_symlink()
            kind = "it is a symbolic link" if is_link else (error.strerror or "it is not there")
            why = f"{path} was not read: {kind}. Hand in the file itself."
            raise _unread(path, error, why) from error
        file = os.fdopen(descriptor, "rb")
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            file.close()
            raise Unreadable(f"{path} was not read: it is no plain file. Hand in the file itself.")
        if status.st_nlink > 1:
            file.close()
            raise Unreadable(
                f"{path} was not read: it is a hard link, one file with {status.st_nlink} names. "
                "Copy it (cp without -l)."
            )
        return file


def _unread(path: PurePosixPath | str, error: OSError, why: str) -> Unreadable:
    """Return what to raise: ``why``, unless it is the grader that is kept from reading."""
    if error.errno not in OURS:
        return Unreadable(why)
    unread = Unreadable(
        f"{path} could not be read by the grader ({error.strerror}): that is not your fault."
    )
    unread.is_ours = True
    return unread


# ---------------------------------------------------------------------------- in an archive


@dataclass(eq=False)
class _Member(Node):
    """A file or folder in an archive; a folder has no ``trouble`` and no ``chunks``."""

    name: str
    kind: Kind
    # Where its archive is; what is in a folder of the archive is below that.
    at: PurePosixPath
    stored: str = ""
    size: int = 0
    trouble: str = ""
    chunks: Callable[[int], Iterator[bytes]] | None = None
    below: dict[str, _Member] = field(default_factory=dict)
    files: list[_Member] = field(default_factory=list)
    failed: Unreadable | None = None
    folder: _Member | None = None
    # Of an archive: how many there are in all.
    members: int = 0

    @property
    def where(self) -> PurePosixPath:  # type: ignore[override]
        return self.at if self.folder is None else self.folder.where / self.name

    def children(self, budget: Budget) -> list[Node]:
        if self.kind is Kind.ARCHIVE:
            return _children_once(self, lambda: self._spooled(budget), budget)
        return _sorted([*self.below.values(), *self.files])

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        return b"".join(self._chunks(path, limit))

    def _spooled(self, budget: Budget) -> BinaryIO:
        def chunks() -> Iterator[bytes]:
            for chunk in self._chunks(PurePosixPath(self.name), UNPACKED):
                budget.wait()
                yield chunk

        return _spooled(chunks())

    def _chunks(self, path: PurePosixPath, limit: int) -> Iterator[bytes]:
        if self.trouble or self.chunks is None:
            why = self.trouble or "it is not a file"
            raise Unreadable(f"{self.stored} was not read: {why}. Zip the plain files.")
        if self.size > limit:
            raise Unreadable(too_large(path, self.size, limit))
        read = 0
        try:
            for chunk in self.chunks(limit):
                read += len(chunk)
                if read > limit:
                    raise Unreadable(too_large(path, read, limit))
                yield chunk
        except Unreadable:
            raise
        # Decompressors fail in their own ways: zlib.error, LZMAError, EOFError, MemoryError …
        except Exception as error:
            why = str(error) or type(error).__name__
            raise Unreadable(f"{self.stored} was not read: {why}. Zip it again.") from error

    def add(self, parts: tuple[str, ...], member: _Member) -> None:
        """Put a member into its folder, which is made if need be."""
        self.members += 1
        here = self
        for part in parts:
            folder = here.below.get(part)
            if folder is None:
                folder = _Member(part, Kind.FOLDER, self.at, folder=here)
                here.below[part] = folder
            here = folder
            if part in SKIPPED:
                # Whatever is in it is looked at by nobody.
                return
        if member.kind is Kind.FOLDER:
            here.below.setdefault(member.name, member)
        else:
            here.files.append(member)
        member.folder = here


def _children_once(
    archive: _OnDisk | _Member, opened: Callable[[], BinaryIO], budget: Budget
) -> list[Node]:
    """Return what is at the top of an archive; one that cannot be read is tried once."""
    if archive.failed is not None:
        raise archive.failed.with_traceback(None)
    if _LARGE and _LARGE[0][0] is archive:
        return list(_LARGE[0][1])
    try:
        root = _root_of(opened(), archive, budget)
        children = root.children(budget)
        if root.members > MANY:
            _LARGE.append((archive, list(children)))
        return children
    except Spent:
        raise
    except Unreadable as error:
        archive.failed = error
        raise


# The last archive of very many members: to find out how a class is laid out takes several looks.
_LARGE: deque[tuple[Node, list[Node]]] = deque(maxlen=1)
MANY = 5000


def _root_of(file: BinaryIO, archive: Node, budget: Budget) -> _Member:
    """Return an archive as a folder; its first bytes tell its kind."""
    root = _Member(archive.name, Kind.FOLDER, archive.where)
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    try:
        if head.startswith(b"PK"):
            _index_zip(file, root)
        elif head.startswith(b"\x1f\x8b"):
            with file, gzip.GzipFile(fileobj=file) as packed:
                tar = _spooled(_unpacked(packed, archive.name, length, budget))
            _index_tar(tar, root, budget)
        elif head.startswith(b"BZh"):
            with file, bz2.BZ2File(file) as packed:
                tar = _spooled(_unpacked(packed, archive.name, length, budget))
            _index_tar(tar, root, budget)
        elif head[257:262] == b"ustar":
            _index_tar(file, root, budget)
        else:
            raise Unreadable(_foreign(archive.name, head))
    except BaseException as error:
        file.close()
        if isinstance(error, Unreadable) or not isinstance(error, Exception):
            raise
        kind = "zip" if head.startswith(b"PK") else "archive"
        why = str(error) or type(error).__name__
        if isinstance(error, tarfile.TarError) and not archive.name.lower().endswith(ARCHIVES):
            # Packed by itself: ``ex1.py.gz`` is no damaged archive.
            raise Unreadable(
                f"{root.name} was not read: it is a single packed file, not an archive. Hand in "
                "the file in it, or a zip of that."
            ) from error
        raise Unreadable(
            f"{archive.name} was not read: it is not a sound {kind} ({why}). Zip it again."
        ) from error
    return root


def _foreign(name: str, head: bytes) -> str:
    known = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
    kind = next((what for start, what in known.items() if head.startswith(start)), "")
    if not head:
        return f"{name} was not read: it is empty (0 bytes). Zip the files again."
    if kind or name.lower().endswith(FOREIGN):
        what = kind or name.rpartition(".")[2]
        return (
            f"{name} was not read: {what} archives are not opened: hand in the files in them, or a "
            "zip of these."
        )
    return f"{name} was not read: it is not a sound zip or other archive. Zip it again."


def _spooled(chunks: Iterator[bytes]) -> BinaryIO:
    """Return a file without a name that holds what comes."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
    try:
        for chunk in chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _unpacked(packed: Any, name: str, length: int, budget: Budget) -> Iterator[bytes]:
    """Yield a tar out of its compression."""
    size = 0
    while chunk := packed.read(CHUNK):
        budget.wait()
        size += len(chunk)
        if size > 4 * UNPACKED or (size > LARGEST and size > RATIO * length):
            raise Unreadable(
                f"{name} was not read: it unpacks to far more than it should. Zip the plain files."
            )
        yield chunk


def _place(stored: str) -> tuple[tuple[str, ...], str]:
    """Return a member's folders and name, and what is wrong with its path."""
    path = stored.replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in ("", ".")) or ("_",)
    if path.startswith("/") or ".." in parts or ":" in parts[0][1:2]:
        return parts[-1:], "its path leads out of the {}"
    return parts, ""


def _index_zip(file: BinaryIO, root: _Member) -> None:
    size = _directory_size(file)
    if size > DIRECTORY:
        raise Unreadable(f"{root.name} was not read: it has too many members. {FEWER}")
    archive = zipfile.ZipFile(file)
    # The members hold the archive, and the file is open as long as there is one.
    weakref.finalize(archive, file.close)
    for info in archive.infolist():
        stored = _name_in(info)
        parts, why = _place(stored)
        mode = stat.S_IFMT(info.external_attr >> 16)
        kind = Kind.FOLDER if info.is_dir() else _file_kind(parts[-1])
        if not why and kind is not Kind.FOLDER:
            if mode not in (0, stat.S_IFREG):
                why = "it is a link or a device"
            elif info.flag_bits & 1:
                why = "it is encrypted"
            elif info.file_size > RATIO * max(info.compress_size, 64):
                why = "it unpacks to far more than it should"
        if kind is Kind.FOLDER and why:
            continue
        chunks = _zip_chunks(archive, info)
        member = _Member(
            parts[-1], kind, root.at, stored, info.file_size, why.format("zip"), chunks
        )
        root.add(parts[:-1], member)


def _directory_size(file: BinaryIO) -> int:
    """Return how long a zip's table of contents says it is, before zipfile reads it whole."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    file.seek(0)
    if at < 0 or len(tail) < at + 22:
        return 0
    size: int = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    if size != 0xFFFFFFFF:
        return size
    at = tail.rfind(b"PK\x06\x06")
    return int(struct.unpack("<Q", tail[at + 40 : at + 48])[0]) if at >= 0 else size


def _name_in(info: zipfile.ZipInfo) -> str:
    """Return a member's name; macOS writes UTF-8 and does not say so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    with suppress(UnicodeError):
        return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _zip_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Callable[[int], Iterator[bytes]]:
    def chunks(limit: int) -> Iterator[bytes]:
        # zipfile hands bz2 and LZMA a whole chunk at a time, however far that unpacks.
        file = archive.fp
        if file is None:
            raise ValueError("the archive is closed")
        file.seek(info.header_offset)
        header = file.read(30)
        if header[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("bad magic number for file header")
        at = info.header_offset + 30 + sum(struct.unpack("<HH", header[26:30]))
        crc = size = 0
        for chunk in _inflated(_raw(file, at, info.compress_size), info.compress_type):
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            yield chunk
            if size > info.file_size:
                raise zipfile.BadZipFile("it unpacks to more than it says")
            if size > limit:
                return
        if crc != info.CRC:
            raise zipfile.BadZipFile(f"bad CRC-32 for file {info.filename!r}")

    return chunks


def _raw(file: Any, at: int, size: int) -> Iterator[bytes]:
    while size > 0:
        file.seek(at)
        chunk = file.read(min(CHUNK, size))
        if not chunk:
            raise EOFError("it ends too early")
        at, size = at + len(chunk), size - len(chunk)
        yield chunk


def _inflated(raw: Iterator[bytes], method: int) -> Iterator[bytes]:
    """Yield what is unpacked, never more than a chunk at a time."""
    if method == zipfile.ZIP_STORED:
        yield from raw
    elif method == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-15)
        for data in raw:
            while data and not inflate.eof:
                yield inflate.decompress(data, CHUNK)
                data = inflate.unconsumed_tail
        yield inflate.flush()
    elif method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        unpack: Any = None if method == zipfile.ZIP_LZMA else bz2.BZ2Decompressor()
        for data in raw:
            if unpack is None:
                unpack, data = _lzma(data)
            yield unpack.decompress(data, CHUNK)
            while not unpack.eof and not unpack.needs_input:
                yield unpack.decompress(b"", CHUNK)
            if unpack.eof:
                return
    else:
        raise NotImplementedError(f"its compression (method {method}) is not read")


def _lzma(data: bytes) -> tuple[lzma.LZMADecompressor, bytes]:
    length = struct.unpack("<H", data[2:4])[0]
    first, dictionary = struct.unpack("<BI", data[4:9])
    if dictionary > DICTIONARY or length != 5 or first >= 225:
        raise ValueError("its LZMA header is not one that is read")
    options = {
        "id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096),
        "lc": first % 9, "lp": first // 9 % 5, "pb": first // 45,
    }  # fmt: skip
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[options]), data[4 + length :]


class _Sober:
    """A file of which nobody takes very much at once, as a lying header makes tarfile try."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > MEGABYTE:
            raise tarfile.ReadError("a header is longer than headers are")
        return self.file.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _index_tar(file: BinaryIO, root: _Member, budget: Budget) -> None:
    sober = _Sober(file)
    weakref.finalize(sober, file.close)
    archive = tarfile.open(fileobj=cast(BinaryIO, sober), mode="r:")  # noqa: SIM115
    for number, info in enumerate(archive):
        budget.wait()
        # tarfile keeps every header; what a folder of packages has is a tenth of this.
        if number > 200_000:
            raise Unreadable(f"{root.name} was not read: it has too many members. {FEWER}")
        stored = info.name
        parts, why = _place(stored)
        kind = Kind.FOLDER if info.isdir() else _file_kind(parts[-1])
        if kind is not Kind.FOLDER and not why and (not info.isreg() or info.issparse()):
            why = "it is a link or a device"
        if (kind is Kind.FOLDER and why) or stored in (".", "./"):
            continue
        member = _Member(
            parts[-1], kind, root.at, stored, info.size, why.format("archive"),
            _tar_chunks(sober, info.offset_data, info.size),
        )  # fmt: skip
        root.add(parts[:-1], member)


def _tar_chunks(file: _Sober, at: int, size: int) -> Callable[[int], Iterator[bytes]]:
    return lambda limit: _raw(file, at, size)
