"""``study.json`` of a real site: it keeps its schema, and tells what the study became in its pages."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import report_build
from jsonschema import Draft202012Validator

from report_build.metadata.study_json import read_study_json

pytestmark = pytest.mark.slow


@pytest.fixture
def built(small: Path) -> Path:
    done = report_build("build", "-q", cwd=small)
    assert done.returncode == 0, done.stderr
    return small / "site" / "fr"


def test_the_published_study_keeps_the_schema_published_beside_it(built: Path) -> None:
    schema = json.loads((built / "study.schema.json").read_bytes())
    told = json.loads((built / "study.json").read_bytes())
    assert told["$schema"] == "study.schema.json"
    assert list(Draft202012Validator(schema).iter_errors(told)) == []


def test_it_tells_wordings_prose_drawings_and_references_of_its_language(built: Path) -> None:
    found = read_study_json((built / "study.json").read_bytes())
    claims = found.parts["claims"].values()
    assert claims
    for claim in claims:
        wording = claim["wording"]["fr"]  # type: ignore[index, call-overload]
        assert wording["text"]  # type: ignore[index, call-overload]
        assert wording["page"].startswith("docs/fr/")  # type: ignore[index, call-overload, union-attr]
    pages = {str(block["page"]) for block in found.parts["prose"].values()}
    assert "index.html" in pages
    assert not pages & {"preuves.html", "codes.html", "affirmations.html"}  # they say nothing that the data do not
    for display in found.parts["displays"].values():
        for name, digest in display["drawn"]["fr"].items():  # type: ignore[index, call-overload, union-attr]
            assert sha256((built / "displays" / name).read_bytes()).hexdigest() == digest
    cited = [work for work in found.parts["references"].values() if work["formatted"]]
    assert cited
    assert "<" not in json.dumps([work["formatted"]["fr"] for work in cited])  # type: ignore[index, call-overload]


def test_an_edit_of_prose_or_data_changes_it_and_nothing_else_does(small: Path, built: Path) -> None:
    before = (built / "study.json").read_bytes()
    report_build("build", "-q", cwd=small)
    assert (built / "study.json").read_bytes() == before
    page = small / "docs/fr/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    report_build("build", "-q", cwd=small)
    after = (built / "study.json").read_bytes()
    assert after != before
    assert "Une phrase de plus." in after.decode()
