"""What is written appears whole or not at all; what killed runs left beside it is taken away."""

import os
import time

from grader.whole_files import LEFT_BEHIND, staged


def test_what_killed_runs_left_beside_a_folder_is_taken_away_by_the_next(tmp_path):
    """Who killed `grader report` had a hidden folder beside the pages from then on."""
    folder = tmp_path / "pages"
    killed, running, others = (
        tmp_path / f".pages.{name}" for name in ("abcdefgh", "ijklmnop", "notes_of")
    )
    for path in (killed / "new", killed / "old", running / "new", others / "mine"):
        path.mkdir(parents=True)
    long_ago = time.time() - 2 * LEFT_BEHIND
    for path in (killed, others):
        os.utime(path, (long_ago, long_ago))
    with staged(folder) as new:
        (new / "index.html").write_text("whole")
    assert {path.name for path in tmp_path.iterdir()} == {"pages", running.name, others.name}
    assert (folder / "index.html").read_text() == "whole"
