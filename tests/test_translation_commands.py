"""``report-build translation``, and what ``check`` says of a translation, on real files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bilingual import many_languages
from conftest import ROOT, report_build

pytestmark = pytest.mark.slow
MEMORY = "data/translations/en.json"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return many_languages(tmp_path / "study", "en")


def edit(file: Path, old: str, new: str) -> int:
    """Replace a text that stands once in a file; returns its line."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def told(study: Path) -> list[str]:
    return report_build("check", "-q", "--all", cwd=study).stderr.splitlines()


def test_each_change_is_told_with_both_texts_and_stamping_clears_it(study: Path) -> None:
    assert told(study) == []
    page, data = study / "docs/fr/methode.md", study / "data/evidence.csv"
    edit(page, "codés un à un", "codés deux à deux")
    row = edit(data, "un café attend les lecteurs", "un thé attend les lecteurs")
    edit(page, "\n\n[L’enquête", "\n\nUn paragraphe de plus.\n\n[L’enquête")
    stamp = "then: report-build translation stamp"
    assert told(study) == [
        (
            f"data/evidence.csv:{row}: warning RB502 stale-translation: 'e07 paraphrase' was translated when its "
            "original was 'À midi, un café attend les lecteurs.'; it is 'À midi, un thé attend les lecteurs.'. "
            f"Translate it anew, {stamp} data/evidence.csv"
        ),
        (
            "docs/en/methode.md:1: warning RB502 stale-translation: the section 'sec-methode' was translated when its "
            "original at docs/fr/methode.md:1 had 'Les passages ont été codés un à un. Rappel : [on passe, à "
            "midi]{.claim of=c-passage}.'; it has 'Les passages ont été codés deux à deux. Rappel : [on passe, à "
            f"midi]{{.claim of=c-passage}}.'. Translate it anew, {stamp} docs/en/methode.md"
        ),
    ]
    status = report_build("translation", "status", cwd=study).stdout.splitlines()
    assert [row.split() for row in status if "methode" in row or "evidence" in row] == [
        ["docs/en/methode.md", "1", "1", "·", "·"],
        ["evidence.csv", "8", "1", "·", "·"],
    ]
    assert report_build("translation", "stamp", "methode", cwd=study).returncode == 0
    assert [row.split(" ")[2] for row in told(study)] == ["RB502"]
    done = report_build("translation", "stamp", "data/evidence.csv", cwd=study)
    assert "docs/en/methode.md:1: accepted with 3 blocks, where its original has 4" in done.stderr
    assert told(study) == []


def test_stamping_writes_the_same_bytes_wherever_it_runs(study: Path) -> None:
    first = (study / MEMORY).read_bytes()
    again = report_build("translation", "stamp", cwd=study, PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Tokyo")
    assert f"{MEMORY}: says so already" in again.stderr
    assert (study / MEMORY).read_bytes() == first
    for page in (study / "docs").rglob("*.md"):
        page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    report_build("translation", "stamp", cwd=study)
    assert (study / MEMORY).read_bytes() == first


def test_one_page_alone_changes_the_memory_of_no_other(study: Path) -> None:
    before = (study / MEMORY).read_text(encoding="utf-8").splitlines()
    edit(study / "docs/fr/methode.md", "codés un à un", "codés deux à deux")
    edit(study / "docs/fr/index.md", "Pourquoi revient-on", "Pourquoi revenir")
    report_build("translation", "stamp", "docs/en/methode.md", cwd=study)
    after = (study / MEMORY).read_text(encoding="utf-8").splitlines()
    assert len(set(after) - set(before)) == 1  # one entry a line: one line of the diff


def test_what_is_not_there_cannot_be_stamped(study: Path) -> None:
    done = report_build("translation", "stamp", "nonesuch", cwd=study)
    assert (done.returncode, done.stderr) == (
        2,
        "report-build: there is no page or data file 'nonesuch' in both 'fr' and 'en'\n",
    )
    wrong = report_build("translation", "status", "--language", "de", cwd=study)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "report-build: 'de' is none of the languages translated to: en\n",
    )
    (study / "mkdocs.en.yml").unlink()
    assert report_build("translation", "status", cwd=study).returncode == 2


def test_a_broken_memory_is_told_and_never_written_over(study: Path) -> None:
    memory = study / MEMORY
    broken = memory.read_text(encoding="utf-8").replace('"pages": {', "<<<<<<< HEAD", 1)
    memory.write_text(broken, encoding="utf-8")
    assert [line.split(" ")[2] for line in told(study)] == ["RB505"]
    done = report_build("translation", "stamp", cwd=study)
    assert done.returncode == 1
    assert "RB505" in done.stderr
    assert memory.read_text(encoding="utf-8") == broken


def test_nothing_stamped_and_anchors_of_one_side_are_told(study: Path) -> None:
    (study / MEMORY).unlink()
    page = study / "docs/en/index.md"
    edit(page, "{#sec-midi}", "{#sec-noon}")
    codes = [line.split(" ")[2] for line in told(study)]
    assert (codes.count("RB503"), codes.count("RB506")) == (1, 1)  # one side lacks sec-midi, the other sec-noon
    assert "docs/en/index.md: warning RB504 unstamped-translation" in "\n".join(told(study))
    assert os.listdir(study / "data/translations") == []  # noqa: PTH208  # reason: nothing is written by a check


def test_the_real_report_is_stamped() -> None:
    """Freshness is known of every page and text: nothing is unstamped."""
    done = report_build("translation", "status", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert {line.split()[-2] for line in done.stdout.splitlines()[1:]} == {"·"}
