"""Lines of a function that seldom do what was meant: told beside a value that is wrong.

Only what the source says by itself, so that a sentence is true whatever the value is. Who gets the
right value is told nothing: the same line may be there for a reason.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection, Mapping, Sequence

from exercises.coach.calling.file_contents import tree_of
from exercises.coach.calling.raised import Source
from exercises.coach.judging.slips.of_calls import OF_CALLS, OF_THE_EXERCISES, other_defaults
from exercises.coach.judging.slips.of_none import OF_NONE, still_none
from exercises.coach.judging.slips.of_statements import OF_STATEMENTS
from exercises.coach.judging.slips.of_values import OF_VALUES
from exercises.coach.judging.slips.slip import SourceSlip

__all__ = ["slip_in"]


def slip_in(
    source: Source,
    known: Mapping[str, Sequence[str]],
    defaults: Mapping[str, object] | None = None,
    *,
    nones: Collection[int] = (),
    is_raised: bool = False,
) -> SourceSlip | None:
    """Return the most telling slip in a function's source, None where there is none.

    Parameters
    ----------
    source : of the function
    known : the parameters of the exercise's functions
    defaults : those of the stub's header
    nones : of what came back, the places of None; -1 where it came back alone
    is_raised : whether an error came of it
    """
    tree = tree_of(textwrap.dedent(source.text))
    function = tree.body[0] if tree is not None and tree.body else None
    if not isinstance(function, ast.FunctionDef):
        return None
    # One is enough to go on with.
    if slip := next(still_none(function, source, nones), None):
        return slip
    looks = (*OF_STATEMENTS, *OF_VALUES, *OF_CALLS)
    found = [slip for look in looks for slip in look(function, source)]
    found += [slip for look in OF_THE_EXERCISES for slip in look(function, source, known)]
    found += other_defaults(function, source, defaults or {})
    found += [slip for look in OF_NONE for slip in look(function, source, nones)]
    if is_raised:
        found = [slip for slip in found if slip.even_raised]
    return min(found, key=lambda slip: slip.rank, default=None)
