"""`python -m solutions [--out DIR]`: print and draw the chapter's answers."""

import argparse
import tempfile
from pathlib import Path

import matplotlib

from solutions.answers import answers


def main() -> None:
    """Print the answers, save the figures, say where they are."""
    parser = argparse.ArgumentParser(prog="python -m solutions", description=__doc__)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for the five figures (default: a new temporary one, named at the end)",
    )
    out = parser.parse_args().out
    print(answers())
    # Before pyplot is imported: figures go to files, and no window opens on any machine.
    matplotlib.use("Agg")
    from solutions.figures import save_all

    try:
        saved = save_all(out or Path(tempfile.mkdtemp(prefix="gradient-descent-")))
    except OSError as error:
        why = f"{error.filename or out} cannot be written ({error.strerror or error})"
        raise SystemExit(f"{why}. Name another folder with --out.") from None
    print("\nFigures:", *saved, sep="\n  ")


if __name__ == "__main__":
    main()
