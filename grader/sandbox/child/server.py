"""The untrusted side: serves calls of one submission's functions until it is told to end, or ends.

Nothing that this process says of itself is more than a claim; whoever reads it knows that.
"""

from __future__ import annotations

import gc
import importlib
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from exercises.coach.calling.captured_output import Tail
from exercises.coach.calling.deadline import DidNotReturn
from exercises.coach.calling.figure_as_data import observe_drawing
from exercises.coach.calling.observe import (
    Observation,
    missing,
    observe,
    raised_from,
    shows_defaults,
)
from exercises.coach.calling.plain_data import Opaque
from exercises.coach.calling.settings import own_settings
from exercises.coach.contracts import exercise_of
from exercises.coach.problems import Problem, problem_from
from grader.sandbox.child.canary import attempt
from grader.sandbox.child.submission_modules import Finder
from grader.sandbox.wire import Reader, WireError, pack

__all__ = ["Server", "interrupts", "listen"]

TOO_LARGE = "too large to read"
# Fields of an observation that are sent only where they say something.
UNSAID = {f.name: f.default for f in fields(Observation) if f.name not in ("status", "value")}
Receive = Callable[[], bytes]
Send = Callable[[bytes], None]


class Server:
    """Answers the grader's requests about one submission.

    Parameters
    ----------
    receive : waits for bytes of the grader's; empty when there will be none
    send : hands bytes to the grader
    missing : layers of the confinement that this process could not take on
    """

    def __init__(self, receive: Receive, send: Send, missing: tuple[str, ...] = ()) -> None:
        self.missing = missing
        self.receive = receive
        self.send = send
        self.token: Any = None
        self.asking = threading.Lock()
        self.reader = Reader(rebuild=self._rebuild)
        self.frames: deque[dict[str, Any]] = deque()
        self.finder: Finder | None = None
        self.tails = Tail(sys.stdout), Tail(sys.stderr)

    def serve(self) -> None:
        """Answer requests until there are no more."""
        gc.enable()
        while True:
            self.answer(self.next_frame())

    def next_frame(self) -> dict[str, Any]:
        """Wait for the grader's next frame."""
        while not self.frames:
            data = self.receive()
            if not data:
                raise EOFError
            self.frames.extend(self.reader.feed(data))
        return self.frames.popleft()

    def answer(self, request: dict[str, Any]) -> None:
        """Do what one request asks for."""
        self.token = request["token"]
        if request["do"] == "open":
            self.finder = Finder(request, self.tell, interrupts)
            self.finder.install()
        elif request["do"] == "attempt":
            self.tell(report=attempt(request["targets"]), missing=list(self.missing))
        else:
            with self._own_streams(), warnings.catch_warnings(action="ignore"):
                observation = self.call(request)
            with suppress(Exception):
                sys.stdout.flush()
            self.tell_observation(observation)

    @contextmanager
    def _own_streams(self) -> Iterator[None]:
        """Have streams in the block that may be closed, taken apart or left for others."""
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.tails
        try:
            yield
        finally:
            sys.stdout, sys.stderr = streams

    def call(self, request: dict[str, Any]) -> Observation:
        """Load the module if need be, call the function, and return what happened."""
        try:
            with interrupts.allowed():
                module = importlib.import_module(f"exercises.{request['stem']}")
                if request["function"] not in module.__dict__:
                    return missing(module.__dict__)
                function = module.__dict__[request["function"]]
                contract = exercise_of(request["stem"]).functions.get(request["function"])
                is_shown = contract is not None and shows_defaults(function, contract.defaults)
                call = observe_drawing if request.get("figures") else observe
                assert self.finder is not None
                with own_settings(self.finder.settings[request["stem"]]):
                    observation = call(
                        function, request["args"], request.get("kwargs"),
                        puts_back=self.finder.can_change_names,
                    )  # fmt: skip
                return replace(observation, shows_defaults=True) if is_shown else observation
        except DidNotReturn:
            return Observation("timed out")
        except (Exception, KeyboardInterrupt) as error:
            return Observation("raised", raised=raised_from(error))

    def tell(self, **parts: Any) -> None:
        """Send the grader a frame that answers the present request."""
        frame = pack({"token": self.token, **parts})
        with interrupts.held():
            self.send(frame)

    def tell_observation(self, observation: Observation) -> None:
        """Send an observation, without its value if that cannot be sent."""
        try:
            self.tell(observation=_fields(observation))
        except WireError as error:
            kind = type(observation.value).__name__
            said = _fields(observation) | {"value": Opaque(kind, f"{TOO_LARGE}: {error}")}
            unread = {"unreadable": TOO_LARGE}
            said |= {"visited": (), "figure": None if observation.figure is None else unread}
            self.tell(observation=said)

    def _rebuild(self, description: dict[str, Any]) -> Problem:
        if "remote" not in description:
            return problem_from(description)
        return _Remote(self, description["remote"])


class _Remote(Problem):
    """A problem whose functions the grader evaluates, out of the submission's reach."""

    def __init__(self, server: Server, index: int) -> None:
        self.server = server
        self.index = index

    def loss(self, theta: Any) -> float:
        """Ask the grader for L(θ)."""
        return float(self._ask("loss", theta))

    def grad(self, theta: Any) -> Any:
        """Ask the grader for ∇L(θ)."""
        return self._ask("grad", theta)

    def _ask(self, name: str, theta: Any) -> Any:
        theta = np.array(theta, dtype=float)
        # Two of the submission's threads may ask at once.
        with self.server.asking, interrupts.held():
            self.server.tell(ask=name, problem=self.index, theta=theta)
            told = self.server.next_frame()
        if "error" in told:
            raise ValueError(told["error"])
        return told["value"]


def _fields(observation: Observation) -> dict[str, Any]:
    """Return what the observation says beyond "nothing of the kind"; most calls say little."""
    said = {"status": observation.status, "value": observation.value}
    said |= {n: v for n, d in UNSAID.items() if (v := getattr(observation, n)) != d}
    if "raised" in said:
        said["raised"] = asdict(said["raised"])
    if "visited" in said and len({theta.shape for theta in said["visited"]}) == 1:
        # A thousand small arrays take each side far longer than one.
        said["visited"] = np.array(said["visited"])
    return said


class Interrupts:
    """Whether the grader's interrupt may end what this process does; else it waits until it may."""

    def __init__(self) -> None:
        self.are_allowed = False
        self.is_pending = False
        self.is_once = False

    def take(self, signum: int, frame: object) -> None:
        if self.are_allowed:
            # What handles the first one is not to be ended by the next.
            self.are_allowed = not self.is_once
            raise DidNotReturn
        self.is_pending = True

    @contextmanager
    def allowed(self) -> Iterator[None]:
        self.is_pending = False
        self.are_allowed = True
        try:
            yield
        finally:
            self.are_allowed = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a frame through whole: half a frame would be the end of the line."""
        were_allowed, self.are_allowed = self.are_allowed, False
        try:
            yield
        finally:
            self.are_allowed = were_allowed
        if were_allowed and self.is_pending:
            self.is_pending = False
            raise DidNotReturn

    @contextmanager
    def once(self) -> Iterator[None]:
        """Let one through in the block, and another after each `renewed` in it."""
        was_once, self.is_once = self.is_once, True
        try:
            yield
        finally:
            self.is_once = was_once
            self.is_pending = False
            self.are_allowed = True

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Let none through in the block, nor after it what came by then: it was for before."""
        self.are_allowed = False
        try:
            yield
        finally:
            self.is_pending = False
            self.are_allowed = True


interrupts = Interrupts()


def listen() -> None:
    """Let SIGALRM end the learner's code that runs, and SIGUSR2 print where it is."""
    import faulthandler

    # Of the stack in C nobody asks, and its lines are of this machine.
    without_c: dict[str, bool] = {"c_stack": False} if sys.version_info >= (3, 14) else {}
    faulthandler.enable(2, all_threads=False, **without_c)
    # Started in the background, a grader and all below it ignore it; a submission must not differ.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, interrupts.take)
        # Written in C: it answers from within a loop in C as well.
        faulthandler.register(signal.SIGUSR2, 2, all_threads=False)
