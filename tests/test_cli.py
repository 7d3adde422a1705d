"""The command, as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import append, report_build

from report_build import cli
from report_build.catalogue import RULES
from report_build.cli import explaining, output
from report_build.findings import Finding, Place


def spoil(study: Path) -> int:
    return append(study / "data/codings.csv", "e01,pasage,for")


def test_a_sound_study_has_nothing_to_say_for_itself(small: Path) -> None:
    done = report_build("check", "-q", cwd=small)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (small / "site").exists()


def test_check_says_where_what_and_what_next(small: Path) -> None:
    line = spoil(small)
    done = report_build("check", "-q", cwd=small)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"data/codings.csv:{line}: error RB103 unknown-code: 'pasage' is not in data/codebook.yaml" in done.stderr
    assert "Did you mean 'passage'?" in done.stderr


def test_check_as_json(small: Path) -> None:
    line = spoil(small)
    done = report_build("check", "-q", "--format", "json", cwd=small)
    assert done.returncode == 1
    assert done.stderr == ""
    first = json.loads(done.stdout)[0]
    assert (first["file"], first["line"], first["severity"], first["code"], first["name"]) == (
        "data/codings.csv",
        line,
        "error",
        "RB103",
        "unknown-code",
    )


def test_check_as_github_s_workflow_commands(small: Path) -> None:
    line = spoil(small)
    done = report_build("check", "-q", "--format", "github", cwd=small)
    assert done.stdout.startswith(f"::error file=data/codings.csv,line={line},title=RB103 unknown-code::'pasage'")


def test_a_workflow_command_cannot_be_broken_by_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_findings([Finding(Place("data/a,b:c.csv", 3), "RB103", "100 % of it", "Mend")], "github")
    said = "::error file=data/a%2Cb%3Ac.csv,line=3,title=RB103 unknown-code::100 %25 of it. Mend\n"
    assert capsys.readouterr().out == said


def test_findings_are_told_once_and_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    late, early = Finding(Place("b", 1), "RB103", "x"), Finding(Place("a", 2), "RB103", "y")
    output.print_findings([late, early, late], "text")
    assert capsys.readouterr().err == "a:2: error RB103 unknown-code: y\nb:1: error RB103 unknown-code: x\n"


def test_one_display_by_itself(small: Path) -> None:
    done = report_build("display", "fig-dynamiques", "--out", "drawn", cwd=small)
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (small / "drawn").iterdir()) == [
        "fig-dynamiques.csv",
        "fig-dynamiques.png",
        "fig-dynamiques.svg",
    ]


def test_a_display_that_is_not_there(small: Path) -> None:
    done = report_build("display", "fig-nonesuch", cwd=small)
    assert done.returncode == 2
    assert done.stderr == ("report-build: there is no display 'fig-nonesuch'. Known: tbl-collectifs, fig-dynamiques\n")


def test_the_list_of_codes_names_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["codes"]) == 0
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == sorted(RULES)


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_a_folder_without_a_report(tmp_path: Path, command: str) -> None:
    done = report_build(command, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "report-build: mkdocs.yml is not there. Run this in the folder of the report, or name the file with -f\n"
    )


@pytest.mark.parametrize("arguments", [(), ("nonesuch",), ("check", "--format", "xml"), ("display",)])
def test_used_wrongly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = report_build(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "usage: report-build" in done.stderr


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("site_name: x\ntheme: material\nplugins: [\n", "mkdocs.yml:"),
        ("- a\n", "mkdocs.yml"),
        ("site_name: x\ntheme: nonesuch\n", "nonesuch"),
        ("site_name: x\ntheme: material\nplugins:\n  nonesuch: {}\n", "nonesuch"),
        ("site_name: x\ntheme: material\ndocs_dir: nonesuch\nplugins:\n  report: {}\n", "nonesuch"),
        ("site_name: x\ntheme: material\nplugins:\n  report: {data: [1]}\n", "report"),
        ("site_name: x\ntheme: material\nplugins:\n  report: {colour: red}\n", "colour"),
        ("INHERIT: nonesuch.yml\n", "nonesuch.yml"),
    ],
)
def test_a_broken_configuration_is_a_finding(small: Path, config: str, words: str) -> None:
    (small / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = report_build("check", "-q", cwd=small)
    assert done.returncode == 1
    assert "RB691 broken-configuration" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert str(small) not in done.stderr


def test_a_configuration_without_the_plug_in(small: Path) -> None:
    (small / "mkdocs.yml").write_text("site_name: x\ntheme: material\ndocs_dir: docs/fr\n", encoding="utf-8")
    done = report_build("check", cwd=small)
    assert done.returncode == 2
    assert done.stderr == (
        "report-build: mkdocs.yml does not name the plug-in 'report': add 'report: {}' under 'plugins:'\n"
    )


def test_a_mistake_of_ours_is_owned_up_to(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_options: object) -> int:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(explaining, "codes", broken)
    assert cli.main(["codes"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("report-build: RuntimeError: no such thing")
    assert "a bug in report-build, not in your study" in said
    assert "Traceback" not in said
    assert cli.main(["--debug", "codes"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_quiet_is_quiet_and_talk_is_on_standard_error(small: Path) -> None:
    talking = report_build("build", cwd=small)
    assert talking.stdout == ""
    assert "drawing fig-dynamiques" in talking.stderr
    assert talking.stderr.endswith("0 errors, 0 warnings, 0 notes\n")
    quiet = report_build("build", "-q", "--strict", cwd=small)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_many_notes_of_a_kind_are_one_line() -> None:
    notes = [Finding(Place("references.bib", line), "RB209", f"'k{line}' is not verified") for line in range(1, 8)]
    wrong = Finding(Place("data/cases.csv", 3), "RB103", "'x' is not a code")
    said = list(output.lines([wrong, *notes], every=False))
    assert said == [
        str(wrong),
        (
            "7 notes RB209 unstated-verification: An entry does not say whether somebody saw the work itself."
            " First: references.bib:1, references.bib:2, references.bib:3. --all lists them"
        ),
    ]
    assert list(output.lines([wrong, *notes], every=True)) == [str(one) for one in (wrong, *notes)]
    assert len(list(output.lines(notes[:5], every=False))) == 5


def test_what_is_wrong_in_the_same_words_is_one_line_and_many_warnings_of_a_kind_are_counted() -> None:
    same = [Finding(Place("data/codings.csv", line), "RB103", "'a' is not there") for line in range(2, 9)]
    [said] = output.lines(same, every=False)
    assert said.endswith("'a' is not there (and on 6 more lines: 3, 4, 5, 6, 7, 8)")
    unused = [
        Finding(Place("data/evidence.csv", line), "RB405", f"'e{line}' is used by no claim") for line in range(20)
    ]
    told = list(output.lines(unused, every=False))
    assert told == [*map(str, unused[:3]), "and 17 more warnings RB405 unused-evidence: --all lists them"]
    assert list(output.lines(unused, every=True)) == [*map(str, unused)]
