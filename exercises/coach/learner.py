"""A learner's exercise, as tests see it: ask a function, get an `Answer` to judge.

``ex1 = Learner("ex1_gradient_descent")`` imports nothing; ``ex1.grad(2.0)`` does, so that a file
which cannot be read fails the tests that need it and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from exercises.coach.calling.observe import Observation, Raised
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.calling.stopped import Cause
from exercises.coach.contracts import CARRIED, exercise_of
from exercises.coach.judging import status
from exercises.coach.judging.compare import NONE, NONE_THERE, RTOL, array_of, compare
from exercises.coach.judging.critical_points import judge_points
from exercises.coach.judging.descent import judge_descent
from exercises.coach.judging.finding import Evidence, Fact, Finding, Flaw, Kind, Wrong
from exercises.coach.judging.question import Question
from exercises.coach.judging.slips.find_slips import slip_in
from exercises.coach.judging.slips.slip import Rank, SourceSlip
from exercises.coach.judging.value_text import show
from exercises.coach.local_observer import local
from exercises.coach.showing.message import message

__all__ = ["Answer", "Judge", "Learner", "Observer"]

# Of a function's own time, in all its wrong tests together; each may ask for twenty calls more.
NAMING_SECONDS = 20.0


class Observer(Protocol):
    """Where a learner's functions are called: in this process, or in a confined one."""

    def __call__(
        self, question: Question, *, figures: bool = False, remote: bool = False
    ) -> Observation:
        """Call the question's function once; `remote` has the counts taken outside its process."""

    def carried(self, question: Question) -> Observation | None:
        """Call it with a right `gradient_descent` in exercise 1; None where that says nothing."""


class Learner:
    """One exercise's functions, to be asked.

    Parameters
    ----------
    stem : the exercise's file without its ending
    observer : where the functions are called; this process by default
    """

    def __init__(self, stem: str, observer: Observer | None = None) -> None:
        self.stem = exercise_of(stem).stem
        self.observer: Observer = observer if observer is not None else local
        self.past: dict[str, list[tuple[Question, Observation]]] = {}

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        """``learner.grad(2.0)`` is ``learner.ask("grad", 2.0)``."""
        if name.startswith("_") or name not in exercise_of(self.stem).functions:
            raise AttributeError(f"{self.stem} has no function {name!r}")
        return lambda *args, **kwargs: self.ask(name, *args, **kwargs)

    def ask(
        self, function: str, *args: Any, figures: bool = False, remote: bool = False, **kwargs: Any
    ) -> Answer:
        """Call ``function`` with these arguments and return the answer, whatever happened.

        Parameters
        ----------
        function : a name of the contract
        figures : describe what the call draws
        remote : evaluate and count a problem's functions outside the learner's process
        """
        question = Question(self.stem, function, args, kwargs)
        return Answer(self, question, self.observer(question, figures=figures, remote=remote))

    def carried(self, question: Question) -> Observation | None:
        """Return what the call does on a right `gradient_descent`, where that can be known."""
        return self.observer.carried(question)

    def note(self, answer: Answer) -> None:
        """Keep what an answer showed, for later diagnoses."""
        observation = answer.observation
        if observation.live is not None:
            # Of what was drawn the description does: figures are large.
            observation = replace(observation, live=None)
        self.past.setdefault(answer.question.function, []).append((answer.question, observation))

    def diagnose(self, answer: Answer, flaw: Flaw) -> Flaw:
        """Return the flaw with the mistake's name, when behaviour tells it."""
        # Who makes no mistake never pays for this import.
        from exercises.coach.misconceptions.diagnosis import diagnose
        from exercises.coach.misconceptions.known_mistake import Case

        question = answer.question

        def again(*args: Any, function: str = question.function, **named: Any) -> Observation:
            return self.observer(Question(question.stem, function, args, named))

        now = Case(question, answer.observation)
        past = [Case(*each) for each in self.past.get(question.function, [])]
        probing = getattr(self.observer, "probing", nullcontext)
        with probing(NAMING_SECONDS):
            return diagnose(now, flaw, past, again)

    def slip(
        self, question: Question, nones: Collection[int] = (), *, is_raised: bool = False
    ) -> tuple[str, SourceSlip] | None:
        """Return the file and the slip that the function's own lines show, where they are known."""
        read = getattr(self.observer, "source", None)
        source = read(question) if read is not None else None
        if source is None:
            return None
        functions = question.exercise.functions
        known = {name: each.parameters for name, each in functions.items()}
        if source.imports_descent:
            known[CARRIED.name] = CARRIED.parameters
        found = slip_in(source, known, question.contract.defaults, nones=nones, is_raised=is_raised)
        return None if found is None else (source.file, found)


Judge = Callable[[Observation], Flaw | None]


# What a value that is not the one that was meant may raise where it is used.
OF_VALUES = ("ValueError", "TypeError", "IndexError", "LinAlgError")


def _places_of_none(value: Any) -> tuple[int, ...]:
    """Return where None is in what came back: its places in a pair, -1 where it is alone."""
    if isinstance(value, tuple | list):
        return tuple(place for place, part in enumerate(value) if part is None)
    return (-1,) if value is None else ()


@dataclass(frozen=True, eq=False)
class Answer:
    """One call with what was observed; every method returns quietly or raises.

    Raises
    ------
    Wrong
        When the answer is not what is due; its text is the message.
    NotStarted
        When the function is still the stub's.
    """

    learner: Learner
    question: Question
    observation: Observation

    @property
    def value(self) -> Any:
        """The returned plain data, for judging by hand."""
        self.returns()
        return self.observation.value

    @property
    def shows_defaults(self) -> bool:
        """Whether the function's header has the contract's defaults, so that none need be run."""
        return self.observation.shows_defaults

    def returns(self) -> None:
        """Ask only that the call returned, whatever it returned."""
        self.judge(lambda observation: None)

    def gives(
        self, expected: Any, *, because: str = "", names: Sequence[str] = (), rtol: float = RTOL,
        atol: float = 0.0, same_beyond: bool = False, ordered: bool = False,
    ) -> None:  # fmt: skip
        """Ask for this value; see `exercises.coach.judging.compare.compare`."""
        self.judge(
            lambda observation: compare(
                observation.value,
                expected,
                because=because,
                names=names,
                rtol=rtol,
                atol=atol,
                same_beyond=same_beyond,
                ordered=ordered,
            ),
            expected=expected,
        )

    def descends(
        self, theta: Any, history: Any, *, because: str = "", rtol: float = RTOL, atol: float = 0.0
    ) -> None:
        """Ask for ``(theta, history)`` of a descent: the last iterate and each loss before it.

        Where the run diverges, entries are compared only while finite and below 1e60.
        """
        expected = (theta, history)
        self.judge(
            lambda observation: judge_descent(
                self.question, observation, expected, because=because, rtol=rtol, atol=atol
            ),
            expected=expected,
        )

    def finds(
        self, points: Sequence[tuple[float, str]], *, because: str = "", atol: float = 1e-6
    ) -> None:
        """Ask for this list of critical points ``(x, kind)``, x within ``atol``."""
        self.judge(
            lambda observation: judge_points(observation.value, points, because=because, atol=atol),
            expected=points,
        )

    def calls_the_gradient(self, times: int, *, because: str) -> None:
        """Ask that the problem's gradient was evaluated this many times."""

        def judge(observation: Observation) -> Flaw | None:
            if observation.grad_calls == times:
                return None
            got, expected = f"{observation.grad_calls} calls of grad_fn", f"{times} calls"
            return Flaw(got, expected, because=because)

        self.judge(judge)

    def asks_for_the_gradient(self, *, because: str) -> None:
        """Ask that the problem's gradient was evaluated at all: that the function does its work."""

        def judge(observation: Observation) -> Flaw | None:
            if observation.grad_calls:
                return None
            return Flaw("no call of grad_fn", "a call of grad_fn per step", because=because)

        self.judge(judge)

    def draws(self, judge: Callable[[dict[str, Any]], Flaw | None]) -> None:
        """Ask a judge of `exercises.coach.judging.plots` about what the call drew."""
        self.judge(lambda observation: judge(observation.figure or {}))

    def keeps_its_arguments(self) -> None:
        """Ask that no argument was changed by the call."""

        def judge(observation: Observation) -> Flaw | None:
            if not observation.mutated:
                return None
            name, advice, ids = self._changed()
            return Flaw(
                f"{name} was changed by the call",
                f"{name} as it was",
                (Fact(Kind.ADVICE, advice),),
                ids,
                because="a call leaves its arguments unchanged",
            )

        self.judge(judge)

    def _changed(self) -> tuple[str, str, tuple[str, ...]]:
        """Return the argument that the call changed, what to do about it, and the mistake's ids."""
        name = self.question.contract.parameters[self.observation.mutated[0]]
        if name == "theta_init":
            advice = "`theta -= …` and the like write into the array that was passed in; "
            return name, f"{advice}work on a float copy", ("mutates-start",)
        is_array = isinstance(self.question.argument(name), np.ndarray)
        ways = (" -= …" if is_array else ".pop()", "[0] = …", ".sort()")
        named = ", ".join(f"`{name}{way}`" for way in ways)
        what = "array" if is_array else "list"
        advice = f"{named} and the like change the {what} that was passed in; work on a copy"
        return name, advice, ()

    def raises(self, type_name: str, *, because: str = "") -> None:
        """Ask that the call raises an exception of this type."""
        raised = self.observation.raised
        if self.observation.status == "raised" and raised and type_name in raised.bases:
            self.learner.note(self)
            return

        def judge(observation: Observation) -> Flaw | None:
            facts: tuple[Fact, ...] = ()
            value = observation.value
            if observation.status == "returned" and value is None:
                facts = (
                    Fact(
                        Kind.ADVICE,
                        "An error needs `raise`: neither a printed text nor None is one.",
                    ),
                )
            elif (numbers := array_of(value)) is not None and np.isnan(numbers).any():
                facts = (Fact(Kind.ADVICE, "An error needs `raise`: nan is not one."),)
            elif (isinstance(value, str) and type_name in value) or (
                isinstance(value, Opaque) and (value.type_name == "type" or type_name in value.text)
            ):
                facts = (Fact(Kind.ADVICE, "An exception is raised with `raise`, not returned."),)
            return Flaw(show(value), type_name, facts, because=because)

        # Where an error is expected, None is no forgotten `return`.
        is_none = self.observation.status == "returned" and self.observation.value is None
        due = Flaw("", type_name, _own_class(raised, type_name), because=because)
        self.judge(judge, expected=type_name, otherwise=due, names=not is_none)

    def judge(
        self, judge: Judge, *, expected: Any = None, otherwise: Flaw | None = None,
        names: bool = True,
    ) -> None:  # fmt: skip
        """Ask ``judge`` for a flaw in the observation, and raise what it means for the learner.

        ``otherwise`` says what is expected where the call did not return; ``names`` whether the
        mistake may get a name.
        """
        flaw = self._flaw(judge, self.observation)
        if flaw is not None and otherwise is not None and not flaw.expected:
            facts = (*otherwise.facts, *flaw.facts)
            flaw = replace(
                flaw, expected=otherwise.expected, because=otherwise.because, facts=facts
            )
        if flaw is None:
            self.learner.note(self)
            return
        status.raise_if_not_started(self.question, self.observation)
        carried = self.learner.carried(self.question)
        if carried is not None and self._flaw(judge, carried) is None:
            flaw = status.blocked(self.question, self.observation)
            self._raise(flaw, blocked_by=CARRIED.name)
        if names and not flaw.misconceptions and not _says_itself(self.observation):
            flaw = self.learner.diagnose(self, flaw)
        self.learner.note(self)
        flaw = self._with_change(flaw)
        if otherwise is None and not flaw.misconceptions:
            flaw = status.with_own_raise(flaw, self.observation)
        flaw, place = self._with_slip(flaw)
        evidence = Evidence(self.question, self.observation, expected)
        self._raise(flaw, evidence=evidence, place=place)

    def _with_change(self, flaw: Flaw) -> Flaw:
        """Return a flaw with the argument that the call changed: it may be why.

        What has a name keeps it where the start was changed. Of data that change from step to step
        the numbers are those of a mistake of thought by accident.
        """
        is_changed = self.observation.mutated and self.observation.status == "returned"
        if not is_changed:
            return flaw
        name, advice, ids = self._changed()
        if flaw.misconceptions and name not in ("X", "y"):
            return flaw
        if any(each.text == advice for each in flaw.facts):
            return flaw
        fact = Fact(Kind.ADVICE, f"{name} was changed by the call: {advice}")
        return replace(flaw, facts=(fact, *flaw.facts), misconceptions=ids)

    def _with_slip(self, flaw: Flaw) -> tuple[Flaw, tuple[str, int] | None]:
        """Return the flaw with what the function's own lines say, and where they say it.

        A line that changes the value explains it: then a mistake of thought has the same numbers by
        accident.
        """
        is_value = self.observation.status == "returned"
        if isinstance(self.observation.value, Opaque) and (
            self.observation.value.type_name == self.question.function
        ):
            name = self.question.function
            text = (
                f"`{name}` is a class, and its call makes an object: write a function, with `def`."
            )
            return replace(flaw, facts=(Fact(Kind.ADVICE, text),)), None
        nones, raised = _places_of_none(self.observation.value), self.observation.raised
        is_raised = raised is not None and raised.type_name in OF_VALUES
        is_told = is_value or is_raised
        found = self.learner.slip(self.question, nones, is_raised=is_raised) if is_told else None
        if found is None or (flaw.misconceptions and found[1].rank is Rank.PERHAPS):
            return flaw, None
        file, slip = found
        facts = (Fact(Kind.SOURCE, slip.says), *(f for f in flaw.facts if f.text != slip.says))
        if slip.rank is not Rank.CAUSE:
            return replace(flaw, facts=facts), (file, int(slip.line))
        # None comes of that line then, and not of a `return` that is missing.
        facts = tuple(fact for fact in facts if fact not in (NONE, NONE_THERE))
        return replace(flaw, facts=facts, misconceptions=()), (file, int(slip.line))

    def _flaw(self, judge: Judge, observation: Observation) -> Flaw | None:
        broken = status.flaw_of(self.question, observation)
        return broken if broken is not None else judge(observation)

    def _raise(
        self, flaw: Flaw, *, blocked_by: str = "", evidence: Evidence | None = None,
        place: tuple[str, int] | None = None,
    ) -> None:  # fmt: skip
        question, observation = self.question, self.observation
        raised = observation.raised
        frames = raised.frames if raised is not None and not blocked_by else ()
        if frames:
            place = (frames[-1].file, frames[-1].line)
        if place is not None and observation.status == "raised" and observation.lost is not None:
            # The name that is undefined was to come from there.
            place = (observation.lost.file, observation.lost.line)
        finding = Finding(
            question.stem,
            question.function,
            question.text(),
            flaw,
            observation.status,
            blocked_by,
            unread=_unread(question, observation),
            place=place,
            printed=observation.printed,
            evidence=evidence,
        )
        raise Wrong(finding, message(finding))


def _unread(question: Question, observation: Observation) -> str:
    """Return the file that could not be read, ``""`` where that is not the matter."""
    lost, raised = observation.lost, observation.raised
    if lost is not None and lost.cause is Cause.UNREADABLE:
        return lost.file
    if raised is None or not status.is_of_the_file(raised):
        return ""
    return raised.frames[-1].file if raised.frames else question.exercise.filename


def _own_class(raised: Raised | None, type_name: str) -> tuple[Fact, ...]:
    """Say that what was raised is a class of the learner's own, called as the one expected."""
    if raised is None or raised.type_name != type_name:
        return ()
    text = (
        f"Your file defines a class `{type_name}` of its own, and that is another one: delete it, "
        "and raise NumPy's or Python's."
    )
    return (Fact(Kind.ADVICE, text),)


def _says_itself(observation: Observation) -> bool:
    """Whether the call's end leaves nothing to name: no Python, a recursion, a class."""
    raised = observation.raised
    if raised is None:
        return False
    # So Python says of a class alone.
    is_class = raised.message.endswith("() takes no arguments")
    return is_class or not {"SyntaxError", "RecursionError"}.isdisjoint(raised.bases)
