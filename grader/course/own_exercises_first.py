"""Imported by the command line before all else, since the table of exercises is read once.

A course may have exercises of its own, and what is derived from the table is made on import.
"""

import sys

from grader.course.own_folders import announce
from grader.errors import UserError

try:
    announce(sys.argv[1:])
except UserError as error:
    print(error.told, file=sys.stderr)
    raise SystemExit(error.status) from None
