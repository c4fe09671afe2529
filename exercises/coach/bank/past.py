"""What is known of one judged call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exercises.coach.observe import Observation
from exercises.coach.question import Question

__all__ = ["Past"]


@dataclass(frozen=True, eq=False)
class Past:
    """A judged call: the question, what was observed, what was due, and the verdict."""

    question: Question
    observation: Observation
    expected: Any
    is_right: bool
