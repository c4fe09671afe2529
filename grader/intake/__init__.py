"""Whatever was handed over, as submissions: folders of students, single files, zips, notebooks.

Everything read here is untrusted: nothing is followed, executed or unpacked to a disk, and every
refusal names the thing, the place and the remedy.
"""

from grader.intake.students import IntakeError, read_submissions

__all__ = ["IntakeError", "read_submissions"]
