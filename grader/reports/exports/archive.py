"""Archives that are the same bytes every time they are made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

__all__ = ["zipped"]

# The earliest time that a zip can hold.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
UNIX = 3


def zipped(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return files as a zip: in the order of their names, without the time, not compressed.

    What compression gives depends on the version of zlib.

    Parameters
    ----------
    files : path in the archive to content
    executable : the paths that are programs
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.create_system = UNIX
            mode = 0o100755 if name in executable else 0o100644
            member.external_attr = mode << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()
