"""``grader debug``, from what was typed to the finding, the picture and the script."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.text import Text

from exercises.coach.calling.deadline import DidNotReturn
from exercises.coach.contracts import exercise_of
from exercises.coach.judging.finding import Evidence
from exercises.coach.showing.pictures.of_finding import picture_of
from grader.best_of_several_files import graded_at_its_best
from grader.debug.judged import Call, JudgedAgain, judge
from grader.debug.redrawn import redrawn_plot
from grader.debug.script import SCRIPT, Asked, script, write_files
from grader.debug.student_and_check import DebugError, Graded, check_called, graded_work
from grader.errors import Status
from grader.grade_submission import mark
from grader.gradebook.book import Gradebook
from grader.grades import Grade, Outcome
from grader.intake.submission import Submission
from grader.observer import SandboxObserver
from grader.provenance import hidden_tests
from grader.pytest_engine import Check, Engine
from grader.reports.report_names import name_for
from grader.reports.text import message_of, of_text, printable, right_text
from grader.sandbox.host.sandbox import Sandbox
from grader.secret import secret_of_grades, seed_id
from grader.terminal import console_on

__all__ = ["debug", "drawn"]

WARNING = """\
{student}'s code now runs in this very process, with all of your rights and none of the sandbox's
walls: it can read and change whatever you can, and reach the network."""


def debug(
    student: str, check: str, out: Path, file: Path | None, said: Mapping[str, Any], *,
    in_process: bool, is_sure: bool,
) -> int:  # fmt: skip
    """Judge one check on one student again, show all of it, and return the exit status."""
    console = console_on()

    def say(text: str) -> None:
        console.print(Text(printable(text, keep="\n")))

    work = _work_of(student, check, out, file, said)
    found, judged, isolation = _judged(work, check, out)
    folder = _folder_for(work, found, out)
    for line in _lines(work, found, judged, isolation):
        say(line)
    for line in _written(work, found, judged, folder):
        say(line)
    if in_process:
        return _in_process(work, judged, folder, is_sure=is_sure)
    return Status.FAULT if judged.grade.outcome is Outcome.GRADER_FAULT else Status.DONE


def _work_of(
    student: str, check: str, out: Path, file: Path | None, said: Mapping[str, Any]
) -> Graded:
    with Gradebook.of_reports(out) as book:
        work = graded_work(book, student, check, out, file, said)
    if not work.submission.files:
        raise DebugError(f"{work.submission.student} handed in nothing that could be read.")
    return work


def _judged(work: Graded, typed: str, out: Path) -> tuple[Check, JudgedAgain, str]:
    order = work.order
    secret = secret_of_grades(order.course.secret or out / "secret.key", {work.edition.seed}, out)
    assert seed_id(secret) == work.edition.seed
    engine = Engine(secret, folders=order.folders)
    try:
        check = check_called(typed, engine.catalog, work.grade)
        with Sandbox(order.limits) as sandbox:
            counting = _counting(work.submission, check, engine, sandbox)
            return check, judge(counting, check, engine, sandbox), sandbox.isolation.says
    finally:
        if engine.is_alive:
            engine.close()


def _counting(submission: Submission, check: Check, engine: Engine, sandbox: Sandbox) -> Submission:
    """Return the submission with that file for the check's exercise which counts in the grade."""
    if not submission.alternatives:
        return submission
    tried: list[tuple[Submission, Grade]] = []

    def grade(each: Submission) -> Grade:
        with sandbox.session(each.files) as session:
            result = mark(each, SandboxObserver(session), engine, {check.key})
        tried.append((each, result))
        return result

    best = graded_at_its_best(submission, grade, {check.key})
    return next(each for each, result in tried if result.exercises == best.exercises)


def _folder_for(work: Graded, check: Check, out: Path) -> Path:
    name = name_for(work.submission.student)
    folder = out / "debug" / name / check.id.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _lines(work: Graded, check: Check, judged: JudgedAgain, isolation: str) -> Iterator[str]:
    """Yield what there is to say: where it is from, what was called, what was found."""
    order, grade = work.order, judged.grade
    if order.course.path is not None:
        yield order.course.line
    yield isolation
    points = of_text(grade.points, grade.max_points)
    yield f"{work.submission.student}, {check.id}: {check.title} ({grade.outcome}, {points})"
    yield f"test: {check.where}, test_{check.id.partition('/')[2]}"
    files = "as they were graded"
    if not work.is_as_graded:
        files = "CHANGED since they were graded; this is what they do now"
    yield f"files: {order.submissions}, {files}"
    if hidden_tests(order.folders) != work.edition.hidden:
        yield "the hidden tests, or what they judge with, changed since this was graded"
    before = work.check(check.id)
    if before is None and check.key not in {each.key for each in work.grade.exercises}:
        yield "in the gradebook: nothing, since this exercise was not among those that were graded"
    elif before is None:
        yield "in the gradebook: this check is not there yet; grader regrade adds it"
    elif (before.outcome, before.points) != (grade.outcome, grade.points):
        was = of_text(before.points, before.max_points)
        yield f"in the gradebook: {before.outcome}, {was}; grader regrade brings it up to date"
    if judged.stand_ins:
        keys = [f"{exercise_of(e.stem).key}.{name}" for e in judged.stand_ins for name in e.names]
        yield f"judged with {right_text(keys)} in the place of theirs, as in the run that counts"
    if judged.earlier:
        yield "alone it passes: what earlier checks of the exercise called left something behind"
    calls = _calls_that_count(judged)
    yield f"calls: {len(calls)}" + ("" if calls else ", since there is nothing to call")
    yield from (f"  {call.question.text()}  → {call.observation.status}" for call in calls)
    yield ""
    yield message_of(grade) or "It passes: nothing is wrong."
    if grade.fault:
        yield grade.fault
    yield ""


def _calls_that_count(judged: JudgedAgain) -> list[Call]:
    """Return the check's own calls: those after the wrong answer were made to name the mistake."""
    calls = []
    for call in judged.calls:
        calls.append(call)
        if judged.evidence is not None and call.question is judged.evidence.question:
            break
    return calls


def _written(work: Graded, check: Check, judged: JudgedAgain, folder: Path) -> Iterator[str]:
    """Write the picture, the files and the script; yield where they are."""
    looked_at = _looked_at(judged)
    if looked_at is None:
        return
    picture = folder / "picture.png"
    picture.unlink(missing_ok=True)
    if png := drawn(judged):
        picture.write_bytes(png)
        yield f"picture: {picture}"
    write_files(judged.submission.files, folder)
    asked = asked_in(judged, looked_at)
    title = f"{work.submission.student}, {check.id}: {check.title}"
    path = folder / SCRIPT
    text = script(asked, title, message_of(judged.grade))
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    yield f"script: {path} makes this call again. It runs their code with your rights."


def _looked_at(judged: JudgedAgain) -> Evidence | None:
    """Return the wrong answer and what is expected, else the last one; None without a call."""
    calls = _calls_that_count(judged)
    if judged.evidence is not None or not calls:
        return judged.evidence
    return Evidence(calls[-1].question, calls[-1].observation, None)


def drawn(judged: JudgedAgain) -> bytes | None:
    """Return the picture of what is wrong, or of a plot in which nothing is, where there is one."""
    looked_at = _looked_at(judged)
    if looked_at is None:
        return None
    figure, finding = looked_at.observation.figure, judged.grade.finding
    is_right = judged.grade.outcome is Outcome.PASSED
    try:
        if figure is not None and (is_right or judged.evidence is not None):
            return redrawn_plot(looked_at.question, figure, None if is_right else finding)
        if finding is None or judged.evidence is None:
            return None
        draw = picture_of(replace(finding, evidence=judged.evidence))
        return draw() if draw is not None else None
    except (Exception, DidNotReturn):
        # What came back may be anything, and no picture is worth what was found.
        return None


def asked_in(judged: JudgedAgain, looked_at: Evidence) -> Asked:
    """Return what a script is to ask."""
    observation, expected = looked_at.observation, looked_at.expected
    is_name = isinstance(expected, str)
    errors = (vars(module).get(expected) for module in (builtins, np.linalg) if is_name)
    return Asked(
        looked_at.question,
        judged.stand_ins,
        expected,
        observation.value,
        any(isinstance(each, type) for each in errors),
        observation.mutated,
        observation.seconds if observation.status == "timed out" else 0.0,
        judged.grade.outcome is Outcome.PASSED and judged.evidence is None,
        tuple(call.question for call in (*judged.earlier, *_calls_that_count(judged)))[:-1],
    )


def _in_process(work: Graded, judged: JudgedAgain, folder: Path, *, is_sure: bool) -> int:
    from grader.debug.debugger import look_into

    calls = _calls_that_count(judged)
    if not calls:
        raise DebugError("no function of theirs was called, so there is nothing to look into.")
    click.echo(WARNING.format(student=work.submission.student), err=True)
    if not is_sure and not click.confirm("Run it?", err=True):
        return Status.NOTHING_DONE
    files = {name: folder / "files" / "exercises" / name for name in judged.submission.files}
    if not look_into(calls[-1].question, files, judged.stand_ins):
        print("the call never came to a line of theirs", file=sys.stderr)
    return Status.DONE
