"""What no author means to publish stays out; what cannot be served is said at once."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENGINE

from report_build.cli import main

SMALL = Path(__file__).parent / "studies" / "small"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "study"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    monkeypatch.chdir(folder)
    return folder


def test_strays_stay_out_and_titles_stay_text(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = study / "docs" / "fr"
    names = ["index.md~", "Thumbs.db", "notes.docx", "~$notes.txt", "retours (1).md", "retours - Copie.md", "b.qdpx"]
    for name in names:
        (docs / name).write_text("x", encoding="utf-8")
    (docs / "carte (2).txt").write_text("x", encoding="utf-8")
    citation = study / "CITATION.cff"
    lines = citation.read_text(encoding="utf-8").splitlines()
    title = 'title: "R & D </script><script>alert(1)</script>"'
    citation.write_text(
        "\n".join(title if line.startswith("title:") else line for line in lines) + "\n", encoding="utf-8"
    )
    main(["build", "-q"])
    told = capsys.readouterr().err
    site = study / "site" / "fr"
    for name in names:
        assert f"docs/fr/{name}: warning RB696" in told
        assert not (site / name).exists()
    assert (site / "carte (2).txt").exists()
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<title>R &amp; D &lt;/script&gt;" in page


def test_a_link_out_of_the_study_is_not_followed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = study.parent / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (study / "docs" / "fr" / "a.txt").symlink_to(secret)
    assert main(["build", "-q"]) == 1
    assert "docs/fr/a.txt: error RB695 link-out" in capsys.readouterr().err
    assert not (study / "site" / "fr" / "a.txt").exists()


def test_a_port_in_use_ends_the_server_at_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert study.is_dir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        assert main(["serve", "-a", address]) == 2
        host = subprocess.run(
            [sys.executable, "-m", ENGINE, "serve", "-a", address],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    said = capsys.readouterr().err
    assert f"{address} is in use" in said
    assert len(said.splitlines()) == 1
    assert host.returncode == 1  # the host's own command as well, before it has built anything
    assert f"report: {address} is in use" in host.stderr
    assert "Traceback" not in host.stderr


@pytest.mark.parametrize("address", ["8000", "localhost:abc", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:8000/x"])
def test_what_is_no_address_is_told_at_once(address: str, study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "-a", address]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert address in said
    assert "127.0.0.1:8000" in said


def test_an_address_in_the_configuration_runs_no_script(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = study / "mkdocs.yml"
    own = "extra:\n  homepage: 'JavaScript:alert(2)'\n  social:\n    - {link: 'vbscript:x'}\n"
    file.write_text(f"{file.read_text(encoding='utf-8')}{own}", encoding="utf-8")
    assert main(["check", "-q"]) == 1
    assert capsys.readouterr().err.count("error RB323") == 2
