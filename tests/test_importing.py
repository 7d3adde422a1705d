"""Importing from coding tools: files of each tool's shape, made here, become a study that reads them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import copy_study
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.bibliography import check_bibliography
from report_build.cli import main
from report_build.importing.databases import read_database
from report_build.importing.names import names_in
from report_build.importing.offsets import COUNTINGS, Counting, counting_of, places_of, spans
from report_build.importing.project import Project, Source
from report_build.importing.refi import read_refi
from report_build.importing.rows import with_rows
from report_build.sources import load_study

TEXT = "Le prêt 📚 ramène.\nOn revient le soir.\n\nUne heure fixe y aide, dit-elle."
SAID = ("ramène", "On revient le soir.", "Une heure fixe")


def span_in(text: str, said: str, counting: Counting) -> tuple[int, int]:
    places = places_of(text, counting)
    start = text.index(said)
    return places.index(start), places.index(start + len(said))


def project_file(path: Path, counting: Counting, *, folder: str = "sources", namespace: str = "1.0") -> Path:
    """A REFI-QDA project: codes seven deep, two sources of one text, a case, a note."""
    depth = 7
    codes = "".join(f'<Code guid="c{n}" name="Niveau {n}" isCodable="true">' for n in range(depth)) + "</Code>" * depth
    selections = "".join(
        f'<PlainTextSelection guid="p{n}" startPosition="{a}" endPosition="{b}"><Description>mémo</Description>'
        f'<Coding guid="k{n}" creatingUser="u1"><CodeRef targetGUID="c{n}"/></Coding></PlainTextSelection>'
        for n, (a, b) in enumerate(span_in(TEXT, said, counting) for said in SAID)
    )
    xml = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:{namespace}" name="Essai">
<Sources><TextSource guid="s1" name="Entretien 1" plainTextPath="internal://s1.txt">{selections}</TextSource></Sources>
<Notes><Note guid="n1" name="Note"/></Notes>
<Cases><Case guid="k" name="Cercle du soir"><SourceRef targetGUID="s1"/></Case></Cases>
<CodeBook><Codes>{codes}</Codes></CodeBook>
<Users><User guid="u1" name="AB"/></Users>
</Project>"""
    content = TEXT.replace("\n", "\r\n") if counting.crlf else TEXT
    with ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr(f"{folder}/S1.txt", content)
    return path


def taguette_file(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("""
            CREATE TABLE documents (id INTEGER, project_id INTEGER, name TEXT, contents TEXT);
            CREATE TABLE highlights (id INTEGER, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
                snippet TEXT);
            CREATE TABLE tags (id INTEGER, project_id INTEGER, path TEXT, description TEXT);
            CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
            INSERT INTO documents VALUES (1, 1, 'Entretien 1', '<p>Le prêt &amp; le retour.</p>');
            INSERT INTO highlights VALUES (1, 1, 0, 9, 'Le <b>prêt</b> &amp; le retour.');
            INSERT INTO tags VALUES (1, 1, 'prêt', 'Un livre passe.');
            INSERT INTO highlight_tags VALUES (1, 1);
        """)
        database.commit()
    return path


def qualcoder_folder(path: Path) -> Path:
    path.mkdir()
    with closing(sqlite3.connect(path / "data.qda")) as database:
        database.executescript("""
            CREATE TABLE code_cat (catid INTEGER, name TEXT, memo TEXT, supercatid INTEGER);
            CREATE TABLE code_name (cid INTEGER, name TEXT, memo TEXT, catid INTEGER);
            CREATE TABLE source (id INTEGER, name TEXT, fulltext TEXT);
            CREATE TABLE code_text (cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER, pos1 INTEGER, owner TEXT,
                memo TEXT);
            CREATE TABLE cases (caseid INTEGER, name TEXT);
            CREATE TABLE case_text (caseid INTEGER, fid INTEGER);
            CREATE TABLE journal (jid INTEGER);
            INSERT INTO journal VALUES (1);
            INSERT INTO code_cat VALUES (1, 'Liens', NULL, NULL);
            INSERT INTO code_name VALUES (1, 'prêt', 'Un livre passe.', 1), (2, 'retour', NULL, 1);
            INSERT INTO source VALUES (1, 'a.txt', 'Le prêt.
Le retour.');
            INSERT INTO code_text VALUES (1, 1, 'Le retour.', 9, 19, 'ab', ''), (2, 1, 'Le retour.', 9, 19, 'ab', '');
            INSERT INTO cases VALUES (1, 'Midi');
            INSERT INTO case_text VALUES (1, 1);
        """)
        database.commit()
    return path


def table_file(path: Path) -> Path:
    rows = "id;document;tag;content\n1;Entretien 1;prêt;Le prêt ramène.\n1;Entretien 1;retour;Le prêt ramène.\n"
    path.write_text(rows, encoding="cp1252")
    return path


def workbook_file(path: Path) -> Path:
    """Taguette's two exports as sheets of one workbook, and a sheet that is neither."""
    book = Workbook()
    book.active.title = "codebook"
    sheets = {
        "codebook": [("tag", "description"), ("prêt", "Un livre passe."), ("retour", "")],
        "highlights": [("id", "document", "tag", "content"), (1, "Entretien 1", "prêt", "Le prêt ramène.")],
        "divers": [("x",), ("y",)],
    }
    for name, rows in sheets.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def made(folder: Path, tool: str) -> Path:
    makers: dict[str, Callable[[], Path]] = {
        "refi": lambda: project_file(folder / "a.qdpx", COUNTINGS[0]),
        "taguette": lambda: taguette_file(folder / "a.sqlite3"),
        "qualcoder": lambda: qualcoder_folder(folder / "a.qda"),
        "table": lambda: table_file(folder / "a.csv"),
        "workbook": lambda: workbook_file(folder / "a.xlsx"),
    }
    return makers[tool]()


@pytest.mark.parametrize("tool", ["refi", "taguette", "qualcoder", "table", "workbook"])
def test_a_project_becomes_a_study(tool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, data = made(tmp_path, tool), tmp_path / "study" / "data"
    command = ["import", str(file), "--into", str(data), "--language", "fr"]
    assert main(command) == 0
    assert not data.parent.exists()
    assert "to be added" in capsys.readouterr().out
    assert main([*command, "--write"]) == 0
    study, findings = load_study(data.parent, cache=Cache(None))
    findings = [*findings, *check_study(study), *check_bibliography(study)]
    assert not [finding for finding in findings if finding.severity == "error"], findings
    assert study.sources
    assert study.codings
    assert {coding.code for coding in study.codings} <= study.code.keys()
    assert all(one.source in study.source and one.quotation["fr"] and one.ref for one in study.evidence)
    if tool == "refi":
        assert [one.quotation["fr"] for one in study.evidence] == list(SAID)
        assert [one.locator for one in study.evidence] == ["par. 1", "par. 2", "par. 3"]
        assert study.code["niveau-6"].parent == "niveau-5"
        assert study.case.keys() == {"cercle-du-soir"}


@pytest.mark.parametrize("tool", ["refi", "taguette", "qualcoder", "table", "workbook"])
def test_a_second_import_adds_nothing_and_changes_nothing(
    tool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = made(tmp_path, tool), tmp_path / "data"
    command = ["import", str(file), "--into", str(data), "--write"]
    main(command)
    evidence = data / "evidence.csv"
    head, _, rows = evidence.read_text(encoding="utf-8").partition("\n")
    evidence.write_text(f"{head}\n{rows.replace('r', 'R')}", encoding="utf-8", newline="")  # the authors reword it
    (data / "codebook.yaml").write_text(
        (data / "codebook.yaml").read_text(encoding="utf-8").replace("label: {", "label: {en: ours, "), encoding="utf-8"
    )
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    capsys.readouterr()
    assert main(command) == 0
    assert "everything is there already" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_space_that_breaks_no_line_stays_and_one_coder_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text;code;coder\n«\u00a0Oui\u202f!\u00a0»;b;Ann\n", encoding="utf-8")
    assert main(["import", str(file), "--into", str(tmp_path / "new/data"), "--language", "fr", "--write"]) == 0
    study, _ = load_study(tmp_path / "new", cache=Cache(None))
    assert [one.quotation["fr"] for one in study.evidence] == ["«\u00a0Oui\u202f!\u00a0»"]


def test_additions_stand_behind_what_authors_wrote(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    own = "# ours\ncodes:\n- code: niveau-0\n  kind: theme\n  order: 1\n  label: {fr: À nous}\nlevels: []\n"
    (data / "codebook.yaml").write_text(own, encoding="utf-8")
    assert main(["import", str(made(tmp_path, "refi")), "--into", str(data), "--write"]) == 0
    text = (data / "codebook.yaml").read_text(encoding="utf-8")
    assert text.startswith(own.partition("levels")[0])
    assert text.endswith("levels: []\n")
    study, _ = load_study(tmp_path, cache=Cache(None))
    assert study.code["niveau-0"].label["fr"] == "À nous"
    assert len(study.codes) == 7


@pytest.mark.parametrize("counting", COUNTINGS)
@pytest.mark.parametrize("folder", ["sources", "Sources"])
def test_positions_are_read_in_the_counting_whose_edges_fall_on_words(
    counting: Counting, folder: str, tmp_path: Path
) -> None:
    project = read_refi(project_file(tmp_path / "a.qdpx", counting, folder=folder, namespace="0.4"))
    assert [passage.text for passage in project.passages] == list(SAID)
    assert project.told == [f"positions are read as {counting.name}: 3 of 3 passages begin and end with whole words"]
    assert project.left == {"notes": 1}


WORDS = st.lists(st.sampled_from(["mot", "été", "📚", "a", "\n", "œuvre"]), min_size=12, max_size=30).map(" ".join)


@given(WORDS, st.sampled_from(COUNTINGS), st.data())
def test_every_span_comes_back_in_its_own_counting(text: str, counting: Counting, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = places_of(text, counting)
    found = (places.index(start), places.index(end))
    assert spans(text, [found], counting) == [(start, end)]
    assert spans(text, [(found[0], len(places) + 1)], counting) == [(-1, -1)]
    assert counting_of([("mot", [(0, 3)])]) == COUNTINGS[0]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.qdpx", b"no zip", "cannot be unpacked"),
        ("a.qdc", b"<a", "cannot be read"),
        ("a.qdc", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "defines entities"),
        ("a.sqlite3", b"no database at all, whatever its name", "cannot be read"),
        ("a.csv", b"x,y\n1,2\n", "no column of codes"),
        ("a.docx", b"", "none of the kinds of file"),
        ("a.xlsx", b"no workbook", "a.xlsx: it is no workbook"),
    ],
)
def test_what_cannot_be_imported_is_said(
    name: str, content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["import", str(tmp_path / name), "--into", str(tmp_path / "data"), "--write"]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


RIS = "TY  - BOOK\nID  - essai2001\nAU  - Essai, Ida\nTI  - Lire & revenir\nPY  - 2001\nER  - \n"
JSON = (
    '[{"id": "essai2001", "type": "book", "title": "Lire", "author": [{"family": "Essai"}],'
    ' "issued": {"date-parts": [[2001]]}}]'
)


@pytest.mark.parametrize(("name", "content"), [("a.ris", RIS), ("a.json", JSON)])
def test_a_bibliography_is_added_once(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    command = ["import", str(tmp_path / name), "--into", str(tmp_path / "data")]
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("@book{alpha1999,\n  title = {A},\n}\n", encoding="utf-8")
    assert main(command) == 0
    assert "1 to add, 0 there already" in capsys.readouterr().out
    assert main([*command, "--write"]) == 0
    text = bibliography.read_text(encoding="utf-8")
    study, _ = load_study(tmp_path, cache=Cache(None))
    assert {work.key for work in study.works} == {"alpha1999", "essai2001"}
    assert main([*command, "--write"]) == 0
    assert bibliography.read_text(encoding="utf-8") == text


def changed_project(path: Path, **texts: str) -> Path:
    """The table of a coding tool, with these passages."""
    rows = "".join(f"{ref};Entretien 1;prêt;{text}\n" for ref, text in texts.items())
    path.write_text(f"id;document;tag;content\n{rows}", encoding="utf-8")
    return path


def quotations(root: Path) -> dict[str, str]:
    study, _ = load_study(root, cache=Cache(None))
    return {one.ref: one.quotation["fr"] for one in study.evidence}


def test_an_updated_project_updates_what_the_authors_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, data = tmp_path / "a.csv", tmp_path / "data"
    command = ["import", str(file), "--into", str(data), "--language", "fr", "--write"]
    main([*command[:1], str(changed_project(file, a="Un.", b="Deux.", c='Trois, "quatre".')), *command[2:]])
    evidence = data / "evidence.csv"
    evidence.write_text(evidence.read_text(encoding="utf-8").replace("Deux.", "À nous."), encoding="utf-8", newline="")
    capsys.readouterr()
    changed_project(file, a="Un mot.", b="Deux mots.", c='Trois, "quatre".', d="Cinq.")
    assert main(command) == 0
    told = capsys.readouterr()
    assert f"{evidence}: 1 added, 1 updated" in told.out
    assert "1 passages that both the project and the study changed" in told.err
    assert quotations(tmp_path) == {"a": "Un mot.", "b": "À nous.", "c": 'Trois, "quatre".', "d": "Cinq."}
    before = evidence.read_bytes()
    changed_project(file, a="Un mot.", c='Trois, "quatre".', d="Cinq.")
    assert main(command) == 0
    assert "1 passages that were imported before are not in this file; they stay" in capsys.readouterr().err
    assert main(command) == 0
    assert "everything is there already" in capsys.readouterr().out
    assert evidence.read_bytes() == before


def test_rows_are_changed_in_place_and_columns_added_where_they_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    path.write_bytes(b'id,memo_fr\r\n\r\ne01,"deux\r\nlignes"\r\ne02 , x\r\ne03,y')
    text = with_rows(
        path, ("id", "memo_fr", "ref", "locator"), [{"id": "e04", "ref": "r"}], {"e02": {"memo_fr": 'a "b"'}}
    )
    lines = ["id,memo_fr,ref", "", 'e01,"deux', 'lignes",', 'e02 ,"a ""b""",', "e03,y,", "e04,,r", ""]
    assert text == "\r\n".join(lines)


def test_names_of_participants_are_proposed_and_kept_from_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Enquêteur : Alors ?\nMarie : Oui.\nEnquêteur : Et ?\nMarie : Non.\nNote : à revoir.\nUne fois : rien."
    project = Project("essai", names=["Ida Essai"], sources=[Source("s", "s", text)])
    assert names_in(project) == ["Ida Essai", "Marie"]
    file = tmp_path / "a.qdpx"
    project_file(file, COUNTINGS[0])
    with ZipFile(file) as archive:
        xml = archive.read("project.qde").decode()
    value = '<VariableValue><VariableRef targetGUID="v"/><TextValue>Anna Müller</TextValue></VariableValue></Case>'
    xml = xml.replace("</Case>", value).replace(
        "<Users>", '<Variables><Variable guid="v" name="Nom"/></Variables><Users>'
    )
    with ZipFile(file, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/s1.txt", TEXT)
    command = ["import", str(file), "--into", str(tmp_path / "s/data"), "--language", "fr", "--write"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "private/names.csv: 1 added" in out
    assert "Anna" not in out
    assert (tmp_path / "s/private/names.csv").read_text(
        encoding="utf-8"
    ) == "real,pseudonym,kind\nAnna Müller,,person\n"
    assert "private/" in (tmp_path / "s/.gitignore").read_text(encoding="utf-8").splitlines()
    assert main(command) == 0
    assert "everything is there already" in capsys.readouterr().out


def test_variables_become_typed_attributes_of_cases_and_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.qdpx"
    project_file(file, COUNTINGS[0])
    with ZipFile(file) as archive:
        xml = archive.read("project.qde").decode()

    def value(variable: str, kind: str, said: str) -> str:
        ref = f'<VariableRef targetGUID="{variable}"/>'
        return f"<VariableValue>{ref}<{kind}Value>{said}</{kind}Value></VariableValue>"

    types = {"a": "Integer", "b": "Float", "c": "DateTime", "d": "Text"}
    names = {"a": "Personnes", "b": "Part d’adultes", "c": "Date", "d": "Lieu"}
    variables = "".join(f'<Variable guid="{g}" name="{names[g]}" typeOfVariable="{t}"/>' for g, t in types.items())
    of_case = [value("a", "Integer", "12"), value("b", "Float", "0.5"), value("c", "DateTime", "2026-03-01T10:00:00Z")]
    xml = xml.replace("</Case>", "".join(of_case) + "</Case>")
    xml = xml.replace("</TextSource>", value("d", "Text", "Salle, au fond") + "</TextSource>")
    xml = xml.replace("<Users>", f"<Variables>{variables}</Variables><Users>")
    with ZipFile(file, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/s1.txt", TEXT)
    command = ["import", str(file), "--into", str(tmp_path / "s/data"), "--language", "fr", "--write"]
    assert main(command) == 0
    assert "'Personnes' becomes the column 'personnes' of cases.csv" in capsys.readouterr().err
    study, _ = load_study(tmp_path / "s", cache=Cache(None))
    told = {(one.of, one.name): (one.type, one.label.get("fr")) for one in study.about.attributes}
    assert told == {
        ("cases", "personnes"): ("whole", "Personnes"),
        ("cases", "part-d-adultes"): ("decimal", "Part d’adultes"),
        ("cases", "date"): ("date", "Date"),
        ("sources", "lieu"): ("word", "Lieu"),
    }
    assert study.cases[0].attributes == {"personnes": 12, "part-d-adultes": 0.5, "date": "2026-03-01"}
    assert study.sources[0].attributes == {"lieu": "Salle, au fond"}
    assert main(command) == 0
    assert "everything is there already" in capsys.readouterr().out
    cases = tmp_path / "s/data/cases.csv"
    cases.write_text(cases.read_text(encoding="utf-8").replace(",12,", ",13,"), encoding="utf-8")
    assert main(command) == 0
    assert "1 values of attributes that the study has otherwise; the study's stand" in capsys.readouterr().err


def test_attributes_of_qualcoder_are_read(tmp_path: Path) -> None:
    folder = qualcoder_folder(tmp_path / "a.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as database:
        database.executescript("""
            CREATE TABLE attribute_type (name TEXT, caseOrFile TEXT, valuetype TEXT);
            CREATE TABLE attribute (name TEXT, attr_type TEXT, value TEXT, id INTEGER);
            INSERT INTO attribute_type VALUES ('âge', 'case', 'numeric'), ('lieu', 'file', 'character');
            INSERT INTO attribute VALUES ('âge', 'case', '31', 1), ('lieu', 'file', 'salle', 1), ('âge', 'case', '', 1),
                ('Nom', 'case', 'Ida Essai', 1), ('âge', 'case', '9', 7);
        """)
        database.commit()
    project = read_database(folder)
    assert [(one.name, one.of, one.type, one.values) for one in project.attributes] == [
        ("âge", "cases", "decimal", {"Midi": "31"}),
        ("lieu", "sources", "word", {"source/1": "salle"}),
    ]
    assert project.names == ["Ida Essai"]
    assert project.left["values of attributes of cases without passages, or of things that are not read"] == 1


def test_what_was_exported_comes_back_passage_for_passage(tmp_path: Path) -> None:
    root = copy_study("nurses", tmp_path / "nurses")
    assert main(["export", "-f", str(root / "mkdocs.yml"), "qdpx", "--output", str(tmp_path / "out")]) == 0
    file = tmp_path / "out" / "en" / "report.qdpx"
    assert main(["import", str(file), "--into", str(tmp_path / "new/data"), "--write"]) == 0
    study, _ = load_study(root, cache=Cache(None))
    again, findings = load_study(tmp_path / "new", cache=Cache(None))
    assert not [one for one in [*findings, *check_study(again)] if one.severity == "error"]
    said = sorted(
        " ".join(next(filter(None, one.words.values())).split())
        for one in study.evidence
        if not study.is_restricted(one)
    )
    come = sorted(
        one.quotation["en"] for one in again.evidence if not one.quotation["en"].startswith("This passage is withheld")
    )
    assert come == said
    assert len(again.evidence) == len(study.evidence)
    assert len(again.cases) == len(study.cases)
    assert {code.label["en"] for code in again.codes} >= {code.label["en"] for code in study.codes}  # and their kinds
