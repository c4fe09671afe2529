"""A reference solution as one file that needs no other: what can be handed in as a submission."""

import ast
from pathlib import Path

import solutions

HERE = Path(__file__).parent


def standalone(stem: str) -> str:
    """Return the source of solution ``stem`` with the engine in the place of its import, if any.

    Where a submission runs, `solutions` is out of reach.

    Parameters
    ----------
    stem : str, such as ``"ex1_gradient_descent"``

    Raises
    ------
    ValueError
        When it imports another solution: two modules do not go into one.
    """
    # A course's own solutions stand in a folder of its own, which was added to the package.
    places = [Path(folder) / f"{stem}.py" for folder in solutions.__path__]
    path = next((place for place in places if place.is_file()), places[0])
    source = path.read_text(encoding="utf-8")
    engine = (HERE / "descent.py").read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    # From the end, so that the numbers of the lines above stay what they are.
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.ImportFrom) and node.module == "solutions.descent":
            lines[node.lineno - 1 : node.end_lineno] = [engine]
        elif isinstance(node, ast.Import | ast.ImportFrom) and "solutions" in ast.unparse(node):
            raise ValueError(
                f"solutions/{stem}.py, line {node.lineno}: {ast.unparse(node)}. A solution imports "
                "nothing of solutions but names from solutions.descent, so that it is one file."
            )
    return "".join(lines)
