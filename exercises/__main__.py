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

from pathlib import Path

from exercises.coach.environment import LEARNERS, enter


def main() -> None:
    """Set up what is missing, then run the command line."""
    enter(Path(__file__).resolve().parents[1], "exercises", LEARNERS)
    from exercises.coach.shell.commands import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
