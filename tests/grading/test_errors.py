"""What ends a command is told once, with its exit status."""

import click
import pytest
from click.testing import CliRunner

from grader import cli
from grader.cluster import ClusterError
from grader.course.file import CourseError
from grader.errors import Interrupted, SandboxFault, TooOpen, UserError
from grader.gradebook.database import GradebookError
from grader.intake import IntakeError
from grader.pytest_engine import EngineFault
from grader.secret import SecretError
from grader.trial_on_solutions import TrialFailed

ENDINGS = [
    *((kind("no."), 1, "Error: no.\n") for kind in (UserError, IntakeError, GradebookError)),
    *((kind("no."), 1, "Error: no.\n") for kind in (SecretError, CourseError, ClusterError)),
    *((kind("no."), 3, "grader fault: no.\n") for kind in (EngineFault, SandboxFault, TrialFailed)),
    (TooOpen("Refused."), 4, "Refused.\n"),
    (Interrupted("Stopped.", 130), 130, "Stopped.\n"),
    (OSError(28, "No space left on device", "a.csv"), 1, "Error: a.csv: No space left on device. "),
    (UserError("no [b]\x1b[31m."), 1, "Error: no [b]"),
]


@pytest.mark.parametrize(("error", "status", "said"), ENDINGS, ids=repr)
def test_what_ends_a_command_is_said_on_the_error_stream(error, status, said, monkeypatch):
    @click.command()
    def ends():
        raise error

    monkeypatch.setitem(cli.main.commands, "ends", ends)
    ended = CliRunner().invoke(cli.main, ["ends"])
    assert ended.exit_code == status
    assert ended.stderr.startswith(said)
    assert "\x1b" not in ended.stderr
    assert ended.stdout == ""
