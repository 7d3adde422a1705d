"""The guide: its tutorial is followed to the end, its examples are checked, and its study is the one that they make."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import report_build
from guide_examples import GUIDE, examples
from running import Server

from report_build import __file__ as engine
from report_build import __version__
from report_build.cli import main
from report_build.exports import FORMS
from report_build.sources.text import SourceFile
from report_build.sources.trees import read_tree

ADA = {
    f"GIT_{role}_{what}": said
    for role in ("AUTHOR", "COMMITTER")
    for what, said in (("NAME", "Ada Ito"), ("EMAIL", "ada@example.org"))
}
TOPICS = sorted(
    page.name for page in (GUIDE / "docs").glob("*.md") if page.name not in {"index.md", "tutorial.md", "example.md"}
)


def run(command: str, folder: Path) -> str:
    """What a command of the tutorial says; it must succeed."""
    program, *words = shlex.split(command)
    if program == "report-build":
        done = report_build(*words, cwd=folder, **ADA)
    else:
        done = subprocess.run(
            [program, *words], cwd=folder, env={**os.environ, **ADA}, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of somebody who does what the tutorial says, and sees what it says that one should see."""
    folder = tmp_path_factory.mktemp("tutorial")
    said = ""
    for one in examples("tutorial.md"):
        if one.file:
            one.write(folder)
        elif one.serves:
            with Server(folder, supervised=True) as server:
                server.shows("Who waters?")
        elif one.language == "sh":
            said = ""
            for command in one.text.splitlines():
                if command.startswith("cd "):
                    folder /= command.removeprefix("cd ")
                else:
                    said += run(command, folder)
        elif one.language == "text":
            for line in one.text.splitlines():
                assert line in said, f"the tutorial promises {line!r}:\n{said}"
    return folder


def test_who_follows_the_tutorial_has_a_released_site(followed: Path) -> None:
    site = followed.parent / "gardens-site"
    assert "Who waters?" in (site / "en/0.1.0/index.html").read_text(encoding="utf-8")
    assert (site / "index.html").is_file()


def test_the_guide_shows_the_study_that_the_tutorial_makes(followed: Path) -> None:
    shown = {path.name: path.read_text(encoding="utf-8") for path in (GUIDE / "data").iterdir()}
    assert shown == {name: (followed / "data" / name).read_text(encoding="utf-8") for name in shown}
    page = (GUIDE / "docs/example.md").read_text(encoding="utf-8")
    made = (followed / "docs/en/index.md").read_text(encoding="utf-8")
    assert "\n".join(made.splitlines()[2:6]) in page  # its first paragraph, with both claims


@pytest.mark.parametrize("page", TOPICS)
def test_the_examples_of_a_page_have_no_findings(page: str, followed: Path, tmp_path: Path) -> None:
    """Files are put into the study of the tutorial and checked; other pieces are read as what they are."""
    given = list(examples(page))
    for number, one in enumerate(given):
        if one.language == "yaml" and not one.file:
            _, _, found = read_tree(SourceFile(f"{page}-{number}.yaml", one.text, ""))
            assert not found
    if not any(one.file for one in given):
        return
    study = tmp_path / "study"
    shutil.copytree(followed, study, ignore=shutil.ignore_patterns(".git", ".cache", "site"))
    for one in given:
        if one.file:
            one.write(study)
    assert main(["check", "-q", "--all", "-f", str(study / "mkdocs.yml")]) == 0


@pytest.mark.parametrize("page", ["tutorial.md", *TOPICS])
def test_commands_that_a_page_names_are_there(page: str) -> None:
    """Each ``report-build`` command and option of an example is known to the parser."""
    from report_build.commands import parser  # noqa: PLC0415  # reason: read by this test alone

    for one in examples(page):
        for command in one.text.splitlines() if one.language in {"sh", "console"} else ():
            words = shlex.split(command)
            if words[0] == "report-build" and words[1] != "--version":
                parser().parse_args(words[1:])


def test_the_page_on_written_forms_names_each() -> None:
    page = (GUIDE / "docs/written-forms.md").read_text(encoding="utf-8")
    assert not [name for name in FORMS if f"`{name}`" not in page]


def test_no_fence_of_the_guide_is_left_open() -> None:
    for page in (GUIDE / "docs").glob("*.md"):
        fences = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("```")]
        for opening, closing in zip(fences[::2], fences[1::2], strict=True):
            assert re.fullmatch(r'```\w+( title="[^"]+")?', opening), f"{page.name}: {opening}"
            assert closing == "```", f"{page.name}: {closing}"


def test_the_guide_comes_with_the_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is built without the repository, for the version installed; nothing is written beside its sources."""
    before = sorted(GUIDE.rglob("*"))
    assert GUIDE.is_relative_to(Path(engine).parent)
    assert main(["guide", str(tmp_path / "guide"), "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert f"report-build {__version__}" in said.out
    assert (tmp_path / "guide/index.html").is_file()
    assert "sec-tutorial-begin" in (tmp_path / "guide/en/tutorial.html").read_text(encoding="utf-8")
    assert sorted(GUIDE.rglob("*")) == before
