"""The versions that code runs on here, and where an error is one of versions."""

from __future__ import annotations

import functools
import importlib.metadata
import platform
import re
import sys

from exercises.coach.calling.observe import Raised

__all__ = ["of_versions", "versions"]

NAMES = {"numpy": "NumPy", "matplotlib": "Matplotlib"}


def versions() -> str:
    """Return ``Python 3.11.7, NumPy 2.4.0, Matplotlib 3.10.1``, as they are here."""
    return ", ".join([_version("python"), *map(_version, NAMES)])


@functools.cache
def _version(package: str) -> str:
    if package == "python":
        return f"Python {platform.python_version()}"
    try:
        return f"{NAMES[package]} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return NAMES[package]


def of_versions(raised: Raised) -> str:
    """Return a sentence where an error may come of another version than its author's, else ""."""
    source = raised.frames[-1].source if raised.frames else ""
    if "SyntaxError" in raised.bases:
        return _of_syntax(source)
    if raised.type_name == "TypeError" and OF_SIZE.search(raised.message):
        if not PRODUCT.search(source):
            return ""
        return f"{_version('numpy')}: of an array that has one element, a.item() is the number"
    if "Did you mean" in raised.message and not OLD.search(raised.message):
        # A slip of the pen, as `arrange`, is in no version.
        return ""
    package = next(
        (name for name, pattern in REMOVED.items() if pattern.search(raised.message)), ""
    )
    return f"{_version(package)} is used here, which does not have it" if package else ""


# "only 0-dimensional arrays" from NumPy 2.4 on, of one element as well; "only length-1" before.
OF_SIZE = re.compile(r"only (0-dimensional|length-1|size-1) arrays can be converted")
# What NumPy had before version 2.
OLD = re.compile(
    r"'(product|cumproduct|sometrue|alltrue|in1d|trapz|row_stack|float_|complex_|Inf|Infinity|infty|"
    r"NaN|mat|asscalar|bool8?|int0?|float|object|str|long|unicode|msort|asfarray|string_|find_common_type)'"
)
# A product of two matrices may have the shape (1, 1), of which older versions made a number.
PRODUCT = re.compile(r"@|\bdot\(|matmul|keepdims")
REMOVED = {
    "numpy": re.compile(
        r"removed in the NumPy|module '?numpy[\w.]*'? has no attribute|from 'numpy[\w.]*'"
    ),
    "matplotlib": re.compile(
        r"module '?(matplotlib|pylab)[\w.]*'? has no attribute|not a valid package style|"
        r"from 'matplotlib[\w.]*'"
    ),
}
# Syntax by the version of Python that brought it.
TYPES = re.compile(r"^\s*type\s+\w+\s*(\[.*\])?\s*=|^\s*(async\s+)?(def|class)\s+\w+\[")
# Quotes of one kind within an f-string of that kind, or a backslash within its braces.
NESTED = re.compile(
    r"""[fF][rR]?("[^"]*\{[^}"]*"[^"]+"[^"]*"|'[^']*\{[^}']*'[^']+'[^']*'|.*\{[^}]*\\)"""
)
TEMPLATES = re.compile(r"""(?<!\w)[tT][rR]?["']|except\s+[\w.]+\s*,\s*[A-Z]""")
NEWER = (((3, 12), TYPES), ((3, 12), NESTED), ((3, 14), TEMPLATES))


def _of_syntax(source: str) -> str:
    for version, line in NEWER:
        if sys.version_info < version and line.search(source):
            needed = ".".join(map(str, version))
            return f"this may be syntax of Python {needed}; here {_version('python')} reads it"
    return ""
