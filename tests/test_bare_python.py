"""The learner's part where there are no processes, threads, signals or timers: in a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from exercises.coach.showing.terminal import NO_LIMIT
from tests.golden import GOLDEN
from tests.kit import ROOT, STEMS, Copy

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]
WRONG = ROOT / "tests" / "chaffs" / "ex1_gradient_descent" / "coordinate-sequential.py"
# Every sixth mistake of each exercise, told in one process.
EACH = 6
SAYS = f"""
import json
import tests.bare
from tests.golden import chaffs_of, results, said
from tests.kit import STEMS

told = {{}}
for stem in STEMS:
    for path in chaffs_of(stem)[::{EACH}]:
        wrong = next((r for r in results(stem, path) if r.state == "wrong"), None)
        told[f"{{stem}} {{path.stem}}"] = said(wrong).strip()
print("\\n" + json.dumps(told))
"""


def sections(text: str) -> dict[str, str]:
    """Return the texts below ``=== name``."""
    parts = re.split(r"^=== (.+)\n", text, flags=re.M)[1:]
    return {name: said.strip() for name, said in zip(parts[::2], parts[1::2], strict=True)}


def test_every_message_is_the_same(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "MPLBACKEND": "agg"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Submissions print too.
    told = json.loads(done.stdout.splitlines()[-1])
    kept = {
        f"{stem} {name}": said
        for stem in STEMS
        for name, said in sections((GOLDEN / f"{stem}.txt").read_text("utf-8")).items()
    }
    assert len(told) > len(kept) // (EACH + 1)
    assert told == {name: kept[name] for name in told}


def test_a_run_says_the_same_and_that_the_time_limit_is_off(tmp_path):
    copy = Copy(tmp_path).put("ex1_gradient_descent", WRONG)
    usual, bare = copy.run(), copy.run("-p", "tests.bare", "exercises", PYTHONPATH=str(ROOT))
    assert bare.status == usual.status == 1
    assert NO_LIMIT.text not in usual.text
    assert NO_LIMIT.text in bare.text

    def comparable(text: str) -> list[str]:
        text = text.replace(NO_LIMIT.text, "").replace(" -p tests.bare", "")
        lines = [line.rstrip() for line in re.sub(r"in \d+\.\d+s", "", text).splitlines()]
        return [line for line in lines if line]

    assert comparable(bare.text) == comparable(usual.text)


def test_a_notebooks_check_says_the_same_and_that_the_time_limit_is_off(tmp_path):
    copy = Copy(tmp_path)
    (tmp_path / "check.py").write_text(
        "from exercises.coach.notebook import check\n"
        f"space = {{}}\nexec(open({str(WRONG)!r}, encoding='utf-8').read(), space)\n"
        "check('ex1_gradient_descent', space)\n",
        encoding="utf-8",
    )
    texts = []
    for first in ("", f"import sys; sys.path.append({str(ROOT)!r}); import tests.bare; "):
        done = subprocess.run(
            [sys.executable, "-c", f"{first}exec(open('check.py').read())"],
            cwd=copy.folder, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        texts.append(done.stdout)
    assert NO_LIMIT.text in texts[1]
    assert texts[1].replace(NO_LIMIT.text + "\n", "") == texts[0]
