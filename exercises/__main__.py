"""`python -m exercises` stays open and checks what you save; `python -m exercises --help`."""

# This file is read by whatever Python there is: nothing newer than Python 2 above the check.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (that is what it is for)
    sys.exit(
        "The exercises need Python 3.11 or later, and this is Python "
        + ".".join(str(part) for part in sys.version_info[:3])
        + " ("
        + sys.executable
        + ").\nInstall a newer one (https://www.python.org/downloads), and type its name in the "
        "place of this one: python3.11 -m exercises"
    )


def main() -> None:
    """Set up what is missing, then run the command line."""
    try:
        import os
        from pathlib import Path

        folder = Path(__file__).resolve().parents[1]
        if not __package__:
            # `python exercises`, or an editor's button: as if with -m, in the folder around it.
            os.chdir(folder)
            sys.path.insert(0, str(folder))
        from exercises.coach.environment import LEARNERS, enter

        enter(folder, "exercises", LEARNERS)
        from exercises.coach.shell.commands import main as run

        sys.exit(run(sys.argv[1:]))
    except (ImportError, AttributeError) as error:
        sys.exit(_hidden_module() or _raised(error))


def _raised(error: Exception) -> str:
    raise error


def _hidden_module() -> str:
    """Say which file beside the exercises hides a module of Python's own; empty where none does."""
    # Without a module of Python's own, since any may be the one that is hidden.
    here = sys.path[0].rstrip("/\\")
    for name in sorted(sys.stdlib_module_names & set(sys.modules)):
        file = getattr(sys.modules[name], "__file__", None) or ""
        if here and file[: len(here)] == here and file[len(here) + 1 :] == name + ".py":
            return file + " hides Python's own module " + name + ": rename that file."
    return ""


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        # Pressed while the kit is loaded, or where it asks something.
        sys.exit(130)
