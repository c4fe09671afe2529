"""The members of a zip or a tar, as these formats have them.

Nothing is unpacked under its own name, and never more than a piece at a time.
"""

from __future__ import annotations

import bz2
import itertools
import lzma
import os
import stat
import struct
import tarfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from grader.intake.tree import MEGABYTE, Budget, Unreadable
from grader.intake.undecoded import decoded, encodings_of

__all__ = ["CHUNK", "RATIO", "Entry", "entries_of_tar", "entries_of_zip"]

# A zip's table of contents; each entry costs some hundred bytes of memory while it is read.
DIRECTORY = 4 * MEGABYTE
FEWER = "Zip the exercises' files alone."
CHUNK = 1 << 18
# In a zip, the field beside a member's name that has it in UTF-8.
UNICODE_PATH = 0x7075
# Deflate reaches about 1000 : 1 on zeros, and on a run that printed nan a million times: only what
# is large besides is taken for a bomb. Other source text and notebooks stay below 30 : 1.
RATIO = 200
SMALL = 8 * MEGABYTE
DICTIONARY = 64 * MEGABYTE


@dataclass(frozen=True)
class Entry:
    """One member of an archive.

    Attributes
    ----------
    stored : its path, as the archive has it
    is_folder : whether it is one
    size : bytes that it says it unpacks to
    trouble : why a file is not read, empty where it is
    chunks : yields its bytes; ``chunks(limit)`` may end when there were more than ``limit``
    """

    stored: str
    is_folder: bool
    size: int
    trouble: str
    chunks: Callable[[int], Iterator[bytes]]


def entries_of_zip(file: BinaryIO, name: str, names_in: str = "") -> Iterator[Entry]:
    """Yield what a zip holds; the file stays open as long as anything of it is kept.

    Parameters
    ----------
    file, name : the zip
    names_in : the encoding of names of which nothing is told; empty where nobody knows

    Raises
    ------
    Unreadable
        When it has too many members, or all of them are encrypted.
    """
    if _directory_size(file) > DIRECTORY:
        raise Unreadable(f"{name} was not read: it has too many members. {FEWER}")
    archive = zipfile.ZipFile(file)
    weakref.finalize(archive, file.close)
    infos = archive.infolist()
    files = [info for info in infos if not info.filename.endswith("/")]
    if files and all(info.flag_bits & 1 for info in files):
        raise Unreadable(f"{name} was not read: it is encrypted. Zip the plain files.")
    for info, stored in zip(infos, _names_in(infos, names_in), strict=True):
        mode = stat.S_IFMT(info.external_attr >> 16)
        why = ""
        if mode not in (0, stat.S_IFREG):
            why = "it is a link or a device"
        elif info.flag_bits & 1:
            why = "it is encrypted"
        elif info.file_size > max(SMALL, RATIO * info.compress_size):
            why = "it unpacks to far more than it should"
        chunks = _zip_chunks(archive, info)
        # Not is_dir(), which fails at a name that is empty.
        is_folder = info.filename.endswith("/")
        yield Entry(stored, is_folder, info.file_size, why, chunks)


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


def _names_in(infos: Sequence[zipfile.ZipInfo], encoding: str) -> list[str]:
    """Return the members' names.

    macOS writes UTF-8 and does not say so; WinRAR and others write it beside the name; Windows
    writes its own code page, and nothing says which.
    """
    names = [_told_name(info) for info in infos]
    untold = [_written(infos[n]).split(b"/") for n, name in enumerate(names) if name is None]
    tried = encodings_of({part for parts in untold for part in parts}, encoding)
    read = ("/".join(decoded(part, tried) for part in parts) for parts in untold)
    return [next(read) if name is None else name for name in names]


def _told_name(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 0x800 or info.orig_filename.isascii():
        return info.filename
    with suppress(UnicodeError):
        if told := _unicode_path(info.extra, zlib.crc32(_written(info))):
            return told.decode("utf-8")
    return None


def _written(info: zipfile.ZipInfo) -> bytes:
    # As zipfile reads a name of which nothing is told.
    return info.orig_filename.encode("cp437").partition(b"\0")[0]


def _unicode_path(extra: bytes, crc: int) -> bytes:
    """Return the name that stands beside a member's, if it is of the same name."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and field[:1] == b"\1" and field[1:5] == struct.pack("<I", crc):
            return field[5:]
    return b""


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
        raise NotImplementedError(f"its compression (method {method}) is not read: choose Deflate")


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


@dataclass(eq=False)
class _Open:
    """A file that is closed when nobody keeps this."""

    file: BinaryIO

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)

    def chunks(self, at: int, size: int) -> Callable[[int], Iterator[bytes]]:
        return lambda limit: _raw(self.file, at, size)


BLOCK = 512
HEADERS = 200_000
REGULAR, FOLDER, SPARSE = (b"0", b"\0", b"7"), b"5", b"S"
WITHOUT_DATA = (b"1", b"2", b"3", b"4", FOLDER, b"6")
# What the next member is called, in headers of its own: GNU's, and those that POSIX has.
LONG_NAME, LONG_LINK, EXTENDED, OF_ALL = b"L", b"K", (b"x", b"X"), b"g"


def entries_of_tar(
    file: BinaryIO, name: str, budget: Budget, names_in: str = ""
) -> Iterator[Entry]:
    """Yield what an unpacked tar holds; the file stays open as long as anything of it is kept.

    Whatever made it copied the bytes of each name: they are in UTF-8, or else in ``names_in``.

    tarfile has no part in it: over a header of a hundred thousand digits it sits for minutes, and
    over a file that is said to be all holes it fills the memory.

    Raises
    ------
    Unreadable
        When it has too many members.
    tarfile.ReadError
        When it is none, or ends too early.
    """
    kept, length, at = _Open(file), file.seek(0, os.SEEK_END), 0
    told: dict[bytes, bytes] = {}
    for number in itertools.count():
        budget.wait()
        if number > HEADERS:
            raise Unreadable(f"{name} was not read: it has too many members. {FEWER}")
        file.seek(at)
        header = file.read(BLOCK)
        if not _is_header(header):
            if at == 0 or told:
                raise tarfile.ReadError("no header of a tar's")
            return
        at += BLOCK
        kind, size = header[156:157], _octal(header[124:136])
        if kind in (LONG_NAME, LONG_LINK, *EXTENDED, OF_ALL):
            if not 0 <= size <= MEGABYTE:
                raise tarfile.ReadError("a header is longer than headers are")
            told |= _told(kind, file.read(size))
            at += _whole_blocks(size)
            continue
        is_more = kind == SPARSE and header[482] != 0
        while is_more:
            budget.wait()
            at += BLOCK
            is_more = file.read(BLOCK)[504:505] not in (b"", b"\0")
        size = int(told.get(b"size", size))
        stored = _stored(header, told, names_in)
        is_folder = kind == FOLDER or (kind == b"\0" and stored.endswith("/"))
        has_data = kind not in WITHOUT_DATA and not is_folder
        if size < 0 or (has_data and at + size > length):
            raise tarfile.ReadError("unexpected end of data")
        is_sparse = any(key.startswith(b"GNU.sparse.") for key in told)
        is_plain = is_folder or (kind in REGULAR and not is_sparse)
        why = "" if is_plain else "it is a link or a device"
        yield Entry(stored, is_folder, size, why, kept.chunks(at, size))
        at += _whole_blocks(size) if has_data else 0
        told = {}


def _is_header(block: bytes) -> bool:
    if len(block) < BLOCK or not any(block):
        return False
    bare = block[:148] + b" " * 8 + block[156:]
    total = sum(bare)
    # Some add up signed bytes.
    return _octal(block[148:156]) in (total, total - 256 * sum(byte > 127 for byte in bare))


def _octal(field: bytes) -> int:
    """Return a number, in octal digits or, where it is large, in bytes; −1 where it is none."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.partition(b"\0")[0].strip() or b"0"
    return int(digits, 8) if digits.isdigit() and not set(digits) & set(b"89") else -1


def _whole_blocks(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _told(kind: bytes, body: bytes) -> dict[bytes, bytes]:
    """Return what an extended header says of the next member."""
    if kind == LONG_NAME:
        return {b"path": body.partition(b"\0")[0]}
    found, at = {}, 0
    while kind in EXTENDED:
        # "length key=value\n", in which the length counts itself.
        digits, blank, _ = body[at : at + 9].partition(b" ")
        if not blank or not digits.isdigit() or int(digits) <= len(digits) + 1:
            break
        record = body[at + len(digits) + 1 : at + int(digits) - 1]
        key, _, value = record.partition(b"=")
        found[key] = value
        at += int(digits)
    return found


def _stored(header: bytes, told: dict[bytes, bytes], names_in: str) -> str:
    name = told.get(b"GNU.sparse.name", told.get(b"path"))
    if name is None:
        name = header[:100].partition(b"\0")[0]
        prefix = header[345:500].partition(b"\0")[0]
        if prefix and header[156:157] != SPARSE:
            name = prefix + b"/" + name
    return "/".join(decoded(part, ("utf-8", names_in)) for part in name.split(b"/"))
