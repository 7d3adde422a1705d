"""No form of a restricted study holds what is withheld: each is opened, with all that lies in it, by its own reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pikepdf
import playa
import pytest
from conftest import copy_study, report_build

from report_build.exports import FORMS

SHOWN = "Openlyworth"  # planted where everybody may read it: who opens a form must find it
HIDDEN = "Xqvz"  # begins every word that is planted where nobody may
WITHOUT_PASSAGES = {"report.qdc", "nanopublications.trig", "annotations.json"}


def planted(study: Path) -> set[str]:
    """Fill every text of what is withheld with names of their own; which they are."""
    names: set[str] = set()

    def name() -> str:
        names.add(f"{HIDDEN}{len(names):03}")
        return f"{HIDDEN}{len(names) - 1:03}"

    def fill(table: str, change: Callable[[dict[str, str]], None]) -> None:
        file = study / "data" / f"{table}.csv"
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        for row in rows:
            change(row)
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        file.write_text(out.getvalue(), encoding="utf-8")

    sources: set[str] = set()
    passages: set[str] = set()

    def source(row: dict[str, str]) -> None:
        if row["access"] == "restricted":
            sources.add(row["source"])
            row["file"] = f"interviews/{name()}.txt"

    def passage(row: dict[str, str]) -> None:
        if row["access"] == "restricted" or (not row["access"] and row["source"] in sources):
            passages.add(row["id"])
            for column in ("locator", "quotation_en", "memo_en"):
                row[column] = f"{row[column]} {name()}".strip()
        elif row["quotation_en"]:
            row["quotation_en"] += f" {SHOWN}"
        row["memo_en"] = row["memo_en"] or name()  # all of the column is withheld, too

    def coding(row: dict[str, str]) -> None:
        if row["evidence"] in passages:
            row["memo_en"] = name()

    fill("sources", source)
    fill("evidence", passage)
    fill("codings", coding)
    about = study / "data" / "study.yaml"
    about.write_text(about.read_text(encoding="utf-8") + "\nrestricted: [evidence.memo]\n", encoding="utf-8")
    return names


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all forms of a study that withholds much."""
    folder = tmp_path_factory.mktemp("leaks")
    study = copy_study("nurses", folder / "study")
    assert len(planted(study)) > 10
    run = report_build("export", "-o", folder / "out", "-q", cwd=study)
    assert {file.name for file in (folder / "out" / "en").iterdir()} == {form.file for form in FORMS.values()}, (
        run.stderr
    )
    return folder / "out" / "en"


def texts(name: str, content: bytes) -> Iterator[str]:
    """Everything that a file says, and what lies in it: members of archives, attachments, metadata, names."""
    yield name
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from texts(member, archive.read(member))
    elif content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            for attached in document.attachments:
                yield from texts(attached, document.attachments[attached].get_file().read_bytes())
            yield " ".join(str(value) for value in document.docinfo.values())
            for one in document.objects:
                if isinstance(one, pikepdf.Stream):
                    yield one.read_bytes().decode("latin-1") if one.get("/Subtype") != "/Image" else ""
    else:
        yield content.decode("utf-8", "replace")


@pytest.mark.parametrize("form", [form.file for form in FORMS.values()])
def test_a_form_holds_nothing_that_is_withheld(made: Path, form: str) -> None:
    file = made / form
    said = "\n".join(texts(form, file.read_bytes()))
    if form.endswith(".pdf"):
        with playa.open(file) as document:
            said += "".join(page.extract_text() for page in document.pages)
    assert HIDDEN not in said
    assert (SHOWN in said) == (form not in WITHOUT_PASSAGES)
