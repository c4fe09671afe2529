"""The pool: any executor, bounded look-ahead, workers that die."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from functools import partial

import pytest

from grader.pool import Lost, Pool, SameProcess, processes

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def square(n):
    return n * n


def square_unless_deadly(folder, n):
    """Kill the worker at every multiple of 5; at 7 only the first time."""
    once = folder / f"died at {n}"
    if n and (n % 5 == 0 or (n == 7 and not once.exists())):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return n * n


def raise_at_three(n):
    if n == 3:
        raise RuntimeError("three")
    return n


def nap(seconds):
    time.sleep(seconds)
    return os.getpid()


def exit_now():
    os._exit(1)


EXECUTORS = {
    "in this process": partial(SameProcess, int),
    "threads": partial(ThreadPoolExecutor, 3),
    "processes": partial(processes, 2),
}


@pytest.mark.parametrize("kind", EXECUTORS)
@pytest.mark.timeout(60)
def test_every_submission_gets_its_own_result_once(kind):
    pool = Pool(EXECUTORS[kind], square, in_flight=4)
    results = list(pool.run(range(50)))
    pool.stop()
    assert sorted(results) == [(n, n * n) for n in range(50)]


def test_submissions_are_read_no_further_ahead_than_there_is_room():
    read = []

    def submissions():
        for n in range(100):
            read.append(n)
            yield n

    pool = Pool(partial(SameProcess, int), square, in_flight=4)
    for done, _ in enumerate(pool.run(submissions())):
        assert len(read) <= done + 1 + 4


def test_a_long_submission_holds_up_no_other_while_a_worker_is_free():
    gate = threading.Event()

    def wait_at_zero(n):
        if n == 0:
            assert gate.wait(30)
        return n

    pool = Pool(partial(ThreadPoolExecutor, 2), wait_at_zero, in_flight=4)
    order = []
    for n, _ in pool.run(range(20)):
        order.append(n)
        if len(order) == 19:
            gate.set()
    assert order[-1] == 0
    pool.stop()


@posix_only
@pytest.mark.timeout(60)
def test_whoever_kills_workers_is_lost_after_two_tries_and_no_other_pays(tmp_path):
    pool = Pool(partial(processes, 2), partial(square_unless_deadly, tmp_path), in_flight=4)
    results = dict(pool.run(range(13)))
    pool.stop()
    assert sorted(results) == list(range(13))
    lost = {n for n, result in results.items() if isinstance(result, Lost)}
    assert lost == {5, 10}
    assert all(results[n] == n * n for n in range(13) if n not in lost)
    assert "ended twice" in results[5].why


@posix_only
@pytest.mark.timeout(60)
def test_a_worker_can_be_ended_although_it_holds_what_ends_the_grader():
    # As an executor does it, from Python 3.12 on, when another worker died; then it waits.
    pool = Pool(partial(processes, 1), square, in_flight=1)
    pool.ask(os.getpid, 1)
    (worker,) = multiprocessing.active_children()
    worker.terminate()
    worker.join(10)
    has_ended = worker.exitcode is not None
    pool.stop()
    assert has_ended


def test_a_task_that_raises_is_lost_with_its_reason_and_no_other_is():
    results = dict(Pool(partial(SameProcess, int), raise_at_three, in_flight=2).run(range(6)))
    assert isinstance(results.pop(3), Lost)
    assert results == {n: n for n in (0, 1, 2, 4, 5)}


@pytest.mark.timeout(60)
def test_workers_that_cannot_even_start_end_the_run():
    pool = Pool(partial(processes, 1), square, in_flight=2)
    with pytest.raises(BrokenExecutor):
        pool.ask(exit_now, 1)
    pool.stop()


@posix_only
@pytest.mark.timeout(60)
def test_stopping_ends_busy_workers_at_once():
    pool = Pool(partial(processes, 1), nap, in_flight=1)
    worker = pool.ask(partial(nap, 0), 1)
    started = time.monotonic()
    results = pool.run([0, 300, 0])
    next(results)
    pool.stop()
    assert time.monotonic() - started < 20
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_what_runs_in_the_graders_own_process_is_ended_by_what_ends_the_grader():
    def stopped(n):
        raise KeyboardInterrupt

    closed = []
    pool = Pool(partial(SameProcess, partial(closed.append, "closed")), stopped, in_flight=2)
    with pytest.raises(KeyboardInterrupt):
        list(pool.run([1]))
    pool.stop()
    assert closed == ["closed"]


def test_nothing_is_held_back_from_a_task_in_the_graders_own_process():
    pool = Pool(
        partial(SameProcess, int), lambda n: signal.pthread_sigmask(signal.SIG_BLOCK, []), 1
    )
    ((_, blocked),) = pool.run([1])
    pool.stop()
    assert signal.SIGINT not in blocked
