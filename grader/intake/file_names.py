"""Which exercise a file is, by its name: exact, or changed on the way as browsers and LMSs do.

``ex1_gradient_descent (1).py``, ``Copy of ex1_gradient_descent.py``, ``Ex1-Gradient-Descent.py``,
``ex1_gradient_descent.py.txt`` and Canvas's ``lovelaceada_123_456_ex1_gradient_descent-2.py`` are
all near enough; ``test_ex1_gradient_descent.py``, the learners' own tests, is not.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from exercises.coach.contracts import STEMS

__all__ = [
    "DOCUMENTS",
    "ENDING",
    "is_document",
    "is_exact",
    "is_notebook",
    "is_python",
    "may_be_code",
    "module_of",
]

# Editors and browsers hang a further ending on, or put another in its place.
ENDING = re.compile(r"(\.(py|ipynb)(\.(txt|json))?|\.txt)$", re.IGNORECASE)

# What else code may be called: by Jupyter's, a browser's or an editor's idea, or without an ending.
CODE = frozenset(
    {
        "", ".txt", ".json", ".nb", ".bak", ".backup", ".old", ".orig", ".save", ".tmp", ".copy",
        ".python", ".py3", ".ipy", ".sage",
    }
)  # fmt: skip


# What people hand in that cannot be run.
DOCUMENTS = {
    ".pdf", ".docx", ".doc", ".odt", ".pages", ".rtf", ".html", ".htm", ".mht", ".mhtml",
    ".webarchive", ".png", ".jpg", ".jpeg", ".heic", ".gif", ".webp", ".svg", ".bmp", ".tif",
    ".tiff", ".md", ".tex", ".ps", ".epub", ".key", ".numbers", ".ppt", ".pptx",
    ".odp", ".xls", ".xlsx", ".ods",
}  # fmt: skip


def is_document(path: PurePosixPath) -> bool:
    """Whether the name is that of something which is handed in and cannot be run."""
    return path.suffix.lower() in DOCUMENTS


def is_exact(path: PurePosixPath) -> bool:
    """Whether the name is an exercise's, letter for letter."""
    return path.stem in STEMS and path.suffix in (".py", ".ipynb")


def is_python(path: PurePosixPath) -> bool:
    """Whether the name is that of a module or a notebook of any kind."""
    return path.suffix.lower() in (".py", ".ipynb")


def may_be_code(path: PurePosixPath) -> bool:
    """Whether a file of another name than an exercise's may be somebody's code.

    >>> [may_be_code(PurePosixPath(name)) for name in ("HW4.ipynb", "ex1.py.download", "test_a.py")]
    [True, True, False]
    """
    name = path.name.lower()
    if name.startswith(("test_", "conftest.")):
        return False
    return bool(re.search(r"\.(py|ipynb)(\W|w?$)", name)) or path.suffix.lower() in CODE


def is_notebook(path: PurePosixPath) -> bool:
    """Whether a file with this name is read as a notebook."""
    return ".ipynb" in path.name.lower()


def module_of(path: PurePosixPath) -> str | None:
    """Return the file name of the exercise that ``path`` is, or seems to be; else None.

    >>> module_of(PurePosixPath("12345_Ex2 Learning-Rates (1).py"))
    'ex2_learning_rates.py'
    """
    ending = ENDING.search(path.name)
    if ending is None:
        return None
    name = unicodedata.normalize("NFKC", path.name[: ending.start()]).lower()
    words = "_" + re.sub(r"[\W_]+", "_", name) + "_"
    found = [stem for stem in STEMS if re.search(rf"_{stem}(v?\d+)?_", words)]
    if len(found) != 1 or f"_test_{found[0]}" in words:
        return None
    return f"{found[0]}.py"
