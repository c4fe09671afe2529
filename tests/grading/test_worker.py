"""What a worker process leaves on the disk."""

import os
import time

from grader import worker


def test_an_empty_folder_that_a_killed_run_left_behind_is_taken_away(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    long_ago = time.time() - 2 * worker.LEFT_BEHIND
    for name in ("grader-emptyold", "grader-emptynew", "grader-inuseold", "others-emptyold"):
        (tmp_path / name).mkdir()
    (tmp_path / "grader-inuseold" / "scratch").mkdir()
    for name in ("grader-emptyold", "grader-inuseold", "others-emptyold"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    with worker.scratch_folder() as scratch:
        assert scratch.parent == tmp_path
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {"grader-emptynew", "grader-inuseold", "others-emptyold"}
