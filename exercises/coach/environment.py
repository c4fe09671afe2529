"""What the kit needs, and the folder `.venv` that holds it: found, made, filled, or why not.

This runs before anything is installed, so the standard library is all that it may import.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

__all__ = [
    "LEARNERS", "CannotSetUp", "become", "enter", "hidden_package", "is_windows", "lacking",
    "requirements",
]  # fmt: skip

# What a learner's copy needs; whoever has the whole kit gets what its pyproject.toml asks for.
LEARNERS = ("matplotlib>=3.8", "numpy>=1.26", "pytest>=8", "pytest-timeout>=2.3")
# What these import, too.
PACKAGES = (
    "numpy", "matplotlib", "pytest", "contourpy", "cycler", "dateutil", "fontTools", "kiwisolver",
    "packaging", "PIL", "pyparsing",
)  # fmt: skip
KIT = "gradient-descent-kit"
# In a `.venv` that this module made: the folder for which it is whole, or UNFINISHED.
STATE = "set-up-for"
UNFINISHED = "unfinished"
# Tools of a Python build for macOS that must not decide which environment a child is in.
LAUNCHER = "__PYVENV_LAUNCHER__"


class CannotSetUp(Exception):
    """The set-up stopped; the message says at what, and what to type."""


def is_windows() -> bool:
    """Whether environments have their programs in ``Scripts``."""
    return os.name == "nt"


def requirements(folder: Path, extra: str = "") -> tuple[str, ...]:
    """Return what the kit's pyproject.toml in ``folder`` asks for, ``extra`` included.

    A folder with the exercises alone, or with the pyproject.toml of something else, asks for
    ``LEARNERS``.
    """
    import tomllib

    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
        project = tomllib.loads(text).get("project", {})
    except (OSError, ValueError):
        return LEARNERS
    if project.get("name") != KIT:
        return LEARNERS
    more = project["optional-dependencies"][extra] if extra else ()
    return (*project["dependencies"], *more)


def lacking(wanted: Iterable[str]) -> list[str]:
    """Return those of ``wanted`` (such as ``numpy>=1.26``) that this Python has not, or older."""
    installed = _installed()
    return [each for each in wanted if not _is_among(installed, each)]


def _is_among(installed: Mapping[str, str], wanted: str) -> bool:
    name, _, least = wanted.partition(">=")
    found = installed.get(_normal(name)) or _version(name)
    return found is not None and _numbers(found) >= _numbers(least)


def hidden_package() -> str:
    """Say which file hides a package by having its name; empty where none does."""
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.submodule_search_locations is not None:
            continue
        # An old cycler is a file, among packages.
        if "-packages" not in str(spec.origin):
            return f"{spec.origin} hides the package {name} by having its name: rename that file."
    return ""


def _installed() -> dict[str, str]:
    """Return versions by name, as far as the names of installed packages' folders tell.

    `importlib.metadata` tells the same, and takes longer to be imported than all else here.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.listdir(folder or "."):
                stem, _, ending = entry.rpartition(".")
                name, _, version = stem.partition("-")
                whole = os.path.join(folder, entry, "METADATA")
                if ending == "dist-info" and os.path.isfile(whole):
                    found.setdefault(_normal(name), version)
    return found


def _version(name: str) -> str | None:
    """Return the version of what is installed in any other way; None where nothing is."""
    from importlib.metadata import distribution

    try:
        versions = distribution(name).metadata.get_all("Version")
    except (ImportError, OSError, LookupError, TypeError, ValueError):
        # It is not there, or what is there is broken: who reads it differs, and what that raises.
        return None
    return versions[0] if versions else None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version.split("rc")[0])]


def enter(folder: Path, module: str, wanted: Sequence[str]) -> None:
    """Return where this Python has what is wanted; else go on as ``.venv``'s, which is made first.

    Parameters
    ----------
    folder : where ``.venv`` is, or is made: the folder that holds ``exercises``
    module : what is run as ``python -m``; it is started again inside
    wanted : what it cannot do without
    """
    try:
        _enter(folder, module, wanted)
    except CannotSetUp as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit("\nThe set-up was stopped. The same command begins it again.")


def _enter(folder: Path, module: str, wanted: Sequence[str]) -> None:
    if hiding := hidden_package():
        raise CannotSetUp(hiding)
    venv = folder / ".venv"
    is_inside = Path(sys.prefix).resolve() == venv.resolve()
    is_unfinished = is_inside and _state(venv) == UNFINISHED
    if not is_unfinished and not lacking(wanted):
        return
    if not is_inside:
        if not _is_sound(venv, folder):
            _say_what_is_done(module)
            _make(venv)
        # Inside it the same command finds out what it lacks.
        become([str(_python_of(venv)), "-m", module, *sys.argv[1:]])
    if not is_unfinished:
        _say_what_is_done(module)
    _fill(venv, folder, wanted)
    importlib.invalidate_caches()
    if missing := lacking(wanted):
        raise CannotSetUp(
            f"pip has ended, and {_listed(missing)} is still not in {venv}.\n"
            f"Delete that folder, and type again: {_again(module)}"
        )
    (venv / STATE).write_text(os.fspath(folder), encoding="utf-8")


def _say_what_is_done(module: str) -> None:
    tools = "the developers' tools" if module == "tests" else "NumPy, Matplotlib, pytest"
    activate = r".venv\Scripts\activate" if is_windows() else "source .venv/bin/activate"
    command = "grader" if module == "grader" else "pytest exercises"
    _say(f"Setting up {tools} in .venv, once.\nLater: {activate}, then {command}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _state(venv: Path) -> str:
    try:
        return (venv / STATE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _is_sound(venv: Path, folder: Path) -> bool:
    """Whether a `.venv` can be used: whole, in the place for which it was made, and not too old.

    One that somebody else made need only run.
    """
    if _state(venv) not in ("", os.fspath(folder)):
        return False
    code = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run(
            [_python_of(venv), "-c", code], env=_environment(), capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _python_of(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if is_windows() else venv / "bin" / "python"


def _make(venv: Path) -> None:
    """Make an empty environment, in the place of one that is not sound."""
    if (venv / "pyvenv.cfg").exists():
        _say(f"{venv} is unfinished, was made elsewhere or does not run: making it again")
    try:
        if venv.is_symlink():
            venv.unlink()
        elif venv.exists():
            _remove(venv)
        venv.mkdir()
        (venv / STATE).write_text(UNFINISHED, encoding="utf-8")
    except OSError as error:
        raise CannotSetUp(
            f"{error.filename or venv} cannot be written ({error.strerror}).\n"
            "Copy the whole folder to where you may write, such as your home, and start there."
        ) from None
    # Only now that there is a place for it: it changes the machine.
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        _get_venv()
    # As a program, so that a `venv` that was installed a moment ago is found.
    done = subprocess.run([sys.executable, "-m", "venv", venv], env=_environment())
    if done.returncode:
        raise CannotSetUp(
            f"`{sys.executable} -m venv {venv}` failed; what it said is above.\n"
            "A Python from https://www.python.org/downloads comes with all that is needed."
        )


def _remove(venv: Path) -> None:
    """Remove a broken environment, but nothing that is none."""
    marks = ("pyvenv.cfg", STATE)
    if any(venv.iterdir()) and not any((venv / name).is_file() for name in marks):
        raise CannotSetUp(
            f"{venv} is there and is not a virtual environment. Move it away, and start again."
        )
    shutil.rmtree(venv)


def _get_venv() -> None:
    """Install what Debian and its relatives leave out of Python, or say what to type."""
    package = f"python3.{sys.version_info.minor}-venv"
    steps = [["apt-get", "update"], ["apt-get", "install", "-y", package]]
    typed = f"sudo apt-get update && sudo apt-get install -y {package}"
    if shutil.which("apt-get") is None:
        raise CannotSetUp(
            f"{sys.executable} has no venv and no ensurepip. Install them with your system's "
            "package manager, or take a Python from https://www.python.org/downloads"
        )
    if not _is_root():
        if shutil.which("sudo") is None:
            typed = typed.replace("sudo ", "")
            raise CannotSetUp(f"{package} is missing. As root, type: {typed}")
        # Where nobody can type a password, sudo must not wait for one.
        ask = [] if sys.stdin.isatty() else ["-n"]
        steps = [["sudo", *ask, *step] for step in steps]
    _say(
        f"{package} is missing: getting it with apt-get"
        + ("" if _is_root() else ", as root (sudo may ask for your password)")
    )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in steps:
        done = subprocess.run(step, env=environment, stdout=subprocess.DEVNULL)
        # Of several sources that are read one may fail; what counts is whether the package comes.
        if done.returncode and step is steps[-1]:
            raise CannotSetUp(f"{package} could not be installed. Type: {typed}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _fill(venv: Path, folder: Path, wanted: Sequence[str]) -> None:
    """Install what is wanted into the environment in which this runs."""
    (venv / STATE).write_text(UNFINISHED, encoding="utf-8")
    if importlib.util.find_spec("pip") is None:
        subprocess.run([sys.executable, "-m", "ensurepip"], capture_output=True)
    # All that the kit asks for, so that the grader is there too.
    names = dict.fromkeys([*wanted, *requirements(folder)])
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if not sys.dont_write_bytecode:
        # Half of pip's time goes by compiling what nobody imports; what is imported gets compiled.
        pip.append("--no-compile")
    done = subprocess.run([*pip, *names], env=_environment())
    if done.returncode:
        raise CannotSetUp(
            "pip could not install what is needed; what it said is above.\n"
            "Is there a network? Then type the same command again. Without one, and with a folder "
            "of wheels:\nPIP_NO_INDEX=1 PIP_FIND_LINKS=<that folder> before the command."
        )
    is_kit = requirements(folder) is not LEARNERS
    # The command `grader`. It takes a build tool that a folder of wheels may lack: then a line
    # that Python reads at its start has to do, and `python -m grader`.
    command = [*pip, "--no-deps", "-e", os.fspath(folder)]
    if is_kit and not subprocess.run(command, env=_environment(), capture_output=True).returncode:
        return
    place = Path(sysconfig.get_path("purelib"))
    (place / "exercises-here.pth").write_text(f"{folder}\n", encoding="utf-8")


def _environment() -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if k != LAUNCHER},
        "PIP_ROOT_USER_ACTION": "ignore",
    }


def _listed(wanted: Iterable[str]) -> str:
    return ", ".join(each.partition(">=")[0] for each in wanted)


def _again(module: str) -> str:
    return f"{'py' if is_windows() else 'python3'} -m {module}"


def become(command: Sequence[str]) -> NoReturn:
    """Go on as another program, in this one's place where the system can do that."""
    environment = _environment()
    if is_windows():
        # There `exec` returns to the shell at once, with the program still running.
        sys.exit(subprocess.call(command, env=environment))
    os.execve(command[0], list(command), environment)
