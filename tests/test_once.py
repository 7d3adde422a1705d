"""What is computed once in a build of all languages, counted in a real build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bilingual import many_languages

pytestmark = pytest.mark.slow

COUNT = """
import json, sys
from collections import Counter

from report_build.__main__ import main

wanted = {
    ("sources/study.py", "load_study"), ("check/study.py", "check_study"), ("check/claims.py", "_check_codings"),
    ("argument/ledger.py", "ledger"), ("argument/graph.py", "graph"),
}
seen = Counter()


def called(frame, event, argument):
    if event == "call":
        code = frame.f_code
        for file, name in wanted:
            if code.co_name == name and code.co_filename.endswith("report_build/" + file):
                seen[name] += 1


sys.setprofile(called)
status = main(["build", "-q"])
sys.setprofile(None)
print(json.dumps(seen))
raise SystemExit(status)
"""


def test_a_study_is_read_checked_and_weighed_once_for_all_its_languages(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", "en")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=study, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    once = ("load_study", "check_study", "_check_codings", "ledger")
    assert {name: seen.get(name, 0) for name in once} == dict.fromkeys(once, 1)
    assert seen.get("graph", 0) <= 1
