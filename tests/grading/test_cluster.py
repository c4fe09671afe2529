"""Grading on a Dask cluster: a real scheduler and workers, one killed, another joining."""

import csv
import signal
import sys
import threading
import time
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial
from importlib.util import find_spec

import pytest

from grader import cluster as module
from grader.cluster import Cluster, ClusterError, Kit, Unfit, kit_here, open_door
from grader.pool import Pool, SameProcess
from grader.sandbox.host.isolation import Isolation
from grader.worker import Terms
from tests.benchmarks.dask_cluster import DaskCluster
from tests.grading.fakes import (
    FIRST,
    copy_of_the_kit,
    grader,
    hand_in,
    right_files,
    start_grader,
)
from tests.grading.test_command import CLIMBS
from tests.kit import ROOT

# Imported where it is used: that takes a second, which collecting the tests need not wait for.
pytestmark = [
    pytest.mark.skipif(find_spec("distributed") is None, reason="pip install distributed"),
    pytest.mark.timeout(300),
    pytest.mark.costly,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does"),
]
ATTACKS = ("reads-the-secret", "opens-sockets")
SLEEPS = b"import time\n\n\ndef loss(x):\n    time.sleep(1e6)\n"
SECRET = "a secret of the course that nobody may see"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with DaskCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        cluster.add("one")
        yield cluster


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    right = right_files()[f"{FIRST}.py"]
    files = {"ada": right, "bob": CLIMBS, "asleep": SLEEPS}
    for name in ATTACKS:
        files[name] = (ROOT / f"tests/attacks/submissions/{name}/{FIRST}.py").read_bytes()
    for student, data in files.items():
        hand_in(folder / "class", student, {f"{FIRST}.py": data})
    (folder / "secret.key").write_text(SECRET)
    return folder


def asked(students, out, *more):
    return (
        "grade", students / "class", "--out", out, "--only", "ex1", "--deadline", 1,
        "--secret-file", students / "secret.key", *more,
    )  # fmt: skip


def rows_of(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wait_for_work(address, name):
    """Wait until a worker grades; return the addresses of all workers by name."""
    import distributed

    client = distributed.Client(address, set_as_default=False)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            names = {v["name"]: k for k, v in client.scheduler_info()["workers"].items()}
            keys = client.processing().get(names.get(name), ())
            if any("grade_there" in str(key) for key in keys):
                return names
            time.sleep(0.05)
        raise AssertionError("no worker grades")
    finally:
        client.close()


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_and_another_joining_change_no_grade(
    cluster, students, tmp_path
):
    here = grader(*asked(students, tmp_path / "here", "--jobs", 1), folder=tmp_path / "tmp")
    assert here.returncode == 0, here.stderr
    doomed = cluster.add("doomed")
    run = start_grader(
        *asked(students, tmp_path / "there", "--scheduler", cluster.address),
        folder=tmp_path / "tmp",
    )
    wait_for_work(cluster.address, "doomed")
    doomed.send_signal(signal.SIGKILL)
    cluster.add("another")
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert "handed in 5 · graded 5 · left out 0" in said
    assert rows_of(tmp_path / "there") == rows_of(tmp_path / "here")
    pages = [path.read_bytes() for path in (tmp_path / "there").rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in page for page in pages)
    logs = [path.read_text() for path in cluster.folder.glob("*.log")]
    assert not any(SECRET in log for log in logs)


@pytest.mark.slow
def test_a_worker_with_other_hidden_tests_is_refused_in_words(cluster, students, tmp_path):
    import distributed

    root = copy_of_the_kit(tmp_path / "kit")
    changed = root / "grader" / "hidden" / "test_ex1.py"
    changed.write_text(changed.read_text("utf-8") + "\n# another\n", encoding="utf-8")
    other = cluster.add("other", PYTHONPATH=str(root))
    try:
        client = distributed.Client(cluster.address, set_as_default=False)
        while "other" not in {v["name"] for v in client.scheduler_info()["workers"].values()}:
            time.sleep(0.05)
        client.close()
        done = grader(
            *asked(students, tmp_path / "out", "--scheduler", cluster.address),
            folder=tmp_path / "tmp",
        )
    finally:
        other.kill()
        other.wait()
    assert done.returncode == 1
    assert "nothing was graded: the workers of tcp://" in done.stderr
    assert "has other hidden tests or judging code (" in done.stderr
    assert kit_here().hidden[:12] in done.stderr
    assert "Install the same kit there, and start them again." in done.stderr
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_what_differs_in_a_kit_is_said():
    kit = Kit("1.0", "aaaa", "bbbb", "Python 3.11.7")
    assert kit.lacks(kit) == ""
    assert kit.lacks(replace(kit, version="1.1")) == "kit 1.1, not 1.0"
    assert kit.lacks(replace(kit, hidden="cc", grader="dd")) == (
        "other hidden tests or judging code (cc, not aaaa); other grader (dd, not bbbb)"
    )
    assert kit.lacks(replace(kit, versions="Python 3.13.1")) == "Python 3.13.1, not Python 3.11.7"


def test_a_courses_own_checks_are_hidden_tests_that_every_worker_must_have(tmp_path):
    for name, text in (("here", "one"), ("alike", "one"), ("changed", "two"), ("gone", None)):
        (tmp_path / name / "hidden").mkdir(parents=True)
        if text is not None:
            (tmp_path / name / "hidden" / "test_ex1.py").write_text(f"# {text}\n")
    here, alike, changed, gone = (
        kit_here((tmp_path / name,)) for name in ("here", "alike", "changed", "gone")
    )
    assert here.lacks(alike) == ""
    for other in (changed, gone, kit_here()):
        assert here.lacks(other).startswith("other hidden tests or judging code (")


def test_a_submission_that_could_give_the_scheduler_orders_is_not_run():
    lacking = Isolation("no network filter", ("open sockets",))
    assert "give the scheduler orders" in open_door(lacking, "tcp://10.0.0.1:8786")
    assert open_door(lacking, "tls://10.0.0.1:8786") == ""
    assert open_door(Isolation("full"), "tcp://10.0.0.1:8786") == ""


def test_an_unfit_worker_that_joins_ends_the_run_and_is_no_submissions_fault():
    def unfit(submission):
        raise Unfit("tcp://10.0.0.2:1 has kit 0.9, not 1.0")

    pool = Pool(partial(SameProcess, int), unfit, 2, (Unfit, CancelledError))
    there = Cluster.__new__(Cluster)
    with (
        pytest.raises(ClusterError, match=r"kit 0\.9, not 1\.0\. Nothing that it did counts\. No"),
        there.told(),
    ):
        list(pool.run([1, 2]))


def test_a_cancelled_task_ends_the_run_and_says_why():
    class Cancelled(SameProcess):
        def submit(self, fn, /, *args, **kwargs):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    there = Cluster.__new__(Cluster)
    there.gone = "tcp://10.0.0.1:8786 has had no worker for 60 s"
    pool = Pool(partial(Cancelled, int), len, 2, (Unfit, CancelledError))
    with pytest.raises(ClusterError, match=r"no worker for 60 s\. No grade is lost"), there.told():
        list(pool.run(["x"]))


def test_the_secret_is_in_nothing_that_is_written_of_a_task():
    assert "hush" not in repr(Terms(b"hush hush hush hush"))


class Empty:
    """A client of a scheduler that has no worker, and so never does what it is given."""

    def __init__(self):
        self.given = []

    def wait_for_workers(self, number, timeout):
        raise TimeoutError

    def scheduler_info(self):
        return {"workers": {}}

    def get_executor(self, **kwargs):
        return self

    def submit(self, fn, /, *args, **kwargs):
        self.given.append(Future())
        return self.given[-1]

    def shutdown(self, wait=True):
        for each in self.given:
            each.cancel()
            each.set_running_or_notify_cancel()


@pytest.fixture
def empty(monkeypatch):
    monkeypatch.setattr(module, "NO_WORKER_SECONDS", 0.1)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr("distributed.Client", lambda *args, **kwargs: Empty())
    return Cluster("tcp://10.0.0.1:8786", Terms(b"0" * 32))


def test_a_scheduler_without_workers_is_said(empty):
    with pytest.raises(ClusterError, match=r"no worker has joined .*: dask worker tcp://10.0.0.1"):
        empty.prepare()


def test_a_cluster_whose_workers_all_leave_ends_the_run_with_the_reason(empty):
    pool = Pool(empty.executor, len, empty.in_flight, (Unfit, CancelledError))
    threading.Thread(target=empty._watch, daemon=True).start()
    with (
        pytest.raises(ClusterError, match=r"no worker for 0\.1 s\. No grade is lost"),
        empty.told(),
    ):
        list(pool.run(["x", "y"]))


def test_no_scheduler_is_said_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.2)
    with pytest.raises(ClusterError, match=r"no scheduler at tcp://127.0.0.1:9 .*dask sch"):
        Cluster("tcp://127.0.0.1:9", Terms(b"0" * 32))
    with pytest.raises(ClusterError, match="there is no scheduler at nowhere"):
        Cluster("nowhere at all", Terms(b"0" * 32))
