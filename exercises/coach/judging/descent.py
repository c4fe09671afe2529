"""Judge ``(theta, history)`` of a descent, part by part, and find where the path departs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.calling.plain_data import is_pair
from exercises.coach.calling.right_descent import right_path
from exercises.coach.judging.compare import (
    BEYOND,
    NONE,
    array_of,
    compare,
    first_apart,
    of_type,
)
from exercises.coach.judging.finding import Fact, Flaw, Kind
from exercises.coach.judging.question import Question
from exercises.coach.judging.value_text import kind_of, show, show_apart

__all__ = ["judge_descent"]


def judge_descent(
    question: Question, observation: Observation, expected: tuple[Any, Any], *, because: str,
    rtol: float, atol: float,
) -> Flaw | None:  # fmt: skip
    """Return the first flaw of a returned pair: its form, θ_T, then the history."""
    theta, history = expected
    value = observation.value
    if not is_pair(value):
        due = f"(theta, history) = ({show(np.asarray(theta))}, {show(np.asarray(history))})"
        fact = of_type(value, "a pair")
        return Flaw(show(value), due, (NONE if value is None else fact,))
    how: dict[str, Any] = {"rtol": rtol, "atol": atol, "same_beyond": True}
    shapes = _theta_shape_flaw(value[0], theta, because)
    # A run is compared while it is finite and below 1e60; once one coordinate of θ_T is beyond
    # that, the others are free too: a learner may well give up on the whole of θ.
    is_beyond = _leaves(theta) and _leaves(value[0])
    flaw = (
        shapes
        or (None if is_beyond else compare(value[0], theta, because=because, name="theta", **how))
        or compare(value[1], history, because="L(θ_t) before update t", name="history", **how)
    )
    if flaw is None:
        return None
    # A factor between two θ_T says nothing that the step of departure does not say better.
    facts = [fact for fact in flaw.facts if fact.kind is not Kind.RATIO]
    if flaw.part == "theta":
        facts += (
            *_what_the_history_does(value[1], np.asarray(history)),
            *_departs(question, observation),
        )
        facts = facts or _how_far(question, observation)
    return replace(flaw, facts=tuple(facts))


def _leaves(theta: Any) -> bool:
    """Whether any coordinate is inf, nan or beyond 1e60."""
    array = array_of(theta)
    return array is not None and not bool(np.all(np.abs(array) < BEYOND))


def _theta_shape_flaw(got: Any, theta: Any, because: str) -> Flaw | None:
    """θ keeps the start's shape exactly: (1,) is not ()."""
    due, array = np.asarray(theta), array_of(got)
    if array is None or array.shape == due.shape:
        return None
    fact = Fact(Kind.SHAPE, f"shape {array.shape}; expected the start's shape {due.shape}")
    shown = f"{show(got)}, {kind_of(got)}"
    return Flaw(shown, show(due), (fact,), because=because, part="theta")


def _what_the_history_does(history: Any, expected: Any) -> tuple[Fact, ...]:
    """Say that the losses rise, or stay the same, where the right ones do not."""
    losses = array_of(history)
    if losses is None or losses.shape != expected.shape or len(losses) < 2:
        return ()
    # Where the first entry is not the loss at the start it may be something else, θ for example.
    said = _course(losses) if np.isclose(losses[0], expected[0]) else ""
    return (Fact(Kind.HISTORY, said),) if said and said != _course(expected) else ()


def _course(losses: Any) -> str:
    with np.errstate(invalid="ignore"):
        if np.all(np.diff(losses) > 0):
            return "the history rises from the first step"
    return "the history stays the same all along" if np.all(losses == losses[0]) else ""


def _how_far(question: Question, observation: Observation) -> list[Fact]:
    """Say that θ is where it began, or that there were more gradients than steps."""
    start, steps = question.argument("theta_init"), question.argument("num_steps")
    if start is None or question.problem is None or not steps:
        return []
    if np.array_equal(array_of(observation.value[0]), np.asarray(start, dtype=float)):
        return [Fact(Kind.STEP, "theta is still the start, θ₀")]
    if observation.grad_calls > steps + 1:
        text = f"{observation.grad_calls} calls of grad_fn; expected {steps}, one per step"
        return [Fact(Kind.STEP, text)]
    return []


def _departs(question: Question, observation: Observation) -> tuple[Fact, ...]:
    """Say the first step at which the θ that the gradient was asked for leave the right path."""
    problem = question.problem
    lr, num_steps = question.argument("lr"), question.argument("num_steps")
    if problem is None or lr is None or not observation.visited:
        return ()
    start = question.argument("theta_init")
    right = right_path(problem.grad, start, lr, min(int(num_steps or 0), len(observation.visited)))
    visited = [v for v in observation.visited if v.shape == right.shape[1:]]
    steps = min(len(visited), len(right) - 1)
    if steps == 0:
        return ()
    step = first_apart(np.array(visited[:steps]), right[:steps], 1e-9, 1e-12)
    if step is None:
        return ()
    got, due = show_apart(visited[step], right[step])
    stays = step > 0 and bool(np.array_equal(visited[step], visited[step - 1]))
    if stays or observation.grad_calls > len(right):
        # Then they are not the iterates.
        text = f"gradient number {step + 1} is asked for at {got}; expected at {due}"
        return (Fact(Kind.STEP, text),)
    # It may be another θ that is wrong, or what stands in its place in the call.
    text = f"the first gradient is asked for at {got}; expected at {due}, the start"
    if step > 0:
        text = f"first wrong at step {step}: {got}; expected {due}"
    return (Fact(Kind.STEP, text),)
