"""The report for reviewers: a comment on each claim, and the way back of what a reviewer writes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from conftest import Forms, ledger_of, report_build, tree
from lxml import etree

from report_build.exports.reviewed import review

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made(any_forms: Forms) -> tuple[Path, Path]:
    """A study, and its DOCX."""
    return any_forms.study, any_forms.folder / "report.docx"


def part(file: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def test_each_claim_has_one_comment_with_its_passages(made: tuple[Path, Path]) -> None:
    ledger = ledger_of(made[0])
    comments = ["".join(one.itertext()) for one in part(made[1], "comments").iter(f"{W}comment")]
    assert len(comments) == len(ledger)
    for claim, passages in ledger.items():
        [said] = [one for one in comments if f"({claim})" in one]
        assert [passage for passage in passages if passage not in said] == []


def test_tables_have_head_rows_and_pictures_a_text(made: tuple[Path, Path]) -> None:
    document = part(made[1], "document")
    tables = list(document.iter(f"{W}tbl"))
    assert tables
    assert all(next(one.iter(f"{W}tblHeader"), None) is not None for one in tables if len(one.findall(f"{W}tr")) > 1)
    pictures = [one for one in document.iter() if one.tag.endswith("}docPr")]
    assert pictures
    assert all(one.get("descr") for one in pictures)
    assert not any((one.get("descr") or "").startswith("data:") for one in document.iter())


def test_rows_stay_whole_and_each_sheet_has_its_number(made: tuple[Path, Path]) -> None:
    document = part(made[1], "document")
    rows = list(document.iter(f"{W}tr"))
    assert rows
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    for table in document.iter(f"{W}tbl"):
        head = table.find(f"{W}tr")
        assert all(one.find(f"{W}pPr/{W}keepNext") is not None for one in head.iter(f"{W}p"))
        assert all(one.find(f"{W}pPr/{W}keepNext") is None for one in table.findall(f"{W}tr")[-1].iter(f"{W}p"))
    captions = part(made[1], "styles").find(f"{W}style[@{W}styleId='TableCaption']")
    assert captions.find(f"{W}pPr/{W}keepNext") is not None
    assert document.find(f"{W}body/{W}sectPr/{W}pgSz").get(f"{W}w") == "11906"
    assert "PAGE" in "".join(part(made[1], "footer").itertext())
    known = {one.get(f"{W}styleId") for one in part(made[1], "styles").iter(f"{W}style")}
    assert {one.get(f"{W}val") for one in document.iter(f"{W}pStyle")} <= known


def test_what_a_reviewer_wrote_comes_back_at_its_line(made: tuple[Path, Path], tmp_path: Path) -> None:
    study, file = made
    claim = next(iter(ledger_of(study)))
    back = tmp_path / "back.docx"
    back.write_bytes(reviewed(file, claim))
    before = tree(study / "docs")
    run = report_build("review", back, "--format", "json", cwd=study)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert [one["code"] for one in found] == ["RB711", "RB712", "RB712"]
    lines = {one["file"]: (study / one["file"]).read_text(encoding="utf-8").splitlines() for one in found}
    for one in found:
        assert f"#{claim}" in lines[one["file"]][one["line"] - 1]
        assert f"'{claim}'" in one["message"]
    assert "Une relectrice comments" in found[0]["message"]
    assert "D’où le tenez-vous ?" in found[0]["message"]
    assert {"inserts", "deletes"} == {re.search("inserts|deletes", one["message"])[0] for one in found[1:]}  # type: ignore[index]
    assert tree(study / "docs") == before  # the authors decide what becomes of it


def reviewed(file: Path, claim: str) -> bytes:
    """The file as a word processor saves it after a reviewer's comment, insertion and deletion within a claim."""
    who = {f"{W}author": "Une relectrice", f"{W}date": "2026-11-25T10:00:00Z"}
    comments, document = part(file, "comments"), part(file, "document")
    number = next(one.get(f"{W}id") for one in comments.iter(f"{W}comment") if f"({claim})" in "".join(one.itertext()))
    new = etree.SubElement(comments, f"{W}comment", {f"{W}id": "9000", **who})
    run = etree.SubElement(etree.SubElement(new, f"{W}p"), f"{W}r")
    etree.SubElement(run, f"{W}t").text = "D’où le tenez-vous ?"
    start = next(one for one in document.iter(f"{W}commentRangeStart") if one.get(f"{W}id") == number)
    end = next(one for one in document.iter(f"{W}commentRangeEnd") if one.get(f"{W}id") == number)
    start.addnext(etree.Element(f"{W}commentRangeStart", {f"{W}id": "9000"}))
    for tag, inner, text in (("ins", "t", "un mot de plus"), ("del", "delText", "un mot de moins")):
        change = etree.Element(f"{W}{tag}", {f"{W}id": f"91{len(tag)}{tag == 'ins'}", **who})
        etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}{inner}").text = text
        end.addprevious(change)
    end.addprevious(etree.Element(f"{W}commentRangeEnd", {f"{W}id": "9000"}))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": "9000"})
    end.addprevious(reference)
    out = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(out, "w") as other:
        for one in archive.infolist():
            parts = {"word/comments.xml": comments, "word/document.xml": document}
            content = etree.tostring(parts[one.filename]) if one.filename in parts else archive.read(one)
            other.writestr(one.filename, content)
    return out.getvalue()


def test_a_file_that_is_none_of_the_report_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "other.docx").write_bytes(b"no archive")
    for name, says in (("other.docx", "is no DOCX of this report"), ("none.docx", "none.docx cannot be read")):
        run = report_build("review", tmp_path / name, cwd=made[0])
        assert run.returncode == 2
        assert says in run.stderr


def test_nothing_that_a_reviewer_did_is_lost() -> None:
    """Moves, a row and a paragraph's end deleted, replies, comments ticked off, and comments that lost their place."""
    who = 'w:author="R" w:id="9"'
    row = (
        f"<w:tbl><w:tr><w:trPr><w:del {who}/></w:trPr><w:tc><w:p><w:r><w:t>rang</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Le midi</w:t></w:r></w:p>'
        f"<w:p><w:moveFrom {who}><w:r><w:t>un bout</w:t></w:r></w:moveFrom>"
        f"<w:moveTo {who}><w:r><w:t>un bout</w:t></w:r></w:moveTo></w:p>{row}"
        f"<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr><w:r><w:t>joint</w:t></w:r></w:p>"
        f"<w:p><w:r><w:rPr><w:b/><w:rPrChange {who}/></w:rPr><w:t>gras</w:t></w:r>"
        '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    said = "".join(
        f'<w:comment w:id="{number}" w:author="R"><w:p w14:paraId="A{number}">'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        for number, text in ((1, "premier"), (2, "réponse"), (3, "sans place"))
    )
    more = '<w15:commentEx w15:paraId="A1" w15:done="1"/><w15:commentEx w15:paraId="A2" w15:paraIdParent="A1"/>'
    spaces = (
        f'xmlns:w="{W[1:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("docProps/custom.xml", '<p name="report-language" pid="2"><v>fr</v></p>')
        for name, content in (("document", body), ("comments", said), ("commentsExtended", more)):
            archive.writestr(f"word/{name}.xml", f"<w:x {spaces}>{content}</w:x>")
    found = review(file.getvalue(), {"fr": {"docs/fr/a.md": "", "docs/fr/index.md": "# Un\n\n## Le midi {#sec-m}\n"}})
    assert [(one.place.line, one.message) for one in found] == [
        (3, "R moves away: un bout"),
        (3, "R moves here: un bout"),
        (3, "R deletes: a row of a table: rang"),
        (3, "R deletes: the end of the paragraph “joint”"),
        (3, "R changes: how words or paragraphs look"),
        (3, "R comments (settled): premier"),
        (3, "R comments: réponse (a reply to “premier”)"),
        (0, "R comments: sans place"),
    ]
    assert {one.place.file for one in found} == {"docs/fr/index.md"}
