"""Which system handed the work over, recognised from the tree alone; one module for each.

Every source has a function ``read(level)``: it returns the `Tree` if the level is its own, else
None. What says most of itself is asked first, plain folders last.
"""

from grader.intake.sources.recognise import recognise
from grader.intake.sources.tree_level import IntakeError, Options

__all__ = ["IntakeError", "Options", "recognise"]
