"""Whatever was handed over, as submissions: downloads of systems, folders of students, archives.

Everything read here is untrusted: nothing is followed, executed or unpacked to a disk, and every
refusal names the thing, the place and the remedy.
"""

from grader.intake.students import IntakeError, read_place

__all__ = ["IntakeError", "read_place"]
