"""Imported by the command line before all else, since the table of exercises is read once.

A course may have exercises of its own, and what is derived from the table is made on import.
"""

import sys

from grader.course.folders import FolderError, announce

try:
    announce(sys.argv[1:])
except FolderError as error:
    print(f"Error: {error}", file=sys.stderr)
    raise SystemExit(1) from None
