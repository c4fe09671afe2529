"""What a notebook finds in Jupyter and a test run lacks: ``display``, ``get_ipython()``, IPython.

Nothing is shown, and no command is run. What IPython would run as Python is run.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import re
import sys
from types import ModuleType
from typing import Any

from exercises.coach.calling.magics import RUNS_PYTHON, plain_python
from exercises.coach.contracts import STEMS

__all__ = ["Displayed", "IPythonFinder", "Nothing", "Shell"]

# What is asked for with ``*``.
NAMES = (
    *("display", "HTML", "Markdown", "Math", "Latex", "Image", "SVG", "IFrame", "Javascript"),
    *("Pretty", "JSON", "Code", "Audio", "Video", "clear_output", "set_matplotlib_formats"),
    *("get_ipython", "InteractiveShell", "embed", "start_ipython", "version_info"),
)
ROOTS = {"IPython", "matplotlib_inline"}
# What `%run` is given: a path, perhaps in quotes and without its ending.
RUN = re.compile(r"(?:.*[\s/\\'\"])?([^\s/\\'\"]+?)(?:\.py|\.ipynb)?['\"]?\s*")
# A notebook's own, which another one's take no place of.
KEPT = re.compile(r"__.*|_{1,3}|_\d+|In|Out")
# They ask whether they run in a notebook, and would then draw as in one.
ASK_FOR_THEMSELVES = ("matplotlib", "numpy", "pytest", "_pytest")


class Nothing:
    """Stands for what IPython gives every notebook; it does nothing, whatever is asked of it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take anything."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Do nothing."""
        return Nothing()

    def __getattr__(self, name: str) -> Any:
        """Return something that does nothing."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *error: object) -> None:
        """Let an exception pass."""

    def __getitem__(self, key: object) -> Nothing:
        return Nothing()

    def __setitem__(self, key: object, value: object) -> None:
        """Keep nothing."""

    def __iter__(self) -> Any:
        return iter(())

    def __repr__(self) -> str:
        return ""


class Shell(Nothing):
    """What ``get_ipython()`` gives: it runs what is Python in the notebook's own names.

    Parameters
    ----------
    names : the module's
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def run_cell(self, code: str, *args: Any, **options: Any) -> None:
        """Run a cell's code."""
        exec(compile(plain_python(code), "<cell>", "exec", dont_inherit=True), self.user_ns)

    def run_cell_magic(self, name: str, line: str, cell: str, *args: Any) -> None:
        """Run a cell below a magic, as ``jupyter nbconvert --to script`` writes it."""
        if name in RUNS_PYTHON:
            self.run_cell(f"%%{name} {line}\n{cell}")

    def run_line_magic(self, name: str, line: str = "", *args: Any, **options: Any) -> Any:
        """Run a line magic; ``%time``'s statement, ``%pylab`` and ``%run`` of an exercise do."""
        if name == "time":
            try:
                code = compile(line, "<cell>", "eval", dont_inherit=True)
            except SyntaxError:
                self.run_cell(line)
                return None
            return eval(code, self.user_ns)
        if name == "pylab":
            self.run_cell("%pylab")
        if name == "run" and (asked := RUN.fullmatch(line)) and asked[1] in STEMS:
            made = vars(importlib.import_module(asked[1]))
            self.user_ns.update({key: made[key] for key in made if not KEPT.fullmatch(key)})
        return None

    def magic(self, line: str) -> Any:
        """Run a line magic, as older versions wrote it."""
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def ex(self, code: str) -> None:
        """Run a statement."""
        self.run_cell(code)

    def getoutput(self, *args: Any, **options: Any) -> list[str]:
        """Return no lines: no command is run."""
        return []


def _get_ipython() -> Any:
    names = sys._getframe(1).f_globals
    if str(names.get("__name__", "")).partition(".")[0] in ASK_FOR_THEMSELVES:
        return None
    return Shell(names)


class Displayed:
    """Keeps ``_``, ``__``, ``_7`` and ``Out[7]`` as IPython does.

    Parameters
    ----------
    names : the module's
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.last: dict[str, Any] = {}
        names["Out"] = {}
        names["In"] = [""]

    def keep(self, value: Any, count: int) -> None:
        """Keep what a cell's last line gave."""
        if value is None:
            return
        self.names["Out"][count] = self.names[f"_{count}"] = value
        newer = {"_": value, "__": self.last.get("_", ""), "___": self.last.get("__", "")}
        for name, shown in newer.items():
            # A name that the learner uses for something else, as in ``for _ in``, is theirs.
            if self.names.get(name) is self.last.get(name):
                self.names[name] = shown
        self.last = newer


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class IPythonFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves IPython's modules where the real ones are not loaded."""

    none = _Module("none")

    def find_spec(
        self, fullname: str, path: Any, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a spec for a module of IPython's, None for any other."""
        is_real = any(not isinstance(sys.modules.get(r, self.none), _Module) for r in ROOTS)
        if is_real or fullname.partition(".")[0] not in ROOTS:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Return a module that has whatever name is asked for."""
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give it the names that are asked for with ``*``."""
        vars(module).update({name: Nothing() for name in NAMES})
        vars(module).update(get_ipython=_get_ipython, __all__=list(NAMES))
        vars(module).update(version_info=(8, 0, 0, ""), __version__="8.0.0")
