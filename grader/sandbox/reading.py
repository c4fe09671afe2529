"""Which files the interpreter needs: all that a submission may read.

Named folders only: the folder of all installed packages is left out, so an installed test package,
solution or grader beside NumPy stays out of reach.
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

__all__ = ["DEVICES", "PACKAGES", "is_available", "readable_files"]

# What NumPy and Matplotlib are made of.
PACKAGES = (
    *("numpy", "matplotlib", "mpl_toolkits", "contourpy", "cycler", "dateutil", "fontTools"),
    *("kiwisolver", "packaging", "PIL", "pyparsing", "six"),
)
DEVICES = (Path("/dev/null"),)
OTHERS = tuple(
    Path(path) for path in ("/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/zero")
)
PACKAGE_FOLDERS = {"site-packages", "dist-packages"}


def is_available(name: str) -> bool:
    """Whether a submission can import the top-level module ``name``."""
    # Its name holds the platform's, so it is on no list.
    is_build_data = name.startswith("_sysconfigdata_")
    return is_build_data or name in sys.stdlib_module_names or name in PACKAGES


def readable_files() -> list[Path]:
    """Return the files and folders of the interpreter, its libraries and `PACKAGES`."""
    found = [*_standard_library(), *_packages(), *_shared_libraries(), *OTHERS]
    return sorted({path.resolve() for path in found if path.exists()})


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
