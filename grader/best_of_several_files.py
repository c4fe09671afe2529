"""Of several files handed in for one exercise, the one that earns the most points counts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from exercises.coach.contracts import exercise_of
from grader.grades import Grade, Outcome
from grader.intake.submission import UP_TO, Submission
from grader.reports.text import points_text

__all__ = ["graded_at_its_best"]


def graded_at_its_best(
    submission: Submission, grade: Callable[[Submission], Grade], only: Collection[str] = ()
) -> Grade:
    """Return the grade with the best of the files for each exercise, and say which those are.

    Parameters
    ----------
    submission : with or without alternatives
    grade : grades a submission as a whole, since an exercise may import another
    only : keys of the exercises that are graded; all when empty
    """
    best = replace(submission, alternatives={})
    result = grade(best)
    said = []
    for module, others in submission.alternatives.items():
        exercise = exercise_of(module)
        if only and exercise.key not in only:
            continue
        counted, points = submission.sources[module], _points(result, exercise.key)
        tried = {counted: points}
        for other in others:
            trial = replace(best, files={**best.files, module: other.data})
            now = grade(trial)
            tried[other.name] = _points(now, exercise.key)
            is_fault = Outcome.GRADER_FAULT in (now.outcome, result.outcome)
            if now.points > result.points and not is_fault:
                best, result, counted = trial, now, other.name
        others_said = [
            f"{name} {points_text(got)}" for name, got in tried.items() if name != counted
        ]
        is_one = any(name.endswith(UP_TO) for name in tried)
        what = "ways to read it were tried" if is_one else "files were handed in"
        said.append(
            f"Exercise {exercise.number}: {len(tried)} {what}. {counted} counts, "
            f"with {points_text(tried[counted])} points; {', '.join(others_said)}."
        )
    return replace(result, notes=(*result.notes, *said))


def _points(grade: Grade, key: str) -> float:
    return next((e.points for e in grade.exercises if e.key == key), 0.0)
