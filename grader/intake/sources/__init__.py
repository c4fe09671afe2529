"""Which system handed the work over, recognised from the tree alone; one module for each.

Every source has a function ``read(level)``: it returns the `Tree` if the level is its own, else
None. What says most of itself is asked first, plain folders last.
"""

from grader.intake.sources.level import IntakeError, Options
from grader.intake.sources.recognise import recognise

__all__ = ["IntakeError", "Options", "recognise"]
