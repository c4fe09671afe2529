"""Uploads of a form: whose name ends the files."""

import pytest

from grader.intake import read_place
from tests.intake.trees import NAMES, found, google_form, lay, microsoft_form


@pytest.mark.parametrize("build", [google_form, microsoft_form])
@pytest.mark.parametrize("kind", NAMES)
def test_uploads_of_a_form_are_theirs_whose_name_ends_the_files(tmp_path, build, kind):
    files, people = build(NAMES[kind])
    lay(tmp_path, files)
    intake = read_place(tmp_path)
    assert intake.tree.source == "download of a form"
    assert [h.student for h in intake.tree.students] == people
    assert sorted(found(tmp_path).values()) == sorted(NAMES[kind])
    assert intake.nobodys == []
