"""`python -m tests`: set up the developers' tools, then run the kit's own tests.

Further arguments are pytest's: ``python -m tests tests/test_board.py -k bar``.
"""

import sys
from pathlib import Path

import exercises.__main__  # noqa: F401 (refuses an old Python, in words)
from exercises.coach.environment import become, enter, requirements

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Set up what is missing, then hand over to pytest."""
    enter(ROOT, "tests", requirements(ROOT, "dev"))
    become([sys.executable, "-m", "pytest", *sys.argv[1:]])


if __name__ == "__main__":
    main()
