"""``python -m grader``: the same as the command ``grader``."""

from grader.cli import main

# Workers import this module too, under another name.
if __name__ == "__main__":
    main(prog_name="grader")
